"""What a spreadsheet holds once it is read: headings, rows of text, and how the file was understood.

The bounds stand here. They are far above any register of people and keep what
arrives from filling the memory, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kzcase.exchange.sheets.failures import NotASheet, SheetTooLarge
from kzcase.progress import Progress, quiet

MOST_ROWS = 100_000
MOST_COLUMNS = 300
MOST_CELLS = 800_000
LARGEST_TEXT = 32_000_000
"""Characters in all cells together."""
ROWS_AT_A_TIME = 1_000
LOOKED_AT = 10
"""Rows among which the headings are looked for: some registers begin with a title."""
HEADING_SHARE = 0.6

Row = tuple[str, ...]

_DANGER = "=+\\-@\t\r\n\0＝＋－＠"
_NEUTRAL = re.compile(rf"(^|[,;|\t\r\n])('*)(?=[{_DANGER}])")
_NEUTRALISED = re.compile(rf"(^|[,;|\t\r\n])'('*)(?=[{_DANGER}])")


@dataclass(frozen=True, slots=True)
class Detected:
    """How a file was understood: shown, so that a person can say otherwise.

    `encoding` and `delimiter` are those of CSV, `sheet` and `sheets` those of a
    workbook; `formulas` is the number of cells whose kept result was read.
    """

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    formulas: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: the file's name, headings (each once), rows with their numbers in the sheet."""

    file: str
    detected: Detected
    headings: Row
    rows: tuple[tuple[int, Row], ...]

    def head(self, most: int) -> Grid:
        """The same sheet with its first rows only."""
        return replace(self, rows=self.rows[:most])

    def samples(self, heading: str, most: int = 3) -> Row:
        """The first different values of a column."""
        at = self.headings.index(heading)
        found: dict[str, None] = {}
        for _, row in self.rows:
            if at < len(row) and (text := row[at].strip()):
                found[text] = None
            if len(found) == most:
                break
        return tuple(found)


def bounded(rows: Iterable[Row], progress: Progress | None = None) -> Iterator[tuple[int, Row]]:
    """Numbered rows with something in them, cut after their last text.

    Raises `SheetTooLarge`, `Cancelled`.
    """
    watched = progress or quiet()
    cells = text = kept = 0
    for number, row in enumerate(rows, 1):
        if number % ROWS_AT_A_TIME == 0:
            watched.step("Reading the sheet", number)
        width = len(row)
        while width and not row[width - 1].strip():
            width -= 1
        if not width:
            continue
        kept += 1
        cells += width
        text += sum(map(len, row[:width]))
        if width > MOST_COLUMNS:
            raise SheetTooLarge(f"Row {number} has more than {MOST_COLUMNS} columns.")
        if kept > MOST_ROWS + 1 or cells > MOST_CELLS or text > LARGEST_TEXT:
            raise SheetTooLarge(
                f"The sheet has more than is taken in at once: {MOST_ROWS:,} rows, {MOST_CELLS:,} cells.",
                remedy="Divide it into several files.",
            )
        yield number, row[:width]


def arranged(file: str, detected: Detected, rows: Iterable[tuple[int, Row]]) -> Grid:
    """A grid of the rows: the first full one among the first ten is that of the headings."""
    found = list(rows)
    if not found:
        raise NotASheet("The sheet is empty.")
    full = [sum(1 for cell in row if cell.strip()) for _, row in found[:LOOKED_AT]]
    at = next(place for place, count in enumerate(full) if count >= HEADING_SHARE * max(full))
    width = max(len(row) for _, row in found[at:])
    return Grid(file, detected, _headings(found[at][1], width), tuple(found[at + 1 :]))


def _headings(row: Row, width: int) -> Row:
    """Headings that each stand once; a column without one is called by its number."""
    found: dict[str, None] = {}
    for place in range(width):
        text = " ".join(row[place].split()) if place < len(row) else ""
        text = text or f"Column {place + 1}"
        again = 2
        name = text
        while name in found:
            name = f"{text} ({again})"
            again += 1
        found[name] = None
    return tuple(found)


def neutral(text: str) -> str:
    """A text that no spreadsheet program takes for a formula, wherever it splits the line.

    An apostrophe is put before whatever would begin one (OWASP, "CSV
    Injection"); `restored` takes exactly these away again.
    """
    return _NEUTRAL.sub(r"\1'\2", text)


def restored(text: str) -> str:
    """The text that `neutral` was given."""
    return _NEUTRALISED.sub(r"\1\2", text)
