"""The form of one record, built from the declarations of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kzcase.errors import Refusal
from kzcase.services import alternatives
from kzcase.services.declarations import Audience, Field, FieldType, form_fields
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, Surroundings, Unreadable
from kzcase.ui.common.fields.choice import ChoiceEditor, ChoicesEditor, SetEditor
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.fields.link import LinkEditor, LinksEditor
from kzcase.ui.common.fields.make import make
from kzcase.ui.common.forms.fieldbox import Beside, FieldBox
from kzcase.ui.common.forms.gather import FormData
from kzcase.ui.common.text import button
from kzcase.ui.theme import GRID

_WIDE = {FieldType.NOTE, FieldType.CHOICES, FieldType.LINKS}
NOT_CITED = frozenset({"citation", "alternative", "consent", "task", "term"})
"""Kinds whose fields no source stands beside: they are the office's own, or sources themselves."""


class RecordForm(QWidget):
    """Builds the editors of a kind, loads a record, and hands back what the user touched.

    Nothing the user did not touch is ever written, but for what is presumed of a
    new record and stands on the screen. `compact` puts the fields of a small
    record closer together. Fields that are seldom typed and empty are folded
    away, and their editors are made when somebody unfolds them.
    """

    edited = Signal()
    create_wanted = Signal(object)
    open_wanted = Signal(str)
    page_wanted = Signal(str, int)
    term_wanted = Signal(object, str)
    """An editor and the label of the term it wants added."""
    decided = Signal(str, str, object)
    """Record, field and the value that the user decided for."""
    cite_wanted = Signal(str, str)
    """Record and field: a source is to be named."""
    other_value_wanted = Signal(str, str)
    """Record and field: another value is to be written down."""
    drop_wanted = Signal(str)
    """A citation or alternative value of one of the fields is to go."""
    unfolded = Signal()
    """More fields are shown now."""

    def __init__(
        self, data: FormData, around: Surroundings, desk: Desk, *, compact: bool = False, columns: int = 0
    ) -> None:
        super().__init__()
        self.kind = data.kind
        self.record = data.record
        self.certain = data.certain
        """Whether the record is made even if nothing more is typed into its form."""
        self._data = data
        self._around = around
        self._desk = desk
        self._fixed = dict(data.fixed)
        self._presumed = dict(data.presumed) if data.view is None else {}
        self._boxes: dict[str, FieldBox] = {}
        self._below: dict[str, QVBoxLayout] = {}
        """The place below the row in which a field stands, by its key."""
        self._columns = columns or (4 if compact else 2)
        self._tight = GRID if compact else GRID + GRID // 2
        stored, typed = data.view.fields if data.view else {}, data.typed or {}
        shown: list[Field] = []
        folded: list[Field] = []
        for one in form_fields(data.kind):
            if one.key in self._fixed or (compact and one.owner and one.key not in data.first):
                continue
            given = stored.get(one.key) is not None or one.key in typed or one.key in self._presumed
            seldom = _is_seldom(one, data.first, compact=compact)
            (folded if seldom and not given and one.key not in data.conflicts else shown).append(one)
        self._folded: Sequence[Field] = tuple(folded)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._tight)
        self._lay(sorted(shown, key=lambda one: _place(one, data.first)))
        self._more = button("", flat=True)
        self._more.setObjectName("more-fields")
        self._more.setText(self.tr("More fields ({0})").format(len(folded)))
        self._more.setVisible(bool(folded))
        self._more.clicked.connect(self.show_more)
        self.foot = QHBoxLayout()
        """The last line, where whoever shows the form may put a button of its own."""
        self.foot.addWidget(self._more)
        self.foot.addStretch(1)
        self._column.addLayout(self.foot)
        self._load(self._boxes)
        for key in typed:
            if key not in self._boxes and self.is_new and key not in self._fixed:
                self._fixed[key] = typed[key]

    @property
    def editors(self) -> Mapping[str, FieldEditor]:
        """The editors by the key of their field; those of folded fields come when they are unfolded."""
        return {key: box.editor for key, box in self._boxes.items()}

    @property
    def boxes(self) -> Mapping[str, FieldBox]:
        """The fields that are shown, by key."""
        return self._boxes

    @property
    def links(self) -> Mapping[str, LinkEditor | LinksEditor]:
        """The editors that link to other records, by the key of their field."""
        return {
            key: box.editor
            for key, box in self._boxes.items()
            if isinstance(box.editor, LinkEditor | LinksEditor)
        }

    @property
    def folded(self) -> tuple[str, ...]:
        """The keys of the fields that are folded away."""
        return tuple(one.key for one in self._folded)

    def show_more(self) -> None:
        """Show every field."""
        folded, self._folded = self._folded, ()
        if not folded:
            return
        self._more.hide()
        had = set(self._boxes)
        self._lay(folded, at=self._column.count() - 1)
        self._load({key: box for key, box in self._boxes.items() if key not in had})
        self.unfolded.emit()
        self._boxes[folded[0].key].editor.setFocus()

    @property
    def is_new(self) -> bool:
        """Whether the record has still to be made."""
        return self._data.view is None

    @property
    def touched(self) -> bool:
        """Whether anything was typed that is not saved."""
        return any(box.editor.touched for box in self._boxes.values())

    @property
    def fixed(self) -> Mapping[str, Any]:
        """The values that stand fast: whose the record is, and what was known when it was begun."""
        return self._fixed

    def stand_alone(self, key: str) -> None:
        """It does not belong any more to the record that this link names."""
        self._fixed.pop(key, None)
        self.certain = False

    def presume(self, key: str, value: Any, title: str = "") -> None:
        """Show a value that is taken to be so until somebody types another; for a new record only."""
        box = self._boxes.get(key)
        if not self.is_new or box is None or box.editor.touched or self._presumed.get(key) == value:
            return
        if isinstance(box.editor, LinkEditor) and isinstance(value, str):
            box.editor.call(value, title)
        if value is None:
            self._presumed.pop(key, None)
        else:
            self._presumed[key] = value
        box.editor.load(value)

    def draft(self) -> tuple[Draft | None, tuple[Refusal, ...]]:
        """What the user touched, as a draft, or what cannot be read of it."""
        values: dict[str, Any] = dict(self._fixed) if self.is_new else {}
        base: dict[str, frozenset[str]] = {}
        refused: list[Refusal] = []
        for key, box in self._boxes.items():
            if not box.editor.touched:
                if key in self._presumed:
                    values[key] = self._presumed[key]
                continue
            try:
                values[key] = self._read(box)
            except Unreadable as error:
                refused.append(Refusal(self.record, f"{box.words}: {error.what}", key))
            if isinstance(box.editor, SetEditor) and key not in self._data.instead:
                base[key] = box.editor.base if key not in self._presumed else frozenset()
        if refused:
            return None, tuple(refused)
        return Draft(self.kind.key, self.record, values, self._data.heads, base), ()

    def readable(self) -> dict[str, Any]:
        """The values as far as they can be read just now, without a complaint."""
        values = dict(self._fixed)
        for key, box in self._boxes.items():
            try:
                value = box.editor.value()
            except Unreadable:
                continue
            if value is not None:
                values[key] = value
        return values

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
        """Put the keyboard into the first field that does not say anything yet, else into the first."""
        empty = [box for key, box in self._boxes.items() if key not in self._presumed]
        for box in empty or self._boxes.values():
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
        if key in self.folded:
            self.show_more()
        if key in self._boxes:
            self._boxes[key].editor.setFocus()

    def hold(self, key: str, widget: QWidget) -> None:
        """Place something that belongs to a field below the row in which it stands."""
        self._below[key].addWidget(widget)

    def _lay(self, fields: Iterable[Field], at: int = -1) -> None:
        """Place fields in rows, with room below each row for what is attached to them."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(self._tight)
        columns = self._columns
        row, cell, below = -1, columns, QVBoxLayout()
        for one in fields:
            box = self._box(one)
            self._boxes[one.key] = box
            span = min(columns, 2) if _is_wide(one) else 1
            if cell + span > columns:
                if row >= 0:
                    grid.addLayout(below, row + 1, 0, 1, columns)
                row, cell, below = row + 2, 0, QVBoxLayout()
            grid.addWidget(box, row, cell, 1, span)
            self._below[one.key] = below
            cell += span
        if row >= 0:
            grid.addLayout(below, row + 1, 0, 1, columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 120)
        self._column.insertLayout(at, grid)

    def _box(self, one: Field) -> FieldBox:
        data = self._data
        box = FieldBox(
            one,
            make(data.instead.get(one.key, one), self._around, self._desk),
            self._desk,
            data.conflicts.get(one.key, ()),
            data.beside.get(one.key, Beside()),
            citable=self.kind.key not in NOT_CITED and one.audiences != frozenset({Audience.INTERNAL}),
        )
        box.decided.connect(self._on_decided)
        box.cite_wanted.connect(self._on_cite)
        box.other_value_wanted.connect(self._on_other_value)
        box.drop_wanted.connect(self.drop_wanted)
        box.open_wanted.connect(self.open_wanted)
        box.page_wanted.connect(self.page_wanted)
        box.opened.connect(partial(self.hold, one.key))
        self._connect(box.editor)
        return box

    def _load(self, boxes: Mapping[str, FieldBox]) -> None:
        stored = self._data.view.fields if self._data.view else self._presumed
        typed = self._data.typed or {}
        for key, box in boxes.items():
            box.editor.load(stored.get(key))
            if key in typed:
                box.editor.resume(typed[key])

    def _read(self, box: FieldBox) -> Any:
        value = box.editor.value()
        instead = self._data.instead.get(box.declared.key)
        return value if instead is None or value is None else alternatives.as_text(instead, value)

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

    def _on_cite(self, key: str) -> None:
        self.cite_wanted.emit(self.record, key)

    def _on_other_value(self, key: str) -> None:
        self.other_value_wanted.emit(self.record, key)


def _is_seldom(field: Field, first: Sequence[str], *, compact: bool) -> bool:
    """Whether a field is folded away while it is empty.

    Where a form says which fields come first, all others; in a small record
    also working notes and what only the office sees.
    """
    if first:
        return field.key not in first and not field.required
    internal = compact and field.audiences == frozenset({Audience.INTERNAL})
    return (field.seldom or internal) and not field.required


def _place(field: Field, first: Sequence[str]) -> int:
    return first.index(field.key) if field.key in first else len(first)


def _is_wide(field: Field) -> bool:
    return field.type in _WIDE or (field.composite is not None and field.composite.key == "name")
