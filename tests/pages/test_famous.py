"""The Famous page through the router: timeline, presets, two networks side by side, links, challenges."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from explorer.architectures.analysis import analyse
from explorer.architectures.famous import FAMOUS
from explorer.architectures.notation import read_plan
from explorer.architectures.packing import pack_plan
from explorer.architectures.timeline import HUMAN, TIMELINE
from explorer.components.payload import unpack
from tests.pages.harness import open_page, run, send

CHART, TABLE, PRESETS = "famous_chart", "famous_table", "famous_presets"
OWN = read_plan("title Mine <b>\ninput 3x32x32\nconv 8 3x3\nflatten\nlinear 10")


def board(app: AppTest, key: str) -> str:
    markup: str = json.loads(app.get_by_key(key).proto.json)["markup"]
    return markup


def said(app: AppTest) -> str:
    kinds = [*app.markdown, *app.caption, *app.warning, *app.success]
    html = [element.proto.body for element in app.get("html")]
    return "\n".join([*(element.value for element in kinds), *html])


def pictured(app: AppTest, which: str) -> str:
    svg: str = unpack(app.get_by_key(f"compared_{which}").proto.bytes)[0]["svg"]
    return svg


def compared(**query: str) -> AppTest:
    return open_page("famous", {"famous_part": "Compare", **query})


def choose(app: AppTest, key: str, name: str) -> AppTest:
    app.selectbox(key=key).set_value(name)
    return run(app)


def test_the_timeline_is_a_picture_and_a_table_of_the_same() -> None:
    app = open_page("famous")
    chart = board(app, CHART)
    body = ElementTree.fromstring(board(app, TABLE)).findall(".//{*}tbody/{*}tr")
    assert len(body) == len(TIMELINE) + 1
    told = ["".join(row.itertext()) for row in body]
    for entry in (*TIMELINE, HUMAN):
        assert f"{entry.year}, {entry.title}" in chart
        [row] = [row for row in told if row.startswith(f"{entry.year}{entry.title}")]
        assert f"{entry.top5_error:g} %" in row and entry.source in row
        if entry.famous:
            assert f"{analyse(FAMOUS[entry.famous].plan).totals.parameters:,}" in row


def test_every_preset_has_a_card_with_its_numbers() -> None:
    cards = board(open_page("famous", {"famous_part": "Networks"}), PRESETS)
    for famous in FAMOUS.values():
        totals = analyse(famous.plan).totals
        assert f'href="lab?network={famous.name}" data-open="{famous.name}"' in cards
        assert f"{totals.parameters:,} parameters" in cards and f"{totals.macs:,} multiply" in cards
    assert len(cards) < 200_000


@pytest.mark.parametrize(("key", "name"), [(CHART, "resnet152"), (TABLE, "vgg19"), (PRESETS, "tiny_vgg")])
def test_a_click_opens_the_lab_with_that_network(key: str, name: str) -> None:
    part = {"famous_part": "Networks"} if key == PRESETS else {}
    app = send(open_page("famous", part), key, {"opened": name})
    assert [title.value for title in app.title] == ["Lab"]
    assert app.query_params["network"] == name


@pytest.mark.parametrize("word", ["nonsense", "", "../lab"])
def test_what_is_not_on_a_board_opens_nothing(word: str) -> None:
    app = send(open_page("famous"), CHART, {"opened": word})
    assert [title.value for title in app.title] == ["Famous"]


def test_two_networks_are_compared_with_their_totals_and_ratios() -> None:
    told = said(compared())
    assert "138,357,544" in told and "25,557,032" in told
    assert "0.185 times as much" in told
    assert "15,470,264,320" in told and "4,089,184,256" in told


def test_a_layer_that_is_built_alike_but_larger_is_said_to_be() -> None:
    app = compared(first_network="ResNet-18", second_network="ResNet-50")
    told = said(app)
    assert "<b>513,000</b>" in told and "<b>2,049,000</b>" in told
    assert "alike, other sizes" in told and "only in the second" in told
    assert "ResNet-18" in pictured(app, "first") and "ResNet-50" in pictured(app, "second")


def test_what_differs_is_named() -> None:
    told = said(compared(first_network="ResNet-50", second_network="ResNet-50 (TF-Slim)"))
    assert "stride 2 → 1 in conv2 and downsample.0" in told
    assert "maxpool1 only in the second" in told
    told = said(compared(first_network="GoogLeNet (torchvision)", second_network="GoogLeNet (paper)"))
    assert "bias no → yes in 6 layers" in told and "and 2 more: compare by layers" in told


def test_the_same_input_goes_through_both() -> None:
    app = compared(first_network="LeNet-5 (modern)", second_network="ResNet-18", compared_side="64")
    told = said(app)
    assert "1x64x64" in told and "3x64x64" in told
    assert told.count("Solved.") == 1
    app = compared(first_network="AlexNet (torchvision)", compared_side="32")
    assert "AlexNet (torchvision) cannot work at 3x32x32" in said(app)


def test_blocks_are_opened_on_request() -> None:
    names = {"first_network": "ResNet-18", "second_network": "ResNet-34"}
    folded, opened = (said(compared(**names, **more)) for more in ({}, {"compared_by": "Layers"}))
    assert (
        "block of 2 conv, added" in folded
        and "add {" not in opened
        and "branches, added" in opened
        and "layer1.2.conv1" not in folded
    )
    assert "layer1.2.conv1" in opened
    assert "more lines that are alike" in opened


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("resnet50", "; did you mean ResNet-50?"),
        ("VGG16", "; did you mean VGG-16?"),
        ("zzzzzzz", "'zzzzzzz'."),
    ],
)
def test_a_lost_choice_says_what_was_meant(name: str, hint: str) -> None:
    app = compared(first_network=name)
    assert "names a network to compare that there is not" in said(app) and hint in said(app)
    assert "that there is not" not in said(compared(first_network="ResNet-50"))


def test_a_link_to_the_network_of_the_lab_says_when_it_brings_none() -> None:
    assert "does not bring it" in said(compared(second_network="The network in the Lab"))
    assert "does not bring it" in said(compared(network="vgg16", first_network="The network in the Lab"))
    brings = compared(network=pack_plan(OWN), second_network="The network in the Lab")
    assert "does not bring it" not in said(brings) and "does not bring it" not in said(compared())


def test_a_challenge_is_solved_by_a_small_network_that_works_hard() -> None:
    app = choose(choose(compared(), "first_network", "resnet18"), "second_network", "alexnet")
    assert "Solved." in said(app)


def test_the_network_of_the_lab_can_be_compared_and_linked() -> None:
    packed = pack_plan(OWN)
    app = compared(network=packed, second_network="The network in the Lab")
    assert "Mine &lt;b&gt;" in pictured(app, "second")
    assert app.query_params["network"] == packed
    app = choose(app, "second_network", "vgg16")
    assert "network" not in app.query_params
    assert "The network in the Lab" in app.selectbox(key="second_network").options
    assert "The network in the Lab" not in compared().selectbox(key="second_network").options


def test_a_title_from_a_link_brings_no_link_and_no_picture() -> None:
    packed = pack_plan(read_plan("title ![a](//b.c)\ninput 3x8x8\nconv 4 9x9"))
    app = compared(network=packed, second_network="The network in the Lab")
    shown = [element.value for element in (*app.markdown, *app.warning) if "(//b.c)" in element.value]
    assert shown and all(r"!\[a\](//b.c)" in value for value in shown)


@pytest.mark.parametrize("nonsense", ["~", "~AAAA", "x", "é" * 5000])
def test_a_network_that_cannot_be_read_is_passed_over(nonsense: str) -> None:
    app = compared(network=nonsense)
    assert "The address names no network" in said(app) or "so it stays shut" in said(app)
    assert len(app.selectbox(key="first_network").options) == len(FAMOUS)
