"""Folder: one that people replicate anyway; what came is taken in, what changed here is written into it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from kzcase.errors import Cancelled, KzcaseError
from kzcase.exchange.folder import LeftAlone, Sent
from kzcase.services import folders
from kzcase.services.folders import Folder
from kzcase.services.office import Changed
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.lists.recordtable import RecordTable
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label, one_line
from kzcase.ui.common.worker import Job, Latest
from kzcase.ui.exchange import folderwork, words
from kzcase.ui.exchange.folderform import FolderForm
from kzcase.ui.exchange.folderwork import Came, Known, Seen
from kzcase.ui.exchange.part import Part, row, scrolled
from kzcase.ui.theme import GRID

_LEFT = 380
Row = Came | LeftAlone


class FolderPart(Part):
    """Keeps folders in step."""

    files_requested = Signal(object)
    """Show the plan of these files."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._known = Known((), ())
        self._seen: Seen | None = None
        self._wanted = ""
        self._job: Job | None = None
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._show)
        self.places = QComboBox()
        self.places.setAccessibleName(self.tr("Folder"))
        self.add = button(self.tr("&Choose a folder"), primary=True)
        self.another = button(self.tr("Another &folder"))
        self.form = FolderForm(desk)
        heads = (self.tr("From"), self.tr("Written"), self.tr("What it brings"))
        self.model: RowsTableModel[Row] = RowsTableModel(heads, self._cells, parent=self)
        self.table = RecordTable(desk.look.theme.row)
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("What is in the folder"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, width in enumerate((190, 160)):
            self.table.setColumnWidth(number, round(width * desk.look.theme.scale / 100))
        self._said = label("", wrap=True)
        self._beside = label("", "small", wrap=True)
        self._last = label("", wrap=True, select=True)
        self.again = button(self.tr("&Look again"))
        self.take = button(self.tr("Look at &what came"), primary=True)
        self.send = button(self.tr("Write what &changed"), primary=True)
        self.aside = button(self.tr("Do not offer the chosen file again"), flat=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none_page())
        self._stack.addWidget(self._folder_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self._show_seen(None)

    @property
    def folder(self) -> Folder | None:
        """The folder on screen."""
        number = self.places.currentIndex()
        return self._known.folders[number] if 0 <= number < len(self._known.folders) else None

    def read(self) -> None:
        """Which folders there are."""
        self._answers.ask(partial(folderwork.known, self.desk.office))

    def refresh(self, changed: Changed) -> None:
        """What would be written may have changed; it is looked at when the part is shown again."""
        if self.isVisible() and self._job is None:
            self._look()

    def begin(self) -> None:
        """The keyboard starts where something is to be done."""
        if self.folder is None:
            self.add.setFocus()
        elif self.take.isVisible() and self.take.isEnabled():
            self.take.setFocus()
        else:
            self.again.setFocus()

    # building

    def _none_page(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(label(self.tr("A folder that you and colleagues share"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "A stick that goes to and fro, or a folder that Syncthing or Nextcloud replicates. "
                    "kzcase writes into it what changed here, in small encrypted files that only the "
                    "colleagues you tick can open, and shows you what they left there before anything is "
                    "taken in. It writes nothing else into it, and uses no network itself."
                ),
                wrap=True,
            )
        )
        column.addLayout(row(self.add))
        column.addStretch(1)
        return scrolled(inside)

    def _folder_page(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 2 * GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Folder"), "heading"))
        column.addWidget(self.places)
        column.addLayout(row(self.another))
        column.addWidget(self.form)
        column.addStretch(1)
        area = scrolled(left)
        area.setFixedWidth(_LEFT + 2 * (self.desk.look.theme.scale - 100))
        right = QVBoxLayout()
        right.setContentsMargins(0, 2 * GRID, 0, 0)
        right.setSpacing(GRID)
        top = QHBoxLayout()
        top.addWidget(label(self.tr("What is in it"), "heading"), 1)
        top.addWidget(self.again)
        right.addLayout(top)
        right.addWidget(self._said)
        right.addWidget(self.table, 1)
        right.addWidget(self._beside)
        right.addWidget(self._last)
        right.addLayout(row(self.take, self.send, self.aside))
        right.addStretch()  # while no list takes the room
        page = QWidget()
        outer = QHBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2 * GRID)
        outer.addWidget(area)
        outer.addLayout(right, 1)
        return page

    def _connect(self) -> None:
        self.add.clicked.connect(self._ask_folder)
        self.another.clicked.connect(self._ask_folder)
        self.places.activated.connect(self._turn)
        self.form.chosen.connect(self._choose)
        self.form.forgotten.connect(self._forget)
        self.again.clicked.connect(self._look)
        self.take.clicked.connect(self._take)
        self.send.clicked.connect(self._send)
        self.aside.clicked.connect(self._pass_over)
        self.table.selectionModel().currentRowChanged.connect(self._consider)
        self.model.modelReset.connect(self._consider)

    # which folder

    def _show(self, known: Known) -> None:
        before = self._wanted or (self.folder.id if self.folder else "")
        self._wanted = ""
        self._known = known
        self.places.clear()
        self.places.addItems([one_line(str(one.path)) for one in known.folders])
        ids = [one.id for one in known.folders]
        if ids:
            self.places.setCurrentIndex(ids.index(before) if before in ids else 0)
        self._stack.setCurrentIndex(1 if ids else 0)
        self._turn()

    def _turn(self) -> None:
        self._last.hide()
        if self.folder is not None:
            self.form.show_folder(self.folder, self._known.contacts)
            self._look()

    def _ask_folder(self) -> None:
        FileQuestion(
            self,
            self.tr("A folder that you and colleagues share"),
            "",
            self.begin_with,
            save=False,
            start=start_folder(),
            folder=True,
        )

    def begin_with(self, path: Path) -> None:
        """Keep a folder in step from now on, at first for nobody."""
        job = self.desk.worker.write(partial(folderwork.choose, self.desk.office, path, (), None))
        job.done.connect(self._chosen)

    def _choose(self, contacts: Sequence[str], without: frozenset[str]) -> None:
        if self.folder is not None:
            work = partial(folderwork.choose, self.desk.office, self.folder.path, contacts, without)
            self.desk.worker.write(work).done.connect(self._chosen)

    def _chosen(self, folder: Folder) -> None:
        self._wanted = folder.id
        self.read()

    def _forget(self) -> None:
        if self.folder is not None:
            work = partial(folders.forget, self.desk.office, self.folder.id)
            self.desk.worker.write(work).done.connect(self._forgotten)

    def _forgotten(self) -> None:
        self.told.emit(self.tr("The folder is kept in step no more. The files in it were left as they are."))
        self.read()

    # looking

    def _look(self) -> None:
        if self.folder is None or self._job is not None:
            return
        self._last.hide()  # what was written is no news beside what is found now
        self._show_seen(None)
        self._said.setText(self.tr("Looking into the folder"))
        work = partial(folderwork.look, self.desk.office, self.folder)
        job = self.desk.worker.long(self.tr("Looking into the folder"), work, quiet=True, reads=True)
        job.done.connect(self._looked)
        self._begin(job)

    def _looked(self, seen: Seen) -> None:
        self._show_seen(seen)
        if seen.same:
            self.desk.worker.write(partial(folderwork.note_same, self.desk.office, seen))

    def _begin(self, job: Job) -> None:
        self._job = job
        job.failed.connect(self._failed)
        job.over.connect(self._over)
        self._consider()

    def _over(self) -> None:
        self._job = None
        self._consider()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KzcaseError) and not isinstance(error, Cancelled):
            self._said.setText(sentence(error))

    def _show_seen(self, seen: Seen | None) -> None:
        self._seen = seen
        self.model.show_rows((*seen.came, *seen.left_alone) if seen is not None else ())
        self.table.setVisible(self.model.rowCount() > 0)
        self._said.setText(self._headline(seen) if seen is not None else "")
        self._beside.setText(self._numbers(seen) if seen is not None else "")
        self._consider()

    def _headline(self, seen: Seen) -> str:
        if seen.came:
            return self.tr("Files of colleagues that wait for you: {0}. Nothing is taken in yet.").format(
                len(seen.came) + seen.more
            )
        return self.tr("Nothing new came from colleagues.")

    def _numbers(self, seen: Seen) -> str:
        said = [
            self.tr("Your own files: {0}. Dealt with before: {1}.").format(seen.own, seen.seen),
        ]
        if seen.others:
            said.append(self.tr("Written to others, not to you: {0}.").format(seen.others))
        if not seen.folder.contacts:
            said.append(self.tr("Tick at the left for whom you write into it."))
        elif seen.going:
            said.append(self.tr("Records that changed here and wait to be written: {0}.").format(seen.going))
        else:
            said.append(self.tr("What is here was written into it already."))
        if seen.staying:
            said.append(self.tr("Records that stay out, as you chose: {0}.").format(seen.staying))
        return " ".join(said)

    def _cells(self, one: Row) -> tuple[str, ...]:
        if isinstance(one, LeftAlone):
            return one.name, self.tr("left alone"), declared(one.words)
        sender = one.sender if one.verified else self.tr("{0} (not verified)").format(one.sender)
        brings = self.tr("new {0}, changed {1}, in conflict {2}").format(one.new, one.changed, one.conflict)
        if one.erasures:
            brings = self.tr("{0}; proposes to erase {1}").format(brings, one.erasures)
        said = (sender, words.moment(one.created, self.desk.language), brings)
        return tuple(one_line(cell) for cell in said)

    def _consider(self) -> None:
        idle, seen = self._job is None, self._seen
        self.again.setEnabled(idle)
        self.take.setVisible(seen is not None and bool(seen.came))
        self.take.setEnabled(idle)
        self.aside.setVisible(isinstance(self._chosen_row, Came))
        self.aside.setEnabled(idle)
        self.send.setEnabled(idle and seen is not None and bool(seen.folder.contacts))

    # doing

    def _take(self) -> None:
        if self._seen is not None:
            self.files_requested.emit([one.path for one in self._seen.came])

    @property
    def _chosen_row(self) -> Row | None:
        return self.model.row(self.table.currentIndex().row())

    def _pass_over(self) -> None:
        one = self._chosen_row
        if isinstance(one, Came) and self.folder is not None:
            work = partial(folderwork.pass_over, self.desk.office, self.folder, one)
            self.desk.worker.write(work).done.connect(self._passed_over)

    def _passed_over(self) -> None:
        self.told.emit(self.tr("It stays where it is, and is not offered again."))
        self._look()

    def _send(self) -> None:
        if self.folder is None or self._job is not None:
            return
        work = partial(folderwork.send, self.desk.office, self.folder)
        job = self.desk.worker.long(self.tr("Writing into the folder"), work)
        job.done.connect(self._sent)
        self._begin(job)

    def _sent(self, sent: Sent) -> None:
        said = (
            self.tr("Written, read back and verified: records {0}, files {1}.").format(
                sent.records, len(sent.files)
            )
            if sent.files
            else self.tr("Nothing had changed; nothing was written.")
        )
        if sent.removed:
            said += " " + self.tr("Your own older files that these replace were taken away: {0}.").format(
                sent.removed
            )
        self.told.emit(said)
        self._over()
        self._look()
        self._last.setText(said)
        self._last.show()
