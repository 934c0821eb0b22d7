"""Import torchvision also where its compiled operators do not fit the installed torch.

A CPU build of torch beside torchvision from the ordinary registry cannot load torchvision's compiled
operators, and `import torchvision` fails with "operator torchvision::nms does not exist". Data sets,
transforms and models need none of them, so declaring the two that are looked up during the import is
enough.
"""

from __future__ import annotations

import functools
import importlib
import sys
from types import ModuleType

import torch

OPERATORS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)


def import_torchvision(module: str = "torchvision") -> ModuleType:
    """Return torchvision, or a module in it; declare its missing operators only when the plain import fails.

    A pair of torch and torchvision that fit each other is left untouched.

    >>> import_torchvision("torchvision.datasets").__name__
    'torchvision.datasets'
    """
    try:
        return importlib.import_module(module)
    except RuntimeError as error:
        if "torchvision::nms does not exist" not in str(error):
            raise
    forget_torchvision()
    declare_operators()
    return importlib.import_module(module)


@functools.cache
def declare_operators() -> torch.library.Library:
    """Declare torchvision's operators once; they live as long as the returned library."""
    library = torch.library.Library("torchvision", "FRAGMENT")  # type: ignore[no-untyped-call, unused-ignore]
    for operator in OPERATORS:
        library.define(operator)  # type: ignore[no-untyped-call]
    return library


def forget_torchvision() -> None:
    """Remove what a failed import of torchvision left behind, so that the next one starts afresh."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
