"""The columns of a sheet: what stands in each, and where it goes; and what is said of every row alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.exchange import sheets
from kzcase.exchange.sheets import Grid
from kzcase.ui.common.text import button, label, name_for_reader, one_line
from kzcase.ui.exchange.part import row, scrolled
from kzcase.ui.exchange.sheets.targetline import TargetLine, Targets
from kzcase.ui.theme import GRID

_LONGEST = 60


class Constant(QWidget):
    """A field, and what it says in every row."""

    changed = Signal()

    def __init__(self, targets: Targets, key: str = "", text: str = "") -> None:
        super().__init__()
        self.target = TargetLine(targets, key)
        self.target.setPlaceholderText(self.tr("field"))
        self.value = QLineEdit(text)
        self.value.setPlaceholderText(self.tr("what it says in every row"))
        name_for_reader(self.target, self.tr("Field that says the same in every row"))
        name_for_reader(self.value, self.tr("What it says in every row"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self.target, 1)
        line.addWidget(self.value, 1)
        self.target.chosen.connect(self.changed)
        self.value.editingFinished.connect(self.changed)


class ColumnList(QWidget):
    """A line for each column."""

    changed = Signal()
    """Somebody chose another target, or wrote what every row says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, TargetLine] = {}
        self.constants: list[Constant] = []
        self._mapping = sheets.Mapping("person")
        self._targets = Targets("person")
        self.add = button(self.tr("Say the same of &every row"), flat=True)
        self.add.clicked.connect(self._add_empty)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._area = scrolled(QWidget())
        self._outer.addWidget(self._area)
        self._fixed = QVBoxLayout()

    def show_columns(self, grid: Grid, mapping: sheets.Mapping) -> None:
        """Show the columns of a sheet as a mapping has them."""
        self._mapping = mapping
        self._targets = Targets(mapping.kind)
        self.lines, self.constants = {}, []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        cells = QGridLayout()
        cells.setHorizontalSpacing(GRID)
        cells.setVerticalSpacing(GRID // 2)
        cells.setColumnStretch(0, 1)
        cells.setColumnStretch(1, 1)
        for number, heading in enumerate(grid.headings):
            cells.addWidget(self._column(grid, heading), number, 0)
            line = TargetLine(self._targets, mapping.columns.get(heading, ""))
            name_for_reader(line, self.tr("Where the column {0} goes").format(one_line(heading)))
            line.chosen.connect(self.changed)
            self.lines[heading] = line
            cells.addWidget(line, number, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(cells)
        self._fixed = QVBoxLayout()
        self._fixed.setSpacing(GRID // 2)
        column.addLayout(self._fixed)
        for key, text in mapping.constants.items():
            self._add(key, text)
        column.addLayout(row(self.add))
        column.addStretch(1)
        inside.setObjectName("inside")
        # The button is used again: it must not go with what the area held before.
        old = self._area.takeWidget()
        self._area.setWidget(inside)
        if old is not None:
            old.deleteLater()

    @property
    def mapping(self) -> sheets.Mapping:
        """What the lines say now; values of a mapping that have no line here stay as they were."""
        columns = {heading: line.key for heading, line in self.lines.items() if line.key}
        constants = {
            one.target.key: one.value.text().strip()
            for one in self.constants
            if one.target.key and one.value.text().strip()
        }
        return replace(self._mapping, columns=columns, constants=constants)

    def words_of(self, key: str) -> str:
        """A target in words."""
        return self._targets.said(key)

    @property
    def targets(self) -> Mapping[str, str]:
        """Every target in words, by its key."""
        return self._targets.words

    def _column(self, grid: Grid, heading: str) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(one_line(heading), wrap=True))
        samples = [_short(one) for one in grid.samples(heading)]
        column.addWidget(label("  ·  ".join(samples) or self.tr("empty"), "small", wrap=True))
        return made

    def _add_empty(self) -> None:
        self._add("", "").target.setFocus()

    def _add(self, key: str, text: str) -> Constant:
        made = Constant(self._targets, key, text)
        made.changed.connect(self.changed)
        self.constants.append(made)
        self._fixed.addWidget(made)
        return made


def _short(text: str) -> str:
    plain = one_line(text)
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
