"""On what basis a paper tells something: consent, a public source; and what is left out is listed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest

from kzcase.briefing.gather import NoBasis
from tests.briefing.stories import File, reasons, text_of


def test_without_consent_nothing_is_printed_and_the_way_to_get_it_is_told(file: File) -> None:
    person = file.person()
    with pytest.raises(NoBasis) as raised:
        file.gather(person)
    assert "No consent" in raised.value.sentence
    assert "Ask the person" in raised.value.remedy
    assert (person, "") in {(one.id, one.field) for one in raised.value.withheld}


def test_with_consent_the_case_is_told_and_the_rest_is_listed(file: File) -> None:
    person = file.person(health="asthma", risk="high", address="Abai 1")
    file.consent(person)
    content = file.gather(person)
    assert content.briefs[0].title == "Сериков Алмас"
    assert "blogger" in text_of(content)
    assert "asthma" not in text_of(content)
    told = reasons(content)
    assert told[person, "health"].startswith("No consent for health details")
    assert told[person, "risk"] == "This field is never shown to closed briefings."
    assert [one.field for one in content.withheld if not one.office_only] == ["health"]


def test_who_may_not_be_told_of_is_left_out_of_a_pack_and_listed(file: File) -> None:
    first, second = file.person(), file.person("Ахметова", "Айгүл")
    file.consent(first)
    file.consent(second, answer="refused")
    content = file.gather(first, second)
    assert content.people == (first,)
    assert "refused" in reasons(content)[second, ""]
    assert "Ахметов" not in text_of(content)


def test_consent_that_has_expired_today_is_not_revived_by_an_earlier_day(file: File) -> None:
    person = file.person()
    file.consent(person, date="2020-01-01", expires="2024-01-01")
    with pytest.raises(NoBasis, match="expired"):
        file.gather(person, as_of=date(2023, 1, 1))


def test_consent_that_expires_before_the_papers_day_does_not_carry_it(file: File) -> None:
    person = file.person()
    file.consent(person, expires="2026-12-01")
    assert "expires on 1 Dec 2026" in " ".join(file.gather(person).warnings)
    with pytest.raises(NoBasis, match="expired"):
        file.gather(person, as_of=date(2026, 12, 2))


def test_a_partial_expiry_ends_with_its_first_day(file: File) -> None:
    person = file.person()
    file.consent(person, expires="2026-11")
    with pytest.raises(NoBasis, match="expired"):
        file.gather(person)


def test_an_undecided_answer_counts_as_the_most_protective(file: File) -> None:
    person = file.person()
    consent = file.consent(person)
    before = file.heads(consent)
    file.put("consent", consent, answer="withdrawn")
    file.put("consent", consent, before, answer="given", how="written")
    with pytest.raises(NoBasis, match="withdrawn"):
        file.gather(person)


def test_do_not_share_keeps_a_record_and_what_belongs_to_it_off_paper(file: File) -> None:
    person = file.person()
    file.consent(person)
    hidden = file.restriction(person, translation="Hidden limit", do_not_share=True)
    condition = file.put("condition", record=hidden, kind="register", translation="Hidden condition")
    content = file.gather(person)
    assert "Hidden" not in text_of(content)
    assert reasons(content)[hidden, ""] == "Marked “do not share”."
    assert reasons(content)[condition, ""] == "Marked “do not share”."


def test_a_person_marked_do_not_share_is_printed_for_nobody_but_the_office(file: File) -> None:
    person = file.person(do_not_share=True)
    file.consent(person)
    with pytest.raises(NoBasis, match="do not share"):
        file.gather(person)
    assert "Marked “do not share”." in text_of(file.gather(person, audience="internal"))


def test_only_the_cited_field_of_a_record_is_already_public(file: File) -> None:
    person = file.person(locality="Atyrau")
    file.cite(person, "occupation")
    content = file.gather(person)
    assert "blogger" in text_of(content)
    assert "Atyrau" not in text_of(content)
    assert content.briefs[0].title == "Name withheld"
    assert "no public source is cited" in reasons(content)[person, "locality"]


def test_a_source_whose_being_public_is_undecided_makes_nothing_public(file: File) -> None:
    person = file.person()
    source = file.public_source()
    file.cite(person, None, source)
    before = file.heads(source)
    file.put("source", source, public=False)
    file.put("source", source, before, public=True, publisher="Somebody")
    with pytest.raises(NoBasis):
        file.gather(person)


def test_a_confidential_source_is_one_unnamed_note(file: File) -> None:
    person = file.person()
    file.consent(person)
    for secret in ("Tante", "Onkel"):
        source = file.put("source", title=secret, kind="interview", public=False, real_name="Secret Name")
        file.cite(person, "occupation", source)
    content = file.gather(person)
    assert [note.text for note in content.briefs[0].notes] == ["Source known to the office"]
    assert not {"Tante", "Onkel", "Secret"} & set(text_of(content).split())
    inside = file.gather(person, audience="internal")
    assert {note.text for note in inside.briefs[0].notes} == {
        "“Tante” [office only]",
        "“Onkel” [office only]",
    }


def test_a_pack_lists_who_is_left_out_and_how_that_could_change(file: File) -> None:
    told, untold = file.person(), file.person("Ахметова", "Айгүл")
    file.consent(told)
    file.restriction(untold)
    content = file.gather(told, untold, template="pack")
    assert content.people == (told,)
    left_out = [one for one in content.withheld if one.id == untold and not one.field]
    assert [one.remedy for one in left_out] == [
        "Ask the person and record the consent, or cite a public source for each fact."
    ]
    assert "Ахметов" not in text_of(content)


@pytest.mark.parametrize("template", ["pack", "list"])
def test_a_paper_in_which_nobody_is_left_is_refused(file: File, template: str) -> None:
    people = [file.person(), file.person("Ахметова", "Айгүл")]
    with pytest.raises(NoBasis) as refused:
        file.gather(*people, template=template)
    assert {one.id for one in refused.value.withheld if one.remedy} == set(people)


def test_what_is_left_out_by_choice_goes_with_all_that_belongs_to_it(file: File) -> None:
    person, other = file.person(), file.person("Ахметова", "Айгүл")
    file.consent(person)
    file.consent(other)
    restriction = file.restriction(person, translation="Unwanted limit")
    file.put("condition", record=restriction, kind="register", translation="Unwanted condition")
    content = file.gather(person, other, template="pack", without=(restriction, other))
    assert content.people == (person,)
    assert "Unwanted" not in text_of(content)
    assert reasons(content)[restriction, ""] == "Left out by you."
    assert reasons(content)[other, ""] == "Left out by you."


def test_leaving_a_refusal_out_does_not_undo_it(file: File) -> None:
    person = file.person()
    file.consent(person)
    refusal = file.consent(person, answer="refused", date="2026-06-01")
    with pytest.raises(NoBasis, match="refused"):
        file.gather(person, without=(refusal,))
    with pytest.raises(NoBasis, match="by you"):
        file.gather(person, without=(person,), audience="internal")


def test_a_letter_that_concerns_somebody_who_did_not_agree_is_in_no_pack(file: File) -> None:
    told, untold = file.person(), file.person("Ахметова", "Айгүл")
    file.consent(told)
    both = frozenset({told, untold})
    file.put("letter", direction="out", subject="Both", persons=both, sent="2026-10-01")
    assert file.gather(told, untold, template="pack").front.letters == ()
    file.consent(untold)
    assert len(file.gather(told, untold, template="pack").front.letters) == 1


def test_a_consent_dated_in_the_future_carries_no_paper_for_a_later_day(file: File) -> None:
    person = file.person()
    file.consent(person, date="2027-01-01")
    with pytest.raises(NoBasis) as failure:
        file.gather(person, as_of=date(2027, 6, 1))
    assert "dated later" in str(failure.value)


@pytest.mark.parametrize("kind", ["citation", "alternative"])
@pytest.mark.parametrize("key", ["record", "field", "source", "deleted"], ids=lambda key: f"undecided {key}")
def test_nothing_goes_by_a_public_source_while_it_is_undecided_what_that_is_for(
    file: File, kind: str, key: str
) -> None:
    person, other = file.person(occupation="smith"), file.person("Другой", "Кто")
    if kind == "alternative":
        file.cite(person, "occupation")
    source = file.public_source()
    value = {"value": "weaver"} if kind == "alternative" else {}
    one = file.put(kind, record=person, field="occupation", source=source, **value)
    word = "weaver" if kind == "alternative" else "smith"
    assert word in text_of(file.gather(person))
    heads = file.heads(one)
    ways = {
        "record": ({"record": person}, {"record": other}),
        "field": ({"field": "occupation"}, {"field": "locality"}),
        "source": ({"source": source}, {"source": file.put("source", title="A talk")}),
        "deleted": ({"deleted": True}, {"do_not_share": False}),
    }
    for way in ways[key]:
        file.put(kind, one, heads, **way)
    with suppress(NoBasis):
        assert word not in text_of(file.gather(person))
