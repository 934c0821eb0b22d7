"""The challenges of Photos, checked on the crop that is there."""

from __future__ import annotations

import streamlit as st

from explorer.challenges.photos import FOOLED, OTHER_MIND, Cropped
from explorer.photos import CLASS_NAMES, PhotoRecognition, photo_network, prepare_photo
from explorer.pictures.squares import Square
from explorer.ui.challenges import show_challenge
from explorer.ui.photos.source import Photo, largest


def show_challenges(photo: Photo, square: Square, recognition: PhotoRecognition) -> None:
    """Show both challenges beside each other."""
    state = cropped(photo, square, recognition)
    for column, challenge in zip(st.columns(2, gap="large"), (OTHER_MIND, FOOLED), strict=True):
        with column:
            show_challenge(challenge, state)


def cropped(photo: Photo, square: Square, recognition: PhotoRecognition) -> Cropped:
    """Return what the challenges look at; the largest square is asked about where it is not the crop."""
    whole = largest(photo)
    name = recognition.name if square == whole else _name(photo, whole)
    return Cropped(
        answer=recognition.name,
        probability=float(recognition.probabilities.max()),
        in_doubt=recognition.doubt is not None,
        whole_answer=name,
        share=square.side / whole.side,
        is_stranger=photo.is_stranger,
    )


def _name(photo: Photo, square: Square) -> str:
    prepared = prepare_photo(photo.picture, photo.kept(square))
    return CLASS_NAMES[int(photo_network().forward(prepared[None])[0].argmax())]
