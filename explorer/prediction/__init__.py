"""Predict first: check what a learner expects of a convolution, and name the likely misconception."""

from explorer.prediction.places import check_largest, places_under
from explorer.prediction.sizes import check_size, size_under
from explorer.prediction.task import Task
from explorer.prediction.values import check_value, sum_formula, value_under
from explorer.prediction.verdict import Slip, Verdict

__all__ = [
    "Slip",
    "Task",
    "Verdict",
    "check_largest",
    "check_size",
    "check_value",
    "places_under",
    "size_under",
    "sum_formula",
    "value_under",
]
