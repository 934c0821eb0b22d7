"""Names that code can bear, made of the names of a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from keyword import iskeyword

from explorer.architectures.analysis import Analysis
from explorer.architectures.plans import Address, Block
from explorer.exports.parts import steps
from explorer.exports.structure import Body, Join, Unit, is_chain

FEW_KINDS = 4
SHORTEST_WORD = 4
VAGUE_WORDS = ("conv", "layer", "features")
SHORT_KINDS = {"BatchNorm": "Norm", "BatchNormalization": "Norm", "DepthwiseConv": "Depthwise"}


def block_name(units: Sequence[Unit]) -> str:
    """Return a name for what several units have in common: of their own names, or of what is in them.

    >>> block_name([Unit("inception3a", "", ()), Unit("inception4b", "", ())])
    'Inception'
    """
    letters = zip(*(unit.name for unit in units), strict=False)
    common = "".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, letters))
    word = re.match("[A-Za-z]*", common)
    if word and len(word[0]) >= SHORTEST_WORD and word[0].lower() not in VAGUE_WORDS:
        return word[0][0].upper() + word[0][1:]
    body = units[0].body
    if not is_chain(body):
        joins = {part.join for part in body if isinstance(part, Join)}
        return "ResidualBlock" if "add" in joins else "ConcatBlock"
    return _kinds(body) or "Block"


def class_name(title: str) -> str:
    """Return a title as the name of a class.

    >>> class_name("LeNet-5 (1998)"), class_name("a photo network"), class_name("5 layers")
    ('LeNet5', 'APhotoNetwork', 'Network5Layers')
    """
    words = re.findall("[A-Za-z0-9]+", re.sub(r"\(.*?\)", "", title))
    name = "".join(word[0].upper() + word[1:] for word in words if word.isascii())
    return name if name[:1].isalpha() else f"Network{name}"


def snake_case(name: str) -> str:
    """Return the name of a class as the name of a function.

    >>> snake_case("ConvNormReLU"), snake_case("ResidualBlockB")
    ('conv_norm_relu', 'residual_block_b')
    """
    return re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("ReLU", "Relu").replace("LU", "lu")).lower()


def identifier(name: str) -> str:
    """Return a name as an identifier.

    >>> identifier("0"), identifier("conv.0-a"), identifier("class")
    ('layer_0', 'conv_0_a', 'class_')
    """
    name = re.sub("[^A-Za-z0-9_]", "_", name).strip("_") or "layer"
    name = name if name[0].isalpha() else f"layer_{name}"
    return f"{name}_" if iskeyword(name) else name


def listed(names: Sequence[str]) -> str:
    """Return some names in words.

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c", "d", "e"])
    ('a', 'a and b', 'a, b, c and 2 more')
    """
    if len(names) == 1:
        return names[0]
    if len(names) <= FEW_KINDS:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{', '.join(names[:3])} and {len(names) - 3} more"


def summary(analysis: Analysis, language: str) -> str:
    """Return what a script says about itself, fit to stand between triple quotes."""
    title = re.sub(r"[^\w .,:;()+-]", "", analysis.plan.title).strip() or "A network"
    lines = [f"{title} in {language}, as drawn up in the CNN Explorer."]
    heads = [row for row in analysis.rows if isinstance(row.node, Block) and row.node.join == "aside"]
    outer = [row for row in heads if not any(_within(row.address, head.address) for head in heads)]
    if outer:
        lines += ["", "What is used in training only is left out:"]
        lines += [f"{row.path} ({row.totals.parameters:,} parameters)" for row in outer]
    return "\n".join([*lines, ""] if outer else lines)


def _within(address: Address, other: Address) -> bool:
    return len(address) > len(other) and address[: len(other)] == other


def _kinds(body: Body) -> str:
    """Return the kinds of a few layers as one word, "" for many and for what is made of blocks."""
    functions = [step.call.function for _, step in steps(body)]
    if len(functions) > FEW_KINDS or not all("." in function for function in functions):
        return ""
    kinds = [re.sub("[12][dD]$", "", function.rpartition(".")[2]) for function in functions]
    return "".join(SHORT_KINDS.get(kind, kind) for kind in kinds)
