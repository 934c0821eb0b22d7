"""Surgery, likes and confusion on a small page of their own, through AppTest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.components.kernel_grid import format_kernel
from explorer.components.probabilities import Bar
from explorer.confusion import confusion
from explorer.digits import digit_network
from explorer.pictures.handwriting import handwriting
from explorer.preferences import preferences
from explorer.surgery import (
    MOST_EDITS,
    Quantise,
    SetKernel,
    SwitchOff,
    correct_count,
    format_edits,
    operate,
    parse_edits,
)
from explorer.ui.inside.confusion import sentence
from explorer.ui.inside.likes import alike, liked, likes_html, table_html
from explorer.ui.inside.patient import is_edits
from explorer.ui.inside.surgery import compact, record_html, score_html
from tests.pages.harness import run, send

APP = Path(__file__).parents[2] / "browser" / "apps" / "inside_parts.py"


def opened(part: str = "surgery", **query: str) -> AppTest:
    app = AppTest.from_file(APP)
    source = {"digits_source": "Sample", "digits_sample": "5"} if part == "surgery" else {}
    app.query_params.update({"part": part, **source, **query})
    return run(app)


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    return run(app, lambda: button.click().run())


def edits(app: AppTest) -> str:
    found = app.query_params.get("edits", "")
    return found if isinstance(found, str) else "".join(found)


def said(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_nothing_done_is_the_shipped_network() -> None:
    app = opened()
    count = correct_count(digit_network())
    assert f"{count:,} of 1,797 real digits, as many as the shipped network" in said(app)
    assert app.text[-1].value == "touched: False" and edits(app) == ""


def test_a_button_operates_and_undo_undoes() -> None:
    app = press(opened(surgery_filter="3"), "Switch off filter 3 of conv1")
    after = correct_count(operate(digit_network(), [SwitchOff("conv1", 3)]))
    assert edits(app) == "off:conv1:3" and app.text[-1].value == "touched: True"
    assert f"{after:,} of 1,797" in said(app) and "conv1, filter 3: switched off" in said(app)
    app = press(app, "Undo")
    assert edits(app) == "" and "filter 3: switched off" not in said(app)


def test_what_would_change_nothing_cannot_be_done_again() -> None:
    app = press(opened(surgery_filter="3"), "Switch off filter 3 of conv1")
    (button,) = [each for each in app.button if each.label.startswith("Switch off")]
    assert button.disabled and button.help == "It would change no number."


def test_a_hand_that_is_faster_than_the_answers_loses_no_edit() -> None:
    def clicks() -> None:
        import streamlit as st

        from explorer.surgery import SwitchOff, format_edits
        from explorer.ui.inside.operations import carry_out
        from explorer.ui.inside.patient import edits_in_force

        for filter in (3, 3, 4):
            carry_out(SwitchOff("conv1", filter))
        st.text(format_edits(edits_in_force()))

    assert run(AppTest.from_function(clicks)).text[0].value == "off:conv1:3~off:conv1:4"


@pytest.mark.parametrize(
    ("operation", "label", "text"),
    [
        ("Kernel", "Put Sobel x into filter 0 of conv1", "kernel:conv1:0:all:sobel_x"),
        ("Noise", "Add noise to conv1", "noise:conv1:0.5:0"),
        ("Bits", "Round all weights to 4 bits", "bits:4"),
        ("Shuffle", "Shuffle the filters of conv1", "permute:conv1:0"),
    ],
)
def test_every_instrument_does_what_its_button_says(operation: str, label: str, text: str) -> None:
    app = press(opened(operation=operation), label)
    assert edits(app) == text
    assert parse_edits(text)[0].words.replace("'", "&#x27;") in said(app)


def test_the_controls_of_an_instrument_are_in_the_address_and_count() -> None:
    app = opened(operation="Noise", noise_in="Network", noise="1.5", surgery_seed="8", surgery_layer="conv4")
    assert edits(press(app, "Add noise to all layers")) == "noise:all:1.5:8"
    app = opened(operation="Shuffle", rewired="true", surgery_layer="conv6", surgery_seed="2")
    assert edits(press(app, "Shuffle the filters of conv6")) == "rewire:conv6:2"
    app = opened(operation="Kernel", every="false", surgery_channel="5", surgery_layer="conv2")
    assert edits(press(app, "Put Sobel x into filter 0 of conv2")) == "kernel:conv2:0:5:sobel_x"


def kernel_text(filter: int) -> str:
    return format_kernel(digit_network().weights["conv1.weight"][filter, 0])


def grid(text: str, version: int = 0) -> dict[str, str]:
    return {"text": f"{version}|{text}"}


def test_numbers_typed_into_the_grid_count_at_once_and_as_one_edit() -> None:
    app = opened(operation="Weights")
    for first in ("2", "3"):
        typed = f"{first}," + kernel_text(0).partition(",")[2]
        app = send(app, "surgery_grid", grid(typed))
        assert edits(app) == f"set:conv1:0:0:{typed}"
    app = send(app, "surgery_grid", grid(kernel_text(0)))
    assert edits(app) == ""


def test_undo_takes_back_what_was_typed_and_the_grid_follows() -> None:
    typed = "2," + kernel_text(0).partition(",")[2]
    app = send(opened(operation="Weights"), "surgery_grid", grid(typed))
    app = press(app, "Undo")
    assert edits(app) == ""
    assert edits(send(app, "surgery_grid", grid(typed))) == "", (
        "what a browser says of an old version is late"
    )
    assert edits(send(app, "surgery_grid", grid(typed, version=1))) == f"set:conv1:0:0:{typed}"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,2;3,4", "the kernels of conv1 are 5x5, not 2x2"),
        (";".join(["101,0,0,0,0"] * 5), "from -100 to 100"),
    ],
)
def test_a_grid_that_does_not_fit_is_not_used_and_says_so(typed: str, words: str) -> None:
    app = send(opened(operation="Weights", edits="off:conv2:1"), "surgery_grid", grid(typed))
    assert edits(app) == "off:conv2:1"
    assert any(words in caption.value for caption in app.caption)


def test_an_address_brings_its_edits() -> None:
    text = format_edits([SwitchOff("conv1", 3), Quantise(4)])
    app = opened(edits=text)
    assert edits(app) == text and "rounded to 4 bits" in said(app)
    assert edits(press(app, "Start over")) == ""


@pytest.mark.parametrize("text", ["nonsense", "off:conv1:99", "set:conv1:0:0:1", "~".join(["bits:4"] * 13)])
def test_nonsense_in_an_address_does_nothing(text: str) -> None:
    assert not is_edits(text)
    app = opened(edits=text, surgery_filter="999", surgery_layer="conv9", operation="Saw")
    assert app.text[-1].value == "touched: False"


def test_when_no_more_edits_are_kept_the_buttons_say_so() -> None:
    app = opened(edits="~".join(["bits:8"] * MOST_EDITS))
    (button,) = [each for each in app.button if each.label.startswith("Switch off")]
    assert button.disabled
    app = opened(edits="~".join(["bits:8"] * MOST_EDITS), operation="Weights")
    app = send(app, "surgery_grid", grid("2," + kernel_text(0).partition(",")[2]))
    assert edits(app) == "~".join(["bits:8"] * MOST_EDITS)
    assert any(f"At most {MOST_EDITS} edits" in caption.value for caption in app.caption)


def test_the_last_kernel_of_a_full_record_can_still_be_typed() -> None:
    last = SetKernel("conv1", 0, 0, ((0.5,) * 5,) * 5)
    text = format_edits([*[Quantise(8)] * (MOST_EDITS - 1), last])
    typed = ";".join([",".join(["0.25"] * 5)] * 5)
    app = send(opened(edits=text, operation="Weights"), "surgery_grid", grid(typed, version=0))
    assert edits(app).endswith(f"set:conv1:0:0:{typed}")


def test_without_a_digit_the_accuracy_is_still_counted() -> None:
    app = opened(digits_source="Draw", edits="off:conv1:3")
    assert "of 1,797 real digits" in said(app)
    assert any(caption.value.startswith("Draw or choose a digit") for caption in app.caption)


def test_the_record_counts_every_step() -> None:
    html = record_html((SwitchOff("conv1", 3), Quantise(2)), [1700, 1710, 200], [3, 3, None])
    for words in ("Shipped network", "1,710", "+10", "−1,510", "94.60 %", "switched off"):
        assert words in html
    assert html.count('aria-current="true"') == 1
    assert html.index("aria-current") > html.index("+10")


def test_the_score_says_both_numbers() -> None:
    assert "1,000 of 1,797 real digits, the shipped network reads 1,736" in score_html(1736, 1000)


def test_a_logit_of_a_ruined_network_fits_its_column() -> None:
    assert compact(Bar("1", 0.0, "0.0 %", "−1.50"), -1.5).logit == "−1.50"
    assert compact(Bar("1", 0.0, "0.0 %", "x" * 30), -4e24).logit == "−4.0e+24"


def test_likes_say_what_was_computed() -> None:
    network = digit_network()
    first, deep = preferences(network)["conv1"][0], preferences(network)["conv4"][5]
    assert alike(network, first).startswith("Its kernel is most like Gaussian blur 3")
    assert "It has 16 kernels" in alike(network, deep) and "18x18 pixels" in liked(network, deep)
    html = likes_html(network, deep)
    for patch in deep.patches:
        assert f"{patch.value:.3f}" in html and f"sample {patch.digit}" in html
    assert html.count("<img") == 1 + len(deep.patches) == html.count('alt="')
    assert table_html(network, preferences(network)["conv1"], chosen=2).count("<tr") == 17


def test_a_filter_that_nothing_excites_says_so() -> None:
    network = operate(digit_network(), [SwitchOff("conv1", 2)])
    silent = preferences(network)["conv1"][2]
    assert liked(network, silent) == "None of the 1,797 digits excites it: its map is zero everywhere."
    assert "no digit excites it" in table_html(network, preferences(network)["conv1"], chosen=2)
    assert likes_html(network, silent).count("<img") == 1


def test_likes_follow_the_address() -> None:
    assert "for map 11" in said(opened("likes", likes_layer="conv4", likes_filter="5"))
    nonsense = opened("likes", likes_layer="x", likes_filter="999")
    assert alike(digit_network(), preferences(digit_network())["conv1"][0]) in said(nonsense)


def test_a_click_on_a_digit_opens_it_in_the_pages_picture() -> None:
    found = confusion(digit_network())
    index = int(found.indices(4, 6)[2])
    app = send(opened("confusion", confusion="4,6"), "inside_confusion", {"text": f"0|4,6,{index}"})
    assert app.text[-1].value == f"chosen: {index}; read: 6"
    assert app.number_input[0].value == index
    assert app.query_params["confusion"] in ("4,6", ["4,6"])


def test_a_digit_that_does_not_exist_is_not_chosen() -> None:
    assert opened("confusion", confusion="12,3").text[-1].value == "chosen: None; read: None"


def test_the_sentence_adds_up() -> None:
    found = confusion(digit_network())
    assert f"{found.correct:,} are read as they were meant" in sentence(found)
    wrong = found.counts - np.diag(np.diag(found.counts))
    meant, read = np.unravel_index(wrong.argmax(), wrong.shape)
    assert f"a {meant} read as {read}, {wrong.max()} times." in sentence(found)
    perfect = type(found)(handwriting().labels, handwriting().labels, np.diag(np.full(10, 5)))
    assert "mistake" not in sentence(perfect)
