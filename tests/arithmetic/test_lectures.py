"""Every worked example of the lectures, to the digit.

The volume example of the fourth lecture (3x3x3 filters at stride 2) comes without its input in the text that
we have, and cannot be worked out again.
"""

import numpy as np
import pytest

from explorer.arithmetic import KERNELS, Conv2d, Linear, conv2d, pool2d

FIVE = [[7, 2, 3, 3, 8], [4, 5, 3, 8, 4], [3, 3, 2, 8, 4], [2, 8, 7, 2, 7], [5, 4, 4, 5, 4]]
SIX = [
    [3, 0, 1, 2, 7, 4],
    [1, 5, 8, 9, 3, 1],
    [2, 7, 2, 5, 1, 3],
    [0, 1, 3, 1, 7, 8],
    [4, 2, 1, 6, 2, 8],
    [2, 4, 5, 2, 3, 9],
]
STEP = [[10, 10, 10, 0, 0, 0]] * 6
ONES = [[1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 1, 1, 0], [0, 1, 1, 0, 0]]
POOLED = [[1, 4, 6, 3], [1, 8, 9, 7], [2, 9, 1, 2], [3, 4, 4, 3]]


def answer(image: list[list[int]], kernel: str, **options: int) -> list[list[float]]:
    output: list[list[float]] = conv2d([image], KERNELS[kernel].weights[None, None], **options)[0].tolist()
    return output


def test_first_lecture_what_is_convolution() -> None:
    assert answer(FIVE, "lecture_vertical")[0][0] == 6


def test_first_and_second_lecture_the_edge_between_ten_and_zero() -> None:
    assert answer(STEP, "lecture_vertical") == [[0, 30, 30, 0]] * 4


def test_second_lecture_six_by_six() -> None:
    assert answer(SIX, "lecture_vertical")[0] == [-5, -4, 0, 8]


def test_second_lecture_stride_three() -> None:
    assert answer(SIX, "lecture_vertical", stride=3) == [[-5, 8], [-3, -16]]


def test_second_lecture_padding_misprints_two_sums() -> None:
    # No picture of zeros and ones gives all 25 sums as printed. The picture that the slide pads has one pixel
    # more than the one without padding, in the fourth row; two of its sums are not those printed.
    padded = [*ONES[:3], [0, 1, 1, 1, 0], ONES[4]]
    printed = [[2, 2, 3, 1, 1], [1, 4, 3, 4, 1], [2, 2, 4, 3, 3], [1, 2, 3, 4, 1], [1, 2, 3, 1, 1]]
    output = np.array(answer(padded, "lecture_quiz", padding=1))
    assert np.argwhere(output != printed).tolist() == [[2, 2], [3, 1]]
    assert (output[2, 2], output[3, 1]) == (5, 3)
    unpadded = np.array(answer(ONES, "lecture_quiz", padding=1))
    assert np.argwhere(unpadded != printed).tolist() == [[2, 0], [4, 0], [4, 2]]


def test_second_lecture_first_value_and_third_lecture_quiz() -> None:
    assert answer(ONES, "lecture_quiz") == [[4, 3, 4], [2, 4, 3], [2, 3, 4]]


def test_second_lecture_pooling() -> None:
    assert pool2d([POOLED], "max", kernel_size=2).tolist() == [[[8, 9], [9, 4]]]
    assert pool2d([POOLED], "average", kernel_size=2).tolist() == [[[3.5, 6.25], [4.5, 2.5]]]


def test_first_lecture_strides() -> None:
    assert Conv2d(1, 1, 3).output_shape((1, 5, 5)) == (1, 3, 3)
    assert Conv2d(1, 1, 3, stride=2).output_shape((1, 5, 5)) == (1, 2, 2)


def test_second_lecture_two_filters_on_a_volume() -> None:
    layer = Conv2d(3, 2, 3)
    assert layer.output_shape((3, 6, 6)) == (2, 4, 4)
    assert layer.parameter_count == 3 * 3 * 3 * 2 + 2


def test_first_lecture_forgets_a_bias() -> None:
    # The slide counts 4x4x3x2 + 1; each of the two filters has a bias of its own.
    assert Conv2d(3, 2, 4).parameter_count == 4 * 4 * 3 * 2 + 2


def test_second_lecture_miscounts_the_fully_connected_network() -> None:
    # The slide prints 28236 for 256x100 + 100 + 100x26 + 26.
    assert Linear(256, 100).parameter_count + Linear(100, 26).parameter_count == 28_326


PRINTED = {
    "lecture_vertical": [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
    "lecture_horizontal": [[1, 1, 1], [0, 0, 0], [-1, -1, -1]],
    "lecture_sobel": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],
    "lecture_scharr": [[3, 0, -3], [10, 0, -10], [3, 0, -3]],
    "lecture_line_top": [[-1, -1, -1], [1, 1, 1], [0, 0, 0]],
    "lecture_line_left": [[-1, 1, 0], [-1, 1, 0], [-1, 1, 0]],
    "lecture_line_bottom": [[0, 0, 0], [1, 1, 1], [-1, -1, -1]],
    "lecture_line_right": [[0, 1, -1], [0, 1, -1], [0, 1, -1]],
    "lecture_quiz": [[1, 0, 1], [0, 1, 0], [1, 0, 1]],
    "curve_detector": [
        [0, 0, 0, 0, 0, 30, 0],
        [0, 0, 0, 0, 30, 0, 0],
        [0, 0, 0, 30, 0, 0, 0],
        [0, 0, 0, 30, 0, 0, 0],
        [0, 0, 0, 30, 0, 0, 0],
        [0, 0, 0, 30, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ],
}


@pytest.mark.parametrize("name", PRINTED)
def test_matrices_stand_as_printed(name: str) -> None:
    np.testing.assert_array_equal(KERNELS[name].numerators, PRINTED[name])
    np.testing.assert_array_equal(KERNELS[name].weights, np.array(PRINTED[name], np.float32))


def test_no_lecture_matrix_is_missing() -> None:
    lectures = {name for name, kernel in KERNELS.items() if kernel.family == "Lectures"}
    assert lectures == PRINTED.keys() - {"curve_detector"}
