import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from explorer.components import mounting

DRAWN_TWICE = """
from explorer.components import mounting

show = mounting.component("lamp", shared=("paint.js", "buttons.css"))
show(key="one", data={"text": "first"})
show(key="two", data={"text": "second"})
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "shared/paint.js": "function paint() {}\n",
        "shared/buttons.css": "button { border: 0 }\n",
        "lamp/component.js": "export default function () { paint() }\n",
        "lamp/wire.js": "function light() {}\n",
        "lamp/component.css": "canvas { width: 100% }\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_shared_files_come_first_and_by_kind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registered = {}
    monkeypatch.setattr(mounting, "FOLDER", folder)
    monkeypatch.setattr(mounting, "register", lambda name, **texts: registered.update(texts, name=name))
    mounting.component("lamp", shared=("paint.js", "buttons.css"))
    assert registered == {
        "name": "cnn_explorer.lamp",
        "js": "function paint() {}\n\nfunction light() {}\n\nexport default function () { paint() }\n",
        "css": "button { border: 0 }\n\ncanvas { width: 100% }\n",
    }


def test_a_missing_file_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounting, "FOLDER", folder)
    with pytest.raises(FileNotFoundError, match="nowhere.js"):
        mounting.component("lamp", shared=("nowhere.js",))


def test_reruns_and_later_runtimes_register_without_a_warning(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mounting, "FOLDER", folder)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            app = AppTest.from_string(DRAWN_TWICE).run().run()
            assert not app.exception
            assert len(app.main) == 2
    assert "already registered" not in caplog.text
