"""All pages before a vault is open, one at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from kzcase.ui.common.worker import Worker
from kzcase.ui.start.create import CreatePage
from kzcase.ui.start.frame import StartPage
from kzcase.ui.start.recovery import RecoveryPage
from kzcase.ui.start.repair import RepairPage
from kzcase.ui.start.sample import SamplePlace
from kzcase.ui.start.unlock import UnlockPage
from kzcase.ui.start.welcome import WelcomePage

if TYPE_CHECKING:
    from kzcase.services.office import Office


class StartArea(QStackedWidget):
    """Ends with an open office."""

    opened = Signal(object)
    """The `Office` to work in."""
    help_requested = Signal()

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self._worker = worker
        self._made: Office | None = None
        self._sample: SamplePlace | None = None
        self.welcome = WelcomePage()
        self.making = CreatePage(worker)
        self.recovery = RecoveryPage(worker)
        self.unlock = UnlockPage(worker)
        self.repair = RepairPage(worker)
        for page in (self.welcome, self.making, self.recovery, self.unlock, self.repair):
            self.addWidget(page)
        self.welcome.create_requested.connect(self.show_create)
        self.welcome.open_requested.connect(self.show_unlock)
        self.welcome.sample_requested.connect(self._make_sample)
        self.welcome.help_requested.connect(self.help_requested)
        self.making.created.connect(self._show_sheet)
        self.making.back_requested.connect(self.show_welcome)
        self.unlock.opened.connect(self.opened)
        self.unlock.back_requested.connect(self.show_welcome)
        self.unlock.repair_requested.connect(self.show_repair)
        self.repair.open_requested.connect(self.show_unlock)
        self.repair.back_requested.connect(self._leave_repair)
        self.recovery.finished.connect(self._work)

    def show_welcome(self) -> None:
        """The first page."""
        self._turn_to(self.welcome)

    def show_create(self) -> None:
        """The page that makes a vault."""
        self._turn_to(self.making)

    def show_unlock(self, path: Path) -> None:
        """The page that opens this vault."""
        self.unlock.ask(path)
        self._turn_to(self.unlock)

    def show_repair(self, path: Path, uuid: str | None = None, backups: Path | None = None) -> None:
        """The page that says what can be done about a damaged vault, or takes a backup back."""
        self.repair.ask(path, uuid, backups)
        self._turn_to(self.repair)

    def _leave_repair(self) -> None:
        self.show_unlock(self.unlock.path)

    def show_opening(self, path: Path, passphrase: str) -> None:
        """The same page while it opens a vault whose passphrase is no secret."""
        self.show_unlock(path)
        self.unlock.open_with(passphrase)

    def show_locked(self, path: Path) -> None:
        """What is seen after locking: the sample is gone, any other vault asks for its passphrase."""
        if self._sample is not None and self._sample.holds(path):
            self.show_welcome()
        else:
            self.show_unlock(path)

    def close_made(self) -> None:
        """Close a vault that was made but not yet worked in, and forget the sample."""
        if self._made is not None:
            self._made.close()
            self._made = None
        if self._sample is not None:
            self._sample.remove()
            self._sample = None

    def _show_sheet(self, office: Office) -> None:
        self._made = office
        self.recovery.ask(office)
        self._turn_to(self.recovery)

    def _work(self) -> None:
        office, self._made = self._made, None
        if office is not None:
            self.opened.emit(office)

    def _make_sample(self) -> None:
        self._sample = self._sample or SamplePlace()
        self.welcome.sample.setEnabled(False)
        job = self._worker.long(self.tr("Making the sample"), self._sample.open)
        job.done.connect(self.opened)
        job.over.connect(self._sample_over)

    def _sample_over(self) -> None:
        self.welcome.sample.setEnabled(True)

    def _turn_to(self, page: StartPage) -> None:
        for one in (self.making, self.unlock, self.repair):
            if one is not page:
                one.forget()
        self.setCurrentWidget(page)
        page.begin()
