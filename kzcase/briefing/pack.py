"""The templates `pack` and `list`: several people in one paper, the point of it on the first pages.

A pack goes from the whole to the one: cover, contents, figures, what is asked,
restrictions in force, coming dates, letters nobody answered; then a brief of
one page for each person; then every source, numbered through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from kzcase.briefing import background, markup, prisoners
from kzcase.briefing import brief as one_person
from kzcase.briefing.annexes import drawing as annexes
from kzcase.briefing.brief import key_of
from kzcase.briefing.charts import Charts, Tiles
from kzcase.briefing.content import Brief, Content, Limit
from kzcase.briefing.contents import Entry, Names, Places, initial
from kzcase.briefing.flow import Mark, Text
from kzcase.briefing.front import Coming, Sent
from kzcase.briefing.markup import Numbers
from kzcase.briefing.said import Note, Said
from kzcase.briefing.style import CALM, Styles
from kzcase.briefing.summing import asked
from kzcase.briefing.table import Column, Row, Table
from kzcase.briefing.text import clean, shortened
from kzcase.briefing.tilemap import TileMap
from kzcase.briefing.words import Words
from kzcase.progress import Progress

_NAME = 90
_WHAT = 240
_BASIS = 200
_SHORT = 70
_NAMES_TOGETHER = 6
# From so many people on the contents have two columns, and letters before them.
_IN_COLUMNS = 14
_BY_LETTER = 60
# Points below the heading of the contents, for its parts to stand together.
_CONTENTS = 220.0
# Points that a section must find on a page to begin there.
_TO_BEGIN = 110.0
# The heading, the table's head and two rows or three.
_TABLE = 180.0
_DOWN = 150.0


class Pack:
    """Everything a pack draws, in the order of reading; its notes are numbered as they are met."""

    def __init__(self, content: Content, words: Words, places: Places, steps: Progress) -> None:
        self.content = content
        self.front = content.front
        self.words = words
        self.places = places
        self.steps = steps
        self.styles = Styles()
        self.numbers = Numbers()

    def story(self) -> Iterator[Flowable]:
        """The whole pack."""
        yield from cover(self.content, self.words, self.styles)
        yield PageBreak()
        # The figures and what is asked meet the eye before any list of names.
        yield from self._glance()
        yield from self._asks()
        yield from changes(self.content, self.words, self.styles)
        yield from self._map()
        yield from self._contents()
        yield from self.limits()
        yield from self._issues()
        yield from self._coming()
        yield from self._letters()
        yield from self._briefs()
        yield from self._law()
        yield from self.sources()

    def list(self) -> Iterator[Flowable]:
        """The table of restrictions alone."""
        yield Mark("list", self.content.title)
        yield Text(markup.plain(self.content.title), self.styles.name)
        yield Spacer(0, 8)
        yield Tiles(self.front.figures, self.styles)
        yield from self._table()
        yield from changes(self.content, self.words, self.styles)
        yield from self.sources()

    def prisoners(self) -> Iterator[Flowable]:
        """The table of those who are held."""
        yield Mark("list", self.content.title)
        yield Text(markup.plain(self.content.title), self.styles.name)
        yield Spacer(0, 8)
        yield from prisoners.table(self.content, self.words, self.styles, self.numbers)
        yield from changes(self.content, self.words, self.styles)
        yield from self.sources()

    # the parts

    def _parts(self) -> Iterator[tuple[str, str]]:
        """The key and heading of each part that is printed."""
        words, front = self.words, self.front
        day = words.day(self.content.as_of)
        yield "glance", words("section.glance")
        if front.asks:
            yield "asks", asked(front, words)
        if self.content.since is not None:
            yield "changed", words("changed.title", date=words.day(self.content.since))
        yield "limits", words("section.limits", date=day)
        if front.issues:
            yield "issues", words("section.issues")
        if front.coming:
            yield "coming", words("section.ahead")
        if front.letters:
            yield "letters", words("section.unanswered")
        yield "briefs", words("section.briefs")

    def _contents(self) -> Iterator[Flowable]:
        styles = self.styles
        yield from self._begin("contents", self.words("section.contents"), _CONTENTS)
        for key, heading in self._parts():
            yield Entry(markup.plain(heading), key, styles.entry, self.places)
        yield from self._names()
        if self.front.law:
            yield Entry(markup.plain(self.words("section.law")), "law", styles.entry, self.places)
        if any(brief.notes for brief in self.content.briefs):
            yield Entry(markup.plain(self.words("section.notes")), "notes", styles.entry, self.places)
        yield from annexes.entries(self.content.annexes, self.words, styles, self.places)

    def _names(self) -> Iterator[Flowable]:
        """The people of the contents: many of them in two columns, very many by their letter as well."""
        briefs = self.content.briefs
        entries = [
            Entry(
                markup.plain(shortened(brief.title, _NAME)),
                key_of(place),
                self.styles.entry_inner,
                self.places,
            )
            for place, brief in enumerate(briefs)
        ]
        if len(briefs) < _IN_COLUMNS:
            yield from entries
        elif len(briefs) < _BY_LETTER:
            yield Names(entries, "", self.styles)
        else:
            pairs = zip(briefs, entries, strict=True)
            for letter, group in groupby(pairs, key=lambda pair: initial(pair[0].title)):
                yield Names([entry for _, entry in group], letter, self.styles)

    def _glance(self) -> Iterator[Flowable]:
        yield from self._begin("glance", self.words("section.glance"), 230)
        yield Tiles(self.front.figures, self.styles)
        if self.front.charts:
            yield Spacer(0, 6)
            yield Charts(self.front.charts, self.styles)

    def _map(self) -> Iterator[Flowable]:
        if self.front.places is not None:
            yield Spacer(0, 12)
            yield TileMap(self.front.places, self.words, self.styles)

    def _asks(self) -> Iterator[Flowable]:
        if not self.front.asks:
            return
        yield from self._begin("asks", asked(self.front, self.words))
        for ask in self.front.asks:
            *texts, last = markup.paragraphs(Said(ask.what.text, (), ask.what.mark), self.numbers)
            who = markup.plain(", ".join(shortened(name, _NAME) for name in ask.who))
            for place, text in enumerate([*texts, f"{last} <b>– {who}</b>"]):
                yield Text(text, self.styles.ask, bulletText=None if place else "•")

    def limits(self) -> Iterator[Flowable]:
        """The table of restrictions in force, under its heading."""
        day = self.words.day(self.content.as_of)
        yield from self._begin("limits", self.words("section.limits", date=day), _TABLE)
        yield from self._table()

    def _table(self) -> Iterator[Flowable]:
        words, styles = self.words, self.styles
        rows = [
            self._limit(place, brief, limit)
            for place, brief in enumerate(self.content.briefs)
            for limit in brief.limits
        ]
        if not rows:
            yield Text(markup.plain(words("table.none")), styles.body)
            return
        columns = (
            Column(words("column.person"), 20),
            Column(words("column.limit"), 32),
            Column(words("column.since"), 14),
            Column(words("column.until"), 16),
            Column(words("column.how"), 32),
        )
        yield self._grid(columns, rows)
        if any(limit.unchecked for brief in self.content.briefs for limit in brief.limits):
            yield Text(markup.plain(words("table.unchecked")), styles.cut)

    def _limit(self, place: int, brief: Brief, limit: Limit) -> Row:
        styles, numbers = self.styles, self.numbers
        what = markup.plain(shortened(limit.title.text, _WHAT)) + markup.mark(limit.title.mark)
        notes = tuple(dict.fromkeys((*limit.title.notes, *limit.until.notes)))
        sure = f"<b>{markup.plain(limit.certainty)}.</b> " if limit.certainty else ""
        return Row(
            (
                Text(markup.plain(shortened(brief.title, _NAME)), styles.cell_strong),
                Text(what + markup.references(numbers, notes), styles.cell),
                Text(markup.plain(shortened(limit.since, _SHORT)), styles.cell),
                Text(
                    f"<b>{markup.plain(shortened(limit.end, _SHORT))}</b>" + markup.mark(limit.until.mark),
                    styles.cell,
                ),
                Text(sure + markup.plain(shortened(limit.basis, _BASIS)), styles.cell_quiet),
            ),
            place,
            key_of(place) if self.content.template == "pack" else "",
        )

    def _issues(self) -> Iterator[Flowable]:
        if self.front.issues:
            yield from self._begin("issues", self.words("section.issues"))
            yield from background.issues(self.front.issues, self.words, self.styles, self.numbers)

    def _law(self) -> Iterator[Flowable]:
        if self.front.law:
            yield PageBreak()
            yield from self._begin("law", self.words("section.law"))
            yield from background.law(self.front.law, self.words, self.styles, self.numbers)

    def _coming(self) -> Iterator[Flowable]:
        if not self.front.coming:
            return
        yield from self._begin("coming", self.words("section.ahead"))
        rows = [self._date(place, one) for place, one in enumerate(self.front.coming)]
        columns = (
            Column(self.words("column.date"), 20),
            Column(self.words("column.person"), 28),
            Column(self.words("column.what"), 66),
        )
        yield self._grid(columns, rows)

    def _date(self, place: int, one: Coming) -> Row:
        styles = self.styles
        what = markup.plain(shortened(one.what.text, _WHAT)) + markup.mark(one.what.mark)
        what += markup.references(self.numbers, one.what.notes)
        when = Text(markup.plain(shortened(one.when, _SHORT)), styles.cell_strong)
        return Row((when, Text(self._who(one.who), styles.cell), Text(what, styles.cell)), place)

    def _letters(self) -> Iterator[Flowable]:
        if not self.front.letters:
            return
        yield from self._begin("letters", self.words("section.unanswered"))
        rows = [self._letter(place, one) for place, one in enumerate(self.front.letters)]
        columns = (
            Column(self.words("column.sent"), 18),
            Column(self.words("column.letter"), 48),
            Column(self.words("column.person"), 24),
            Column(self.words("column.answer"), 24),
        )
        yield self._grid(columns, rows)
        if self.front.answered:
            told = self.words.count("letters.answered", self.front.answered)
            yield Text(markup.plain(told), self.styles.cut)

    def _letter(self, place: int, one: Sent) -> Row:
        styles = self.styles
        to = f"<b>{markup.plain(shortened(one.to, _WHAT))}</b>: " if one.to else ""
        about = markup.plain(shortened(one.what.text, _WHAT)) + markup.mark(one.what.mark)
        return Row(
            (
                Text(markup.plain(shortened(one.when, _SHORT)), styles.cell),
                Text(to + about, styles.cell),
                Text(self._who(one.who), styles.cell),
                Text(markup.plain(shortened(one.answer, _WHAT)), styles.cell),
            ),
            place,
        )

    def _briefs(self) -> Iterator[Flowable]:
        briefs = self.content.briefs
        for place, brief in enumerate(briefs):
            self.steps.step("Laying out", place, len(briefs))
            yield PageBreak()
            if not place:
                yield Mark("briefs", self.words("section.briefs"))
            yield one_person.mark(place, brief, 1)
            yield from one_person.story(self.content, brief, self.words, self.numbers).sheet()

    def sources(self) -> Iterator[Flowable]:
        """Every source whose number was met, in order."""
        notes: dict[str, Note] = {note.key: note for one in self.content.briefs for note in one.notes}
        numbered = self.numbers.order(notes.values())
        if not numbered:
            return
        if self.content.template == "pack" and not self.front.law:
            yield PageBreak()
        yield from self._begin("notes", self.words("section.notes"))
        for number, note in numbered:
            for place, text in enumerate(markup.paragraphs(Said(note.text), self.numbers)):
                yield Text(text, self.styles.end_note, bulletText=None if place else str(number))

    # pieces

    def _begin(self, key: str, heading: str, needed: float = _TO_BEGIN) -> Iterator[Flowable]:
        yield CondPageBreak(needed)
        yield Mark(key, heading)
        yield Text(markup.plain(heading), self.styles.heading_large)

    def _grid(self, columns: Sequence[Column], rows: Sequence[Row]) -> Table:
        return Table(columns, rows, self.styles.column)

    def _who(self, names: Sequence[str]) -> str:
        shown = ", ".join(shortened(name, _NAME) for name in names[:_NAMES_TOGETHER])
        more = len(names) - _NAMES_TOGETHER
        return markup.plain(shown if more <= 0 else f"{shown} + {more}")


def changes(content: Content, words: Words, styles: Styles) -> Iterator[Flowable]:
    """What changed since the paper was last handed out, under its heading; nothing if it never was."""
    if content.since is None:
        return
    heading = words("changed.title", date=words.day(content.since))
    yield CondPageBreak(_TO_BEGIN)
    yield Mark("changed", heading)
    yield Text(markup.plain(heading), styles.heading_large)
    if not content.changed:
        yield Text(markup.plain(words("changed.nothing")), styles.body)
        return
    yield Text(markup.plain(words("changed.legend")), styles.quiet)
    for one in content.changed:
        who = markup.plain(shortened(one.title, _NAME))
        what = markup.plain(shortened(one.what.text, _WHAT)) + markup.mark(one.what.mark)
        yield Text(f"<b>{who}</b>: {what}", styles.item, bulletText="+")


class Banner(Flowable):
    """The audience of a pack, as a band across its cover that nobody overlooks."""

    def __init__(self, title: Text, meaning: Text):
        super().__init__()
        self.members = title, meaning

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The height of both texts with white around."""
        self.width = available_width
        self._heights = [one.wrap(available_width - 28, available_height)[1] for one in self.members]
        self.height = sum(self._heights) + 26
        return self.width, self.height

    def draw(self) -> None:
        """Draw the band, then the texts from its top."""
        canvas: Any = self.canv
        canvas.setFillColor(CALM)
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        y = self.height - 12
        for member, height in zip(self.members, self._heights, strict=True):
            y -= height
            member.drawOn(canvas, 14, y)
            y -= 2


def cover(content: Content, words: Words, styles: Styles) -> Iterator[Flowable]:
    """The cover: for whom it is and what they may do with it, what it is, of which day. It names nobody."""
    audience = content.audience.value
    yield Banner(
        Text(markup.plain(words(f"audience.{audience}").upper()), styles.cover_audience),
        Text(markup.plain(words(f"audience.{audience}.line")), styles.cover_line),
    )
    yield Spacer(0, _DOWN)
    yield Text(markup.plain(content.front.heading or words("pack.title")), styles.cover)
    yield Spacer(0, 26)
    lines = (
        (words("cover.for"), content.front.recipient),
        (words("cover.from"), content.front.sender),
        (words("cover.date"), words.day(content.as_of)),
        (words("cover.about"), words.count("cover.people", len(content.briefs)) if content.briefs else ""),
    )
    for told, text in lines:
        if clean(text):
            yield from _told(told, text, (styles.cover_label, styles.cover_text))
    if content.imprint.name:
        yield Spacer(0, 26)
        yield Text(markup.plain(content.imprint.name), styles.strong)
        for text in content.imprint.lines:
            yield Text(markup.plain(text), styles.detail)
    if content.imprint.classification:
        yield Spacer(0, 14)
        yield Text(markup.plain(content.imprint.classification), styles.strong)


def _told(label: str, text: str, styles: tuple[ParagraphStyle, ParagraphStyle]) -> Iterator[Flowable]:
    yield Text(markup.plain(label), styles[0])
    yield Text(markup.plain(text), styles[1])
