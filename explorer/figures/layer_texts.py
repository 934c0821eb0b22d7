"""What a table says of one layer of a network: how each of its figures comes about, in one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

from explorer.architectures.analysis import BYTES_PER_NUMBER, Analysis, Row
from explorer.architectures.plans import Address, Block
from explorer.arithmetic import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    RadialBasis,
    ReceptiveField,
    Shape,
    Softmax,
    Subsampling2d,
    TableConv2d,
)
from explorer.figures.formulas import MINUS, axes, macs_formula, parameters_formula, product, size_formula

UNITS = ("B", "kB", "MB", "GB", "TB")


def shape_text(shape: Shape) -> str:
    """Write a shape.

    >>> shape_text((64, 112, 112)), shape_text((1000,))
    ('64 × 112 × 112', '1,000')
    """
    return product(*shape)


def bytes_text(count: int) -> str:
    """Write an amount of memory in three digits; a kB is 1,000 bytes.

    >>> bytes_text(640), bytes_text(802_816), bytes_text(999_999_999)
    ('640 B', '803 kB', '1.00 GB')
    """
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    digits = 0 if unit == 0 or value >= 99.95 else 1 if value >= 9.995 else 2
    return f"{value:.{digits}f} {UNITS[unit]}"


def pair_text(values: tuple[int, int]) -> str:
    """Write (vertical, horizontal) as one number where both are equal.

    >>> pair_text((1027, 1027)), pair_text((-3, 0))
    ('1,027', '−3 × 0')
    """
    written = [_signed(value) for value in values]
    return written[0] if values[0] == values[1] else " × ".join(written)


def facts(analysis: Analysis, row: Row) -> Iterator[tuple[str, str]]:
    """Yield what is known of a row and how it comes about, as (what, formula) in the order of its columns."""
    if row.input_shape is not None:
        yield "Input", shape_text(row.input_shape)
    for problem in analysis.problems:
        if problem.address == row.address:
            yield "Cannot work", problem.message
    if row.output_shape is None or row.input_shape is None:
        return
    if row.layer is None:
        yield from _block_facts(analysis, row)
        return
    yield "Output", f"{_output_formula(row.layer, row.input_shape, row.output_shape)}"
    yield "Parameters", parameters_formula(row.layer)
    if row.own.buffers:
        yield "Kept, not learned", _buffers(row.layer.buffer_shapes)
    yield "MACs", macs_formula(row.layer, row.input_shape)
    yield "Memory", memory_formula(row.output_shape)
    if len(analysis.plan.input_shape) == 1:
        yield "Receptive field", _reads_text(row.layer, row.input_shape) or "as its input"
    else:
        yield "Receptive field", field_formula(field_before(analysis, row.address), row)


def short_formula(layer: Layer | None, input_shape: Shape | None) -> str:
    """Return how the height of an output is worked out, "" where nothing slides or the width differs.

    >>> short_formula(MaxPool2d(2), (16, 28, 28)), short_formula(Flatten(), (16, 28, 28))
    ('(28 + 2×0 − 2)/2 + 1 = 14', '')
    """
    if input_shape is None or not isinstance(
        layer, Conv2d | TableConv2d | MaxPool2d | AvgPool2d | Subsampling2d
    ):
        return ""
    vertical, horizontal = axes(layer, input_shape)
    return vertical.short if vertical == horizontal else ""


def memory_formula(shape: Shape) -> str:
    """Return how many bytes an activation takes, kept in float32.

    >>> memory_formula((16, 28, 28))
    '16 × 28 × 28 × 4 bytes = 50,176 bytes'
    """
    counted = product(*shape, BYTES_PER_NUMBER)
    return f"{counted} bytes = {BYTES_PER_NUMBER * prod(shape):,} bytes"


def field_before(analysis: Analysis, address: Address) -> ReceptiveField | None:
    """Return what a unit of a node's input sees; None where that differs from place to place."""
    if address[-1]:
        return analysis.by_address[(*address[:-1], address[-1] - 1)].field
    return field_before(analysis, address[:-2]) if len(address) > 1 else ReceptiveField()


def field_formula(before: ReceptiveField | None, row: Row) -> str:
    """Return how the receptive field grows in a layer: its size, its stride, its offset.

    Numbers in a row have no neighbours in the picture, so what makes a row has no stride.
    """
    if before is None or row.field is None or row.layer is None or row.input_shape is None:
        return "differs from place to place: branches of unlike strides meet"
    is_flat = row.output_shape is not None and len(row.output_shape) == 1
    if len(row.input_shape) == 1:
        return (
            f"{_reads_text(row.layer, row.input_shape) or 'as its input'}: {_field_text(row.field, is_flat)}"
        )
    together = "all its numbers together: " if is_flat else ""
    own = row.layer.receptive_field(row.input_shape)
    if any(
        len(set(pair)) > 1 for field in (before, own) for pair in (field.size, field.stride, field.offset)
    ):
        return f"{together}{_field_text(row.field, is_flat)}"
    size, step, offset = (part[0] for part in _parts(before))
    seen, stride, start = (part[0] for part in _parts(own))
    after = row.field
    stepped = "" if is_flat else f"stride {step:,} × {stride:,} = {after.stride[0]:,}, "
    return (
        f"{together}size {size:,} + ({seen:,} {MINUS} 1) × {step:,} = {after.size[0]:,}, {stepped}"
        f"offset {_signed(offset)} + {_enclosed(start)} × {step:,} = {_signed(after.offset[0])}"
    )


def _reads_text(layer: Layer, input_shape: Shape) -> str:
    """Say that every output of a layer reads all of a row, "" where each reads one number of it."""
    if isinstance(layer, Linear | RadialBasis | Softmax):
        return f"every output reads all {input_shape[0]:,} numbers that come in"
    return ""


def _block_facts(analysis: Analysis, row: Row) -> Iterator[tuple[str, str]]:
    assert isinstance(row.node, Block) and row.output_shape is not None and row.input_shape is not None
    ends = [_end_shape(analysis, row, number) for number in range(len(row.node.branches))]
    yield "Output", _joined_text(row.node.join, ends, row.output_shape)
    yield "Parameters", f"{row.totals.parameters:,} in all its layers"
    if row.totals.buffers:
        yield "Kept, not learned", f"{row.totals.buffers:,}"
    yield "MACs", f"{row.totals.macs:,} in all its layers"
    own = f", {row.own.memory:,} of them for what it hands on" if row.own.memory else ""
    yield "Memory", f"{row.totals.memory:,} bytes{own}"
    if len(analysis.plan.input_shape) == 1:
        return
    if row.field is None:
        yield "Receptive field", "differs from place to place: branches of unlike strides meet"
    else:
        several = "all that any branch sees: " if row.node.join in ("add", "concat") else ""
        yield "Receptive field", f"{several}{_field_text(row.field, len(row.output_shape) == 1)}"


def _end_shape(analysis: Analysis, row: Row, branch: int) -> Shape:
    assert isinstance(row.node, Block)
    count = len(row.node.branches[branch])
    end = analysis.by_address[(*row.address, branch, count - 1)].output_shape if count else row.input_shape
    return end or ()


def _joined_text(join: str, ends: list[Shape], output_shape: Shape) -> str:
    whole = shape_text(output_shape)
    if join == "concat":
        return f"{' + '.join(f'{end[0]:,}' for end in ends)} = {output_shape[0]:,} channels: {whole}"
    if join == "add":
        return f"{' + '.join(f'({shape_text(end)})' for end in ends)}: number by number, {whole}"
    return f"{whole}: what came in" if join == "aside" else whole


def _output_formula(layer: Layer, input_shape: Shape, output_shape: Shape) -> str:
    if isinstance(layer, Conv2d | TableConv2d):
        return f"{size_formula(layer, input_shape)}; {output_shape[0]:,} filters: {shape_text(output_shape)}"
    if isinstance(layer, MaxPool2d | AvgPool2d | Subsampling2d):
        return f"{size_formula(layer, input_shape)}; channels stay: {shape_text(output_shape)}"
    if isinstance(layer, AdaptiveAvgPool2d):
        return f"as chosen, whatever comes in: {shape_text(output_shape)}"
    if isinstance(layer, Flatten) and len(input_shape) > 1:
        return f"{product(*input_shape)} = {output_shape[0]:,}"
    if isinstance(layer, Linear | RadialBasis):
        return f"{output_shape[0]:,}, as chosen"
    return f"as the input: {shape_text(output_shape)}"


def _buffers(shapes: Mapping[str, Shape]) -> str:
    counted = " + ".join(product(*shape) for shape in shapes.values())
    total = sum(prod(shape) for shape in shapes.values())
    return f"{counted} = {total:,} ({', '.join(shapes)})" if len(shapes) > 1 else f"{counted} = {total:,}"


def _field_text(field: ReceptiveField, is_flat: bool) -> str:
    size, stride, offset = (pair_text(part) for part in _parts(field))
    return f"size {size}, {'' if is_flat else f'stride {stride}, '}offset {offset}"


def _parts(field: ReceptiveField) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    return field.size, field.stride, field.offset


def _signed(value: int) -> str:
    return f"{value:,}".replace("-", MINUS)


def _enclosed(value: int) -> str:
    return f"({_signed(value)})" if value < 0 else f"{value:,}"
