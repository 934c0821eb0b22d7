"""Captum's maps of the torch twin, each checked against something that is not Captum."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer.arithmetic import Conv2d, Flatten, Linear, MaxPool2d, Network, ReLU, Softmax
from explorer.arithmetic.networks import Array
from explorer.digits import digit_network, recognise
from explorer.learning.attributions import (
    KINDS,
    attribute,
    grad_cam,
    integrated_gradients,
    occlusion,
    saliency,
    twin,
)
from explorer.learning.compatibility import import_captum
from explorer.pictures.samples import sample_digit

LayerAttribution = import_captum().LayerAttribution


def digit(index: int) -> tuple[Array, int]:
    recognition = recognise(sample_digit(index))
    return recognition.prepared[None], recognition.digit


def colour_network() -> Network:
    """Return a small network for colour pictures whose maps lie evenly over its input."""
    chain = {
        "conv1": Conv2d(3, 5, 3, padding=1),
        "relu1": ReLU(),
        "pool1": MaxPool2d(2),
        "conv2": Conv2d(5, 6, 3, padding=1),
        "relu2": ReLU(),
        "pool2": MaxPool2d(2),
        "flatten": Flatten(),
        "linear": Linear(96, 4),
        "softmax": Softmax(),
    }
    random = np.random.default_rng(5)
    weights = {
        f"{name}.{key}": random.normal(size=shape).astype(np.float32) / 3
        for name, layer in chain.items()
        for key, shape in layer.parameter_shapes.items()
    }
    return Network(chain, (3, 16, 16), weights)


def colours() -> Array:
    return np.random.default_rng(6).random((3, 16, 16)).astype(np.float32)


def logits(network: Network, images: Array) -> Array:
    return network.forward(images)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_one_signed_map_and_the_same_again(kind: str) -> None:
    for network, (image, target) in ((digit_network(), digit(7)), (colour_network(), (colours(), 2))):
        first = attribute(network, image, kind, target=target)
        assert first.shape == image.shape[1:]
        assert first.dtype == np.float32
        assert np.ptp(first) > 0
        np.testing.assert_array_equal(first, attribute(network, image, kind, target=target))
        assert not np.array_equal(first, attribute(network, image, kind, target=(target + 1) % 4))


def test_the_twin_answers_with_the_networks_logits() -> None:
    image, _ = digit(3)
    with torch.no_grad():
        answers = twin(digit_network())(torch.tensor(image[None])).numpy()
    np.testing.assert_allclose(answers, logits(digit_network(), image[None]), atol=1e-4)


@pytest.mark.parametrize("index", [0, 7, 21])
def test_saliency_is_the_slope_of_the_logit(index: int) -> None:
    """A small step at one pixel, in float64, where no ReLU and no maximum changes its mind."""
    image, target = digit(index)
    slopes = saliency(digit_network(), image, target)
    module = twin(digit_network()).double()
    agreeing = 0
    for row, column in ((8, 14), (14, 14), (20, 12), (3, 3), (14, 9)):
        stepped = np.repeat(image[None], 2, axis=0).astype(np.float64)
        stepped[:, 0, row, column] += (-1e-6, 1e-6)
        with torch.no_grad():
            low, high = module(torch.tensor(stepped))[:, target].tolist()
        agreeing += abs((high - low) / 2e-6 - slopes[row, column]) < 1e-3
    assert agreeing >= 4


def test_saliency_takes_the_strongest_channel_with_its_sign() -> None:
    network, image = colour_network(), colours()
    batch = torch.tensor(image[None]).requires_grad_()
    (gradients,) = torch.autograd.grad(twin(network)(batch)[0, 1], batch)
    strongest = saliency(network, image, 1)
    sizes = gradients[0].abs().numpy()
    np.testing.assert_allclose(np.abs(strongest), sizes.max(axis=0), rtol=1e-6)
    assert (strongest < 0).any()
    assert (strongest > 0).any()


@pytest.mark.parametrize("index", range(0, 60, 10))
def test_integrated_gradients_add_up_to_what_the_ink_did(index: int) -> None:
    image, target = digit(index)
    with_ink, without = logits(digit_network(), np.stack([image, np.zeros_like(image)]))[:, target]
    total = attribute(digit_network(), image, "integrated_gradients", target=target).sum(dtype=np.float64)
    assert total == pytest.approx(with_ink - without, abs=0.08)


def test_integrated_gradients_start_from_the_background() -> None:
    network, image = colour_network(), colours()
    for background in (0.0, 0.5):
        pair = np.stack([image, np.full_like(image, background)])
        with_image, without = logits(network, pair)[:, 2]
        total = integrated_gradients(network, image, 2, background, steps=512).sum(dtype=np.float64)
        assert total == pytest.approx(with_image - without, abs=0.02)


def test_a_pixel_that_is_background_gets_nothing_from_integrated_gradients() -> None:
    image, target = digit(7)
    attributed = attribute(digit_network(), image, "integrated_gradients", target=target)
    assert not attributed[image[0] == 0].any()


@pytest.mark.parametrize("layer", ["relu2", "pool2", "relu6"])
def test_grad_cam_by_hand(layer: str) -> None:
    """Maps times the mean of their gradients; the cells lie over 24 of 28 pixels, 2 are left on each side."""
    network = digit_network()
    image, target = digit(7)
    module = twin(network)
    at = list(network.layers).index(layer) + 1
    maps = module[:at](torch.tensor(image[None])).detach().requires_grad_()
    (gradients,) = torch.autograd.grad(module[at:](maps)[0, target], maps)
    weights = gradients[0].mean(dim=(1, 2)).numpy()
    cells = np.einsum("c,chw->hw", weights, network.trace(image).activations[layer])
    large = LayerAttribution.interpolate(torch.tensor(cells)[None, None], (24, 24), "bilinear")[0, 0]
    expected = np.pad(large.numpy(), 2, mode="edge")
    np.testing.assert_allclose(grad_cam(network, image, target, layer=layer), expected, atol=1e-5)


def test_grad_cam_is_spread_as_captum_spreads_it_where_maps_lie_evenly() -> None:
    network, image = colour_network(), colours()
    module = twin(network)
    maps = module[:6](torch.tensor(image[None])).detach().requires_grad_()
    (gradients,) = torch.autograd.grad(module[6:](maps)[0, 2], maps)
    cells = (gradients.mean(dim=(2, 3), keepdim=True) * maps).sum(dim=1, keepdim=True)
    expected = LayerAttribution.interpolate(cells.detach(), (16, 16), "bilinear")[0, 0].numpy()
    np.testing.assert_allclose(grad_cam(network, image, 2, layer="pool2"), expected, atol=1e-5)


@pytest.mark.parametrize(("window", "stride"), [(5, 1), (4, 2), (3, 3)])
def test_occlusion_by_hand(window: int, stride: int) -> None:
    """Hide each window in NumPy; a pixel's number is the mean fall over the windows that hid it."""
    network, image, background = colour_network(), colours(), 0.25
    side = image.shape[1]
    starts = [min(stride * step, side - 1) for step in range(-(-(side - window) // stride) + 1)]
    hidden, covers = [], []
    for top in starts:
        for left in starts:
            cover = np.zeros((side, side), bool)
            cover[top : top + window, left : left + window] = True
            hidden.append(np.where(cover, background, image))
            covers.append(cover)
    falls = logits(network, image[None])[0, 1] - logits(network, np.stack(hidden).astype(np.float32))[:, 1]
    covered = np.stack(covers).astype(np.float64)
    expected = np.einsum("n,nhw->hw", falls, covered) / covered.sum(axis=0)
    attributed = occlusion(network, image, 1, background, window=window, stride=stride)
    np.testing.assert_allclose(attributed, expected, atol=1e-4)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"kind": "tea_leaves"}, "there is no attribution 'tea_leaves'; there are saliency"),
        ({"image": np.zeros((28, 28))}, "reads an image of"),
        ({"target": 10}, "classes are 0 to 9, not 10"),
        ({"target": -1}, "classes are 0 to 9, not -1"),
        ({"kind": "grad_cam", "layer": "linear"}, "no maps of a layer 'linear'"),
        ({"kind": "saliency", "layer": "relu1"}, "whole network, not at layer 'relu1'"),
    ],
)
def test_nonsense_is_refused(changed: dict[str, object], message: str) -> None:
    given: dict[str, object] = {"kind": "saliency", "image": np.zeros((1, 28, 28)), "target": 3} | changed
    with pytest.raises(ValueError, match=message):
        attribute(digit_network(), given.pop("image"), given.pop("kind"), **given)  # type: ignore[arg-type]


def test_a_network_without_maps_has_no_grad_cam() -> None:
    weights = {"linear.weight": np.ones((2, 4), np.float32), "linear.bias": np.zeros(2, np.float32)}
    network = Network({"linear": Linear(4, 2)}, (4,), weights)
    with pytest.raises(ValueError, match="no layer of this network has maps: linear"):
        grad_cam(network, np.ones(4, np.float32), 0)
