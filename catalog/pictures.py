"""A picture that somebody sent, written anew: a JPEG of our own, with nothing but what it shows.

A camera writes place, date, serial number and owner into a file; editing programs add names. None
of it comes through, as the picture is decoded and encoded again without any of its chunks. Colours
are turned into sRGB first, since the profile goes as well. Does no I/O.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000  # 160 MB while it is decoded; a picture of 8K has 33 million
MAX_SIDE = 2560
SMALL_SIDE = 640  # for lists, on phones too
MIN_SIDE = 160
QUALITY = 88
BLACK = (0, 0, 0)
BROKEN = (OSError, SyntaxError, ValueError, EOFError, MemoryError)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class NotAPicture(ValueError):
    """What was sent can't be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A JPEG and its size in pixels; `small` is the same for lists."""

    data: bytes
    small: bytes
    width: int
    height: int


def as_jpeg(data: bytes) -> Picture:
    """The picture in `data`, upright, in sRGB, and 2560 pixels at its longer side at most.

    Raises `NotAPicture` with `too_large`, `not_a_picture`, `too_many_pixels` or `too_small`.
    """
    if len(data) > MAX_BYTES:
        raise NotAPicture("too_large")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            return _written(_decoded(image))
    except BOMBS as bomb:
        raise NotAPicture("too_many_pixels") from bomb
    except NotAPicture:
        raise
    except BROKEN as broken:
        raise NotAPicture("not_a_picture") from broken


def _decoded(image: Image.Image) -> Image.Image:
    """The first frame, upright, as RGB. The size is read from the header, before any decoding."""
    if image.width * image.height > MAX_PIXELS:
        raise NotAPicture("too_many_pixels")
    if min(image.size) < MIN_SIDE:
        raise NotAPicture("too_small")
    image.draft("RGB", (MAX_SIDE, MAX_SIDE))  # a JPEG is decoded no larger than needed
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return _in_srgb(upright)


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    opaque = _on_black(image)
    if not profile or opaque.mode not in {"RGB", "L", "CMYK"}:
        return opaque.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(opaque, source, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return opaque.convert("RGB")  # a broken profile is as good as none
    return turned if turned is not None else opaque.convert("RGB")


def _on_black(image: Image.Image) -> Image.Image:
    """What is transparent shows the dark page."""
    if not image.has_transparency_data:
        return image
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, (*BLACK, 255))
    return Image.alpha_composite(ground, layered).convert("RGB")


def _written(image: Image.Image) -> Picture:
    clean = Image.new("RGB", image.size)
    clean.paste(image)  # the pixels alone: `info` holds comments, and the encoder would write them
    small = clean.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return Picture(data=_jpeg(clean), small=_jpeg(small), width=clean.width, height=clean.height)


def _jpeg(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, format="JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()
