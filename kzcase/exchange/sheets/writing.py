"""Writes lists as spreadsheets: XLSX with typed cells, CSV with whatever could be a formula made harmless.

Two ways: the records of a kind with every field, which `import` reads back
(`write_records`), and a table as a list on the screen shows it (`write_table`).
Neither file is encrypted.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select

from kzcase import wholefile
from kzcase.errors import Unwritable
from kzcase.exchange.sheets import targets
from kzcase.exchange.sheets.failures import SheetError
from kzcase.exchange.sheets.grid import neutral
from kzcase.exchange.sheets.values import BadCell, Words
from kzcase.models.base import Travel, kinds, models
from kzcase.models.fields import Compartment, Field, FieldType, Part, fits
from kzcase.models.ledger import RecordRow
from kzcase.progress import Progress, quiet
from kzcase.services.display import YES_NO, Speaker, as_it_stands
from kzcase.services.office import Office

ROWS_AT_A_TIME = 500
LONGEST_CELL = 32_767
"""Characters in a cell of a workbook (Excel specifications and limits)."""
BETWEEN = "; "
SHEET_NAME = "kzcase"
CALLED = "Called (not read back)"
"""The heading of the records' titles, which say what other columns say."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FIRST_YEAR = 1901

Cell = str | int | date | None


def write_table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table as .xlsx or .csv, whichever the name says; returns the number of rows.

    Texts stay texts: none is ever a formula. Raises `SheetError` for another
    ending and for a text too long for a cell, `Unwritable` when the place
    cannot be written; then an older file is as it was.
    """
    write = {".xlsx": _xlsx, ".csv": _csv}.get(path.suffix.lower())
    if write is None:
        raise SheetError(
            "A list is written as .xlsx or .csv.", safe="No file was written.", remedy="Choose such a name."
        )
    try:
        with wholefile.writing(path) as file:
            return write(file, headings, rows)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def write_records(
    office: Office,
    path: Path,
    kind: str,
    *,
    records: Collection[str] | None = None,
    without: Collection[Compartment] = (),
    language: str = "en",
    progress: Progress | None = None,
) -> int:
    """Write the records of a kind that are here (or those of `records`) with every field; returns how many.

    The first column is the record's id, by which `import` finds it again; days,
    terms and numbers are written so that they are read back as the same values.
    Fields of the compartments `without` are left out. Raises as `write_table`.
    """
    declared = kinds().get(kind)
    if declared is None or declared.travel is not Travel.SHARED:
        raise SheetError(f"There is no kind “{kind}”.", safe="No file was written.")
    columns = [
        one
        for one in targets.offered(kind)
        if one.target.group.kind == kind
        and one.target.field.compartment not in without
        and (one.target.field.composite is None or one.target.part is not None)
    ]
    fields = [(one.target.field, one.target.part) for one in columns]
    headings = [targets.ID, CALLED, *(_heading(one.words, one.target.field) for one in columns)]
    return write_table(path, headings, _records(office, kind, fields, records, language, progress or quiet()))


def _heading(words: str, field: Field) -> str:
    return f"{words} (id)" if field.type.is_link else words


def _records(
    office: Office,
    kind: str,
    fields: Sequence[tuple[Field, Part | None]],
    wanted: Collection[str] | None,
    language: str,
    progress: Progress,
) -> Iterator[Sequence[Cell]]:
    table: Any = models()[kind].__table__
    with office.read() as session:
        out = _Out(Speaker(session, language), Words(session))
        rows = session.execute(
            select(table, RecordRow.title.label("record_title"))
            .join(RecordRow, RecordRow.id == table.c.id)
            .where(RecordRow.status == "here")
            .order_by(RecordRow.sort, table.c.id)
            .execution_options(yield_per=ROWS_AT_A_TIME)
        ).mappings()
        for number, row in enumerate(rows):
            if number % ROWS_AT_A_TIME == 0:
                progress.step("Writing rows", number, 0)
            if wanted is None or row["id"] in wanted:
                yield [
                    row["id"],
                    row["record_title"] or "",
                    *(out.cell(field, part, row[field.key]) for field, part in fields),
                ]


@dataclass(slots=True)
class _Out:
    """Puts values into cells that are read back as the same values."""

    speaker: Speaker
    words: Words
    _terms: dict[tuple[str, str], str] = dataclass_field(default_factory=dict)

    def cell(self, field: Field, part: Part | None, value: Any) -> Cell:
        """The cell of a field, or of one part of it."""
        if value is None:
            return None
        if not fits(field, value):
            return as_it_stands(value)
        if part is not None:
            name = part.vocabulary or field.vocabulary
            return None if value.get(part.key) is None else self._plain(part.type, name, value[part.key])
        match field.type:
            case FieldType.CHOICES:
                return BETWEEN.join(sorted(self._term(field.vocabulary, one) for one in value))
            case FieldType.LINKS:
                return BETWEEN.join(sorted(value))
            case _:
                return self._plain(field.type, field.vocabulary, value)

    def _plain(self, type_: FieldType, name: str, value: Any) -> Cell:
        match type_:
            case FieldType.DATE:
                return date.fromisoformat(value) if _is_day(value) else str(value)
            case FieldType.INTEGER:
                return int(value)
            case FieldType.FLAG:
                return YES_NO[self.speaker.language][0 if value else 1]
            case FieldType.CHOICE:
                return self._term(name, value)
            case _:
                return str(value)

    def _term(self, name: str, key: str) -> str:
        """A term's label where it means that term alone when it is read back, else its key."""
        if (name, key) not in self._terms:
            label = self.speaker.label(name, key)
            self._terms[name, key] = label if self._means(name, label, key) else key
        return self._terms[name, key]

    def _means(self, name: str, label: str, key: str) -> bool:
        try:
            return ";" not in label and self.words.term(name, label) == key
        except BadCell:
            return False


def _is_day(value: str) -> bool:
    """Whether a date is one whole day that workbooks can keep as such."""
    return _DAY.fullmatch(value) is not None and int(value[:4]) >= FIRST_YEAR


def _csv(file: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([neutral(one) for one in headings])
    number = 0
    for row in rows:
        writer.writerow([neutral(_said(one)) for one in row])
        number += 1
    text.flush()
    text.detach()
    return number


def _said(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _xlsx(file: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET_NAME)
    sheet.freeze_panes = "A2"
    top = [_xlsx_cell(sheet, one) for one in headings]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    number = 0
    for row in rows:
        sheet.append([None if one is None or one == "" else _xlsx_cell(sheet, one) for one in row])
        number += 1
    book.properties.creator = SHEET_NAME  # never the name of whoever is logged in
    book.save(file)
    return number


def _xlsx_cell(sheet: Any, value: str | int | date) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime.combine(value, time()))
        cell.number_format = "yyyy-mm-dd"
        return cell
    if len(value) > LONGEST_CELL:
        raise SheetError(
            f"A text has more than the {LONGEST_CELL:,} characters that a cell can hold.",
            safe="No file was written.",
            remedy="Write .csv instead.",
        )
    cell = WriteOnlyCell(sheet, _NO_XML.sub("\ufffd", value))
    cell.data_type = "s"  # a text stays a text, whatever it begins with
    cell.quotePrefix = neutral(value) != value
    return cell
