"""The Lab through the router: presets, links, commands, parts below the table, challenges, nonsense."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.architectures.analysis import analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan, write_plan
from explorer.architectures.packing import pack_plan, unpack_plan
from explorer.arithmetic import Network
from explorer.challenges.lab import BROKEN
from explorer.components.payload import unpack
from explorer.digits import digit_network
from explorer.photos import photo_network
from explorer.ui.lab.address import FIRST, KEY, LAYER, NETWORK, UNIT
from explorer.ui.lab.parts import PARTS
from explorer.ui.lab.presets import CHOICE
from tests.pages.harness import open_page, run, send

SMALL = read_plan("title Small\ninput 1x8x8\nconv1: conv 4 3x3\nflatten\nfc: linear 10")


def opened(network: str = "", part: str = "", **more: str) -> AppTest:
    query = {NETWORK: network, "lab_part": part, **more}
    return open_page("lab", {name: value for name, value in query.items() if value})


def header(app: AppTest, parcel: str) -> dict[str, Any]:
    sent: dict[str, Any] = unpack(app.get_by_key(f"{KEY}_{parcel}_parcel").proto.bytes)[0]
    return sent


def told(app: AppTest, *commands: dict[str, Any]) -> AppTest:
    """Run once more as if the browser had asked for these."""
    state = header(app, "state")
    numbered = [{"n": state["applied"] + place, **one} for place, one in enumerate(commands, start=1)]
    return send(app, KEY, {"commands": json.dumps({"epoch": state["epoch"], "commands": numbered})})


def parameters(app: AppTest) -> str:
    count: str = header(app, "rows")["totals"][0][1]
    return count


def said(app: AppTest) -> str:
    kinds = [*app.markdown, *app.caption, *app.warning, *app.success, *app.info, *app.error]
    return "\n".join(element.value for element in kinds)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return run(app)


@pytest.mark.parametrize("name", FAMOUS)
def test_every_famous_network_opens_by_its_name(name: str) -> None:
    app = opened(name)
    famous = FAMOUS[name]
    assert header(app, "rows")["problems"] == []
    assert parameters(app) == f"{analyse(famous.plan).totals.parameters:,}"
    assert app.selectbox(key=CHOICE).value == name
    assert famous.summary in said(app)
    assert app.query_params.get(NETWORK, FIRST) == name


def test_it_begins_with_a_network_that_is_quickly_read() -> None:
    app = opened()
    assert dict(app.query_params) == {}
    assert parameters(app) == "61,706"
    rows = {row[2]: row for row in header(app, "rows")["rows"]}
    assert rows["conv2"][7] == "5 × 5 × 6 × 16 + 16 = 2,416"
    assert rows["fc1"][6:8] == ["120", "400 × 120 + 120 = 48,120"]
    assert header(app, "rows")["sentence"].startswith("fc1 holds 78 % of the parameters")


def test_a_change_packs_the_network_into_the_address_and_undo_names_it_again() -> None:
    more = {"op": "option", "name": "out_channels", "value": "8"}
    app = told(opened(), {"op": "select", "address": "0"}, more)
    packed = app.query_params[NETWORK]
    assert packed.startswith("~")
    assert "conv1: conv 8 5x5" in write_plan(unpack_plan(packed))
    assert app.query_params[LAYER] == "0"
    assert app.selectbox(key=CHOICE).value is None
    again = open_page("lab", dict(app.query_params))
    assert header(again, "rows")["rows"] == header(app, "rows")["rows"]
    assert header(again, "state")["selected"] == "0"
    app = told(app, {"op": "undo"})
    assert NETWORK not in app.query_params
    assert app.selectbox(key=CHOICE).value == FIRST


def test_a_preset_replaces_the_network_and_nothing_is_lost() -> None:
    app = told(opened(pack_plan(SMALL)), {"op": "select", "address": "2"}, {"op": "duplicate"})
    mine = app.query_params[NETWORK]
    app.selectbox(key=CHOICE).set_value("vgg16")
    app = run(app)
    assert (parameters(app), app.query_params[NETWORK]) == ("138,357,544", "vgg16")
    app = press(app, "Start empty")
    assert header(app, "rows")["rows"] == []
    app = told(app, {"op": "undo"}, {"op": "undo"})
    assert app.query_params[NETWORK] == mine
    assert header(app, "state")["selected"] == "3"


def test_rows_and_kinds_do_not_travel_again_when_something_is_selected() -> None:
    app = opened("resnet50")
    before = {name: app.get_by_key(name).proto.bytes for name in (KEY, f"{KEY}_rows_parcel")}
    app = told(app, {"op": "select", "address": "3"})
    assert {name: app.get_by_key(name).proto.bytes for name in before} == before
    assert header(app, "state")["facts"][0] == ["Input", "64 × 112 × 112"]


def test_what_cannot_work_says_where_and_is_mended_by_its_button() -> None:
    app = opened(pack_plan(read_plan("input 1x6x6\nconv 4 5x5\npool1: maxpool 2x2\nconv 4 3x3\nrelu")))
    rows = header(app, "rows")
    assert rows["problems"] == [["2", "conv2", "kernel 3x3 does not fit input 1x1 with padding 0"]]
    assert rows["totals"][0][0] == "What works so far"
    for title, is_complete in rows["mends"]:
        assert is_complete
        mended = told(opened(app.query_params[NETWORK]), {"op": "mend", "title": title})
        assert header(mended, "rows")["problems"] == []


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("network", ["lenet5", "googlenet", "digits", pack_plan(BROKEN), "~KwEnFQA"])
def test_every_part_shows_every_network(part: str, network: str) -> None:
    app = opened(network, part, layer="1")
    assert header(app, "state")["epoch"]


def test_only_the_open_part_is_worked_out() -> None:
    assert "lab_volumes" in keys(opened(part="Volumes"))
    assert "lab_volumes" not in keys(opened(part="Text"))


def keys(app: AppTest) -> set[str]:
    return {str(getattr(node, "key", "")) for node in app}


def test_a_unit_is_in_the_address_and_stays_inside_its_layer() -> None:
    app = opened(part="Sight", layer="0", unit="2,27")
    assert (app.slider(key="lab_row_28").value, app.slider(key="lab_column_28").value) == (2, 27)
    assert "Unit (2, 27) of conv1" in unpack(app.get_by_key("lab_sight").proto.bytes)[0]["svg"]
    app.slider(key="lab_row_28").set_value(5)
    app = run(app)
    assert app.query_params[UNIT] == "5,27"
    app = told(app, {"op": "select", "address": "3"})
    assert "Unit (5, 9) of conv2" in unpack(app.get_by_key("lab_sight").proto.bytes)[0]["svg"]


def test_a_pick_in_the_picture_selects() -> None:
    app = send(opened(), "lab_volumes", {"picked": "3"})
    assert header(app, "state")["selected"] == "3"
    assert app.query_params[LAYER] == "3"
    for nonsense in ("9.9.9", "x" * 5000, "-1"):
        app = send(app, "lab_volumes", {"picked": nonsense})


def test_the_text_is_applied_or_its_line_is_named() -> None:
    app = opened(part="Text")
    area = app.text_area[0]
    assert area.value == write_plan(FAMOUS[FIRST].plan)
    area.set_value("input 1x8x8\nconvv 3 3x3")
    app = press(app, "Apply")
    assert 'Line 2: there is no kind "convv"; did you mean conv?' in said(app)
    assert app.text_area[0].value == "input 1x8x8\nconvv 3 3x3"
    assert parameters(app) == "61,706"
    app.text_area[0].set_value(write_plan(SMALL))
    app = press(app, "Apply")
    assert "did you mean" not in said(app)
    assert unpack_plan(app.query_params[NETWORK]) == SMALL


def test_what_was_typed_stays_until_it_is_applied_or_dropped() -> None:
    app = opened(part="Text")
    app.text_area[0].set_value("input 1x8x8\nadd\nrelu")
    app = run(app)
    assert "Not applied yet: the table" in said(app)
    app = press(app, "Apply")
    assert 'Line 2: add is a block: "add {" opens it' in said(app)
    assert "Not applied yet" not in said(app)
    app.text_area[0].set_value("input 1x8x8\nresidual {\nrelu\n}")
    app = run(app)
    assert "add is a block" not in said(app)
    app = press(app, "Apply")
    assert "did you mean add? The network is as it was." in said(app)
    app = told(app, {"op": "select", "address": "1"}, {"op": "remove"})
    assert app.text_area[0].value == "input 1x8x8\nresidual {\nrelu\n}"
    app = press(app, "Drop what was typed")
    assert "relu1" not in app.text_area[0].value
    assert app.text_area[0].value.startswith("title LeNet-5")
    assert "as it was" not in said(app) and "Not applied" not in said(app)


def test_a_network_that_changed_since_does_not_take_what_was_typed() -> None:
    app = opened(part="Text")
    app.text_area[0].set_value("input 1x8x8\nrelu")
    app = told(run(app), {"op": "select", "address": "1"}, {"op": "remove"})
    assert app.text_area[0].value == "input 1x8x8\nrelu"
    assert "the network has changed since" in said(app)
    assert header(press(app, "Apply"), "rows")["rows"][0][1] == "relu"


def test_code_is_written_in_every_language_or_a_sentence_says_why_not() -> None:
    app = opened(part="Code")
    assert "61706" in app.code[0].value.replace("_", "").replace(",", "")
    broken = opened(pack_plan(BROKEN), part="Code")
    assert not broken.code
    assert broken.info


@pytest.mark.parametrize(("name", "network"), [("digits", digit_network()), ("photos", photo_network())])
def test_our_own_networks_open_with_their_weights(name: str, network: Network) -> None:
    app = opened(name, "Weights")
    assert "it answers **" in said(app)
    table = next(element.value for element in app.markdown if element.value.startswith("| Weights"))
    lines = table.splitlines()[2:]
    assert [line.split(" | ")[0] for line in lines] == [f"| {array}" for array in network.weights]
    changed = told(app, {"op": "select", "address": "1"}, {"op": "remove"})
    assert "Two networks come with theirs" in said(changed)
    assert header(press(changed, FAMOUS[name].title), "rows")["title"] == FAMOUS[name].title


def test_challenges_begin_and_are_met_by_the_live_network() -> None:
    app = press(opened(part="Challenges"), "Begin with the broken one")
    assert "Solved." not in said(app)
    for _ in range(3):
        if mends := header(app, "rows")["mends"]:
            app = told(app, {"op": "mend", "title": mends[0][0]})
    assert "Solved." in said(app)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({NETWORK: "nonsense"}, "The address names no network: there is none called 'nonsense'."),
        ({NETWORK: "ResNet-51"}, "there is none called 'ResNet-51'; did you mean resnet50?"),
        ({NETWORK: "resnet51"}, "there is none called 'resnet51'; did you mean resnet50?"),
        ({NETWORK: "~AAAA"}, "The address names no network"),
        ({NETWORK: pack_plan(SMALL)[:-6]}, "The address names no network"),
        ({NETWORK: "~" + "A" * 5000}, "longer than 4,096 characters"),
        ({LAYER: "99.0.0", UNIT: "5000,5000"}, ""),
        ({LAYER: "x", UNIT: "y", "lab_part": "z", "lab_code": "q"}, ""),
    ],
    ids=str,
)
def test_nonsense_is_answered_with_a_sentence(query: dict[str, str], words: str) -> None:
    app = open_page("lab", query)
    assert parameters(app) == "61,706"
    assert words in said(app)


def test_a_network_that_is_too_large_for_a_link_says_so() -> None:
    names = np.random.default_rng(0).integers(16**8, size=900)
    lines = [f"n{name:x}: relu" for name in names]
    app = opened(part="Text")
    app.text_area[0].set_value("\n".join(["input 1x64x64", *lines]))
    app = press(app, "Apply")
    assert len(header(app, "rows")["rows"]) == 900
    assert "too large for a link" in said(app)
    assert NETWORK not in app.query_params


@pytest.mark.parametrize(
    ("network", "first", "second"), [("vgg19", "VGG-19", None), ("resnet50", "ResNet-50", "VGG-16")]
)
def test_a_famous_network_goes_on_to_the_comparison(network: str, first: str, second: str | None) -> None:
    app = press(opened(network), "Compare with another")
    assert [title.value for title in app.title] == ["Famous"]
    assert app.query_params["first_network"] == first
    assert app.query_params.get("second_network") == second
    assert app.selectbox(key="first_network").value == network


def test_the_network_in_the_making_goes_on_to_the_comparison() -> None:
    app = press(opened(pack_plan(SMALL)), "Compare with another")
    assert [title.value for title in app.title] == ["Famous"]
    assert app.query_params["network"] == pack_plan(SMALL)
    assert "Small" in unpack(app.get_by_key("compared_first").proto.bytes)[0]["svg"]
