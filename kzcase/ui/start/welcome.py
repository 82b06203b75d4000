"""The first page: make a vault, open one, or look at the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from kzcase.ui.common.files import FileQuestion
from kzcase.ui.common.text import button, label, on_button
from kzcase.ui.start import places
from kzcase.ui.start.frame import StartPage, line
from kzcase.ui.theme import GRID


class WelcomePage(StartPage):
    """Says in three sentences what one must know, and where to begin."""

    create_requested = Signal()
    open_requested = Signal(object)
    """The path of a vault."""
    sample_requested = Signal()
    help_requested = Signal()

    def __init__(self) -> None:
        super().__init__("kzcase")
        self.column.addWidget(
            label(
                self.tr("Cases of people whose freedom is restricted, kept safe and ready to print."),
                "quiet",
                wrap=True,
            )
        )
        for words in (
            self.tr(
                "Everything you write is kept in one encrypted file, the vault; nothing leaves this laptop "
                "unless you hand it on."
            ),
            self.tr(
                "Nobody can reset its passphrase: keep the recovery sheet on paper, away from the laptop."
            ),
            self.tr(
                "Before a border or a search: back up to a stick, leave it with someone, shut the laptop "
                "down."
            ),
        ):
            self.column.addWidget(label(words, wrap=True))
        self.column.addSpacing(GRID)
        self._vaults: list[QPushButton] = []
        self._found = QVBoxLayout()
        self._found.setSpacing(GRID // 2)
        self.column.addLayout(self._found)
        self.new = button(self.tr("&Make a new vault"), primary=True)
        self.new.clicked.connect(self.create_requested)
        self.open = button(self.tr("&Open a vault"))
        self.open.clicked.connect(self._ask)
        self.sample = button(self.tr("&Look at the sample"))
        self.sample.clicked.connect(self.sample_requested)
        ways = []
        for way, words in (
            (self.new, self.tr("For your own cases. It takes two minutes and a printer or a pencil.")),
            (self.open, self.tr("One that is here, on a stick, or a backup.")),
            (
                self.sample,
                self.tr("Six public cases and invented people, to look round in. It leaves nothing behind."),
            ),
        ):
            ways.append(way)
            row = line(way, label(words, "quiet", wrap=True), stretch=1)
            row.setSpacing(2 * GRID)
            self.column.addLayout(row)
        for way in ways:
            way.ensurePolished()
        widest = max(way.sizeHint().width() for way in ways)
        for way in ways:
            way.setMinimumWidth(widest)
        help_ = button(self.tr("Read how it works (F1)"), flat=True)
        help_.clicked.connect(self.help_requested)
        self.column.addLayout(line(help_))
        self.column.addStretch(1)
        self.look()

    def look(self) -> None:
        """List the vaults that lie where vaults are made."""
        while (item := self._found.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._vaults.clear()
        found = places.vaults()
        if found:
            self._found.addWidget(label(self.tr("Vaults on this laptop"), "heading"))
        for path in found:
            made = button(on_button(path.stem))
            made.setProperty("path", str(path))
            made.clicked.connect(self._open_found)
            self._found.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            self._vaults.append(made)

    def begin(self) -> None:
        """The keyboard starts on what most people came for: their vault, if there is one."""
        self.look()
        (self._vaults[0] if self._vaults else self.new).setFocus()

    def _ask(self) -> None:
        start = places.folder()
        FileQuestion(
            self,
            self.tr("Open a vault"),
            places.PATTERN,
            self.open_requested.emit,
            save=False,
            start=start if start.is_dir() else Path.home(),
        )

    def _open_found(self) -> None:
        self.open_requested.emit(Path(self.sender().property("path")))
