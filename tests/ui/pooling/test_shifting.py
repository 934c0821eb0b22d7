"""The moved input: what is counted, and what is said of it."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from explorer.ui.pooling.moved_grids import CELL, map_html, table_html
from explorer.ui.pooling.presets import presets
from explorer.ui.pooling.settings import PoolingSettings
from explorer.ui.pooling.shifting import moved

AVERAGE = PoolingSettings(kind="average")
GLOBAL = PoolingSettings(kind="average", kernel_size=None)
DOT = np.zeros((6, 6))
DOT[2, 2] = 5


def test_one_shift_changes_every_output_of_its_preset() -> None:
    preset = presets()["everything"]
    state = moved(preset.grid, preset.settings, (0, 1))
    assert state.changed_outputs.all()
    assert state.before.output[0].tolist() == [9, 0, 9, 0]
    assert state.after.output[0].tolist() == [0, 9, 0, 9]
    assert "16 of 16 cells of the output change. Without pooling 32 of 64 cells change." in state.sentences


@pytest.mark.parametrize(
    ("settings", "by", "changed", "words"),
    [
        (PoolingSettings(), (0, 1), 0, "0 of 9 cells of the output change. Without pooling 2 of 36"),
        (PoolingSettings(), (0, -1), 2, "2 of 9 cells"),
        (PoolingSettings(), (0, 2), 2, "so the output moves along, by 1 cell, exactly"),
        (PoolingSettings(), (-2, 0), 2, "so the output moves along, by 1 cell, exactly"),
        (AVERAGE, (1, 0), 0, "0 of 9"),
        (GLOBAL, (0, 3), 0, "There is one window, and nothing left it."),
        (GLOBAL, (0, 4), 1, "1 of 1 cell of the output changes. Without pooling 1 of 36 cells changes."),
    ],
    ids=str,
)
def test_what_a_dot_does(settings: PoolingSettings, by: tuple[int, int], changed: int, words: str) -> None:
    state = moved(DOT, settings, by)
    assert state.changed_outputs.sum() == changed
    assert words in state.sentences
    assert ("passed out of the picture" in state.sentences) == (by == (0, 4))


def test_a_move_that_the_stride_does_not_divide_has_no_whole_step() -> None:
    assert moved(DOT, PoolingSettings(), (0, 3)).steps is None
    assert moved(DOT, PoolingSettings(kernel_size=(3, 3), stride=(1, 3)), (2, 0)).steps == (2, 0)
    assert "moves along" not in moved(DOT, PoolingSettings(), (0, 3)).sentences


def test_global_average_never_changes_while_nothing_leaves() -> None:
    grid = np.pad(np.random.default_rng(1).integers(0, 10, (4, 4)), 4).astype(float)
    for by in ((0, 4), (4, 0), (-4, 0), (0, -3), (1, 0)):
        state = moved(grid, GLOBAL, by)
        assert not state.changed_outputs.any() and not state.lost
        assert state.changed_inputs.any()


def test_a_table_says_what_changed() -> None:
    html = table_html(np.array([[1 / 3, -2.5]]), np.array([[True, False]]))
    assert re.findall("<td[^>]*>", html) == ['<td class="changed" aria-label="≈0.33, changed">', "<td>"]
    assert ">−2.5</td>" in html


def test_a_picture_says_what_changed_and_frames_it() -> None:
    changed = np.zeros((9, 9), bool)
    changed[4, 2] = True
    html = map_html("Output", np.full((9, 9), -np.inf), changed, limit=3)
    assert 'alt="Output: 9 by 9 numbers as colours, 1 of them changed."' in html
    picture = Image.open(io.BytesIO(base64.b64decode(html.split("base64,")[1].removesuffix('">'))))
    dark = np.argwhere(np.asarray(picture.convert("RGB")).max(axis=2) < 60)
    assert (dark.min(axis=0) // CELL).tolist() == (dark.max(axis=0) // CELL).tolist() == [4, 2]
