from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest

from explorer.ui.errors import APOLOGY


def failing() -> None:
    import streamlit as st

    from explorer.ui.errors import calm

    st.title("Still here")
    with calm():
        raise RuntimeError("a secret of the server")


def signalling() -> None:
    import streamlit as st

    from explorer.ui.errors import calm

    with calm():
        if st.session_state.setdefault("runs", 0) == 0:
            st.session_state["runs"] = 1
            st.rerun()
        st.text("second run")
        st.stop()
    st.text("not reached")


def failing_in_a_fragment() -> None:
    import streamlit as st

    from explorer.ui.errors import calm

    @st.fragment
    def part() -> None:
        raise RuntimeError("a secret of the server")

    with calm():
        part()
    st.text("the rest of the page")


def test_a_failure_becomes_one_calm_sentence_and_a_traceback_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = AppTest.from_function(failing).run()
    assert [error.value for error in app.error] == [APOLOGY]
    assert not app.exception
    assert app.title[0].value == "Still here"
    [record] = [record for record in caplog.records if record.name == "explorer.ui.errors"]
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "a secret of the server"


def test_streamlits_own_signals_pass() -> None:
    app = AppTest.from_function(signalling).run()
    assert [text.value for text in app.text] == ["second run"]
    assert not app.error


def test_a_fragment_reports_for_itself_without_a_second_apology() -> None:
    app = AppTest.from_function(failing_in_a_fragment).run()
    assert not app.error
    assert len(app.exception) == 1
