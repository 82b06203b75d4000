"""Holds one file open, and answers for any part of its pages with pixels, and with their words."""

from __future__ import annotations

import json
import sys
from collections import OrderedDict
from typing import Any, Protocol

from .images import opened, upright
from .pdf import document_of, painted
from .said import Refused, say

MOST_LEAVES = 10_000
"""Pages of a file that is looked at."""
MOST_PART = 32_000_000
"""Pixels of one answer."""
LONGEST = 12_000
MOST_HELD = 50_000_000
"""Pixels of a picture as it is held: no screen shows more of it."""
_PIPE = 1 << 20
KEPT = 4
"""Pages that are not read anew for each part of them."""

Part = tuple[int, int, int, int]
"""Left, top, width and height of a part of a page, in pixels of the whole."""


class _File(Protocol):
    """A file that is open."""

    def sizes(self) -> list[float]: ...

    def part(self, page: int, whole: tuple[int, int], part: Part) -> bytes: ...

    def words(self, page: int) -> str: ...


def ready() -> None:
    """Load what most documents need."""
    import pypdfium2.raw

    assert pypdfium2.raw.FPDF_LoadMemDocument64
    _widen()


def leaf(data: bytes) -> None:
    """Say how many pages a file has and how large they are; then answer line by line until there is none.

    A page that cannot be drawn is answered so; the others can still be asked for.
    """
    held: _File = _Pdf(data) if b"%PDF-" in data[:1024] else _Images(data)
    sizes = held.sizes()
    say({"count": len(sizes) // 2, "sizes": sizes})
    for line in sys.stdin.buffer:
        wanted = json.loads(line)
        page = wanted["page"]
        try:
            if "words" in wanted:
                say({"page": page, "words": held.words(page)})
                continue
            (wide, high), (left, top, across, down) = wanted["whole"], wanted["part"]
            if not 0 < across * down <= MOST_PART:
                raise Refused("too_large")
            pixels = held.part(page, (wide, high), (left, top, across, down))
        except Refused as refusal:
            say({"page": page, "state": str(refusal)})
        except MemoryError:
            say({"page": page, "state": "too_large"})
        except Exception:  # whatever a broken page may do to a reader
            say({"page": page, "state": "broken"})
        else:
            say({"page": page, "width": across, "height": down, "size": len(pixels)}, pixels)


def _widen() -> None:
    """Let more bytes stand in the pipes at once, so that the window is woken less often for the same page."""
    try:
        import fcntl

        for pipe in (sys.stdin, sys.stdout):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):  # only Linux has that
        return


class _Pdf:
    """A PDF; the pages asked for last stay read."""

    def __init__(self, data: bytes) -> None:
        self._document = document_of(data)
        self._pages: OrderedDict[int, Any] = OrderedDict()

    def sizes(self) -> list[float]:
        count = len(self._document)
        if not count:
            raise Refused("broken")
        if count > MOST_LEAVES:
            raise Refused("too_many")
        found: list[float] = []
        for page in range(count):
            wide, high = self._document.get_page_size(page)
            # A page of no size, or that cannot be read, has its place all the same, and says so there.
            found += (wide, high) if 0 < min(wide, high) <= max(wide, high) < 1e6 else (595.0, 842.0)
        return found

    def part(self, page: int, whole: tuple[int, int], part: Part) -> bytes:
        return painted(self._document, self._page(page), whole, part)

    def words(self, page: int) -> str:
        text = self._page(page).get_textpage()
        said = str(text.get_text_bounded())
        text.close()
        for sign in ("\x02", "\ufffe"):  # the hyphen at which a word goes on in the next line
            said = said.replace(sign, "-")
        return said.replace("\r\n", "\n")

    def _page(self, page: int) -> Any:
        if page in self._pages:
            self._pages.move_to_end(page)
            return self._pages[page]
        if len(self._pages) >= KEPT:
            self._pages.popitem(last=False)[1].close()
        made = self._pages[page] = self._document[page - 1]
        return made


class _Images:
    """A picture, or those of a TIFF; the one asked for last is held upright, a huge one smaller."""

    def __init__(self, data: bytes) -> None:
        self._opened = opened(data)
        # The pictures of a film are not its pages.
        self._count = getattr(self._opened, "n_frames", 1) if self._opened.format == "TIFF" else 1
        self._page = 0
        self._held: Any = None

    def sizes(self) -> list[float]:
        if self._count > MOST_LEAVES:
            raise Refused("too_many")
        found: list[float] = []
        for number in range(self._count):
            if self._count > 1:
                self._opened.seek(number)
            wide, high = self._opened.size
            turned = self._opened.getexif().get(0x0112) in (5, 6, 7, 8)
            found += (high, wide) if turned else (wide, high)
        if self._count > 1:
            self._opened.seek(0)
        # A picture that cannot be read at all is told at once, not on an empty page.
        self._hold(1)
        return found

    def part(self, page: int, whole: tuple[int, int], part: Part) -> bytes:
        self._hold(page)
        left, top, across, down = part
        wide, high = self._held.width / whole[0], self._held.height / whole[1]
        box = (
            left * wide,
            top * high,
            min(self._held.width, (left + across) * wide),
            min(self._held.height, (top + down) * high),
        )
        made = self._held.resize((across, down), 2, box, reducing_gap=2.0)
        return bytes(made.convert("RGB").tobytes("raw", "BGR"))

    def words(self, page: int) -> str:
        return ""

    def _hold(self, page: int) -> None:
        if page == self._page:
            return
        self._held, self._page = None, 0
        if self._count > 1:
            self._opened.seek(page - 1)
        self._held = upright(self._opened, LONGEST, MOST_HELD)
        self._page = page
