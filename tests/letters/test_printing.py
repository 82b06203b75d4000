"""Letters on paper: what stands on the pages, what stops them, and that nothing of the machine gets in."""

from __future__ import annotations

import getpass
import re
import socket
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from kzcase.briefing.fonts import Unprintable
from kzcase.errors import Cancelled, KzcaseError, NotFound, Unwritable
from kzcase.letters import logos, making, pdf, printing
from kzcase.letters.content import Printed
from kzcase.letters.docxfile import render as render_docx
from kzcase.letters.filling import fill
from kzcase.letters.layout import Setter
from kzcase.letters.shapes import Mailing
from kzcase.progress import Progress
from kzcase.services import documents
from kzcase.services.office import Office
from tests.letters.conftest import put

Ids = Callable[[str, str], str]
DAY = date(2026, 11, 22)
SIGNED = "Yours faithfully,\n\nA. Sample\nDirector"


def letter(**given: object) -> Printed:
    made = Printed("id", "en", "diplomatic", DAY, "22 November 2026", "Subject", "Dear all,", "Text.", SIGNED)
    return replace(made, **given)  # type: ignore[arg-type]


def pages(data: bytes) -> list[str]:
    return [one.extract_text() for one in PdfReader(BytesIO(data)).pages]


def machine(place: Path) -> list[str]:
    """What a file could tell of where it was made."""
    return [str(place), str(Path.cwd()), f"/{getpass.getuser()}/", f"@{socket.gethostname()}"]


def flat(text: str) -> str:
    return " ".join(text.split())


def appeal(office: Office, ids: Ids, *titles: str, language: str = "en", **more: object) -> tuple[str, ...]:
    mailing = Mailing(
        tuple(ids("contact", one) for one in titles),
        template="urgent_appeal",
        persons=(ids("person", "Сәмплұлы Алмас"),),
        language=language,
        day=DAY,
        **more,  # type: ignore[arg-type]
    )
    return making.make(office, fill(office, mailing), mailing)


# what stands on a page


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


def test_a_reference_that_names_somebody_is_not_printed_and_names_no_file(
    office: Office, tmp_path: Path
) -> None:
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    to = put(office, "contact", name="A. Reader", audience="public")
    for typed in ({"number": "2026/1 Fern Unbekannt"}, {"reference": "Fern Unbekannt"}):
        given = {"subject": "S", "body": "x", "signature": SIGNED, "addressees": frozenset({to})}
        named = put(office, "letter", direction="out", audience="public", language="en", **given, **typed)
        with pytest.raises(printing.NotForThisAudience):
            printing.write_pdf(office, (named,), tmp_path)
    number = "2026/1 Fern Unbekannt"
    inside = put(office, "letter", direction="out", body="x", subject="S", signature=SIGNED, number=number)
    given = frozenset({"public"})
    put(office, "consent", person=stranger, scope="case", answer="given", audiences=given, date="2026-01-01")
    (written,) = printing.write_pdf(office, (inside,), tmp_path)
    assert written.path.name == "letter-2026-1.pdf"


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


# what is missing


def test_a_letter_that_lacks_something_is_printed_as_a_draft_only_and_says_so(
    sample: Office, ids: Ids, tmp_path: Path
) -> None:
    (made,) = appeal(sample, ids, "Ms Ada Sample", language="kk")
    out = tmp_path / "letter.pdf"
    with pytest.raises(printing.NotFinished, match="2026/053 is not finished"):
        printing.write_pdf(sample, (made,), out, one_file=True)
    assert list(tmp_path.glob("*.pdf")) == []
    (written,) = printing.write_pdf(sample, (made,), out, one_file=True, draft=True)
    assert written.missing
    for page in pages(out.read_bytes()):
        assert "ЖОБА: жіберуге болмайды" in flat(page)
    assert "[келесі отырыс: қоймада жоқ;" in flat(" ".join(pages(out.read_bytes())))


def test_a_letter_without_text_or_signature_is_not_finished(sample: Office, tmp_path: Path) -> None:
    empty = put(sample, "letter", direction="out", subject="S")
    with pytest.raises(printing.NotFinished, match="“S” is not finished: text"):
        printing.write_pdf(sample, (empty,), tmp_path)
    (written,) = printing.write_pdf(sample, (empty,), tmp_path, draft=True)
    assert [one.placeholder for one in written.missing] == [""]


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


# what may not be printed


def test_a_letter_edited_to_name_somebody_is_not_printed(sample: Office, ids: Ids, tmp_path: Path) -> None:
    person = ids("person", "Сәмплұлы Алмас")
    to = frozenset({ids("contact", "Ms Ada Sample")})
    hidden = put(sample, "person", do_not_share=True)
    put(sample, "name", person=hidden, parts={"family": "Verborgenov", "given": "Ivan"}, language="en")
    put(sample, "event", persons=frozenset({person, hidden}), title="Meeting", date="2026-01-01")
    common = {"direction": "out", "subject": "S", "addressees": to, "signature": SIGNED}
    plain = put(sample, "letter", **common, persons=frozenset({person}), body="He was there.")
    assert printing.write_pdf(sample, (plain,), tmp_path)
    far = put(sample, "person")
    put(sample, "name", person=far, parts={"family": "Далеков", "given": "Игнат"}, language="ru")
    for body in (
        "Verborgenov was there.",
        "Там был Верборгенов.",
        "Ver­bor­genov was there.",
        "Там был Далеков\nИгнат с другом.",
        "Там был Да\u200bлеков Игнат.",
    ):
        named = put(sample, "letter", **common, persons=frozenset({person}), body=body)
        with pytest.raises(printing.NotForThisAudience, match="may not be named"):
            printing.write_pdf(sample, (named,), tmp_path)
        with pytest.raises(printing.NotForThisAudience):
            printing.write_docx(sample, named, tmp_path / "x.docx")


def test_a_letter_about_somebody_who_did_not_agree_says_how_to_get_their_consent(
    sample: Office, tmp_path: Path
) -> None:
    person = put(sample, "person")
    to = put(sample, "contact", name="X", audience="diplomatic")
    made = put(
        sample,
        "letter",
        direction="out",
        subject="S",
        body="Text.",
        signature=SIGNED,
        addressees=frozenset({to}),
        persons=frozenset({person}),
    )
    with pytest.raises(printing.NotForThisAudience, match="Ask the person and record the consent"):
        printing.write_pdf(sample, (made,), tmp_path)


def test_what_was_written_for_closed_eyes_is_not_printed_for_others(sample: Office, tmp_path: Path) -> None:
    press = put(sample, "contact", name="Press", audience="public")
    common = {"direction": "out", "subject": "S", "body": "x", "signature": SIGNED}
    made = put(sample, "letter", **common, addressees=frozenset({press}), audience="diplomatic")
    with pytest.raises(KzcaseError, match="written for closed briefings, and goes to the public"):
        printing.write_pdf(sample, (made,), tmp_path)
    embassy = put(sample, "contact", name="E", audience="diplomatic")
    public = put(sample, "letter", **common, addressees=frozenset({embassy}), audience="public")
    assert printing.write_pdf(sample, (public,), tmp_path)


def test_the_title_of_an_enclosed_document_is_for_its_audience_too(office: Office, tmp_path: Path) -> None:
    stranger = put(office, "person")
    to = put(office, "contact", name="X", audience="diplomatic")
    titles = {
        put(office, "document", title="Verdict of a stranger", records=frozenset({stranger})),
        put(office, "document", title="Kept back", do_not_share=True),
        put(office, "document", title="Law"),
    }
    mailing = Mailing((to,), text="x", enclosures=tuple(sorted(titles)), day=DAY)
    (filled,) = fill(office, mailing)
    assert sorted(one.title for one in filled.withheld if one.kind == "document") == [
        "Kept back",
        "Verdict of a stranger",
    ]
    made = making.make(office, (filled,), mailing)
    out = tmp_path / "x.pdf"
    printing.write_pdf(office, made, out, one_file=True, draft=True)
    text = " ".join(pages(out.read_bytes()))
    assert "Law" in text
    assert "stranger" not in text
    assert "Kept back" not in text


def test_letters_that_came_in_and_strangers_are_not_printed(sample: Office, ids: Ids, tmp_path: Path) -> None:
    with pytest.raises(KzcaseError, match="came in"):
        printing.write_pdf(sample, (ids("letter", "2026/042-A"),), tmp_path)
    with pytest.raises(NotFound):
        printing.write_pdf(sample, (ids("contact", "Ms Ada Sample"),), tmp_path)
    with pytest.raises(KzcaseError, match="No letter was chosen"):
        printing.write_pdf(sample, (), tmp_path)


# where it is written


def test_a_place_that_cannot_be_written_keeps_the_older_file(
    sample: Office, ids: Ids, tmp_path: Path
) -> None:
    made = appeal(sample, ids, "Ms Ada Sample")
    with pytest.raises(Unwritable):
        printing.write_pdf(sample, made, tmp_path / "missing" / "x.pdf", one_file=True)
    with pytest.raises(Unwritable):
        printing.write_pdf(sample, made, tmp_path / "missing")
    with pytest.raises(Unwritable):
        printing.write_docx(sample, made[0], tmp_path / "missing" / "x.docx")


def test_stopping_writes_no_file(sample: Office, ids: Ids, tmp_path: Path) -> None:
    made = appeal(sample, ids, "Ms Ada Sample", "Mr Ben Example")
    for what in ("Reading letters", "Drawing letters", "Enclosing papers"):

        class Stop(Progress):
            def report(self, step: str, done: int, total: int, wanted: str = what) -> None:
                if step == wanted:
                    raise Cancelled

        enclose = "brief" if what == "Enclosing papers" else None
        with pytest.raises(Cancelled):
            printing.write_pdf(sample, made, tmp_path, progress=Stop(), enclose=enclose)
        assert list(tmp_path.glob("*.pdf")) == []


# the preview


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


# layout


@pytest.mark.parametrize("lines", range(20, 60))
def test_a_signature_never_stands_alone_and_a_heading_never_at_the_foot(lines: int) -> None:
    body = "\n\n".join(f"Paragraph {one} of the text." for one in range(lines))
    read = pages(pdf.render((letter(body=f"{body}\n\n# A heading\nBelow it."),))[0])
    last = read[-1]
    assert "A. Sample" in last
    assert "Below it." in last, "some of the text stands with the signature"
    assert any("A heading" in page and "Below it." in page for page in read)


@pytest.mark.parametrize(("gaps", "lines"), [(1, 34), (2, 36), (3, 36), (3, 37), (5, 34), (5, 35)])
def test_what_announces_a_list_never_stands_at_the_foot_without_it(gaps: int, lines: int) -> None:
    told = [f"Line {one} of the text." for one in range(lines)]
    body = "\n\n".join("\n".join(told[one::gaps]) for one in range(gaps))
    asked = "1. " + "Raise the case of all who are held for what they wrote. " * 2
    later = "\n\n".join(["What comes after it is long enough for another page."] * 12)
    read = pages(pdf.render((letter(body=f"{body}\n\nWe ask you to:\n\n{asked}\n\n{later}"),))[0])
    assert any("We ask you to:" in page and "Raise the case" in page for page in read)


def test_a_letter_that_runs_over_by_a_few_lines_is_set_closer() -> None:
    counts = {
        lines: len(Setter().pages(letter(body="\n\n".join(["A paragraph of the text."] * lines))))
        for lines in range(15, 32)
    }
    longest = max(lines for lines, number in counts.items() if number == 1)
    closing = letter(body="\n\n".join(["A paragraph of the text."] * longest))
    sizes = {
        one.flowable.style.fontSize for one in Setter().pages(closing)[0] if hasattr(one.flowable, "style")
    }
    assert 10 in sizes
    assert sorted(counts.values()) == list(counts.values())


def test_a_long_text_goes_over_pages_and_every_word_is_printed_once() -> None:
    words = [f"w{number:05d}" for number in range(6000)]
    text = " ".join(pages(pdf.render((letter(body=" ".join(words)),))[0]))
    assert re.findall(r"w\d{5}", text) == words


def test_an_unbroken_word_and_a_long_address_do_not_hang_the_layout() -> None:
    data, number = pdf.render((letter(body="x" * 20_000, addressee=("y" * 3000,), subject="z" * 2000),))
    assert number > 1
    assert pages(data)


def test_lists_keep_their_signs_as_typed() -> None:
    text = flat(
        " ".join(pages(pdf.render((letter(body="We ask:\n1. One.\n2) Two.\n• Three.\n- Four."),))[0]))
    )
    for said in ("1. One.", "2) Two.", "• Three.", "- Four."):
        assert said in text


def test_a_character_without_a_letter_stops_the_letter_with_its_name() -> None:
    with pytest.raises(Unprintable, match="U\\+1F600"):
        pdf.render((letter(body="Hello 😀"),))


HOSTILE = (
    "<b>bold</b>",
    '<img src="/etc/passwd">',
    '<font color="[[[].__class__]]">x</font>',
    "&nbsp;&lt;",
    "{{persons.names}}",
    "{{#each persons}}",
    "%(date)s {0}",
    "</para>",
    "Dear ]]> &#0; end",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_is_printed_letter_for_letter(
    office: Office, tmp_path: Path, text: str
) -> None:
    body = put(office, "organisation", name=text, kind="other")
    to = put(
        office,
        "contact",
        name=text,
        position=text,
        salutation=text,
        address=f"{text}\n{text}",
        organisation=body,
        audience="diplomatic",
        language="en",
    )
    person = put(office, "person", summary_en=text, occupation=text)
    put(office, "name", person=person, parts={"family": text}, language="en")
    agreed = frozenset({"diplomatic"})
    put(office, "consent", person=person, scope="case", answer="given", audiences=agreed, date="2026-01-01")
    put(office, "letterhead", name=text, address=text, contact=text, signatory=text, reference_prefix=text)
    put(office, "ask", record=person, text=text)
    template = (
        "{{#each persons}}\n# {{person.name}}\n{{person.summary}}\n{{person.line}}\n{{/each}}\n{{note}}\n"
    )
    mailing = Mailing(
        (to,),
        subject="{{persons.names}}",
        text=template + "{{#each asks}}\n{{ask.number}}. {{ask.text}}\n{{/each}}\n{{#each copies}}{{/each}}",
        persons=(person,),
        enclosures=(text,),
        note=text,
        day=DAY,
    )
    made = making.make(office, fill(office, mailing), mailing)
    out, word = tmp_path / "x.pdf", tmp_path / "x.docx"
    (written,) = printing.write_pdf(office, made, out, one_file=True)
    assert written.missing == ()
    printed = "".join("".join(pages(out.read_bytes())).split())
    plain = "".join(text.split())
    assert printed.count(plain) >= 12
    printing.write_docx(office, made[0], word)
    typed = "".join("".join(one.text for one in Document(str(word)).paragraphs).split())
    assert typed.count(plain) >= 12


@given(body=st.text(max_size=300), subject=st.text(max_size=60))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_laid_out_or_refused_by_its_characters(body: str, subject: str) -> None:
    given_letter = letter(body=body, subject=subject)
    outcome: Sequence[object] = ()
    try:
        outcome = Setter().pages(given_letter)
        pdf.render((given_letter,))
    except Unprintable:
        pass
    assert len(outcome) >= 1
    data = render_docx(letter(body=printable(body), subject=printable(subject)))
    assert Document(BytesIO(data)).paragraphs


def printable(text: str) -> str:
    from kzcase.briefing.text import clean

    return clean(text)


# .docx


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


# the letterhead


def png(size: tuple[int, int] = (40, 20)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, "PNG")
    return out.getvalue()


def test_what_a_camera_adds_to_a_picture_does_not_go_out() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of A. Sample"
    out = BytesIO()
    Image.new("RGB", (60, 30), "navy").save(out, "JPEG", exif=exif, comment=b"Made at home")
    assert b"Camera of A. Sample" in out.getvalue()
    made = logos.plain(out.getvalue())
    with Image.open(BytesIO(made)) as opened:
        assert (opened.format, opened.size, opened.info, len(opened.getexif())) == ("PNG", (60, 30), {}, 0)
    assert logos.plain(made) == made


@pytest.mark.parametrize("data", [b"", b"no picture", png()[:60], b"GIF89a" + bytes(40), png((5000, 5000))])
def test_a_damaged_or_strange_or_huge_picture_is_none(data: bytes) -> None:
    assert logos.plain(data) == b""


def test_a_logo_is_printed_and_a_file_that_is_no_picture_is_left_out(office: Office, tmp_path: Path) -> None:
    to = put(office, "contact", name="X", audience="public")
    made = put(
        office, "letter", direction="out", subject="S", body="x", signature=SIGNED, addressees=frozenset({to})
    )
    for name, data, images in (
        ("logo.png", png(), 1),
        ("logo.png", b"%PDF-1.4", 0),
        ("logo.svg", b"<svg/>", 0),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        logo = documents.add(office, file)
        head = put(office, "letterhead", name="Office", language="en", logo=logo)
        out = tmp_path / "x.pdf"
        printing.write_pdf(office, (made,), out, one_file=True, letterhead=head)
        # A picture with a mask counts as two.
        assert bool(PdfReader(out).pages[0].images) == bool(images)
        printing.write_docx(office, made, tmp_path / "x.docx", letterhead=head)


def test_the_letterhead_of_the_language_is_taken_else_the_usual_one(office: Office, tmp_path: Path) -> None:
    put(office, "letterhead", name="English head", language="en")
    put(office, "letterhead", name="Usual head", language="kk", preferred=True)
    to = put(office, "contact", name="X", audience="public")
    for language, head in (("en", "English head"), ("kk", "Usual head"), ("ru", "Usual head")):
        made = put(
            office,
            "letter",
            direction="out",
            subject="S",
            body="x",
            signature=SIGNED,
            language=language,
            addressees=frozenset({to}),
        )
        out = tmp_path / f"{language}.pdf"
        printing.write_pdf(office, (made,), out, one_file=True)
        assert head in pages(out.read_bytes())[0]
