"""The quick filters above a list: one button each, and one that asks for a tag."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from kzcase.services import lists, vocabulary
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, declared, on_button
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID


class QuickBar(QWidget):
    """Says which quick filters hold; nothing is shown for a kind that has none."""

    changed = Signal()

    def __init__(self, desk: Desk, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._on = desk.icon(Icon.ON, accent=True)
        self._tag: Term | None = None
        self.buttons: dict[str, QPushButton] = {}
        row = FlowLayout(self, gap=GRID)
        for one in lists.quick_filters(kind):
            made = self._button(declared(one.label))
            made.setCheckable(True)
            made.toggled.connect(self._toggled)
            self.buttons[one.key] = made
            row.addWidget(made)
        self.tag = self._button("")
        self.tag.setIcon(desk.icon(Icon.TAG))
        self.tag.setVisible(lists.carries_tags(kind))
        self.tag.clicked.connect(self._ask_tags)
        row.addWidget(self.tag)
        self._terms = Latest(desk.worker, self)
        self._terms.answered.connect(self._offer_tags)
        self._name_tag()
        self.setVisible(bool(self.buttons) or lists.carries_tags(kind))
        colours = desk.look.theme.colours
        self.setStyleSheet(
            f"QPushButton {{ padding: 2px 10px; border-radius: 10px; }}"
            f"QPushButton:focus {{ padding: 1px 9px; }}"
            f"QPushButton:checked {{ background: {colours.chosen}; border-color: {colours.accent}; }}"
        )

    def sizeHint(self) -> QSize:
        """All in one line, where there is room."""
        shown = [one.sizeHint() for one in (*self.buttons.values(), self.tag) if not one.isHidden()]
        wide = sum(one.width() for one in shown) + GRID * max(0, len(shown) - 1)
        return QSize(wide, max((one.height() for one in shown), default=0))

    @property
    def only(self) -> tuple[str, ...]:
        """The keys of the filters that hold."""
        chosen = tuple(key for key, made in self.buttons.items() if made.isChecked())
        return chosen if self._tag is None else (*chosen, lists.TAG + self._tag.key)

    @property
    def words(self) -> str:
        """The filters that hold, in words."""
        said = [made.text().replace("&&", "&") for made in self.buttons.values() if made.isChecked()]
        return ", ".join(said if self._tag is None else [*said, self._tag.label])

    def show_tag(self, term: Term | None) -> None:
        """Ask for records that carry this tag; None for any."""
        self._tag = term
        self._name_tag()
        self.changed.emit()

    def clear(self) -> None:
        """Let none of them hold."""
        self.blockSignals(True)
        for made in self.buttons.values():
            made.setChecked(False)
        self._tag = None
        self._name_tag()
        self.blockSignals(False)
        self.changed.emit()

    def _button(self, words: str) -> QPushButton:
        return button(on_button(words))

    def _toggled(self, on: bool) -> None:
        made = self.sender()
        assert isinstance(made, QPushButton)
        made.setIcon(self._on if on else QIcon())  # not by colour alone
        self.changed.emit()

    def _name_tag(self) -> None:
        words = self.tr("Tag") if self._tag is None else self.tr("Tag: {0}").format(self._tag.label)
        self.tag.setText(on_button(words))

    def _ask_tags(self) -> None:
        self._terms.ask(partial(vocabulary.terms, self._desk.office, "tag", self._desk.language))

    def _offer_tags(self, terms: tuple[Term, ...]) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for term in (None, *(one for one in terms if not one.retired)):
            words = self.tr("Any") if term is None else term.label
            action = QAction(on_button(words), menu)
            action.setCheckable(True)
            action.setChecked((term and term.key) == (self._tag and self._tag.key))
            action.setData(term)
            action.triggered.connect(self._chosen_tag)
            menu.addAction(action)
        menu.popup(self.tag.mapToGlobal(QPoint(0, self.tag.height())))

    def _chosen_tag(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.show_tag(action.data())
