"""What names a record: listed by kind, opened with Enter, added to with one button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QVBoxLayout, QWidget

from kzcase.services import records
from kzcase.services.declarations import Field, kinds
from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms.gather import INLINE
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label, on_button
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID


def belonging(kind: str) -> tuple[tuple[str, Field], ...]:
    """The kinds that can belong to a record of this kind, each with the link that says so."""
    typed_inside = {one.kind for one in INLINE.get(kind, ())}
    return tuple(
        (other.key, field)
        for other in kinds().values()
        for field in other.owners
        if kind in field.targets and other.key not in typed_inside
    )


class RelatedPanel(QWidget):
    """The records that belong to one or name it."""

    open_requested = Signal(str, str)
    create_requested = Signal(str, object)

    def __init__(self, desk: Desk, kind: str, record: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self._record = record
        self._rows: RowsTableModel[records.Related] = RowsTableModel(("",), _said, parent=self)
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Records that belong to this one"))
        self.list.activated.connect(self._open)
        self._empty = label(self.tr("Nothing belongs to this record yet."), "quiet")
        add = button(self.tr("Add"), flat=True)
        add.setIcon(desk.icon(Icon.ADD, accent=True))
        menu = QMenu(add)
        for key, field in belonging(kind):
            action = menu.addAction(on_button(declared(kinds()[key].label)))
            action.setData((key, field.key, field.type.is_set))
            action.triggered.connect(self._add)
        add.setMenu(menu)
        add.setVisible(not menu.isEmpty())
        bar = QHBoxLayout()
        bar.addWidget(add)
        bar.addWidget(self._empty)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        desk.changed.connect(self._refresh)
        self.reload()

    def reload(self) -> None:
        """Read again."""
        self._latest.ask(partial(records.related, self._desk.office, self._record))

    def _refresh(self, changed: Changed) -> None:
        if self._record not in changed.gone:
            self.reload()

    def _show(self, found: tuple[records.Related, ...]) -> None:
        self._rows.show_rows(found)
        self._empty.setVisible(not found)
        self.list.setVisible(bool(found))

    def _open(self, index: QModelIndex) -> None:
        if (one := self._rows.row(index.row())) is not None:
            self.open_requested.emit(one.kind, one.id)

    def _add(self) -> None:
        action = self.sender()
        key, field, is_set = action.data()  # type: ignore[attr-defined]
        value = frozenset({self._record}) if is_set else self._record
        self.create_requested.emit(key, {field: value})


def _said(one: records.Related) -> tuple[str]:
    kind = kinds().get(one.kind)
    words = declared(kind.label) if kind is not None else one.kind
    return (f"{words}: {records.shown_title(one.title, one.status)}",)
