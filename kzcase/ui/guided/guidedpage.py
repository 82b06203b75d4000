"""A new case as it is told: one page from the name to the consent, saved in one step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kzcase.errors import InputRefused, KzcaseError, Refusal
from kzcase.names import scripts
from kzcase.services import drafts, records
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.link import LinkEditor
from kzcase.ui.common.forms.attached import title_of
from kzcase.ui.common.forms.formset import FormSet
from kzcase.ui.common.forms.lookalike import HereAlreadyKeys, LooksLike, typed_of
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.forms.sheet import KEEP_AFTER, SOURCES
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button, label
from kzcase.ui.common.worker import Latest
from kzcase.ui.guided import plan, preview, story
from kzcase.ui.guided.storyview import StoryView
from kzcase.ui.theme import GRID

LANGUAGES = {scripts.Script.KAZAKH: "kk", scripts.Script.LATIN: "en"}
"""What the letters of a name say of its language; Cyrillic that Russian has too says nothing certain."""


COLUMNS, COLUMNS_LARGE = 3, 2
"""Fields beside one another, also in large letters: what will be written needs its place too."""
LARGE = 120
"""The text scale from which letters are large."""


class GuidedPage(Page):
    """Asks for a case in the order in which it is told; every part can be skipped.

    `person` is the id under which a case that was begun earlier is kept.
    """

    def __init__(self, desk: Desk, person: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.person = person or ""
        self.forms = FormSet(desk, self)
        self.view = StoryView(desk.look.theme.scale)
        self._columns = COLUMNS if desk.look.theme.scale < LARGE else COLUMNS_LARGE
        self._told: list[RecordForm] = []
        self._brought: dict[str, RecordForm | None] = {}
        """The restriction that each penalty brings, by the penalty's id; None once it was taken out."""
        self._is_kept = False
        self._saving = False
        self._alike = LooksLike(desk, self.tr("Open"))
        self._alike.chosen.connect(self._open_alike)
        self._timer = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._timer.timeout.connect(self.keep)
        back = button(self.tr("Back"), flat=True)
        back.setIcon(desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self.leave)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        head.addWidget(back)
        head.addWidget(label(self.tr("New case"), "title"))
        head.addSpacing(GRID)
        head.addWidget(label(self.tr("as it is told; skip what is not known"), "quiet"))
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._connect()
        self._latest = Latest(desk.worker, self)
        self._latest.answered.connect(self._show)
        waiting = desk.keeping(self.person)
        if waiting is not None:
            waiting.over.connect(self._read)
        else:
            self._read()

    @property
    def begun(self) -> tuple[str, str] | None:
        """A case of which something was typed."""
        return (drafts.GUIDED, self.person) if self.forms.touched else None

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "person"

    def of_kind(self, kind: str) -> tuple[RecordForm, ...]:
        """The forms of a kind that stand in the chapters, in their order."""
        return tuple(form for form in self._told if form.kind.key == kind)

    def begin(self) -> None:
        """The keyboard starts at the name."""
        for form in self.of_kind("name")[:1]:
            form.begin()

    def keep(self) -> None:
        """Write everything that was typed into the one draft now."""
        self._timer.stop()
        if self._saving or not self._told:
            return
        office, key = self.desk.office, story.draft_key(self.person)
        if self.forms.touched:
            self._is_kept = True
            attached = [form for form in self.forms.forms if form not in self._told]
            body = story.as_draft(self._told, attached)
            work = partial(drafts.keep, office, key, drafts.GUIDED, self.person, b"", body)
            self.desk.keep(self.person, work, quiet=True)
        elif self._is_kept:
            self._is_kept = False
            self.desk.keep(self.person, partial(drafts.discard, office, key), quiet=True)

    def save(self) -> None:
        """Write the whole case in one step, or say at each field what keeps it from being written."""
        if self._saving or not self._told:
            return
        self._timer.stop()
        wanted, refused = self.forms.collect()
        refused = (*self._nameless(), *refused)
        if refused:
            self._complain(refused)
            return
        self.keep()
        self._hold(True)
        work = partial(_save, self.desk.office, wanted, story.draft_key(self.person), self.forms)
        job = self.desk.worker.write(work, quiet=True)
        job.done.connect(self._on_saved)
        job.failed.connect(self._on_failed)

    def discard(self) -> None:
        """Let go of what was typed."""
        self._timer.stop()
        self._saving = True
        work = partial(drafts.discard, self.desk.office, story.draft_key(self.person))
        self.desk.keep(self.person, work)
        self.back_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; what was typed is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # --- building ------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._latest.ask(partial(story.begin, self.desk.office, self.person or None, self.desk.language))

    def _connect(self) -> None:
        self.view.save.clicked.connect(self.save)
        self.view.discard.clicked.connect(self.discard)
        self.view.add_wanted.connect(self._add)
        self.view.remove_wanted.connect(self._remove)
        self.forms.edited.connect(self._on_edited)
        self.forms.open_wanted.connect(self._open)
        self.forms.page_wanted.connect(self._look)
        self.forms.grown.connect(self.view.order)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Save), self.save),
            (QKeySequence(SOURCES), self.forms.show_beside),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        HereAlreadyKeys(self)

    def _show(self, found: story.Story) -> None:
        self.person = found.person
        self.forms.clear(found.around)
        for step, data in found.forms:
            form = self._place(self.forms.make(data, compact=True, columns=self._columns), step)
            if "penalty" in form.fixed:
                self._brought[form.fixed["penalty"]] = form
        for card in self.forms.resume(found.attached):
            self.view.put_below("citation", card)
        self.view.put_below("name", self._alike)
        self._is_kept = found.resumed
        self.view.say_resumed(found.resumed)
        self.view.order()
        self._follow()
        self.begin()

    def _place(self, form: RecordForm, step: plan.Step) -> RecordForm:
        self._told.append(form)
        self.view.place(form, removable=step.several)
        return form

    # --- what the user does ----------------------------------------------------------------------------

    def _on_edited(self) -> None:
        self._follow()
        self._alike.look_for(typed_of([*self.of_kind("name"), *self.of_kind("person")]))
        self._timer.start()

    def _add(self, kind: str) -> None:
        step = plan.step_of(kind)
        form = self._new(step)
        self.view.order()
        self._follow()
        form.begin()

    def _new(self, step: plan.Step, extra: Mapping[str, Any] | None = None) -> RecordForm:
        ids = {form.kind.key: form.record for form in self._told if form.kind.key in plan.SINGLE}
        today = self.desk.today().isoformat()
        return self._place(
            self.forms.make(story.form(step, ids, today, extra=extra), compact=True, columns=self._columns),
            step,
        )

    def _remove(self, record: str) -> None:
        form = self.forms.of(record)
        assert form is not None
        self._told.remove(form)
        self.forms.drop(form)
        self.view.take_out(record)
        for penalty, brought in self._brought.items():
            if brought is form:
                self._brought[penalty] = None
        self.view.order()
        self._on_edited()

    def _open(self, record: str) -> None:
        self.keep()
        self.open_requested.emit("", record)

    def _look(self, document: str, page: int) -> None:
        self.keep()
        self.document_requested.emit(document, page)

    def _open_alike(self, record: str, _title: str) -> None:
        self._open(record)

    # --- what follows from what is typed -----------------------------------------------------------------

    def _follow(self) -> None:
        """Show what follows from what is typed: fields that say the same, restrictions a penalty brings."""
        self._bring()
        for form in self.of_kind("name"):
            form.presume("language", LANGUAGES.get(scripts.script_of(title_of([form]))))
        for form in self._told:
            step = plan.step_of(form.kind.key)
            for key, (kind, field) in step.follows.items():
                self._copy(form, key, self.of_kind(kind)[:1], field)
        for penalty, brought in self._brought.items():
            if brought is None:
                continue
            for key in plan.FROM_PENALTY:
                self._copy(brought, key, [one for one in self._told if one.record == penalty], key)
            for key, (kind, field) in plan.FROM_SENTENCE.items():
                self._copy(brought, key, self.of_kind(kind)[:1], field)
        self._say_written()

    def _copy(self, form: RecordForm, key: str, sources: Sequence[RecordForm], field: str) -> None:
        for source in sources:
            editor = source.editors.get(field)
            title = editor.line.text() if isinstance(editor, LinkEditor) else ""
            form.presume(key, source.readable().get(field), title)

    def _bring(self) -> None:
        """A penalty that limits freedom outside a cell brings its restriction, unless it was taken out."""
        for penalty in self.of_kind("penalty"):
            brings = penalty.readable().get("kind") in plan.BRINGS_RESTRICTION
            if brings and penalty.record not in self._brought:
                self._take_out_blank("restriction")
                step = plan.step_of("restriction")
                self._brought[penalty.record] = self._new(step, {"penalty": penalty.record})
                self.view.order()
            elif not brings:
                self._bring_no_more(penalty.record)
        for record in [one for one in self._brought if self.forms.of(one) is None]:
            self._bring_no_more(record)

    def _bring_no_more(self, penalty: str) -> None:
        """The penalty is gone or another: its restriction goes, unless somebody typed into it."""
        brought = self._brought.pop(penalty, None)
        if brought is not None and brought.touched:
            brought.stand_alone("penalty")
        elif brought is not None:
            self._take_out(brought)

    def _take_out_blank(self, kind: str) -> None:
        for form in self.of_kind(kind):
            if not form.touched and not form.certain:
                self._take_out(form)

    def _take_out(self, form: RecordForm) -> None:
        self._told.remove(form)
        self.forms.drop(form)
        self.view.take_out(form.record)

    def _say_written(self) -> None:
        written = [form.kind.key for form in self.forms.written()] if self.forms.touched else []
        self.view.say_written(preview.counted(written), list(self._ends()))

    def _ends(self) -> Iterator[tuple[str, preview.EndLine]]:
        imprisons = preview.imprisons([form.readable() for form in self.of_kind("penalty")])
        written = self.forms.written()
        for form in self.of_kind("restriction"):
            if form not in written:
                continue
            one = preview.end_of(
                form.record,
                form.readable(),
                self.desk.today(),
                self.desk.language,
                with_imprisonment=imprisons and "penalty" in form.fixed,
            )
            if one is not None:
                kind = form.editors["kind"]
                yield kind.line.text() if hasattr(kind, "line") else "", one

    # --- saving ------------------------------------------------------------------------------------------

    def _nameless(self) -> tuple[Refusal, ...]:
        names = self.of_kind("name")
        if any(form.touched for form in names):
            return ()
        reason = self.tr("A name is needed. If none is known, type “unknown”.")
        return (Refusal(names[0].record if names else "", reason, "parts"),)

    def _hold(self, on: bool) -> None:
        self._saving = on
        self.view.hold(on)

    def _complain(self, refusals: tuple[Refusal, ...]) -> None:
        first = self.forms.complain(refusals)
        self.view.complain("\n".join(refusal.reason for refusal in refusals[:3]))
        if first is not None:
            self.view.reveal(first)

    def _on_saved(self, saved: tuple[records.Saved, ...]) -> None:
        person = next(one for one in saved if one.id == self.person)
        self._is_kept = False
        counted = preview.counted(one.kind for one in saved)
        self.back_requested.emit()
        self.open_requested.emit("person", person.id)
        self.told.emit(self.tr("Written down: {0}.").format(counted))

    def _on_failed(self, error: BaseException) -> None:
        self._hold(False)
        if isinstance(error, InputRefused):
            self._complain(tuple(error.refusals))
        elif isinstance(error, KzcaseError):
            self.desk.worker.refused.emit(error)


def _save(
    office: Office, wanted: tuple[records.Draft, ...], kept: str, initiator: object
) -> tuple[records.Saved, ...]:
    """Save, and only then forget the draft: a kill between the two leaves one too many, never too few."""
    saved = records.save_all(office, wanted, initiator=initiator)
    drafts.discard(office, kept)
    return saved
