from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from kzcase.services import people, records
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.person.head import PersonHeadPanel

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
