"""The plan of files that were opened: what each would change, what needs a tick, and the one button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kzcase.exchange.casefile import Choice, Status
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import WholeWords
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import button, label, one_line
from kzcase.ui.common.tick import Tick
from kzcase.ui.exchange import words
from kzcase.ui.exchange.choosing import way_words
from kzcase.ui.exchange.filedetail import FileDetail
from kzcase.ui.exchange.planlist import PlanList
from kzcase.ui.exchange.plantablemodel import PlanLine
from kzcase.ui.exchange.recorddetail import RecordDetail
from kzcase.ui.exchange.source import CaseFile, Opened, Source
from kzcase.ui.exchange.taking import Way
from kzcase.ui.theme import GRID

_FIGURES = (
    Status.NEW,
    Status.CHANGED,
    Status.CONFLICT,
    Status.SAME,
    Status.REFUSED,
    Status.ERASED,
    Status.UNDONE,
)
_ROWS = 4
"""So many rows of the plan are seen at once, at least; with large letters one scrolls."""
_ALWAYS = frozenset({Status.NEW, Status.CHANGED, Status.CONFLICT, Status.SAME})


class PlanView(WholeWords):
    """Nothing is changed here; `taken` says that the user agreed to the plan."""

    taken = Signal()
    cancelled = Signal()
    open_requested = Signal(str, str)
    colleagues_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.ways: dict[tuple[str, str], Way] = {}
        self._opened = Opened()
        self._status: Status | None = None
        self.files = QComboBox()
        self.files.setAccessibleName(self.tr("File"))
        self.head = label(role="title", wrap=True)
        self.about = label(role="quiet", wrap=True)
        self.figures: dict[Status | None, QPushButton] = {}
        self.list = PlanList(desk)
        self.file = FileDetail(desk)
        self.record = RecordDetail(desk)
        self.unverified = Tick()
        self.widening = Tick()
        self.undone = Tick()
        self.skip = Tick()
        self.otherwise = QComboBox()
        self.otherwise.setAccessibleName(self.tr("All that is in conflict"))
        for way in (Way.LATER, Way.MINE, Way.THEIRS, Way.BOTH):
            self.otherwise.addItem(way_words(way), way)
        self.go = button("", primary=True)
        self.stay = button(self.tr("Cancel"))
        self._reason = label(role="quiet", wrap=True)
        self._decide = QWidget()
        self._conflicts = label(self.tr("In conflict, where you chose nothing else:"), "quiet")
        self._build()
        self._connect()

    @property
    def source(self) -> Source:
        """The file on screen."""
        return self._opened.sources[max(0, self.files.currentIndex())]

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that is to be taken in."""
        return self._opened.sources

    @property
    def told(self) -> str:
        """What stands beside the button: why it cannot be pressed, or what happens first."""
        return self._reason.text()

    @property
    def way(self) -> Way:
        """What shall become of fields in conflict for which nothing else was chosen."""
        # Qt hands the plain text of an enumeration back.
        return Way(self.otherwise.currentData())

    @property
    def choice(self) -> Choice:
        """What was ticked."""
        return Choice(
            unverified=self.unverified.isChecked(),
            widening=self.widening.isChecked(),
            undone=self.undone.isChecked(),
            skip_refused=self.skip.isChecked(),
        )

    def show_opened(self, opened: Opened) -> None:
        """Show the plan of some files."""
        self._opened = opened
        self.ways.clear()
        self.otherwise.setCurrentIndex(0)
        self.files.blockSignals(True)
        self.files.clear()
        for one in opened.sources:
            self.files.addItem(one.sum.name)
        self.files.blockSignals(False)
        self.files.setVisible(len(opened.sources) > 1)
        self._show_ticks()
        self._show_file()

    def forget(self) -> None:
        """The files are closed: show nothing of them."""
        self.list.lines.show_source(None)
        self._opened = Opened()

    def begin(self) -> None:
        """The keyboard starts in the list."""
        self.list.setFocus()

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.files)
        column.addLayout(top)
        column.addWidget(self.about)
        line = QWidget()
        flow = FlowLayout(line, gap=GRID)
        self._group = QButtonGroup(self)
        colours = self.desk.look.theme.colours
        checked = f"QPushButton:checked {{ background: {colours.chosen}; border-color: {colours.accent}; }}"
        for status in (None, *_FIGURES):
            made = QPushButton()
            made.setCheckable(True)
            made.setStyleSheet(checked)
            made.setProperty("status", status.value if status else "")
            self._group.addButton(made)
            self.figures[status] = made
            flow.addWidget(made)
        column.addWidget(line)
        self._right = QStackedWidget()
        self._right.addWidget(self.file)
        self._right.addWidget(self.record)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(self.list)
        split.addWidget(self._right)
        split.setSizes([520, 520])
        split.setMinimumHeight(_ROWS * self.desk.look.theme.row)
        column.addWidget(split, 1)
        choices = QWidget()
        wishes = FlowLayout(choices, gap=2 * GRID)
        for tick in (self.unverified, self.widening, self.undone, self.skip, self._decide):
            wishes.addWidget(tick)
        decide = QHBoxLayout(self._decide)
        decide.setContentsMargins(0, 0, 0, 0)
        decide.setSpacing(GRID)
        decide.addWidget(self._conflicts)
        decide.addWidget(self.otherwise)
        column.addWidget(choices)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self._reason, 1)
        bottom.addWidget(self.stay)
        bottom.addWidget(self.go)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.files.currentIndexChanged.connect(self._show_file)
        self._group.buttonClicked.connect(self._narrow)
        self.list.current_changed.connect(self._show_line)
        self.list.lines.arrived.connect(self._arrived)
        self.file.open_requested.connect(self.open_requested)
        self.file.colleagues_requested.connect(self.colleagues_requested)
        self.record.chosen.connect(self._choose)
        for tick in (self.unverified, self.widening, self.undone, self.skip):
            tick.toggled.connect(self._consider)
        self.otherwise.currentIndexChanged.connect(self._show_current)
        self.go.clicked.connect(self.taken)
        self.stay.clicked.connect(self.cancelled)

    # showing

    def _show_file(self) -> None:
        source, language = self.source, self.desk.language
        if isinstance(source, CaseFile):
            plan = source.incoming.plan
            from_whom = self.tr("STOP. It says it is from {0}") if plan.stops else self.tr("From {0}")
            self.head.setText(from_whom.format(one_line(plan.sender.name)))
            written = words.moment(plan.created, language)
            said = self.tr("{0}  ·  written {1}  ·  {2}").format(
                words.trusted(plan.sender), written, plan.file
            )
        else:
            self.head.setText(self.tr("A records file"))
            said = source.sum.name
        self.about.setText(said)
        self._status = None
        self._show_figures()
        self.list.lines.show_source(source, None)
        self.list.go_to_first()

    def _show_figures(self) -> None:
        counts = self.source.sum.counts
        everything = sum(number for one, number in counts.items() if one is not Status.SAME)
        for status, made in self.figures.items():
            number = everything if status is None else counts[status]
            name = self.tr("All that changes") if status is None else words.status(status)
            made.setText(f"{name}  {number}")
            made.setChecked(status is self._status)
            made.setVisible(status is None or status in _ALWAYS or number > 0)

    def _show_ticks(self) -> None:
        sums = [one.sum for one in self.sources]
        plans = [one.incoming.plan for one in self.sources if isinstance(one, CaseFile)]
        widening = sum(one.widening for one in sums)
        held = sum(one.held for one in sums)
        refused = sum(one.counts[Status.REFUSED] for one in sums)
        in_conflict = sum(one.counts[Status.CONFLICT] for one in sums)
        unsure = any(one.doubtful for one in plans)
        stopped = any(one.stops for one in plans)
        for tick, needed, said in (
            (
                self.unverified,
                unsure,
                self.tr("Take it in though I have not compared the words of this key. History will say so."),
            ),
            (
                self.widening,
                widening > 0,
                self.tr("Also take in what would let more be shown to more people: {0}").format(widening),
            ),
            (
                self.undone,
                held > 0,
                self.tr("Also take in what was taken back here before: {0}").format(held),
            ),
            (
                self.skip,
                refused > 0,
                self.tr("Take in the rest without what is refused: {0}").format(refused),
            ),
        ):
            tick.setText(said)
            tick.setChecked(False)
            tick.setVisible(needed and not stopped)
        self._decide.setVisible(in_conflict > 0 and not stopped)
        self._consider()

    def _consider(self) -> None:
        sums = [one.sum for one in self.sources]
        number = sum(one.taken for one in sums)
        number += sum(one.widening for one in sums) if self.widening.isChecked() else 0
        number += sum(one.held for one in sums) if self.undone.isChecked() else 0
        said = self.tr("Take in 1 record") if number == 1 else self.tr("Take in {0} records").format(number)
        reason = self._reason_against(sums_nothing=all(one.nothing_new for one in sums), number=number)
        self.go.setText(said if number or reason else self.tr("Take the file in"))
        self.go.setEnabled(not reason)
        self._reason.setText(
            reason
            or self.tr("Nothing is changed yet. A verified backup is made first; you can take it back later.")
        )

    def _reason_against(self, *, sums_nothing: bool, number: int) -> str:
        plans = [one.incoming.plan for one in self.sources if isinstance(one, CaseFile)]
        if any(plan.stops for plan in plans):
            return self.tr("This cannot be taken in: see “About this file”. Nothing is changed.")
        if sums_nothing:
            return self.tr("Nothing new: all of this is here already. Nothing is changed.")
        if not self.unverified.isHidden() and not self.unverified.isChecked():
            return self.tr("Compare the words with the sender first, or tick above. Nothing is changed yet.")
        if not self.skip.isHidden() and not self.skip.isChecked():
            return self.tr("Some of it is refused: look at it, then tick above. Nothing is changed yet.")
        if number == 0 and not self._brings_besides(plans):
            return self.tr("What is left needs a tick above. Nothing is changed yet.")
        return ""

    def _brings_besides(self, plans: Sequence[object]) -> bool:
        """Whether something comes that is not counted as a record: documents, proposals, details."""
        return any(
            one.incoming.plan.documents or one.incoming.plan.proposals or one.incoming.plan.joined
            for one in self.sources
            if isinstance(one, CaseFile)
        )

    def _narrow(self, made: QPushButton) -> None:
        said = made.property("status")
        self._status = Status(said) if said else None
        self.list.lines.show_source(self.source, self._status)
        self.list.go_to_first()

    def _arrived(self) -> None:
        if self._status is not None and self.list.currentIndex().row() == 0:
            first = next((n for n, one in enumerate(self.list.lines.lines) if one.record is not None), -1)
            if first >= 0:
                self.list.go_to(first)

    def _show_current(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._show_line(self.list.lines.lines[index.row()])

    def _show_line(self, line: PlanLine) -> None:
        if line.record is None:
            self.file.show_file(self.source, self._opened.failed)
            self._right.setCurrentWidget(self.file)
        else:
            self.record.show_record(self.source, line.record, self.ways, self.way)
            self._right.setCurrentWidget(self.record)

    def _choose(self, record: str, field: str, way: Way) -> None:
        self.ways[record, field] = way
