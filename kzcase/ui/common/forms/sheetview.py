"""The look of a sheet: the main form, sections of small ones as cards, and the bar below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kzcase.services.declarations import kinds
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.taborder import read_in_order
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.theme import GRID


class SheetView(QWidget):
    """Places forms and buttons, and says which button was pressed; it knows no records."""

    add_wanted = Signal(str)
    """Another small record of this kind is wanted."""
    remove_wanted = Signal(str)
    """This small record is to go."""

    def __init__(self, *, closable: bool) -> None:
        super().__init__()
        self._rows: dict[str, QVBoxLayout] = {}
        self._cards: dict[str, QWidget] = {}
        self.save = button(self.tr("&Save"), primary=True)
        self.save.setEnabled(False)
        self.cancel = button(self.tr("Cancel") if closable else self.tr("Discard changes"))
        self.delete = button("", flat=True)
        self.delete.hide()
        self.erase = button(self.tr("Erase for good\N{HORIZONTAL ELLIPSIS}"), flat=True)
        self.erase.hide()
        self.problems = label(role="bad", wrap=True)
        self.problems.hide()
        self._resumed = label(self.tr("Typed earlier and not saved yet."), "warn", wrap=True)
        self._resumed.hide()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self._column.setSpacing(2 * GRID)
        self._body = QWidget()
        self._body.setObjectName("inside")
        self._body.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._body)
        self._scroll = scroll
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        bar.addWidget(self.save)
        bar.addWidget(self.cancel)
        bar.addWidget(self.problems, 1)
        bar.addWidget(self._resumed, 1)
        bar.addStretch(0)
        bar.addWidget(self.delete)
        bar.addWidget(self.erase)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(bar)

    def show_forms(
        self,
        main: RecordForm,
        small: Mapping[str, Sequence[RecordForm]],
        above: frozenset[str],
        loose: Sequence[QWidget] = (),
    ) -> None:
        """Show these in place of what is here; the small ones by kind, those `above` before the main form."""
        self._clear()
        sections = {kind: self._section(kind, forms) for kind, forms in small.items()}
        before = [section for kind, section in sections.items() if kind in above]
        after = [section for kind, section in sections.items() if kind not in above]
        for widget in [*before, main, *after, *loose]:
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.order()
        self._make_room()

    def _make_room(self) -> None:
        """Give the forms their height at once: else they are first shown pressed into what is seen."""
        for widget in self._body.findChildren(QWidget):
            widget.ensurePolished()
        self._column.activate()
        QApplication.sendPostedEvents(self._body, QEvent.Type.LayoutRequest)

    def put(self, form: RecordForm) -> None:
        """Show one more small record in the section of its kind."""
        self._place(form)
        self.order()

    def put_below(self, kind: str, widget: QWidget) -> None:
        """Show something below the small records of a kind."""
        self._rows[kind].addWidget(widget)

    def _place(self, form: RecordForm) -> None:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(2)
        column.addWidget(form)
        remove = button(self.tr("Remove"), flat=True)
        remove.setProperty("record", form.record)
        remove.clicked.connect(self._remove)
        form.foot.addWidget(remove)
        self._rows[form.kind.key].addWidget(card)
        self._cards[form.record] = card

    def take_out(self, record: str) -> None:
        """Show a small record no more."""
        card = self._cards.pop(record)
        card.hide()
        card.deleteLater()

    def reveal(self, widget: QWidget) -> None:
        """Scroll so far that all of a widget is seen."""
        self._column.activate()
        self._scroll.ensureWidgetVisible(widget, 0, 6 * GRID)

    def hold(self, on: bool) -> None:
        """Let nothing be typed while it is saved, or let it again."""
        self._body.setEnabled(not on)

    def say_resumed(self, on: bool) -> None:
        """Say that what stands here was typed earlier and is not saved."""
        self._resumed.setVisible(on)

    def complain(self, text: str) -> None:
        """Say beside the buttons what keeps the sheet from being saved; "" takes that away."""
        self.problems.setText(text)
        self.problems.setVisible(bool(text))
        if text:
            self._resumed.hide()

    def _section(self, kind: str, forms: Sequence[RecordForm]) -> QWidget:
        section = QWidget()
        column = QVBoxLayout(section)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(declared(kinds()[kind].plural), "heading"))
        rows = QVBoxLayout()
        rows.setSpacing(GRID)
        column.addLayout(rows)
        self._rows[kind] = rows
        add = button(self.tr("Add: {0}").format(declared(kinds()[kind].label).lower()), flat=True)
        add.setObjectName(f"add-{kind}")
        add.setProperty("kind", kind)
        add.clicked.connect(self._add)
        line = QHBoxLayout()
        line.addWidget(add)
        line.addStretch(1)
        column.addLayout(line)
        for form in forms:
            self._place(form)
        return section

    def order(self) -> None:
        """Let Tab go through what is here as it is read."""
        read_in_order(self._body, self.save, self.cancel, self.delete, self.erase)

    def _clear(self) -> None:
        self._rows.clear()
        self._cards.clear()
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self) -> None:
        self.add_wanted.emit(self.sender().property("kind"))

    def _remove(self) -> None:
        self.remove_wanted.emit(self.sender().property("record"))
