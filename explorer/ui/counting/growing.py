"""One picture through three kinds of layers: what each has to learn, as the picture grows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from explorer.architectures.analysis import Row, analyse
from explorer.architectures.growth import (
    FILTERS,
    KERNEL_SIZE,
    Growth,
    cnn_plan,
    dense_parameters,
    dense_terms,
    first_layer,
    growth,
    layer_growth,
    whole_net,
)
from explorer.arithmetic import Conv2d, compare_connections
from explorer.components.svg_picture import svg_picture
from explorer.figures.formulas import product
from explorer.figures.growth_curves import growth_svg
from explorer.figures.percentages import share_text
from explorer.figures.svg import said, tag
from explorer.lectures import CALCULATIONS
from explorer.ui.controls import segments
from explorer.ui.counting.tables import table_markup

SMALLEST, LARGEST, START = 16, 224, 64
CHANNELS = {"grey": "Grey", "colour": "Colour"}
SCOPES = {"layer": "Layer", "net": "Net"}
WAYS = {
    "full": ("Fully connected", "Every output reads every input, each with a weight of its own."),
    "local": ("Locally connected", "Every output reads its window only, still with weights of its own."),
    "shared": ("Convolution", "All places of a map share the weights of one filter."),
}


@dataclass(frozen=True)
class Picture:
    """What was chosen: the side and the channels of the picture, and whether a whole net is counted."""

    side: int
    channels: int
    is_net: bool


def choose_picture() -> Picture:
    """Show the side, the channels and what is counted; return them."""
    side = st.slider(
        "Side of the picture",
        SMALLEST,
        LARGEST,
        START,
        key="picture_side",
        bind="query-params",
        help=f"In pixels. The lectures begin at {SMALLEST} and end at {LARGEST}.",
    )
    colour = segments("Picture", CHANNELS, key="picture_channels", words="1 channel, or 3.")
    scope = segments(
        "Count",
        SCOPES,
        key="counted",
        words=f"The first layer makes {FILTERS} maps of the picture's size with {KERNEL_SIZE}x{KERNEL_SIZE} "
        "windows. The net goes on: pooling, a second convolution, the average of every map, a dense layer.",
    )
    return Picture(side, 1 if colour == "grey" else 3, scope == "net")


def show_growth(picture: Picture) -> None:
    """Show the three counts with their arithmetic, and the curves on which they lie."""
    now = (whole_net if picture.is_net else first_layer)(picture.side, channels=picture.channels)
    st.html(ways_markup(picture, now))
    st.markdown(_saved(picture, now))
    curve = (growth if picture.is_net else layer_growth)(channels=picture.channels)
    svg_picture(growth_svg(curve, now), key="growth_curves")
    st.caption(
        "The vertical axis is logarithmic: from one line to the next it is ten times as much. The dashed "
        "upright is the present picture."
    )


def show_lectures(picture: Picture) -> None:
    """Show the lectures' two counts worked out, and the same net for the present picture."""
    for name in ("fully_connected", "one_unit"):
        line = CALCULATIONS[name]
        what = f"{line.title[0].lower()}{line.title[1:]}"
        st.markdown(f"**{line.lecture.name}**, {what}: {line.formula} = **{line.right:,.0f}**. {line.note}")
    terms = dense_terms(picture.side, channels=picture.channels)
    summed = " + ".join(product(*term.factors) for term in terms)
    total = dense_parameters(picture.side, channels=picture.channels)
    st.markdown(
        f"**Your picture** through the same fully connected net, {_shape(picture)} to 100 to 26 units: "
        f"{summed} = **{total:,}** parameters."
    )


def ways_markup(picture: Picture, now: Growth) -> str:
    """Return the three ways to connect as a table: what each learns, worked out."""
    rows = "".join(
        tag(
            "tr",
            tag("th", said(title), tag("small", said(words)), scope="row", role="rowheader"),
            tag("td", "<br/>".join(map(said, _arithmetic(picture, way))), class_="words", role="cell"),
            tag("td", f"{getattr(now, way):,}", class_="number", role="cell"),
            role="row",
        )
        for way, (title, words) in WAYS.items()
    )
    return table_markup(("Connected", "Worked out", "Parameters"), rows, "Three ways to connect")


def _arithmetic(picture: Picture, way: str) -> tuple[str, ...]:
    """Return the count of one way as sums that add up to it, one for each layer that learns."""
    if not picture.is_net:
        layer = Conv2d(picture.channels, FILTERS, KERNEL_SIZE, padding="same")
        return (_layer_sum(layer, (picture.channels, picture.side, picture.side), way),)
    return tuple(_net_sums(picture, way))


def _net_sums(picture: Picture, way: str) -> Iterator[str]:
    for row in analyse(cnn_plan(picture.side, picture.channels)).layers:
        if row.own.parameters:
            yield f"{row.path}: {_row_sum(row, way)}"


def _row_sum(row: Row, way: str) -> str:
    assert row.layer is not None and row.input_shape is not None
    if isinstance(row.layer, Conv2d):
        return _layer_sum(row.layer, row.input_shape, way)
    shapes = row.layer.parameter_shapes
    return f"{product(*shapes['weight'])} + {shapes['bias'][0]:,} = {row.own.parameters:,}"


def _layer_sum(layer: Conv2d, input_shape: tuple[int, ...], way: str) -> str:
    """Return the parameters of one layer, weights and biases, and their sum."""
    outputs = layer.output_shape(input_shape)
    window = (*layer.parameter_shapes["weight"][2:], layer.in_channels)
    weights = {
        "full": f"({product(*input_shape)}) × ({product(*outputs)})",
        "local": f"({product(*window)}) × ({product(*outputs)})",
        "shared": f"({product(*window)}) × {layer.out_channels:,}",
    }[way]
    biases = product(*outputs) if way != "shared" else f"{layer.out_channels:,}"
    [cost] = [each for each in compare_connections(layer, input_shape) if each.name == way]
    return f"{weights} + {biases} = {cost.parameters:,}"


def _saved(picture: Picture, now: Growth) -> str:
    """Say what is sparse and what is shared in the first layer, and what both save."""
    window, places = KERNEL_SIZE**2 * picture.channels, picture.side**2
    counted = " in the whole net" if picture.is_net else ""
    return (
        f"**Sparse:** an output of the first layer reads {window} of the {now.inputs:,} numbers of the "
        f"picture, {share_text(window, now.inputs)}. That alone makes it "
        f"{_factor(now.saved_by_locality)} times fewer parameters{counted}. **Shared:** the same {window} "
        f"weights of a filter are used at {places:,} places, and learned once: another "
        f"{_factor(now.saved_by_sharing)} times fewer{counted}. The convolution's count does not depend on "
        "the size of the picture: move the slider."
    )


def _factor(number: float) -> str:
    """Write a factor with three digits.

    >>> _factor(1234.5), _factor(12.34)
    ('1,234', '12.3')
    """
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _shape(picture: Picture) -> str:
    return f"{picture.channels}x{picture.side}x{picture.side}"
