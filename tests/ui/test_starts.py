"""What lies in the grids at first: seeds from an address, the next seed, examples that are chosen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from explorer.ui.starts import LARGEST_SEED


def script() -> None:
    import streamlit as st

    from explorer.ui.starts import choose_example, choose_seed, linked_seed

    filled = st.session_state.setdefault("filled", [])
    choose_example("example", {"a": "First", "b": "Second"}, None, filled.append)
    choose_seed("seed", filled.append)
    st.text(f"{linked_seed('seed')} {filled}")


def opened(**query: str) -> AppTest:
    app = AppTest.from_function(script)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def test_another_seed_fills_and_the_button_goes_on() -> None:
    app = opened()
    app.number_input(key="seed").set_value(LARGEST_SEED).run()
    app.button[0].click().run()
    assert app.session_state["filled"] == [LARGEST_SEED, 0]


def test_an_example_is_loaded_by_its_name_and_does_not_stay_chosen_by_itself() -> None:
    app = opened()
    app.selectbox(key="example").select("b").run()
    assert app.session_state["filled"] == ["b"]
    assert app.selectbox(key="example").value is None


@pytest.mark.parametrize(("text", "seed"), [("7", 7), ("0", 0), ("-3", 0), ("99999", 0), ("seven", 0)])
def test_a_seed_in_the_address_is_bounded(text: str, seed: int) -> None:
    app = AppTest.from_string(
        "import streamlit as st\nfrom explorer.ui.starts import linked_seed\nst.text(linked_seed('seed'))"
    )
    app.query_params["seed"] = text
    assert app.run().text[0].value == str(seed)
