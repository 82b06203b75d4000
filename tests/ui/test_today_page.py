from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kzcase.errors import InputRefused
from kzcase.services import agenda, records
from kzcase.services import today as todays
from kzcase.services.records import Draft
from kzcase.ui import screens
from kzcase.ui.common.desk import Desk
from kzcase.ui.today import telling
from kzcase.ui.today.line import Line, Shape, heading, remark
from kzcase.ui.today.linestablemodel import LinesTableModel
from kzcase.ui.today.linesview import LinesView
from kzcase.ui.today.todaypage import TodayPage


def person(desk: Desk, family: str = "Serikov") -> str:
    made = records.new_id()
    parts = {"family": family, "given": "Almas"}
    drafts = (
        Draft("person", made, {"locality": "Atyrau"}),
        Draft("name", records.new_id(), {"person": made, "parts": parts, "use": "preferred"}),
    )
    records.save_all(desk.office, drafts)
    return made


def save(desk: Desk, kind: str, /, **values: object) -> str:
    made = records.new_id()
    records.save(desk.office, Draft(kind, made, values))
    return made


def change(desk: Desk, kind: str, record: str, /, **values: object) -> None:
    heads = records.view(desk.office, record).heads
    records.save(desk.office, Draft(kind, record, values, heads))


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Callable[[], TodayPage]:
    def made() -> TodayPage:
        one = TodayPage(desk)
        qtbot.addWidget(one)
        one.resize(1130, 680)
        one.show()
        qtbot.waitUntil(lambda: bool(one.due.text()) or not one.steps.isHidden())
        one.begin()
        return one

    return made


def said(page: TodayPage) -> str:
    return "\n".join(page.due.text())


def go_to(page: TodayPage, words: str) -> Line:
    """Put the keyboard on the line with these words."""
    row = next(n for n, text in enumerate(page.due.text()) if words in text)
    page.due.setFocus()
    page.due.setCurrentIndex(page.due.lines.index(row, 0))
    line = page.due.current
    assert line is not None
    return line


def test_the_page_says_what_is_due_late_in_force_and_never_answered(
    page: Callable[[], TodayPage], desk: Desk
) -> None:
    someone = person(desk)
    save(desk, "task", title="Call the lawyer", due="2026-11-20", record=someone)
    save(desk, "task", title="Ask for the file", due="2026-11-23", record=someone)
    save(
        desk,
        "restriction",
        person=someone,
        kind="restriction_of_freedom",
        term={"years": 2},
        in_force="2024-12-09",
    )
    shown = page()
    text = said(shown)
    assert "2 days late, Task, Serikov Almas · Call the lawyer" in text
    assert "tomorrow, Task, Serikov Almas · Ask for the file" in text
    assert "Restriction ends" in text
    assert shown.force.people.text() == "1 person"
    assert shown.force.restrictions.text() == "1 restriction"
    assert (2026, 12, 1) in shown.force.bars.months
    assert "December 2026: 1" in shown.force.bars.accessibleDescription()
    assert any("9 Dec 2026" in line for line in shown.next.text())
    assert shown.backup.text
    assert shown.backup.now.isVisible()


def test_enter_opens_the_record_of_a_line_and_space_says_why(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    someone = person(desk)
    restriction = save(
        desk,
        "restriction",
        person=someone,
        kind="restriction_of_freedom",
        term={"years": 2},
        in_force="2024-12-09",
    )
    shown = page()
    go_to(shown, "Restriction ends; also counted otherwise, Serikov")
    qtbot.keyClick(shown.due, Qt.Key.Key_Space)
    assert "2 years" in shown._why.text
    assert "not before 9 Dec 2026" in shown._why.text, "one line, both ways of counting"
    qtbot.keyClick(shown.due, Qt.Key.Key_Space)
    assert shown._why.text == ""
    with qtbot.waitSignal(shown.open_requested) as heard:
        qtbot.keyClick(shown.due, Qt.Key.Key_Return)
    assert heard.args == ["restriction", restriction]
    assert shown.people == (someone,)


def test_a_corrected_date_is_followed_at_once(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    task = save(desk, "task", title="Call", due="2026-11-23", record=person(desk))
    shown = page()
    assert "tomorrow, Task" in said(shown)
    change(desk, "task", task, due="2026-11-30")
    qtbot.waitUntil(lambda: "in 8 days, Task" in said(shown))
    change(desk, "task", task, done="2026-11-22")
    qtbot.waitUntil(lambda: "Task" not in said(shown))


def test_the_line_under_the_keyboard_stays_when_lines_come_above_it(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    someone = person(desk)
    for day in (24, 25, 26):
        save(desk, "task", title=f"Task of the {day}th", due=f"2026-11-{day}", record=someone)
    shown = page()
    go_to(shown, "25th")
    save(desk, "task", title="Earlier", due="2026-11-22", record=someone)
    qtbot.waitUntil(lambda: "Earlier" in said(shown))
    assert shown.due.current is not None
    assert "25th" in shown.due.current.who


def test_what_is_put_off_with_a_reason_is_gone_and_can_be_taken_up_again(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    save(desk, "task", title="Call the lawyer", due="2026-11-23", record=person(desk))
    shown = page()
    go_to(shown, "Call the lawyer")
    qtbot.keyClick(shown.due, Qt.Key.Key_Delete)
    assert shown.put_off.isVisible()
    qtbot.keyClick(shown.put_off.reason, Qt.Key.Key_Return)
    assert "why" in shown.put_off.refusal, "nothing is put off without a reason"
    shown.put_off.until.setText("yesterday or so")
    qtbot.keyClicks(shown.put_off.reason, "He is away")
    qtbot.keyClick(shown.put_off.reason, Qt.Key.Key_Return)
    assert shown.put_off.isVisible()
    assert shown.put_off.refusal
    shown.put_off.until.setText("29.11.2026")
    qtbot.keyClick(shown.put_off.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "1 put off" in said(shown) and "Call the lawyer" not in said(shown))
    assert not shown.put_off.isVisible()
    go_to(shown, "1 put off")
    qtbot.keyClick(shown.due, Qt.Key.Key_Return)
    assert "until 29 Nov 2026, Task: He is away" in said(shown)
    go_to(shown, "He is away")
    qtbot.keyClick(shown.due, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "tomorrow, Task, Serikov Almas · Call the lawyer" in said(shown))
    assert "put off" not in said(shown)


def test_escape_closes_what_is_open_under_the_list_and_gives_the_keyboard_back(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    save(desk, "task", title="Call", due="2026-11-23", record=person(desk))
    shown = page()
    go_to(shown, "Call")
    qtbot.keyClick(shown.due, Qt.Key.Key_Delete)
    qtbot.keyClick(shown.put_off.reason, Qt.Key.Key_Escape)
    assert not shown.put_off.isVisible()
    assert shown.due.hasFocus()
    assert "put off" not in said(shown)


def test_at_midnight_the_page_becomes_that_of_the_new_day(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    save(desk, "task", title="Call", due="2026-11-23", record=person(desk))
    shown = page()
    assert "tomorrow, Task" in said(shown)
    before = desk.office.clock()
    desk.office.clock = lambda: before + timedelta(days=1)
    shown.look_at_the_day()
    qtbot.waitUntil(lambda: "today, Task" in said(shown))
    assert "Monday 23 November 2026" in shown._title.text()


def test_leaving_the_page_marks_the_visit_and_looking_at_it_does_not(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    person(desk)
    day = desk.today()
    shown = page()
    settle()
    assert todays.today(desk.office, day).since.last_visit is None
    shown.keep()
    settle()
    first = todays.today(desk.office, day).since
    assert first.last_visit is not None
    assert first.by_you == 0
    person(desk, "Bolatov")
    qtbot.waitUntil(lambda: shown.force.people.text() == "0 people")
    settle()
    assert todays.today(desk.office, day).since.by_you > 0


def test_what_is_said_of_the_last_visit_stays_while_one_goes_to_and_fro(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    person(desk)
    page().keep()
    settle()
    person(desk, "Bolatov")
    shown = page()
    before = shown.since.text
    assert before != "Nothing has changed."
    shown.keep()
    shown.hide()
    save(desk, "task", title="Call", due="2026-11-23")
    shown.show()
    qtbot.waitUntil(lambda: "Call" in said(shown))
    assert shown.since.text == before


def test_a_page_out_of_sight_reads_again_only_when_it_is_seen(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    person(desk)
    shown = page()
    shown.hide()
    save(desk, "task", title="Call", due="2026-11-23")
    settle()
    assert not shown._pause.isActive()
    shown.show()
    qtbot.waitUntil(lambda: "Call" in said(shown))


def test_much_that_is_due_is_folded_so_that_the_rest_stays_in_sight(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    someone = person(desk)
    for number in range(telling.MOST_DUE + 5):
        save(desk, "task", title=f"Task {number:02}", due="2026-11-25", record=someone)
    shown = page()
    assert "Due and overdue (15)" in said(shown)
    assert "5 more until 22 Dec 2026" in said(shown)
    assert said(shown).count("in 3 days") == telling.MOST_DUE
    go_to(shown, "5 more")
    qtbot.keyClick(shown.due, Qt.Key.Key_Return)
    assert said(shown).count("in 3 days") == telling.MOST_DUE + 5
    assert shown.due.current is not None, "the keyboard stands on a line still"


def test_what_is_late_never_hides_what_is_due_today(page: Callable[[], TodayPage], desk: Desk) -> None:
    someone = person(desk)
    for number in range(30):
        save(desk, "task", title=f"Late {number:02}", due="2026-11-02", record=someone)
    for number in range(20):
        save(desk, "task", title=f"Coming {number:02}", due="2026-11-22", record=someone)
    text = said(page())
    assert text.count("days late") == telling.MOST_LATE
    assert text.count("today, Task") == telling.MOST_DUE - telling.MOST_LATE


def test_an_empty_vault_says_three_things_to_do_and_each_is_a_button(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    shown = page()
    qtbot.waitUntil(lambda: shown.steps.isVisible())
    assert shown.steps.first.hasFocus()
    words = [one.text() for one in shown.steps.findChildren(QPushButton)]
    assert words == [
        "Write down a person",
        "A whole case, as it is told",
        "Take in a file",
        "The recovery sheet",
        "Back up now",
    ]
    buttons = dict(zip(words, shown.steps.findChildren(QPushButton), strict=True))
    for button, kind in (("Write down a person", "person"), ("A whole case, as it is told", "guided")):
        with qtbot.waitSignal(shown.create_requested) as heard:
            qtbot.mouseClick(buttons[button], Qt.MouseButton.LeftButton)
        assert heard.args == [kind, {}]
    for button, action in (("The recovery sheet", "recovery"), ("Back up now", "back_up")):
        with qtbot.waitSignal(shown.action_requested) as asked:
            qtbot.mouseClick(buttons[button], Qt.MouseButton.LeftButton)
        assert asked.args == [action]
    person(desk)
    qtbot.waitUntil(lambda: shown.due.isVisible())
    assert not shown.steps.isVisible()


@pytest.mark.parametrize("good", [True, False])
def test_a_file_with_records_is_taken_in_whole_or_not_at_all(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot, tmp_path: Path, good: bool
) -> None:
    lines = [
        {"kind": "person", "id": "a", "fields": {"locality": "Atyrau"}},
        {"kind": "name", "id": "n", "fields": {"person": "a", "parts": {"family": "Serikov"}}},
        {"kind": "task" if good else "tusk", "id": "t", "fields": {"title": "Call", "due": "2026-11-23"}},
    ]
    file = tmp_path / "records.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in [{"namespace": "test"}, *lines]), encoding="utf-8")
    shown = page()
    qtbot.waitUntil(lambda: shown.steps.isVisible())
    shown._taken(file)
    if good:
        qtbot.waitUntil(lambda: "tomorrow, Task, Call" in said(shown) and shown.due.isVisible())
    else:
        with qtbot.waitSignal(desk.worker.refused) as heard:
            pass
        assert isinstance(heard.args[0], InputRefused)
        assert "tusk" in heard.args[0].refusals[0].reason
        assert shown.steps.isVisible()


def test_everything_is_reached_with_tab_in_the_order_in_which_it_is_read(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot
) -> None:
    save(
        desk, "restriction", person=person(desk), kind="bail", in_force="2026-11-01", claimed_end="2027-01-09"
    )
    shown = page()
    order = [shown.due, shown.force.people, shown.force.restrictions, shown.force.ending, shown.next]
    for before, after in zip(order, order[1:], strict=False):
        before.setFocus()
        qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus(), after.accessibleName()
    for widget in (shown.due, shown.next, shown.force.bars):
        assert widget.accessibleName()


@pytest.mark.parametrize("scale", [100, 150])
def test_nothing_is_cut_with_very_long_names(
    page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot, scale: int
) -> None:
    someone = person(desk, "Ғабдұлғазизова-Мұхаметжанқызы " * 8)
    save(desk, "task", title="Write " * 60, due="2026-11-23", record=someone)
    desk.look.theme.scale = scale
    shown = page()
    go_to(shown, "tomorrow")
    qtbot.waitUntil(lambda: screens.clipped(shown) == [])
    assert shown.width() == 1130, "the page had to grow"


def test_the_lines_are_a_sound_model_in_which_headings_are_passed_over(qtbot: QtBot, desk: Desk) -> None:
    model = LinesTableModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [heading("Due", 2), Line(what="One", kind="task", record="1"), remark("Nothing"), Line(what="Two")]
    model.show_lines(rows)
    assert model.rowCount(QModelIndex()) == 4
    enabled = [bool(model.flags(model.index(n, 0)) & Qt.ItemFlag.ItemIsEnabled) for n in range(4)]
    assert enabled == [row.shape is Shape.ROW for row in rows]
    assert model.first_row() == 1
    assert model.first_row(2) == 3
    assert model.first_row(9) == 3
    view = LinesView(desk, "Lines")
    qtbot.addWidget(view)
    view.show_lines(rows)
    view.resize(300, 200)
    view.show()
    view.setFocus()
    qtbot.waitUntil(lambda: view.current == rows[1])
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current == rows[3]


def test_a_snooze_ends_on_its_day(page: Callable[[], TodayPage], desk: Desk, qtbot: QtBot) -> None:
    save(desk, "task", title="Call", due="2026-11-23", record=person(desk))
    shown = page()
    line = go_to(shown, "Call")
    assert line.item is not None
    agenda.snooze(desk.office, line.item.key, desk.today() + timedelta(days=2), "away")
    qtbot.waitUntil(lambda: "1 put off" in said(shown))
    before = desk.office.clock()
    desk.office.clock = lambda: before + timedelta(days=2)
    shown.look_at_the_day()
    qtbot.waitUntil(lambda: "1 day late, Task" in said(shown))
