"""The few flowables our papers need beyond ReportLab's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, Paragraph

from kzcase.briefing.style import CALM_TINT, RULE

_ENDLESS = 1e6
_MARKUP = re.compile("[<&]")
_DOUBLE = re.compile(r"(?<!\S)([^\W\d_]+-)([^\W\d_]+)(?!\S)")
"""Two names with a hyphen between them."""
_BULLET_ROOM = 0.6
"""What ReportLab leaves behind a bullet, in sizes of its letters."""


@lru_cache(maxsize=64)
def _fragment(style: ParagraphStyle) -> Any:
    """A fragment of text as ReportLab's parser makes it for a style."""
    return Paragraph("x", style).frags[0]


class Text(Paragraph):
    """A paragraph that is laid out once for a width, however often its height is asked for."""

    _laid: tuple[float, tuple[float, float]] | None = None

    def __init__(
        self,
        text: Any,
        style: ParagraphStyle | None = None,
        bulletText: str | None = None,  # noqa: N803 (ReportLab's name)
        frags: Any = None,
        caseSensitive: int = 1,  # noqa: N803
        encoding: str = "utf8",
    ) -> None:
        if frags is None and text and style is not None and not _MARKUP.search(text):
            # Without markup there is nothing to parse: one fragment in the style's font says it.
            frags = [_fragment(style).clone(text=text)]
        super().__init__(text, style, bulletText, frags, caseSensitive, encoding)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Lay out for the width, or answer what was found before."""
        if self._laid is None:
            self._ease(available_width)
        # Trying to split takes the layout apart again.
        if self._laid is None or self._laid[0] != available_width or not hasattr(self, "blPara"):
            self._laid = (available_width, super().wrap(available_width, available_height))
        return self._laid[1]

    def _ease(self, available_width: float) -> None:
        """Let a double name that is wider than the line break behind its hyphen, not amid its letters."""
        width = available_width - self.style.leftIndent - self.style.rightIndent
        for fragment in self.frags:
            text = getattr(fragment, "text", "")
            if "-" in text and _DOUBLE.search(text):
                fragment.text = _DOUBLE.sub(
                    lambda found, one=fragment: (
                        f"{found[1]} {found[2]}"
                        if stringWidth(found[0], one.fontName, one.fontSize) > width
                        else found[0]
                    ),
                    text,
                )

    def draw(self) -> None:
        """Draw at once what is all in one font and colour; ReportLab's own way is for the rest."""
        block: Any = self.__dict__["blPara"]
        style = self.style
        bullet: Any = self.bulletText
        if (
            block.kind
            or not block.lines
            or (bullet and not isinstance(bullet, str))
            or style.alignment not in (TA_LEFT, TA_RIGHT)
            or any(line[0] < 0 for line in block.lines)
        ):
            super().draw()
            return
        canvas: Any = self.canv
        x, y = style.leftIndent, self.height - block.fontSize
        text = canvas.beginText(style.bulletIndent if bullet else x, y)
        if bullet:
            text.setFont(style.bulletFontName, style.bulletFontSize)
            text.setFillColor(getattr(style, "bulletColor", style.textColor))
            text.textOut(bullet)
            # A long bullet moves its first line to the right, which was broken for that.
            x = max(x, text.getX() + style.bulletFontSize * _BULLET_ROOM)
        text.setFont(block.fontName, block.fontSize, style.leading)
        text.setFillColor(block.textColor)
        for room, words in block.lines:
            text.setTextOrigin(x + room if style.alignment == TA_RIGHT else x, y)
            text._textOut(" ".join(words))
            x, y = style.leftIndent, y - style.leading
        canvas.drawText(text)


def set_height(flowable: Flowable, width: float) -> float:
    """The height a flowable takes at a width, with the space around it."""
    height: float = flowable.wrap(width, _ENDLESS)[1]
    return height + flowable.getSpaceBefore() + flowable.getSpaceAfter()


def flowed_height(flowables: Iterable[Flowable], width: float) -> float:
    """The height of several below each other; between two the greater space counts, as in a frame."""
    total = after = 0.0
    first = True
    for flowable in flowables:
        height = flowable.wrap(width, _ENDLESS)[1]
        total += height + (0.0 if first else max(after, flowable.getSpaceBefore()))
        after = flowable.getSpaceAfter()
        first = False
    return total


def divided(
    members: list[Flowable], heights: list[float], width: float, room: float
) -> tuple[list[Flowable], list[Flowable]]:
    """The members that fit into some room, and the rest; the first that does not fit may be cut in two."""
    fitting = 0
    while fitting < len(members) and heights[fitting] <= room:
        room -= heights[fitting]
        fitting += 1
    head, tail = members[:fitting], members[fitting:]
    room -= tail[0].getSpaceBefore() + tail[0].getSpaceAfter() if tail else 0
    if tail and room > 0:
        parts = tail[0].split(width, room)
        if len(parts) > 1:
            head, tail = [*head, parts[0]], [*parts[1:], *tail[1:]]
    return head, tail


class Heading(Flowable):
    """A section's heading: its words on one line, and a hairline from them to the right edge."""

    def __init__(self, text: str, style: ParagraphStyle):
        super().__init__()
        self.text = text
        self.style = style

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """One line."""
        self.width, self.height = available_width, self.style.leading
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white above it."""
        return float(self.style.spaceBefore)

    def getSpaceAfter(self) -> float:  # noqa: N802
        """The white below it."""
        return float(self.style.spaceAfter)

    def draw(self) -> None:
        """Draw the words and the line behind them."""
        style, canvas = self.style, self.canv
        y = self.height - style.fontSize
        canvas.setFont(style.fontName, style.fontSize)
        canvas.setFillColor(style.textColor)
        canvas.drawString(0, y, self.text)
        used = stringWidth(self.text, style.fontName, style.fontSize)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.line(used + 6, y + style.fontSize * 0.3, self.width, y + style.fontSize * 0.3)


def line_width(text: Paragraph) -> float:
    """How wide a paragraph that was not laid out yet would be on one line."""
    return float(
        sum(
            stringWidth(fragment.text, fragment.fontName, fragment.fontSize)
            for fragment in text.frags
            if fragment.text
        )
    )


class Pair(Flowable):
    """Two short texts on one line: one from the left, one to the right edge."""

    def __init__(self, left: str, right: str, styles: tuple[ParagraphStyle, ParagraphStyle]):
        super().__init__()
        self.parts = Text(left, styles[0]), Text(right, styles[1])
        self.heights = (0.0, 0.0)
        # Measured now: laying a paragraph out takes its text apart.
        self.needed = line_width(self.parts[1]) + 1
        self.narrow = self.needed

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Give the right text the width it needs, up to half, and the left one the rest."""
        self.width = available_width
        left, right = self.parts
        self.narrow = min(available_width / 2, self.needed)
        self.heights = (
            left.wrap(available_width - self.narrow - 10, available_height)[1],
            right.wrap(self.narrow, available_height)[1],
        )
        self.height = max(self.heights)
        return available_width, self.height

    def draw(self) -> None:
        """Draw both from the same first line."""
        left, right = self.parts
        left.drawOn(self.canv, 0, self.height - self.heights[0])
        right.drawOn(self.canv, self.width - self.narrow, self.height - self.heights[1])


class Barred(Flowable):
    """A stack of flowables with a coloured bar along its left side; it splits between its members."""

    def __init__(self, members: list[Flowable], bar: Color, tint: Color | None = None, *, gap: float = 4.0):
        super().__init__()
        self.members = members
        self.bar = bar
        self.tint = tint
        self.gap = gap
        self.inset = 7.0
        self.padding = 3.2

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Stack the members inside the bar."""
        self.width = available_width
        inner = available_width - self.inset - self.padding
        self._heights = [
            member.wrap(inner, available_height)[1] + (member.getSpaceBefore() if place else 0)
            for place, member in enumerate(self.members)
        ]
        self.height = sum(self._heights) + 2 * self.padding
        return self.width, self.height

    def getSpaceAfter(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white below it."""
        return self.gap

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As many members as fit, then the rest; a member alone may split inside."""
        self.wrap(available_width, available_height)
        head, tail = divided(
            self.members,
            self._heights,
            available_width - self.inset - self.padding,
            available_height - 2 * self.padding,
        )
        if not head or not tail:
            return []
        return [self._like(head), self._like(tail)]

    def _like(self, members: list[Flowable]) -> Barred:
        return Barred(members, self.bar, self.tint, gap=self.gap)

    def draw(self) -> None:
        """Draw the ground, the bar and the members from the top."""
        canvas: Any = self.canv
        canvas.saveState()
        if self.tint is not None:
            canvas.setFillColor(self.tint)
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canvas.setFillColor(self.bar)
        canvas.rect(0, 0, 2.4, self.height, stroke=0, fill=1)
        canvas.restoreState()
        y = self.height - self.padding
        for member, height in zip(self.members, self._heights, strict=True):
            y -= height
            member.drawOn(canvas, self.inset, y)


class Stack(Flowable):
    """Several flowables that belong to one piece, one below the other."""

    def __init__(self, members: list[Flowable]):
        super().__init__()
        self.members = members

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The sum of the members."""
        self._heights = [set_height(member, available_width) for member in self.members]
        self.width, self.height = available_width, sum(self._heights)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As many members as fit, then the rest."""
        self.wrap(available_width, available_height)
        head, tail = divided(self.members, self._heights, available_width, available_height)
        return [Stack(head), Stack(tail)] if head and tail else []

    def draw(self) -> None:
        """Draw from the top."""
        y = self.height
        for member, height in zip(self.members, self._heights, strict=True):
            y -= height
            member.drawOn(self.canv, 0, y + member.getSpaceAfter())


class Sheet(Flowable):
    """What is known to fit one page, drawn at once, with the spaces of `flowed_height`."""

    def __init__(self, members: Iterable[Flowable], height: float):
        super().__init__()
        self.members = tuple(members)
        self.whole = height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The height its members were found to take."""
        self.width, self.height = available_width, self.whole
        return self.width, self.height

    def draw(self) -> None:
        """Draw from the top."""
        y, after, first = self.whole, 0.0, True
        for member in self.members:
            height = member.wrap(self.width, _ENDLESS)[1]
            y -= height + (0.0 if first else max(after, member.getSpaceBefore()))
            if not isinstance(member, CondPageBreak):
                member.drawOn(self.canv, 0, y)
            after, first = member.getSpaceAfter(), False


class Band(Flowable):
    """A tinted band with one line of text: the status a reader should take away."""

    def __init__(self, text: str, style: ParagraphStyle, tint: Color = CALM_TINT):
        super().__init__()
        self.text = Text(text, style)
        self.tint = tint

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The text's height with white above and below."""
        self.width = available_width
        self.height = self.text.wrap(available_width - 16, available_height)[1] + 8
        return self.width, self.height

    def getSpaceBefore(self) -> float:  # noqa: N802 (ReportLab's name)
        """The white above it."""
        return 5

    def draw(self) -> None:
        """Draw the band, then the text."""
        self.canv.setFillColor(self.tint)
        self.canv.roundRect(0, 0, self.width, self.height, 2, stroke=0, fill=1)
        self.text.drawOn(self.canv, 8, 4)


class Mark(Flowable):
    """An invisible place in the paper: what the outline and the contents point to."""

    def __init__(self, key: str, title: str, level: int = 0):
        super().__init__()
        self.key = key
        self.title = title
        self.level = level

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Set the bookmark and its line in the outline."""
        canvas: Any = self.canv
        canvas.mark(self.key, canvas.absolutePosition(0, 0)[1])
        canvas.addOutlineEntry(self.title, self.key, self.level, closed=False)
