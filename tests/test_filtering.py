"""From settings to a network: every option arrives, what is impossible is refused and can be mended."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PIL import Image

from explorer.arithmetic import ACTIVATIONS, PADDING_MODES, AvgPool2d, Conv2d, MaxPool2d, conv2d, pool2d
from explorer.filtering import LAST_RESORT, Settings, input_array, remedies, specify, working_picture

RANDOM = np.random.default_rng(5)
WEIGHT = RANDOM.normal(size=(4, 1, 3, 2)).astype(np.float32)
BIAS = np.array([0, 1, 0, -2], np.float32)
IMAGE = RANDOM.integers(0, 256, (1, 17, 20)).astype(np.float32)


def test_every_setting_arrives_in_the_network() -> None:
    settings = Settings((2, 1), (3, 1), "reflect", (1, 2), "tanh", "average", 3, 2, 1, True)
    trace = specify(WEIGHT, BIAS, settings, input_shape=IMAGE.shape).trace(IMAGE)
    expected = conv2d(
        IMAGE, WEIGHT, BIAS, stride=(2, 1), padding=(3, 1), padding_mode="reflect", dilation=(1, 2)
    )
    pooled = pool2d(np.tanh(expected), "average", kernel_size=3, stride=2, padding=1, ceil_mode=True)
    np.testing.assert_array_equal(trace.activations["conv"], expected)
    np.testing.assert_allclose(trace.activations["pool"], pooled, rtol=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_a_layer(name: str) -> None:
    network = specify(WEIGHT, BIAS, Settings(activation=name), input_shape=IMAGE.shape)
    trace = network.trace(IMAGE)
    computed = trace.activations.get("activation", trace.activations["conv"])
    np.testing.assert_array_equal(computed, ACTIVATIONS[name].function(trace.activations["conv"]))
    assert ("activation" in network.layers) == (name != "identity")


@pytest.mark.parametrize(("pooling", "layer"), [("max", MaxPool2d), ("average", AvgPool2d)])
def test_every_pooling_is_a_layer(pooling: str, layer: type) -> None:
    network = specify(WEIGHT, BIAS, Settings(pooling=pooling, pool_size=3), input_shape=IMAGE.shape)
    assert isinstance(network.layers["pool"], layer)


def test_a_bias_of_zeros_is_no_parameter() -> None:
    network = specify(WEIGHT, np.zeros(4, np.float32), Settings(), input_shape=IMAGE.shape)
    assert network.parameter_count == WEIGHT.size


def test_filters_of_one_channel_are_dealt_to_the_channels_of_a_picture() -> None:
    colour = RANDOM.integers(0, 256, (3, 9, 9)).astype(np.float32)
    weight = RANDOM.normal(size=(6, 1, 3, 3)).astype(np.float32)
    network = specify(weight, np.zeros(6, np.float32), Settings(), input_shape=colour.shape)
    convolution = network.layers["conv"]
    assert isinstance(convolution, Conv2d) and convolution.groups == 3
    maps = network.trace(colour).activations["conv"]
    np.testing.assert_allclose(maps[4], conv2d(colour[2:], weight[4:5])[0], rtol=1e-5, atol=1e-3)


IMPOSSIBLE = {
    "kernel": (Settings(), (7, 7), (1, 5, 5)),
    "dilation": (Settings(dilation=(6, 6)), (3, 3), (1, 8, 8)),
    "reflect": (Settings(padding=(9, 9), padding_mode="reflect"), (3, 3), (1, 5, 5)),
    "circular": (Settings(padding=(9, 9), padding_mode="circular"), (3, 3), (1, 5, 5)),
    "pooling": (Settings(pooling="max", pool_size=8), (3, 3), (1, 6, 6)),
    "pooling padding": (Settings(pooling="average", pool_size=2, pool_padding=3), (3, 3), (1, 20, 20)),
    "one pixel": (Settings(), (11, 1), (3, 1, 1)),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_impossible_settings_are_refused_with_sizes_and_can_be_mended(case: str) -> None:
    settings, kernel_size, shape = IMPOSSIBLE[case]
    weight = np.ones((1, shape[0], *kernel_size), np.float32)
    with pytest.raises(ValueError, match=r"\d"):
        specify(weight, np.zeros(1, np.float32), settings, input_shape=shape)
    assert remedies(settings, kernel_size, input_shape=shape)


def test_what_is_said_to_mend_it_mends_it() -> None:
    settings = Settings(
        dilation=(3, 3), padding=(4, 4), padding_mode="reflect", pooling="max", pool_padding=1
    )
    told = remedies(settings, (5, 5), input_shape=(1, 5, 30))
    assert "Pad with zeros." in told
    specify(
        np.ones((1, 1, 5, 5), np.float32),
        np.zeros(1, np.float32),
        Settings(dilation=(3, 3), padding=(4, 4), padding_mode="zeros", pooling="max", pool_padding=1),
        input_shape=(1, 5, 30),
    )


def test_where_no_single_change_is_enough_something_always_works() -> None:
    settings = Settings(dilation=(6, 6), padding=(9, 9), padding_mode="reflect")
    assert remedies(settings, (11, 11), input_shape=(1, 3, 3)) == [LAST_RESORT]
    always = Settings(padding="same", padding_mode="zeros")
    specify(np.ones((1, 1, 11, 11), np.float32), np.zeros(1, np.float32), always, input_shape=(1, 3, 3))


def test_possible_settings_need_no_mending_to_be_possible() -> None:
    for mode, padding in product(PADDING_MODES, ("valid", "same", (2, 2))):
        settings = Settings(padding=padding, padding_mode=mode)
        specify(WEIGHT, BIAS, settings, input_shape=IMAGE.shape)


@pytest.mark.parametrize("size", [(300, 200), (64, 512), (1, 900), (20, 30), (1, 1)])
def test_a_picture_is_made_smaller_never_larger_always_the_same(size: tuple[int, int]) -> None:
    noise = RANDOM.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    one, other = working_picture(picture, 64), working_picture(picture, 64)
    assert max(one.size) == min(64, max(size))
    assert one.tobytes() == other.tobytes()
    if max(size) <= 64:
        assert one.tobytes() == picture.tobytes()


def test_arrays_have_their_channels_first() -> None:
    picture = Image.new("RGB", (4, 3), (255, 0, 10))
    assert input_array(picture, colour=True).tolist() == [[[value] * 4] * 3 for value in (255, 0, 10)]
    grey = input_array(picture, colour=False)
    assert grey.shape == (1, 3, 4) and grey.dtype == np.uint8
    assert abs(int(grey[0, 0, 0]) - (0.299 * 255 + 0.114 * 10)) <= 1
