"""Real servers and a real Chromium for the browser tests.

A test asks for `page` (desktop) or `phone` (a phone with fingers), goes somewhere on `server.url` and reads
what a visitor would read. Every page is watched: an error in the browser's console, or a request that leaves
this machine, fails the test that caused it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.harness import (
    ASKING,
    DESKTOP,
    FLAGS,
    PHONE,
    ROOT,
    Server,
    Watch,
    installed_chromium,
    running,
)

IN_CI = os.environ.get("CI", "").lower() in ("1", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In CI, give a browser test that failed one more try: a machine can stop for longer than any hand would.

    The report lists each as a rerun, and each is a race to find; a developer's own run hides none.
    """
    for item in items:
        if IN_CI and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=installed_chromium(), args=list(FLAGS))
        except PlaywrightError as error:
            reason = f"no browser; `playwright install chromium` gets one ({error.message[:200]})"
            if IN_CI:
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app, one server for all tests of this run."""
    with running(ROOT / "app.py", tmp_path_factory.mktemp("server") / "log.txt") as started:
        yield started
        assert "Traceback" not in started.output(), started.output()


@pytest.fixture
def cold_server(tmp_path: Path) -> Iterator[Server]:
    """The app in a process that no browser has asked for anything yet."""
    with running(ROOT / "app.py", tmp_path / "cold.txt") as started:
        yield started


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Path], Server]]:
    """Serve scripts of the test's own: `serve(path)` returns a `Server` that lives as long as the test."""
    with ExitStack() as stack:
        started: list[Server] = []

        def start(script: Path) -> Server:
            log = tmp_path / f"serve{len(started)}.txt"
            started.append(stack.enter_context(running(script, log)))
            return started[-1]

        yield start


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the windows of this test complained about; a test that expects a complaint clears it."""
    watching = Watch()
    yield watching
    assert not watching.complaints, "\n".join(watching.complaints)


@pytest.fixture
def open_context(browser: Browser, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser windows that are watched: `open_context(viewport=..., color_scheme="dark")`."""
    contexts: list[BrowserContext] = []

    def open_window(**options: object) -> BrowserContext:
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})  # type: ignore[arg-type]
        context.add_init_script(ASKING)
        context.on("console", watch.on_console)
        context.on("weberror", lambda error: watch.on_page_error(error.error))
        context.on("request", watch.on_request)
        contexts.append(context)
        return context

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A desktop window, 1440x900, with a mouse."""
    return open_context().new_page()


@pytest.fixture
def phone(open_context: Callable[..., BrowserContext]) -> Page:
    """A phone, 390x844, with fingers."""
    return open_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2).new_page()
