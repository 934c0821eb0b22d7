"""What the bars' browser side is told."""

from __future__ import annotations

import json

import pytest

from explorer.components import probabilities as component
from explorer.components.probabilities import Bar, probabilities


def test_rows_travel_as_text_so_that_pandas_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(component, "_mount", lambda *, key, data: told.append(data))
    bars = [Bar("0", 0.25, "25.0 %", "0.10"), Bar("1", 0.75, "75.0 %", "1.20")]
    probabilities(bars, key="bars", answer="1", sentence="Read as a 1.", certainty="sure", spoken=True)
    (data,) = told
    assert all(isinstance(value, str | bool) for value in data.values())
    assert json.loads(str(data["bars"])) == [["0", 0.25, "25.0 %", "0.10"], ["1", 0.75, "75.0 %", "1.20"]]
    assert data["spoken"] is True
    assert data["heading"] == "Digit"
