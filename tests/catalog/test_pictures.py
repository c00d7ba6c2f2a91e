"""A still is written anew: nothing of the file comes through but what it shows."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from catalog.pictures import MAX_BYTES, MAX_SIDE, NotAPicture, as_jpeg

CANARY = "CanaryOwner"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def written(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, format=kind, **options)
    return target.getvalue()


def plain(width: int = 640, height: int = 360, colour: Any = (200, 40, 40)) -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def read(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def tagged_jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = CANARY  # artist
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    xmp = f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode()
    return written(
        plain(), exif=exif, xmp=xmp, comment=CANARY.encode(), icc_profile=SRGB + CANARY.encode()
    )


def tagged_png() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY)
    texts.add_itxt("XML:com.adobe.xmp", CANARY)
    return written(plain(), "PNG", pnginfo=texts)


def tagged_webp() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = CANARY
    return written(plain(), "WEBP", exif=exif, xmp=CANARY.encode())


@pytest.mark.parametrize("tagged", [tagged_jpeg, tagged_png, tagged_webp])
def test_nothing_comes_along(tagged: Any) -> None:
    data = tagged()
    assert CANARY.encode() in data
    picture = as_jpeg(data)
    assert CANARY.encode() not in picture.data
    assert b"Exif" not in picture.data
    with read(picture.data) as image:
        assert image.format == "JPEG"
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                   "progressive", "progression"}  # fmt: skip
        assert not image.getexif()


def test_it_shows_the_same() -> None:
    with read(as_jpeg(written(plain(), "PNG")).data) as image:
        red, green, blue = image.getpixel((300, 200))  # type: ignore[misc]
    assert (abs(red - 200), abs(green - 40), abs(blue - 40)) < (4, 4, 4)


def test_a_large_one_is_made_smaller_in_its_shape() -> None:
    picture = as_jpeg(written(plain(4000, 2000)))
    assert (picture.width, picture.height) == (MAX_SIDE, MAX_SIDE // 2)


def test_a_small_one_stays_as_large_as_it_is() -> None:
    picture = as_jpeg(written(plain(640, 360), "WEBP"))
    assert (picture.width, picture.height) == (640, 360)


def test_what_lies_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90 degrees
    picture = as_jpeg(written(plain(640, 360), exif=exif))
    assert (picture.width, picture.height) == (360, 640)


def test_transparency_lies_on_black() -> None:
    clear = Image.new("RGBA", (320, 320), (255, 255, 255, 0))
    with read(as_jpeg(written(clear, "PNG")).data) as image:
        assert image.getpixel((10, 10)) == (0, 0, 0)


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK"])
def test_every_kind_of_pixels(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    with read(as_jpeg(written(plain().convert(mode), kind)).data) as image:
        assert image.mode == "RGB"


def test_a_broken_profile_is_no_hindrance() -> None:
    assert as_jpeg(written(plain(), icc_profile=b"no profile")).width == 640


def refusal(data: bytes) -> str:
    with pytest.raises(NotAPicture) as refused:
        as_jpeg(data)
    return refused.value.code


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("side", [7_000, 10_000, 60_000])
def test_a_bomb_is_not_unpacked(side: int) -> None:
    assert refusal(png_header(side, side)) == "too_many_pixels"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (written(plain(), "GIF"), "not_a_picture"),
        (written(plain(), "TIFF"), "not_a_picture"),
        (written(plain())[:900], "not_a_picture"),
        (written(plain(40, 40)), "too_small"),
        (b"\xff\xd8" + bytes(MAX_BYTES), "too_large"),
    ],
    ids=["nothing", "svg", "gif", "tiff", "cut off", "tiny", "too many bytes"],
)
def test_refused(data: bytes, code: str) -> None:
    assert refusal(data) == code
