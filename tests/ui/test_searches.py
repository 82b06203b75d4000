from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.services import attachedtext, documents, lists, records, savedsearches
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.link import find
from kzcase.ui.common.lists.listpage import ListPage
from kzcase.ui.common.lists.understood import Understood
from kzcase.ui.documents.documentpage import DocumentPage
from kzcase.ui.palette.palette import Palette
from kzcase.ui.savedbar import SavedBar
from tests.search.test_extract import pdf

TypeIn = Callable[[QWidget, str], None]


def person(office: Office, family: str, status: str) -> str:
    one = records.new_id()
    parts = {"family": family, "given": "Almas"}
    records.save_all(
        office,
        [
            Draft("person", one, {"liberty": {"status": status}, "region": "KZ-61"}),
            Draft("name", records.new_id(), {"person": one, "parts": parts, "use": "preferred"}),
        ],
    )
    return one


@pytest.fixture
def held(desk: Desk) -> str:
    person(desk.office, "Freeman", "at_liberty")
    return person(desk.office, "Heldman", "detained")


def chips(shown: Understood) -> dict[str, QPushButton]:
    return {made.text(): made for made in shown.findChildren(QPushButton) if not made.isHidden()}


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, held: str, settle: Callable[[], None]) -> ListPage:
    made = ListPage(desk, "person")
    qtbot.addWidget(made)
    made.show()
    settle()
    return made


def shown(page: ListPage) -> list[str]:
    return [row[0] for row in page.model.text()]


def filtered(page: ListPage, text: str, qtbot: QtBot, settle: Callable[[], None]) -> None:
    page.filter.setText(text)
    qtbot.waitUntil(lambda: page.model.query.filter == text.strip())
    settle()


def test_the_filter_of_a_list_understands_states_and_says_so(
    page: ListPage, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    filtered(page, "detained", qtbot, settle)
    assert shown(page) == ["Heldman Almas"]
    assert page.asking.understood.words == "detained"
    filtered(page, "at liberty Turkistan", qtbot, settle)
    assert shown(page) == ["Freeman Almas"]
    assert page.asking.understood.words == "At liberty · Turkistan Region"


def test_a_wrong_guess_is_taken_back_with_its_chip(
    page: ListPage, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    filtered(page, "detained", qtbot, settle)
    chips(page.asking.understood)["detained  ×"].click()
    qtbot.waitUntil(lambda: page.model.query.filter == '"detained"')
    settle()
    assert shown(page) == []
    assert not chips(page.asking.understood)
    assert page.filter.hasFocus() or page.filter.text() == '"detained"'


def test_what_may_be_meant_is_offered_while_one_types(
    page: ListPage, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    filtered(page, "detai", qtbot, settle)
    chips(page.asking.understood)["+ detained"].click()
    qtbot.waitUntil(lambda: page.model.query.filter == "detained")
    settle()
    assert shown(page) == ["Heldman Almas"]


def test_what_a_list_shows_is_kept_in_the_side_bar_and_opened_from_there(
    page: ListPage, desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    bar = SavedBar(desk)
    qtbot.addWidget(bar)
    settle()
    assert bar.isHidden()
    assert page.asking.keep.isHidden(), "nothing is asked: there is nothing to keep"
    page.quick.buttons["held"].click()
    assert not page.asking.keep.isHidden()
    page.asking.keep.click()
    assert not page.asking.keeping.isHidden()
    assert page.asking.keeping.line.text() == page.quick.words
    page.asking.keeping.line.setText("Held now")
    with qtbot.assertNotEmitted(page.open_requested):
        qtbot.keyClick(page.asking.keeping.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(bar.searches) == 1 and bool(bar.numbers))
    (one,) = bar.searches
    assert (one.name, bar.numbers[one.id].words) == ("Held now", "1")
    assert not bar.isHidden()
    with qtbot.waitSignal(bar.opened) as heard:
        bar.line(one.id).button.click()
    opened = ListPage(desk, heard.args[0], text=heard.args[1])
    qtbot.addWidget(opened)
    settle()
    assert shown(opened) == ["Heldman Almas"]
    assert opened.filter.text() == heard.args[1]
    person(desk.office, "Newman", "remand")
    qtbot.waitUntil(lambda: bar.numbers[one.id].words == "2", timeout=10_000)
    settle()


def test_a_kept_search_is_renamed_and_removed_with_the_keyboard(
    desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    one = savedsearches.save(desk.office, "Held", "people detained")
    bar = SavedBar(desk)
    qtbot.addWidget(bar)
    qtbot.waitUntil(lambda: bool(bar.searches))
    line = bar.line(one)
    line.begin_rename()
    line.name.setText("Behind bars")
    qtbot.keyClick(line.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [search.name for search in bar.searches] == ["Behind bars"])
    bar.line(one).begin_rename()
    qtbot.keyClick(bar.line(one).name, Qt.Key.Key_Escape)
    assert not bar.line(one).renaming
    bar.line(one).removed.emit(one)
    qtbot.waitUntil(lambda: not bar.searches)
    assert bar.isHidden()
    settle()


def test_nothing_to_keep_is_said(page: ListPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.told):
        page.asking.keep_search()
    assert page.asking.keeping.isHidden()


def test_the_palette_says_what_it_understood(
    qtbot: QtBot, desk: Desk, held: str, settle: Callable[[], None]
) -> None:
    over = QWidget()
    over.resize(900, 700)
    qtbot.addWidget(over)
    palette = Palette(desk, {}, over)
    over.show()
    palette.open_with((), ())
    palette.line.setText("people detained")
    qtbot.waitUntil(lambda: bool(palette.model.entries))
    settle()
    assert [entry.record for entry in palette.model.entries if entry.record] == [held]
    assert set(chips(palette.understood)) == {"People  ×", "detained  ×"}
    palette.close_up()


def test_what_the_palette_understood_is_kept_from_there_and_a_mere_name_is_not_offered(
    qtbot: QtBot, desk: Desk, held: str, settle: Callable[[], None]
) -> None:
    over = QWidget()
    over.resize(900, 700)
    qtbot.addWidget(over)
    palette = Palette(desk, {}, over)
    over.show()
    palette.open_with((), ())

    def offered() -> list[str]:
        return [entry.words for entry in palette.model.entries if entry.choice is not None]

    palette.line.setText("Heldman")
    qtbot.waitUntil(lambda: palette.answered == "Heldman")
    settle()
    assert offered() == []
    palette.line.setText("people detained")
    qtbot.waitUntil(lambda: bool(offered()))
    assert offered() == ["Keep “people detained” in the side bar"]
    (wish,) = (entry.choice for entry in palette.model.entries if entry.choice is not None)
    for _ in range(2):
        wish.run()
        settle()
        (one,) = savedsearches.listed(desk.office)
        assert (one.name, one.query) == ("people detained", "people detained")
    palette.close_up()


def test_a_name_that_another_search_bears_is_taken_only_when_keep_is_pressed_again(
    page: ListPage, desk: Desk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    savedsearches.save(desk.office, "Held", "people at liberty")
    filtered(page, "detained", qtbot, settle)
    page.asking.keep_search()
    settle()
    keeping = page.asking.keeping
    keeping.line.setText("HELD")
    keeping.button.click()
    assert not keeping.warning.isHidden()
    assert "people at liberty" in keeping.warning.text()
    settle()
    assert [one.query for one in savedsearches.listed(desk.office)] == ["people at liberty"]
    keeping.line.setText("Held!")
    assert keeping.warning.isHidden()
    keeping.line.setText("HELD")
    keeping.button.click()
    keeping.button.click()
    settle()
    assert [(one.name, one.kind, one.filter) for one in savedsearches.listed(desk.office)] == [
        ("HELD", "person", "detained")
    ]


def test_words_of_an_attached_file_are_found_after_a_while(
    qtbot: QtBot, desk: Desk, held: str, tmp_path: Path, settle: Callable[[], None]
) -> None:
    path = tmp_path / "verdict.txt"
    path.write_text("The verdict of the Auezov court")
    document = documents.attach(desk.office, held, path)
    desk.read_attached()

    def found() -> list[str]:
        query = lists.ListQuery("document", filter="auezov", columns=("title",))
        return [row.id for row in lists.page(desk.office, query).rows]

    qtbot.waitUntil(lambda: found() == [document], timeout=20_000)
    settle()


def test_a_word_of_a_file_found_in_the_palette_opens_its_page_and_the_page_says_what_can_be_searched(
    qtbot: QtBot, desk: Desk, held: str, tmp_path: Path, settle: Callable[[], None]
) -> None:
    path = tmp_path / "verdict.pdf"
    path.write_bytes(pdf(["First", "The verdict of the Auezov court"]))
    document = documents.attach(desk.office, held, path)
    attachedtext.catch_up(desk.office)
    over = QWidget()
    over.resize(900, 700)
    qtbot.addWidget(over)
    palette = Palette(desk, {}, over)
    over.show()
    palette.open_with((), ())
    palette.line.setText("auezov")
    qtbot.waitUntil(lambda: any(entry.page for entry in palette.model.entries))
    with qtbot.waitSignal(palette.page_chosen) as heard:
        palette.take()
    assert heard.args == [document, 2]
    page = DocumentPage(desk, document, 2)
    qtbot.addWidget(page)
    settle()
    assert "Its words can be searched" in page._facts.text()


def test_people_for_a_paper_can_be_chosen_by_a_state(desk: Desk, held: str) -> None:
    offers = find(desk.office, ("person",), "detained", "en", narrowed=True)
    assert [one.key for one in offers] == [held]
    assert not find(desk.office, ("person",), "detained", "en")


def test_two_people_whom_nothing_makes_alike_are_joined_in_their_list(
    page: ListPage, desk: Desk, settle: Callable[[], None], held: str
) -> None:
    told: list[str] = []
    page.told.connect(told.append)
    join = next(one for one in page.offers() if one.words == "The two chosen are one person")
    page.table.selectRow(0)
    join.run()
    assert told == ["Choose two people first: click one, and the other with Ctrl held."]
    upper = page.selected
    page.table.selectAll()
    join.run()
    settle()
    assert told[-1].startswith("Joined")
    assert shown(page) == [records.view(desk.office, upper).title]
