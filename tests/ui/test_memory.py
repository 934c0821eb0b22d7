from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.ui import memory

ROOT = Path(__file__).resolve().parents[2]


def alone(code: str, **environment: str) -> object:
    """Run code in an interpreter of its own: freezing this one would hide the garbage of all other tests."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_what_was_imported_is_out_of_the_collectors_sight() -> None:
    before, after, seen = alone(
        "import json, gc, streamlit; from explorer.ui.memory import freeze_imports\n"
        "before = gc.get_freeze_count(); freeze_imports()\n"
        "print(json.dumps([before, gc.get_freeze_count(), len(gc.get_objects())]))"
    )
    assert before == 0
    assert after > 10_000
    assert seen < after / 20


def test_freezes_again_only_after_many_new_modules() -> None:
    counts = alone(
        "import gc, json, sys, types\n"
        "from explorer.ui.memory import MODULES_PER_FREEZE, after_late_import, freeze_imports\n"
        "calls = []\n"
        "gc.freeze = lambda: calls.append(len(sys.modules))\n"
        "freeze_imports(); freeze_imports(); first = len(calls)\n"
        "sys.modules.update({f'late{n}': types.ModuleType('late') for n in range(MODULES_PER_FREEZE)})\n"
        "after_late_import(); after_late_import()\n"
        "print(json.dumps([first, len(calls)]))"
    )
    assert counts == [1, 2]


def test_what_was_frozen_and_dropped_is_reclaimed_by_the_next_freeze() -> None:
    alive = alone(
        "import gc, json, sys, types, weakref\n"
        "from explorer.ui.memory import MODULES_PER_FREEZE, freeze_imports\n"
        "class Circle: pass\n"
        "circle = Circle(); circle.itself = circle; ghost = weakref.ref(circle)\n"
        "freeze_imports(); del circle; gc.collect(); frozen = ghost() is not None\n"
        "sys.modules.update({f'late{n}': types.ModuleType('late') for n in range(MODULES_PER_FREEZE)})\n"
        "freeze_imports()\n"
        "print(json.dumps([frozen, ghost() is not None]))"
    )
    assert alive == [True, False]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="arenas are a matter of glibc")
def test_arenas_are_limited_unless_the_environment_did() -> None:
    code = "import json; from explorer.ui.memory import limit_arenas; print(json.dumps(limit_arenas()))"
    assert alone(code) is (platform.libc_ver()[0] == "glibc")
    assert alone(code, MALLOC_ARENA_MAX="1") is False


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert memory.limit_arenas.__wrapped__() is False
