"""Read a component's script and style from its folder and register them with Streamlit."""

from collections.abc import Sequence
from pathlib import Path

from streamlit.components.v2 import component as register
from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent


def component(folder_name: str, *, shared: Sequence[str] = ()) -> ComponentRenderer:
    """Register the component of one folder and return the function that mounts it.

    Call it once, where the wrapper's module begins: a module runs once per process, so a rerun or a second
    visitor registers nothing, and Streamlit itself repeats the registration for a later runtime of the same
    process (each ``AppTest`` has one). The style stays inside the component's shadow root.

    ``shared`` names files of ``explorer/components/shared``: scripts (plain declarations, no ``export``) go
    in front of ``component.js`` in the same module, styles in front of ``component.css``. Name only what the
    component uses: Streamlit sends script and style again with every answer whose ``data`` changed.

    Raises FileNotFoundError when a file is missing.
    """
    return register(
        f"cnn_explorer.{folder_name}",
        js=_text(folder_name, ".js", shared),
        css=_text(folder_name, ".css", shared),
    )


def _text(folder_name: str, suffix: str, shared: Sequence[str]) -> str:
    """Return the shared files of one kind and then the component's own, as one text."""
    files = [FOLDER / "shared" / name for name in shared if name.endswith(suffix)]
    files.append(FOLDER / folder_name / f"component{suffix}")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
