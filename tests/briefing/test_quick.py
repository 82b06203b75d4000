"""The shortcuts past ReportLab's busiest methods print what its own ways print."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kzcase.briefing.flow import Text
from kzcase.briefing.fonts import REGULAR, typeface
from kzcase.briefing.quick import QuickCanvas
from kzcase.briefing.style import Styles
from kzcase.briefing.table import Column, Row, Table

LETTERS = [chr(code) for code in sorted(typeface().first) if code > 32 and code != 0xA0]
words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=60)


def slow_font() -> Any:
    font: Any = pdfmetrics.getFont(REGULAR)
    return TTFont("Slow", font.face.filename)


SLOW = slow_font()


@given(text=words, size=st.floats(4, 40))
@settings(deadline=None)
def test_a_word_is_as_wide_as_its_letters_each_time_it_is_asked(text: str, size: float) -> None:
    font: Any = pdfmetrics.getFont(REGULAR)
    expected = SLOW.stringWidth(text, size)
    assert font.stringWidth(text, size) == expected
    assert font.stringWidth(text, size) == expected


def drawn(kind: type[Canvas], texts: list[str]) -> PdfReader:
    out = BytesIO()
    canvas = kind(out, invariant=1)
    for number, text in enumerate(texts):
        canvas.saveState()
        canvas.setFont(REGULAR, 9)
        canvas.setFillColor(HexColor("#8c2f1b"))
        canvas.drawString(20, 20 + 12.5 * number, text)
        canvas.restoreState()
    canvas.save()
    return PdfReader(out)


@given(texts=st.lists(words, min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_a_text_reads_the_same_whatever_letters_it_has(texts: list[str]) -> None:
    quick, slow = drawn(QuickCanvas, texts), drawn(Canvas, texts)
    assert quick.pages[0].extract_text() == slow.pages[0].extract_text()


def test_more_letters_than_one_part_of_a_font_can_hold_are_all_printed() -> None:
    texts = ["".join(LETTERS[start : start + 40]) for start in range(0, len(LETTERS), 40)]
    assert len(LETTERS) > 256
    quick, slow = drawn(QuickCanvas, texts), drawn(Canvas, texts)
    assert quick.pages[0].extract_text() == slow.pages[0].extract_text()


def test_a_colour_one_sees_through_is_not_taken_for_a_plain_one() -> None:
    out = BytesIO()
    canvas = QuickCanvas(out, invariant=1, pageCompression=0)
    canvas.setFillColor(Color(1, 0, 0, alpha=0.5))
    canvas.rect(10, 10, 50, 50, stroke=0, fill=1)
    canvas.setFillColor(Color(0, 0, 1))
    canvas.rect(40, 40, 50, 50, stroke=0, fill=1)
    canvas.save()
    states = PdfReader(out).pages[0]["/Resources"]["/ExtGState"]  # type: ignore[index]
    assert sorted(float(one["/ca"]) for one in states.values()) == [0.5, 1.0]


class Counted(Text):
    """A cell that counts how often it is measured."""

    times = 0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        type(self).times += 1
        return super().wrap(available_width, available_height)


def test_a_table_of_many_pages_measures_each_row_once_or_twice() -> None:
    style = Styles().cell
    Counted.times = 0
    rows = [Row((Counted(f"row {number}", style),), number) for number in range(600)]
    rest: Any = Table((Column("", 1),), rows, style)
    pages = 0
    while parts := rest.split(400, 200):
        head, rest = parts
        pages += 1
        assert head.wrap(400, 200)[1] <= 200
    assert pages > 20
    assert Counted.times <= 2 * len(rows)


def test_a_table_that_becomes_narrower_is_measured_anew() -> None:
    style = Styles().cell
    rows = [Row((Text("a row of several words that need some room " * 3, style),), 0)]
    table = Table((Column("", 1),), rows, style)
    wide = table.wrap(500, 800)[1]
    assert table.wrap(120, 800)[1] > wide
    assert table.wrap(500, 800)[1] == wide
