"""Readings of all kinds, one for each value of the query parameter `case`."""

import numpy as np
import streamlit as st

from explorer.arithmetic import KERNELS, pool2d, pool2d_winners, relu, sigmoid
from explorer.components.pixel_reader import Activated, Cell, ExactFilter, Pooled, Reading, pixel_reader

st.set_page_config(layout="wide")


def picture(size: int = 128, channels: int = 1) -> np.ndarray:
    rows, columns = np.mgrid[:size, :size]
    waves = [
        128 + 100 * np.sin(columns / 9 + channel) * np.cos(rows / (11 + channel)) + 27 * ((rows // 16 + columns // 16) % 2)
        for channel in range(channels)
    ]
    return np.clip(np.stack(waves), 0, 255).astype(np.uint8)


def kernel(name: str, **options: object) -> ExactFilter:
    found = KERNELS[name]
    return ExactFilter(found.title, found.numerators, divisor=found.divisor, **options)


def followed(reading: Reading, *, activation: str = "relu", pooling: str = "max") -> Reading:
    maps = np.stack([each.values for each in reading.maps])
    title, function = {"relu": ("ReLU", relu), "sigmoid": ("sigmoid", sigmoid)}[activation]
    values = function(maps)
    pooled = Pooled(
        pooling,
        pool2d(values, pooling, kernel_size=2),
        kernel_size=2,
        winners=pool2d_winners(values, kernel_size=2) if pooling == "max" else None,
    )
    return Reading(**{**vars_of(reading), "activated": Activated(activation, title, values), "pooled": pooled})


def vars_of(reading: Reading) -> dict:
    return {name: getattr(reading, name) for name in reading.__dataclass_fields__}


RNG = np.random.default_rng(7)
CASES = {
    "plain": lambda: followed(Reading(picture(), [kernel("sobel_x")], padding=1)),
    "divided": lambda: followed(
        Reading(picture(60), [kernel("box_blur_3", gain="1.5", bias="-0.25")], stride=2, padding_mode="reflect", padding=(0, 1)),
        pooling="average",
    ),
    "colour": lambda: followed(
        Reading(
            picture(96, 3),
            [ExactFilter("All channels", RNG.normal(0, 1, (3, 5, 5)).round(4), channels=(0, 1, 2), bias="0.1234")],
            padding="same",
            channel_names=("Red", "Green", "Blue"),
        ),
        activation="sigmoid",
        pooling="average",
    ),
    "channels": lambda: followed(
        Reading(
            picture(96, 3),
            [ExactFilter(name, KERNELS["sharpen"].numerators, channels=(at,)) for at, name in enumerate(("Red", "Green", "Blue"))],
            padding=1,
            channel_names=("Red", "Green", "Blue"),
        )
    ),
    "eight": lambda: followed(
        Reading(picture(), [ExactFilter(f"Learned {at}", RNG.normal(0, 1, (3, 3)).round(4)) for at in range(8)], padding="same")
    ),
    "gradient": lambda: Reading(picture(), [kernel("sobel_x"), kernel("sobel_y")], gradient=True, padding="same", padding_mode="replicate"),
    "roberts": lambda: Reading(picture(40), [kernel("roberts_x"), kernel("roberts_y")], gradient=True),
    "large": lambda: Reading(picture(64, 3), [ExactFilter("Random 11x11", RNG.normal(0, 1, (3, 11, 11)).round(4), channels=(0, 1, 2))], dilation=2, stride=2),
    "dilated": lambda: Reading(picture(30), [kernel("lecture_vertical")], dilation=(2, 3), stride=(2, 2), padding=((0, 2), (1, 0))),
}

case = st.query_params.get("case", "plain")
size = st.slider("Size", 8, 256, 128) if case == "sized" else 128
reading = CASES[case]() if case != "sized" else followed(Reading(picture(size), [kernel("sobel_x")], padding=1))
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
cell = pixel_reader(reading, key="reader", pinned=Cell.from_text(st.query_params["pinned"]) if "pinned" in st.query_params else None)
st.text(f"Runs: {st.session_state['runs']}")
st.text(f"Pinned: {cell.text if cell else 'nothing'}")
