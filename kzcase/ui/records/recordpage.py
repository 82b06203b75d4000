"""The page of one record of any kind: its form, what belongs to it, what names it, its history."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from kzcase.services import owners, records
from kzcase.services.declarations import kinds
from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fitting import Parts
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.common.historypanel import HistoryPanel
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.panel import Make, Panel
from kzcase.ui.common.relatedpanel import RelatedPanel
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.records.ownerlinks import OwnerLinks
from kzcase.ui.theme import GRID


class RecordPage(Page):
    """A record, or the form of a new one.

    `draft` is the id of a record that was begun earlier and has still to be made.
    `first` is what else is known of a record, on the tab that it opens on: its words,
    and what makes it; `second` the same on a tab behind its details.
    """

    def __init__(
        self,
        desk: Desk,
        kind: str,
        record: str | None = None,
        preset: Mapping[str, Any] | None = None,
        *,
        draft: str | None = None,
        first: tuple[str, Make] | None = None,
        second: tuple[str, Make] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self.kind = kind
        self.record = record
        self._people: tuple[str, ...] = ()
        self._label = declared(kinds()[kind].label)
        self.sheet = Sheet(desk, kind, record or draft, preset, closable=record is None)
        self._title = label(
            self.tr("New: {0}").format(self._label.lower()) if record is None else "", "title", wrap=True
        )
        self._kind = label(self._label if record is not None else "", "quiet")
        back = button(self.tr("Back"), flat=True)
        back.setIcon(desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.owners = OwnerLinks()
        self.owners.open_requested.connect(self.open_requested)
        head.addWidget(back)
        head.addWidget(self.owners)
        # It has the rest of the row, so that a title that fits is not wrapped and a long word widens nothing.
        self._title.setMinimumWidth(1)
        head.addWidget(self._title, 1)
        head.addSpacing(GRID)
        head.addWidget(self._kind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        self.tabs: QTabWidget | None = None
        self.panel: Panel | None = None
        if record is None:
            column.addWidget(self.sheet, 1)
        else:
            column.addWidget(self._tabs(record), 1)
            if first is not None:
                self._put(0, first[0], first[1](desk, record))
            elif second is not None:
                self._put(1, second[0], second[1](desk, record))
        self.sheet.saved.connect(self._saved)
        self.sheet.closed.connect(self.back_requested)
        self.sheet.deleted.connect(self._deleted)
        self.sheet.erase_requested.connect(self.erase_requested)
        self.sheet.told.connect(self.told)
        self.sheet.open_requested.connect(self.open_requested)
        self.sheet.document_requested.connect(self.document_requested)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show_title)
        self._owners_read = Latest(desk.worker, self)
        self._owners_read.answered.connect(self.owners.show_owners)
        self._preset = dict(preset or {})
        self._read_title()
        if record is None:
            self._read_owners(self._preset)

    @property
    def begun(self) -> tuple[str, str] | None:
        """A new record in which something was typed."""
        begun = self.record is None and self.sheet.touched
        return (self.kind, self.sheet.form.record) if begun else None

    @property
    def unsaved(self) -> bool:
        """Whether something was typed into the form and not saved."""
        return self.sheet.touched

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return self.kind

    @property
    def people(self) -> tuple[str, ...]:
        """The people this record is about."""
        return self._people

    def begin(self) -> None:
        """The keyboard starts in a new form; else on the tabs, so that nothing is changed by mistake."""
        (self.sheet.begin if self.tabs is None else self.tabs.tabBar().setFocus)()

    def keep(self) -> None:
        """Keep what was typed."""
        self.sheet.keep()
        if self.panel is not None:
            self.panel.keep()

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with what stands before all others."""
        return self.panel.offers() if self.panel is not None else ()

    def refresh(self, changed: Changed) -> None:
        """Read the title again, and the form unless it is our own echo or holds typed words."""
        if self.panel is not None:
            self.panel.refresh(changed)
        if self.record is None or self.record not in changed.ids:
            return
        self._read_title()
        if changed.initiator is not self.sheet.token and not self.sheet.touched:
            self.sheet.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; what was typed is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _tabs(self, record: str) -> QWidget:
        self.tabs = tabs = Parts()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        related = RelatedPanel(self.desk, self.kind, record)
        related.open_requested.connect(self.open_requested)
        related.create_requested.connect(self.create_requested)
        history = HistoryPanel(self.desk, record)
        history.told.connect(self.told)
        tabs.addTab(self.sheet, self.tr("Details"))
        tabs.addTab(related, self.tr("Belongs to it"))
        tabs.addTab(history, self.tr("History"))
        return tabs

    def _put(self, at: int, words: str, panel: Panel) -> None:
        """Another tab."""
        assert self.tabs is not None
        self.panel = panel
        self.tabs.insertTab(at, panel, words)
        self.tabs.setCurrentIndex(0)
        panel.told.connect(self.told)
        panel.open_requested.connect(self.open_requested)
        panel.create_requested.connect(self.create_requested)

    def _read_title(self) -> None:
        if self.record is not None:
            self._latest.ask(partial(records.view, self.desk.office, self.record))

    def _read_owners(self, values: Mapping[str, Any]) -> None:
        """Ask for the titles of whom or what it belongs to."""
        self._owners_read.ask(partial(owners.of_values, self.desk.office, self.kind, values))

    def _show_title(self, view: records.RecordView) -> None:
        one, several = view.fields.get("person"), view.fields.get("persons")
        self._people = (one,) if one else tuple(sorted(several or ()))
        self._title.setText(view.title or self.tr("untitled"))
        self._read_owners(view.fields)
        self._kind.setText(
            self.tr("{0}, deleted").format(self._label) if view.status == "deleted" else self._label
        )

    def _saved(self, saved: tuple[records.Saved, ...]) -> None:
        if self.record is None:
            self.record = saved[0].id
            self.back_requested.emit()
            if self.kind == "person":
                self.open_requested.emit(self.kind, saved[0].id)
        else:
            self.sheet.reload()

    def _deleted(self) -> None:
        self.back_requested.emit()
