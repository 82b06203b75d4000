"""Editors of links: type a name to find the record, or create it without leaving the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kzcase.services import lists, searching
from kzcase.services.declarations import Field, FieldType, kinds
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, Unreadable
from kzcase.ui.common.fields.choice import SetEditor
from kzcase.ui.common.fields.pick import MOST_OFFERS, Offer, PickLine
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import declared as declared_words
from kzcase.ui.common.text import label, set_role, set_tip
from kzcase.ui.common.worker import Latest

_PAUSE = 60
_MARK = "  · "


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record that is to be created from what was typed: its kind and the text."""

    kind: str
    text: str
    take: Callable[[str, str], None]
    """Called with id and title when it is there."""


def find(office: Office, targets: Sequence[str], text: str, language: str) -> tuple[Offer, ...]:
    """Records of the kinds a link may name whose titles match; runs beside the window."""
    found: list[Offer] = []
    if text:
        hits = searching.find(office, text, kinds=targets, limit=MOST_OFFERS)
        found = [Offer(hit.id, hit.title + _mark(hit.kind, targets)) for hit in hits]
    else:
        for kind in targets:
            query = lists.ListQuery(kind, columns=(lists.TITLE,), limit=MOST_OFFERS, language=language)
            found += [
                Offer(row.id, row.cells[0] + _mark(kind, targets)) for row in lists.page(office, query).rows
            ]
    return tuple(found[:MOST_OFFERS])


def _mark(kind: str, targets: Sequence[str]) -> str:
    """The kind beside a title, where several kinds are offered together."""
    return "" if len(targets) == 1 else f"{_MARK}{declared_words(kinds()[kind].label)}"


def targets_of(declared: Field) -> tuple[str, ...]:
    """The kinds a link may name; a link without limits is looked for among those with a name of their own."""
    return declared.targets or (
        "person",
        "organisation",
        "case",
        "prosecution",
        "restriction",
        "event",
        "letter",
    )


def creatable(kind: str) -> bool:
    """Whether a record of this kind can be made from a typed name alone."""
    if kind == "person":
        return True
    declared = kinds()[kind]
    fields = declared.fields
    if not declared.title or fields[declared.title[0]].type is not FieldType.TEXT:
        return False
    return all(not field.required or field.key == declared.title[0] for field in fields.values())


class _Finder(QWidget):
    """Never shown: asks the vault for matches while somebody types into a line."""

    def __init__(self, declared: Field, desk: Desk, line: PickLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._targets = targets_of(declared)
        self._creates = tuple(kind for kind in declared.targets if creatable(kind))
        self._desk = desk
        self._line = line
        self._text = ""
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._offer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)

    def ask(self, text: str) -> None:
        """Look for this text, once the typing pauses for a moment."""
        self._text = text.strip()
        self._timer.start()

    def forget(self) -> None:
        """Nothing is looked for any more."""
        self._timer.stop()
        self._latest.forget()

    def _ask(self) -> None:
        self._latest.ask(partial(find, self._desk.office, self._targets, self._text, self._desk.language))

    def _offer(self, found: tuple[Offer, ...]) -> None:
        create = QCoreApplication.translate("LinkEditor", "Create {0} “{1}”")
        offers = list(found)
        if self._text:
            offers += [
                Offer(
                    "", create.format(declared_words(kinds()[kind].label).lower(), self._text), creates=kind
                )
                for kind in self._creates
            ]
        self._line.offer(offers)


class LinkEditor(FieldEditor):
    """One other record, found by typing its name."""

    create_wanted = Signal(object)
    """A `Wanted`: make this record and hand its id back."""
    open_wanted = Signal(str)
    """Show the linked record."""

    def __init__(
        self, declared: Field, desk: Desk, titles: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(declared, parent)
        self._titles = dict(titles)
        self._id: str | None = None
        self._loaded: tuple[str | None, str] = (None, "")
        self.line = PickLine()
        self.line.setAccessibleName(declared.label)
        self.line.setPlaceholderText(QCoreApplication.translate("LinkEditor", "Type to find or create"))
        self._open = QToolButton()
        self._open.setIcon(desk.icon(Icon.OPEN))
        set_tip(self._open, QCoreApplication.translate("LinkEditor", "Open this record"))
        self._open.clicked.connect(self._on_open)
        self.hint = label(role="bad", wrap=True)
        self.hint.hide()
        self._finder = _Finder(declared, desk, self.line, self)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        row.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.hint)
        self.setFocusProxy(self.line)
        self.line.asked.connect(self._asked)
        self.line.picked.connect(self._picked)
        self.line.editingFinished.connect(self._finished)
        self._set(None)

    @property
    def touched(self) -> bool:
        return (self._id, self.line.text()) != self._loaded

    def load(self, value: Any) -> None:
        self._set(value)
        self._loaded = (self._id, self.line.text())

    def value(self) -> Any:
        if self.line.text().strip() and self._id is None:
            raise Unreadable(
                QCoreApplication.translate("LinkEditor", "Choose one from the list, or create it.")
            )
        return self._id

    def state(self) -> Any:
        return self._id if self._id is not None else {"typed": self.line.text()}

    def resume(self, state: Any) -> None:
        if isinstance(state, dict):
            self._set(None)
            self.line.setText(str(state.get("typed", "")))
            self._finished()
        else:
            self._set(state)
        self.edited.emit()

    def offer(self, value: Any) -> None:
        self._set(value)
        self.edited.emit()

    @property
    def said(self) -> tuple[str, ...]:
        return () if self.hint.isHidden() else (self.hint.text(),)

    def take(self, record: str, title: str) -> None:
        """Link to this record, which may be new."""
        self._titles[record] = title
        self._set(record)
        self.edited.emit()

    def _set(self, record: str | None) -> None:
        self._id = record
        self.line.setText("" if record is None else self._titles.get(record, record))
        self.line.setCursorPosition(0)
        self._open.setVisible(record is not None)
        self._complain("")

    def _asked(self, text: str) -> None:
        if text or not self.line.text():
            self._id = None
            self._open.hide()
            self.edited.emit()
        self._finder.ask(text)

    def _picked(self, offer: Offer) -> None:
        self._finder.forget()
        if offer.creates:
            self.create_wanted.emit(Wanted(offer.creates, self.line.text().strip(), self.take))
            return
        self.take(offer.key, offer.label.split(_MARK)[0])

    def _finished(self) -> None:
        unread = bool(self.line.text().strip()) and self._id is None
        self._complain(
            QCoreApplication.translate("LinkEditor", "Choose one from the list, or create it.")
            if unread
            else ""
        )

    def _complain(self, text: str) -> None:
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        set_role(self.line, "bad", bool(text))

    def _on_open(self) -> None:
        if self._id is not None:
            self.open_wanted.emit(self._id)


class LinksEditor(SetEditor):
    """Any number of other records."""

    create_wanted = Signal(object)

    def __init__(
        self, declared: Field, desk: Desk, titles: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(declared, parent)
        self._titles = dict(titles)
        self.line.setPlaceholderText(QCoreApplication.translate("LinkEditor", "Type to find or create"))
        self._finder = _Finder(declared, desk, self.line, self)

    def label_of(self, key: str) -> str:
        return self._titles.get(key, key)

    def ask(self, text: str) -> None:
        self.edited.emit()
        self._finder.ask(text)

    def pick(self, offer: Offer) -> None:
        self._finder.forget()
        if offer.creates:
            self.create_wanted.emit(Wanted(offer.creates, self.line.text().strip(), self.take))
        else:
            self.take(offer.key, offer.label.split(_MARK)[0])

    def take(self, record: str, title: str) -> None:
        """Link to this record, which may be new."""
        self._titles[record] = title
        self.include(record)
