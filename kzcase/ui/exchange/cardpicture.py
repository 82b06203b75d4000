"""One's contact card as a QR picture, and the field into which a colleague's is pasted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from kzcase.services import cardtext
from kzcase.ui.common.text import button, label
from kzcase.ui.exchange.part import row, scrolled
from kzcase.ui.theme import GRID

_SMALLEST = 3
"""A module of a QR picture is at least so many pixels wide: below, a camera cannot tell them apart."""


class QrView(QWidget):
    """A QR picture as large as there is room; dark on white in every theme, for that is what cameras read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Your card as a QR picture"))

    def show_text(self, text: str) -> None:
        """Show a text as a picture."""
        self._modules = cardtext.modules(text)
        self.setMinimumSize(self.minimumSizeHint())
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Large enough to be read from the screen."""
        side = (len(self._modules) + 2 * cardtext.QUIET) * _SMALLEST
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint whole pixels only, so that no edge is grey."""
        if not self._modules:
            return
        across = len(self._modules) + 2 * cardtext.QUIET
        ratio = self.devicePixelRatioF()
        step = max(1, int(min(self.width(), self.height()) * ratio) // across)
        painter = QPainter(self)
        painter.scale(1 / ratio, 1 / ratio)
        painter.fillRect(QRect(0, 0, across * step, across * step), Qt.GlobalColor.white)
        for y, line in enumerate(self._modules, start=cardtext.QUIET):
            for x, dark in enumerate(line, start=cardtext.QUIET):
                if dark:
                    painter.fillRect(QRect(x * step, y * step, step, step), Qt.GlobalColor.black)
        painter.end()


class CardPicture(QWidget):
    """One's card, to be read by a colleague's telephone or scanner."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = QrView()
        self.text = label(role="small", wrap=True, select=True)
        self.done = button(self.tr("&Done"))
        how = label(
            self.tr(
                "A colleague reads this picture with any telephone or scanner that reads QR codes, gets a "
                "line of letters and digits, and pastes it at “Paste a card's text”. It says what your card "
                "as a file says: your name and public keys, no secrets. kzcase itself has no camera. Then "
                "compare the twelve words, as with a file."
            ),
            wrap=True,
        )
        how.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self.view, 3)
        told = QWidget()
        said = QVBoxLayout(told)
        said.setContentsMargins(0, 0, GRID, 0)
        said.setSpacing(GRID)
        said.addWidget(how)
        said.addWidget(self.text)
        said.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(scrolled(told), 1)
        beside.addLayout(row(self.done))
        middle.addLayout(beside, 2)
        column.addLayout(middle, 1)

    def show_card(self, text: str) -> None:
        """Show a card."""
        self.view.show_text(text)
        # With places to break, so that the line is no wider than its column.
        self.text.setText(" ".join(text[at : at + 24] for at in range(0, len(text), 24)))


class CardText(QWidget):
    """The text of a colleague's card, as their picture gave it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QPlainTextEdit()
        self._field.setAccessibleName(self.tr("The text of a card"))
        self._field.setPlaceholderText(cardtext.INTRO + "…")
        self._field.setTabChangesFocus(True)
        self._field.setMinimumHeight(12 * GRID)
        self.read = button(self.tr("&Look at this card"), primary=True)
        self.cancel = button(self.tr("&Cancel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("The text of a card"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "Your colleague shows their card as a picture. Read it with a telephone or scanner, and "
                    "bring the line to this laptop, and paste it here. Nothing is added before you say so."
                ),
                wrap=True,
            )
        )
        column.addWidget(self._field)
        column.addLayout(row(self.read, self.cancel))
        column.addStretch(1)
        self._field.textChanged.connect(self._consider)
        self._consider()

    @property
    def text(self) -> str:
        """What was pasted."""
        return self._field.toPlainText()

    def put(self, text: str) -> None:
        """Put a text in, as pasting does."""
        self._field.setPlainText(text)

    def begin(self) -> None:
        """Start with an empty field."""
        self._field.clear()
        self._field.setFocus()

    def _consider(self) -> None:
        self.read.setEnabled(bool(self.text.strip()))
