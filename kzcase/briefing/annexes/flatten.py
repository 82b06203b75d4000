"""Turns a document into pictures of its pages, in a process of its own, and covers what is to be covered.

Everything else of the file stays behind: text layers, forms, scripts, notes,
attached files, layers, everything it says about itself. The document in the
vault is only read.
"""

from __future__ import annotations

import queue
import subprocess
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import orjson

from kzcase import children
from kzcase.errors import KzcaseError
from kzcase.progress import Progress, quiet

LARGEST = 256 << 20
"""Bytes of a document that can be drawn."""
MOST_PAGES = 500
"""Pages of one annex: more is no annex but an archive."""
MOST_BYTES = 24 << 20
"""Of one page's picture."""
MOST_SECONDS = 90.0
"""How long one page may take."""
CHILD = Path(__file__).with_name("child")

BROKEN = "\x02"
"""What PDFium says for the hyphen at which a word goes on in the next line."""
WHOLE = 1000
Box = tuple[int, int, int, int]
"""Left, top, right and bottom in thousandths of a page as it is looked at."""


@dataclass(frozen=True, slots=True)
class Fineness:
    """How fine pages are drawn: dots to the inch, and the least and most pixels of the longer side."""

    dpi: int = 150
    least: int = 1400
    longest: int = 2600


PRINT = Fineness()
"""Of a paper: small print of a court's scan can still be read."""


FEW = 400
"""Letters below which a page with a picture is no page of text: a scanner's footer, a stamp of a court."""
_PICTURED, _SCANNED = 200, 800
"""Thousandths of a page in pictures that may well say something, and of one that is a scan: what a
program took its letters for may stand behind it, with all its errors."""
_CURVES = 300
"""So many lines and curves are no frame of a table any more: the letters themselves may be drawn."""
_NO_LETTERS = ("Co", "Cn", "Cc", "Cs")
"""What Unicode calls that of which nobody can tell the letter: a font may keep that to itself."""


def is_unread(words: str, pictured: int, curves: int) -> bool:
    """Whether a page may say what the program cannot read, for all the letters it finds on it.

    `pictured` are thousandths of the page in pictures, `curves` the lines and curves on it.
    """
    letters = [letter for letter in words if not letter.isspace() and letter != BROKEN]
    if pictured >= _SCANNED or (len(letters) < FEW and (pictured >= _PICTURED or curves >= _CURVES)):
        return True
    strange = sum(unicodedata.category(letter) in _NO_LETTERS or letter == "\ufffd" for letter in letters)
    return not letters or strange * 20 > len(letters)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a JPEG of its pixels alone; `words` are those the program can still read on it.

    Where it was asked for as it looks (`seen`), `data` are the pixels: blue, green, red, row by row.
    `number` counts from 1 in the document; `covered` is how many boxes are on it.
    `beneath` are its words with those that are covered: for finding out who is
    named in the document, never handed out. `unread`: it may say more than that.
    """

    number: int
    data: bytes
    width: int
    height: int
    covered: int
    words: str
    beneath: str = field(default="", repr=False)
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Letters:
    """What the program can still read on a page, letter by letter, and where each letter stands.

    `places` has four numbers for each letter of `text`: left, top, right and
    bottom in thousandths of the page; zeros for one that is not drawn on it.
    `unread`: the page may say more than these.
    """

    number: int
    text: str
    places: tuple[int, ...]
    unread: bool = False

    def place(self, letter: int) -> Box | None:
        """Where a letter stands; None for a gap, or for one of no size."""
        left, top, right, bottom = self.places[4 * letter : 4 * letter + 4]
        return (left, top, right, bottom) if left < right and top < bottom else None


@dataclass(frozen=True, slots=True)
class Flat:
    """The pages of a document that were asked for, and how many it has."""

    pages: tuple[Page, ...]
    of: int

    @property
    def size(self) -> int:
        """Bytes of its pictures."""
        return sum(len(one.data) for one in self.pages)


class NotDrawn(KzcaseError):
    """A document, or a page of it, cannot be made a picture; nothing of it goes out."""


@dataclass(slots=True)
class _Said:
    """What the drawing process said last, and how many pages it counted."""

    count: int = 0
    state: str = ""
    page: int = 0


def flat(
    data: bytes,
    pages: Sequence[int] = (),
    boxes: Mapping[int, Sequence[Box]] | None = None,
    *,
    progress: Progress | None = None,
    fineness: Fineness = PRINT,
) -> Flat:
    """The pages of a document (none named: all) as pictures.

    Raises `NotDrawn`, which says of which page it is true, and `Cancelled`.
    """
    said = _Said()
    drawn = tuple(each(data, pages, boxes, progress=progress, fineness=fineness, said=said))
    return Flat(drawn, said.count)


def seen(
    data: bytes,
    page: int,
    boxes: Mapping[int, Sequence[Box]] | None = None,
    *,
    progress: Progress | None = None,
) -> Flat:
    """One page as it would go out, for the screen: nothing that has to be decoded. Raises as `flat`."""
    said = _Said()
    asked = _Asked((page,), boxes or {}, PRINT, pixels=True)
    drawn = tuple(_answered(data, asked, progress or quiet(), said))
    return Flat(tuple(one for one in drawn if isinstance(one, Page)), said.count)


def each(
    data: bytes,
    pages: Sequence[int] = (),
    boxes: Mapping[int, Sequence[Box]] | None = None,
    *,
    progress: Progress | None = None,
    fineness: Fineness = PRINT,
    seconds: float = MOST_SECONDS,
    child: Path = CHILD,
    said: _Said | None = None,
) -> Iterator[Page]:
    """The same, a page at a time; the next ones are drawn no further ahead than two."""
    asked = _Asked(tuple(pages), boxes or {}, fineness, seconds=seconds, child=child)
    for page in _answered(data, asked, progress or quiet(), said or _Said()):
        assert isinstance(page, Page)
        yield page


def letters(
    data: bytes,
    boxes: Mapping[int, Sequence[Box]] | None = None,
    *,
    progress: Progress | None = None,
) -> Iterator[Letters]:
    """What can be read on each page outside the boxes, and where; nothing is drawn. Raises as `flat`."""
    asked = _Asked((), boxes or {}, PRINT, letters=True)
    for page in _answered(data, asked, progress or quiet(), _Said()):
        assert isinstance(page, Letters)
        yield page


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is wanted of a document, and of which process."""

    pages: Sequence[int]
    boxes: Mapping[int, Sequence[Box]]
    fineness: Fineness
    letters: bool = False
    pixels: bool = False
    seconds: float = MOST_SECONDS
    child: Path = CHILD

    @property
    def what(self) -> str:
        """What is being done, for the strip."""
        return "Reading the words of a document" if self.letters else "Drawing an annex"

    def line(self) -> bytes:
        """As the process reads it."""
        return orjson.dumps(
            {
                "pages": list(self.pages),
                "boxes": {str(number): [list(one) for one in some] for number, some in self.boxes.items()},
                "dpi": self.fineness.dpi,
                "least": self.fineness.least,
                "longest": self.fineness.longest,
                "most": MOST_PAGES,
                "letters": self.letters,
                "pixels": self.pixels,
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )


def _answered(data: bytes, asked: _Asked, watched: Progress, told: _Said) -> Iterator[Page | Letters]:
    """Each page as the process says it."""
    pages = asked.pages
    if len(data) > LARGEST:
        raise _failure("too_large", 0, pages)
    process = children.start(asked.child)
    ready: queue.Queue[Page | Letters | None] = queue.Queue(maxsize=2)
    hands = (
        threading.Thread(target=children.give, args=(process, asked.line(), data), daemon=True),
        threading.Thread(target=_take, args=(process, ready, told, asked.pixels), daemon=True),
    )
    for hand in hands:
        hand.start()
    done = 0
    try:
        while (page := _next(ready, watched, told, asked, done)) is not None:
            if pages and (done >= len(pages) or page.number != pages[done]):
                break
            done += 1
            yield page
    finally:
        process.kill()
        process.wait()
        while hands[1].is_alive():
            # What was drawn ahead and nobody takes any more would hold the reader for ever.
            with suppress(queue.Empty):
                ready.get(timeout=0.05)
        children.close(process, hands)
    wanted = len(pages) or told.count
    if told.state != "done" or done != wanted or not done:
        raise _failure("broken" if told.state == "done" else told.state, done, pages)


def _next(
    ready: queue.Queue[Page | Letters | None], watched: Progress, told: _Said, asked: _Asked, done: int
) -> Page | Letters | None:
    left = asked.seconds
    while left > 0:
        watched.step(asked.what, done, len(asked.pages) or told.count)
        try:
            return ready.get(timeout=0.1)
        except queue.Empty:
            left -= 0.1
    raise _failure("slow", done, asked.pages)


def _failure(state: str, done: int, pages: Sequence[int]) -> NotDrawn:
    """Why there is no picture, in words."""
    page = pages[done] if done < len(pages) else done + 1
    safe = "The document is kept as it is; nothing of it was handed out."
    match state:
        case "locked":
            return NotDrawn(
                "The document is locked with a password of its own.",
                safe=safe,
                remedy="Open it with that password, save it without one, and attach that file.",
            )
        case "too_many":
            return NotDrawn(
                f"The document has more than {MOST_PAGES} pages.",
                safe=safe,
                remedy="Say which pages are wanted.",
            )
        case "no_such_page":
            return NotDrawn(
                f"The document has no page {max(pages, default=0)}.",
                safe=safe,
                remedy="Look at the document for the numbers of its pages.",
            )
        case "too_large":
            return NotDrawn(
                "The document is too large to be drawn.",
                safe=safe,
                remedy="Attach a smaller scan of the pages that are wanted.",
            )
        case "heic":
            return NotDrawn(
                "A picture as telephones take it (HEIC, AVIF) cannot be drawn.",
                safe=safe,
                remedy="Save it as a JPEG, best on the telephone, and attach that.",
            )
        case "office":
            return NotDrawn(
                "A Word file, or another of that kind, cannot be an annex: only PDF files and pictures can.",
                safe=safe,
                remedy="Save it as a PDF with the program it was written with, and attach that.",
            )
        case "other":
            return NotDrawn(
                "Only PDF files and pictures can be annexes.",
                safe=safe,
                remedy="Save it as a PDF and attach that.",
            )
        case "slow":
            return NotDrawn(
                f"Page {page} takes too long to draw.",
                safe=safe,
                remedy="Choose other pages, or scan it anew.",
            )
    return NotDrawn(
        f"Page {page} cannot be drawn: it is damaged, or needs more memory than it is worth.",
        safe=safe,
        remedy="Choose other pages, or scan it anew.",
    )


def _take(
    process: subprocess.Popen[bytes], ready: queue.Queue[Page | Letters | None], told: _Said, pixels: bool
) -> None:
    assert process.stdout is not None
    with suppress(OSError, ValueError):
        while (line := process.stdout.readline(MOST_BYTES)).endswith(b"\n"):
            page = _understood(line, process.stdout, told, pixels)
            if page is not None:
                ready.put(page)
            elif told.state:
                break
    ready.put(None)


def _understood(line: bytes, rest: IO[bytes], told: _Said, pixels: bool) -> Page | Letters | None:
    """A page as far as what the drawing process says can be believed; raises `ValueError` for nonsense."""
    match orjson.loads(line):
        case {"count": int(count)}:
            told.count = count
        case {"state": str(state)}:
            told.state = state
        case {
            "page": int(number),
            "letters": str(text),
            "places": list(places),
            "pictured": int(pictured),
            "curves": int(curves),
        } if len(places) == 4 * len(text) and all(type(one) is int and 0 <= one <= WHOLE for one in places):
            return Letters(number, text, tuple(places), is_unread(text, pictured, curves))
        case {
            "page": int(number),
            "width": int(width),
            "height": int(height),
            "covered": int(covered),
            "pictured": int(pictured),
            "curves": int(curves),
            "words": str(words),
            "beneath": str(beneath),
            "size": int(size),
        } if 0 < size <= MOST_BYTES and 0 < width < 1 << 16 and 0 < height < 1 << 16:
            data = rest.read(size)
            if len(data) == size == 3 * width * height if pixels else is_bare(data, width, height):
                unread = is_unread(beneath, pictured, curves)
                return Page(number, data, width, height, covered, words, beneath, unread)
            raise ValueError("no bare picture")
        case _:
            raise ValueError("not understood")
    return None


_BARE = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0})
"""The parts of a JPEG that are needed to see it: frames, tables, the restart interval, the JFIF head."""
_JFIF = 16


def is_bare(data: bytes, width: int, height: int) -> bool:
    """Whether a JPEG is of this size, whole, and holds nothing beside its pixels."""
    if not (data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")):
        return False
    at, size = 2, None
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == 0xDA:
            return size == (width, height)
        if kind not in _BARE or length < 2 or (kind == 0xE0 and length != _JFIF):
            return False
        if kind in (0xC0, 0xC1, 0xC2):
            high, wide = data[at + 5 : at + 7], data[at + 7 : at + 9]
            size = int.from_bytes(wide, "big"), int.from_bytes(high, "big")
        at += 2 + length
    return False
