"""The texts of a letter to each of its addressees: chosen in a list, edited as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QSplitter, QVBoxLayout, QWidget

from kzcase.letters.filling import lacking
from kzcase.letters.shapes import Filled
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.rowstablemodel import RowsTableModel
from kzcase.ui.common.text import button, label
from kzcase.ui.letters.languages import LANGUAGES, language_words
from kzcase.ui.letters.lettertext import UNTOUCHED, LetterText
from kzcase.ui.letters.plaintable import plain_table
from kzcase.ui.theme import GRID

_SHARED = frozenset({"subject", "body"})
"""What can be the same in letters to different people."""
_SIGNATURE_LINES, _LIST_ROWS = 3, 4
_LARGE = 125
"""The scale of letters above which the text itself needs the room."""

Edits = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: a letter as it stands, whether it was edited by hand."""

    letter: Filled
    edited: bool


def with_edits(filled: Filled, edits: Edits) -> Filled:
    """A letter with what was typed into its parts by hand, and what it still lacks then."""
    if not edits:
        return filled
    changed = replace(
        filled,
        subject=edits.get("subject", filled.subject),
        salutation=edits.get("salutation", filled.salutation),
        body=edits.get("body", filled.body),
        signature=edits.get("signature", filled.signature),
    )
    return replace(
        changed, missing=lacking(changed.subject, changed.body, changed.signature, changed.language)
    )


class Texts(QWidget):
    """The letters of a mailing; what was typed by hand outlives being filled in anew."""

    chosen_changed = Signal()
    """Another letter is shown."""
    edited = Signal()
    """The text of the letter that is shown was changed by hand."""
    left_out = Signal(str)
    """There is to be no letter to this addressee."""
    language_chosen = Signal(str, object)
    """The letter to this addressee is to be in this language; None: theirs."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filled: tuple[Filled, ...] = ()
        self._edits: dict[str, dict[str, str]] = {}
        self._showing = False
        self.model: RowsTableModel[Line] = RowsTableModel(
            (self.tr("To"), self.tr("In"), self.tr("State")), _cells, parent=self
        )
        self.table = plain_table(desk, self.model, self.tr("A letter to each addressee"), (200, 74))
        colours = desk.look.theme.colours
        self.subject, self.salutation = QLineEdit(), QLineEdit()
        self.body = LetterText(colours, self.tr("Text of the letter"))
        self.signature = LetterText(colours, self.tr("Signature"))
        large = desk.look.theme.scale > _LARGE
        self._rows = _LIST_ROWS // 2 if large else _LIST_ROWS
        height = (_SIGNATURE_LINES - large) * self.signature.fontMetrics().lineSpacing() + 2 * GRID
        self.signature.setFixedHeight(height)
        self.language = QComboBox()
        self.language.setAccessibleName(self.tr("Language of this letter"))
        self.language.addItem(self.tr("their own language"), None)
        for key, words in LANGUAGES:
            self.language.addItem(words, key)
        self.anew = button(self.tr("&Fill in anew"), flat=True)
        self.to_all = button("", flat=True)
        self.who = label(role="heading")
        self._editor = QFrame()
        self._build()
        self._connect()

    @property
    def letters(self) -> tuple[Filled, ...]:
        """Every letter as it stands now."""
        return tuple(with_edits(one, self._edits.get(one.addressee, {})) for one in self._filled)

    @property
    def letter(self) -> Filled | None:
        """The letter that is shown."""
        number = max(0, self.table.currentIndex().row())
        if number >= len(self._filled):
            return None
        return with_edits(self._filled[number], self._edits.get(self._filled[number].addressee, {}))

    @property
    def edits(self) -> dict[str, dict[str, str]]:
        """What was typed by hand: by addressee, by part of the letter."""
        return {key: dict(one) for key, one in self._edits.items() if one}

    def resume(self, edits: Mapping[str, Mapping[str, str]]) -> None:
        """Take up what was typed by hand earlier."""
        self._edits = {key: dict(one) for key, one in edits.items()}

    def show_letters(self, filled: Sequence[Filled], languages: Mapping[str, str]) -> None:
        """Show these letters; the one that was shown stays on screen."""
        at = self.letter.addressee if self.letter is not None else ""
        self._filled = tuple(filled)
        self._languages = dict(languages)
        self._relist()
        numbers = [number for number, one in enumerate(self._filled) if one.addressee == at]
        if self._filled:
            self.table.selectRow(numbers[0] if numbers else 0)
        self._show()

    def hold(self, held: bool) -> None:
        """Let nothing be typed any more, or again; letters can still be looked at."""
        for one in (self.subject, self.salutation, self.body, self.signature):
            one.setReadOnly(held)
        self.language.setEnabled(not held)
        self.anew.setEnabled(not held)

    def go_to(self, line: int) -> None:
        """Put the keyboard into a line, from 1; 0 is the subject, those after the text the signature."""
        lines = self.body.blockCount()
        if line <= 0:
            self.subject.setFocus()
        elif line <= lines:
            self.body.go_to_line(line)
        else:
            self.signature.go_to_line(line - lines)

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = FlowLayout(gap=GRID)
        head.addWidget(self.who)
        head.addWidget(self.to_all)
        head.addWidget(self.anew)
        head.addWidget(self.language)
        column = QVBoxLayout(self._editor)
        column.setContentsMargins(0, GRID, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        for words, line in (
            (self.tr("Subject"), self.subject),
            (self.tr("Salutation"), self.salutation),
        ):
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            line.setInputMethodHints(UNTOUCHED)
            column.addWidget(line)
        column.addWidget(self.body, 1)
        column.addWidget(self.signature)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(self._editor)
        halves.setStretchFactor(0, 0)
        halves.setStretchFactor(1, 1)
        row = self.table.verticalHeader().defaultSectionSize()
        halves.setSizes([(self._rows + 1) * row, 20 * row])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(halves)
        self.anew.hide()
        self.to_all.hide()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._turned)
        for line in (self.subject, self.salutation):
            line.textEdited.connect(self._typed)
        for text in (self.body, self.signature):
            text.textChanged.connect(self._typed)
        self.anew.clicked.connect(self._fill_anew)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._leave_out)
        self.to_all.clicked.connect(self._put_to_all)
        self.language.activated.connect(self._choose_language)

    # --- what the user does --------------------------------------------------------------------------

    def _turned(self) -> None:
        self._show()
        self.chosen_changed.emit()

    def _typed(self) -> None:
        if self._showing or not self._filled:
            return
        plain = self._filled[max(0, self.table.currentIndex().row())]
        now = {
            "subject": self.subject.text(),
            "salutation": self.salutation.text(),
            "body": self.body.toPlainText(),
            "signature": self.signature.toPlainText(),
        }
        mine = {key: text for key, text in now.items() if text != getattr(plain, key)}
        if mine == self._edits.get(plain.addressee, {}):
            return
        self._edits[plain.addressee] = mine
        self._relist()
        self._offer_more()
        self.edited.emit()

    def _leave_out(self) -> None:
        if (letter := self.letter) is not None and not self.body.isReadOnly():
            self.left_out.emit(letter.addressee)

    def _fill_anew(self) -> None:
        if (letter := self.letter) is not None:
            self._edits.pop(letter.addressee, None)
            self._relist()
            self._show()
            self.edited.emit()

    def _put_to_all(self) -> None:
        """The subject and the text typed here go into every letter in the same language."""
        letter = self.letter
        if letter is None:
            return
        mine = self._edits.get(letter.addressee, {})
        shared = {key: text for key, text in mine.items() if key in _SHARED}
        for addressee in self._alike(letter):
            self._edits[addressee] = {**self._edits.get(addressee, {}), **shared}
        self._relist()
        self.edited.emit()

    def _choose_language(self) -> None:
        if (letter := self.letter) is not None:
            self.language_chosen.emit(letter.addressee, self.language.currentData())

    # --- showing -------------------------------------------------------------------------------------

    def _relist(self) -> None:
        at = self.table.currentIndex().row()
        was = self.table.selectionModel().blockSignals(True)
        self.model.show_rows([Line(one, bool(self._edits.get(one.addressee))) for one in self.letters])
        self.table.selectionModel().blockSignals(was)
        if 0 <= at < len(self._filled):
            self.table.selectRow(at)

    def _show(self) -> None:
        letter = self.letter
        self._editor.setEnabled(letter is not None)
        self._showing = True
        self.who.setText(letter.addressee_words.split(",")[0] if letter is not None else "")
        self.subject.setText(letter.subject if letter is not None else "")
        self.salutation.setText(letter.salutation if letter is not None else "")
        self.body.show_text(letter.body if letter is not None else "")
        self.signature.show_text(letter.signature if letter is not None else "")
        for line in (self.subject, self.salutation):
            line.setCursorPosition(0)
        if letter is not None:
            chosen = self._languages.get(letter.addressee)
            self.language.setCurrentIndex(max(0, self.language.findData(chosen)))
        self._offer_more()
        self._showing = False

    def _offer_more(self) -> None:
        """What can be done with a text that was edited by hand."""
        letter = self.letter
        mine = self._edits.get(letter.addressee, {}) if letter is not None else {}
        self.anew.setVisible(bool(mine))
        self.to_all.setVisible(bool(_SHARED & mine.keys()) and bool(self._alike(letter)))
        if letter is not None:
            words = self.tr("Use for &all in {0}").format(language_words(letter.language))
            self.to_all.setText(words)

    def _alike(self, letter: Filled | None) -> list[str]:
        """The addressees of the other letters in the language of this one."""
        if letter is None:
            return []
        same = (one for one in self._filled if one.language == letter.language)
        return [one.addressee for one in same if one.addressee != letter.addressee]


def _cells(line: Line) -> tuple[str, ...]:
    letter = line.letter
    translate = QCoreApplication.translate
    said = []
    if letter.missing:
        said.append(translate("Letters", "{0} missing").format(len(letter.missing)))
    if line.edited:
        said.append(translate("Letters", "edited"))
    return (
        letter.addressee_words,
        language_words(letter.language),
        ", ".join(said) or translate("Letters", "complete"),
    )
