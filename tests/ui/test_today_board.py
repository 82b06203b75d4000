from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.records import Draft
from kzcase.ui import screens
from kzcase.ui.common.desk import Desk
from kzcase.ui.today.boardpage import BoardPage
from kzcase.ui.today.boardtablemodel import BEGAN, LEFT, MARKS, PAGE, PERSON, RESTRICTION

TODAY = date(2026, 11, 22)


def add(desk: Desk, number: int, *, kind: str = "bail", region: str = "KZ-23", days: int = 0) -> list[str]:
    """People each under one restriction that ends one day after the other's; returns the restrictions."""
    drafts: list[Draft] = []
    made = []
    for place in range(number):
        person, restriction = records.new_id(), records.new_id()
        made.append(restriction)
        end = TODAY + timedelta(days=days + place + 1)
        parts = {"family": f"Family{place:03}"}
        drafts += (
            Draft("person", person, {"region": region}),
            Draft("name", records.new_id(), {"person": person, "parts": parts, "use": "preferred"}),
            Draft(
                "restriction",
                restriction,
                {
                    "person": person,
                    "kind": kind,
                    "start": (TODAY - timedelta(days=100 + place)).isoformat(),
                    "claimed_end": end.isoformat(),
                },
            ),
        )
    records.save_all(desk.office, drafts)
    return made


@pytest.fixture
def board(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Callable[[], BoardPage]:
    def made() -> BoardPage:
        one = BoardPage(desk)
        QAbstractItemModelTester(one.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        qtbot.addWidget(one)
        one.resize(1130, 680)
        one.show()
        one.begin()
        settle()
        return one

    return made


def column(page: BoardPage, number: int) -> list[str]:
    return [row[number] for row in page.model.text()]


def test_the_board_reads_page_by_page_and_holds_each_row_once(
    board: Callable[[], BoardPage], desk: Desk, settle: Callable[[], None]
) -> None:
    add(desk, 150)
    page = board()
    assert page.model.rowCount() == PAGE
    while page.model.canFetchMore(QModelIndex()):
        page.model.fetchMore(QModelIndex())
        assert not page.model.canFetchMore(QModelIndex()), "a page on its way is not asked for twice"
        settle()
    assert column(page, LEFT) == [str(n) for n in range(1, 151)], "the soonest to end comes first"
    assert column(page, PERSON) == [f"Family{n:03}" for n in range(150)]


def test_it_is_sorted_by_its_headings(
    board: Callable[[], BoardPage], desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    add(desk, 5)
    page = board()
    header = page.table.horizontalHeader()
    header.sectionClicked.emit(BEGAN)
    settle()
    assert column(page, LEFT) == ["1", "2", "3", "4", "5"], "the newest comes first"
    assert header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    header.sectionClicked.emit(PERSON)
    settle()
    assert column(page, PERSON) == sorted(column(page, PERSON))
    header.sectionClicked.emit(RESTRICTION)
    settle()
    assert page.model.query.sort == "kind"
    assert header.sortIndicatorSection() == RESTRICTION
    with qtbot.waitSignal(page.told):
        header.sectionClicked.emit(MARKS)
    assert header.sortIndicatorSection() == RESTRICTION


def test_it_is_narrowed_by_kind_and_region_and_widened_again(
    board: Callable[[], BoardPage], desk: Desk, settle: Callable[[], None]
) -> None:
    add(desk, 3)
    add(desk, 2, kind="house_arrest", region="KZ-75", days=10)
    page = board()
    assert page.model.rowCount() == 5
    kinds = page.filters["kind"]
    kinds.setCurrentIndex(kinds.findData("house_arrest"))
    kinds.activated.emit(kinds.currentIndex())
    settle()
    assert page.model.rowCount() == 2
    regions = page.filters["region"]
    regions.setCurrentIndex(regions.findData("KZ-23"))
    regions.activated.emit(regions.currentIndex())
    settle()
    assert page.model.rowCount() == 0
    assert "Show all" in page._empty.text()
    page.show_all()
    settle()
    assert page.model.rowCount() == 5


def test_who_is_about_to_be_free_and_who_has_a_second_ban_is_said_in_words(
    board: Callable[[], BoardPage], desk: Desk
) -> None:
    first = add(desk, 1)[0]
    person = records.view(desk.office, first).fields["person"]
    page = board()
    assert "about to be free" in page.model.text()[0][-1]
    second = {
        "person": person,
        "kind": "house_arrest",
        "start": "2026-11-20",
        "claimed_end": "2027-11-20",
    }
    records.save(desk.office, Draft("restriction", records.new_id(), second))
    later = board()
    notes = {row[1]: row[-1] for row in later.model.text()}
    assert "about to be free" not in "".join(notes.values())
    assert "second ban on top" in notes["House arrest"]


def test_it_is_narrowed_to_whom_something_changes_for(
    board: Callable[[], BoardPage], desk: Desk, settle: Callable[[], None]
) -> None:
    add(desk, 45)
    page = board()
    box = page.filters["change"]
    assert [box.itemText(number) for number in range(box.count())] == [
        *("everyone", "about to be free", "second ban on top"),
    ]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    settle()
    shown = column(page, LEFT)
    assert shown
    assert all(int(left) <= 30 for left in shown)
    page.show_all()
    settle()
    assert len(column(page, LEFT)) > len(shown)


def test_what_only_may_be_in_force_says_so(board: Callable[[], BoardPage], desk: Desk) -> None:
    person = records.view(desk.office, add(desk, 1)[0]).fields["person"]
    values = {"person": person, "kind": "administrative_supervision", "term": {"years": 3}}
    records.save(desk.office, Draft("restriction", records.new_id(), {**values, "start": "2023-11"}))
    page = board()
    row = next(row for row in page.model.text() if row[1] == "Administrative supervision")
    assert row[LEFT] == "", "a month is no day that could be counted to"
    assert "may be in force" in row[-1]


def test_enter_opens_and_the_place_is_kept_when_something_changes(
    board: Callable[[], BoardPage], desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    made = add(desk, 90)
    page = board()
    page.model.fetchMore(QModelIndex())
    settle()
    page._choose(70)
    with qtbot.waitSignal(page.open_requested) as heard:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert heard.args == ["restriction", made[70]]
    assert len(page.people) == 1
    add(desk, 1, kind="house_arrest")
    qtbot.waitUntil(lambda: page.model.row_of(made[70]) == 71)
    settle()
    assert page.model.row(page.table.currentIndex().row()).id == made[70]


def test_with_nothing_in_force_it_says_what_to_do(board: Callable[[], BoardPage], qtbot: QtBot) -> None:
    page = board()
    assert "Ctrl+N" in page._empty.text()
    with qtbot.waitSignal(page.create_requested) as heard:
        page.add()
    assert heard.args == ["restriction", {}]


@pytest.mark.parametrize("scale", [100, 150])
def test_nothing_of_the_board_is_cut(
    board: Callable[[], BoardPage], desk: Desk, scale: int, qtbot: QtBot
) -> None:
    add(desk, 3)
    desk.look.theme.scale = scale
    page = board()
    qtbot.waitUntil(lambda: screens.clipped(page) == [])
    assert page.width() == 1130


def test_a_wider_window_shows_more_words_until_somebody_drags_a_column(
    board: Callable[[], BoardPage], desk: Desk
) -> None:
    add(desk, 1)
    page = board()
    narrow = page.table.columnWidth(RESTRICTION)
    page.resize(1500, 680)
    wide = page.table.columnWidth(RESTRICTION)
    assert wide > narrow
    assert page.table.horizontalHeader().length() <= page.table.viewport().width(), "nothing is pushed out"
    page.table.setColumnWidth(RESTRICTION, 77)
    page.resize(1130, 680)
    assert page.table.columnWidth(RESTRICTION) == 77


def test_the_filters_take_another_line_where_they_have_no_room(
    board: Callable[[], BoardPage], desk: Desk
) -> None:
    add(desk, 1)
    page = board()
    page.resize(620, 680)
    assert page.width() == 620
    assert page.filters["article"].geometry().top() > page.filters["kind"].geometry().top()
