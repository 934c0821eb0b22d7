import numpy as np
import pytest
from scipy import ndimage
from skimage.filters import gabor_kernel

from explorer.arithmetic import conv2d, gabor, gaussian, motion_blur
from explorer.arithmetic.options import Array


def stripes(angle: float, wavelength: float) -> Array:
    """Draw stripes that run at ``angle``, counter-clockwise from horizontal as one sees it."""
    rows, columns = np.mgrid[0:40, 0:40].astype(np.float64)
    across = rows * np.cos(np.radians(angle)) + columns * np.sin(np.radians(angle))
    picture: Array = np.cos(2 * np.pi * across / wavelength).astype(np.float32)
    return picture


@pytest.mark.parametrize(("size", "sigma"), [(3, 0.5), (5, 1.0), (9, 1.5), (11, 2.0)])
def test_gaussian_equals_ndimage(size: int, sigma: float) -> None:
    picture = np.random.default_rng(0).uniform(0, 1, (30, 30)).astype(np.float32)
    margin = size // 2
    expected = ndimage.gaussian_filter(picture, sigma, radius=margin)[margin:-margin, margin:-margin]
    output = conv2d(picture[None], gaussian(size, sigma).weights[None, None])[0]
    # Each weight was rounded to 4 decimals of its largest.
    np.testing.assert_allclose(output, expected, atol=2e-3)


@pytest.mark.parametrize("angle", [0, 30, 45, 90, 120, 200])
@pytest.mark.parametrize(("wavelength", "sigma"), [(4, 1.6), (6, 2.0)])
def test_gabor_equals_scikit_image(angle: float, wavelength: float, sigma: float) -> None:
    # scikit-image turns the wave instead of the stripes, clockwise, and divides by the Gaussian's integral.
    reference = gabor_kernel(
        1 / wavelength, np.radians(90 - angle), sigma_x=sigma, sigma_y=sigma, n_stds=6
    ).real
    row, column = (length // 2 for length in reference.shape)
    centre = reference[row - 4 : row + 5, column - 4 : column + 5] * 2 * np.pi * sigma**2
    np.testing.assert_allclose(gabor(angle, wavelength, size=9, sigma=sigma).numerators, centre, atol=5.1e-5)


def test_gabor_answers_to_its_own_stripes() -> None:
    for angle in (0, 30, 60, 90, 150):
        kernel = gabor(angle, 6, size=11).weights[None, None]
        answers = {other: float(conv2d(stripes(other, 6)[None], kernel).max()) for other in range(0, 180, 30)}
        assert max(answers, key=lambda other: answers[other]) == angle
        finer = float(conv2d(stripes(angle, 2.5)[None], kernel).max())
        assert finer < answers[angle] / 2


def test_aspect_stretches_the_window_along_the_stripes() -> None:
    long = gabor(90, 6, size=11, aspect=0.5).numerators
    assert long[0, 5] > gabor(90, 6, size=11).numerators[0, 5] > 0
    np.testing.assert_array_equal(long[5], gabor(90, 6, size=11).numerators[5])


@pytest.mark.parametrize("size", [3, 7])
def test_motion_blur_along_axes_and_diagonals(size: int) -> None:
    middle = size // 2
    flat = motion_blur(size, 0)
    assert flat.numerators[middle].tolist() == [1] * size
    assert flat.divisor == size
    np.testing.assert_array_equal(motion_blur(size, 90).numerators, flat.numerators.T)
    np.testing.assert_array_equal(motion_blur(size, 180).numerators, flat.numerators)
    rising = motion_blur(size, 45).numerators
    # The line is ``size`` long, so that a 3x3 kernel holds its diagonal neighbours in part.
    assert rising[middle - 1, middle + 1] == (1 if size > 3 else 0.5858)
    assert (rising[middle, middle], rising[middle, middle + 1]) == (1, 0.2929)
    np.testing.assert_array_equal(motion_blur(size, 135).numerators, rising[::-1])


@pytest.mark.parametrize("kernel", [gaussian(7, 1.3), motion_blur(9, 30)])
def test_blurs_keep_brightness(kernel: object) -> None:
    weights = kernel.weights  # type: ignore[attr-defined]
    assert weights.sum() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: gaussian(4, 1), "size must be odd, so that the kernel has a centre, not 4"),
        (lambda: gaussian(0, 1), "size must be at least 1"),
        (lambda: gaussian(3, 0), "sigma must be greater than 0, not 0"),
        (lambda: gaussian(3, float("nan")), "sigma must be greater than 0"),
        (lambda: gabor(float("inf"), 4), "angle must be a number of degrees"),
        (lambda: gabor(0, -4), "wavelength must be greater than 0"),
        (lambda: gabor(0, 4, aspect=0), "aspect must be greater than 0"),
        (lambda: gabor(0, 4, size=8), "size must be odd"),
        (lambda: motion_blur(7, float("nan")), "angle must be a number of degrees"),
        (lambda: motion_blur(2.5, 0), "size must be a whole number"),  # type: ignore[arg-type]
    ],
)
def test_impossible_options_are_refused(make: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()  # type: ignore[operator]


def test_names_tell_relatives_apart() -> None:
    relatives = [
        gaussian(3, 1),
        gaussian(5, 1),
        gaussian(5, 1.5),
        gabor(0, 4),
        gabor(0, 4, size=7),
        gabor(0, 4, sigma=2),
    ]
    relatives += [gabor(0, 4, aspect=0.5), gabor(45, 4), motion_blur(7, 0), motion_blur(7, 45)]
    assert len({kernel.name for kernel in relatives}) == len(relatives)
