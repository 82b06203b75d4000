"""The page that takes files into the vault: chosen or dropped, each becomes a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.progress import Progress
from kzcase.services import documents
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, label
from kzcase.ui.theme import GRID


class AttachPage(Page):
    """Choose or drop files; `preset` says what they belong to. Or write a document down without its file."""

    def __init__(self, desk: Desk, preset: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._preset = dict(preset)
        self.sheet: Sheet | None = None
        self.setAcceptDrops(True)
        back = button(self.tr("Back"), flat=True)
        back.setIcon(desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self.back_requested)
        head = QHBoxLayout()
        head.addWidget(back)
        head.addWidget(label(self.tr("New: document"), "title"))
        head.addStretch(1)
        said = label(
            self.tr(
                "Drop files here, or choose one. Each is copied into the vault with its hash; afterwards the "
                "original can be removed from the disk."
            ),
            "quiet",
            wrap=True,
        )
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = button(self.tr("&Choose a file"), primary=True)
        self.choose.clicked.connect(self._ask_file)
        self.without = button(self.tr("&Write it down without the file"), flat=True)
        self.without.clicked.connect(self._write_down)
        self._taking = QWidget()
        middle = QVBoxLayout(self._taking)
        middle.addStretch(2)
        middle.addWidget(said)
        for widget in (self.choose, self.without):
            middle.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._column.addLayout(head)
        self._column.addWidget(self._taking, 1)

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "document"

    def begin(self) -> None:
        """The keyboard starts where a file is chosen."""
        self.choose.setFocus()

    def keep(self) -> None:
        """Keep what was typed, if a form is open."""
        if self.sheet is not None:
            self.sheet.keep()

    def take(self, paths: Sequence[Path]) -> None:
        """Take these files in, one document each."""
        records = frozenset(self._preset.get("records") or ())
        job = self.desk.worker.long(
            self.tr("Taking files into the vault"),
            partial(take_in, self.desk.office, tuple(paths), records),
        )
        job.done.connect(self._taken)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; what was typed is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.keep()
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this laptop are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def _ask_file(self) -> None:
        FileQuestion(
            self,
            self.tr("Choose a file"),
            self.tr("All files (*)"),
            self._take_one,
            save=False,
            start=start_folder(),
        )

    def _take_one(self, path: Path) -> None:
        self.take((path,))

    def _taken(self, made: tuple[str, ...]) -> None:
        self.told.emit(
            self.tr("{0} files are in the vault now; the originals can be removed from the disk.").format(
                len(made)
            )
            if len(made) > 1
            else self.tr("The file is in the vault now; the original can be removed from the disk.")
        )
        self.back_requested.emit()
        if len(made) == 1:
            self.open_requested.emit("document", made[0])

    def _write_down(self) -> None:
        self.sheet = Sheet(self.desk, "document", None, self._preset)
        self.sheet.saved.connect(self.back_requested)
        self.sheet.closed.connect(self.back_requested)
        self.sheet.told.connect(self.told)
        self.sheet.open_requested.connect(self.open_requested)
        self.sheet.loaded.connect(self.sheet.begin)
        self._taking.hide()
        self._column.addWidget(self.sheet, 1)


def take_in(
    office: Office, paths: Sequence[Path], belongs_to: frozenset[str], progress: Progress
) -> tuple[str, ...]:
    """Take files in, each in a unit of its own: a cancel keeps those that are in; runs beside the window."""
    made = []
    for number, path in enumerate(paths):
        progress.step(path.name, number, len(paths))
        made.append(documents.add(office, path, belongs_to=belongs_to))
    return tuple(made)
