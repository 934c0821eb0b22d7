"""The claim of the case study, in numbers: pixels are misled by what features are not."""

import numpy as np
import pytest

from explorer.arithmetic import pool2d
from explorer.lectures.letters import FEATURES, LETTERS
from explorer.lectures.matching import ENOUGH, best_match, compare_pixels, feature_evidence, match_map

X = LETTERS["x"].picture
# The two pictures of the third lecture, number by number.
FIRST = [
    [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
    [-1, 1, -1, -1, -1, -1, -1, 1, -1, -1],
    [-1, -1, 1, -1, -1, -1, 1, -1, -1, -1],
    [-1, -1, -1, 1, -1, 1, -1, -1, -1, -1],
    [-1, -1, -1, -1, 1, -1, -1, -1, -1, -1],
    [-1, -1, -1, -1, 1, -1, -1, -1, -1, -1],
    [-1, -1, -1, 1, -1, 1, -1, -1, -1, -1],
    [-1, -1, 1, -1, -1, -1, 1, -1, -1, -1],
    [-1, 1, -1, -1, -1, -1, -1, 1, -1, -1],
    [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
]
SECOND = [
    [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
    [-1, -1, -1, -1, -1, -1, -1, 1, -1, -1],
    [-1, 1, -1, -1, -1, -1, 1, -1, -1, -1],
    [-1, -1, 1, 1, -1, 1, -1, -1, -1, -1],
    [-1, -1, -1, -1, 1, -1, 1, -1, -1, -1],
    [-1, -1, -1, -1, -1, 1, -1, -1, -1, -1],
    [-1, -1, -1, 1, -1, 1, 1, 1, -1, -1],
    [-1, -1, -1, 1, -1, -1, -1, -1, 1, -1],
    [-1, -1, 1, -1, -1, -1, -1, -1, -1, -1],
    [-1, -1, -1, -1, -1, -1, -1, -1, -1, -1],
]


def equal(name: str) -> int:
    return compare_pixels(LETTERS[name].picture, X).equal_count


def test_the_pictures_stand_as_printed() -> None:
    assert X.tolist() == FIRST
    assert LETTERS["deformed"].picture.tolist() == SECOND
    assert [name for name, letter in LETTERS.items() if letter.printed] == ["x", "deformed"]


def test_pixels_rank_an_empty_sheet_and_a_y_above_every_other_x() -> None:
    counts = {name: equal(name) for name in LETTERS}
    assert counts == {"x": 100, "deformed": 84, "moved": 72, "y": 91, "o": 76, "plus": 76, "blank": 86}
    assert counts["y"] > counts["blank"] > counts["deformed"] > counts["o"] > counts["moved"]


def test_correlation_is_no_help_to_a_moved_x() -> None:
    correlations = {name: compare_pixels(letter.picture, X).correlation for name, letter in LETTERS.items()}
    assert correlations["blank"] is None
    assert correlations["moved"] == pytest.approx(-14 / 86)
    assert correlations["moved"] < correlations["plus"] < correlations["o"] < correlations["y"]
    assert compare_pixels(LETTERS["moved"].picture, X).shared_ink == 0


def test_features_where_they_belong_tell_every_x_from_everything_else() -> None:
    scores = {name: feature_evidence(letter.picture).score for name, letter in LETTERS.items()}
    ninths = {"x": 41, "deformed": 37, "moved": 41, "y": 29, "o": 25, "plus": 17, "blank": 11}
    assert scores == pytest.approx({name: count / 45 for name, count in ninths.items()})
    assert min(scores[name] for name, letter in LETTERS.items() if letter.is_x) > ENOUGH
    assert max(scores[name] for name, letter in LETTERS.items() if not letter.is_x) < ENOUGH
    assert all(feature_evidence(letter.picture).is_x == letter.is_x for letter in LETTERS.values())


@pytest.mark.parametrize("shift", [(0, 1), (0, -1), (1, 0), (-1, 0)])
def test_an_x_moved_by_a_pixel_keeps_all_its_evidence_and_loses_a_quarter_of_its_pixels(
    shift: tuple[int, int],
) -> None:
    moved = np.roll(X, shift, axis=(0, 1))
    assert feature_evidence(moved).score == feature_evidence(X).score
    assert compare_pixels(moved, X).equal_count <= 74


def test_features_anywhere_are_not_enough() -> None:
    """An O has both strokes too, in the wrong quarters: without places it looks like an X."""
    anywhere = {
        name: [best_match(LETTERS[name].picture, feature).score * 9 for feature in FEATURES.values()]
        for name in ("x", "o", "deformed", "plus")
    }
    assert anywhere["x"] == anywhere["o"] == [9, 9, 5]
    assert anywhere["deformed"] == [7, 9, 7] and anywhere["plus"] == [5, 5, 1]


def test_where_each_feature_of_the_x_matches() -> None:
    perfect = {
        name: np.argwhere(match_map(X, feature) > 0.999).tolist() for name, feature in FEATURES.items()
    }
    assert perfect == {
        "falling": [[1, 1], [2, 2], [5, 4], [6, 5]],
        "rising": [[1, 5], [2, 4], [5, 2], [6, 1]],
        "crossing": [],
    }
    crossing = best_match(LETTERS["deformed"].picture, FEATURES["crossing"])
    assert (crossing.agreeing, crossing.row, crossing.column) == (8, 2, 4)


@pytest.mark.parametrize("name", LETTERS)
def test_the_best_matches_of_the_quarters_are_max_pooling(name: str) -> None:
    picture = LETTERS[name].picture
    for feature in FEATURES.values():
        pooled = pool2d([match_map(picture, feature)], "max", kernel_size=4)[0]
        quarters = ("top left", "top right", "bottom left", "bottom right")
        ours = [best_match(picture, feature, quarter).score for quarter in quarters]
        np.testing.assert_allclose(ours, pooled.ravel(), rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", LETTERS)
def test_a_match_is_the_mean_of_the_products_and_counts_the_pixels_that_agree(name: str) -> None:
    picture = LETTERS[name].picture
    for match in feature_evidence(picture).matches:
        window = picture[match.row : match.row + 3, match.column : match.column + 3]
        kernel = FEATURES[match.feature].kernel
        assert match.score == pytest.approx((window * kernel).mean(), abs=1e-6)
        assert match.agreeing == (window == kernel).sum()


def test_other_pictures_are_refused() -> None:
    for wrong in (np.ones((9, 10)), np.zeros((10, 10)), np.full((10, 10), np.nan)):
        with pytest.raises(ValueError, match="10x10 pixels of -1 and 1"):
            feature_evidence(wrong)
