"""How a letter is set: what stands together, long and hostile texts, and how few pages it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcase.briefing.fonts import Unprintable
from kzcase.letters import making, pdf, printing
from kzcase.letters.docxfile import render as render_docx
from kzcase.letters.filling import fill
from kzcase.letters.layout import Setter
from kzcase.letters.shapes import Mailing
from kzcase.services.office import Office
from tests.letters.conftest import put
from tests.letters.written import DAY, flat, letter, pages

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
