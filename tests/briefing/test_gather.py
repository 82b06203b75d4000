"""What a paper tells of a case on its day: ends, later decisions, hearings, letters, undecided values."""

from __future__ import annotations

from datetime import date

import pytest

from kzcase.errors import Cancelled, KzcaseError, NotFound
from kzcase.history.revision import Part, random_salt, sealed
from kzcase.progress import Progress
from kzcase.services import records
from tests.briefing.stories import File, text_of


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


@pytest.mark.parametrize("status", ["postponed", "cancelled", "held"])
def test_a_hearing_that_does_not_take_place_is_not_to_come(file: File, status: str) -> None:
    person = file.person()
    file.consent(person)
    prosecution = file.put("prosecution", person=person, kind="criminal")
    file.put("hearing", prosecution=prosecution, kind="trial", date="2026-12-12", status=status)
    assert file.gather(person).briefs[0].ahead == ()
    file.put("hearing", prosecution=prosecution, kind="trial", date="2026-12-13")
    assert len(file.gather(person).briefs[0].ahead) == 1


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


def test_a_paper_for_a_day_before_a_case_was_opened_knows_of_no_hearing_in_it(file: File) -> None:
    person = file.person()
    file.consent(person)
    case = file.put("prosecution", person=person, kind="criminal", opened="2025-01-01")
    file.put("hearing", prosecution=case, kind="trial", date="2026-12-12", status="scheduled")
    assert file.gather(person).briefs[0].ahead
    before = file.gather(person, as_of=date(2024, 2, 29)).briefs[0]
    assert (before.ahead, before.timeline) == ((), ())
