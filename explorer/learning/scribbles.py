"""Make pictures that are not digits, so that the network can learn to say that it does not know.

Training on such outliers with the target "all ten classes alike" is outlier exposure
(Hendrycks, Mazeika and Dietterich 2019, "Deep anomaly detection with outlier exposure").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
from torch import Tensor

SIZE = 28
POINTS = 48
# Capital letters that no digit resembles, as strokes on a 0-to-4 grid (x to the right, y downwards).
LETTERS = MappingProxyType({
    "A": "04 20 34|13 33", "E": "30 00 04 34|02 22", "F": "30 00 04|02 22", "H": "00 04|30 34|02 32",
    "K": "00 04|30 02 34", "M": "04 00 22 40 44", "N": "04 00 34 30", "R": "04 00 30 32 02 34",
    "W": "00 14 22 34 40", "X": "00 34|30 04", "Star": "14 20 34 01 41 14",
    "Plus": "20 24|02 42", "Arrow": "02 42|20 42 24", "Hash": "10 14|30 34|01 41|03 43",
})  # fmt: skip


def draw_paths(points: Tensor, pen: Tensor, radius: Tensor) -> Tensor:
    """Return pictures (N, 1, 28, 28), 0 to 1, of paths drawn with a round pen.

    `points` is (N, P, 2), (x, y) in pixels; `pen` (N, P - 1) is 1 where the pen is down between two points;
    `radius` (N,) is half the pen's width in pixels. Edges fade over one pixel.

    >>> line = torch.tensor([[[4.0, 14.0], [24.0, 14.0]]])
    >>> picture = draw_paths(line, torch.ones(1, 1), torch.tensor([1.0]))
    >>> float(picture[0, 0, 14, 10]), float(picture[0, 0, 20, 10])
    (1.0, 0.0)
    """
    axis = torch.arange(SIZE, dtype=torch.float32)
    places = torch.stack([axis.repeat(SIZE), axis.repeat_interleave(SIZE)], 1)  # 784 x 2
    nearest = torch.full((len(points), SIZE * SIZE), 1e3)
    for index in range(points.shape[1] - 1):
        start, step = points[:, index, None], points[:, index + 1, None] - points[:, index, None]
        along = ((places - start) * step).sum(2) / (step**2).sum(2).clamp(min=1e-6)
        distance = (places - start - along.clamp(0, 1)[:, :, None] * step).norm(dim=2)
        nearest = torch.minimum(nearest, distance + 1e3 * (1 - pen[:, index, None]))
    return (radius[:, None] + 0.5 - nearest).clamp(0, 1).reshape(-1, 1, SIZE, SIZE)


def scrawl(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return restless curves that turn seven to sixteen times without lifting the pen."""
    turns = torch.randint(8, 18, (count, 1), generator=generator)
    return _smooth_curves(count, 17, turns, torch.ones(count, POINTS - 1), generator)


def loose_strokes(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return four to seven short strokes, each drawn on its own."""
    corners = torch.rand(count, 7, 2, generator=generator) * 20 + 4
    ends = corners + (torch.rand(count, 7, 2, generator=generator) - 0.5) * 18
    points = torch.stack([corners, ends], 2).reshape(count, 14, 2)
    pen = torch.zeros(count, 13)
    pen[:, ::2] = (torch.arange(7) < torch.randint(4, 8, (count, 1), generator=generator)).float()
    return draw_paths(points, pen, _radius(count, generator))


def letters(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return capital letters and signs drawn with an unsteady hand."""
    shapes = [_letter(strokes) for strokes in LETTERS.values()]
    longest = max(len(points) for points, _ in shapes)
    all_points = torch.stack([torch.cat([p, p[-1:].expand(longest - len(p), 2)]) for p, _ in shapes])
    all_pens = torch.stack([torch.cat([q, q.new_zeros(longest - 1 - len(q))]) for _, q in shapes])
    chosen = torch.randint(len(shapes), (count,), generator=generator)
    wobble = torch.randn(count, longest, 2, generator=generator)
    return draw_paths(all_points[chosen] * 4.5 + 5 + wobble, all_pens[chosen], _radius(count, generator))


def pairs(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return two digits side by side, taken from `digits` (N, 1, 28, 28)."""
    left, right = (digits[torch.randint(len(digits), (count,), generator=generator)] for _ in range(2))
    wide = torch.cat([left[..., 3:25], right[..., 3:25]], 3)
    return torch.nn.functional.interpolate(wide, (SIZE, SIZE), mode="area")


def clutter(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return blots, speckle and soft noise: smooth random fields cut at a random level."""
    grain = int(torch.randint(5, 20, (1,), generator=generator))
    coarse = torch.randn(count, 1, grain, grain, generator=generator)
    field = torch.nn.functional.interpolate(coarse, (SIZE, SIZE), mode="bicubic", align_corners=False)
    level = torch.rand(count, 1, 1, 1, generator=generator)
    inside = torch.zeros(count, 1, SIZE, SIZE)
    inside[..., 4:24, 4:24] = 1
    return ((field - level) * 3).clamp(0, 1) * inside


KINDS: Mapping[str, Callable[[int, Tensor, torch.Generator], Tensor]] = MappingProxyType(
    {"scrawl": scrawl, "loose strokes": loose_strokes, "letters": letters, "pairs": pairs, "clutter": clutter}
)


def zigzags(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return lines that run to and fro down the paper, as when one crosses something out."""
    corners = 9
    down = torch.linspace(4, 24, corners).expand(count, corners)
    across = torch.where(torch.arange(corners) % 2 == 0, 5.0, 23.0).expand(count, corners)
    points = torch.stack([across, down], 2) + 1.5 * torch.randn(count, corners, 2, generator=generator)
    return draw_paths(points, torch.ones(count, corners - 1), _radius(count, generator) * 0.6)


def faces(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return round faces with two eyes and a mouth."""
    around = torch.linspace(0, 2 * torch.pi, 21)
    outline = torch.stack([around.cos(), around.sin()], 1) * 9.5 + 14
    mouth = torch.stack([torch.linspace(10, 18, 5), torch.tensor([17.0, 18.5, 19.0, 18.5, 17.0])], 1)
    eyes = torch.tensor([[11.0, 10.0], [11.0, 11.0], [17.0, 10.0], [17.0, 11.0]])
    points = torch.cat([outline, mouth, eyes]).expand(count, -1, 2)
    pen = torch.tensor([1.0] * 20 + [0] + [1] * 4 + [0, 1, 0, 1]).expand(count, -1)
    wobble = 0.4 * torch.randn(count, points.shape[1], 2, generator=generator)
    return draw_paths(points + wobble, pen, _radius(count, generator) * 0.6)


# Kept out of the training, to find out whether the network also doubts what it has never seen.
UNSEEN: Mapping[str, Callable[[int, Tensor, torch.Generator], Tensor]] = MappingProxyType(
    {"zigzags": zigzags, "faces": faces}
)


def outliers(count: int, digits: Tensor, generator: torch.Generator) -> Tensor:
    """Return pictures (count, 1, 28, 28) that are no digits, every kind of `KINDS` in turn.

    >>> tuple(outliers(7, torch.rand(3, 1, 28, 28), torch.Generator().manual_seed(0)).shape)
    (7, 1, 28, 28)
    """
    shares = [len(range(start, count, len(KINDS))) for start in range(len(KINDS))]
    made = [
        make(share, digits, generator) for make, share in zip(KINDS.values(), shares, strict=True) if share
    ]
    return torch.cat(made)


def _smooth_curves(count: int, corners: int, used: Tensor, pen: Tensor, generator: torch.Generator) -> Tensor:
    """Draw curves through the first `used` of `corners` random places."""
    places = torch.rand(count, corners, 2, generator=generator) * 20 + 4
    time = torch.linspace(0, 1, POINTS)[None] * (used - 1).float()
    before = time.floor().long().clamp(max=corners - 2)
    fraction = (time - before)[..., None]
    eased = (1 - torch.cos(fraction * torch.pi)) / 2
    start = places.gather(1, before[..., None].expand(-1, -1, 2))
    end = places.gather(1, (before + 1)[..., None].expand(-1, -1, 2))
    blend = torch.cat([fraction, eased], 2)
    return draw_paths(start + blend * (end - start), pen, _radius(count, generator))


def _radius(count: int, generator: torch.Generator) -> Tensor:
    return 0.6 + 1.2 * torch.rand(count, generator=generator)


def _letter(strokes: str) -> tuple[Tensor, Tensor]:
    """Return the points and the pen of a letter written as '00 04|30 34'."""
    points: list[tuple[float, float]] = []
    pen: list[float] = []
    for stroke in strokes.split("|"):
        corners = [(float(pair[0]), float(pair[1])) for pair in stroke.split()]
        pen += ([0.0] if points else []) + [1.0] * (len(corners) - 1)
        points += corners
    return torch.tensor(points), torch.tensor(pen)
