"""Which documents may be annexed to a paper, what stands before them, and what the register keeps."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kzcase.briefing import papers
from kzcase.briefing.annexes import preparing
from kzcase.briefing.annexes.preparing import MOST, Shelf
from kzcase.briefing.content import Content
from kzcase.errors import KzcaseError, NotFound
from kzcase.history.ledger import Change
from kzcase.progress import Progress
from kzcase.services import documents, erasures, exports, packs, records, redactions
from kzcase.services.office import Office
from kzcase.services.packs import Pack
from tests.briefing.annexes.world import A4, Case, pdf

VERDICT = pdf([["City court"], ["Dana Serikova is sentenced"], ["Witness Max Bokayev said"]])
ON_THE_WITNESS = (100, 90, 700, 140)
INSIDE = {"description", "file_name", "obtained", "custody", "remarks", "url"}
"""Fields of a document that no page before an annex tells."""


@pytest.fixture
def case(office: Office, tmp_path: Path) -> Case:
    made = Case(office, tmp_path)
    made.person("Serikova", "Dana", "case")
    return made


def withheld(content: Content, document: str) -> str:
    """Why a document stays out; "" if it does not."""
    (found,) = [one for one in content.withheld if one.id == document] or [None]
    if found is None:
        assert document in [one.record for one in content.annexes]
        return ""
    assert document not in [one.record for one in content.annexes]
    assert (found.field, found.kind, found.title) == ("", "document", "Verdict")
    return found.reason


def scan() -> bytes:
    """A picture of a page: nothing on it can be read by the program."""
    out = BytesIO()
    Image.new("L", (200, 280), 200).save(out, "PNG")
    return out.getvalue()


def test_a_document_goes_out_with_the_consent_of_whom_it_belongs_to(case: Case) -> None:
    document = case.document(VERDICT, case.people[0])
    assert withheld(case.paper(document), document) == ""
    assert "No consent" in withheld(case.paper(document, audience="un", people=[of_un(case)]), document)


def of_un(case: Case) -> str:
    """Somebody else, of whom the UN may be told."""
    person = case.person("Omarov", "Erlan")
    case.agree(person, audiences=frozenset({"un"}))
    return person


def test_everybody_a_document_belongs_to_must_have_agreed(case: Case) -> None:
    other = case.person("Omarov", "Erlan")
    document = case.document(pdf([["Nothing"]]), case.people[0], other)
    assert "No consent" in withheld(case.paper(document), document)
    consent = case.agree(other)
    paper = case.paper(document)
    assert withheld(paper, document) == ""
    assert consent in paper.consents


def test_what_a_document_belongs_to_leads_to_its_people(case: Case) -> None:
    other = case.person("Omarov", "Erlan")
    theirs = case.put("prosecution", {"person": other})
    penalty = case.put("penalty", {"sentence": case.put("sentence", {"prosecution": theirs})})
    document = case.document(pdf([["Nothing"]]), penalty)
    assert "No consent" in withheld(case.paper(document), document)
    case.agree(other)
    assert case.paper(document).annexes[0].people == (other,)


@pytest.mark.parametrize(
    ("kind", "scope"), [("medical", "health"), ("photo", "photo")], ids=["medical", "photo"]
)
def test_what_a_document_is_needs_its_own_consent(case: Case, kind: str, scope: str) -> None:
    document = case.document(pdf([["Nothing"]]), case.people[0], kind=kind)
    assert "No consent" in withheld(case.paper(document), document)
    case.agree(case.people[0], scope)
    assert withheld(case.paper(document), document) == ""


def test_somebody_s_photograph_needs_their_consent_whatever_the_document_says_it_is(case: Case) -> None:
    document = case.document(pdf([["Nothing"]]), case.people[0])
    case.change(case.people[0], "person", {"photo": document})
    assert "photograph" in withheld(case.paper(document), document)
    case.agree(case.people[0], "photo")
    assert withheld(case.paper(document), document) == ""
    # Somebody else's, too, though it belongs to the first alone.
    other = case.person("Omarov", "Erlan")
    case.change(other, "person", {"photo": document})
    assert "No consent" in withheld(case.paper(document), document)


def test_nobody_s_document_needs_a_public_source(case: Case) -> None:
    document = case.document(pdf([["A law"]]))
    assert "belongs to nobody" in withheld(case.paper(document), document)
    source = case.put("source", {"title": "Gazette", "public": True})
    case.put("citation", {"record": document, "source": source})
    assert withheld(case.paper(document), document) == ""


def test_do_not_share_on_it_or_on_any_owner_keeps_it_in(case: Case) -> None:
    marked = case.document(VERDICT, case.people[0], do_not_share=True)
    assert "do not share" in withheld(case.paper(marked), marked)
    event = case.put("event", {"persons": frozenset(case.people), "title": "Raid", "do_not_share": True})
    of_event = case.document(pdf([["Nothing"]]), case.people[0], event)
    assert "do not share" in withheld(case.paper(of_event), of_event)
    assert withheld(case.paper(marked, audience="internal"), marked) == ""


def test_it_stays_out_when_it_or_its_person_is_left_out(case: Case) -> None:
    document = case.document(VERDICT, case.people[0])
    assert "Left out by you" in withheld(case.paper(document, without=[document]), document)


def test_a_page_that_names_somebody_who_may_not_be_named_is_covered_or_stays_here(case: Case) -> None:
    case.person("Bokayev", "Max")
    document = case.document(VERDICT, case.people[0])
    reason = withheld(case.paper(document), document)
    assert reason.startswith("Page 3 names somebody who may not be named here, outside the boxes")
    assert reason.endswith("(“Max Bokayev”).")
    assert withheld(case.paper(document, audience="internal"), document) == ""
    assert withheld(case.paper(f"{document}:1-2"), document) == ""
    box = redactions.add(case.office, document, 3, ON_THE_WITNESS)
    paper = case.paper(document)
    assert withheld(paper, document) == ""
    assert paper.annexes[0].told == "All its 3 pages; 1 place covered by this office"
    redactions.remove(case.office, box)
    assert withheld(case.paper(document), document)


def test_every_place_that_keeps_a_document_in_is_listed_with_its_page(case: Case) -> None:
    case.person("Bokayev", "Max")
    case.change(case.people[0], "person", {"do_not_say": "city court"})
    document = case.document(VERDICT, case.people[0])
    paper = case.paper(document)
    listed = [(one.document, one.title, one.page, one.words) for one in paper.readable]
    assert listed == [(document, "Verdict", 1, "City court"), (document, "Verdict", 3, "Max Bokayev")]
    for page in (1, 3):
        redactions.add(case.office, document, page, ON_THE_WITNESS)
    assert case.paper(document).readable == ()


def test_who_is_named_in_full_once_is_named_by_a_surname_on_every_page(case: Case) -> None:
    case.person("Omarov", "Erlan")
    text = pdf([["witness Erlan Omarov"], ["questions to Omarov"], ["nobody, omar"]])
    document = case.document(text, case.people[0])
    listed = [(one.page, one.words) for one in case.paper(document).readable]
    assert listed == [(1, "Erlan Omarov"), (2, "Omarov")]
    # The full name is covered, and the surname alone is still his.
    redactions.add(case.office, document, 1, ON_THE_WITNESS)
    paper = case.paper(document)
    assert withheld(paper, document).startswith("Page 2 names somebody")
    assert [(one.page, one.words) for one in paper.readable] == [(2, "Omarov")]
    redactions.add(case.office, document, 2, ON_THE_WITNESS)
    assert withheld(case.paper(document), document) == ""


def test_a_surname_alone_is_anybody_s_where_nobody_is_named_in_full(case: Case) -> None:
    case.person("Omarov", "Erlan")
    document = case.document(pdf([["questions to Omarov"]]), case.people[0])
    assert withheld(case.paper(document), document) == ""


def test_a_relative_of_the_same_surname_does_not_keep_the_person_s_own_name_out(case: Case) -> None:
    case.person("Serikov", "Erlan")
    document = case.document(pdf([["witness Erlan Serikov"], ["Serikova was heard"]]), case.people[0])
    assert [(one.page, one.words) for one in case.paper(document).readable] == [(1, "Erlan Serikov")]


def test_a_short_name_that_is_broken_at_a_line_s_end_keeps_a_page_in(case: Case) -> None:
    other = case.person("Aliev", "Max", pseudonym="Aliya")
    document = case.document(pdf([["heard by the witness Ali-", "ev and left"]]), case.people[0], other)
    case.agree(other)
    paper = case.paper(document)
    assert "names somebody" in withheld(paper, document)
    assert [one.words for one in paper.readable] == ["Aliev"]


def test_somebody_far_from_the_case_is_not_named_either(case: Case) -> None:
    case.person("Omarov", "Erlan")
    document = case.document(pdf([["Another witness, Erlan Omarov, was heard"]]), case.people[0])
    reason = withheld(case.paper(document), document)
    assert "(“Erlan Omarov”)" in reason


def test_words_not_to_be_said_are_looked_for_on_the_pages(case: Case) -> None:
    case.change(case.people[0], "person", {"do_not_say": "city court"})
    document = case.document(VERDICT, case.people[0])
    reason = withheld(case.paper(document), document)
    assert reason == "Page 1 holds words of the list “do not say” (“City court”)."
    redactions.add(case.office, document, 1, ON_THE_WITNESS)
    assert withheld(case.paper(document), document) == ""


def test_a_scan_is_on_thin_ground_and_of_somebody_protected_stays_until_something_is_covered(
    case: Case,
) -> None:
    document = case.document(scan(), case.people[0], name="scan.png")
    paper = case.paper(document)
    assert withheld(paper, document) == ""
    assert any("no words on page 1" in one.what for one in paper.thin)
    case.change(case.people[0], "person", {"pseudonym": "Aliya"})
    assert "name is protected" in withheld(case.paper(document), document)
    redactions.add(case.office, document, 1, (0, 0, 500, 100))
    assert withheld(case.paper(document), document) == ""


def test_a_scan_with_the_footer_of_a_scanner_is_still_a_scan(case: Case) -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.drawImage(ImageReader(BytesIO(scan())), 20, 40, 550, 760)
    canvas.drawString(60, 20, "Scanned with a telephone")
    canvas.save()
    case.change(case.people[0], "person", {"pseudonym": "Aliya"})
    document = case.document(out.getvalue(), case.people[0])
    assert "name is protected" in withheld(case.paper(document), document)
    redactions.add(case.office, document, 1, (0, 0, 500, 100))
    paper = case.paper(document)
    assert withheld(paper, document) == ""
    assert any("no words on page 1, or not all" in one.what for one in paper.thin)


def test_the_name_behind_a_pseudonym_must_be_covered_on_every_page(case: Case) -> None:
    case.change(case.people[0], "person", {"pseudonym": "Aliya"})
    document = case.document(VERDICT, case.people[0])
    reason = withheld(case.paper(document), document)
    assert reason.startswith("Page 2 names somebody")
    assert "(“Dana Serikova”)" in reason


def test_an_audience_without_names_gets_no_documents(case: Case) -> None:
    rule = case.put("paper_audience", {"name": "No names", "base": "diplomatic", "fields": "name"})
    document = case.document(VERDICT, case.people[0])
    assert "keeps it back" in withheld(case.paper(document, wishes={"rule": rule}), document)


def test_boxes_of_another_file_are_looked_at_again_first(case: Case) -> None:
    document = case.document(VERDICT, case.people[0])
    redactions.add(case.office, document, 1, (0, 0, 100, 100))
    (case.folder / "new.pdf").write_bytes(pdf([["Another"]]))
    documents.give_file(case.office, document, case.folder / "new.pdf")
    assert "another file" in withheld(case.paper(document), document)
    inside = case.paper(document, audience="internal")
    assert any("another file" in one.what for one in inside.thin)
    redactions.confirm(case.office, document)
    assert withheld(case.paper(document), document) == ""


@pytest.mark.parametrize("data", [b"%PDF-1.7 rubbish", b"plain"], ids=["damaged", "text"])
def test_what_cannot_be_drawn_is_listed_with_its_reason_and_the_paper_is_made(
    case: Case, data: bytes
) -> None:
    document = case.document(data, case.people[0])
    paper = case.paper(document)
    assert withheld(paper, document)
    assert papers.drawn(paper, "pdf").pages == 1


def test_a_document_without_its_file_is_listed(case: Case) -> None:
    document = case.put("document", {"title": "Verdict", "records": frozenset(case.people)})
    assert "not here" in withheld(case.paper(document), document)


def test_a_document_that_was_deleted_or_erased_since_a_pack_was_kept_is_listed(case: Case) -> None:
    deleted, erased = (case.document(VERDICT, case.people[0], name=f"{one}.pdf") for one in "ab")
    records.delete(case.office, deleted)
    erasures.erase(case.office, erased)
    paper = case.paper(deleted, erased)
    assert not paper.annexes
    assert [(one.id, one.reason) for one in paper.withheld[:2]] == [
        (deleted, "It is not in this vault any more."),
        (erased, "It is not in this vault any more."),
    ]


def test_what_is_no_document_or_no_page_is_refused(case: Case) -> None:
    with pytest.raises(NotFound, match="no document"):
        case.paper(case.people[0])
    with pytest.raises(KzcaseError, match="names no pages"):
        case.paper(f"{case.document(VERDICT)}:x")
    with pytest.raises(KzcaseError, match="at most"):
        case.paper(*(records.new_id() for _ in range(MOST + 1)))


# --- in the paper -----------------------------------------------------------------------------------


def annexed(case: Case, **more: Any) -> tuple[str, Content]:
    """A verdict with a covered witness, and the pack it is annexed to."""
    document = case.document(VERDICT, case.people[0], kind="judgment", number="12-3", date="2025-03-02")
    redactions.add(case.office, document, 3, ON_THE_WITNESS)
    return document, case.paper(document, template="pack", **more)


def test_annexes_stand_at_the_end_in_the_contents_and_in_the_outline(case: Case) -> None:
    _, content = annexed(case)
    sheet = papers.drawn(content, "pdf")
    reader = PdfReader(BytesIO(sheet.data))
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert sheet.pages == len(texts)
    before = texts[-4]
    assert "Annex 1 Verdict Judgment or decision, No. 12-3, 2 Mar 2025 All its 3 pages; 1 place" in before
    for number, text in enumerate(texts[-3:], start=1):
        assert f"Annex 1, page {number} of the document" in text
        assert f"Page {len(texts) - 3 + number} of {len(texts)}" in text
    assert "Annexes Annex 1: Verdict" in texts[1]
    outline = [
        one["/Title"] for level in reader.outline for one in (level if isinstance(level, list) else [level])
    ]
    assert "Annexes" in outline
    assert "Annex 1: Verdict" in outline


@pytest.mark.parametrize("template", ["brief", "list"])
def test_a_page_lies_or_stands_as_it_does_in_the_document(case: Case, template: str) -> None:
    lying, standing = pdf([["Wide"]], (842.0, 595.0)), pdf([["High"]])
    wide = case.document(lying, case.people[0], name="wide.pdf")
    high = case.document(standing, case.people[0], name="high.pdf")
    sheet = papers.drawn(case.paper(wide, high, template=template), "pdf")
    boxes = [page.mediabox for page in PdfReader(BytesIO(sheet.data)).pages]
    assert [one.width > one.height for one in boxes] == [template == "list", False, True, False, False]
    last = PdfReader(BytesIO(sheet.data)).pages[2].extract_text()
    assert f"Page 3 of {len(boxes)}" in last


def test_nothing_of_the_document_but_its_pictures_is_in_the_paper(case: Case) -> None:
    _, content = annexed(case)
    data = papers.drawn(content, "pdf").data
    reader = PdfReader(BytesIO(data))
    assert not any("City court" in page.extract_text() for page in reader.pages)
    assert reader.attachments == {}
    assert not any("/AcroForm" in page or "/JavaScript" in page for page in map(str, reader.pages))
    images = [one.data for page in reader.pages[-3:] for one in page.images]
    assert len(images) == 3


def test_the_document_in_the_vault_is_the_same_after_it(case: Case) -> None:
    document, _ = annexed(case)
    assert documents.read(case.office, document) == VERDICT


def test_the_same_vault_day_and_options_give_the_same_bytes(case: Case) -> None:
    document, content = annexed(case)
    again = case.paper(document, template="pack")
    assert papers.drawn(content, "pdf") == papers.drawn(again, "pdf")


def test_the_twins_name_the_annexes(case: Case) -> None:
    _, content = annexed(case)
    for form in ("txt", "html"):
        told = papers.drawn(content, form).data.decode()
        assert "Annex 1: Verdict" in told
        assert "All its 3 pages; 1 place covered by this office" in told


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "Приложение 1"), ("kk", "1-қосымша")], ids=["ru", "kk"]
)
def test_annexes_are_told_of_in_the_paper_s_language(case: Case, language: str, said: str) -> None:
    _, content = annexed(case, language=language)
    pages = PdfReader(BytesIO(papers.drawn(content, "pdf").data)).pages
    assert said in " ".join(pages[-4].extract_text().split())


def test_some_pages_are_told_to_be_some(case: Case) -> None:
    document = case.document(VERDICT, case.people[0])
    (annex,) = case.paper(f"{document}:2").annexes
    assert annex.pages == (2,)
    assert annex.told == "1 of its 3 pages"


def test_the_register_knows_the_annexes_their_people_and_their_consents(case: Case) -> None:
    other = case.person("Omarov", "Erlan")
    consent = case.agree(other)
    document = case.document(pdf([["Nothing"]]), other)
    made = papers.hand_out(case.office, case.paper(document), case.folder / "out.pdf")
    assert made.plain()["annexes"] == [{"id": document, "number": 1, "pages": [1]}]
    (entry,) = exports.listed(case.office, document=document)
    assert set(entry.persons) == set(case.people)
    assert consent in entry.consents
    assert entry.options["annexes"] == {document: "1"}
    heads = records.view(case.office, consent).heads
    case.office.record([Change("consent", consent, {"withdrawn": "2026-11-23"}, parents=heads)])
    with case.office.read() as session:
        (overtaken,) = exports.overtaken(session)
    assert (overtaken.person, [one.sha256 for one in overtaken.papers]) == (other, [made.sha256])


def test_a_pack_keeps_its_annexes_in_their_order(case: Case) -> None:
    one, two = (case.document(pdf([[str(n)]]), case.people[0], name=f"{n}.pdf") for n in (1, 2))
    asked = tuple(sorted((f"{one}:1", two), reverse=True))
    packs.save(case.office, Pack("Dialogue", persons=tuple(case.people), annexes=asked))
    assert packs.named(case.office, "dialogue").annexes == asked


def test_what_was_drawn_is_not_drawn_again_for_the_next_preview(case: Case) -> None:
    class Counting(Progress):
        drawn = 0

        def report(self, what: str, done: int, total: int) -> None:
            self.drawn += what == "Drawing an annex"

    document = case.document(VERDICT, case.people[0])
    shelf, first, second, third = Shelf(), Counting(), Counting(), Counting()
    for progress in (first, second):
        case.paper(document, wishes={"shelf": shelf}, progress=progress)
    redactions.add(case.office, document, 1, (0, 0, 100, 100))
    case.paper(document, wishes={"shelf": shelf}, progress=third)
    assert first.drawn
    assert not second.drawn
    assert third.drawn


def test_boxes_are_erased_with_their_document(case: Case, new_office: Callable[[], Office]) -> None:
    document = case.document(VERDICT, case.people[0])
    box = redactions.add(case.office, document, 1, (0, 0, 100, 100), note="Her address")
    erasures.erase(case.office, document)
    with pytest.raises(NotFound):
        records.view(case.office, box)


def test_more_than_a_paper_can_carry_is_refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "HEAVIEST", 1000)
    with pytest.raises(KzcaseError, match="larger than 0 MB together"):
        case.paper(case.document(VERDICT, case.people[0]))


MARKS = {key: f"zq{place}secret{place}qz" for place, key in enumerate(sorted(INSIDE), start=1)}


@given(audience=st.sampled_from(["diplomatic", "un", "public"]), protected=st.booleans(), owned=st.booleans())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_field_that_stays_in_the_office_and_no_covered_word_leaves_with_an_annex(
    new_office: Callable[[], Office], tmp_path: Path, audience: str, protected: bool, owned: bool
) -> None:
    made = Case(new_office(), tmp_path)
    everybody = frozenset({"diplomatic", "un", "public"})
    person = made.person("Serikova", "Dana", pseudonym="Aliya" if protected else None)
    made.agree(person, audiences=everybody)
    other = made.person("Zqhiddenqz", "Max", remarks="zqotherqz")
    owners = (person, other) if owned else (person,)
    pages = [["Open words"], ["Told by Max Zqhiddenqz"]]
    document = made.document(pdf(pages), *owners, name="zqfileqz.pdf", **MARKS)
    redactions.add(made.office, document, 2, ON_THE_WITNESS, note="zqnoteqz")
    content = made.paper(document, audience=audience, template="pack")
    assert bool(content.annexes) is not owned
    told = [papers.drawn(content, form).data for form in ("html", "txt")]
    data = papers.drawn(content, "pdf").data
    reader = PdfReader(BytesIO(data))
    told += [data, *(page.extract_text().encode() for page in reader.pages)]
    told += [str(reader.metadata).encode(), str(reader.outline).encode(), papers.file_name(content).encode()]
    for mark in (*MARKS.values(), "zqhiddenqz", "zqotherqz", "zqnoteqz", "zqfileqz", document, person):
        assert not any(mark in text.decode("latin-1").lower() for text in told), mark
