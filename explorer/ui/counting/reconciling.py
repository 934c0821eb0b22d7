"""Why published counts differ: from one library's number to another's, line by line."""

from __future__ import annotations

from html import escape

import streamlit as st

from explorer.architectures.analysis import analyse
from explorer.architectures.counting import RECKONINGS, Reckoning, reckon, reckon_operations
from explorer.architectures.famous import FAMOUS
from explorer.architectures.fields import PUBLISHED_FIELDS, SOURCE, PublishedField, last_map
from explorer.arithmetic import ReceptiveField
from explorer.components.svg_picture import svg_picture
from explorer.figures import field_svg
from explorer.figures.formulas import MINUS
from explorer.figures.svg import said, tag
from explorer.ui.counting.tables import table_markup

HEADS = ("", "Count", "What it is")
FIELD_HEADS = ("Network", "Published", "The same layout, computed", "torchvision's or Keras' layout", "Why")


def choose_reckoning() -> str:
    """Show which network is counted and return its name."""
    chosen: str = st.selectbox(
        "Network",
        list(RECKONINGS),
        format_func=lambda name: RECKONINGS[name][0],
        key="counted_network",
        bind="query-params",
    )
    return chosen


def show_reckoning(name: str) -> Reckoning:
    """Show the parameters of a network, as different people count them, and its operations."""
    reckoning = reckon(name)
    st.markdown("**Parameters**")
    st.html(reckoning_markup(reckoning))
    st.markdown(f"In one line: {_one_line(reckoning)}.")
    st.markdown("**Operations for one picture**")
    st.html(reckoning_markup(reckon_operations(analyse(FAMOUS[name].plan)), "Operations"))
    return reckoning


def reckoning_markup(reckoning: Reckoning, label: str = "Parameters") -> str:
    """Return a reckoning as a table: sums in bold, differences with their signs."""
    rows = []
    for place, line in enumerate(reckoning.lines):
        if line.is_sum:
            sign = "" if place == 0 else "= "
            written = f"{sign}{line.count:,}"
        else:
            written = f"{MINUS if line.count < 0 else '+'} {abs(line.count):,}"
        rows.append(
            tag(
                "tr",
                tag("th", said(line.label), scope="row", role="rowheader"),
                tag("td", said(written), class_="number", role="cell"),
                tag("td", said(line.explanation), class_="words", role="cell"),
                role="row",
                class_="counting-sum" if line.is_sum else "counting-step",
            )
        )
    return table_markup(HEADS, "".join(rows), label)


def show_fields() -> None:
    """Show the published receptive fields beside those of two layouts, and one network's drawn."""
    st.html(fields_markup())
    st.caption(f"The published sizes: {SOURCE}. All others are computed here, layer by layer.")
    [residual] = [each for each in PUBLISHED_FIELDS if each.name == "resnet50"]
    left, right = st.columns(2)
    with left:
        _drawn(residual.name, "fields_ours")
    with right:
        _drawn(residual.layout, "fields_published")


def fields_markup() -> str:
    """Return the published fields as a table."""
    rows = "".join(_field_row(each) for each in PUBLISHED_FIELDS)
    return table_markup(FIELD_HEADS, rows, "Receptive fields")


def _field_row(published: PublishedField) -> str:
    ours, computed = published.ours, published.computed
    agree = "" if ours == computed else tag("small", "another layout, another field")
    told = said(f"{published.size:,}, stride {published.stride:,}, begins at {MINUS}{published.padding:,}")
    cells = (told, said(_field(computed)), said(_field(ours)) + agree, said(published.why))
    return tag(
        "tr",
        tag("th", said(FAMOUS[published.name].title), scope="row", role="rowheader"),
        *(
            tag("td", cell, class_="words", role="cell", data_title=head)
            for cell, head in zip(cells, FIELD_HEADS[1:], strict=True)
        ),
        role="row",
    )


def _field(field: ReceptiveField) -> str:
    begins = f"{field.offset[0]:,}".replace("-", MINUS)
    return f"{field.size[0]:,}, stride {field.stride[0]:,}, begins at {begins}"


def _drawn(name: str, key: str) -> None:
    """Show what the unit in the middle of a network's last maps sees."""
    analysis = analyse(FAMOUS[name].plan)
    row = last_map(analysis)
    assert row.output_shape is not None
    st.markdown(f"**{FAMOUS[name].title}**")
    height, width = row.output_shape[1:]
    svg_picture(field_svg(analysis, row.address, height // 2, width // 2), key=key)


def _one_line(reckoning: Reckoning) -> str:
    """Return all differences between the first sum and the last as one equation."""
    first, last = reckoning.sums[0], reckoning.sums[-1]
    steps = [line.count for line in reckoning.lines if not line.is_sum]
    written = "".join(f" {MINUS if step < 0 else '+'} {abs(step):,}" for step in steps)
    return f"{first.count:,}{written} = **{last.count:,}** ({escape(first.label)}, then {escape(last.label)})"
