"""Shows text as it was typed: labels that never read markup, tips that are escaped.

Qt guesses whether a label's text is rich; a name such as `<img src=...>` would
then load a file. Every label is made here, and a guard turns the guess off in
those that Qt makes itself (message boxes, dialogs).
"""

from __future__ import annotations

import html
import re
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMessageBox, QPushButton, QWidget

Role = Literal["title", "heading", "body", "small", "quiet", "warn", "bad"]

_UNBROKEN = re.compile(r"(\S{500})(?=\S)")


def in_lines(text: str) -> str:
    """A text to be shown whose words all end: Qt would lay one of 200,000 letters out for two seconds.

    For each word twice as long it takes four times as long, and the window stands still meanwhile.
    """
    return _UNBROKEN.sub(r"\1\n", text)


def label(text: str = "", role: Role = "body", *, wrap: bool = False, select: bool = False) -> QLabel:
    """A label that shows its text letter for letter."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    made.setProperty("role", role)
    if select:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def button(text: str, *, primary: bool = False, flat: bool = False) -> QPushButton:
    """A push button with our own words on it; `&` marks the key, and Enter presses it where one stands."""
    made = QPushButton(text)
    made.setProperty("primary", primary)
    made.setProperty("flat", flat)
    # Qt would let only the space bar press a button that is in no dialog.
    made.setAutoDefault(True)
    return made


def on_button(text: str) -> str:
    """A user's text for a place where `&` would mark a key (buttons, tabs, menus)."""
    return text.replace("&", "&&")


def one_line(text: str) -> str:
    """Text without its line breaks, for a row of a list."""
    return " ".join(text.split())


def counted(number: int, one: str, many: str) -> str:
    """How many of something: `one` for 1, else `many`, with the number where `{0}` stands."""
    return (one if number == 1 else many).format(number)


def tip(text: str) -> str:
    """A user's text for a tool tip, which Qt would otherwise read as markup."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tool tip that shows its text letter for letter."""
    widget.setToolTip(tip(text))


def declared(text: str) -> str:
    """The words of a declaration (a field's label, a kind's plural) in the window's language."""
    return QCoreApplication.translate("declarations", text) if text else ""


def name_for_reader(widget: QWidget, text: str) -> None:
    """Name a widget for screen readers when no label stands beside it."""
    widget.setAccessibleName(text)


class PlainTextGuard(QObject):
    """Turns the guess at rich text off in every label that gets to the screen."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each widget once, when it is about to be styled."""
        if event.type() == QEvent.Type.Polish:
            if isinstance(watched, QLabel) and watched.textFormat() == Qt.TextFormat.AutoText:
                watched.setTextFormat(Qt.TextFormat.PlainText)
            elif isinstance(watched, QMessageBox):
                watched.setTextFormat(Qt.TextFormat.PlainText)
        return False


def guard(app: QApplication) -> PlainTextGuard:
    """Install the guard for the whole application; the caller keeps it."""
    made = PlainTextGuard(app)
    app.installEventFilter(made)
    return made


def rich_labels(root: QWidget) -> list[str]:
    """The text of each label under `root` that Qt may read as markup (for tests)."""
    return [
        found.text() for found in root.findChildren(QLabel) if found.textFormat() != Qt.TextFormat.PlainText
    ]


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Change a dynamic property that the style sheet looks at, and restyle the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    if isinstance(widget, QAbstractButton):
        widget.update()
