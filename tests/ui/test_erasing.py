"""Erasing for good from the window: read, ticked, done, and no page of it left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kzcase.errors import NotFound
from kzcase.services import drafts, records, searching
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.records.erasingpage import ErasingPage
from kzcase.ui.window import MainWindow
from kzcase.ui.workspace import Workspace

Settle = Callable[[], None]


@pytest.fixture
def office(open_office: Callable[[], Office]) -> Office:
    return open_office()


@pytest.fixture
def person(office: Office) -> str:
    person = records.new_id()
    name = {"person": person, "parts": {"family": "Sampleuly", "given": "Test"}, "use": "preferred"}
    told = {"title": "Sampleuly was seen there"}
    records.save_all(
        office,
        (
            Draft("person", person, {"occupation": "teacher", "health": "needs medicine"}),
            Draft("name", records.new_id(), name),
            Draft("event", records.new_id(), told),
        ),
    )
    return person


@pytest.fixture
def workspace(window: MainWindow, office: Office, person: str, qtbot: QtBot) -> Workspace:
    window.resize(1280, 720)
    window.work_in(office)
    assert window.workspace is not None
    window.workspace.open_record("person", person)
    return window.workspace


def rest(qtbot: QtBot, workspace: Workspace) -> None:
    qtbot.waitUntil(lambda: not workspace.desk.worker.busy, timeout=20_000)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not workspace.desk.worker.busy, timeout=20_000)


def opened(qtbot: QtBot, workspace: Workspace) -> ErasingPage:
    page = workspace.page
    assert isinstance(page, PersonPage)
    rest(qtbot, workspace)
    page.tabs.setCurrentWidget(page.sheet)
    button = next(one for one in page.sheet.findChildren(QPushButton) if one.text().startswith("Erase for"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    rest(qtbot, workspace)
    assert isinstance(workspace.page, ErasingPage)
    return workspace.page


def test_a_person_is_erased_once_it_was_read_and_ticked_and_no_page_of_theirs_stays(
    qtbot: QtBot, workspace: Workspace, office: Office, person: str
) -> None:
    refused: list[object] = []
    workspace.desk.worker.refused.connect(refused.append)
    told: list[str] = []
    workspace.told.connect(told.append)
    page = opened(qtbot, workspace)
    assert "People: 1" in page.effect.said
    assert "Names: 1" in page.effect.said
    assert [place.title for place in page.effect.places.rows] != []
    assert not page.erase.isEnabled(), "nothing is erased unread"
    page.effect.sure.setChecked(True)
    qtbot.mouseClick(page.erase, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: workspace.page is not page, timeout=20_000)
    rest(qtbot, workspace)
    assert not isinstance(workspace.page, PersonPage | ErasingPage)
    assert told[-1].startswith("Erased, records: 2. The name still stands in other records: 1.")
    assert refused == []
    with pytest.raises(NotFound):
        records.view(office, person)
    found = searching.find(office, "Sampleuly")
    assert [hit.kind for hit in found] == ["event"]


def test_one_sort_of_details_is_erased_alone_and_the_page_stays(
    qtbot: QtBot, workspace: Workspace, office: Office, person: str
) -> None:
    page = opened(qtbot, workspace)
    words = [page.what.itemText(number) for number in range(page.what.count())]
    assert words[0] == "All of it, with all that belongs to it"
    page.what.setCurrentIndex(words.index("health details"))
    rest(qtbot, workspace)
    page.effect.sure.setChecked(True)
    qtbot.mouseClick(page.erase, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: workspace.page is not page, timeout=20_000)
    rest(qtbot, workspace)
    assert isinstance(workspace.page, PersonPage)
    fields = records.view(office, person).fields
    assert "health" not in fields
    assert fields["occupation"] == "teacher"


def test_what_else_is_chosen_must_be_read_and_ticked_anew(
    qtbot: QtBot, workspace: Workspace, office: Office, person: str
) -> None:
    page = opened(qtbot, workspace)
    page.effect.sure.setChecked(True)
    assert page.erase.isEnabled()
    page.what.setCurrentIndex(1)
    assert not page.erase.isEnabled()
    rest(qtbot, workspace)
    assert not page.effect.sure.isChecked()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    rest(qtbot, workspace)
    assert isinstance(workspace.page, PersonPage)
    assert records.view(office, person).status == "here"


def test_what_was_typed_and_not_saved_goes_with_whom_it_is_about(
    qtbot: QtBot, workspace: Workspace, office: Office, person: str
) -> None:
    page = workspace.page
    assert isinstance(page, PersonPage)
    rest(qtbot, workspace)
    page.sheet.form.editors["locality"].line.setText("hidden in Sampletown")
    assert page.unsaved
    erasing = opened(qtbot, workspace)
    assert [one.record for one in drafts.kept(office)] == [person], "left for the moment: it is kept"
    erasing.effect.sure.setChecked(True)
    qtbot.mouseClick(erasing.erase, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: workspace.page is not erasing, timeout=20_000)
    rest(qtbot, workspace)
    assert drafts.kept(office) == ()


def test_with_the_largest_letters_all_that_would_go_can_be_read(
    qtbot: QtBot, workspace: Workspace, window: MainWindow
) -> None:
    window.show()
    window.look.settings.text_scale = 200
    window.take_up_look()
    rest(qtbot, workspace)
    page = opened(qtbot, workspace)
    qtbot.waitUntil(lambda: page.effect.isVisible() and page.effect.places.rows != ())
    for words in page.effect.findChildren(QLabel):
        if words.isVisible():
            assert words.height() >= words.heightForWidth(words.width())
    window.notice.tell("What was just done.")
    shown, side = window.notice.geometry(), workspace.side.width()
    assert abs(shown.center().x() - (side + window.width()) // 2) <= 1, "over the middle of the page"
