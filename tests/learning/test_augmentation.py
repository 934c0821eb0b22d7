from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from explorer.learning.augmentation import Strength, augment, change_pen

NOTHING = Strength().times(0)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def upright_bar(count: int = 1, *, top: int = 4, left: int = 12, width: int = 4) -> Tensor:
    digits = torch.zeros(count, 1, 28, 28)
    digits[:, :, top : top + 20, left : left + width] = 1
    return digits


def ink_box(picture: Tensor) -> tuple[int, int]:
    rows, columns = np.nonzero(picture.numpy() > 0.2)
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def test_no_strength_changes_nothing_in_a_prepared_digit() -> None:
    digit = upright_bar()
    torch.testing.assert_close(augment(digit, NOTHING, generator()), digit, atol=1e-5, rtol=0)


def test_a_digit_off_its_place_is_fitted_and_centred_again() -> None:
    small = torch.zeros(1, 1, 28, 28)
    small[:, :, 2:12, 3:5] = 1
    fitted = augment(small, NOTHING, generator())[0, 0]
    height, _ = ink_box(fitted)
    assert abs(height - 20) <= 2
    rows, columns = np.indices((28, 28))
    weights = fitted.numpy() / fitted.numpy().sum()
    assert (rows * weights).sum() == pytest.approx(13.5, abs=0.3)
    assert (columns * weights).sum() == pytest.approx(13.5, abs=0.3)


def test_the_seed_decides() -> None:
    digits = upright_bar(8)
    first, again, other = (augment(digits, Strength(), generator(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("name", ["rotation", "shear", "aspect", "scale", "shift", "elastic", "thicker"])
def test_every_strength_is_honoured(name: str) -> None:
    digits = upright_bar(8)
    only = Strength(**{**vars(NOTHING), name: getattr(Strength(), name)})
    assert (augment(digits, only, generator()) - digits).abs().max() > 0.1


def test_contrast_hardens_soft_edges() -> None:
    soft = torch.nn.functional.avg_pool2d(upright_bar(16), 3, stride=1, padding=1)
    only = Strength(**{**vars(NOTHING), "contrast": 3.0})
    plain, harder = (augment(soft, strength, generator()) for strength in (NOTHING, only))
    between = [((picture > 0.05) & (picture < 0.95)).sum() for picture in (plain, harder)]
    assert between[1] < between[0]


def test_pens_get_thicker_and_thinner() -> None:
    digits = upright_bar(200)
    drawn = change_pen(digits, Strength(), generator()).sum(dim=(1, 2, 3))
    assert drawn.max() > digits[0].sum() * 1.3
    assert drawn.min() < digits[0].sum() * 0.8


def test_thin_strokes_never_vanish() -> None:
    hairline = upright_bar(200, width=1)
    assert change_pen(hairline, Strength(), generator()).sum(dim=(1, 2, 3)).min() >= hairline[0].sum()


def test_rotation_stays_within_its_limit() -> None:
    only = Strength(**{**vars(NOTHING), "rotation": 15.0})
    turned = augment(upright_bar(100, width=2, left=13), only, generator())
    rows, columns = (torch.arange(28.0)[shape] - 13.5 for shape in ((slice(None), None), (None, slice(None))))
    weights = turned[:, 0] / turned.sum(dim=(1, 2, 3))[:, None, None]
    slant = (weights * rows * columns).sum((1, 2)) / (weights * rows**2).sum((1, 2))
    angles = torch.rad2deg(torch.atan(slant)).abs()
    assert 10 < angles.max() < 16
