"""Reads one sheet of an Excel workbook as text: values as they are kept, no formula ever worked out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzcase.errors import Cancelled
from kzcase.exchange.sheets.failures import NotASheet, SheetError, SheetTooLarge
from kzcase.exchange.sheets.grid import MOST_COLUMNS, Detected, Grid, Row, arranged, bounded
from kzcase.exchange.sheets.lookover import look_over
from kzcase.progress import Progress

if TYPE_CHECKING:
    from openpyxl import Workbook

LAST_ROW = 1_048_576
"""The last row that a workbook can have (ECMA-376)."""


def read(path: Path, file: str, *, sheet: str = "", progress: Progress | None = None) -> Grid:
    """The named sheet of a workbook, or its first visible one with anything in it.

    Raises `SheetTooLarge` and `NotASheet`.
    """
    formulas = look_over(path)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts it leaves out: pictures, validations. None of them is read here.
            warnings.simplefilter("ignore")
            return _read(path, file, sheet, formulas, progress)
    except (SheetError, Cancelled, OSError, MemoryError):
        raise
    except Exception as error:  # whatever a parser of somebody else's files stumbles over
        raise NotASheet(
            "The workbook is damaged, or is none.", remedy="Save it again from a spreadsheet program."
        ) from error


def _read(path: Path, file: str, wanted: str, formulas: int, progress: Progress | None) -> Grid:
    with _workbook(path, values=True) as book:
        names = tuple(one.title for one in book.worksheets)
        visible = tuple(one.title for one in book.worksheets if one.sheet_state == "visible") or names
        if wanted and wanted not in names:
            raise SheetError(f"The workbook has no sheet “{wanted}”.", remedy=f"It has: {', '.join(names)}.")
        for name in (wanted,) if wanted else visible:
            rows = list(bounded(_rows(path, book, name, formulas), progress))
            if rows or wanted:
                return arranged(file, Detected("xlsx", sheet=name, sheets=names, formulas=formulas), rows)
    raise NotASheet("The workbook is empty.")


@contextmanager
def _workbook(path: Path, *, values: bool) -> Iterator[Workbook]:
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:
        raise SheetError("Workbooks are not read: the guard against hostile ones is missing.")
    with path.open("rb") as file:  # openpyxl leaves a file open that it stumbled over
        yield load_workbook(file, read_only=True, data_only=values, keep_links=False, keep_vba=False)


def _rows(path: Path, book: Workbook, name: str, formulas: int) -> Iterator[Row]:
    if not formulas:
        yield from (tuple(map(shown, row)) for row in _cells(book, name))
        return
    # A formula counts as the result that was kept with it; one that was never worked out as its own text.
    with _workbook(path, values=False) as written:
        for kept, said in zip_longest(_cells(book, name), _cells(written, name), fillvalue=()):
            yield tuple(
                shown(two if one is None else one) for one, two in zip_longest(kept, said, fillvalue=None)
            )


def _cells(book: Workbook, name: str) -> Iterator[tuple[Any, ...]]:
    sheet: Any = book[name]
    sheet.reset_dimensions()  # what a file claims of its size may be anything
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    for number, row in enumerate(rows):
        if number >= LAST_ROW:
            raise SheetTooLarge("The sheet has more rows than a sheet can have.")
        # Sheets may have a million rows that only look like something.
        yield () if row.count(None) == len(row) else row


def shown(value: Any) -> str:
    """A cell's value as a person would type it: days as YYYY-MM-DD, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            text = value.strftime("%Y-%m-%d") if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
            return text.rjust(16 if " " in text else 10, "0")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case _:
            return str(getattr(value, "text", value))
