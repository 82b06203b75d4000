from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.declarations import kinds
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.lists.listpage import ListPage
from kzcase.ui.common.lists.recordtablemodel import PAGE, RecordTableModel


def add_people(office: Office, count: int) -> list[str]:
    drafts: list[Draft] = []
    people = []
    for number in range(count):
        person = records.new_id()
        people.append(person)
        drafts.append(
            Draft("person", person, {"locality": f"Aul {number:03}", "born": f"{1950 + number % 50}"})
        )
        parts = {"family": f"Family{number:03}", "given": "Almas"}
        drafts.append(Draft("name", records.new_id(), {"person": person, "parts": parts, "use": "preferred"}))
    records.save_all(office, drafts)
    return people


@pytest.fixture
def model(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> RecordTableModel:
    add_people(desk.office, 150)
    model = RecordTableModel(desk, "person")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_query(columns=("title", "born", "locality"))
    settle()
    return model


def first_column(model: RecordTableModel) -> list[str]:
    return [row[0] for row in model.text()]


def test_a_list_reads_one_page_and_the_next_when_it_is_wanted(
    model: RecordTableModel, settle: Callable[[], None]
) -> None:
    assert len(model.text()) == PAGE
    while model.canFetchMore(QModelIndex()):
        before = model.rowCount()
        model.fetchMore(QModelIndex())
        assert not model.canFetchMore(QModelIndex()), "a page on its way is not asked for twice"
        settle()
        assert model.rowCount() - before <= PAGE
    assert first_column(model) == [f"Family{number:03} Almas" for number in range(150)]


def test_every_sort_and_both_directions_hold_each_row_once(
    model: RecordTableModel, settle: Callable[[], None]
) -> None:
    for column in range(model.columnCount()):
        for order in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
            model.sort(column, order)
            settle()
            while model.canFetchMore(QModelIndex()):
                model.fetchMore(QModelIndex())
                settle()
            assert sorted(first_column(model)) == [f"Family{number:03} Almas" for number in range(150)]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    settle()
    assert first_column(model)[0] == "Family149 Almas"


def test_a_row_is_drawn_as_plain_text(model: RecordTableModel) -> None:
    assert model.text()[3] == ("Family003 Almas", "1953", "Aul 003")
    index = model.index(3, 0)
    assert model.data(index) == "Family003 Almas"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"


def test_a_tool_tip_shows_markup_as_letters(model: RecordTableModel, settle: Callable[[], None]) -> None:
    person = model.record(0)
    records.save(
        model._desk.office, Draft("person", person, {"locality": "<img src=x>"}, heads=heads(model, person))
    )
    model.reload()
    settle()
    tip = model.data(model.index(0, 2), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert "&lt;img" in tip


def heads(model: RecordTableModel, record: str) -> bytes:
    return records.view(model._desk.office, record).heads


def page(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> ListPage:
    made = ListPage(desk, "person")
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    settle()
    return made


def test_typing_filters_and_enter_opens_the_first(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    people = add_people(desk.office, 30)
    made = page(qtbot, desk, settle)
    qtbot.keyClicks(made.filter, "family017")
    qtbot.waitUntil(lambda: made.model.rowCount() == 1)
    with qtbot.waitSignal(made.open_requested) as heard:
        qtbot.keyClick(made.filter, Qt.Key.Key_Return)
    assert heard.args == ["person", people[17]]
    settle()


def test_letters_typed_in_the_table_go_to_the_filter(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    add_people(desk.office, 3)
    made = page(qtbot, desk, settle)
    qtbot.keyClick(made.filter, Qt.Key.Key_Down)
    qtbot.keyClicks(made.table, "f")
    assert made.filter.text() == "f"
    qtbot.waitUntil(lambda: made.model.query.filter == "f")
    settle()


def test_escape_empties_the_filter_and_then_goes_back(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    made = page(qtbot, desk, settle)
    qtbot.keyClicks(made.filter, "x")
    qtbot.keyClick(made.filter, Qt.Key.Key_Escape)
    assert made.filter.text() == ""
    with qtbot.waitSignal(made.back_requested):
        qtbot.keyClick(made.filter, Qt.Key.Key_Escape)
    settle()


def test_an_empty_list_says_what_to_do(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    made = page(qtbot, desk, settle)
    qtbot.waitUntil(lambda: made._empty.isVisible())
    assert "Ctrl+N" in made._empty.text()
    with qtbot.waitSignal(made.create_requested) as heard:
        qtbot.mouseClick(made._empty_new, Qt.MouseButton.LeftButton)
    assert heard.args[0] == "person"


def test_the_chosen_row_stays_chosen_when_another_record_comes_before_it(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    people = add_people(desk.office, 3)
    made = page(qtbot, desk, settle)
    made.table.selectRow(1)
    person = records.new_id()
    records.save_all(
        desk.office,
        (
            Draft("person", person, {}),
            Draft("name", records.new_id(), {"person": person, "parts": {"family": "Aaa"}}),
        ),
    )
    qtbot.waitUntil(lambda: made.model.rowCount() == 4)
    settle()
    assert made.selected == people[1]


def test_a_column_is_chosen_from_the_menu(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    add_people(desk.office, 1)
    made = page(qtbot, desk, settle)
    assert "locality" not in made.model.query.columns
    qtbot.mouseClick(made._columns, Qt.MouseButton.LeftButton)
    menu = made.findChild(QMenu)
    action = next(one for one in menu.actions() if one.text() == "Town or village")
    action.trigger()
    menu.close()
    settle()
    assert "Aul 000" in made.model.text()[0]


def test_a_field_called_status_shows_its_own_value(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    letter = Draft("letter", records.new_id(), {"subject": "Visit", "status": "sent", "direction": "out"})
    records.save(desk.office, letter)
    model = RecordTableModel(desk, "letter")
    model.show_query(columns=("title", "status", "subject"))
    settle()
    assert model.text() == [("Visit", "Sent, waiting", "Visit")]


def test_every_column_of_every_kind_has_a_key_of_its_own(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    for kind in kinds():
        model = RecordTableModel(desk, kind)
        keys = [column.key for column in model.all_columns]
        assert len(keys) == len(set(keys))
        model.show_query(columns=tuple(keys))
        settle()
        for number, column in enumerate(model.columns):
            if column.sortable:
                model.sort(number)
                settle()
                assert model.query.sort == column.sorts_by
