"""The template `brief`: one person on one page, the point first, what was cut said at the end.

Order of reading: who, in what state, which restrictions hold today and until
when, what we ask; then how it came to that. Each piece has a weight, `keep`:
when the page is full the lightest go first, what was typed at length is
shortened, and sentences, asks and the first dozen of restrictions never go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable

from kzcase.briefing import markup, shortening
from kzcase.briefing.changes import CHANGED
from kzcase.briefing.content import Brief, Content, Dated, Disputed, Limit
from kzcase.briefing.flow import (
    Band,
    Barred,
    Heading,
    Mark,
    Pair,
    Sheet,
    Stack,
    Text,
    flowed_height,
    set_height,
)
from kzcase.briefing.fonts import typeface
from kzcase.briefing.margin import Changed
from kzcase.briefing.markup import Numbers
from kzcase.briefing.pieces import ALWAYS, HEADING, Key, Piece, Section, fitted
from kzcase.briefing.portrait import Portrait
from kzcase.briefing.said import Note, Said
from kzcase.briefing.style import ACCENT, HEIGHT, TINT, WIDTH, Styles, larger
from kzcase.briefing.text import shortened
from kzcase.briefing.timelinepainter import TimelinePicture
from kzcase.briefing.words import Words

_LONGEST_DATE = 48
_LONGEST_OUTLINE = 120
# Points that must be left below a heading, so that none stands alone at a page's end.
_WITH_HEADING = 40.0
# What one line of notes holds, for an estimate while choosing what to cut.
_NOTE_LETTERS = 160
# A page that is guessed to be no fuller than this has room for larger letters.
_ROOMY = 0.74
_LINE = 12.0
_LETTERS = 105
_TEXTS = (
    *("limits", "asks", "summary", "charges", "ahead", "events", "welfare", "findings", "letters"),
    *("position", "former", "disputed", "office"),
)
_CONDITIONS_ALWAYS = 6
_NOTES_TOGETHER = 25
_TIMELINE = 76.0
# How an end is known outweighs all else that can be cut: it goes only before a second page comes.
_HOW = 95.0
# What was typed at length is shortened before anything else goes, and more before a second page comes.
_SHORT, _SHORTER = 8.0, 96.0
_SHORTENED = {"short": (shortening.LONGER, _SHORT), "shorter": (shortening.LONG, _SHORTER)}
# Of more restrictions than these the number is said at the end; a table of a pack has all.
_LIMITS = 12
_LIMIT = 97.0

T = TypeVar("T")


def story(content: Content, brief: Brief, words: Words, numbers: Numbers | None = None) -> Page:
    """One person's brief, shortened to a page if that can be done.

    With `numbers` its notes are numbered on from there, and stand at the end of the paper.
    """
    page = _roomy(content, brief, words, numbers) or fitted(
        lambda left_out: Page(content, brief, words, left_out, numbers)
    )
    if numbers is not None:
        numbers.given = page.numbers.given
    return page


def _roomy(content: Content, brief: Brief, words: Words, numbers: Numbers | None) -> Page | None:
    """The page in larger letters, if there is so little to tell that all of it fits."""
    if _guessed(brief, with_notes=numbers is None) > _ROOMY * HEIGHT:
        return None
    page = Page(content, brief, words, frozenset(), numbers, larger())
    return page if page.height() <= HEIGHT else None


def _guessed(brief: Brief, *, with_notes: bool) -> float:
    """How high a brief will be in letters of the usual size, about, in points: laying it out is dear."""
    lines = sections = 0
    for part in _TEXTS:
        told = getattr(brief, part)
        sections += bool(told)
        lines += sum(1 + len(text) // _LETTERS for one in told for text in _lines_of(one))
    notes = sum(len(note.text) for note in brief.notes) / _NOTE_LETTERS * 8.5 if with_notes else 0.0
    return (
        lines * _LINE + sections * HEADING + (_TIMELINE + 40 if len(brief.timeline) > 1 else 0) + notes + 75
    )


def _lines_of(one: Said | Dated | Limit | Disputed) -> Iterator[str]:
    """The texts of a piece that begin a line of their own."""
    match one:
        case Said():
            yield one.text
        case Dated():
            yield one.what.text
            yield from (detail.text for detail in one.detail)
        case Limit():
            yield one.title.text
            yield from (more.text for more in (*one.wording, *one.conditions, *one.how))
        case Disputed():
            yield one.what + "".join(value.text for value in one.values)


def mark(place: int, brief: Brief, level: int = 0) -> Mark:
    """The place of a brief in the paper; a record's id would tie together papers for several audiences."""
    return Mark(key_of(place), shortened(brief.title, _LONGEST_OUTLINE), level)


def key_of(place: int) -> str:
    """What the brief at a place among the others is called inside the file."""
    return f"person-{place + 1}"


class Page:
    """One brief composed into flowables, without the pieces that are left out."""

    def __init__(
        self,
        content: Content,
        brief: Brief,
        words: Words,
        left_out: frozenset[Key],
        numbers: Numbers | None = None,
        styles: Styles | None = None,
    ) -> None:
        self._again = partial(Page, content, brief, words, numbers=numbers, styles=styles)
        self.content = content
        self.brief = _shorter(brief, left_out)
        self.words = words
        self.left_out = left_out
        self.styles = styles or Styles()
        self.numbers = Numbers() if numbers is None else Numbers(dict(numbers.given))
        self.notes = self.brief.notes if numbers is None else ()
        """The notes that stand on this page."""
        self.head = tuple(self._head())
        self.sections = tuple(section for section in self._sections() if section.pieces)
        self.tail = tuple(self._tail())
        self.flowables = tuple(self._flowables())
        """Everything in the order of reading."""

    def _flowables(self) -> Iterator[Flowable]:
        yield from self.head
        for section in self.sections:
            if section.heading:
                yield _room_for(section.pieces[0].flowable)
                yield Heading(section.heading, self.styles.heading)
            for piece in section.pieces:
                yield Changed(piece.flowable) if self._is_new(piece) else piece.flowable
        yield from self.tail

    def _is_new(self, piece: Piece) -> bool:
        """Whether a piece holds something that changed since the paper was last handed out."""
        if self.content.since is None:
            return False
        if piece.part not in ("limits", "details", "how"):
            return CHANGED in piece.notes
        limit = self.brief.limits[piece.index]
        parts = (limit.title, limit.until, *limit.wording, *limit.conditions, *limit.how)
        return any(CHANGED in one.notes for one in parts)

    def sheet(self) -> Sequence[Flowable]:
        """What is laid out: one sheet if all fits a page, which spares a frame its trials, else each part."""
        height = self.height()
        return (Sheet(self.flowables, height),) if height <= HEIGHT else self.flowables

    def height(self) -> float:
        """The height of all of it, in points."""
        return flowed_height(self.flowables, WIDTH)

    def pieces(self) -> Iterator[Piece]:
        """Every piece on the page."""
        for section in self.sections:
            yield from section.pieces

    def cuttable(self) -> Iterator[Piece]:
        """The pieces, what stands in the place of some, and the ends of long texts."""
        longest = shortening.longest(self.brief)
        for part, (most, keep) in _SHORTENED.items():
            if longest > most and (part, 0) not in self.left_out:
                yield Piece(self.head[0], part, 0, keep)
        for piece in self.pieces():
            yield piece
            if piece.part in ("limits", "details", "how") and piece.index >= _LIMITS:
                yield Piece(piece.flowable, "limits", piece.index, _LIMIT - piece.index / 1000)
            if piece.part == "compact":
                yield Piece(self._picture(compact=True), "timeline", 0, _TIMELINE)
            if piece.part == "details" and self.brief.limits[piece.index].how:
                yield Piece(piece.flowable, "how", piece.index, _HOW)

    def note_height(self, notes: Iterable[str]) -> float:
        """How much room some notes take, about, in points."""
        lengths = {note.key: len(note.text) for note in self.notes}
        return sum(lengths.get(note, 0) for note in set(notes)) / _NOTE_LETTERS * self.styles.note.leading

    def freed(self, piece: Piece) -> float:
        """How much room a piece leaves: of the timeline the rest, of a restriction its details alone."""
        if piece.part == "compact":
            smaller = set_height(self._picture(compact=True), WIDTH)
            return set_height(piece.flowable, WIDTH) - smaller + HEADING
        if piece.part in _SHORTENED:
            return self.height() - self._again(self.left_out | {piece.key}).height()
        if piece.part not in ("details", "how", "limits"):
            return set_height(piece.flowable, WIDTH)
        limit = self.brief.limits[piece.index]
        if piece.part == "limits":
            return set_height(self._limit(replace(_brief_limit(limit), how=())), WIDTH)
        if piece.part == "how":
            short = _brief_limit(limit)
            without = replace(short, how=())
            return set_height(self._limit(short), WIDTH) - set_height(self._limit(without), WIDTH)
        return set_height(self._limit(limit), WIDTH) - set_height(self._limit(_brief_limit(limit)), WIDTH)

    # the head

    def _head(self) -> Iterator[Flowable]:
        brief, styles = self.brief, self.styles
        who = tuple(self._who())
        yield from who if brief.photo is None else (Portrait(brief.photo, who),)
        if brief.status:
            yield Band(markup.joined(brief.status, self.numbers, "  ·  "), styles.status)

    def _who(self) -> Iterator[Flowable]:
        brief, styles = self.brief, self.styles
        yield Text(markup.plain(brief.title), styles.name)
        if brief.names:
            yield Text(markup.joined(brief.names, self.numbers, "  ·  "), styles.names)
        if brief.line:
            yield Text(markup.joined(brief.line, self.numbers, "  ·  "), styles.line)

    # the sections

    def _sections(self) -> Iterator[Section]:
        words, brief = self.words, self.brief
        day = words.day(self.content.as_of)
        yield Section(words("section.limits", date=day), tuple(self._limits()))
        yield Section(words("section.asks"), tuple(self._items("asks", brief.asks, 58, spared=4)))
        yield Section(words("section.summary"), tuple(self._texts("summary", brief.summary, 56, spared=1)))
        yield Section(words("section.charges"), tuple(self._dated("charges", brief.charges, 18, 3)))
        yield Section(words("section.ahead"), tuple(self._dated("ahead", brief.ahead, 60, 9)))
        small = ("compact", 0) in self.left_out
        yield Section("" if small else words("section.timeline"), tuple(self._timeline()))
        yield Section(words("section.events"), tuple(self._dated("events", brief.events, 10, 9)))
        yield Section(words("section.welfare"), tuple(self._texts("welfare", brief.welfare, 55)))
        yield Section(words("section.findings"), tuple(self._dated("findings", brief.findings, 48, 2)))
        yield Section(words("section.letters"), tuple(self._dated("letters", brief.letters, 28, 9)))
        yield Section(words("section.position"), tuple(self._texts("position", brief.position, 45)))
        yield Section(words("section.former"), tuple(self._dated("former", brief.former, 25, 9)))
        yield Section(words("section.disputed"), tuple(self._disputed()))
        yield Section(words("section.office"), tuple(self._items("office", brief.office, 80)))

    def _limits(self) -> Iterator[Piece]:
        # Cut is the detail of a restriction, then how its end is known, then what is beyond a dozen of them.
        for index, limit in self._kept("limits", self.brief.limits):
            if ("details", index) in self.left_out:
                limit = _brief_limit(limit)
            if ("how", index) in self.left_out:
                limit = replace(limit, how=())
            if limit != _brief_limit(limit):
                yield Piece(self._limit(limit), "details", index, 40)
            elif limit.how:
                yield Piece(self._limit(limit), "how", index, _HOW)
            else:
                yield Piece(self._limit(limit), "limits", index)

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
        marks = {one.mark for one in several}
        if len(marks) == 1:
            # What holds of all of them is said once, behind the last.
            several = [*(replace(one, mark="") for one in several[:-1]), several[-1]]
        yield "• " + "  • ".join(markup.said(one, self.numbers) for one in several)

    def _paragraphs(self, one: Said) -> Iterator[str]:
        return markup.paragraphs(one, self.numbers)

    def _kept(self, part: str, several: Sequence[T]) -> Iterator[tuple[int, T]]:
        return ((n, one) for n, one in enumerate(several) if (part, n) not in self.left_out)

    def _items(self, part: str, several: Sequence[Said], keep: float, spared: int = 0) -> Iterator[Piece]:
        for index, one in self._kept(part, several):
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
        for index, one in self._kept(part, several):
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
        for index, one in self._kept(part, several):
            members: list[Flowable] = [
                self._dated_line(shortened(one.when, _LONGEST_DATE) if not n else "", text)
                for n, text in enumerate(self._paragraphs(one.what))
            ]
            inset = ParagraphStyle(
                "dated detail", parent=self.styles.quiet, leftIndent=self.styles.dated.leftIndent
            )
            members += [Text(text, inset) for detail in one.detail for text in self._paragraphs(detail)]
            notes = (*one.what.notes, *(key for detail in one.detail for key in detail.notes))
            weight = ALWAYS if one.weight >= always else keep + 12 * one.weight + index / 1000
            yield Piece(self._stack(members), part, index, weight, notes)

    def _dated_line(self, when: str, text: str) -> Flowable:
        if typeface().first.issuperset(map(ord, when)):
            return Text(text, self.styles.dated, bulletText=when or None)
        return Text(f"{markup.plain(when)}  {text}", self.styles.dated)

    def _timeline(self) -> Iterator[Piece]:
        if len(self.brief.timeline) > 1 and ("timeline", 0) not in self.left_out:
            if ("compact", 0) in self.left_out:
                yield Piece(self._picture(compact=True), "timeline", 0, _TIMELINE)
            else:
                yield Piece(self._picture(), "compact", 0, 15)

    def _picture(self, *, compact: bool = False) -> Flowable:
        return TimelinePicture(
            self.brief.timeline,
            self.content.as_of,
            self.words,
            compact=compact,
            landmarks=self.content.landmarks,
        )

    def _disputed(self) -> Iterator[Piece]:
        for index, one in self._kept("disputed", self.brief.disputed):
            notes = tuple(key for value in one.values for key in value.notes)
            yield Piece(self._dispute(one), "disputed", index, 90 - index / 1000, notes)

    def _dispute(self, one: Disputed) -> Flowable:
        values = "  /  ".join(markup.said(value, self.numbers) for value in one.values)
        return Text(f"<b>{markup.plain(one.what)}:</b> {values}", self.styles.item, bulletText="•")

    def _stack(self, members: list[Flowable]) -> Flowable:
        return members[0] if len(members) == 1 else Stack(members)

    # the tail

    def _tail(self) -> Iterator[Flowable]:
        if cut := self._cut():
            what = ", ".join(self._cut_words(part, n) for part, n in sorted(cut.items()))
            yield Text(markup.plain(self.words("cut", what=what)), self.styles.cut)
        if self.content.since is not None and self.content.template == "brief":
            day = self.words.day(self.content.since)
            told = f"{self.words('changed.title', date=day)}: +"
            yield Text(markup.plain(told), self.styles.cut)
        notes = self.numbers.order(self.notes)
        if notes:
            texts = list(self._notes(notes))
            yield _room_for(texts[0])
            yield Heading(self.words("section.notes"), self.styles.heading)
            yield from texts

    def _notes(self, notes: Sequence[tuple[int, Note]]) -> Iterator[Flowable]:
        """The notes one after the other, a bold number before each."""
        for start in range(0, len(notes), _NOTES_TOGETHER):
            yield Text(
                "   ".join(
                    f"<b>{number}</b>\u00a0{markup.plain(note.text)}"
                    for number, note in notes[start : start + _NOTES_TOGETHER]
                ),
                self.styles.note,
            )

    def _cut(self) -> Counter[str]:
        """How many of each part are not on the page; what is within a restriction goes with it, uncounted."""
        gone = {index for part, index in self.left_out if part == "limits"}
        told = [
            "short" if part in _SHORTENED else part
            for part, index in self.left_out
            if part != "compact" and not (part in ("details", "how") and index in gone)
        ]
        return Counter(told)

    def _cut_words(self, part: str, n: int) -> str:
        entry = self.words.entries[f"cut.{part}"]
        return entry if isinstance(entry, str) else self.words.count(f"cut.{part}", n)


def _shorter(brief: Brief, left_out: frozenset[Key]) -> Brief:
    """The brief with its long texts shortened as far as is wanted."""
    for part in ("shorter", "short"):
        if (part, 0) in left_out:
            return shortening.shortened(brief, _SHORTENED[part][0])
    return brief


def _room_for(first: Flowable) -> CondPageBreak:
    """A new page unless a heading and what follows it begin on this one."""
    return CondPageBreak(min(_WITH_HEADING, HEADING + set_height(first, WIDTH)))


def _brief_limit(limit: Limit) -> Limit:
    """A restriction without its original wording and its many conditions."""
    return replace(limit, wording=(), conditions=limit.conditions[:_CONDITIONS_ALWAYS])
