"""Set up the project if need be, and run every check: `python scripts/test.py`.

The checks are ruff (mistakes and layout), mypy, and pytest with the unit tests, the examples in the
documentation, the pages and the browser tests. Other arguments are passed on to pytest:
`python scripts/test.py -k convolution`. A missing browser skips the browser tests and says so; with CI=true
in the environment it fails them.

--install-browser   fetch Playwright's own Chromium first
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT, prepare

INSTALL_BROWSER = "--install-browser"


@dataclass(frozen=True)
class Phase:
    """One check: what it is called, and the module with arguments that performs it."""

    title: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a check ended: its exit status, and the seconds that it took."""

    title: str
    status: int
    seconds: float


def main() -> int:
    """Run all checks, also after one failed; return 0 when all passed."""
    options = sys.argv[1:]
    if "--help" in options or "-h" in options:
        print(__doc__)
        return 0
    python = prepare("requirements.txt", "requirements-dev.txt")
    phases = [
        Phase("lint", ("ruff", "check", ".")),
        Phase("format", ("ruff", "format", "--check", "--quiet", ".")),
        Phase("types", ("mypy",)),
        Phase("tests", ("pytest", *(option for option in options if option != INSTALL_BROWSER))),
    ]
    if INSTALL_BROWSER in options:
        phases.insert(0, Phase("browser", ("playwright", "install", "chromium")))
    outcomes = [_perform(python, phase) for phase in phases]
    return _report(outcomes)


def _perform(python: Path, phase: Phase) -> Outcome:
    print(f"\n== {phase.title}", flush=True)
    began = time.monotonic()
    environment = {"OMP_NUM_THREADS": "1", **os.environ}
    command = [str(python), "-m", *phase.arguments]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return Outcome(phase.title, status, time.monotonic() - began)


def _report(outcomes: list[Outcome]) -> int:
    print()
    for outcome in outcomes:
        verdict = "passed" if outcome.status == 0 else f"FAILED with status {outcome.status}"
        print(f"{outcome.title:<8} {outcome.seconds:7.1f} s  {verdict}")
    failed = [outcome.title for outcome in outcomes if outcome.status != 0]
    print(f"Failed: {', '.join(failed)}" if failed else "Everything passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
