"""Run an exported script as a learner does, in this process: the libraries are slow to import."""

from __future__ import annotations

from typing import Any

from explorer.architectures.analysis import Analysis

LONGEST_LINE = 110


def executed(script: str) -> tuple[dict[str, Any], str]:
    """Return the names that a script leaves, and what it says."""
    said: list[str] = []
    names: dict[str, Any] = {"__name__": "__main__", "print": lambda text: said.append(text)}
    exec(compile(script, "exported.py", "exec"), names)
    return names, "\n".join(said)


def parameters_said(analysis: Analysis) -> str:
    return f"{analysis.totals.parameters:,} parameters, output "


def trunk_shapes(analysis: Analysis) -> dict[str, tuple[int, ...]]:
    """Return the weights of all that is not aside, by their full names, in order."""
    return {
        f"{row.path}.{key}": shape
        for row in analysis.layers
        if row.layer is not None and not row.aside
        for key, shape in (row.layer.parameter_shapes | row.layer.buffer_shapes).items()
    }
