"""Chooses records that are there, by typing: chips above, a line to find more below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kzcase.services import records
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.choice import CHIP, NUMBER, Chips
from kzcase.ui.common.fields.link import find
from kzcase.ui.common.fields.pick import Offer, PickLine
from kzcase.ui.common.worker import Latest

_PAUSE = 60


class RecordChooser(QWidget):
    """Any number of records of some kinds, in the order in which they were chosen; makes none.

    `most` is the room for the words of one, in pixels; of more than `number` the rest is counted.
    """

    changed = Signal()
    """What is chosen has changed."""

    def __init__(
        self,
        desk: Desk,
        kinds: Sequence[str],
        parent: QWidget | None = None,
        *,
        most: int = CHIP,
        number: int = NUMBER,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kinds = tuple(kinds)
        self._titles: dict[str, str] = {}
        self.line = PickLine()
        self.line.setPlaceholderText(self.tr("Type a name"))
        self.line.setAccessibleName(self.tr("Find by name"))
        self.chips = Chips(most=most, number=number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.chips)
        column.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._offer)
        self._named = Latest(desk.worker, self)
        self._named.answered.connect(self._name)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._find)
        self.line.asked.connect(self._asked)
        self.line.picked.connect(self._picked)
        self.chips.removed.connect(self._remove)
        self.chips.show_items([])

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of what is chosen."""
        return tuple(self._titles)

    def choose(self, ids: Iterable[str]) -> None:
        """Choose these and no others."""
        self._titles = {one: self._titles.get(one, "") for one in ids}
        self._redraw()
        self.changed.emit()
        if unnamed := [one for one, title in self._titles.items() if not title]:
            self._named.ask(partial(titles, self._desk.office, unnamed))

    def _asked(self, text: str) -> None:
        # What was found for fewer letters is not what is meant: Enter waits for the answer to these.
        self._latest.forget()
        self._text = text.strip()
        self.line.pending = True
        self._timer.start()

    def _find(self) -> None:
        office, language = self._desk.office, self._desk.language
        self._latest.ask(partial(find, office, self._kinds, self._text, language, narrowed=True))

    def _offer(self, found: tuple[Offer, ...]) -> None:
        self.line.offer([one for one in found if one.key not in self._titles])

    def _picked(self, offer: Offer) -> None:
        self._timer.stop()
        self._latest.forget()
        self.line.pending = False
        self.line.clear()
        self._titles[offer.key] = offer.label
        self._redraw()
        self.changed.emit()

    def _remove(self, key: str) -> None:
        self._titles.pop(key, None)
        self._redraw()
        self.line.setFocus()
        self.changed.emit()

    def _name(self, found: dict[str, str]) -> None:
        self._titles |= {one: title for one, title in found.items() if one in self._titles}
        self._redraw()

    def _redraw(self) -> None:
        self.chips.show_items(list(self._titles.items()))


def titles(office: Office, ids: Sequence[str]) -> dict[str, str]:
    """The titles of records; runs beside the window."""
    with office.read() as session:
        return records.titles(session, ids)
