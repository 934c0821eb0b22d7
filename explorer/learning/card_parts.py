"""What every model card says in the same words; every number in it is computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import torch

from explorer.arithmetic.networks import Network


def size_of(network: Network) -> str:
    """Return the sentence that tells a network's parameters and multiply-accumulates."""
    return f"{network.parameter_count:,} parameters, {network.macs:,} multiply-accumulates per picture."


def occasion() -> str:
    """Return when and with what the training was run."""
    threads = torch.get_num_threads()
    return (
        f"Date: {datetime.now(UTC):%d %B %Y}. torch {torch.__version__.partition('+')[0]}, "
        f"{'one thread' if threads == 1 else f'{threads} threads'}."
    )


def layer_table(network: Network) -> str:
    """Return the section that lists the layers, their shapes and their parameters."""
    shapes = {name: "x".join(map(str, shape)) for name, shape in network.shapes.items()}
    rows = "\n".join(
        f"| {name} | {type(layer).__name__} | {shapes[name]} | {layer.parameter_count:,} |"
        for name, layer in network.layers.items()
    )
    return f"""## Layers

| name | kind | output | parameters |
|---|---|---|---|
{rows}
| all | | | {network.parameter_count:,} |"""


def write_parts(parts: Sequence[str], folder: Path) -> Path:
    """Write the sections of a card to MODEL_CARD.md in the folder of its network."""
    target = folder / "MODEL_CARD.md"
    target.write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")
    return target
