"""Buttons of which one is down: the views of a list, each with how many there are."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, on_button
from kzcase.ui.theme import GRID


class Chips(QWidget):
    """One view of several; what is on has a sign, too, and not a colour alone."""

    changed = Signal(str)
    """Another view was chosen: its key."""

    def __init__(self, desk: Desk, words: Mapping[str, str], chosen: str) -> None:
        super().__init__()
        self._words = dict(words)
        self._on = desk.icon(Icon.ON, accent=True)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        flow = FlowLayout(self, GRID)
        for key, said in self._words.items():
            made = button(on_button(said))
            made.setCheckable(True)
            made.setProperty("view", key)
            made.toggled.connect(self._toggled)
            self._group.addButton(made)
            self.buttons[key] = made
            flow.addWidget(made)
        self.buttons[chosen].setChecked(True)
        colours = desk.look.theme.colours
        self.setStyleSheet(
            f"QPushButton {{ padding: 2px 10px; border-radius: 10px; }}"
            f"QPushButton:focus {{ padding: 1px 9px; }}"
            f"QPushButton:checked {{ background: {colours.chosen}; border-color: {colours.accent}; }}"
        )

    @property
    def chosen(self) -> str:
        """The key of the view that is on."""
        return next(key for key, made in self.buttons.items() if made.isChecked())

    def choose(self, key: str) -> None:
        """Turn to a view."""
        self.buttons[key].setChecked(True)

    def count(self, numbers: Mapping[str, int], most: int) -> None:
        """Say how many there are in each view; what reaches `most` was not counted further."""
        for key, made in self.buttons.items():
            number = numbers.get(key)
            said = self._words[key]
            counted = f"{number:,}".replace(",", "\u202f") if number else ""
            if number and number >= most:
                counted += "+"
            made.setText(on_button(f"{said} {counted}".strip()))

    def _toggled(self, on: bool) -> None:
        made = self.sender()
        assert isinstance(made, QPushButton)
        made.setIcon(self._on if on else QIcon())
        if on:
            self.changed.emit(made.property("view"))
