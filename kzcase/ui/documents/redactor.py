"""Covers places on a document's pages, and shows the page as it will be handed out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from kzcase.briefing.annexes.looking import Looked, look
from kzcase.errors import Cancelled, KzcaseError
from kzcase.progress import Progress
from kzcase.services import redactions, vocabulary
from kzcase.services.office import Changed, Office
from kzcase.services.redactions import KIND, Area, Box
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Job
from kzcase.ui.documents.boxside import BoxSide
from kzcase.ui.documents.placefinder import PlaceFinder
from kzcase.ui.documents.redactcanvas import RedactCanvas
from kzcase.ui.theme import GRID, LIGHT

_SIDE = 300
_STEP = 1.25
_WIDEST = 4.0
_AROUND = 120
"""Pixels of the page that are seen around a place that was found."""


class Redactor(QWidget):
    """One page at a time, the boxes on it, and why each is there."""

    closed = Signal()
    """Back to the document."""
    told = Signal(str)
    """A sentence for the strip."""

    def __init__(self, desk: Desk, document: str, page: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.document = document
        self._page = page
        self._of = 0
        self._boxes: tuple[Box, ...] = ()
        self._zoom = 1.0
        self._job: Job | None = None
        self._wanted = ""
        # Pages are white in a dark window, too.
        self.canvas = RedactCanvas(LIGHT.accent)
        self.canvas.setAccessibleName(self.tr("The page; Enter makes a box, arrows move it"))
        self.preview = QCheckBox(self.tr("As it is &handed out"))
        self.finder = PlaceFinder(desk, document)
        self.side = BoxSide()
        self.list, self.why, self.note, self.remove = (
            self.side.list,
            self.side.why,
            self.side.note,
            self.side.remove,
        )
        self.confirm = button(self.tr("The boxes stand &rightly"))
        self._build()
        self._connect()
        terms = desk.worker.read(partial(vocabulary.terms, desk.office, "redaction_reason", desk.language))
        terms.done.connect(self.side.offer)
        self._draw()

    @property
    def page(self) -> int:
        """The page that is shown, from 1."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages the document has; 0 while none is drawn."""
        return self._of

    @property
    def words(self) -> str:
        """What is said instead of a page, or ""."""
        return self._said.text() if self._said.isVisibleTo(self) else ""

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Every box of the document."""
        return self._boxes

    def begin(self) -> None:
        """The keyboard starts on the page."""
        self.canvas.setFocus()

    def seek(self) -> None:
        """The keyboard goes where a name is typed that is to be covered everywhere."""
        self.finder.line.setFocus()
        self.finder.line.selectAll()

    def look_for(self, words: str) -> None:
        """Offer every place where these words stand."""
        self.finder.look_for(words)

    def keep(self) -> None:
        """Keep what was moved or typed a moment ago."""
        self.canvas.settle()
        self.side.keep()

    def stop(self) -> None:
        """The page goes: no more work is done for it."""
        self.finder.stop()

    def refresh(self, changed: Changed) -> None:
        """Somebody changed a box or the file: read them again; undo comes this way, too."""
        if changed.kinds & {KIND} or self.document in changed.ids:
            if self.preview.isChecked() or self.document in changed.ids:
                self._draw()
            else:
                self._read()

    def turn_to(self, page: int) -> None:
        """Show another page."""
        page = min(max(page, 1), max(self._of, 1))
        if page != self._page:
            self.canvas.settle()
            self._page = page
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc forgets what was found, then goes back to the document; the keys for pages turn them."""
        match event.key():
            case Qt.Key.Key_Escape if self.finder.busy:
                self.finder.dismiss()
                self.canvas.setFocus()
            case Qt.Key.Key_Escape:
                self.keep()
                self.closed.emit()
            case Qt.Key.Key_PageDown:
                self.turn_to(self._page + 1)
            case Qt.Key.Key_PageUp:
                self.turn_to(self._page - 1)
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page is as wide as its place."""
        if event.type() is QEvent.Type.Resize and watched is self._area.viewport():
            self._fit()
        return super().eventFilter(watched, event)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._number = QSpinBox()
        self._number.setMinimum(1)
        self._number.setAccessibleName(self.tr("Page"))
        self._count = label("", "quiet")
        back = button(self.tr("Done"))
        back.setIcon(self._desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self._leave)
        add = button(self.tr("Cover a &place"), primary=True)
        add.clicked.connect(self._add_one)
        bar = QHBoxLayout()
        bar.setContentsMargins(2 * GRID, 0, GRID, 0)
        for widget in (back, self._number, self._count, add, self.preview):
            bar.addWidget(widget)
        for words, slot in ((self.tr("Smaller"), self._smaller), (self.tr("Larger"), self._larger)):
            made = button(words, flat=True)
            made.clicked.connect(slot)
            bar.addWidget(made)
        bar.addStretch(1)
        self._add = add
        self._stale = label(
            self.tr(
                "The file was replaced after boxes were drawn on it. Look at each page: nothing of it "
                "goes out before you say that they stand rightly."
            ),
            "quiet",
            wrap=True,
        )
        self._said = label("", "quiet", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        # A page that just fits would call the bar, be made smaller by it, send it away, and so on for ever.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.canvas)
        self._area.viewport().installEventFilter(self)
        middle = QHBoxLayout()
        middle.addWidget(self._area, 1)
        middle.addWidget(self._said, 1)
        middle.addWidget(self._beside())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        stale = QHBoxLayout()
        stale.setContentsMargins(2 * GRID, 0, GRID, 0)
        stale.addWidget(self._stale, 1)
        stale.addWidget(self.confirm)
        column.addLayout(stale)
        column.addLayout(middle, 1)
        for widget in (self._stale, self.confirm, self._said):
            widget.hide()

    def _beside(self) -> QWidget:
        side = QWidget()
        side.setObjectName("inside")
        column = QVBoxLayout(side)
        column.setContentsMargins(GRID, 0, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.finder)
        column.addWidget(self.side, 1)
        self._beside_column = column
        self._keys = label(
            self.tr(
                "Draw with the mouse, or press Enter. Arrows move a box, with Shift they size it, "
                "with Ctrl finely; Space goes to the next one, Delete uncovers. Ctrl+Z takes back. "
                "The document itself is never changed."
            ),
            "small",
            wrap=True,
        )
        column.addWidget(self._keys)
        # With large letters in a small window it is scrolled, and leaves the page its room.
        self._side_area = QScrollArea()
        self._side_area.setFrameShape(QFrame.Shape.NoFrame)
        self._side_area.setWidgetResizable(True)
        self._side_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side_area.setWidget(side)
        return self._side_area

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page has most of the room."""
        super().resizeEvent(event)
        wanted = round(_SIDE * self._desk.look.theme.scale / 100)
        self._side_area.setFixedWidth(min(wanted, max(_SIDE, self.width() * 2 // 5)))

    def _connect(self) -> None:
        self.canvas.drawn.connect(self._cover)
        self.canvas.changed.connect(self._move)
        self.canvas.removed.connect(self._uncover)
        self.canvas.chosen.connect(self.side.mark)
        self.side.picked.connect(self._pick)
        self.side.explained.connect(self._explain)
        self.side.noted.connect(self._note)
        self.side.removed.connect(self._uncover)
        self.finder.offered.connect(self._show_offers)
        self.finder.page_requested.connect(self.turn_to)
        self.finder.told.connect(self.told)
        self.preview.toggled.connect(self._draw)
        self._number.editingFinished.connect(self._go)
        self.confirm.clicked.connect(self._confirm)

    # --- what comes back -----------------------------------------------------------------------------

    def _draw(self) -> None:
        """Draw the page anew, with the boxes burnt in or without."""
        if self._job is not None:
            self._job.cancel()
        work = partial(_look, self._desk.office, self.document, self._page, self.preview.isChecked())
        self._job = self._desk.worker.look(work, quiet=True)
        self._job.done.connect(self._show)
        self._job.failed.connect(self._fail)

    def _show(self, looked: Looked) -> None:
        if looked.page.number != self._page:
            return
        self._of = looked.of
        self._said.hide()
        self._area.show()
        size = looked.page.width, looked.page.height
        self.canvas.show_page(looked.page.data, size, self._width(), editable=not self.preview.isChecked())
        self._number.setMaximum(max(self._of, 1))
        self._number.setValue(self._page)
        self._number.setVisible(self._of > 1)
        self._stale.setVisible(looked.stale)
        self.confirm.setVisible(looked.stale)
        self._add.setEnabled(not self.preview.isChecked())
        self._show_boxes(looked.boxes)
        self._show_offers()

    def _fail(self, error: KzcaseError) -> None:
        if isinstance(error, Cancelled):
            return
        self._said.setText(sentence(error))
        self._said.show()
        self._area.hide()
        self._add.setEnabled(False)

    def _read(self) -> None:
        job = self._desk.worker.read(partial(redactions.listed, self._desk.office, self.document))
        job.done.connect(self._show_boxes)

    def _show_boxes(self, boxes: tuple[Box, ...]) -> None:
        self._boxes = boxes
        here = [one for one in boxes if one.page in (self._page, redactions.EVERY_PAGE)]
        self.canvas.show_boxes(here)
        if self._wanted and self._wanted in self.canvas.areas:
            self.canvas.choose(self._wanted)
            self._wanted = ""
        self._count.setText(self.tr("of {0}").format(self._of) if self._of > 1 else "")
        self.side.show_boxes(boxes, self.canvas.box)

    def _show_offers(self) -> None:
        """Show what was found on this page; boxes step back while somebody decides."""
        if self.finder.busy and self.preview.isChecked():
            self.preview.setChecked(False)
        here = [area for one in self.finder.ticked if one.page == self._page for area in one.areas]
        current = self.finder.current
        beside = current.areas if current is not None and current.page == self._page else ()
        self.canvas.show_offers(here, beside)
        self.side.setVisible(not self.finder.busy)
        self._keys.setVisible(not self.finder.busy)
        self._beside_column.setStretchFactor(self.finder, int(self.finder.busy))
        if beside:
            across, down = self.canvas.middle(beside[0])
            self._area.ensureVisible(across, down, _AROUND, _AROUND)

    # --- what the user does --------------------------------------------------------------------------

    def _cover(self, area: Area) -> None:
        work = partial(redactions.add, self._desk.office, self.document, self._page, area)
        self._desk.worker.write(work).done.connect(self._covered)

    def _covered(self, box: str) -> None:
        self._wanted = box
        self._read()
        self.canvas.setFocus()

    def _add_one(self) -> None:
        self.canvas.setFocus()
        self.canvas.add()

    def _move(self, box: str, area: Area) -> None:
        self._desk.worker.write(partial(redactions.change, self._desk.office, box, area=area))

    def _uncover(self, box: str) -> None:
        self._desk.worker.write(partial(redactions.remove, self._desk.office, box))

    def _explain(self, box: str, reason: str) -> None:
        self._desk.worker.write(partial(redactions.change, self._desk.office, box, reason=reason))

    def _note(self, box: str, note: str) -> None:
        self._desk.worker.write(partial(redactions.change, self._desk.office, box, note=note))

    def _confirm(self) -> None:
        self._desk.worker.write(partial(redactions.confirm, self._desk.office, self.document)).done.connect(
            self._draw
        )

    def _pick(self, box: str) -> None:
        found = next((one for one in self._boxes if one.id == box), None)
        if found is None:
            return
        if found.page in (self._page, redactions.EVERY_PAGE):
            self.canvas.choose(found.id)
        else:
            self._wanted = found.id
            self.turn_to(found.page)

    def _go(self) -> None:
        self.turn_to(self._number.value())

    def _leave(self) -> None:
        self.keep()
        self.closed.emit()

    def _larger(self) -> None:
        self._zoom = min(_WIDEST, self._zoom * _STEP)
        self._fit()

    def _smaller(self) -> None:
        self._zoom = max(1 / _WIDEST, self._zoom / _STEP)
        self._fit()

    def _width(self) -> int:
        return max(100, round(self._area.viewport().width() * self._zoom))

    def _fit(self) -> None:
        self.canvas.resize_to(self._width())


def _look(office: Office, document: str, page: int, covered: bool, progress: Progress) -> Looked:
    return look(office, document, page, covered=covered, progress=progress)
