"""Keep a rerun short and the server small: what is imported is not collected again after every run.

Streamlit collects all garbage after every script run, and a full collection visits every object that any
import made. `gc.freeze` takes those out of the collector's sight.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import os
import sys

MODULES_PER_FREEZE = 32
_M_ARENA_MAX = -8
_ARENAS = 2


def freeze_imports() -> None:
    """Take what was imported since the last call out of the garbage collector's sight.

    Costs a dictionary's length when nothing new was imported, so that every page header may call it. What
    was frozen earlier and became garbage since is reclaimed first: the memory that freezing can hold back is
    bounded by what one server imports, not by how long it runs.
    """
    _freeze(len(sys.modules) // MODULES_PER_FREEZE)


def after_late_import() -> None:
    """Freeze again after an import in the middle of a session, of torch for example."""
    freeze_imports()


@functools.cache
def _freeze(_modules: int) -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@functools.cache
def limit_arenas() -> bool:
    """Ask glibc to share two memory arenas among all threads; return whether it agreed.

    Streamlit runs scripts in new threads, and glibc gives each its own arena, which keeps what it once took.
    On other C libraries nothing happens. An environment variable `MALLOC_ARENA_MAX` has precedence.
    """
    if "MALLOC_ARENA_MAX" in os.environ or not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_M_ARENA_MAX, _ARENAS))
