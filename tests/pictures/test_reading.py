"""Uploads: what can be read is read upright in 8-bit RGB, and everything else is refused in a sentence."""

import io
import struct
import subprocess
import sys
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from explorer.pictures import WORKING_LIMIT, PictureError, read_picture
from explorer.pictures.file_checks import MAXIMUM_JPEG_PIXELS, MAXIMUM_PIXELS
from explorer.pictures.reading import size_in_file

RED, WHITE = (255, 0, 0), (255, 255, 255)


def written(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def scene(mode: str = "RGB", size: tuple[int, int] = (40, 24)) -> Image.Image:
    """A picture whose top left quarter is red and whose rest is a ramp."""
    width, height = size
    ramp = np.linspace(0, 255, width * height).reshape(height, width)
    pixels = np.stack([ramp, ramp[::-1], ramp * 0.5], axis=-1).astype(np.uint8)
    pixels[: height // 2, : width // 2] = RED
    return Image.fromarray(pixels).convert(mode)


def check(data: bytes, size: tuple[int, int] = (40, 24), tolerance: int = 0) -> Image.Image:
    picture = read_picture(data)
    assert picture.mode == "RGB"
    assert picture.size == size
    assert np.abs(np.array(picture.getpixel((1, 1))) - RED).max() <= tolerance
    return picture


@pytest.mark.parametrize(
    ("kind", "options", "tolerance"),
    [
        ("PNG", {}, 0),
        ("BMP", {}, 0),
        ("GIF", {}, 3),
        ("TIFF", {}, 0),
        ("TIFF", {"compression": "tiff_lzw"}, 0),
        ("TIFF", {"compression": "tiff_adobe_deflate"}, 0),
        ("TIFF", {"compression": "jpeg"}, 12),
        ("JPEG", {"quality": 95}, 12),
        ("JPEG", {"quality": 95, "progressive": True}, 12),
        ("WEBP", {"lossless": True}, 0),
        ("WEBP", {"quality": 95}, 12),
    ],
)
def test_every_format_is_read(kind: str, options: dict[str, object], tolerance: int) -> None:
    check(written(scene(), kind, **options), tolerance=tolerance)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("CMYK", "TIFF"), ("P", "PNG"), ("P", "GIF"), ("P", "BMP"), ("YCbCr", "TIFF")],
)
def test_colour_modes_keep_their_colours(mode: str, kind: str) -> None:
    check(written(scene(mode), kind), tolerance=45)


def test_two_levels_grey_and_16_bits_become_8_bit_rgb() -> None:
    ramp = np.arange(256, dtype=np.uint8).repeat(4).reshape(16, 64)
    grey = read_picture(written(Image.fromarray(ramp), "PNG"))
    assert np.array_equal(np.asarray(grey), np.repeat(ramp[..., None], 3, axis=2))
    deep = Image.fromarray(ramp.astype(np.uint16) * 257)
    for kind in ("PNG", "TIFF"):
        assert np.array_equal(np.asarray(read_picture(written(deep, kind))), np.asarray(grey))
    two = read_picture(written(Image.fromarray(ramp > 127), "PNG"))
    assert np.array_equal(np.asarray(two)[..., 0], np.where(ramp > 127, 255, 0))


def test_16_bits_in_the_other_byte_order_are_read() -> None:
    values = np.full((4, 4), 0x8001, np.uint16)
    short, long = 3, 4
    entries = [(256, short, 4), (257, short, 4), (258, short, 16), (259, short, 1), (262, short, 1)]
    entries += [(273, long, 200), (277, short, 1), (278, short, 4), (279, long, 32)]
    tags = b"".join(
        struct.pack(">HHI", tag, kind, 1)
        + struct.pack(">HH" if kind == short else ">I", value, *[0][: 4 - kind])
        for tag, kind, value in entries
    )
    head = b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", len(entries)) + tags + bytes(4)
    data = head.ljust(200, b"\0") + values.astype(">u2").tobytes()
    assert read_picture(data).getpixel((0, 0)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (np.array([[0.0, 0.5, 1.0]], np.float32), [0, 128, 255]),
        (np.array([[-2.0, 0.0, 2.0]], np.float32), [0, 128, 255]),
        (np.array([[0.0, 100.0, 255.0]], np.float32), [0, 100, 255]),
        (np.array([[0.0, np.nan, np.inf]], np.float32), [0, 0, 0]),
        (np.array([[0, 100, 255]], np.int32), [0, 100, 255]),
        (np.array([[-100_000, 0, 100_000]], np.int32), [0, 128, 255]),
        (np.array([[7.0, 7.0, 7.0]], np.float32), [7, 7, 7]),
    ],
)
def test_32_bit_numbers_are_brought_into_range(values: np.ndarray, shown: list[int]) -> None:
    picture = read_picture(written(Image.fromarray(values), "TIFF"))
    assert np.asarray(picture)[0, :, 0].tolist() == shown


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_transparent_parts_are_white(mode: str, kind: str) -> None:
    clear = Image.new("RGBA", (6, 4), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 3, 4))
    picture = clear.convert(mode) if kind == "PNG" else clear
    options = {"lossless": True} if kind == "WEBP" else {}
    result = read_picture(written(picture, kind, **options))
    assert result.getpixel((5, 3)) == WHITE
    assert result.getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("mode", "transparency"),
    [("P", 0), ("P", bytes([0, 255])), ("L", 0), ("RGB", (0, 0, 0)), ("1", 0), ("I;16", 0)],
)
def test_a_transparent_colour_is_white(mode: str, transparency: object) -> None:
    picture = Image.new(mode, (4, 4), 0)
    result = read_picture(written(picture, "PNG", transparency=transparency))
    assert result.getpixel((0, 0)) == ((0, 0, 0) if mode == "I;16" else WHITE)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_s_orientation_is_applied(kind: str, orientation: int) -> None:
    upright = scene(size=(48, 32))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = read_picture(written(stored, kind, exif=exif, quality=95))
    assert result.size == size_in_file(result) == (48, 32)
    difference = np.abs(np.asarray(result, float) - np.asarray(upright, float)).mean()
    assert difference < 12


@pytest.mark.parametrize("orientation", [0, 9, 77, 65535])
def test_an_orientation_that_means_nothing_changes_nothing(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    check(written(scene(), "PNG", exif=exif))


def test_damaged_exif_data_does_not_hide_the_picture() -> None:
    check(written(scene(), "PNG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(range(64))))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_frame_or_page_is_shown(kind: str) -> None:
    frames = [scene(), Image.new("RGB", (40, 24), "blue")]
    options = {"lossless": True} if kind == "WEBP" else {}
    check(written(frames[0], kind, save_all=True, append_images=frames[1:], **options), tolerance=3)


def test_colour_profiles_are_ignored_even_if_they_are_nonsense() -> None:
    for kind in ("PNG", "JPEG", "TIFF", "WEBP"):
        check(written(scene(), kind, icc_profile=b"nonsense" * 50, quality=95), tolerance=40)


def test_lab_pictures_keep_their_colours() -> None:
    check(written(scene("LAB"), "TIFF"), tolerance=6)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1, 1), (1, 1)),
        ((WORKING_LIMIT, 7), (WORKING_LIMIT, 7)),
        ((2000, 1000), (1024, 512)),
        ((3100, 50), (1024, 17)),
        ((50_000, 3), (1024, 1)),
        ((2, 70_000), (1, 1024)),
        ((5000, 4000), (1024, 819)),
    ],
)
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_every_size_fits_the_working_limit(
    mode: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    picture = read_picture(written(Image.new(mode, size, 1), "PNG"))
    assert picture.size == expected


def test_a_reduced_picture_is_averaged_and_stays_where_it_was() -> None:
    stripes = np.zeros((4000, 5000), np.uint8)
    stripes[:, ::2] = 255
    stripes[:1000, 4000:] = 255
    result = np.asarray(read_picture(written(Image.fromarray(stripes), "PNG")))[..., 0]
    assert abs(int(result[500, 500]) - 127) <= 2
    assert result[100, 1000] == 255
    assert abs(int(result[300, 1000]) - 127) <= 2


def test_a_large_photo_is_decoded_at_a_reduced_size() -> None:
    large = scene(size=(800, 600)).resize((9000, 6000), Image.Resampling.NEAREST)
    check(written(large, "JPEG", quality=50), size=(1024, 683), tolerance=40)


def claimed(width: int, height: int) -> bytes:
    """Return a PNG file of a few bytes that claims any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    parts = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (MAXIMUM_PIXELS + 1, 1)])
def test_giant_dimensions_in_a_small_file_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError, match="pixels"):
        read_picture(claimed(*size))


def test_a_picture_without_pixels_is_refused() -> None:
    with pytest.raises(PictureError):
        read_picture(claimed(0, 10))


def test_giant_webp_gif_bmp_and_jpeg_headers_are_refused() -> None:
    webp = bytearray(written(Image.new("RGBA", (8, 8)), "WEBP", lossless=True, icc_profile=b"profile"))
    assert webp[12:16] == b"VP8X"
    webp[24:30] = b"\xff\x3f\0\xff\x3f\0"
    gif = bytearray(written(Image.new("P", (8, 8)), "GIF"))
    gif[6:10] = struct.pack("<HH", 65535, 65535)
    bmp = bytearray(written(Image.new("RGB", (8, 8)), "BMP"))
    bmp[18:26] = struct.pack("<ii", 60_000, 60_000)
    jpeg = bytearray(written(Image.new("RGB", (8, 8)), "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 65500, 65500)
    assert MAXIMUM_JPEG_PIXELS < 65500**2
    for data in (webp, gif, bmp, jpeg):
        with pytest.raises(PictureError, match="pixels"):
            read_picture(bytes(data))


def test_a_jpeg_in_very_many_scans_is_refused() -> None:
    data = written(Image.new("RGB", (4000, 3000)), "JPEG", progressive=True)
    end = data.rindex(b"\xff\xd9")
    scan = data[data.rindex(b"\xff\xda") : end]
    with pytest.raises(PictureError, match="passes"):
        read_picture(data[:end] + scan * 100 + b"\xff\xd9")


def test_thumbnails_and_second_pictures_do_not_count_as_scans() -> None:
    data = written(scene(size=(3000, 2000)), "JPEG")
    exif = b"\xff\xe1" + struct.pack(">H", 2 + 6000) + (b"\xff\xda" * 3000)
    assert read_picture(data[:2] + exif + data[2:] + data * 30).size == (1024, 683)


def test_a_huge_comment_neither_unpacks_nor_hides_the_picture() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 30_000_000, zip=True)
    check(written(scene(), "PNG", pnginfo=info))


def test_a_tiff_directory_with_endless_values_is_refused() -> None:
    data = written(scene(), "TIFF")
    order = "<" if data[:2] == b"II" else ">"
    place = struct.unpack_from(order + "I", data, 4)[0]
    bad = bytearray(data)
    struct.pack_into(order + "I", bad, place + 2 + 4, 4_000_000_000)
    with pytest.raises(PictureError, match="TIFF"):
        read_picture(bytes(bad))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"%PDF-1.7\n", "PDF"),
        (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"PK\x03\x04" + bytes(40), "ZIP"),
        (b"just some text", "not a picture"),
        (bytes(1000), "not a picture"),
        (b"\x89PNG\r\n\x1a\n", "not a picture|damaged|cut off"),
        (bytes(20_000_001), "20.0 MB"),
    ],
)
def test_other_files_are_named(data: bytes, words: str) -> None:
    with pytest.raises(PictureError, match=words):
        read_picture(data)


@pytest.mark.parametrize("data", [None, "picture.png", 5, ["a"], io.BytesIO(b"x"), Image.new("L", (2, 2))])
def test_what_is_not_bytes_is_refused(data: object) -> None:
    with pytest.raises(PictureError, match="bytes"):
        read_picture(data)  # type: ignore[arg-type]


def test_bytes_of_every_kind_are_read() -> None:
    data = written(scene(), "PNG")
    check(bytearray(data))  # type: ignore[arg-type]
    check(memoryview(data))  # type: ignore[arg-type]
    released = memoryview(data)
    released.release()
    with pytest.raises(PictureError):
        read_picture(released)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF"])
def test_a_file_cut_in_half_is_refused_in_a_sentence(kind: str) -> None:
    noise = Image.effect_noise((200, 200), 80)
    data = written(noise.convert("RGB"), kind)
    with pytest.raises(PictureError) as caught:
        read_picture(data[: len(data) // 2])
    assert str(caught.value).endswith(".")


def test_global_settings_are_left_alone_and_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = (Image.MAX_IMAGE_PIXELS, warnings.filters[:])
    check(written(scene(), "PNG"))
    with pytest.raises(PictureError):
        read_picture(claimed(60_000, 60_000))
    assert (Image.MAX_IMAGE_PIXELS, warnings.filters[:]) == before
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    with pytest.raises(PictureError, match="pixels"):
        read_picture(claimed(60_000, 60_000))


def test_uploads_from_many_threads_do_not_disturb_each_other() -> None:
    good, bad = written(scene(), "PNG"), b"not a picture"
    answers: list[object] = []

    def upload(data: bytes) -> None:
        try:
            answers.append(read_picture(data).size)
        except PictureError:
            answers.append("refused")

    threads = [threading.Thread(target=upload, args=(data,)) for data in (good, bad) * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["(40, 24)"] * 8 + ["refused"] * 8


def samples_of_every_kind() -> Iterator[bytes]:
    noise = Image.effect_noise((33, 21), 90)
    for kind, mode, options in [
        ("PNG", "RGB", {}),
        ("PNG", "P", {"transparency": 3}),
        ("PNG", "LA", {}),
        ("PNG", "I;16", {}),
        ("JPEG", "RGB", {}),
        ("JPEG", "CMYK", {"progressive": True}),
        ("WEBP", "RGB", {}),
        ("WEBP", "RGBA", {"lossless": True}),
        ("BMP", "RGB", {}),
        ("BMP", "1", {}),
        ("GIF", "P", {}),
        ("TIFF", "RGB", {}),
        ("TIFF", "CMYK", {"compression": "tiff_lzw"}),
        ("TIFF", "F", {"compression": "tiff_adobe_deflate"}),
        ("TIFF", "1", {"compression": "group4"}),
        ("TIFF", "RGB", {"compression": "jpeg"}),
    ]:
        yield written(noise.convert(mode), kind, **options)


FILES = list(samples_of_every_kind())


def survives(data: bytes) -> None:
    """Whatever the bytes, the answer is a picture within the limit or a sentence."""
    try:
        picture = read_picture(data)
    except PictureError as error:
        assert str(error).endswith(".")
        assert len(str(error)) < 200
    else:
        assert picture.mode == "RGB"
        assert 1 <= max(picture.size) <= WORKING_LIMIT


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=300, deadline=None)
def test_flipped_bytes_are_survived(data: bytes, draw: st.DataObject) -> None:
    places = draw.draw(st.lists(st.integers(0, len(data) - 1), min_size=1, max_size=8))
    changed = bytearray(data)
    for place in places:
        changed[place] = draw.draw(st.integers(0, 255))
    survives(bytes(changed))


@given(st.sampled_from(FILES), st.data())
@settings(max_examples=200, deadline=None)
def test_flipped_bytes_in_headers_are_survived(data: bytes, draw: st.DataObject) -> None:
    changed = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 6))):
        changed[draw.draw(st.integers(0, min(100, len(data) - 1)))] = draw.draw(
            st.sampled_from([0, 1, 127, 128, 255])
        )
    survives(bytes(changed))


@given(st.sampled_from(FILES), st.floats(0, 1), st.binary(max_size=40))
@settings(max_examples=200, deadline=None)
def test_cut_files_with_a_strange_end_are_survived(data: bytes, share: float, end: bytes) -> None:
    survives(data[: int(len(data) * share)] + end)


@given(st.sampled_from([data[:12] for data in FILES]) | st.just(b""), st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_random_bytes_are_survived(start: bytes, rest: bytes) -> None:
    survives(start + rest)


HEAVY: dict[str, Callable[[], bytes]] = {
    "a transparent PNG": lambda: written(Image.new("RGBA", (6000, 4000), (9, 9, 9, 9)), "PNG"),
    "a PNG of middling size": lambda: written(Image.new("RGBA", (3060, 3060), (9, 9, 9, 9)), "PNG"),
    "a progressive JPEG": lambda: written(
        Image.new("RGB", (5000, 4000)), "JPEG", progressive=True, subsampling=0
    ),
    "a large JPEG": lambda: written(Image.new("RGB", (12_000, 10_000)), "JPEG"),
    "a WebP": lambda: written(Image.new("RGBA", (2800, 2800), (9, 9, 9, 9)), "WEBP", lossless=True),
    "a TIFF in one strip": lambda: written(
        Image.new("RGBA", (4000, 3000)), "TIFF", compression="tiff_adobe_deflate", strip_size=10**9
    ),
    "a TIFF of floats": lambda: written(Image.new("F", (4000, 3000), 0.5), "TIFF", compression="tiff_lzw"),
    "a very wide PNG": lambda: written(Image.new("RGB", (1_000_000, 20)), "PNG"),
}
# The high-water mark of this process's own memory: getrusage would count the parent's before the start too.
MEASURE = """
import pathlib, re, sys
from PIL import Image
from explorer.pictures import read_picture
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
Image.init()
data = sys.stdin.buffer.read()
before = peak()
size = read_picture(data).size
print(max(size), peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from Linux' /proc")
@pytest.mark.parametrize("name", HEAVY)
def test_the_largest_pictures_need_a_bounded_amount_of_memory(name: str) -> None:
    command = [sys.executable, "-c", MEASURE]
    run = subprocess.run(command, input=HEAVY[name](), capture_output=True, check=True)
    longest, megabytes = run.stdout.split()
    assert int(longest) == WORKING_LIMIT
    assert 10 < float(megabytes) < 160


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize(("orientation", "upright"), [(1, (3000, 1100)), (6, (1100, 3000))])
def test_of_a_large_picture_the_size_in_the_file_is_kept(
    kind: str, orientation: int, upright: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = read_picture(written(Image.new("RGB", (3000, 1100)), kind, exif=exif))
    assert max(result.size) == WORKING_LIMIT and size_in_file(result) == upright
