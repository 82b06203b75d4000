"""Makes the backup that is due while the window is open, beside everything else."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from kzcase.errors import Cancelled, KzcaseError
from kzcase.progress import Progress
from kzcase.services import backups
from kzcase.services.backups import Made
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk

FIRST = 60_000
"""Milliseconds after unlocking: whoever unlocked wants to work first."""
AGAIN = 3_600_000


class BackupWatch(QObject):
    """Looks now and then whether a backup is overdue, and makes it.

    The day's own backup is made when the work is done (`finish`); this one makes good what a day that
    ended otherwise left undone.
    """

    told = Signal(str)
    """What somebody should know of it: a place that could not be seen, a disk that was full."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._under_way = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._timer.start(FIRST)

    def look(self) -> None:
        """Ask whether one is overdue."""
        self._timer.start(AGAIN)
        every = self._desk.look.settings.backup_every
        if not self._under_way and every != backups.OFF:
            asked = self._desk.worker.read(partial(backups.overdue, self._desk.office, every), quiet=True)
            asked.done.connect(self._make)

    def _make(self, wanted: bool) -> None:
        if not wanted or self._under_way:
            return
        self._under_way = True
        job = self._desk.worker.long(self.tr("Backing up"), partial(_make, self._desk.office), quiet=True)
        job.done.connect(self._made)
        job.failed.connect(self._failed)
        job.over.connect(self._over)

    def _made(self, made: Made) -> None:
        self._desk.backed_up.emit()
        for place in made.unseen:
            self.told.emit(self.tr("Backed up; but this place cannot be seen: {0}").format(place))

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError) and not isinstance(error, Cancelled):
            self.told.emit(self.tr("No backup was made. {0}").format(error.sentence))

    def _over(self) -> None:
        self._under_way = False


def finish(office: Office, every: str, progress: Progress) -> KzcaseError | None:
    """Make the day's backup before the vault is closed; what failed, if anything did, never stops closing."""
    try:
        backups.scheduled(office, every, progress=progress)
    except Cancelled:
        return None
    except KzcaseError as error:
        return error
    return None


def _make(office: Office, progress: Progress) -> Made:
    return backups.make(office, backups.SCHEDULE, progress=progress)
