"""What a server weighs that showed a network's inside, before and after it explained an answer."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import Server, settled

MOST_BYTES, MOST_BYTES_WITH_TORCH = 250e6, 450e6
MOST_SECONDS = 5.0
WORDS = "Loading PyTorch"
# The words come when loading has taken half a second and go when it ends: who looks now and then misses them.
SECONDS_WITHOUT_WORDS = 1.0
WAIT_FOR_WORDS = """words => {
    const look = () => { window.sawWords ||= document.body.innerText.includes(words); };
    window.sawWords = false;
    new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
ASKED = {
    "inside": ("?digits_source=Sample&inside_part=Why", "Explain this answer", ".why-maps img"),
    "photos": ("", "Show where it looked", ".photo-cam img"),
}

pytestmark = pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="measured on Linux only")


def resident(server: Server) -> int:
    return int(psutil.Process(server.pid).memory_info().rss)


def has_torch(server: Server) -> bool:
    return "/torch/" in Path(f"/proc/{server.pid}/maps").read_text(encoding="utf-8")


def opened(page: Page, server: Server, name: str) -> None:
    page.goto(f"{server.url}/{name}{ASKED[name][0]}")
    expect(page.get_by_text(ASKED[name][1])).to_be_visible()
    settled(page)


def result(page: Page, name: str) -> Locator:
    return page.locator(ASKED[name][2]).first


@pytest.mark.parametrize("names", [("inside", "photos"), ("photos", "inside")], ids="-".join)
def test_the_server_stays_small_and_the_first_reason_comes_soon(
    cold_server: Server, page: Page, names: tuple[str, str]
) -> None:
    first, second = names
    for name in (second, first):
        opened(page, cold_server, name)
    assert not has_torch(cold_server)
    assert resident(cold_server) < MOST_BYTES
    began = time.monotonic()
    page.evaluate(WAIT_FOR_WORDS, WORDS)
    page.get_by_text(ASKED[first][1]).click()
    expect(result(page, first)).to_be_visible()
    seconds = time.monotonic() - began
    assert seconds < MOST_SECONDS
    assert page.evaluate("window.sawWords") or seconds < SECONDS_WITHOUT_WORDS
    settled(page)
    opened(page, cold_server, second)
    page.get_by_text(ASKED[second][1]).click()
    expect(result(page, second)).to_be_visible()
    settled(page)
    assert has_torch(cold_server)
    assert resident(cold_server) < MOST_BYTES_WITH_TORCH
