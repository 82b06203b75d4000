"""The look of the guided page: chapters one below the other, and beside them what will be written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kzcase.services.declarations import kinds
from kzcase.ui.common.fitting import Upright
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.taborder import read_in_order
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.guided.plan import CHAPTERS, Chapter, Step
from kzcase.ui.guided.preview import EndLine
from kzcase.ui.theme import GRID

_SIDE = 280


class StoryView(QWidget):
    """Places forms in their chapters and says which button was pressed; it knows no records."""

    add_wanted = Signal(str)
    """Another record of this kind is wanted."""
    remove_wanted = Signal(str)
    """This record is to go."""

    def __init__(self, scale: int = 100) -> None:
        super().__init__()
        self._rows: dict[str, QVBoxLayout] = {}
        self._cards: dict[str, QFrame] = {}
        self.save = button(self.tr("&Write down the case"), primary=True)
        self.discard = button(self.tr("Discard"), flat=True)
        self.problems = label(role="bad", wrap=True)
        self.problems.hide()
        self._resumed = label(self.tr("Typed earlier and not saved yet."), "warn", wrap=True)
        self._resumed.hide()
        self._body = QWidget()
        self._body.setObjectName("inside")
        column = QVBoxLayout(self._body)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        for number, chapter in enumerate(CHAPTERS, 1):
            column.addWidget(self._chapter(number, chapter))
        column.addStretch(1)
        self._scroll = Upright()
        self._scroll.setWidget(self._body)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._scroll, 3)
        middle.addWidget(self._side(round(_SIDE * scale / 100)), 2)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        bar.addWidget(self.save)
        bar.addWidget(self.problems, 1)
        bar.addWidget(self._resumed, 1)
        bar.addStretch(0)
        bar.addWidget(self.discard)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(middle, 1)
        outer.addLayout(bar)

    def sizeHint(self) -> QSize:
        """As large as the window lets it be; it scrolls."""
        return QSize(900, 600)

    def place(self, form: RecordForm, *, removable: bool) -> None:
        """Show a form in the chapter that asks about its kind, below those of its kind that are there."""
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(declared(form.kind.label), "quiet"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(form)
        if removable:
            remove = button(self.tr("Remove"), flat=True)
            remove.setAccessibleName(self.tr("Remove: {0}").format(declared(form.kind.label).lower()))
            remove.setProperty("record", form.record)
            remove.clicked.connect(self._remove)
            form.foot.addWidget(remove)
        self._rows[form.kind.key].addWidget(card)
        self._cards[form.record] = card

    def put_below(self, kind: str, widget: QWidget) -> None:
        """Show something below the forms of a kind."""
        self._rows[kind].addWidget(widget)

    def take_out(self, record: str) -> None:
        """Show a form no more."""
        card = self._cards.pop(record)
        card.hide()
        card.deleteLater()

    def clear(self) -> None:
        """Show no form."""
        for record in list(self._cards):
            self.take_out(record)

    def order(self) -> None:
        """Let Tab go through what is here as it is read."""
        read_in_order(self._body, self.save, self.discard)

    def hold(self, on: bool) -> None:
        """Let nothing be typed while it is saved, or let it again."""
        self._body.setEnabled(not on)
        self.save.setEnabled(not on)

    def reveal(self, widget: QWidget) -> None:
        """Scroll so far that all of a widget is seen."""
        self._scroll.ensureWidgetVisible(widget, 0, 6 * GRID)

    def complain(self, text: str) -> None:
        """Say beside the button what keeps the case from being saved; "" takes that away."""
        self.problems.setText(text)
        self.problems.setVisible(bool(text))
        if text:
            self._resumed.hide()

    def say_resumed(self, on: bool) -> None:
        """Say that what stands here was typed earlier and is not saved."""
        self._resumed.setVisible(on)

    def say_written(self, counted: str, ends: Sequence[tuple[str, EndLine]]) -> None:
        """Say what will be written, and of each restriction, by its words, when it ends and why."""
        self._counted.setText(counted or self.tr("Nothing yet."))
        while (item := self._ends.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for words, one in ends:
            self._ends.addWidget(label(words, "quiet", wrap=True))
            self._ends.addWidget(label(self.tr("ends: {0}").format(one.end), "heading", wrap=True))
            self._ends.addWidget(label(one.why, "small", wrap=True))

    def said(self) -> str:
        """What is said beside the chapters just now."""
        shown = [self._counted.text()]
        for place in range(self._ends.count()):
            item = self._ends.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                shown.append(str(widget.property("text")))
        return "\n".join(shown)

    def _side(self, width: int) -> QWidget:
        side = QWidget()
        side.setObjectName("inside")
        column = QVBoxLayout(side)
        column.setContentsMargins(GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(self.tr("Will be written"), "heading"))
        self._counted = label(self.tr("Nothing yet."), wrap=True)
        column.addWidget(self._counted)
        self._ends = QVBoxLayout()
        self._ends.setSpacing(2)
        column.addLayout(self._ends)
        hint = self.tr("Whatever is not known stays empty. Everything typed is kept, also if you stop here.")
        column.addWidget(label(hint, "small", wrap=True))
        column.addStretch(1)
        scroll = Upright()
        scroll.setMaximumWidth(width)
        scroll.setWidget(side)
        return scroll

    def _chapter(self, number: int, chapter: Chapter) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        words = QCoreApplication.translate("Guided", chapter.words)
        head.addWidget(label(f"{number}  {words}", "heading"))
        head.addWidget(label(QCoreApplication.translate("Guided", chapter.hint), "small", wrap=True), 1)
        column.addLayout(head)
        adds = QHBoxLayout()
        adds.setSpacing(GRID)
        for step in chapter.steps:
            rows = QVBoxLayout()
            rows.setSpacing(GRID)
            column.addLayout(rows)
            self._rows[step.kind] = rows
            if step.several:
                adds.addWidget(self._adder(step))
        adds.addStretch(1)
        column.addLayout(adds)
        return made

    def _adder(self, step: Step) -> QWidget:
        add = button(self.tr("Add: {0}").format(declared(kinds()[step.kind].label).lower()), flat=True)
        add.setObjectName(f"add-{step.kind}")
        add.setProperty("kind", step.kind)
        add.clicked.connect(self._add)
        return add

    def _add(self) -> None:
        self.add_wanted.emit(self.sender().property("kind"))

    def _remove(self) -> None:
        self.remove_wanted.emit(self.sender().property("record"))
