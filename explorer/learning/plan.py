"""What a training command can be asked for, and the folder that it works in."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

PATHS = ("data", "output", "work")


@dataclass(frozen=True)
class Plan:
    """Hold what a command was asked for; each command adds its own numbers.

    `remarks` names those that say something for the model card and change nothing of the training.
    """

    module: ClassVar[str]
    remarks: ClassVar[tuple[str, ...]] = ()

    data: Path
    output: Path
    work: Path

    def command(self) -> str:
        """Return the command that trains this network, its folders and its remarks left out."""
        words = [f"python -m {self.module}"]
        for name, value in vars(self).items():
            if name not in (*PATHS, *self.remarks):
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


def parser_with_folders(description: str, *, data: Path, output: Path, work: Path) -> argparse.ArgumentParser:
    """Return a parser that knows the three folders, with what they are when nothing is said."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", type=Path, default=data, help="where the data are; downloaded if absent")
    parser.add_argument("--output", type=Path, default=output, help="folder of the shipped network")
    parser.add_argument(
        "--work", type=Path, default=work, help="folder of what is prepared and of checkpoints"
    )
    return parser
