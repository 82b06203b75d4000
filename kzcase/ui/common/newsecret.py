"""Two fields for a new passphrase, judged while it is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.ui.common.keyboard import KeyboardLine, secret_field
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest, Worker
from kzcase.ui.theme import GRID

if TYPE_CHECKING:
    from kzcase.services.vaults import Judgement


class NewSecret(QWidget):
    """Asks for a passphrase twice, says how hard it is to guess, and suggests words."""

    considered = Signal()
    """It may have become good enough, or no longer be."""
    entered = Signal()
    """Enter was pressed in one of its fields."""

    def __init__(self, worker: Worker, first: str, second: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._enough = False
        self._known: tuple[str, ...] = ()
        self._strength = Latest(worker, self)
        self._strength.answered.connect(self._judge)
        self.secret, self.again = secret_field(), secret_field()
        self.shown = button(self.tr("Show"), flat=True)
        self.shown.setCheckable(True)
        self.shown.toggled.connect(self._show)
        self.suggest = button(self.tr("Suggest words"), flat=True)
        self.suggest.clicked.connect(self._suggest)
        self._suggestion = label(wrap=True, select=True)
        self._suggestion.hide()
        self._judgement = label(role="small", wrap=True)
        self._judgement.hide()
        self._differ = label(role="bad", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(under_label(first, self.secret))
        column.addLayout(under_label(second, self.again))
        column.addWidget(KeyboardLine(self.secret, self.again))
        column.addWidget(self._judgement)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.suggest)
        row.addWidget(self.shown)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._suggestion)
        column.addWidget(self._differ)
        self._differ.hide()
        self.secret.textChanged.connect(self._ask)
        for field in (self.secret, self.again):
            field.textChanged.connect(self._compare)
            field.returnPressed.connect(self.entered)

    @property
    def text(self) -> str:
        """The passphrase, or "" unless it is strong enough and typed twice alike."""
        good = self._enough and self.secret.text() == self.again.text()
        return self.secret.text() if good else ""

    def know(self, words: tuple[str, ...]) -> None:
        """Count these words as guessed first: a name, an office."""
        if words != self._known:
            self._known = words
            self._ask()

    def forget(self) -> None:
        """Empty the fields."""
        self.secret.clear()
        self.again.clear()
        self._suggestion.clear()
        self._suggestion.hide()
        self.shown.setChecked(False)

    def _ask(self) -> None:
        self._enough = False
        self._strength.ask(partial(_strength, self.secret.text(), self._known))

    def _judge(self, judgement: Judgement) -> None:
        self._enough = judgement.enough
        empty = not self.secret.text()
        self._judgement.setText(
            "" if empty else self.tr("Strength: {0}. {1}").format(judgement.words, judgement.advice)
        )
        self._judgement.setVisible(not empty)
        self.considered.emit()

    def _compare(self) -> None:
        differ = bool(self.again.text()) and self.again.text() != self.secret.text()
        self._differ.setText(self.tr("The two passphrases differ.") if differ else "")
        self._differ.setVisible(differ)
        self.considered.emit()

    def _show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.secret.setEchoMode(mode)
        self.again.setEchoMode(mode)

    def _suggest(self) -> None:
        from kzcase.services import vaults

        words = vaults.suggest_passphrase()
        self._suggestion.setText(
            self.tr(
                "{0}\nWrite it down, type it above, and destroy the note when you know it by heart."
            ).format(words)
        )
        self._suggestion.show()


def under_label(text: str, field: QLineEdit) -> QVBoxLayout:
    """A field close under its label."""
    field.setAccessibleName(text)
    group = QVBoxLayout()
    group.setSpacing(2)
    group.addWidget(label(text, "small"))
    group.addWidget(field)
    return group


def _strength(secret: str, known: tuple[str, ...]) -> Judgement:
    from kzcase.services import vaults

    return vaults.strength(secret, known)
