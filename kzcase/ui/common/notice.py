"""The line over the bottom edge that tells what happened: never a dialog, and nothing moves for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kzcase.errors import InputRefused, KzcaseError
from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID

_BRIEFLY = 8_000
_WIDEST = 640


class NoticeLine(QFrame):
    """Says one thing at a time; a failure stays until it is put away.

    It lies over the middle of the page's lower edge, which does not make room for it: what one is about
    to click stays where it is, and buttons stand at the left and at the right.
    """

    def __init__(self, over: QWidget, beside: Callable[[], int] = lambda: 0) -> None:
        super().__init__(over)
        self._over = over
        self._beside = beside
        """How wide what stands at the left of pages is: the middle is that of the page."""
        over.installEventFilter(self)
        self.setProperty("notice", True)
        self._text = label(wrap=True, select=True)
        self._away = button(self.tr("Put away"), flat=True)
        self._away.clicked.connect(self.put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._away)
        self._timer = QTimer(self, singleShot=True, interval=_BRIEFLY)
        self._timer.timeout.connect(self.put_away)
        self.hide()

    @property
    def text(self) -> str:
        """What is being told, or "" when nothing is."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, text: str) -> None:
        """Say something that went well; it leaves by itself."""
        self._show(text)
        self._timer.start()

    def refuse(self, error: KzcaseError) -> None:
        """Say what failed, what is safe and what to do."""
        self.tell_until_put_away(sentence(error))

    def tell_until_put_away(self, text: str) -> None:
        """Say something that must be read."""
        self._timer.stop()
        self._show(text)

    def put_away(self) -> None:
        """Take the notice off the screen."""
        self._timer.stop()
        self._text.clear()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the edge when the window takes another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _show(self, text: str) -> None:
        self._text.setText(text)
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        over = self._over
        room = over.width() - 4 * GRID
        beside = self._away.sizeHint().width() + 5 * GRID
        advance = self._text.fontMetrics().horizontalAdvance
        longest = max(map(advance, self._text.text().splitlines()), default=0)
        width = min(longest + beside, room, max(_WIDEST, room // 2))
        height = self.heightForWidth(width)
        left = max(GRID, (self._beside() + over.width() - width) // 2)
        self.setGeometry(left, over.height() - height - GRID, width, height)


def sentence(error: KzcaseError) -> str:
    """A known failure with each of its reasons, as one text."""
    reasons = ""
    if isinstance(error, InputRefused):
        reasons = "\n".join(refusal.reason for refusal in error.refusals[:10])
    return f"{error.sentence}\n{reasons}" if reasons else error.sentence
