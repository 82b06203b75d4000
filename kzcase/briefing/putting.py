"""Hands a finished paper over: to a file whole or not at all, or into memory."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from kzcase import wholefile
from kzcase.errors import Unwritable


def put(data: bytes, out: Path | BytesIO) -> None:
    """Write the bytes of a paper; raises `Unwritable` naming what is in the way."""
    if not isinstance(out, Path):
        out.write(data)
        return
    try:
        with wholefile.writing(out) as file:
            file.write(data)
    except OSError as error:
        raise Unwritable.from_os(error, out.name, safe="No paper was written.") from error
