"""The second step with a sheet: what all rows become, what is wrong with some, who may be here already."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from kzcase.errors import Refusal
from kzcase.exchange.sheets import Decision, Missing, SheetPlan, creating
from kzcase.services.declarations import kinds
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import Parts, WholeWords
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, counted, declared, label, one_line
from kzcase.ui.exchange.planlist import PlanList
from kzcase.ui.exchange.plantablemodel import PlanLine
from kzcase.ui.exchange.recorddetail import RecordDetail
from kzcase.ui.exchange.sheets.alikelist import AlikeList
from kzcase.ui.exchange.sheets.tables import rows_table
from kzcase.ui.exchange.source import RecordsFiles
from kzcase.ui.exchange.taking import Way
from kzcase.ui.theme import GRID

MOST_SHOWN = 1_000
_NAMED = 3


class RowsStep(WholeWords):
    """Nothing is changed here; `taken` says that the user agreed to the plan."""

    taken = Signal()
    back = Signal()
    cancelled = Signal()
    decided = Signal()
    """Somebody said who a person is."""
    created = Signal()
    """Kinds were ticked whose missing records are to be made."""
    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._planned: SheetPlan | None = None
        self._source: RecordsFiles | None = None
        self._stale = False
        self.head = label(role="title", wrap=True)
        self.about = label(role="quiet", wrap=True)
        self.notes = label(role="warn", wrap=True, select=True)
        self.list = PlanList(desk)
        self.list.lines.tells_of_file = False
        self.record = RecordDetail(desk)
        self.problems: RowsTableModel[Refusal] = RowsTableModel(
            (self.tr("Row"), self.tr("Column"), self.tr("What is wrong")), _refusal, parent=self
        )
        self.alike = AlikeList(desk)
        self.tabs = Parts()
        self.widen = QCheckBox()
        self.skip = QCheckBox()
        self.creating: dict[str, QCheckBox] = {}
        self.go = button("", primary=True)
        self.to_columns = button(self.tr("&Back to the columns"))
        self.stay = button(self.tr("Cancel"))
        self._reason = label(role="quiet", wrap=True)
        self._build()
        self._connect()

    @property
    def told(self) -> str:
        """What stands beside the button."""
        return self._reason.text()

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """What was said of people who may be here already, by the row."""
        return self.alike.decisions

    @property
    def agreed(self) -> SheetPlan | None:
        """The plan as it was agreed to: without what would let more be shown, unless that is ticked."""
        if self._planned is None or self.widen.isChecked():
            return self._planned
        return self._planned.without_widening()

    def show_plan(self, planned: SheetPlan) -> None:
        """Show what all rows become; what was decided stays, but for what was agreed to unseen."""
        if self._planned is None or self._planned.plan.widening != planned.plan.widening:
            self.widen.setChecked(False)
        self._planned = planned
        self._stale = False
        plan = planned.plan
        self.head.setText(one_line(planned.grid.file))
        said = self.tr("{0}:  new {1},  changed {2},  the same as here {3};  {4} refused")
        rows = (
            counted(number, self.tr("1 row"), self.tr("{0} rows"))
            for number in (planned.rows, planned.rows_refused)
        )
        figures = (next(rows), plan.new, plan.changed, plan.same, next(rows))
        self.about.setText(said.format(*figures))
        self.notes.setText("\n".join(planned.warnings))
        self.notes.setVisible(bool(planned.warnings))
        self._source = RecordsFiles(plan)
        self.list.lines.show_source(self._source, None)
        self.problems.show_rows(plan.refused[:MOST_SHOWN])
        self._problems_more.setText(
            self.tr("These are the first {0} of {1}.").format(MOST_SHOWN, len(plan.refused))
        )
        self._problems_more.setVisible(len(plan.refused) > MOST_SHOWN)
        self.alike.show_people(planned.possibly)
        self._show_missing(planned)
        self._show_tabs()
        self.skip.setText(
            self.tr("Take in the rest without the rows that are refused: {0}").format(planned.rows_refused)
        )
        self.skip.setVisible(planned.rows_refused > 0)
        self.widen.setText(
            self.tr("Also take in what would let more be shown to more people: {0}").format(
                len(plan.widening)
            )
        )
        self.widen.setVisible(bool(plan.widening))
        self._consider()

    def forget(self) -> None:
        """Show nothing of it any more; what was decided is forgotten too."""
        self._planned = self._source = None
        self.list.lines.show_source(None)
        self.problems.show_rows(())
        self.alike.forget()
        self.skip.setChecked(False)
        self.widen.setChecked(False)
        for one in self.creating.values():
            one.setChecked(False)

    def wait(self) -> None:
        """The plan on screen is no longer what would be taken in: another one is being made."""
        self._stale = True
        self._consider()

    def begin(self) -> None:
        """The keyboard starts with what needs somebody: people, then problems, then the list."""
        planned = self._planned
        if planned is not None and planned.undecided:
            self.tabs.setCurrentWidget(self.alike)
            self.alike.begin()
        elif planned is not None and planned.rows_refused:
            self.tabs.setCurrentWidget(self._problems)
            self.problems_table.setFocus()
        else:
            self.tabs.setCurrentIndex(0)
            self.list.setFocus()

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        for one in (self.head, self.about, self.notes):
            column.addWidget(one)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(self.list)
        split.addWidget(self.record)
        split.setSizes([560, 480])
        self._problems = QWidget()
        inside = QVBoxLayout(self._problems)
        inside.setContentsMargins(0, GRID, 0, 0)
        inside.setSpacing(GRID)
        self.problems_table = rows_table(
            self.desk, self.problems, self.tr("What is wrong with some rows"), (90, 180)
        )
        self._problems_more = label(role="quiet")
        ticks = QWidget()
        self._ticks = FlowLayout(ticks, gap=2 * GRID)
        inside.addWidget(self.problems_table, 1)
        inside.addWidget(self._problems_more)
        inside.addWidget(ticks)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(split, "")
        self.tabs.addTab(self._problems, "")
        self.tabs.addTab(self.alike, "")
        column.addWidget(self.tabs, 1)
        column.addWidget(self.widen)
        column.addWidget(self.skip)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self._reason, 1)
        bottom.addWidget(self.to_columns)
        bottom.addWidget(self.stay)
        bottom.addWidget(self.go)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.list.current_changed.connect(self._show_line)
        self.list.lines.arrived.connect(self._show_first)
        self.alike.decided.connect(self._person_decided)
        self.alike.open_requested.connect(self.open_requested)
        self.skip.toggled.connect(self._consider)
        self.widen.toggled.connect(self._consider)
        self.go.clicked.connect(self.taken)
        self.to_columns.clicked.connect(self.back)
        self.stay.clicked.connect(self.cancelled)

    # showing

    def _show_tabs(self) -> None:
        planned = self._planned
        assert planned is not None
        changes = planned.plan.new + planned.plan.changed
        self.tabs.setTabText(0, self.tr("What changes ({0})").format(changes))
        self.tabs.setTabText(1, self.tr("Problems ({0})").format(len(planned.plan.refused)))
        self._show_open()
        self.tabs.setTabVisible(1, bool(planned.plan.refused))
        self.tabs.setTabVisible(2, bool(planned.possibly))

    def _show_open(self) -> None:
        self.tabs.setTabText(2, self.tr("Here already? ({0} to decide)").format(self.alike.undecided))

    def _show_missing(self, planned: SheetPlan) -> None:
        """Offer to make what rows name and what is not here, kind by kind."""
        by_kind: dict[str, list[Missing]] = {}
        for one in planned.missing:
            if one.kind and creating(one.kind) is not None:
                by_kind.setdefault(one.kind, []).append(one)
        for kind in (*by_kind, *planned.mapping.create):
            if kind not in self.creating:
                made = QCheckBox()
                made.setChecked(kind in planned.mapping.create)
                made.toggled.connect(self.created)
                self.creating[kind] = made
                self._ticks.addWidget(made)
        for kind, tick in self.creating.items():
            some = by_kind.get(kind, [])
            named = ", ".join(one.text for one in some[:_NAMED]) + ("…" if len(some) > _NAMED else "")
            plural = declared(kinds()[kind].plural).lower()
            if some:
                said = self.tr("Make {0} that are not here from their names: {1} ({2})")
                tick.setText(said.format(plural, len(some), one_line(named)))
            else:
                tick.setText(self.tr("Make {0} that are not here from their names").format(plural))

    def _show_line(self, line: PlanLine) -> None:
        self.record.setVisible(line.record is not None)
        if line.record is not None and self._source is not None:
            self.record.show_record(self._source, line.record, {}, Way.LATER)

    def _show_first(self) -> None:
        """The first record is told in full without being asked for."""
        first = next((n for n, one in enumerate(self.list.lines.lines) if one.record is not None), -1)
        if first >= 0 and not self.list.currentIndex().isValid():
            self.list.go_to(first)

    def _person_decided(self) -> None:
        self._show_open()
        self.decided.emit()

    # may it be taken in

    def _consider(self) -> None:
        planned = self._planned
        if planned is None:
            return
        number = planned.plan.new + planned.plan.changed
        number -= 0 if self.widen.isChecked() else len(planned.plan.widening)
        said = self.tr("Take in 1 record") if number == 1 else self.tr("Take in {0} records").format(number)
        self.go.setText(said)
        reason = self._reason_against(planned, number)
        self.go.setEnabled(not reason)
        self._reason.setText(
            reason
            or self.tr("Nothing is changed yet. A verified backup is made first; you can take it back later.")
        )

    def _reason_against(self, planned: SheetPlan, number: int) -> str:
        if self.alike.undecided:
            return self.tr("Say first who may be here already. Nothing is changed yet.")
        if self._stale:
            return self.tr("Looking at the rows again. Nothing is changed yet.")
        if not number and planned.plan.widening:
            return self.tr("All that is new would let more be shown: tick above. Nothing is changed yet.")
        if not number:
            return self.tr("Nothing new: all of this is here already. Nothing is changed.")
        if planned.rows_refused and not self.skip.isChecked():
            return self.tr("Some rows are refused: look at them, then tick above. Nothing is changed yet.")
        return ""


def _refusal(one: Refusal) -> tuple[str, str, str]:
    return one.where, one.field, one.reason
