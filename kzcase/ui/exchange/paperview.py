"""A sealed paper that was opened: looked at in memory, kept in the vault, or saved where somebody says."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from kzcase.exchange import sealing
from kzcase.exchange.sealing import Paper
from kzcase.services import documents
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.preview import Preview
from kzcase.ui.common.text import button, in_lines, label
from kzcase.ui.exchange.part import row
from kzcase.ui.theme import GRID

_MARK = 3
"""Bytes that may stand before a text to say that it is UTF-8."""


class PaperView(QWidget):
    """Nothing of a paper is written to the disk before somebody asks for it."""

    left = Signal()
    """Done with it."""
    kept = Signal(str)
    """It is a document of the vault now: its id."""
    told = Signal(str)
    """A sentence for the window's notice line."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._paper: Paper | None = None
        self.head = label(role="title", wrap=True)
        self.about = label(role="quiet", wrap=True)
        self.preview = Preview()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("The paper"))
        self.preview.view.setAccessibleName(self.tr("The paper"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.preview)
        self._stack.addWidget(self.text)
        self.keep = button(self.tr("&Keep it in the vault"), primary=True)
        self.save = button(self.tr("&Save a copy outside the vault"))
        self.save.setToolTip(self.tr("The copy is not encrypted: whoever has this laptop can read it."))
        self.done = button(self.tr("&Done"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.head)
        column.addWidget(self.about)
        column.addLayout(row(self.keep, self.save, self.done))
        column.addWidget(self._stack, 1)
        self.keep.clicked.connect(self._keep)
        self.save.clicked.connect(self._ask_place)
        self.done.clicked.connect(self.left)

    def show_paper(self, paper: Paper) -> None:
        """Show a paper that was opened."""
        self.forget()
        self._paper = paper
        self.head.setText(paper.name)
        how = (
            self.tr("It was sealed with a passphrase.")
            if paper.by_passphrase
            else self.tr("It was sealed for you.")
        )
        unsigned = self.tr(
            "A sealed paper bears no signature: the program cannot say who wrote it. It is shown from memory "
            "only; when you are done, nothing of it stays."
        )
        self.about.setText(f"{how} {unsigned}")
        for one in (self.keep, self.save):
            one.setEnabled(True)
        self._stack.setCurrentWidget(self.text if paper.form == "txt" else self.preview)
        match paper.form:
            case "pdf":
                self.preview.show_paper(
                    paper.data,
                    self.tr(
                        "The PDF inside is locked with a password of its own, or is damaged. It can be "
                        "saved as it is."
                    ),
                )
            case "txt":
                # What is cut off may end within a letter.
                whole = paper.data[: 4 * documents.MOST_TEXT].decode("utf-8-sig", errors="ignore")
                self.text.setPlainText(in_lines(whole[: documents.MOST_TEXT]))
                if len(paper.data) > len(whole[: documents.MOST_TEXT].encode()) + _MARK:
                    self.about.setText(
                        f"{self.about.text()} {self.tr('It is long: only its beginning is shown.')}"
                    )
            case "html":
                self.preview.say(
                    self.tr("A web page is not shown here. Save it, and open it with a browser.")
                )
            case _:
                self.preview.say(
                    self.tr("A file of this kind cannot be shown inside kzcase. It can be kept or saved.")
                )

    def begin(self) -> None:
        """The keyboard starts in the paper."""
        (self.text if self._stack.currentWidget() is self.text else self.preview.view).setFocus()

    def forget(self) -> None:
        """Let go of the paper."""
        self._paper = None
        self.head.clear()
        self.about.clear()
        self.text.clear()
        self.preview.say("")

    def _keep(self) -> None:
        if self._paper is None:
            return
        self.keep.setEnabled(False)
        work = partial(documents.take, self._desk.office, self._paper.name, self._paper.data)
        job = self._desk.worker.write(work)
        job.done.connect(self._is_kept)
        job.failed.connect(self._is_not_kept)

    def _is_kept(self, document: str) -> None:
        self.told.emit(self.tr("The paper is a document of this vault now. Say in it whom it belongs to."))
        self.kept.emit(document)

    def _is_not_kept(self) -> None:
        self.keep.setEnabled(True)

    def _ask_place(self) -> None:
        if self._paper is None:
            return
        FileQuestion(
            self,
            self.tr("Save a copy outside the vault: it will not be encrypted"),
            self.tr("All files (*)"),
            self._save,
            save=True,
            start=start_folder() / (Path(self._paper.name).name or "paper.pdf"),
        )

    def _save(self, path: Path) -> None:
        if self._paper is not None:
            job = self._desk.worker.read(partial(sealing.save, self._paper, path))
            job.done.connect(self._saved)

    def _saved(self) -> None:
        self.told.emit(
            self.tr("A copy stands outside the vault now, unprotected. Remove it when it is not needed.")
        )
