"""Edits one template as text; a mistake is said at once, and its line is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QVBoxLayout, QWidget

from kzcase.letters import placeholders, templates
from kzcase.letters.language import TemplateRefused
from kzcase.letters.shapes import Template
from kzcase.services import drafts, records
from kzcase.services.declarations import Audience
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.forms import gather
from kzcase.ui.common.forms.sheet import KEEP_AFTER
from kzcase.ui.common.text import button, label, on_button, set_role
from kzcase.ui.common.worker import Latest
from kzcase.ui.letters.languages import LANGUAGES
from kzcase.ui.letters.lettertext import UNTOUCHED, LetterText
from kzcase.ui.theme import GRID

KIND = "letter_template"
_LETTERS = 12
"""So many letters of a choice are seen."""


class TemplateEditor(QWidget):
    """One template. A shipped one that is changed becomes one of the office's own in its place."""

    told = Signal(str)
    saved = Signal(str, str)
    """The template of this key in this language is in the vault."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._template: Template | None = None
        self._record = ""
        self._heads = b""
        self._shown: dict[str, str] = {}
        self._putting = False
        self._kept = False
        self._begun: dict[tuple[str, str], str] = {}
        """The record that a changed template will be, by key and language, as long as it is not saved."""
        self.name, self.subject = QLineEdit(), QLineEdit()
        self.kind, self.language, self.audience = QComboBox(), QComboBox(), QComboBox()
        for key, words in LANGUAGES:
            self.language.addItem(words, key)
        for audience, words in (
            ("", self.tr("any audience")),
            (str(Audience.DIPLOMATIC), self.tr("Closed diplomatic")),
            (str(Audience.UN), self.tr("UN, confidential")),
            (str(Audience.PUBLIC), self.tr("Public")),
        ):
            self.audience.addItem(words, audience)
        self.body = LetterText(desk.look.theme.colours, self.tr("Text of the template"))
        self.fault = label(role="bad", wrap=True)
        self.insert = button(self.tr("&Insert a place to fill"))
        self.save = button(self.tr("&Save the template"), primary=True)
        self.drop = button(self.tr("Back to what ships"), flat=True)
        self._check_soon = QTimer(self, singleShot=True, interval=200)
        self._keep_soon = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._kept_read = Latest(desk.worker, self)
        self._kept_read.answered.connect(self._resume)
        self._build()
        self._connect()
        self.setEnabled(False)

    @property
    def is_new(self) -> bool:
        """Whether a template is being typed that is not in the list yet."""
        return self._template is None and bool(self._record)

    @property
    def touched(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._values() != self._shown

    def show_kinds(self, kinds: Sequence[tuple[str, str]]) -> None:
        """Offer these kinds of letter."""
        chosen = self.kind.currentData()
        was = self.kind.blockSignals(True)
        self.kind.clear()
        for key, words in kinds:
            self.kind.addItem(words, key)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(was)

    def show_template(self, template: Template) -> None:
        """Edit this one; what was typed into the one before is kept."""
        same = self._template is not None and (self._template.key, self._template.language) == (
            template.key,
            template.language,
        )
        if same and self.touched:
            return  # somebody types: their words stay
        self.keep()
        self._template = template
        place = (template.key, template.language)
        self._record = template.id or self._begun.setdefault(place, records.new_id())
        self._put(
            {
                "name": template.name,
                "kind": template.kind,
                "language": template.language,
                "audience": template.audience,
                "subject": template.subject,
                "body": template.body,
            }
        )
        self.drop.setVisible(template.own and any(one.key == template.key for one in templates.shipped()))
        self._kept_read.ask(partial(_kept, self._desk.office, self._draft, template.id))

    def begin_new(self) -> None:
        """Type a new one."""
        self.keep()
        self._template, self._record = None, records.new_id()
        self._put({"name": "", "kind": "letter", "language": "en", "audience": "", "subject": "", "body": ""})
        self.drop.hide()
        self.name.setFocus()

    def keep(self) -> None:
        """Keep what was typed and not saved."""
        self._keep_soon.stop()
        if not self._record:
            return
        office, key = self._desk.office, self._draft
        if self.touched:
            self._kept = True
            work = partial(drafts.keep, office, key, KIND, self._record, self._heads, self._values())
            self._desk.keep(self._record, work, quiet=True)
        elif self._kept:
            self._kept = False
            self._desk.keep(self._record, partial(drafts.discard, office, key), quiet=True)

    def save_now(self) -> None:
        """Save the template, unless something in it is wrong."""
        if not self._check() or not self._record:
            return
        values: dict[str, Any] = {key: value or None for key, value in self._values().items()}
        if self._template is not None and not self._template.own:
            values["key"] = self._template.key
        draft = Draft(KIND, self._record, values, self._heads)
        key = self._template.key if self._template is not None else self._record
        self._keep_soon.stop()
        job = self._desk.worker.write(partial(_save, self._desk.office, draft, self._draft, self))
        job.setProperty("key", key)
        job.done.connect(self._on_saved)

    def drop_ours(self) -> None:
        """Take the office's own away, so that the one that ships stands there again."""
        template = self._template
        if template is None or template.id is None:
            return
        self._template, self._record = None, ""
        work = partial(records.delete, self._desk.office, template.id, initiator=self)
        job = self._desk.worker.write(work)
        job.setProperty("place", [template.key, template.language])
        job.done.connect(self._dropped)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        # With large letters what stands side by side goes on several lines.
        head, foot = FlowLayout(gap=GRID), FlowLayout(gap=GRID)
        for box, words in (
            (self.kind, self.tr("Kind of letter")),
            (self.language, self.tr("Language")),
            (self.audience, self.tr("Audience")),
        ):
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_LETTERS)
            head.addWidget(box)
        for line, words in ((self.name, self.tr("Name of the template")), (self.subject, self.tr("Subject"))):
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            line.setInputMethodHints(UNTOUCHED)
        for one in (self.insert, self.drop, self.save):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.name)
        column.addLayout(head)
        column.addWidget(self.subject)
        column.addWidget(self.body, 1)
        column.addWidget(self.fault)
        column.addLayout(foot)
        self.fault.hide()
        self.drop.hide()

    def _connect(self) -> None:
        for line in (self.name, self.subject):
            line.textChanged.connect(self._typed)
        self.body.textChanged.connect(self._typed)
        for box in (self.kind, self.language, self.audience):
            box.currentIndexChanged.connect(self._typed)
        self._check_soon.timeout.connect(self._check)
        self._keep_soon.timeout.connect(self.keep)
        self.save.clicked.connect(self.save_now)
        self.drop.clicked.connect(self.drop_ours)
        self.insert.clicked.connect(self._offer_places)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save_now)

    # --- typing --------------------------------------------------------------------------------------

    @property
    def _draft(self) -> str:
        return gather.draft_key(KIND, self._record, self._record)

    def _values(self) -> dict[str, str]:
        return {
            "name": self.name.text().strip(),
            "kind": self.kind.currentData() or "",
            "language": self.language.currentData() or "",
            "audience": self.audience.currentData() or "",
            "subject": self.subject.text().strip(),
            "body": self.body.toPlainText(),
        }

    def _put(self, values: Mapping[str, Any]) -> None:
        """Show these values as those that were read."""
        self.setEnabled(True)
        self._heads, self._kept = b"", False
        self._type(values)
        self._shown = self._values()
        self._check()

    def _type(self, values: Mapping[str, Any]) -> None:
        self._putting = True
        self.name.setText(str(values.get("name") or ""))
        self.name.setCursorPosition(0)
        self.subject.setText(str(values.get("subject") or ""))
        self.subject.setCursorPosition(0)
        self.body.show_text(str(values.get("body") or ""))
        for box, key in ((self.kind, "kind"), (self.language, "language"), (self.audience, "audience")):
            box.setCurrentIndex(max(0, box.findData(str(values.get(key) or ""))))
        self._putting = False

    def _resume(self, kept: _Kept) -> None:
        if kept.record == self._record and not self.touched:
            self._heads = kept.heads
            if kept.values:
                self._kept = True
                self._type(kept.values)
                self._check()

    def _typed(self) -> None:
        if not self._putting:
            self._check_soon.start()
            self._keep_soon.start()
            self.save.setEnabled(self.touched)

    def _check(self) -> bool:
        """Say what is wrong with the template, and mark where; whether it can be saved."""
        self._check_soon.stop()
        words, line = "", 0
        try:
            templates.check(self.body.toPlainText(), self.subject.text())
        except TemplateRefused as refused:
            line = refused.line
            where = self.tr("Line {0}").format(line) if line > 0 else self.tr("Subject")
            words = " ".join(filter(None, (f"{where}: {refused.fault}", refused.remedy)))
        set_role(self.subject, "bad", bool(words) and line == 0)
        self.body.mark_line(line)
        self.fault.setText(words)
        self.fault.setVisible(bool(words))
        self.save.setEnabled(not words and self.touched)
        return not words

    def _offer_places(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        lists = {one.word: menu.addMenu(on_button(f"{one.word}: {one.about}")) for one in placeholders.LISTS}
        for word, inside in lists.items():
            self._offer(inside, self.tr("for each of them"), f"{{{{#each {word}}}}}\n\n{{{{/each}}}}\n")
        for place in placeholders.PLACES:
            into = lists.get(place.home, menu)
            self._offer(into, f"{place.word}: {place.about}", f"{{{{{place.word}}}}}")
        menu.popup(self.insert.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _offer(self, menu: QMenu, words: str, text: str) -> None:
        action = QAction(on_button(words), menu)
        action.setData(text)
        action.triggered.connect(self._insert)
        menu.addAction(action)

    def _insert(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.body.insertPlainText(action.data())
        self.body.setFocus()

    def _on_saved(self) -> None:
        job = self.sender()
        language = self.language.currentData()
        self._begun = {place: one for place, one in self._begun.items() if one != self._record}
        self._shown, self._kept = self._values(), False
        if self._template is None:
            self._record = ""
        self.save.setEnabled(False)
        self.told.emit(self.tr("The template is saved; letters written from now on use it."))
        self.saved.emit(job.property("key"), language)

    def _dropped(self) -> None:
        self.saved.emit(*self.sender().property("place"))
        self.told.emit(self.tr("The template that ships is used again. Ctrl+Z takes that back."))


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was typed into a template and not saved, and the heads of the record it is of."""

    record: str
    values: Mapping[str, Any]
    heads: bytes


def _kept(office: Office, key: str, record: str | None) -> _Kept:
    heads = records.view(office, record).heads if record is not None else b""
    return _Kept(key.rpartition("@")[2], drafts.values(office, key), heads)


def _save(office: Office, draft: Draft, kept: str, initiator: object) -> None:
    records.save(office, draft, initiator=initiator)
    drafts.discard(office, kept)
