"""What a page of an unlocked vault is given: the office, the worker, the looks.

Handed to each page when it is made. Changes announced by the office arrive
here from whichever thread made them and leave as a signal on the window's.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon

from kzcase.services import attachedtext
from kzcase.services.attachedtext import Waiting
from kzcase.services.office import Changed, Office
from kzcase.ui.common.icons import Icon, icon
from kzcase.ui.common.look import Look
from kzcase.ui.common.worker import Job, Worker

REST_AFTER = 2_000
"""Milliseconds without a change after which the vault is tidied."""
READ_AFTER = 3_000
"""Milliseconds after which attached files are read whose words cannot be searched yet."""


class Desk(QObject):
    """An unlocked vault as the pages see it."""

    changed = Signal(object)
    """A `Changed` of the office, on the window's thread."""
    backed_up = Signal()
    """A backup was written and read back."""
    writer_changed = Signal()
    """Somebody else is writing now."""
    _announced = Signal(object)

    def __init__(self, office: Office, worker: Worker, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.worker = worker
        self.look = look
        self._keeping: dict[str, Job] = {}
        self._left = False
        self._rest = QTimer(self, singleShot=True, interval=REST_AFTER)
        self._rest.timeout.connect(self._tidy)
        self._read = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._read.timeout.connect(self.read_attached)
        self._read.start()
        self._reading: Job | None = None
        self._announced.connect(self.changed)
        self._announced.connect(self._begin_rest)
        self._end: Callable[[], None] = office.subscribe(self._hear)

    @property
    def language(self) -> str:
        """The window's language."""
        return self.look.language

    def today(self) -> date:
        """The day that "today" means."""
        return self.office.today()

    def icon(self, meaning: Icon, *, accent: bool = False) -> QIcon:
        """An icon in the theme's colour."""
        colours = self.look.theme.colours
        return icon(meaning, colours.accent if accent else colours.quiet)

    def keep(self, record: str, work: Callable[[], None], *, quiet: bool = False) -> None:
        """Write or forget a draft of a record's form, after all earlier writes."""
        job = self._keeping[record] = self.worker.write(work, quiet=quiet)
        job.over.connect(self._is_kept)

    def keeping(self, record: str) -> Job | None:
        """The last write of a draft of a record's form that is not over yet.

        It may wait behind a backup. Whoever read the drafts before it is over
        would miss what was typed, and writing on would replace it.
        """
        return self._keeping.get(record)

    def leave(self) -> None:
        """Stop listening to the office, before it is closed."""
        self._left = True
        self._rest.stop()
        self._read.stop()
        self._end()

    @property
    def resting(self) -> bool:
        """Whether the vault is about to be tidied."""
        return self._rest.isActive()

    def _is_kept(self) -> None:
        over = self.sender()
        self._keeping = {record: job for record, job in self._keeping.items() if job is not over}

    def read_attached(self) -> None:
        """Read the attached files that wait for it, one after the other, beside everything else."""
        if self._reading is not None or self._left:
            return
        self._reading = self.worker.look(partial(attachedtext.read_next, self.office), quiet=True)
        self._reading.done.connect(self._keep_read)
        self._reading.over.connect(self._have_read)

    def _keep_read(self, waiting: Waiting | None) -> None:
        if waiting is not None and not self._left:
            job = self.worker.write(partial(attachedtext.keep, self.office, waiting), quiet=True)
            job.done.connect(self.read_attached)

    def _have_read(self) -> None:
        self._reading = None

    def _tidy(self) -> None:
        self.worker.write(self.office.rest, quiet=True).done.connect(self._tidy_on)

    def _tidy_on(self, more: bool) -> None:
        if more and not self._left:
            self._rest.start()

    def _hear(self, changed: Changed) -> None:
        # Called on the thread that wrote; a signal crosses to the window's.
        self._announced.emit(changed)

    @Slot(object)
    def _begin_rest(self, changed: Changed) -> None:
        self._rest.start()
        if "document" in changed.kinds:
            self._read.start()
