"""A paper that is sent opens with its password only."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from kzcase.briefing.password import locked
from kzcase.errors import KzcaseError

PASSWORD = "құпия сөз 2026"


def _paper() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 720, "SAMPLETEXT")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_it_is_aes_256_of_revision_6_and_opens_with_a_cyrillic_password() -> None:
    with pikepdf.open(BytesIO(locked(_paper(), PASSWORD)), password=PASSWORD) as pdf:
        assert pdf.encryption.R == 6
        assert pdf.encryption.bits == 256
    reader = PdfReader(BytesIO(locked(_paper(), PASSWORD)), password=PASSWORD)
    assert "SAMPLETEXT" in reader.pages[0].extract_text()


def test_without_the_password_it_does_not_open() -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(locked(_paper(), PASSWORD)))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(locked(_paper(), PASSWORD)), password="құпия сөз")


def test_a_short_password_is_refused() -> None:
    with pytest.raises(KzcaseError, match="shorter than 8"):
        locked(_paper(), "құпия")
