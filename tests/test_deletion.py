from __future__ import annotations

import numpy as np
import pytest

from explorer.arithmetic import Flatten, Linear, Network, Softmax, softmax
from explorer.deletion import (
    DeletionCurve,
    deletion_curve,
    most_important_first,
    random_deletion,
    removable,
)
from explorer.digits import recognise
from explorer.pictures.samples import sample_digit

WEIGHTS = np.array([[4, 2, 1, 0], [0, 0, 0, 0]], np.float32)


def sums() -> Network:
    """Return a network whose first logit is 4, 2, 1 and 0 times the four pixels, its second always 0."""
    layers = {"flatten": Flatten(), "linear": Linear(4, 2, bias=False), "softmax": Softmax()}
    return Network(layers, (1, 2, 2), {"linear.weight": WEIGHTS})


def test_a_curve_by_hand() -> None:
    image = np.ones((1, 2, 2), np.float32)
    curve = deletion_curve(sums(), image, np.array([0, 1, 2, 3]), target=0, steps=4)
    expected = [softmax(np.array([logit, 0], np.float32))[0] for logit in (7, 3, 1, 0, 0)]
    np.testing.assert_allclose(curve.probabilities, expected, rtol=1e-6)
    assert curve.shares.tolist() == [0, 0.25, 0.5, 0.75, 1]
    by_hand = sum((one + other) / 2 / 4 for one, other in zip(expected, expected[1:], strict=False))
    assert curve.area == pytest.approx(by_hand)


def test_the_most_important_first_falls_fastest_of_all_orders() -> None:
    image = np.ones((1, 2, 2), np.float32)
    places = removable(image)
    best = most_important_first(WEIGHTS[0].reshape(2, 2), places)
    assert best.tolist() == [0, 1, 2, 3]
    area = deletion_curve(sums(), image, best, target=0, steps=4).area
    random = random_deletion(sums(), image, places, target=0, steps=4)
    worst = deletion_curve(sums(), image, best[::-1], target=0, steps=4).area
    assert area < random.area < worst


def test_only_what_differs_from_the_background_can_be_removed() -> None:
    image = np.array([[[0.5, 0], [1, 0.5]], [[0.5, 0.5], [0.5, 0.5]]], np.float32)
    assert removable(image, background=0.5).tolist() == [1, 2]
    assert removable(image).tolist() == [0, 1, 2, 3]


def test_the_background_is_what_pixels_become() -> None:
    image = np.ones((1, 2, 2), np.float32)
    curve = deletion_curve(sums(), image, np.array([0]), target=0, steps=1, background=-1)
    assert curve.probabilities[1] == pytest.approx(softmax(np.array([-1, 0], np.float32))[0])


def test_the_mean_of_random_orders_is_the_mean_and_repeats() -> None:
    recognition = recognise(sample_digit(7))
    image, target = recognition.prepared[None], recognition.digit
    places = removable(image)
    network = _network()
    mean = random_deletion(network, image, places, target=target, seeds=range(3), steps=5)
    again = random_deletion(network, image, places, target=target, seeds=range(3), steps=5)
    np.testing.assert_array_equal(mean.probabilities, again.probabilities)
    single = [
        random_deletion(network, image, places, target=target, seeds=range(seed, seed + 1), steps=5)
        for seed in range(3)
    ]
    np.testing.assert_allclose(
        mean.probabilities, np.mean([each.probabilities for each in single], axis=0), rtol=1e-6
    )
    assert len({each.probabilities.tobytes() for each in single}) == 3


def test_every_curve_begins_with_the_image_and_ends_with_blank_paper() -> None:
    recognition = recognise(sample_digit(7))
    image, target = recognition.prepared[None], recognition.digit
    order = removable(image)
    curve = deletion_curve(_network(), image, order, target=target)
    blank = softmax(_network().forward(np.zeros_like(image)[None]))[0, target]
    assert curve.probabilities[0] == pytest.approx(recognition.probabilities[target], abs=1e-5)
    assert curve.probabilities[-1] == pytest.approx(blank, abs=1e-5)
    assert len(curve.shares) == 21


def test_an_image_that_is_background_already_stays_as_it_is() -> None:
    curve = deletion_curve(sums(), np.zeros((1, 2, 2), np.float32), np.array([], np.int64), target=0, steps=2)
    assert curve.probabilities.tolist() == [0.5, 0.5, 0.5]
    assert curve.shares.tolist() == [0, 0, 0]


def test_areas_run_from_0_to_1() -> None:
    shares = np.linspace(0, 1, 5, dtype=np.float32)
    assert DeletionCurve(shares, np.ones(5, np.float32)).area == 1
    assert DeletionCurve(shares, np.zeros(5, np.float32)).area == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"steps": 0}, "at least 1 step"),
        ({"target": 2}, "classes are 0 to 1"),
        ({"target": -1}, "classes are 0 to 1"),
        ({"order": np.array([0, 4])}, "places from 0 to 3"),
        ({"order": np.array([1, 1])}, "at most once"),
        ({"image": np.zeros((1, 3, 2), np.float32)}, "reads an image of"),
    ],
)
def test_nonsense_is_refused(changed: dict[str, object], message: str) -> None:
    given = {"image": np.zeros((1, 2, 2), np.float32), "order": np.array([0]), "target": 0, "steps": 2}
    given |= changed
    with pytest.raises(ValueError, match=message):
        deletion_curve(sums(), given.pop("image"), given.pop("order"), **given)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least one seed"):
        random_deletion(sums(), np.zeros((1, 2, 2), np.float32), np.array([0]), target=0, seeds=range(0))


def _network() -> Network:
    from explorer.digits import digit_network

    return digit_network()
