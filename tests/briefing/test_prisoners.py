"""The list of prisoners: who stands on it, and what its cells say."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from kzcase.briefing import papers
from kzcase.briefing.content import Content
from kzcase.briefing.gather import NOT_HELD, gather
from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office

DAY = date(2026, 11, 22)


def put(office: Office, kind: str, /, **values: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, values)])
    return record


def somebody(office: Office, name: str, status: str) -> str:
    person = put(office, "person", liberty={"status": status, "since": "2026-01-05"}, occupation="Driver")
    put(office, "name", person=person, parts={"family": name, "given": "A."}, language="en", use="preferred")
    put(office, "name", person=person, parts={"family": "Сәмпл"}, language="kk", use="official")
    audiences = frozenset({"diplomatic"})
    answer = {"scope": "case", "answer": "given", "audiences": audiences, "date": "2026-01-01"}
    put(office, "consent", person=person, **answer)
    return person


def a_list(office: Office, *people: str, language: str = "en") -> Content:
    return gather(office, people, audience="diplomatic", language=language, as_of=DAY, template="prisoners")


@pytest.mark.parametrize("form", ["pdf", "html", "txt"])
def test_a_row_says_charges_judgment_place_and_both_ends(office: Office, form: str) -> None:
    person = somebody(office, "Sampleuly", "imprisoned")
    case = put(office, "prosecution", person=person, kind="criminal", opened="2025-12-01")
    put(office, "charge", prosecution=case, article="cc-174", part="1", status="charged")
    sentence = put(office, "sentence", prosecution=case, kind="conviction", date="2026-03-03")
    put(office, "penalty", sentence=sentence, kind="imprisonment", term={"years": 2})
    place = put(office, "organisation", name="Colony 7")
    term = {"years": 2}
    put(office, "detention", person=person, kind="imprisonment", start="2026-01-05", term=term, place=place)
    put(office, "ask", record=person, text="Call for his release.")
    content = a_list(office, person)
    sheet = papers.drawn(content, form)
    if form == "pdf":
        reader = PdfReader(BytesIO(sheet.data))
        page = reader.pages[0]
        assert page.mediabox.width > page.mediabox.height
        said = " ".join(page.extract_text().split())
    else:
        said = sheet.data.decode()
    for words in ("CC art. 174 part 1", "3 Mar 2026", "2 years", "Colony 7", "5 Jan 2026", "5 Jan 2028"):
        assert words in said
    for words in ("computed", "Call for his release.", "Сәмпл", "Driver", "1 person is held."):
        assert words in said


def test_who_is_not_held_has_no_row_and_the_caseworker_is_told(office: Office) -> None:
    held, free = somebody(office, "Sampleuly", "imprisoned"), somebody(office, "Modeluly", "at_liberty")
    content = a_list(office, held, free)
    assert content.people == (held,)
    assert [one.id for one in content.thin if one.what == NOT_HELD] == [free]
    assert "Modeluly" not in " ".join(text for _, text in content.texts())


def test_custody_that_is_over_is_no_custody(office: Office) -> None:
    person = somebody(office, "Sampleuly", "at_liberty")
    put(office, "detention", person=person, kind="remand", start="2026-01-05", end="2026-02-05")
    content = a_list(office, person)
    assert content.people == ()
    out = BytesIO()
    papers.draw(content, out)
    assert "Nobody who was asked for is recorded as held." in PdfReader(out).pages[0].extract_text()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_many_prisoners_keep_their_rows_whole(office: Office, language: str) -> None:
    people = [somebody(office, f"Sample{number:02d}", "imprisoned") for number in range(25)]
    content = a_list(office, *people, language=language)
    out = BytesIO()
    papers.draw(content, out)
    pages = [page.extract_text() for page in PdfReader(out).pages]
    assert len(pages) > 1
    for number in range(25):
        assert sum(f"Sample{number:02d}" in page for page in pages) == 1
