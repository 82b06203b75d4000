"""The first step with a spreadsheet: how it was understood, which column goes where, what the rows become."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.exchange import sheets
from kzcase.exchange.sheets import Grid, Kept, Mapping
from kzcase.services.declarations import Travel, kinds
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import WholeWords
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, counted, declared, label, name_for_reader, one_line
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange.planlist import PlanList
from kzcase.ui.exchange.plantablemodel import PlanLine
from kzcase.ui.exchange.recorddetail import RecordDetail
from kzcase.ui.exchange.sheets import work
from kzcase.ui.exchange.sheets.columnlist import ColumnList
from kzcase.ui.exchange.sheets.opening import SheetFile
from kzcase.ui.exchange.sheets.work import Trial
from kzcase.ui.exchange.source import RecordsFiles
from kzcase.ui.exchange.taking import Way
from kzcase.ui.theme import GRID

_PAUSE = 300
"""Milliseconds after the last choice before the first rows are tried again."""
_FIRST_KINDS = ("person", "restriction", "prosecution", "organisation", "event", "letter", "contact")
GUESSED = ""
_NAME_WIDTH = 220
_ROWS = 6
"""So many rows high is what the columns become, at least; with large letters one scrolls to it."""


class ColumnsStep(WholeWords):
    """Nothing is changed here; `checked` asks for all rows to be looked at."""

    checked = Signal()
    cancelled = Signal()
    told = Signal(str)
    read_again = Signal(str, str, str)
    """Read the file as this sheet, in this encoding, with this delimiter ("" for what is found)."""
    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.file: SheetFile | None = None
        self._kept: tuple[Kept, ...] = ()
        self._showing = False
        self._source: RecordsFiles | None = None
        self.head = label(role="title", wrap=True)
        self.about = label(role="quiet", wrap=True)
        self.encoding = QComboBox()
        self.delimiter = QComboBox()
        self.sheet = QComboBox()
        self.kind = QComboBox()
        self.mapping_of = QComboBox()
        self.forget = button(self.tr("Forget it"), flat=True)
        self.key = QComboBox()
        self.columns = ColumnList()
        self.first = PlanList(desk)
        self.first.lines.tells_of_file = False
        self.record = RecordDetail(desk)
        self._around: dict[QComboBox, QWidget] = {}
        self.error = label(role="bad", wrap=True, select=True)
        self.name = QLineEdit()
        self.keep = button(self.tr("&Keep this mapping"))
        self.go = button(self.tr("Check all &rows"), primary=True)
        self.stay = button(self.tr("Cancel"))
        self._trials = Latest(desk.worker, self)
        self._trials.answered.connect(self._show_trial)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._try_out)
        self._build()
        self._connect()

    @property
    def grid(self) -> Grid:
        """The sheet on screen."""
        assert self.file is not None
        return self.file.grid

    @property
    def mapping(self) -> Mapping:
        """The mapping as it stands on screen."""
        said = self.columns.mapping
        way, text = self.key.currentData() or ("", "")
        return replace(
            said, key=text if way == "key" else "", match=text if way == "match" else "", kind=self._kind
        )

    @property
    def _kind(self) -> str:
        return str(self.kind.currentData() or "person")

    def show_file(self, file: SheetFile) -> None:
        """Show a sheet that was read: by a kept mapping that fits it, else by what its headings say."""
        self.file, self._kept = file, file.kept
        self.head.setText(one_line(file.grid.file))
        self.show_detected()
        self._list_kept(file.fitting[0].name if file.fitting else GUESSED)
        self._use(file.fitting[0].mapping if file.fitting else work.guessed(file.grid))

    def show_detected(self) -> None:
        """Show how the sheet on screen was understood, whatever else was tried."""
        detected = self.grid.detected
        _fill(self.encoding, [(sheets.SHOWN[one], one) for one in sheets.ENCODINGS])
        if (at := self.encoding.findText(detected.encoding)) >= 0:
            self.encoding.setCurrentIndex(at)
        elif detected.encoding:
            self.encoding.insertItem(0, detected.encoding, "")
            self.encoding.setCurrentIndex(0)
        _fill(self.delimiter, [(self._delimiter(one), one) for one in sheets.DELIMITERS])
        self.delimiter.setCurrentIndex(self.delimiter.findData(detected.delimiter))
        _fill(self.sheet, [(one_line(one), one) for one in detected.sheets])
        self.sheet.setCurrentIndex(self.sheet.findData(detected.sheet))
        for box in (self.encoding, self.delimiter):
            self._around[box].setVisible(bool(detected.encoding))
        self._around[self.sheet].setVisible(len(detected.sheets) > 1)

    def forget_file(self) -> None:
        """Show nothing of it any more."""
        self._pause.stop()
        self._trials.forget()
        self.file = self._source = None
        self.first.lines.show_source(None)

    def begin(self) -> None:
        """The keyboard starts with the first column that is left out, else with the button."""
        left = next((line for line in self.columns.lines.values() if not line.key), None)
        (left or self.go).setFocus()

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.head)
        column.addWidget(self.about)
        choices = QWidget()
        flow = FlowLayout(choices, gap=2 * GRID)
        for words, box, wide in (
            (self.tr("Characters:"), self.encoding, 16),
            (self.tr("Columns parted by:"), self.delimiter, 8),
            (self.tr("Sheet:"), self.sheet, 14),
            (self.tr("Each row is a:"), self.kind, 14),
            (self.tr("Mapping:"), self.mapping_of, 22),
            (self.tr("A row is known again by:"), self.key, 26),
        ):
            beside = (self.forget,) if box is self.mapping_of else ()
            self._around[box] = _named(words, box, wide, *beside)
            flow.addWidget(self._around[box])
        column.addWidget(choices)
        right = QWidget()
        result = QVBoxLayout(right)
        result.setContentsMargins(0, 0, 0, 0)
        result.setSpacing(GRID)
        result.addWidget(label(self.tr("What the first rows become"), "heading"))
        result.addWidget(self.first, 3)
        result.addWidget(self.record, 2)
        self.first.setAccessibleName(self.tr("What the first rows become"))
        left = QWidget()
        columns = QVBoxLayout(left)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(GRID)
        columns.addWidget(label(self.tr("Which column goes where"), "heading"))
        columns.addWidget(self.columns, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([560, 480])
        split.setMinimumHeight(_ROWS * self.desk.look.theme.row)
        column.addWidget(split, 1)
        column.addWidget(self.error)
        self.error.hide()
        self.name.setPlaceholderText(self.tr("name of this register"))
        self.name.setMinimumWidth(_NAME_WIDTH)  # with large letters it gives way to the buttons
        name_for_reader(self.name, self.tr("Name under which the mapping is kept"))
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self.name)
        bottom.addWidget(self.keep)
        bottom.addStretch(1)
        bottom.addWidget(self.stay)
        bottom.addWidget(self.go)
        column.addLayout(bottom)

    def _connect(self) -> None:
        for box in (self.encoding, self.delimiter, self.sheet):
            box.activated.connect(self._ask_again)
        self.kind.activated.connect(self._other_kind)
        self.mapping_of.activated.connect(self._other_mapping)
        self.key.activated.connect(self._changed)
        self.columns.changed.connect(self._columns_changed)
        self.first.current_changed.connect(self._show_line)
        self.first.lines.arrived.connect(self._show_first)
        self.name.textChanged.connect(self._name_changed)
        self.name.returnPressed.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        self.forget.clicked.connect(self._forget)
        self.go.clicked.connect(self.checked)
        self.stay.clicked.connect(self.cancelled)
        self._name_changed()

    # what is on screen

    def _use(self, mapping: Mapping) -> None:
        self._showing = True
        shared = [one for one in kinds().values() if one.travel is Travel.SHARED]
        order = {key: place for place, key in enumerate(_FIRST_KINDS)}
        shared.sort(key=lambda one: (order.get(one.key, len(order)), declared(one.label)))
        _fill(self.kind, [(declared(one.label), one.key) for one in shared])
        self.kind.setCurrentIndex(self.kind.findData(mapping.kind))
        self.columns.show_columns(self.grid, mapping)
        self._list_keys(("match", mapping.match) if mapping.match else ("key", mapping.key))
        self._showing = False
        self._changed()

    def _list_kept(self, name: str) -> None:
        offered = [(self.tr("as guessed from the headings"), GUESSED)]
        offered += [(one_line(one.name), one.name) for one in self._kept]
        _fill(self.mapping_of, offered)
        self.mapping_of.setCurrentIndex(max(0, self.mapping_of.findData(name)))
        self.forget.setVisible(bool(name))
        self.name.setText(name)

    def _list_keys(self, chosen: tuple[str, str]) -> None:
        """Offer by what a row is known again: its words, the text of a column, a field of who is here."""
        said = self.columns.mapping
        fields = kinds()[said.kind].fields
        offered = [(self.tr("what it says, such as the name"), ("", ""))]
        for heading in self.grid.headings:
            offered.append((self.tr("the key in “{0}”").format(one_line(heading)), ("key", heading)))
        for heading, target in said.columns.items():
            if target in fields and fields[target].type in sheets.MATCHED:
                words = self.tr("who is here with the same “{0}”").format(one_line(heading))
                offered.append((words, ("match", target)))
        self.key.clear()
        for words, data in offered:
            self.key.addItem(words, data)
        at = next((n for n, (_, data) in enumerate(offered) if data == chosen and chosen[1]), 0)
        self.key.setCurrentIndex(at)

    def _columns_changed(self) -> None:
        chosen = self.key.currentData() or ("", "")
        self._list_keys((str(chosen[0]), str(chosen[1])))
        self._changed()

    def _changed(self) -> None:
        if not self._showing and self.file is not None:
            used = len(self.columns.mapping.columns)
            said = self.tr("{0}, {1} of {2} columns go somewhere. Nothing is changed yet.")
            rows = counted(len(self.grid.rows), self.tr("1 row"), self.tr("{0} rows"))
            self.about.setText(said.format(rows, used, len(self.grid.headings)))
            self.go.setEnabled(False)
            self._pause.start()

    def _delimiter(self, one: str) -> str:
        return {
            ",": self.tr("comma"),
            ";": self.tr("semicolon"),
            "\t": self.tr("tab"),
            "|": self.tr("bar"),
        }[one]

    # what the user does

    def _ask_again(self) -> None:
        if self.file is not None:
            detected = self.grid.detected
            encoding = str(self.encoding.currentData() or "") if detected.encoding else ""
            delimiter = str(self.delimiter.currentData() or "") if detected.encoding else ""
            sheet = str(self.sheet.currentData() or "") if detected.sheets else ""
            self.read_again.emit(sheet, encoding, delimiter)

    def _other_kind(self) -> None:
        kind = self._kind
        self._list_kept(GUESSED)
        self._use(work.guessed(self.grid, kind))

    def _other_mapping(self) -> None:
        name = str(self.mapping_of.currentData() or "")
        self._list_kept(name)
        found = next((one.mapping for one in self._kept if one.name == name), None)
        self._use(found or work.guessed(self.grid))

    def _try_out(self) -> None:
        if self.file is not None:
            desk = self.desk
            self._trials.ask(partial(work.try_out, desk.office, self.grid, self.mapping, desk.language))

    def _show_trial(self, trial: Trial) -> None:
        if self.file is None:
            return
        self.error.setVisible(trial.error is not None)
        self.go.setEnabled(trial.error is None)
        if trial.error is not None or trial.planned is None:
            self.error.setText(sentence(trial.error) if trial.error is not None else "")
            self.first.lines.show_source(None)
            return
        self.record.hide()
        self._source = RecordsFiles(trial.planned.plan, whole=True)
        self.first.lines.show_source(self._source)

    def _show_line(self, line: PlanLine) -> None:
        self.record.setVisible(line.record is not None)
        if line.record is not None and self._source is not None:
            self.record.show_record(self._source, line.record, {}, Way.LATER)

    def _show_first(self) -> None:
        """The fields of the first record are shown without being asked for."""
        lines = self.first.lines.lines
        if (at := next((n for n, one in enumerate(lines) if one.record is not None), -1)) >= 0:
            self.first.go_to(at)

    # mappings that are kept

    def _name_changed(self) -> None:
        self.keep.setEnabled(bool(self.name.text().strip()))

    def _keep(self) -> None:
        if self.file is not None and self.name.text().strip():
            work_ = partial(sheets.keep, self.desk.office, self.name.text(), self.mapping)
            job = self.desk.worker.write(work_, quiet=True)
            job.done.connect(self._is_kept)
            job.failed.connect(self._not_kept)

    def _is_kept(self, mapping: Mapping) -> None:
        name = " ".join(self.name.text().split())
        self._kept = (*(one for one in self._kept if one.name != name), Kept(name, mapping))
        self._list_kept(name)
        self._use(mapping)
        self.told.emit(self.tr("Kept. It is offered for the next file with these columns."))

    def _not_kept(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError):
            self.told.emit(sentence(error))

    def _forget(self) -> None:
        name = str(self.mapping_of.currentData() or "")
        if name:
            self.desk.worker.write(partial(sheets.forget, self.desk.office, name))
            self._kept = tuple(one for one in self._kept if one.name != name)
            self._list_kept(GUESSED)


def _fill(box: QComboBox, offered: list[tuple[str, str]]) -> None:
    box.clear()
    for words, data in offered:
        box.addItem(words, data)


def _named(words: str, box: QComboBox, wide: int, *more: QWidget) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GRID // 2)
    line.addWidget(label(words, "quiet"))
    line.addWidget(box)
    for one in more:
        line.addWidget(one)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(wide)
    name_for_reader(box, words.rstrip(":"))
    return made
