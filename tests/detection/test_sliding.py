from __future__ import annotations

import numpy as np
import pytest

from explorer.arithmetic import Conv2d, Flatten, Layer, Linear, MaxPool2d, Network, ReLU, Softmax
from explorer.detection import as_filter, crop_by_crop, slide, stride_of
from explorer.digits import digit_network
from explorer.pictures.digits import prepare_digit
from explorer.pictures.samples import sample_digit


def without_padding() -> Network:
    """A network of the digits' kind whose convolutions see nothing but what is there."""
    chain: dict[str, Layer] = {
        "conv1": Conv2d(2, 4, 5),
        "relu1": ReLU(),
        "pool1": MaxPool2d(2),
        "conv2": Conv2d(4, 6, 3),
        "relu2": ReLU(),
        "pool2": MaxPool2d(2),
        "flatten": Flatten(),
        "linear": Linear(6 * 3 * 3, 5),
        "softmax": Softmax(),
    }
    random = np.random.default_rng(0)
    weights = {
        f"{name}.{key}": random.normal(size=shape).astype(np.float32) / 4
        for name, layer in chain.items()
        for key, shape in layer.parameter_shapes.items()
    }
    return Network(chain, (2, 20, 20), weights)


@pytest.mark.parametrize("size", [(20, 20), (24, 20), (33, 47), (40, 61)])
def test_without_padding_every_place_answers_what_its_crop_answers(size: tuple[int, int]) -> None:
    network = without_padding()
    sheet = np.random.default_rng(1).normal(size=(2, *size)).astype(np.float32)
    slid, cropped = slide(network, sheet), crop_by_crop(network, sheet)
    assert slid.shape == cropped.shape == (5, (size[0] - 20) // 4 + 1, (size[1] - 20) // 4 + 1)
    np.testing.assert_allclose(slid, cropped, atol=2e-5)


def test_a_place_lies_a_stride_further_for_every_step() -> None:
    network = without_padding()
    sheet = np.random.default_rng(2).normal(size=(2, 32, 40)).astype(np.float32)
    assert stride_of(network) == (4, 4)
    alone = network.trace(sheet[:, 8:28, 12:32]).logits
    np.testing.assert_allclose(slide(network, sheet)[:, 2, 3], alone, atol=2e-5)


def test_on_one_window_the_filter_is_the_network() -> None:
    network = digit_network()
    prepared = np.stack([prepare_digit(sample_digit(index)).prepared for index in range(50)])[:, None]
    slid = np.stack([slide(network, image)[:, 0, 0] for image in prepared])
    np.testing.assert_allclose(slid, network.forward(prepared), atol=1e-4)


def test_the_filter_has_the_networks_weights_and_no_other() -> None:
    network = digit_network()
    filter_ = as_filter(network, (40, 90))
    assert filter_.parameter_count == network.parameter_count
    for name, weights in network.weights.items():
        np.testing.assert_array_equal(filter_.weights[name].ravel(), weights.ravel())


def test_padding_inside_changes_what_the_border_of_a_crop_can_reach_and_nothing_else() -> None:
    """The digits' network pads with zeros: on the sheet, neighbours stand there instead.

    Of a crop at (8, 12), maps agree but for a frame as wide as padding has reached by that layer. At the last
    maps that frame is everything.
    """
    network = digit_network()
    sheet = np.random.default_rng(3).random((1, 44, 60)).astype(np.float32)
    whole = as_filter(network, (44, 60)).trace(sheet).activations
    crop = network.trace(sheet[:, 8:36, 12:40]).activations
    reached = {"relu1": 0, "pool1": 0, "relu2": 1, "relu3": 2, "relu4": 3, "pool2": 2, "relu5": 3}
    for name, frame in reached.items():
        side = crop[name].shape[-1]
        stride = network.receptive_field(name).stride[0]
        inner = slice(frame, side - frame)
        rows, columns = slice(8 // stride, 8 // stride + side), slice(12 // stride, 12 // stride + side)
        part = whole[name][:, rows, columns]
        np.testing.assert_allclose(part[:, inner, inner], crop[name][:, inner, inner], atol=1e-4)
        if frame:
            wider = slice(frame - 1, side - frame + 1)
            assert np.abs(part[:, wider, wider] - crop[name][:, wider, wider]).max() > 1e-2
    assert network.shapes["relu5"][-1] == 6


def test_with_padding_a_digit_amid_blank_paper_is_mostly_read_the_same() -> None:
    network = digit_network()
    prepared = np.stack([prepare_digit(sample_digit(index)).prepared for index in range(300)])
    sheets = np.pad(prepared, ((0, 0), (16, 16), (16, 16)))[:, None]
    slid = as_filter(network, (60, 60)).forward(sheets)[:, :, 4, 4]
    alone = network.forward(prepared[:, None])
    assert np.mean(slid.argmax(axis=1) == alone.argmax(axis=1)) > 0.93
    assert 0.3 < np.abs(slid - alone).mean() < 1


@pytest.mark.parametrize("size", [(27, 40), (40, 27)])
def test_a_sheet_smaller_than_the_input_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"reads 28x28, and the sheet is {size[0]}x{size[1]}"):
        slide(digit_network(), np.zeros((1, *size), np.float32))


@pytest.mark.parametrize(
    "chain", [{"relu": ReLU()}, {"flatten": Flatten()}, {"flatten": Flatten(), "relu": ReLU()}]
)
def test_a_network_with_another_end_is_refused(chain: dict[str, Layer]) -> None:
    with pytest.raises(ValueError, match="ends in Flatten and Linear"):
        as_filter(Network(chain, (1, 4, 4), {}), (8, 8))


def test_flatten_and_linear_alone_slide_too() -> None:
    network = Network(
        {"flatten": Flatten(), "linear": Linear(4, 1, bias=False)},
        (1, 2, 2),
        {"linear.weight": [[1, 2, 3, 4]]},
    )
    sheet = np.arange(9, dtype=np.float32).reshape(1, 3, 3)
    assert slide(network, sheet).tolist() == crop_by_crop(network, sheet).tolist()
