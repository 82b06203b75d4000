"""The side bar: the areas of the program, each one line of a declaration."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kzcase.ui.areas import AREAS, Area, Place
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, label, on_button
from kzcase.ui.savedbar import SavedBar
from kzcase.ui.theme import GRID


class SideBar(QWidget):
    """Says where one is, and leads elsewhere; the number in an entry is its key with Alt."""

    chosen = Signal(str)
    """The key of an area."""
    lock_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._entries: dict[str, QPushButton] = {}
        self._more = self._folder(desk)
        self._folded = QWidget()
        entries = QWidget()
        inner, more = QVBoxLayout(entries), QVBoxLayout(self._folded)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, GRID)
        for layout in (inner, more):
            layout.setContentsMargins(0, 0, 0, 0)
        for layout in (column, inner, more):
            layout.setSpacing(2)
        name = label("kzcase", "heading")
        name.setContentsMargins(2 * GRID, 0, 0, GRID)
        column.addWidget(name)
        self._rows = _scrolled(entries)
        column.addWidget(self._rows, 1)
        layouts = {Place.WORK: inner, Place.MORE: more, Place.FOOT: column}
        for area in AREAS:
            layouts[area.place].addWidget(self._entry(area, desk))
        inner.addWidget(self._more)
        inner.addWidget(self._folded)
        self.saved = SavedBar(desk)
        inner.addWidget(self.saved)
        inner.addStretch(1)
        column.addWidget(self._lock(desk))
        self._fold(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._group.buttonClicked.connect(self._clicked)
        self._more.toggled.connect(self._fold)

    def sizeHint(self) -> QSize:
        """As wide as the longest entry and a scroll bar, folded or not: nothing moves when More opens."""
        widest = max(one.sizeHint().width() for one in self._entries.values())
        bar = self._rows.verticalScrollBar().sizeHint().width()
        return QSize(widest + bar, super().sizeHint().height())

    def show_area(self, key: str) -> None:
        """Mark an area as the one on screen; the fold that hides it opens."""
        if key in self._entries:
            self._entries[key].setChecked(True)
            if self._folded.isAncestorOf(self._entries[key]):
                self._more.setChecked(True)
            # Once the fold has taken its room.
            QTimer.singleShot(0, self, partial(self._see, key))

    def _see(self, key: str) -> None:
        """Scroll to an entry that the mark would else stand on unseen."""
        if self._rows.isAncestorOf(self._entries[key]):
            self._rows.ensureWidgetVisible(self._entries[key], 0, GRID)

    def entry(self, key: str) -> QPushButton:
        """The button of an area."""
        return self._entries[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """The areas from top to bottom."""
        return tuple(self._entries)

    def _entry(self, area: Area, desk: Desk) -> QPushButton:
        made = _line(area.title, area.icon, desk)
        made.setCheckable(True)
        made.setProperty("area", area.key)
        self._group.addButton(made)
        self._entries[area.key] = made
        return made

    def _folder(self, desk: Desk) -> QPushButton:
        made = _line(self.tr("More"), Icon.UNFOLD, desk)
        made.setCheckable(True)
        made.setObjectName("more")
        self._fold_icons = {False: desk.icon(Icon.UNFOLD), True: desk.icon(Icon.FOLD)}
        return made

    def _lock(self, desk: Desk) -> QPushButton:
        made = _line(self.tr("Lock"), Icon.LOCK, desk)
        made.setToolTip("Ctrl+L")
        made.clicked.connect(self.lock_requested)
        return made

    def _fold(self, unfolded: bool) -> None:
        self._folded.setVisible(unfolded)
        self._more.setIcon(self._fold_icons[unfolded])

    def _clicked(self, clicked: QPushButton) -> None:
        self.chosen.emit(clicked.property("area"))


def _line(words: str, meaning: Icon, desk: Desk) -> QPushButton:
    made = button(on_button(words))
    made.setProperty("side", True)
    made.setIcon(desk.icon(meaning))
    return made


def _scrolled(entries: QWidget) -> QScrollArea:
    """The entries where they can be scrolled: large letters in a low window leave room for few."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QScrollArea.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.viewport().setAutoFillBackground(False)
    entries.setAutoFillBackground(False)
    made.setWidget(entries)
    return made
