"""What the layer costs: its parameters and multiply-accumulates, and those of every number of groups."""

from __future__ import annotations

import streamlit as st

from explorer.arithmetic.connections import Cost, compare_groups
from explorer.figures.formulas import macs_formula, parameters_formula
from explorer.lectures import CALCULATIONS
from explorer.ui.channels.settings import LayerSettings

PRINTED = ("volume_filter", "two_filters", "layer_with_bias")
STYLE = """<style>
.channel-costs { border-collapse: collapse; font-variant-numeric: tabular-nums; max-width: 60rem;
  width: 100%; }
.channel-costs th, .channel-costs td { border-bottom: 1px solid light-dark(#d8dfdc, #38423f);
  font-weight: 400; padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; }
.channel-costs thead th { font-size: 0.875rem; }
.channel-costs td { width: 36%; }
.channel-costs .bar { background: light-dark(#7fb5ae, #2f7d73); border-radius: 2px; height: 0.5rem;
  margin-top: 0.2rem; min-width: 2px; }
.channel-costs .here th, .channel-costs .here td { font-weight: 600; }
.channel-costs .here .bar { background: light-dark(#0b6b63, #4fc0b1); }
.channel-costs small { font-size: 0.8rem; font-weight: 400; white-space: nowrap; }
</style>"""


def show_counts(settings: LayerSettings) -> None:
    """Show how parameters and multiply-accumulates of the layer are counted."""
    layer = settings.layer
    biases = ", plus a bias for each filter" if layer.bias else ""
    st.markdown(
        f"**Parameters** {parameters_formula(layer)}: rows and columns of a kernel, channels that a filter "
        f"reads, filters{biases}.\n\n"
        f"**Multiply-accumulates** {macs_formula(layer, settings.input_shape)}: the same, then rows and "
        "columns of the output."
    )


def show_costs(settings: LayerSettings) -> None:
    """Show what every number of groups costs as a table with bars; the one in force is marked."""
    st.html(table_html(compare_groups(settings.layer, settings.input_shape), settings.groups))


def table_html(costs: tuple[Cost, ...], groups: int) -> str:
    """Return the costs as an HTML table."""
    heads = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Filters and channels", "Parameters", "Multiply-accumulates")
    )
    most = max(cost.parameters for cost in costs), max(cost.macs for cost in costs)
    body = "".join(_line(cost, most, cost.name == f"groups_{groups}") for cost in costs)
    return f'<table class="channel-costs"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def show_printed() -> None:
    """Show what the slides print for such counts, and what is right."""
    head = "| Slide | It prints | Right | |\n|---|---|---|---|"
    lines = [CALCULATIONS[name] for name in PRINTED]
    rows = [
        f"| {line.lecture.name}: {line.slide} | {line.printed} | {line.formula} = {line.right:,.0f} "
        f"| {line.note} |"
        for line in lines
    ]
    st.markdown("\n".join([head, *rows]))


def _line(cost: Cost, most: tuple[int, int], is_here: bool) -> str:
    mark = " <small>(here)</small>" if is_here else ""
    cells = "".join(
        f'<td>{number:,}<div class="bar" style="width: {100 * number / largest:.1f}%"></div></td>'
        for number, largest in zip((cost.parameters, cost.macs), most, strict=True)
    )
    opened = '<tr class="here">' if is_here else "<tr>"
    return f'{opened}<th scope="row">{cost.title}{mark}</th>{cells}</tr>'
