"""Decode what a visitor uploads, in bounded memory and time."""

import io
import threading
import warnings

from PIL import Image, UnidentifiedImageError

from explorer.pictures import file_checks
from explorer.pictures.errors import PictureError
from explorer.pictures.modes import WIDE, to_rgb

WORKING_LIMIT = 1024
MAXIMUM_BYTES = 20_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
# A large picture is averaged down in tiles to no less than the coarse limit, then more finely at once.
COARSE_LIMIT = 1536
TILE = 1024
ORIENTATION_TAG = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Those that exchange width and height.
TURNED = (
    Image.Transpose.TRANSPOSE,
    Image.Transpose.ROTATE_270,
    Image.Transpose.TRANSVERSE,
    Image.Transpose.ROTATE_90,
)

# One upload at a time: several at once would multiply the memory, and ``catch_warnings`` changes filters
# that all threads share.
_one_at_a_time = threading.Lock()

_IN_FILE = "size_in_file"

__all__ = ["WORKING_LIMIT", "PictureError", "read_picture", "size_in_file"]


def read_picture(data: bytes) -> Image.Image:
    """Return the picture in a file as an upright 8-bit RGB picture of at most ``WORKING_LIMIT`` a side.

    Reads PNG, JPEG, WebP, BMP, GIF and TIFF (of several frames or pages the first) of at most 20 MB,
    in at most about 150 MB of memory. Transparent parts become white, the EXIF orientation is applied,
    larger pictures are reduced. Anything else raises ``PictureError``, whose text is a sentence for the
    learner; no other exception and no warning leaves this function.

    >>> file = io.BytesIO()
    >>> Image.new("LA", (3000, 1500), (0, 0)).save(file, "PNG")
    >>> picture = read_picture(file.getvalue())
    >>> picture.mode, picture.size, picture.getpixel((0, 0))
    ('RGB', (1024, 512), (255, 255, 255))
    >>> read_picture(b"")
    Traceback (most recent call last):
    explorer.pictures.errors.PictureError: The file is empty. Choose another one.
    """
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _decoded_or_explained(data)


def size_in_file(picture: Image.Image) -> tuple[int, int]:
    """Return the width and height that a picture had in its file, upright, before it was made smaller.

    A picture that comes from no file has its own.

    >>> file = io.BytesIO()
    >>> Image.new("RGB", (3000, 1500)).save(file, "PNG")
    >>> size_in_file(read_picture(file.getvalue())), size_in_file(Image.new("RGB", (3, 2)))
    ((3000, 1500), (3, 2))
    """
    width, height = picture.info.get(_IN_FILE, picture.size)
    return int(width), int(height)


def _decoded_or_explained(data: bytes) -> Image.Image:
    try:
        return _decoded(_checked_bytes(data))
    except PictureError:
        raise
    except UnidentifiedImageError:
        error = file_checks.name_other_file(data)
    except Image.DecompressionBombError:
        error = PictureError("The picture has far too many pixels. Make it smaller and try again.")
    except MemoryError:
        error = PictureError("The picture needs more memory than there is. Make it smaller and try again.")
    # Decoders of broken files raise whatever their broken numbers lead to; this is the one door they pass.
    except Exception as cause:
        error = _damaged(cause)
    raise error


def _checked_bytes(data: object) -> bytes:
    if not isinstance(data, bytes | bytearray | memoryview):
        raise PictureError(f"A picture file is needed as bytes, not as {type(data).__name__}.")
    size = memoryview(data).nbytes
    if size == 0:
        raise PictureError("The file is empty. Choose another one.")
    if size > MAXIMUM_BYTES:
        raise PictureError(
            f"The file has {size / 1e6:.1f} MB; at most {MAXIMUM_BYTES / 1e6:.0f} MB can be read. "
            "Make the picture smaller and try again."
        )
    return bytes(data)


def _damaged(cause: Exception) -> PictureError:
    if "truncated" in str(cause).lower():
        return PictureError("The file ends before the picture does: it was cut off. Copy it again and retry.")
    return PictureError("The file is damaged inside and cannot be shown. Save the picture again and retry.")


def _decoded(data: bytes) -> Image.Image:
    file_checks.check_webp(data)
    file_checks.check_tiff(data)
    with Image.open(io.BytesIO(file_checks.essential_png(data)), formats=FORMATS) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)
        in_file = picture.size
        file_checks.check_pixels(*picture.size, file_checks.LIMITS.get(kind, file_checks.MAXIMUM_PIXELS))
        if kind == "JPEG":
            file_checks.check_jpeg_scans(data, *picture.size, channels=len(picture.getbands()))
            picture.draft(None, (WORKING_LIMIT, WORKING_LIMIT))
            file_checks.check_pixels(*picture.size, file_checks.MAXIMUM_PIXELS)
        picture.load()
        small = _reduced(picture)
        turn = UPRIGHT.get(_orientation(picture))
    small.thumbnail((WORKING_LIMIT, WORKING_LIMIT), Image.Resampling.LANCZOS)
    upright = small if turn is None else small.transpose(turn)
    upright.info[_IN_FILE] = in_file[::-1] if turn in TURNED else in_file
    return upright


def _reduced(picture: Image.Image) -> Image.Image:
    """Return a picture as RGB, averaged down tile by tile: a whole copy of it would double the memory."""
    factor = max(1, max(picture.size) // COARSE_LIMIT)
    if picture.mode in WIDE:
        return to_rgb(picture.reduce(factor))
    width, height = picture.size
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    step = factor * max(1, TILE // factor)
    for top in range(0, height, step):
        for left in range(0, width, step):
            box = (left, top, min(width, left + step), min(height, top + step))
            small.paste(to_rgb(picture.crop(box)).reduce(factor), (left // factor, top // factor))
    return small


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION_TAG, 1))
    except Exception:
        # A picture with damaged EXIF data is still a picture.
        return 1
