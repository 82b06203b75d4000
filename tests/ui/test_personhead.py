from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PIL import Image
from pytestqt.qtbot import QtBot

from kzcase.briefing import photo
from kzcase.services import documents, people, records
from kzcase.services.office import Changed
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.person.head import PersonHeadPanel
from kzcase.ui.person.personpage import PersonPage

DAY = date(2026, 11, 22)


def person(desk: Desk, family: str) -> str:
    one = records.new_id()
    name = Draft("name", records.new_id(), {"person": one, "parts": {"family": family}})
    records.save_all(desk.office, (Draft("person", one, {}), name))
    return one


def test_the_head_says_to_whom_a_consent_was_given(desk: Desk) -> None:
    one = person(desk, "Sampleuly")
    given = {"person": one, "scope": "case", "answer": "given", "date": "2026-11-01"}
    records.save(
        desk.office, Draft("consent", records.new_id(), {**given, "audiences": frozenset({"diplomatic"})})
    )
    assert people.head(desk.office, one, DAY).consent == "Given: Name and case (Closed diplomatic briefing)"


def test_an_end_that_is_not_known_is_said_once(desk: Desk) -> None:
    one = person(desk, "Sampleuly")
    fields = {"person": one, "kind": "administrative_supervision", "start": "2026-01-01"}
    records.save(desk.office, Draft("restriction", records.new_id(), fields))
    part = next(p for p in people.parts(desk.office, one, DAY) if p.key == "restrictions")
    assert part.rows[0].lines[1].endswith("; end not known")
    assert [line.how for line in people.head(desk.office, one, DAY).in_force] == [""]


def test_a_name_that_fits_stands_on_one_line_at_the_left(qtbot: QtBot, desk: Desk) -> None:
    panel = PersonHeadPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(1100, 120)
    panel.show_head(people.head(desk.office, person(desk, "Модельұлы Шыңғыс Қайратұлы"), DAY))
    panel.show()
    qtbot.waitExposed(panel)
    title = panel._title
    assert title.width() > title.fontMetrics().horizontalAdvance(title.text())
    assert title.x() < panel.width() // 4


def test_what_comes_next_stands_on_one_line_beside_a_long_consent(qtbot: QtBot, desk: Desk) -> None:
    panel = PersonHeadPanel(desk)
    qtbot.addWidget(panel)
    panel.resize(1100, 160)
    head = people.head(desk.office, person(desk, "Sampleuly"), DAY)
    consent = "Given: Name and case (Closed diplomatic briefing, The lawyer, UN, confidential); " * 2
    panel.show_head(replace(head, next_date="23 Nov 2026, Complaint, Model Regional Court", consent=consent))
    panel.show()
    qtbot.waitExposed(panel)
    words = panel._next
    assert words.width() > words.fontMetrics().horizontalAdvance(words.text())


def test_a_photograph_stands_in_the_head_as_its_pixels_alone(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None], tmp_path: Path
) -> None:
    one = person(desk, "Sampleuly")
    page = PersonPage(desk, one)
    qtbot.addWidget(page)
    page.show()
    settle()
    assert page.head.photo.isHidden()
    file = tmp_path / "photo.jpg"
    Image.new("RGB", (1200, 1600), (200, 120, 40)).save(file)
    document = documents.attach(desk.office, one, file)
    records.save(desk.office, Draft("person", one, {"photo": document}, records.view(desk.office, one).heads))
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    page.refresh(Changed(frozenset({"person"}), frozenset({one}), None))
    settle()
    assert page.head.photo.isVisible()
    shown = page.head.photo.pixmap()
    assert shown.height() > shown.width() > 0
    colour = shown.toImage().pixelColor(shown.width() // 2, shown.height() // 2)
    assert abs(colour.red() - 200) < 12
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_file_that_is_no_picture_is_not_shown(desk: Desk, tmp_path: Path) -> None:
    one = person(desk, "Sampleuly")
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"no picture")
    document = documents.attach(desk.office, one, file)
    records.save(desk.office, Draft("person", one, {"photo": document}, records.view(desk.office, one).heads))
    assert photo.in_window(desk.office, one) is None
    assert photo.in_window(desk.office, records.new_id()) is None


def test_other_names_without_room_beside_the_name_stand_below_it_whole(qtbot: QtBot, desk: Desk) -> None:
    panel = PersonHeadPanel(desk)
    qtbot.addWidget(panel)
    other = "KUDAIBERGENOVA-AGAIYNDY-SAMPLE-EXAMPLEOVA GULBARSHYN"
    shown = people.head(desk.office, person(desk, "Құдайбергенова-Ағайынды Гүлбаршын-Айгерім"), DAY)
    panel.show_head(replace(shown, other_names=(other,)))
    panel.resize(760, 300)
    panel.show()
    qtbot.waitExposed(panel)
    title, others = panel._title, panel._others
    qtbot.waitUntil(lambda: others.y() >= title.geometry().bottom())
    assert others.width() > 700
    assert others.height() >= others.heightForWidth(others.width())
    panel.resize(1400, 300)
    qtbot.waitUntil(lambda: others.x() >= title.geometry().right())
    assert others.width() > 260
