"""Which pixels was an answer about: Captum's attributions for the torch twin of a network."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from explorer.arithmetic.layers import Softmax
from explorer.arithmetic.networks import Network
from explorer.learning.compatibility import import_captum
from explorer.learning.modules import to_module

Array = NDArray[np.float32]

_captum = import_captum()

# Gradients of ReLUs jump along the way, so that equal steps add up better than Gauss's: on the digits within
# 0.07 of a logit.
PATH_STEPS, PATH_RULE = 128, "riemann_middle"
WINDOW = 5
# A network of more multiply-accumulates hides every other window only.
MOST_MACS = 5_000_000
# Images run at once: with gradients, every activation of each is kept.
AT_ONCE = 16


def attribute(
    network: Network,
    image: ArrayLike,
    kind: str,
    *,
    target: int,
    background: float = 0.0,
    layer: str | None = None,
) -> Array:
    """Return a signed map (H, W) of what each pixel of an image (C, H, W) did for the logit of a class.

    `kind` is a name of `KINDS`; positive numbers speak for the class `target`, negative ones against it.
    `background` is what a pixel is without ink or light, where the kind needs to know; saliency and Grad-CAM
    need not. `layer` is the one that Grad-CAM looks at, the last one with maps unless given. Attributions
    explain the logit, not the probability, which other classes push down too.

    The same arguments give the same map. Raises ValueError for an unknown kind, an image of another shape, a
    class or a layer that there is not, and for a layer where the kind looks at none.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no attribution {kind!r}; there are {', '.join(KINDS)}")
    pixels = np.asarray(image, np.float32)
    if pixels.shape != network.input_shape:
        raise ValueError(f"the network reads an image of {network.input_shape}, not {pixels.shape}")
    classes = network.shapes[list(network.layers)[-1]][0]
    if not 0 <= target < classes:
        raise ValueError(f"the classes are 0 to {classes - 1}, not {target}")
    if kind == "grad_cam":
        return grad_cam(network, pixels, target, layer=layer)
    if layer is not None:
        raise ValueError(f"{kind} looks at the whole network, not at layer {layer!r}")
    return KINDS[kind](network, pixels, target, background)


def saliency(network: Network, image: Array, target: int) -> Array:
    """Return the gradient of the logit by each pixel; of several channels the one of the largest size.

    Simonyan, Vedaldi and Zisserman, Deep inside convolutional networks, 2014; they show its size alone.
    """
    gradients = _numbers(_captum.Saliency(twin(network)).attribute(_batch(image), target=target, abs=False))
    strongest = np.abs(gradients).argmax(axis=0)[None]
    slopes: Array = np.take_along_axis(gradients, strongest, axis=0)[0]
    return slopes


def integrated_gradients(
    network: Network, image: Array, target: int, background: float, *, steps: int = PATH_STEPS
) -> Array:
    """Return gradients summed along the straight way from the background, times the way; channels added up.

    The map adds up to the logit of the image minus that of the background (Sundararajan, Taly and Yan,
    Axiomatic attribution for deep networks, 2017), the better the more steps.
    """
    attributed = _captum.IntegratedGradients(twin(network)).attribute(
        _batch(image),
        baselines=background,
        target=target,
        n_steps=steps,
        method=PATH_RULE,
        internal_batch_size=AT_ONCE,
    )
    shares: Array = _numbers(attributed).sum(axis=0, dtype=np.float32)
    return shares


def grad_cam(network: Network, image: Array, target: int, *, layer: str | None = None) -> Array:
    """Return the sum of a layer's maps, each weighted with its mean gradient, spread over the image.

    `layer` is the last one with maps of more than one cell unless given. Selvaraju et al., Grad-CAM, 2017,
    show the positive part alone; here the sign stays. Every cell is put at the middle of its receptive field
    and linearly interpolated between them.
    """
    known = _with_maps(network)
    name = known[-1] if layer is None else layer
    if name not in known:
        raise ValueError(f"there are no maps of a layer {name!r}; there are {', '.join(known)}")
    module = twin(network)
    cam = _captum.LayerGradCam(module, module.get_submodule(name)).attribute(
        _batch(image), target=target, relu_attributions=False
    )
    assert isinstance(cam, Tensor)
    return _spread(network, name, _numbers(cam)[0])


def occlusion(
    network: Network, image: Array, target: int, background: float, *, window: int = WINDOW, stride: int = 1
) -> Array:
    """Return by how much the logit falls when a square window over a pixel is hidden, a mean over windows.

    Zeiler and Fergus, Visualizing and understanding convolutional networks, 2014. All channels are hidden
    at once.
    """
    channels = image.shape[0]
    with torch.no_grad():
        attributed = _captum.Occlusion(twin(network)).attribute(
            torch.tensor(image[None]),
            sliding_window_shapes=(channels, window, window),
            strides=(channels, stride, stride),
            baselines=background,
            target=target,
            perturbations_per_eval=AT_ONCE,
        )
    falls: Array = _numbers(attributed)[0]
    return falls


def _occlusion(network: Network, image: Array, target: int, background: float) -> Array:
    stride = 1 if network.macs <= MOST_MACS else 2
    return occlusion(network, image, target, background, stride=stride)


Kind = Callable[[Network, Array, int, float], Array]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "saliency": lambda network, image, target, _: saliency(network, image, target),
        "integrated_gradients": integrated_gradients,
        "grad_cam": lambda network, image, target, _: grad_cam(network, image, target),
        "occlusion": _occlusion,
    }
)


def twin(network: Network) -> nn.Sequential:
    """Return the network as a torch module that answers with logits, its weights fixed."""
    names = list(network.layers)
    while len(names) > 1 and isinstance(network.layers[names[-1]], Softmax):
        names.pop()
    parts = dict(to_module(network).named_children())
    module = nn.Sequential(OrderedDict((name, parts[name]) for name in names))
    return module.eval().requires_grad_(False)


def use_one_thread() -> None:
    """Let torch work in one thread: with maps this small, more are no faster and keep others waiting."""
    torch.set_num_threads(1)


def _with_maps(network: Network) -> list[str]:
    names = [name for name, shape in network.shapes.items() if len(shape) == 3 and max(shape[1:]) > 1]
    if not names:
        raise ValueError(f"no layer of this network has maps: {', '.join(network.layers)}")
    return names


def _batch(image: Array) -> Tensor:
    return torch.tensor(image[None]).requires_grad_()


def _numbers(attributed: Tensor) -> Array:
    numbers: Array = attributed.detach().numpy()[0].astype(np.float32)
    return numbers


def _spread(network: Network, layer: str, cells: Array) -> Array:
    """Return cells (h, w) of a layer as a map (H, W) over the input, level beyond the outermost cells."""
    field = network.receptive_field(layer)
    spread: NDArray[np.float64] = cells.astype(np.float64)
    for axis, size in enumerate(network.input_shape[1:]):
        places = field.offset[axis] + field.stride[axis] * np.arange(cells.shape[axis])
        middles = places + (field.size[axis] - 1) / 2
        lines = [np.interp(np.arange(size), middles, line) for line in np.moveaxis(spread, axis, -1)]
        spread = np.moveaxis(np.array(lines), -1, axis)
    return spread.astype(np.float32)
