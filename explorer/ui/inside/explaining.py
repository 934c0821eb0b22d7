"""One explanation of an answer, with the two checks that keep it honest, and what they say in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType, ModuleType

import numpy as np
from numpy.typing import NDArray

from explorer.arithmetic import Network
from explorer.deletion import (
    DeletionCurve,
    deletion_curve,
    most_important_first,
    random_deletion,
    removable,
)
from explorer.sanity import randomised, rank_correlation

Array = NDArray[np.float32]

RANDOM_ORDERS = 8
KEPT = 24
# Above this the two maps are called alike; Spearman's correlation then explains half of the ranks' variance.
ALIKE = 0.7
# A probability below this has nothing to lose, and its curve says nothing.
LEAST_START = 0.1
# Areas that differ by less are called equal: eight random orders are no more exact.
EQUAL_AREAS = 0.02
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Method:
    """A kind of attribution: its one-word title, how it works, and whose it is."""

    title: str
    words: str
    source: str


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "occlusion": Method(
            "Occlusion",
            "A square of 5x5 background hides every place in turn. A pixel shows by how much the logit "
            "falls, as a mean over the squares that hide it.",
            "Zeiler and Fergus 2014",
        ),
        "integrated_gradients": Method(
            "Integrated",
            "Integrated gradients: the picture grows from nothing to itself in 128 steps, and every pixel "
            "collects its slope on the way. All pixels together make up the change of the logit.",
            "Sundararajan, Taly and Yan 2017",
        ),
        "saliency": Method(
            "Saliency",
            "The slope of the logit: how fast it would rise if this pixel became a little lighter, and all "
            "others stayed.",
            "Simonyan, Vedaldi and Zisserman 2014",
        ),
        "grad_cam": Method(
            "Grad-CAM",
            "The maps of one layer, each weighted with the mean of its slopes, added up and spread over the "
            "picture.",
            "Selvaraju et al. 2017, here with its negative part",
        ),
    }
)


FORGETFUL = (
    "It is made for networks that average their maps before the answer; here the linear layer reads every "
    "place with weights of its own, and the mean forgets them."
)


def method_words(kind: str, network: Network) -> str:
    """Return how a method works, and for Grad-CAM whether it suits this network.

    >>> from explorer.digits import digit_network
    >>> method_words("grad_cam", digit_network()).endswith("the mean forgets them.")
    True
    """
    shapes = [shape for shape in network.shapes.values() if len(shape) == 3]
    reads_places = bool(shapes) and max(shapes[-1][1:]) > 1
    words = METHODS[kind].words
    return f"{words} {FORGETFUL}" if kind == "grad_cam" and reads_places else words


@dataclass(frozen=True, eq=False)
class Explanation:
    """A map (H, W), the same of random weights, and what happens when pixels go in the map's order.

    `likeness` is the rank correlation of the sizes in both maps, `ink_likeness` the same over the pixels that
    differ from the background, `signed_likeness` that with signs; `fall` and `random_fall` are the deletion
    curves.
    """

    map: Array
    random_map: Array
    likeness: float
    ink_likeness: float
    signed_likeness: float
    fall: DeletionCurve
    random_fall: DeletionCurve


def explain(
    attributions: ModuleType,
    network: Network,
    image: Array,
    kind: str,
    *,
    target: int,
    layer: str | None = None,
    background: float = 0.0,
    seed: int = 0,
) -> Explanation:
    """Explain the logit of a class for an image (C, H, W), and check the explanation.

    `attributions` is `explorer.learning.attributions`, handed in by whoever had it imported; `seed` draws the
    random weights. What was explained lately is kept.
    """
    pixels = np.ascontiguousarray(image, np.float32)
    request = _Request(network, pixels.tobytes(), kind, target, layer, background, seed)
    return _explained(attributions, request)


@dataclass(frozen=True)
class _Request:
    network: Network
    pixels: bytes
    kind: str
    target: int
    layer: str | None
    background: float
    seed: int


@lru_cache(maxsize=KEPT)
def _explained(attributions: ModuleType, request: _Request) -> Explanation:
    network, target, background = request.network, request.target, request.background
    image = np.frombuffer(request.pixels, np.float32).reshape(network.input_shape)

    def attribute(of: Network) -> Array:
        found: Array = attributions.attribute(
            of, image, request.kind, target=target, layer=request.layer, background=background
        )
        return found

    learned, random = attribute(network), attribute(randomised(network, seed=request.seed))
    places = removable(image, background=background)
    order = most_important_first(learned, places)
    return Explanation(
        learned,
        random,
        rank_correlation(learned, random),
        rank_correlation(learned.ravel()[places], random.ravel()[places]),
        rank_correlation(learned.ravel()[places], random.ravel()[places], signs=True),
        deletion_curve(network, image, order, target=target, background=background),
        random_deletion(
            network, image, places, target=target, seeds=range(RANDOM_ORDERS), background=background
        ),
    )


def likeness_sentence(explanation: Explanation, *, has_ink: bool = True) -> str:
    """Say what the map of random weights means for the map of the learned ones.

    Without `has_ink` every pixel may be anything, as in a photo, and only one correlation is told.
    """
    numbers = f"Rank correlation of the sizes in both maps: {signed(explanation.likeness)} over all pixels"
    numbers += f", {signed(explanation.ink_likeness)} over those with ink" if has_ink else ""
    numbers += f"; with signs {signed(explanation.signed_likeness)}."
    if explanation.ink_likeness >= ALIKE and explanation.signed_likeness >= ALIKE:
        return (
            f"{numbers} A network that learned nothing gives nearly the same map: this one shows the picture."
        )
    if explanation.ink_likeness >= ALIKE:
        return (
            f"{numbers} Which pixels are strong is nearly the same without learning, and shows the picture; "
            "only the signs are about what was learned."
        )
    if has_ink and explanation.likeness >= ALIKE:
        return (
            f"{numbers} Both maps lie where the ink lies, learned or not; only the differences within the "
            "ink are about what was learned."
        )
    return f"{numbers} Without what was learned, the map is another one: it passes."


def fall_sentence(explanation: Explanation, label: str, *, what: str = "ink") -> str:
    """Say how fast the probability falls in the map's order, and how fast in a random one.

    `what` names what is taken away.
    """
    fall, random = explanation.fall, explanation.random_fall
    start = float(fall.probabilities[0])
    if start < LEAST_START:
        return (
            f"The probability of {label} is {percent(start)} from the start: there is little to lose, and "
            "the curves say little."
        )
    areas = f"Area under the curve: {fall.area:.2f}, for random orders {random.area:.2f}."
    halves = f"Half of the probability is gone {_half(fall, what)}, in a random order {_half(random, what)}."
    if abs(fall.area - random.area) < EQUAL_AREAS:
        verdict = "The map picks no better than chance."
    elif fall.area < random.area:
        verdict = "The map finds pixels that the answer rests on."
    else:
        verdict = "The map picks worse than chance: the answer does not rest on what it shows."
    return f"{areas} {halves} {verdict}"


def percent(share: float) -> str:
    """Write a share in percent with one digit after the point.

    >>> percent(0.5).replace(NO_BREAK, " ")
    '50.0 %'
    """
    return f"{100 * share:.1f}{NO_BREAK}%"


def signed(value: float) -> str:
    """Write a correlation with two digits and a true minus, and zero without one.

    >>> signed(-0.304), signed(-0.001)
    ('−0.30', '0.00')
    """
    return f"{value:z.2f}".replace("-", "\N{MINUS SIGN}")


def _half(curve: DeletionCurve, what: str) -> str:
    below = np.flatnonzero(curve.probabilities < curve.probabilities[0] / 2)
    if not below.size:
        return "never"
    return f"after {100 * float(curve.shares[below[0]]):.0f}{NO_BREAK}% of the {what}"
