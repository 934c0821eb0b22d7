from __future__ import annotations

import pytest
import torch

from explorer.learning.scribbles import KINDS, LETTERS, UNSEEN, draw_paths, outliers

DIGITS = (torch.rand(20, 1, 28, 28, generator=torch.Generator().manual_seed(5)) > 0.8).float()


@pytest.mark.parametrize("name", [*KINDS, *UNSEEN])
def test_every_kind_draws_varied_pictures(name: str) -> None:
    make = {**KINDS, **UNSEEN}[name]
    made = make(12, DIGITS, torch.Generator().manual_seed(0))
    assert made.shape == (12, 1, 28, 28)
    assert float(made.min()) >= 0 and float(made.max()) <= 1
    assert (made.sum(dim=(1, 2, 3)) > 5).all()
    assert len({tuple(picture.flatten().tolist()) for picture in made}) == 12
    assert torch.equal(made, make(12, DIGITS, torch.Generator().manual_seed(0)))


def test_outliers_take_every_kind_in_turn() -> None:
    made = outliers(2 * len(KINDS), DIGITS, torch.Generator().manual_seed(0))
    generator = torch.Generator().manual_seed(0)
    expected = torch.cat([make(2, DIGITS, generator) for make in KINDS.values()])
    assert torch.equal(made, expected)


def test_fewer_outliers_than_kinds_are_possible() -> None:
    assert outliers(1, DIGITS, torch.Generator().manual_seed(0)).shape == (1, 1, 28, 28)


def test_a_lifted_pen_leaves_no_ink() -> None:
    corner = torch.tensor([[[4.0, 4.0], [24.0, 4.0], [24.0, 24.0]]])
    picture = draw_paths(corner, torch.tensor([[1.0, 0.0]]), torch.tensor([1.0]))[0, 0]
    assert picture[4, 14] == 1
    assert picture[20, 24] == 0


def test_the_pen_is_as_wide_as_asked() -> None:
    line = torch.tensor([[[14.0, 2.0], [14.0, 26.0]]])
    for radius in (0.5, 1.5, 3.0):
        row = draw_paths(line, torch.ones(1, 1), torch.tensor([radius]))[0, 0, 14]
        assert float(row.sum()) == pytest.approx(2 * radius + 1, abs=1.0)


def test_letters_are_written_on_their_grid() -> None:
    for strokes in LETTERS.values():
        assert all(character in "01234 |" for character in strokes)
