"""Writes a reply down: the form, the scan, the one action behind it; half-typed replies are kept."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.services import drafts
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms.sheet import KEEP_AFTER
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters import work
from kzcase.ui.letters.replyform import ReplyForm, Typed


class Replying(QWidget):
    """Shown while a reply is asked for, and hidden otherwise."""

    told = Signal(str)
    closed = Signal()
    """The form was closed, or the reply is written down."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._letter = ""
        self._kept = False
        self.form = ReplyForm(desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._resume)
        self._timer = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._timer.timeout.connect(self.keep)
        self.form.written.connect(self._write)
        self.form.closed.connect(self._close)
        self.form.note.textChanged.connect(self._timer.start)

    @property
    def letter(self) -> str:
        """The id of the letter whose reply is asked for; "" for none."""
        return self._letter

    def ask(self, letter: str, words: str) -> None:
        """Ask for the reply to a letter; what was typed for it earlier is typed again."""
        self.keep()
        self._letter, self._kept = letter, False
        self.show()
        self.form.ask(words)
        self._latest.ask(partial(drafts.values, self._desk.office, work.reply_key(letter)))

    def keep(self) -> None:
        """Keep what was typed; a form that was emptied is forgotten."""
        self._timer.stop()
        if not self._letter:
            return
        office, key = self._desk.office, work.reply_key(self._letter)
        if self.form.touched:
            self._kept = True
            keep = partial(drafts.keep, office, key, drafts.REPLY, self._letter, b"", self.form.state())
            self._desk.keep(self._letter, keep, quiet=True)
        elif self._kept:
            self._kept = False
            self._desk.keep(self._letter, partial(drafts.discard, office, key), quiet=True)

    def _resume(self, state: dict[str, str]) -> None:
        if state and not self.form.touched:
            self._kept = True
            self.form.resume(state)

    def _write(self, typed: Typed) -> None:
        self.form.save.setEnabled(False)
        self._timer.stop()
        job = self._desk.worker.write(partial(work.write_reply, self._desk.office, self._letter, typed, self))
        job.done.connect(self._written)
        job.over.connect(self._over)

    def _written(self, _reply: str) -> None:
        self._letter, self._kept = "", False
        self.hide()
        self.told.emit(self.tr("The reply is in the register. Ctrl+Z takes it back."))
        self.closed.emit()

    def _over(self) -> None:
        self.form.save.setEnabled(True)

    def _close(self) -> None:
        self.keep()
        self._letter = ""
        self.hide()
        self.closed.emit()
