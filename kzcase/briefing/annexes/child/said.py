"""What goes out of the process: lines of JSON, pages covered and encoded, words and where they stand."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

WHOLE = 1000
"""The width and the height of a page, in which boxes are told."""
GRID = 8
"""Pixels of a JPEG's blocks: a box that ends between two of them is of one colour, exactly."""
QUALITY = 75
NEARLY_GREY = 14
"""How far apart the colours of a page without colours may be: scanners are not exact."""

Box = tuple[int, int, int, int]
Letter = tuple[str, Box | None, str]
"""One letter, where it stands in the picture of its page (None: nowhere), and what it is beneath a box."""


class Refused(Exception):
    """The file cannot be taken: the state that says why."""


def say(line: dict[str, Any], data: bytes = b"") -> None:
    """Say a line, and the bytes that it tells of."""
    sys.stdout.buffer.write(json.dumps(line).encode() + b"\n" + data)
    sys.stdout.buffer.flush()


def wanted(count: int, asked: dict[str, Any]) -> list[int]:
    """The pages to draw, from 1; says how many there are."""
    say({"count": count})
    if not count:
        raise Refused("other")
    if not asked["pages"]:
        if count > asked["most"]:
            raise Refused("too_many")
        return list(range(1, count + 1))
    if any(one > count for one in asked["pages"]):
        raise Refused("no_such_page")
    if len(asked["pages"]) > asked["most"]:
        raise Refused("too_many")
    return list(asked["pages"])


def pixels_of(width: float, height: float, asked: dict[str, Any]) -> tuple[int, int]:
    """How many pixels a page of so many points becomes: fine enough to be read, never more than asked."""
    longer = max(width, height)
    if not 0 < min(width, height) <= longer < 1e6:
        raise Refused("broken")
    pixels = min(max(longer * asked["dpi"] / 72, asked["least"]), asked["longest"])
    return max(1, round(width * pixels / longer)), max(1, round(height * pixels / longer))


def covering(asked: dict[str, Any], number: int) -> list[Any]:
    """The boxes of a page, with those that are on every page."""
    return [*asked["boxes"].get(str(number), ()), *asked["boxes"].get("0", ())]


def on_grid(boxes: Any, width: int, height: int) -> list[Box]:
    """Boxes in thousandths of a page as pixels, outward to the blocks of a JPEG."""
    found = []
    for left, top, right, bottom in boxes:
        x0, y0 = left * width // 1000 // GRID * GRID, top * height // 1000 // GRID * GRID
        x1, y1 = -(-right * width // 1000), -(-bottom * height // 1000)
        x1, y1 = -(-x1 // GRID) * GRID, -(-y1 // GRID) * GRID
        found.append((max(0, x0), max(0, y0), min(width, x1), min(height, y1)))
    return found


def put(
    number: int,
    image: Any,
    covered: list[Box],
    letters: list[Letter],
    drawn: tuple[int, int],
    *,
    pixels: bool,
) -> None:
    """Cover, encode and say one page; `pixels`: what the picture looks like goes out, and not its file."""
    from PIL import Image, ImageChops

    for box in covered:
        image.paste((0, 0, 0), box)
    red, green, blue = image.split()
    beside = ((red, green), (green, blue))
    apart: list[Any] = [ImageChops.difference(one, other).getextrema()[1] for one, other in beside]
    plain = image.convert("L") if max(apart) <= NEARLY_GREY else image
    out = io.BytesIO()
    # Every colour has its own value for every pixel: thinned out, it would smear over a box's edge.
    plain.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    said = out.getvalue()
    if pixels:
        said = Image.open(out).convert("RGB").tobytes("raw", "BGR")
    head = {
        "page": number,
        "width": plain.width,
        "height": plain.height,
        "covered": len(covered),
        "pictured": drawn[0],
        "curves": drawn[1],
        "words": joined(letter for letter, _, _ in letters),
        "beneath": joined(beneath for _, _, beneath in letters),
        "size": len(said),
    }
    say(head, said)


def joined(letters: Iterator[str]) -> str:
    """Letters as a text that any reader can take."""
    return "".join(letters).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def tell(number: int, letters: list[Letter], size: tuple[int, int], drawn: tuple[int, int]) -> None:
    """Say a page's letters and where they stand: four numbers each, zeros for one that is not drawn."""
    wide, high = size
    places: list[int] = []
    for _, place, _ in letters:
        left, top, right, bottom = place or (0, 0, 0, 0)
        places += (
            min(WHOLE, max(0, left * WHOLE // wide)),
            min(WHOLE, max(0, top * WHOLE // high)),
            min(WHOLE, max(0, -(-right * WHOLE // wide))),
            min(WHOLE, max(0, -(-bottom * WHOLE // high))),
        )
    # Each letter stays one: half of a pair has no meaning, and joined pairs would shift all that follows.
    said = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter, _, _ in letters)
    say({"page": number, "letters": said, "places": places, "pictured": drawn[0], "curves": drawn[1]})
