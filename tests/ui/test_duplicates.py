from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kzcase.history.ledger import Change
from kzcase.services import duplicates, records, undo
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.duplicates.duplicatespage import DuplicatesPage

Settle = Callable[[], None]


def person(office: Office, family: str, given: str, **fields: str) -> str:
    one = records.new_id()
    parts = {"family": family, "given": given}
    office.record(
        [
            Change("person", one, fields),
            Change("name", records.new_id(), {"person": one, "parts": parts}),
        ]
    )
    return one


@pytest.fixture
def twice(office: Office) -> tuple[str, str]:
    first = person(office, "Боқаев", "Макс", born="1973", occupation="activist")
    return first, person(office, "Bokayev", "Maks", born="1973", occupation="blogger")


def page(qtbot: QtBot, desk: Desk, settle: Settle) -> DuplicatesPage:
    made = DuplicatesPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    made.begin()
    settle()
    return made


def test_a_pair_stands_with_its_reasons_and_side_by_side(
    qtbot: QtBot, desk: Desk, settle: Settle, twice: tuple[str, str], qtmodeltester: ModelTester
) -> None:
    made = page(qtbot, desk, settle)
    [(_, one, other, why)] = made.model.text()
    assert {one, other} == {"Боқаев Макс · 1973 · activist", "Bokayev Maks · 1973 · blogger"}
    assert "same year of birth" in why
    rows = {row[0]: set(row[1:]) for row in made.sides.text()}
    assert rows["≠ Occupation"] == {"activist", "blogger"}
    assert rows["Born"] == {"1973"}
    assert set(made.people) == set(twice)
    qtmodeltester.check(made.model)
    qtmodeltester.check(made.sides)


def test_one_person_joins_the_pair_and_undo_brings_it_back(
    qtbot: QtBot, desk: Desk, settle: Settle, twice: tuple[str, str]
) -> None:
    made = page(qtbot, desk, settle)
    keep = made.people[0]
    with qtbot.waitSignal(made.told):
        qtbot.mouseClick(made.one_button, Qt.MouseButton.LeftButton)
    assert made.model.text() == []
    assert [one.id for one in duplicates.together(desk.office, keep)][:1] == [keep]
    assert len(duplicates.together(desk.office, keep)) == 2
    undo.undo(desk.office)
    qtbot.waitUntil(lambda: len(made.model.text()) == 1)
    settle()


def test_swapped_sides_let_the_other_one_stand_for_both(
    qtbot: QtBot, desk: Desk, settle: Settle, twice: tuple[str, str]
) -> None:
    made = page(qtbot, desk, settle)
    before = made.people
    qtbot.mouseClick(made.swap_button, Qt.MouseButton.LeftButton)
    settle()
    assert made.people == before[::-1]
    with qtbot.waitSignal(made.told):
        qtbot.mouseClick(made.one_button, Qt.MouseButton.LeftButton)
    assert duplicates.together(desk.office, before[0])[0].id == before[1]


def test_several_pairs_are_answered_at_once(
    qtbot: QtBot, desk: Desk, settle: Settle, twice: tuple[str, str]
) -> None:
    person(desk.office, "Сәрсенов", "Ерлан", born="1980")
    person(desk.office, "Sarsenov", "Yerlan", born="1980")
    made = page(qtbot, desk, settle)
    assert made.model.rowCount() == 2
    assert made._count.text() == "2 pairs"
    made.table.selectAll()
    assert made._count.text() == "2 pairs, 2 chosen"
    with qtbot.waitSignal(made.told):
        qtbot.mouseClick(made.two_button, Qt.MouseButton.LeftButton)
    assert made.model.text() == []
    assert duplicates.candidates(desk.office).pairs == ()
    assert not made.one_button.isEnabled()
    settle()


def test_three_records_of_one_person_become_one(
    qtbot: QtBot, desk: Desk, settle: Settle, twice: tuple[str, str]
) -> None:
    third = person(desk.office, "Бокаев", "Макс", born="1973")
    made = page(qtbot, desk, settle)
    assert made.model.rowCount() == 3
    made.table.selectAll()
    with qtbot.waitSignal(made.told):
        qtbot.mouseClick(made.one_button, Qt.MouseButton.LeftButton)
    settle()
    assert made.model.text() == []
    assert len(duplicates.together(desk.office, third)) == 3


def test_a_pair_put_off_stands_last(qtbot: QtBot, desk: Desk, settle: Settle, twice: tuple[str, str]) -> None:
    person(desk.office, "Сәрсенов", "Ерлан", born="1980")
    person(desk.office, "Sarsenov", "Yerlan", born="1980")
    made = page(qtbot, desk, settle)
    before = made.model.text()
    made.table.selectionModel().select(
        made.model.index(0, 0),
        QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
    )
    qtbot.mouseClick(made.later_button, Qt.MouseButton.LeftButton)
    assert made.model.text() == before[::-1]
    settle()


def test_enter_opens_a_person_and_esc_goes_back(
    qtbot: QtBot, desk: Desk, settle: Settle, twice: tuple[str, str]
) -> None:
    made = page(qtbot, desk, settle)
    with qtbot.waitSignal(made.open_requested) as asked:
        qtbot.keyClick(made.table, Qt.Key.Key_Return)
    assert asked.args == ["person", made.people[0]]
    with qtbot.waitSignal(made.back_requested):
        qtbot.keyClick(made.table, Qt.Key.Key_Escape)


def test_whoever_is_written_down_twice_meanwhile_appears(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    made = page(qtbot, desk, settle)
    assert made.model.text() == []
    assert not made.one_button.isEnabled()
    person(desk.office, "Боқаев", "Макс", born="1973")
    person(desk.office, "Bokayev", "Maks", born="1973")
    qtbot.waitUntil(lambda: len(made.model.text()) == 1)
    settle()


def test_where_nobody_is_proposed_nothing_can_be_answered(
    qtbot: QtBot, desk: Desk, settle: Settle, office: Office
) -> None:
    made = page(qtbot, desk, settle)
    assert made.offers() == ()
    assert not any(one.isVisible() for one in (made.one_button, made.two_button, made.left_button))
    person(office, "Боқаев", "Макс", born="1973")
    person(office, "Bokayev", "Maks", born="1973")
    made.reload()
    settle()
    assert made.model.rowCount() == 1
    assert made.one_button.isVisible()
    assert len(made.offers()) == 4
