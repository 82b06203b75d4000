"""The page of a paper: for whom, a preview, what is withheld and why, and the export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kzcase.briefing import gather as gathering
from kzcase.briefing import pdf
from kzcase.briefing.content import Content, Withheld
from kzcase.briefing.gather import NoBasis
from kzcase.dates.edtf import DateError, read_date
from kzcase.errors import KzcaseError
from kzcase.progress import Progress
from kzcase.services.declarations import Audience
from kzcase.services.office import Changed, Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.files import FileQuestion, start_folder
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, label, on_button
from kzcase.ui.papers.remarks import Remarks, without_basis
from kzcase.ui.theme import GRID

_SIDE = 330
_ELIDE = Qt.TextElideMode.ElideRight
LANGUAGES = (("en", "English"), ("ru", "Русский"), ("kk", "Қазақша"))


@dataclass(frozen=True, slots=True)
class Order:
    """What paper is wanted; `as_of` as typed."""

    people: tuple[str, ...]
    audience: Audience
    language: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Made:
    """A paper in memory, and the content it was drawn from."""

    order: Order
    content: Content
    pdf: bytes


class BriefPage(Page):
    """A brief about one or more people, seen before it is handed out."""

    def __init__(self, desk: Desk, people: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._people = people
        self._made: Made | None = None
        self._number = 0
        self.audience = QComboBox()
        for audience, words in (
            (Audience.DIPLOMATIC, self.tr("Closed diplomatic")),
            (Audience.UN, self.tr("UN, confidential")),
            (Audience.PUBLIC, self.tr("Public")),
            (Audience.INTERNAL, self.tr("The office only")),
        ):
            self.audience.addItem(words, audience)
        self.language = QComboBox()
        for key, words in LANGUAGES:
            self.language.addItem(words, key)
        self.language.setCurrentIndex(max(0, self.language.findData(desk.look.settings.paper_language)))
        self.as_of = QLineEdit(desk.today().isoformat())
        self.as_of.setFixedWidth(130)
        self.export = button(self.tr("&Export PDF"), primary=True)
        self.export.setEnabled(False)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self.view = QPdfView(self)
        self.view.setDocument(self._document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._state = label(self.tr("Making the preview"), "quiet", wrap=True)
        self.withheld = Remarks(self.tr("Withheld"))
        self.warnings = Remarks(self.tr("Thin ground"))
        self._lacking: tuple[Withheld, ...] = ()
        self.consent = button("")
        self.consent.hide()
        self.consent.clicked.connect(self._ask_consent)
        self._build()
        self.audience.currentIndexChanged.connect(self.make)
        self.language.currentIndexChanged.connect(self.make)
        self.as_of.editingFinished.connect(self._make_if_other_day)
        self.export.clicked.connect(self._ask_place)
        self.make()

    @property
    def people(self) -> tuple[str, ...]:
        """Those the paper is about."""
        return self._people

    @property
    def pages(self) -> int:
        """How many pages the preview has."""
        return self._document.pageCount()

    def begin(self) -> None:
        """The keyboard starts with the audience: the one choice that must not be wrong."""
        self.audience.setFocus()

    def refresh(self, changed: Changed) -> None:
        """The vault changed: the preview is made again."""
        self.make()

    def make(self) -> None:
        """Make the paper as chosen, beside the window."""
        self._number += 1
        self.export.setEnabled(False)
        self._state.setText(self.tr("Making the preview"))
        job = self.desk.worker.long(
            self.tr("Making the preview"),
            partial(_numbered, self._number, self.desk.office, self._order(), self.desk.language),
            quiet=True,
            reads=True,
        )
        job.done.connect(self._show)
        job.failed.connect(self._failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _order(self) -> Order:
        return Order(
            self._people, self.audience.currentData(), self.language.currentData(), self.as_of.text().strip()
        )

    def _build(self) -> None:
        back = button(self.tr("Back"), flat=True)
        back.setIcon(self.desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self.back_requested)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(back)
        top.addWidget(label(self.tr("Brief"), "title"))
        top.addSpacing(2 * GRID)
        for words, widget in (
            (self.tr("for"), self.audience),
            (self.tr("in"), self.language),
            (self.tr("as of"), self.as_of),
        ):
            top.addWidget(label(words, "quiet"))
            widget.setAccessibleName(words)
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.export)
        side = QVBoxLayout()
        side.setSpacing(GRID)
        side.addWidget(self._state)
        side.addWidget(self.consent)
        side.addWidget(self.withheld, 3)
        side.addWidget(self.warnings, 2)
        holder = QWidget()
        holder.setFixedWidth(_SIDE)
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self.view, 1)
        middle.addWidget(holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(top)
        column.addLayout(middle, 1)

    def _make_if_other_day(self) -> None:
        if self._made is None or self._made.order.as_of != self.as_of.text().strip():
            self.make()

    def _show(self, answer: tuple[int, Made]) -> None:
        number, made = answer
        if number != self._number:
            return
        self._made = made
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(made.pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        count = self._document.pageCount()
        self._state.setText(
            self.tr("{0} page, {1}").format(count, made.content.title)
            if count == 1
            else self.tr("{0} pages, {1}").format(count, made.content.title)
        )
        self._show_withheld(made.content.withheld)
        self.warnings.show_lines(list(made.content.warnings))
        self.export.setEnabled(True)

    def _failed(self, error: BaseException) -> None:
        self._made = None
        self._document.close()
        if isinstance(error, KzcaseError):
            self._state.setText(sentence(error))
        if isinstance(error, NoBasis):
            self._show_withheld(error.withheld)

    def _show_withheld(self, withheld: tuple[Withheld, ...]) -> None:
        self.withheld.show_withheld(withheld)
        self._lacking = without_basis(withheld)
        self.consent.setVisible(bool(self._lacking))
        if self._lacking:
            said = self.tr("Write down consent: {0}").format(self._lacking[0].title)
            room = _SIDE - 4 * GRID
            self.consent.setText(on_button(self.consent.fontMetrics().elidedText(said, _ELIDE, room)))

    def _ask_consent(self) -> None:
        self.create_requested.emit("consent", {"person": self._lacking[0].id})

    def _ask_place(self) -> None:
        FileQuestion(
            self,
            self.tr("Export the paper"),
            self.tr("PDF (*.pdf)"),
            self._export,
            save=True,
            start=start_folder() / "brief.pdf",
        )

    def _export(self, path: Path) -> None:
        if self._made is None:
            return
        target = path if path.suffix else path.with_suffix(".pdf")
        job = self.desk.worker.long(
            self.tr("Exporting"), partial(_write, self._made.content, target), reads=True
        )
        job.done.connect(self._exported)

    def _exported(self) -> None:
        self.told.emit(self.tr("The paper is written. Outside the vault it is no longer encrypted."))


def _numbered(
    number: int, office: Office, order: Order, language: str, progress: Progress
) -> tuple[int, Made]:
    return number, make(office, order, language, progress)


def make(office: Office, order: Order, language: str, progress: Progress) -> Made:
    """Gather and draw a paper in memory; raises `KzcaseError` for a day that cannot be read."""
    day = read_date(order.as_of, language).day
    if day is None:
        raise DateError("A paper needs one whole day.")
    content = gathering.gather(
        office,
        order.people,
        audience=order.audience,
        language=order.language,
        as_of=day,
        progress=progress,
    )
    out = BytesIO()
    pdf.render(content, out, progress)
    return Made(order, content, out.getvalue())


def _write(content: Content, path: Path, progress: Progress) -> None:
    pdf.render(content, path, progress)
