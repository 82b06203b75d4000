"""Sets a letter on pages: what stands where, before anything is drawn.

So each page knows how many there are, a heading never stands alone at the foot
of a page, and a signature never alone on one. A letter that would run over by a
few lines is set a little closer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from kzcase.briefing.flow import Text
from kzcase.briefing.markup import plain
from kzcase.briefing.style import PAGE
from kzcase.briefing.text import pieces
from kzcase.letters.content import HEADING, Printed
from kzcase.letters.flowables import Head, Listed, Row, Together, marked
from kzcase.letters.style import BOTTOM, CLOSE, LEFT, TOP, USUAL, WIDTH, Look
from kzcase.letters.words import words

_ITEM = re.compile(r"([•–-]) +(.*)", re.DOTALL)
_NUMBERED = re.compile(r"(\d{1,3}[.)]) +(.*)", re.DOTALL)
_FIRST = PAGE[1] - TOP
_LATER = PAGE[1] - TOP - 20
_FOOT = BOTTOM
_ENDLESS = 1e6
_LINES_BESIDE = 2
"""Lines of the text that go to the next page with a signature that must go there."""
_BELOW_HEADING = 64.0
"""Points that must be left below a heading."""
_RUNS_OVER = 200.0
"""Points on the last page up to which a letter counts as running over by a few lines."""
_KEPT_TOGETHER = 220.0
"""Points up to which what is enclosed stands with the signature."""
_ANNOUNCES = 200
"""Letters of a line that ends with a colon and so belongs to what follows."""


@dataclass(slots=True)
class Block:
    """Something to place: the white above it, and whether what follows must begin on the same page.

    Below a heading there must be room for some lines.
    """

    flowable: Flowable
    before: float = 0.0
    with_next: bool = False
    heading: bool = False
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


@dataclass(slots=True)
class Setter:
    """Sets letters one after the other; what several of them say is laid out once."""

    _texts: dict[tuple[str, str], Text] = field(default_factory=dict)

    def pages(self, letter: Printed) -> list[Page]:
        """A letter's pages with everything that stands on them but their furniture."""
        usual = _Letter(letter, USUAL, self._texts).placed()
        if len(usual.pages) > 1 and _LATER - usual.y <= _RUNS_OVER:
            closer = _Letter(letter, CLOSE, self._texts).placed()
            if len(closer.pages) < len(usual.pages):
                return closer.pages
        return usual.pages


@dataclass(slots=True)
class _Placing:
    """Puts blocks on pages from the top."""

    look: Look
    pages: list[Page] = field(default_factory=lambda: [[]])
    y: float = _FIRST

    def place(self, blocks: Sequence[Block], closing: Block, after: Sequence[Block]) -> None:
        """Place a text, what closes it, and what stands below."""
        for number, block in enumerate(blocks):
            following = blocks[number + 1] if number + 1 < len(blocks) else None
            if following is None:
                self._last(block, closing)
            else:
                self._put(block, following)
        for block in (closing, *after):
            self._put(block, None)

    def _room(self) -> float:
        return self.y - _FOOT

    def _put(self, block: Block, following: Block | None) -> None:
        needed = block.height + self._white(block)
        if following is not None and block.with_next:
            lines = following.before + min(following.height, 2 * self.look.styles.body.leading)
            needed += _BELOW_HEADING if block.heading else lines
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
        elif not self._split(block, block.height - self.look.styles.body.leading * (_LINES_BESIDE - 0.5)):
            self._turn()
            self._put(block, None)

    def _split(self, block: Block, room: float) -> bool:
        """Put as much of a block here as fits and the rest on new pages; False if it cannot be cut so."""
        if block.with_next or room < self.look.styles.body.leading:
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


@dataclass(slots=True)
class _Letter:
    """The parts of one letter in one look."""

    letter: Printed
    look: Look
    texts: dict[tuple[str, str], Text]

    def placed(self) -> _Placing:
        blocks = [*self._opening(), *self._body()]
        closing, after = self._closing(), list(self._after())
        together = sum(one.before + one.height for one in after)
        if after and closing.height + together <= _KEPT_TOGETHER:
            members = [(one.before, one.flowable) for one in after]
            closing = Block(Together([(0.0, closing.flowable), *members]), closing.before)
            after = []
        placing = _Placing(self.look)
        placing.place(blocks, closing, after)
        return placing

    def _text(self, markup: str, style: ParagraphStyle) -> Text:
        """A text that stands in many letters is laid out once."""
        key = style.name, markup
        if key not in self.texts:
            self.texts[key] = Text(markup, style)
        return self.texts[key]

    def _opening(self) -> Iterator[Block]:
        said = words(self.letter.language)
        if self.letter.head.name or self.letter.head.address or self.letter.head.contact or self.letter.logo:
            yield Block(Head(self.letter))
        markings = [self.letter.classification or said(f"class.{self.letter.audience}")]
        if self.letter.draft:
            markings.insert(0, said("draft.missing" if self.letter.missing else "draft"))
        for place, marking in enumerate(one for one in markings if one):
            yield Block(self._text(plain(marking), self.look.styles.marking), 2.0 if place else 8.0)
        references = [
            self._text(plain(one), self.look.styles.reference)
            for one in (self.letter.reference, self.letter.theirs)
            if one
        ]
        yield Block(Row(references, self._text(plain(self.letter.dated), self.look.styles.dated)), 12.0)
        for place, line in enumerate(self.letter.addressee):
            yield Block(self._text(plain(line), self.look.styles.addressee), 0.0 if place else 18.0)
        yield Block(self._text(marked(self.letter.subject), self.look.styles.subject), 20.0, with_next=True)
        if self.letter.salutation:
            yield Block(
                self._text(plain(self.letter.salutation), self.look.styles.body), 12.0, with_next=True
            )

    def _body(self) -> Iterator[Block]:
        before = 12.0 if not self.letter.salutation else self.look.between
        for line in self.letter.body.split("\n"):
            if not line.strip():
                before = self.look.between
                continue
            for block in self._line(line):
                block.before = self.look.above_heading if line.startswith(HEADING) else before
                yield block
                before = self.look.within

    def _line(self, line: str) -> Iterator[Block]:
        """One line of the text: a heading, a line of a list, or a paragraph."""
        if line.startswith(HEADING):
            yield Block(
                self._text(marked(line.removeprefix(HEADING)), self.look.styles.heading),
                with_next=True,
                heading=True,
            )
            return
        for pattern, style in ((_ITEM, self.look.styles.item), (_NUMBERED, self.look.styles.numbered)):
            if found := pattern.fullmatch(line):
                yield from self._listed(found.group(1), found.group(2), style)
                return
        # What announces a list stays with it.
        announces = line.rstrip().endswith(":") and len(line) < _ANNOUNCES
        for piece in pieces(line):
            yield Block(self._text(marked(piece), self.look.styles.body), with_next=announces)

    def _listed(self, sign: str, text: str, style: ParagraphStyle) -> Iterator[Block]:
        for place, piece in enumerate(pieces(text)):
            said = self._text(marked(piece), style)
            yield Block(
                said
                if place
                else Listed(self._text(plain(sign), self.look.styles.body), said, style.leftIndent)
            )

    def _closing(self) -> Block:
        """The closing words, room to sign, and who signs."""
        members: list[tuple[float, Flowable]] = []
        before = 0.0
        for line in self.letter.signature.split("\n"):
            if not line.strip():
                before = self.look.to_sign
                continue
            members.append((before, self._text(marked(line), self.look.styles.closing)))
            before = 0.0
        return Block(Together(members), 14.0)

    def _after(self) -> Iterator[Block]:
        """What is enclosed, and who gets a copy."""
        said = words(self.letter.language)
        first = 16.0
        for key, several in (("enclosures", self.letter.enclosures), ("copies", self.letter.copies)):
            if not several:
                continue
            yield Block(self._text(plain(said(key)), self.look.styles.small), first, with_next=True)
            first = 6.0
            for number, one in enumerate(several, start=1):
                sign = f"{number}." if key == "enclosures" else "–"
                text = self._text(plain(one), self.look.styles.small_item)
                yield Block(
                    Listed(
                        self._text(plain(sign), self.look.styles.small),
                        text,
                        self.look.styles.small_item.leftIndent,
                    ),
                    1.0,
                )
