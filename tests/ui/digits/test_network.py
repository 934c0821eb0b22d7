"""What the page says about the network comes from the network and its model card."""

from __future__ import annotations

import re

import pytest

from explorer.digits import DIGIT_ASSETS, digit_network
from explorer.ui.digits.network import CARD, NOT_MEASURED, Measured, measured, network_facts

EXAMPLE = """# The digit network

- Command: `python -m explorer.learning.train_digits --seeds 1 2`

| seed | validation | validation, redrawn | test | test, redrawn |
|---|---|---|---|---|
| 1 | 99.10% | 99.00% | 99.20% | 98.90% |
| 2 (shipped) | 99.62% | 99.40% | 99.64% | 99.35% |
| mean | 99.360% | 99.200% | 99.420% | 99.125% |
"""


def test_the_shipped_row_is_read_and_no_other() -> None:
    command = "python -m explorer.learning.train_digits --seeds 1 2"
    assert measured(EXAMPLE) == Measured("99.64 %", "99.35 %", command)


@pytest.mark.parametrize("missing", ["(shipped)", "- Command:", "| test |", "test, redrawn |\n"])
def test_a_card_that_lacks_something_says_nothing(missing: str) -> None:
    assert missing in EXAMPLE
    assert measured(EXAMPLE.replace(missing, "|" if "|" in missing else "")) is None


def test_facts_are_counted_and_say_when_nothing_was_measured() -> None:
    facts = network_facts(None)
    numbers = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", facts)]
    assert numbers == [digit_network().parameter_count, digit_network().macs]
    assert facts.endswith(NOT_MEASURED)
    assert "99.64 % of MNIST's" in network_facts(measured(EXAMPLE))


def test_the_shipped_card_can_be_read() -> None:
    card = DIGIT_ASSETS / CARD
    if not card.is_file():
        pytest.skip("the shipped network has no model card yet")
    found = measured(card.read_text(encoding="utf-8"))
    assert found is not None
    assert 90 < float(found.test.removesuffix(" %")) <= 100
