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
from kzcase.services import drafts, records
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms import gather
from kzcase.ui.common.forms.formset import FormSet
from kzcase.ui.common.forms.lookalike import HereAlreadyKeys, LooksLike, typed_of
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.forms.sheetview import SheetView
from kzcase.ui.common.worker import Latest

KEEP_AFTER = 700
"""Milliseconds of quiet after which what was typed is kept."""
SOURCES = "Ctrl+E"
"""The keys that show the sources of the field where the keyboard is, or name one."""


class Sheet(QWidget):
    """Types one record and what it owns. Give it a record, or a kind and what is known already."""

    saved = Signal(object)
    """A tuple of `Saved`, the main record first."""
    loaded = Signal()
    closed = Signal()
    """The user is done without saving; what was typed was discarded, or there was nothing."""
    deleted = Signal(str)
    erase_requested = Signal(str, str)
    """Erase the record for good: kind, id."""
    open_requested = Signal(str, str)
    document_requested = Signal(str, int)
    """Look at a document that is cited: its id, the page from 1."""
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
        self._set = FormSet(desk, self)
        self._main: RecordForm | None = None
        self._kept: set[str] = set()
        self._is_deleted = False
        self._saving = False
        """From the wish to save until it is known how that went: nothing is typed or kept."""
        self._typing_at: tuple[str, str] | None = None
        self._look_alike: LooksLike | None = None
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        self._timer = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._timer.timeout.connect(self.keep)
        self._build()
        self.reload()

    @property
    def touched(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._set.touched

    @property
    def form(self) -> RecordForm:
        """The main record's form, once it is loaded."""
        assert self._main is not None, "the sheet is not loaded"
        return self._main

    @property
    def forms(self) -> tuple[RecordForm, ...]:
        """The main record's form, those of the small records, those begun beside fields."""
        return self._set.forms

    @property
    def set(self) -> FormSet:
        """The forms with what is attached to them."""
        return self._set

    def reload(self) -> None:
        """Read the record again; what was typed and kept is typed again."""
        waiting = self._desk.keeping(self.record) if self.record else None
        if waiting is not None:
            waiting.over.connect(self._read)
        else:
            self._read()

    def _read(self) -> None:
        desk = self._desk
        self._latest.ask(
            partial(gather.gather, desk.office, self.kind, self.record, self._preset, desk.language)
        )

    def begin(self) -> None:
        """Put the keyboard where typing starts."""
        if self._main is None:
            return
        above = [one.kind for one in gather.INLINE.get(self.kind, ()) if one.before]
        inline = [form for form in self.forms[1:] if form.is_new and form.kind.key in above]
        (inline[0] if self.form.is_new and inline else self.form).begin()

    def show_beside(self) -> None:
        """Ctrl+E: the sources of the field where the keyboard is."""
        self._set.show_beside()

    def keep(self) -> None:
        """Write what was typed into the drafts now; what is no longer typed leaves them."""
        self._timer.stop()
        if self._saving or self._main is None:
            return
        office, main = self._desk.office, self.form.record
        typed: set[str] = set()
        for form in self.forms:
            # The main draft is kept also when only what stands in its sheet was typed: it says whose that is.
            named = form is self.form or (form.certain and form.is_new)
            if form.touched or (named and self.touched):
                key = gather.draft_key(form.kind.key, form.record, main)
                typed.add(key)
                work = partial(drafts.keep, office, key, form.kind.key, form.record, form.heads, form.state())
                self._desk.keep(main, work)
        for key in sorted(self._kept - typed):
            self._desk.keep(main, partial(drafts.discard, office, key))
        self._kept = typed

    def save(self) -> None:
        """Save everything typed in one step, or say at each field what keeps it from being saved."""
        if self._saving or self._main is None:
            return
        self._timer.stop()
        wanted, refused = self._set.collect()
        if refused:
            self._complain(refused)
            return
        if not wanted:
            self._discard_kept()
            self.closed.emit()
            return
        self._hold()
        work = partial(_save_and_forget, self._desk.office, wanted, frozenset(self._kept), self.token)
        job = self._desk.worker.write(work, quiet=True)
        job.done.connect(self._on_saved)
        job.failed.connect(self._on_failed)

    def discard(self) -> None:
        """Let go of what was typed, unless it is just being saved."""
        if self._saving:
            return
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
        self._view.erase.clicked.connect(self._on_erase)
        self._view.add_wanted.connect(self._add_inline)
        self._view.remove_wanted.connect(self._remove_inline)
        self._set.edited.connect(self._on_edited)
        self._set.told.connect(self.told)
        self._set.open_wanted.connect(self._open)
        self._set.page_wanted.connect(self.document_requested)
        self._set.decided.connect(self._decide)
        self._set.drop_wanted.connect(self._drop_beside)
        self._set.grown.connect(self._view.order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Save), self.save),
            (QKeySequence(SOURCES), self.show_beside),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        HereAlreadyKeys(self)

    def _show(self, data: gather.SheetData) -> None:
        if self._main is not None and self.touched and not self._saving:
            return  # somebody began to type while it was read: their words stay
        here = QApplication.focusWidget()
        had_focus = here is not None and self.isAncestorOf(here)
        self._set.clear(data.around)
        main = self._main = self._set.make(data.main)
        small = {
            kind: [self._set.make(one, compact=True) for one in members]
            for kind, members in data.inline.items()
        }
        loose = self._set.resume(data.attached)
        self._set.number()
        self._kept = set(data.kept)
        above = frozenset(one.kind for one in gather.INLINE.get(self.kind, ()) if one.before)
        self._view.show_forms(main, small, above, loose)
        if self.kind == "person" and main.is_new:
            self._look_alike = LooksLike(self._desk, self.tr("Open"))
            self._look_alike.chosen.connect(self._open)
            self._view.put_below("name", self._look_alike)
        self._view.complain("")
        self._view.say_resumed(bool(data.kept))
        self._is_deleted = data.main.view is not None and data.main.view.status == "deleted"
        self._view.delete.setText(self.tr("Bring it back") if self._is_deleted else self.tr("Delete"))
        self._view.delete.setVisible(not main.is_new)
        # A form that is closed stands beside what it belongs to: there the page of that is for erasing.
        self._view.erase.setVisible(not main.is_new and not self._closable)
        self._release()
        self._on_edited(keep=False)
        self.loaded.emit()
        if self._typing_at is not None:
            self._set.go_to(*self._typing_at)
            self._typing_at = None
        elif had_focus or main.is_new:
            self.begin()

    # --- what the user does ----------------------------------------------------------------------------

    def _on_edited(self, *, keep: bool = True) -> None:
        self._view.save.setEnabled(self.touched or (self._main is not None and self.form.is_new))
        self._view.cancel.setEnabled(self._closable or self.touched)
        if self._look_alike is not None:
            own = (one for one in self.forms if one.fixed.get("person") == self.form.record)
            self._look_alike.look_for(typed_of([self.form, *own]))
        if keep:
            self._timer.start()

    def _add_inline(self, kind: str) -> None:
        owner = next(one.owner for one in gather.INLINE[self.kind] if one.kind == kind)
        form = self._set.make(gather.child(kind, owner, self.form.record), compact=True)
        self._view.put(form)
        form.show()
        form.begin()

    def _remove_inline(self, record: str) -> None:
        form = self._set.of(record)
        assert form is not None
        key = gather.draft_key(form.kind.key, record, self.form.record)
        self._kept.discard(key)
        self._desk.keep(self.form.record, partial(drafts.discard, self._desk.office, key))
        if not form.is_new:
            self._desk.worker.write(
                partial(records.delete, self._desk.office, record, heads=form.shown_at, initiator=self.token)
            )
            self.told.emit(self.tr("Removed. Its history is kept; it can be brought back."))
        self._set.drop(form)
        self._view.take_out(record)
        self._on_edited()

    def _drop_beside(self, record: str) -> None:
        self.keep()
        job = self._desk.worker.write(
            partial(records.delete, self._desk.office, record, initiator=self.token)
        )
        self._hold()
        job.done.connect(self.reload)
        job.failed.connect(self._on_failed)
        self.told.emit(self.tr("Removed. Its history is kept; it can be brought back."))

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

    def _on_erase(self) -> None:
        self.erase_requested.emit(self.kind, self.form.record)

    def _on_undeleted(self) -> None:
        self.told.emit(self.tr("It is back."))
        self.reload()

    def _hold(self) -> None:
        """Let nothing be typed until it is known how the saving went."""
        self._saving = True
        self._view.save.setEnabled(False)
        self._typing_at = self._set.typing_at
        self._view.hold(True)

    def _release(self) -> None:
        self._saving = False
        self._view.hold(False)

    def _on_deleted(self) -> None:
        self.told.emit(self.tr("Deleted. Its history is kept; it can be brought back."))
        self.deleted.emit(self.form.record)

    def _open(self, record: str) -> None:
        self.open_requested.emit("", record)

    def _decide(self, record: str, key: str, value: object) -> None:
        self.keep()
        self._hold()
        seen = next(form.shown_at for form in self.forms if form.record == record)
        job = self._desk.worker.write(
            partial(records.decide, self._desk.office, record, key, value, heads=seen)
        )
        job.done.connect(self.reload)
        job.failed.connect(self._on_failed)

    # --- after saving ------------------------------------------------------------------------------------

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
            self._complain(tuple(error.refusals))
        elif isinstance(error, KzcaseError):
            self._desk.worker.refused.emit(error)
            self._go_back_to_typing()

    def _go_back_to_typing(self) -> None:
        """Put the keyboard where it was: from a button that is held it goes on to Cancel, beside it."""
        if not self.isAncestorOf(QApplication.focusWidget() or self):
            return
        if self._typing_at is not None:
            self._set.go_to(*self._typing_at)
            self._typing_at = None
        else:
            self._view.save.setFocus()

    def _complain(self, refusals: tuple[Refusal, ...]) -> None:
        first = self._set.complain(refusals)
        self._view.complain("\n".join(refusal.reason for refusal in refusals[:3]))
        if first is not None:
            self._view.reveal(first)

    def _discard_kept(self) -> None:
        for key in sorted(self._kept):
            self._desk.keep(self.form.record, partial(drafts.discard, self._desk.office, key))
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
