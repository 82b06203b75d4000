"""The page on which letters are written: to whom, about whom, each text, how it looks, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from kzcase.dates.edtf import DateError
from kzcase.errors import Cancelled, KzcaseError
from kzcase.letters.shapes import Filled, Mailing
from kzcase.services import drafts, records
from kzcase.services.letters.addressees import LeftPost, left_post
from kzcase.services.office import Changed
from kzcase.ui.common.action import PageAction
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms.sheet import KEEP_AFTER
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.notice import sentence
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import button
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters.lefting import left_words
from kzcase.ui.letters.newest import Newest
from kzcase.ui.letters.writer import work
from kzcase.ui.letters.writer.beside import Beside
from kzcase.ui.letters.writer.choices import Choices, Offered, asks_words
from kzcase.ui.letters.writer.foot import Foot
from kzcase.ui.letters.writer.previewing import Previewing
from kzcase.ui.letters.writer.printer import Printer
from kzcase.ui.letters.writer.texts import Texts
from kzcase.ui.letters.writer.work import Saved, Start
from kzcase.ui.theme import GRID

NAME_AND_CASE = "case"
"""The scope of consent without which a letter tells nothing of a person."""


class WriterPage(Page):
    """One letter to one addressee or to many; each becomes a record of its own.

    `mailing` is the id under which a letter that was begun earlier is kept;
    `preset` is what is known of a new one, by the name of its chooser
    (`persons`, `addressees`, `cases`) and `follow_up_of`, `template`.
    """

    def __init__(
        self,
        desk: Desk,
        mailing: str | None = None,
        preset: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self.mailing = mailing or records.new_id()
        self.saved: tuple[str, ...] = ()
        """The letters in the register that came of this page."""
        self._preset = dict(preset or {})
        self._kept_last: Mapping[str, Any] = {}
        self._touched = False
        self._saving = False
        self._chosen: Mailing | None = None
        """What the letters on screen were filled in for."""
        self._after_saving: Callable[[], None] | None = None
        self.choices = Choices(desk)
        self.texts = Texts(desk)
        self.side = Beside(desk)
        self.preview, self.withheld = self.side.preview, self.side.withheld
        self.printer = Printer(desk, self)
        self.foot = Foot()
        self.state, self.consent = self.foot.state, self.foot.consent
        self.save, self.print, self.done = self.foot.save, self.foot.print, self.foot.done
        self._filling = Newest(desk.worker, self.tr("Filling in the letters"), self)
        self._filling.answered.connect(self._show)
        self._previewing = Previewing(desk, self.preview, self)
        self._left = Latest(desk.worker, self)
        self._left.answered.connect(self._warn)
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._build()
        self._connect()
        self._started = Latest(desk.worker, self)
        self._started.answered.connect(self._begin_with)
        waiting = desk.keeping(self.mailing)
        if waiting is not None:
            waiting.over.connect(self._start)
        else:
            self._start()

    @property
    def area(self) -> str:
        """Where it belongs in the side bar."""
        return "letter"

    @property
    def chapter(self) -> str:
        """Its chapter of the manual."""
        return "letters"

    @property
    def people(self) -> tuple[str, ...]:
        """Those the letter is about."""
        return self.choices.persons.chosen

    @property
    def begun(self) -> tuple[str, str] | None:
        """Under what this page can be begun again with what was typed."""
        return (drafts.MAILING, self.mailing) if self._touched and not self.saved else None

    def begin(self) -> None:
        """The keyboard starts where something is missing: with the addressees."""
        if self.saved:
            self.done.setFocus()
        elif not self.choices.to.chosen:
            self.choices.to.line.setFocus()
        else:
            self.texts.body.setFocus()

    def seek(self) -> None:
        """Ctrl+F: type an addressee's name."""
        self.choices.to.line.setFocus()

    def refresh(self, changed: Changed) -> None:
        """The vault changed: what is filled in may be other now; what was typed by hand stays."""
        idle = not self.saved and not self._saving
        if changed.initiator is not self and idle and self.choices.to.chosen:
            self.fill()

    def keep(self) -> None:
        """Keep what was chosen and typed; nothing is kept of letters that are saved."""
        self._keep_soon.stop()
        if not self._touched or self.saved:
            return
        now = self._typed()
        if now == self._kept_last:
            return
        self._kept_last = now
        key = work.draft_key(self.mailing)
        self.desk.keep(
            self.mailing,
            partial(drafts.keep, self.desk.office, key, drafts.MAILING, self.mailing, b"", now),
            quiet=True,
        )

    def offers(self) -> tuple[PageAction, ...]:
        """What can be done with the letters."""
        return (
            PageAction(self.tr("Save the letters as drafts"), self.save_all, "Ctrl+S", Icon.SAVE),
            PageAction(self.tr("Print all letters to one file"), self.print_one, icon=Icon.PAPER),
            PageAction(self.tr("Print each letter to a file of its own"), self.print_each, icon=Icon.PAPER),
            PageAction(self.tr("Write each letter as .docx"), self.write_docx, icon=Icon.PAPER),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; what was typed is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        back = button(self.tr("Back"), flat=True)
        back.setIcon(self.desk.icon(Icon.BACK, accent=True))
        back.clicked.connect(self.leave)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(back)
        top.addWidget(self.choices.bar, 1)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.setChildrenCollapsible(False)
        middle.addWidget(self.texts)
        middle.addWidget(self.side)
        middle.setStretchFactor(0, 1)
        middle.setStretchFactor(1, 1)
        middle.setSizes([1000, 1000])
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.choices)
        row.addWidget(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addLayout(row, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.choices.changed.connect(self._on_chosen)
        self.texts.edited.connect(self._on_typed)
        self.texts.chosen_changed.connect(self._turn)
        self.texts.language_chosen.connect(self._speak)
        self.texts.left_out.connect(self._leave_out)
        self.foot.save_requested.connect(self.save_all)
        self.foot.register_requested.connect(self._to_register)
        self.foot.consent_requested.connect(self._ask_consent)
        self.foot.print_one_requested.connect(self.print_one)
        self.foot.print_each_requested.connect(self.print_each)
        self.foot.docx_requested.connect(self.write_docx)
        self._previewing.due.connect(self._make_preview)
        self._keep_soon.timeout.connect(self.keep)
        self.side.line_requested.connect(self.texts.go_to)
        self.side.open_requested.connect(self.open_requested)
        self.printer.told.connect(self.told)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save_all)

    # --- beginning -----------------------------------------------------------------------------------

    def _start(self) -> None:
        self._started.ask(partial(work.start, self.desk.office, self.mailing, self.desk.language))

    def _begin_with(self, start: Start) -> None:
        self.choices.show_offered(Offered(start.templates, start.letterheads, start.letterhead))
        if start.kept:
            self._touched = True
            self.texts.resume(start.kept.get("edits", {}))
            self.choices.resume(start.kept)
            self._kept_last = self._typed()
        else:
            self.choices.preset(self._preset)
        self.choices.settle()
        self.fill()
        self.begin()

    def _typed(self) -> dict[str, Any]:
        """All that is chosen and typed; `words` are for the list of drafts."""
        letter = self.texts.letter
        subject = letter.subject if letter is not None else asks_words(self.choices.asks.asks)
        return {**self.choices.state(), "edits": self.texts.edits, "words": subject}

    # --- filling in ----------------------------------------------------------------------------------

    def fill(self) -> None:
        """Fill the letters in for what is chosen."""
        if self.saved:
            return
        try:
            mailing = self.choices.mailing()
        except DateError as error:
            self.foot.say(error.sentence)
            self._allow()
            return
        self._chosen = mailing
        self._filling.ask(partial(work.fill, self.desk.office, mailing))
        if mailing.addressees:
            day = mailing.day or self.desk.today()
            self._left.ask(partial(left_post, self.desk.office, mailing.addressees, day, self.desk.language))
        else:
            self.choices.warn("")
        self._allow()

    def _on_chosen(self) -> None:
        self._touched = True
        self._keep_soon.start()
        self.fill()

    def _on_typed(self) -> None:
        self._touched = True
        self._keep_soon.start()
        self._show_remarks()
        self._previewing.soon()
        self._allow()

    def _speak(self, addressee: str, language: str | None) -> None:
        if language is None:
            self.choices.languages.pop(addressee, None)
        else:
            self.choices.languages[addressee] = language
        self._on_chosen()

    def _leave_out(self, addressee: str) -> None:
        self.choices.to.choose(one for one in self.choices.to.chosen if one != addressee)

    def _show(self, outcome: object) -> None:
        """The letters are filled in, or it is known why they cannot be."""
        if isinstance(outcome, KzcaseError):
            if not isinstance(outcome, Cancelled):
                self.foot.say(sentence(outcome))
                self.preview.say(sentence(outcome))
                self.texts.show_letters((), {})
            self._allow()
            return
        assert isinstance(outcome, tuple)
        filled: tuple[Filled, ...] = outcome
        self.texts.show_letters(filled, self.choices.languages)
        if filled:
            self.choices.asks.show_languages({one.language for one in filled})
        self._turn()
        self._allow()

    def _turn(self) -> None:
        """Another letter is on screen."""
        self._show_remarks()
        self._make_preview()

    def _show_remarks(self) -> None:
        letter = self.texts.letter
        self.side.show_letter(letter)
        self.foot.show_lacking(letter, saved=bool(self.saved))

    def _make_preview(self) -> None:
        self._previewing.show(self.texts.letter, self._chosen)

    def _warn(self, left: Sequence[LeftPost]) -> None:
        self.choices.warn("\n".join(map(left_words, left)))

    # --- saving and printing ---------------------------------------------------------------------------

    def save_all(self) -> None:
        """Put the letters into the register, as drafts."""
        filled, mailing = self.texts.letters, self._chosen
        if self.saved or self._saving or mailing is None or not filled or self._filling.asking:
            return
        self._saving = True
        self.choices.hold(True)
        self.texts.hold(True)
        self.save.setEnabled(False)
        job = self.desk.worker.long(
            self.tr("Saving the letters"),
            partial(work.save, self.desk.office, filled, mailing, self.mailing, self),
            quiet=True,
        )
        job.done.connect(self._on_saved)
        job.failed.connect(self._not_saved)

    def print_one(self) -> None:
        """Print all letters to one file; they are saved first."""
        self.printer.enclosure = self.foot.enclosure
        self._save_and(self.printer.ask_file)

    def print_each(self) -> None:
        """Print each letter to a file of its own; they are saved first."""
        self.printer.enclosure = self.foot.enclosure
        self._save_and(self.printer.ask_folder)

    def write_docx(self) -> None:
        """Write each letter as .docx; they are saved first."""
        self._save_and(self.printer.ask_docx)

    def _save_and(self, then: Callable[[], None]) -> None:
        if self.saved:
            then()
        else:
            self._after_saving = then
            self.save_all()

    def _on_saved(self, saved: Saved) -> None:
        self.saved, self._saving = saved.ids, False
        self.printer.take(saved.ids, any(one.missing for one in self.texts.letters))
        self._keep_soon.stop()
        self.foot.show_saved(len(saved.ids))
        self.told.emit(self.tr("Saved. Ctrl+Z takes it back."))
        if self._after_saving is not None:
            then, self._after_saving = self._after_saving, None
            then()

    def _not_saved(self, error: BaseException) -> None:
        self._after_saving, self._saving = None, False
        self.choices.hold(False)
        self.texts.hold(False)
        self._allow()
        if isinstance(error, Cancelled):
            self.foot.say(self.tr("Stopped. No letter was saved; everything typed is still here."))
        elif isinstance(error, KzcaseError):
            self.foot.say(sentence(error))
            self.desk.worker.refused.emit(error)

    # --- what is said --------------------------------------------------------------------------------

    def _allow(self) -> None:
        """What can be done now, and what would come of it."""
        number = len(self.texts.letters)
        ready = number > 0 and not self.saved and not self._filling.asking
        self.foot.allow(number, ready=ready, saved=bool(self.saved))
        if ready:
            self.foot.judge(self.texts.letters)
        elif not number and not self._filling.asking and not self.choices.to.chosen:
            self.foot.say(self.tr("Choose to whom the letter goes."))

    def _ask_consent(self, person: str, audience: str) -> None:
        """Begin the consent that this letter lacks: only the answer is still to be given."""
        wanted = {
            "person": person,
            "scope": NAME_AND_CASE,
            "audiences": frozenset({audience}),
            "date": self.desk.today().isoformat(),
        }
        self.create_requested.emit("consent", wanted)

    def _to_register(self) -> None:
        self.action_requested.emit("go:letter")
