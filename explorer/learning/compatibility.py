"""Import torchvision where its compiled operators do not fit torch, and Captum without its pictures.

A CPU build of torch beside torchvision from the ordinary registry cannot load torchvision's compiled
operators, and `import torchvision` fails with "operator torchvision::nms does not exist". Data sets,
transforms and models need none of them, so declaring the two that are looked up during the import is
enough.

Captum imports matplotlib for pictures that nothing here draws: 35 MB, and a third of the seconds that a
visitor waits for the first attribution.
"""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Never

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


# The modules of Captum that import matplotlib: pictures of attributions, and of those for language models.
WITH_PICTURES = ("captum.attr._utils.visualization", "captum.attr._core.llm_attr")


def import_captum(module: str = "captum.attr") -> ModuleType:
    """Return Captum, or a module in it; where Captum was not imported before, without what draws pictures.

    Whoever calls one of the functions or classes that are left out is told; attributions of images use none.

    >>> import_captum().Saliency.__name__
    'Saliency'
    """
    if "captum" not in sys.modules:
        sys.modules.update({name: _Pictureless(name) for name in WITH_PICTURES})
    return importlib.import_module(module)


class _Pictureless(ModuleType):
    """Stand in for Captum's drawing functions, whatever their names."""

    def __getattr__(self, name: str) -> Callable[..., Never]:
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*_: object, **__: object) -> Never:
            raise ImportError(f"{name}: Captum was imported without the pictures that it draws")

        return refuse
