"""Imports go one way, nothing heavy comes before it is needed, nothing asks the network."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from explorer.ui.frame import PAGES
from explorer.ui.inside.parts import PARTS

ROOT = Path(__file__).resolve().parents[1]
STANDARD = frozenset(sys.stdlib_module_names)
LONGEST_MODULE = 350
LONGEST_PAGE = 200

# What each room may import: rooms of the house by their dotted names, other packages by theirs. The standard
# library is free for all. "late" is what only the inside of a function may import.
ROOMS: dict[str, set[str]] = {
    "explorer.arithmetic": {"numpy"},
    "explorer.architectures": {"explorer.arithmetic", "explorer.shipped", "numpy"},
    "explorer.exports": {"explorer.architectures", "explorer.arithmetic", "numpy"},
    "explorer.figures": {
        "explorer.architectures",
        "explorer.arithmetic",
        "explorer.pictures",
        "numpy",
        "plotly",
    },
    "explorer.pictures": {"explorer.arithmetic", "numpy", "scipy", "PIL"},
    "explorer.shipped": {"explorer.arithmetic", "safetensors"},
    "explorer.digits": {"explorer.arithmetic", "explorer.pictures", "explorer.shipped", "numpy", "PIL"},
    "explorer.photos": {"explorer.arithmetic", "explorer.pictures", "explorer.shipped", "numpy", "PIL"},
    "explorer.filtering": {"explorer.arithmetic", "numpy", "PIL"},
    "explorer.surgery": {"explorer.arithmetic", "explorer.pictures", "numpy"},
    "explorer.confusion": {"explorer.arithmetic", "explorer.pictures", "explorer.surgery", "numpy"},
    "explorer.preferences": {"explorer.arithmetic", "explorer.pictures", "numpy"},
    "explorer.deletion": {"explorer.arithmetic", "numpy"},
    "explorer.sanity": {"explorer.arithmetic", "numpy"},
    "explorer.detection": {"explorer.arithmetic", "explorer.digits", "explorer.pictures", "numpy", "PIL"},
    "explorer.lectures": {"explorer.arithmetic", "numpy"},
    "explorer.prediction": {"explorer.arithmetic", "explorer.figures", "numpy"},
    "explorer.challenges": {
        "explorer.architectures",
        "explorer.arithmetic",
        "explorer.prediction",
        "numpy",
    },
    "explorer.learning": {
        "explorer.architectures",
        "explorer.arithmetic",
        "explorer.pictures",
        "explorer.digits",
        "explorer.photos",
        "explorer.shipped",
        "numpy",
        "torch",
        "torchvision",
        "captum",
        "safetensors",
        "tqdm",
        "PIL",
    },
    "explorer.components": {
        "explorer.architectures",
        "explorer.arithmetic",
        "explorer.pictures",
        "numpy",
        "streamlit",
    },
    "explorer.ui": {
        "explorer.architectures",
        "explorer.arithmetic",
        "explorer.challenges",
        "explorer.components",
        "explorer.confusion",
        "explorer.deletion",
        "explorer.detection",
        "explorer.digits",
        "explorer.exports",
        "explorer.figures",
        "explorer.filtering",
        "explorer.lectures",
        "explorer.photos",
        "explorer.pictures",
        "explorer.prediction",
        "explorer.preferences",
        "explorer.sanity",
        "explorer.surgery",
        "numpy",
        "PIL",
        "streamlit",
    },
    "pages": {
        "explorer.architectures",
        "explorer.arithmetic",
        "explorer.challenges",
        "explorer.components",
        "explorer.confusion",
        "explorer.digits",
        "explorer.exports",
        "explorer.figures",
        "explorer.filtering",
        "explorer.lectures",
        "explorer.photos",
        "explorer.pictures",
        "explorer.prediction",
        "explorer.preferences",
        "explorer.surgery",
        "explorer.ui",
        "numpy",
        "streamlit",
    },
    "app": {"explorer.ui"},
}
LATE: dict[str, set[str]] = {
    "explorer.ui": {"explorer.learning"},
    "explorer.pictures": {"skimage", "sklearn"},
}


@dataclass(frozen=True)
class Import:
    """One imported module, with the place in the source and whether it waits inside a function."""

    module: str
    line: int
    late: bool


def scripts() -> list[Path]:
    found = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "explorer").rglob("*.py")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(tree: ast.AST, package: str) -> Iterator[Import]:
    """Yield every import below a syntax tree; those that only a type checker reads are left out."""

    def walk(node: ast.AST, late: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (Import(alias.name, child.lineno, late) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                yield from (Import(name, child.lineno, late) for name in _origins(child, package))
            elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            else:
                inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                yield from walk(child, late or inside)

    yield from walk(tree, late=False)


def _origins(node: ast.ImportFrom, package: str) -> list[str]:
    """Name what `from x import a, b` reaches: `explorer` itself holds nothing, so its rooms are meant."""
    base = node.module or ""
    if node.level:
        base = ".".join([*package.split(".")[: len(package.split(".")) - node.level + 1], base]).rstrip(".")
    return [f"{base}.{alias.name}" for alias in node.names] if base == "explorer" else [base]


def room_of(name: str, rooms: dict[str, set[str]]) -> str | None:
    return next((room for room in rooms if name == room or name.startswith(f"{room}.")), None)


def allowed(wanted: Import, room: str) -> bool:
    permitted = ROOMS[room] | {room} | (LATE.get(room, set()) if wanted.late else set())
    top = wanted.module.split(".")[0]
    if top in STANDARD or top in permitted:
        return True
    return any(wanted.module == name or wanted.module.startswith(f"{name}.") for name in permitted)


def violations(path: Path) -> list[str]:
    name = module_name(path)
    room = room_of(name, ROOMS)
    if name == "explorer":
        room = "explorer.arithmetic"
    assert room is not None, f"{path} is in no room; add it to ROOMS with what it may import"
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    where = path.relative_to(ROOT).as_posix()
    return [
        f"{where}:{wanted.line}: {room} may not import {wanted.module}" + ("" if wanted.late else " here")
        for wanted in imports(tree, package)
        if not allowed(wanted, room)
    ]


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    assert violations(path) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import torch", True),
        ("from explorer.learning import train", True),
        ("from explorer import learning", True),
        ("def f():\n    from explorer.learning import train", False),
        ("class C:\n    import torch", True),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import torch", False),
        ("import math, numpy.linalg", False),
        ("from .frame import PAGES", False),
        ("from ..learning import train", True),
        ("try:\n    import torch\nexcept ImportError:\n    torch = None", True),
    ],
)
def test_the_walk_sees_what_it_should(source: str, found: bool) -> None:
    wanted = imports(ast.parse(source), "explorer.ui")
    assert any(not allowed(each, "explorer.ui") for each in wanted) is found


def test_no_room_is_reached_from_below() -> None:
    """The permissions themselves have no circle."""
    order = list(ROOMS)

    def below(room: str, seen: tuple[str, ...]) -> None:
        assert room not in seen, f"a circle: {' -> '.join([*seen, room])}"
        for name in ROOMS[room] | LATE.get(room, set()):
            if name in order:
                below(name, (*seen, room))

    for room in order:
        below(room, ())


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_stay_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= (LONGEST_PAGE if path.parent.name == "pages" else LONGEST_MODULE)


def fragments_without_calm(tree: ast.AST) -> list[int]:
    """Return the lines of fragments that do not wear `@calm()` right below `@st.fragment`."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            worn = [ast.unparse(decorator).split("(")[0] for decorator in node.decorator_list]
            places = [place for place, name in enumerate(worn) if name in ("st.fragment", "fragment")]
            lines += [node.lineno for place in places if worn[place + 1 : place + 2] != ["calm"]]
    return lines


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_fragment_fails_calmly(path: Path) -> None:
    assert fragments_without_calm(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_a_bare_fragment_is_seen() -> None:
    bare = "@st.fragment\ndef f(): ...\n@st.fragment(run_every=1)\n@other\ndef g(): ..."
    calm = "@st.fragment(run_every=1)\n@calm()\ndef f(): ..."
    assert fragments_without_calm(ast.parse(bare)) == [2, 5]
    assert fragments_without_calm(ast.parse(calm)) == []


def run_alone(code: str) -> dict[str, object]:
    """Run code in a fresh interpreter, at the root of the project, and return the JSON it prints last."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_page_that_needs_no_gradient_never_imports_torch(name: str) -> None:
    answer = run_alone(
        "import json, sys\n"
        "from tests.pages.harness import open_page\n"
        f"open_page({name!r})\n"
        "heavy = ('torch', 'torchvision', 'sklearn', 'skimage', 'matplotlib')\n"
        "print(json.dumps({name: name in sys.modules for name in heavy}))"
    )
    assert [module for module, imported in answer.items() if imported] == []


SOURCES = ("Sample", "Upload", "Camera", "Draw", "Digit")
VIEWS = {
    "inside": [{"digits_source": "Sample", "inside_part": part} for part in PARTS],
    "photos": [{"photos_source": title, "sample": "brick"} for title in SOURCES],
}


@pytest.mark.parametrize("name", VIEWS)
def test_no_part_of_a_page_imports_torch_before_a_reason_is_asked_for(name: str) -> None:
    """One interpreter opens one view after the other and asks after each."""
    answer = run_alone(
        "import json, sys\n"
        "from tests.pages.harness import open_page\n"
        f"views = {VIEWS[name]!r}\n"
        "there = {str(view): open_page("
        f"{name!r}, view) is not None and 'torch' in sys.modules for view in views}}\n"
        "print(json.dumps(there))"
    )
    assert [view for view, imported in answer.items() if imported] == []
    assert len(answer) == len(VIEWS[name])


def test_importing_the_house_asks_no_network_and_imports_nothing_heavy() -> None:
    modules = [module_name(path) for path in scripts() if path.parts[len(ROOT.parts)] == "explorer"]
    light = [name for name in modules if not name.startswith("explorer.learning")]
    answer = run_alone(
        "import importlib, json, socket, sys\n"
        "calls = []\n"
        "sys.addaudithook(lambda event, args: calls.append(event) if event in "
        "('socket.connect', 'socket.getaddrinfo', 'urllib.Request') else None)\n"
        f"for name in {light!r}: importlib.import_module(name)\n"
        "heavy = [name for name in ('torch', 'skimage', 'sklearn', 'matplotlib') if name in sys.modules]\n"
        "print(json.dumps({'calls': calls, 'heavy': heavy}))"
    )
    assert answer == {"calls": [], "heavy": []}
