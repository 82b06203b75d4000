"""The small form in which a reply is written down: when, what came of it, in a few words, the scan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
)

from kzcase.dates.edtf import DateError, read_date
from kzcase.dates.edtf.shown import show_day
from kzcase.services import vocabulary
from kzcase.services.office import Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import button, label, on_button, set_role
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

RESPONSE, IMPACT = "letter_response", "letter_impact"
_NOTE_LINES = 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the day as EDTF, keys of terms, words, the scan's place on the disk."""

    received: str
    response: str | None
    impact: str | None
    note: str
    scan: Path | None


class ReplyForm(QFrame):
    """Asks for a reply to one letter; `written` is emitted once everything can be read."""

    written = Signal(object)
    """What was typed (`Typed`)."""
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._scan: Path | None = None
        self._heading = label(role="heading")
        self.received = QLineEdit()
        self.response, self.impact = QComboBox(), QComboBox()
        self.note = QPlainTextEdit()
        self.note.setTabChangesFocus(True)
        self.note.setInputMethodHints(Qt.InputMethodHint.ImhNoAutoUppercase)
        self.note.setFixedHeight(_NOTE_LINES * self.note.fontMetrics().lineSpacing() + 2 * GRID)
        self.attach = button(self.tr("Attach the s&can"))
        self.attach.setIcon(desk.icon(Icon.DOCUMENT))
        self.save = button(self.tr("&Write down the reply"), primary=True)
        self.cancel = button(self.tr("Cancel"))
        self._said = label(role="bad", wrap=True)
        self._said.hide()
        self._build()
        self.attach.clicked.connect(self._ask_scan)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.closed)
        self._terms = Latest(desk.worker, self)
        self._terms.answered.connect(self._offer)
        self._terms.ask(partial(_terms, desk.office, desk.language))

    def ask(self, words: str) -> None:
        """Ask for the reply to the letter that is called so."""
        shown = self._heading.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 700)
        self._heading.setText(self.tr("Reply to {0}").format(shown))
        self.received.setText(show_day(self._desk.today(), self._desk.language))
        self.response.setCurrentIndex(0)
        self.impact.setCurrentIndex(0)
        self.note.clear()
        self._take_scan(None)
        self._complain("")
        self.show()
        self.received.setFocus()
        self.received.selectAll()

    @property
    def touched(self) -> bool:
        """Whether words were typed that are nowhere else."""
        return bool(self.note.toPlainText().strip())

    def state(self) -> dict[str, str]:
        """What was typed, to be kept."""
        return {
            "received": self.received.text(),
            "note": self.note.toPlainText(),
            "response": self.response.currentData() or "",
            "impact": self.impact.currentData() or "",
        }

    def resume(self, state: Mapping[str, str]) -> None:
        """Type again what was kept."""
        self.received.setText(state.get("received", ""))
        self.note.setPlainText(state.get("note", ""))
        for box, key in ((self.response, "response"), (self.impact, "impact")):
            box.setCurrentIndex(max(0, box.findData(state.get(key) or None)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the form; Ctrl+S and Ctrl+Enter write the reply down."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif control and event.key() in (Qt.Key.Key_S, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        for column, (words, widget) in enumerate(
            (
                (self.tr("Received on"), self.received),
                (self.tr("Response"), self.response),
                (self.tr("Impact, as far as it is known"), self.impact),
            )
        ):
            grid.addWidget(label(words, "small"), 0, column)
            grid.addWidget(widget, 1, column)
            widget.setAccessibleName(words)
        words = self.tr("What they answered, in short")
        grid.addWidget(label(words, "small"), 2, 0, 1, 3)
        grid.addWidget(self.note, 3, 0, 1, 3)
        self.note.setAccessibleName(words)
        for column, stretch in enumerate((1, 2, 2)):
            grid.setColumnStretch(column, stretch)
        for box in (self.response, self.impact):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.save)
        foot.addWidget(self.attach)
        foot.addWidget(self.cancel)
        foot.addWidget(self._said, 1)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        outer.setSpacing(GRID // 2)
        outer.addWidget(self._heading)
        outer.addLayout(grid)
        outer.addLayout(foot)

    def _offer(self, terms: tuple[tuple[Term, ...], tuple[Term, ...]]) -> None:
        for box, offered, nothing in zip(
            (self.response, self.impact),
            terms,
            (self.tr("not judged yet"), self.tr("not known yet")),
            strict=True,
        ):
            box.clear()
            box.addItem(nothing, None)
            for term in offered:
                if not term.retired:
                    box.addItem(term.label, term.key)

    def _ask_scan(self) -> None:
        FileQuestion(
            self,
            self.tr("Attach the scan of the reply"),
            self.tr("All files (*)"),
            self._take_scan,
            save=False,
            start=start_folder(),
        )

    def _take_scan(self, path: Path | None) -> None:
        self._scan = path
        self.attach.setText(on_button(path.name) if path is not None else self.tr("Attach the s&can"))

    def _save(self) -> None:
        try:
            read = read_date(self.received.text().strip(), self._desk.language)
        except DateError as error:
            self._complain(error.sentence)
            self.received.setFocus()
            return
        note = self.note.toPlainText().strip()
        self.written.emit(
            Typed(str(read), self.response.currentData(), self.impact.currentData(), note, self._scan)
        )

    def _complain(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        set_role(self.received, "bad", bool(words))


def _terms(office: Office, language: str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    return (
        vocabulary.terms(office, RESPONSE, language),
        vocabulary.terms(office, IMPACT, language),
    )
