"""A field as a form shows it: its label with source marks, its editor, and what stands below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kzcase.services.alternatives import Given
from kzcase.services.citations import Cited
from kzcase.services.declarations import Audience, Compartment, Field
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor
from kzcase.ui.common.forms.besidepanel import BesidePanel
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, declared, label, set_tip

_TOOL = 12
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One of several undecided values as the form shows it."""

    text: str
    value: Any
    author: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is recorded beside a field: which sources say it, and what other sources say instead."""

    cited: tuple[Cited, ...] = ()
    given: tuple[Given, ...] = ()


def raised(number: int) -> str:
    """A number as a note's mark: 12 is ¹²."""
    return str(number).translate(_RAISED)


class FieldBox(QWidget):
    """A field's label, editor, undecided values, sources and complaint, one under the other."""

    decided = Signal(str, object)
    cite_wanted = Signal(str)
    """A source is to be named for this field."""
    other_value_wanted = Signal(str)
    """Another value of this field is to be written down."""
    drop_wanted = Signal(str)
    """This citation or alternative value is to go."""
    open_wanted = Signal(str)
    page_wanted = Signal(str, int)
    opened = Signal(object)
    """A panel that belongs to the field wants its place below it."""

    def __init__(
        self,
        field: Field,
        editor: FieldEditor,
        desk: Desk,
        candidates: tuple[CandidateLine, ...] = (),
        beside: Beside | None = None,
        *,
        citable: bool = False,
    ) -> None:
        super().__init__()
        self.declared = field
        self.editor = editor
        self.citable = citable
        self._candidates = candidates
        self._beside = beside or Beside()
        self._numbers: Mapping[str, int] = {}
        self._panel: BesidePanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._marks = QHBoxLayout()
        self._marks.setSpacing(0)
        self._source = self._tool(desk)
        self._lay()
        if candidates:
            self._column.addWidget(self._undecided())
        self._also = label(role="small", wrap=True)
        self._also.hide()
        self._column.addWidget(self._also)
        self._complaint = label(role="bad", wrap=True)
        self._complaint.hide()
        self._column.addWidget(self._complaint)
        self._column.addStretch(1)
        self._say_others()

    @property
    def words(self) -> str:
        """The field's label."""
        return declared(self.declared.label)

    @property
    def has_beside(self) -> bool:
        """Whether a source or another value is recorded for the field."""
        return bool(self._beside.cited or self._beside.given)

    @property
    def cited(self) -> tuple[Cited, ...]:
        """The sources recorded for the field."""
        return self._beside.cited

    @property
    def panel(self) -> BesidePanel | None:
        """The sources of the field, while they are shown."""
        return self._panel

    def number(self, numbers: Mapping[str, int]) -> None:
        """Mark the field with the numbers of its sources."""
        self._numbers = numbers
        while (item := self._marks.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for one in sorted(self._beside.cited, key=self._number_of):
            mark = QToolButton()
            mark.setText(raised(self._number_of(one)))
            # As high as the button beside it, so that a field with marks stands level with one without.
            mark.setFixedHeight(self._source.maximumHeight())
            mark.setProperty("mark", True)
            mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            set_tip(mark, said(one))
            mark.setAccessibleName(self.tr("Source: {0}").format(said(one)))
            mark.clicked.connect(self.show_beside)
            self._marks.addWidget(mark)

    def _number_of(self, one: Cited) -> int:
        return self._numbers.get(one.source, 0)

    def complain(self, reason: str) -> None:
        """Show why this field keeps the record from being saved, unless its editor says so already."""
        self._complaint.setText(reason)
        self._complaint.setVisible(bool(reason) and not any(map(reason.endswith, self.editor.said)))

    def offer_source(self, on: bool) -> None:
        """Show the small button by which a source is named, while the keyboard or the mouse is here."""
        self._source.setVisible(on and self.citable)

    def show_beside(self) -> None:
        """Show or fold away what is recorded beside the field; if that is nothing, name a source at once."""
        if not self.citable:
            return
        if self._panel is not None:
            self._fold()
        elif not self.has_beside:
            self.cite_wanted.emit(self.declared.key)
        else:
            self._panel = BesidePanel(
                [
                    (f"{raised(self._number_of(one))}  {said(one)}", one)
                    for one in sorted(self.cited, key=self._number_of)
                ],
                [(given_said(one), one) for one in self._beside.given],
            )
            self._panel.cite_wanted.connect(self._on_cite)
            self._panel.other_value_wanted.connect(self._on_other_value)
            self._panel.drop_wanted.connect(self.drop_wanted)
            self._panel.open_wanted.connect(self.open_wanted)
            self._panel.page_wanted.connect(self.page_wanted)
            self._panel.closed.connect(self._fold)
            self.opened.emit(self._panel)
            self._panel.begin()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse came over the field: a source can be named."""
        self.offer_source(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went away."""
        self.offer_source(False)
        super().leaveEvent(event)

    def _fold(self) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
            self.editor.setFocus()

    def _on_cite(self) -> None:
        self.cite_wanted.emit(self.declared.key)

    def _on_other_value(self) -> None:
        self.other_value_wanted.emit(self.declared.key)

    def _tool(self, desk: Desk) -> QToolButton:
        made = QToolButton()
        made.setIcon(desk.icon(Icon.SOURCE))
        size = round(_TOOL * desk.look.theme.scale / 100)
        made.setIconSize(QSize(size, size))
        made.setFixedSize(size + 4, size + 4)
        # Tab goes from field to field; Ctrl+E does the same as this button.
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_tip(made, self.tr("Where is this known from? Name a source, or another value (Ctrl+E)"))
        made.setAccessibleName(self.tr("Source of: {0}").format(declared(self.declared.label)))
        made.clicked.connect(self.show_beside)
        made.hide()
        # Its place stays, so that nothing moves under the mouse.
        place = made.sizePolicy()
        place.setRetainSizeWhenHidden(self.citable)
        made.setSizePolicy(place)
        return made

    def _lay(self) -> None:
        """The label with its marks above the editor; those of a name, whose parts are labelled, beside it."""
        row = QHBoxLayout()
        row.setSpacing(2)
        if self.declared.composite is not None and self.declared.composite.key == "name":
            row.setContentsMargins(0, 3, 0, 0)  # level with the fields beside it
            row.addWidget(self.editor, 1)
            row.addLayout(self._marks)
            row.addWidget(self._source, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addLayout(row)
            return
        title = label(_title(self.declared), "small")
        title.setBuddy(self.editor)
        set_tip(title, _tip(self.declared))
        row.addWidget(title)
        row.addLayout(self._marks)
        row.addStretch(1)
        row.addWidget(self._source)
        self._column.addLayout(row)
        self._column.addWidget(self.editor)

    def _say_others(self) -> None:
        lines = [given_said(one) for one in self._beside.given]
        self._also.setText("\n".join(lines))
        self._also.setVisible(bool(lines))

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
            words = self.tr("“{0}”, says {1}").format(one.text, one.author)
            row.addWidget(label(words, wrap=True), 1)
            keep = button(self.tr("Keep this"), flat=True)
            keep.setProperty("number", number)
            keep.clicked.connect(self._decide)
            row.addWidget(keep)
            column.addLayout(row)
        return box

    def _decide(self) -> None:
        number: int = self.sender().property("number")
        self.decided.emit(self.declared.key, self._candidates[number].value)


def said(one: Cited) -> str:
    """A citation in words: the source, where in it, and what it says there."""
    quote = f"“{' '.join(one.quote.split())}”" if one.quote.strip() else ""
    return ", ".join(part for part in (one.title, one.place, quote) if part)


def given_said(one: Given) -> str:
    """An alternative value in words."""
    words = declared("also given as {0} ({1})") if one.source_title else declared("also given as {0}")
    return words.format(one.text, one.source_title)


def numbered(boxes: Sequence[FieldBox]) -> dict[str, int]:
    """The number of each source, in the order in which fields name them."""
    sources = dict.fromkeys(one.source for box in boxes for one in box.cited)
    return {source: number for number, source in enumerate(sources, 1)}


def _tip(field: Field) -> str:
    """What a field is for, and what the mark beside its label means."""
    said = [declared(field.help)]
    if field.audiences == frozenset({Audience.INTERNAL}):
        said.append(declared("For the office only: it is on no paper for others."))
    if field.compartment is not Compartment.OPEN:
        said.append(declared("Kept apart: it can be left out of a file for colleagues."))
    return "\n".join(one for one in said if one)


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
