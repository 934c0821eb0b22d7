"""What a filter likes: the handwriting that excites it most, and the classical kernel that it resembles."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.arithmetic import KERNELS, Network
from explorer.pictures.handwriting import handwriting
from explorer.pictures.tiling import tile
from explorer.preferences import MOST_PATCHES, Patch, Preference, preferences
from explorer.ui.digits.pictures import picture_html, visible
from explorer.ui.inside.choosing import kernel_picture
from explorer.ui.inside.theme import filter_style

KERNEL_SIDE = 60
SMALL_KERNEL_SIDE = 30
# Below this, Pearson's correlation explains less than half of the weights' variance.
ALIKE = 0.7


def show_likes(network: Network, layer: str, filter: int) -> None:
    """Show what one filter of a convolution likes, and on demand what all filters of that layer like.

    Raises ValueError for a layer or a filter that the network does not have.
    """
    with st.spinner(f"Looking at {len(handwriting().labels):,} digits, once"):
        found = preferences(network)
    if layer not in found or not 0 <= filter < len(found[layer]):
        raise ValueError(f"there is no filter {filter} of a convolution {layer!r}")
    filter_style()
    st.html(likes_html(network, found[layer][filter]))
    with st.expander(f"All {len(found[layer])} filters of {layer}"):
        st.html(table_html(network, found[layer], chosen=filter))


def likes_html(network: Network, preference: Preference) -> str:
    """Return one filter's kernel, its patches in large, and the sentences about them."""
    kernel = network.weights[f"{preference.layer}.weight"][preference.filter, preference.strongest.channel]
    picture = kernel_picture(kernel, KERNEL_SIDE)
    alternative = f"The kernel, {kernel.shape[0]}x{kernel.shape[1]} weights"
    figures = (
        f'<figure class="likes-kernel">{picture_html(picture, alternative, name="likes-picture")}'
        f"<figcaption>{escape(_kernel_caption(network, preference))}</figcaption></figure>"
    )
    figures += "".join(_patch_html(patch) for patch in preference.patches)
    words = "".join(
        f"<p>{escape(each)}</p>" for each in (alike(network, preference), liked(network, preference))
    )
    return f'<div class="likes">{words}<div class="likes-row">{figures}</div></div>'


def alike(network: Network, preference: Preference) -> str:
    """Say which classical kernel a filter resembles, and how much."""
    strongest = preference.strongest
    channels = network.weights[f"{preference.layer}.weight"].shape[1]
    which = (
        "Its kernel"
        if channels == 1
        else (
            f"It has {channels} kernels, one for each map before it; the one with the largest norm, for map "
            f"{strongest.channel},"
        )
    )
    if strongest.classical is None:
        return f"{which} is of a size that no classical kernel has."
    little = "" if strongest.correlation >= ALIKE else ": not much"
    title = KERNELS[strongest.classical].title
    return f"{which} is most like {title} (correlation {signed(strongest.correlation)}{little})."


def liked(network: Network, preference: Preference) -> str:
    """Say what the patches are and how far the filter sees."""
    count, total = len(preference.patches), len(handwriting().labels)
    if not count:
        return f"None of the {total:,} digits excites it: its map is zero everywhere."
    height, width = network.receptive_field(preference.layer).size
    most = "place" if count == 1 else f"{count} places, no two from the same digit,"
    beyond = " What lies beyond the edge of a digit is black." if _looks_beyond(network, preference) else ""
    these = "this is the" if count == 1 else "these are the"
    return (
        f"Of {total:,} real digits, {these} {most} where the filter's map is largest. Each picture is "
        f"all that one cell of the map sees: {height}x{width} pixels.{beyond}"
    )


def signed(value: float) -> str:
    """Write a correlation with two digits and a true minus.

    >>> signed(0.857), signed(-0.3)
    ('0.86', '−0.30')
    """
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def table_html(network: Network, found: tuple[Preference, ...], *, chosen: int) -> str:
    """Return a row for every filter of a layer: kernel, resemblance, patches."""
    head = "".join(
        f'<th scope="col">{title}</th>'
        for title in ("Filter", "Kernel", "Most alike (correlation)", f"{MOST_PATCHES} most exciting patches")
    )
    rows = "".join(_row_html(network, each, chosen=each.filter == chosen) for each in found)
    return (
        '<div class="inside-scroll"><table class="inside-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row_html(network: Network, preference: Preference, *, chosen: bool) -> str:
    strongest = preference.strongest
    kernel = network.weights[f"{preference.layer}.weight"][preference.filter, strongest.channel]
    picture = picture_html(
        kernel_picture(kernel, SMALL_KERNEL_SIDE), _kernel_caption(network, preference), name="inside-kernel"
    )
    title = KERNELS[strongest.classical].title if strongest.classical else "none fits"
    strip = "none: no digit excites it"
    if preference.patches:
        labels = ", ".join(str(_label(patch)) for patch in preference.patches)
        strip = picture_html(_strip(preference.patches), f"Patches of digits {labels}", name="inside-strip")
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<tr{current}><th scope="row">{preference.filter}</th><td>{picture}</td>'
        f"<td>{escape(title)} ({signed(strongest.correlation)})</td><td>{strip}</td></tr>"
    )


def _strip(patches: tuple[Patch, ...]) -> NDArray[np.uint8]:
    pictures = np.stack([visible(patch.picture) for patch in patches])
    return tile(pictures, columns=len(patches), gap=1, fill=128)


def _patch_html(patch: Patch) -> str:
    label = _label(patch)
    words = (
        f"Part of sample {patch.digit}, a {label}, around row {patch.row}, column {patch.column} of the map"
    )
    return (
        f"<figure>{picture_html(visible(patch.picture), words, name='likes-picture')}"
        f"<figcaption><strong>{patch.value:.3f}</strong>a {label}, sample {patch.digit}</figcaption></figure>"
    )


def _label(patch: Patch) -> int:
    return int(handwriting().labels[patch.digit])


def _kernel_caption(network: Network, preference: Preference) -> str:
    channels = network.weights[f"{preference.layer}.weight"].shape[1]
    return "Kernel" if channels == 1 else f"Strongest kernel, for map {preference.strongest.channel}"


def _looks_beyond(network: Network, preference: Preference) -> bool:
    _, height, width = network.input_shape
    return any(
        patch.extent[0] < 0 or patch.extent[1] > height or patch.extent[2] < 0 or patch.extent[3] > width
        for patch in preference.patches
    )
