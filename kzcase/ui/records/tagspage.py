"""The office's tags: how many records carry each; rename, add, retire; Enter lists what carries one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import tags
from kzcase.services.declarations import kinds
from kzcase.services.office import Changed
from kzcase.services.tags import Tag
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.lists.listpage import ListPage
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.page import Page
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label, on_button
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID


class TagsPage(Page):
    """All tags, and over them the list of what carries the one that was opened."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        heads = (self.tr("Tag"), self.tr("Records"), self.tr("Which"))
        self._rows: RowsTableModel[Tag] = RowsTableModel(heads, _said, numbers=(1,), parent=self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self._rows)
        for column, width in enumerate((300, 90)):
            self.table.setColumnWidth(column, width)
        self.table.setAccessibleName(self.tr("Tags"))
        self._renamed = ""
        self._list: ListPage | None = None
        self._build()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.reload()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "tags"

    @property
    def people(self) -> tuple[str, ...]:
        """The people chosen in the list that is open over the tags."""
        return self._list.people if self._list is not None else ()

    @property
    def over(self) -> ListPage | None:
        """The list that is open over the tags."""
        return self._list

    def begin(self) -> None:
        """The keyboard starts in the list that is open, or among the tags."""
        if self._list is not None:
            self._list.begin()
        else:
            self.table.setFocus()

    def refresh(self, changed: Changed) -> None:
        """Count again: any record may have gained or lost a tag."""
        self.reload()

    def reload(self) -> None:
        """Read the tags again."""
        self._latest.ask(partial(tags.everyone, self.desk.office, self.desk.language))

    def add(self) -> None:
        """Begin a new tag."""
        self._end_renaming()
        self.line.setFocus()

    def keep(self) -> None:
        """Keep how the list that is open looks."""
        if self._list is not None:
            self._list.keep()

    def rows(self) -> list[tuple[str, ...]]:
        """What is shown, as rows of plain text (for tests)."""
        return self._rows.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter lists what carries the tag; F2 renames it; Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            if self._renamed:
                self._end_renaming()
            else:
                self.back_requested.emit()
        elif event.key() == Qt.Key.Key_F2:
            self._rename()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.line.hasFocus():
            self._open()
        else:
            super().keyPressEvent(event)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Name of the tag"))
        self._say = button(self.tr("&Add"), primary=True)
        self._open_button = button(self.tr("Show what carries it"))
        self._open_button.setIcon(self.desk.icon(Icon.OPEN))
        self._rename_button = button(self.tr("&Rename"))
        self._retire_button = button(self.tr("Offer no longer"))
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(label(self.tr("Tags"), "title"))
        top.addStretch(1)
        top.addWidget(self.line, 1)
        top.addWidget(self._say)
        foot = FlowLayout(gap=GRID)
        for made in (self._open_button, self._rename_button, self._retire_button):
            foot.addWidget(made)
        foot.addWidget(
            label(self.tr("A tag that is offered no longer stays on the records that carry it."), "small")
        )
        tags_ = QWidget()
        column = QVBoxLayout(tags_)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(tags_)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.line.returnPressed.connect(self._enter)
        self._say.clicked.connect(self._enter)
        self._open_button.clicked.connect(self._open)
        self._rename_button.clicked.connect(self._rename)
        self._retire_button.clicked.connect(self._retire)
        self.table.doubleClicked.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self._end_renaming()

    # --- what comes back -----------------------------------------------------------------------------

    def _show(self, found: Sequence[Tag]) -> None:
        chosen = self._tag
        self._rows.show_rows(found)
        keys = [one.key for one in found]
        self.table.selectRow(keys.index(chosen.key) if chosen is not None and chosen.key in keys else 0)
        self._chosen()

    @property
    def _tag(self) -> Tag | None:
        return self._rows.row(self.table.currentIndex().row())

    def _chosen(self) -> None:
        tag = self._tag
        self._rename_button.setEnabled(tag is not None)
        self._retire_button.setEnabled(tag is not None)
        self._open_button.setEnabled(tag is not None and tag.number > 0)
        retired = tag is not None and tag.retired
        self._retire_button.setText(self.tr("Offer again") if retired else self.tr("Offer no longer"))

    # --- what the user does --------------------------------------------------------------------------

    def _enter(self) -> None:
        text, office = self.line.text().strip(), self.desk.office
        if not text:
            return
        work = (
            partial(tags.rename, office, self._renamed, text, self.desk.language)
            if self._renamed
            else partial(tags.add, office, text)
        )
        job = self.desk.worker.write(work)
        job.done.connect(self._end_renaming)

    def _rename(self) -> None:
        if (tag := self._tag) is not None:
            self._renamed = tag.key
            self._say.setText(self.tr("&Rename"))
            self.line.setPlaceholderText("")
            self.line.setText(tag.label)
            self.line.selectAll()
            self.line.setFocus()

    def _end_renaming(self) -> None:
        self._renamed = ""
        self._say.setText(self.tr("&Add"))
        self.line.clear()
        self.line.setPlaceholderText(self.tr("A new tag"))

    def _retire(self) -> None:
        if (tag := self._tag) is not None:
            self.desk.worker.write(partial(tags.retire, self.desk.office, tag.key, not tag.retired))

    def _open(self, _index: QModelIndex | None = None) -> None:
        tag = self._tag
        if tag is None or not tag.carried:
            return
        if len(tag.carried) == 1:
            self.open_list(tag, tag.carried[0][0])
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind, number in tag.carried:
            action = QAction(on_button(f"{declared(kinds()[kind].plural)}  {number}"), menu)
            action.setData(kind)
            action.triggered.connect(self._open_kind)
            menu.addAction(action)
        menu.popup(self._open_button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _open_kind(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        if (tag := self._tag) is not None:
            self.open_list(tag, action.data())

    def open_list(self, tag: Tag, kind: str) -> None:
        """Show the records of a kind that carry a tag."""
        made = ListPage(self.desk, kind)
        made.open_requested.connect(self.open_requested)
        made.create_requested.connect(self.create_requested)
        made.told.connect(self.told)
        made.back_requested.connect(self._close_list)
        self._list = made
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        made.show_tagged(Term(tag.key, tag.label))
        made.begin()

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.keep()
            self._stack.removeWidget(self._list)
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        self.table.setFocus()


def _said(tag: Tag) -> tuple[str, str, str]:
    retired = QCoreApplication.translate("TagsPage", "{0} (offered no longer)")
    return retired.format(tag.label) if tag.retired else tag.label, str(tag.number), _which(tag)


def _which(tag: Tag) -> str:
    """The kinds of the records that carry a tag, each with its number."""
    return ", ".join(f"{declared(kinds()[kind].plural)} {number}" for kind, number in tag.carried)
