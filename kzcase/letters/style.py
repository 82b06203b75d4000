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
TO_SIGN = 13 * mm
"""The room above the name of who signs."""
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
    """Every paragraph style of a letter."""

    office: ParagraphStyle = _style("office", 13, 16, fontName=BOLD, textColor=CALM)
    office_lines: ParagraphStyle = _style("office lines", 8, 10.2, textColor=MUTED)
    marking: ParagraphStyle = _style("marking", 8, 10.2, fontName=BOLD, textColor=ACCENT)
    reference: ParagraphStyle = _style("reference", 9.5, 12.5)
    dated: ParagraphStyle = _style("dated", 9.5, 12.5, alignment=2)
    addressee: ParagraphStyle = _style("addressee", 10.5, 13.5)
    subject: ParagraphStyle = _style("subject", 11.5, 15, fontName=BOLD)
    body: ParagraphStyle = _style("body", 10.5, 14.2)
    heading: ParagraphStyle = _style("letter heading", 10.5, 14.2, fontName=BOLD, textColor=CALM)
    item: ParagraphStyle = _style("letter item", 10.5, 14.2, leftIndent=HANGING)
    numbered: ParagraphStyle = _style("letter numbered", 10.5, 14.2, leftIndent=HANGING + 4)
    closing: ParagraphStyle = _style("closing", 10.5, 13.8)
    small: ParagraphStyle = _style("letter small", 8.8, 11.6, textColor=MUTED)
    small_item: ParagraphStyle = _style("letter small item", 8.8, 11.6, leftIndent=HANGING)


BETWEEN = 7.5
"""The white between two paragraphs."""
WITHIN = 1.6
"""The white between two lines of a list."""
