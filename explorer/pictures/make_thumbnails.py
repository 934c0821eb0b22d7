"""Write the sheet of little sample pictures, so that a gallery need not decode every picture first.

Run it after a change of the samples: `python -m explorer.pictures.make_thumbnails`.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from explorer.pictures.samples import SAMPLES, SAMPLES_FOLDER, sample_picture
from explorer.pictures.tiling import tile

THUMBNAILS_FILE = SAMPLES_FOLDER / "thumbnails.png"
THUMBNAIL_SIDE = 56
THUMBNAIL_COLUMNS = 7
COLOURS = 128


def thumbnails() -> NDArray[np.uint8]:
    """Return the middle square of every sample picture, in rows of ``THUMBNAIL_COLUMNS``, without gaps."""
    squares = []
    for name in SAMPLES:
        picture = sample_picture(name)
        side = min(picture.size)
        left, top = (picture.width - side) // 2, (picture.height - side) // 2
        box = (left, top, left + side, top + side)
        squares.append(picture.resize((THUMBNAIL_SIDE,) * 2, Image.Resampling.LANCZOS, box))
    return tile(np.stack([np.asarray(square) for square in squares]), columns=THUMBNAIL_COLUMNS, gap=0)


def main() -> None:
    """Write the sheet."""
    sheet = Image.fromarray(thumbnails())
    sheet.quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG).save(THUMBNAILS_FILE, "PNG", optimize=True)


if __name__ == "__main__":
    main()
