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
from kzcase.ui.actions import all_actions
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


def test_quick_filters_stand_in_one_line_and_in_several_where_there_is_no_room(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    page = ListPage(desk, "person")
    qtbot.addWidget(page)
    page.resize(1200, 500)
    page.show()
    settle()
    shown = [one for one in (*page.quick.buttons.values(), page.quick.tag) if one.isVisible()]
    assert len({one.y() for one in shown}) == 1
    page.asking.setFixedWidth(240)
    qtbot.waitUntil(lambda: len({one.y() for one in shown}) > 1)
    assert max(one.geometry().right() for one in shown) < 240


def test_an_empty_list_says_what_to_do(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    made = page(qtbot, desk, settle)
    qtbot.waitUntil(lambda: made._empty.isVisible())
    assert "Ctrl+N" in made._empty.text()
    with qtbot.waitSignal(made.create_requested) as heard:
        qtbot.mouseClick(made._empty_new, Qt.MouseButton.LeftButton)
    assert heard.args[0] == "person"


@pytest.mark.parametrize("kind", [kind.key for kind in kinds().values() if not kind.by_hand])
def test_what_only_the_program_writes_is_not_offered_to_be_begun(
    kind: str, qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    made = ListPage(desk, kind)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._empty.isVisible())
    with qtbot.assertNotEmitted(made.create_requested):
        made.add()
    assert not (made._new.isVisible())
    assert not (made._empty_new.isVisible())
    assert f"new:{kind}" not in {one.key for one in all_actions()}


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


def test_a_list_looks_as_it_was_left(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    add_people(desk.office, 3)
    made = page(qtbot, desk, settle)
    made.table.setColumnWidth(0, 222)
    section = [column.key for column in made.model.columns].index("born")
    made._sort(section)
    made._sort(section)
    made.keep()
    settle()
    again = page(qtbot, desk, settle)
    assert again.table.columnWidth(0) == 222
    assert (again.model.query.sort, again.model.query.descending) == ("born", True)
    assert again.table.horizontalHeader().sortIndicatorSection() == section
    again._as_at_first()
    settle()
    third = page(qtbot, desk, settle)
    assert third.table.columnWidth(0) != 222
    assert third.model.query.sort == "title"
    settle()


def test_place_and_chosen_rows_stay_far_down_when_something_changes(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    add_people(desk.office, 1_400)
    made = page(qtbot, desk, settle)
    while made.model.rowCount() < 1_300:
        made.model.fetchMore(QModelIndex())
        settle()
    made.table.verticalScrollBar().setValue(1_200 * made.table.rowHeight(0))
    made.table.selectRow(1_205)
    settle()
    top = made.model.record(made.place.top)
    chosen = made.selected
    person = records.new_id()
    name = {"person": person, "parts": {"family": "Aaa"}, "use": "preferred"}
    records.save_all(desk.office, (Draft("person", person, {}), Draft("name", records.new_id(), name)))
    settle()
    assert made.selected == chosen
    assert made.model.record(made.place.top) == top
    assert made.people == (chosen,)
    # Nobody has looked at the beginning since; whoever does sees it as it is now.
    made.table.verticalScrollBar().setValue(0)
    settle()
    qtbot.waitUntil(lambda: made.model.record(0) == person)
    settle()


def test_several_rows_are_chosen_and_their_people_go_on_paper(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    people = add_people(desk.office, 3)
    bans = [
        Draft("restriction", records.new_id(), {"person": person, "kind": "internet_ban"})
        for person in (people[0], people[0], people[2])
    ]
    records.save_all(desk.office, bans)
    made = ListPage(desk, "restriction")
    qtbot.addWidget(made)
    made.show()
    settle()
    made.table.selectAll()
    assert made.people == (people[0], people[2])
    qtbot.waitUntil(lambda: "3 chosen" in made._number.text())
    settle()


def test_a_quick_filter_holds_until_escape(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    people = add_people(desk.office, 4)
    held = Draft("person", records.new_id(), {"liberty": {"status": "remand"}})
    records.save(desk.office, held)
    made = page(qtbot, desk, settle)
    qtbot.mouseClick(made.quick.buttons["held"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.model.rowCount() == 1)
    assert made.model.record(0) == held.record
    assert not made.quick.buttons["held"].icon().isNull(), "told by a sign, not by colour alone"
    qtbot.keyClick(made.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: made.model.rowCount() == len(people) + 1)
    assert not made.quick.buttons["held"].isChecked()
    qtbot.mouseClick(made.quick.buttons["in_force"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Restriction in force" in made._empty.text())
    settle()


def test_a_state_has_an_icon_and_its_words(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    letter = {"subject": "Visit", "direction": "out", "sent": "2026-10-01", "due": "2026-11-01"}
    records.save(desk.office, Draft("letter", records.new_id(), letter))
    model = RecordTableModel(desk, "letter")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.start()
    settle()
    [cells] = model.text()
    place = cells.index("Overdue 21 days")
    assert not model.data(model.index(0, place), Qt.ItemDataRole.DecorationRole).isNull()
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
