"""What was typed and never saved, in one list; Enter goes on typing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from kzcase.errors import NotFound
from kzcase.services import drafts, owners, records, vocabulary
from kzcase.services.declarations import kinds
from kzcase.services.drafts import KeptDraft
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms.gather import main_of
from kzcase.ui.common.historytablemodel import when_said
from kzcase.ui.common.page import Page
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

FIELD = "field"
"""In citations and alternative values a field's key, which nobody typed."""


@dataclass(frozen=True, slots=True)
class DraftGroup:
    """All that was typed into one sheet: its main record, and words to recognise it by."""

    kind: str
    record: str
    new: bool
    words: str
    time: str
    keys: tuple[str, ...]
    of: str = ""
    """To whom or what it belongs."""


class DraftsPage(Page):
    """The drafts of this vault."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._rows: RowsTableModel[DraftGroup] = RowsTableModel(("",), _said, parent=self)
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Drafts"))
        self.list.activated.connect(self._resume)
        self._empty = label(
            self.tr("Everything that was typed has been saved. What is typed and left stands here."), "quiet"
        )
        self._discard = button(self.tr("Discard the chosen one"))
        self._discard.clicked.connect(self._on_discard)
        bar = QHBoxLayout()
        bar.addWidget(label(self.tr("Drafts"), "title"))
        bar.addSpacing(GRID)
        bar.addWidget(label(self.tr("typed and not saved; Enter goes on"), "quiet"))
        bar.addStretch(1)
        bar.addWidget(self._discard)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addLayout(bar)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self.reload()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "drafts"

    def begin(self) -> None:
        """The keyboard starts in the list."""
        self.reload()
        (self.list if self._rows.rows else self).setFocus()

    def reload(self) -> None:
        """Read the drafts again."""
        self._latest.ask(partial(groups, self.desk.office, self.desk.language))

    def rows(self) -> list[str]:
        """What is listed, as text (for tests)."""
        return [words for (words,) in self._rows.text()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, found: Sequence[DraftGroup]) -> None:
        self._rows.show_rows(found)
        if not found and self.list.hasFocus():
            # The list goes: without this the keyboard would be in the side bar, and Esc lead nowhere.
            self.setFocus()
        self._empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self._discard.setVisible(bool(found))
        if found:
            self.list.setCurrentIndex(self._rows.index(0, 0))
            if self.hasFocus():
                self.list.setFocus()

    def _resume(self, index: QModelIndex) -> None:
        if (one := self._rows.row(index.row())) is not None:
            self.resume_requested.emit(one.kind, one.record, one.new)

    def _on_discard(self) -> None:
        if (one := self._rows.row(self.list.currentIndex().row())) is not None:
            job = self.desk.worker.write(partial(_discard_all, self.desk.office, one.keys))
            job.done.connect(self.reload)


def groups(office: Office, language: str = "en") -> tuple[DraftGroup, ...]:
    """The kept drafts by the sheet they were typed into, the latest first."""
    kept = drafts.kept(office)
    own = {draft.record: draft for draft in kept if draft.record == main_of(draft.key)}
    return tuple(_recognised(office, one, own.get(one.record), language) for one in grouped(kept))


def _recognised(office: Office, group: DraftGroup, own: KeptDraft | None, language: str) -> DraftGroup:
    """The group with whom it is about and, of a record that is one of a kind, which kind."""
    if own is None or group.kind not in kinds():
        return group
    above = owners.of_values(office, group.kind, _values(office, group, own))
    of = " › ".join(one.title for one in above)
    field = kinds()[group.kind].fields.get("kind")
    typed = own.values.get("kind")
    if field is None or not isinstance(typed, str) or not typed:
        return replace(group, of=of)
    known = {term.key: term.label for term in vocabulary.terms(office, field.vocabulary, language)}
    words = " · ".join(one for one in (known.get(typed, typed), group.words) if one)
    return replace(group, of=of, words=words)


def _values(office: Office, group: DraftGroup, own: KeptDraft) -> dict[str, Any]:
    """The links of a record as they stand and as they were typed."""
    stored: Mapping[str, Any] = {}
    if not group.new:
        try:
            stored = records.view(office, group.record).fields
        except NotFound:
            stored = {}
    typed = {
        key: state.get("keys") if isinstance(state, dict) else state for key, state in own.values.items()
    }
    return {**stored, **{key: value for key, value in typed.items() if value}}


def grouped(kept: Iterable[KeptDraft]) -> list[DraftGroup]:
    """Drafts of one sheet together, known by a name if one was typed, else by what the record itself says."""
    sheets: dict[str, list[KeptDraft]] = {}
    for draft in kept:
        if draft.kind in kinds() or draft.kind in (drafts.GUIDED, drafts.MAILING):
            sheets.setdefault(main_of(draft.key), []).append(draft)
    found = []
    for main, members in sheets.items():
        own = next((one for one in members if one.record == main), None)
        if own is not None:
            telling = sorted(members, key=lambda one: (one.kind != "name", one is not own))
            words = next((text for one in telling for text in typed_words(one)), "")
            time = max(one.time for one in members)
            keys = tuple(one.key for one in members)
            found.append(DraftGroup(own.kind, main, not own.heads, words[:80], time, keys))
    return found


def typed_words(draft: KeptDraft) -> Iterable[str]:
    """The texts somebody typed in a draft, by which they will know it again."""
    if draft.kind == drafts.GUIDED:
        for one in draft.values["forms"]:
            yield from _words(one["kind"], one["typed"])
    elif draft.kind == drafts.MAILING:
        yield from filter(None, (str(draft.values.get("words", "")),))
    else:
        yield from _words(draft.kind, draft.values)


def _words(kind: str, typed: Mapping[str, Any]) -> Iterable[str]:
    fields = kinds()[kind].fields
    for key, state in typed.items():
        if key not in fields or fields[key].type.is_link or key == FIELD:
            continue
        if isinstance(state, str) and state.strip() and not fields[key].vocabulary:
            yield " ".join(state.split())
        elif isinstance(state, dict) and "keys" not in state:
            words = " ".join(part for part in state.values() if isinstance(part, str) and part.strip())
            if words:
                yield words


def _said(one: DraftGroup) -> tuple[str]:
    tr = partial(QCoreApplication.translate, "DraftsPage")
    begun = {drafts.GUIDED: tr("Case"), drafts.MAILING: tr("Letter")}
    kind = begun[one.kind] if one.kind in begun else declared(kinds()[one.kind].label)
    lead = tr("New: {0}").format(kind.lower()) if one.new else kind
    said = " · ".join(part for part in (one.of, one.words) if part)
    return (f"{when_said(one.time)}   {lead}   {said or tr('nothing readable yet')}",)


def _discard_all(office: Office, keys: tuple[str, ...]) -> None:
    for key in keys:
        drafts.discard(office, key)
