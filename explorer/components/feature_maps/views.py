"""What is shown of a network: one view for every layer, and numbers that add up where they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic.options import Array
from explorer.arithmetic.receptive_fields import ReceptiveField

MOST_BARS = 32
Scale = Literal["layer", "map"]


@dataclass(frozen=True, eq=False)
class LayerView:
    """One layer of a traced network.

    ``activation`` is (C, H, W), drawn as C maps, or (N,), drawn as bars; more than 32 numbers are drawn as
    one row of cells. ``facts`` are pairs of a label and a text, such as ("Parameters", "16 x 9 + 16 = 160").
    ``kernels`` is (O, C, kh, kw). ``receptive_field`` says what one cell sees of the input; without it a cell
    sees all. ``labels`` name the bars and ``printed`` are their numbers where the page has them in words.
    ``contributions`` (N, C, H, W), from `contributions`, and ``bias`` (N,) say how a linear layer came to its
    numbers. Raises ValueError, with the shapes, for what does not fit together.

    >>> LayerView("pool1", "Max pooling", np.zeros((16, 14, 14), np.float32)).kind
    'maps'
    """

    name: str
    title: str
    activation: Array
    facts: Sequence[tuple[str, str]] = ()
    kernels: Array | None = None
    receptive_field: ReceptiveField | None = None
    labels: Sequence[str] = ()
    printed: Sequence[str] = ()
    contributions: Array | None = None
    bias: Array | None = None

    def __post_init__(self) -> None:
        """Refuse shapes that do not fit."""
        shape = self.activation.shape
        if self.activation.ndim not in (1, 3) or 0 in shape:
            raise ValueError(f"the activation of {self.name} must be (C, H, W) or (N,), not {shape}")
        if self.kernels is not None and (self.kernels.ndim != 4 or len(self.kernels) != shape[0]):
            raise ValueError(
                f"kernels of {self.name} must be ({shape[0]}, C, kh, kw), not {self.kernels.shape}"
            )
        for name in ("labels", "printed"):
            texts = getattr(self, name)
            if texts and (self.activation.ndim != 1 or len(texts) != len(self.activation)):
                raise ValueError(f"{len(texts)} {name} for the activation of {self.name}, {shape}")
        if self.contributions is not None and (
            self.contributions.ndim != 4 or self.activation.ndim != 1 or len(self.contributions) != shape[0]
        ):
            given = self.contributions.shape
            raise ValueError(f"contributions to {self.name} must be ({shape[0]}, C, H, W), not {given}")
        if (self.bias is None) != (self.contributions is None) or (
            self.bias is not None and self.bias.shape != shape
        ):
            raise ValueError(
                f"contributions to {self.name} need a bias of shape {shape}, and the other way round"
            )

    @property
    def kind(self) -> Literal["maps", "bars", "strip"]:
        """Return how the activation is drawn."""
        if self.activation.ndim == 3:
            return "maps"
        return "bars" if len(self.activation) <= MOST_BARS else "strip"


def contributions(weight: Array, activation: Array) -> Array:
    """Return what every cell of a feature map (C, H, W) gives to each output of a linear layer, (N, C, H, W).

    ``weight`` is (N, C x H x W), as PyTorch has it after Flatten. Summed over the cells, plus the bias, the
    contributions are the layer's output.

    >>> contributions(np.ones((2, 4), np.float32), np.full((1, 2, 2), 3, np.float32)).sum(axis=(1, 2, 3))
    array([12., 12.], dtype=float32)
    """
    if weight.ndim != 2 or weight.shape[1] != activation.size:
        raise ValueError(
            f"weight {weight.shape} does not fit the {activation.size} numbers of {activation.shape}"
        )
    return (weight * activation.reshape(-1)).reshape(len(weight), *activation.shape)


def adding_up(parts: Sequence[float], *, places: int = 2) -> tuple[list[int], int]:
    """Return parts and their total as whole numbers of the last place, so that the printed parts add up.

    The total is rounded as it would be alone; of the parts, those that rounding changed most take up the
    difference (largest remainders; Hamilton's method).

    >>> adding_up([1.004, 1.004, 1.004])
    ([101, 100, 100], 301)
    """
    exact = np.asarray(parts, np.float64) * 10**places
    total = int(np.rint(exact.sum()))
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    missing = total - int(whole.sum())
    whole[order[:missing]] += 1
    return whole.tolist(), total


def breakdown(view: LayerView, output: int) -> NDArray[np.float64]:
    """Return what raised and what lowered one output of a linear layer, and its bias."""
    if view.contributions is None or view.bias is None:
        raise ValueError(f"{view.name} has no contributions")
    parts = view.contributions[output].astype(np.float64)
    return np.array([parts[parts > 0].sum(), parts[parts < 0].sum(), float(view.bias[output])])
