"""While a new person is typed: who is here already and may be the same one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kzcase.services import duplicates
from kzcase.services.duplicates import Candidate
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

HERE_ALREADY = "Ctrl+D"
"""The keys that go to the people who may be the one that is typed."""
_PAUSE = 100
_FEWEST_LETTERS = 3
_MOST = 3
_OF_PERSON = ("born", "gender", "region")


@dataclass(frozen=True, slots=True)
class Typed:
    """A new person as far as typed: the parts of each name, and what else people are compared by."""

    names: tuple[tuple[tuple[str, str], ...], ...] = ()
    born: str | None = None
    gender: str | None = None
    region: str | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there is so much of a name that it is worth looking."""
        return any(sum(map(len, dict(one).values())) >= _FEWEST_LETTERS for one in self.names)


def typed_of(forms: Iterable[RecordForm]) -> Typed:
    """What the forms of a person and of its names say, as far as it can be read just now."""
    names = []
    rest: dict[str, Any] = {}
    for form in forms:
        values = form.readable()
        if form.kind.key == "name":
            parts = {key: one for key, one in (values.get("parts") or {}).items() if isinstance(one, str)}
            names.append(tuple(sorted(parts.items())))
        elif form.kind.key == "person":
            rest = {key: values[key] for key in _OF_PERSON if isinstance(values.get(key), str)}
    return Typed(tuple(one for one in names if one), **rest)


class LooksLike(QWidget):
    """Says "Perhaps already here" of at most three people, why, and what leads to each.

    It never stands in the way: Tab passes it by, and `HERE_ALREADY` goes to it.
    """

    chosen = Signal(str, str)
    """Id and title of the person who is meant."""

    def __init__(self, desk: Desk, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._action = action
        self._typed = Typed()
        self._shown: tuple[Candidate, ...] = ()
        self._buttons: list[QPushButton] = []
        self._came_from: QWidget | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.hide()

    @property
    def offers(self) -> tuple[Candidate, ...]:
        """Who is shown."""
        return self._shown

    def look_for(self, typed: Typed) -> None:
        """Look for who may be this person, once the typing pauses."""
        if typed != self._typed:
            self._typed = typed
            self._timer.start()

    def begin(self) -> None:
        """Put the keyboard on the likeliest; Esc brings it back."""
        if self._buttons:
            self._came_from = QApplication.focusWidget()
            self._buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go from one to the next, Esc back to where one typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._buttons:
            key, at = event.key(), next(at for at, one in enumerate(self._buttons) if one is watched)
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if key == Qt.Key.Key_Down else -1
                self._buttons[(at + step) % len(self._buttons)].setFocus()
                return True
            if key == Qt.Key.Key_Escape:
                self._go_back()
                return True
        return bool(super().eventFilter(watched, event))

    def _go_back(self) -> None:
        if self._came_from is not None:
            self._came_from.setFocus()

    def _ask(self) -> None:
        if not self._typed.is_enough:
            self._latest.forget()
            self._show(())
            return
        typed = self._typed
        self._latest.ask(
            partial(
                duplicates.of_new,
                self._desk.office,
                [dict(one) for one in typed.names],
                born=typed.born,
                gender=typed.gender,
                region=typed.region,
                language=self._desk.language,
                limit=_MOST,
                faint=True,
            )
        )

    def _show(self, found: tuple[Candidate, ...]) -> None:
        if found == self._shown:
            return
        if any(one.hasFocus() for one in self._buttons):
            self._go_back()
        self._shown = found
        self._buttons.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, one in enumerate(self._shown):
            self._rows.addWidget(self._row(number, one))
        self.setVisible(bool(self._shown))

    def _row(self, number: int, one: Candidate) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        who = ", ".join((one.b.title, *(told.text for told in one.b.beside)))
        said = self.tr("Perhaps already here: {0} ({1})").format(who, "; ".join(one.reasons))
        shown = label(said, "warn", wrap=True)
        # One very long word must not make the form wider than the screen.
        shown.setMinimumWidth(1)
        line.addWidget(shown, 1)
        take = button(self._action, flat=True)
        # Whoever types on must not have the letters swallowed by a button that came up meanwhile.
        take.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        take.setProperty("number", number)
        take.setAccessibleName(f"{self._action}: {said}")
        take.setToolTip(HERE_ALREADY)
        take.installEventFilter(self)
        take.clicked.connect(self._on_taken)
        self._buttons.append(take)
        line.addWidget(take)
        return row

    def _on_taken(self) -> None:
        one = self._shown[self.sender().property("number")]
        self.chosen.emit(one.b.id, one.b.title)


class HereAlreadyKeys(QObject):
    """Listens for `HERE_ALREADY` in a form and goes to the people shown nearest to the keyboard."""

    def __init__(self, root: QWidget) -> None:
        super().__init__(root)
        self._root = root
        keys = QShortcut(QKeySequence(HERE_ALREADY), root)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._go)

    def _go(self) -> None:
        shown = [one for one in self._root.findChildren(LooksLike) if one.isVisible()]
        around = QApplication.focusWidget()
        while around is not None:
            for one in shown:
                if around.isAncestorOf(one):
                    one.begin()
                    return
            around = around.parentWidget()
