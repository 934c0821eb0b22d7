"""Many small pictures as one, because a browser draws one picture faster than many."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

QUALITY = 92


def tile(pictures: Pixels, *, columns: int, gap: int = 1, fill: int = 255) -> Pixels:
    """Lay pictures (N, H, W) or (N, H, W, C) out in rows of ``columns``, ``gap`` pixels apart, as one.

    The result is (rows * (H + gap) - gap, columns * (W + gap) - gap), with C where there is one; gaps and
    empty places have the value ``fill`` in every channel. Raises ValueError for no pictures at all, fewer
    than one column or a negative gap.

    >>> tile(np.zeros((5, 2, 3), np.uint8), columns=3, gap=1)
    array([[  0,   0,   0, 255,   0,   0,   0, 255,   0,   0,   0],
           [  0,   0,   0, 255,   0,   0,   0, 255,   0,   0,   0],
           [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
           [  0,   0,   0, 255,   0,   0,   0, 255, 255, 255, 255],
           [  0,   0,   0, 255,   0,   0,   0, 255, 255, 255, 255]], dtype=uint8)
    """
    if pictures.ndim not in (3, 4) or len(pictures) == 0:
        shape = "x".join(str(size) for size in pictures.shape)
        raise ValueError(f"pictures to tile have shape (N, H, W) or (N, H, W, C) with N > 0, not {shape}")
    if columns < 1 or gap < 0:
        raise ValueError(f"a sheet has at least 1 column and a gap of at least 0, not {columns} and {gap}")
    count, height, width, *channels = pictures.shape
    rows = -(-count // columns)
    high, wide = height + gap, width + gap
    cells = np.full((rows * columns, high, wide, *channels), fill, np.uint8)
    cells[:count, :height, :width] = pictures
    grid = cells.reshape(rows, columns, high, wide, *channels).swapaxes(1, 2)
    return grid.reshape(rows * high, columns * wide, *channels)[: rows * high - gap, : columns * wide - gap]


def png(array: Pixels) -> bytes:
    """Write a uint8 array (H, W), (H, W, 3) or (H, W, 4) as the bytes of a PNG file.

    Compresses little (level 1): the picture is made for one look, and time counts more than size.

    >>> png(np.zeros((2, 2), np.uint8))[:4]
    b'\\x89PNG'
    """
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(array)).save(file, "PNG", compress_level=1)
    return file.getvalue()


def jpeg(array: Pixels) -> bytes:
    """Write a uint8 array (H, W, 3) as the bytes of a JPEG file: of a photo a fifth of what a PNG weighs.

    It is for eyes: values come back a little changed, though every pixel has a colour of its own.

    >>> jpeg(np.zeros((2, 2, 3), np.uint8))[:2].hex()
    'ffd8'
    """
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(array)).save(file, "JPEG", quality=QUALITY, subsampling=0)
    return file.getvalue()
