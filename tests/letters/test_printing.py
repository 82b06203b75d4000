"""Letters on paper: what stands on the pages, and that nothing of the machine gets in."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from kzcase.letters import making, printing
from kzcase.letters.filling import fill
from kzcase.letters.shapes import Mailing
from kzcase.services.office import Office
from tests.letters.conftest import put
from tests.letters.written import DAY, SIGNED, Ids, appeal, flat, machine, pages


def test_everything_of_a_letter_is_printed_in_the_order_of_reading(
    sample: Office, ids: Ids, tmp_path: Path
) -> None:
    (made,) = appeal(
        sample,
        ids,
        "Ms Ada Sample",
        copies=(ids("contact", "Ms Clara Model"),),
        enclosures=("Case brief",),
    )
    out = tmp_path / "letter.pdf"
    (written,) = printing.write_pdf(sample, (made,), out, one_file=True)
    assert (written.path, written.missing) == (out, ())
    read = pages(out.read_bytes())
    assert written.pages == len(read)
    text = flat(" ".join(read))
    order = [
        "Sample Office",
        "office@example.org",
        "Confidential: for the addressee only.",
        "Our reference: SO-2026/053",
        "22 November 2026",
        "Ms Ada Sample Second Secretary, human rights Embassy of Examplia 1 Sample Avenue, Astana",
        "Urgent appeal: Almas Sampleuly",
        "Dear Ms Sample,",
        "We write to draw your urgent attention",
        "Restrictions in force on 22 November 2026:",
        "We ask you to: 1. Raise the ban on blogging",
        "Yours faithfully, Aigerim Sample Director",
        "Enclosures: 1. Case brief",
        "Copies to: – Human rights focal point",
    ]
    places = [text.find(one) for one in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert "# " not in text, "the sign of a heading is not printed"
    assert f"Page 1 of {len(read)}" in text


def test_what_a_file_says_of_itself_is_the_letter_and_nothing_of_the_machine(
    sample: Office, ids: Ids, tmp_path: Path
) -> None:
    made = appeal(sample, ids, "Ms Ada Sample", "Mr Ben Example")
    out = tmp_path / "one.pdf"
    printing.write_pdf(sample, made[:1], out, one_file=True)
    reader = PdfReader(out)
    told = reader.metadata
    assert told is not None
    assert told.title == "Urgent appeal: Almas Sampleuly"
    assert told.author == "Sample Office"
    assert told.creator == told.producer == "kzcase"
    assert str(told.creation_date).startswith("2026-11-22 00:00:00")
    assert reader.trailer["/Root"]["/Lang"] == "en"
    raw = out.read_bytes()
    for secret in machine(tmp_path):
        assert secret.encode() not in raw
    several = tmp_path / "all.pdf"
    printing.write_pdf(sample, made, several, one_file=True)
    both = PdfReader(several)
    assert [str(one.title) for one in both.outline] == ["2026/053", "2026/054"]  # type: ignore[union-attr]
    assert both.metadata is not None
    assert both.metadata.title == "22 November 2026", "a file of many names nobody"


def test_the_same_letters_give_the_same_bytes(sample: Office, ids: Ids, tmp_path: Path) -> None:
    made = appeal(sample, ids, "Ms Ada Sample", "Mr Ben Example")
    hashes = [
        printing.write_pdf(sample, made, tmp_path / f"{one}.pdf", one_file=True, enclose=enclose)[0].sha256
        for one, enclose in enumerate((None, None, "brief", "brief"))
    ]
    assert hashes[0] == hashes[1]
    assert hashes[2] == hashes[3]
    words = [printing.write_docx(sample, made[0], tmp_path / f"{one}.docx").sha256 for one in range(2)]
    assert words[0] == words[1]


def test_files_are_named_by_number_and_never_by_a_person(sample: Office, ids: Ids, tmp_path: Path) -> None:
    made = appeal(sample, ids, "Ms Ada Sample", "Mr Ben Example")
    written = printing.write_pdf(sample, made, tmp_path)
    assert [one.path.name for one in written] == ["letter-2026-053.pdf", "letter-2026-054.pdf"]
    nameless = [
        put(
            sample,
            "letter",
            direction="out",
            subject="Secret person",
            body="x",
            signature=SIGNED,
            number=number,
        )
        for number in (None, "7/а", "7/б", "../../etc")
    ]
    names = [one.path.name for one in printing.write_pdf(sample, nameless, tmp_path)]
    assert names == ["letter-001.pdf", "letter-7.pdf", "letter-7-2.pdf", "letter-004.pdf"]
    assert all((tmp_path / one).is_file() for one in names)


def test_who_signs_may_bear_the_initial_and_surname_of_somebody_hidden(
    office: Office, tmp_path: Path
) -> None:
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    put(office, "letterhead", name="Office", signatory="F. Unbekannt", preferred=True)
    to = put(office, "contact", name="A. Reader", audience="public")
    mailing = Mailing((to,), subject="S", text="Text.")
    ids = making.make(office, fill(office, mailing), mailing)
    printing.write_pdf(office, ids, tmp_path)


@pytest.mark.parametrize(("language", "page"), [("en", "Page 1 of"), ("ru", "Стр. 1 из"), ("kk", "1-бет")])
def test_a_letter_is_printed_in_each_language(
    sample: Office, ids: Ids, tmp_path: Path, language: str, page: str
) -> None:
    (made,) = appeal(sample, ids, "Ms Ada Sample", language=language)
    out = tmp_path / "letter.pdf"
    (written,) = printing.write_pdf(sample, (made,), out, one_file=True, draft=True)
    assert page in " ".join(pages(out.read_bytes()))
    assert PdfReader(out).trailer["/Root"]["/Lang"] == language
    assert bool(written.missing) == (language != "en")


def test_a_joint_letter_is_signed_by_everybody_who_signs_it(sample: Office, tmp_path: Path) -> None:
    ngo = put(sample, "organisation", name="Partner NGO", kind="ngo")
    one = put(sample, "contact", name="B. Partner", position="Chair", organisation=ngo)
    to = put(sample, "contact", name="X", audience="public")
    made = put(
        sample,
        "letter",
        direction="out",
        subject="S",
        body="Text.",
        addressees=frozenset({to}),
        signatories=frozenset({one, ngo}),
    )
    out = tmp_path / "x.pdf"
    printing.write_pdf(sample, (made,), out, one_file=True)
    text = flat(" ".join(pages(out.read_bytes())))
    assert "B. Partner Chair Partner NGO" in text
    assert text.count("Partner NGO") == 2
    assert "Aigerim" not in text


def test_a_letter_inside_the_office_says_so_and_may_tell_everything(office: Office, tmp_path: Path) -> None:
    colleague = put(office, "contact", name="Colleague", audience="internal")
    person = put(office, "person", occupation="Teacher", do_not_share=True)
    put(office, "name", person=person, parts={"family": "Serikov"}, language="en")
    text = "{{#each persons}}{{person.name}}, {{person.line}}{{/each}}"
    mailing = Mailing((colleague,), subject="S", text=text, persons=(person,), language="en", day=DAY)
    (filled,) = fill(office, mailing)
    assert (filled.audience, filled.body, filled.withheld) == (
        "internal",
        "Serikov, Teacher (office only)",
        (),
    )
    made = making.make(office, (filled,), mailing)
    out = tmp_path / "x.pdf"
    printing.write_pdf(office, made, out, one_file=True, draft=True)
    assert "Internal: not to leave the office." in " ".join(pages(out.read_bytes()))
    embassy = put(office, "contact", name="E", audience="diplomatic")
    (shared,) = fill(office, replace(mailing, copies=(embassy,)))
    assert (shared.audience, shared.persons) == ("diplomatic", ())


def test_the_preview_is_the_letter_as_it_was_edited_and_writes_nothing(sample: Office, ids: Ids) -> None:
    mailing = Mailing(
        (ids("contact", "Ms Ada Sample"),),
        template="urgent_appeal",
        persons=(ids("person", "Сәмплұлы Алмас"),),
        day=DAY,
    )
    (filled,) = fill(sample, mailing)
    text = flat(" ".join(pages(printing.preview(sample, replace(filled, body="Edited by hand."), mailing))))
    assert "Edited by hand." in text
    assert "Dear Ms Sample," in text
    assert "DRAFT" not in text
    marked = replace(filled, body="On ⟦date: not in the vault⟧.")
    assert "On [date: not in the vault]." in flat(" ".join(pages(printing.preview(sample, marked, mailing))))
    assert "DRAFT" in " ".join(pages(printing.preview(sample, marked, mailing)))


def test_a_docx_says_the_same_in_the_same_order_and_its_language(
    sample: Office, ids: Ids, tmp_path: Path
) -> None:
    (made,) = appeal(sample, ids, "Ms Ada Sample", enclosures=("Case brief",))
    out, paper = tmp_path / "x.docx", tmp_path / "x.pdf"
    printing.write_docx(sample, made, out)
    printing.write_pdf(sample, (made,), paper, one_file=True)
    document = Document(str(out))
    said = [one.text.replace("\t", " ") for one in document.paragraphs if one.text.strip()]
    printed = flat(" ".join(pages(paper.read_bytes())))
    for paragraph in said:
        assert (
            flat(paragraph.replace(" 22 November", "").split(" 2026")[0]) in printed or "22 Nov" in paragraph
        )
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        assert not [one for one in names if "thumbnail" in one or "app.xml" in one or "custom" in one]
        styles = archive.read("word/styles.xml").decode()
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = " ".join(archive.read(one).decode("utf-8", "replace") for one in names)
    assert 'w:val="en-GB"' in styles
    for secret in ("python-docx", "Macintosh", *machine(tmp_path)):
        assert secret not in everything
    core = document.core_properties
    assert (core.title, core.author, core.last_modified_by, core.comments) == (
        "Urgent appeal: Almas Sampleuly",
        "Sample Office",
        "",
        "",
    )
    assert str(core.created) == "2026-11-22 00:00:00+00:00"


def test_a_draft_as_docx_says_so(sample: Office, ids: Ids, tmp_path: Path) -> None:
    (made,) = appeal(sample, ids, "Ms Ada Sample", language="ru")
    written = printing.write_docx(sample, made, tmp_path / "x.docx", draft=True)
    assert written.missing
    text = "\n".join(one.text for one in Document(str(tmp_path / "x.docx")).paragraphs)
    assert "ЧЕРНОВИК" in text
    assert "[ближайшее заседание: в хранилище нет;" in text
