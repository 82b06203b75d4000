"""Decide: fields that hold two values written independently, and what colleagues propose to erase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.services import conflicts, erasures
from kzcase.services.conflicts import Conflict
from kzcase.services.erasures import Effect, Proposal
from kzcase.services.office import Changed, Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.effectview import erased
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import declared, label, one_line
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange.conflictpanel import ConflictPanel
from kzcase.ui.exchange.part import Part, scrolled
from kzcase.ui.exchange.proposalpanel import ProposalPanel
from kzcase.ui.exchange.taking import DELETED
from kzcase.ui.theme import GRID

Row = Conflict | Proposal


@dataclass(frozen=True, slots=True)
class Undecided:
    """What is listed, and of how many records fields are undecided in all."""

    listed: tuple[Conflict, ...]
    records: int
    proposals: tuple[Proposal, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Everything that is listed."""
        return (*self.listed, *self.proposals)


class Deciding(Part):
    """A list of what waits for a decision; the chosen line is decided beside it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._show)
        self._effects = Latest(desk.worker, self)
        heads = (self.tr("Record"), self.tr("What"), self.tr("Shown until you decide"))
        self.model: RowsTableModel[Row] = RowsTableModel(heads, self._cells, parent=self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("What waits for a decision"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._say = label("", "quiet", wrap=True)
        self.conflict = ConflictPanel(desk.language)
        self.proposal = ProposalPanel(desk.language)
        self._effects.answered.connect(self.proposal.effect.show_effect)
        self._right = QStackedWidget()
        for one in (self.conflict, self.proposal):
            self._right.addWidget(scrolled(one))
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(2 * GRID)
        self._split.addWidget(self.table)
        self._split.addWidget(self._right)
        self._split.setSizes([560, 480])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._say)
        column.addWidget(self._split, 1)
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.conflict.take_requested.connect(self._take)
        self.conflict.both_requested.connect(self._keep_both)
        self.conflict.all_requested.connect(self._take_all)
        self.conflict.open_requested.connect(self._open)
        self.proposal.accept_requested.connect(self._erase)
        self.proposal.decline_requested.connect(self._keep)
        self.proposal.open_requested.connect(self._open)
        self.proposal.place_requested.connect(self.open_requested)
        self._show(Undecided((), 0))

    def read(self) -> None:
        """What is undecided."""
        self._answers.ask(partial(_undecided, self.desk.office, self.desk.language))

    def refresh(self, changed: Changed) -> None:
        """Something may have been decided, or become undecided."""
        self.read()

    def begin(self) -> None:
        """The keyboard starts in the list."""
        self.table.setFocus()

    @property
    def chosen(self) -> Row | None:
        """The line the keyboard is on."""
        return self.model.row(self.table.currentIndex().row())

    @property
    def chosen_conflict(self) -> Conflict | None:
        """The undecided field the keyboard is on."""
        return one if isinstance(one := self.chosen, Conflict) else None

    def _show(self, undecided: Undecided) -> None:
        rows = undecided.rows
        if rows == self.model.rows and rows:
            return
        place = max(0, self.table.currentIndex().row())
        before = _key(self.chosen)
        self.model.show_rows(rows)
        self._split.setVisible(bool(rows))
        self._filler.setVisible(not rows)
        self._say.setText(self._headline(undecided))
        self.counted.emit(self._waiting(undecided))
        if rows:
            same = self.model.row_of(lambda one: _key(one) == before)
            place = same if same >= 0 else min(place, len(rows) - 1)
            self.table.setCurrentIndex(self.model.index(place, 0))
        self._show_chosen()

    @staticmethod
    def _waiting(undecided: Undecided) -> int:
        """How many lines wait; of more than are listed, how many records."""
        listed = undecided.records <= len({one.id for one in undecided.listed})
        return (len(undecided.listed) if listed else undecided.records) + len(undecided.proposals)

    def _cells(self, one: Row) -> tuple[str, ...]:
        if isinstance(one, Proposal):
            by = ", ".join(one.by)
            said = (one.title, self.tr("Erased by {0}").format(by), self.tr("it stays"))
        else:
            shown = next((side.text for side in one.sides if side.shown), "")
            if one.field == DELETED:
                shown = self.tr("not deleted")
            said = (one.title, declared(one.label), shown or self.tr("nothing"))
        return tuple(one_line(cell) for cell in said)

    def _headline(self, undecided: Undecided) -> str:
        if not undecided.rows:
            return self.tr(
                "Nothing waits for a decision. When you and a colleague write different things into the same "
                "field without knowing of each other, both are kept and shown here."
            )
        if not undecided.listed:
            return self.tr("A colleague erased what is still here. Nothing is erased unless you do it.")
        more = undecided.records > len({one.id for one in undecided.listed})
        said = self.tr(
            "Two people wrote different things into these fields without knowing of each other. Nothing is "
            "lost: what you do not take stays in the history."
        )
        return said + (
            " " + self.tr("Shown are the first of {0} records.").format(undecided.records) if more else ""
        )

    def _show_chosen(self) -> None:
        match self.chosen:
            case Conflict() as one:
                rows = [row for row in self.model.rows if isinstance(row, Conflict)]
                alike = sum((row.kind, row.field) == (one.kind, one.field) for row in rows)
                self.conflict.show_conflict(one, alike)
                self._right.setCurrentIndex(0)
            case Proposal() as one:
                self.proposal.show_proposal(one)
                self._effects.ask(partial(_effect, self.desk.office, one.record, one.compartment))
                self._right.setCurrentIndex(1)

    # deciding

    def _take(self, number: int) -> None:
        one = self.chosen_conflict
        if one is not None:
            side = one.sides[number]
            work = partial(
                conflicts.take, self.desk.office, one.id, one.field, side.revision, heads=one.heads
            )
            self._decide(work)

    def _keep_both(self) -> None:
        one = self.chosen_conflict
        if one is not None:
            self._decide(partial(conflicts.keep_both, self.desk.office, one.id, one.field, heads=one.heads))

    def _take_all(self, prefer: str) -> None:
        one = self.chosen_conflict
        if one is not None:
            job = self.desk.worker.write(
                partial(conflicts.take_all, self.desk.office, one.kind, one.field, prefer)
            )
            job.done.connect(self._decided_all)

    def _decide(self, work: Callable[[], object]) -> None:
        self._split.setEnabled(False)
        job = self.desk.worker.write(work)
        job.done.connect(self._decided)
        job.over.connect(self._over)

    def _decided(self) -> None:
        self.told.emit(self.tr("Decided. What was not taken stays in the history."))

    def _decided_all(self, number: int) -> None:
        self.told.emit(
            self.tr("Decided in 1 record. Where it was not clear, both are still kept.")
            if number == 1
            else self.tr("Decided in {0} records. Where it was not clear, both are still kept.").format(
                number
            )
        )
        # The button that was pressed is gone: without this the keyboard would wander off.
        self.table.setFocus()

    def _over(self) -> None:
        self._split.setEnabled(True)
        self.table.setFocus()

    # what is proposed to be erased

    def _erase(self) -> None:
        one = self.chosen
        if isinstance(one, Proposal):
            self._split.setEnabled(False)
            work = partial(_accept, self.desk.office, one.record, one.compartment)
            job = self.desk.worker.long(self.tr("Erasing"), work, quiet=True)
            job.done.connect(self._erased)
            job.failed.connect(self._not_erased)
            job.over.connect(self._over)

    def _erased(self, effect: Effect) -> None:
        self.told.emit(erased(effect))
        self.read()

    def _not_erased(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError):
            self.told.emit(sentence(error))

    def _keep(self) -> None:
        one = self.chosen
        if isinstance(one, Proposal):
            self._split.setEnabled(False)
            job = self.desk.worker.write(
                partial(erasures.decline, self.desk.office, one.record, one.compartment)
            )
            job.done.connect(self._kept)
            job.over.connect(self._over)

    def _kept(self) -> None:
        self.told.emit(self.tr("It stays here, and you are not asked again."))
        self.read()

    def _open(self) -> None:
        match self.chosen:
            case Conflict() as one:
                self.open_requested.emit(one.kind, one.id)
            case Proposal() as one:
                self.open_requested.emit(one.kind, one.record)


def _key(one: Row | None) -> tuple[str, str]:
    match one:
        case Conflict():
            return one.id, one.field
        case Proposal():
            return one.record, f"erase {one.compartment}"
    return "", ""


def _undecided(office: Office, language: str) -> Undecided:
    return Undecided(
        conflicts.listed(office, language=language), conflicts.count(office), erasures.proposals(office)
    )


def _effect(office: Office, record: str, compartment: str) -> Effect | None:
    try:
        return erasures.look(office, record, compartment)
    except KzcaseError:
        return None  # it was decided meanwhile; the list is read again


def _accept(office: Office, record: str, compartment: str, progress: Progress) -> Effect:
    return erasures.accept(office, record, compartment, progress=progress)
