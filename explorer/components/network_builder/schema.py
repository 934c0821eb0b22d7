"""What the browser knows of kinds and blocks: enough to build a menu and a form of each. Sent once."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Any

from explorer.architectures.kinds import KINDS, MOST_CHANNELS, MOST_SIDE, Kind, Option
from explorer.architectures.plans import JOIN_WORDS, JOINS
from explorer.architectures.values import write_value

# What a layer begins with where it must be told something.
BEGINNINGS = MappingProxyType(
    {
        "conv": "conv 16 3x3",
        "depthwise": "depthwise 3x3 padding=1",
        "tableconv": "tableconv 0 3x3",
        "maxpool": "maxpool 2x2",
        "avgpool": "avgpool 2x2",
        "adaptivepool": "adaptivepool 1x1",
        "subsample": "subsample 2x2",
        "lrn": "lrn 5",
        "linear": "linear 10",
        "rbf": "rbf 10",
    }
)
JOIN_TITLES = MappingProxyType(
    {
        "chain": "Named block",
        "add": "Branches, added (a residual block)",
        "concat": "Branches, stacked (along the channels)",
        "aside": "Head, for training only",
    }
)


@cache
def schema() -> dict[str, Any]:
    """Return every kind with its options, and every way to join branches, as plain lists and texts."""
    return {
        "kinds": [_kind(kind) for kind in KINDS.values()],
        "joins": [
            {"word": word, "said": JOIN_WORDS[word], "title": JOIN_TITLES[word], "summary": summary}
            for word, summary in JOINS.items()
        ],
        "most": {"channels": MOST_CHANNELS, "side": MOST_SIDE},
    }


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "word": kind.word,
        "title": kind.title,
        "group": kind.group,
        "summary": kind.summary,
        "line": BEGINNINGS.get(kind.word, kind.word),
        "options": [_option(option) for option in kind.options],
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "form": option.form,
        "start": "" if option.default is None else write_value(option.default, option),
        "leading": option.leading,
        "required": option.required,
        "minimum": option.minimum,
        "maximum": option.maximum,
        "choices": list(option.choices),
    }
