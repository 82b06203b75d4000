"""How the program looks and speaks, and when it locks; each setting as declared."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QSpinBox, QWidget

from kzcase.errors import KzcaseError
from kzcase.settings import Choice, declared
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import declared as declared_words
from kzcase.ui.common.text import label
from kzcase.ui.settings.section import Section
from kzcase.ui.theme import GRID

_PAUSE = 250
"""Milliseconds after the last key in a field: who types "Dark" is not to be met by a new page at "D"."""


class ProgramSection(Section):
    """One line for each setting; there is nothing to save, and each holds at once."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings = desk.look.settings
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.changed)
        self.fields: dict[str, QComboBox | QSpinBox] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID + GRID // 2)
        grid.setColumnStretch(2, 1)
        for row, (name, kind) in enumerate(declared().items()):
            field = self._field(name)
            words = declared_words(kind.label)
            field.setAccessibleName(words)
            self.fields[name] = field
            grid.addWidget(label(words), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(label(declared_words(kind.help), "quiet", wrap=True), row, 2)
        self.column.addLayout(grid)
        self.column.addStretch(1)

    @property
    def at(self) -> str:
        """The setting that has the keyboard, or ""."""
        return next((name for name, field in self.fields.items() if field is QApplication.focusWidget()), "")

    def begin_at(self, at: str) -> None:
        """The keyboard starts in the first setting, or stays in the one that was changed."""
        self.fields.get(at, next(iter(self.fields.values()))).setFocus()

    def _field(self, name: str) -> QComboBox | QSpinBox:
        kind = declared()[name]
        now = getattr(self._settings, name)
        if isinstance(kind, Choice):
            box = QComboBox()
            for value, words in kind.options:
                box.addItem(declared_words(words), value)
            box.setCurrentIndex(max(0, box.findData(now)))
            box.setProperty("setting", name)
            box.activated.connect(self._chosen)
            return box
        spin = QSpinBox()
        spin.setRange(kind.least, kind.most)
        spin.setSuffix(f" {declared_words(kind.unit)}")
        spin.setValue(now)
        spin.setProperty("setting", name)
        spin.valueChanged.connect(self._chosen)
        return spin

    def _chosen(self) -> None:
        field = self.sender()
        assert isinstance(field, QComboBox | QSpinBox)
        value = field.currentData() if isinstance(field, QComboBox) else field.value()
        name: str = field.property("setting")
        if getattr(self._settings, name) == value:
            return
        setattr(self._settings, name, value)
        try:
            self._settings.save()
        except KzcaseError as error:
            self.told.emit(error.sentence)
        self._timer.start()
