"""The study of moved handwriting: its numbers worked out again, another way, and what is said of them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer.digits import digit_network
from explorer.ui.pooling.handwriting import percent, summary, table_html
from explorer.ui.pooling.study import CONTENDERS, MARGIN, first_maps, handwriting, study


def first_maps_in_torch(digits: np.ndarray) -> torch.Tensor:
    weights = digit_network().weights
    convolved = torch.nn.functional.conv2d(
        torch.tensor(digits),
        torch.tensor(np.array(weights["conv1.weight"])),
        torch.tensor(np.array(weights["conv1.bias"])),
    )
    return torch.relu(convolved)


def test_the_first_maps_are_torchs() -> None:
    few = handwriting()[:3]
    np.testing.assert_allclose(first_maps(few), first_maps_in_torch(few).numpy(), atol=1e-5)


@pytest.mark.parametrize(
    ("name", "pool"),
    [
        ("none", lambda maps: maps),
        ("max", lambda maps: torch.nn.functional.max_pool2d(maps, 2)),
        ("average", lambda maps: torch.nn.functional.avg_pool2d(maps, 2)),
        ("overlapping", lambda maps: torch.nn.functional.max_pool2d(maps, 3, stride=2)),
        ("global_average", lambda maps: torch.nn.functional.adaptive_avg_pool2d(maps, 1)),
        ("global_max", lambda maps: torch.nn.functional.adaptive_max_pool2d(maps, 1)),
    ],
)
def test_a_change_by_one_pixel_is_what_torch_says(name: str, pool) -> None:  # type: ignore[no-untyped-def]
    wide = np.pad(handwriting(), ((0, 0), (0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
    before = pool(first_maps_in_torch(wide)).double()
    changes = []
    for axis, by in ((2, 1), (2, -1), (3, 1), (3, -1)):
        after = pool(first_maps_in_torch(np.roll(wide, by, axis))).double()
        apart = (after - before).abs().sum(dim=(1, 2, 3)) / before.abs().sum(dim=(1, 2, 3))
        changes.append(apart.mean().item())
    line = study().lines[list(CONTENDERS).index(name)]
    assert line.changes[0] == pytest.approx(np.mean(changes), abs=1e-4)


def test_the_page_may_say_what_it_says() -> None:
    lines = dict(zip(CONTENDERS, study().lines, strict=True))
    for name in ("global_average", "global_max"):
        assert max(lines[name].changes) < 1e-6
    assert all(line.followed < 1e-6 for line in lines.values())
    assert 0.5 * lines["none"].changes[0] < lines["max"].changes[0] < lines["none"].changes[0]
    assert all(line.changes[1] > line.changes[0] for name, line in lines.items() if "global" not in name)
    assert all(0.9 < share <= 1 for share in study().stays)


def test_no_ink_comes_to_the_edge() -> None:
    wide = np.pad(handwriting(), ((0, 0), (0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
    places = np.argwhere(wide[:, 0] > 0)[:, 1:]
    assert places.min() >= MARGIN and places.max() < wide.shape[-1] - MARGIN


def test_every_number_stands_in_table_and_sentence() -> None:
    found = study()
    table = table_html(found)
    for line in found.lines:
        assert f'<th scope="row">{line.title}</th>' in table
        assert f"<td>{percent(line.changes[0])}</td>" in table
    told = summary(found)
    assert f"{found.count} handwritten digits" in told
    assert percent(found.lines[1].changes[0]) in told
    assert all(percent(share) in told and percent(share) in table for share in found.stays)
