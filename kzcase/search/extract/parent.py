"""Starts the process that reads an attached file, watches it, and takes nothing but lines of text from it."""

from __future__ import annotations

import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import orjson

from kzcase import children
from kzcase.progress import Progress, quiet

READER = 1
"""Raised when files can be read better than before, so that they are read again."""

LARGEST = 64 << 20
"""Bytes; a larger file is not read: nobody looks for a word in a film."""

MOST_SECONDS = 60.0
MOST_SAID = 40 << 20
CHILD = Path(__file__).with_name("child.py")


class State(StrEnum):
    """What came of reading a file."""

    TEXT = "text"
    NO_TEXT = "no_text"
    """It has pages and no words: a scan."""
    CUT = "cut"
    """Only a part could be read."""
    LOCKED = "locked"
    """It asks for a password of its own."""
    UNREADABLE = "unreadable"
    OTHER = "other"
    """A picture, a film, anything without words."""
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The words of a file: of each page that has some its number, from 1, and its text."""

    state: State
    pages: int = 0
    texts: tuple[tuple[int, str], ...] = ()


def extract(
    data: bytes, progress: Progress | None = None, *, seconds: float = MOST_SECONDS, child: Path = CHILD
) -> Extracted:
    """Read the words of a file; raises `Cancelled`, and whatever the file is, nothing else."""
    watched = progress or quiet()
    if len(data) > LARGEST:
        return Extracted(State.TOO_LARGE)
    if not data:
        return Extracted(State.NO_TEXT)
    process = children.start(child)
    said: list[bytes] = []
    hands = (
        threading.Thread(target=children.give, args=(process, data), daemon=True),
        threading.Thread(target=_take, args=(process, said), daemon=True),
    )
    for hand in hands:
        hand.start()
    left = seconds
    try:
        while hands[1].is_alive() and left > 0:
            watched.step("Reading an attached file")
            hands[1].join(0.1)
            left -= 0.1
    finally:
        process.kill()
        process.wait()
        children.close(process, hands)
    return understood(b"".join(said))


def _take(process: subprocess.Popen[bytes], said: list[bytes]) -> None:
    assert process.stdout is not None
    total = 0
    with suppress(OSError, ValueError):
        while piece := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
            total += len(piece)
            if total > MOST_SAID:
                return
            said.append(piece)


def understood(said: bytes) -> Extracted:
    """What the reading process said, as far as it can be believed; it may have been ended in a line."""
    texts: dict[int, str] = {}
    for line in said.split(b"\n"):
        try:
            told = orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
        match told:
            case {"page": int(page), "text": str(text)} if 0 < page < 1 << 31:
                texts[page] = text
            case {"state": str(state), "pages": int(pages)} if state in _ENDS and 0 <= pages < 1 << 31:
                return Extracted(State(state), max(pages, *texts, 0), tuple(sorted(texts.items())))
            case _:
                continue
    if not texts:
        return Extracted(State.UNREADABLE)
    return Extracted(State.CUT, max(texts), tuple(sorted(texts.items())))


_ENDS = frozenset(State) - {State.TOO_LARGE}
