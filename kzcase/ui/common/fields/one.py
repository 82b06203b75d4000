"""The ground of editors of one thing that is found by typing: a term of a vocabulary, a record linked to."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kzcase.services.declarations import Field
from kzcase.ui.common.fields.base import FieldEditor, Unreadable
from kzcase.ui.common.fields.pick import Offer, PickLine
from kzcase.ui.common.text import label, set_role


class OneEditor(FieldEditor):
    """A line to type into, one button at its end, and below it why what is typed cannot stand.

    What was typed but not chosen is kept in drafts as it is, and is no value.
    """

    def __init__(self, declared: Field, beside: QToolButton, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self._chosen: str | None = None
        self._loaded: tuple[str | None, str] = (None, "")
        self.line = PickLine()
        self.line.setAccessibleName(declared.label)
        self.hint = label(role="bad", wrap=True)
        self.hint.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        row.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.line)
        self.line.asked.connect(self.asked)
        self.line.picked.connect(self.pick)
        self.line.editingFinished.connect(self._finished)

    @property
    def touched(self) -> bool:
        return (self._chosen, self.line.text()) != self._loaded

    def load(self, value: Any) -> None:
        self.choose(value)
        self._loaded = (self._chosen, self.line.text())

    def value(self) -> Any:
        if self.line.text().strip() and self._chosen is None:
            raise Unreadable(self.unchosen())
        return self._chosen

    def state(self) -> Any:
        return self._chosen if self._chosen is not None else {"typed": self.line.text()}

    def resume(self, state: Any) -> None:
        if isinstance(state, dict):
            self.choose(None)
            self.line.setText(str(state.get("typed", "")))
            self._finished()
        else:
            self.choose(state)
        self.edited.emit()

    def offer(self, value: Any) -> None:
        self.choose(value)
        self.edited.emit()

    @property
    def said(self) -> tuple[str, ...]:
        return () if self.hint.isHidden() else (self.hint.text(),)

    def choose(self, key: str | None) -> None:
        """Take this one, without counting as an edit."""
        self._chosen = key
        self.line.setText("" if key is None else self.label_of(key))
        self.line.setCursorPosition(0)
        self._complain("")

    def label_of(self, key: str) -> str:
        """What a thing that can be chosen is called."""
        raise NotImplementedError

    def unchosen(self) -> str:
        """What is said of a text that is typed but not chosen."""
        raise NotImplementedError

    def meant(self, text: str) -> str | None:
        """The only thing that a text typed to its end can mean, if there is one."""
        return None

    def asked(self, text: str) -> None:
        """Offer what matches the text."""
        raise NotImplementedError

    def pick(self, offer: Offer) -> None:
        """Something offered was picked."""
        raise NotImplementedError

    def _finished(self) -> None:
        text = self.line.text().strip()
        meant = self.meant(text) if text and self._chosen is None else None
        if meant is not None:
            self.choose(meant)
            self.edited.emit()
        self._complain(self.unchosen() if text and self._chosen is None else "")

    def _complain(self, text: str) -> None:
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        set_role(self.line, "bad", bool(text))
