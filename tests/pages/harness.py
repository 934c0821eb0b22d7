"""Open pages without a browser and see what a visitor would see, and what the server's log would."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from explorer.ui.errors import APOLOGY
from explorer.ui.frame import page_named

ROOT = Path(__file__).resolve().parents[2]
# Failures of a page are logged by the first, failures of a fragment by the second.
LOGGERS = ("explorer", "streamlit.error_util")


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        trace = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
        self.heard.append(f"{record.getMessage()}\n{trace}")


@contextmanager
def _listening() -> Iterator[_Listener]:
    listener = _Listener()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield listener
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def run(app: AppTest, rerun: Callable[[], object] | None = None) -> AppTest:
    """Run the script once more and fail, with the traceback, if it failed in any way."""
    with _listening() as listener:
        (rerun or app.run)()
    assert not listener.heard, "\n".join(listener.heard)
    assert not app.exception, [element.message for element in app.exception]
    assert APOLOGY not in [element.value for element in app.error]
    return app


def open_page(name: str, query: Mapping[str, str] | None = None) -> AppTest:
    """Open the page of this name through `app.py`, as its address does, with this query behind it."""
    app = AppTest.from_file(ROOT / "app.py")
    app.query_params.update(query or {})
    # What `switch_page` finds out by running the app once before; a page's hash is that of its address.
    app._page_hash = calc_hash(page_named(name).url_path)
    return run(app)


def send(app: AppTest, key: str, state: Mapping[str, object]) -> AppTest:
    """Run once more as if the browser's half of the component `key` had said `state`."""
    element = app.get_by_key(key)
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=element.proto.id, json_value=json.dumps(dict(state))))
    return run(app, lambda: app._run(states))
