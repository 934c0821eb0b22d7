"""What the first bytes of a file say."""

import io
import struct
import zlib

import pytest
from PIL import Image

from explorer.pictures.errors import PictureError
from explorer.pictures.file_checks import (
    check_jpeg_scans,
    check_pixels,
    check_tiff,
    check_webp,
    essential_png,
    name_other_file,
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_the_limit_itself_is_allowed() -> None:
    check_pixels(4000, 6000, 24_000_000)
    with pytest.raises(PictureError, match="4,001 x 6,000 pixels, which is 24 million"):
        check_pixels(4001, 6000, 24_000_000)


def test_only_the_chunks_that_show_are_kept() -> None:
    signature = b"\x89PNG\r\n\x1a\n"
    header, pixels, end = chunk(b"IHDR", bytes(13)), chunk(b"IDAT", b"abc"), chunk(b"IEND", b"")
    comment, profile, frame = chunk(b"zTXt", b"x" * 99), chunk(b"iCCP", b"y"), chunk(b"fdAT", b"z")
    file = signature + header + comment + profile + pixels + frame + end
    assert essential_png(file) == signature + header + pixels + end
    assert essential_png(b"GIF89a") == b"GIF89a"


def test_a_chunk_that_lies_about_its_length_ends_the_file() -> None:
    signature = b"\x89PNG\r\n\x1a\n"
    header = chunk(b"IHDR", bytes(13))
    lying = struct.pack(">I", 2**32 - 1) + b"tEXt" + b"abc"
    assert essential_png(signature + header + lying + chunk(b"IDAT", b"q")) == signature + header


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"quality": 80}, {"lossless": True, "icc_profile": b"p"}]
)
def test_the_size_of_every_kind_of_webp_is_read(options: dict[str, object]) -> None:
    small, large = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (300, 200)).save(small, "WEBP", **options)
    Image.new("RGB", (8001, 1000)).save(large, "WEBP", **options)
    check_webp(small.getvalue())
    with pytest.raises(PictureError, match="8,001 x 1,000"):
        check_webp(large.getvalue())


@pytest.mark.parametrize("data", [b"RIFF", b"RIFF\0\0\0\0WEBPVP8 ", b"RIFFxxxxWAVEfmt ", b""])
def test_what_is_no_webp_is_left_to_the_decoder(data: bytes) -> None:
    check_webp(data)


@pytest.mark.parametrize("data", [b"II*\0", b"MM\0*\xff\xff\xff\xff", b"II+\0\x08\0\0\0" + b"\xff" * 8])
def test_a_tiff_without_a_directory_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError, match="TIFF"):
        check_tiff(data)


@pytest.mark.parametrize(("order", "mark"), [("<", b"II*\0"), (">", b"MM\0*")])
def test_long_texts_are_allowed_in_a_tiff_but_long_numbers_are_not(order: str, mark: bytes) -> None:
    def file(kind: int) -> bytes:
        entry = struct.pack(order + "HHII", 270, kind, 5_000_000, 99)
        return mark + struct.pack(order + "IH", 8, 1) + entry

    for text in (1, 2, 6, 7):
        check_tiff(file(text))
    for numbers in (3, 4, 5, 12):
        with pytest.raises(PictureError, match="far too long"):
            check_tiff(file(numbers))


def test_one_scan_may_be_large_and_several_must_be_smaller() -> None:
    one, many = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (64, 64)).save(one, "JPEG")
    Image.new("RGB", (64, 64)).save(many, "JPEG", progressive=True)
    check_jpeg_scans(one.getvalue(), 10_000, 9_000, channels=3)
    check_jpeg_scans(many.getvalue(), 5000, 4000, channels=3)
    for width, channels in ((5001, 3), (3751, 4)):
        with pytest.raises(PictureError, match="progressive JPEG"):
            check_jpeg_scans(many.getvalue(), width, 4000, channels=channels)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe0\0\0", b"\xff\xd8\xff\xda" + bytes(9)])
def test_a_jpeg_without_scans_is_left_to_the_decoder(data: bytes) -> None:
    check_jpeg_scans(data, 100, 100, channels=3)


def test_a_file_of_another_kind_is_named() -> None:
    assert "a Photoshop file" in str(name_other_file(b"8BPS\0\1"))
    assert "a video" in str(name_other_file(b"\0\0\0\x20ftypisom"))
    assert "is not a picture" in str(name_other_file(b"\x7fELF"))
