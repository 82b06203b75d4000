"""What a form asks and no record tells, with a line to write the answer for this paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kzcase.briefing.remarks import Lacking
from kzcase.ui.common.text import label

_KEY = Qt.ItemDataRole.UserRole


class LackingList(QWidget):
    """Open questions; one that is chosen can be answered below. Answers are never kept in a record."""

    changed = Signal()
    """An answer was written or taken back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: dict[str, str] = {}
        self._questions: dict[str, str] = {}
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Open questions"))
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("Answer for this paper"))
        self.line.setPlaceholderText(self.tr("Choose a question, write the answer, Enter"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(
            label(
                self.tr("The form asks this and no record tells it. Nothing is made up."), "quiet", wrap=True
            )
        )
        column.addWidget(self.list, 1)
        column.addWidget(self.line)
        self.list.currentItemChanged.connect(self._chosen)
        self.line.returnPressed.connect(self._answer)
        self.line.setEnabled(False)

    @property
    def answers(self) -> Mapping[str, str]:
        """What was written, by the question's key."""
        return dict(self._answers)

    @property
    def open(self) -> int:
        """How many questions are open."""
        return sum(self.list.item(row).data(_KEY) not in self._answers for row in range(self.list.count()))

    def take(self, answers: Mapping[str, str]) -> None:
        """Stand as a kept pack says."""
        self._answers = dict(answers)

    def show_lacking(self, lacking: Sequence[Lacking], form: str) -> None:
        """Show the open questions of a form, and below them those that were answered here."""
        was = self.list.currentItem().data(_KEY) if self.list.currentItem() is not None else None
        self._questions |= {one.key: one.question for one in lacking}
        self.list.clear()
        for one in lacking:
            who = f"{one.title}: " if one.title else ""
            self._add(one.key, who + one.words)
        for key, text in self._answers.items():
            if key.startswith(f"{form}."):
                self._add(key, f"{self._questions.get(key, key)} – {text}")
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == was:
                self.list.setCurrentRow(row)

    def _add(self, key: str, text: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_KEY, key)
        self.list.addItem(item)

    def _chosen(self) -> None:
        item = self.list.currentItem()
        self.line.setEnabled(item is not None)
        if item is not None:
            key = item.data(_KEY)
            self.line.setText(self._answers.get(key, ""))
            self.line.setPlaceholderText(self._questions.get(key, ""))

    def _answer(self) -> None:
        if self.list.currentRow() < 0:
            return
        item = self.list.currentItem()
        key, text = item.data(_KEY), " ".join(self.line.text().split())
        if text == self._answers.get(key, ""):
            return
        if text:
            self._answers[key] = text
        else:
            self._answers.pop(key, None)
        self.changed.emit()
