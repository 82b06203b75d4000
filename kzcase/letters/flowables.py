"""The flowables a letter needs beside those of papers: its head, lists, and what is never parted."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from kzcase.briefing.flow import Text
from kzcase.briefing.markup import plain
from kzcase.briefing.style import ACCENT, RULE, muted
from kzcase.letters.content import Printed
from kzcase.letters.language import OPEN
from kzcase.letters.saying import MARK, bracketed
from kzcase.letters.style import LOGO, USUAL

_ENDLESS = 1e6
_LEFT_SHARE = 0.62


class Row(Flowable):
    """Two texts on one line, from the left and from the right."""

    def __init__(self, left: Sequence[Flowable], right: Flowable):
        super().__init__()
        self.left = tuple(left)
        self.right = right

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the higher side."""
        self.width = available_width
        half = available_width * _LEFT_SHARE
        self.heights = [one.wrap(half, available_height)[1] for one in self.left]
        right = self.right.wrap(available_width - half, available_height)[1]
        self.height = max(sum(self.heights), right)
        return self.width, self.height

    def draw(self) -> None:
        """Draw both sides from the top."""
        y = self.height
        for one, height in zip(self.left, self.heights, strict=True):
            y -= height
            one.drawOn(self.canv, 0, y)
        self.right.drawOn(self.canv, self.width * _LEFT_SHARE, self.height - self.right.height)


class Head(Flowable):
    """The letterhead: the logo, the office's name, its address and contacts, and a rule below."""

    def __init__(self, letter: Printed):
        super().__init__()
        head = letter.head
        self.picture = ImageReader(BytesIO(letter.logo)) if letter.logo else None
        self.name = Text(plain(head.name), USUAL.styles.office) if head.name else None
        self.sides = [
            [Text(plain(one), USUAL.styles.office_lines) for one in several]
            for several in (head.address, head.contact)
        ]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The name above two columns of small lines."""
        self.width = available_width
        self.inset = 0.0
        if self.picture is not None:
            wide, high = self.picture.getSize()
            self.picture_width = min(LOGO * wide / max(high, 1), available_width * 0.3)
            self.inset = self.picture_width + 10
        column = (available_width - self.inset) / 2 - 6
        self.name_height = self.name.wrap(available_width - self.inset, _ENDLESS)[1] if self.name else 0.0
        self.lines = [[one.wrap(column, _ENDLESS)[1] for one in side] for side in self.sides]
        text = self.name_height + 2 + max(map(sum, self.lines), default=0.0)
        self.height = max(text, LOGO if self.picture is not None else 0.0) + 8
        return self.width, self.height

    def draw(self) -> None:
        """Draw it from the top."""
        canvas: Any = self.canv
        if self.picture is not None:
            canvas.drawImage(
                self.picture,
                0,
                self.height - LOGO,
                self.picture_width,
                LOGO,
                mask="auto",
                preserveAspectRatio=True,
                anchor="nw",
            )
        if self.name is not None:
            self.name.drawOn(canvas, self.inset, self.height - self.name_height)
        for place, (side, heights) in enumerate(zip(self.sides, self.lines, strict=True)):
            y = self.height - self.name_height - 2
            for one, height in zip(side, heights, strict=True):
                y -= height
                one.drawOn(canvas, self.inset + place * ((self.width - self.inset) / 2 + 6), y)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.line(0, 0, self.width, 0)


class Listed(Flowable):
    """A line of a list: its sign, and its text beside it."""

    def __init__(self, sign: Flowable, text: Flowable, indent: float):
        super().__init__()
        self.sign = sign
        self.text = text
        self.indent = indent

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as its text."""
        self.width = available_width
        self.sign.wrap(self.indent, available_height)
        self.height = self.text.wrap(available_width, available_height)[1]
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The sign stays with the beginning of the text."""
        parts = self.text.split(available_width, available_height)
        return [Listed(self.sign, parts[0], self.indent), *parts[1:]] if len(parts) > 1 else []

    def draw(self) -> None:
        """Draw the sign on the first line."""
        self.sign.drawOn(self.canv, 0, self.height - self.sign.height)
        self.text.drawOn(self.canv, 0, 0)


class Together(Flowable):
    """Several flowables one below the other that are never parted."""

    def __init__(self, members: Sequence[tuple[float, Flowable]]):
        super().__init__()
        self.members = tuple(members)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The sum of its members with the white above each."""
        self.width = available_width
        self.heights = [one.wrap(available_width, available_height)[1] for _, one in self.members]
        self.height = sum(self.heights) + sum(before for before, _ in self.members)
        return self.width, self.height

    def draw(self) -> None:
        """Draw from the top."""
        y = self.height
        for (before, one), height in zip(self.members, self.heights, strict=True):
            y -= before + height
            one.drawOn(self.canv, 0, y)


def marked(text: str) -> str:
    """A text as markup, with what is missing in brackets that are seen at once."""
    if OPEN not in text:
        return plain(text)
    out, at = [], 0
    for mark in MARK.finditer(text):
        out += [
            _between(text[at : mark.start()]),
            f'<font color="{muted(ACCENT)}"><b>{plain(bracketed(mark.group()))}</b></font>',
        ]
        at = mark.end()
    return "".join((*out, _between(text[at:])))


def _between(text: str) -> str:
    """A stretch beside a mark, with the spaces that part it from the mark."""
    before, after = text[:1].isspace(), text[-1:].isspace() and bool(text.strip())
    return f"{' ' * before}{plain(text)}{' ' * after}"
