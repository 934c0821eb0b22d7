"""A picture is sent as it is drawn; what a browser says was picked is passed on within bounds."""

from __future__ import annotations

import json

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack


def app() -> None:
    import streamlit as st

    from explorer.components.svg_picture import svg_picture

    def pick(address: str) -> None:
        st.session_state["picked"] = address

    svg_picture("<svg/>", key="picture", on_pick=pick)
    svg_picture("<svg/>", key="quiet")


def told(running: AppTest, picked: object) -> AppTest:
    states = running._tree.get_widget_states()
    element = running.get_by_key("picture")
    states.widgets.append(WidgetState(id=element.proto.id, json_value=json.dumps({"picked": picked})))
    return running._run(states)


def test_a_picture_says_whether_it_can_be_picked() -> None:
    running = AppTest.from_function(app).run()
    sent = [unpack(running.get_by_key(key).proto.bytes)[0] for key in ("picture", "quiet")]
    assert sent == [{"svg": "<svg/>", "pickable": True}, {"svg": "<svg/>", "pickable": False}]


def test_a_pick_is_passed_on_and_nonsense_is_not() -> None:
    running = told(AppTest.from_function(app).run(), "3.0.1")
    assert running.session_state["picked"] == "3.0.1"
    for nonsense in ("x" * 101, 7, None, ["3"]):
        assert told(running, nonsense).session_state["picked"] == "3.0.1"
