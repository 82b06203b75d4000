"""A sheet: the form of a record with those of the small records it owns, saved in one step.

What is typed is written into the vault's drafts after a moment, so that
closing, locking, a failure or a kill loses nothing; coming back resumes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kzcase.errors import InputRefused, KzcaseError, Refusal
from kzcase.services import drafts, records, vocabulary
from kzcase.services.declarations import kinds
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor
from kzcase.ui.common.fields.choice import ChoiceEditor, ChoicesEditor
from kzcase.ui.common.fields.link import Wanted
from kzcase.ui.common.forms import gather
from kzcase.ui.common.forms.create import create_from_text
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.text import button, declared, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.theme import GRID

KEEP_AFTER = 700
"""Milliseconds of quiet after which what was typed is kept."""


class Sheet(QWidget):
    """Types one record and what it owns. Give it a record, or a kind and what is known already."""

    saved = Signal(object)
    """A tuple of `Saved`, the main record first."""
    loaded = Signal()
    closed = Signal()
    """The user is done without saving; what was typed was discarded, or there was nothing."""
    deleted = Signal(str)
    open_requested = Signal(str, str)
    told = Signal(str)

    def __init__(
        self,
        desk: Desk,
        kind: str,
        record: str | None = None,
        preset: Mapping[str, Any] | None = None,
        *,
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kind = kind
        self.record = record
        self._preset = dict(preset or {})
        self._closable = closable
        self._forms: list[RecordForm] = []
        self._cards: dict[str, QWidget] = {}
        self._rows: dict[str, QVBoxLayout] = {}
        self._data: gather.SheetData | None = None
        self._kept: set[str] = set()
        self._is_deleted = False
        self._saving = False
        """From the wish to save until it is known how that went: nothing is typed or kept."""
        self._typing_at: tuple[str, str] | None = None
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER)
        self._timer.timeout.connect(self.keep)
        self._build()
        self.reload()

    @property
    def touched(self) -> bool:
        """Whether something was typed that is not saved."""
        return any(form.touched for form in self._forms)

    @property
    def form(self) -> RecordForm:
        """The main record's form, once it is loaded."""
        return self._forms[0]

    @property
    def forms(self) -> tuple[RecordForm, ...]:
        """The main record's form and those of the small records, in their order on screen."""
        return tuple(self._forms)

    def reload(self) -> None:
        """Read the record again; what was typed and kept is typed again."""
        desk = self._desk
        self._latest.ask(
            partial(gather.gather, desk.office, self.kind, self.record, self._preset, desk.language)
        )

    def begin(self) -> None:
        """Put the keyboard where typing starts."""
        if not self._forms:
            return
        inline = [form for form in self._forms[1:] if form.is_new]
        (inline[0] if self.form.is_new and inline and self.kind == "person" else self.form).begin()

    def keep(self) -> None:
        """Write what was typed into the drafts now; what is no longer typed leaves them."""
        self._timer.stop()
        if self._saving or not self._forms:
            return
        office, main = self._desk.office, self.form.record
        for form in self._forms:
            key = gather.draft_key(form.kind.key, form.record, main)
            # The draft of a new record is kept also when only what it owns was typed: it says whose that is.
            if form.touched or (form is self.form and form.is_new and self.touched):
                self._kept.add(key)
                work = partial(drafts.keep, office, key, form.kind.key, form.record, form.heads, form.state())
                self._desk.worker.write(work)
            elif key in self._kept:
                self._kept.discard(key)
                self._desk.worker.write(partial(drafts.discard, office, key))

    def save(self) -> None:
        """Save everything typed in one step, or say at each field what keeps it from being saved."""
        if self._saving or not self._forms:
            return
        self._timer.stop()
        wanted: list[records.Draft] = []
        refused: list[Refusal] = []
        for form in self._forms:
            main = form is self.form
            if not form.touched and not (main and form.is_new):
                continue
            draft, refusals = form.draft()
            refused += refusals
            if draft is not None:
                wanted.append(draft)
        if refused:
            self._complain(refused)
            return
        if not wanted:
            self._discard_kept()
            self.closed.emit()
            return
        self._hold()
        work = partial(_save_and_forget, self._desk.office, tuple(wanted), frozenset(self._kept), self)
        job = self._desk.worker.write(work, quiet=True)
        job.done.connect(self._on_saved)
        job.failed.connect(self._on_failed)

    def discard(self) -> None:
        """Let go of what was typed."""
        self._timer.stop()
        self._discard_kept()
        if self._closable:
            self.closed.emit()
        else:
            self.reload()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._resumed = label(role="warn", wrap=True)
        self._resumed.hide()
        self._problems = label(role="bad", wrap=True)
        self._problems.hide()
        self._body = QVBoxLayout()
        self._body.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self._body.setSpacing(2 * GRID)
        inside = QWidget()
        inside.setObjectName("inside")
        inside.setLayout(self._body)
        self._body_widget = inside
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._save = button(self.tr("&Save"), primary=True)
        self._save.setEnabled(False)
        self._save.clicked.connect(self.save)
        self._discard = button(self.tr("Cancel") if self._closable else self.tr("Discard changes"))
        self._discard.clicked.connect(self.discard)
        self._delete = button(self.tr("Delete"), flat=True)
        self._delete.clicked.connect(self._on_delete)
        self._delete.hide()
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        bar.addWidget(self._save)
        bar.addWidget(self._discard)
        bar.addWidget(self._problems, 1)
        bar.addWidget(self._resumed, 1)
        bar.addStretch(0)
        bar.addWidget(self._delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addLayout(bar)
        shortcut = QShortcut(QKeySequence.StandardKey.Save, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)

    def _show(self, data: gather.SheetData) -> None:
        if self._forms and self.touched and not self._saving:
            return  # somebody began to type while it was read: their words stay
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._clear()
        self._data = data
        inline_first = self.kind == "person"
        main = self._make(data.main)
        self._forms.append(main)
        self._kept = set(data.kept)
        sections = [self._section(kind, forms) for kind, forms in data.inline.items()]
        for widget in [*sections, main] if inline_first else [main, *sections]:
            self._body.addWidget(widget)
        self._body.addStretch(1)
        self._resumed.setText(self.tr("Typed earlier and not saved yet."))
        self._resumed.setVisible(bool(data.kept))
        self._is_deleted = data.main.view is not None and data.main.view.status == "deleted"
        self._delete.setText(self.tr("Bring it back") if self._is_deleted else self.tr("Delete"))
        self._delete.setVisible(not main.is_new)
        self._saving = False
        self._body_widget.setEnabled(True)
        self._on_edited(keep=False)
        self.loaded.emit()
        if self._typing_at is not None:
            self._go_to(*self._typing_at)
            self._typing_at = None
        elif had_focus or main.is_new:
            self.begin()

    def _section(self, kind: str, forms: tuple[gather.FormData, ...]) -> QWidget:
        section = QWidget()
        column = QVBoxLayout(section)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(declared(kinds()[kind].plural), "heading"))
        rows = QVBoxLayout()
        rows.setSpacing(GRID)
        column.addLayout(rows)
        add = button(self.tr("Add: {0}").format(declared(kinds()[kind].label).lower()), flat=True)
        add.setObjectName(f"add-{kind}")
        add.setProperty("kind", kind)
        add.clicked.connect(self._add_inline)
        line = QHBoxLayout()
        line.addWidget(add)
        line.addStretch(1)
        column.addLayout(line)
        self._cards[kind] = section
        self._rows[kind] = rows
        for form in forms:
            self._put_inline(form)
        return section

    def _put_inline(self, data: gather.FormData) -> RecordForm:
        form = self._make(data, compact=True)
        self._forms.append(form)
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(2)
        column.addWidget(form)
        remove = button(self.tr("Remove"), flat=True)
        remove.setProperty("record", data.record)
        remove.clicked.connect(self._remove_inline)
        line = QHBoxLayout()
        line.addStretch(1)
        if form.has_more:
            more = button(self.tr("More"), flat=True)
            more.clicked.connect(form.show_more)
            more.clicked.connect(more.hide)
            line.addWidget(more)
        line.addWidget(remove)
        column.addLayout(line)
        self._rows[data.kind.key].addWidget(card)
        self._cards[data.record] = card
        return form

    def _make(self, data: gather.FormData, *, compact: bool = False) -> RecordForm:
        assert self._data is not None
        form = RecordForm(data, self._data.around, self._desk, compact=compact)
        form.edited.connect(self._on_edited)
        form.create_wanted.connect(self._create)
        form.open_wanted.connect(self._open)
        form.term_wanted.connect(self._add_term)
        form.decided.connect(self._decide)
        return form

    def _clear(self) -> None:
        self._forms = []
        self._cards = {}
        self._rows = {}
        while (item := self._body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._complain(())

    # --- what the user does ----------------------------------------------------------------------------

    def _on_edited(self, *, keep: bool = True) -> None:
        self._save.setEnabled(self.touched or (bool(self._forms) and self.form.is_new))
        self._discard.setEnabled(self._closable or self.touched)
        if keep:
            self._timer.start()

    def _add_inline(self) -> None:
        kind: str = self.sender().property("kind")
        owner = next(one.owner for one in gather.INLINE[self.kind] if one.kind == kind)
        form = self._put_inline(gather.child(kind, owner, self.form.record))
        form.show()
        form.begin()

    def _remove_inline(self) -> None:
        record: str = self.sender().property("record")
        form = next(one for one in self._forms if one.record == record)
        key = gather.draft_key(form.kind.key, record, self.form.record)
        self._kept.discard(key)
        self._desk.worker.write(partial(drafts.discard, self._desk.office, key))
        if not form.is_new:
            self._desk.worker.write(partial(records.delete, self._desk.office, record, initiator=self))
            self.told.emit(self.tr("Removed. Its history is kept; it can be brought back."))
        self._forms.remove(form)
        card = self._cards.pop(record)
        card.hide()
        card.deleteLater()
        self._on_edited()

    def _on_delete(self) -> None:
        record = self.form.record
        if self._is_deleted:
            undelete = partial(records.undelete, self._desk.office, record, initiator=self)
            self._desk.worker.write(undelete).done.connect(self._on_undeleted)
            return
        self._discard_kept()
        job = self._desk.worker.write(partial(records.delete, self._desk.office, record, initiator=self))
        job.done.connect(self._on_deleted)

    def _on_undeleted(self) -> None:
        self.told.emit(self.tr("It is back."))
        self.reload()

    def _hold(self) -> None:
        """Let nothing be typed until it is known how the saving went."""
        self._saving = True
        self._save.setEnabled(False)
        self._typing_at = next((key for form in self._forms if (key := form.focused)), None)
        self._body_widget.setEnabled(False)

    def _on_deleted(self) -> None:
        self.told.emit(self.tr("Deleted. Its history is kept; it can be brought back."))
        self.deleted.emit(self.form.record)

    def _open(self, record: str) -> None:
        self.open_requested.emit("", record)

    def _create(self, wanted: Wanted) -> None:
        job = self._desk.worker.write(
            partial(create_from_text, self._desk.office, wanted.kind, wanted.text, self)
        )
        self._waiting = wanted
        job.done.connect(self._created)

    def _created(self, made: records.Saved) -> None:
        self._waiting.take(made.id, made.title)
        kind = declared(kinds()[made.kind].label).lower()
        said = self.tr("Created: {0} “{1}”. Its other details can be added later.")
        self.told.emit(said.format(kind, made.title))

    def _add_term(self, editor: FieldEditor, text: str) -> None:
        job = self._desk.worker.write(
            partial(_new_term, self._desk.office, editor.declared.vocabulary, text, self._desk.language)
        )
        self._term_for = editor
        job.done.connect(self._term_added)

    def _term_added(self, term: Term) -> None:
        editor = self._term_for
        if isinstance(editor, ChoiceEditor | ChoicesEditor):
            editor.take_term(term)

    def _decide(self, record: str, key: str, value: object) -> None:
        self.keep()
        self._hold()
        job = self._desk.worker.write(partial(records.decide, self._desk.office, record, key, value))
        job.done.connect(self.reload)
        job.failed.connect(self._on_failed)

    # --- after saving ------------------------------------------------------------------------------------

    def _go_to(self, record: str, field: str) -> None:
        for form in self._forms:
            if form.record == record:
                form.focus_field(field)

    def _on_saved(self, saved: tuple[records.Saved, ...]) -> None:
        self._kept.clear()
        self._complain(())
        self.record = self.form.record
        if any(one.stale for one in saved):
            self.told.emit(
                self.tr("Saved. Others had changed this record meanwhile; both are kept, look at History.")
            )
        else:
            self.told.emit(self.tr("Saved."))
        self.saved.emit(saved)

    def _on_failed(self, error: BaseException) -> None:
        self._saving = False
        self._body_widget.setEnabled(True)
        self._on_edited()
        if isinstance(error, InputRefused):
            self._complain(error.refusals)
        elif isinstance(error, KzcaseError):
            self._desk.worker.refused.emit(error)

    def _complain(self, refusals: list[Refusal] | tuple[Refusal, ...]) -> None:
        left: tuple[Refusal, ...] = tuple(refusals)
        for form in self._forms:
            if not left or form.touched or form is self._forms[0]:
                left = form.complain(left)
        shown = [refusal.reason for refusal in refusals]
        self._problems.setText("\n".join(shown[:3]))
        self._problems.setVisible(bool(shown))
        if shown:
            self._resumed.hide()
            first = refusals[0]
            for form in self._forms:
                if first.where in ("", form.record):
                    form.focus_field(first.field)
                    break

    def _discard_kept(self) -> None:
        for key in sorted(self._kept):
            self._desk.worker.write(partial(drafts.discard, self._desk.office, key))
        self._kept.clear()


def _save_and_forget(
    office: Any, wanted: tuple[records.Draft, ...], kept: frozenset[str], initiator: object
) -> tuple[records.Saved, ...]:
    """Save, and only then forget the drafts: a kill between the two leaves one too many, never too few."""
    saved = records.save_all(office, wanted, initiator=initiator)
    for key in sorted(kept):
        drafts.discard(office, key)
    return saved


def _new_term(office: Any, name: str, text: str, language: str) -> Term:
    labels = {f"label_{one}": text if one == language else "" for one in ("en", "ru", "kk")}
    return Term(vocabulary.add_term(office, name, **labels), text, own=True)
