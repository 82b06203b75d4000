"""A card below a field: the forms of something that is begun there and saved with the form it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kzcase.services.declarations import kinds
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.link import LinkEditor, LinksEditor
from kzcase.ui.common.fields.name import split_name
from kzcase.ui.common.forms.lookalike import LooksLike, typed_of
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.theme import GRID

Link = LinkEditor | LinksEditor


class AttachedCard(QFrame):
    """A new record that a field links to, or a citation or another value of a field.

    `link` is the editor that links to it, if one does. The last of `forms` is
    that of the record itself; before it stand those of its names.
    """

    drop_wanted = Signal(object)
    """The card is to go with everything in it."""
    instead_wanted = Signal(object, str, str)
    """The card, and the id and title of a record that is here already and is meant."""

    def __init__(
        self, desk: Desk, forms: Sequence[RecordForm], link: Link | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.forms = tuple(forms)
        self.link = link
        self.setProperty("card", True)
        kind = self.main.kind
        words = declared(kind.label)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("New: {0}").format(words.lower()), "heading"))
        head.addStretch(1)
        drop = button(self.tr("Leave it out"), flat=True)
        drop.setObjectName("leave-out")
        drop.setAccessibleName(self.tr("Leave out: {0}").format(words.lower()))
        drop.clicked.connect(self._drop)
        column.addLayout(head)
        self.alike: LooksLike | None = None
        for form in self.forms:
            column.addWidget(form)
            form.edited.connect(self._on_edited)
            if form.kind.key == "name":
                self.alike = LooksLike(desk, self.tr("Take this one"))
                self.alike.chosen.connect(self._instead)
                column.addWidget(self.alike)
        head.addWidget(drop)

    @property
    def main(self) -> RecordForm:
        """The form of the record itself."""
        return self.forms[-1]

    @property
    def record(self) -> str:
        """The id of the record that is begun."""
        return self.main.record

    def offer(self, text: str) -> None:
        """Fill in the name that was typed."""
        if not text:
            return
        if self.main.kind.key == "person":
            self.forms[0].editors["parts"].offer(split_name(text))
        else:
            self.main.editors[self.main.kind.title[0]].offer(text)

    def title(self) -> str:
        """What the record is called, as far as it is typed."""
        return title_of(self.forms)

    def begin(self) -> None:
        """Put the keyboard on the first field that is empty: the name was typed already."""
        for form in self.forms:
            for editor in form.editors.values():
                if not editor.touched:
                    editor.setFocus()
                    return

    def _on_edited(self) -> None:
        if self.link is not None:
            self.link.call(self.record, self.title() or declared(kinds()[self.main.kind.key].label))
        if self.alike is not None:
            self.alike.look_for(typed_of(self.forms))

    def _drop(self) -> None:
        self.drop_wanted.emit(self)

    def _instead(self, record: str, title: str) -> None:
        self.instead_wanted.emit(self, record, title)


def title_of(forms: Sequence[RecordForm]) -> str:
    """What a record is called by what is typed into its forms: the name of a person, else its title field."""
    for form in forms:
        values = form.readable()
        if form.kind.key == "name":
            parts: dict[str, Any] = values.get("parts") or {}
            said = " ".join(parts[key] for key in ("family", "given", "patronymic") if parts.get(key))
            if said:
                return said
        elif form.kind.title and isinstance(text := values.get(form.kind.title[0]), str):
            return text
    return ""
