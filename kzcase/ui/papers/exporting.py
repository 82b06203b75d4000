"""Hands a finished paper over: asks where, writes it, says what came of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kzcase.briefing.papers import To, file_name
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.text import counted
from kzcase.ui.papers import order as making
from kzcase.ui.papers.order import Lock, Made, Written

_SHOWN_OF_HASH = 12


class Exporting(QObject):
    """One paper on its way out of the vault, entered into the register with it."""

    told = Signal(str)
    """What is to be said of it."""
    done = Signal()
    """It is out."""
    place_chosen = Signal(object)
    """Where it is to be written."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def ask(self, made: Made) -> None:
        """Ask for a place; `place_chosen` is emitted with it."""
        FileQuestion(
            self._page,
            self.tr("Export the paper"),
            self.tr("PDF (*.pdf);;Web page (*.html);;Text (*.txt);;Sealed PDF (*.pdf.age)"),
            self.place_chosen.emit,
            save=True,
            start=start_folder() / file_name(made.content),
        )

    def write(self, made: Made, to: To, path: Path, lock: Lock) -> None:
        """Write it beside the window."""
        target = path if path.suffix else path.with_suffix(".pdf")
        work = partial(making.write, self._desk.office, made, to, target, lock, self._page)
        self._desk.worker.long(self.tr("Exporting"), work).done.connect(self._written)

    def _written(self, written: Written) -> None:
        begun = self.tr("Written and entered into the register: ")
        pages = counted(written.pages or 0, self.tr("1 page, "), self.tr("{0} pages, "))
        said = begun + (pages if written.pages else "")
        hashed = self.tr("SHA-256 {0}…").format(written.sha256[:_SHOWN_OF_HASH])
        opens = self.tr("Only those it is sealed for can open it.") if written.sealed else ""
        warning = opens or (
            self.tr("It opens with the password only; tell that by another way.")
            if written.locked
            else self.tr("Outside the vault it is no longer encrypted.")
        )
        self.told.emit(f"{said}{hashed} {warning}")
        self.done.emit()
