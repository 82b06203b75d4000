"""The process in which an attached file is read: no file, no other process, little memory, little time.

It is run by its path, and imports nothing of kzcase: what a file can make it
do, it does alone. The file's bytes come through its input, and a line of JSON
for each page goes through its output, so that nothing is ever on a disk.
Limits of memory, time and files are the system's where it has such; the parent
ends the process in any case.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

MEMORY = 1 << 30
SECONDS = 60
MOST_PAGES = 3_000
MOST_ON_A_PAGE = 200_000
MOST_TEXT = 5_000_000
MOST_UNPACKED = 50 << 20
PAGE_OF_TEXT = 4_000
"""Characters of a plain text that count as a page: it has none of its own."""

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCX = "word/document.xml"
BESIDE = ("word/footnotes.xml", "word/endnotes.xml", "word/header", "word/footer")


class Locked(Exception):
    """The file asks for a password."""


class Unknown(Exception):
    """The file is nothing that holds words one can read."""


def limit() -> None:
    """Give up everything that reading does not need, for good."""
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's watch is all there is
        return
    for what, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
    ):
        try:
            resource.setrlimit(what, (value, value))
        except (OSError, ValueError):  # this system does not know that one
            continue


def main() -> None:
    """Read one file from the input and say its words on the output."""
    limit()
    data = sys.stdin.buffer.read()
    said = 0
    count, cut = 0, False
    try:
        pages, count = _pages(data)
        for number, text in enumerate(pages, start=1):
            text = text[: min(MOST_ON_A_PAGE, MOST_TEXT - said)]
            said += len(text)
            if text.strip():
                _say({"page": number, "text": text.encode("utf-8", "replace").decode()})
            if said >= MOST_TEXT or number >= MOST_PAGES:
                cut = True
                break
            count = max(count, number)
    except Locked:
        _say({"state": "locked", "pages": count})
    except Unknown:
        _say({"state": "other", "pages": 0})
    except Exception:  # whatever a broken file may do to a reader
        _say({"state": "cut" if said else "unreadable", "pages": count})
    else:
        _say({"state": "cut" if cut else "text" if said else "no_text", "pages": count})


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _pages(data: bytes) -> tuple[Iterator[str], int]:
    """The text of each page in order, and how many there are (0: nobody says)."""
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data)
    if data[:4] == b"PK\x03\x04":
        return _of_docx(data), 0
    return _of_text(data), 0


def _of_pdf(data: bytes) -> tuple[Iterator[str], int]:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Locked
        count = len(reader.pages)
    except (FileNotDecryptedError, NotImplementedError) as error:
        raise Locked from error

    def texts() -> Iterator[str]:
        failed = 0
        for number in range(min(count, MOST_PAGES + 1)):
            try:
                yield reader.pages[number].extract_text() or ""
            except MemoryError:
                raise
            except Exception:  # one broken page leaves the others readable
                failed += 1
                yield ""
        if failed == count:
            raise ValueError("no page could be read")

    return texts(), count


def _of_docx(data: bytes) -> Iterator[str]:
    """The pages of a Word file as Word last laid them out; its notes, heads and feet come last."""
    from defusedxml.ElementTree import iterparse

    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        names = packed.namelist()
    except zipfile.BadZipFile as error:
        raise Unknown from error
    if DOCX not in names:
        raise Unknown
    budget = [MOST_UNPACKED]
    yield from _laid_out(iterparse, packed, DOCX, budget)
    rest = [name for name in names if name.startswith(BESIDE) and name.endswith(".xml")]
    beside = [text for name in rest for text in _laid_out(iterparse, packed, name, budget)]
    if beside:
        yield "\n".join(beside)


def _laid_out(iterparse: Any, packed: zipfile.ZipFile, name: str, budget: list[int]) -> Iterator[str]:
    parts: list[str] = []
    with packed.open(name) as stream:
        events = iterparse(_Bounded(stream, budget), events=("end",), forbid_dtd=True)
        for _, element in events:
            tag = element.tag
            if tag == f"{WORD}t":
                parts.append(element.text or "")
            elif tag in (f"{WORD}tab", f"{WORD}noBreakHyphen"):
                parts.append(" " if tag.endswith("tab") else "-")
            elif tag == f"{WORD}lastRenderedPageBreak" or (
                tag == f"{WORD}br" and element.get(f"{WORD}type") == "page"
            ):
                yield "".join(parts)
                parts = []
            elif tag in (f"{WORD}p", f"{WORD}br", f"{WORD}cr"):
                parts.append("\n")
            if tag == f"{WORD}p":
                element.clear()
    yield "".join(parts)


class _Bounded:
    """A packed part that may unpack to so much and no more: a bomb ends here."""

    def __init__(self, stream: Any, budget: list[int]) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._stream.read(min(size, 1 << 16) if size >= 0 else 1 << 16)
        self._budget[0] -= len(piece)
        if self._budget[0] < 0:
            raise ValueError("it unpacks to too much")
        return piece


def _of_text(data: bytes) -> Iterator[str]:
    """A plain text in pieces; bytes that are none are refused."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "strict")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1251", "replace")
    control = sum(letter < " " and letter not in "\t\r\n\f" for letter in text[:PAGE_OF_TEXT])
    strange = text[:PAGE_OF_TEXT].count("\ufffd")
    if (control + strange) * 100 > len(text[:PAGE_OF_TEXT]):
        raise Unknown
    at = 0
    while at < len(text):
        end = at + PAGE_OF_TEXT
        space = text.find("\n", end, end + PAGE_OF_TEXT // 4)
        end = space if space >= 0 else end
        yield text[at:end]
        at = end


if __name__ == "__main__":
    main()
