"""A network as a PyTorch script."""

from textwrap import indent

from explorer.arithmetic import Network
from explorer.exports.pytorch_layers import pytorch_calls
from explorer.exports.text import ARRAYS_FILE, block, checked, literal, steps, tolerance

SCRIPT = '''"""Compute the layers with PyTorch and assert that every array is the one that was saved."""

from collections import OrderedDict

import numpy as np
import torch
from torch import nn

layers = nn.Sequential(
    OrderedDict(
{layers}
    )
)
with torch.no_grad():
{weights}

with np.load("{file}") as file:
    saved = dict(file)
{tolerance}
with torch.no_grad():
    activation = torch.from_numpy(saved["input"])[None]
    for name, layer in layers.named_children():
        activation = layer(activation)
        if name in saved:
            expected = saved[name]
            np.testing.assert_allclose(activation[0].numpy(), expected, rtol=0, atol=tolerance)
            print(name, expected.shape, "as expected")
'''


def pytorch_code(network: Network) -> str:
    """Return a script that computes the network's activations with PyTorch and asserts them.

    It reads the input and the expected arrays from the file that `arrays_npz` writes, beside it. Uneven
    padding and "same" with a stride, which `nn.Conv2d` does not offer, become a padding layer in front.
    Raises ValueError for a layer that cannot be exported.

    >>> import numpy as np
    >>> from explorer.arithmetic import Conv2d
    >>> kernel = np.ones((1, 1, 3, 3), np.float32)
    >>> network = Network({"conv": Conv2d(1, 1, 3, bias=False)}, (1, 5, 5), {"conv.weight": kernel})
    >>> [line.strip() for line in pytorch_code(network).splitlines() if "Conv2d" in line]
    ['conv=nn.Conv2d(1, 1, 3, bias=False),']
    """
    modules = [
        f"{name}_{suffix}={call}," if suffix else f"{name}={call},"
        for name, before, _ in steps(network)
        for suffix, call in pytorch_calls(checked(network.layers[name]), before)
    ]
    weights = [
        f"layers.{name}.copy_(torch.tensor({literal(array)}))" for name, array in network.weights.items()
    ]
    return SCRIPT.format(
        layers=block(modules, spaces=8),
        weights=indent("\n".join(weights) or "pass", " " * 4),
        file=ARRAYS_FILE,
        tolerance=tolerance(network),
    )
