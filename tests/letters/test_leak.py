"""Nothing withheld is found in a letter, whatever the office holds and agreed: PDF, .docx, names, lists.

Every text of every kind carries a secret word of its own; what must stay out is
decided a second time, plainly and apart from the gate, by the story of the test
of papers. The template used here says every word there is.
"""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcase.letters import making, printing
from kzcase.letters.filling import fill
from kzcase.letters.placeholders import LISTS, PLACES
from kzcase.letters.shapes import Filled, Mailing
from kzcase.models.fields import Audience
from kzcase.services.office import Office
from tests.briefing.test_leak import DAY, Plan, Story, found_in, is_listed, plans, secret
from tests.letters.conftest import put


def everything() -> str:
    """A template that says every word, each in the list in which it may stand."""
    return "\n".join((*_words(""), "{{#if note}}{{note}}{{else}}no note{{/if}}"))


def _words(home: str) -> list[str]:
    found = [f"{one.word}: {{{{{one.word}}}}}" for one in PLACES if one.home == home]
    for one in LISTS:
        if one.home == home:
            found += [f"{{{{#each {one.word}}}}}", *_words(one.word), "{{/each}}"]
    return found


def letter_of(office: Office, story: Story, language: str, copy: bool) -> Mailing:
    """A letter about the story's person and their companion that follows a letter about both."""
    audience = story.plan.audience.value
    body = put(office, "organisation", name="Institution", kind="other")
    to = put(office, "contact", name="Addressee", organisation=body, audience=audience)
    second = put(office, "contact", name="Second", audience=audience, do_not_share=True)
    earlier = put(
        office,
        "letter",
        direction="out",
        subject=f"Earlier {story.shared_word}",
        addressees=frozenset({to}),
        persons=frozenset({story.ids["person"], story.ids["companion"]}),
        sent="2026-10-01",
        written="2026-10-01",
        due="2026-11-01",
    )
    put(office, "ask", record=earlier, position=1, text=f"Ask for {story.shared_word}")
    document = put(
        office, "document", title=f"Scan {story.shared_word}", records=frozenset({story.ids["prosecution"]})
    )
    return Mailing(
        (to,),
        subject="{{persons.names}} {{previous.subject}}",
        text=everything(),
        persons=(story.ids["person"], story.ids["companion"]),
        cases=(story.ids["case"],),
        copies=(second,) if copy else (),
        language=language,
        day=DAY,
        enclosures=(document, "Brief"),
        follow_up_of=earlier,
    )


class WithLetters(Story):
    """The story, with a word that concerns both and stands in letters and documents of its own."""

    shared_word = ""

    def begin(self) -> None:
        self.write()
        self.shared_word = secret()


def squeezed(text: str) -> str:
    joined = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in joined if one.isalnum())


def docx_text(data: bytes) -> str:
    """Everything in a .docx: every part, and the names of the parts."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(one).decode("utf-8", "replace") for one in archive.namelist()]
        return squeezed(" ".join((*parts, *archive.namelist())))


def printed(office: Office, mailing: Mailing, filled: tuple[Filled, ...], folder: Path) -> str:
    """All that leaves the office, in every form, with nothing between its letters."""
    made = making.make(office, filled, mailing)
    read = ""
    for number, one in enumerate(made):
        target = folder / f"{number}"
        target.mkdir(exist_ok=True)
        for written in printing.write_pdf(office, (one,), target, draft=True):
            read += found_in(written.path.read_bytes()) + squeezed(written.path.name)
        out = target / "letter.docx"
        printing.write_docx(office, one, out, draft=True)
        read += docx_text(out.read_bytes())
    return read


def letter_plans() -> st.SearchStrategy[Plan]:
    """Plans without what only papers know: rules of the office's own, and the day of an earlier paper."""
    return plans().map(lambda plan: replace(plan, kept_back=frozenset(), since=False))


@given(plan=letter_plans(), language=st.sampled_from(["en", "ru", "kk"]), copy=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_nothing_withheld_is_found_in_a_letter_and_everything_withheld_is_listed(
    office: Office, plan: Plan, language: str, copy: bool, tmp_path: Path
) -> None:
    story = WithLetters(office, plan)
    story.begin()
    mailing = letter_of(office, story, language, copy)
    filled = fill(office, mailing)
    (letter,) = filled
    assert letter.audience == plan.audience.value
    said = squeezed(" ".join((letter.subject, letter.salutation, letter.body, letter.signature)))
    everywhere = said + printed(office, mailing, filled, tmp_path)
    must = [*story.must_stay_out()]
    if not story._agreed("case") or "person" in plan.do_not_share:
        must.append((story.shared_word, "it concerns both"))
    leaked = [f"{word} ({why})" for word, why in must if word in everywhere]
    assert leaked == []
    ids = [one.replace("-", "") for one in story.ids.values()]
    assert [one for one in ids if one in everywhere] == []
    if copy:
        assert "second" not in everywhere, "somebody marked “do not share” is not told of in a copy"
    out = {word for word, _ in must}
    unlisted = [
        f"{one.kind}.{one.field.key}"
        for one in story.planted
        # Other letters about a person are told in none.
        if one.word in out
        and not one.tampered
        and one.kind != "letter"
        and not is_listed(one, letter.withheld)
    ]
    assert unlisted == []


@pytest.mark.parametrize("audience", [Audience.DIPLOMATIC, Audience.UN])
def test_with_every_consent_a_letter_does_tell_what_was_planted(
    office: Office, audience: Audience, tmp_path: Path
) -> None:
    given_all = [
        {"scope": scope, "answer": "given", "audiences": frozenset({audience.value}), "date": "2026-01-01"}
        for scope in ("case", "health", "family")
    ]
    story = WithLetters(office, Plan(audience, given_all, set(), False, {}, True, False, False, True))
    story.begin()
    mailing = letter_of(office, story, "en", copy=True)
    filled = fill(office, mailing)
    read = printed(office, mailing, filled, tmp_path)
    assert f"askfor{story.shared_word}" in read
    assert f"scan{story.shared_word}" in read
    assert f"earlier{story.shared_word}" in read
    assert all(name in read for name in story.names)
    told = {f"{one.kind}.{one.field.key}" for one in story.planted if one.word in read}
    assert {
        "person.occupation",
        "person.health",
        "person.summary_en",
        "restriction.translation",
        "case.title",
        "event.title",
    } <= told
    assert [word for word, _ in story.must_stay_out() if word in read] == []
    assert "consenttopassingthisinformation" in read


def test_a_brief_enclosed_is_made_for_the_audience_of_the_letter(office: Office, tmp_path: Path) -> None:
    agreed = [{"scope": "case", "answer": "given", "audiences": frozenset({"un"}), "date": "2026-01-01"}]
    story = WithLetters(office, Plan(Audience.UN, agreed, set(), False, {}, True, False, False, False))
    story.begin()
    mailing = letter_of(office, story, "en", copy=False)
    made = making.make(office, fill(office, mailing), mailing)
    out = tmp_path / "all.pdf"
    (written,) = printing.write_pdf(office, made, out, one_file=True, draft=True, enclose="pack")
    read = found_in(out.read_bytes())
    assert written.pages > 4
    assert "confidentialsubmission" in read
    assert [word for word, _ in story.must_stay_out() if word in read] == []


def test_what_is_withdrawn_after_it_was_written_is_not_printed(office: Office, tmp_path: Path) -> None:
    agreed = [
        {"scope": "case", "answer": "given", "audiences": frozenset({"diplomatic"}), "date": "2026-01-01"}
    ]
    story = WithLetters(
        office, Plan(Audience.DIPLOMATIC, agreed, set(), False, {}, True, False, False, False)
    )
    story.begin()
    mailing = letter_of(office, story, "en", copy=False)
    made = making.make(office, fill(office, mailing), mailing)
    assert printing.write_pdf(office, made, tmp_path, draft=True)
    put(
        office,
        "consent",
        person=story.ids["person"],
        scope="case",
        answer="withdrawn",
        audiences=frozenset({"diplomatic"}),
        date="2026-11-01",
    )
    with pytest.raises(printing.NotForThisAudience, match="withdrawn"):
        printing.write_pdf(office, made, tmp_path, draft=True)
    with pytest.raises(printing.NotForThisAudience):
        printing.write_docx(office, made[0], tmp_path / "x.docx", draft=True)
    assert not (tmp_path / "x.docx").exists()
    (again,) = fill(office, mailing)
    assert story.ids["person"] not in again.persons
    left = next(one for one in again.withheld if one.id == story.ids["person"])
    assert left.field == ""
    assert "ask again" in left.remedy


def test_nobody_who_may_be_told_of_is_said_and_never_printed_as_a_hole(office: Office) -> None:
    person = put(office, "person", occupation="Secret occupation")
    put(office, "name", person=person, parts={"family": "Secretov", "given": "Ivan"}, language="en")
    to = put(office, "contact", name="Addressee", audience="diplomatic")
    (letter,) = fill(office, Mailing((to,), template="urgent_appeal", persons=(person,)))
    assert letter.persons == ()
    assert "Secret" not in letter.body + letter.subject
    assert {one.placeholder for one in letter.missing} >= {"persons.names", "persons"}
    assert [one.remedy for one in letter.withheld if one.id == person and not one.field] == [
        "Ask the person and record the consent, or cite a public source for each fact."
    ]
