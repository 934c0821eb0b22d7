"""Make the project's virtual environment, with nothing but Python itself.

`run.py` and `test.py` call this before anything else. It installs what a requirements file lists, once; a
stamp in the environment remembers the file's content, and only a changed file is installed again.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PROBE_SECONDS = 4
PIP = ("-m", "pip", "--disable-pip-version-check")


def prepare(*requirements: str) -> Path:
    """Return the Python of the project's environment after these requirements files were installed into it.

    Ends the program with a sentence when this Python is too old, or when the environment cannot be made.
    """
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        sys.exit(f"This project needs Python {wanted} or newer; this is {sys.version.split()[0]}.")
    python = _environment()
    for name in requirements:
        _install(python, ROOT / name)
    return python


def _environment() -> Path:
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _runs(python):
        print(f"Making a virtual environment in {FOLDER}", flush=True)
        done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=False)
        if done.returncode != 0 or not _runs(python):
            sys.exit(
                "Python could not make a virtual environment. On Debian and Ubuntu its parts come apart: "
                "`apt install python3-venv` adds the missing one."
            )
    return python


def _runs(python: Path) -> bool:
    """Return whether this Python starts, is new enough and has pip: half an environment does not."""
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    try:
        return subprocess.run([python, "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(python: Path, requirements: Path) -> None:
    stamp = FOLDER / f"{requirements.name}.installed"
    content = "".join(path.read_text(encoding="utf-8") for path in _included(requirements))
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint:
        return
    print(f"Installing {requirements.name}; the first time takes some minutes", flush=True)
    torch = [line for line in content.splitlines() if line.startswith(("torch==", "torchvision=="))]
    if torch and sys.platform.startswith("linux") and _reachable(CPU_INDEX):
        # Of two equal versions pip takes the one with a local part: 2.13.0+cpu before 2.13.0.
        _pip(python, "--extra-index-url", CPU_INDEX, *torch)
    _pip(python, "--requirement", str(requirements))
    stamp.write_text(fingerprint, encoding="utf-8")


def _included(requirements: Path) -> list[Path]:
    """Return a requirements file after those that it names with `-r`."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    named = [requirements.parent / line.split(maxsplit=1)[1] for line in lines if line.startswith("-r ")]
    return [*named, requirements]


def _reachable(address: str) -> bool:
    """Return whether an address answers soon: pip would ask an unreachable index again for every package."""
    try:
        with urllib.request.urlopen(f"{address}/torch/", timeout=PROBE_SECONDS):
            return True
    except (urllib.error.URLError, OSError):
        return False


def _pip(python: Path, *arguments: str) -> None:
    command = [str(python), *PIP, "install", "--quiet", *arguments]
    if subprocess.run(command, check=False).returncode != 0:
        sys.exit("pip could not install the requirements; what it wrote above says why.")
