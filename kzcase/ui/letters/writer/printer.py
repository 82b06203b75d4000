"""Writes letters that are in the register to files: asks for the place, works beside the window, tells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kzcase.progress import Progress
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.text import counted
from kzcase.ui.letters.writer import work
from kzcase.ui.letters.writer.work import Printing, Saved


class Printer(QObject):
    """Prints the letters it was given last (`take`)."""

    told = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._ids: tuple[str, ...] = ()
        self._draft = False
        self.enclosure = ""
        """The paper that is printed behind each letter, by its template; "" for none."""

    def take(self, ids: tuple[str, ...], draft: bool) -> None:
        """These are to be printed; `draft`: some of them still lack something, and every page says so."""
        self._ids, self._draft = ids, draft

    def ask_file(self) -> None:
        """Ask for one file for all letters."""
        name = self.tr("letters {0}.pdf").format(self._desk.today().isoformat())
        FileQuestion(
            self._page,
            self.tr("Print all letters"),
            self.tr("PDF (*.pdf)"),
            self.write_file,
            save=True,
            start=start_folder() / name,
        )

    def ask_folder(self) -> None:
        """Ask for a folder in which each letter has a file of its own."""
        self._ask_folder(self.write_folder)

    def ask_docx(self) -> None:
        """Ask for a folder for .docx files."""
        self._ask_folder(self.write_docx)

    def write_file(self, path: Path) -> None:
        """Write all letters to one file."""
        target = path if path.suffix else path.with_suffix(".pdf")
        self._write(self._printing(target, one_file=True))

    def write_folder(self, folder: Path) -> None:
        """Write each letter to a file of its own."""
        self._write(self._printing(folder, one_file=False))

    def write_docx(self, folder: Path) -> None:
        """Write each letter as .docx."""
        self._write(partial(_docx, self._desk, self._ids, folder, self._draft))

    def _printing(self, target: Path, *, one_file: bool) -> Callable[[Progress], Saved]:
        how = Printing(target, one_file, self._draft, self.enclosure)
        return partial(work.print_all, self._desk.office, self._ids, how)

    def _ask_folder(self, answer: Callable[[Path], None]) -> None:
        words = self.tr("A folder for the letters")
        FileQuestion(self._page, words, "", answer, save=False, start=start_folder(), folder=True)

    def _write(self, job: Callable[[Progress], Saved]) -> None:
        written = self._desk.worker.long(self.tr("Writing the letters"), job, reads=True)
        written.done.connect(self._written)

    def _written(self, saved: Saved) -> None:
        pages = sum(one.pages for one in saved.written)
        words = self.tr("Written: {0} files, {1}. Outside the vault they are no longer encrypted.")
        if len(saved.written) == 1:
            words = self.tr("Written: 1 file, {1}. Outside the vault it is no longer encrypted.")
        many = counted(pages, self.tr("1 page"), self.tr("{0} pages"))
        self.told.emit(words.format(len(saved.written), many))


def _docx(desk: Desk, ids: tuple[str, ...], folder: Path, draft: bool, progress: Progress) -> Saved:
    return work.write_docx(desk.office, ids, folder, draft=draft, progress=progress)
