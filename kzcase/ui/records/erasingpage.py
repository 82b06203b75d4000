"""Erasing a record for good, or one compartment of it: what would go is read first, then agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.services import erasures, records
from kzcase.services.erasures import Effect
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.effectview import EffectView, erased
from kzcase.ui.common.fitting import WholeWords
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, declared, label, one_line
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a record is called, and what of it can be erased."""

    title: str
    compartments: Sequence[tuple[str, str]]


class ErasingPage(Page):
    """Says what erasing is for, shows what it would do, and does it once that was agreed to."""

    def __init__(self, desk: Desk, kind: str, record: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.kind, self.record = kind, record
        self._title = label("", "title", wrap=True)
        self._title.setMinimumWidth(1)
        back = button(self.tr("Back"), flat=True)
        back.setIcon(desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self.leave)
        self.what = QComboBox()
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.what.setAccessibleName(self.tr("What is to be erased"))
        self.effect = EffectView()
        self.erase = button(self.tr("&Erase for good"))
        self.erase.setEnabled(False)
        self._lay(back)
        self.what.currentIndexChanged.connect(self._look)
        self.effect.agreed.connect(self.erase.setEnabled)
        self.effect.place_requested.connect(self.open_requested)
        self.erase.clicked.connect(self._erase)
        self._effects = Latest(desk.worker, self)
        self._effects.answered.connect(self._show_effect)
        job = desk.worker.read(partial(_parts, desk.office, record))
        job.done.connect(self._show_parts)
        job.failed.connect(self._gone)

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return self.kind

    @property
    def chapter(self) -> str:
        """The chapter of the manual that is about it."""
        return "exchange"

    def begin(self) -> None:
        """The keyboard starts at what is to be erased."""
        self.what.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; nothing was erased."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _lay(self, back: QWidget) -> None:
        head = QHBoxLayout()
        head.addWidget(back)
        head.addWidget(self._title, 1)
        said = label(
            self.tr(
                "For when somebody withdraws their consent, or a source must be protected. What is erased is "
                "gone from this vault, from its history and from every search, and nothing brings it back; "
                "your next case file proposes to colleagues who had it that they erase it, too. To take back "
                "a mistake, Delete is enough: it keeps the history."
            ),
            wrap=True,
        )
        row = QHBoxLayout()
        row.addWidget(self.erase)
        row.addStretch(1)
        # Nothing of what would be erased is cut off: the page scrolls instead.
        inside = WholeWords()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(head)
        column.addWidget(said)
        column.addWidget(self.what, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.effect)
        column.addLayout(row)
        column.addStretch(1)

    def _show_parts(self, parts: _Parts) -> None:
        self._title.setText(self.tr("Erase for good: {0}").format(one_line(parts.title)))
        self.what.blockSignals(True)
        for compartment, words in parts.compartments:
            self.what.addItem(
                declared(words) if compartment else self.tr("All of it, with all that belongs to it"),
                compartment,
            )
        self.what.blockSignals(False)
        self._look()

    def _look(self) -> None:
        self.effect.show_effect(None)
        self._effects.ask(partial(_effect, self.desk.office, self.record, self.what.currentData()))

    def _show_effect(self, found: Effect | KzcaseError) -> None:
        if isinstance(found, KzcaseError):
            self.effect.show_effect(None, sentence(found))
        else:
            self.effect.show_effect(found)

    def _erase(self) -> None:
        self.setEnabled(False)
        work = partial(_erased, self.desk.office, self.record, self.what.currentData())
        job = self.desk.worker.long(self.tr("Erasing"), work)
        job.done.connect(self._done)
        job.over.connect(self._over)

    def _over(self) -> None:
        self.setEnabled(True)

    def _done(self, effect: Effect) -> None:
        self.told.emit(erased(effect))
        self.back_requested.emit()

    def _gone(self) -> None:
        self.back_requested.emit()


def _parts(office: Office, record: str) -> _Parts:
    return _Parts(records.view(office, record).title, erasures.compartments(office, record))


def _effect(office: Office, record: str, compartment: str) -> Effect | KzcaseError:
    try:
        return erasures.look(office, record, compartment)
    except KzcaseError as error:
        return error


def _erased(office: Office, record: str, compartment: str, progress: Progress) -> Effect:
    return erasures.erase(office, record, compartment, progress=progress)
