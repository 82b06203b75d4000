"""Shows the manual: chapters at the left, what is written at the right, and a line to search it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QFont, QImage, QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from kzcase import resources
from kzcase.ui.common.action import KeyGroup
from kzcase.ui.common.icons import Icon, icon
from kzcase.ui.common.text import button, label
from kzcase.ui.help import chapters, keys
from kzcase.ui.help.chapters import FIRST, SHORTCUTS, Chapter
from kzcase.ui.theme import GRID, Theme

_SIDE = 250
_WIDEST = 900
_LINE = 125.0
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_PICTURE = "\ufffc"
"""How a picture stands in the text of a document."""

_HEADING = int(Qt.ItemDataRole.UserRole) + 1
_CHAPTER = int(Qt.ItemDataRole.UserRole)


class ManualText(QTextBrowser):
    """Paints Markdown of ours; loads pictures from the manual's own folder and nothing else."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._folder = resources.manual()
        self._theme = theme
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(2 * GRID)
        self.document().setDefaultFont(theme.font())
        self.setProperty("manual", True)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture of the manual, no wider than there is room."""
        path = name.toString() if isinstance(name, QUrl) else name
        file = (self._folder / path).resolve()
        if kind != QTextDocument.ResourceType.ImageResource.value or not _inside(file, self._folder):
            return None
        image = QImage(str(file))
        room = max(200, self.viewport().width() - 12 * GRID)
        if image.width() > room:
            ratio = self.devicePixelRatioF()
            image = image.scaledToWidth(
                round(min(room * ratio, image.width())), Qt.TransformationMode.SmoothTransformation
            )
            image.setDevicePixelRatio(image.width() / room)
        return image

    def show_markdown(self, text: str) -> None:
        """Show a text from its beginning."""
        self.setMarkdown(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            if _PICTURE not in block.text():
                form.setLineHeight(_LINE, _PROPORTIONAL)
            form.setBottomMargin(GRID if not form.headingLevel() else GRID // 2)
            if form.headingLevel():
                form.setTopMargin(2 * GRID)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(form)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def go_to_heading(self, heading: str) -> None:
        """Put a heading at the top."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == heading:
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top))
                return
            block = block.next()


class HelpView(QWidget):
    """The manual; it needs no vault."""

    back_requested = Signal()
    told = Signal(str)

    def __init__(self, theme: Theme, shortcuts: Sequence[KeyGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys.text(shortcuts)
        self._chapters = {one.key: one for one in chapters.read()}
        self._shown = FIRST
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the manual"))
        self.search.setAccessibleName(self.tr("Search the manual"))
        self.search.setClearButtonEnabled(True)
        self.contents = QListWidget()
        self.contents.setAccessibleName(self.tr("Contents"))
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = ManualText(theme)
        self.text.setAccessibleName(self.tr("Manual"))
        back = button(self.tr("Back"), flat=True)
        back.setIcon(icon(Icon.BACK, theme.colours.accent))
        back.clicked.connect(self.back_requested)
        self._row = theme.row
        head = QHBoxLayout()
        head.addWidget(back)
        head.addWidget(label(self.tr("Manual"), "title"))
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.search)
        left.addWidget(self.contents, 1)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(round(_SIDE * theme.scale / 100))
        self.text.setMaximumWidth(round(_WIDEST * theme.scale / 100))
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(side)
        row.addWidget(self.text, 20)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addLayout(row, 1)
        self.search.textChanged.connect(self._list)
        self.search.returnPressed.connect(self._first)
        self.contents.itemActivated.connect(self._choose)
        self.contents.itemClicked.connect(self._choose)
        self.text.anchorClicked.connect(self._follow)
        self._list()

    @property
    def shown(self) -> str:
        """The key of the chapter on screen."""
        return self._shown

    def begin(self) -> None:
        """The keyboard starts in the text, so that the arrows scroll it."""
        self.text.setFocus()

    def seek(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def show_chapter(self, key: str, heading: str = "") -> None:
        """Show a chapter, from a heading on; one that is not written yet shows the contents."""
        self._shown = key if key == SHORTCUTS or key in self._chapters else FIRST
        if self._shown == SHORTCUTS:
            self.text.show_markdown(self._keys)
        else:
            self.text.show_markdown(self._chapters[self._shown].text)
        if heading:
            self.text.go_to_heading(heading)
        self._mark()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the search, then goes back; Down goes from the search into the list."""
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
                self.begin()
            else:
                self.back_requested.emit()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.contents.setFocus()
            if self.contents.currentRow() < 0:
                self.contents.setCurrentRow(0)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures take the room there is."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self._shown != SHORTCUTS:
            place = self.text.verticalScrollBar().value()
            self.text.show_markdown(self._chapters[self._shown].text)
            self.text.verticalScrollBar().setValue(place)

    # --- contents ------------------------------------------------------------------------------------

    def _list(self) -> None:
        self.contents.clear()
        text = self.search.text().strip()
        if text:
            self._list_hits(text)
            return
        for key, title in (*((one.key, one.title) for one in self._chapters.values()), self._keys_chapter()):
            self._add(title, key)
        self._mark()

    def _list_hits(self, text: str) -> None:
        every = (*self._chapters.values(), _made(SHORTCUTS, self._keys))
        found = chapters.search(every, text)
        for hit in found:
            same = hit.heading == hit.title
            words = hit.title if same else f"{hit.heading}\n{hit.title}"
            item = self._add(words, hit.chapter, hit.heading)
            item.setToolTip("")
        if not found:
            item = QListWidgetItem(self.tr("Nothing in the manual has these words."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.contents.addItem(item)

    def _keys_chapter(self) -> tuple[str, str]:
        return SHORTCUTS, keys.title()

    def _add(self, words: str, chapter: str, heading: str = "") -> QListWidgetItem:
        item = QListWidgetItem(words)
        item.setData(_CHAPTER, chapter)
        item.setData(_HEADING, heading)
        lines = words.count("\n") + 1
        item.setSizeHint(QSize(10, self._row + (lines - 1) * self._row * 2 // 3))
        self.contents.addItem(item)
        return item

    def _mark(self) -> None:
        """Mark the chapter on screen in the contents."""
        if self.search.text().strip():
            return
        for row in range(self.contents.count()):
            item = self.contents.item(row)
            font = QFont(self.contents.font())
            font.setBold(item.data(_CHAPTER) == self._shown)
            item.setFont(font)
            if item.data(_CHAPTER) == self._shown:
                self.contents.setCurrentItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        chapter = item.data(_CHAPTER)
        if chapter:
            self.show_chapter(chapter, item.data(_HEADING))

    def _first(self) -> None:
        if self.contents.count():
            self._choose(self.contents.item(0))
            self.begin()

    def _follow(self, link: QUrl) -> None:
        """Follow a link to another chapter; an address outside is told and not opened."""
        path, mark = link.path(), link.fragment()
        key = Path(path).stem if path.endswith(".md") and "/" not in path else ""
        if link.scheme() or (path and key not in self._chapters and key != SHORTCUTS):
            self.told.emit(
                self.tr("The program opens nothing outside its manual: {0}").format(link.toDisplayString())
            )
            return
        self.show_chapter(key or self._shown, _heading_of(self._chapters.get(key or self._shown), mark))


def anchor(heading: str) -> str:
    """The mark by which links name a heading, as common Markdown readers make it."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def _heading_of(chapter: Chapter | None, mark: str) -> str:
    if chapter is None or not mark:
        return ""
    return next((one.heading for one in chapter.sections if anchor(one.heading) == mark), "")


def _made(key: str, text: str) -> Chapter:
    sections = tuple(chapters.sections(text))
    return Chapter(key, keys.title(), text, sections)


def _inside(file: Path, folder: Path) -> bool:
    return file.is_relative_to(folder.resolve()) and file.is_file()
