"""The register as a spreadsheet: typed cells, and no text that could be a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kzcase.exchange.sheets.writing import Cell, write_table
from kzcase.letters.papers.lines import lines
from kzcase.letters.words import words
from kzcase.progress import Progress, quiet
from kzcase.services.letters import RegisterRow
from kzcase.services.office import Office

COLUMNS = (
    "number",
    "direction",
    "kind",
    "sent",
    "to",
    "subject",
    "persons",
    "mechanism",
    "status",
    "due",
    "due_words",
    "days_left",
    "answered",
    "answer",
    "asks",
)


def register_xlsx(
    office: Office,
    target: Path,
    *,
    as_of: date | None = None,
    view: str = "all",
    query: str = "",
    language: str = "en",
    progress: Progress | None = None,
) -> int:
    """Write the lines of a view as .xlsx, or .csv if the name says so; returns how many.

    The file holds names and is not encrypted. Raises `Unwritable` when the
    place cannot be written; then an older file is as it was.
    """
    said = words(language)
    day = as_of or office.today()
    # Read before the file is begun: a workbook cannot be left half written.
    rows = list(lines(office, day, view, query, language, progress or quiet()))
    headings = [said(f"column.{one}") for one in COLUMNS]
    return write_table(target, headings, _cells(rows, language))


def _cells(rows: Iterable[RegisterRow], language: str) -> Iterator[list[Cell]]:
    said = words(language)
    for one in rows:
        direction = f"direction.{one.direction}"
        yield [
            one.number,
            said(direction) if said.has(direction) else one.direction,
            one.kind_words,
            _day(one.sent_date, one.sent),
            one.to_words,
            one.subject,
            "; ".join(one.person_titles),
            one.mechanism_words,
            one.status_words,
            _day(one.due, one.due),
            one.due_words,
            one.days_left,
            _day(one.answered_date, one.answered),
            one.response_words,
            one.open_asks,
        ]


def _day(stored: str, shown: str) -> Cell:
    """A single day as a day; another date in words."""
    try:
        return date.fromisoformat(stored)
    except ValueError:
        return shown
