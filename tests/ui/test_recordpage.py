from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kzcase.services import drafts, records
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.forms.gather import draft_key
from kzcase.ui.records.draftspage import DraftsPage
from kzcase.ui.records.recordpage import RecordPage


def person_of(desk: Desk, family: str) -> str:
    person = records.new_id()
    name = Draft(
        "name", records.new_id(), {"person": person, "parts": {"family": family}, "use": "preferred"}
    )
    records.save_all(desk.office, (Draft("person", person, {}), name))
    return person


def test_a_record_says_of_whom_it_is_and_leads_there(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    person, prosecution, hearing = person_of(desk, "Sampleuly"), records.new_id(), records.new_id()
    records.save_all(
        desk.office,
        (
            Draft("prosecution", prosecution, {"person": person, "kind": "criminal", "number": "7"}),
            Draft("hearing", hearing, {"prosecution": prosecution, "kind": "trial", "date": "2026-12-12"}),
        ),
    )
    made = RecordPage(desk, "hearing", hearing)
    qtbot.addWidget(made)
    settle()
    qtbot.waitUntil(lambda: made.owners.words == ("Sampleuly", "Criminal · 7"))
    first = made.owners.findChildren(QPushButton)[0]
    with qtbot.waitSignal(made.open_requested) as heard:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert heard.args == ["person", person]
    settle()


def test_a_new_consent_says_for_whom(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    person = person_of(desk, "Exampleova & Co <b>")
    made = RecordPage(desk, "consent", None, {"person": person})
    qtbot.addWidget(made)
    settle()
    qtbot.waitUntil(lambda: made.owners.words == ("Exampleova && Co <b>",))


def test_a_record_that_stands_for_itself_names_nobody(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    person = person_of(desk, "Sampleuly")
    made = RecordPage(desk, "event", None, {"persons": frozenset({person})})
    qtbot.addWidget(made)
    settle()
    assert made.owners.words == ()


def test_a_draft_is_listed_by_whom_it_is_about_and_what_it_is(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    person = person_of(desk, "Sampleuly")
    ban = records.new_id()
    typed = {"person": person, "kind": "internet_ban"}
    drafts.keep(desk.office, draft_key("restriction", ban, ban), "restriction", ban, b"", typed)
    page = DraftsPage(desk)
    qtbot.addWidget(page)
    settle()
    qtbot.waitUntil(lambda: bool(page.rows()))
    [line] = page.rows()
    assert "New: restriction" in line
    assert "Sampleuly" in line
    assert "Ban on using the internet" in line
