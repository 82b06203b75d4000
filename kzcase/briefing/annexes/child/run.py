"""Reads what is asked for, then the file, and answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from .developing import develop
from .images import of_image
from .leafing import leaf, ready
from .pdf import of_pdf
from .said import Refused, say
from .walls import limit


def main() -> None:
    """Draw the pages that are asked for one after the other, or hold the file open and answer."""
    # What is asked comes from the program: nothing of the file is read yet.
    asked = json.loads(sys.stdin.buffer.readline() or b"null")
    if not asked:
        return
    if "look" in asked:
        # While nobody knows yet what will be looked at, what draws it is loaded.
        ready()
        asked = json.loads(sys.stdin.buffer.readline() or b"null")
        if not asked:
            return
    limit(asked.get("size", 0))
    try:
        if "many" in asked:
            develop()
            return
        if "size" in asked:
            leaf(sys.stdin.buffer.read(asked["size"]))
            return
        for _ in _pages(sys.stdin.buffer.read(), asked):
            continue
    except Refused as refusal:
        say({"state": str(refusal)})
    except MemoryError:
        say({"state": "too_large"})
    except Exception:  # whatever a broken file may do to a reader
        say({"state": "broken"})
    else:
        say({"state": "done"})


def _pages(data: bytes, asked: dict[str, Any]) -> Iterator[int]:
    """Draw and say each page; gives its number when it is done."""
    if b"%PDF-" in data[:1024]:
        return of_pdf(data, asked)
    return of_image(data, asked)
