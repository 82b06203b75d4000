"""What else a paper can say: the letterhead, who may read it, to whom it goes, what is new."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import label
from kzcase.ui.papers.choices import choice
from kzcase.ui.theme import GRID

_ROW = 28
_MOST_SHOWN = 4


class PaperSettings(QWidget):
    """The seldom changed settings of a paper."""

    changed = Signal()
    """Something was chosen."""
    typed = Signal()
    """Something is being typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letterhead = choice((("", self.tr("No letterhead")),))
        self.classification = QLineEdit()
        self.classification.setPlaceholderText(self.tr("As the audience says"))
        self.mission = RecordChooser(desk, ("contact", "organisation"))
        self.changes = QCheckBox(self.tr("&Mark what changed since it was last handed out"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID // 2)
        for words, widget in (
            (self.tr("Letterhead"), self.letterhead),
            (self.tr("Line on every page"), self.classification),
            (self.tr("It goes to"), self.mission),
        ):
            column.addWidget(label(words, "quiet"))
            widget.setAccessibleName(words)
            column.addWidget(widget)
        column.addSpacing(GRID)
        column.addWidget(self.changes)
        column.addSpacing(GRID)
        self.sealed = QListWidget()
        self._sealed_words = label(self.tr("Sealed for (only they can open the file)"), "quiet", wrap=True)
        self.sealed.setAccessibleName(self._sealed_words.text())
        column.addWidget(self._sealed_words)
        column.addWidget(self.sealed)
        self.offer_colleagues(())
        column.addStretch(1)
        self.letterhead.currentIndexChanged.connect(self.changed)
        self.changes.toggled.connect(self.changed)
        self.mission.changed.connect(self.changed)
        self.classification.textEdited.connect(self.typed)

    @property
    def addressee(self) -> str:
        """The id of whom it goes to, "" for nobody in particular."""
        return next(iter(self.mission.chosen), "")

    def offer(self, letterheads: Sequence[tuple[str, str]]) -> None:
        """Offer the office's letterheads; the choice stays if it is still there."""
        was = self.letterhead.currentData()
        blocked = self.letterhead.blockSignals(True)
        while self.letterhead.count() > 1:
            self.letterhead.removeItem(1)
        for key, name in letterheads:
            self.letterhead.addItem(name, key)
        self.letterhead.setCurrentIndex(max(0, self.letterhead.findData(was)))
        self.letterhead.blockSignals(blocked)

    @property
    def sealed_for(self) -> tuple[str, ...]:
        """The key ids of the colleagues the file is sealed for."""
        items = (self.sealed.item(place) for place in range(self.sealed.count()))
        return tuple(
            str(one.data(Qt.ItemDataRole.UserRole))
            for one in items
            if one.checkState() is Qt.CheckState.Checked
        )

    def offer_colleagues(self, known: Sequence[tuple[str, str]]) -> None:
        """Offer the colleagues whose keys were compared; ticks stay on those who are still there."""
        was = self.sealed_for
        self.sealed.clear()
        for key, name in known:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in was else Qt.CheckState.Unchecked)
            self.sealed.addItem(item)
        for part in (self._sealed_words, self.sealed):
            part.setVisible(bool(known))
        self.sealed.setMaximumHeight(min(len(known), _MOST_SHOWN) * _ROW + GRID)

    def take(self, letterhead: str, classification: str, mission: str) -> None:
        """Stand as a pack says, without telling anybody."""
        blocked = [one.blockSignals(True) for one in (self.letterhead, self.mission)]
        self.letterhead.setCurrentIndex(max(0, self.letterhead.findData(letterhead)))
        self.classification.setText(classification)
        self.mission.choose([mission] if mission else [])
        for one, was in zip((self.letterhead, self.mission), blocked, strict=True):
            one.blockSignals(was)
