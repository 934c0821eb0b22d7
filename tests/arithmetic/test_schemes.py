"""Schemes against torch and Keras' rule."""

import math
from itertools import product

import pytest
import torch
import torch.nn.functional as F

from explorer.arithmetic.schemes import Scheme, compare_schemes


def by_name(size: int, kernel_size: int, **options: int) -> dict[str, Scheme]:
    return {scheme.name: scheme for scheme in compare_schemes(size, kernel_size, **options)}


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation"), list(product((1, 5, 6, 9), (1, 2, 3, 4), (1, 2, 3), (1, 2)))
)
def test_every_scheme_does_what_its_library_does(size: int, kernel: int, stride: int, dilation: int) -> None:
    schemes = by_name(size, kernel, stride=stride, dilation=dilation)
    signal, weights = torch.arange(1.0, size + 1)[None, None], torch.randn(1, 1, kernel)
    assert schemes["keras_same"].size == math.ceil(size / stride)
    for name in ("floor", "pytorch_half"):
        if schemes[name].padding is None:
            with pytest.raises(RuntimeError):
                F.conv1d(signal, weights, stride=stride, dilation=dilation)
            continue
        padding = schemes[name].padding[0]
        assert schemes[name].size == F.conv1d(signal, weights, None, stride, padding, dilation).shape[-1]
    if schemes["ceil"].size is not None:
        pooled = F.max_pool1d(signal, kernel, stride, 0, dilation, ceil_mode=True)
        assert schemes["ceil"].size == pooled.shape[-1]
    if stride > 1:
        assert schemes["pytorch_same"].size is None and f"stride {stride}" in schemes["pytorch_same"].refusal
        with pytest.raises(RuntimeError, match="strided"):
            F.conv1d(signal, weights, stride=stride, padding="same", dilation=dilation)
    else:
        before, after = schemes["pytorch_same"].padding or (0, 0)
        same = F.conv1d(signal, weights, padding="same", dilation=dilation)
        ours = F.conv1d(F.pad(signal, (before, after)), weights, dilation=dilation)
        torch.testing.assert_close(ours, same, rtol=0, atol=1e-4)


def test_half_the_kernel_has_the_size_of_same_but_not_its_windows() -> None:
    schemes = by_name(6, 3, stride=2)
    assert schemes["keras_same"].size == schemes["pytorch_half"].size == 3
    assert schemes["keras_same"].starts == (0, 2, 4)
    assert schemes["pytorch_half"].starts == (-1, 1, 3)


def test_a_kernel_that_does_not_fit_is_refused_in_a_sentence() -> None:
    assert by_name(3, 5)["floor"].refusal == "Kernel 5 does not fit input 3 with padding 0."
    assert by_name(3, 5)["floor"].size is None
