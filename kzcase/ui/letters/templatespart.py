"""Templates and letterheads: those that ship and the office's own; which one is edited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from kzcase.letters import templates
from kzcase.letters.shapes import Template
from kzcase.services import lists, vocabulary
from kzcase.services.lists import ListRow
from kzcase.services.office import Changed, Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.panel import Panel
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters.languages import language_words
from kzcase.ui.letters.plaintable import plain_table
from kzcase.ui.letters.templateeditor import TemplateEditor
from kzcase.ui.theme import GRID

KINDS = "letter_kind"
LETTERHEAD = "letterhead"
_MOST_HEADS = 60
_LIST = 380


@dataclass(frozen=True, slots=True)
class Read:
    """All that the part shows."""

    templates: tuple[Template, ...]
    letterheads: tuple[ListRow, ...]
    kinds: tuple[Term, ...]


class TemplatesPart(Panel):
    """The texts that letters are made of."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._stale = True
        self.model: RowsTableModel[Template] = RowsTableModel(
            (self.tr("Template"), self.tr("In"), ""), _cells, parent=self
        )
        self.table = plain_table(desk, self.model, self.tr("Templates"), (236, 74))
        self.heads: RowsTableModel[ListRow] = RowsTableModel(
            (self.tr("Letterhead"),), lambda row: row.cells[:1], parent=self
        )
        self.heads_table = plain_table(desk, self.heads, self.tr("Letterheads"))
        self.editor = TemplateEditor(desk)
        self.new = button(self.tr("&New template"), flat=True)
        self.new_head = button(self.tr("New &letterhead"), flat=True)
        for made in (self.new, self.new_head):
            made.setIcon(desk.icon(Icon.ADD, accent=True))
        self._build()
        self.table.selectionModel().currentRowChanged.connect(self._turn)
        self.heads_table.activated.connect(self._open_head)
        self.new.clicked.connect(self.add)
        self.new_head.clicked.connect(self._add_head)
        self.editor.told.connect(self.told)
        self.editor.saved.connect(self._follow)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._wanted: tuple[str, str] = ("", "")

    def read(self) -> None:
        """Read the templates, once somebody looks and when something changed."""
        if self._stale:
            self._stale = False
            self._latest.ask(partial(_read, self.desk.office, self.desk.language))

    def refresh(self, changed: Changed) -> None:
        """Something changed: read again, when seen."""
        if changed.kinds & {"letter_template", LETTERHEAD, "term"}:
            self._stale = True
            if self.isVisible():
                self.read()

    def begin(self) -> None:
        """The keyboard starts among the templates."""
        self.read()
        self.table.setFocus()

    def keep(self) -> None:
        """Keep what was typed into a template."""
        self.editor.keep()

    def add(self) -> None:
        """Begin a template of the office's own."""
        self.table.clearSelection()
        self.editor.begin_new()

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the templates."""
        return (
            PageAction(self.tr("New template"), self.add, icon=Icon.ADD),
            PageAction(self.tr("New letterhead"), self._add_head, icon=Icon.ADD),
        )

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID // 2)
        for words, adder, table, stretch in (
            (self.tr("Templates"), self.new, self.table, 3),
            (self.tr("Letterheads"), self.new_head, self.heads_table, 1),
        ):
            row = QHBoxLayout()
            row.addWidget(label(words, "heading"), 1)
            row.addWidget(adder)
            column.addLayout(row)
            column.addWidget(table, stretch)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.editor)
        halves.setStretchFactor(1, 1)
        # A large page gives the rest to the text, with large letters, too.
        halves.setSizes([_LIST, 3 * _LIST])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GRID, 0, 0)
        outer.addWidget(halves)

    def _show(self, read: Read) -> None:
        self.editor.show_kinds([(one.key, one.label) for one in read.kinds if not one.retired])
        at = self.model.row(self.table.currentIndex().row())
        wanted = self._wanted if any(self._wanted) else _key(at)
        self._wanted = ("", "")
        was = self.table.selectionModel().blockSignals(True)
        self.model.show_rows(read.templates)
        self.heads.show_rows(read.letterheads)
        self.table.selectionModel().blockSignals(was)
        row = self.model.row_of(lambda one: _key(one) == wanted)
        if self.editor.is_new:
            return
        if self.model.rowCount():
            self.table.selectRow(max(0, row))
            self._turn()

    def _turn(self) -> None:
        if (one := self.model.row(self.table.currentIndex().row())) is not None:
            self.editor.show_template(one)

    def _follow(self, key: str, language: str) -> None:
        """Stay with the template that was saved; the list may have been read before all of it was done."""
        self._wanted = (key, language)
        self._stale = True
        self.read()

    def _open_head(self, index: QModelIndex) -> None:
        if (row := self.heads.row(index.row())) is not None:
            self.open_requested.emit(LETTERHEAD, row.id)

    def _add_head(self) -> None:
        self.create_requested.emit(LETTERHEAD, {})


def _read(office: Office, language: str) -> Read:
    heads = lists.page(office, lists.ListQuery(LETTERHEAD, columns=(lists.TITLE,), limit=_MOST_HEADS))
    return Read(templates.offered(office), heads.rows, vocabulary.terms(office, KINDS, language))


def _key(one: Template | None) -> tuple[str, str]:
    return (one.key, one.language) if one is not None else ("", "")


def _cells(one: Template) -> tuple[str, ...]:
    translate = QCoreApplication.translate
    whose = translate("Letters", "ours") if one.own else ""
    return one.name, language_words(one.language), whose
