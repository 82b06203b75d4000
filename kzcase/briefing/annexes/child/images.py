"""Pages that are pictures themselves, by Pillow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from .said import Refused, covering, on_grid, put, tell, wanted

MOST_PIXELS = 150_000_000
IMAGES = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")


def opened(data: bytes) -> Any:
    """A picture whose head was read; raises `Refused` for what is none."""
    import warnings

    from PIL import Image, UnidentifiedImageError

    # The size is looked at by those who draw; what a damaged tag is worth nobody needs to read.
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    try:
        return Image.open(io.BytesIO(data), formats=IMAGES)
    except UnidentifiedImageError as error:
        raise Refused(_other(data)) from error


def upright(picture: Any, longest: int, most: int = MOST_PIXELS) -> Any:
    """A picture in plain colours, turned as it was held, no longer and with no more pixels than that."""
    from PIL import Image, ImageOps

    picture.draft("RGB", (longest, longest))
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("too_large")
    longer, shorter = max(picture.size), min(picture.size)
    if longer * shorter > most:
        longest = min(longest, int(longer * (most / (longer * shorter)) ** 0.5))
    made = _plain(Image, _smaller(picture, longest))
    made.thumbnail((longest, longest), reducing_gap=2.0)
    return ImageOps.exif_transpose(_with_turn(made, picture))


def of_image(data: bytes, asked: dict[str, Any]) -> Iterator[int]:
    """Draw and say the pages that are asked for; gives the number of each when it is done."""
    from PIL import Image

    picture = opened(data)
    # The pictures of a film are not its pages.
    count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    for number in wanted(count, asked):
        if count > 1:
            picture.seek(number - 1)
        if asked["letters"]:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too_large")
            tell(number, [], (1, 1), (1000, 0))
            yield number
            continue
        made = upright(picture, asked["longest"])
        covered = on_grid(covering(asked, number), *made.size)
        # A picture made of the pixels alone has nothing else that could be written.
        bare = Image.frombytes("RGB", made.size, made.tobytes())
        put(number, bare, covered, [], (1000, 0), pixels=asked["pixels"])
        yield number


def _other(data: bytes) -> str:
    """What a file is that can be no annex."""
    if data[4:8] == b"ftyp":
        return "heic"
    return "office" if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else "other"


def _smaller(opened: Any, longest: int) -> Any:
    """A large picture made small before anything else: no more than twice itself is ever in memory."""
    longer = max(opened.size)
    if (
        longer <= 2 * longest
        or opened.mode not in ("L", "LA", "RGB", "RGBA")
        or "transparency" in opened.info
    ):
        return opened
    size = tuple(max(1, round(one * longest / longer)) for one in opened.size)
    made = opened.resize(size, reducing_gap=2.0)
    made.getexif().update(opened.getexif())
    return made


def _plain(image_type: Any, opened: Any) -> Any:
    """The picture in plain colours, on white where one can see through it."""
    if opened.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in opened.info:
        shape = opened.convert("RGBA")
        ground = image_type.new("RGB", shape.size, "white")
        ground.paste(shape, mask=shape)
        return ground
    if opened.mode.startswith("I") or opened.mode == "F":
        # More than 256 greys: the usual 65,535 become as many as there is room for.
        return opened.point(lambda one: one * (1 / 256)).convert("L").convert("RGB")
    return opened.convert("RGB")


def _with_turn(picture: Any, opened: Any) -> Any:
    """The picture with the one thing its file says of it that matters: how it was held."""
    turn = opened.getexif().get(0x0112)
    if turn:
        picture.getexif()[0x0112] = turn
    return picture
