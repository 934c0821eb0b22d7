"""The sentences of an explanation say what its numbers say."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.deletion import DeletionCurve
from explorer.digits import digit_network, recognise
from explorer.learning import attributions
from explorer.pictures.samples import sample_digit
from explorer.sanity import rank_correlation
from explorer.ui.inside.explaining import METHODS, Explanation, explain, fall_sentence, likeness_sentence


def curve(*probabilities: float) -> DeletionCurve:
    count = len(probabilities)
    return DeletionCurve(np.linspace(0, 1, count, dtype=np.float32), np.array(probabilities, np.float32))


def explanation(
    *,
    likeness: float = 0.0,
    ink_likeness: float = 0.0,
    signed_likeness: float = 0.0,
    fall: DeletionCurve | None = None,
    random_fall: DeletionCurve | None = None,
) -> Explanation:
    flat = np.zeros((2, 2), np.float32)
    falls = fall or curve(1, 0), random_fall or curve(1, 0)
    return Explanation(flat, flat, likeness, ink_likeness, signed_likeness, *falls)


def test_every_method_is_one_of_the_attributions() -> None:
    assert set(METHODS) == set(attributions.KINDS)
    assert all(" " not in method.title for method in METHODS.values())


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"likeness": 0.99, "ink_likeness": 0.8, "signed_likeness": 0.75}, "gives nearly the same map"),
        ({"likeness": 0.99, "ink_likeness": 0.8, "signed_likeness": 0.1}, "only the signs are about"),
        ({"likeness": 0.9, "ink_likeness": 0.1}, "only the differences within the ink"),
        ({"likeness": 0.2, "ink_likeness": -0.1}, "it passes"),
    ],
)
def test_likeness_is_judged_by_the_ink_and_then_by_everything(numbers: dict[str, float], said: str) -> None:
    sentence = likeness_sentence(explanation(**numbers))
    assert said in sentence
    assert f"{numbers['likeness']:.2f} over all pixels" in sentence
    assert f"{numbers['ink_likeness']:.2f} over those with ink".replace("-", "\N{MINUS SIGN}") in sentence


def test_a_photo_has_no_ink_to_speak_of() -> None:
    everywhere = explanation(likeness=0.9, ink_likeness=0.9, signed_likeness=0.9)
    for made in (everywhere, explanation(likeness=0.1, ink_likeness=0.1)):
        assert " ink" not in likeness_sentence(made, has_ink=False)
    assert "shows the picture" in likeness_sentence(everywhere, has_ink=False)


@pytest.mark.parametrize(
    ("fall", "random_fall", "said"),
    [
        (curve(1, 0.1, 0), curve(1, 0.6, 0), "finds pixels that the answer rests on"),
        (curve(1, 0.5, 0), curve(1, 0.51, 0), "no better than chance"),
        (curve(1, 0.9, 0), curve(1, 0.5, 0), "worse than chance"),
        (curve(0.05, 0.9, 0), curve(0.05, 0.5, 0), "little to lose"),
    ],
)
def test_the_fall_is_judged_by_the_areas(fall: DeletionCurve, random_fall: DeletionCurve, said: str) -> None:
    assert said in fall_sentence(explanation(fall=fall, random_fall=random_fall), "7")


def test_half_of_the_probability_is_where_the_curve_first_is_below_it() -> None:
    sentence = fall_sentence(explanation(fall=curve(1, 0.4, 0), random_fall=curve(1, 0.9, 0.8)), "7")
    plain = sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert "gone after 50 % of the ink, in a random order never." in plain


@pytest.mark.parametrize("kind", METHODS)
def test_an_explanation_holds_what_it_says(kind: str) -> None:
    recognition = recognise(sample_digit(7))
    image = recognition.prepared[None]
    made = explain(attributions, digit_network(), image, kind, target=recognition.digit, seed=3)
    again = explain(attributions, digit_network(), image.copy(), kind, target=recognition.digit, seed=3)
    assert again is made
    other = explain(attributions, digit_network(), image, kind, target=recognition.digit, seed=4)
    np.testing.assert_array_equal(other.map, made.map)
    assert not np.array_equal(other.random_map, made.random_map)
    assert made.likeness == rank_correlation(made.map, made.random_map)
    inked = image[0] > 0
    pair = made.map[inked], made.random_map[inked]
    assert made.ink_likeness == rank_correlation(*pair)
    assert made.signed_likeness == rank_correlation(*pair, signs=True)
    assert made.fall.probabilities[0] == pytest.approx(recognition.probabilities.max(), abs=1e-5)
    assert made.random_fall.probabilities[[0, -1]] == pytest.approx(
        made.fall.probabilities[[0, -1]], abs=1e-5
    )


def test_on_this_digit_occlusion_beats_chance_and_grad_cam_does_not() -> None:
    recognition = recognise(sample_digit(7))
    areas = {
        kind: explain(
            attributions, digit_network(), recognition.prepared[None], kind, target=recognition.digit
        )
        for kind in ("occlusion", "grad_cam")
    }
    assert areas["occlusion"].fall.area < 0.7 * areas["occlusion"].random_fall.area
    assert areas["grad_cam"].fall.area > 0.9 * areas["grad_cam"].random_fall.area
