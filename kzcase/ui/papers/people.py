"""Those a paper is about: typed in by name, taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kzcase.services import records
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.link import find
from kzcase.ui.common.fields.pick import Offer, PickLine
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest

_PAUSE = 60
_ID = Qt.ItemDataRole.UserRole


class PeopleList(QListWidget):
    """The chosen people; Delete takes the marked ones out."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes out what is marked."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class SearchBox(QComboBox):
    """A search whose people stand in the paper too, typed or one that was saved; asked again each time."""

    chosen = Signal()
    """Another search stands here."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        typed = self.lineEdit()
        assert typed is not None
        typed.setPlaceholderText(self.tr("… and everybody a search finds"))
        for named in (self, typed):
            named.setAccessibleName(self.tr("And everybody this search finds"))
        self.activated.connect(self._take)
        typed.editingFinished.connect(self._tell)

    @property
    def query(self) -> str:
        """The search as typed, "" for none."""
        return " ".join(self.currentText().split())

    def offer(self, searches: Sequence[tuple[str, str]]) -> None:
        """Offer the saved searches, each as (search, name); what is typed stays."""
        typed = self.currentText()
        blocked = self.blockSignals(True)
        self.clear()
        for query, name in searches:
            self.addItem(name, query)
        self.setCurrentIndex(-1)
        self.setEditText(typed)
        self.blockSignals(blocked)

    def show_query(self, query: str) -> None:
        """Stand as a kept pack says, without telling anybody."""
        self._said = query
        self.setEditText(query)

    def _take(self, place: int) -> None:
        self.setEditText(self.itemData(place))
        self._tell()

    def _tell(self) -> None:
        if self.query != self._said:
            self._said = self.query
            self.chosen.emit()


class People(QFrame):
    """The people of a paper: a line to type names into, and the list of those chosen."""

    changed = Signal()
    """Somebody was added or taken out."""
    open_requested = Signal(str, str)
    """Show the record: kind, id."""

    def __init__(self, desk: Desk, chosen: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._heading = label(self.tr("People"), "heading")
        self.line = PickLine()
        self.line.setPlaceholderText(self.tr("Type a name to add somebody"))
        self.line.setAccessibleName(self.tr("Add a person"))
        self.search = SearchBox()
        self.list = PeopleList()
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(self.tr("People in this paper"))
        self.out = button(self.tr("&Leave out"), flat=True)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self.out)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.line)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self._find = Latest(desk.worker, self)
        self._find.answered.connect(self._offer)
        self._text = ""
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.line.asked.connect(self._wait)
        self.line.picked.connect(self._add)
        self.search.chosen.connect(self.changed)
        self.list.removed.connect(self._remove)
        self.list.itemActivated.connect(self._open)
        self.list.itemSelectionChanged.connect(self._mark)
        self.out.clicked.connect(self._remove)
        self._take(chosen)

    @property
    def chosen(self) -> tuple[str, ...]:
        """Their ids, in order."""
        return tuple(self.list.item(row).data(_ID) for row in range(self.list.count()))

    def choose(self, people: Sequence[str]) -> None:
        """Choose these, beside those who are chosen already."""
        self._take([one for one in people if one not in self.chosen])
        self.changed.emit()

    def replace(self, people: Sequence[str]) -> None:
        """Choose these and no others."""
        self.list.clear()
        self._take(people)
        self.changed.emit()

    def _take(self, people: Sequence[str]) -> None:
        for one in dict.fromkeys(people):
            self._append(one, "")
        self._say()
        if people:
            titles = self._desk.worker.read(partial(_titles, self._desk.office, tuple(people)))
            titles.done.connect(self._call)

    def _append(self, person: str, title: str) -> None:
        item = QListWidgetItem(title)
        item.setData(_ID, person)
        self.list.addItem(item)

    def _call(self, titles: dict[str, str]) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setText(titles.get(item.data(_ID), item.text()))

    def _wait(self, text: str) -> None:
        self._find.forget()  # Enter must not take what was found for fewer letters
        self._text = text.strip()
        self.line.pending = True
        self._timer.start()

    def _ask(self) -> None:
        self._find.ask(partial(find, self._desk.office, ("person",), self._text, self._desk.language))

    def _offer(self, offers: tuple[Offer, ...]) -> None:
        chosen = set(self.chosen)
        self.line.offer([one for one in offers if one.key not in chosen])

    def _add(self, offer: Offer) -> None:
        self._timer.stop()
        self._find.forget()
        self.line.clear()
        self.line.pending = False
        if offer.key not in self.chosen:
            self._append(offer.key, offer.label)
            self._say()
            self.changed.emit()

    def _remove(self) -> None:
        rows = sorted((self.list.row(item) for item in self.list.selectedItems()), reverse=True)
        for row in rows:
            self.list.takeItem(row)
        if rows:
            self._say()
            self.changed.emit()

    def _open(self, item: QListWidgetItem) -> None:
        self.open_requested.emit("person", item.data(_ID))

    def _mark(self) -> None:
        self.out.setEnabled(bool(self.list.selectedItems()))

    def _say(self) -> None:
        count = self.list.count()
        self._heading.setText(self.tr("People ({0})").format(count) if count else self.tr("People"))
        self._mark()


def _titles(office: Office, people: tuple[str, ...]) -> dict[str, str]:
    with office.read() as session:
        return records.titles(session, people)
