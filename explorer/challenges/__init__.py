"""Challenges: pure checks of the live state, each with its conditions and how they stand."""

from explorer.challenges.challenge import Challenge, Part
from explorer.challenges.channels import ONE_CHANNEL, Mixed
from explorer.challenges.convolution import CHALLENGES, STAIRS
from explorer.challenges.inside import CORNER, MIDDLE, Pinned
from explorer.challenges.others import FRUGAL, TWO_PASSES, UNMOVED, Pooled
from explorer.challenges.pooling import CHAMPION

__all__ = [
    "CHALLENGES",
    "CHAMPION",
    "CORNER",
    "FRUGAL",
    "MIDDLE",
    "ONE_CHANNEL",
    "STAIRS",
    "TWO_PASSES",
    "UNMOVED",
    "Challenge",
    "Mixed",
    "Part",
    "Pinned",
    "Pooled",
]
