"""What is asked of a paper, above its preview: kind, audience, language, day, cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.briefing.summing import Cover
from kzcase.dates.edtf.shown import show_day
from kzcase.services.packs import Pack
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, label
from kzcase.ui.papers.choices import LANGUAGES, AudienceBox, choice, templates
from kzcase.ui.papers.packbar import PackBar
from kzcase.ui.theme import GRID

_DAY = 130


class Asked(QWidget):
    """The choices of a paper in a row, and its pack and cover in another."""

    back_requested = Signal()
    """Leave the page."""
    changed = Signal()
    """Another kind, audience or language was chosen."""
    day_entered = Signal()
    """The day may have become another one."""
    typed = Signal()
    """Something was typed for the cover."""

    def __init__(self, desk: Desk, template: str, *, behind: bool) -> None:
        super().__init__()
        self.template = templates()
        self.template.setCurrentIndex(self.template.findData(template))
        self.audience = AudienceBox()
        self.language = choice(LANGUAGES)
        self.language.setCurrentIndex(max(0, self.language.findData(desk.look.settings.paper_language)))
        self.as_of = QLineEdit(show_day(desk.today(), desk.language))
        self.as_of.setFixedWidth(round(_DAY * desk.look.theme.scale / 100))
        self.packs = PackBar()
        self.heading = _line(self.tr("Heading of the cover"))
        self.for_whom = _line(self.tr("For whom"))
        self.from_whom = _line(self.tr("From whom"))
        self._back = button(self.tr("Back"), flat=True)
        self._back.setIcon(desk.icon(Icon.BACK, accent=True))
        # An area's own page has nothing behind it.
        if not behind:
            self._back.hide()
        self._build()
        self._back.clicked.connect(self.back_requested)
        for box in self._choices.values():
            box.currentIndexChanged.connect(self.changed)
        self.as_of.editingFinished.connect(self.day_entered)
        for line in self.lines.values():
            line.textEdited.connect(self.typed)

    @property
    def lines(self) -> dict[str, QLineEdit]:
        """The lines of the cover."""
        return {"heading": self.heading, "for_whom": self.for_whom, "from_whom": self.from_whom}

    @property
    def cover(self) -> Cover:
        """What the office writes on the cover."""
        return Cover(self.heading.text(), self.for_whom.text(), self.from_whom.text())

    def kept(self) -> dict[str, Any]:
        """What is worth keeping until the page is opened again."""
        said = {key: line.text() for key, line in self.lines.items()}
        chosen = {key: str(box.currentData()) for key, box in self._choices.items()}
        return {**chosen, "audience": self.audience.chosen[0].value, **said}

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Show what was kept; says nothing of it."""
        for key, box in self._choices.items():
            was = box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(kept.get(key))))
            box.blockSignals(was)
        for key, line in self.lines.items():
            line.setText(str(kept.get(key, "")))

    def take(self, pack: Pack) -> None:
        """Show what a kept pack asks; says nothing of it."""
        boxes = tuple(self._choices.values())
        blocked = [box.blockSignals(True) for box in boxes]
        self.template.setCurrentIndex(max(0, self.template.findData(pack.template)))
        self.language.setCurrentIndex(max(0, self.language.findData(pack.language)))
        self.audience.choose(pack.audience, pack.rule)
        for box, was in zip(boxes, blocked, strict=True):
            box.blockSignals(was)
        self.heading.setText(pack.heading)
        self.for_whom.setText(pack.recipient)
        self.from_whom.setText(pack.sender)

    @property
    def _choices(self) -> dict[str, QComboBox]:
        return {"template": self.template, "audience": self.audience, "language": self.language}

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(self._top())
        covers = QHBoxLayout()
        covers.setSpacing(GRID)
        covers.addWidget(self.packs)
        for line in self.lines.values():
            covers.addWidget(line, 1)
        column.addLayout(covers)

    def _top(self) -> FlowLayout:
        top = FlowLayout(gap=GRID)
        top.addWidget(self._back)
        self.template.setAccessibleName(self.tr("Kind of paper"))
        top.addWidget(self.template)
        for words, name, widget in (
            (self.tr("for"), self.tr("Audience"), self.audience),
            (self.tr("in"), self.tr("Language of the paper"), self.language),
            (self.tr("as of"), self.tr("The day it is as of"), self.as_of),
        ):
            widget.setAccessibleName(name)
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(GRID)
            line.addWidget(label(words, "quiet"))
            line.addWidget(widget)
            top.addWidget(pair)
        return top


def _line(words: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(words)
    return made
