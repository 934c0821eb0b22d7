"""Python's answer to a component that waits for one before it speaks again; nothing is seen of it."""

from __future__ import annotations

from explorer.components.mounting import component

_mount = component("answer")


def answer(key: str, **seen: int) -> None:
    """Tell the component under `key` what Python has seen, numbers by name, as a `cnn-explorer-answer` event.

    It is a component of its own because Streamlit sends a component's script and style again with every
    change of its data. A drawing that was answered through its own data would cost 25 kB and some 5 ms an
    answer; this costs half a kilobyte, while the unchanged drawing travels as a reference.
    """
    _mount(key=f"{key}_answer", data={"key": key, **seen})
