"""Which pixels was an answer about: Captum's attributions for the torch twin of a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import torch
from captum.attr import IntegratedGradients, LayerGradCam, Occlusion, Saliency
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from explorer.arithmetic.layers import Softmax
from explorer.arithmetic.networks import Network
from explorer.learning.modules import to_module

Array = NDArray[np.float32]

# Enough for integrated gradients to add up within a hundredth of a logit on the digits.
PATH_STEPS = 128
WINDOW, WINDOW_STRIDE = 5, 1
AT_ONCE = 64


def attribute(network: Network, image: ArrayLike, kind: str, *, target: int, background: float = 0.0) -> Array:
    """Return a signed map (H, W) of what each pixel of an image (C, H, W) did for the logit of a class.

    `kind` is a name of `KINDS`; positive numbers speak for the class `target`, negative ones against it.
    `background` is what a pixel is without ink or light, where the kind needs to know; saliency and Grad-CAM
    need not. Attributions explain the logit, not the probability, which other classes push down too.

    Raises ValueError for an unknown kind, an image of another shape or a class that there is not.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no attribution {kind!r}; there are {', '.join(KINDS)}")
    pixels = np.asarray(image, np.float32)
    if pixels.shape != network.input_shape:
        raise ValueError(f"the network reads an image of {network.input_shape}, not {pixels.shape}")
    classes = network.shapes[list(network.layers)[-1]][0]
    if not 0 <= target < classes:
        raise ValueError(f"the classes are 0 to {classes - 1}, not {target}")
    return KINDS[kind](network, pixels, target, background)


def saliency(network: Network, image: Array, target: int) -> Array:
    """Return the gradient of the logit by each pixel; of several channels the one of the largest size.

    Simonyan, Vedaldi and Zisserman, Deep inside convolutional networks, 2014; they show its size alone.
    """
    gradients = _numbers(Saliency(twin(network)).attribute(_batch(image), target=target, abs=False))
    strongest = np.abs(gradients).argmax(axis=0)[None]
    return np.take_along_axis(gradients, strongest, axis=0)[0]


def integrated_gradients(
    network: Network, image: Array, target: int, background: float, *, steps: int = PATH_STEPS
) -> Array:
    """Return gradients summed along the straight way from the background, times the way; channels added up.

    The map adds up to the logit of the image minus that of the background (Sundararajan, Taly and Yan,
    Axiomatic attribution for deep networks, 2017), the better the more steps.
    """
    attributed = IntegratedGradients(twin(network)).attribute(
        _batch(image), baselines=background, target=target, n_steps=steps, internal_batch_size=AT_ONCE
    )
    return _numbers(attributed).sum(axis=0, dtype=np.float32)


def grad_cam(network: Network, image: Array, target: int, *, layer: str | None = None) -> Array:
    """Return the sum of a layer's maps, each weighted with its mean gradient, spread over the image.

    `layer` is the last one with maps of more than one cell unless given. Selvaraju et al., Grad-CAM, 2017,
    show the positive part alone; here the sign stays. Every cell is put at the middle of its receptive field
    and linearly interpolated between them.
    """
    name = last_maps(network) if layer is None else layer
    module = twin(network)
    cam = LayerGradCam(module, module.get_submodule(name)).attribute(
        _batch(image), target=target, relu_attributions=False
    )
    assert isinstance(cam, Tensor)
    return _spread(network, name, _numbers(cam)[0])


def occlusion(
    network: Network,
    image: Array,
    target: int,
    background: float,
    *,
    window: int = WINDOW,
    stride: int = WINDOW_STRIDE,
) -> Array:
    """Return by how much the logit falls when a square window over a pixel is hidden, a mean over windows.

    Zeiler and Fergus, Visualizing and understanding convolutional networks, 2014. All channels are hidden
    at once.
    """
    channels = image.shape[0]
    with torch.no_grad():
        attributed = Occlusion(twin(network)).attribute(
            _batch(image, learns=False),
            sliding_window_shapes=(channels, window, window),
            strides=(channels, stride, stride),
            baselines=background,
            target=target,
            perturbations_per_eval=AT_ONCE,
        )
    return _numbers(attributed)[0]


Kind = Callable[[Network, Array, int, float], Array]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "saliency": lambda network, image, target, _: saliency(network, image, target),
        "integrated_gradients": integrated_gradients,
        "grad_cam": lambda network, image, target, _: grad_cam(network, image, target),
        "occlusion": occlusion,
    }
)


def twin(network: Network) -> nn.Sequential:
    """Return the network as a torch module that answers with logits, its weights fixed."""
    module = to_module(network)
    while len(module) > 1 and isinstance(list(network.layers.values())[len(module) - 1], Softmax):
        module = module[:-1]
    return module.eval().requires_grad_(False)


def last_maps(network: Network) -> str:
    """Return the name of the last layer whose maps have more than one cell.

    >>> from explorer.digits import digit_network
    >>> last_maps(digit_network())
    'relu6'
    """
    names = [name for name, shape in network.shapes.items() if len(shape) == 3 and max(shape[1:]) > 1]
    if not names:
        raise ValueError(f"no layer of this network has maps: {', '.join(network.layers)}")
    return names[-1]


def _batch(image: Array, *, learns: bool = True) -> Tensor:
    return torch.tensor(image[None]).requires_grad_(learns)


def _numbers(attributed: Tensor) -> Array:
    numbers: Array = attributed.detach().numpy()[0].astype(np.float32)
    return numbers


def _spread(network: Network, layer: str, cells: Array) -> Array:
    """Return cells (h, w) of a layer as a map (H, W) over the input, level beyond the outermost cells."""
    field = network.receptive_field(layer)
    _, *sizes = network.input_shape
    spread = cells.astype(np.float64)
    for axis, size in enumerate(sizes):
        middles = field.offset[axis] + field.stride[axis] * np.arange(cells.shape[axis])
        middles = middles + (field.size[axis] - 1) / 2
        pixels = np.arange(size)
        spread = np.apply_along_axis(lambda line, at=middles, to=pixels: np.interp(to, at, line), axis, spread)
    return spread.astype(np.float32)
