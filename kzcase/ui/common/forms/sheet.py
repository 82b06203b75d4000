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
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kzcase.errors import InputRefused, KzcaseError, Refusal
from kzcase.services import drafts, records, vocabulary
from kzcase.services.declarations import kinds
from kzcase.services.office import Office
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, Surroundings
from kzcase.ui.common.fields.choice import ChoiceEditor, ChoicesEditor
from kzcase.ui.common.fields.link import Wanted
from kzcase.ui.common.forms import gather
from kzcase.ui.common.forms.create import create_from_text
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.forms.sheetview import SheetView
from kzcase.ui.common.text import declared
from kzcase.ui.common.worker import Latest

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
        self.token = object()
        """Who asked for a change, by which a page knows the echo of its own sheet."""
        self._preset = dict(preset or {})
        self._closable = closable
        self._forms: list[RecordForm] = []
        self._around = Surroundings(desk.language)
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
        work = partial(_save_and_forget, self._desk.office, tuple(wanted), frozenset(self._kept), self.token)
        job = self._desk.worker.write(work, quiet=True)
        job.done.connect(self._on_saved)
        job.failed.connect(self._on_failed)

    def discard(self) -> None:
        """Let go of what was typed."""
        self._timer.stop()
        if self._closable:
            self._discard_kept()
            self._saving = True
            self.closed.emit()
            return
        self._hold()
        job = self._desk.worker.write(partial(_forget, self._desk.office, frozenset(self._kept)))
        job.done.connect(self.reload)
        job.failed.connect(self._on_failed)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._view = SheetView(closable=self._closable)
        self._view.save.clicked.connect(self.save)
        self._view.cancel.clicked.connect(self.discard)
        self._view.delete.clicked.connect(self._on_delete)
        self._view.add_wanted.connect(self._add_inline)
        self._view.remove_wanted.connect(self._remove_inline)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        shortcut = QShortcut(QKeySequence.StandardKey.Save, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)

    def _show(self, data: gather.SheetData) -> None:
        if self._forms and self.touched and not self._saving:
            return  # somebody began to type while it was read: their words stay
        here = QApplication.focusWidget()
        had_focus = here is not None and self.isAncestorOf(here)
        self._around = data.around
        main = self._make(data.main)
        small = {
            kind: [self._make(one, compact=True) for one in members] for kind, members in data.inline.items()
        }
        self._forms = [main, *(form for members in small.values() for form in members)]
        self._kept = set(data.kept)
        self._view.show_forms(main, small, small_first=self.kind == "person")
        self._view.complain("")
        self._view.say_resumed(bool(data.kept))
        self._is_deleted = data.main.view is not None and data.main.view.status == "deleted"
        self._view.delete.setText(self.tr("Bring it back") if self._is_deleted else self.tr("Delete"))
        self._view.delete.setVisible(not main.is_new)
        self._release()
        self._on_edited(keep=False)
        self.loaded.emit()
        if self._typing_at is not None:
            self._go_to(*self._typing_at)
            self._typing_at = None
        elif had_focus or main.is_new:
            self.begin()

    def _make(self, data: gather.FormData, *, compact: bool = False) -> RecordForm:
        form = RecordForm(data, self._around, self._desk, compact=compact)
        form.edited.connect(self._on_edited)
        form.create_wanted.connect(self._create)
        form.open_wanted.connect(self._open)
        form.term_wanted.connect(self._add_term)
        form.decided.connect(self._decide)
        return form

    # --- what the user does ----------------------------------------------------------------------------

    def _on_edited(self, *, keep: bool = True) -> None:
        self._view.save.setEnabled(self.touched or (bool(self._forms) and self.form.is_new))
        self._view.cancel.setEnabled(self._closable or self.touched)
        if keep:
            self._timer.start()

    def _add_inline(self, kind: str) -> None:
        owner = next(one.owner for one in gather.INLINE[self.kind] if one.kind == kind)
        form = self._make(gather.child(kind, owner, self.form.record), compact=True)
        self._forms.append(form)
        self._view.put(form)
        form.show()
        form.begin()

    def _remove_inline(self, record: str) -> None:
        form = next(one for one in self._forms if one.record == record)
        key = gather.draft_key(form.kind.key, record, self.form.record)
        self._kept.discard(key)
        self._desk.worker.write(partial(drafts.discard, self._desk.office, key))
        if not form.is_new:
            self._desk.worker.write(
                partial(records.delete, self._desk.office, record, heads=form.shown_at, initiator=self.token)
            )
            self.told.emit(self.tr("Removed. Its history is kept; it can be brought back."))
        self._forms.remove(form)
        self._view.take_out(record)
        self._on_edited()

    def _on_delete(self) -> None:
        record, seen = self.form.record, self.form.shown_at
        if self._is_deleted:
            undelete = partial(records.undelete, self._desk.office, record, heads=seen, initiator=self.token)
            self._desk.worker.write(undelete).done.connect(self._on_undeleted)
            return
        self._discard_kept()
        job = self._desk.worker.write(
            partial(records.delete, self._desk.office, record, heads=seen, initiator=self.token)
        )
        job.done.connect(self._on_deleted)

    def _on_undeleted(self) -> None:
        self.told.emit(self.tr("It is back."))
        self.reload()

    def _hold(self) -> None:
        """Let nothing be typed until it is known how the saving went."""
        self._saving = True
        self._view.save.setEnabled(False)
        self._typing_at = next((key for form in self._forms if (key := form.focused)), None)
        self._view.hold(True)

    def _release(self) -> None:
        self._saving = False
        self._view.hold(False)

    def _on_deleted(self) -> None:
        self.told.emit(self.tr("Deleted. Its history is kept; it can be brought back."))
        self.deleted.emit(self.form.record)

    def _open(self, record: str) -> None:
        self.open_requested.emit("", record)

    def _create(self, wanted: Wanted) -> None:
        job = self._desk.worker.write(
            partial(create_from_text, self._desk.office, wanted.kind, wanted.text, self.token)
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
        seen = next(form.shown_at for form in self._forms if form.record == record)
        job = self._desk.worker.write(
            partial(records.decide, self._desk.office, record, key, value, heads=seen)
        )
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
        self._release()
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
        self._view.complain("\n".join(shown[:3]))
        if shown:
            first = refusals[0]
            for form in self._forms:
                if first.where in ("", form.record):
                    form.focus_field(first.field)
                    if first.field in form.editors:
                        self._view.reveal(form.editors[first.field])
                    break

    def _discard_kept(self) -> None:
        for key in sorted(self._kept):
            self._desk.worker.write(partial(drafts.discard, self._desk.office, key))
        self._kept.clear()


def _save_and_forget(
    office: Office, wanted: tuple[records.Draft, ...], kept: frozenset[str], initiator: object
) -> tuple[records.Saved, ...]:
    """Save, and only then forget the drafts: a kill between the two leaves one too many, never too few."""
    saved = records.save_all(office, wanted, initiator=initiator)
    _forget(office, kept)
    return saved


def _forget(office: Office, kept: frozenset[str]) -> None:
    for key in sorted(kept):
        drafts.discard(office, key)


def _new_term(office: Office, name: str, text: str, language: str) -> Term:
    labels = {f"label_{one}": text if one == language else "" for one in ("en", "ru", "kk")}
    return Term(vocabulary.add_term(office, name, **labels), text, own=True)
