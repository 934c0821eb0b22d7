"""What the command that trains the digit network can be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from explorer.digits import DIGIT_ASSETS
from explorer.learning.data import find_mnist
from explorer.learning.plan import Plan, parser_with_folders

TEACHER_RATE = 3e-3
STUDENT_RATE = 4e-3
FINISHING_RATE = 2e-3
TEMPERATURE = 2.0
WORK = Path("data") / "digit-training"


@dataclass(frozen=True)
class DigitPlan(Plan):
    """Hold what the command was asked for."""

    module: ClassVar[str] = "explorer.learning.train_digits"

    seeds: tuple[int, ...]
    epochs: int
    finishing_epochs: int
    teacher_epochs: int
    teacher_width: int
    strong: int
    mild: int
    redrawn: int
    learning_count: int
    validation_count: int
    test_count: int


def read_digit_plan(arguments: Sequence[str] | None) -> DigitPlan:
    """Read the command line."""
    parser = parser_with_folders(
        "Train the digit network and ship it.", data=find_mnist(), output=DIGIT_ASSETS, work=WORK
    )
    parser.add_argument(
        "--seeds", type=int, nargs="+", default=[1, 2, 3], help="one network is trained per seed"
    )
    parser.add_argument("--epochs", type=int, default=60, help="epochs on the teacher's answers")
    parser.add_argument("--finishing-epochs", type=int, default=20, help="epochs on the labels, afterwards")
    parser.add_argument("--teacher-epochs", type=int, default=12, help="epochs of the teacher")
    parser.add_argument("--teacher-width", type=int, default=32, help="channels of the teacher's first layer")
    parser.add_argument("--strong", type=int, default=14, help="copies of the digits, varied in full")
    parser.add_argument("--mild", type=int, default=4, help="copies of the digits, varied little")
    parser.add_argument(
        "--redrawn", type=int, default=11_000, help="digits redrawn on a canvas, for the mild copies"
    )
    parser.add_argument("--learning-count", type=int, default=55_000, help="digits to learn from")
    parser.add_argument("--validation-count", type=int, default=5_000, help="digits to choose by")
    parser.add_argument("--test-count", type=int, default=10_000, help="digits of the final test")
    read = vars(parser.parse_args(arguments))
    return DigitPlan(**{**read, "seeds": tuple(read["seeds"])})
