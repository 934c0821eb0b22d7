"""What the network view is sent: every number once, rounded once, looked up where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.arithmetic import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
    Sigmoid,
    Softmax,
    Trace,
    input_gradient,
)
from explorer.components.network_view import Look, Place, heard_look, look_at, unit_of
from explorer.components.network_view.decimals import decimal_units
from explorer.components.network_view.picture import gradient_parcel, picture_parcel
from explorer.components.network_view.structure import Start, structure_blob
from explorer.components.payload import pack, unpack
from explorer.digits import digit_network, recognise
from explorer.photos import photo_network, recognise_photo
from explorer.pictures.samples import sample_digit, sample_picture
from tests.components.decoding import decoded, foretold
from tests.pages.harness import run, send

RNG = np.random.default_rng(8)
LABELS = tuple("0123456789")
APP = Path(__file__).parents[1] / "browser" / "apps" / "network_view.py"
MOST_BYTES = 100_000
# The layers of the photo network that have more than 10,000 weights.
LARGE = ("conv3", "conv4", "conv5", "conv6", "conv7", "conv8")


def traced(index: int = 3) -> Trace:
    return recognise(np.asarray(sample_digit(index))).trace


def photo(name: str) -> Trace:
    return recognise_photo(sample_picture(name)).trace


def structure(network: Network) -> tuple[dict, dict]:
    return unpack(structure_blob(network, LABELS, Start(), "view"))


def made(layers: dict, input_shape: tuple[int, ...]) -> Network:
    weights = {
        f"{name}.{key}": RNG.normal(0, 0.5, shape).astype(np.float32)
        for name, layer in layers.items()
        for key, shape in layer.parameter_shapes.items()
    }
    return Network(layers, input_shape, weights)


def maps(code: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    """What was sent of a stage; of maps only what their neighbours do not foretell was."""
    units = decoded(code, (shape[0], int(np.prod(shape[1:])))).reshape(shape)
    return foretold(units) if len(shape) == 3 else units


def looked_up(network: Network, header: dict, arrays: dict) -> dict[str, np.ndarray]:
    """Every activation in units of its last digit, put together from what is sent as the browser does it."""
    sent, _ = structure(network)
    units = maps(arrays["input.code"], network.input_shape)
    found = {"Input": units}
    for layer in sent["layers"]:
        name, kind, before = layer["name"], layer["kind"], units
        if kind == "relu":
            units = np.maximum(before, 0)
        elif kind == "flatten":
            units = before.ravel()
        elif kind == "max":
            packed = arrays[f"{name}.winners"]
            won = np.stack([packed & 15, packed >> 4], axis=1).ravel()[: int(np.prod(layer["shape"]))]
            units = np.empty(layer["shape"], np.int64)
            _, stride, offset = layer["field"]
            for (channel, row, column), winner in zip(np.ndindex(*layer["shape"]), won.tolist(), strict=True):
                down = row * stride[0] + offset[0] + winner // layer["kernel"][1] * layer["dilation"][0]
                across = column * stride[1] + offset[1] + winner % layer["kernel"][1] * layer["dilation"][1]
                units[channel, row, column] = before[channel, down, across]
        else:
            units = maps(arrays[f"{name}.code"], layer["shape"])
        found[name] = units
    assert len(header["digits"]) == len(found)
    return found


def test_the_digit_network_and_a_digit_together_are_below_the_limit() -> None:
    network = digit_network()
    weights = len(structure_blob(network, LABELS, Start(), "view"))
    printed = ["100.0 %"] * 10
    pictures = [
        len(pack(*picture_parcel(network, traced(index), alt="sample digit", printed=printed)))
        for index in (0, 3, 23, 100)
    ]
    assert weights + max(pictures) < MOST_BYTES
    assert max(pictures) < MOST_BYTES / 2


@pytest.mark.parametrize("name", ["cat", "chessboard"])
def test_every_number_of_a_photo_is_there_to_three_digits(name: str) -> None:
    network, trace = photo_network(), photo(name)
    header, arrays = unpack(pack(*picture_parcel(network, trace, alt="")))
    found = looked_up(network, header, arrays)
    digits = header["digits"]
    assert digits[0] == 3
    for at, layer in enumerate(network.layers, 1):
        digits[at] = digits[at - 1] if digits[at] is None else digits[at]
        np.testing.assert_array_equal(found[layer], decimal_units(trace.activations[layer], digits[at]))
    assert digits[-2:] == [4, 4]
    sent, weights = structure(network)
    for layer in sent["layers"]:
        if "weights" in layer:
            true = network.weights[f"{layer['name']}.weight"]
            units = decoded(weights[f"{layer['name']}.weight"], (len(true), true[0].size))
            assert layer["digits"] == (3 if layer["name"] in LARGE else 5)
            np.testing.assert_array_equal(units.reshape(true.shape), decimal_units(true, layer["digits"]))


@pytest.mark.parametrize("index", [3, 8, 41])
def test_every_number_of_the_trace_is_there_rounded_once(index: int) -> None:
    network, trace = digit_network(), traced(index)
    header, arrays = unpack(pack(*picture_parcel(network, trace, alt="")))
    found = looked_up(network, header, arrays)
    digits = header["digits"]
    assert digits[0] == 4
    for at, name in enumerate(network.layers, 1):
        digits[at] = digits[at - 1] if digits[at] is None else digits[at]
        np.testing.assert_array_equal(found[name], decimal_units(trace.activations[name], digits[at]))
    np.testing.assert_array_equal(arrays["linear"], trace.logits)
    np.testing.assert_array_equal(arrays["softmax"], trace.probabilities)


def test_every_weight_is_there_to_five_digits() -> None:
    network = digit_network()
    header, arrays = structure(network)
    for layer in header["layers"]:
        if "weights" in layer:
            weights = network.weights[f"{layer['name']}.weight"]
            units = decoded(arrays[f"{layer['name']}.weight"], (len(weights), weights[0].size))
            assert layer["digits"] == 5
            np.testing.assert_array_equal(units.reshape(weights.shape), decimal_units(weights, 5))
            bias = network.weights[f"{layer['name']}.bias"]
            np.testing.assert_array_equal(arrays[f"{layer['name']}.bias"], decimal_units(bias, 5))


def test_another_network_is_sent_as_well() -> None:
    network = made(
        {
            "conv": Conv2d(
                3, 6, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=3, bias=False
            ),
            "relu": ReLU(),
            "pool": MaxPool2d(3, stride=2, padding=1),
            "average": AvgPool2d(2, stride=1),
            "all": AdaptiveAvgPool2d(1),
            "flatten": Flatten(),
            "linear": Linear(6, 4),
            "softmax": Softmax(),
        },
        (3, 12, 11),
    )
    trace = network.trace(RNG.normal(0, 1, (3, 12, 11)).astype(np.float32))
    header, arrays = unpack(pack(*picture_parcel(network, trace, alt="")))
    found = looked_up(network, header, arrays)
    for name, activation in trace.activations.items():
        np.testing.assert_allclose(found[name] / 10**4, activation, atol=0.51e-4)
    sent, _ = structure(network)
    assert [layer["tiles"] for layer in sent["layers"]][-3:] == [[6, 1, 1], [4, 1, 1], [4, 1, 1]]
    assert sent["layers"][0]["groups"] == 3
    assert sent["layers"][0]["field"] == [[3, 3], [2, 1], [-1, 0]]


def test_large_numbers_lose_digits_not_truth() -> None:
    network = made({"conv": Conv2d(1, 1, 1)}, (1, 4, 4))
    trace = network.trace(np.linspace(-3000, 3000, 16, dtype=np.float32).reshape(1, 4, 4))
    header, arrays = unpack(pack(*picture_parcel(network, trace, alt="")))
    assert header["digits"][0] == 2
    np.testing.assert_array_equal(maps(arrays["input.code"], (1, 4, 4)), decimal_units(trace.input, 2))


@pytest.mark.parametrize(
    ("layers", "complaint"),
    [
        ({"odd": Sigmoid()}, "layer 'odd': the view cannot draw Sigmoid"),
        ({"c": Conv2d(1, 1, 3, padding=1, padding_mode="reflect")}, "pads with zeros, not with reflect"),
        ({"p": MaxPool2d(5, stride=1)}, "at most 16 cells"),
        ({"p": AvgPool2d(2, padding=1)}, "averages windows that lie inside the map"),
        ({"f": Flatten(), "l": Linear(64, 40)}, "layer 'l': the view draws at most 32 outputs, not 40"),
    ],
)
def test_what_cannot_be_drawn_is_named(layers: dict, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        structure(made(layers, (1, 8, 8)))


def test_the_gradient_of_the_pinned_unit_goes_with_its_place() -> None:
    network, trace = digit_network(), traced()
    place = Place("conv4", 3, 4, 5)
    header, arrays = gradient_parcel(network, trace, place)
    gradient = input_gradient(network, trace, "conv4", (3, 4, 5))[0]
    assert header["place"] == "conv4,3,4,5"
    assert header["listens"] == np.count_nonzero(gradient)
    np.testing.assert_allclose(arrays["gradient"] / 32767, gradient / np.abs(gradient).max(), atol=2e-5)
    carried = np.sort(np.abs(gradient).ravel())[::-1][: header["most"]].sum()
    assert carried >= 0.9 * np.abs(gradient).sum() - 1e-4


def test_a_unit_that_listens_to_nothing_is_sent_too() -> None:
    network, trace = digit_network(), traced()
    dead = np.argwhere(trace.activations["relu3"] == 0)[0]
    header, arrays = gradient_parcel(network, trace, Place("relu3", *map(int, dead)))
    assert (header["listens"], header["most"]) == (0, 0)
    assert not arrays["gradient"].any()


def test_a_place_of_the_flattened_row_is_a_unit() -> None:
    network = digit_network()
    assert unit_of(network, Place("flatten", 3, 0, 15)) == (3 * 36 + 15,)
    assert unit_of(network, Place("linear", 7)) == (7,)
    assert unit_of(network, Place("conv1", 2, 3, 4)) == (2, 3, 4)


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "conv2", "conv2,1,2", "conv2,16,0,0", "conv2,0,12,0", "conv2,0,0,-1", "conv9,0,0,0"]
    + ["conv2,0,0,99999", "linear,0,1,0", "conv2,٣,0,0", "x" * 5000, "conv2,0,0,0\n"],
)
def test_a_place_that_is_not_there_is_passed_over(text: str) -> None:
    assert look_at(digit_network(), text, "layer", "").place is None


def test_layers_and_scales_that_are_not_there_are_passed_over() -> None:
    look = look_at(digit_network(), "linear,3,0,0", "map", "relu2,nonsense,conv1,relu2")
    assert look == Look(Place("linear", 3), "map", ("conv1", "relu2"))
    assert look_at(digit_network(), "", "x", "x" * 5000) == Look()


def test_the_wrapper_returns_what_the_browser_says_of_this_origin() -> None:
    app = run(AppTest.from_file(APP))
    assert "Look(place=None, scale='layer', folded=(), temperature='1.00')" in app.get("html")[0].proto.body
    app = send(app, "view", {"look": ";conv2,3,4,5;all;relu1;1.00"})
    shown = app.get("html")[0].proto.body
    assert "Place(layer='conv2', map=3, row=4, column=5), scale='all', folded=('relu1',)" in shown
    header, arrays = unpack(app.get_by_key("view_gradient_parcel").proto.bytes)
    assert header["address"] == "view_gradient"
    assert header["place"] == "conv2,3,4,5"
    assert arrays["gradient"].shape == (28, 28)
    app = send(app, "view", {"look": "another;conv2,3,4,5;all;relu1;1.00"})
    assert "Look(place=None" in app.get("html")[0].proto.body


def test_nonsense_from_the_browser_is_no_look() -> None:
    assert heard_look("nobody", digit_network(), "") is None
