"""One part of a person's page: what is there, newest first; add and edit in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kzcase.services import documents
from kzcase.services.declarations import kinds
from kzcase.services.people import PartRow, PersonPart
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.rowstablemodel import ROW_ROLE, RowsTableModel
from kzcase.ui.common.text import button, declared, label, on_button
from kzcase.ui.person.adding import PROSECUTION, below_prosecution, preset
from kzcase.ui.theme import GRID, Size, Theme

_DATE_WIDTH = 150
Index = QModelIndex | QPersistentModelIndex


class PartPanel(QWidget):
    """The rows of one part, or the form of the one being written."""

    open_requested = Signal(str, str)
    document_requested = Signal(str, int)
    told = Signal(str)
    add_requested = Signal(str)
    """A first record of this kind is wanted, which another part may show."""

    def __init__(self, desk: Desk, person: str, part: PersonPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._person = person
        self.key = part.key
        self.sheet: Sheet | None = None
        self._rows: RowsTableModel[PartRow] = RowsTableModel(
            ("",), lambda row: (" ".join((row.date_text, *row.lines)),), parent=self
        )
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setItemDelegate(_PartDelegate(desk.look.theme, self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(declared(part.label))
        self.list.activated.connect(self._edit)
        self._empty = label(role="quiet", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = FlowLayout(gap=GRID)
        self._adds = part.adds
        self._adders = {kind: self._adder(kind) for kind in part.adds}
        self._prosecutions: list[str] = []
        self._written = ""
        """The record that was just saved here: it is gone to once it is listed."""
        for adder in self._adders.values():
            bar.addWidget(adder)
        if part.key == "documents":
            attach = button(self.tr("Attach a file"), flat=True)
            attach.setObjectName("attach")
            attach.clicked.connect(self._ask_file)
            bar.addWidget(attach)
        self._first = QWidget()
        self._first.hide()
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._first, 1)
        self._column = column
        self._stack = QStackedWidget()
        self._stack.addWidget(rows)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.show_part(part)

    def show_part(self, part: PersonPart) -> None:
        """Show these rows; a form that is open stays."""
        chosen = self.list.currentIndex().row()
        self._rows.show_rows(part.rows)
        self.list.setVisible(bool(part.rows))
        self._empty.setVisible(not part.rows)
        self._first.setVisible(not part.rows and self._first.layout() is not None)
        self._prosecutions = [row.id for row in part.rows if row.kind == PROSECUTION]
        for kind, adder in self._adders.items():
            adder.setVisible(not below_prosecution(kind) or bool(self._prosecutions))
        if self._first.layout() is None:
            self._empty.setText(
                self.tr("Nothing here yet. Use the button above to write down the first one.")
            )
        written = next((n for n, row in enumerate(part.rows) if row.id == self._written), -1)
        if written >= 0 and self.sheet is None and self.isVisible():
            self.list.setFocus()
        self._written = ""
        shown = written if written >= 0 else chosen
        if 0 <= shown < self._rows.rowCount():
            self.list.setCurrentIndex(self._rows.index(shown, 0))

    def put_below(self, widget: QWidget) -> None:
        """Show something else below the rows."""
        self._column.addWidget(widget, 1)

    @property
    def adds(self) -> tuple[str, ...]:
        """The kinds that can be added here."""
        return self._adds

    def rows(self) -> list[str]:
        """What is listed, as text (for tests)."""
        return [words for (words,) in self._rows.text()]

    def add(self, kind: str) -> None:
        """Open the form of a new record of this person, in place."""
        self._open_sheet(Sheet(self._desk, kind, None, preset(kind, self._person, self._prosecutions)))

    def suggest(self, kinds_wanted: Sequence[str]) -> None:
        """While nothing is here, offer to write down a first record of each of these kinds."""
        column = QVBoxLayout(self._first)
        column.setSpacing(GRID)
        line = QHBoxLayout()
        line.addStretch(1)
        for kind in kinds_wanted:
            made = self._adder(kind)
            made.setObjectName(f"first-{kind}")
            made.clicked.disconnect()
            made.clicked.connect(self._on_first)
            line.addWidget(made)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        self._empty.setText(
            self.tr("Nothing is written down yet of what happened. Where does the story begin?")
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        self._first.setVisible(not self._rows.rowCount())

    def begin(self) -> None:
        """Put the keyboard where work starts: on the rows, or on the first thing to write down."""
        first = self._first.findChild(QPushButton)
        if self._rows.rowCount():
            self.list.setFocus()
        elif first is not None:
            first.setFocus()
        else:
            self._adders[self._adds[0]].setFocus()

    def add_first(self) -> None:
        """Open the form of what is added here most."""
        self.add(self._adds[0])

    def keep(self) -> None:
        """Keep what was typed into an open form."""
        if self.sheet is not None:
            self.sheet.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes an open form (what was typed is kept), else goes on to the page."""
        if event.key() == Qt.Key.Key_Escape and self.sheet is not None:
            self.sheet.keep()
            self._close_sheet()
        else:
            super().keyPressEvent(event)

    def _adder(self, kind: str) -> QPushButton:
        words = declared(kinds()[kind].label)
        made = button(on_button(words), flat=True)
        made.setIcon(self._desk.icon(Icon.ADD, accent=True))
        made.setObjectName(f"add-{kind}")
        made.setAccessibleName(self.tr("Add: {0}").format(words))
        made.setProperty("kind", kind)
        made.clicked.connect(self._add_clicked)
        return made

    def _add_clicked(self) -> None:
        self.add(self.sender().property("kind"))

    def _on_first(self) -> None:
        self.add_requested.emit(self.sender().property("kind"))

    def _edit(self, index: QModelIndex) -> None:
        row: PartRow = index.data(ROW_ROLE)
        if row.kind == "document":
            # One wants to read it; its details stand beside it.
            self.open_requested.emit(row.kind, row.id)
        elif row.kind in kinds():
            self._open_sheet(Sheet(self._desk, row.kind, row.id))

    def _open_sheet(self, sheet: Sheet) -> None:
        self.keep()
        self._close_sheet()
        self.sheet = sheet
        sheet.saved.connect(self._close_sheet)
        sheet.closed.connect(self._close_sheet)
        sheet.deleted.connect(self._close_sheet)
        sheet.told.connect(self.told)
        sheet.open_requested.connect(self.open_requested)
        sheet.document_requested.connect(self.document_requested)
        sheet.loaded.connect(sheet.begin)
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)

    def _close_sheet(self) -> None:
        if self.sheet is not None:
            self._written = self.sheet.record or ""
            self._stack.removeWidget(self.sheet)
            self.sheet.deleteLater()
            self.sheet = None
            if self._written or self._rows.rowCount():
                self.list.setFocus()
            else:
                self.begin()

    def _ask_file(self) -> None:
        FileQuestion(
            self,
            self.tr("Attach a file"),
            self.tr("All files (*)"),
            self._attach,
            save=False,
            start=start_folder(),
        )

    def _attach(self, path: Path) -> None:
        job = self._desk.worker.write(partial(documents.attach, self._desk.office, self._person, path))
        job.done.connect(self._attached)

    def _attached(self) -> None:
        self.told.emit(self.tr("The file is in the vault now; the original can be removed from the disk."))


class _PartDelegate(QStyledItemDelegate):
    """Paints a row: its date at the left, its first line, and what else there is in small letters."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: PartRow = index.data(ROW_ROLE)
        small = self._theme.font(Size.SMALL).pixelSize() + 6
        extra = max(0, len([line for line in row.lines if line]) - 1)
        return QSize(200, self._theme.row + extra * small)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: PartRow = index.data(ROW_ROLE)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = self._theme.colours
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.chosen))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inside = rect.adjusted(GRID, 4, -GRID, -2)
        date = round(_DATE_WIDTH * self._theme.scale / 100)
        lines = [line.replace("\n", " ") for line in row.lines if line]
        body, small = self._theme.font(bold=False), self._theme.font(Size.SMALL)
        painter.setFont(small)
        painter.setPen(QColor(colours.quiet))
        height = self._theme.row - 6
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(inside.x(), inside.y(), date - GRID, height), flags, row.date_text)
        left = inside.x() + date
        width = inside.width() - date
        y = inside.y()
        for number, line in enumerate(lines):
            first = number == 0
            painter.setFont(body if first else small)
            painter.setPen(option.palette.color(QPalette.ColorRole.Text) if first else QColor(colours.quiet))
            metrics = painter.fontMetrics()
            tall = height if first else small.pixelSize() + 6
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, y, width, tall), flags, shown)
            y += tall
        painter.restore()
