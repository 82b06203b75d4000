"""The logo of a letterhead: decoded and written anew, so that nothing but the picture goes out."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image

from kzcase.errors import KzcaseError
from kzcase.services import documents
from kzcase.services.office import Office

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 24_000_000
LARGEST = 900
"""Pixels of the longer side: more than a printer shows in that size."""
_FORMATS = ("PNG", "JPEG")


def picture(office: Office, document: str) -> bytes:
    """The picture of a document as a plain PNG; b"" if it is none that we print.

    A letter is printed without a logo rather than not at all.
    """
    try:
        found = documents.content(office, document)
    except KzcaseError:
        return b""
    if found.shape is not documents.Shape.IMAGE or len(found.data) > MOST_BYTES:
        return b""
    return plain(found.data)


def plain(data: bytes) -> bytes:
    """A PNG of the pixels alone; b"" for a file that is damaged, too large or of another format."""
    out = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return b""
                made = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return b""
    made.thumbnail((LARGEST, LARGEST))
    pixels = Image.frombytes("RGBA", made.size, made.tobytes())
    pixels.save(out, "PNG")
    return out.getvalue()
