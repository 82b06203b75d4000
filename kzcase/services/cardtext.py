"""A contact card as text and as a QR picture, for two people who sit together and have no stick.

The text holds the very bytes of the card's file: packed, and written in the
letters and digits for which a QR picture needs least room. Any telephone or
scanner reads it; it is pasted, or typed, where a card is added.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from pathlib import Path
from typing import Any

from kzcase.errors import Unwritable

INTRO = "KZCARD:"
LARGEST = 1 << 14
QUIET = 4
"""So many light modules stand around a QR picture (ISO/IEC 18004)."""


def text_of(card: bytes) -> str:
    """A card's bytes as one line of capital letters and digits."""
    packed = base64.b32encode(zlib.compress(card, 9)).decode("ascii").rstrip("=")
    return INTRO + packed


def bytes_of(text: str) -> bytes:
    """The card's bytes again, whatever spaces, line breaks or small letters came in; raises ValueError."""
    plain = "".join(text.split()).upper()
    if not plain.startswith(INTRO) or len(plain) > LARGEST:
        raise ValueError
    packed = plain.removeprefix(INTRO).rstrip("=")
    try:
        data = base64.b32decode(packed + "=" * (-len(packed) % 8))
        inflating = zlib.decompressobj()
        card = inflating.decompress(data, LARGEST)
    except (binascii.Error, zlib.error) as error:
        raise ValueError from error
    if not inflating.eof or inflating.unused_data:
        raise ValueError
    return card


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The QR picture of a text, row by row: True is dark. Without the light margin it needs (`QUIET`)."""
    return tuple(tuple(bool(one) for one in row) for row in _made(text).matrix)


def write_picture(text: str, path: Path) -> None:
    """Write the QR picture as a PNG or SVG file, by the name's ending; raises `Unwritable`."""
    try:
        _made(text).save(str(path), scale=8, border=QUIET)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    except ValueError as error:
        raise Unwritable(
            f"A picture cannot be written as {path.name}.",
            safe="No file was written.",
            remedy="Give a name that ends in .png or .svg.",
        ) from error


def _made(text: str) -> Any:
    import segno

    return segno.make(text, error="m", micro=False)
