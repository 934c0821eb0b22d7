"""Where the network looked: Grad-CAM, laid over the picture as it is."""

from __future__ import annotations

import base64
from html import escape
from types import ModuleType

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from explorer.photos import CLASS_NAMES, PhotoRecognition, named, photo_network
from explorer.pictures.colours import colour
from explorer.pictures.squares import Square
from explorer.pictures.tiling import jpeg
from explorer.ui.controls import segments
from explorer.ui.inside.why import load_attributions
from explorer.ui.photos.source import Photo

# The map's share of the colours where it is strongest; the picture, in grey, has the rest.
MOST_COLOUR = 0.75
# How dark the picture is around the square, which the network does not see.
OUTSIDE = 0.35
ASIDE = (
    "Which parts of the picture spoke for the answer? The first time it takes a few seconds: gradients need "
    "PyTorch, which nothing else on this page loads."
)
METHOD = (
    "Grad-CAM (Selvaraju et al. 2017, by Captum, here with its negative part) weights each of the last maps "
    "with the mean of its slopes and adds them up. This network averages its last maps and weighs the "
    "averages, so the cells of this map add up to the logit itself, less the bias of its class. The cells "
    "are {rows}x{columns}, spread over the square between their middles: the map says roughly where, not "
    "which pixel."
)
Array = NDArray[np.float32]
Pixels = NDArray[np.uint8]


def show_cam(photo: Photo, square: Square, recognition: PhotoRecognition) -> None:
    """Show, once the visitor asks, which parts of the photo spoke for a class."""
    if not st.toggle("Show where it looked", key="cam", bind="query-params"):
        st.caption(ASIDE)
        return
    answer = int(recognition.probabilities.argmax())
    titles = {"answer": "Answer", **{name: name.capitalize() for name in CLASS_NAMES}}
    words = f"Answer is the network's own: now {named(answer)}."
    chosen = segments("Class", titles, key="cam_class", words=words)
    target = answer if chosen == "answer" else CLASS_NAMES.index(chosen)
    map_ = cam(load_attributions(), recognition.prepared, target)
    st.html(cam_html(photo, photo.kept(square), map_, named(target)))
    rows, columns = last_maps()
    st.caption(METHOD.format(rows=rows, columns=columns), width=960)


def cam(attributions: ModuleType, prepared: Array, target: int) -> Array:
    """Return Grad-CAM (32, 32) of a prepared picture for the logit of a class."""
    found: Array = attributions.attribute(photo_network(), prepared, "grad_cam", target=target)
    return found


def last_maps() -> tuple[int, int]:
    """Return height and width of the last maps that have more than one cell."""
    sizes = [
        shape[1:] for shape in photo_network().shapes.values() if len(shape) == 3 and shape[1:] != (1, 1)
    ]
    return sizes[-1][0], sizes[-1][1]


def cam_html(photo: Photo, square: Square, map_: Array, label: str) -> str:
    """Return the map over the picture that was kept of a photo, with the key to its colours."""
    words = (
        f"{photo.alt} In grey, and over it in orange what speaks for {label}, in blue what speaks against it."
    )
    pixels = np.asarray(photo.picture).transpose(2, 0, 1)
    data = base64.b64encode(jpeg(overlay(pixels, map_, square))).decode("ascii")
    picture = f'<img class="photo-picture" alt="{escape(words)}" src="data:image/jpeg;base64,{data}">'
    largest = float(np.abs(map_).max())
    return (
        f'<figure class="photo-cam" style="--ratio: {photo.size[1] / photo.size[0]:.4f}">{picture}'
        '<figcaption><span><i class="photo-against" aria-hidden="true"></i>speaks against</span>'
        f'<span><i class="photo-for" aria-hidden="true"></i>speaks for {escape(label)}</span>'
        f"<span>strongest colour: {largest:.3g} of the logit, per cell</span></figcaption></figure>"
    )


def overlay(pixels: Pixels, map_: Array, square: Square) -> Pixels:
    """Return a picture (3, H, W) in grey as (H, W, 3), a map in colours over a square of it, the rest dark.

    The stronger the map, the more of the colour: where it is zero, the picture stays as it is.
    """
    grey = np.asarray(pixels, np.float32).mean(axis=0)[..., None].repeat(3, axis=2)
    made = grey * np.float32(OUTSIDE)
    left, top, right, bottom = square.box
    sides = (square.side, square.side)
    large = np.asarray(Image.fromarray(map_).resize(sides, Image.Resampling.BILINEAR))
    limit = float(np.abs(map_).max())
    share = MOST_COLOUR * np.abs(large)[..., None] / (limit or 1.0)
    inside = (1 - share) * grey[top:bottom, left:right] + share * colour(large, limit=limit)
    made[top:bottom, left:right] = inside
    picture: Pixels = np.rint(made).clip(0, 255).astype(np.uint8)
    return picture
