"""Every page, opened through `app.py`, as it is, with nonsense in its address, and under a monkey's hands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.ui.frame import PAGES
from tests.pages.harness import ROOT, open_page
from tests.pages.monkey import play

NAMES = [page.name for page in PAGES]
NONSENSE = ("", "nonsense", "-99999999999999999999", "nan", "\x00", "é" * 2000)
SEEDS = (1, 2)
STEPS = 20


def test_every_script_is_a_page_of_the_app_and_every_page_a_script() -> None:
    registered = {Path(page["script_path"]) for page in open_page("home")._registered_pages.values()}
    assert registered == set((ROOT / "pages").glob("*.py"))
    assert registered == {ROOT / page.path for page in PAGES}


@pytest.mark.parametrize("name", NAMES)
def test_opens_with_its_title_and_no_complaint(name: str) -> None:
    app = open_page(name)
    assert [title.value for title in app.title] == [page.title for page in PAGES if page.name == name]
    assert not app.error
    assert not app.warning


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_in_the_address_is_survived(name: str) -> None:
    keys = [node.key for node in open_page(name) if getattr(node, "key", None)]
    for nonsense in NONSENSE:
        app = open_page(name, dict.fromkeys(keys, nonsense))
        assert len(app.title) == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_monkey_finds_no_exception(name: str, seed: int) -> None:
    play(open_page(name), np.random.default_rng(seed), steps=STEPS)
