"""The look of a letter: sizes in points, one scale, wider margins than those of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from kzcase.briefing.fonts import BOLD, REGULAR
from kzcase.briefing.style import ACCENT, CALM, INK, MUTED, PAGE

LEFT = 25 * mm
RIGHT = 20 * mm
TOP = 18 * mm
BOTTOM = 20 * mm
WIDTH = PAGE[0] - LEFT - RIGHT
LOGO = 16 * mm
HANGING = 14.0


def _style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    given: dict[str, object] = {
        "fontName": REGULAR,
        "textColor": INK,
        "fontSize": size,
        "leading": leading,
        "allowWidows": 0,
        "allowOrphans": 0,
    }
    return ParagraphStyle(name, **{**given, **more})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Styles:
    """Every paragraph style of a letter; names tell apart those of two looks."""

    office: ParagraphStyle
    office_lines: ParagraphStyle
    marking: ParagraphStyle
    reference: ParagraphStyle
    dated: ParagraphStyle
    addressee: ParagraphStyle
    subject: ParagraphStyle
    body: ParagraphStyle
    heading: ParagraphStyle
    item: ParagraphStyle
    numbered: ParagraphStyle
    closing: ParagraphStyle
    small: ParagraphStyle
    small_item: ParagraphStyle


def _styles(name: str, size: float, leading: float) -> Styles:
    """The styles around a size of the text."""

    def made(of: str, its_size: float, its_leading: float, **more: object) -> ParagraphStyle:
        return _style(f"{name} {of}", its_size, its_leading, **more)

    return Styles(
        office=made("office", 13, 16, fontName=BOLD, textColor=CALM),
        office_lines=made("office lines", 8, 10.2, textColor=MUTED),
        marking=made("marking", 8, 10.2, fontName=BOLD, textColor=ACCENT),
        reference=made("reference", 9.5, 12.5),
        dated=made("dated", 9.5, 12.5, alignment=2),
        addressee=made("addressee", size, leading - 0.6),
        subject=made("subject", size + 1, leading + 0.8, fontName=BOLD),
        body=made("body", size, leading),
        heading=made("heading", size, leading, fontName=BOLD, textColor=CALM),
        item=made("item", size, leading, leftIndent=HANGING),
        numbered=made("numbered", size, leading, leftIndent=HANGING + 4),
        closing=made("closing", size, leading - 0.4),
        small=made("small", 8.8, 11.6, textColor=MUTED),
        small_item=made("small item", 8.8, 11.6, leftIndent=HANGING),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """The styles of a letter and the white between its parts.

    `between` two paragraphs, `within` a list, above a heading, `to_sign` above
    the name of who signs.
    """

    styles: Styles
    between: float
    within: float
    above_heading: float
    to_sign: float


USUAL = Look(_styles("letter", 10.5, 14.2), 7.5, 1.6, 12.0, 13 * mm)
CLOSE = Look(_styles("close letter", 10, 12.9), 5.2, 0.8, 8.5, 10 * mm)
"""For a letter that would run over by a few lines."""
