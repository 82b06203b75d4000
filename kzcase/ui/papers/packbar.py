"""Packs kept under a name: choose one and everything is as it was; type a name and keep what is here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from kzcase.services.packs import Pack
from kzcase.ui.common.text import button
from kzcase.ui.theme import GRID


class PackBar(QWidget):
    """A box of names that can be typed in, and what can be done with the one in it."""

    chosen = Signal(object)
    """Make the paper as this pack says."""
    keep_requested = Signal(str)
    """Keep the paper as it is under this name."""
    remove_requested = Signal(str)
    """Keep the pack with this id no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._packs: dict[str, Pack] = {}
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMinimumContentsLength(14)
        typed = self.box.lineEdit()
        assert typed is not None
        typed.setPlaceholderText(self.tr("Pack: choose or name"))
        for named in (self.box, typed):
            named.setAccessibleName(self.tr("Named pack"))
        self.keep = button(self.tr("&Keep"))
        self.remove = button(self.tr("Remove"), flat=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.box)
        row.addWidget(self.keep)
        row.addWidget(self.remove)
        self.box.activated.connect(self._choose)
        self.box.editTextChanged.connect(self._mark)
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)
        self._mark()

    @property
    def pack(self) -> Pack | None:
        """The kept pack whose name stands in the box."""
        name = " ".join(self.box.currentText().split()).casefold()
        return next((one for one in self._packs.values() if one.name.casefold() == name), None)

    def offer(self, packs: Sequence[Pack]) -> None:
        """Offer these; what is typed stays."""
        typed = self.box.currentText()
        self._packs = {one.id: one for one in packs}
        self.box.clear()
        for one in packs:
            self.box.addItem(one.name, one.id)
        self.box.setCurrentIndex(-1)
        self.box.setEditText(typed)
        self._mark()

    def _choose(self, place: int) -> None:
        pack = self._packs.get(self.box.itemData(place))
        if pack is not None:
            self.chosen.emit(pack)

    def _keep(self) -> None:
        self.keep_requested.emit(self.box.currentText())

    def _remove(self) -> None:
        if (pack := self.pack) is not None:
            self.box.clearEditText()
            self.remove_requested.emit(pack.id)

    def _mark(self) -> None:
        self.keep.setEnabled(bool(self.box.currentText().strip()))
        self.remove.setVisible(self.pack is not None)
