from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from explorer.learning import compatibility

ROOT = Path(__file__).resolve().parents[2]
MISSING = "operator torchvision::nms does not exist"


def test_torchvision_can_be_imported_here() -> None:
    transforms = compatibility.import_torchvision("torchvision.transforms")
    assert hasattr(transforms, "ToTensor")


def test_a_matching_pair_is_left_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    matching = ModuleType("torchvision")
    monkeypatch.setattr(importlib, "import_module", lambda name: matching)
    monkeypatch.setattr(compatibility, "declare_operators", pytest.fail)
    monkeypatch.setattr(compatibility, "forget_torchvision", pytest.fail)
    assert compatibility.import_torchvision() is matching


def test_missing_operators_are_declared_and_the_import_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    loaded = ModuleType("torchvision")

    def import_module(name: str) -> ModuleType:
        done.append("import")
        if done.count("import") == 1:
            raise RuntimeError(MISSING)
        return loaded

    monkeypatch.setattr(importlib, "import_module", import_module)
    monkeypatch.setattr(compatibility, "forget_torchvision", lambda: done.append("forget"))
    monkeypatch.setattr(compatibility, "declare_operators", lambda: done.append("declare"))
    assert compatibility.import_torchvision() is loaded
    assert done == ["import", "forget", "declare", "import"]


def test_other_errors_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def import_module(name: str) -> ModuleType:
        raise RuntimeError("something else")

    monkeypatch.setattr(importlib, "import_module", import_module)
    with pytest.raises(RuntimeError, match="something else"):
        compatibility.import_torchvision()


def test_a_broken_import_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: module for name, module in sys.modules.items() if not name.startswith("torchvision")}
    broken = {"torchvision": ModuleType("torchvision"), "torchvision.ops": ModuleType("torchvision.ops")}
    monkeypatch.setattr(sys, "modules", {**kept, **broken})
    compatibility.forget_torchvision()
    assert sys.modules == kept


def test_captum_is_imported_without_matplotlib() -> None:
    code = (
        "import sys\n"
        "from explorer.learning.compatibility import import_captum\n"
        "captum = import_captum()\n"
        "assert 'matplotlib' not in sys.modules\n"
        "assert captum.Saliency.__module__ == 'captum.attr._core.saliency'\n"
        "try:\n"
        "    captum.visualization.visualize_image_attr()\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("visualize_image_attr: Captum was imported without the pictures")


def test_a_captum_that_is_there_already_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    complete = {"captum": ModuleType("captum"), "captum.attr": ModuleType("captum.attr")}
    monkeypatch.setattr(sys, "modules", {**sys.modules, **complete})
    for name in compatibility.WITH_PICTURES:
        sys.modules.pop(name, None)
    assert compatibility.import_captum() is complete["captum.attr"]
    assert not set(compatibility.WITH_PICTURES) & set(sys.modules)
