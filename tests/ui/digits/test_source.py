"""Going on from sample to sample comes past all of them."""

from explorer.pictures.samples import DIGITS_COUNT, digit_label
from explorer.ui.digits.source import another_sample


def test_another_one_comes_past_every_sample_and_changes_the_digit_often() -> None:
    seen = [0]
    while (following := another_sample(seen[-1])) != 0:
        seen.append(following)
    assert sorted(seen) == list(range(DIGITS_COUNT))
    changes = sum(digit_label(a) != digit_label(b) for a, b in zip(seen, seen[1:], strict=False))
    assert changes > 0.8 * DIGITS_COUNT
