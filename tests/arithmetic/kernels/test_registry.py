"""The registry against what SciPy, scikit-image and the definitions say."""

import numpy as np
import pytest
from scipy import ndimage
from skimage import filters

from explorer.arithmetic import KERNELS, PAIRS, conv2d
from explorer.arithmetic.options import Array

PICTURE = np.random.default_rng(0).uniform(0, 1, (24, 20)).astype(np.float32)
FAMILIES = ["Copy and blur", "Sharpen", "Edges", "Lines and curves", "Texture", "Lectures"]


def filtered(name: str, picture: Array = PICTURE) -> Array:
    return conv2d(picture[None], KERNELS[name].weights[None, None])[0]


@pytest.mark.parametrize(
    ("kernel", "edge_filter", "divisor"),
    [
        ("sobel_x", filters.sobel_v, 4),
        ("sobel_y", filters.sobel_h, 4),
        ("scharr_x", filters.scharr_v, 16),
        ("scharr_y", filters.scharr_h, 16),
        ("prewitt_x", filters.prewitt_v, 3),
        ("prewitt_y", filters.prewitt_h, 3),
    ],
)
def test_edges_equal_scikit_image(kernel: str, edge_filter: object, divisor: int) -> None:
    # scikit-image divides by the sum of the smoothing weights, and leaves a border.
    expected = edge_filter(PICTURE)[1:-1, 1:-1]  # type: ignore[operator]
    np.testing.assert_allclose(filtered(kernel) / divisor, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("kernel", "edge_filter"),
    [("roberts_x", filters.roberts_pos_diag), ("roberts_y", filters.roberts_neg_diag)],
)
def test_roberts_equals_scikit_image_flipped(kernel: str, edge_filter: object) -> None:
    # scikit-image turns the kernel by 180 degrees, which changes the sign of this one.
    expected = -edge_filter(PICTURE)[:-1, :-1]  # type: ignore[operator]
    np.testing.assert_allclose(filtered(kernel), expected, atol=1e-5)


def test_edge_detect_is_ndimages_laplacian_negated() -> None:
    np.testing.assert_allclose(filtered("edge_detect"), -ndimage.laplace(PICTURE)[1:-1, 1:-1], atol=1e-5)


@pytest.mark.parametrize(("name", "size"), [("box_blur_3", 3), ("box_blur_5", 5)])
def test_box_blur_is_ndimages_uniform_filter(name: str, size: int) -> None:
    margin = size // 2
    expected = ndimage.uniform_filter(PICTURE, size)[margin:-margin, margin:-margin]
    np.testing.assert_allclose(filtered(name), expected, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "axis"), [("sobel_x", 1), ("sobel_y", 0), ("prewitt_x", 1), ("prewitt_y", 0)]
)
def test_gradients_equal_ndimage(name: str, axis: int) -> None:
    reference = ndimage.sobel if name.startswith("sobel") else ndimage.prewitt
    np.testing.assert_allclose(filtered(name), reference(PICTURE, axis=axis)[1:-1, 1:-1], atol=1e-5)


DEFINITIONS = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "gaussian_blur_3": [[1, 2, 1], [2, 4, 2], [1, 2, 1]],
    "gaussian_blur_5": [
        [1, 4, 6, 4, 1],
        [4, 16, 24, 16, 4],
        [6, 24, 36, 24, 6],
        [4, 16, 24, 16, 4],
        [1, 4, 6, 4, 1],
    ],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "unsharp_mask": [
        [-1, -4, -6, -4, -1],
        [-4, -16, -24, -16, -4],
        [-6, -24, 476, -24, -6],
        [-4, -16, -24, -16, -4],
        [-1, -4, -6, -4, -1],
    ],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "edge_detect": [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
    "strong_edge_detect": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "sobel_x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "scharr_y": [[-3, -10, -3], [0, 0, 0], [3, 10, 3]],
    "prewitt_x": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "roberts_x": [[1, 0], [0, -1]],
    "roberts_y": [[0, 1], [-1, 0]],
    "line_0": [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]],
    "line_45": [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]],
    "line_90": [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]],
    "line_135": [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]],
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_constructions_give_the_textbook_numbers(name: str) -> None:
    np.testing.assert_array_equal(KERNELS[name].numerators, DEFINITIONS[name])


@pytest.mark.parametrize("name", KERNELS)
def test_every_kernel_is_told_in_full(name: str) -> None:
    kernel = KERNELS[name]
    assert kernel.name == name
    assert kernel.family in FAMILIES
    assert all((kernel.title, kernel.construction, kernel.source))
    assert kernel.description.endswith(".")
    assert kernel.weights.dtype == np.float32
    assert not kernel.numerators.flags.writeable
    assert not np.signbit(kernel.numerators[kernel.numerators == 0]).any()


def test_titles_tell_kernels_apart() -> None:
    assert len({kernel.title for kernel in KERNELS.values()}) == len(KERNELS)
    assert list(dict.fromkeys(kernel.family for kernel in KERNELS.values())) == FAMILIES


@pytest.mark.parametrize("name", KERNELS)
def test_sums_are_what_the_family_promises(name: str) -> None:
    kernel = KERNELS[name]
    brightness = kernel.numerators.sum() / kernel.divisor
    if kernel.family in ("Copy and blur", "Sharpen"):
        assert brightness == pytest.approx(1)
    if kernel.family == "Edges" or name.startswith("line_"):
        assert brightness == 0


@pytest.mark.parametrize("angle", [0, 45, 90, 135])
def test_lines_answer_most_to_their_own_angle(angle: int) -> None:
    answers = {other: float(filtered(f"line_{other}", drawn_line(angle)).max()) for other in (0, 45, 90, 135)}
    assert max(answers, key=lambda other: answers[other]) == angle
    assert list(answers.values()).count(answers[angle]) == 1


def drawn_line(angle: int) -> Array:
    """Draw a thin line through the middle, counter-clockwise from horizontal as one sees it."""
    picture = np.zeros((15, 15), np.float32)
    steps = np.arange(-7, 8)
    rows, columns = {0: (0, 1), 45: (-1, 1), 90: (1, 0), 135: (1, 1)}[angle]
    picture[7 + steps * rows, 7 + steps * columns] = 1
    return picture


@pytest.mark.parametrize("pair", PAIRS)
def test_pairs_are_quarter_turns_of_each_other(pair: str) -> None:
    across, down = (KERNELS[name].numerators for name in PAIRS[pair])
    if pair == "Roberts":
        np.testing.assert_array_equal(down, np.rot90(across, -1))
    else:
        np.testing.assert_array_equal(down, across.T)
        ramp = np.broadcast_to(np.arange(9, dtype=np.float32), (9, 9))
        assert (filtered(PAIRS[pair][0], ramp) > 0).all()
        assert (filtered(PAIRS[pair][1], ramp.T) > 0).all()
