"""What the chart's browser side is told, and what it refuses."""

from __future__ import annotations

import json

import pytest

from explorer.components import line_chart as component
from explorer.components.line_chart import MOST_POINTS, Line, line_chart

WORDS = {"key": "chart", "across": "Gone", "up": "Left", "description": "It falls"}


def test_lines_travel_as_text_so_that_pandas_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, object]] = []
    monkeypatch.setattr(component, "_mount", lambda *, key, data: told.append(data))
    line_chart([Line("Random", [1, 1 / 3]), Line("Map", (0.5, 0), style="map")], [0, 1], **WORDS)
    (data,) = told
    assert all(isinstance(value, str) for value in data.values())
    assert json.loads(str(data["lines"])) == {
        "places": [0, 1],
        "lines": [
            {"title": "Random", "style": "plain", "heights": [1, 0.33333]},
            {"title": "Map", "style": "map", "heights": [0.5, 0]},
        ],
    }
    assert data["description"] == "It falls"


@pytest.mark.parametrize(
    ("lines", "places", "message"),
    [
        ([], [0, 1], "a line and 2 to 500 places, not 0, 2"),
        ([Line("a", [1])], [0], "2 to 500 places, not 1, 1"),
        ([Line("a", [1] * 501)], [n / 501 for n in range(MOST_POINTS + 1)], "not 1, 501"),
        ([Line("a", [1, 0, 0])], [0, 1], "'a' has 3 heights for 2 places"),
        ([Line("a", [1, 0], style="wavy")], [0, 1], "no style 'wavy'"),
        ([Line("a", [1, 1.5])], [0, 1], "outside 0 to 1"),
        ([Line("a", [1, float("nan")])], [0, 1], "outside 0 to 1"),
        ([Line("a", [1, 0])], [-1, 1], "outside 0 to 1"),
        ([Line("a", [1, 0])], [1, 1], "rise"),
    ],
)
def test_what_cannot_be_drawn_is_refused(lines: list[Line], places: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        line_chart(lines, places, **WORDS)
