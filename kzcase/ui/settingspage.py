"""The settings, each as declared; a change holds at once and after the next start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QSpinBox, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.settings import Choice, Settings, declared
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import declared as declared_words
from kzcase.ui.common.text import label
from kzcase.ui.theme import GRID


class SettingsPage(Page):
    """One line for each setting; there is nothing to save."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._settings: Settings = desk.look.settings
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
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(label(self.tr("Settings"), "title"))
        column.addLayout(grid)
        column.addWidget(
            label(self.tr("Colours and size of text change when the vault is unlocked again."), "quiet")
        )
        column.addStretch(1)

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "settings"

    def begin(self) -> None:
        """The keyboard starts in the first setting."""
        next(iter(self.fields.values())).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

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
        setattr(self._settings, name, value)
        try:
            self._settings.save()
        except KzcaseError as error:
            self.told.emit(error.sentence)
