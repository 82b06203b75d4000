"""Asks how the calendar is to be exported: for how long, and whether people are named in it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID
from kzcase.ui.today.putoff import FootRow


class ExportRow(FootRow):
    """The choice before a calendar file is written; without names unless one asks for them."""

    wanted = Signal(int, bool)
    """Days ahead, and whether with names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.span = QComboBox()
        self.span.setAccessibleName(self.tr("How far ahead"))
        for words, days in (
            (self.tr("the next 3 months"), 92),
            (self.tr("the next 12 months"), 366),
            (self.tr("the next 3 years"), 1_096),
        ):
            self.span.addItem(words, days)
        self.span.setCurrentIndex(1)
        self.without = QRadioButton(self.tr("without names: “Hearing”, “Restriction ends”"))
        self.with_names = QRadioButton(self.tr("with names and details of people"))
        self.without.setChecked(True)
        self.save = button(self.tr("Save as …"), primary=True)
        cancel = button(self.tr("Leave it"), flat=True)
        first = QHBoxLayout()
        first.setSpacing(GRID)
        first.addWidget(label(self.tr("A calendar file of")))
        first.addWidget(self.span)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(2 * GRID)
        second.addWidget(self.without)
        second.addWidget(self.with_names)
        second.addStretch(1)
        third = QHBoxLayout()
        third.setSpacing(GRID)
        third.addWidget(self.save)
        third.addWidget(cancel)
        third.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(label(self.tr("Export for another calendar"), "heading"))
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(
            label(
                self.tr(
                    "The file is not encrypted, and a telephone may send it to its maker. "
                    "Take names along only if that harms nobody."
                ),
                "warn",
                wrap=True,
            )
        )
        column.addLayout(third)
        self.save.clicked.connect(self._save)
        cancel.clicked.connect(self.put_away)

    def ask(self) -> None:
        """Show the choice anew: names are never chosen from the last time."""
        self.without.setChecked(True)
        self.show()
        self.span.setFocus()

    def _save(self) -> None:
        self.wanted.emit(self.span.currentData(), self.with_names.isChecked())


def span_from(today: date, days: int) -> tuple[date, date]:
    """The first and last day of an export."""
    return today, today + timedelta(days=days)
