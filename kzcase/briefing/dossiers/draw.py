"""Draws forms: a question on the left, what is answered on the right, open questions said to be open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer

from kzcase.briefing import brief as one_person
from kzcase.briefing import markup
from kzcase.briefing.content import Answer, Content, Dated, Dossier
from kzcase.briefing.flow import Barred, Heading, Mark, Text, divided, set_height
from kzcase.briefing.markup import Numbers
from kzcase.briefing.pack import changes
from kzcase.briefing.said import Note, Said
from kzcase.briefing.style import ACCENT, HEIGHT, RULE, TINT, Styles
from kzcase.briefing.text import shortened
from kzcase.briefing.words import Words
from kzcase.progress import Progress

_SHARE = 0.27
_BETWEEN = 10.0
_TO_BEGIN = 90.0
_PADDING = 2.6
# The question's letters are smaller than the answer's; so low they stand on one line with it.
_LOWER = 1.0
_LONGEST_OUTLINE = 120
_LONGEST_DATE = 48


class Field(Flowable):
    """A question beside its answer, a hairline above.

    It splits between the lines of the answer, and asks again on the next page.
    """

    def __init__(self, question: str, members: list[Flowable], style: ParagraphStyle):
        super().__init__()
        self.question = question
        self.members = members
        self.style = style

    @property
    def _left(self) -> float:
        return float(self.width * _SHARE)

    @property
    def _right(self) -> float:
        return float(self.width - self._left - _BETWEEN)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As high as the higher of both."""
        self.width = available_width
        self._label = Text(self.question, self.style)
        self._asked = self._label.wrap(self._left, available_height)[1] + _LOWER
        self._heights = [set_height(one, self._right) for one in self.members]
        self.height = max(self._asked, sum(self._heights)) + 2 * _PADDING
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As much of the answer as fits, and the rest."""
        self.wrap(available_width, available_height)
        room = available_height - 2 * _PADDING
        if self._asked > room:
            return []
        head, tail = divided(self.members, self._heights, self._right, room)
        if not head or not tail:
            return []
        return [Field(self.question, head, self.style), Field(self.question, tail, self.style)]

    def draw(self) -> None:
        """Draw the hairline, the question, and the answer from the top."""
        canvas: Any = self.canv
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.4)
        canvas.line(0, self.height, self.width, self.height)
        top = self.height - _PADDING
        self._label.drawOn(canvas, 0, top - self._asked)
        y = top
        for member, height in zip(self.members, self._heights, strict=True):
            y -= height
            member.drawOn(canvas, self._left + _BETWEEN, y + member.getSpaceAfter())


def story(content: Content, words: Words, steps: Progress) -> Iterator[Flowable]:
    """Every form of the paper, each person's on a new page; then the sources of all."""
    styles, numbers = Styles(), Numbers()
    place = 0
    for number, dossier in enumerate(content.dossiers):
        steps.step("Laying out", number, len(content.dossiers))
        if number:
            yield Spacer(0, 14)
            yield PageBreak() if content.template in ("wgad", "sanctions") else CondPageBreak(HEIGHT / 2)
        if dossier.person:
            yield one_person.mark(place, content.briefs[place])
            place += 1
        else:
            yield Mark(f"part-{number + 1}", shortened(dossier.title, _LONGEST_OUTLINE))
        yield from _dossier(dossier, words, styles, numbers)
    yield from changes(content, words, styles)
    yield from _sources(content, words, styles, numbers)


def _dossier(dossier: Dossier, words: Words, styles: Styles, numbers: Numbers) -> Iterator[Flowable]:
    yield Text(markup.plain(dossier.title), styles.name)
    if dossier.subtitle:
        yield Text(markup.plain(dossier.subtitle), styles.line)
    yield Spacer(0, 4)
    if dossier.warning:
        yield Barred([Text(markup.plain(dossier.warning), styles.detail)], ACCENT, TINT)
    for part in dossier.parts:
        yield CondPageBreak(_TO_BEGIN)
        yield Heading(part.heading, styles.heading)
        if part.lead:
            yield Text(markup.plain(part.lead), styles.quiet)
            yield Spacer(0, 3)
        for answer in part.answers:
            yield Field(markup.plain(answer.question), _answer(answer, words, styles, numbers), styles.quiet)


def _answer(answer: Answer, words: Words, styles: Styles, numbers: Numbers) -> list[Flowable]:
    if answer.empty:
        return [Text(markup.plain(words("form.missing")), styles.open)]
    members: list[Flowable] = []
    several = len(answer.said) > 1
    for one in answer.said:
        for place, text in enumerate(markup.paragraphs(one, numbers)):
            if several:
                members.append(Text(text, styles.item, bulletText=None if place else "•"))
            else:
                members.append(Text(text, styles.body))
    for line in answer.lines:
        members += _line(line, styles, numbers)
    return members


def _line(line: Dated, styles: Styles, numbers: Numbers) -> Iterator[Flowable]:
    """A line with its date in bold before it: the column is too narrow for one of dates."""
    when = f"<b>{markup.plain(shortened(line.when, _LONGEST_DATE))}</b>  " if line.when else ""
    for place, text in enumerate(markup.paragraphs(line.what, numbers)):
        yield Text(when + text if not place else text, styles.body)
    for detail in line.detail:
        for text in markup.paragraphs(detail, numbers):
            yield Text(text, styles.quiet)


def _sources(content: Content, words: Words, styles: Styles, numbers: Numbers) -> Iterator[Flowable]:
    notes: dict[str, Note] = {note.key: note for one in content.dossiers for note in one.notes}
    numbered = numbers.order(notes.values())
    if not numbered:
        return
    yield CondPageBreak(_TO_BEGIN)
    yield Mark("notes", words("form.notes"))
    yield Heading(words("form.notes"), styles.heading)
    for number, note in numbered:
        for place, text in enumerate(markup.paragraphs(Said(note.text), numbers)):
            yield Text(text, styles.end_note, bulletText=None if place else str(number))
