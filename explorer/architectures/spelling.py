"""What is understood although the notation writes it otherwise, and what was probably meant by the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from explorer.architectures.kinds import KINDS, Kind
from explorer.architectures.plans import JOINS

# Other libraries' and books' words; those with another meaning are not taken.
KIND_ALIASES = MappingProxyType(
    {
        "adaptiveavgpool": "adaptivepool",
        "averagepool": "avgpool",
        "averagepooling": "avgpool",
        "avgpooling": "avgpool",
        "batchnormalisation": "batchnorm",
        "batchnormalization": "batchnorm",
        "bn": "batchnorm",
        "convolution": "conv",
        "dense": "linear",
        "depthwiseconv": "depthwise",
        "fc": "linear",
        "fullyconnected": "linear",
        "maxpooling": "maxpool",
        "swish": "silu",
    }
)
KIND_HINTS = MappingProxyType(
    {"average": "avgpool", "avg": "avgpool", "max": "maxpool", "pool": "maxpool", "pooling": "maxpool"}
)
# Words that are not taken, because a reader of the plan would look for them in vain: only a hint follows.
JOIN_HINTS = MappingProxyType(
    {
        "block": "chain",
        "branches": "concat",
        "cat": "concat",
        "concatenate": "concat",
        "inception": "concat",
        "module": "chain",
        "residual": "add",
        "sequential": "chain",
        "shortcut": "add",
        "skip": "add",
        "stack": "concat",
        "stacked": "concat",
        "sum": "add",
    }
)
MOST_WORDS = 3
_BRACES = re.compile(r"([{|}])")
_TIMES = re.compile(r"(?<=\d)\s*[x×X]\s*(?=\d)")
_EQUALS = re.compile(r"\s*=\s*")


def pieces(line: str) -> Iterator[str]:
    """Yield what a line holds: a brace that opens goes with the words before it, all others stand alone.

    >>> list(pieces("both: add { relu | }"))
    ['both: add {', 'relu', '|', '}']
    """
    before = ""
    for piece in map(str.strip, _BRACES.split(line)):
        if piece == "{":
            yield f"{before} {{".strip()
            before = ""
        elif piece:
            if before:
                yield before
            before = "" if piece in ("|", "}") else piece
            if not before:
                yield piece
    if before:
        yield before


def joined(text: str) -> str:
    """Return a line with its sizes and options as one word each.

    >>> joined("conv 8 3 × 3 padding = 1")
    'conv 8 3x3 padding=1'
    """
    return _EQUALS.sub("=", _TIMES.sub("x", text))


def kind_of(words: Sequence[str]) -> tuple[Kind | None, Sequence[str]]:
    """Return the kind that the first words name, None if they name none, and the words behind it.

    >>> [kind_of(line.split())[0].word for line in ("CONV 8 3x3", "max pool 2x2", "Dense 10", "MaxPool2d 2")]
    ['conv', 'maxpool', 'linear', 'maxpool']
    """
    for count in range(1, min(MOST_WORDS, len(words)) + 1):
        word = re.sub(r"[-_]", "", "".join(words[:count]).lower()).removesuffix("2d")
        if kind := KINDS.get(KIND_ALIASES.get(word, word)):
            return kind, words[count:]
    return None, words


def unknown_kind(word: str) -> str:
    """Say that there is no such kind of layer, and what may have been meant.

    >>> unknown_kind("add"), unknown_kind("residual")
    ('add is a block: "add {" opens it, "}" closes it', 'there is no kind "residual"; did you mean "add {"?')
    """
    if word.lower() in JOINS:
        return f'{word.lower()} is a block: "{word.lower()} {{" opens it, "}}" closes it'
    if hint := JOIN_HINTS.get(word.lower()):
        return f'there is no kind "{word[:20]}"; did you mean "{hint} {{"?'
    if hint := KIND_HINTS.get(word.lower()):
        return f'there is no kind "{word[:20]}"; did you mean {hint}?'
    return f'there is no kind "{word[:20]}"{meant(word, [*KINDS, *KIND_ALIASES, *JOINS])}'


def unknown_join(word: str) -> str:
    """Say that there is no such block, and what may have been meant.

    >>> unknown_join("residual")
    'there is no block "residual"; did you mean add?'
    """
    if not word:
        return 'a block has its kind before the brace: "add {"'
    if hint := JOIN_HINTS.get(word.lower()):
        return f'there is no block "{word[:20]}"; did you mean {hint}?'
    if kind_of(word.split())[0]:
        return f'"{word[:20]}" is a layer and opens no block; blocks are {", ".join(JOINS)}'
    return f'there is no block "{word[:20]}"{meant(word, [*JOINS])}'


def meant(word: str, words: Sequence[str]) -> str:
    """Return what may have been meant, as a question; else what there is.

    >>> meant("convv", ["conv", "relu"]), meant("zzz", ["conv", "relu"])
    ('; did you mean conv?', '; there are conv, relu')
    """
    if close := get_close_matches(word.lower(), words, n=1):
        return f"; did you mean {KIND_ALIASES.get(close[0], close[0])}?"
    known = [each for each in words if each not in KIND_ALIASES]
    return f"; there are {', '.join(known)}" if known else ""
