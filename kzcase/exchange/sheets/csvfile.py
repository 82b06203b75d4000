"""Reads comma-separated text of any usual encoding and delimiter, and says which it was."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from kzcase.exchange.sheets.failures import NotASheet, SheetTooLarge, UnknownText
from kzcase.exchange.sheets.grid import Detected, Grid, Row, arranged, bounded, restored
from kzcase.progress import Progress

LARGEST = 32_000_000
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 64_000
SAMPLE_ROWS = 30
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "kz1048")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SHOWN = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1251": "Windows-1251 (Cyrillic)",
    "kz1048": "Windows Kazakh (KZ-1048)",
}
CHOSEN = ("utf-8", "cp1251", "kz1048", "utf-16")
"""The encodings that a person may say a file has, the likeliest first."""
# Letters that Russian and Kazakh do not have: where cp1251 shows them, KZ-1048 has Kazakh ones.
_FOREIGN = re.compile("[ЂЃЉЊЌЋЏђѓљњќћџЎўЈҐЄЇґєїјЅѕ]")
_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_SEPARATOR = re.compile(r"sep=(.)\r?\n")
_LEAST_TEXT = 0.2


def encoding_of(raw: bytes) -> str:
    """The encoding of a text; raises `UnknownText` when it is none that is read here."""
    for mark, name in MARKS:
        if raw.startswith(mark):
            return name
    if (wide := _wide(raw)) is not None:
        return wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(raw)
    return "utf-8"


def _wide(raw: bytes) -> str | None:
    """UTF-16 without its mark: every second byte is that of Latin (0) or Cyrillic (4)."""
    sample = raw[:SAMPLE]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    for at, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[at::2]
        if sum(1 for byte in high if byte in (0, 4)) > 0.9 * len(high):
            return name
    return None


def _one_byte(raw: bytes) -> str:
    try:
        text = raw.decode("cp1251")
    except UnicodeDecodeError:
        text = ""
    letters = len(_CYRILLIC.findall(text))
    foreign = len(_FOREIGN.findall(text))
    if not letters or letters < _LEAST_TEXT * sum(1 for byte in raw if byte > 127):
        raise UnknownText(
            "The text of the file is in no encoding that is known here.",
            remedy="Save it as “CSV UTF-8” or as .xlsx.",
        )
    return "kz1048" if foreign else "cp1251"


def read(
    raw: bytes, file: str, *, encoding: str = "", delimiter: str = "", progress: Progress | None = None
) -> Grid:
    """The sheet in the bytes of a CSV file; what is not said is detected.

    Raises `SheetTooLarge`, `UnknownText` and `NotASheet`.
    """
    if len(raw) > LARGEST:
        raise SheetTooLarge(f"The file is larger than {LARGEST // 1_000_000} MB.")
    if encoding and encoding not in ENCODINGS:
        raise UnknownText(f"The encodings read here are {', '.join(ENCODINGS)}.")
    name = encoding or encoding_of(raw)
    try:
        text = raw.decode(name)
    except UnicodeDecodeError:
        raise UnknownText(f"The file is not {SHOWN[name]} text.") from None
    if "\0" in text:
        raise NotASheet("The file is no text and no workbook: it holds a NUL.")
    if (said := _SEPARATOR.match(text)) is not None:
        text = text[said.end() :]
        delimiter = delimiter or said[1]
    chosen = delimiter or _delimiter(text)
    detected = Detected("csv", SHOWN[name], chosen)
    return arranged(file, detected, bounded(_rows(text, chosen), progress))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield tuple(restored(cell) for cell in row)
    except csv.Error:
        raise NotASheet(
            f"The quotation marks near line {reader.line_num} do not match, or a cell there is too long.",
            remedy="Save the file again from a spreadsheet program.",
        ) from None


def _delimiter(text: str) -> str:
    """The delimiter by which most rows have the same number of cells, and many of them."""
    best, found = (0.0, 0), ","
    for one in DELIMITERS:
        reader = csv.reader(io.StringIO(text[:SAMPLE], newline=""), delimiter=one)
        try:
            widths = Counter(len(row) for row in islice(reader, SAMPLE_ROWS) if row)
        except csv.Error:
            continue
        width, number = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
        score = (number / max(1, widths.total()), width)
        if width > 1 and score > best:
            best, found = score, one
    return found
