"""The head of a person's page: who, where, under which restrictions, what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kzcase.briefing.content import Photo
from kzcase.services.people import PersonHead, RestrictionLine
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import WholeWords
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, counted, label, set_tip
from kzcase.ui.theme import GRID

MOST_LINES = 4
"""Restrictions named in the head; the rest are counted."""
_TITLE, _NEXT = 520, 420
"""The most room that the name, and what comes next, are kept free."""
_OTHERS = 260
"""So much room other names need beside the name; with less they stand below it."""
_PHOTO = 84
"""How high a photograph stands in the head."""
JOINED = "joined"
"""Where the records stand that are this person."""


class PersonHeadPanel(WholeWords):
    """Says at one glance what one must know before a call about this person."""

    back_requested = Signal()
    paper_requested = Signal()
    letter_requested = Signal()
    field_requested = Signal(str)
    """Go to where this is written: a field of the person, or a part of the page."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("head", True)
        self._back = button(self.tr("People"), flat=True)
        self._back.setIcon(desk.icon(Icon.BACK, accent=True))
        self._back.clicked.connect(self.back_requested)
        self._title = label(role="title", wrap=True, select=True)
        self._others = label(role="quiet", wrap=True, select=True)
        self._brief = button(self.tr("&Brief"))
        self._brief.setIcon(desk.icon(Icon.PAPER))
        set_tip(self._brief, self.tr("Make a paper (Ctrl+P)"))
        self._brief.clicked.connect(self.paper_requested)
        self._letter = button(self.tr("&Letter"))
        self._letter.setIcon(desk.icon(Icon.LETTER))
        set_tip(self._letter, self.tr("Write a letter about this person"))
        self._letter.clicked.connect(self.letter_requested)
        self._line = label(role="body", wrap=True)
        self._liberty = label(role="heading")
        self._consent = label(role="quiet", wrap=True)
        self._in_force = QVBoxLayout()
        self._in_force.setSpacing(2)
        self._next = label(wrap=True)
        self._counts = label(role="warn")
        self._joined = label(role="quiet")
        self.photo = label()
        self.photo.setAccessibleName(self.tr("Photograph"))
        self.photo.hide()
        self._photo_height = round(_PHOTO * desk.look.theme.scale / 100)
        self._written = {
            self._line: "occupation",
            self._liberty: "liberty",
            self._consent: "consent",
            self._joined: JOINED,
        }
        for shown in self._written:
            shown.setCursor(Qt.CursorShape.PointingHandCursor)
            set_tip(shown, self.tr("Go to where this is written"))
            shown.installEventFilter(self)
        for long in (self._others, self._line, self._consent, self._next):
            # One very long word must not make the window wider than the screen.
            long.setMinimumWidth(1)
        self._layout()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on what is said leads to where it is written."""
        if event.type() == QEvent.Type.MouseButtonRelease:
            field = next((key for shown, key in self._written.items() if shown is watched), "")
            if field:
                self.field_requested.emit(field)
        return bool(super().eventFilter(watched, event))

    @property
    def title(self) -> str:
        """The person's name as shown."""
        return self._title.text()

    def show_head(self, head: PersonHead) -> None:
        """Show a person."""
        self._title.setText(head.title or self.tr("No name yet"))
        set_tip(self._title, head.title)
        _keep_room(self._title, _TITLE)
        self._others.setText("  ·  ".join(head.other_names))
        set_tip(self._others, self._others.text())
        self._others.setVisible(bool(head.other_names))
        self._place_others()
        self._line.setText(head.line)
        self._line.setVisible(bool(head.line))
        since = self.tr("since {0}").format(head.liberty_since) if head.liberty_since else ""
        self._liberty.setText("  ".join(part for part in (head.liberty, since) if part))
        self._liberty.setVisible(bool(self._liberty.text()))
        self._consent.setText(self.tr("Consent: {0}").format(head.consent or self.tr("none recorded")))
        self._show_restrictions(head.in_force)
        self._next.setText(self.tr("Next:  {0}").format(head.next_date) if head.next_date else "")
        self._next.setVisible(bool(head.next_date))
        _keep_room(self._next, _NEXT)
        counts = []
        if head.unanswered:
            counts.append(self.tr("%n letter(s) unanswered", "", head.unanswered))
        if head.conflicts:
            counts.append(self.tr("%n field(s) in conflict", "", head.conflicts))
        self._counts.setText("   ".join(_plural(one) for one in counts))
        self._counts.setVisible(bool(counts))
        self._joined.setText(self.tr("One person of {0} records").format(head.joined))
        self._joined.setVisible(head.joined > 1)

    def show_photo(self, picture: Photo | None) -> None:
        """Show the photograph, which stays inside the window; nothing if there is none."""
        shown = QPixmap()
        self.photo.setVisible(picture is not None and shown.loadFromData(picture.data))
        if not shown.isNull():
            ratio = self.devicePixelRatioF()
            height = round(self._photo_height * ratio)
            shown = shown.scaledToHeight(height, Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(ratio)
            self.photo.setPixmap(shown)
        else:
            self.photo.clear()

    def _layout(self) -> None:
        # Without other names their place stays, so that the title does not wander to the middle.
        place = self._others.sizePolicy()
        place.setRetainSizeWhenHidden(True)
        self._others.setSizePolicy(place)
        self._top = top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._back)
        top.addWidget(self._title)
        top.addWidget(self._others, 1)
        top.addWidget(self._brief)
        top.addWidget(self._letter)
        facts = QHBoxLayout()
        facts.setSpacing(3 * GRID)
        facts.addWidget(self._liberty)
        facts.addWidget(self._line, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(3 * GRID)
        bottom.addWidget(self._next)
        bottom.addWidget(self._counts)
        bottom.addWidget(self._joined)
        bottom.addWidget(self._consent, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        whole.setSpacing(2 * GRID)
        whole.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        self._column = column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        whole.addLayout(column, 1)
        column.addLayout(top)
        column.addLayout(facts)
        column.addLayout(self._in_force)
        column.addLayout(bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room for names, or less."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_others()

    def _place_others(self) -> None:
        """Other names stand beside the name where both have room, else below it: never in a narrow strip."""
        around = sum(one.sizeHint().width() + GRID for one in (self._back, self._brief, self._letter))
        names = sum(
            min(one.fontMetrics().horizontalAdvance(one.text()), most) + GRID
            for one, most in ((self._title, _TITLE), (self._others, _OTHERS))
        )
        beside = self._others.isHidden() or around + names <= self.contentsRect().width() - 4 * GRID
        if beside != (self._top.indexOf(self._others) >= 0):
            (self._column if beside else self._top).removeWidget(self._others)
            self._top.setStretchFactor(self._title, 0 if beside else 1)
            if beside:
                self._top.insertWidget(self._top.indexOf(self._title) + 1, self._others, 1)
            else:
                self._column.insertWidget(1, self._others)

    def _table(self, lines: Sequence[RestrictionLine]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2)
        said = ""
        for row, one in enumerate(lines):
            lead = self.tr("In force") if one.state == "yes" else self.tr("May be in force")
            for column, cell in enumerate(
                (
                    label(lead if lead != said else "", "warn"),
                    label(one.text, "heading", wrap=True),
                    label(end_said(one), "body", wrap=True),
                    label(one.how, "small"),
                )
            ):
                cell.setMinimumWidth(1 if cell.wordWrap() else 0)
                set_tip(cell, one.why)
                grid.addWidget(cell, row, column)
            said = lead
        for column, stretch in enumerate((0, 5, 4, 1)):
            grid.setColumnStretch(column, stretch)
        return table

    def _show_restrictions(self, lines: tuple[RestrictionLine, ...]) -> None:
        while (item := self._in_force.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if lines:
            self._in_force.addWidget(self._table(lines[:MOST_LINES]))
        if len(lines) > MOST_LINES:
            more = self.tr("and {0} more, see Restrictions").format(len(lines) - MOST_LINES)
            self._in_force.addWidget(label(more, "quiet"))


def _keep_room(shown: QLabel, most: int) -> None:
    """Let words that fit stand on one line: a label that may wrap asks for little room."""
    shown.ensurePolished()
    shown.setMinimumWidth(min(shown.fontMetrics().horizontalAdvance(shown.text()) + GRID, most))


def end_said(line: RestrictionLine) -> str:
    """Until when, and how many days that leaves; says so when it is not known or not decided."""
    translate = QCoreApplication.translate
    parts = []
    if line.days_left is not None:
        one = translate("PersonHeadPanel", "1 day left")
        parts.append(counted(line.days_left, one, translate("PersonHeadPanel", "{0} days left")))
        parts.append(translate("PersonHeadPanel", "to {0}").format(line.end))
    elif line.end:
        parts.append(line.end)
    if line.undecided:
        parts.append(translate("PersonHeadPanel", "undecided"))
    return ", ".join(parts)


def _plural(text: str) -> str:
    """English without a catalogue: "1 letter(s)" said properly."""
    number = text.split(" ", 1)[0]
    return text.replace("(s)", "" if number == "1" else "s")
