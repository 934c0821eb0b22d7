"""Decode what a visitor uploads, in bounded memory and time."""

import io
import threading
import warnings

from PIL import Image, ImageOps

from explorer.pictures.errors import PictureError

WORKING_LIMIT = 1024
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
MAXIMUM_BYTES = 20_000_000
MAXIMUM_PIXELS = 25_000_000

__all__ = ["WORKING_LIMIT", "PictureError", "read_picture"]
_one_at_a_time = threading.Lock()


def read_picture(data: bytes) -> Image.Image:
    """Return the picture in a file as an upright 8-bit RGB picture of at most ``WORKING_LIMIT`` a side.

    Anything that cannot be read raises ``PictureError`` with a sentence for the learner.

    >>> file = io.BytesIO()
    >>> Image.new("L", (30, 20), 128).save(file, "PNG")
    >>> picture = read_picture(file.getvalue())
    >>> picture.mode, picture.size
    ('RGB', (30, 20))
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise PictureError("A picture file is needed, as bytes.")
    if len(data) > MAXIMUM_BYTES:
        raise PictureError(f"The file has {len(data) / 1e6:.1f} MB; at most 20 MB can be read.")
    try:
        with _one_at_a_time, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decode(bytes(data))
    except PictureError:
        raise
    except Exception as error:
        raise PictureError("This file is not a picture that can be read: it is broken or cut off.") from error


def _decode(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > MAXIMUM_PIXELS:
            raise PictureError(
                f"The picture has {picture.width} x {picture.height} pixels; "
                f"at most {MAXIMUM_PIXELS:,} can be read."
            )
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    rgb = upright.convert("RGB")
    rgb.thumbnail((WORKING_LIMIT, WORKING_LIMIT), Image.Resampling.LANCZOS)
    return rgb
