"""The numbers of the channels against torch, what is sent against fractions, and what a browser may say."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from explorer.arithmetic import ACTIVATIONS
from explorer.components.channels import Numbers, Summing, format_numbers
from explorer.components.channels.sending import blob
from explorer.components.channels.summing import MOST_WEIGHTS
from explorer.components.channels.text import LONGEST_PART, parse_kernels, parse_numbers, parse_volume
from explorer.components.payload import unpack

EXACT = ("identity", "relu", "relu6", "leaky_relu")


@st.composite
def summings(draw: st.DrawFn) -> Summing:
    groups = draw(st.integers(1, 4))
    per_group, maps = draw(st.integers(1, 8 // groups)), draw(st.integers(1, 8 // groups))
    kernel = draw(st.sampled_from([(1, 1), (2, 2), (3, 3), (3, 1)]))
    size = draw(st.integers(max(kernel), 8)), draw(st.integers(max(kernel), 8))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    scale = 10 ** draw(st.integers(0, 3))
    return Summing(
        rng.integers(-999, 1000, (groups * per_group, *size)) / scale,
        rng.integers(-999, 1000, (groups * maps, per_group, *kernel)) / scale,
        draw(st.sampled_from([None, rng.integers(-999, 1000, groups * maps) / 100])),
        stride=draw(st.integers(1, 3)),
        padding=draw(st.integers(0, 2)),
        groups=groups,
        activation=draw(st.sampled_from(list(ACTIVATIONS))),
    )


@settings(max_examples=100, deadline=None)
@given(summing=summings())
def test_every_layer_is_torchs(summing: Summing) -> None:
    image, filters = (torch.tensor(np.asarray(part)) for part in (summing.image, summing.filters))
    bias = None if summing.biases is None else torch.tensor(np.asarray(summing.biases))
    expected = torch.nn.functional.conv2d(
        image[None], filters, bias, summing.stride, summing.padding, groups=summing.groups
    )
    totals = (summing.totals / 10 ** summing.digits[4]).reshape(summing.shape)
    np.testing.assert_allclose(totals, expected[0].numpy(), rtol=1e-12, atol=1e-6)
    module = getattr(torch.nn, ACTIVATIONS[summing.activation].layer)()
    np.testing.assert_allclose(
        summing.output, module(expected)[0].numpy(), rtol=1e-5, atol=1e-4 * max(1, np.abs(totals).max() / 1e3)
    )


@settings(max_examples=60, deadline=None)
@given(summing=summings())
def test_what_is_sent_adds_up_exactly(summing: Summing) -> None:
    header, arrays = unpack(blob(summing))
    digits = header["digits"]
    values, weights, products, biases, totals = (10**digit for digit in digits[:5])
    planes = arrays["values"].reshape(len(arrays["values"]), -1)
    for index, reads in enumerate(header["reads"]):
        for cell, window in enumerate(arrays["windows"]):
            over = Fraction(0)
            for order, channel in enumerate(reads):
                terms = [
                    Fraction(int(value), values) * Fraction(int(weight), weights)
                    for value, weight in zip(
                        planes[channel][window], arrays["weights"][index, order].ravel(), strict=True
                    )
                ]
                sent = [Fraction(int(term), products) for term in arrays["products"][index, cell, order]]
                assert sent == terms
                assert Fraction(int(arrays["sums"][index, cell, order]), products) == sum(terms)
                over += sum(terms)
            assert Fraction(int(arrays["over"][index, cell]), products) == over
            total = over + Fraction(int(arrays["bias"][index]), biases)
            assert Fraction(int(arrays["totals"][index, cell]), totals) == total
            if header["activation"][0] == "relu":
                assert Fraction(int(arrays["outputs"][index, cell]), 10 ** digits[5]) == max(total, 0)
            if header["activation"][0] == "leaky_relu":
                kept = total if total > 0 else total / 100
                assert Fraction(int(arrays["outputs"][index, cell]), 10 ** digits[5]) == kept
    assert (digits[5] is None) == (summing.activation not in EXACT)


def test_groups_read_their_own_channels() -> None:
    summing = Summing(np.ones((4, 2, 2)), np.ones((4, 2, 1, 1)), groups=2)
    header, _ = unpack(blob(summing))
    assert header["reads"] == [[0, 1], [0, 1], [2, 3], [2, 3]]
    assert header["digits"] == [0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("image", "filters", "options", "words"),
    [
        ((3, 4, 4), (2, 3, 5, 5), {}, "kernel 5x5 does not fit input 4x4 with padding 0"),
        ((3, 4, 4), (2, 2, 3, 3), {}, "filters of 2 channels in 1 groups do not fit 3 channels"),
        ((3, 4, 4), (2, 1, 3, 3), {"groups": 3}, "out_channels 2 cannot be divided into 3 groups"),
        ((9, 4, 4), (1, 9, 1, 1), {}, "9 planes of 4x4 under 1 filters"),
        ((1, 4, 4), (1, 1, 1, 1), {"padding": 3}, "kernel 1x1 with padding 3"),
        ((8, 8, 8), (8, 8, 5, 5), {}, "have 1,600 weights; at most 576"),
        ((1, 4, 4), (2, 1, 1, 1), {"biases": [1]}, "2 filters need 2 biases, not 1"),
        ((1, 4, 4), (1, 1, 1, 1), {"activation": "nothing"}, "activation must be one of"),
        ((4, 4), (1, 1, 1, 1), {}, "a volume"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_with_sizes(
    image: tuple[int, ...], filters: tuple[int, ...], options: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words.replace("(", r"\(")):
        Summing(np.ones(image), np.ones(filters), **options)  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None)
@given(
    channels=st.integers(1, 8), filters=st.integers(1, 8), groups=st.integers(1, 8), seed=st.integers(0, 999)
)
def test_a_text_comes_back(channels: int, filters: int, groups: int, seed: int) -> None:
    if channels % groups or filters % groups:
        return
    rng = np.random.default_rng(seed)
    shapes = (channels, 3, 4), (filters * channels // groups, 2, 2), (filters,)
    given_numbers = Numbers(*(rng.integers(-999_999, 1_000_000, shape) / 1000 for shape in shapes))
    back = parse_numbers(format_numbers(given_numbers))
    assert all(map(np.array_equal, given_numbers, back))
    assert back.groups == groups


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1 2",
        "1 2 3 4",
        "1/2 3 4,5",
        "1,2/3 1 1",
        "1000 1 1",
        "1.2345 1 1",
        "nan 1 1",
        "1;2,3 1 1",
        "\x00",
    ],
)
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        parse_numbers(text)


def test_texts_are_bounded() -> None:
    with pytest.raises(ValueError, match="too long"):
        parse_volume("1" * (LONGEST_PART + 1))
    with pytest.raises(ValueError, match="weights are too many"):
        parse_kernels("/".join(["0,0,0,0,0;" * 4 + "0,0,0,0,0"] * (MOST_WEIGHTS // 25 + 1)))


def shown() -> None:
    import numpy as np
    import streamlit as st

    from explorer.components.channels import Numbers, Summing, begin_numbers, channels

    start = Numbers(np.ones((2, 3, 3)), np.ones((2, 2, 2)), np.zeros(1))
    editing = begin_numbers(start, key="view")
    pinned = channels(Summing(editing.numbers.planes, editing.numbers.filters, [0]), editing)
    st.text(f"{pinned and pinned.text} {editing.kept.text}")


@pytest.mark.parametrize(
    ("said", "pinned"),
    [
        ("1,0", "1,0"),
        ("1,1,0", "1,1"),
        ("0,0,1", "None"),
        ("2,0", "None"),
        ("x", "None"),
        ("", "None"),
        (7, "None"),
    ],
)
def test_a_browser_pins_only_what_there_is(said: object, pinned: str) -> None:
    app = AppTest.from_function(shown)
    app.session_state["view"] = {"pinned": said}
    assert app.run().text[0].value.split()[0] == pinned


@pytest.mark.parametrize("said", ["0|1/2 3/4 5", "0|9", "1|x", "0|" + "9" * 5000, None])
def test_a_browser_cannot_change_the_shapes(said: object) -> None:
    app = AppTest.from_function(shown)
    app.session_state["view"] = {"text": said}
    app.run()
    assert not app.exception
    assert app.text[0].value.split(" ", 1)[1].startswith("1,1,1;1,1,1;1,1,1/")


def test_a_browser_may_type() -> None:
    app = AppTest.from_function(shown)
    typed = "1,1,1;1,9,1;1,1,1/1,1,1;1,1,1;1,1,1 1,1;1,1/1,1;1,-0.587 2"
    app.session_state["view"] = {"text": f"0|{typed}"}
    assert app.run().text[0].value == f"None {typed}"
