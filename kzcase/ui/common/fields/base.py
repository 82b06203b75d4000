"""What every field editor promises to the form that holds it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.services.declarations import Field
from kzcase.services.vocabulary import Term
from kzcase.ui.common.text import label, set_role


class Unreadable(KzcaseError):
    """What stands in a field cannot be read as a value of it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What editors need to know besides their declaration, read once for a whole form.

    `terms` are the vocabularies by name, `titles` the titles of records that are
    linked to, by id.
    """

    language: str
    terms: Mapping[str, Sequence[Term]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


class FieldEditor(QWidget):
    """Edits one field.

    `load` shows a value and is not an edit. `touched` says whether what stands
    there now was typed by the user and differs from what was loaded: only then
    does the form read `value` and write it. `state` is what was typed, as plain
    JSON, readable or not, for drafts; `resume` types it again.
    """

    edited = Signal()

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared

    @property
    def touched(self) -> bool:
        """Whether the user changed what was loaded."""
        raise NotImplementedError

    def load(self, value: Any) -> None:
        """Show a stored value (None: nothing)."""
        raise NotImplementedError

    def value(self) -> Any:
        """The typed value as the service takes it; raises `Unreadable`."""
        raise NotImplementedError

    def state(self) -> Any:
        """What stands in the field, as plain JSON."""
        raise NotImplementedError

    def resume(self, state: Any) -> None:
        """Type again what `state` gave; counts as touched if it differs from what was loaded."""
        raise NotImplementedError

    def offer(self, value: Any) -> None:
        """Fill in a value the program proposes; it will be saved as if typed."""
        raise NotImplementedError

    @property
    def said(self) -> tuple[str, ...]:
        """What the editor itself says just now under what is typed."""
        return ()


class LineEditor(FieldEditor):
    """The ground of editors that are one line of text with a hint under it."""

    def __init__(self, declared: Field, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        self.line = self.make_line()
        self.line.setAccessibleName(declared.label)
        self.hint = label(role="small", wrap=True)
        self.hint.hide()
        self._loaded = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.line, 1)
        column.addLayout(self.row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._on_edited)

    @property
    def touched(self) -> bool:
        return self.line.text() != self._loaded

    def load(self, value: Any) -> None:
        self._loaded = self.shown(value)
        self.line.setText(self._loaded)
        # QLineEdit may keep the text differently: what it holds is what "untouched" means.
        self._loaded = self.line.text()
        self.line.setCursorPosition(0)
        self.say("")

    def value(self) -> Any:
        text = unicodedata.normalize("NFC", self.line.text()).strip()
        return self.read(text) if text else None

    def state(self) -> Any:
        return self.line.text()

    def resume(self, state: Any) -> None:
        self.line.setText(str(state or ""))
        self._on_edited()

    def offer(self, value: Any) -> None:
        self.line.setText(self.shown(value))
        self.line.setCursorPosition(0)
        self._on_edited()

    @property
    def said(self) -> tuple[str, ...]:
        return () if self.hint.isHidden() else (self.hint.text(),)

    def make_line(self) -> QLineEdit:
        """The line to type in."""
        return QLineEdit()

    def shown(self, value: Any) -> str:
        """A stored value as text to edit."""
        return "" if value is None else str(value)

    def read(self, text: str) -> Any:
        """The value of a text that is not empty; raises `Unreadable`."""
        return text

    def say(self, text: str, *, bad: bool = False) -> None:
        """Put a hint under the line, or take it away."""
        self.hint.setText(text)
        set_role(self.hint, "role", "bad" if bad else "small")
        self.hint.setVisible(bool(text))
        set_role(self.line, "bad", bad)

    def _on_edited(self) -> None:
        self.notice()
        self.edited.emit()

    def notice(self) -> None:
        """Say what was understood, or why the text cannot be read (yet)."""
        try:
            self.value()
        except Unreadable as error:
            self.say(error.what, bad=True)
        else:
            self.say("")
