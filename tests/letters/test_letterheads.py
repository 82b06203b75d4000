"""What a letterhead adds: its picture, and which one is taken."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from kzcase.letters import logos, printing
from kzcase.services import documents
from kzcase.services.office import Office
from tests.letters.conftest import put
from tests.letters.written import SIGNED, pages


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
