import numpy as np
import pytest

from explorer.arithmetic.options import float32, images, pair, whole


@pytest.mark.parametrize("value", [2, np.int64(2), np.uint8(2), np.array(2)])
def test_whole_numbers_of_every_kind_are_taken(value: object) -> None:
    number = whole(value, "stride")
    assert number == 2
    assert type(number) is int


@pytest.mark.parametrize("value", [2.0, "2", None, True, np.True_, np.array([1, 2]), 1j])
def test_what_is_not_a_whole_number_is_named(value: object) -> None:
    with pytest.raises(ValueError, match="stride must be a whole number, not"):
        whole(value, "stride")


def test_the_least_number_is_told() -> None:
    with pytest.raises(ValueError, match="padding must be at least 0, not -1"):
        whole(-1, "padding", minimum=0)


@pytest.mark.parametrize(("value", "expected"), [(3, (3, 3)), ((1, 2), (1, 2)), ([1, 2], (1, 2))])
def test_one_number_stands_for_both_axes(value: object, expected: tuple[int, int]) -> None:
    assert pair(value, "stride") == expected


@pytest.mark.parametrize("value", [(), (1,), (1, 2, 3)])
def test_pairs_have_two_numbers(value: object) -> None:
    with pytest.raises(ValueError, match="stride must be one number or"):
        pair(value, "stride")


@pytest.mark.parametrize("value", ["12", {1, 2}, (1, None)])
def test_what_is_not_a_pair_of_numbers_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="stride must be a whole number"):
        pair(value, "stride")


@pytest.mark.parametrize("dtype", ["bool", "u1", "i8", "f2", "f8", ">f4", "g"])
def test_real_numbers_of_every_kind_become_float32(dtype: str) -> None:
    array = float32(np.array([0, 1], dtype=dtype), "image")
    assert array.dtype == np.float32
    assert array.tolist() == [0.0, 1.0]


def test_float32_is_not_copied() -> None:
    array = np.zeros(3, np.float32)
    assert float32(array, "image") is array


def test_what_float32_cannot_hold_becomes_infinite() -> None:
    assert float32([1e300, -1e300], "image").tolist() == [np.inf, -np.inf]


@pytest.mark.parametrize("values", [["a"], [1j], [None], np.array(["2024-01-01"], "M8[D]")])
def test_other_things_are_not_numbers(values: object) -> None:
    with pytest.raises(ValueError, match="image must hold real numbers"):
        float32(values, "image")


def test_ragged_rows_are_told() -> None:
    with pytest.raises(ValueError, match="every row as long as the others"):
        float32([[1, 2], [3]], "image")


@pytest.mark.parametrize("shape", [(0, 3, 3), (1, 0, 3), (1, 3, 0), (2, 1, 0, 3)])
def test_empty_images_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="image is empty"):
        images(np.zeros(shape))


def test_a_batch_may_be_empty() -> None:
    assert images(np.zeros((0, 1, 3, 3))).shape == (0, 1, 3, 3)
