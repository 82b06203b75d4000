"""The form of one record, built from the declarations of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kzcase.errors import Refusal
from kzcase.services.declarations import Audience, Compartment, Field, FieldType, form_fields
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, Surroundings, Unreadable
from kzcase.ui.common.fields.choice import ChoiceEditor, ChoicesEditor, SetEditor
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.fields.link import LinkEditor, LinksEditor
from kzcase.ui.common.fields.make import make
from kzcase.ui.common.forms.gather import CandidateLine, FormData
from kzcase.ui.common.text import button, declared, label, set_tip
from kzcase.ui.theme import GRID

_COMPACT_COLUMNS = 4
_WIDE = {FieldType.NOTE, FieldType.CHOICES, FieldType.LINKS}


class RecordForm(QWidget):
    """Builds the editors of a kind, loads a record, and hands back what the user touched.

    Nothing the user did not touch is ever written. `compact` puts the fields
    of a small record closer together.
    """

    edited = Signal()
    create_wanted = Signal(object)
    open_wanted = Signal(str)
    term_wanted = Signal(object, str)
    """An editor and the label of the term it wants added."""
    decided = Signal(str, str, object)
    """Record, field and the value that the user decided for."""

    def __init__(
        self, data: FormData, around: Surroundings, desk: Desk, *, compact: bool = False, columns: int = 2
    ) -> None:
        super().__init__()
        self.kind = data.kind
        self.record = data.record
        self._data = data
        self._fixed = dict(data.fixed)
        self._boxes: dict[str, _FieldBox] = {}
        self._aside: list[_FieldBox] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID if compact else GRID + GRID // 2)
        columns = _COMPACT_COLUMNS if compact else columns
        cell = 0
        for one in form_fields(data.kind):
            if one.key in self._fixed or (compact and one.owner):
                continue
            box = _FieldBox(one, make(one, around, desk), data.conflicts.get(one.key, ()))
            self._boxes[one.key] = box
            box.decided.connect(self._on_decided)
            self._connect(box.editor)
            if compact and _is_aside(one):
                self._aside.append(box)
            span = min(columns, 2) if _is_wide(one) else 1
            if cell % columns + span > columns:
                cell += columns - cell % columns
            grid.addWidget(box, cell // columns, cell % columns, 1, span)
            cell += span
        for column in range(columns):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 120)
        self._load()
        stored = data.view.fields if data.view else {}
        self._aside = [
            box for box in self._aside if stored.get(box.declared.key) is None and not box.editor.touched
        ]
        for box in self._aside:
            box.hide()

    @property
    def editors(self) -> Mapping[str, FieldEditor]:
        """The editors by the key of their field."""
        return {key: box.editor for key, box in self._boxes.items()}

    @property
    def has_more(self) -> bool:
        """Whether fields that are seldom needed, and empty, are not shown yet."""
        return bool(self._aside)

    def show_more(self) -> None:
        """Show every field."""
        for box in self._aside:
            box.show()
        self._aside = []

    @property
    def is_new(self) -> bool:
        """Whether the record has still to be made."""
        return self._data.view is None

    @property
    def touched(self) -> bool:
        """Whether anything was typed that is not saved."""
        return any(box.editor.touched for box in self._boxes.values())

    def draft(self) -> tuple[Draft | None, tuple[Refusal, ...]]:
        """What the user touched, as a draft, or what cannot be read of it."""
        values: dict[str, Any] = dict(self._fixed) if self.is_new else {}
        base: dict[str, frozenset[str]] = {}
        refused: list[Refusal] = []
        for key, box in self._boxes.items():
            if not box.editor.touched:
                continue
            try:
                values[key] = box.editor.value()
            except Unreadable as error:
                refused.append(Refusal(self.record, f"{declared(box.declared.label)}: {error.what}", key))
            if isinstance(box.editor, SetEditor):
                base[key] = box.editor.base
        if refused:
            return None, tuple(refused)
        return Draft(self.kind.key, self.record, values, self._data.heads, base), ()

    @property
    def heads(self) -> bytes:
        """The heads this form was read at."""
        return self._data.heads

    @property
    def shown_at(self) -> bytes:
        """The heads of the record as it is on screen: a form that goes on from a draft may be older."""
        return self._data.view.heads if self._data.view is not None else b""

    def state(self) -> dict[str, Any]:
        """What was typed, readable or not, for the drafts."""
        typed = {key: box.editor.state() for key, box in self._boxes.items() if box.editor.touched}
        return {**(self._fixed if self.is_new else {}), **typed}

    def complain(self, refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
        """Show each reason at its field; returns those that have no field here."""
        for box in self._boxes.values():
            box.complain("")
        left = []
        for refusal in refusals:
            if refusal.where in ("", self.record) and refusal.field in self._boxes:
                self._boxes[refusal.field].complain(refusal.reason)
            else:
                left.append(refusal)
        return tuple(left)

    def begin(self) -> None:
        """Put the keyboard into the first field."""
        for box in self._boxes.values():
            box.editor.setFocus()
            return

    @property
    def focused(self) -> tuple[str, str] | None:
        """The record and field where the keyboard is, if it is in this form."""
        here = QApplication.focusWidget()
        if here is None or not self.isAncestorOf(here):
            return None
        return next(((self.record, key) for key, box in self._boxes.items() if box.isAncestorOf(here)), None)

    def focus_field(self, key: str) -> None:
        """Put the keyboard into a field."""
        if key in self._boxes:
            self._boxes[key].editor.setFocus()

    def _load(self) -> None:
        stored = self._data.view.fields if self._data.view else {}
        for key, box in self._boxes.items():
            box.editor.load(stored.get(key))
        typed = self._data.typed or {}
        for key, state in typed.items():
            if key in self._boxes:
                self._boxes[key].editor.resume(state)
            elif self.is_new:
                self._fixed[key] = state

    def _connect(self, editor: FieldEditor) -> None:
        editor.edited.connect(self.edited)
        parts = editor.parts.values() if isinstance(editor, CompositeEditor) else (editor,)
        for one in parts:
            if isinstance(one, LinkEditor | LinksEditor):
                one.create_wanted.connect(self.create_wanted)
            if isinstance(one, LinkEditor):
                one.open_wanted.connect(self.open_wanted)
            if isinstance(one, ChoiceEditor | ChoicesEditor):
                one.term_wanted.connect(self._want_term)

    def _want_term(self, text: str) -> None:
        self.term_wanted.emit(self.sender(), text)

    def _on_decided(self, key: str, value: object) -> None:
        self.decided.emit(self.record, key, value)


class _FieldBox(QWidget):
    """A field's label, editor, undecided values and complaint, one under the other."""

    decided = Signal(str, object)

    def __init__(self, field: Field, editor: FieldEditor, candidates: tuple[CandidateLine, ...]) -> None:
        super().__init__()
        self.declared = field
        self.editor = editor
        self._candidates = candidates
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        title = label(_title(field), "small")
        title.setBuddy(editor)
        set_tip(title, declared(field.help))
        if not (field.composite is not None and field.composite.key == "name"):
            column.addWidget(title)
        column.addWidget(editor)
        if candidates:
            column.addWidget(self._undecided())
        self._complaint = label(role="bad", wrap=True)
        self._complaint.hide()
        column.addWidget(self._complaint)
        column.addStretch(1)

    def complain(self, reason: str) -> None:
        """Show why this field keeps the record from being saved, unless its editor says so already."""
        self._complaint.setText(reason)
        self._complaint.setVisible(bool(reason) and not any(map(reason.endswith, self.editor.said)))

    def _undecided(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(
            label(self.tr("Undecided: written independently, both are kept."), "warn", wrap=True)
        )
        for number, one in enumerate(self._candidates):
            row = QHBoxLayout()
            said = self.tr("“{0}”, says {1}").format(one.text, one.author)
            row.addWidget(label(said, wrap=True), 1)
            keep = button(self.tr("Keep this"), flat=True)
            keep.setProperty("number", number)
            keep.clicked.connect(self._decide)
            row.addWidget(keep)
            column.addLayout(row)
        return box

    def _decide(self) -> None:
        number: int = self.sender().property("number")
        self.decided.emit(self.declared.key, self._candidates[number].value)


def _is_aside(field: Field) -> bool:
    """Whether a field of a small record is seldom needed: working notes and what only the office sees."""
    return field.audiences == frozenset({Audience.INTERNAL}) and not field.required


def _is_wide(field: Field) -> bool:
    return field.type in _WIDE or (field.composite is not None and field.composite.key == "name")


def _title(field: Field) -> str:
    """A field's label with what one must know of it: needed, or not for every paper."""
    words = declared(field.label)
    if field.required:
        words += " *"
    if field.audiences == frozenset({Audience.INTERNAL}):
        words += declared("  · internal")
    elif field.compartment is not Compartment.OPEN:
        words += "  · " + declared(field.compartment.value)
    return words
