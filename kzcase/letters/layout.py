"""Sets a letter on pages: what stands where, before anything is drawn.

So each page knows how many there are, a heading never stands alone at the foot
of a page, and a signature never alone on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from kzcase.briefing.flow import Text
from kzcase.briefing.markup import plain
from kzcase.briefing.style import PAGE, RULE
from kzcase.briefing.text import pieces
from kzcase.letters.content import Printed
from kzcase.letters.saying import bracketed
from kzcase.letters.style import (
    BETWEEN,
    BOTTOM,
    LEFT,
    LOGO,
    TO_SIGN,
    TOP,
    WIDTH,
    WITHIN,
    Styles,
)
from kzcase.letters.words import words

HEADING = "# "
"""What a line of a letter begins with to be a heading; the only sign that is not printed."""
_ITEM = re.compile(r"([•–-]) +(.*)", re.DOTALL)
_NUMBERED = re.compile(r"(\d{1,3}[.)]) +(.*)", re.DOTALL)
_FIRST = PAGE[1] - TOP
_LATER = PAGE[1] - TOP - 20
_FOOT = BOTTOM
_ENDLESS = 1e6
_LINES_BESIDE = 2
"""Lines of the text that go to the next page with a signature that must go there."""

styles = Styles()


@dataclass(slots=True)
class Block:
    """Something to place: the white above it, and whether what follows must begin on the same page."""

    flowable: Flowable
    before: float = 0.0
    with_next: bool = False
    height: float = field(init=False)

    def __post_init__(self) -> None:
        self.height = self.flowable.wrap(WIDTH, _ENDLESS)[1]


@dataclass(frozen=True, slots=True)
class Placed:
    """Something with its place on a page, from the lower left corner."""

    flowable: Flowable
    x: float
    y: float


Page = list[Placed]


class Row(Flowable):
    """Two texts on one line, from the left and from the right."""

    def __init__(self, left: Sequence[Flowable], right: Flowable):
        super().__init__()
        self.left = tuple(left)
        self.right = right

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the higher side."""
        self.width = available_width
        half = available_width * 0.62
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
        self.right.drawOn(self.canv, self.width * 0.62, self.height - self.right.height)


class Head(Flowable):
    """The letterhead: the logo, the office's name, its address and contacts, and a rule below."""

    def __init__(self, letter: Printed):
        super().__init__()
        head = letter.head
        self.picture = ImageReader(BytesIO(letter.logo)) if letter.logo else None
        self.name = Text(plain(head.name), styles.office) if head.name else None
        self.sides = [
            [Text(plain(one), styles.office_lines) for one in several]
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


def pages(letter: Printed) -> list[Page]:
    """A letter's pages with everything that stands on them but their furniture."""
    opening, body, closing, after = (
        list(_opening(letter)),
        list(_body(letter)),
        _closing(letter),
        list(_after(letter)),
    )
    return _Placing().place([*opening, *body], closing, after)


@dataclass(slots=True)
class _Placing:
    """Puts blocks on pages from the top."""

    pages: list[Page] = field(default_factory=lambda: [[]])
    y: float = _FIRST

    def place(self, blocks: Sequence[Block], closing: Block, after: Sequence[Block]) -> list[Page]:
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if following is None:
                self._last(block, closing)
            else:
                self._put(block, following)
        for block in (closing, *after):
            self._put(block, None)
        return self.pages

    def _room(self) -> float:
        return self.y - _FOOT

    def _put(self, block: Block, following: Block | None) -> None:
        needed = block.height + self._white(block)
        if following is not None and block.with_next:
            needed += following.before + min(following.height, 2 * styles.body.leading)
        if needed <= self._room():
            self._draw(block)
        elif not self._split(block, self._room() - self._white(block)):
            if self.pages[-1]:
                self._turn()
                self._put(block, following)
            else:
                # Higher than a page and in one piece: nothing we lay out is.
                self._draw(block)

    def _last(self, block: Block, closing: Block) -> None:
        """The end of the text: some of it goes with a signature that does not fit below it."""
        whole = self._white(block) + block.height
        fits = whole + closing.before + closing.height <= self._room()
        if fits or whole > self._room() or not self.pages[-1]:
            self._put(block, None)
        elif not self._split(block, block.height - styles.body.leading * (_LINES_BESIDE - 0.5)):
            self._turn()
            self._put(block, None)

    def _split(self, block: Block, room: float) -> bool:
        """Put as much of a block here as fits and the rest on new pages; False if it cannot be cut so."""
        if block.with_next or room < styles.body.leading:
            return False
        parts = block.flowable.split(WIDTH, room)
        if len(parts) < 2:
            return False
        self._draw(Block(parts[0], block.before))
        self._turn()
        for part in parts[1:]:
            self._put(Block(part), None)
        return True

    def _draw(self, block: Block) -> None:
        self.y -= self._white(block) + block.height
        self.pages[-1].append(Placed(block.flowable, LEFT, self.y))

    def _white(self, block: Block) -> float:
        return block.before if self.pages[-1] else 0.0

    def _turn(self) -> None:
        self.pages.append([])
        self.y = _LATER


# the parts


def _opening(letter: Printed) -> Iterator[Block]:
    said = words(letter.language)
    if letter.head.name or letter.head.address or letter.head.contact or letter.logo:
        yield Block(Head(letter))
    markings = [said(f"class.{letter.audience}")]
    if letter.draft:
        markings.insert(0, said("draft.missing" if letter.missing else "draft"))
    for place, marking in enumerate(one for one in markings if one):
        yield Block(Text(plain(marking), styles.marking), 2.0 if place else 8.0)
    references = [Text(plain(one), styles.reference) for one in (letter.reference, letter.theirs) if one]
    yield Block(Row(references, Text(plain(letter.dated), styles.dated)), 12.0)
    for place, line in enumerate(letter.addressee):
        yield Block(Text(plain(line), styles.addressee), 0.0 if place else 18.0)
    yield Block(Text(plain(bracketed(letter.subject)), styles.subject), 20.0, with_next=True)
    if letter.salutation:
        yield Block(Text(plain(letter.salutation), styles.body), 12.0, with_next=True)


def _body(letter: Printed) -> Iterator[Block]:
    before = 12.0 if not letter.salutation else BETWEEN
    for line in bracketed(letter.body).split("\n"):
        if not line.strip():
            before = BETWEEN
            continue
        for block in _line(line):
            block.before = before
            yield block
            before = WITHIN


def _line(line: str) -> Iterator[Block]:
    """One line of the text: a heading, a line of a list, or a paragraph."""
    if line.startswith(HEADING):
        yield Block(Text(plain(line.removeprefix(HEADING)), styles.heading), with_next=True)
        return
    for pattern, style in ((_ITEM, styles.item), (_NUMBERED, styles.numbered)):
        if found := pattern.fullmatch(line):
            yield from _listed(found.group(1), found.group(2), style)
            return
    # What announces a list stays with it.
    announces = line.rstrip().endswith(":") and len(line) < 200
    for piece in pieces(line):
        yield Block(Text(plain(piece), styles.body), with_next=announces)


def _listed(sign: str, text: str, style: ParagraphStyle) -> Iterator[Block]:
    for place, piece in enumerate(pieces(text)):
        said = Text(plain(piece), style)
        yield Block(said if place else Listed(Text(plain(sign), styles.body), said, style.leftIndent))


def _closing(letter: Printed) -> Block:
    """The closing words, room to sign, and who signs."""
    members: list[tuple[float, Flowable]] = []
    before = 0.0
    for line in bracketed(letter.signature).split("\n"):
        if not line.strip():
            before = TO_SIGN
            continue
        members.append((before, Text(plain(line), styles.closing)))
        before = 0.0
    return Block(Together(members), 14.0)


def _after(letter: Printed) -> Iterator[Block]:
    """What is enclosed, and who gets a copy."""
    said = words(letter.language)
    first = 16.0
    for key, several in (("enclosures", letter.enclosures), ("copies", letter.copies)):
        if not several:
            continue
        yield Block(Text(plain(said(key)), styles.small), first, with_next=True)
        first = 6.0
        for number, one in enumerate(several, start=1):
            sign = f"{number}." if key == "enclosures" else "–"
            text = Text(plain(one), styles.small_item)
            yield Block(Listed(Text(plain(sign), styles.small), text, styles.small_item.leftIndent), 1.0)
