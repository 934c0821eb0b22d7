import numpy as np
import pytest

from explorer.arithmetic import KERNELS, resemblance


@pytest.mark.parametrize("name", KERNELS)
def test_every_kernel_resembles_itself(name: str) -> None:
    kernel = KERNELS[name]
    closest, correlation = resemblance(kernel.weights)
    assert correlation == pytest.approx(1)
    # Scale and brightness do not matter, so that a few kernels stand for others.
    first, second = (KERNELS[other].weights.ravel() for other in (closest, name))
    if np.ptp(second):
        assert np.corrcoef(first, second)[0, 1] == pytest.approx(1)
    else:
        assert closest == name


def test_scale_and_a_constant_do_not_matter_but_the_sign_does() -> None:
    sobel = KERNELS["sobel_x"].weights
    assert resemblance(0.01 * sobel + 3) == ("sobel_x", pytest.approx(1))
    assert resemblance(-sobel) == ("lecture_sobel", pytest.approx(1))


def test_the_correlation_is_pearsons() -> None:
    kernel = np.random.default_rng(3).normal(size=(3, 3))
    name, correlation = resemblance(kernel)
    rivals = {
        other: np.corrcoef(kernel.ravel(), rival.numerators.ravel())[0, 1]
        for other, rival in KERNELS.items()
        if rival.numerators.shape == (3, 3) and np.ptp(rival.numerators)
    }
    assert correlation == pytest.approx(max(rivals.values()))
    assert rivals[name] == pytest.approx(max(rivals.values()))


def test_flat_kernels_are_box_blurs() -> None:
    assert resemblance(np.full((3, 3), 0.2)) == ("box_blur_3", 1.0)
    assert resemblance(np.full((5, 5), -2.0)) == ("box_blur_5", -1.0)
    assert resemblance(np.zeros((3, 3))) == ("box_blur_3", 0.0)
    # Of 2x2 kernels only those of Roberts are known, and neither is flat.
    assert resemblance(np.ones((2, 2))) == ("roberts_x", 0.0)


def test_a_smaller_kernel_is_found_in_the_middle_of_a_larger_one() -> None:
    assert resemblance(np.pad(KERNELS["scharr_y"].numerators, 1)) == ("scharr_y", 1.0)
    assert resemblance(np.pad(KERNELS["roberts_y"].numerators, 1))[0] == "roberts_y"


def test_some_kernels_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="no classical kernel fits into 1x4"):
        resemblance(np.ones((1, 4)))
    with pytest.raises(ValueError, match="cannot be compared: it holds NaN or infinity"):
        resemblance([[np.nan] * 3] * 3)
    with pytest.raises(ValueError, match="a kernel is a grid of rows and columns"):
        resemblance([1, 2, 3])
