"""Decide: the fields that hold two values written independently, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QGridLayout, QHeaderView, QSplitter, QVBoxLayout, QWidget

from kzcase.services import conflicts
from kzcase.services.conflicts import Conflict, Side
from kzcase.services.declarations import kinds
from kzcase.services.office import Changed, Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.text import button, declared, label, on_button
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange import words
from kzcase.ui.exchange.part import Part, card, empty, row, scrolled
from kzcase.ui.exchange.taking import DELETED
from kzcase.ui.theme import GRID

MOST_SIDES = 12
_ROW = int(Qt.ItemDataRole.UserRole) + 1
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Undecided:
    """The undecided fields that are listed, and of how many records there are in all."""

    listed: tuple[Conflict, ...]
    records: int


class Deciding(Part):
    """A list of undecided fields; the chosen one is decided beside it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._show)
        self._found: tuple[Conflict, ...] = ()
        self.model = QStandardItemModel(0, 3, self)
        self.model.setHorizontalHeaderLabels(
            [self.tr("Record"), self.tr("Field"), self.tr("Shown until you decide")]
        )
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Undecided fields"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._say = label("", "quiet", wrap=True)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(GRID)
        self._column.addLayout(self._cards)
        self._column.addStretch(1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(2 * GRID)
        self._split.addWidget(self.table)
        self._split.addWidget(scrolled(holder))
        self._split.setSizes([560, 480])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._say)
        column.addWidget(self._split, 1)
        self._filler = QWidget()
        column.addWidget(self._filler, 1)
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
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
    def chosen(self) -> Conflict | None:
        """The field the keyboard is on."""
        index = self.table.currentIndex()
        return self._found[index.row()] if index.isValid() and index.row() < len(self._found) else None

    def _show(self, undecided: Undecided) -> None:
        if undecided.listed == self._found and self._found:
            return
        place = max(0, self.table.currentIndex().row())
        before = self.chosen
        self._found = ()
        self.model.removeRows(0, self.model.rowCount())
        self._found = undecided.listed
        for one in self._found:
            shown = next((side.text for side in one.sides if side.shown), "")
            if one.field == DELETED:
                shown = self.tr("not deleted")
            cells = (one.title, declared(one.label), shown or self.tr("nothing"))
            items = [QStandardItem(words.one_line(cell)) for cell in cells]
            for item in items:
                item.setEditable(False)
            self.model.appendRow(items)
        self._split.setVisible(bool(self._found))
        self._filler.setVisible(not self._found)
        self._say.setText(self._headline(undecided))
        self.counted.emit(undecided.records)
        keys = [(one.id, one.field) for one in self._found]
        if self._found:
            if before is not None and (before.id, before.field) in keys:
                place = keys.index((before.id, before.field))
            self.table.setCurrentIndex(self.model.index(min(place, len(keys) - 1), 0))
        self._show_chosen()

    def _headline(self, undecided: Undecided) -> str:
        if not undecided.listed:
            return self.tr(
                "Nothing waits for a decision. When you and a colleague write different things into the same "
                "field without knowing of each other, both are kept and shown here."
            )
        more = undecided.records > len({one.id for one in undecided.listed})
        said = self.tr(
            "Two people wrote different things into these fields without knowing of each other. Nothing is "
            "lost: what you do not take stays in the history."
        )
        return said + (
            " " + self.tr("Shown are the first of {0} records.").format(undecided.records) if more else ""
        )

    def _show_chosen(self) -> None:
        empty(self._cards)
        one = self.chosen
        if one is None:
            return
        self._cards.addWidget(label(words.one_line(one.title), "heading", wrap=True, select=True))
        name = self.tr("Deleted, or kept?") if one.field == DELETED else declared(one.label)
        self._cards.addWidget(label(name, wrap=True))
        self._cards.addWidget(label(one.why, "small", wrap=True))
        across = 2 if len(one.sides) == 2 else 1
        sides = QGridLayout()
        sides.setSpacing(GRID)
        for number, side in enumerate(one.sides[:MOST_SIDES]):
            sides.addWidget(self._side(one, side, number), number // across, number % across)
        self._cards.addLayout(sides)
        single = one.field == DELETED or self._is_link(one) or one.kind == "alternative"
        both = button(self.tr("Keep &both, with who said it"))
        both.clicked.connect(self._keep_both)
        both.setVisible(not single and not one.protective)
        look = button(self.tr("&Open the record"))
        look.clicked.connect(self._open)
        self._cards.addLayout(row(both, look))
        if not single:
            self._cards.addWidget(
                label(
                    self.tr(
                        "Is neither right? Open the record and write the field anew: that decides it too."
                    ),
                    "small",
                    wrap=True,
                )
            )
        alike = [other for other in self._found if (other.kind, other.field) == (one.kind, one.field)]
        if len(alike) > 1:
            self._cards.addWidget(self._all_at_once(one, len(alike)))

    def _side(self, one: Conflict, side: Side, number: int) -> QFrame:
        if one.field == DELETED:
            said = (
                self.tr("Delete it")
                if side.value is True
                else self.tr("Keep it, with what was written since")
            )
        else:
            said = side.text or self.tr("nothing")
        whose = self.tr("yours") if side.ours else self.tr("theirs")
        who = ", ".join(
            part for part in (whose, side.who, words.moment(side.time, self.desk.language)) if part
        )
        if side.shown:
            who = self.tr("{0}; shown until you decide").format(who)
        take = button(self.tr("Take this"))
        take.setProperty("number", number)
        take.setAccessibleName(self.tr("Take {0}").format(words.one_line(said)))
        take.clicked.connect(self._take)
        text = label(said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…", wrap=True, select=True)
        made = card(text, label(who, "small", wrap=True))
        inner = made.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addStretch(1)
        inner.addLayout(row(take))
        return made

    def _all_at_once(self, one: Conflict, number: int) -> QFrame:
        field = declared(one.label)
        said = self.tr("“{0}” is undecided in {1} records. Decide all at once:").format(field, number)
        ours = button(on_button(self.tr("Take ours everywhere")))
        theirs = button(on_button(self.tr("Take theirs everywhere")))
        ours.setProperty("prefer", conflicts.OURS)
        theirs.setProperty("prefer", conflicts.THEIRS)
        for made in (ours, theirs):
            made.clicked.connect(self._take_all)
        framed = card(label(said, wrap=True))
        inner = framed.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addLayout(row(ours, theirs))
        return framed

    def _is_link(self, one: Conflict) -> bool:
        known = kinds()[one.kind].fields.get(one.field)
        return known is None or known.type.is_link

    # deciding

    def _take(self) -> None:
        one = self.chosen
        if one is not None:
            side = one.sides[self.sender().property("number")]
            work = partial(
                conflicts.take, self.desk.office, one.id, one.field, side.revision, heads=one.heads
            )
            self._decide(work)

    def _keep_both(self) -> None:
        one = self.chosen
        if one is not None:
            self._decide(partial(conflicts.keep_both, self.desk.office, one.id, one.field, heads=one.heads))

    def _take_all(self) -> None:
        one = self.chosen
        if one is not None:
            prefer = self.sender().property("prefer")
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
            self.tr("Decided, in records: {0}. Where it was not clear, both are still kept.").format(number)
        )

    def _over(self) -> None:
        self._split.setEnabled(True)
        self.table.setFocus()

    def _open(self) -> None:
        one = self.chosen
        if one is not None:
            self.open_requested.emit(one.kind, one.id)


def _undecided(office: Office, language: str) -> Undecided:
    return Undecided(conflicts.listed(office, language=language), conflicts.count(office))
