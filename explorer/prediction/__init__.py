"""Predict first: check what a learner expects of a convolution, and name the likely misconception."""

from explorer.prediction.places import check_largest, places_under
from explorer.prediction.pooled_sizes import (
    check_pooled_largest,
    check_pooled_size,
    pooled_places_under,
    pooled_size_under,
)
from explorer.prediction.pooled_task import PoolingTask
from explorer.prediction.pooled_values import check_pooled_value, pooled_formula, pooled_value_under
from explorer.prediction.sizes import check_size, size_under
from explorer.prediction.task import Task
from explorer.prediction.values import check_value, sum_formula, value_under
from explorer.prediction.verdict import Slip, Verdict

__all__ = [
    "PoolingTask",
    "Slip",
    "Task",
    "Verdict",
    "check_largest",
    "check_pooled_largest",
    "check_pooled_size",
    "check_pooled_value",
    "check_size",
    "check_value",
    "places_under",
    "pooled_formula",
    "pooled_places_under",
    "pooled_size_under",
    "pooled_value_under",
    "size_under",
    "sum_formula",
    "value_under",
]
