"""Forms of mechanisms: what is known stands in its place, what is not is said to be open."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from kzcase.briefing import papers
from kzcase.briefing.content import Answer, Content, Dossier
from kzcase.briefing.dossiers.sanctions import OUTSIDE_UK
from kzcase.briefing.gather import NoBasis
from kzcase.briefing.summing import Cover
from kzcase.briefing.templates import FORMS
from kzcase.briefing.wishes import Wishes
from kzcase.models.person import Name
from tests.briefing.stories import File


def answer(content: Content, dossier: Dossier, question: str) -> Answer:
    """The answer to a question of the form in English."""
    found = [one for part in dossier.parts for one in part.answers if one.question == question]
    assert len(found) == 1, question
    return found[0]


def told(one: Answer) -> str:
    return " | ".join(
        [*(said.text for said in one.said), *(f"{line.when} {line.what.text}" for line in one.lines)]
    )


def of(content: Content, person: str) -> Dossier:
    return next(one for one in content.dossiers if one.person == person)


def missing(content: Content) -> set[str]:
    return {one.key.partition("@")[0] for one in content.lacking}


@pytest.fixture
def detained(file: File) -> str:
    person = file.person(citizenship="Kazakhstan", born="1984-05-05", identity_document="N 123")
    file.consent(person)
    file.put(
        "detention",
        person=person,
        kind="remand",
        start="2026-01-06",
        arrest_place="At home, Atyrau",
        warrant="no",
        reasons="Suspected of incitement",
        legislation="CC art. 174",
    )
    return person


def test_wgad_asks_in_the_order_of_the_questionnaire(file: File, detained: str) -> None:
    content = file.gather(detained, template="wgad", cover=Cover("", "", "Example Office"))
    form = of(content, detained)
    assert [part.heading[:3].strip(". ") for part in form.parts] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert told(answer(content, form, "1. Family name")) == "Сериков"
    assert told(answer(content, form, "2. First name")) == "Алмас"
    assert told(answer(content, form, "5. Nationality")) == "Kazakhstan"
    assert told(answer(content, form, "Place, as detailed as possible")) == "At home, Atyrau"
    assert "Suspected of incitement" in told(answer(content, form, "Reasons given"))
    assert told(answer(content, form, "Full name")) == "Example Office"
    assert answer(content, form, "Forces that carried it out").empty
    assert {"wgad.arrest_forces", "wgad.arbitrary", "wgad.address"} <= missing(content)
    assert not {"wgad.reasons", "wgad.nationality"} & missing(content)


def test_what_is_recorded_but_withheld_is_told_apart_from_what_nobody_knows(file: File) -> None:
    person = file.person(address="1 Hidden Street")
    file.consent(person)
    content = file.gather(person, template="wgad")
    lacking = {one.key: one for one in content.lacking}
    assert lacking["wgad.address"].withheld
    assert "withheld" in lacking["wgad.address"].words
    assert not lacking["wgad.nationality"].withheld
    assert "Hidden" not in papers.drawn(content, "txt").data.decode()


def test_no_detention_is_told_to_the_caseworker(file: File) -> None:
    person = file.person()
    file.consent(person)
    file.restriction(person)
    content = file.gather(person, template="wgad")
    assert any("No detention is recorded" in one for one in content.warnings)
    assert any("compare them" in one for one in content.warnings)


def test_an_answer_typed_for_one_person_is_not_told_of_another(file: File) -> None:
    first, second = file.person(), file.person("Ахметова", "Айгүл")
    file.consent(first)
    file.consent(second)
    keys = {one.key for one in file.gather(first, second, template="wgad").lacking}
    assert f"wgad.arbitrary@{first}" in keys
    wishes = Wishes(
        answers={f"wgad.arbitrary@{first}": "No legal basis (category I)", "wgad.arbitrary": "both"}
    )
    content = file.gather(first, second, template="wgad", wishes=wishes)
    assert told(answer(content, of(content, first), "Reasons")) == "No legal basis (category I)"
    assert answer(content, of(content, second), "Reasons").empty
    alone = file.gather(first, template="wgad", wishes=wishes)
    assert told(answer(alone, of(alone, first), "Reasons")) == "both"


def test_un_sp_says_yes_to_consent_only_where_it_is_recorded(file: File) -> None:
    person, doubtful = file.person(), file.person("Ахметова", "Айгүл")
    file.consent(person, audiences=frozenset({"un", "un_public"}))
    file.consent(doubtful, audiences=frozenset({"un", "un_public"}))
    file.consent(doubtful, audiences=frozenset({"un_public"}), answer="refused", date="2025-01-01")
    content = file.gather(person, doubtful, audience="un", template="un-sp")
    public = "The person agrees to be named in public reports of the UN"
    assert told(answer(content, of(content, person), public)) == "Yes"
    assert answer(content, of(content, doubtful), public).empty
    assert "un-sp.mandates" in missing(content)


def test_un_sp_tells_events_custody_and_sentences_in_order(file: File, detained: str) -> None:
    file.put("event", persons=frozenset({detained}), kind="threat", title="Threatened", date="2025-03-03")
    file.put("event", persons=frozenset({detained}), kind="search", title="Searched", date="2026-02-02")
    file.put(
        "event",
        persons=frozenset({detained}),
        kind="dismissal",
        title="Dismissed for a letter to the UN",
        date="2026-03-03",
        violations=frozenset({"reprisal"}),
    )
    content = file.gather(detained, template="un-sp")
    form = of(content, detained)
    facts = told(answer(content, form, "Dates, places, description")).lower()
    assert [facts.index(one) for one in ("threatened", "pre-trial", "searched", "dismissed")] == sorted(
        facts.index(one) for one in ("threatened", "pre-trial", "searched", "dismissed")
    )
    assert "Dismissed" in told(answer(content, form, "Reprisals for cooperation with the UN"))


def test_ilo_cfa_is_a_complaint_of_an_organisation(file: File) -> None:
    union = file.put("organisation", name="Union of Examples", kind="union")
    person = file.person()
    file.consent(person)
    file.put(
        "event",
        persons=frozenset({person}),
        organisations=frozenset({union}),
        kind="liquidation",
        title="The union was dissolved",
        date="2017-01-01",
    )
    content = file.gather(person, template="ilo-cfa", cover=Cover("", "", "Confederation of Examples"))
    first = content.dossiers[0]
    assert (first.person, content.dossiers[-1].person) == ("", "")
    assert told(answer(content, first, "Complainant organisation")) == "Confederation of Examples"
    assert told(answer(content, of(content, person), "Trade union")) == "Union of Examples"
    assert {"ilo-cfa.provisions", "ilo-cfa.tripartite", "ilo-cfa.standing"} <= missing(content)
    assert any("single person" in one for one in content.warnings)


@pytest.fixture
def judge(file: File) -> str:
    judge = file.person("Судьяев", "Берик")
    file.cite(judge)
    with file.office.read() as session:
        name = session.scalars(select(Name.id).where(Name.person == judge)).one()
    file.cite(name)
    return judge


def test_a_dossier_tells_the_sentences_of_a_judge_as_far_as_the_convicted_agreed(
    file: File, judge: str
) -> None:
    told_of, untold = file.person(), file.person("Тайныев", "Ерлан")
    file.consent(told_of)
    for person, court in ((told_of, "First Court"), (untold, "Second Court")):
        body = file.put("organisation", name=court, kind="court")
        prosecution = file.put("prosecution", person=person, kind="criminal")
        file.put(
            "sentence", prosecution=prosecution, kind="conviction", date="2025-05-05", judge=judge, court=body
        )
    content = file.gather(judge, template="sanctions")
    acts = told(answer(content, of(content, judge), "Acts"))
    assert "First Court" in acts
    assert "Сериков" in acts
    assert "Second Court" not in acts
    assert "Тайныев" not in papers.drawn(content, "txt").data.decode()


def test_bans_alone_are_outside_the_list_of_the_united_kingdom_and_torture_is_not(
    file: File, judge: str
) -> None:
    victim = file.person()
    file.consent(victim)
    event = file.put(
        "event", persons=frozenset({victim}), kind="account_block", title="Blocked", date="2025-01-01"
    )
    part = file.put("involvement", record=event, person=judge, role="perpetrator", capacity="Head of police")
    file.cite(part)
    file.cite(event)
    content = file.gather(judge, template="sanctions")
    assert of(content, judge).warning
    assert any(OUTSIDE_UK in one for one in content.warnings)
    beaten = file.put(
        "event", persons=frozenset({victim}), kind="ill_treatment", title="Beaten", date="2025-02-01"
    )
    part = file.put("involvement", record=beaten, person=judge, role="perpetrator")
    file.cite(part)
    file.cite(beaten)
    content = file.gather(judge, template="sanctions")
    assert "Beaten" in told(answer(content, of(content, judge), "Acts"))
    assert of(content, judge).warning == ""
    assert not any(OUTSIDE_UK in one for one in content.warnings)


def test_a_dossier_asks_for_what_speaks_for_the_person(file: File, judge: str) -> None:
    content = file.gather(judge, template="sanctions")
    assert "sanctions.exculpatory" in missing(content)
    wishes = Wishes(answers={"sanctions.exculpatory": "Acquitted two people in 2024."})
    content = file.gather(judge, template="sanctions", wishes=wishes)
    assert "sanctions.exculpatory" not in missing(content)


def test_nobody_is_told_of_in_a_form_without_a_basis(file: File) -> None:
    person = file.person()
    for form in FORMS:
        with pytest.raises(NoBasis):
            file.gather(person, template=form)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_drawn_in_every_language_and_says_what_is_open(
    file: File, detained: str, form: str, language: str
) -> None:
    content = file.gather(detained, template=form, language=language)
    out = BytesIO()
    made = papers.draw(content, out)
    reader = PdfReader(out)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert made.pages == len(reader.pages)
    assert {"en": "Not stated", "ru": "Не указано", "kk": "Көрсетілмеген"}[language] in text
    assert made.plain()["missing"]
    assert reader.outline
