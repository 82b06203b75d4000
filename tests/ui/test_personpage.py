from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kzcase.services import duplicates, records, undo
from kzcase.services.office import Changed
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.person.personpage import PersonPage

Open = Callable[[str], PersonPage]


@pytest.fixture
def page_of(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Open:
    def made(person: str) -> PersonPage:
        page = PersonPage(desk, person)
        qtbot.addWidget(page)
        page.resize(1100, 800)
        page.show()
        page.begin()
        qtbot.waitUntil(lambda: bool(page.head.title))
        settle()
        return page

    return made


def person_of(desk: Desk, **fields: object) -> str:
    person = records.new_id()
    name = Draft("name", records.new_id(), {"person": person, "parts": {"family": "Sampleuly"}})
    records.save_all(desk.office, (Draft("person", person, fields), name))
    return person


def test_a_person_of_whom_nothing_is_told_yet_opens_where_the_story_begins(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    page = page_of(person_of(desk))
    story = page.part("story")
    assert page.tabs.currentWidget() is story
    first = [
        one.objectName()
        for one in story.findChildren(QPushButton)
        if one.isVisible() and "first-" in one.objectName()
    ]
    assert first == [
        "first-detention",
        "first-prosecution",
        "first-restriction",
        "first-event",
        "first-consent",
    ]
    button = next(one for one in story.findChildren(QPushButton) if one.objectName() == "first-restriction")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    part = page.part("restrictions")
    assert page.tabs.currentWidget() is part
    assert part.sheet is not None
    settle()


def test_a_person_of_whom_something_is_told_opens_on_it(desk: Desk, page_of: Open) -> None:
    person = person_of(desk)
    consent = {"person": person, "scope": "case", "audiences": frozenset({"un"}), "answer": "given"}
    records.save(desk.office, Draft("consent", records.new_id(), {**consent, "date": "2026-01-01"}))
    page = page_of(person)
    assert page.tabs.currentWidget() is page.part("consent")


def test_a_click_on_what_the_head_says_leads_to_where_it_is_written(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    page = page_of(person_of(desk, liberty={"status": "at_liberty"}))
    page.window().activateWindow()
    liberty = next(one for one in page.head.findChildren(QLabel) if one.text() == "At liberty")
    qtbot.mouseClick(liberty, Qt.MouseButton.LeftButton)
    assert page.tabs.currentWidget() is page.sheet
    place = page.sheet.form.boxes["liberty"]
    qtbot.waitUntil(lambda: place.isAncestorOf(QApplication.focusWidget() or page))
    consent = next(one for one in page.head.findChildren(QLabel) if one.text().startswith("Consent"))
    qtbot.mouseClick(consent, Qt.MouseButton.LeftButton)
    assert page.tabs.currentWidget() is page.part("consent")
    settle()


def test_a_hearing_is_added_to_the_only_prosecution_without_asking_which(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    person = person_of(desk)
    page = page_of(person)
    adder = next(
        one
        for one in page.part("prosecutions").findChildren(QPushButton)
        if one.objectName() == "add-hearing"
    )
    assert adder.isHidden(), "no hearing without a prosecution"
    prosecution = records.new_id()
    records.save(desk.office, Draft("prosecution", prosecution, {"person": person, "kind": "criminal"}))
    qtbot.waitUntil(lambda: not adder.isHidden())
    page.add_one("hearing")
    sheet = page.part("prosecutions").sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: bool(sheet.forms))
    assert sheet.form.fixed == {"prosecution": prosecution}
    settle()


def test_records_that_are_one_person_stand_side_by_side_and_are_parted_again(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    first, second = person_of(desk, born="1973"), person_of(desk, born="1974", citizenship="Kazakhstan")
    duplicates.merge(desk.office, [(first, second)])
    page = page_of(first)
    assert page.tabs.tabText(page.tabs.indexOf(page.joined)) == "One person of 2"
    line = next(one for one in page.head.findChildren(QLabel) if one.text() == "One person of 2 records")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert page.tabs.currentWidget() is page.joined
    rows = {row[0]: row[1:] for row in page.joined.model.text()}
    assert rows["≠ Born"] == ("1973", "1974")
    assert rows["Citizenship"] == ("", "Kazakhstan")
    buttons = {one.text(): one for one in page.joined.findChildren(QPushButton)}
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(buttons["Open"], Qt.MouseButton.LeftButton)
    assert asked.args == ["person", second]
    with qtbot.waitSignal(page.told):
        qtbot.mouseClick(buttons["Another person after all"], Qt.MouseButton.LeftButton)
    settle()
    assert len(duplicates.together(desk.office, first)) == 1
    page.refresh(Changed(frozenset({"person"}), frozenset({second})))
    settle()
    assert page.tabs.indexOf(page.joined) == -1
    undo.undo(desk.office)
    page.refresh(Changed(frozenset({"person"}), frozenset({second})))
    settle()
    assert page.tabs.indexOf(page.joined) >= 0


def test_somebody_who_may_be_the_same_person_is_named_and_answered_on_the_page(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    def named(family: str) -> str:
        person = records.new_id()
        name = {"person": person, "parts": {"family": family, "given": "Yerlan"}}
        wanted = Draft("person", person, {"born": "1980"}), Draft("name", records.new_id(), name)
        records.save_all(desk.office, wanted)
        return person

    first, second = named("Sampluly"), named("Samplūly")
    page = page_of(first)
    assert page.twice.shown is not None
    assert page.twice.shown.b.id == second
    [said] = [one.text() for one in page.twice.findChildren(QLabel)]
    assert said.startswith("Perhaps recorded twice: Samplūly Yerlan, 1980 (")
    buttons = {one.text(): one for one in page.twice.findChildren(QPushButton)}
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(buttons["Open"], Qt.MouseButton.LeftButton)
    assert asked.args == ["person", second]
    with qtbot.waitSignal(page.told):
        qtbot.mouseClick(buttons["One person"], Qt.MouseButton.LeftButton)
    assert duplicates.together(desk.office, second)[0].id == first
    page.refresh(Changed(frozenset({"person"}), frozenset({second})))
    settle()
    assert page.twice.shown is None
    assert page.tabs.indexOf(page.joined) >= 0
    undo.undo(desk.office)
    page.refresh(Changed(frozenset({"person"}), frozenset({second})))
    settle()
    with qtbot.waitSignal(page.told):
        qtbot.mouseClick(buttons["Two people"], Qt.MouseButton.LeftButton)
    page.refresh(Changed(frozenset({"not_same"}), frozenset({first})))
    settle()
    assert not page.twice.isVisible()
    assert duplicates.candidates(desk.office).number == 0


def test_after_a_form_in_place_the_keyboard_is_on_what_was_written_or_where_it_is_begun(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    page = page_of(person_of(desk))
    page.add_one("event")
    part = page.part("story")
    qtbot.waitUntil(lambda: part.sheet is not None and bool(part.sheet.forms))
    qtbot.keyClick(part, Qt.Key.Key_Escape)
    assert part.sheet is None
    adder = page.window().focusWidget()
    assert adder is not None
    assert adder.objectName() == "first-detention"
    saved: list[str] = []
    for title in ("Summoned", "Warned", "Fined"):
        page.add_one("event")
        qtbot.waitUntil(lambda: part.sheet is not None and bool(part.sheet.forms))
        assert part.sheet is not None
        line = part.sheet.form.editors["title"].focusProxy()
        assert line is not None
        qtbot.keyClicks(line, title)
        saved.append(part.sheet.form.record)
        part.sheet.save()
        qtbot.waitUntil(lambda: part.sheet is None)
        settle()
        assert page.window().focusWidget() is part.list
        row = part.list.currentIndex().row()
        assert title in part.rows()[row]
    assert len(set(saved)) == 3
