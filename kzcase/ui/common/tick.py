"""A box to tick whose words wrap: Qt's own is as wide as its words, and pushes a page off a small screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QWidget

_LEAST = 12
"""So many letters wide are its lines at least."""


class Tick(QCheckBox):
    """On one line where there is room, else on as many as its words need."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def text(self) -> str:
        """What it says, without the breaks of its lines."""
        return self._said

    def setText(self, text: str) -> None:
        """Say this."""
        self._said = text
        self.setAccessibleName(text.replace("&", ""))
        self._wrap()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._around() + self._width(self._said), self._height(1))

    def minimumSizeHint(self) -> QSize:
        """A few words beside one another, and all lines that come of the width it has."""
        least = max([_LEAST * self.fontMetrics().averageCharWidth(), *map(self._width, self._said.split())])
        width = min(self._around() + least, self.sizeHint().width())
        return QSize(width, self.heightForWidth(max(width, self.width())))

    def hasHeightForWidth(self) -> bool:
        """Yes: its lines break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines at a width."""
        return self._height(len(self._lines(width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._wrap()
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size break otherwise."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._wrap()

    def _wrap(self) -> None:
        super().setText("\n".join(self._lines(self.width())))

    def _lines(self, width: int) -> list[str]:
        """The words in lines of a width at most; a longer word has a line to itself."""
        room, lines = width - self._around(), [""]
        for word in self._said.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self._width(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def _around(self) -> int:
        """The width of the box and of what is between it and the words."""
        return self._size(0, 1).width()

    def _height(self, lines: int) -> int:
        return self._size(0, lines).height()

    def _size(self, width: int, lines: int) -> QSize:
        """As large as the style makes it for so many lines of words of a width."""
        self.ensurePolished()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words = QSize(width, lines * self.fontMetrics().lineSpacing())
        return self.style().sizeFromContents(QStyle.ContentsType.CT_CheckBox, option, words, self)

    def _width(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(words.replace("&", ""))
