"""Papers about the people of the sample: what is public of the six, and the same content each time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import event, select

from kzcase.briefing import papers
from kzcase.briefing.content import Brief, Content
from kzcase.briefing.gather import gather
from kzcase.models.fields import Audience
from kzcase.models.ledger import RecordRow
from kzcase.services.office import Office
from tests.briefing.stories import SIX, TODAY, person_called, said_in

DAY = date(2021, 7, 22)


@pytest.mark.parametrize("title", SIX)
@pytest.mark.parametrize("audience", ["diplomatic", "un", "public"])
def test_the_six_stand_on_public_sources_alone(sample: Office, title: str, audience: str) -> None:
    content = gather(sample, [person_called(sample, title)], audience=audience, as_of=DAY)
    brief = content.briefs[0]
    assert brief.limits, "a restriction was in force on that day"
    facts = (
        brief.line,
        brief.summary,
        [limit.title for limit in brief.limits],
        [line.what for line in brief.charges],
        [line.what for line in brief.events],
        [line.what for line in brief.findings],
        brief.asks,
    )
    uncited = [said for part in facts for said in said_in(tuple(part)) if not said.notes]
    assert uncited == []
    printed = {note.key: note.text for note in brief.notes}
    assert {key for said in said_in(brief) for key in said.notes} == set(printed)
    assert "Source known to the office" not in printed.values()


@pytest.mark.parametrize("title", SIX)
def test_each_restriction_of_the_six_says_its_end_and_how_it_is_known(sample: Office, title: str) -> None:
    out = BytesIO()
    person = person_called(sample, title)
    content = gather(sample, [person], audience="diplomatic", as_of=DAY)
    made = papers.make(sample, [person], out, audience="diplomatic", as_of=DAY)
    read = "".join("".join(page.extract_text() for page in PdfReader(out).pages).split())
    assert made.pages == 1
    for limit in content.briefs[0].limits:
        assert "".join(limit.title.text.split()) in read
        assert "".join(limit.until.text.split()) in read
        assert limit.how, limit.title.text
        assert all("".join(how.text.split()) in read for how in limit.how)


def test_kharkovas_two_ends_are_both_said_with_their_difference(sample: Office) -> None:
    content = gather(sample, [person_called(sample, "Kharkova Larisa")], audience="diplomatic", as_of=DAY)
    limit = content.briefs[0].limits[0]
    assert limit.until.text == "until 9 Nov 2021, stated"
    how = " ".join(said.text for said in limit.how)
    assert "5 Oct 2021" in how
    assert "35 days later" in how
    assert "rule not checked by a lawyer" in how


def test_bokayevs_ban_is_counted_from_release(sample: Office) -> None:
    content = gather(sample, [person_called(sample, "Bokayev Max")], audience="diplomatic", as_of=DAY)
    ban = next(one for one in content.briefs[0].limits if one.title.text.startswith("Ban"))
    assert ban.until.text == "until 4 Feb 2024, computed"
    assert "release" in ban.how[-1].text


def test_sources_that_disagree_stand_side_by_side(sample: Office) -> None:
    content = gather(sample, [person_called(sample, "Kharkova Larisa")], audience="diplomatic", as_of=DAY)
    appeal = next(one for one in content.briefs[0].disputed if "ppeal" in one.what)
    assert {said.text for said in appeal.values} == {"28 Sep 2017", "29 Sep 2017"}
    assert len({said.notes for said in appeal.values}) == 2


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_everybody_of_the_sample_can_be_printed_for_the_office_in_each_language(
    sample: Office, language: str
) -> None:
    with sample.read() as session:
        people = session.scalars(select(RecordRow.id).where(RecordRow.kind == "person")).all()
    made = papers.make(sample, people, BytesIO(), audience="internal", language=language, as_of=TODAY)
    assert made.withheld == ()
    assert set(made.people) == set(people)


@contextmanager
def counted(office: Office) -> Iterator[Callable[[], int]]:
    number = itertools.count()

    def count(*_: object) -> None:
        next(number)

    event.listen(office.vault.reader, "before_cursor_execute", count)
    try:
        yield lambda: next(number)
    finally:
        event.remove(office.vault.reader, "before_cursor_execute", count)


def test_more_people_take_no_more_statements(sample: Office) -> None:
    people = [person_called(sample, title) for title in SIX]
    numbers = []
    for several in (people[:2], people):
        with counted(sample) as so_far:
            gather(sample, several, audience=Audience.DIPLOMATIC, as_of=DAY)
            numbers.append(so_far())
    assert numbers[1] <= numbers[0] * 1.5


def test_the_plain_form_has_the_promised_keys(sample: Office) -> None:
    made = papers.make(sample, [person_called(sample, SIX[0])], BytesIO(), audience="diplomatic", as_of=DAY)
    plain = made.plain()
    assert {"pages", "sha256", "audience", "people", "withheld", "warnings"} <= set(plain)
    assert isinstance(content_of(sample).briefs[0], Brief)


def content_of(office: Office) -> Content:
    return gather(office, [person_called(office, SIX[0])], audience="diplomatic", as_of=DAY)


def test_gathering_twice_gives_the_same_content(sample: Office) -> None:
    assert content_of(sample) == content_of(sample)


def test_timelines_of_several_people_have_one_scale_and_name_each(sample: Office, tmp_path: Path) -> None:
    out = tmp_path / "timelines.pdf"
    people = [person_called(sample, title) for title in ("Kharkova Larisa", "Bokayev Max")]
    made = papers.make(
        sample, people, out, audience="diplomatic", as_of=date(2021, 7, 22), template="timeline"
    )
    assert made.pages == 1
    text = PdfReader(out).pages[0].extract_text()
    assert "Larisa Kharkova" in text
    assert "Max Bokayev" in text
    assert text.count("2018") == text.count("2020") == 2, "both pictures show the same years"
    assert "only possible" in text
