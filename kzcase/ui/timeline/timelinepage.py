"""The area of timelines: people and cases one below the other, with the days that matter to all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kzcase.services import timelines
from kzcase.services.office import Changed
from kzcase.services.timelines import Story
from kzcase.timeline.item import Landmark
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, label
from kzcase.ui.common.timeline.canvas import LANES
from kzcase.ui.common.timeline.view import STEP, TimelineView
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID


class TimelinePage(Page):
    """Who and which cases are chosen above, their timelines below; begins with whom it is given."""

    def __init__(self, desk: Desk, chosen: tuple[str, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.chooser = RecordChooser(desk, ("person", "case"))
        self.view = TimelineView(desk)
        self._story: Story | None = None
        self._build()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._in_force = Latest(desk.worker, self)
        self._in_force.answered.connect(self.chooser.choose)
        self.chooser.changed.connect(self._read)
        if chosen:
            self.chooser.choose(chosen)
        else:
            self._say()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "timeline"

    @property
    def people(self) -> tuple[str, ...]:
        """The people in the picture."""
        return self._story.people if self._story is not None else ()

    @property
    def paper(self) -> str:
        """On paper the same picture: each audience is shown what it may see."""
        return "timeline"

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the picture."""
        return (
            PageAction(self.tr("Print these timelines"), self.make_paper, icon=Icon.PAPER),
            PageAction(self.tr("Show everyone with restrictions in force"), self.show_in_force),
        )

    def make_paper(self) -> None:
        """Put the same timelines on paper."""
        if self.people:
            self.paper_requested.emit(self.people)

    def begin(self) -> None:
        """The keyboard starts where people are chosen, or in the picture when there is one."""
        (self.view if self.chooser.chosen else self.chooser).setFocus()

    def seek(self) -> None:
        """Back to choosing."""
        self.chooser.setFocus()

    def refresh(self, changed: Changed) -> None:
        """Something changed: read the picture again."""
        if self.chooser.chosen:
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def show_in_force(self) -> None:
        """Choose everyone whose restrictions in force end soonest."""
        self._in_force.ask(partial(timelines.in_force, self.desk.office, self.desk.today()))

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Timeline"), "title"))
        head.addSpacing(2 * GRID)
        head.addWidget(self.chooser, 1)
        force = button(self.tr("&Everyone with restrictions in force"), flat=True)
        force.clicked.connect(self.show_in_force)
        head.addWidget(force, 0, Qt.AlignmentFlag.AlignBottom)
        self._lanes = {}
        choices = QWidget()
        flow = FlowLayout(choices, GRID)
        words = {
            "detention": self.tr("Detention"),
            "prosecution": self.tr("Prosecution"),
            "restriction": self.tr("Restrictions"),
            "letter": self.tr("Letters"),
            "event": self.tr("Events"),
        }
        for key in LANES:
            self._lanes[key] = self._switch(words[key], on=True)
            self._lanes[key].toggled.connect(self._choose_lanes)
            flow.addWidget(self._lanes[key])
        self._across = self._switch(self.tr("Letters through all lanes"), on=False)
        self._across.toggled.connect(self._paint)
        self._dates = self._switch(self.tr("Political dates"), on=True)
        self._dates.toggled.connect(self._paint)
        flow.addWidget(self._across)
        flow.addWidget(self._dates)
        colours = self.desk.look.theme.colours
        choices.setStyleSheet(
            f"QPushButton:checked {{ background: {colours.chosen}; border-color: {colours.accent}; }}"
        )
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(choices, 1)
        for said, tip, slot in (
            ("−", "-", self._smaller),
            ("+", "+", self._larger),
            (self.tr("Fit"), "0", self.view.fit),
        ):
            made = button(said)
            made.setToolTip(tip)
            made.clicked.connect(slot)
            bar.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self.printing = button(self.tr("&Print …"))
        self.printing.clicked.connect(self.make_paper)
        bar.addWidget(self.printing, 0, Qt.AlignmentFlag.AlignTop)
        self._bar = QWidget()
        self._bar.setLayout(bar)
        bar.setContentsMargins(0, 0, 0, 0)
        self._said = label("", "quiet", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._said)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self.view.chosen.connect(self.open_requested)
        self.view.group_chosen.connect(self._open_group)

    def _switch(self, words: str, *, on: bool) -> QPushButton:
        """A button that stays down: what is on has a sign, too, and not a colour alone."""
        made = button(words)
        made.setCheckable(True)
        made.toggled.connect(self._sign)
        made.setChecked(on)
        return made

    def _sign(self) -> None:
        made = self.sender()
        assert isinstance(made, QPushButton)
        made.setIcon(self.desk.icon(Icon.ON, accent=True) if made.isChecked() else QIcon())

    # --- what comes back -----------------------------------------------------------------------------

    def _read(self) -> None:
        if not self.chooser.chosen:
            self._story = None
            self._say()
            return
        self._latest.ask(
            partial(
                timelines.story,
                self.desk.office,
                self.chooser.chosen,
                self.desk.today(),
                self.desk.language,
            )
        )

    def _show(self, story: Story) -> None:
        self._story = story
        self._paint()

    def _paint(self) -> None:
        if self._story is None:
            return
        self.view.show_items(
            self._story.items,
            self.desk.today(),
            titles=dict(self._story.titles),
            landmarks=self._landmarks(self._story),
        )
        self._say()

    def _landmarks(self, story: Story) -> list[Landmark]:
        """The days drawn through every lane: what the office keeps, and letters if they are wanted."""
        found = list(story.landmarks) if self._dates.isChecked() else []
        if self._across.isChecked():
            letters = {item.id: item for item in story.items if item.kind == "letter"}
            found += [
                Landmark(one.id, "letter", one.label, one.start)
                for one in letters.values()
                if one.start is not None
            ]
        return found

    def _say(self) -> None:
        """The picture, or words that say what to do when there is none."""
        shown = self._story is not None and bool(self._story.items)
        self._bar.setVisible(shown)
        self._stack.setCurrentIndex(1 if shown else 0)
        if self._story is None:
            self._said.setText(
                self.tr(
                    "Type the name of a person or a case above, or show everyone with restrictions in "
                    "force.\nIn the picture: arrows step from one thing to the next, Enter opens it, + and − "
                    "zoom, 0 shows all."
                )
            )
        elif not shown:
            self._said.setText(
                self.tr("Nothing with a date is known of them yet. Dates are typed in their records.")
            )

    # --- what the user does --------------------------------------------------------------------------

    def _choose_lanes(self) -> None:
        self.view.hide_lanes(frozenset(key for key, made in self._lanes.items() if not made.isChecked()))

    def _smaller(self) -> None:
        self.view.zoom(1 / STEP)

    def _larger(self) -> None:
        self.view.zoom(STEP)

    def _open_group(self, group: str) -> None:
        self.open_requested.emit("", group)
