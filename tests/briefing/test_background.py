"""What a pack says around its people: systemic issues and the law it cites."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from kzcase.briefing import papers
from kzcase.briefing.content import Content
from kzcase.briefing.gather import gather
from kzcase.history.ledger import Change
from kzcase.reference import law
from kzcase.services import records
from kzcase.services.office import Office

DAY = date(2026, 11, 22)


def put(office: Office, kind: str, /, **values: Any) -> str:
    record = records.new_id()
    office.record([Change(kind, record, values)])
    return record


def agreed(office: Office, name: str, **more: Any) -> str:
    person = put(office, "person", **more)
    put(office, "name", person=person, parts={"family": name}, use="preferred", language="en")
    audiences = frozenset({"diplomatic"})
    put(
        office,
        "consent",
        person=person,
        scope="case",
        answer="given",
        audiences=audiences,
        date="2026-01-01",
    )
    return person


def pack(office: Office, people: Sequence[str], language: str = "en") -> Content:
    return gather(office, people, audience="diplomatic", language=language, as_of=DAY, template="pack")


def read(content: Content) -> str:
    out = BytesIO()
    papers.draw(content, out)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).split())


def test_what_cases_show_of_a_recommendation_stands_together_with_its_areas(office: Office) -> None:
    first, second = agreed(office, "Sampleuly"), agreed(office, "Modeluly")
    ban = put(office, "restriction", person=second, kind="activity_ban", in_force="2026-01-01")
    put(office, "benchmark_link", record=first, benchmark="R7", note="He may not write.")
    put(office, "benchmark_link", record=ban, benchmark="R7", note="She may not speak.")
    put(office, "benchmark_link", record=first, benchmark="R10")
    content = pack(office, (first, second))
    issues = content.front.issues
    assert [(one.key, one.people) for one in issues] == [("R7", 2), ("R10", 1)]
    assert [area[:2] for area in issues[0].areas] == ["D5", "D6", "D9"]
    assert {(one.who, one.what.text) for one in issues[0].instances} == {
        (("Sampleuly",), "He may not write."),
        (("Modeluly",), "She may not speak."),
    }
    said = read(content)
    assert "Systemic issues" in said
    assert "R7 No 'freedom restrictions'" in said
    assert "Modeluly: She may not speak." in said
    assert "2 people in this paper" in said


def test_an_issue_that_may_not_be_told_names_nobody(office: Office) -> None:
    person = agreed(office, "Sampleuly")
    put(office, "benchmark_link", record=person, benchmark="R7", note="Secret.", do_not_share=True)
    content = pack(office, (person,))
    assert content.front.issues == ()
    assert any(one.kind == "benchmark_link" for one in content.withheld)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_law_that_is_cited_stands_at_the_end_as_far_as_it_was_read(office: Office, language: str) -> None:
    person = agreed(office, "Sampleuly")
    case = put(office, "prosecution", person=person, kind="criminal", opened="2025-01-01")
    put(office, "charge", prosecution=case, article="cc-174", part="1", status="charged")
    content = pack(office, (person,), language)
    wordings = law.wordings("cc-174")
    assert [one.label for one in content.front.law] == [one.label(language) for one in wordings]
    newest = content.front.law[0]
    assert newest.title.text == wordings[-1].title.label(language)
    assert wordings[-1].source.split(";")[0] in newest.source
    assert any(one.mark for one in newest.provides) is (language != "en")
    assert newest.standing
    assert wordings[-1].label(language) in read(content)


def test_a_note_of_the_office_stands_beside_the_article_it_is_on(office: Office) -> None:
    person = agreed(office, "Sampleuly")
    case = put(office, "prosecution", person=person, kind="criminal", opened="2025-01-01")
    put(office, "charge", prosecution=case, article="cc-405", status="charged")
    put(
        office,
        "law_note",
        article="cc-405",
        note="Up to six years.",
        checked="2026-02-03",
        checked_by="A. B.",
    )
    put(office, "law_note", article="cc-174", note="Of another article.")
    *_, noted = pack(office, (person,)).front.law
    assert [one.text for one in noted.provides] == ["Up to six years."]
    assert noted.standing == "checked by a lawyer, 3 Feb 2026"
    said = " ".join(text for _, text in pack(office, (person,)).texts())
    assert "A. B." not in said
    assert "Of another article" not in said


def test_an_article_of_which_nothing_may_be_told_is_not_in_the_annex(office: Office) -> None:
    person = agreed(office, "Sampleuly")
    hidden = put(office, "prosecution", person=person, kind="criminal", do_not_share=True)
    put(office, "charge", prosecution=hidden, article="cc-405", status="charged")
    assert pack(office, (person,)).front.law == ()


@pytest.mark.parametrize("form", ["html", "txt"])
def test_the_twins_tell_the_same(office: Office, form: str) -> None:
    person = agreed(office, "Sampleuly")
    case = put(office, "prosecution", person=person, kind="criminal", opened="2025-01-01")
    put(office, "charge", prosecution=case, article="cc-405", status="charged")
    put(office, "benchmark_link", record=case, benchmark="R4", note="For a post he shared.")
    said = papers.drawn(pack(office, (person,)), form).data.decode()
    for words in ("Systemic issues", "For a post he shared.", "The law cited", "CC art. 405"):
        assert words in said
