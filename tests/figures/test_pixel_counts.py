"""A picture's size in things that a person can imagine, counted again another way."""

from __future__ import annotations

import datetime
import sys

import pytest

from explorer.figures.pixel_counts import decimal_digits, duration, pages, size_facts


def test_the_lectures_picture() -> None:
    assert dict(size_facts(1080, 1080, 3)) == {
        "Numbers": "1,080 × 1,080 × 3 = 3,499,200",
        "Printed": "3,500 pages, 7 reams of 500",
        "Read aloud": "40 days and 12 hours",
        "Weights of one neuron that sees all": "3,499,200 and a bias",
        "Different pictures": "a number with 8,426,914 digits",
    }
    assert datetime.timedelta(days=40, hours=12).total_seconds() == 3_499_200


def test_a_small_picture() -> None:
    facts = dict(size_facts(16, 12, 3))
    assert facts["Printed"] == "1 page"
    assert facts["Read aloud"] == "9 minutes and 36 seconds"


def test_one_ream_is_one() -> None:
    assert dict(size_facts(1000, 500, 1))["Printed"] == "500 pages, 1 ream of 500"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (61, "1 minute and 1 second"),
        (7200, "2 hours"),
        (86_400, "1 day"),
        (86_460, "over 1 day"),
    ],
)
def test_a_time_in_words(seconds: int, told: str) -> None:
    assert duration(seconds) == told


@pytest.mark.parametrize("count", [1, 2, 5, 192, 576, 1234])
def test_digits_are_counted_as_python_counts_them(count: int) -> None:
    assert sys.get_int_max_str_digits() in (0, 4300)
    assert decimal_digits(count) == len(str(256**count))


def test_a_page_that_is_begun_is_a_page() -> None:
    assert [pages(count) for count in (1, 999, 1000, 1001, 2000)] == [1, 1, 1, 2, 2]
