"""The one window: locked it shows the pages before a vault, open it shows the workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.ui import theme
from kzcase.ui.common.clipboard import ClipboardWatch
from kzcase.ui.common.look import Look
from kzcase.ui.common.notice import NoticeLine
from kzcase.ui.common.strip import ProgressStrip
from kzcase.ui.common.worker import Worker
from kzcase.ui.idlewatch import IdleWatch
from kzcase.ui.lockwatch import LockWatch
from kzcase.ui.start.banner import Banner
from kzcase.ui.start.startarea import StartArea

if TYPE_CHECKING:
    from kzcase.services.heldwords import Held
    from kzcase.services.office import Office
    from kzcase.ui.commands import UndoKeys, WindowCommands
    from kzcase.ui.common.desk import Desk
    from kzcase.ui.help.helpview import HelpView
    from kzcase.ui.workspace import Place, Workspace

# What works in an open vault (`kzcase.ui.insides`) is imported where it is used: it is loaded while the
# passphrase is typed, not before it is asked for.

_CLOSED_WITHIN = 0.03
"""Seconds that the locked window waits for the vault; if something is still read there, it closes later."""
_WORTH_SHOWING = 1_000
"""Milliseconds of closing after which the window shows what it waits for."""


class MainWindow(QMainWindow):
    """Holds the worker, the start pages and, while a vault is open, its workspace.

    Whatever ends the work (lock, closing, a signal, a failure) first writes what
    was typed into the drafts and then closes the vault, in the writing lane's order.
    """

    finished = Signal()
    """The window is closed and so is the vault: the program may end."""
    insides_loaded = Signal()
    """All that an open vault needs is there: from now on unlocking waits for the key alone."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("kzcase")
        self.resize(1280, 720)
        self.look = look
        self.worker = Worker(self)
        self.desk: Desk | None = None
        self.workspace: Workspace | None = None
        self._after_lock: Callable[[], None] | None = None
        self._closing = False
        self._at_once = False
        self._place: tuple[str, Place] | None = None
        self._held: dict[str, Held] = {}
        self._office: Office | None = None
        self._help: HelpView | None = None
        self._spoken = look.language
        self.strip = ProgressStrip()
        self.start = StartArea(self.worker)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(inside)
        self.notice = NoticeLine(inside, self._side_width)
        self.worker.refused.connect(self._refuse)
        self.worker.long_started.connect(self.strip.watch)
        self.start.opened.connect(self.work_in)
        self.start.help_requested.connect(self._open_manual)
        self._clipboard = ClipboardWatch(self)
        self._idle = IdleWatch(look.settings.lock_after_minutes, self.lock_idle, self)
        self.lock_watch = LockWatch(self)
        self.lock_watch.left.connect(self.lock)
        self.lock_watch.listen()
        self._commands: WindowCommands | None = None
        self._undo_keys: UndoKeys | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.installEventFilter(self._idle)

    @property
    def commands(self) -> WindowCommands:
        """The doing behind each action; with it come the shortcuts."""
        if self._commands is None:
            from kzcase.ui import insides

            self._commands = insides.WindowCommands(self)
            application = QApplication.instance()
            if isinstance(application, QApplication):
                self._undo_keys = insides.UndoKeys(application, self)
        return self._commands

    def begin(self, vault: Path | None, passphrase: str | None = None) -> None:
        """Show the first page, or ask for this vault's passphrase unless it is given (the sample's)."""
        if vault is None:
            self.start.show_welcome()
        elif passphrase is not None:
            self.start.show_opening(vault, passphrase)
        else:
            self.start.show_unlock(vault)
        QTimer.singleShot(0, self, self._load_insides)

    def _side_width(self) -> int:
        return self.workspace.side.width() if self.workspace is not None else 0

    def _load_insides(self) -> None:
        self.worker.look(_load_services).done.connect(self._take_up_insides)

    def _take_up_insides(self) -> None:
        self.commands.look_ahead()
        self.insides_loaded.emit()

    def _open_manual(self) -> None:
        self.commands.manual()

    def work_in(self, office: Office) -> None:
        """Open the workspace on an unlocked vault."""
        from kzcase.ui import insides

        self.notice.put_away()
        self._leave_help()
        self._take_up_settings()
        self._office = office
        self.desk = insides.Desk(office, self.worker, self.look, self)
        self.desk.changed.connect(self.commands.look_ahead)
        self.desk.writer_changed.connect(self.commands.look_ahead)
        self.workspace = insides.Workspace(self.desk)
        self.workspace.lock_requested.connect(self.lock)
        self.workspace.told.connect(self.notice.tell)
        self.workspace.action_requested.connect(self.commands.do)
        self.workspace.look_changed.connect(self.take_up_look)
        self.workspace.passphrase_requested.connect(self.change_passphrase)
        self._stack.addWidget(self.workspace)
        self._stack.setCurrentWidget(self.workspace)
        self._go_back_to_place(office)
        self.workspace.page.begin()
        self._idle.watch(True)
        self.commands.look_ahead()
        watch = insides.BackupWatch(self.desk)
        watch.told.connect(self.notice.tell_until_put_away)
        self._say_what_is_wrong(office)
        self._give_back(office)

    def _go_back_to_place(self, office: Office) -> None:
        """Whoever unlocks is where they were when it was locked."""
        place, self._place = self._place, None
        if place is not None and place[0] == office.vault_id and self.workspace is not None:
            self.workspace.go_to(place[1])

    def _say_what_is_wrong(self, office: Office) -> None:
        """Say what opening noticed: pages that are damaged, or units that were here once."""
        from kzcase.ui.insides import vaults

        if vaults.pages_seen_damaged(office):
            self._say_damaged()
        elif office.missing_units:
            number = office.missing_units
            missing = (
                self.tr("1 saved change is")
                if number == 1
                else self.tr("{0} saved changes are").format(number)
            )
            told = self.tr(
                "This vault is older than when it was last used on this computer: at least {0} "
                "missing. A side file was lost, or an older copy was put in its place. What is here is "
                "whole. Look for a file {1}-wal, or a newer backup, before you write on."
            )
            self.banner.ask(
                told.format(missing, office.path.name),
                (self.tr("Take a backup back"), self.repair),
                (self.tr("I know; go on with it"), self._accept_older),
            )

    def _accept_older(self) -> None:
        if self._office is not None:
            self.worker.write(self._office.accept_older)

    def _say_damaged(self) -> None:
        self.banner.ask(
            self.tr(
                "The file of this vault is damaged in places. What can be read is shown, and nothing was "
                "changed. Write nothing more into it: keep a copy, then take a backup back or rescue what "
                "can be read."
            ),
            (self.tr("What can be done"), self.repair),
            (self.tr("Later"), self.banner.put_away),
        )

    def _refuse(self, error: KzcaseError) -> None:
        from kzcase.ui.insides import vaults

        self.notice.refuse(error)
        if vaults.is_damage(error) and self.workspace is not None:
            self._say_damaged()

    def repair(self) -> None:
        """Lock, and show what can be done about the vault: a copy, a backup, a rescue."""
        if self._office is None:
            return
        from kzcase.ui.insides import backups, vaults

        office = self._office
        place = backups.folder(office) if not vaults.pages_seen_damaged(office) else None
        uuid = office.vault.uuid
        self.lock()
        self.start.show_repair(office.path, uuid, place)

    def take_up_look(self) -> None:
        """Look as the settings say from now on, also on the page that is on screen."""
        before = self._looks()
        self._take_up_settings()
        if self.desk is not None and self.workspace is not None and self._looks() != before:
            self.desk.look = self.look
            self.workspace.take_up_look()

    def show_help(self, chapter: str) -> None:
        """Open the manual while no vault is open."""
        from kzcase.ui import insides

        view = insides.HelpView(self.look.theme, insides.key_groups())
        view.back_requested.connect(self._leave_help)
        view.told.connect(self.notice.tell)
        self._leave_help()
        self._help = view
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.show_chapter(chapter)
        view.begin()

    def change_passphrase(self, present: str, new: str) -> None:
        """Lock, give the closed vault another passphrase, and ask for it."""
        if self._office is not None:
            self._after_lock = partial(self._change_passphrase, self._office.path, present, new)
            self.lock()

    def _change_passphrase(self, path: Path, present: str, new: str) -> None:
        work = partial(_change_passphrase, path, present, new)
        job = self.worker.long(self.tr("Changing the passphrase"), work, quiet=True)
        job.done.connect(self.notice.tell_until_put_away)
        job.failed.connect(self._not_changed)

    def _not_changed(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError):
            self.notice.refuse(error)

    def _leave_help(self) -> None:
        if self._help is not None:
            self._stack.setCurrentWidget(self.start)
            self._stack.removeWidget(self._help)
            self._help.deleteLater()
            self._help = None

    def _looks(self) -> tuple[object, ...]:
        """What the looks of a page depend on."""
        return (self.look.theme.colours, self.look.theme.scale, self._spoken)

    def _take_up_settings(self) -> None:
        """Look as the settings say now: they may have been changed since the window was made."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self.look = Look(self.look.settings, theme.apply(application, self.look.settings))
        self._spoken = self.look.language
        self._idle.minutes(self.look.settings.lock_after_minutes)

    def lock_idle(self) -> None:
        """Lock because nobody is there: the backup that is due is made first, behind the locked page."""
        self._lock(self.look.settings.backup_every)

    def lock(self) -> None:
        """Keep what was typed, take everything off the screen, and close the vault, all at once."""
        self._lock()

    def _lock(self, every: str = "") -> None:
        """Take everything off the screen and close; a backup comes first if one is due `every` so often."""
        if self.workspace is None or self.desk is None or self._office is None:
            return
        from kzcase.ui.insides import backups, finish, heldwords

        office = self._office
        self._idle.watch(False)
        self._clipboard.empty()
        self.banner.put_away()
        self._place = (office.vault_id, self.workspace.place)
        self.workspace.keep()
        self.worker.cancel_all()
        self.desk.leave()
        self.notice.put_away()
        for dialog in QApplication.topLevelWidgets():
            if dialog is not self and dialog.parentWidget() is not None:
                dialog.close()
        self._stack.setCurrentWidget(self.start)
        self._stack.removeWidget(self.workspace)
        self.workspace.hide()
        self.workspace.deleteLater()
        self.desk.deleteLater()
        self.workspace = self.desk = self._office = None
        self.start.show_locked(office.path)
        self.repaint()  # nothing can be seen from here on, however long a slow disk lets closing take
        wait, closed = self.worker.after_reads(), Event()
        later = every not in ("", backups.OFF)

        def close(progress: Progress) -> _Closed:
            wait()
            try:
                failed = finish(office, every, progress) if later else None
                return _Closed(failed, heldwords.hold(office))
            finally:
                try:
                    office.close()
                finally:
                    closed.set()

        if not later:
            job = self.worker.write(partial(close, Progress()))
            # The key goes before anything is tidied up here, which would hold up the other thread.
            closed.wait(_CLOSED_WITHIN)
        else:
            job = self.worker.long(self.tr("Backing up, then locking"), close)
        job.done.connect(self._tell_closed)
        job.over.connect(self._locked)

    def _tell_closed(self, closed: _Closed) -> None:
        if closed.held is not None:
            self._held[closed.held.vault] = closed.held
            if self._at_once:
                return
            # The first wish to close is not followed: with the program these words would go.
            self._closing = False
            self.show()
            self.notice.tell_until_put_away(
                self.tr(
                    "What you typed last could not be written into the vault. It is kept here, encrypted, "
                    "until you unlock this vault again; when kzcase is closed, it is lost. Put the stick "
                    "back, and unlock."
                )
            )
        elif closed.failed is not None and not self._closing:
            self.notice.refuse(closed.failed)

    def _give_back(self, office: Office) -> None:
        """Put what the vault could not take before it was locked among its drafts."""
        from kzcase.ui.insides import heldwords

        if (held := self._held.get(office.vault.uuid)) is not None:
            job = self.worker.write(partial(heldwords.give_back, office, held))
            job.done.connect(partial(self._given_back, held.vault))

    def _given_back(self, vault: str, count: int) -> None:
        if count:
            self._held.pop(vault, None)
            self.notice.tell_until_put_away(
                self.tr("What you typed last, and what the vault could not take then, is in Drafts.")
            )

    def end_at_once(self) -> None:
        """Close because the system asks for it: no backup is waited for."""
        self._at_once = True
        self.close()

    def keep(self) -> None:
        """Write what was typed into the drafts."""
        if self.workspace is not None:
            self.workspace.keep()

    def crashed(self) -> None:
        """Our own code failed: keep what was typed and say so calmly."""
        self.keep()
        self.notice.tell_until_put_away(
            self.tr(
                "Something went wrong inside kzcase. The step under way was not done; nothing half-done was "
                "saved, and what you typed is kept in Drafts. If it happens again, lock and unlock."
            )
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only when the vault is closed: what was typed is written first."""
        try:
            if self.workspace is not None:
                event.ignore()
                self._closing = True
                self.hide()
                self._lock("" if self._at_once else self.look.settings.backup_every)
                QTimer.singleShot(_WORTH_SHOWING, self, self._show_while_closing)
                return
            if self.worker.busy:
                event.ignore()
                self._closing = True
                self.worker.cancel_all()
                self.worker.idle.connect(self.close, Qt.ConnectionType.SingleShotConnection)
                return
            self.start.close_made()
            event.accept()
            self.finished.emit()
        except BaseException:
            # Qt would close the window after an exception here, and what was typed would go with it.
            event.ignore()
            self.show()
            raise

    def _show_while_closing(self) -> None:
        """A backup that takes its time before the program ends is seen, and can be cancelled."""
        if self._closing and self.worker.busy and not self._at_once:
            self.show()

    def _locked(self) -> None:
        after, self._after_lock = self._after_lock, None
        if self._closing:
            self.close()
        elif after is not None:
            after()


@dataclass(frozen=True, slots=True)
class _Closed:
    """What came of closing: a backup that failed, and words that the vault could not take."""

    failed: KzcaseError | None
    held: Held | None


def _change_passphrase(path: Path, present: str, new: str, progress: Progress) -> str:
    from kzcase.services import vaults

    return vaults.change_passphrase(path, present, new, progress=progress)


def _load_services(progress: Progress) -> None:
    """Load what no widget is made of, beside the window; the rest has to be loaded by the window itself."""
    from kzcase.services import backups, drafts, lists, today, undo, vaults  # noqa: F401
