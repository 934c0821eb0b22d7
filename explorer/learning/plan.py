"""What the training command can be asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from explorer.digits import DIGIT_ASSETS
from explorer.learning.data import find_mnist

TEACHER_RATE = 3e-3
STUDENT_RATE = 4e-3
FINISHING_RATE = 2e-3
TEMPERATURE = 2.0
WORK = Path("data") / "digit-training"
PATHS = ("data", "output", "work")


@dataclass(frozen=True)
class Plan:
    """Hold what the command was asked for."""

    data: Path
    output: Path
    work: Path
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

    def command(self) -> str:
        """Return the command that trains this network, its folders left out."""
        words = ["python -m explorer.learning.train_digits"]
        for name, value in vars(self).items():
            if name not in PATHS:
                values = value if isinstance(value, tuple) else (value,)
                words.append(" ".join([f"--{name.replace('_', '-')}", *map(str, values)]))
        return " ".join(words)

    def claim_work_folder(self) -> None:
        """Make the work folder, or go on in it if it was made by the same command."""
        self.work.mkdir(parents=True, exist_ok=True)
        note = self.work / "command.txt"
        if not note.exists():
            note.write_text(self.command(), encoding="utf-8")
        elif (earlier := note.read_text(encoding="utf-8")) != self.command():
            raise SystemExit(
                f"{self.work} holds the work of another command: {earlier}\nChoose another --work."
            )


def read_plan(arguments: Sequence[str] | None) -> Plan:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Train the digit network and ship it.")
    parser.add_argument(
        "--data", type=Path, default=find_mnist(), help="folder of MNIST; downloaded if empty"
    )
    parser.add_argument("--output", type=Path, default=DIGIT_ASSETS, help="folder of the shipped network")
    parser.add_argument("--work", type=Path, default=WORK, help="folder of lessons and checkpoints")
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
    return Plan(**{**read, "seeds": tuple(read["seeds"])})
