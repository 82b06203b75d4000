"""What stops a letter before it is printed, and that nothing is written then."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.errors import Cancelled, KzcaseError, NotFound, Unwritable
from kzcase.letters import making, printing
from kzcase.letters.filling import fill
from kzcase.letters.shapes import Mailing
from kzcase.progress import Progress
from kzcase.services.office import Office
from tests.letters.conftest import put
from tests.letters.written import DAY, SIGNED, Ids, appeal, flat, pages


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
