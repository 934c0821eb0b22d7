"""Surgery: change the weights of a copy of a network and see what they were for."""

from explorer.surgery.edits import (
    AddNoise,
    Edit,
    Permute,
    Quantise,
    ReplaceKernel,
    SetKernel,
    SwitchOff,
)
from explorer.surgery.kernels import fitting_kernels
from explorer.surgery.notation import MOST_EDITS, format_edits, parse_edits
from explorer.surgery.operating import accuracy, correct_count, makes_a_difference, operate
from explorer.surgery.reading import answers

__all__ = [
    "MOST_EDITS",
    "AddNoise",
    "Edit",
    "Permute",
    "Quantise",
    "ReplaceKernel",
    "SetKernel",
    "SwitchOff",
    "accuracy",
    "answers",
    "correct_count",
    "fitting_kernels",
    "format_edits",
    "makes_a_difference",
    "operate",
    "parse_edits",
]
