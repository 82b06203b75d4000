"""A paper that leaves is entered into the register, whole or not at all; the next one knows what changed."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from kzcase.briefing import papers
from kzcase.briefing.brief import story
from kzcase.briefing.changes import CHANGED
from kzcase.briefing.gather import gather
from kzcase.briefing.margin import Changed
from kzcase.briefing.papers import To
from kzcase.briefing.summing import Cover
from kzcase.briefing.wishes import Wishes
from kzcase.briefing.words import words
from kzcase.errors import KzcaseError, Unwritable
from kzcase.services import exports, records
from kzcase.services.today import today
from tests.briefing.stories import File

TODAY = date(2026, 11, 22)


def test_what_went_to_whom_on_which_consents_is_in_the_register(file: File, tmp_path: Path) -> None:
    person = file.person()
    consent = file.consent(person)
    other = file.consent(person, audiences=frozenset({"public"}))
    content = file.gather(person, template="pack", cover=Cover("", "Embassy of Examplia", "Office"))
    out = tmp_path / "pack.pdf"
    made = papers.hand_out(file.office, content, out, to=To(options={"sender": "Office"}))
    (entry,) = exports.listed(file.office)
    assert entry.sha256 == made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (entry.made, entry.as_of, entry.template, entry.form) == (TODAY, TODAY, "pack", "pdf")
    assert (entry.audience, entry.recipient, entry.pages) == ("diplomatic", "Embassy of Examplia", made.pages)
    assert (entry.persons, entry.consents) == ((person,), (consent,))
    assert entry.options == {"sender": "Office"}
    assert exports.listed(file.office, consent=consent) == exports.listed(file.office, person=person)
    assert exports.listed(file.office, consent=other) == ()
    assert exports.listed(file.office, sha256=made.sha256[:10].upper()) == (entry,)


def test_the_register_names_the_hash_of_the_unlocked_paper(file: File, tmp_path: Path) -> None:
    person = file.person()
    file.consent(person)
    content = file.gather(person)
    open_paper = papers.draw(content, BytesIO())
    out = tmp_path / "locked.pdf"
    papers.hand_out(file.office, content, out, password="a long enough secret")
    (entry,) = exports.listed(file.office)
    assert entry.locked
    assert entry.sha256 == open_paper.sha256 != hashlib.sha256(out.read_bytes()).hexdigest()
    assert pikepdf.open(out, password="a long enough secret").is_encrypted


class Closed:
    """A seal that everybody sees through."""

    told = {"sealed": ["k1"]}

    def close(self, paper: bytes) -> bytes:
        return paper[::-1]


def test_a_sealed_paper_is_in_the_register_with_whom_it_is_for(file: File, tmp_path: Path) -> None:
    person = file.person()
    file.consent(person)
    content = file.gather(person)
    for name, seal in (("brief.pdf", Closed()), ("brief.pdf.age", None)):
        with pytest.raises(KzcaseError, match="sealed"):
            papers.hand_out(file.office, content, tmp_path / name, seal=seal)
    assert exports.listed(file.office) == ()
    for form in ("pdf", "html"):
        out = tmp_path / f"brief.{form}.age"
        made = papers.hand_out(file.office, content, out, seal=Closed())
        (entry,) = exports.listed(file.office, sha256=made.sha256)
        assert hashlib.sha256(out.read_bytes()[::-1]).hexdigest() == entry.sha256
        assert (entry.form, entry.options) == (form, {"sealed": ["k1"]})


def test_a_paper_that_cannot_be_written_is_not_in_the_register(file: File, tmp_path: Path) -> None:
    person = file.person()
    file.consent(person)
    content = file.gather(person)
    with pytest.raises(Unwritable):
        papers.hand_out(file.office, content, tmp_path / "nowhere" / "brief.pdf")
    with pytest.raises(KzcaseError, match="Only a PDF"):
        papers.hand_out(file.office, content, tmp_path / "brief.html", password="a long enough secret")
    with pytest.raises(KzcaseError, match="written as"):
        papers.hand_out(file.office, content, tmp_path / "brief.docx")
    assert exports.listed(file.office) == ()
    assert not [one for one in tmp_path.rglob("*") if "kzvault" not in one.name]


def test_a_consent_withdrawn_later_names_the_papers_that_are_out(file: File, tmp_path: Path) -> None:
    person, silent = file.person(), file.person("Ахметова", "Айгүл")
    consent = file.consent(person)
    file.consent(silent)
    papers.hand_out(file.office, file.gather(person, silent, template="list"), tmp_path / "list.pdf")
    with file.office.read() as session:
        assert exports.overtaken(session) == ()
    file.put("consent", consent, file.heads(consent), withdrawn="2026-11-23")
    with file.office.read() as session:
        (found,) = exports.overtaken(session)
        assert exports.overtaken(session, date(2026, 11, 24)) == ()
    assert (found.consent, found.person, found.when) == (consent, person, "2026-11-23")
    assert found.papers == exports.listed(file.office)


def test_a_withdrawal_stands_on_today_while_it_is_news(file: File, tmp_path: Path) -> None:
    person = file.person()
    consent = file.consent(person)
    papers.hand_out(file.office, file.gather(person), tmp_path / "brief.pdf")
    assert not [one for one in today(file.office, TODAY).decisions if one.what == "paper"]
    file.put("consent", consent, file.heads(consent), withdrawn="2026-11-22")
    (told,) = [one for one in today(file.office, TODAY).decisions if one.what == "paper"]
    assert (told.id, told.kind, told.count) == (consent, "consent", 1)
    assert "Сериков" in told.title
    later = TODAY + exports.NEWS + timedelta(days=1)
    assert not [one for one in today(file.office, later).decisions if one.what == "paper"]


def test_a_no_for_another_audience_or_from_before_overtakes_nothing(file: File, tmp_path: Path) -> None:
    person = file.person()
    file.consent(person, date="2026-03-01")
    file.consent(person, answer="refused", date="2025-01-01")
    papers.hand_out(file.office, file.gather(person), tmp_path / "brief.pdf")
    file.consent(person, answer="refused", date="2026-12-01", audiences=frozenset({"public"}))
    with file.office.read() as session:
        assert exports.overtaken(session) == ()
    refused = file.consent(person, answer="refused", date="2026-12-01")
    with file.office.read() as session:
        assert [one.consent for one in exports.overtaken(session)] == [refused]


def test_what_changed_since_the_last_paper_is_marked_and_listed(file: File, tmp_path: Path) -> None:
    person = file.person()
    file.consent(person)
    restriction = file.restriction(person)
    file.put("event", persons=frozenset({person}), kind="arrest", title="Old event", date="2025-01-01")
    asked = {"template": "pack", "cover": Cover("", "Embassy", "")}
    papers.hand_out(file.office, file.gather(person, **asked), tmp_path / "first.pdf")
    known = {"template": "pack", "audience": "diplomatic"}
    since = papers.since(file.office, [person], recipient="Embassy", **known)
    assert since is not None
    assert papers.since(file.office, [person], recipient="Other", **known) is None
    unchanged = file.gather(person, wishes=Wishes(since=since), **asked)
    assert unchanged.changed == ()
    file.put("event", persons=frozenset({person}), kind="threat", title="New event", date="2026-11-01")
    file.put("restriction", restriction, file.heads(restriction), term={"years": 4})
    file.put("person", person, file.heads(person), risk="high")
    content = file.gather(person, wishes=Wishes(since=since), **asked)
    told = [one.what.text for one in content.changed]
    assert len(told) == 2
    assert any("New event" in one for one in told)
    assert any("5 May 2029" in one or "4 May 2029" in one for one in told)
    assert not any(CHANGED in note.key for brief in content.briefs for note in brief.notes)
    out = BytesIO()
    papers.draw(content, out)
    text = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    assert "Changed since 22 Nov 2026" in text
    twin = papers.drawn(content, "txt").data.decode()
    assert "New event [+]" in twin
    assert "Old event [+]" not in twin


def test_a_bar_stands_in_the_margin_beside_what_changed(file: File) -> None:
    person = file.person()
    file.consent(person)
    file.put("event", persons=frozenset({person}), kind="threat", title="New event", date="2026-11-01")
    bare, marked = (
        file.gather(person, wishes=wishes) for wishes in (Wishes(), Wishes(since=papers.Since(TODAY, 0)))
    )
    page = {one: story(one, one.briefs[0], words("en")) for one in (bare, marked)}
    assert not any(isinstance(one, Changed) for one in page[bare].flowables)
    bars = [one for one in page[marked].flowables if isinstance(one, Changed)]
    assert bars
    parts = bars[0].split(400, 5)
    assert all(isinstance(one, Changed) for one in parts)


def test_what_changed_and_may_not_be_told_is_not_told(file: File) -> None:
    person, other = file.person(), file.person("Ахметова", "Айгүл")
    file.consent(person)
    since = papers.Since(TODAY, 0)
    event = {"kind": "threat", "title": "Both", "date": "2026-11-01"}
    file.put("event", persons=frozenset({person, other}), **event)
    content = file.gather(person, wishes=Wishes(since=since))
    assert all("Both" not in one.what.text for one in content.changed)
    assert content.changed


def test_letterhead_and_classification_stand_on_the_paper(file: File) -> None:
    person = file.person()
    file.consent(person)
    head = file.put(
        "letterhead", name="Example Office", address="1 Example Street\nAlmaty", contact="x@e.org"
    )
    wishes = Wishes(letterhead=head, classification="For the EU delegation only")
    for template in ("brief", "pack", "list", "timeline", "un-sp", "wgad", "ilo-cfa", "sanctions"):
        content = file.gather(person, template=template, wishes=wishes)
        out = BytesIO()
        papers.draw(content, out)
        pages = [page.extract_text() for page in PdfReader(out).pages]
        assert "Example Office" in pages[0]
        assert all("For the EU delegation only" in page for page in pages)
        for form in ("html", "txt"):
            twin = papers.drawn(content, form).data.decode()
            assert "Example Office" in twin
            assert "For the EU delegation only" in twin
    records.delete(file.office, head)
    with pytest.raises(KzcaseError, match="letterhead"):
        file.gather(person, wishes=wishes)


def test_the_same_content_gives_the_same_twin(file: File) -> None:
    person = file.person()
    file.consent(person)
    for form in ("html", "txt"):
        one, two = (papers.drawn(gather(file.office, [person], audience="diplomatic"), form) for _ in "ab")
        assert one == two


def test_an_answer_that_says_what_must_not_be_said_is_refused(file: File) -> None:
    person = file.person()
    file.consent(person)
    wishes = Wishes(answers={"un-sp.mandates": "To the mandate her brother wrote to"})
    assert file.gather(person, template="un-sp", wishes=wishes).dossiers
    file.put("person", person, file.heads(person), do_not_say="her brother")
    with pytest.raises(KzcaseError, match="cannot stand"):
        file.gather(person, template="un-sp", wishes=wishes)
