"""A letter to somebody who is one of the office's own audiences keeps back what that audience keeps back."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from kzcase.errors import KzcaseError
from kzcase.letters import making, printing
from kzcase.letters.filling import fill
from kzcase.letters.shapes import Mailing
from kzcase.services.office import Office
from tests.letters.conftest import put

BODY = "About {{#each persons}}{{person.name}}, {{person.line}}.{{/each}}"
AUDIENCES = frozenset({"diplomatic", "public"})


def world(office: Office, back: str, *, body: bool = False) -> tuple[str, str, str]:
    """A person who agreed, a contact whose letters keep something back, and one whose letters do not."""
    person = put(office, "person", occupation="driver")
    put(office, "name", person=person, parts={"family": "Sampleuly", "given": "Almas"}, language="en")
    given = {"scope": "case", "answer": "given", "audiences": AUDIENCES, "date": "2026-01-01"}
    put(office, "consent", person=person, **given)
    delegation = put(office, "organisation", name="Delegation", kind="embassy")
    narrow = put(office, "contact", name="N. Reader", organisation=delegation, audience="diplomatic")
    wide = put(office, "contact", name="W. Reader", audience="diplomatic")
    readers = frozenset({delegation if body else narrow})
    put(office, "paper_audience", name="Delegation", base="diplomatic", fields=back, readers=readers)
    return person, narrow, wide


@pytest.mark.parametrize("body", [False, True])
def test_what_the_named_audience_keeps_back_is_missing_in_that_letter_alone(
    office: Office, body: bool
) -> None:
    person, narrow, wide = world(office, "person.occupation", body=body)
    mailing = Mailing((narrow, wide), subject="S", text=BODY, persons=(person,))
    first, second = fill(office, mailing)
    assert "driver" not in first.body
    assert "driver" in second.body
    assert "Sampleuly" in first.body
    reasons = {one.reason for one in first.withheld if one.id == person}
    assert "The named audience keeps it back." in reasons
    assert "The named audience keeps it back." not in {one.reason for one in second.withheld}


def test_a_copy_to_them_narrows_the_letter_of_somebody_else(office: Office) -> None:
    person, narrow, wide = world(office, "person.occupation")
    mailing = Mailing((wide,), subject="S", text=BODY, persons=(person,), copies=(narrow,))
    (letter,) = fill(office, mailing)
    assert "driver" not in letter.body


def test_a_saved_letter_is_looked_over_by_the_rule_of_the_day_it_is_printed(
    office: Office, tmp_path: Path
) -> None:
    person, _, wide = world(office, "name")
    mailing = Mailing((wide,), subject="S", text="About Almas Sampleuly.", persons=(person,))
    (made,) = making.make(office, fill(office, mailing), mailing)
    (written,) = printing.write_pdf(office, (made,), tmp_path, draft=True)
    assert "Sampleuly" in PdfReader(written.path).pages[0].extract_text()
    nameless = {"base": "diplomatic", "fields": "name", "readers": frozenset({wide})}
    put(office, "paper_audience", name="Nameless", **nameless)
    with pytest.raises(printing.NotForThisAudience):
        printing.write_pdf(office, (made,), tmp_path, draft=True)


def test_a_slip_in_the_list_stops_the_letter(office: Office) -> None:
    person, narrow, _ = world(office, "person.occupatoin")
    with pytest.raises(KzcaseError, match="no such kind or field"):
        fill(office, Mailing((narrow,), subject="S", text=BODY, persons=(person,)))


def test_a_letter_bears_the_line_of_the_named_audience_it_goes_to(office: Office, tmp_path: Path) -> None:
    person, _, wide = world(office, "person.occupation")
    said = "For the delegation's desk officer alone"
    put(office, "paper_audience", name="Desk", base="diplomatic", readers=frozenset({wide}), line=said)
    mailing = Mailing((wide,), subject="S", text=BODY, persons=(person,))
    (filled,) = fill(office, mailing)
    assert said in words_of(printing.preview(office, filled, mailing))
    (made,) = making.make(office, (filled,), mailing)
    (written,) = printing.write_pdf(office, (made,), tmp_path, draft=True)
    read = words_of(written.path.read_bytes())
    assert said in read
    assert "not for publication" not in read.lower()
    (copied,) = [printing.write_docx(office, made, tmp_path / "letter.docx", draft=True)]
    with ZipFile(copied.path) as file:
        assert any(said in unescape(file.read(name).decode()) for name in file.namelist() if "xml" in name)


def test_a_line_that_names_somebody_who_may_not_be_named_stops_the_letter(
    office: Office, tmp_path: Path
) -> None:
    person, _, wide = world(office, "person.occupation")
    hidden = put(office, "person", do_not_share=True)
    put(office, "name", person=hidden, parts={"family": "Zhasyrynov", "given": "Bek"}, language="en")
    line = "Ask Bek Zhasyrynov before forwarding"
    put(office, "paper_audience", name="Desk", base="diplomatic", readers=frozenset({wide}), line=line)
    mailing = Mailing((wide,), subject="S", text=BODY, persons=(person,))
    (filled,) = fill(office, mailing)
    with pytest.raises(printing.NotForThisAudience):
        printing.preview(office, filled, mailing)


@pytest.mark.parametrize("template", ["brief", "pack", "list"])
def test_a_paper_behind_the_letter_keeps_back_what_the_letter_keeps_back(
    office: Office, tmp_path: Path, template: str
) -> None:
    person, narrow, wide = world(office, "person.occupation\nrestriction.translation")
    ban = {"kind": "house_arrest", "decided": "2026-01-01", "translation": "Not to drive"}
    put(office, "restriction", person=person, in_force="2026-01-02", **ban)
    mailing = Mailing((narrow, wide), subject="S", text="About {{persons.names}}.", persons=(person,))
    made = making.make(office, fill(office, mailing), mailing)
    read = [
        words_of(one.path.read_bytes())
        for one in printing.write_pdf(office, made, tmp_path, draft=True, enclose=template)
    ]
    assert [text.count("Not to drive") > 0 for text in read] == [False, True]
    assert "driver" not in read[0]


def words_of(paper: bytes) -> str:
    """The words of a paper in a line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).split())
