from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import event, select

from kzcase.briefing import ground, papers
from kzcase.briefing.content import Brief, Content
from kzcase.briefing.gather import NoBasis, gather
from kzcase.briefing.said import Said
from kzcase.briefing.seen import View
from kzcase.briefing.summing import Cover
from kzcase.briefing.telling import Teller
from kzcase.briefing.words import words
from kzcase.errors import Cancelled, KzcaseError, NotFound
from kzcase.history.ledger import Change
from kzcase.history.revision import Part, random_salt, sealed
from kzcase.models.fields import Audience
from kzcase.models.ledger import RecordRow
from kzcase.names.folding import fold
from kzcase.progress import Progress
from kzcase.services import records
from kzcase.services.display import Speaker
from kzcase.services.office import Office

DAY = date(2021, 7, 22)
TODAY = date(2026, 11, 22)
SIX = (
    "Bokayev Max",
    "Ilyashev Alnur",
    "Tulesova Asya",
    "Kharkova Larisa",
    "Eleusinov Amin",
    "Baltabay Erlan",
)


def person_called(office: Office, title: str) -> str:
    with office.read() as session:
        found = session.scalars(
            select(RecordRow.id).where(RecordRow.kind == "person", RecordRow.title == title)
        ).all()
    assert len(found) == 1, title
    return found[0]


class File:
    """Writes records of one test's story into an office."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def put(
        self, kind: str, record: str | None = None, parents: bytes | None = None, /, **values: Any
    ) -> str:
        record = record or records.new_id()
        self.office.record([Change(kind, record, values, parents)])
        return record

    def heads(self, record: str) -> bytes:
        return records.view(self.office, record).heads

    def consent(self, person: str, **values: Any) -> str:
        given = {
            "scope": "case",
            "answer": "given",
            "audiences": frozenset({"diplomatic"}),
            "date": "2026-01-01",
            **values,
        }
        return self.put("consent", person=person, **given)

    def person(self, family: str = "Сериков", given: str = "Алмас", **values: Any) -> str:
        person = self.put("person", **{"occupation": "blogger", **values})
        self.put(
            "name", person=person, parts={"family": family, "given": given}, use="preferred", language="ru"
        )
        return person

    def restriction(self, person: str, **values: Any) -> str:
        given = {
            "kind": "deprivation_of_right",
            "translation": "Blogging",
            "term": {"years": 3},
            "in_force": "2025-05-05",
            **values,
        }
        return self.put("restriction", person=person, **given)

    def public_source(self, **values: Any) -> str:
        return self.put("source", **{"title": "Example Times", "kind": "news", "public": True, **values})

    def cite(self, record: str, field: str | None = None, source: str | None = None) -> str:
        more = {"field": field} if field else {}
        return self.put("citation", record=record, source=source or self.public_source(), **more)

    def gather(self, *people: str, audience: str = "diplomatic", **more: Any) -> Content:
        return gather(self.office, people, audience=audience, **{"as_of": TODAY, **more})


@pytest.fixture
def file(office: Office) -> File:
    return File(office)


def said_in(value: object) -> Iterator[Said]:
    """Everything a brief says, wherever it stands."""
    if isinstance(value, Said):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from said_in(one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from said_in(getattr(value, part.name))


def text_of(content: Content) -> str:
    return "\n".join(text for _, text in content.texts())


def reasons(content: Content) -> dict[tuple[str, str], str]:
    return {(one.id, one.field): one.reason for one in content.withheld}


# --- the six people of the sample --------------------------------------------------------------------


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


# --- basis --------------------------------------------------------------------------------------------


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


# --- names --------------------------------------------------------------------------------------------


def test_a_pseudonym_stands_everywhere_for_the_name(file: File) -> None:
    person = file.person(pseudonym="Aruzhan", born="1984", summary_en="Сериков Алмас was fined.")
    file.consent(person)
    case = file.put("event", persons=frozenset({person}), title="Search at Serikov's", date="2025-01-01")
    source = file.public_source(title="Almas Serikov on trial", url="https://example.org/serikov")
    file.cite(person, "occupation", source)
    content = file.gather(person)
    whole = (text_of(content) + content.title).casefold()
    assert content.briefs[0].title == "Aruzhan"
    assert "Aruzhan was fined." in text_of(content)
    assert not any(name in whole for name in ("сериков", "алмас", "serikov", "almas", "1984"))
    told = reasons(content)
    assert told[person, "born"] == "It would give away a name that a pseudonym protects."
    assert "names somebody" in told[case, "title"] or "names somebody" in told[case, ""]


def test_an_undecided_pseudonym_protects_too(file: File) -> None:
    person = file.person()
    file.consent(person)
    before = file.heads(person)
    file.put("person", person, pseudonym="Aruzhan")
    file.put("person", person, before, pseudonym=None, locality="Aktau")
    assert file.gather(person).briefs[0].title == "Aruzhan"


def test_a_judge_is_named_only_on_a_basis(file: File) -> None:
    person = file.person()
    judge = file.person("Судьяева", "Анна")
    file.consent(person)
    prosecution = file.put("prosecution", person=person, kind="criminal")
    sentence = file.put(
        "sentence", prosecution=prosecution, kind="conviction", judge=judge, date="2025-03-03"
    )
    content = file.gather(person)
    assert "удьяев" not in text_of(content)
    assert "No consent" in reasons(content)[sentence, "judge"]
    file.consent(judge)
    assert "Судьяева" in text_of(file.gather(person))


def test_a_text_that_names_somebody_unasked_is_withheld(file: File) -> None:
    person = file.person(summary_en="Detained together with Temirova.", occupation="teacher")
    file.consent(person)
    other = file.person("Темирова", "Анна")
    file.put("event", persons=frozenset({person, other}), title="Detention", date="2025-01-01")
    content = file.gather(person)
    assert "Temirova" not in text_of(content)
    assert "names somebody" in reasons(content)[person, "summary_en"]


def test_words_not_to_be_said_are_not(file: File) -> None:
    person = file.person(do_not_say="в Праге", summary_en="Hid in Prague; встретились в  ПРАГЕ.")
    file.consent(person)
    content = file.gather(person)
    assert "Hid" not in text_of(content)
    assert "do not say" in reasons(content)[person, "summary_en"]


def test_names_stand_in_the_script_of_the_paper_first(file: File) -> None:
    person = file.person()
    file.consent(person)
    file.put("name", person=person, parts={"family": "Serikov", "given": "Almas"}, use="press", language="en")
    file.put("name", person=person, parts={"family": "Nick"}, use="online", language="en")
    english, russian = file.gather(person).briefs[0], file.gather(person, language="ru").briefs[0]
    assert (english.title, russian.title) == ("Almas Serikov", "Сериков Алмас")
    assert ("Nick", "name online") in {(one.text, one.mark) for one in english.names} or any(
        one.text == "Nick" and one.mark for one in english.names
    )


# --- what is told -------------------------------------------------------------------------------------


def test_an_end_is_not_computed_from_a_day_that_is_withheld(file: File) -> None:
    person = file.person()
    restriction = file.restriction(person)
    source = file.public_source()
    file.cite(person, None, source)
    for field in ("kind", "term", "translation"):
        file.cite(restriction, field, source)
    content = file.gather(person)
    limit = content.briefs[0].limits[0]
    assert "2028" not in text_of(content)
    assert "2025" not in text_of(content)
    assert limit.until.text == "end not known"


def test_an_undecided_restriction_counts_as_in_force_and_is_marked(file: File) -> None:
    person = file.person()
    file.consent(person)
    restriction = file.restriction(person)
    before = file.heads(restriction)
    file.put("restriction", restriction, term={"years": 1})
    file.put("restriction", restriction, before, term={"years": 4}, remarks="x")
    content = file.gather(person)
    limit = content.briefs[0].limits[0]
    assert "disputed" in limit.until.mark
    assert any("Undecided" in warning for warning in content.warnings)
    values = next(one for one in content.briefs[0].disputed if "term" in one.what)
    assert {said.text for said in values.values} == {"1 year", "4 years"}


def test_undecided_values_on_a_public_basis_are_not_both_told(file: File) -> None:
    person = file.person()
    file.cite(person)
    before = file.heads(person)
    file.put("person", person, occupation="teacher")
    file.put("person", person, before, occupation="courier")
    content = file.gather(person)
    assert ("teacher" in text_of(content)) != ("courier" in text_of(content))
    assert "disputed" in text_of(content)


def test_what_comes_after_the_papers_day_is_not_told_as_past(file: File) -> None:
    person = file.person(liberty={"status": "imprisoned", "since": "2026-02-02"})
    file.consent(person)
    file.put("event", persons=frozenset({person}), title="Later event", date="2026-03-03")
    prosecution = file.put("prosecution", person=person, kind="criminal")
    file.put("hearing", prosecution=prosecution, kind="trial", date="2026-03-04", status="scheduled")
    early, late = (file.gather(person, as_of=day) for day in (date(2026, 1, 1), date(2026, 11, 1)))
    assert "Later event" not in text_of(early)
    assert not any("risoned" in said.text for said in early.briefs[0].status)
    assert len(early.briefs[0].ahead) == 1
    assert "Later event" in text_of(late)
    assert late.briefs[0].ahead == ()


def test_an_unanswered_letter_says_how_late_the_answer_is(file: File) -> None:
    person = file.person()
    file.consent(person)
    embassy = file.put("organisation", name="Embassy of Examplia")
    file.put(
        "letter",
        direction="out",
        subject="Ban",
        persons=frozenset({person}),
        addressees=frozenset({embassy}),
        sent="2026-10-01",
        due="2026-11-12",
    )
    content = file.gather(person)
    said = content.briefs[0].letters[0].what.text
    assert said == "To Embassy of Examplia: Ban (not answered, 10 days after it was due)"


def test_a_text_in_another_language_is_marked_as_such(file: File) -> None:
    person = file.person(summary_en="Only English.")
    file.consent(person)
    summary = file.gather(person, language="ru").briefs[0].summary[0]
    assert summary.text == "Only English."
    assert "нглийск" in summary.mark


def test_people_who_were_merged_are_one(file: File) -> None:
    keep, other = file.person(), file.person("Серік", "Алмас")
    file.consent(keep)
    file.restriction(other, translation="Merged limit")
    file.put("person", other, merged_into=keep)
    content = file.gather(other)
    assert content.people == (keep,)
    assert "Merged limit" in text_of(content)
    file.put("person", other, do_not_share=True)
    with pytest.raises(NoBasis):
        file.gather(keep)


def test_a_deleted_record_is_not_told(file: File) -> None:
    person = file.person()
    file.consent(person)
    restriction = file.restriction(person, translation="Gone")
    records.delete(file.office, restriction)
    assert "Gone" not in text_of(file.gather(person))


def test_law_that_no_lawyer_has_checked_is_a_warning(file: File) -> None:
    person = file.person()
    file.consent(person)
    prosecution = file.put("prosecution", person=person, kind="criminal")
    file.put("charge", prosecution=prosecution, article="cc-174", part="1")
    content = file.gather(person)
    assert any("no lawyer has checked: CC art. 174" in warning for warning in content.warnings)


# --- being asked wrongly, and being quick ---------------------------------------------------------------


def test_unknown_words_are_refused(file: File) -> None:
    person = file.person()
    with pytest.raises(NotFound):
        file.gather("no such id")
    with pytest.raises(NotFound):
        file.gather(file.restriction(person))
    for wrong in ({"audience": "press"}, {"language": "fr"}, {"template": "novel"}):
        with pytest.raises(KzcaseError, match="There "):
            file.gather(person, **wrong)
    with pytest.raises(KzcaseError, match="at least one"):
        file.gather()


def test_gathering_can_be_cancelled(file: File) -> None:
    person = file.person()
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        file.gather(person, progress=stopped)


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


# --- packs and lists ------------------------------------------------------------------------------------


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


def test_a_pseudonym_stands_in_every_part_of_a_pack(file: File) -> None:
    person, other = file.person(pseudonym="Aruzhan"), file.person("Ахметова", "Айгүл")
    for one in (person, other):
        file.consent(one)
        file.restriction(one, claimed_end="2026-12-12")
        file.put("ask", record=one, text="Raise the ban.", position=1)
    both = frozenset({person, other})
    file.put("letter", direction="out", subject="Ban", persons=both, sent="2026-10-01", due="2026-11-12")
    content = file.gather(person, other, template="pack")
    assert [one.title for one in content.briefs] == ["Ахметова Айгүл", "Aruzhan"]
    assert content.front.asks[0].who == ("Ахметова Айгүл", "Aruzhan")
    assert {one.who for one in content.front.coming} == {("Ахметова Айгүл",), ("Aruzhan",)}
    assert content.front.letters[0].who == ("Ахметова Айгүл", "Aruzhan")
    assert "ериков" not in text_of(content).lower()


def test_a_cover_that_names_somebody_who_may_not_be_named_is_refused(file: File) -> None:
    person = file.person(pseudonym="Aruzhan")
    file.consent(person)
    fine = file.gather(person, template="pack", cover=Cover(recipient="Embassy of  Examplia"))
    assert fine.front.recipient == "Embassy of Examplia"
    for heading in ("The case against Z. Serikova", "О деле Серикова"):
        with pytest.raises(KzcaseError, match="cannot stand on the paper"):
            file.gather(person, template="pack", cover=Cover(heading=heading))


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


def test_a_later_decision_moves_the_end_on_paper_as_it_does_in_the_window(file: File) -> None:
    person = file.person()
    file.consent(person)
    restriction = file.put(
        "restriction",
        person=person,
        kind="administrative_supervision",
        in_force="2026-01-10",
        term={"years": 1},
    )
    extension = file.put(
        "restriction_change", record=restriction, kind="extension", date="2026-10-01", term={"months": 6}
    )
    [limit] = file.gather(person).briefs[0].limits
    assert limit.end == "10 Jul 2027"
    assert not limit.unsure
    file.put("restriction_change", extension, file.heads(extension), do_not_share=True)
    [limit] = file.gather(person).briefs[0].limits
    assert limit.end == "10 Jan 2027"
    assert limit.unsure, "what was withheld has moved the end: it is not told as known"


def test_a_lifted_restriction_is_in_force_on_no_paper(file: File) -> None:
    person = file.person()
    file.consent(person)
    restriction = file.put(
        "restriction",
        person=person,
        kind="administrative_supervision",
        in_force="2026-01-10",
        term={"years": 2},
    )
    file.put("restriction_change", record=restriction, kind="lifting", date="2026-06-01")
    assert file.gather(person).briefs[0].limits == ()


@pytest.mark.parametrize("protected", ["do_not_share", "pseudonym", "unasked", "refused"])
def test_somebody_whose_record_was_deleted_is_protected_as_before(file: File, protected: str) -> None:
    """Whoever asks to be taken out of the files must not come to stand on paper by it."""
    person = file.person(summary_en="Detained together with Temirova.", occupation="teacher")
    file.consent(person)
    more = {"do_not_share": {"do_not_share": True}, "pseudonym": {"pseudonym": "T."}}.get(protected, {})
    other = file.person("Темирова", "Анна", **more)
    if protected == "refused":
        file.consent(other, answer="refused")
    file.cite(file.put("event", persons=frozenset({person, other}), title="Temirova held", date="2025-01-01"))
    before = text_of(file.gather(person))
    assert "together with Temirova" not in before
    file.put("person", other, deleted=True)
    after = text_of(file.gather(person))
    assert "together with Temirova" not in after
    assert ("Temirova" in after) is ("Temirova" in before) is (protected == "unasked")


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


@pytest.mark.parametrize("status", ["postponed", "cancelled", "held"])
def test_a_hearing_that_does_not_take_place_is_not_to_come(file: File, status: str) -> None:
    person = file.person()
    file.consent(person)
    prosecution = file.put("prosecution", person=person, kind="criminal")
    file.put("hearing", prosecution=prosecution, kind="trial", date="2026-12-12", status=status)
    assert file.gather(person).briefs[0].ahead == ()
    file.put("hearing", prosecution=prosecution, kind="trial", date="2026-12-13")
    assert len(file.gather(person).briefs[0].ahead) == 1


def test_a_name_without_any_part_hides_nothing_and_keeps_no_paper_from_being_made(file: File) -> None:
    person = file.person(pseudonym="A.", summary_en="Serikov was held.")
    file.consent(person)
    for parts in ({"initials": "S."}, {"family": " \u200b"}):
        file.put("name", person=person, parts=parts)
    told = file.gather(person)
    assert told.briefs[0].title == "A."
    assert "Serikov" not in text_of(told)


@pytest.mark.parametrize("audience", ["internal", "diplomatic"])
def test_an_undecided_value_that_is_none_keeps_no_paper_from_being_made(file: File, audience: str) -> None:
    person = file.person()
    file.consent(person)
    ask = file.put("ask", record=person, text="Release.", position=1)
    sentence = file.put("sentence", prosecution=file.put("prosecution", person=person), kind="conviction")
    penalty = file.put("penalty", sentence=sentence, kind="fine", fine={"amount": "5", "currency": "KZT"})
    odd = {ask: ("ask", {"position": "first"}), penalty: ("penalty", {"fine": "much"})}
    for record, (kind, given) in odd.items():
        heads = file.heads(record)
        for values in (given, dict.fromkeys(given)):
            part = Part("open", values, None, random_salt())
            made = sealed(kind, record, (part,), parents=heads, author="f" * 32, time=None, schema=1)
            with file.office.vault.write() as session:
                file.office.ledger.apply(session, [made])
    file.put("ask", record=person, text="Let her write.", position=2)
    assert "Let her write." in text_of(file.gather(person, audience=audience))


# --- what an attacker tried ---------------------------------------------------------------------------


def test_a_consent_dated_in_the_future_carries_no_paper_for_a_later_day(file: File) -> None:
    person = file.person()
    file.consent(person, date="2027-01-01")
    with pytest.raises(NoBasis) as failure:
        file.gather(person, as_of=date(2027, 6, 1))
    assert "dated later" in str(failure.value)


def printed(content: Content) -> str:
    return papers.drawn(content, "html").data.decode()


def test_words_where_a_term_or_a_date_should_stand_name_nobody(file: File) -> None:
    person, hidden = file.person(), file.person("Жасырынов", "Бек", do_not_share=True)
    file.consent(person)
    file.put("term", vocabulary="event_kind", key="own_kind", label_en="The Zhasyrynov affair")
    both = frozenset({person})
    for kind, day in (
        ("Жасырынов Бек", "2026-01-01"),
        ("arrest", "У Жасырынова Бека"),
    ):
        file.put("event", persons=both, kind=kind, date=day)
    file.restriction(person, kind="Жасырынова Бека")
    assert "zhasirin" not in fold(printed(file.gather(person, template="pack")))
    # Somebody whom a record of the paper names is known by the surname alone.
    file.put("event", persons=frozenset({person, hidden}), title="Both", date="2026-02-02")
    file.put("event", persons=both, kind="own_kind", date="2026-01-01")
    content = file.gather(person, template="pack")
    assert "zhasirin" not in fold(printed(content))
    assert any("names somebody" in one for one in reasons(content).values())


def test_a_person_whose_only_name_is_kept_back_is_not_called_by_the_record_s_title(file: File) -> None:
    judge = file.put("person")
    name = {"parts": {"family": "Жасырынов"}, "use": "preferred", "language": "ru", "do_not_share": True}
    file.put("name", person=judge, **name)
    file.consent(judge)
    with file.office.read() as session:
        records_ = ground.read(session, (judge,))
        view = View(records_, Audience.DIPLOMATIC, TODAY, (judge,))
        teller = Teller(view, Speaker(session, "en"), words("en"), judge, TODAY)
        assert view.may_name(judge, cited=True)
        assert teller.person_name(judge, cited=True) == ""


def test_a_paper_for_a_day_before_a_case_was_opened_knows_of_no_hearing_in_it(file: File) -> None:
    person = file.person()
    file.consent(person)
    case = file.put("prosecution", person=person, kind="criminal", opened="2025-01-01")
    file.put("hearing", prosecution=case, kind="trial", date="2026-12-12", status="scheduled")
    assert file.gather(person).briefs[0].ahead
    before = file.gather(person, as_of=date(2024, 2, 29)).briefs[0]
    assert (before.ahead, before.timeline) == ((), ())


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
