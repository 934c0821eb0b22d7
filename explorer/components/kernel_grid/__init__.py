"""A grid of numbers to type a kernel into, with the turns and mirrors that lectures speak of."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explorer.components.keeping import keep
from explorer.components.kernel_grid.text import KernelError, format_kernel, parse_kernel
from explorer.components.mounting import component

__all__ = ["KernelError", "format_kernel", "kernel_grid", "parse_kernel"]

_mount = component("kernel_grid", shared=("elements.js", "views.js", "desks.js", "controls.css"))


def kernel_grid(
    weights: ArrayLike, *, key: str, origin: str = "", label: str = "Kernel", is_resizable: bool = True
) -> NDArray[np.float32]:
    """Show a kernel as a grid to edit and return the kernel in force, float32 (rows, columns), 1x1 to 11x11.

    In force is the last kernel whose every cell is a finite number from -1,000,000 to 1,000,000, rounded
    to four decimals; while a cell holds something else, the grid says what is wrong with it and the last
    one stays. What was typed is kept under `key` for the session. `weights` (rows, columns) lie in the
    grid at first, and again whenever `origin` names something else than in the run before: another kernel
    of the gallery, an address. `label` names the grid for a screen reader. Without `is_resizable` there is
    nothing to add or remove rows and columns with; a kernel that is turned or pasted can be of another size.

    Raises KernelError when `weights` is no kernel for this grid. Nothing that a browser sends can raise.
    """
    kept = keep(key, lambda: format_kernel(weights), origin=origin, accepts=_is_kernel)
    data = {
        "key": key,
        "version": kept.version,
        "text": kept.shown,
        "label": label,
        "resizable": is_resizable,
    }
    _mount(key=key, data=data, on_text_change=_nothing)
    kept = keep(key, lambda: format_kernel(weights), origin=origin, accepts=_is_kernel)
    return parse_kernel(kept.text)


def _is_kernel(text: str) -> bool:
    try:
        parse_kernel(text)
    except KernelError:
        return False
    return True


def _nothing() -> None:
    """Do nothing: naming a callback is how Streamlit learns that the component has a state called `text`."""
