"""The Inside page without a browser: digits go in, parcels, an address and sentences come out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.components.payload import unpack
from explorer.confusion import confusion
from explorer.digits import digit_network, recognise
from explorer.pictures.samples import sample_digit
from explorer.surgery import operate, parse_edits
from explorer.ui.inside.parts import ALWAYS_SHIPPED, PARTS
from explorer.ui.inside.view import EXAMPLE
from tests.components.decoding import decoded
from tests.pages.harness import open_page, send
from tests.pages.test_digits import ONE, draw

VIEW = "inside_view"


def parcel(app: AppTest, kind: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    return unpack(app.get_by_key(f"{VIEW}_{kind}_parcel").proto.bytes)


def structure(app: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    return unpack(app.get_by_key(VIEW).proto.bytes)


def said(app: AppTest) -> str:
    return "\n".join(node.value for node in [*app.markdown, *app.caption])


def logits(app: AppTest) -> list[float]:
    found: list[float] = parcel(app, "picture")[1]["linear"].tolist()
    return found


def test_it_opens_with_an_example_and_says_so() -> None:
    app = open_page("inside")
    found = recognise(sample_digit(EXAMPLE))
    assert logits(app) == found.logits.tolist()
    assert f"Until there is a digit, the view shows sample {EXAMPLE}, a {found.digit}." in said(app)
    assert f"The network reads a **{found.digit}**" in said(app)
    with pytest.raises(KeyError):
        parcel(app, "gradient")


def test_what_is_drawn_is_shown_as_on_the_digits_page() -> None:
    app = draw(open_page("inside"), ONE)
    assert "The network reads a **1**" in said(app)
    assert "Until there is a digit" not in said(app)
    digits = draw(open_page("digits"), ONE)
    assert app.query_params["drawing"] == digits.query_params["drawing"]


def test_a_sample_comes_from_the_address() -> None:
    app = open_page("inside", {"digits_source": "Sample", "digits_sample": "41"})
    assert logits(app) == recognise(sample_digit(41)).logits.tolist()


def test_a_pinned_cell_goes_into_the_address_and_comes_from_it() -> None:
    app = send(open_page("inside"), VIEW, {"look": "0-0-0-0;conv4,3,4,5;map;relu1,relu2;2.00"})
    assert app.query_params["inside_place"] == "conv4,3,4,5"
    assert app.query_params["inside_scale"] == "map"
    assert app.query_params["inside_folded"] == "relu1,relu2"
    assert app.query_params["inside_temperature"] == "2.00"
    assert parcel(app, "gradient")[0]["place"] == "conv4,3,4,5"
    again = open_page("inside", dict(app.query_params))
    start = structure(again)[0]["start"]
    assert (start["place"], start["scale"], start["folded"]) == ("conv4,3,4,5", "map", "relu1,relu2")
    assert start["temperature"] == "2.00"
    assert parcel(again, "gradient")[0]["place"] == "conv4,3,4,5"
    back = send(again, VIEW, {"look": f"{start['origin']};;layer;;1.00"})
    assert not {name for name in back.query_params if name.startswith("inside_")}


def test_the_weights_are_not_sent_again_for_a_pin_or_a_digit() -> None:
    app = open_page("inside")
    before = app.get_by_key(VIEW).proto.bytes
    app = send(app, VIEW, {"look": "0-0-0-0;conv4,3,4,5;map;;1.00"})
    assert app.get_by_key(VIEW).proto.bytes == before
    app = draw(app, ONE)
    assert app.get_by_key(VIEW).proto.bytes == before


def test_challenges_are_checked_on_the_pinned_cell() -> None:
    app = open_page("inside", {"inside_place": "pool2,8,2,2"})
    assert "It sees 400." in said(app)
    assert [box.value for box in app.success] == ["Solved."]


def test_surgery_is_seen_in_the_view() -> None:
    app = open_page("inside", {"inside_part": "Surgery", "edits": "off:conv1:3"})
    network = operate(digit_network(), parse_edits("off:conv1:3"))
    trace = network.trace(recognise(sample_digit(EXAMPLE)).trace.input)
    header, arrays = structure(app)
    weights = decoded(arrays["conv1.weight"], (16, 25))
    assert not weights[3].any()
    assert weights[2].any()
    assert logits(app) == trace.logits.tolist()
    assert "The network, after surgery, reads" in said(app)
    assert parcel(app, "picture")[0]["network"] == header["network"]


WORDS = {
    "Challenges": "Sees much, needs little",
    "Likes": "Filter 3 of conv2, whose map is pinned above.",
    "Surgery": "What is a part for?",
    "Why": "Which pixels made the network say this?",
    "Where": "Detection gives a label and a box",
    "Mistakes": "real digits, none of which it was trained on",
}


@pytest.mark.parametrize("part", PARTS)
def test_only_the_open_part_is_shown(part: str) -> None:
    app = open_page("inside", {"inside_part": part, "inside_place": "relu2,3,4,5"})
    assert [name for name, words in WORDS.items() if words in said(app)] == [part]


@pytest.mark.parametrize("part", [part for part in PARTS if part != "Surgery"])
def test_an_operation_lasts_and_every_part_says_so(part: str) -> None:
    app = open_page("inside", {"inside_part": part, "edits": "off:conv1:3~bits:2"})
    network = operate(digit_network(), parse_edits("off:conv1:3~bits:2"))
    assert logits(app) == network.trace(recognise(sample_digit(EXAMPLE)).trace.input).logits.tolist()
    (note,) = [info.value for info in app.info if "has been operated on: 2 edits" in info.value]
    assert ("this part asks the network as it was shipped" in note) == (part in ALWAYS_SHIPPED)
    assert app.query_params["edits"] == "off:conv1:3~bits:2"


def test_mistakes_are_those_of_the_network_that_is_left() -> None:
    app = open_page("inside", {"inside_part": "Mistakes", "edits": "bits:2"})
    found = confusion(operate(digit_network(), parse_edits("bits:2")))
    assert found.correct != confusion(digit_network()).correct
    assert f"{found.correct:,} are read as they were meant" in said(app)


def test_edits_that_do_not_fit_are_refused_in_words() -> None:
    app = open_page("inside", {"edits": "off:conv1:3~saw:*conv2*"})
    (words,) = [warning.value for warning in app.warning]
    assert "What the link does to it was not done: edit 2, 'saw:\\*conv2\\*', begins with none of" in words
    assert logits(app) == recognise(sample_digit(EXAMPLE)).logits.tolist()


def test_a_digit_from_the_table_of_mistakes_is_opened() -> None:
    app = open_page("inside", {"inside_part": "Mistakes"})
    found = confusion(digit_network())
    meant, read = next((m, r) for m, r in np.ndindex(10, 10) if m != r and found.counts[m, r])
    index = int(found.indices(meant, read)[0])
    app = send(app, "inside_confusion", {"text": f"0|{meant},{read},{index}"})
    assert logits(app) == recognise(sample_digit(index)).logits.tolist()
    assert f"The network reads a **{read}**" in said(app)


def test_the_filter_before_a_pooled_map_is_the_pinned_one() -> None:
    app = open_page("inside", {"inside_part": "Likes", "inside_place": "pool2,5,1,1"})
    assert "Filter 5 of conv4, whose map is pinned above." in said(app)
