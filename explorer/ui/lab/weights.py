"""The weights that our own two networks are shipped with, and their answer on a sample."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import streamlit as st

from explorer.architectures.analysis import Analysis
from explorer.architectures.famous import FAMOUS
from explorer.arithmetic import Network
from explorer.components.network_builder import Building
from explorer.digits import digit_network, recognise
from explorer.exports import architecture_bundle
from explorer.figures.formulas import MINUS
from explorer.figures.percentages import percentages
from explorer.photos import photo_network, recognise_photo
from explorer.pictures.samples import digit_label, sample_digit, sample_picture
from explorer.ui.frame import page_link, page_named
from explorer.ui.lab.address import famous_of
from explorer.ui.lab.presets import load
from explorer.ui.lab.volumes import file_name

DIGIT, PHOTO = 23, "cat"
NONE = (
    "The table counts parameters; what they are is found by training. Two networks come with theirs: open "
    "one of them to see its weights."
)
HEADS = ("Weights", "Shape", "Least", "Largest", "Mean size")


def show_weights(building: Building, analysis: Analysis) -> None:
    """Show the figures of every weight array and the network's answer, where the network is one of ours."""
    famous = famous_of(building.plan)
    if famous is None or not famous.weights:
        st.markdown(NONE, width=960)
        with st.container(horizontal=True):
            for name in (name for name, one in FAMOUS.items() if one.weights):
                st.button(FAMOUS[name].title, key=f"lab_open_{name}", on_click=load, args=(name,))
        return
    network = digit_network() if famous.weights == "digits" else photo_network()
    st.markdown(_answer(famous.weights))
    page_link(
        page_named("inside" if famous.weights == "digits" else "photos"), "See it at work, number by number"
    )
    with st.container(key="lab_weights_table"):
        st.markdown(weights_table(network), width="content")
    st.download_button(
        "Download with its weights (zip)",
        lambda: architecture_bundle(analysis, network.weights),
        f"{file_name(analysis.plan)}.zip",
        "application/zip",
        on_click="ignore",
        key="lab_weights_file",
        icon=":material/download:",
        help="The weights as NumPy arrays, and a PyTorch and a Keras script that build the network and load "
        "them.",
    )


def weights_table(network: Network) -> str:
    """Return a table of every array: its shape, its least and largest number, the mean of their sizes."""
    rows = [HEADS, ("---", "---", "--:", "--:", "--:"), *weight_rows(network)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def weight_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Yield what is known of every array of weights, as text.

    >>> next(weight_rows(digit_network()))[:2]
    ('conv1.weight', '16 × 1 × 5 × 5')
    """
    for name, array in network.weights.items():
        figures = (array.min(), array.max(), np.abs(array, dtype=np.float64).mean())
        shape = " × ".join(f"{size:,}" for size in array.shape)
        yield (name, shape, *(f"{figure:.4f}".replace("-", MINUS) for figure in figures))


def _answer(weights: str) -> str:
    if weights == "digits":
        recognition = recognise(sample_digit(DIGIT))
        share = percentages(recognition.probabilities)[recognition.digit]
        return (
            f"Shown sample digit {DIGIT}, a {digit_label(DIGIT)}, it answers **{recognition.digit}** with a "
            f"probability of {share} %."
        )
    seen = recognise_photo(sample_picture(PHOTO))
    share = percentages(seen.probabilities)[int(seen.probabilities.argmax())]
    return f"Shown the sample photo of a {PHOTO}, it answers **{seen.name}** with a probability of {share} %."
