import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st

from explorer.arithmetic.padding import PADDING_MODES, check_padding, pad2d, resolve_padding

TORCH = {"zeros": "constant", "reflect": "reflect", "replicate": "replicate", "circular": "circular"}
cells = st.integers(0, 5)
sides = st.tuples(st.tuples(cells, cells), st.tuples(cells, cells))


@given(st.sampled_from(PADDING_MODES), sides, st.integers(1, 6), st.integers(1, 6))
def test_every_mode_and_every_limit_is_torchs(
    mode: str, padding: tuple[tuple[int, int], tuple[int, int]], height: int, width: int
) -> None:
    image = np.arange(2 * height * width, dtype=np.float32).reshape(2, height, width)
    (top, bottom), (left, right) = padding
    try:
        expected = F.pad(torch.from_numpy(image)[None], (left, right, top, bottom), mode=TORCH[mode])
    except RuntimeError:
        with pytest.raises(ValueError, match=rf"{mode} padding \d must .* than the input (height|width) \d"):
            pad2d(image, padding, padding_mode=mode)
    else:
        np.testing.assert_array_equal(pad2d(image, padding, padding_mode=mode), expected[0].numpy())


def test_padding_leaves_the_image_alone() -> None:
    image = np.ones((1, 2, 2), np.float32)
    padded = pad2d(image, ((0, 0), (0, 0)))
    padded[:] = 7
    assert image.sum() == 4


@pytest.mark.parametrize("shape", [(3,), (0, 3), (3, 0)])
def test_there_must_be_something_to_pad(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="needs rows and columns"):
        pad2d(np.zeros(shape), ((1, 1), (1, 1)))


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        (2, ((2, 2), (2, 2))),
        ((1, 2), ((1, 1), (2, 2))),
        (((1, 2), (3, 4)), ((1, 2), (3, 4))),
        ([[1, 2], [3, 4]], ((1, 2), (3, 4))),
        ("valid", ((0, 0), (0, 0))),
        ("same", ((1, 1), (2, 2))),
    ],
)
def test_paddings_may_be_written_in_many_ways(padding: object, expected: object) -> None:
    assert resolve_padding(padding, (9, 9), (3, 5)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "padding", ["full", "", -1, (1, -1), (1, 2, 3), (1, (2, 3, 4)), 1.5, None, (None, 1)]
)
def test_nonsense_is_refused(padding: object) -> None:
    with pytest.raises(ValueError, match="padding"):
        resolve_padding(padding, (9, 9), 3)  # type: ignore[arg-type]


def test_modes_are_listed_for_who_mistypes_one() -> None:
    with pytest.raises(
        ValueError, match="padding_mode must be one of zeros, reflect, replicate, circular, not 'mirror'"
    ):
        check_padding((5, 5), ((0, 0), (0, 0)), "mirror")
