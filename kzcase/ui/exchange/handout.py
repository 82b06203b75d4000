"""Hand out: whose cases, what of them, to whom; what goes and what stays is listed before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QListView,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from kzcase.errors import Cancelled, KzcaseError
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Contents, Recipients, Selection, Written
from kzcase.progress import Progress
from kzcase.services import colleagues
from kzcase.services.colleagues import Contact
from kzcase.services.office import Changed, Office
from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.newsecret import NewSecret
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Job, Latest
from kzcase.ui.exchange import words
from kzcase.ui.exchange.goeslines import Line, lines_of
from kzcase.ui.exchange.part import Part, row, scrolled
from kzcase.ui.theme import GRID

_PAUSE = 250
_LEFT = 450
MOST_SHOWN = 2_000
_ROW = int(Qt.ItemDataRole.UserRole) + 1


class HandOut(Part):
    """Puts a case file together."""

    def __init__(self, desk: Desk, chosen: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._job: Job | None = None
        self._number = 0
        self._contents: Contents | None = None
        self._contacts = Latest(desk.worker, self)
        self._contacts.answered.connect(self._show_contacts)
        self.some = QRadioButton(self.tr("These people and cases, with all that belongs to them:"))
        self.everything = QRadioButton(self.tr("Everything"))
        self.some.setChecked(True)
        self.chooser = RecordChooser(desk, ("person", "case"))
        self.without = RecordChooser(desk, ("person", "case"))
        self.documents = QCheckBox(self.tr("Documents go along"))
        self.documents.setChecked(True)
        self.agreed = QCheckBox(self.tr("Only people who agreed to sharing with a named partner"))
        self.marked = QCheckBox(self.tr("Without what is marked “do not share”"))
        self.marked.setChecked(True)
        self.leaving: dict[str, QCheckBox] = {
            "identity": QCheckBox(self.tr("Identity")),
            "family": QCheckBox(self.tr("Family")),
            "health": QCheckBox(self.tr("Health")),
            "source": QCheckBox(self.tr("Who told it")),
        }
        self.to_colleagues = QRadioButton(self.tr("Colleagues of whom I have a card:"))
        self.to_passphrase = QRadioButton(self.tr("Whoever has a passphrase"))
        self.to_colleagues.setChecked(True)
        self.people = QStandardItemModel(self)
        self.recipients = _list(self.people, self.tr("Colleagues who can open it"))
        self._nobody = label(self.tr("You have no colleague's card yet."), "quiet", wrap=True)
        self._add = button(self.tr("Add a card"), flat=True)
        self.secret = NewSecret(desk.worker, self.tr("Passphrase of the file"), self.tr("The same again"))
        self._unsure = label(role="warn", wrap=True)
        self.lines = QStandardItemModel(self)
        self.shown = _list(self.lines, self.tr("What goes, and what stays out"))
        self._say = label("", wrap=True)
        self._last = label("", wrap=True, select=True)
        self.write = button(self.tr("&Write the file"), primary=True)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE)
        self._build()
        self._connect()
        if chosen:
            self.chooser.choose(chosen)
        self._consider()

    @property
    def selection(self) -> Selection:
        """What was chosen."""
        every = self.everything.isChecked()
        return Selection(
            records=() if every else self.chooser.chosen,
            everything=every,
            without_records=self.without.chosen,
            without_compartments=frozenset(key for key, tick in self.leaving.items() if tick.isChecked()),
            without_marked=self.marked.isChecked(),
            only_agreed=self.agreed.isChecked(),
            documents=self.documents.isChecked(),
        )

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The colleagues who are ticked."""
        items = [self.people.item(number) for number in range(self.people.rowCount())]
        return tuple(one.data(_ROW) for one in items if one.checkState() == Qt.CheckState.Checked)

    @property
    def told_last(self) -> str:
        """What is said of the file that was written last, if anything."""
        return "" if self._last.isHidden() else self._last.text()

    def text(self) -> list[str]:
        """What goes and what stays out, line by line (for tests)."""
        return [self.lines.item(number).text() for number in range(self.lines.rowCount())]

    def choose(self, records: Sequence[str]) -> None:
        """Begin with these people and cases."""
        self.some.setChecked(True)
        self.chooser.choose(records)

    def read(self) -> None:
        """Whom one can write to."""
        self._contacts.ask(partial(colleagues.contacts, self.desk.office))

    def refresh(self, changed: Changed) -> None:
        """What would go may have changed."""
        if self.isVisible():
            self._wait.start()

    def begin(self) -> None:
        """The keyboard starts where a name is typed."""
        self.chooser.setFocus()

    def leave(self) -> None:
        """No passphrase stays on screen."""
        self.secret.forget()

    # building

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 2 * GRID, GRID, GRID)
        column.setSpacing(GRID)
        whose = QWidget()
        to = QWidget()
        for holder, first, second, inside in (
            (whose, self.some, self.everything, self.chooser),
            (to, self.to_colleagues, self.to_passphrase, self.recipients),
        ):
            # Of radio buttons one of those with the same parent is chosen.
            group = QVBoxLayout(holder)
            group.setContentsMargins(0, 0, 0, 0)
            group.setSpacing(GRID // 2)
            group.addWidget(first)
            group.addWidget(inside)
            if holder is to:
                group.addWidget(self._nobody)
                group.addLayout(row(self._add))
            group.addWidget(second)
        column.addWidget(label(self.tr("What"), "heading"))
        column.addWidget(whose)
        column.addWidget(label(self.tr("but without these people and cases:"), "small"))
        column.addWidget(self.without)
        for tick in (self.documents, self.marked, self.agreed):
            column.addWidget(tick)
        column.addWidget(label(self.tr("Leave out of every record"), "small"))
        leaving = QWidget()
        flow = FlowLayout(leaving, gap=GRID)
        for tick in self.leaving.values():
            flow.addWidget(tick)
        column.addWidget(leaving)
        column.addWidget(label(self.tr("For whom"), "heading"))
        column.addWidget(to)
        column.addWidget(self.secret)
        column.addWidget(self._unsure)
        column.addStretch(1)
        area = scrolled(left)
        area.setFixedWidth(_LEFT + 2 * (self.desk.look.theme.scale - 100))
        right = QVBoxLayout()
        right.setContentsMargins(0, 2 * GRID, 0, 0)
        right.setSpacing(GRID)
        right.addWidget(label(self.tr("What goes, and what stays out"), "heading"))
        right.addWidget(self.shown, 1)
        right.addWidget(self._last)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self._say, 1)
        bottom.addWidget(self.write)
        right.addLayout(bottom)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(area)
        outer.addLayout(right, 1)
        self._last.hide()

    def _connect(self) -> None:
        for chooser in (self.chooser, self.without):
            chooser.changed.connect(self._wait.start)
        for tick in (self.documents, self.marked, self.agreed, *self.leaving.values(), self.everything):
            tick.toggled.connect(self._wait.start)
        self.everything.toggled.connect(self._consider)
        self._wait.timeout.connect(self._look)
        self.to_passphrase.toggled.connect(self._consider)
        self.people.itemChanged.connect(self._consider)
        self.secret.considered.connect(self._consider)
        self._add.clicked.connect(self._go_to_colleagues)
        self.write.clicked.connect(self._ask_place)
        self.shown.activated.connect(self._open)

    # what goes

    def _look(self) -> None:
        """Work out what would go, beside the window; what an older choice led to is dropped."""
        if self._job is not None:
            self._job.cancel()
        self._number += 1
        self._contents = None
        selection = self.selection
        if not selection.everything and not selection.records:
            self._show_lines(())
            self._consider()
            return
        work = partial(_contents, self.desk.office, selection, self._number)
        job = self.desk.worker.long(self.tr("Looking at what goes"), work, quiet=True, reads=True)
        self._job = job
        job.done.connect(self._hear)
        job.failed.connect(self._not_looked)
        job.over.connect(self._forget_job)
        self._consider()

    def _forget_job(self) -> None:
        if self.sender() is self._job:
            self._job = None

    def _not_looked(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError) and not isinstance(error, Cancelled):
            self._say.setText(sentence(error))

    def _hear(self, found: _Looked) -> None:
        if found.number != self._number:
            return
        self._contents = found.contents
        self._show_lines(lines_of(found.contents))
        self._consider()

    def _show_lines(self, lines: Sequence[Line]) -> None:
        self.lines.clear()
        for one in lines[:MOST_SHOWN]:
            item = QStandardItem(one.text)
            item.setEditable(False)
            item.setToolTip("")
            if one.heading:
                font = self.font()
                font.setBold(True)
                item.setFont(font)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setData((one.kind, one.record), _ROW)
            self.lines.appendRow(item)
        if len(lines) > MOST_SHOWN:
            more = QStandardItem(self.tr("and {0} more").format(len(lines) - MOST_SHOWN))
            more.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.lines.appendRow(more)

    def _open(self) -> None:
        kind, record = self.shown.currentIndex().data(_ROW) or ("", "")
        if record:
            self.open_requested.emit(kind, record)

    # for whom

    def _show_contacts(self, found: tuple[Contact, ...]) -> None:
        ticked = {one.key for one in self.contacts}
        self.people.clear()
        for one in found:
            name = words.one_line(one.name)
            item = QStandardItem(name if one.verified else self.tr("{0} (not verified)").format(name))
            item.setEditable(False)
            item.setCheckable(True)
            item.setCheckState(Qt.CheckState.Checked if one.key in ticked else Qt.CheckState.Unchecked)
            item.setData(one, _ROW)
            self.people.appendRow(item)
        rows = min(max(len(found), 1), 5)
        self.recipients.setFixedHeight(rows * self.desk.look.theme.row + GRID)
        self._consider()

    def _consider(self) -> None:
        by_card = self.to_colleagues.isChecked()
        several = self.people.rowCount() > 0
        self.chooser.setEnabled(self.some.isChecked())
        self.recipients.setVisible(by_card and several)
        self._nobody.setVisible(by_card and not several)
        self._add.setVisible(by_card)
        self.secret.setVisible(not by_card)
        unsure = [words.one_line(one.name) for one in self.contacts if not one.verified] if by_card else []
        self._unsure.setText(
            self.tr(
                "You have not compared the words with {0}. If the card is false, somebody else reads this."
            ).format(", ".join(unsure))
        )
        self._unsure.setVisible(bool(unsure))
        reason = self._reason_against(by_card)
        self._say.setText(reason or self._sum())
        self.write.setEnabled(not reason)

    def _reason_against(self, by_card: bool) -> str:
        if not self.everything.isChecked() and not self.chooser.chosen:
            return self.tr("Type a name at the left: whose case do you hand out?")
        if self._contents is None:
            return self.tr("Looking at what goes")
        if not self._contents.records:
            return self.tr("Nothing is left to hand out.")
        if by_card and not self.contacts:
            return self.tr("Tick at the left who shall be able to open it.")
        if not by_card and not self.secret.text:
            return self.tr("Choose a passphrase at the left, and tell it by another way than the file.")
        return ""

    def _sum(self) -> str:
        assert self._contents is not None
        names = ", ".join(words.one_line(one.name) for one in self.contacts)
        whom = names if self.to_colleagues.isChecked() else self.tr("whoever has the passphrase")
        return self.tr("Records: {0}. {1} and you can open it, nobody else.").format(
            self._contents.records, whom
        )

    # writing

    def _ask_place(self) -> None:
        FileQuestion(
            self,
            self.tr("Write a case file"),
            self.tr("Case files (*.kzcase)"),
            self._write,
            save=True,
            start=start_folder() / casefile.file_name(),
        )

    def _write(self, path: Path) -> None:
        target = path if path.suffix else path.with_suffix(".kzcase")
        recipients = (
            Recipients(tuple(one.key for one in self.contacts))
            if self.to_colleagues.isChecked()
            else Recipients(passphrase=self.secret.text)
        )
        self.write.setEnabled(False)
        self._last.hide()
        work = partial(_written, self.desk.office, target, self.selection, recipients)
        job = self.desk.worker.long(self.tr("Writing the case file"), work)
        job.done.connect(self._show_written)
        job.over.connect(self._consider)

    def _show_written(self, written: Written) -> None:
        whom = ", ".join(words.one_line(one) for one in written.recipients)
        if not written.recipients:
            whom = self.tr("whoever has the passphrase")
        self.secret.forget()
        self._last.setText(
            self.tr(
                "Written, read back and verified: {0} ({1} KB). It opens for {2}. Its name tells nothing; "
                "when it was handed over, delete it."
            ).format(written.path, max(1, round(written.size / 1000)), whom)
        )
        self._last.show()
        self.told.emit(self.tr("The case file is written, read back and verified."))

    def _go_to_colleagues(self) -> None:
        self.part_requested.emit("colleagues")


@dataclass(frozen=True, slots=True)
class _Looked:
    """What the choice of this number would hand out."""

    number: int
    contents: Contents


def _list(model: QStandardItemModel, name: str) -> QListView:
    made = QListView()
    made.setModel(model)
    made.setAccessibleName(name)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setUniformItemSizes(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setMinimumSize(QSize(80, 60))
    return made


def _contents(office: Office, selection: Selection, number: int, progress: Progress) -> _Looked:
    return _Looked(number, casefile.look(office, selection, progress=progress))


def _written(
    office: Office, path: Path, selection: Selection, recipients: Recipients, progress: Progress
) -> Written:
    return casefile.write(office, path, selection, recipients, progress=progress)
