"""Turn layer specifications into torch modules, and the trained modules' weights back into arrays."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from explorer.arithmetic.convolution import resolve_padding
from explorer.arithmetic.layers import Conv2d, Layer, RadialBasis, Softmax, Subsampling2d, TableConv2d
from explorer.arithmetic.networks import Network
from explorer.learning import historic

Array = NDArray[np.float32]


class PaddedConv2d(nn.Conv2d):
    """A convolution padded as specified, also where torch cannot: uneven sides, "same" with stride.

    Its weights have the names and shapes of `nn.Conv2d`.
    """

    def __init__(self, spec: Conv2d) -> None:
        """Make the convolution without torch's own padding."""
        options = {field.name: getattr(spec, field.name) for field in fields(spec)}
        super().__init__(**{**options, "padding": 0, "padding_mode": "zeros"})
        self.spec = spec

    def forward(self, input: Tensor) -> Tensor:
        """Pad a batch (N, C, H, W) and convolve it."""
        spec = self.spec
        size = (input.shape[-2], input.shape[-1])
        rows, columns = resolve_padding(
            spec.padding, size, spec.kernel_size, stride=spec.stride, dilation=spec.dilation
        )
        mode = "constant" if spec.padding_mode == "zeros" else spec.padding_mode
        return super().forward(functional.pad(input, (*columns, *rows), mode=mode))


def to_module(layers: Network | Mapping[str, Layer]) -> nn.Sequential:
    """Return the chain of layers as a torch module for batches (N, ...), with the weights if it is a network.

    Every specification carries the name and the options of the `torch.nn` module that it describes, so that
    the module is found by that name. The module's weights have the names of the network's ("conv1.weight").

    >>> from explorer.arithmetic.layers import ReLU
    >>> to_module({"conv1": Conv2d(1, 4, 3), "relu1": ReLU()})
    Sequential(
      (conv1): Conv2d(1, 4, kernel_size=(3, 3), stride=(1, 1))
      (relu1): ReLU()
    )
    """
    specs = layers.layers if isinstance(layers, Network) else layers
    module = nn.Sequential(OrderedDict((name, layer_module(spec)) for name, spec in specs.items()))
    if isinstance(layers, Network):
        load_weights(module, layers.weights)
    return module


def layer_module(spec: Layer) -> nn.Module:
    """Return the torch module of one layer, freshly initialised."""
    if isinstance(spec, Conv2d) and not _torch_pads(spec):
        return PaddedConv2d(spec)
    if isinstance(spec, Softmax):
        return nn.Softmax(dim=1)
    if isinstance(spec, TableConv2d | Subsampling2d | RadialBasis):
        own: nn.Module = getattr(historic, type(spec).__name__)(spec)
        return own
    options = {field.name: getattr(spec, field.name) for field in fields(spec)}  # type: ignore[arg-type]
    made = getattr(nn, type(spec).__name__)(**options)
    assert isinstance(made, nn.Module)
    return made


def load_weights(module: nn.Module, weights: Mapping[str, Array]) -> None:
    """Copy named arrays into the module; every parameter must be given, and nothing else."""
    state = {name: torch.tensor(array) for name, array in weights.items()}
    counters = {
        name: tensor for name, tensor in module.state_dict().items() if name.endswith("num_batches_tracked")
    }
    module.load_state_dict({**counters, **state})


def weights_of(module: nn.Module) -> dict[str, Array]:
    """Return copies of a module's parameters and running statistics as float32 arrays, under torch's names.

    >>> {name: array.shape for name, array in weights_of(nn.Sequential(nn.Linear(3, 2))).items()}
    {'0.weight': (2, 3), '0.bias': (2,)}
    """
    return {
        name: np.array(tensor.detach().float().contiguous().numpy())
        for name, tensor in module.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }


def _torch_pads(spec: Conv2d) -> bool:
    """Say whether torch's own padding means the same as the specification's."""
    if spec.padding == "same":
        return False
    whole = (int, str)
    return isinstance(spec.padding, whole) or all(isinstance(side, int) for side in spec.padding)
