"""The records a paper tells of, each with a tick: without it, it stays out and is listed as left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kzcase.briefing.remarks import Shown
from kzcase.services.declarations import kinds
from kzcase.ui.common.text import declared, label, tip

_ID = Qt.ItemDataRole.UserRole
_KIND = Qt.ItemDataRole.UserRole + 1
_TICKED = Qt.CheckState.Checked
_BARE = Qt.CheckState.Unchecked


class ToldList(QWidget):
    """Everything that may be told, kind by kind; a record is left out by taking its tick away."""

    changed = Signal()
    """Something was left out or taken in again."""
    open_requested = Signal(str, str)
    """Show the record: kind, id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._out: dict[str, Shown] = {}
        self._bare: tuple[str, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("What is told"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = label(
            self.tr("Take a tick away to leave a record out of this paper."), "quiet", wrap=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemActivated.connect(self._open)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The ids of the records that were left out, by id."""
        return tuple(sorted({*self._out, *self._bare}))

    def leave_out(self, records: Sequence[str]) -> None:
        """Leave these out, as a kept pack says; their words come with the next paper."""
        self._out.clear()
        self._bare = tuple(records)

    def show_records(self, told: Sequence[Shown]) -> None:
        """Show what a paper tells of, and below it what was left out here."""
        here = {one.id for one in told}
        every = [*told, *(one for key, one in self._out.items() if key not in here)]
        every.sort(key=lambda one: list(kinds()).index(one.kind))
        blocked = self.list.blockSignals(True)
        row = self.list.currentRow()
        self.list.clear()
        for kind, several in groupby(every, key=lambda one: one.kind):
            head = QListWidgetItem(declared(kinds()[kind].plural))
            font = self.list.font()
            font.setBold(True)
            head.setFont(font)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(head)
            for one in several:
                item = QListWidgetItem(one.title or declared(kinds()[kind].label))
                item.setData(_ID, one.id)
                item.setData(_KIND, one.kind)
                item.setToolTip(tip(item.text()))
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                )
                item.setCheckState(_BARE if one.id in self._out else _TICKED)
                self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(blocked)

    def _ticked(self, item: QListWidgetItem) -> None:
        record = item.data(_ID)
        if record is None:
            return
        if item.checkState() == _BARE:
            self._out[record] = Shown(record, item.data(_KIND), item.text())
        else:
            self._out.pop(record, None)
            self._bare = tuple(one for one in self._bare if one != record)
        self.changed.emit()

    def _open(self, item: QListWidgetItem) -> None:
        if item.data(_ID) is not None:
            self.open_requested.emit(item.data(_KIND), item.data(_ID))
