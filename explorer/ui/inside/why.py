"""Why this answer: maps of what each pixel did for it, and two checks of every map."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from types import ModuleType

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.arithmetic import Network, ReLU
from explorer.components.line_chart import Line, line_chart
from explorer.deletion import deleted, most_important_first, removable
from explorer.ui.controls import segments
from explorer.ui.frame import THEME
from explorer.ui.inside.explaining import (
    METHODS,
    RANDOM_ORDERS,
    Explanation,
    explain,
    fall_sentence,
    likeness_sentence,
    method_words,
    percent,
)
from explorer.ui.inside.overlays import map_html, plain_html
from explorer.ui.memory import after_late_import

Array = NDArray[np.float32]

DIGITS = tuple("0123456789")
LARGEST_SEED = 999
# Steps of the deletion curve that are shown as pictures.
STRIP = (0, 2, 5, 10)
FALL = "Test 2: does the answer fall with these pixels?"
WAITING = "Which pixels made the network say this? The explanation appears here when there is a picture."
_STYLE = THEME / "inside_why.css"


def show_why(
    network: Network,
    image: Array | None,
    *,
    labels: Sequence[str] = DIGITS,
    background: float = 0.0,
    key: str = "why",
) -> None:
    """Show why a network answers what it answers for an image (C, H, W), once the visitor asks.

    `image` is None where there is nothing to explain yet. `labels` are single words, one for each class;
    `background` is what a pixel without content is. `key` begins the words in the address: `key`,
    `key_method`, `key_class`, `key_layer`, `key_seed`. Nothing imports torch before the visitor asks.
    """
    if image is None:
        st.caption(WAITING)
        return
    if not st.toggle("Explain this answer", key=key, bind="query-params"):
        st.caption(
            "Which pixels made the network say this? Four methods answer, and each is put to two tests. "
            "The first time it takes a few seconds: gradients need PyTorch, which nothing else here loads."
        )
        return
    why_style()
    image = np.asarray(image, np.float32)
    answer = int(network.forward(image[None])[0].argmax())
    attributions = load_attributions()
    kind, target, layer, seed = _choose(network, labels, answer, key)
    with st.spinner("Working the maps out"):
        explanation = explain(
            attributions, network, image, kind, target=target, layer=layer, background=background, seed=seed
        )
    st.html(maps_html(explanation, image, kind, labels[target]))
    _show_fall(explanation, image, labels[target], background=background, key=key)


def why_style() -> None:
    """Lay out the HTML of explanations and of sheets; harmless when it is called twice."""
    st.html(_STYLE)


@st.cache_resource(show_spinner="Loading PyTorch and Captum, once for this server: a few seconds")
def load_attributions() -> ModuleType:
    """Return `explorer.learning.attributions`; the first call of a server imports torch and says so."""
    from explorer.learning import attributions

    attributions.use_one_thread()
    after_late_import()
    return attributions


def _choose(
    network: Network, labels: Sequence[str], answer: int, key: str
) -> tuple[str, int, str | None, int]:
    titles = {name: method.title for name, method in METHODS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        kind = segments("Method", titles, key=f"{key}_method")
        classes = {"answer": "Answer", **{str(number): label for number, label in enumerate(labels)}}
        chosen = segments("Class", classes, key=f"{key}_class", words=_class_words(labels[answer]))
        seed = st.number_input(
            "Random seed",
            0,
            LARGEST_SEED,
            0,
            key=f"{key}_seed",
            bind="query-params",
            width=140,
            help="Draws the random weights of test 1.",
        )
    layer = _choose_layer(network, key) if kind == "grad_cam" else None
    st.markdown(f"{method_words(kind, network)} ({METHODS[kind].source}, by Captum.)", width=960)
    return kind, answer if chosen == "answer" else int(chosen), layer, seed


def _class_words(label: str) -> str:
    return f"The class whose logit is explained. Answer is the network's own: now {label}."


def _choose_layer(network: Network, key: str) -> str:
    """Offer the layers after whose ReLU there are maps, the last one first."""
    layers = [
        name
        for name, layer in network.layers.items()
        if isinstance(layer, ReLU) and len(network.shapes[name]) == 3 and network.shapes[name][1] > 1
    ]
    chosen = segments("Layer", {name: name for name in reversed(layers)}, key=f"{key}_layer")
    _, height, width = network.shapes[chosen]
    st.caption(f"{chosen} has maps of {height}x{width} cells.")
    return chosen


def maps_html(explanation: Explanation, image: Array, kind: str, label: str) -> str:
    """Return the picture, the map of the learned weights and that of random ones, with what it means."""
    title = METHODS[kind].title
    panels = (
        (plain_html(image, "The picture as the network gets it"), "The picture", "as the network gets it"),
        (
            map_html(explanation.map, image, f"{title} for {label}, learned weights"),
            f"For {label}, learned weights",
            _scale(explanation.map),
        ),
        (
            map_html(explanation.random_map, image, f"{title} for {label}, random weights"),
            f"For {label}, random weights",
            _scale(explanation.random_map),
        ),
    )
    figures = "".join(
        f"<figure>{picture}<figcaption><strong>{escape(name)}</strong>{escape(words)}</figcaption></figure>"
        for picture, name, words in panels
    )
    key = (
        '<p class="why-key"><span class="why-against" aria-hidden="true"></span>speaks against '
        f'<span class="why-for" aria-hidden="true"></span>speaks for {escape(label)}</p>'
    )
    return (
        f'<section class="why"><div class="why-maps">{figures}</div>{key}'
        "<h4>Test 1: would random weights give the same map?</h4>"
        f"<p>{escape(likeness_sentence(explanation, has_ink=image.shape[0] == 1))}</p></section>"
    )


def _show_fall(explanation: Explanation, image: Array, label: str, *, background: float, key: str) -> None:
    what = "ink" if image.shape[0] == 1 else "pixels"
    sentence = fall_sentence(explanation, label, what=what)
    st.html(f'<section class="why"><h4>{FALL}</h4><p role="status">{escape(sentence)}</p></section>')
    fall, random = explanation.fall, explanation.random_fall
    if fall.shares[-1] == 0:
        return
    lines = [
        Line(f"Random, mean of {RANDOM_ORDERS} orders", random.probabilities.tolist()),
        Line("The map's largest first", fall.probabilities.tolist(), style="map"),
    ]
    left, right = st.columns(2, gap="large", vertical_alignment="center")
    with left:
        line_chart(
            lines,
            fall.shares.tolist(),
            key=f"{key}_curve",
            across=f"Share of the {what} taken away",
            up=f"Probability of {label}",
            description=f"Two curves. {sentence}",
        )
    with right:
        st.html(strip_html(explanation, image, label, background=background))


def strip_html(explanation: Explanation, image: Array, label: str, *, background: float) -> str:
    """Return the image with nothing, a tenth, a quarter and a half taken away, in the map's order."""
    order = most_important_first(explanation.map, removable(image, background=background))
    figures = []
    for step in STRIP:
        share, left = explanation.fall.shares[step], explanation.fall.probabilities[step]
        picture = deleted(image, order, share=float(share), background=background)
        words = f"{100 * share:.0f} % gone"
        html = plain_html(picture, f"The picture, {words}", name="why-picture")
        figures.append(
            f"<figure>{html}<figcaption><strong>{words}</strong>{escape(label)}: {percent(left)}"
            "</figcaption></figure>"
        )
    return f'<section class="why"><div class="why-strip">{"".join(figures)}</div></section>'


def _scale(map_: Array) -> str:
    largest = float(np.abs(map_).max())
    return f"darkest colour: {largest:.3g}" if largest else "zero everywhere"
