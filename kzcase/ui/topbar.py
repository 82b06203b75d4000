"""The bar above every page: find or do anything, undo, help, and a menu of what has no place elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from kzcase.services.undo import Outlook
from kzcase.ui.actions import Action, action
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, on_button, set_tip
from kzcase.ui.theme import GRID
from kzcase.ui.undowords import deed_words

_BOX = 340
_MENU = (
    ("undo", "redo"),
    ("back_up", "check", "recovery", "passphrase", "writers"),
    ("settings", "colours"),
    ("manual", "shortcuts"),
    ("lock",),
)


class TopBar(QWidget):
    """Wishes leave by the key of the action."""

    wished = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outlook = Outlook()
        self.box = self._box(desk)
        self.undo = self._tool("undo", desk)
        self.redo = self._tool("redo", desk)
        self.help = self._tool("manual", desk)
        self.menu = _bare(desk, Icon.MENU, self.tr("Menu"))
        self.menu.clicked.connect(self._show_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID // 2)
        row.addStretch(1)
        row.addWidget(self.box)
        row.addStretch(1)
        for one in (self.undo, self.redo, self.help, self.menu):
            row.addWidget(one)
            # The box stays in its place when there comes to be something to undo.
            policy = one.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            one.setSizePolicy(policy)
        self.show_outlook(self._outlook)

    @property
    def outlook(self) -> Outlook:
        """What would be undone and done again, as far as it is known."""
        return self._outlook

    def show_outlook(self, outlook: Outlook) -> None:
        """Say what would be undone and done again."""
        self._outlook = outlook
        for tool, key in ((self.undo, "undo"), (self.redo, "redo")):
            tool.setVisible(getattr(outlook, key) is not None)
            set_tip(tool, f"{self.words(action(key))} ({action(key).keys[0]})")
            tool.setAccessibleName(self.words(action(key)))

    def words(self, of: Action) -> str:
        """What an action says now: undo and redo name what they would take back."""
        deed = getattr(self._outlook, of.key) if of.key in ("undo", "redo") else None
        return f"{of.title}: {deed_words(deed)}" if deed is not None else of.title

    def allows(self, of: Action) -> bool:
        """Whether an action can be done now."""
        return of.key not in ("undo", "redo") or getattr(self._outlook, of.key) is not None

    def _box(self, desk: Desk) -> QPushButton:
        find = action("find")
        made = button(self.tr("Find or do …"))
        made.setObjectName("find")
        made.setIcon(desk.icon(Icon.FIND))
        made.setProperty("keys", find.keys[0])
        set_tip(made, f"{find.title} ({find.keys[0]})")
        made.setText(f"{self.tr('Find or do …')}    {find.keys[0]}")
        made.setMinimumWidth(round(_BOX * desk.look.theme.scale / 100))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setProperty("action", "find")
        made.clicked.connect(self._wish)
        return made

    def _tool(self, key: str, desk: Desk) -> QToolButton:
        declared = action(key)
        made = _bare(desk, declared.icon or Icon.MENU, declared.title)
        set_tip(made, f"{declared.title} ({declared.keys[0]})")
        made.setProperty("action", key)
        made.clicked.connect(self._wish)
        return made

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for group in _MENU:
            for key in group:
                declared = action(key)
                # The keys stand in the text: as the menu's own they would be a second shortcut.
                keys = f"\t{declared.keys[0]}" if declared.keys else ""
                entry = QAction(on_button(self.words(declared)) + keys, menu)
                entry.setEnabled(self.allows(declared))
                entry.setProperty("action", key)
                entry.triggered.connect(self._wish)
                menu.addAction(entry)
            menu.addSeparator()
        place = self.menu.mapToGlobal(QPoint(self.menu.width(), self.menu.height()))
        menu.popup(place - QPoint(menu.sizeHint().width(), 0))

    def _wish(self) -> None:
        self.wished.emit(self.sender().property("action"))


def _bare(desk: Desk, meaning: Icon, words: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(desk.icon(meaning))
    made.setIconSize(QSize(18, 18) * desk.look.theme.scale / 100)
    made.setAccessibleName(words)
    made.setAutoRaise(True)
    set_tip(made, words)
    return made
