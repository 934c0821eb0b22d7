"""Read a component's script and style from its folder and register them with Streamlit."""

import re
from collections.abc import Sequence
from pathlib import Path

from streamlit.components.v2 import component as register
from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent
# Comments that have their lines to themselves, and indents: a fifth of a script that is sent again and again.
_UNSENT = re.compile(r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)[ \t]*\n|^[ \t]+", re.MULTILINE | re.DOTALL)


def component(folder_name: str, *, shared: Sequence[str] = ()) -> ComponentRenderer:
    """Register the component of one folder and return the function that mounts it.

    Call it once, where the wrapper's module begins: a module runs once per process, so a rerun or a
    second visitor registers nothing, and Streamlit itself repeats the registration for a later runtime of
    the same process (each ``AppTest`` has one). The style stays inside the component's shadow root.

    The folder's scripts become one module: the others in the order of their names, ``component.js`` last.
    The files of ``explorer/components/shared`` that ``shared`` names go in front, scripts and styles each
    to their kind. All but ``component.js`` are plain declarations without ``export``. Name only what is
    used: Streamlit sends script and style again with every answer whose ``data`` changed. Comments and
    indents stay here; no text between backticks may run over several lines, where it could look like them.

    Raises FileNotFoundError when a file is missing.
    """
    return register(
        f"cnn_explorer.{folder_name}",
        js=_text(folder_name, ".js", shared),
        css=_text(folder_name, ".css", shared),
    )


def _text(folder_name: str, suffix: str, shared: Sequence[str]) -> str:
    """Return the shared files of one kind and then the component's own, as one text."""
    last = FOLDER / folder_name / f"component{suffix}"
    files = [FOLDER / "shared" / name for name in shared if name.endswith(suffix)]
    files += sorted(file for file in last.parent.glob(f"*{suffix}") if file != last)
    text = "\n".join(file.read_text(encoding="utf-8") for file in [*files, last])
    return _UNSENT.sub("", text) if suffix == ".js" else text
