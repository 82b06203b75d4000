"""The political dates that the office keeps stand in the timelines of papers as they do on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

import pypdf
import pytest

from kzcase.briefing import papers
from kzcase.briefing.content import Content
from kzcase.briefing.gather import gather
from kzcase.history.ledger import Change
from kzcase.services import timelines
from kzcase.services.office import Office

DAY = date(2026, 11, 22)


@pytest.fixture
def office(new_office: Callable[[], Office]) -> Office:
    return new_office()


def save(office: Office, record_kind: str, /, **fields: object) -> str:
    record = str(uuid4())
    office.record([Change(record_kind, record, fields)])
    return record


@pytest.fixture
def person(office: Office) -> str:
    made = save(office, "person")
    save(office, "name", person=made, parts={"given": "Azat", "family": "Sample"}, use="preferred")
    save(
        office,
        "consent",
        person=made,
        scope="case",
        answer="given",
        audiences=frozenset({"diplomatic"}),
        date="2026-01-01",
    )
    save(office, "detention", person=made, kind="arrest", start="2019-03-01", end="2019-04-01")
    save(office, "event", persons=frozenset({made}), title="A search", kind="search", date="2021-02-03")
    return made


def political(office: Office, title: str, day: str, **more: object) -> str:
    return save(office, "event", title=title, kind="political", date=day, **more)


def paper(office: Office, person: str, template: str, **more: object) -> Content:
    return gather(office, [person], audience="diplomatic", template=template, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("template", ["timeline", "brief", "pack"])
def test_the_same_days_are_on_paper_and_on_screen(office: Office, person: str, template: str) -> None:
    political(office, "Election", "2019-06-09")
    political(office, "Decree on human rights", "2021-06")
    on_screen = timelines.story(office, [person], DAY).landmarks
    assert len(on_screen) == 2
    assert set(paper(office, person, template).landmarks) == set(on_screen)


def test_they_are_printed_above_the_lanes_and_told_in_the_twin(
    office: Office, person: str, tmp_path: Path
) -> None:
    political(office, "Election", "2019-06-09")
    content = paper(office, person, "timeline")
    papers.draw(content, tmp_path / "t.pdf")
    assert "Election" in "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "t.pdf").pages)
    assert "Election" in papers.drawn(content, "txt").data.decode()


def test_what_may_not_be_shared_is_left_out_and_listed(office: Office, person: str) -> None:
    kept = political(office, "Kept back", "2019-06-09", do_not_share=True)
    content = paper(office, person, "timeline")
    assert content.landmarks == ()
    assert [(one.id, one.reason) for one in content.withheld if one.id == kept] == [
        (kept, "Marked “do not share”.")
    ]


def test_one_that_names_somebody_without_consent_is_not_told(office: Office, person: str) -> None:
    other = save(office, "person")
    save(office, "name", person=other, parts={"given": "Berik", "family": "Hidden"}, use="preferred")
    named = political(office, "Amnesty", "2021-12-01", persons=frozenset({other}))
    content = paper(office, person, "timeline")
    assert content.landmarks == ()
    assert named in {one.id for one in content.withheld}


def test_one_left_out_by_choice_stays_out(office: Office, person: str) -> None:
    left = political(office, "Election", "2019-06-09")
    assert paper(office, person, "timeline", without=(left,)).landmarks == ()


def test_a_paper_for_a_day_in_the_past_knows_nothing_later_but_todays_knows_what_is_to_come(
    office: Office, person: str
) -> None:
    political(office, "Election", "2019-06-09")
    political(office, "Next election", "2029-01-01")
    then = paper(office, person, "timeline", as_of=date(2021, 1, 1))
    assert [one.label for one in then.landmarks] == ["Election"]
    assert [one.label for one in paper(office, person, "timeline").landmarks] == ["Election", "Next election"]
