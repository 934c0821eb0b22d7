"""Write blocks of the notation that repeat themselves."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.architectures.notation import INDENT


def block(join: str, *branches: Iterable[str], name: str = "") -> list[str]:
    """Return the lines of a block.

    >>> print("\\n".join(block("add", ["conv 8 3x3 padding=1"], [], name="unit")))
    unit: add {
      conv 8 3x3 padding=1
    |
    }
    """
    lines = [f"{name}: {join} {{" if name else f"{join} {{"]
    for place, branch in enumerate(branches):
        lines += ["|"] * (place > 0) + [f"{INDENT}{line}" for line in branch]
    return [*lines, "}"]


def network(title: str, input_shape: str, *parts: Iterable[str]) -> str:
    """Return the text of a network from the lines of its parts.

    >>> network("One layer", "4", ["linear 2"])
    'title One layer\\ninput 4\\nlinear 2\\n'
    """
    lines = [f"title {title}", f"input {input_shape}", *(line for part in parts for line in part)]
    return "\n".join(lines) + "\n"
