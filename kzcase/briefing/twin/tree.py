"""Turns the content of a paper into blocks, in the order in which it is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kzcase.briefing import held
from kzcase.briefing.content import Brief, Content, Dated, Dossier, Limit
from kzcase.briefing.issues import publication
from kzcase.briefing.said import Note, Said
from kzcase.briefing.summing import asked
from kzcase.briefing.twin.blocks import (
    Block,
    Dates,
    Grid,
    Heading,
    Items,
    Numbering,
    Para,
    Question,
    Sources,
    Told,
)
from kzcase.briefing.words import Words
from kzcase.timeline.flags import within
from kzcase.timeline.layout import TimelineItem, span_of


def blocks(content: Content, words: Words) -> tuple[Block, ...]:
    """Everything a paper says."""
    return tuple(_Tree(content, words).blocks())


@dataclass(slots=True)
class _Tree:
    content: Content
    words: Words
    numbering: Numbering = field(default_factory=Numbering)

    def blocks(self) -> Iterator[Block]:
        content = self.content
        yield from self._top()
        yield from self._changed()
        if content.dossiers:
            for place, dossier in enumerate(content.dossiers):
                yield from self._dossier(dossier, place)
            notes = [note for one in content.dossiers for note in one.notes]
        else:
            match content.template:
                case "pack":
                    yield from self._front()
                    yield from self._table()
                    yield from self._issues()
                    yield from self._coming()
                    yield from self._letters()
                    yield from self._briefs()
                    yield from self._law()
                case "list":
                    yield from self._figures()
                    yield from self._table()
                case "prisoners":
                    yield from self._prisoners()
                case "timeline":
                    yield from self._timelines()
                case _:
                    yield from self._briefs()
            notes = [note for one in content.briefs for note in one.notes]
        yield from self._sources(notes)
        yield from self._annexes()

    # the beginning

    def _top(self) -> Iterator[Block]:
        content, words = self.content, self.words
        front = content.front
        pack = content.template == "pack"
        yield Heading(1, (front.heading if pack else "") or content.title)
        lines = [words("as_of", date=words.day(content.as_of))]
        if pack:
            lines += [
                f"{words(key)}: {text}"
                for key, text in (("cover.for", front.recipient), ("cover.from", front.sender))
                if text
            ]
        yield Para(tuple(Told(one) for one in lines))

    def _changed(self) -> Iterator[Block]:
        content, words = self.content, self.words
        if content.since is None:
            return
        yield Heading(2, words("changed.title", date=words.day(content.since)), "changed")
        if not content.changed:
            yield Para((Told(words("changed.nothing")),), "quiet")
            return
        yield Items(tuple((Told(one.title), Told(one.what.text, one.what.mark)) for one in content.changed))

    def _front(self) -> Iterator[Block]:
        yield from self._figures()
        if asks := self.content.front.asks:
            yield Heading(2, asked(self.content.front, self.words), "asks")
            yield Items(tuple((self._told(one.what), Told(", ".join(one.who))) for one in asks))

    def _figures(self) -> Iterator[Block]:
        front = self.content.front
        yield Heading(2, self.words("section.glance"), "glance")
        yield Items(tuple((Told(f"{one.count} {one.words}"),) for one in front.figures))
        for chart in front.charts:
            yield Grid(
                chart.title, (), tuple((Told(words), Told(str(number))) for words, number in chart.bars)
            )
        if front.places is not None:
            told = [one for one in front.places.places if one.count]
            yield Grid(front.places.title, (), tuple((Told(one.name), Told(str(one.count))) for one in told))
            if front.places.elsewhere:
                yield Para((Told(self.words.count("map.elsewhere", front.places.elsewhere)),))

    # tables

    def _table(self) -> Iterator[Block]:
        words = self.words
        heading = words("section.limits", date=words.day(self.content.as_of))
        yield Heading(2, heading, "limits")
        rows = tuple(
            (
                Told(brief.title),
                self._told(limit.title),
                Told(limit.since),
                Told(limit.end, limit.until.mark),
                Told(". ".join(filter(None, (limit.certainty, limit.basis)))),
            )
            for brief in self.content.briefs
            for limit in brief.limits
        )
        if not rows:
            yield Para((Told(words("table.none")),))
            return
        keys = ("person", "limit", "since", "until", "how")
        yield Grid("", tuple(words(f"column.{key}") for key in keys), rows)
        if any(limit.unchecked for brief in self.content.briefs for limit in brief.limits):
            yield Para((Told(words("table.unchecked")),), "quiet")

    def _prisoners(self) -> Iterator[Block]:
        words, rows = self.words, []
        for brief in self.content.briefs:
            if (one := brief.custody) is None:
                continue
            judged = Said(
                ": ".join(filter(None, (one.judgment.when, one.judgment.what.text))),
                one.judgment.what.notes,
            )
            other = held.other_name(brief)
            about = [text.text for text in (*((other,) if other else ()), *brief.line)]
            where = Said(", ".join(filter(None, (one.since.text, one.where.text))), one.where.notes)
            found = held.findings(brief)
            more = Said("; ".join(text.text for text in found), tuple(k for t in found for k in t.notes))
            who = Said(", ".join((brief.title, *about)))
            cells = (who, one.articles, judged, where, one.until, more)
            rows.append(tuple(self._told(cell) for cell in cells))
        if not rows:
            yield Para((Told(words("prisoners.none")),))
            return
        yield Para((Told(words.count("prisoners.count", len(rows))),), "strong")
        yield Grid("", tuple(words(key) for key, _ in held.COLUMNS), tuple(rows))

    def _issues(self) -> Iterator[Block]:
        if not (issues := self.content.front.issues):
            return
        words = self.words
        yield Heading(2, words("section.issues"), "issues")
        yield Para((Told(words("issues.lead", publication=publication())),), "quiet")
        for issue in issues:
            yield Heading(3, f"{issue.key} {issue.title.text}")
            about = [Told(issue.group, issue.title.mark), Told(words.count("issues.people", issue.people))]
            if issue.areas:
                about.append(Told(words("issues.areas", areas="; ".join(issue.areas))))
            yield Para(tuple(about), "quiet")
            yield Items(
                tuple(
                    (Told(", ".join(one.who)), *((self._told(one.what),) if one.what.text else ()))
                    for one in issue.instances
                )
            )

    def _law(self) -> Iterator[Block]:
        if not (law := self.content.front.law):
            return
        yield Heading(2, self.words("section.law"), "law")
        yield Para((Told(self.words("law.lead")),), "quiet")
        for one in law:
            yield Heading(3, f"{one.label} {one.title.text}")
            yield Para((Told(one.force, one.title.mark), Told(one.standing)), "quiet")
            if one.provides:
                yield Items(tuple((self._told(told),) for told in one.provides))
            yield Para((Told(one.source),), "quiet")

    def _coming(self) -> Iterator[Block]:
        if not (coming := self.content.front.coming):
            return
        words = self.words
        yield Heading(2, words("section.ahead"), "coming")
        rows = tuple((Told(one.when), Told(", ".join(one.who)), self._told(one.what)) for one in coming)
        head = tuple(words(f"column.{key}") for key in ("date", "person", "what"))
        yield Grid("", head, rows)

    def _letters(self) -> Iterator[Block]:
        if not (letters := self.content.front.letters):
            return
        words = self.words
        yield Heading(2, words("section.unanswered"), "letters")
        rows = tuple(
            (
                Told(one.when),
                Told(f"{one.to}: {one.what.text}" if one.to else one.what.text, one.what.mark),
                Told(", ".join(one.who)),
                Told(one.answer),
            )
            for one in letters
        )
        head = tuple(words(f"column.{key}") for key in ("sent", "letter", "person", "answer"))
        yield Grid("", head, rows)
        if self.content.front.answered:
            yield Para((Told(words.count("letters.answered", self.content.front.answered)),), "quiet")

    # people

    def _briefs(self) -> Iterator[Block]:
        for place, brief in enumerate(self.content.briefs):
            yield from self._brief(brief, place)

    def _brief(self, brief: Brief, place: int) -> Iterator[Block]:
        words = self.words
        yield Heading(2, brief.title, f"person-{place + 1}")
        yield from self._row(brief.names)
        yield from self._row(brief.line)
        yield from self._row(brief.status, "strong")
        if brief.limits:
            yield Heading(3, words("section.limits", date=words.day(self.content.as_of)))
            for limit in brief.limits:
                yield from self._limit(limit)
        yield from self._items("asks", brief.asks)
        yield from self._paras("summary", brief.summary)
        yield from self._dates("charges", brief.charges)
        yield from self._dates("ahead", brief.ahead)
        yield from self._dates("events", brief.events)
        yield from self._paras("welfare", brief.welfare)
        yield from self._dates("findings", brief.findings)
        yield from self._dates("letters", brief.letters)
        yield from self._paras("position", brief.position)
        yield from self._dates("former", brief.former)
        if brief.disputed:
            yield Heading(3, words("section.disputed"))
            yield Items(
                tuple(
                    (Told(one.what), *(self._told(value) for value in one.values)) for one in brief.disputed
                )
            )
        yield from self._items("office", brief.office)

    def _limit(self, limit: Limit) -> Iterator[Block]:
        yield Para((self._told(limit.title), self._told(limit.until)), "strong")
        for several, tone in ((limit.wording, ""), (limit.conditions, ""), (limit.how, "quiet")):
            for one in several:
                yield Para((self._told(one),), tone)

    def _timelines(self) -> Iterator[Block]:
        every = [item for brief in self.content.briefs for item in brief.timeline]
        if shown := within(self.content.landmarks, *span_of(every, self.content.as_of)):
            said = "; ".join(f"{one.when.show(self.words.language)} {one.label}" for one in shown)
            yield Para((Told(self.words("timelines.dates", dates=said)),))
        for place, brief in enumerate(self.content.briefs):
            yield Heading(2, brief.title, f"person-{place + 1}")
            if not brief.timeline:
                yield Para((Told(self.words("timelines.nothing")),), "quiet")
                continue
            lines = sorted((_sort(one), self._when(one), self._lane(one)) for one in brief.timeline)
            yield Dates(tuple((when, Told(told), ()) for _, when, told in lines))

    def _when(self, item: TimelineItem) -> str:
        language = self.words.language
        start = item.start.show(language) if item.start is not None else ""
        end = item.end.show(language) if item.end is not None else ""
        if item.open_end:
            return f"{start} –"
        return f"{start} – {end}" if end and end != start else start

    def _lane(self, item: TimelineItem) -> str:
        lane = self.words(f"timeline.{item.lane}")
        return f"{lane}: {item.label}" if item.label else lane

    # forms

    def _dossier(self, dossier: Dossier, place: int) -> Iterator[Block]:
        yield Heading(2, dossier.title, f"part-{place + 1}")
        if dossier.subtitle:
            yield Para((Told(dossier.subtitle),), "quiet")
        if dossier.warning:
            yield Para((Told(dossier.warning),), "warning")
        for part in dossier.parts:
            yield Heading(3, part.heading)
            if part.lead:
                yield Para((Told(part.lead),), "quiet")
            for answer in part.answers:
                inner: list[Block] = []
                if answer.empty:
                    inner.append(Para((Told(self.words("form.missing")),), "quiet"))
                if answer.said:
                    said = tuple((self._told(one),) for one in answer.said)
                    inner.append(Items(said) if len(said) > 1 else Para(said[0]))
                if answer.lines:
                    inner.append(self._lines(answer.lines))
                yield Question(answer.question, tuple(inner))

    # pieces

    def _told(self, said: Said) -> Told:
        return self.numbering.told(said)

    def _row(self, several: Sequence[Said], tone: str = "") -> Iterator[Block]:
        if several:
            yield Para(tuple(self._told(one) for one in several), tone)

    def _items(self, key: str, several: Sequence[Said]) -> Iterator[Block]:
        if several:
            yield Heading(3, self.words(f"section.{key}"))
            yield Items(tuple((self._told(one),) for one in several))

    def _paras(self, key: str, several: Sequence[Said]) -> Iterator[Block]:
        if several:
            yield Heading(3, self.words(f"section.{key}"))
            for one in several:
                yield Para((self._told(one),))

    def _dates(self, key: str, several: Sequence[Dated]) -> Iterator[Block]:
        if several:
            yield Heading(3, self.words(f"section.{key}"))
            yield self._lines(several)

    def _lines(self, several: Sequence[Dated]) -> Dates:
        return Dates(
            tuple(
                (one.when, self._told(one.what), tuple(self._told(more) for more in one.detail))
                for one in several
            )
        )

    def _sources(self, notes: Sequence[Note]) -> Iterator[Block]:
        if numbered := self.numbering.sources(notes):
            yield Heading(2, self.words("section.notes"), "notes")
            yield Sources(numbered)

    def _annexes(self) -> Iterator[Block]:
        """Which documents the printed paper has at its end; their pages are pictures, and not told here."""
        if not (annexes := self.content.annexes):
            return
        words = self.words
        yield Heading(2, words("section.annexes"), "annexes")
        for place, annex in enumerate(annexes):
            yield Heading(3, f"{words('annex.number', number=place + 1)}: {annex.title}")
            lines = (*annex.lines, annex.told)
            yield Items(tuple((Told(one),) for one in lines))
        yield Para((Told(words("annex.twin")),), "quiet")


def _sort(item: TimelineItem) -> str:
    return item.start.sort_key if item.start is not None else ""
