"""A caseworker's first two days: a case as it is told, two more people, the next morning, a pack of three.

The numbers at the end of each part are what the hand has to find and do: clicks,
keys that are no letters, fields gone to. They may go down; when one goes up, the
way has grown, and the program is mended, not the number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from kzcase.ui.common.fields.base import FieldEditor
from kzcase.ui.common.fields.pick import PickLine
from kzcase.ui.common.lists.listpage import ListPage
from kzcase.ui.guided.guidedpage import GuidedPage
from kzcase.ui.papers.briefpage import BriefPage
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.today.todaypage import TodayPage

TOLD = """
Сәмплұлы Ерлан Маратұлы, a blogger from Atyrau. Sentenced on 14 November 2024 under article 174 to two years
of restriction of freedom. In force since 2 December 2024. He agrees that embassies hear his name and case.
"""
"""Fictional. What a caseworker hears and types."""

FIRST, SECOND, THIRD = "Сәмплұлы Ерлан Маратұлы", "Моделова Айгүл", "Тестов Данияр"
OTHER_SPELLING = "sampluly erlan"

A_CASE, TWO_PEOPLE, FOUND, CORRECTED, DUE, A_PACK = 12, 6, 2, 4, 1, 11


class Calendar:
    """The day it is, for the office."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_two_days_of_a_new_caseworker(
    unlocked: Any, unlock_again: Callable[[Any], None], tmp_path: Path
) -> None:
    hand, calendar = unlocked, Calendar()
    hand.window.desk.office.clock = calendar

    tell_a_case(hand)
    assert counted(hand) <= A_CASE
    for name in (SECOND, THIRD):
        write_somebody_down(hand, name)
    assert counted(hand) <= TWO_PEOPLE

    sleep_over_it(hand, unlock_again, calendar)
    find_by_another_spelling(hand)
    assert counted(hand) <= FOUND
    correct_a_date(hand)
    assert counted(hand) <= CORRECTED
    see_it_due(hand)
    assert counted(hand) <= DUE

    print_a_pack(hand, tmp_path / "pack.pdf")
    assert counted(hand) <= A_PACK


def counted(hand: Any) -> int:
    """What the hand did since it was asked last."""
    steps, hand.steps = hand.steps, 0
    return steps


def key(hand: Any, which: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """A shortcut of the program."""
    hand.steps += 1
    hand.be_active()
    hand.bot.keyClick(hand.window, which, modifiers)


def put(hand: Any, editor: FieldEditor, text: str) -> None:
    """Go to a field, type, and go on with Tab, which takes the line of the list that is marked."""
    hand.steps += 1
    hand.be_active()
    line = editor.focusProxy()
    while line.focusProxy() is not None:
        line = line.focusProxy()
    line.setFocus()
    hand.wait(line.hasFocus)
    if isinstance(line, QLineEdit):
        line.selectAll()
    hand.type(line, text)
    if isinstance(line, PickLine):
        hand.wait(lambda: QApplication.activePopupWidget() is not None and not line.pending)
    hand.bot.keyClick(QApplication.activePopupWidget() or line, Qt.Key.Key_Tab)
    hand.settle()


def tell_a_case(hand: Any) -> None:
    key(hand, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = hand.workspace.page
    assert isinstance(page, GuidedPage)
    hand.wait(lambda: page.of_kind("name"))
    hand.settle()
    one = page.of_kind
    put(hand, one("name")[0].editors["parts"].parts["family"], FIRST)
    put(hand, one("person")[0].editors["occupation"], "blogger")
    put(hand, one("person")[0].editors["locality"], "Atyrau")
    put(hand, one("charge")[0].editors["article"], "174")
    put(hand, one("sentence")[0].editors["date"], "14.11.2024")
    put(hand, one("sentence")[0].editors["in_force"], "2.12.2024")
    put(hand, one("penalty")[0].editors["kind"], "restriction of f")
    put(hand, one("penalty")[0].editors["term"].parts["years"], "2")
    put(hand, one("consent")[0].editors["answer"], "given")
    put(hand, one("consent")[0].editors["audiences"], "closed")
    assert "1 restriction" in page.view.said()
    hand.press(Qt.Key.Key_S, control=True)
    shown = the_person(hand)
    assert shown.head.title == FIRST


def write_somebody_down(hand: Any, name: str) -> None:
    """A name, and no more: what else is known comes later."""
    key(hand, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    key(hand, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    sheet = hand.sheet()
    hand.wait(lambda: len(sheet.forms) > 1)
    hand.settle()
    family = sheet.forms[1].editors["parts"].parts["family"].line
    hand.be_active()
    assert family.hasFocus(), "the keyboard starts at the name"
    hand.type(family, name)
    hand.press(Qt.Key.Key_S, control=True)
    assert the_person(hand).head.title == name


def the_person(hand: Any) -> PersonPage:
    """The person's page on the screen, once it is read."""
    hand.wait(lambda: isinstance(hand.workspace.page, PersonPage) and hand.workspace.page.head.title)
    hand.settle()
    page = hand.workspace.page
    assert isinstance(page, PersonPage)
    return page


def sleep_over_it(hand: Any, unlock_again: Callable[[Any], None], calendar: Calendar) -> None:
    hand.press(Qt.Key.Key_L, control=True, on=hand.window)
    hand.wait(lambda: hand.window.workspace is None)
    hand.settle()
    calendar.now = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
    unlock_again(hand)
    hand.window.desk.office.clock = calendar
    hand.click("Today", hand.workspace.side)
    page = hand.workspace.page
    assert isinstance(page, TodayPage)
    page.look_at_the_day()
    hand.settle()
    hand.steps = 0


def find_by_another_spelling(hand: Any) -> None:
    hand.press(Qt.Key.Key_K, control=True)
    palette = hand.workspace.palette_over
    hand.wait(palette.line.hasFocus)
    hand.type(palette.line, OTHER_SPELLING)
    hand.press(Qt.Key.Key_Return, on=palette.line)
    assert the_person(hand).head.title == FIRST


def correct_a_date(hand: Any) -> None:
    """The sentence entered into force on the 12th, not on the 2nd."""
    page = hand.workspace.page
    part = page.part("restrictions")
    hand.steps += 1
    page.tabs.setCurrentWidget(part)
    hand.open_row(part.list, "")
    hand.steps += 1
    sheet = hand.sheet()
    put(hand, sheet.form.editors["in_force"], "12.12.2024")
    hand.press(Qt.Key.Key_S, control=True)
    hand.wait(lambda: part.sheet is None)
    hand.settle()
    assert "12 Dec 2026" in " ".join(part.rows())


def see_it_due(hand: Any) -> None:
    key(hand, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    page = hand.workspace.page
    assert isinstance(page, TodayPage)
    hand.wait(lambda: "in 19 days, Restriction ends" in "\n".join(page.due.text()))
    assert page.force.restrictions.text() == "1 restriction"


def print_a_pack(hand: Any, out: Path) -> None:
    key(hand, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    people = hand.workspace.page
    assert isinstance(people, ListPage)
    hand.wait(lambda: people.model.rowCount() == 3)
    hand.settle()
    hand.press(Qt.Key.Key_Down, on=people.filter)
    hand.press(Qt.Key.Key_A, control=True, on=people.table)
    assert len(people.people) == 3
    hand.press(Qt.Key.Key_P, control=True, on=hand.window)
    pack = hand.workspace.page
    assert isinstance(pack, BriefPage)
    hand.settle()
    for name in (SECOND, THIRD):
        agree(hand, pack, name)
    hand.wait(pack.export.isEnabled)
    hand.click("Export", pack)
    hand.name_file(out)
    hand.wait(out.exists)
    hand.settle()
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    for name in (FIRST, SECOND, THIRD):
        assert name in text
    assert "12 Dec 2026" in text


def agree(hand: Any, pack: BriefPage, name: str) -> None:
    """The paper says who never agreed, and leads to writing it down."""
    hand.wait(pack.handing.consent.isVisible)
    hand.settle()
    hand.click(f"Write down consent: {name}", pack)
    sheet = hand.sheet()
    put(hand, sheet.form.editors["answer"], "given")
    hand.press(Qt.Key.Key_S, control=True)
    hand.wait(lambda: hand.workspace.page is pack)
    hand.settle()
