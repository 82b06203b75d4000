"""Editors of links: type a name to find the record, or create it without leaving the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from kzcase.services import lists, searching, telling
from kzcase.services.declarations import Field, FieldType, kinds
from kzcase.services.office import Office
from kzcase.services.searching import Hit
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.choice import SetEditor
from kzcase.ui.common.fields.one import OneEditor
from kzcase.ui.common.fields.pick import MOST_OFFERS, Offer, PickLine
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import declared as declared_words
from kzcase.ui.common.text import set_tip
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

_PAUSE = 60
LOOKS_ALIKE = 0.65
"""The highest score of a name that is only like what was typed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A record that is to be made from what was typed: its kind, the text, the editor that links to it."""

    kind: str
    text: str
    editor: LinkEditor | LinksEditor


def find(
    office: Office, targets: Sequence[str], text: str, language: str, *, narrowed: bool = False
) -> tuple[Offer, ...]:
    """Records of the kinds a link may name that are called so, each with what tells it apart.

    `narrowed`: what is typed may ask for more than a name, as in every search.

    Runs beside the window. People whose names only look like the text come
    last and say so.
    """
    found: list[Hit] = []
    if text:
        look = searching.find_narrowed if narrowed else searching.find
        found += look(office, text, kinds=targets, limit=MOST_OFFERS)
    else:
        for kind in targets:
            query = lists.ListQuery(kind, columns=(lists.TITLE,), limit=MOST_OFFERS, language=language)
            found += [Hit(row.id, kind, row.cells[0], "", 1.0) for row in lists.page(office, query).rows]
    found = found[:MOST_OFFERS]
    with office.read() as session:
        told = telling.telling(session, [(hit.id, hit.kind) for hit in found], language)
    return tuple(
        Offer(
            hit.id,
            hit.title,
            detail=_detail(hit, told.get(hit.id, ()), several=len(targets) > 1),
            sure=hit.score > LOOKS_ALIKE,
        )
        for hit in found
    )


def _detail(hit: Hit, told: Sequence[telling.Told], *, several: bool) -> str:
    """What stands beside a title: the kind where several are offered, and what tells it from its like."""
    said = [declared_words(kinds()[hit.kind].label)] if several else []
    if hit.score <= LOOKS_ALIKE:
        said.append(QCoreApplication.translate("LinkEditor", "looks like it"))
    if hit.matched and hit.matched != hit.title:
        said.append(hit.matched)
    return "  ·  ".join((*said, *map(told_words, told)))


def told_words(one: telling.Told) -> str:
    """One thing that tells a record apart, in words: a date says which one it is."""
    if one.field.type is FieldType.DATE:
        return f"{declared_words(one.field.label).lower()} {one.text}"
    return one.text


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
    """Whether a record of this kind can be begun inside another's form: not if it must belong to a third."""
    if kind == "person":
        return True
    declared = kinds()[kind]
    fields = declared.fields
    if not declared.title or fields[declared.title[0]].type is not FieldType.TEXT:
        return False
    return not any(field.required and field.owner for field in fields.values())


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
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._ask)

    def ask(self, text: str) -> None:
        """Look for this text, once the typing pauses for a moment."""
        # What was found for fewer letters may still be on its way: Enter must not take it for these.
        self._latest.forget()
        self._text = text.strip()
        self._line.pending = True
        self._timer.start()

    def forget(self) -> None:
        """Nothing is looked for any more."""
        self._timer.stop()
        self._latest.forget()
        self._line.pending = False

    def _ask(self) -> None:
        self._latest.ask(partial(find, self._desk.office, self._targets, self._text, self._desk.language))

    def _offer(self, found: tuple[Offer, ...]) -> None:
        create = QCoreApplication.translate("LinkEditor", "New {0} “{1}” …")
        offers = list(found)
        if self._text:
            offers += [
                Offer(
                    "", create.format(declared_words(kinds()[kind].label).lower(), self._text), creates=kind
                )
                for kind in self._creates
            ]
        self._line.offer(offers)


class LinkEditor(OneEditor):
    """One other record, found by typing its name."""

    create_wanted = Signal(object)
    """A `Wanted`: begin this record; the editor links to it by `take` and lets go of it by `let_go`."""
    open_wanted = Signal(str)
    """Show the linked record."""

    def __init__(
        self, declared: Field, desk: Desk, titles: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        self._open = QToolButton()
        super().__init__(declared, self._open, parent)
        self._titles = dict(titles)
        self._begun: str | None = None
        self.line.setPlaceholderText(QCoreApplication.translate("LinkEditor", "Type to find or create"))
        self._open.setIcon(desk.icon(Icon.OPEN))
        # A layout presses it flat for a moment, and there are no icons of no size.
        self._open.setMinimumHeight(self._open.iconSize().height() + GRID)
        set_tip(self._open, QCoreApplication.translate("LinkEditor", "Open this record"))
        self._open.setAccessibleName(QCoreApplication.translate("LinkEditor", "Open this record"))
        self._open.clicked.connect(self._on_open)
        self._finder = _Finder(declared, desk, self.line, self)
        self.choose(None)

    def choose(self, key: str | None) -> None:
        super().choose(key)
        self.line.setReadOnly(self._begun is not None)
        self._open.setVisible(key is not None and self._begun is None)

    def take(self, record: str, title: str, *, begun: bool = False) -> None:
        """Link to this record; one that was only `begun` holds its line until it is let go."""
        self._titles[record] = title
        self._begun = record if begun else None
        self.offer(record)

    def call(self, record: str, title: str) -> None:
        """A record is called otherwise now: say so if it stands here."""
        self._titles[record] = title
        if self.names(record):
            self.line.setText(title)
            self.line.setCursorPosition(0)

    def let_go(self, record: str) -> None:
        """A record that was begun is not to be made after all."""
        if self.names(record):
            self._begun = None
            self.offer(None)

    def names(self, record: str) -> bool:
        """Whether it links to this record."""
        return record == self._chosen

    def label_of(self, key: str) -> str:
        return self._titles.get(key, key)

    def unchosen(self) -> str:
        return QCoreApplication.translate("LinkEditor", "Choose one from the list, or create it.")

    def asked(self, text: str) -> None:
        if text or not self.line.text():
            self._chosen = None
            self._open.hide()
            self.edited.emit()
        self._finder.ask(text)

    def pick(self, offer: Offer) -> None:
        self._finder.forget()
        if offer.creates:
            self.create_wanted.emit(Wanted(offer.creates, self.line.text().strip(), self))
        else:
            self.take(offer.key, offer.label)

    def _on_open(self) -> None:
        if self._chosen is not None:
            self.open_wanted.emit(self._chosen)


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
            self.create_wanted.emit(Wanted(offer.creates, self.line.text().strip(), self))
        else:
            self.take(offer.key, offer.label)

    def take(self, record: str, title: str, *, begun: bool = False) -> None:
        """Link to this record, which may be one that was only `begun`."""
        self._titles[record] = title
        self.include(record)

    def call(self, record: str, title: str) -> None:
        """A record is called otherwise now: say so if it stands here."""
        self._titles[record] = title
        if self.holds(record):
            self.redraw()

    def let_go(self, record: str) -> None:
        """A record that was begun is not to be made after all."""
        if self.holds(record):
            self.exclude(record)

    def names(self, record: str) -> bool:
        """Whether it links to this record."""
        return self.holds(record)
