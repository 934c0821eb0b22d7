"""What the server weighs: after each page, per session, over a thousand reruns, and with PyTorch loaded."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Browser, Page

from benchmarks.browser import APP, FIRST_PAGE, chromium, open_page, paint_ms, slide_dilation
from benchmarks.table import Row
from tests.browser.harness import Server, running

PAGES = ("", FIRST_PAGE, "digits")
NETWORKS = ("inside", "photos")
REASONS = ("inside?digits_source=Sample&inside_part=Why&why=true", "photos?cam=true")
AFTER_PAGES_MB = 200.0
AFTER_NETWORKS_MB = 250.0
AFTER_REASONS_MB = 450.0
PER_SESSION_MB = 3.0
RERUN_GROWTH_MB = 5.0
SESSIONS = 10
RERUNS = 1000
WARM_RERUNS = 100
# Short, because only the reruns count here, not how long each took.
QUIET_MS = 15


def rows() -> list[Row]:
    """Return resident memory after each page, per session and over reruns, in MB."""
    with (
        TemporaryDirectory() as folder,
        chromium() as browser,
        running(APP, Path(folder) / "log.txt") as server,
    ):
        table = _after(browser, server, PAGES, "both pages", AFTER_PAGES_MB)
        table += _after(browser, server, NETWORKS, "Inside and Photos too", AFTER_NETWORKS_MB)
        table.append(_per_session(browser, server))
        table.append(_over_reruns(open_page(browser, f"{server.url}/{FIRST_PAGE}"), server))
        return table + _after(browser, server, REASONS, "why and where it looked too", AFTER_REASONS_MB)


def _after(browser: Browser, server: Server, paths: Sequence[str], name: str, target: float) -> list[Row]:
    """Open pages one after the other; the last row has a name of its own and must keep to the target."""
    rows = []
    for path in paths:
        open_page(browser, f"{server.url}/{path}").context.close()
        rows.append(Row(f"server after /{path.partition('?')[0]}", _resident(server), "MB"))
    return [*rows[:-1], Row(f"server after {name}", rows[-1].ours, "MB", target=target)]


def _per_session(browser: Browser, server: Server) -> Row:
    before = _resident(server)
    for turn in range(SESSIONS):
        open_page(browser, f"{server.url}/{PAGES[1 + turn % 2]}")
    growth = (_resident(server) - before) / SESSIONS
    for context in list(browser.contexts):
        context.close()
    return Row(f"growth per session, mean of {SESSIONS}", growth, "MB", target=PER_SESSION_MB)


def _over_reruns(page: Page, server: Server) -> Row:
    act = slide_dilation(page)
    for turn in range(WARM_RERUNS):
        paint_ms(page, act, turn, quiet_ms=QUIET_MS)
    warm = _resident(server)
    for turn in range(RERUNS):
        paint_ms(page, act, turn, quiet_ms=QUIET_MS)
    return Row(f"growth over {RERUNS:,} reruns", _resident(server) - warm, "MB", target=RERUN_GROWTH_MB)


def _resident(server: Server) -> float:
    return float(psutil.Process(server.pid).memory_info().rss) / 1e6
