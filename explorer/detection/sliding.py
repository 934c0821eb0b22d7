"""A whole network as one big filter: run over a sheet of any size in one forward pass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import Conv2d, Flatten, Layer, Linear, Network, Softmax

Array = NDArray[np.float32]


def as_filter(network: Network, size: tuple[int, int]) -> Network:
    """Return the network for sheets (C, H, W), `size` being (H, W): its linear layer becomes a convolution.

    A linear layer over flattened maps (C, h, w) multiplies every number with a weight of its own and adds
    up: so does a kernel of h x w at its one place. On a larger sheet that kernel has many places (Long,
    Shelhamer and Darrell, Fully convolutional networks for semantic segmentation, 2015). Not one weight
    changes. The logits of the result are maps (classes, H', W'), a place for every 28x28 window at the
    network's own stride.

    Where a layer inside pads with zeros, a window in the middle of a sheet has neighbours there and the
    window alone has zeros, so the logits differ; without padding inside they are the same.

    Raises ValueError for a network that does not end in maps, Flatten and one Linear, and for a sheet that
    is smaller than the network's input.
    """
    channels, *least = network.input_shape
    if size[0] < least[0] or size[1] < least[1]:
        raise ValueError(f"the network reads {least[0]}x{least[1]}, and the sheet is {size[0]}x{size[1]}")
    chain = {name: layer for name, layer in network.layers.items() if not isinstance(layer, Softmax)}
    *body, flat, dense = ("", "", *chain)
    linear = chain.get(dense)
    if not isinstance(chain.get(flat), Flatten) or not isinstance(linear, Linear):
        raise ValueError(f"a network that slides ends in Flatten and Linear, not in {', '.join(chain)}")
    maps = network.shapes[body[-1]] if body[-1] else network.input_shape
    layers: dict[str, Layer] = {name: layer for name, layer in chain.items() if name != flat}
    layers[dense] = Conv2d(maps[0], linear.out_features, (maps[1], maps[2]), bias=linear.bias)
    kernels = network.weights[f"{dense}.weight"].reshape(linear.out_features, *maps)
    return Network(layers, (channels, *size), {**network.weights, f"{dense}.weight": kernels})


def stride_of(network: Network) -> tuple[int, int]:
    """Return how many pixels lie between two places of `as_filter`'s maps, down and across.

    >>> from explorer.digits import digit_network
    >>> stride_of(digit_network())
    (4, 4)
    """
    names = [name for name in network.layers if len(network.shapes[name]) == 3]
    return network.receptive_field(names[-1]).stride if names else (1, 1)


def slide(network: Network, sheet: Array) -> Array:
    """Return the logits (classes, H', W') of every window of a sheet (C, H, W), from one forward pass.

    >>> from explorer.digits import digit_network
    >>> slide(digit_network(), np.zeros((1, 28, 60), np.float32)).shape
    (10, 1, 9)
    """
    logits: Array = as_filter(network, (sheet.shape[-2], sheet.shape[-1])).forward(sheet[None])[0]
    return logits


def crop_by_crop(network: Network, sheet: Array) -> Array:
    """Return what `slide` returns, each window cut out and read alone: slower, and with its own borders.

    >>> from explorer.digits import digit_network
    >>> sheet = np.zeros((1, 28, 28), np.float32)
    >>> bool(np.allclose(slide(digit_network(), sheet), crop_by_crop(digit_network(), sheet), atol=1e-5))
    True
    """
    _, height, width = network.input_shape
    down, across = stride_of(network)
    views = np.lib.stride_tricks.sliding_window_view(sheet, (height, width), axis=(-2, -1))
    places = views[:, ::down, ::across].transpose(1, 2, 0, 3, 4)
    logits = network.forward(places.reshape(-1, *network.input_shape))
    return np.ascontiguousarray(logits.reshape(*places.shape[:2], -1).transpose(2, 0, 1))
