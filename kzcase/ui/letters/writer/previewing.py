"""Shows how the letter on screen would be printed, made beside the window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from kzcase.errors import Cancelled, KzcaseError
from kzcase.letters.shapes import Filled, Mailing
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.preview import Preview
from kzcase.ui.letters.newest import Newest
from kzcase.ui.letters.writer import work

_PAUSE = 400


class Previewing(QObject):
    """Makes the preview of one letter after the other; the newest is shown."""

    due = Signal()
    """Nothing was typed for a moment: the letter is to be shown (`show`)."""

    def __init__(self, desk: Desk, preview: Preview, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._preview = preview
        self._making = Newest(desk.worker, self.tr("Making the preview"), self)
        self._making.answered.connect(self._show)
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE)
        self._wait.timeout.connect(self.due)

    @property
    def waiting(self) -> bool:
        """Whether a preview is about to be made."""
        return self._wait.isActive()

    def soon(self) -> None:
        """Wait for more letters to be typed."""
        self._wait.start()

    def show(self, letter: Filled | None, mailing: Mailing | None) -> None:
        """Show a letter; without one say what is to be chosen."""
        self._wait.stop()
        if letter is None or mailing is None:
            self._preview.say(
                self.tr(
                    "Choose to whom the letter goes, and about whom it is.\nIt is filled in and shown here."
                )
            )
            return
        self._making.ask(partial(work.preview, self._desk.office, letter, mailing))

    def _show(self, outcome: object) -> None:
        match outcome:
            case bytes() as pdf:
                self._preview.show_paper(pdf)
            case Cancelled():
                pass
            case KzcaseError() as error:
                self._preview.say(sentence(error))
