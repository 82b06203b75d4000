"""Says of two chosen people that they are one, also where nothing made the program propose it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from kzcase.services import duplicates
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk


class Joining(QObject):
    """Joins the two people chosen in a list; the one of the upper row stands for both."""

    told = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def join(self, chosen: Sequence[str]) -> None:
        """Join two people by their ids; says what to choose if they are not two."""
        if len(chosen) != 2:
            self.told.emit(self.tr("Choose two people first: click one, and the other with Ctrl held."))
            return
        job = self._desk.worker.write(partial(_join, self._desk.office, (chosen[0], chosen[1])))
        job.done.connect(self._joined)

    def _joined(self) -> None:
        self.told.emit(self.tr("Joined: the upper one stands for both. Ctrl+Z takes it back."))


def _join(office: Office, pair: tuple[str, str]) -> None:
    duplicates.merge(office, [pair])
