"""Past imports: whose files were taken in when, and taking one back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.services import imports
from kzcase.services.imports import MOST_SHOWN, Import, Losing, Undo
from kzcase.services.office import Changed, Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.listview import list_view
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, label, one_line
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange import words
from kzcase.ui.exchange.part import Part, row
from kzcase.ui.theme import GRID

_LINES = 3
"""So many lines of what becomes of whom are seen at once, at least."""
_WIDTHS = (170, 190, 260, 90)


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of one record, in words."""

    kind: str
    id: str
    words: str


class Imports(Part):
    """The list of imports, and beside it what taking the chosen one back would do."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._show)
        self._looks = Latest(desk.worker, self)
        self._looks.answered.connect(self._show_effect)
        self._effect: Undo | None = None
        heads = (self.tr("When"), self.tr("From"), self.tr("File"), self.tr("Changes"), self.tr("State"))
        self.model: RowsTableModel[Import] = RowsTableModel(heads, self._cells, numbers=(3,), parent=self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Past imports"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(number, round(width * desk.look.theme.scale / 100))
        self._nothing = label(
            self.tr(
                "No file has been taken in yet. Each one that is will be listed here and can be taken back."
            ),
            "quiet",
            wrap=True,
        )
        self.effect = label(wrap=True, select=True)
        self.records: RowsTableModel[Told] = RowsTableModel(
            ("",), lambda one: (one_line(one.words),), parent=self
        )
        self.becomes = list_view(self.records, self.tr("What becomes of whom"))
        self.becomes.setMinimumHeight(_LINES * desk.look.theme.row)
        self.back = button(self.tr("Take this import &back"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(
            label(
                self.tr(
                    "Taking an import back removes only what it alone brought. What you or others wrote "
                    "since stays, with what it stands on."
                ),
                "quiet",
                wrap=True,
            )
        )
        column.addWidget(self._nothing)
        middle = QHBoxLayout()
        middle.addWidget(self.table, 1)
        column.addLayout(middle, 1)
        column.addWidget(self.effect)
        column.addWidget(self.becomes, 1)
        column.addLayout(row(self.back))
        self.table.selectionModel().currentRowChanged.connect(self._look)
        self.becomes.activated.connect(self._open)
        self.back.clicked.connect(self._take_back)
        self._show(())

    def read(self) -> None:
        """The imports of this vault."""
        self._answers.ask(partial(imports.listed, self.desk.office))

    def refresh(self, changed: Changed) -> None:
        """An import may have come or gone."""
        if self.isVisible():
            self.read()

    def begin(self) -> None:
        """The keyboard starts in the list."""
        self.table.setFocus()

    @property
    def chosen(self) -> Import | None:
        """The import the keyboard is on."""
        return self.model.row(self.table.currentIndex().row())

    def _show(self, found: tuple[Import, ...]) -> None:
        before = self.chosen
        self.model.show_rows(found)
        self._nothing.setVisible(not found)
        self.table.setVisible(bool(found))
        self._show_effect(None)
        if found:
            place = next((n for n, one in enumerate(found) if before and one.id == before.id), 0)
            self.table.setCurrentIndex(self.model.index(place, 0))

    def _cells(self, one: Import) -> tuple[str, ...]:
        language = self.desk.language
        sender = one.sender or self.tr("a script")
        if one.sender and not one.verified:
            sender = self.tr("{0} (not verified)").format(sender)
        state = (
            self.tr("taken back on {0}").format(words.day(one.undone, language))
            if one.undone
            else self.tr("taken in")
        )
        said = (words.moment(one.time, language), sender, one.label, str(one.revisions), state)
        return tuple(one_line(cell) for cell in said)

    def _look(self) -> None:
        self._show_effect(None)
        one = self.chosen
        if one is not None and one.undone is None:
            self._looks.ask(partial(imports.look, self.desk.office, one.id))
        else:
            self._looks.forget()

    def _show_effect(self, effect: Undo | None) -> None:
        self._effect = effect
        self.records.show_rows(tuple(self._becomes(effect)) if effect is not None else ())
        self.back.setVisible(effect is not None)
        self.effect.setVisible(effect is not None)
        self.becomes.setVisible(self.records.rowCount() > 0)
        if effect is None:
            return
        self.becomes.setCurrentIndex(self.records.index(0, 0))
        self.back.setEnabled(effect.leaving + effect.shared > 0)
        if not effect.leaving + effect.shared:
            self.effect.setText(
                self.tr("Nothing of it can be taken back: something was written upon all of it since.")
            )
            return
        said = [
            self.tr("Taking it back removes {0} in {1}.").format(
                self._changes(effect.leaving), self._records(effect.leaving_records)
            )
        ]
        if effect.gone:
            said.append(self.tr("{0} then not here at all.").format(self._that_are(effect.gone)))
        if effect.gone_people:
            said.append(self._people(effect.gone_people))
        if effect.losing:
            said.append(self.tr("Some who stay lose a name that only this import brought."))
        if effect.shared:
            said.append(
                self.tr("{0} by another file too, and will stay.").format(self._that_came(effect.shared))
            )
        if effect.staying:
            said.append(self.tr("What was written upon since stays, with what it stands on."))
        self.effect.setText(" ".join(said))

    def _becomes(self, effect: Undo) -> Iterator[Told]:
        """Who loses a name, what goes, what stays; of each as many as were told."""
        for lost in effect.losing:
            yield Told("person", lost.id, self._lost(lost))
        for one in effect.going:
            yield Told(one.kind, one.id, self.tr("goes · {0}").format(words.named(one.kind, one.title)))
        for one in effect.changing:
            became = self.tr("goes back to what it was · {0}")
            yield Told(one.kind, one.id, became.format(words.named(one.kind, one.title)))
        told = {lost.id for lost in effect.losing} | {one.id for one in effect.changing}
        for one in (one for one in effect.staying if one.id not in told):
            yield Told(one.kind, one.id, self.tr("stays · {0}").format(words.named(one.kind, one.title)))
        if any(
            len(some) == MOST_SHOWN for some in (effect.losing, effect.going, effect.changing, effect.staying)
        ):
            yield Told("", "", self.tr("There is more than is listed here."))

    def _lost(self, one: Losing) -> str:
        names = ", ".join(one.names)
        if one.nameless:
            return self.tr("stays without a name · {0} (its name goes: {1})").format(one.title, names)
        return self.tr("stays and loses a name · {0} (this goes: {1})").format(one.title, names)

    def _changes(self, number: int) -> str:
        return self.tr("1 change") if number == 1 else self.tr("{0} changes").format(number)

    def _records(self, number: int) -> str:
        return self.tr("1 record") if number == 1 else self.tr("{0} records").format(number)

    def _that_are(self, number: int) -> str:
        return self.tr("1 record is") if number == 1 else self.tr("{0} records are").format(number)

    def _people(self, number: int) -> str:
        if number == 1:
            return self.tr("Of them 1 is a person.")
        return self.tr("Of them {0} are people.").format(number)

    def _that_came(self, number: int) -> str:
        return self.tr("1 change came") if number == 1 else self.tr("{0} changes came").format(number)

    def _open(self) -> None:
        one = self.records.row(self.becomes.currentIndex().row())
        if one is not None and one.id:
            self.open_requested.emit(one.kind, one.id)

    def _take_back(self) -> None:
        if self._effect is None:
            return
        self.back.setEnabled(False)
        work = partial(_undo, self.desk.office, self._effect.batch)
        job = self.desk.worker.long(self.tr("Taking an import back"), work, quiet=True)
        job.done.connect(self._taken_back)
        job.failed.connect(self._not_taken_back)
        job.over.connect(self._over)

    def _taken_back(self, done: Undo) -> None:
        self.told.emit(
            self.tr("The import was taken back, in {0} records. The same file would now say so.").format(
                done.leaving_records
            )
            if done.leaving_records != 1
            else self.tr("The import was taken back, in 1 record. The same file would now say so.")
        )
        self.read()

    def _not_taken_back(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError):
            self.told.emit(sentence(error))

    def _over(self) -> None:
        self.back.setEnabled(True)  # what comes back from reading the list says otherwise, if need be
        self.table.setFocus()


def _undo(office: Office, batch: str, progress: Progress) -> Undo:
    return imports.undo(office, batch, progress=progress)
