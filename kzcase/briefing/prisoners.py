"""The list of prisoners: a table of who is held, on what charges and judgment, where, until when."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable, Spacer

from kzcase.briefing import markup
from kzcase.briefing.content import Brief, Content, Custody
from kzcase.briefing.flow import Stack, Text
from kzcase.briefing.held import COLUMNS, findings, other_name
from kzcase.briefing.markup import Numbers
from kzcase.briefing.said import Said
from kzcase.briefing.style import Styles
from kzcase.briefing.table import Column, Row, Table
from kzcase.briefing.text import shortened
from kzcase.briefing.words import Words

_NAME = 90
_WHO = 140
_CELL = 260


def table(content: Content, words: Words, styles: Styles, numbers: Numbers) -> Iterator[Flowable]:
    """How many are held, and a row for each."""
    held = [(brief, brief.custody) for brief in content.briefs if brief.custody is not None]
    if not held:
        yield Text(markup.plain(words("prisoners.none")), styles.body)
        return
    yield Text(markup.plain(words.count("prisoners.count", len(held))), styles.strong)
    yield Spacer(0, 6)
    columns = [Column(markup.plain(words(key)), share) for key, share in COLUMNS]
    rows = [_Row(brief, one, styles, numbers).row(place) for place, (brief, one) in enumerate(held)]
    yield Table(columns, rows, styles.column)


class _Row:
    """The cells of one person."""

    def __init__(self, brief: Brief, custody: Custody, styles: Styles, numbers: Numbers) -> None:
        self.brief, self.custody, self.styles, self.numbers = brief, custody, styles, numbers

    def row(self, place: int) -> Row:
        """The whole row, numbered from one."""
        custody = self.custody
        judgment = custody.judgment
        cells = (
            self._who(place + 1),
            self._text(custody.articles),
            self._text(
                Said(": ".join(filter(None, (judgment.when, judgment.what.text))), judgment.what.notes)
            ),
            self._held(),
            self._text(custody.until, strong=True),
            self._stack([self._text(one) for one in findings(self.brief)]),
        )
        return Row(cells, place)

    def _who(self, number: int) -> Flowable:
        brief, styles = self.brief, self.styles
        name = Text(f"{number}. {markup.plain(shortened(brief.title, _NAME))}", styles.cell_strong)
        lines: list[Flowable] = [name]
        if (other := other_name(brief)) is not None:
            lines.append(self._small(other))
        if brief.line:
            told = Said("  ·  ".join(one.text for one in brief.line))
            lines.append(self._small(told, _WHO))
        return self._stack(lines)

    def _held(self) -> Flowable:
        custody = self.custody
        said = [self._text(one) for one in (custody.since, custody.where) if one.text]
        return self._stack(said)

    def _small(self, said: Said, longest: int = _NAME) -> Flowable:
        text = markup.plain(shortened(said.text, longest))
        return Text(text + markup.references(self.numbers, said.notes), self.styles.cell_quiet)

    def _text(self, said: Said, *, strong: bool = False) -> Flowable:
        text = markup.plain(shortened(said.text, _CELL)) + markup.mark(said.mark)
        text += markup.references(self.numbers, said.notes)
        return Text(f"<b>{text}</b>" if strong else text, self.styles.cell)

    def _stack(self, parts: list[Flowable]) -> Flowable:
        if not parts:
            return Text("", self.styles.cell)
        return parts[0] if len(parts) == 1 else Stack(parts)
