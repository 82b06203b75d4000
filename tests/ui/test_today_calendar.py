from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.records import Draft
from kzcase.ui import screens
from kzcase.ui.common.desk import Desk
from kzcase.ui.today.calendarpage import CalendarPage
from kzcase.ui.today.monthgrid import short, weeks_of

SECRET = "Ғабдұлғазизов"


def task(desk: Desk, title: str, due: str, record: str | None = None) -> str:
    made = records.new_id()
    records.save(desk.office, Draft("task", made, {"title": title, "due": due, "record": record}))
    return made


def person(desk: Desk, family: str = SECRET) -> str:
    made = records.new_id()
    name = Draft("name", records.new_id(), {"person": made, "parts": {"family": family}, "use": "preferred"})
    records.save_all(desk.office, (Draft("person", made, {"locality": "Atyrau"}), name))
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Callable[[], CalendarPage]:
    def made() -> CalendarPage:
        one = CalendarPage(desk)
        qtbot.addWidget(one)
        one.resize(1130, 680)
        one.show()
        one.begin()
        settle()
        qtbot.waitUntil(lambda: bool(one.of_day.text()))
        return one

    return made


def on(page: CalendarPage, day: date) -> list[str]:
    return [short(one) for one in page.grid.shown(day)[0]]


def test_a_month_shows_what_falls_on_its_days_and_apart_what_has_no_one_day(
    page: Callable[[], CalendarPage], desk: Desk, settle: Callable[[], None]
) -> None:
    someone = person(desk)
    task(desk, "Call", "2026-11-24", someone)
    task(desk, "Visit", "2026-11", someone)
    task(desk, "Elsewhere", "2026-12", someone)
    shown = page()
    assert on(shown, date(2026, 11, 24)) == [f"{SECRET}: Call"]
    assert all(not on(shown, date(2026, 11, day)) for day in range(1, 31) if day != 24)
    assert "Sometime in November 2026 (1)" in shown.uncertain.text()[0]
    assert "Visit" in shown.uncertain.text()[1]
    assert "Elsewhere" not in "".join(shown.uncertain.text())


def test_a_full_day_says_how_many_more_there_are(
    page: Callable[[], CalendarPage], desk: Desk, qtbot: QtBot
) -> None:
    someone = person(desk)
    for number in range(12):
        task(desk, f"Task {number}", "2026-11-24", someone)
    shown = page()
    items, more = shown.grid.shown(date(2026, 11, 24))
    assert len(items) >= 1
    assert more > 1
    assert len(items) + more == 12
    shown.grid.go_to(date(2026, 11, 24))
    assert "+4 more" in shown.of_day.text()[-1]
    assert "+4 more" in shown.grid.accessibleName()
    qtbot.waitUntil(lambda: len(shown.of_day.text()) == 13)
    assert "more" not in shown.of_day.text()[-1], "the day beside the month lists all of them"


def test_the_keyboard_goes_by_days_weeks_and_months_and_opens_a_day(
    page: Callable[[], CalendarPage], desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    call = task(desk, "Call", "2026-12-30", person(desk))
    shown = page()
    assert shown.grid.day == date(2026, 11, 22)
    for key, day in (
        (Qt.Key.Key_Right, date(2026, 11, 23)),
        (Qt.Key.Key_Down, date(2026, 11, 30)),
        (Qt.Key.Key_PageDown, date(2026, 12, 30)),
    ):
        qtbot.keyClick(shown.grid, key)
        assert shown.grid.day == day
    assert shown._title.text() == "December 2026"
    qtbot.waitUntil(lambda: on(shown, date(2026, 12, 30)) != [])
    assert "30 December 2026" in shown.grid.accessibleName()
    assert "Call" in shown.grid.accessibleName()
    qtbot.keyClick(shown.grid, Qt.Key.Key_Return)
    assert shown.of_day.hasFocus()
    with qtbot.waitSignal(shown.open_requested) as heard:
        qtbot.keyClick(shown.of_day, Qt.Key.Key_Return)
    assert heard.args == ["task", call]
    qtbot.keyClick(shown.of_day, Qt.Key.Key_Escape)
    assert shown.grid.hasFocus()
    qtbot.keyClick(shown.grid, Qt.Key.Key_Home)
    assert shown.grid.day == date(2026, 11, 22)
    with qtbot.waitSignal(shown.back_requested):
        qtbot.keyClick(shown.grid, Qt.Key.Key_Escape)
    settle()


def test_every_cell_of_a_month_is_found_where_it_is_painted(page: Callable[[], CalendarPage]) -> None:
    shown = page()
    first, last = weeks_of(shown.grid.day)
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
    assert [shown.grid.day_at(shown.grid.cell(day).center()) for day in days] == days
    assert shown.grid.day_at(QPointF(2, 2)) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [("9 May 2027", date(2027, 5, 9)), ("июнь 2020", date(2020, 6, 1)), ("2031", date(2031, 1, 1))],
)
def test_one_can_go_to_a_date_as_one_says_it(
    page: Callable[[], CalendarPage], typed: str, day: date, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    shown = page()
    shown.seek()
    shown.wanted.setText(typed)
    qtbot.keyClick(shown.wanted, Qt.Key.Key_Return)
    assert shown.grid.day == day
    assert shown.grid.hasFocus()
    shown.wanted.setText("somewhen")
    with qtbot.waitSignal(shown.told):
        qtbot.keyClick(shown.wanted, Qt.Key.Key_Return)
    assert shown.grid.day == day
    settle()


def test_the_agenda_lists_the_days_one_after_another(
    page: Callable[[], CalendarPage], desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    someone = person(desk)
    task(desk, "Second", "2026-12-02", someone)
    task(desk, "First", "2026-11-24", someone)
    task(desk, "Vague", "2026-12", someone)
    shown = page()
    qtbot.mouseClick(shown.by_agenda, Qt.MouseButton.LeftButton)
    settle()
    assert [line.split(" · ")[-1] for line in shown.list.text()] == [
        "Tuesday 24 November 2026   in 2 days",
        "First",
        "Wednesday 2 December 2026   in 10 days",
        "Second",
        "Not known to the day (1)",
        "Vague",
    ]
    assert "December 2026" in shown.list.text()[-1]


def test_space_says_why_and_space_again_closes_it(
    page: Callable[[], CalendarPage], desk: Desk, qtbot: QtBot
) -> None:
    values = {"person": person(desk), "kind": "restriction_of_freedom", "in_force": "2024-11-24"}
    records.save(desk.office, Draft("restriction", records.new_id(), {**values, "term": {"years": 2}}))
    shown = page()
    shown.grid.go_to(date(2026, 11, 24))
    shown.grid.day_opened.emit(date(2026, 11, 24))
    qtbot.waitUntil(lambda: len(shown.of_day.text()) > 1)
    qtbot.keyClick(shown.of_day, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "entry into force" in shown._why.text)
    qtbot.keyClick(shown.of_day, Qt.Key.Key_Space)
    assert shown._why.text == ""


def test_what_changes_is_followed(page: Callable[[], CalendarPage], desk: Desk, qtbot: QtBot) -> None:
    shown = page()
    assert on(shown, date(2026, 11, 24)) == []
    task(desk, "Call", "2026-11-24")
    qtbot.waitUntil(lambda: len(on(shown, date(2026, 11, 24))) == 1)


@pytest.mark.parametrize("names", [False, True])
def test_an_export_names_people_only_if_one_asks_for_it(
    page: Callable[[], CalendarPage],
    desk: Desk,
    qtbot: QtBot,
    settle: Callable[[], None],
    tmp_path: Path,
    names: bool,
) -> None:
    task(desk, "Call the lawyer of the family", "2026-11-24", person(desk))
    shown = page()
    qtbot.mouseClick(shown._export, Qt.MouseButton.LeftButton)
    assert shown.export.without.isChecked()
    if names:
        shown.export.with_names.setChecked(True)
    qtbot.mouseClick(shown.export.save, Qt.MouseButton.LeftButton)
    dialog = shown.findChild(QFileDialog)
    assert dialog is not None
    dialog.selectFile(str(tmp_path / "days.ics"))
    with qtbot.waitSignal(shown.told):
        dialog.accept()
    settle()
    written = (tmp_path / "days.ics").read_bytes().decode().replace("\r\n ", "")
    assert "BEGIN:VEVENT" in written
    assert "20261124" in written
    assert (SECRET in written) is names
    assert ("lawyer" in written) is names
    assert not shown.export.isVisible()
    qtbot.mouseClick(shown._export, Qt.MouseButton.LeftButton)
    assert shown.export.without.isChecked(), "names are chosen anew each time"


@pytest.mark.parametrize("scale", [100, 150])
def test_nothing_of_the_calendar_is_cut(
    page: Callable[[], CalendarPage], desk: Desk, scale: int, qtbot: QtBot
) -> None:
    task(desk, "Write " * 40, "2026-11-22", person(desk, "Мұхаметжанқызы " * 8))
    desk.look.theme.scale = scale
    shown = page()
    qtbot.waitUntil(lambda: screens.clipped(shown) == [])
    shown.export.ask()
    shown.by_agenda.setChecked(True)
    qtbot.waitUntil(lambda: len(shown.list.text()) > 1 and screens.clipped(shown) == [])
    assert shown.width() == 1130
