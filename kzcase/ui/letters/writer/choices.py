"""What is chosen for a letter: to whom, about whom, what is asked, by which template, for which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kzcase.dates.edtf import DateError, read_date
from kzcase.dates.edtf.shown import show_day
from kzcase.letters.shapes import Asked, Mailing
from kzcase.services.declarations import Audience
from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import label, name_for_reader, set_role
from kzcase.ui.letters.languages import LANGUAGES
from kzcase.ui.letters.lettertext import LetterText
from kzcase.ui.letters.writer import work
from kzcase.ui.letters.writer.askseditor import AsksEditor
from kzcase.ui.theme import GRID

_DAY, _SIDE, _NOTE_LINES = 106, 280, 3
_CHIPS = 40
"""Addressees named above the line; all of them stand in the list of letters."""
_LARGE = 125
"""The scale of letters from which this side grows no more."""
_BESIDE = 80
"""What stands beside the words of a chip: its frame, its way out, the bar to scroll with."""
TO = ("contact", "organisation", "person")
ENCLOSED = ("document",)
USUAL = "urgent_appeal"
"""The template that is offered first."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from: (key, words) of templates and of letterheads."""

    templates: tuple[tuple[str, str], ...]
    letterheads: tuple[tuple[str, str], ...]
    letterhead: str = ""
    """The one that is used unless another is chosen."""


class Choices(QWidget):
    """The left side of the writer, and the bar above it (`bar`)."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: dict[str, str] = {}
        """What combos are to show once their lists have come."""
        self.follow_up_of = ""
        self.languages: dict[str, str] = {}
        """The language of a letter to one addressee, where another one than theirs was chosen."""
        self.template, self.letterhead = QComboBox(), QComboBox()
        self.audience = _choice(
            (
                (None, self.tr("what they may see")),
                (Audience.DIPLOMATIC, self.tr("Closed diplomatic")),
                (Audience.UN, self.tr("UN, confidential")),
                (Audience.PUBLIC, self.tr("Public")),
            )
        )
        self.language = _choice(((None, self.tr("their own language")), *LANGUAGES))
        self.day = QLineEdit(show_day(desk.today(), desk.language))
        self.day.setFixedWidth(round(_DAY * desk.look.theme.scale / 100))
        room = self._wide(_SIDE - _BESIDE)
        self.to = RecordChooser(desk, TO, most=room, number=_CHIPS)
        self.copies = RecordChooser(desk, TO, most=room)
        self.persons = RecordChooser(desk, ("person",), most=room)
        self.cases = RecordChooser(desk, ("case",), most=room)
        self.enclosures = RecordChooser(desk, ENCLOSED, most=room)
        self.asks = AsksEditor(desk)
        self.note = LetterText(desk.look.theme.colours, self.tr("In your own words"))
        self.note.setPlaceholderText(self.tr("Stands where the template has a place for it"))
        self.note.setFixedHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing() + 2 * GRID)
        self.warning = label(role="warn", wrap=True)
        self.warning.hide()
        self.bar = QWidget()
        self._choosers = {
            "addressees": self.to,
            "copies": self.copies,
            "persons": self.persons,
            "cases": self.cases,
            "enclosures": self.enclosures,
        }
        self._boxes = {
            "template": self.template,
            "audience": self.audience,
            "language": self.language,
            "letterhead": self.letterhead,
        }
        self._pause = QTimer(self, singleShot=True, interval=work.PAUSE)
        self._pause.timeout.connect(self.changed)
        self._build()
        self._connect()

    def show_offered(self, offered: Offered) -> None:
        """Offer these templates and letterheads; what was chosen before stays chosen."""
        wanted = {"letterhead": offered.letterhead} | self._wanted
        self._fill(self.template, ((*offered.templates, ("", self.tr("No template: I type it")))))
        self._fill(self.letterhead, ((*offered.letterheads, ("", self.tr("No letterhead")))))
        wanted = {"template": USUAL, **wanted}
        for key, box in (("template", self.template), ("letterhead", self.letterhead)):
            if key in wanted:
                self._show_in(box, wanted[key])
        self._wanted.clear()

    def mailing(self) -> Mailing:
        """What is chosen. Raises `DateError` for a day that cannot be read."""
        return Mailing(
            addressees=self.to.chosen,
            template=self.template.currentData() or "",
            copies=self.copies.chosen,
            persons=self.persons.chosen,
            cases=self.cases.chosen,
            asks=self.asks.asks,
            audience=self.audience.currentData(),
            language=self.language.currentData(),
            languages={key: value for key, value in self.languages.items() if key in self.to.chosen},
            day=self._day(),
            letterhead=self.letterhead.currentData() or None,
            enclosures=self.enclosures.chosen,
            note=self.note.toPlainText().strip(),
            follow_up_of=self.follow_up_of or None,
        )

    def preset(self, values: Mapping[str, Any]) -> None:
        """Choose what is known already: ids of records by the name of their chooser."""
        for key, chooser in self._choosers.items():
            if chosen := values.get(key):
                chooser.choose((chosen,) if isinstance(chosen, str) else tuple(chosen))
        self.follow_up_of = str(values.get("follow_up_of") or "")
        if template := values.get("template"):
            self._wanted["template"] = str(template)
            self._show_in(self.template, template)

    def settle(self) -> None:
        """What was chosen so far is known; nobody need be told of it."""
        self._pause.stop()

    def state(self) -> dict[str, Any]:
        """What is chosen and typed, to be kept."""
        return {
            **{key: list(chooser.chosen) for key, chooser in self._choosers.items()},
            **{key: str(box.currentData() or "") for key, box in self._boxes.items()},
            "asks": self.asks.state(),
            "day": self.day.text(),
            "note": self.note.toPlainText(),
            "languages": dict(self.languages),
            "follow_up_of": self.follow_up_of,
        }

    def resume(self, state: Mapping[str, Any]) -> None:
        """Choose and type again what was kept."""
        for key, box in self._boxes.items():
            if key in state:
                self._wanted[key] = state[key]
                self._show_in(box, state[key] or None if key in ("audience", "language") else state[key])
        self.languages = dict(state.get("languages", {}))
        self.day.setText(str(state.get("day", "")))
        self.asks.resume(state.get("asks", ()))
        self.note.setPlainText(str(state.get("note", "")))
        self.preset(state)

    def hold(self, held: bool) -> None:
        """Let nothing be chosen any more, or again."""
        for widget in (self.bar, self):
            widget.setEnabled(not held)

    def warn(self, words: str) -> None:
        """Say something about the addressees; nothing for ""."""
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        bar = FlowLayout(self.bar, GRID)
        for words, widget in (
            (self.tr("Template"), self.template),
            (self.tr("in"), self.language),
            (self.tr("for"), self.audience),
            (self.tr("of"), self.day),
            (self.tr("on"), self.letterhead),
        ):
            widget.setAccessibleName(words)
            bar.addWidget(_beside(label(words, "quiet"), widget))
        for box, width in (
            (self.template, 18),
            (self.letterhead, 12),
            (self.language, 13),
            (self.audience, 13),
        ):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(width)
        inside = QWidget()
        inside.setObjectName("inside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID // 2)
        for words, part in (
            (self.tr("To"), self.to),
            ("", self.warning),
            (self.tr("About"), self.persons),
            (self.tr("What we ask"), self.asks),
            (self.tr("In your own words"), self.note),
            (self.tr("Copies to"), self.copies),
            (self.tr("Cases"), self.cases),
            (self.tr("Enclosed"), self.enclosures),
        ):
            if words:
                column.addWidget(label(words, "heading"))
            if isinstance(part, RecordChooser):
                name_for_reader(part.line, words)
            column.addWidget(part)
            column.addSpacing(GRID // 2)
        column.addStretch(1)
        scrolled = QScrollArea()
        scrolled.setWidgetResizable(True)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled)
        self.setFixedWidth(self._wide(_SIDE))

    def _connect(self) -> None:
        for chooser in self._choosers.values():
            chooser.changed.connect(self._pause.start)
        for box in self._boxes.values():
            box.currentIndexChanged.connect(self._pause.start)
        self.asks.changed.connect(self._pause.start)
        self.note.textChanged.connect(self._pause.start)
        self.day.editingFinished.connect(self._pause.start)

    def _wide(self, width: int) -> int:
        """A width for the size of the letters; in large ones the texts beside need their room, too."""
        return round(width * min(self._desk.look.theme.scale, _LARGE) / 100)

    def _day(self) -> date:
        try:
            day = read_date(self.day.text().strip(), self._desk.language).day
            if day is None:
                raise DateError("A letter needs one whole day.")
        except DateError:
            set_role(self.day, "bad", True)
            raise
        set_role(self.day, "bad", False)
        return day

    def _fill(self, box: QComboBox, offered: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        was = box.blockSignals(True)
        box.clear()
        for key, words in offered:
            box.addItem(words, key)
        box.blockSignals(was)
        self._show_in(box, chosen) if chosen is not None else box.setCurrentIndex(0)
        self._pause.start()

    def _show_in(self, box: QComboBox, key: object) -> None:
        found = box.findData(key)
        if found >= 0:
            box.setCurrentIndex(found)


def asks_words(asks: Sequence[Asked]) -> str:
    """The first words that were asked for, by which somebody knows a draft again."""
    return next((text for one in asks for text in (one.en, one.ru, one.kk) if text), "")


def _choice(several: Sequence[tuple[object, str]]) -> QComboBox:
    made = QComboBox()
    for key, words in several:
        made.addItem(words, key)
    return made


def _beside(*widgets: QWidget) -> QWidget:
    """Widgets that stay on one line."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 2)
    for one in widgets:
        row.addWidget(one)
    return made
