"""What has become of a letter, in one look: status, by when a reply is due and why, asks, the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from kzcase.dates.edtf.shown import show_day
from kzcase.progress import Progress
from kzcase.services import letters, records, vocabulary
from kzcase.services.display import show_date
from kzcase.services.letters.chain import ANSWERED_BY, ANSWERS, FOLLOWED_BY, FOLLOWS, ChainRow, chain
from kzcase.services.letters.shapes import AskRow, Due
from kzcase.services.office import Changed, Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.panel import Panel
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, counted, label, on_button
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters import work
from kzcase.ui.letters.chasing import Chasing
from kzcase.ui.letters.plaintable import plain_table
from kzcase.ui.letters.replying import Replying
from kzcase.ui.theme import GRID

OUTCOMES, STATUSES, RESPONSES = "ask_outcome", "letter_status", "letter_response"
SETTLED = frozenset({"answered", "no_answer_needed", "closed"})
"""The terms of `letter_status` after which nobody waits any more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the panel shows, read in one go."""

    view: records.RecordView
    status: str
    answer: str
    due: Due
    asks: tuple[AskRow, ...]
    chain: tuple[ChainRow, ...]
    outcomes: tuple[Term, ...]


class LetterPanel(Panel):
    """Stands first on the page of a letter."""

    def __init__(self, desk: Desk, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.letter = letter
        self._shown: Shown | None = None
        self.status = label(role="heading")
        self.due = label(wrap=True)
        self.why = label(role="small", wrap=True)
        self.asks: RowsTableModel[AskRow] = RowsTableModel(
            (self.tr("What we ask"), self.tr("Outcome"), self.tr("Since"), self.tr("What was done")),
            _ask_cells,
            parent=self,
        )
        self.ask_table = plain_table(desk, self.asks, self.tr("What we ask"), (420, 160, 110))
        self.chain: RowsTableModel[ChainRow] = RowsTableModel(
            (self.tr("Chained letters"), self.tr("Day"), self.tr("Letter")), _chain_cells, parent=self
        )
        self.chain_table = plain_table(desk, self.chain, self.tr("Chained letters"), (170, 110))
        self.outcome = button(self.tr("&What came of it"), flat=True)
        self.replying = Replying(desk)
        self.chasing = Chasing(desk, self)
        self.doing: dict[str, QPushButton] = {}
        self._build()
        self._connect()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.read()

    def read(self) -> None:
        """Read it again."""
        self._latest.ask(partial(_shown, self.desk.office, self.letter, self.desk.language))

    def refresh(self, changed: Changed) -> None:
        """Something changed in the vault."""
        self.read()

    def begin(self) -> None:
        """The keyboard starts with what is likeliest to be done."""
        self.doing["reply"].setFocus()

    def keep(self) -> None:
        """Keep a reply that was being written down."""
        self.replying.keep()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        for key, words, slot in (
            ("reply", self.tr("Record a &reply"), self.reply),
            ("chase", self.tr("C&hase"), self.chase),
            ("sent", self.tr("&Sent today"), self.mark_sent),
            ("checked", self.tr("Chec&ked"), self.mark_checked),
            ("acknowledged", self.tr("Ac&knowledged"), self.mark_acknowledged),
            ("closed", self.tr("Clos&ed"), self.mark_closed),
            ("pdf", self.tr("&PDF"), self.ask_pdf),
            ("docx", self.tr(".&docx"), self.ask_docx),
        ):
            made = button(words)
            made.clicked.connect(slot)
            self.doing[key] = made
            bar.addWidget(made)
        bar.addStretch(1)
        self.replying.hide()
        asks = QHBoxLayout()
        asks.addWidget(label(self.tr("What we ask"), "heading"), 1)
        asks.addWidget(self.outcome)
        self._asks = QWidget()
        inside = QVBoxLayout(self._asks)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID // 2)
        inside.addLayout(asks)
        inside.addWidget(self.ask_table, 1)
        self._chain = QWidget()
        below = QVBoxLayout(self._chain)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(GRID // 2)
        below.addWidget(label(self.tr("Chained letters"), "heading"))
        below.addWidget(self.chain_table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self.replying)
        column.addWidget(self.status)
        column.addWidget(self.due)
        column.addWidget(self.why)
        column.addWidget(self._asks, 3)
        column.addWidget(self._chain, 2)
        column.addStretch(1)

    def _connect(self) -> None:
        self.replying.told.connect(self.told)
        self.replying.closed.connect(self.begin)
        self.chasing.create_requested.connect(self.create_requested)
        self.chain_table.activated.connect(self._open)
        self.ask_table.activated.connect(self.ask_outcome)
        self.outcome.clicked.connect(self.ask_outcome)
        shortcut = QShortcut(QKeySequence("Ctrl+R"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.reply)

    # --- showing -------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        out = shown.view.fields.get("direction") != "in"
        self.status.setText(shown.status or self.tr("No status yet"))
        fields = shown.view.fields
        waits = out and "sent" in fields and "answered" not in fields and fields.get("status") not in SETTLED
        left = shown.due.days_left(self.desk.today())
        self.due.setText(_due_words(shown.due, left, self.desk.language) if waits else shown.answer)
        self.due.setVisible(bool(self.due.text()))
        self.why.setText(shown.due.explanation if waits else str(fields.get("response_note") or ""))
        self.why.setVisible(bool(self.why.text()))
        self.asks.show_rows(shown.asks)
        self._asks.setVisible(bool(shown.asks))
        if shown.asks and not self.ask_table.currentIndex().isValid():
            self.ask_table.selectRow(0)
        self.chain.show_rows(shown.chain)
        self._chain.setVisible(bool(shown.chain))
        sent = "sent" in fields
        self.doing["chase"].setText(self.tr("C&hase") if out else self.tr("Answ&er"))
        for keys, fits in (
            (("chase",), sent or not out),
            (("reply", "acknowledged"), out and sent),
            (("sent", "checked"), out and not sent),
            (("pdf", "docx"), out and bool(fields.get("body"))),
        ):
            for key in keys:
                self.doing[key].setVisible(fits)

    # --- what the user does --------------------------------------------------------------------------

    def reply(self) -> None:
        """Write down the reply to this letter."""
        title = self._shown.view.title if self._shown is not None else ""
        self.replying.ask(self.letter, title)

    def chase(self) -> None:
        """Begin a letter that reminds of this one, or answers it."""
        self.chasing.chase((self.letter,))

    def mark_sent(self) -> None:
        """It went out today."""
        self._mark("sent")

    def mark_checked(self) -> None:
        """Somebody read it and found it right."""
        self._mark("checked")

    def mark_acknowledged(self) -> None:
        """They said that they have it."""
        self._mark("acknowledged")

    def mark_closed(self) -> None:
        """Nothing more is waited for."""
        self._mark("closed")

    def ask_outcome(self) -> None:
        """Offer what may have come of the chosen ask."""
        if self._shown is None or not self.ask_table.currentIndex().isValid():
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for term in self._shown.outcomes:
            if not term.retired:
                action = QAction(on_button(term.label), menu)
                action.setData(term.key)
                action.triggered.connect(self._decide)
                menu.addAction(action)
        menu.popup(self.outcome.mapToGlobal(QPoint(0, self.outcome.height())))

    def ask_pdf(self) -> None:
        """Print the letter."""
        self._ask_file(self.tr("Print the letter"), self.tr("PDF (*.pdf)"), ".pdf", self._write_pdf)

    def ask_docx(self) -> None:
        """Write the letter as .docx, for those who edit on."""
        self._ask_file(self.tr("Write the letter"), self.tr("Word (*.docx)"), ".docx", self._write_docx)

    def _ask_file(self, title: str, pattern: str, suffix: str, answer: object) -> None:
        number = str(self._shown.view.fields.get("number") or "") if self._shown is not None else ""
        name = f"{self.tr('letter')} {number.replace('/', '-')}".strip() + suffix
        FileQuestion(self, title, pattern, answer, save=True, start=start_folder() / name)  # type: ignore[arg-type]

    def _write_pdf(self, path: Path) -> None:
        target = path if path.suffix else path.with_suffix(".pdf")
        self._write(partial(_pdf, self.desk.office, self.letter, target))

    def _write_docx(self, path: Path) -> None:
        target = path if path.suffix else path.with_suffix(".docx")
        self._write(partial(_docx, self.desk.office, self.letter, target))

    def _write(self, job: object) -> None:
        written = self.desk.worker.long(self.tr("Writing the letter"), job, reads=True)  # type: ignore[arg-type]
        written.done.connect(self._written)

    def _written(self) -> None:
        self.told.emit(self.tr("Written. Outside the vault it is no longer encrypted."))

    def _mark(self, status: str) -> None:
        job = self.desk.worker.write(partial(work.mark, self.desk.office, (self.letter,), status, self))
        job.done.connect(self._marked)

    def _marked(self) -> None:
        self.told.emit(self.tr("Marked as of today. Ctrl+Z takes it back."))

    def _decide(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        row = self.asks.row(self.ask_table.currentIndex().row())
        if row is not None:
            self.desk.worker.write(partial(work.decide, self.desk.office, (row.id,), action.data(), self))

    def _open(self, index: QModelIndex) -> None:
        if (row := self.chain.row(index.row())) is not None:
            self.open_requested.emit("letter", row.id)


def _shown(office: Office, letter: str, language: str) -> Shown:
    view = records.view(office, letter)
    statuses = {term.key: term.label for term in vocabulary.terms(office, STATUSES, language)}
    status = str(view.fields.get("status") or "")
    return Shown(
        view,
        statuses.get(status, status),
        _answer_words(office, view.fields, language),
        letters.due_of(office, letter, language=language),
        letters.asks_of(office, letter, language=language),
        chain(office, letter, language),
        vocabulary.terms(office, OUTCOMES, language),
    )


def _answer_words(office: Office, fields: Mapping[str, Any], language: str) -> str:
    """When a letter was answered, and how."""
    translate = QCoreApplication.translate
    responses = {term.key: term.label for term in vocabulary.terms(office, RESPONSES, language)}
    said = [responses.get(str(fields.get("response") or ""), "")]
    if day := show_date(str(fields.get("answered") or ""), language):
        said.insert(0, translate("Letters", "Answered on {0}").format(day))
    return ": ".join(one for one in said if one)


def _due_words(due: Due, left: int | None, language: str) -> str:
    translate = QCoreApplication.translate
    if due.latest is None or left is None:
        return translate("Letters", "No term for a reply is known.")
    if left < 0:
        said = translate("Letters", "A reply was due by {0}: {1}")
        days = counted(-left, translate("Letters", "1 day late"), translate("Letters", "{0} days late"))
    else:
        said = translate("Letters", "A reply is due by {0}: {1}")
        days = counted(left, translate("Letters", "1 day left"), translate("Letters", "{0} days left"))
    return said.format(show_day(due.latest, language), days)


def _ask_cells(row: AskRow) -> tuple[str, ...]:
    return row.text or row.kind_words, row.outcome_words, row.since, row.outcome_note


def _chain_cells(row: ChainRow) -> tuple[str, ...]:
    translate = QCoreApplication.translate
    words = {
        ANSWERS: translate("Letters", "answers"),
        FOLLOWS: translate("Letters", "reminds of"),
        ANSWERED_BY: translate("Letters", "was answered by"),
        FOLLOWED_BY: translate("Letters", "was followed by"),
    }
    return (
        words.get(row.relation, row.relation),
        row.day,
        " · ".join(filter(None, (row.number, row.subject, row.to_words))),
    )


def _pdf(office: Office, letter: str, target: Path, progress: Progress) -> None:
    # What draws a paper is loaded when somebody wants one.
    from kzcase.letters import printing

    printing.write_pdf(office, (letter,), target, one_file=True, draft=True, progress=progress)


def _docx(office: Office, letter: str, target: Path, progress: Progress) -> None:
    from kzcase.letters import printing

    progress.step("", 0, 0)
    printing.write_docx(office, letter, target, draft=True)
