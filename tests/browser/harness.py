"""Servers, waiting and watching for the browser tests; `conftest.py` makes fixtures of them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, expect
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera that shows a moving test picture, for windows that are allowed to use one.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# Opened at a page's address, Streamlit first looks for its server below that address and is told 404.
DEEP_LINK_PROBE = re.compile(r"://[^/]+/[^/]+/_stcore/(health|host-config)$")
START_SECONDS = 60
PATIENCE_MS = 20_000
# Within this time after an edit, an address without it is taken for one that lags behind.
ADDRESS_FOLLOWS_MS = 1_100
IDLE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app !== null
        && app.dataset.testScriptState === 'notRunning'
        && app.dataset.testConnectionState === 'CONNECTED'
        && document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]') === null
        && document.fonts.status === 'loaded'
        && !window.isAsking;
}"""
# Until the server says something after it was asked, the page only looks idle. See `held_back` for the rest.
ASKING = """(() => {
    const { send } = WebSocket.prototype
    const held = []
    WebSocket.prototype.send = function (message) {
        window.isAsking = true
        this.addEventListener('message', () => (window.isAsking = false), { once: true })
        const go = () => send.call(this, message)
        window.isHeldBack ? held.push(go) : go()
    }
    window.letGo = () => {
        window.isHeldBack = false
        held.splice(0).forEach((go) => go())
    }
})()"""

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Server:
    """A running Streamlit server: its address without a trailing slash, and the file of its output."""

    url: str
    log: Path
    pid: int

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@dataclass
class Watch:
    """What a test's pages complained about."""

    complaints: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        source = message.location.get("url", "")
        if message.type == "error" and not DEEP_LINK_PROBE.search(source):
            self.complaints.append(f"console: {message.text} ({source})")

    def on_page_error(self, error: PlaywrightError) -> None:
        self.complaints.append(f"uncaught in the browser: {error}")

    def on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname not in ("localhost", "127.0.0.1"):
            self.complaints.append(f"request left this machine: {request.url}")


def settled(page: Page) -> None:
    """Wait until Streamlit has answered everything and painted it.

    The state is asked twice with a pause between, because a click reaches the server a moment after it
    happened, and until then the page looks idle.
    """
    for _ in range(2):
        page.wait_for_timeout(60)
        page.wait_for_function(IDLE, timeout=PATIENCE_MS)


@contextmanager
def held_back(page: Page) -> Iterator[None]:
    """Hold back what the page says to its server until the block ends."""
    page.evaluate("window.isHeldBack = true")
    yield
    page.evaluate("window.letGo()")


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what `expect` cannot be asked, as long as `expect` would."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not holds():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(script: Path, log: Path) -> Iterator[Server]:
    """Serve a Streamlit script in a new process until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", "localhost"]
    command += ["--server.fileWatcherType", "none"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    server = Server(f"http://localhost:{port}", log, process.pid)
    try:
        _wait_until_healthy(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


def _wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}:\n{server.output()}")
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"no healthy server after {START_SECONDS} s:\n{server.output()}")


def installed_chromium() -> str | None:
    """Return the Chromium to start: $CHROMIUM, one on the path, or None for Playwright's own."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)
