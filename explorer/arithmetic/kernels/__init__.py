"""Kernels: the classical ones, families with parameters, and what a learned kernel resembles."""

from explorer.arithmetic.kernels.families import gabor, gaussian, motion_blur
from explorer.arithmetic.kernels.kernel import Kernel
from explorer.arithmetic.kernels.likeness import resemblance
from explorer.arithmetic.kernels.registry import KERNELS, PAIRS

__all__ = ["KERNELS", "PAIRS", "Kernel", "gabor", "gaussian", "motion_blur", "resemblance"]
