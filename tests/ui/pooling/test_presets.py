"""The presets: the lectures' numbers and ours, each in the arithmetic as its title says."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.lectures import EXAMPLES
from explorer.ui.pooling.examples import matching
from explorer.ui.pooling.presets import presets, random_grid
from explorer.ui.pooling.settings import PoolingSettings

LECTURES = ("max_pooling", "average_pooling", "max_pooling_stanford")


def output(name: str) -> list[list[float]]:
    preset = presets()[name]
    return preset.settings.pooling(preset.grid).output.tolist()


@pytest.mark.parametrize("name", LECTURES)
def test_a_lectures_preset_prints_the_slides_numbers(name: str) -> None:
    assert output(name) == [list(row) for row in EXAMPLES[name].printed or ()]
    assert presets()[name].title.startswith(EXAMPLES[name].lecture.name)
    assert EXAMPLES[name].slide in presets()[name].told


def test_the_numbers_of_the_lectures() -> None:
    assert output("max_pooling") == [[8, 9], [9, 4]]
    assert output("average_pooling") == [[3.5, 6.25], [4.5, 2.5]]
    assert output("max_pooling_stanford") == [[6, 8], [3, 4]]


def test_alexnets_windows_share_winners() -> None:
    preset = presets()["overlapping"]
    pooling = preset.settings.pooling(preset.grid)
    assert pooling.options.kernel_size == (3, 3) and pooling.options.stride == (2, 2)
    assert pooling.size == (3, 3)
    assert pooling.wins.max() > 1


def test_the_rounded_up_windows_hang_over() -> None:
    preset = presets()["ceil"]
    pooling = preset.settings.pooling(preset.grid)
    assert pooling.size == (3, 3)
    assert pooling.counts.tolist() == [4, 4, 2, 4, 4, 2, 2, 2, 1]
    floored = PoolingSettings(kind="average").pooling(preset.grid)
    assert floored.uses[-1].sum() == floored.uses[:, -1].sum() == 0


def test_the_global_average_is_the_mean() -> None:
    preset = presets()["global"]
    assert output("global") == [[pytest.approx(preset.grid.mean())]]


@pytest.mark.parametrize("name", presets())
def test_a_preset_is_known_again_however_its_options_are_said(name: str) -> None:
    preset = presets()[name]
    assert matching(preset.grid, preset.settings) == name
    other = np.array(preset.grid)
    other[0, 0] += 1
    assert matching(other, preset.settings) is None


def test_random_integers_are_those_of_the_seed() -> None:
    assert random_grid(3, (4, 5)).shape == (4, 5)
    assert not np.array_equal(random_grid(3, (4, 5)), random_grid(4, (4, 5)))
