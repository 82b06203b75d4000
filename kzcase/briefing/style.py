"""The look of a paper: sizes in points, colours, paragraph styles. One place, one scale."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from kzcase.briefing.fonts import BOLD, ITALIC, REGULAR

PAGE = A4
LEFT = RIGHT = 18 * mm
TOP = 18 * mm
BOTTOM = 15 * mm
WIDTH = PAGE[0] - LEFT - RIGHT
HEIGHT = PAGE[1] - TOP - BOTTOM

INK = HexColor("#1b1f24")
MUTED = HexColor("#59626c")
RULE = HexColor("#c3c9d0")
ACCENT = HexColor("#8c2f1b")
TINT = HexColor("#f6f1ee")
CALM = HexColor("#2c5470")
CALM_TINT = HexColor("#e6edf2")

DATE_COLUMN = 25 * mm
INDENT = 3.2 * mm


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    given: dict[str, object] = {"fontName": REGULAR, "textColor": INK, "fontSize": size, "leading": leading}
    return ParagraphStyle(name, **{**given, **more})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Styles:
    """Every paragraph style a paper uses."""

    name: ParagraphStyle = _style("name", 19, 22, fontName=BOLD)
    names: ParagraphStyle = _style("names", 9, 11.5, textColor=MUTED)
    line: ParagraphStyle = _style("line", 9.5, 12, spaceBefore=1)
    status: ParagraphStyle = _style("status", 10.5, 13.5, fontName=BOLD, textColor=ACCENT)
    heading: ParagraphStyle = _style(
        "heading", 8.2, 10, fontName=BOLD, textColor=CALM, spaceBefore=6.5, spaceAfter=2.2
    )
    body: ParagraphStyle = _style("body", 8.8, 11, spaceAfter=1.4)
    strong: ParagraphStyle = _style("strong", 9.6, 11.8, fontName=BOLD)
    until: ParagraphStyle = _style("until", 9.6, 11.8, fontName=BOLD, alignment=2)
    detail: ParagraphStyle = _style("detail", 8.2, 10, spaceBefore=0.8)
    quiet: ParagraphStyle = _style("quiet", 7.8, 9.6, textColor=MUTED, spaceBefore=0.8)
    wording: ParagraphStyle = _style("wording", 8.2, 10, fontName=ITALIC, spaceBefore=0.8)
    item: ParagraphStyle = _style(
        "item", 8.8, 11, leftIndent=INDENT, bulletIndent=0, bulletFontName=REGULAR, spaceAfter=1.2
    )
    dated: ParagraphStyle = _style(
        "dated",
        8.6,
        10.6,
        leftIndent=DATE_COLUMN,
        bulletIndent=0,
        bulletFontName=REGULAR,
        bulletFontSize=8.6,
        bulletColor=MUTED,
        spaceAfter=1.2,
    )
    heading_large: ParagraphStyle = _style(
        "heading large", 13, 16, fontName=BOLD, textColor=CALM, spaceBefore=16, spaceAfter=5
    )
    cover: ParagraphStyle = _style("cover", 30, 35, fontName=BOLD)
    cover_label: ParagraphStyle = _style("cover label", 9, 12, textColor=MUTED)
    cover_text: ParagraphStyle = _style("cover text", 13, 17, spaceAfter=9)
    cover_audience: ParagraphStyle = _style("cover audience", 12, 15, fontName=BOLD, textColor=white)
    cover_line: ParagraphStyle = _style("cover line", 9.5, 12.5, textColor=white, spaceBefore=2)
    entry: ParagraphStyle = _style("entry", 10, 13, fontName=BOLD, spaceBefore=2.5)
    entry_inner: ParagraphStyle = _style("entry inner", 9, 11.6, leftIndent=13)
    entry_letter: ParagraphStyle = _style("entry letter", 9, 11.6, fontName=BOLD, textColor=CALM)
    figure: ParagraphStyle = _style("figure", 8.6, 10.4, textColor=MUTED)
    small: ParagraphStyle = _style("small", 8.2, 10)
    column: ParagraphStyle = _style("column", 8, 9.8, fontName=BOLD, textColor=CALM)
    cell: ParagraphStyle = _style("cell", 8.3, 10)
    cell_strong: ParagraphStyle = _style("cell strong", 8.6, 10, fontName=BOLD)
    cell_quiet: ParagraphStyle = _style("cell quiet", 7.6, 9.2, textColor=MUTED)
    ask: ParagraphStyle = _style(
        "ask", 9.6, 12, leftIndent=INDENT, bulletIndent=0, bulletFontName=REGULAR, spaceAfter=3
    )
    end_note: ParagraphStyle = _style(
        "end note", 8, 10, leftIndent=22, bulletIndent=0, bulletFontName=BOLD, bulletFontSize=8, spaceAfter=2
    )
    note: ParagraphStyle = _style("note", 6.9, 8.5, textColor=MUTED)
    open: ParagraphStyle = _style("open", 8.8, 11, fontName=ITALIC, textColor=MUTED, spaceAfter=1.4)
    cut: ParagraphStyle = _style("cut", 7.4, 9.2, fontName=ITALIC, textColor=MUTED, spaceBefore=3)


_LARGER = 1.13
_SIZES = ("fontSize", "leading", "spaceBefore", "spaceAfter", "leftIndent", "bulletFontSize")


@cache
def larger() -> Styles:
    """The same styles a size larger: for pages with room, which are read in a car and in corridors."""
    made: dict[str, ParagraphStyle] = {}
    for part in fields(Styles):
        style: ParagraphStyle = getattr(Styles(), part.name)
        sizes = {name: getattr(style, name) * _LARGER for name in _SIZES}
        made[part.name] = ParagraphStyle(f"{style.name}, larger", parent=style, **sizes)
    return Styles(**made)


def muted(color: Color = MUTED) -> str:
    """A colour as paragraph markup names it."""
    return f"#{color.hexval()[2:]}"
