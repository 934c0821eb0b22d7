"""Challenges that look at the layer and its numbers as they are now."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from explorer.challenges import FRUGAL, ONE_CHANNEL, Mixed
from explorer.challenges.others import FRUGAL_INPUT, FRUGAL_OUTPUT
from explorer.components.channels import Summing
from explorer.ui.challenges import show_challenge, show_standing, show_task
from explorer.ui.channels.numbers import set_layer
from explorer.ui.channels.settings import LayerSettings


def show_challenges(settings: LayerSettings, summing: Summing) -> None:
    """Show each challenge with its conditions and how they stand."""
    left, right = st.columns(2, gap="large")
    with left:
        show_task(FRUGAL)
        st.button(
            f"Begin with {FRUGAL_INPUT[0]} channels and {FRUGAL_OUTPUT[0]} filters",
            icon=":material/layers:",
            on_click=set_layer,
            args=(_begun(settings),),
        )
        show_standing(FRUGAL, summing.layer)
    with right:
        show_challenge(ONE_CHANNEL, Mixed(np.asarray(summing.image, np.float32), summing.output))


def _begun(settings: LayerSettings) -> LayerSettings:
    channels, size, _ = FRUGAL_INPUT
    return replace(
        settings,
        in_channels=channels,
        out_channels=FRUGAL_OUTPUT[0],
        size=size,
        kernel_size=3,
        groups=1,
        stride=1,
        padding=0,
    )
