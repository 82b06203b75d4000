"""Letters that get answered: one appeal to five embassies in three languages, two replies, the rest chased.

The numbers at the end of each part are what the hand has to find and do: clicks,
keys that are no letters, fields gone to. They may go down; when one goes up, the
way has grown, and the program is mended, not the number.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit

from kzcase.services import letters, records
from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.letters.letterspage import LettersPage
from kzcase.ui.letters.writer.writerpage import WriterPage
from tests.ui.letterworld import world

WRITTEN, SENT, TWO_REPLIES, CHASED, PRINTED = 14, 5, 14, 3, 2
ASKS = {
    "en": "Raise the case with the authorities",
    "ru": "Поднимите это дело перед властями",
    "kk": "Істі билік алдында көтеріңіз",
}
REPLIES = (("Anna", "raised", "They raised it on the 20th."), ("Иван", "promised", "Обещали ответить."))


class Calendar:
    """The day it is, for the office."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_an_appeal_to_five_embassies_and_what_came_of_it(unlocked: Any, tmp_path: Path) -> None:
    hand, calendar = unlocked, Calendar()
    hand.window.desk.office.clock = calendar
    world(hand.window.desk.office)
    hand.settle()

    write_the_appeal(hand, tmp_path / "letters.pdf")
    assert counted(hand) <= WRITTEN
    send_them(hand)
    assert counted(hand) <= SENT

    calendar.now = datetime(2027, 1, 28, 9, 0, tzinfo=UTC)
    for name, response, note in REPLIES:
        write_a_reply_down(hand, name, response, note)
    assert counted(hand) <= TWO_REPLIES
    chase_the_rest(hand)
    assert counted(hand) <= CHASED
    print_the_register(hand, tmp_path / "register.pdf")
    assert counted(hand) <= PRINTED


def counted(hand: Any) -> int:
    """What the hand did since it was asked last."""
    steps, hand.steps = hand.steps, 0
    return int(steps)


def key(hand: Any, which: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """A shortcut of the program."""
    hand.steps += 1
    hand.be_active()
    hand.bot.keyClick(hand.window, which, modifiers)


def pick(hand: Any, chooser: RecordChooser, text: str) -> None:
    """Type a name and take what is offered."""
    hand.steps += 1
    hand.be_active()
    before = len(chooser.chosen)
    chooser.line.setFocus()
    hand.wait(chooser.line.hasFocus)
    hand.type(chooser.line, text)
    hand.wait(lambda: QApplication.activePopupWidget() is not None and chooser.line.offers)
    hand.settle()
    hand.steps += 1
    hand.bot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    hand.wait(lambda: len(chooser.chosen) == before + 1)


def choose_from_menu(hand: Any, menu: Any, words: str) -> None:
    """Press an entry of a menu that a button opened."""
    hand.steps += 1
    action = next(one for one in menu.actions() if isinstance(one, QAction) and one.text() == words)
    action.trigger()


def letters_page(hand: Any) -> LettersPage:
    page = hand.workspace.page
    assert isinstance(page, LettersPage)
    return page


def write_the_appeal(hand: Any, out: Path) -> None:
    key(hand, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    page = letters_page(hand)
    hand.steps += 1
    page.show_part("addressees")
    hand.settle()
    hand.wait(lambda: page.addressees.model.rowCount() == 5)
    hand.press(Qt.Key.Key_Down, on=page.addressees.filter)
    hand.press(Qt.Key.Key_A, control=True, on=page.addressees.table)
    hand.click("Write to them", page)
    hand.settle()
    writer = hand.workspace.page
    assert isinstance(writer, WriterPage)
    for name in ("Sampleuly", "Modelova"):
        pick(hand, writer.choices.persons, name)
    hand.steps += 1
    writer.choices.template.setCurrentIndex(writer.choices.template.findData("embassy_request"))
    done(hand, writer)
    for language, text in ASKS.items():
        line: QLineEdit = writer.choices.asks.items[0].lines[language]
        assert line.isVisible(), "every language of the addressees can be asked in"
        hand.steps += 1
        line.setFocus()
        hand.type(line, text)
    done(hand, writer)
    in_three = [one.language for one in writer.texts.letters]
    assert sorted(in_three) == ["en", "en", "kk", "ru", "ru"]
    for one in writer.texts.letters:
        assert ASKS[one.language] in one.body
    choose_from_menu(hand, writer.print.menu(), "All to one file")
    hand.settle()
    hand.name_file(out)
    hand.wait(out.exists)
    hand.settle()
    assert len(writer.saved) == 5
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    for ask in ASKS.values():
        assert " ".join(ask.split()) in " ".join(text.split())


def done(hand: Any, writer: WriterPage) -> None:
    """Wait until the letters are filled in for what is chosen."""
    hand.wait(lambda: not writer.choices._pause.isActive() and not writer._filling.asking)
    hand.wait(lambda: not writer._previewing.waiting)
    hand.settle()


def send_them(hand: Any) -> None:
    hand.click("To the register", hand.workspace.page)
    page = letters_page(hand)
    hand.settle()
    page.register.views.buttons["drafts"].click()
    hand.steps += 1
    hand.settle()
    hand.wait(lambda: page.register.model.rowCount() == 5)
    hand.press(Qt.Key.Key_Down, on=page.register.filter)
    hand.press(Qt.Key.Key_A, control=True, on=page.register.table)
    hand.press(Qt.Key.Key_T, control=True, on=page.register.table)
    hand.settle()
    hand.wait(lambda: page.register.model.rowCount() == 0)
    office = hand.window.desk.office
    assert len(letters.register(office, office.today(), view="waiting").rows) == 5


def write_a_reply_down(hand: Any, name: str, response: str, note: str) -> None:
    page = letters_page(hand)
    page.register.filter.setFocus()
    hand.press(Qt.Key.Key_Escape, on=page.register.filter)
    hand.steps += 1
    hand.type(page.register.filter, name)
    hand.wait(lambda: page.register.model.rowCount() == 1)
    hand.settle()
    hand.press(Qt.Key.Key_Down, on=page.register.filter)
    hand.press(Qt.Key.Key_R, control=True, on=page.register.table)
    hand.settle()
    form = page.register.replying.form
    hand.wait(form.isVisible)
    hand.steps += 2
    form.response.setCurrentIndex(form.response.findData(response))
    form.note.setFocus()
    hand.type(form.note, note)
    hand.press(Qt.Key.Key_S, control=True, on=form.note)
    hand.settle()
    hand.wait(page.register.replying.isHidden)
    page.register.filter.clear()
    hand.settle()


def chase_the_rest(hand: Any) -> None:
    page = letters_page(hand)
    office = hand.window.desk.office
    page.register.views.buttons["waiting"].click()
    hand.steps += 1
    hand.settle()
    hand.wait(lambda: page.register.model.rowCount() == 3)
    waiting = {row.id for row in page.register.model.rows}
    page.register.table.begin()
    hand.press(Qt.Key.Key_A, control=True, on=page.register.table)
    hand.press(Qt.Key.Key_J, control=True, on=page.register.table)
    hand.settle()
    hand.wait(lambda: page.register.views.chosen == "drafts" and page.register.model.rowCount() == 3)
    assert {row.follow_up_of for row in page.register.model.rows} == waiting
    for row in page.register.model.rows:
        assert "⟦" not in str(records.view(office, row.id).fields["subject"])


def print_the_register(hand: Any, out: Path) -> None:
    page = letters_page(hand)
    page.register.views.buttons["all"].click()
    hand.steps += 1
    hand.settle()
    choose_from_menu(hand, page.register.papers.menu(), "The register as PDF")
    hand.name_file(out)
    hand.wait(out.exists)
    hand.settle()
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    assert "2026/001" in text
    assert "They raised it with the authorities" in " ".join(text.split())
