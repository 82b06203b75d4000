"""Editor of values whose parts only mean something together: each part with its own small editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kzcase.services.declarations import Field, Part
from kzcase.ui.common.fields.base import FieldEditor
from kzcase.ui.common.text import declared as declared_words
from kzcase.ui.common.text import label

MakePart = Callable[[Field], FieldEditor]


def field_of(declared: Field, part: Part) -> Field:
    """A part of a composite as a field of its own, so that it gets the same editor."""
    return Field(
        key=part.key, label=part.label, type=part.type, vocabulary=part.vocabulary or declared.vocabulary
    )


class CompositeEditor(FieldEditor):
    """The parts side by side, each under its label; touched when any part is."""

    def __init__(self, declared: Field, make: MakePart, parent: QWidget | None = None) -> None:
        super().__init__(declared, parent)
        assert declared.composite is not None
        self.parts: dict[str, FieldEditor] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for column, part in enumerate(declared.composite.parts):
            editor = make(field_of(declared, part))
            editor.edited.connect(self.edited)
            grid.addWidget(label(declared_words(part.label), "small"), 0, column)
            # At the top: a complaint under one part must not push the others down.
            grid.addWidget(editor, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
            grid.setRowStretch(2, 1)
            self.parts[part.key] = editor
        self.setFocusProxy(next(iter(self.parts.values())))

    @property
    def touched(self) -> bool:
        return any(editor.touched for editor in self.parts.values())

    def load(self, value: Any) -> None:
        given = value or {}
        self._unknown = {key: one for key, one in given.items() if key not in self.parts}
        self._stored = dict(given)
        for key, editor in self.parts.items():
            editor.load(given.get(key))

    def value(self) -> Any:
        parts = dict(self._unknown)
        for key, editor in self.parts.items():
            # An untouched part goes back exactly as it was stored.
            parts[key] = editor.value() if editor.touched else self._stored.get(key)
        return {key: one for key, one in parts.items() if one is not None} or None

    def state(self) -> Any:
        return {key: editor.state() for key, editor in self.parts.items() if editor.touched}

    def resume(self, state: Any) -> None:
        for key, one in state.items():
            if key in self.parts:
                self.parts[key].resume(one)

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(one for editor in self.parts.values() for one in editor.said)

    def offer(self, value: Any) -> None:
        for key, one in (value or {}).items():
            self.parts[key].offer(one)
