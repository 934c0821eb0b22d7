"""The builder's half in Python: what a browser asks for is done once, in order, and nonsense does nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.architectures.analysis import analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.kinds import KINDS
from explorer.architectures.notation import read_item, read_plan, write_plan
from explorer.architectures.plans import JOINS
from explorer.components import network_builder
from explorer.components.network_builder import begin_building, commands, put_plan, put_selection
from explorer.components.network_builder.commands import MOST_COMMANDS, carried_out, obey
from explorer.components.network_builder.desk import LONGEST_PAST, Desk, address_text, exists, read_address
from explorer.components.network_builder.schema import schema
from explorer.components.network_builder.sending import Line, Table, mends_of, rows_parcel, state_parcel
from explorer.components.payload import pack
from explorer.ui.lab.table import table_of

TEXT = "input 1x28x28\nconv1: conv 8 3x3\nrelu\nadd {\nconv 8 3x3 padding=1\n|\n}\nflatten\nlinear 10"
EPOCH = "epoch"


def desk(text: str = TEXT, **more: Any) -> Desk:
    return replace(Desk(read_plan(text), EPOCH), **more)


def did(start: Desk, *commands: dict[str, Any]) -> Desk:
    for command in commands:
        start = carried_out(start, command)
    return start


def said(*commands: dict[str, Any], epoch: str = EPOCH) -> dict[str, str]:
    return {"commands": json.dumps({"epoch": epoch, "commands": list(commands)})}


def lines(start: Desk) -> list[str]:
    return [line.strip() for line in write_plan(start.plan).splitlines()]


def test_a_command_is_carried_out_once_however_often_it_is_said() -> None:
    commands = [{"n": 1, "op": "select", "address": "0"}, {"n": 2, "op": "duplicate"}]
    once = obey(desk(), said(*commands))
    assert (once.applied, once.selected) == (2, (1,))
    assert lines(once)[1:3] == ["conv1: conv 8 3x3", "conv2: conv 8 3x3"]
    assert obey(once, said(*commands)) == once
    again = obey(once, said(*commands, {"n": 3, "op": "duplicate"}, {"n": 4, "op": "duplicate"}))
    assert [line[:5] for line in lines(again)[1:5]] == ["conv1", "conv2", "conv3", "conv4"]
    assert again.selected == (3,)


def test_another_desk_hears_nothing() -> None:
    assert obey(desk(), said({"n": 1, "op": "duplicate"}, epoch="before")) == desk()


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        {"commands": 7},
        {"commands": "nonsense"},
        {"commands": "[" * 60_000},
        {"commands": "x" * 70_000},
        {"commands": json.dumps([])},
        {"commands": json.dumps({"epoch": EPOCH, "commands": {"n": 1}})},
        said({"n": "1", "op": "undo"}),
        said({"op": "undo"}),
        said({"n": 2**60, "op": "duplicate"}),
    ],
    ids=repr,
)
def test_what_is_no_message_does_nothing(state: object) -> None:
    assert obey(desk(), state) == desk()


def test_at_most_so_many_commands_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "monotonic", lambda: 0.0)
    many = [{"n": n, "op": "add", "line": "relu"} for n in range(1, MOST_COMMANDS + 50)]
    assert obey(desk(), said(*many)).applied == MOST_COMMANDS


def test_what_takes_long_is_left_for_the_next_message(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.4, 0.8, 1.2, 5.0, 5.4])
    monkeypatch.setattr(commands, "monotonic", lambda: next(clock))
    many = [{"n": n, "op": "add", "line": "relu"} for n in range(1, 5)]
    first = obey(desk(), said(*many))
    assert first.applied == 3
    assert obey(first, said(*many)).applied == 4


# Halves of surrogate pairs too, which JSON can say and UTF-8 cannot.
ANY_LETTER = st.characters(exclude_categories=())
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(ANY_LETTER, max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
OPS = ("select", "undo", "redo", "add", "option", "mend", "insert", "remove", "duplicate", "set", "rename")
OPS += ("move", "group", "ungroup", "add_branch", "remove_branch", "input", "title", "join", "nonsense")
KEYS = ("at", "address", "line", "join", "name", "value", "by", "enter", "count", "branch", "shape", "title")


@given(
    st.lists(
        st.builds(
            lambda op, more: {"op": op, **more},
            st.sampled_from(OPS),
            st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=4),
        ),
        max_size=6,
    ),
    st.sampled_from([None, (), (0,), (2,), (2, 0), (2, 0, 0), (2, 1), (9, 9)]),
)
def test_nothing_that_a_browser_says_raises(commands: list[dict[str, Any]], selected: Any) -> None:
    start = desk().selecting(selected)
    for command in commands:
        start = carried_out(start, command)
        assert read_plan(write_plan(start.plan)) == start.plan
        assert start.selected is None or exists(start.plan, start.selected)
        assert pack(state_parcel(start, ()), {})


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        (None, (5,)),
        ((), (0,)),
        ((0,), (1,)),
        ((2,), (3,)),
        ((2, 0), (2, 0, 0)),
        ((2, 1), (2, 1, 0)),
        ((2, 0, 0), (2, 0, 1)),
    ],
    ids=str,
)
def test_what_is_added_stands_behind_what_is_selected(selected: Any, expected: Any) -> None:
    added = carried_out(desk().selecting(selected), {"op": "add", "line": "gelu"})
    assert added.selected == expected
    assert added.plan.at(expected) == read_item("gelu")


def test_options_are_set_and_taken_away_as_texts() -> None:
    start = desk().selecting((0,))
    changed = did(
        start,
        {"op": "option", "name": "kernel_size", "value": "5x3"},
        {"op": "option", "name": "padding", "value": "1,2,0,1"},
        {"op": "option", "name": "bias", "value": "no"},
    )
    assert lines(changed)[1] == "conv1: conv 8 5x3 padding=1,2,0,1 bias=no"
    plain = did(
        changed,
        {"op": "option", "name": "padding", "value": ""},
        {"op": "option", "name": "bias", "value": "yes"},
    )
    assert lines(plain)[1] == "conv1: conv 8 5x3"
    refused = carried_out(plain, {"op": "option", "name": "stride", "value": "0"})
    assert refused.note == "stride must be from 1 to 512, not 0"
    assert refused.plan == plain.plan
    assert carried_out(refused, {"op": "select", "address": "1"}).note == ""
    for shape, note in (
        ("1xx8", "a size must not be empty; the input stays 1x28x28"),
        ("1x0x8", "the input's size must be from 1 to 4,096, not 0"),
    ):
        assert carried_out(plain, {"op": "input", "shape": shape}).note == note
    emptied = carried_out(plain, {"op": "option", "name": "kernel_size", "value": ""})
    assert (emptied.plan, emptied.note) == (plain.plan, "kernel_size must not be empty; it stays 5x3")


def test_undo_and_redo_go_back_and_forth_with_the_selection() -> None:
    start = desk().selecting((1,))
    changed = did(start, {"op": "remove"}, {"op": "input", "shape": "1x32x32"})
    assert changed.selected == ()
    back = did(changed, {"op": "undo"}, {"op": "undo"}, {"op": "undo"})
    assert (back.plan, back.selected) == (start.plan, (1,))
    assert back.revision > changed.revision
    forth = did(back, {"op": "redo"}, {"op": "redo"}, {"op": "redo"})
    assert forth.plan == changed.plan
    assert did(back, {"op": "remove"}).future == ()


def test_what_changes_nothing_is_no_step_to_undo() -> None:
    start = desk().selecting((0,))
    assert did(start, {"op": "move", "by": -1}).past == ()
    assert did(start, {"op": "option", "name": "stride", "value": "1"}).past == ()


def test_the_past_is_bounded() -> None:
    start = desk("input 4")
    for _ in range(LONGEST_PAST + 20):
        start = carried_out(start, {"op": "add", "line": "relu"})
    assert len(start.past) == LONGEST_PAST
    large = carried_out(Desk(FAMOUS["resnet152"].plan, EPOCH), {"op": "add", "line": "relu"})
    assert len(large.past[0].packed) < 4_000
    assert carried_out(large, {"op": "undo"}).plan == FAMOUS["resnet152"].plan


def test_a_mend_is_applied_by_its_title_and_only_while_it_mends() -> None:
    broken = desk("input 1x8x8\nconv 4 3x3\nlinear 10")
    title = mends_of(broken.plan)[0].title
    mended = carried_out(broken, {"op": "mend", "title": title})
    assert analyse(mended.plan).problems == ()
    assert carried_out(mended, {"op": "mend", "title": title}).note == "this no longer mends the network"


@pytest.mark.parametrize("text", ["x", "1.", "1..2", "-1", "1.2.3.99999", "1" * 99, "é", "input.1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="an address is written 3 or 3.0.1"):
        read_address(text)


@given(st.one_of(st.none(), st.lists(st.integers(0, 9999), max_size=17).map(tuple)))
def test_an_address_reads_back(address: Any) -> None:
    assert read_address(address_text(address)) == address


def test_every_kind_can_be_added_and_every_option_has_a_field() -> None:
    sent = schema()
    assert [kind["word"] for kind in sent["kinds"]] == list(KINDS)
    assert [join["word"] for join in sent["joins"]] == list(JOINS)
    for kind in sent["kinds"]:
        assert read_item(kind["line"]).kind == kind["word"]
        for option in kind["options"]:
            assert option["form"] in ("count", "number", "pair", "padding", "flag", "choice", "table")
    json.dumps(sent)


def test_a_row_is_sent_as_the_table_prints_it() -> None:
    start = desk("input 1x32x32\nconv1: conv 6 5x5\nmix: concat {\nmaxpool 2x2\n|\navgpool 2x2\n}\n")
    analysis = analyse(start.plan)
    header, arrays = rows_parcel(start, analysis, table_of(analysis))
    conv, mix, first, second = header["rows"]
    arithmetic = ["5 × 5 × 1 × 6 + 6 = 156", "117,600", "18.8 kB"]
    assert conv[:7] == ["0", "conv", "conv1", "conv1", "6 5x5", 0, "6 × 28 × 28"]
    assert conv[7:] == [*arithmetic, ["5", "1", "0"], 0, 0, "(32 + 2×0 − 5)/1 + 1 = 28"]
    assert (mix[-1], first[-1]) == ("", "(28 + 2×0 − 2)/2 + 1 = 14")
    assert mix[:7] == ["1", "concat", "mix", "mix", "2 layers", 2, "12 × 14 × 14"]
    assert (first[0], second[0]) == ("1.0.0", "1.1.0")
    assert (first[2], second[2]) == ("mix.maxpool1", "mix.avgpool1")
    assert arrays["shares"].shape == (4, 3)
    assert arrays["shares"][0].tolist() == [1, 1, pytest.approx(18_816 / analysis.totals.memory)]
    pack(header, arrays)


def test_a_network_that_cannot_work_says_so_and_what_is_behind_is_not_reached() -> None:
    start = desk("input 1x4x4\nconv 2 5x5\nrelu\nflatten")
    header, _ = rows_parcel(start, analyse(start.plan), table_of(analyse(start.plan)))
    [[address, path, message]] = header["problems"]
    assert (address, path, message) == ("0", "conv1", "kernel 5x5 does not fit input 4x4 with padding 0")
    assert [row[-2:] for row in header["rows"]] == [[0, ""], [1, ""], [1, ""]]
    assert [row[6] for row in header["rows"]] == ["", "", ""]
    assert ["Pad by 1", 1] in header["mends"]


def test_the_state_says_what_can_be_done() -> None:
    start = did(desk().selecting((0,)), {"op": "remove"})
    sent = state_parcel(start, [("Output", "26")])
    assert sent == {
        "epoch": EPOCH,
        "revision": 1,
        "applied": 0,
        "selected": "0",
        "note": "",
        "undo": 1,
        "redo": 0,
        "facts": [["Output", "26"]],
    }


def test_the_largest_famous_network_is_sent_in_little() -> None:
    start = Desk(FAMOUS["resnet152"].plan, EPOCH)
    analysis = analyse(start.plan)
    blob = pack(*rows_parcel(start, analysis, table_of(analysis)))
    assert len(blob) < 110_000


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    state: dict[str, Any] = {}
    monkeypatch.setattr(network_builder.st, "session_state", state)
    yield state


def begun(text: str = TEXT, **options: Any) -> network_builder.Building:
    return begin_building(lambda: read_plan(text), key="key", **options)


def test_leaving_the_page_loses_nothing(session: dict[str, Any]) -> None:
    epoch = begun().desk.epoch
    session["key"] = said({"n": 1, "op": "add", "line": "relu"}, epoch=epoch)
    changed = begun()
    del session["key"]
    assert begun() == changed


def test_another_origin_replaces_the_network_and_undo_brings_it_back(session: dict[str, Any]) -> None:
    first = begun(origin="0", look="0", selected=(1,))
    assert first.selected == (1,)
    second = begun("input 4\nlinear 2", origin="1", look="0", selected=(0,))
    assert (write_plan(second.plan), second.selected) == ("input 4\nlinear 2\n", (0,))
    assert begun("input 5", origin="1", look="0").plan == second.plan
    assert begun(origin="1", look="1", selected=()).selected == ()
    epoch = second.desk.epoch
    session["key"] = said({"n": 1, "op": "undo"}, epoch=epoch)
    assert begun(origin="1", look="1").plan == first.plan


def test_widgets_put_networks_and_selections_in_place(session: dict[str, Any]) -> None:
    put_plan("key", read_plan("input 3"))
    put_selection("key", "0")
    assert session == {}
    begun()
    put_selection("key", "2.1")
    assert begun().selected == (2, 1)
    put_selection("key", "7")
    assert begun().selected is None
    put_selection("key", "0")
    put_selection("key", "nonsense")
    assert begun().selected == (0,)
    put_plan("key", read_plan("input 3"))
    assert write_plan(begun().plan) == "input 3\n"
    assert begun().selected == ()
    put_plan("key", read_plan("input 3\nlinear 2"))
    assert begun().selected is None


def test_a_table_of_another_network_is_refused(session: dict[str, Any]) -> None:
    building = begun()
    table = Table("1 × 28 × 28", [Line("", ("", "", ""))], [], "")
    with pytest.raises(ValueError, match="1 lines for 6 rows"):
        network_builder.network_builder(building, analyse(building.plan), table, [])
