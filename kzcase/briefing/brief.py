"""The template `brief`: one person on one page, the point first, what was cut said at the end.

Order of reading: who, in what state, which restrictions hold today and until
when, what we ask; then how it came to that. Each piece has a weight, `keep`:
when the page is full the lightest go first, restrictions in force, sentences
and asks never.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from kzcase.briefing import markup
from kzcase.briefing.content import Brief, Content, Dated, Disputed, Limit, Said
from kzcase.briefing.flow import Band, Barred, Heading, Mark, Pair, Text, set_height
from kzcase.briefing.fonts import typeface
from kzcase.briefing.markup import Numbers
from kzcase.briefing.style import ACCENT, DATE_COLUMN, HEIGHT, TINT, WIDTH, Styles
from kzcase.briefing.timelinepainter import TimelinePicture
from kzcase.briefing.words import Words

ALWAYS = 1000.0
_ROUNDS = 4
# What one line of notes holds, for an estimate while choosing what to cut.
_NOTE_LETTERS = 160


@dataclass(frozen=True, slots=True)
class Piece:
    """Something on the page that stays or goes as a whole: `part` and `index` say which value of the brief."""

    flowable: Flowable
    part: str
    index: int
    keep: float = ALWAYS
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its pieces; a section without pieces is not printed."""

    heading: str
    pieces: tuple[Piece, ...]


def story(content: Content, brief: Brief, words: Words) -> Iterator[Flowable]:
    """Everything one person's brief draws, shortened to a page if that can be done."""
    shown, cut = fitted(content, brief, words)
    page = _Page(content, shown, words, cut)
    yield Mark(f"person-{brief.person}", brief.title)
    yield from page.flowables()


def fitted(content: Content, brief: Brief, words: Words) -> tuple[Brief, Counter[str]]:
    """The brief shortened to one page by weight, and how many pieces of each part were cut."""
    cut: Counter[str] = Counter()
    for _ in range(_ROUNDS):
        page = _Page(content, brief, words, cut)
        over = page.height() - HEIGHT
        if over <= 0:
            break
        gone = page.lightest(over)
        if not gone:
            break
        cut.update(piece.part for piece in gone)
        brief = _without(brief, gone)
    return brief, cut


def _without(brief: Brief, gone: Sequence[Piece]) -> Brief:
    """The brief without the values of some pieces."""
    changes: dict[str, Any] = {}
    for part in {piece.part for piece in gone}:
        indices = {piece.index for piece in gone if piece.part == part}
        if part == "details":
            changes["limits"] = tuple(
                replace(limit, wording=(), conditions=limit.conditions[:3]) if place in indices else limit
                for place, limit in enumerate(changes.get("limits", brief.limits))
            )
        else:
            values = getattr(brief, part)
            changes[part] = (
                ()
                if part == "timeline"
                else tuple(v for place, v in enumerate(values) if place not in indices)
            )
    return replace(brief, **changes)


class _Page:
    """One brief composed into flowables."""

    def __init__(self, content: Content, brief: Brief, words: Words, cut: Counter[str]) -> None:
        self.content = content
        self.brief = brief
        self.words = words
        self.cut = cut
        self.styles = Styles()
        self.numbers = Numbers()
        self.head = tuple(self._head())
        self.sections = tuple(section for section in self._sections() if section.pieces)
        self.tail = tuple(self._tail())

    def flowables(self) -> Iterator[Flowable]:
        """Everything in the order of reading."""
        yield from self.head
        for section in self.sections:
            if section.heading:
                yield Heading(markup.plain(section.heading), self.styles.heading)
            for piece in section.pieces:
                yield piece.flowable
        yield from self.tail

    def height(self) -> float:
        """The height of all of it, in points."""
        return sum(set_height(flowable, WIDTH) for flowable in self.flowables()) - self._top_space()

    def _top_space(self) -> float:
        return self.head[0].getSpaceBefore() if self.head else 0.0

    def lightest(self, over: float) -> list[Piece]:
        """The lightest pieces that together free that many points."""
        used = Counter(key for section in self.sections for piece in section.pieces for key in piece.notes)
        length = {note.key: len(note.text) for note in self.brief.notes}
        light = sorted(
            (piece for section in self.sections for piece in section.pieces if piece.keep < ALWAYS),
            key=lambda piece: (piece.keep, piece.part, piece.index),
        )
        left = Counter({id(section): len(section.pieces) for section in self.sections})
        home = {id(piece): section for section in self.sections for piece in section.pieces}
        gone: list[Piece] = []
        freed = 0.0 if self.cut else -12.0
        for piece in light:
            if freed >= over:
                break
            gone.append(piece)
            freed += self._freed(piece)
            section = home[id(piece)]
            left[id(section)] -= 1
            if not left[id(section)]:
                freed += 18
            for key in piece.notes:
                used[key] -= 1
                if not used[key]:
                    freed += 8.5 * length.get(key, 0) / _NOTE_LETTERS
        return gone

    def _freed(self, piece: Piece) -> float:
        if piece.part != "details":
            return set_height(piece.flowable, WIDTH)
        limit = self.brief.limits[piece.index]
        shorter = self._limit(replace(limit, wording=(), conditions=limit.conditions[:3]))
        return set_height(self._limit(limit), WIDTH) - set_height(shorter, WIDTH)

    # the head

    def _head(self) -> Iterator[Flowable]:
        brief, styles = self.brief, self.styles
        yield Text(markup.plain(brief.title), styles.name)
        if brief.names:
            yield Text(markup.joined(brief.names, self.numbers, "  ·  "), styles.names)
        if brief.line:
            yield Text(markup.joined(brief.line, self.numbers, "  ·  "), styles.line)
        if brief.status:
            yield Band(markup.joined(brief.status, self.numbers, "  ·  "), styles.status)

    # the sections

    def _sections(self) -> Iterator[Section]:
        words, brief = self.words, self.brief
        day = words.day(self.content.as_of)
        yield Section(words("section.limits", date=day), tuple(self._limits()))
        yield Section(words("section.asks"), tuple(self._items("asks", brief.asks, 58, spared=4)))
        yield Section(words("section.summary"), tuple(self._texts("summary", brief.summary, 56, spared=1)))
        yield Section(words("section.charges"), tuple(self._dated("charges", brief.charges, 30, 3)))
        yield Section(words("section.ahead"), tuple(self._dated("ahead", brief.ahead, 60, 9)))
        yield Section(words("section.timeline"), tuple(self._timeline()))
        yield Section(words("section.events"), tuple(self._dated("events", brief.events, 10, 9)))
        yield Section(words("section.welfare"), tuple(self._texts("welfare", brief.welfare, 55)))
        yield Section(words("section.findings"), tuple(self._dated("findings", brief.findings, 64, 9)))
        yield Section(words("section.letters"), tuple(self._dated("letters", brief.letters, 28, 9)))
        yield Section(words("section.position"), tuple(self._texts("position", brief.position, 45)))
        yield Section(words("section.former"), tuple(self._dated("former", brief.former, 25, 9)))
        yield Section(words("section.disputed"), tuple(self._disputed()))
        yield Section(words("section.office"), tuple(self._items("office", brief.office, 80)))

    def _limits(self) -> Iterator[Piece]:
        for index, limit in enumerate(self.brief.limits):
            longer = bool(limit.wording) or len(limit.conditions) > 3
            # What cutting takes away is the detail of a restriction, never the restriction.
            yield Piece(
                self._limit(limit), "details" if longer else "limits", index, 40 if longer else ALWAYS
            )

    def _limit(self, limit: Limit) -> Flowable:
        styles = self.styles
        members: list[Flowable] = [
            Pair(
                markup.said(limit.title, self.numbers),
                markup.said(limit.until, self.numbers),
                (styles.strong, styles.until),
            )
        ]
        members += [Text(text, styles.wording) for one in limit.wording for text in self._paragraphs(one)]
        if limit.conditions:
            members += [Text(text, styles.detail) for text in self._run_in(limit.conditions)]
        members += [Text(text, styles.quiet) for one in limit.how for text in self._paragraphs(one)]
        return Barred(members, ACCENT, TINT)

    def _run_in(self, several: Sequence[Said]) -> Iterator[str]:
        yield "• " + "  • ".join(markup.said(one, self.numbers) for one in several)

    def _paragraphs(self, one: Said) -> Iterator[str]:
        return markup.paragraphs(one, self.numbers)

    def _items(self, part: str, several: Sequence[Said], keep: float, spared: int = 0) -> Iterator[Piece]:
        for index, one in enumerate(several):
            texts = list(self._paragraphs(one))
            yield Piece(
                self._stack(
                    [
                        Text(text, self.styles.item, bulletText=None if n else "•")
                        for n, text in enumerate(texts)
                    ]
                ),
                part,
                index,
                ALWAYS if index < spared else keep - index / 1000,
                one.notes,
            )

    def _texts(self, part: str, several: Sequence[Said], keep: float, spared: int = 0) -> Iterator[Piece]:
        for index, one in enumerate(several):
            texts = list(self._paragraphs(one))
            yield Piece(
                self._stack([Text(text, self.styles.body) for text in texts]),
                part,
                index,
                ALWAYS if index < spared else keep - index / 1000,
                one.notes,
            )

    def _dated(self, part: str, several: Sequence[Dated], keep: float, always: int) -> Iterator[Piece]:
        """Lines with a date column; those of the weight `always` or more are never cut."""
        for index, one in enumerate(several):
            members: list[Flowable] = [
                self._dated_line(one.when if not n else "", text)
                for n, text in enumerate(self._paragraphs(one.what))
            ]
            inset = ParagraphStyle("dated detail", parent=self.styles.quiet, leftIndent=DATE_COLUMN)
            members += [Text(text, inset) for detail in one.detail for text in self._paragraphs(detail)]
            notes = (*one.what.notes, *(key for detail in one.detail for key in detail.notes))
            weight = ALWAYS if one.weight >= always else keep + 10 * one.weight + index / 1000
            yield Piece(self._stack(members), part, index, weight, notes)

    def _dated_line(self, when: str, text: str) -> Flowable:
        if typeface().first.issuperset(map(ord, when)):
            return Text(text, self.styles.dated, bulletText=when or None)
        return Text(f"{markup.plain(when)}  {text}", self.styles.dated)

    def _timeline(self) -> Iterator[Piece]:
        if len(self.brief.timeline) > 1:
            picture = TimelinePicture(self.brief.timeline, self.content.as_of, self.words)
            yield Piece(picture, "timeline", 0, 50)

    def _disputed(self) -> Iterator[Piece]:
        for index, one in enumerate(self.brief.disputed):
            notes = tuple(key for value in one.values for key in value.notes)
            yield Piece(self._dispute(one), "disputed", index, 62 - index / 1000, notes)

    def _dispute(self, one: Disputed) -> Flowable:
        values = "  /  ".join(markup.said(value, self.numbers) for value in one.values)
        return Text(f"<b>{markup.plain(one.what)}:</b> {values}", self.styles.item, bulletText="•")

    def _stack(self, members: list[Flowable]) -> Flowable:
        return members[0] if len(members) == 1 else Stack(members)

    # the tail

    def _tail(self) -> Iterator[Flowable]:
        if self.cut:
            what = ", ".join(self._cut_words(part, n) for part, n in sorted(self.cut.items()))
            yield Text(markup.plain(self.words("cut", what=what)), self.styles.cut)
        notes = self.numbers.order(self.brief.notes)
        if notes:
            yield Heading(markup.plain(self.words("section.notes")), self.styles.heading)
            for start in range(0, len(notes), 25):
                yield Text(
                    "   ".join(
                        f"<b>{number}</b>\u00a0{markup.plain(note.text)}"
                        for number, note in notes[start : start + 25]
                    ),
                    self.styles.note,
                )

    def _cut_words(self, part: str, n: int) -> str:
        entry = self.words.entries[f"cut.{part}"]
        return entry if isinstance(entry, str) else self.words.count(f"cut.{part}", n)


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
        """The members themselves: the frame goes on with them one by one."""
        return list(self.members)

    def draw(self) -> None:
        """Draw from the top."""
        y = self.height
        for member, height in zip(self.members, self._heights, strict=True):
            y -= height
            member.drawOn(self.canv, 0, y + member.getSpaceAfter())
