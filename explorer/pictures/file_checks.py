"""What the first bytes of an upload say, read before any decoder allocates memory for it."""

import struct

from explorer.pictures.errors import PictureError

MAXIMUM_PIXELS = 24_000_000
MAXIMUM_JPEG_PIXELS = 120_000_000
MAXIMUM_WEBP_PIXELS = 8_000_000
MAXIMUM_TIFF_PIXELS = 12_000_000
MAXIMUM_BUFFERED_JPEG_VALUES = 60_000_000
MAXIMUM_SCANNED_PIXELS = 400_000_000
MAXIMUM_TIFF_VALUES = 100_000

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SHOWN_PNG_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf")
LIMITS = {"JPEG": MAXIMUM_JPEG_PIXELS, "WEBP": MAXIMUM_WEBP_PIXELS, "TIFF": MAXIMUM_TIFF_PIXELS}
OTHER_FILES = (
    ((4, b"ftyphei"), "a HEIC photo"),
    ((4, b"ftypmif1"), "a HEIC photo"),
    ((4, b"ftypavif"), "an AVIF picture"),
    ((4, b"ftyp"), "a video"),
    ((0, b"%PDF"), "a PDF document"),
    ((0, b"PK\x03\x04"), "a ZIP archive or an office document"),
    ((0, b"<svg"), "an SVG drawing"),
    ((0, b"<?xml"), "an XML file, perhaps an SVG drawing"),
    ((0, b"\x00\x00\x01\x00"), "an icon file"),
    ((0, b"8BPS"), "a Photoshop file"),
)
READABLE = "PNG, JPEG, WebP, BMP, GIF or TIFF"


def check_pixels(width: int, height: int, limit: int, *, kind: str = "picture") -> None:
    """Raise ``PictureError`` when a picture has more pixels than the limit or none at all.

    >>> check_pixels(60_000, 60_000, 24_000_000)
    Traceback (most recent call last):
    explorer.pictures.errors.PictureError: The picture has 60,000 x 60,000 pixels, which is 3,600 million; \
at most 24 million can be read. Make it smaller and try again.
    """
    if width < 1 or height < 1:
        raise PictureError(f"The {kind} has {width} x {height} pixels: there is nothing to see in it.")
    if width * height > limit:
        millions = f"{width * height / 1e6:,.0f} million; at most {limit / 1e6:,.0f} million"
        raise PictureError(
            f"The {kind} has {width:,} x {height:,} pixels, which is {millions} can be read. "
            "Make it smaller and try again."
        )


def name_other_file(data: bytes) -> PictureError:
    """Return the error for a file that is none of the readable formats, naming what it looks like.

    >>> print(name_other_file(b"%PDF-1.7"))
    This looks like a PDF document, which cannot be read here. Save the picture as PNG, JPEG, WebP, BMP, GIF \
or TIFF and try again.
    """
    start = data[:64].lstrip() if data[:1].isspace() else data[:64]
    for (place, mark), words in OTHER_FILES:
        if start[place:].startswith(mark):
            advice = f"Save the picture as {READABLE} and try again."
            return PictureError(f"This looks like {words}, which cannot be read here. {advice}")
    return PictureError(f"This file is not a picture, or its beginning is damaged. Use a {READABLE} file.")


def essential_png(data: bytes) -> bytes:
    """Return a PNG file without the chunks that do not change its pixels or its orientation.

    Comments, colour profiles and animation frames may unpack to many times their size, and none of them
    is shown.
    """
    if not data.startswith(PNG_SIGNATURE):
        return data
    kept, place = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind in SHOWN_PNG_CHUNKS:
            kept.append(data[place : place + length + 12])
        place += length + 12
    return b"".join(kept)


def check_webp(data: bytes) -> None:
    """Raise ``PictureError`` for a WebP picture too large: its decoder allocates as soon as it is opened."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return
    kind = data[12:16]
    width = height = 1
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    check_pixels(width, height, MAXIMUM_WEBP_PIXELS, kind="WebP picture")


def check_tiff(data: bytes) -> None:
    """Raise ``PictureError`` for a TIFF file whose first directory has a tag with absurdly many values."""
    order = {b"II*\0": "<", b"MM\0*": ">", b"II+\0": "<", b"MM\0+": ">"}.get(data[:4])
    if order is None:
        return
    try:
        for kind, count in _tiff_tags(data, order, big=b"+" in data[:4]):
            if kind not in (1, 2, 6, 7) and count > MAXIMUM_TIFF_VALUES:
                raise PictureError("This TIFF file is damaged: its directory is far too long.")
    except struct.error as error:
        raise PictureError("This TIFF file is damaged: it ends before its directory does.") from error


def _tiff_tags(data: bytes, order: str, *, big: bool) -> list[tuple[int, int]]:
    place = struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)[0]
    head, entry = (order + "Q", order + "HHQQ") if big else (order + "H", order + "HHII")
    place = min(place, len(data))
    count = struct.unpack_from(head, data, place)[0]
    first, step = place + struct.calcsize(head), struct.calcsize(entry)
    fits = max(0, (len(data) - first) // step)
    tags = (struct.unpack_from(entry, data, first + step * tag) for tag in range(min(count, fits)))
    return [(tag[1], tag[2]) for tag in tags]


def check_jpeg_scans(data: bytes, width: int, height: int, *, channels: int) -> None:
    """Raise ``PictureError`` for a JPEG in many scans that would need too much memory or time.

    A picture in one scan is decoded line by line. One in several scans (a progressive JPEG) is kept whole,
    and every scan passes over all of it.
    """
    scans = _jpeg_scans(data)
    if scans > 1:
        check_pixels(width, height, MAXIMUM_BUFFERED_JPEG_VALUES // channels, kind="progressive JPEG")
    if scans * width * height > MAXIMUM_SCANNED_PIXELS:
        raise PictureError(
            f"This JPEG draws its {width:,} x {height:,} pixels in {scans} passes, which takes too long. "
            "Save it again as an ordinary JPEG."
        )


def _jpeg_scans(data: bytes) -> int:
    place = 2
    while data[place : place + 1] == b"\xff" and data[place + 1 : place + 2] != b"\xda":
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    end = data.find(b"\xff\xd9", place)
    return data.count(b"\xff\xda", place, end if end >= 0 else len(data))
