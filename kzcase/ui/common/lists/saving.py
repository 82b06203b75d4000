"""Saves a list as a spreadsheet: as it is shown, or with every field, to be changed and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from kzcase.exchange import sheets
from kzcase.progress import Progress
from kzcase.services import lists
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.text import counted

ROWS_AT_A_TIME = 500
SUFFIXES = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be saved: the list as its query has it, or only some of its records, with these headings."""

    query: ListQuery
    headings: tuple[str, ...]
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """The file, how many rows it has, and whether it has all that the list holds."""

    path: Path
    rows: int
    whole: bool


class ListSaver(QObject):
    """Asks how and where, writes beside the window, and tells what was written."""

    told = Signal(str)

    def __init__(self, desk: Desk, page: QWidget, name: str) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._name = name
        self._wish: Wish | None = None

    def ask(self, wish: Wish, place: QPoint) -> None:
        """Offer the two ways at a place of the screen."""
        self._wish = wish
        menu = QMenu(self._page)
        shown = QAction(self.tr("The list as it is shown …"), menu)
        shown.triggered.connect(self.save_shown)
        whole = QAction(self.tr("Every field, to be changed and read back …"), menu)
        whole.triggered.connect(self.save_records)
        menu.addActions([shown, whole])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def save_shown(self) -> None:
        """Ask where, then save the list as it is shown."""
        self._ask_file(self._write_shown)

    def save_records(self) -> None:
        """Ask where, then save every field of the records."""
        self._ask_file(self._write_records)

    def _ask_file(self, answer: Callable[[Path], None]) -> None:
        FileQuestion(
            self._page,
            self.tr("Save as a spreadsheet. It will not be encrypted."),
            self.tr("Spreadsheets (*.xlsx *.csv)"),
            answer,
            save=True,
            start=start_folder() / f"{self._name}.xlsx",
        )

    def _write_shown(self, path: Path) -> None:
        if self._wish is not None:
            self._start(partial(write_shown, self._desk.office, self._wish, _named(path)))

    def _write_records(self, path: Path) -> None:
        if self._wish is not None:
            self._start(partial(write_records, self._desk.office, self._wish, _named(path)))

    def _start(self, work: partial[Saved]) -> None:
        job = self._desk.worker.long(self.tr("Saving the list"), work, reads=True)
        job.done.connect(self._tell)

    def _tell(self, saved: Saved) -> None:
        said = self.tr("Written: {0} ({1}). It is NOT encrypted: whoever has it can read all of it.")
        told = said.format(saved.path, counted(saved.rows, self.tr("1 row"), self.tr("{0} rows")))
        if not saved.whole:
            told += " " + self.tr("The filter finds more than a list shows: these are the first.")
        self.told.emit(told)


def write_shown(office: Office, wish: Wish, path: Path, progress: Progress) -> Saved:
    """Write what the list shows; raises `Unwritable`, `SheetError`, `Cancelled`."""
    rows = (row.cells for row in _rows(office, wish, progress))
    return _saved(office, wish, path, sheets.write_table(path, wish.headings, rows))


def write_records(office: Office, wish: Wish, path: Path, progress: Progress) -> Saved:
    """Write every field of the records of the list; raises as `write_shown`."""
    query = wish.query
    everything = not (wish.records or query.filter or query.only)
    chosen = None if everything else {row.id for row in _rows(office, wish, progress)}
    number = sheets.write_records(
        office, path, query.kind, records=chosen, language=query.language, progress=progress
    )
    return _saved(office, wish, path, number)


def _saved(office: Office, wish: Wish, path: Path, number: int) -> Saved:
    if wish.records:
        return Saved(path, number, True)
    held, exact = lists.count(office, wish.query.kind, wish.query.filter, wish.query.only)
    return Saved(path, number, exact and number >= held)


def _rows(office: Office, wish: Wish, progress: Progress) -> Iterator[lists.ListRow]:
    """The rows in the order of the list."""
    query = replace(wish.query, after=None, limit=ROWS_AT_A_TIME)
    if wish.records:
        for start in range(0, len(wish.records), ROWS_AT_A_TIME):
            progress.step("Reading rows", start, len(wish.records))
            some = wish.records[start : start + ROWS_AT_A_TIME]
            found = {row.id: row for row in lists.rows(office, query, some)}
            yield from (found[one] for one in some if one in found)
        return
    number = 0
    while True:
        progress.step("Reading rows", number)
        page = lists.page(office, query)
        yield from page.rows
        number += len(page.rows)
        if not page.more:
            return
        query = replace(query, after=page.after)


def _named(path: Path) -> Path:
    """The path with an ending that says which kind of file it is."""
    return path if path.suffix.lower() in SUFFIXES else path.with_name(f"{path.name}.xlsx")


def chosen(ids: Sequence[str]) -> tuple[str, ...]:
    """Several chosen rows are a wish for these alone; one is only where the keyboard is."""
    return tuple(ids) if len(ids) > 1 else ()
