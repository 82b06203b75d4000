"""The documents of the people in a paper: a tick puts one at its end, all of its pages or some."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kzcase.briefing.annexes import wanted
from kzcase.briefing.content import Content
from kzcase.briefing.remarks import Readable
from kzcase.errors import KzcaseError
from kzcase.services import documents
from kzcase.services.display import show_date
from kzcase.services.documents import Held
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import label, tip
from kzcase.ui.common.worker import Latest

_ID = Qt.ItemDataRole.UserRole
_TICKED = Qt.CheckState.Checked
_BARE = Qt.CheckState.Unchecked
_MOST_SEEN = 3
"""Lines of what is still readable that are seen at once; the rest scrolls."""


class AnnexList(QWidget):
    """The documents by their days; they stand in the paper in the order in which they were ticked."""

    changed = Signal()
    """Another document, or other pages."""
    open_requested = Signal(str, str)
    """Show the record: kind, id."""
    redaction_requested = Signal(str, int, str)
    """Cover words on a page of a document: its id, the page from 1, the words."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._people: tuple[str, ...] = ()
        self._held: tuple[Held, ...] = ()
        self._pages: dict[str, str] = {}
        self._kept_back: frozenset[str] = frozenset()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Documents to annex"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages = QLineEdit()
        self.pages.setPlaceholderText(self.tr("All pages; or some: 2-5,8"))
        self.pages.setAccessibleName(self.tr("Pages of the chosen document"))
        self.pages.setEnabled(False)
        self._hint = label("", "quiet", wrap=True)
        self._still = label(self.tr("Still readable: cover it, or leave the page out"), "quiet", wrap=True)
        self.readable = QListWidget()
        self.readable.setAccessibleName(self.tr("Words that keep documents out; Enter opens the page"))
        self.readable.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.readable.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._still)
        column.addWidget(self.readable)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addWidget(self.pages)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemActivated.connect(self._open)
        self.readable.itemActivated.connect(self._redact)
        self.list.currentItemChanged.connect(self._mark)
        self.pages.editingFinished.connect(self._paged)
        self._say()
        self._list_readable(())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked documents as `kzcase.briefing.annexes.wanted` reads them."""
        return tuple(f"{key}:{pages}" if pages else key for key, pages in self._pages.items())

    def take(self, annexes: Sequence[str]) -> None:
        """Stand as a kept pack says, without telling anybody."""
        read = [wanted.read(one) for one in annexes]
        self._pages = {one.document: wanted.shown(one.pages) for one in read}
        self._fill()

    def show_content(self, content: Content) -> None:
        """Offer the documents of a paper's people, and say which of the ticked ones are not in it."""
        withheld = frozenset(one.id for one in content.withheld if one.kind == "document")
        people = content.people
        self._list_readable(content.readable)
        if withheld != self._kept_back:
            self._kept_back = withheld
            self._fill()
        if people != self._people:
            self._people = people
            self.read()

    def read(self) -> None:
        """Read the documents again: some may have come or gone."""
        self._latest.ask(partial(documents.of_people, self._desk.office, self._people))

    def _show(self, held: tuple[Held, ...]) -> None:
        self._held = held
        self._fill()

    def _fill(self) -> None:
        row = self.list.currentRow()
        blocked = self.list.blockSignals(True)
        self.list.clear()
        here = {one.id for one in self._held}
        gone = [Held(key, self.tr("Of nobody here, or gone"), "") for key in self._pages if key not in here]
        for one in (*self._held, *gone):
            day = show_date(one.date, self._desk.language) if one.date else ""
            words = " · ".join(part for part in (one.title, day) if part)
            pages = self._pages.get(one.id)
            words = f"{words} ({pages})" if pages else words
            if one.id in self._pages and one.id in self._kept_back:
                words = self.tr("{0}: withheld, see Check").format(words)
            item = QListWidgetItem(words)
            item.setData(_ID, one.id)
            item.setToolTip(tip(item.text()))
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(_TICKED if one.id in self._pages else _BARE)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(blocked)
        self._say()
        self._mark(self.list.currentItem())

    def _say(self) -> None:
        self._hint.setText(
            self.tr("Tick a document to put its pages at the end, as pictures without anything hidden.")
            if self._held or self._pages
            else self.tr("The people in this paper have no documents with a file.")
        )
        for widget in (self.list, self.pages):
            widget.setVisible(bool(self._held or self._pages))

    def _mark(self, item: QListWidgetItem | None) -> None:
        """Show the pages of the document the cursor is on."""
        key = item.data(_ID) if item is not None else ""
        self.pages.setEnabled(key in self._pages)
        self.pages.setText(self._pages.get(key, ""))

    def _ticked(self, item: QListWidgetItem) -> None:
        key = item.data(_ID)
        if item.checkState() == _TICKED:
            self._pages.setdefault(key, "")
        else:
            self._pages.pop(key, None)
        if self.list.currentItem() is not item:
            self.list.setCurrentItem(item)
        self._fill()
        self.changed.emit()

    def _paged(self) -> None:
        row = self.list.currentRow()
        key = self.list.item(row).data(_ID) if row >= 0 else ""
        if key not in self._pages:
            return
        try:
            pages = wanted.shown(wanted.pages(self.pages.text()))
        except KzcaseError as error:
            self.pages.setText(self._pages[key])
            self._hint.setText(" ".join((error.what, error.remedy)))
            self._hint.show()
            return
        if pages != self._pages[key]:
            self._pages[key] = pages
            self._fill()
            self.changed.emit()

    def _list_readable(self, readable: Sequence[Readable]) -> None:
        """List the words for which documents stay out, so that one can go there."""
        self.readable.clear()
        for one in readable:
            words = self.tr("{0}, page {1}: {2}").format(one.title, one.page, one.words)
            item = QListWidgetItem(words)
            item.setData(_ID, one)
            item.setToolTip(tip(words))
            self.readable.addItem(item)
        row = self._desk.look.theme.row
        self.readable.setFixedHeight(min(len(readable), _MOST_SEEN) * row + row // 4)
        for widget in (self._still, self.readable):
            widget.setVisible(bool(readable))
        # In a small window there is room for one sentence.
        self._hint.setVisible(not readable)

    def _redact(self, item: QListWidgetItem) -> None:
        one = item.data(_ID)
        self.redaction_requested.emit(one.document, one.page, one.words)

    def _open(self, item: QListWidgetItem) -> None:
        self.open_requested.emit("document", item.data(_ID))
