"""The page of a paper: about whom, for whom, a preview, what is withheld and why, and the export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.briefing.annexes.preparing import Shelf
from kzcase.briefing.content import Content
from kzcase.briefing.gather import NoBasis
from kzcase.errors import Cancelled, KzcaseError
from kzcase.progress import Progress
from kzcase.services import drafts
from kzcase.services.office import Changed
from kzcase.services.packs import Pack
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.page import Page
from kzcase.ui.common.preview import Preview
from kzcase.ui.common.worker import Job
from kzcase.ui.papers import order as making
from kzcase.ui.papers.asked import Asked
from kzcase.ui.papers.exporting import Exporting
from kzcase.ui.papers.handing import SIDE, Handing
from kzcase.ui.papers.keeping import Keeping
from kzcase.ui.papers.order import Lock, Made, Offers, Order, Step
from kzcase.ui.papers.side import PaperSide
from kzcase.ui.theme import GRID

AREA = "briefing"
_OFFERED = frozenset({"paper_pack", "paper_audience", "letterhead", "saved_search"})
"""Kinds of which the page offers records to choose from."""
_OF_NO_PAPER = frozenset({"paper_out", "paper_pack", "saved_search"})
"""Kinds that change nothing a paper says."""
NAME_AND_CASE = "case"
"""The scope of consent without which a paper tells nothing of a person."""
_PEOPLE = "people"
_PAUSE = 350


class BriefPage(Page):
    """A paper about some people, put together and seen before it is handed out."""

    def __init__(
        self, desk: Desk, people: tuple[str, ...] = (), template: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._made: Made | None = None
        self._number = 0
        self._jobs: list[Job] = []
        self._asked: Order | None = None
        self._shelf = Shelf()
        self._typed = False
        """Whether somebody put anything together here that is worth keeping."""
        self._kept_last: Mapping[str, Any] = {}
        usual = "brief" if len(people) == 1 else "pack"
        self.asked = Asked(desk, template or usual, behind=bool(people))
        self.template, self.audience, self.language = (
            self.asked.template,
            self.asked.audience,
            self.asked.language,
        )
        self.as_of, self.packs = self.asked.as_of, self.asked.packs
        self.handing = Handing()
        self.export, self.password = self.handing.export, self.handing.password
        self.preview = Preview()
        self._keeping = Keeping(desk, self.packs, self)
        self._exporting = Exporting(desk, self)
        self.side = PaperSide(desk, people)
        self.chosen = self.side.people
        self.withheld, self.warnings = self.side.withheld, self.side.warnings
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE)
        self._build()
        self._connect()
        self._keeping.read()
        self.make()
        if not people:
            job = desk.worker.read(partial(drafts.paper, desk.office))
            job.done.connect(self._take_up)

    @property
    def area(self) -> str:
        """Papers are made in an area of their own."""
        return AREA

    @property
    def people(self) -> tuple[str, ...]:
        """Those the paper is about."""
        return self.chosen.chosen

    @property
    def pages(self) -> int:
        """How many pages the paper has, or its preview while it is made."""
        return self._made.pages if self._made is not None else self.preview.pages

    @property
    def made(self) -> Made | None:
        """The finished paper, as it would be exported now."""
        return self._made

    def begin(self) -> None:
        """The keyboard starts where something is missing, else with the one choice that must not be wrong."""
        (self.audience if self.people else self.chosen.line).setFocus()

    def refresh(self, changed: Changed) -> None:
        """The vault changed: what the office keeps for papers is read, the preview is made again."""
        if "document" in changed.kinds:
            self.side.annexes.read()
        if changed.kinds & _OFFERED:
            self._keeping.read()
        if not changed.kinds <= _OF_NO_PAPER:
            self.handing.consent.hide()
            self._make_soon()

    def keep(self) -> None:
        """Keep whom the paper is about and what its cover says, until it is taken up or emptied again."""
        office, kept = self.desk.office, self._kept()
        if not self._typed or kept == self._kept_last:
            return
        self._kept_last = kept
        if any(kept[one] for one in (_PEOPLE, *self.asked.lines)):
            work = partial(drafts.keep, office, drafts.PAPER, drafts.PAPER, None, b"", kept)
        else:
            work = partial(drafts.discard, office, drafts.PAPER)
        self.desk.worker.write(work, quiet=True)

    def seek(self) -> None:
        """Ctrl+F: type a name."""
        self.chosen.line.setFocus()

    def make(self) -> None:
        """Make the paper as chosen, beside the window: its first page at once, then the rest."""
        for job in self._jobs:
            job.cancel()
        self._wait.stop()
        self._number += 1
        self._made = None
        self.handing.wait()
        self.asked.heading.setVisible(self.template.currentData() == "pack")
        order = self._asked = self._order()
        if not order.people and not order.search:
            self._show_empty()
            return
        self.handing.say(self.tr("Making the preview"))
        office, language = self.desk.office, self.desk.language
        self._start(partial(making.begin, office, order, language))
        self._start(partial(making.gather, office, order, language, shelf=self._shelf))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _order(self) -> Order:
        audience, rule = self.audience.chosen
        settings, pack = self.side.settings, self.packs.pack
        return Order(
            self.people,
            self.template.currentData(),
            audience,
            self.language.currentData(),
            self.as_of.text().strip(),
            self.asked.cover,
            rule,
            settings.letterhead.currentData() or "",
            settings.classification.text().strip(),
            settings.addressee,
            self.side.told.left_out,
            tuple(sorted(self.side.lacking.answers.items())),
            settings.changes.isChecked(),
            pack.id if pack is not None else "",
            self.chosen.search.query,
            self.side.annexes.chosen,
        )

    # building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(self.asked)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self.preview, 1)
        middle.addWidget(self._beside())
        column.addLayout(middle, 1)

    def _beside(self) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(SIDE)
        side = QVBoxLayout(holder)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GRID)
        side.addWidget(self.handing)
        side.addWidget(self.side, 1)
        return holder

    def _connect(self) -> None:
        self.asked.back_requested.connect(self.back_requested)
        self.asked.changed.connect(self.make)
        self.asked.day_entered.connect(self._make_if_other)
        self.asked.typed.connect(self._on_typed)
        self._wait.timeout.connect(self.make)
        self._wait.timeout.connect(self.keep)
        self.chosen.changed.connect(self._on_chosen)
        self.handing.once_more.clicked.connect(self.make)
        self.export.clicked.connect(self._ask_place)
        self.handing.consent.clicked.connect(self._ask_consent)
        self.side.open_requested.connect(self.open_requested)
        self.side.redaction_requested.connect(self.redaction_requested)
        self.side.changed.connect(self._on_setting)
        self.side.settings.typed.connect(self._on_typed)
        self.packs.keep_requested.connect(self._keep_pack)
        self._keeping.offered.connect(self._offer)
        self._keeping.taken.connect(self._take)
        self._keeping.kept.connect(self._say_kept)
        self._exporting.place_chosen.connect(self._export)
        self._exporting.told.connect(self.told)
        self._exporting.done.connect(self.password.clear)

    # what was put together

    def _kept(self) -> dict[str, Any]:
        return {_PEOPLE: list(self.people), **self.asked.kept()}

    def _take_up(self, kept: Mapping[str, Any]) -> None:
        """Go on with the paper that was put together last, unless another was begun meanwhile."""
        if not kept or self._typed or self.people:
            return
        self.asked.take_up(kept)
        self.chosen.choose(kept.get(_PEOPLE, ()))

    # packs

    def _offer(self, offers: Offers) -> None:
        self.audience.offer(offers.rules)
        self.side.settings.offer(offers.letterheads)
        self.side.settings.offer_colleagues(offers.colleagues)
        self.chosen.search.offer(offers.searches)

    def _take(self, pack: Pack, people: tuple[str, ...]) -> None:
        """Make the paper as a kept pack says, of whom it is about today, and mark what is new since."""
        changes = self.side.settings.changes
        was = changes.blockSignals(True)
        changes.setChecked(True)
        changes.blockSignals(was)
        self.asked.take(pack)
        self.side.settings.take(pack.letterhead, pack.classification, pack.mission)
        self.side.told.leave_out(pack.without)
        self.side.lacking.take(pack.answers)
        self.side.annexes.take(pack.annexes)
        self.chosen.search.show_query(pack.search)
        self.chosen.replace(people)

    def _keep_pack(self, name: str) -> None:
        self._keeping.keep(self._order(), name)

    def _say_kept(self) -> None:
        self.told.emit(self.tr("Kept. Choose it by its name next time: everything is as it is now."))

    def _on_setting(self) -> None:
        self._typed = True
        self.make()

    def _on_chosen(self) -> None:
        self._typed = True
        self.make()
        self.keep()

    def _on_typed(self) -> None:
        self._typed = True
        self._make_soon()

    # making

    def _start(self, work: Callable[[Progress], object]) -> None:
        job = self.desk.worker.long(
            self.tr("Making the preview"), partial(making.step, self._number, work), quiet=True, reads=True
        )
        self._jobs.append(job)
        job.done.connect(self._hear)
        job.over.connect(self._forget)

    def _forget(self) -> None:
        over = self.sender()
        self._jobs = [job for job in self._jobs if job is not over]

    def _hear(self, step: Step) -> None:
        """A step of the making is over; what an older order led to is dropped."""
        if step.number != self._number:
            return
        match step.outcome:
            case bytes() as first if first:
                self.preview.show_paper(first)
            case Content() as content:
                self._show_remarks(content)
                self._start(partial(making.draw, content))
            case Made() as made:
                self._show_made(made)
            case KzcaseError() as error:
                self._show_failure(error)

    def _make_soon(self) -> None:
        """Wait for more letters or changes; until then nothing is exported that is not so any more."""
        self._made = None
        self.export.setEnabled(False)
        self._wait.start()

    def _make_if_other(self) -> None:
        if self._order() != self._asked:
            self.make()

    # showing

    def _show_empty(self) -> None:
        self.handing.say("")
        self.preview.say(
            self.tr(
                "A paper is about people.\nType a name on the right, or choose people in their list "
                "and press Ctrl+P there."
            )
        )
        self.side.forget()
        self.handing.show_lacking(())

    def _show_remarks(self, content: Content) -> None:
        self.side.show_content(content)
        self.handing.show_lacking(content.withheld)

    def _show_made(self, made: Made) -> None:
        self._made = made
        self.preview.show_paper(made.pdf)
        self.handing.show_made(made)

    def _show_failure(self, error: KzcaseError) -> None:
        if isinstance(error, Cancelled):
            self.handing.stopped()
            return
        self.handing.say(self.tr("There is no paper."))
        self.preview.say(sentence(error))
        if isinstance(error, NoBasis):
            self.side.show_refusal(error.withheld)
            self.handing.show_lacking(error.withheld)
        else:
            self.side.forget()

    def _ask_consent(self) -> None:
        """Begin the consent that this paper lacks: only the answer is still to be given."""
        wanted = {
            "person": self.handing.lacking[0].id,
            "scope": NAME_AND_CASE,
            "audiences": frozenset({str(self.audience.chosen[0])}),
            "date": self.desk.today().isoformat(),
        }
        self.create_requested.emit("consent", wanted)

    # exporting

    def _ask_place(self) -> None:
        if self._made is not None:
            self._exporting.ask(self._made)

    def _export(self, path: Path) -> None:
        if self._made is None:
            self.told.emit(self.tr("The paper has changed meanwhile. Nothing was written; export it again."))
            return
        lock = Lock(self.password.text(), self.side.settings.sealed_for)
        self._exporting.write(self._made, self._order().to(), path, lock)
