"""Pictures of every kind as grey arrays of a bounded size."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.errors import PictureError
from explorer.pictures.modes import on_contrasting_paper, to_rgb

Picture = Image.Image | NDArray[np.uint8]


def to_grey(picture: Picture, *, longest_side: int) -> NDArray[np.uint8]:
    """Return a picture as grey uint8 (H, W), averaged down to a longest side.

    Grey is luma as Pillow and ITU-R BT.601 define it. Transparent parts become white or black, whichever
    shows what is not transparent.

    >>> to_grey(np.full((400, 200, 3), 7, np.uint8), longest_side=100).shape
    (100, 50)
    """
    image = picture if isinstance(picture, Image.Image) else _image(picture)
    if 0 in image.size:
        raise PictureError(f"The picture has {image.width} x {image.height} pixels: there is nothing in it.")
    factor = max(image.size) // longest_side
    if factor > 1 and image.mode in ("L", "RGB"):
        image = image.reduce(factor)
    grey = _luma(image)
    longest = max(grey.size)
    if longest > longest_side:
        width, height = (max(1, round(side * longest_side / longest)) for side in grey.size)
        grey = grey.resize((width, height), Image.Resampling.BOX)
    return np.asarray(grey)


def _luma(image: Image.Image) -> Image.Image:
    if image.mode == "L" and not image.has_transparency_data:
        return image
    if image.has_transparency_data:
        return on_contrasting_paper(image).convert("L")
    return to_rgb(image).convert("L")


def _image(array: NDArray[np.uint8]) -> Image.Image:
    if not isinstance(array, np.ndarray):
        raise PictureError(f"A picture is a PIL image or a uint8 array, not {type(array).__name__}.")
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if array.dtype != np.uint8:
        raise PictureError(f"A picture array holds uint8 numbers from 0 to 255, not {array.dtype}.")
    if array.ndim != 2 and not (array.ndim == 3 and array.shape[2] in (3, 4)):
        shape = "x".join(str(size) for size in array.shape)
        raise PictureError(f"A picture array has shape (H, W), (H, W, 3) or (H, W, 4), not {shape}.")
    if array.size == 0:
        raise PictureError(
            f"The picture has {array.shape[1]} x {array.shape[0]} pixels: there is nothing in it."
        )
    return Image.fromarray(np.ascontiguousarray(array))
