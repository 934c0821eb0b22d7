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


def test_comments_and_indents_are_not_sent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = """/** What it is. */
const url = "https://x" // stays, with its line
/**
 * How it is lit.
 *
 * @param {number} watts
 */
function light(watts) {
  // Not at night.
  return watts * /* of course */ 2
}
"""
    (folder / "lamp" / "component.js").write_text(script)
    monkeypatch.setattr(mounting, "FOLDER", folder)
    monkeypatch.setattr(mounting, "register", lambda name, **texts: texts["js"])
    assert mounting.component("lamp").endswith(
        """
const url = "https://x" // stays, with its line
function light(watts) {
return watts * /* of course */ 2
}
"""
    )


@pytest.mark.parametrize(
    "script", sorted(mounting.FOLDER.glob("*/*.js")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_no_text_of_a_script_could_be_taken_for_a_comment(script: Path) -> None:
    """A text between backticks that ran over several lines might hold a line that looks like one."""
    for line in script.read_text(encoding="utf-8").splitlines():
        is_comment = line.lstrip().startswith(("//", "/**", "*"))
        assert is_comment or line.replace("\\`", "").count("`") % 2 == 0, line


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
