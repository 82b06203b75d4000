"""A restriction is written down, seen as due on Today, corrected, put off, and comes back on its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Qt

from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.records.recordpage import RecordPage
from kzcase.ui.today.todaypage import TodayPage

PUT_OFF_UNTIL = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)


class Calendar:
    """The day it is, for the office."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_what_ends_is_seen_on_today_followed_put_off_and_comes_back(
    unlocked: Any, unlock_again: Callable[[Any], None]
) -> None:
    hand, calendar = unlocked, Calendar()
    give(hand, calendar)
    page = today(hand)
    hand.wait(page.steps.isVisible)
    hand.click("Write down a person", page)
    write_the_person(hand)
    write_the_restriction(hand)

    hand.click("Today", hand.workspace.side)
    page = today(hand)
    hand.wait(lambda: "in 6 days, Restriction ends" in said(page))
    assert page.force.restrictions.text() == "1 restriction"
    assert page.force.ending.text() == "1 ends in 30 days"
    hand.press(Qt.Key.Key_Space, on=page.due)
    assert "2 years" in page._why.text, "the end is worked out, and says how"

    hand.press(Qt.Key.Key_Return, on=page.due)
    correct_the_date(hand)
    hand.click("Today", hand.workspace.side)
    page = today(hand)
    hand.wait(lambda: "in 8 days, Restriction ends" in said(page))

    put_off(hand, page)
    lock_and_unlock(hand, unlock_again, calendar)
    page = today(hand)
    hand.wait(lambda: "1 put off" in said(page))
    assert "Restriction ends" not in said(page)

    calendar.now = PUT_OFF_UNTIL
    page.look_at_the_day()
    hand.wait(lambda: "tomorrow, Restriction ends" in said(page))
    assert "put off" not in said(page)
    # Apart from the letters: what must be found, clicked or gone to. More than this and the way has grown.
    assert hand.steps <= 18


def give(hand: Any, calendar: Calendar) -> None:
    """Let the office live on this calendar."""
    hand.window.desk.office.clock = calendar
    today(hand).look_at_the_day()


def today(hand: Any) -> TodayPage:
    """The page on screen, which is Today."""
    hand.wait(lambda: isinstance(hand.workspace.page, TodayPage))
    page = hand.workspace.page
    assert isinstance(page, TodayPage)
    hand.settle()
    return page


def said(page: TodayPage) -> str:
    return "\n".join(page.due.text())


def write_the_person(hand: Any) -> None:
    sheet = hand.sheet()
    hand.fill_editor(sheet.forms[1].editors["parts"].parts["family"], "Сәмплұлы")
    hand.click("Save", sheet)
    hand.wait(lambda: isinstance(hand.workspace.page, PersonPage))
    hand.settle()


def write_the_restriction(hand: Any) -> None:
    page = hand.workspace.page
    part = page.part("restrictions")
    page.tabs.setCurrentWidget(part)
    hand.click("add-restriction", part)
    sheet = hand.sheet()
    hand.fill(sheet.form, "kind", "restriction of f")
    hand.fill_editor(sheet.form.editors["term"].parts["years"], "2")
    hand.fill(sheet.form, "in_force", "28.11.2024")
    hand.click("Save", sheet)
    hand.wait(lambda: part.sheet is None and part.rows())
    hand.settle()


def correct_the_date(hand: Any) -> None:
    hand.wait(lambda: isinstance(hand.workspace.page, RecordPage))
    sheet = hand.sheet()
    hand.fill(sheet.form, "in_force", "30.11.2024")
    hand.press(Qt.Key.Key_S, control=True)
    hand.settle()


def put_off(hand: Any, page: TodayPage) -> None:
    hand.be_active()
    hand.press(Qt.Key.Key_Delete, on=page.due)
    hand.wait(page.put_off.reason.hasFocus)
    hand.type(page.put_off.reason, "Ждём письма из службы пробации")
    hand.press(Qt.Key.Key_Return, on=page.put_off.reason)
    hand.wait(lambda: "1 put off" in said(page))
    assert "Restriction ends" not in said(page)


def lock_and_unlock(hand: Any, unlock_again: Callable[[Any], None], calendar: Calendar) -> None:
    hand.press(Qt.Key.Key_L, control=True, on=hand.window)
    hand.wait(lambda: hand.window.workspace is None)
    hand.settle()
    unlock_again(hand)
    give(hand, calendar)
