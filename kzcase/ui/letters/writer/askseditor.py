"""Types what a letter asks for, each thing in the languages of its addressees."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.letters.shapes import Asked
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, label
from kzcase.ui.letters.languages import LANGUAGES
from kzcase.ui.letters.lettertext import UNTOUCHED
from kzcase.ui.theme import GRID


class AskLines(QFrame):
    """One thing that is asked for: a line in each language."""

    edited = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self.lines: dict[str, QLineEdit] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for key, words in LANGUAGES:
            line = QLineEdit()
            line.setInputMethodHints(UNTOUCHED)
            line.setPlaceholderText(words)
            line.setAccessibleName(self.tr("Ask {0} in {1}").format(number, words))
            line.textEdited.connect(self.edited)
            self.lines[key] = line
            column.addWidget(line)

    @property
    def asked(self) -> Asked:
        """What is typed."""
        return Asked(**{key: line.text().strip() for key, line in self.lines.items()})

    @property
    def empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(line.text().strip() for line in self.lines.values())

    def show_languages(self, languages: Collection[str]) -> None:
        """Offer these languages; what is typed in another one stays."""
        for key, line in self.lines.items():
            line.setVisible(key in languages or bool(line.text()))


class AsksEditor(QWidget):
    """Any number of asks, one empty one below them."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._languages: frozenset[str] = frozenset(key for key, _ in LANGUAGES)
        self.items: list[AskLines] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID)
        self.hint = label(self.tr("Left empty: the open asks of these people and cases."), "small", wrap=True)
        self.more = button(self.tr("Another ask"), flat=True)
        self.more.setIcon(desk.icon(Icon.ADD, accent=True))
        self.more.clicked.connect(self._one_more)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID // 2)
        outer.addWidget(self.hint)
        outer.addLayout(self._column)
        outer.addLayout(foot)
        self._append()

    @property
    def asks(self) -> tuple[Asked, ...]:
        """What is asked for, in order."""
        return tuple(one.asked for one in self.items if not one.empty)

    def state(self) -> list[dict[str, str]]:
        """What is typed, to be kept."""
        return [{key: line.text() for key, line in one.lines.items()} for one in self.items if not one.empty]

    def resume(self, state: Sequence[dict[str, Any]]) -> None:
        """Type again what was kept."""
        for number, kept in enumerate(state):
            if number == len(self.items):
                self._append()
            for key, line in self.items[number].lines.items():
                line.setText(str(kept.get(key, "")))
        self._said()

    def show_languages(self, languages: Collection[str]) -> None:
        """Offer these languages."""
        self._languages = frozenset(languages)
        for one in self.items:
            one.show_languages(self._languages)

    def _one_more(self) -> None:
        made = self._append()
        next(line for line in made.lines.values() if not line.isHidden()).setFocus()

    def _append(self) -> AskLines:
        made = AskLines(len(self.items) + 1)
        made.show_languages(self._languages)
        made.edited.connect(self._on_edited)
        self.items.append(made)
        self._column.addWidget(made)
        return made

    def _on_edited(self) -> None:
        self._said()
        self.changed.emit()

    def _said(self) -> None:
        self.hint.setVisible(not self.asks)
