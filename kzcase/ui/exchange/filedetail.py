"""What is to be known of a file before it is taken in: from whom, what speaks against it, what comes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.exchange.casefile import Plan, Status, Trust
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.exchange import words
from kzcase.ui.exchange.part import card, empty, row, scrolled
from kzcase.ui.exchange.source import Alike, CaseFile, Failed, Source
from kzcase.ui.theme import GRID

MOST_SHOWN = 8


class FileDetail(QWidget):
    """The first line of a plan in full."""

    open_requested = Signal(str, str)
    colleagues_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source: Source | None = None
        self._answers = Latest(desk.worker, self)
        self._answers.answered.connect(self._show_alike)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID)
        self._said = QVBoxLayout()
        self._said.setSpacing(GRID)
        self._alike = QVBoxLayout()
        self._alike.setSpacing(GRID)
        self._column.addLayout(self._said)
        self._column.addLayout(self._alike)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(holder))

    def show_file(self, source: Source, failed: Sequence[Failed]) -> None:
        """Tell what is known of a file, and which others could not be opened."""
        if source is self._source:
            return
        self._source = source
        empty(self._said)
        empty(self._alike)
        for one in failed:
            self._say(self.tr("{0} is left out. {1}").format(one.path.name, sentence(one.error)), "warn")
        if isinstance(source, CaseFile):
            self._tell_case_file(source.incoming.plan)
        else:
            self._tell_records_file()
        desk = self._desk
        self._answers.ask(partial(source.alike, desk.office, desk.language))

    def _tell_case_file(self, plan: Plan) -> None:
        for stop in plan.stops:
            loud = label(self.tr("STOP: this file cannot be taken in"), "heading")
            loud.setStyleSheet(f"color: {self._desk.look.theme.colours.bad}")
            self._said.addWidget(card(loud, label(stop, wrap=True, select=True)))
        for warning in plan.warnings if not plan.stops else ():
            self._say(warning, "warn")
        if not plan.verified and not plan.stops:
            self._offer_colleagues(plan)
        if plan.stops:
            self._say(self.tr("Nothing is changed. What stands in it can be looked at in the list."))
        elif plan.nothing_new and plan.counts[Status.UNDONE]:
            self._say(
                self.tr(
                    "All of this file is here already, but for what was taken back here. To have that again, "
                    "tick it below."
                )
            )
        elif plan.nothing_new:
            self._say(self.tr("There is nothing new in this file: all of it is here already."))
        else:
            self._say(
                self.tr(
                    "Nothing is changed yet. Go through the list at the left, as far as you like; what is "
                    "new is added, and where you and your colleague wrote different things, both are kept "
                    "until you decide. No file takes away what you wrote."
                )
            )
        if plan.seen_before:
            day = words.day(plan.seen_before, self._desk.language)
            self._say(self.tr("This very file was taken in on {0}.").format(day))
        self._tell_contents(plan)
        for one in plan.proposals[:MOST_SHOWN]:
            what = self.tr("{0} proposes to erase “{1}” here too.").format(one.by, one.title)
            self._say(
                self.tr("{0} Taking the file in erases nothing: you decide it under Decide.").format(what),
                "warn",
            )
        if len(plan.proposals) > MOST_SHOWN:
            self._say(
                self.tr("And {0} more such proposals.").format(len(plan.proposals) - MOST_SHOWN), "warn"
            )
        if not any(plan.sender.fingerprint in said for said in (*plan.stops, *plan.warnings)):
            self._say(self.tr("The words of the sender's key: {0}").format(plan.sender.fingerprint), "small")

    def _tell_contents(self, plan: Plan) -> None:
        if plan.documents:
            self._say(self.tr("Documents that come along: {0}").format(plan.documents))
        if plan.withheld:
            self._say(
                self.tr("Records of which some details were not shared with you: {0}").format(plan.withheld)
            )
        if plan.unproven:
            self._say(
                self.tr(
                    "Changes that are not signed by the one whose name they bear: {0}. History will say so."
                ).format(plan.unproven),
                "warn",
            )
        if plan.counts[Status.ERASED]:
            self._say(self.tr("What was erased here stays erased; no file brings it back."))

    def _tell_records_file(self) -> None:
        self._say(
            self.tr(
                "A records file, made by a script or by another program. Nobody has signed it. Nothing is "
                "changed yet: the list at the left shows what would be."
            )
        )

    def _offer_colleagues(self, plan: Plan) -> None:
        known = plan.sender.trust is not Trust.UNKNOWN
        if not known:
            self._say(
                self.tr(
                    "To be sure of it, ask them for their card, add it under Colleagues and compare its "
                    "words by voice. Then come back here: the file waits."
                )
            )
        go = button(self.tr("Compare their words") if known else self.tr("Add their card"))
        go.clicked.connect(self.colleagues_requested)
        self._said.addLayout(row(go))

    def _show_alike(self, found: Sequence[Alike]) -> None:
        empty(self._alike)
        if found:
            self._alike.addWidget(label(self.tr("Perhaps the same person twice"), "heading"))
        for one in found[:MOST_SHOWN]:
            told = self.tr("“{0}” in the file looks like “{1}” here").format(one.coming, one.here)
            why = ", ".join(one.reasons)
            text = label(f"{told} ({why})" if why else told, wrap=True)
            look = button(self.tr("Look"), flat=True)
            look.setProperty("person", one.id)
            look.setAccessibleName(self.tr("Look at {0}").format(one.here))
            look.clicked.connect(self._look)
            line = QHBoxLayout()
            line.addWidget(text, 1)
            line.addWidget(look)
            self._alike.addLayout(line)
        if found:
            self._alike.addWidget(
                label(
                    self.tr("Take the file in all the same: two records of one person can be joined later."),
                    "small",
                    wrap=True,
                )
            )

    def _look(self) -> None:
        self.open_requested.emit("person", self.sender().property("person"))

    def _say(self, text: str, role: str = "body") -> None:
        made = label(text, wrap=True, select=True)
        made.setProperty("role", role)
        self._said.addWidget(made)
