"""The template `timeline`: what happened to whom and when, one person's picture below the other's.

All pictures have the same scale of time, so that what happened to several
people at once stands in one line.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether

from kzcase.briefing import brief as one_person
from kzcase.briefing import markup
from kzcase.briefing.content import Content
from kzcase.briefing.flow import Mark, Text
from kzcase.briefing.style import Styles
from kzcase.briefing.text import shortened
from kzcase.briefing.timelinepainter import TimelinePicture
from kzcase.briefing.words import Words
from kzcase.progress import Progress
from kzcase.timeline.flags import within
from kzcase.timeline.layout import span_of

_NAME = 120
# Points for a heading and the first names below it.
_WITH_HEADING = 70.0


def story(content: Content, words: Words, steps: Progress) -> Iterator[Flowable]:
    """The heading, how the pictures are read, and a picture of each person."""
    styles = Styles()
    yield Mark("timelines", content.title)
    yield Text(markup.plain(content.title), styles.name)
    yield Text(markup.plain(words("timelines.legend")), styles.quiet)
    every = [item for brief in content.briefs for item in brief.timeline]
    span = span_of(every, content.as_of)
    if shown := within(content.landmarks, *span):
        said = "; ".join(f"{one.when.show(words.language)} {one.label}" for one in shown)
        yield Text(markup.plain(words("timelines.dates", dates=said)), styles.quiet)
    for place, brief in enumerate(content.briefs):
        steps.step("Laying out", place, len(content.briefs))
        if not brief.timeline:
            continue
        yield one_person.mark(place, brief, 1)
        yield KeepTogether(
            [
                Text(markup.plain(shortened(brief.title, _NAME)), styles.heading_large),
                TimelinePicture(
                    brief.timeline,
                    content.as_of,
                    words,
                    whole=True,
                    span=span,
                    landmarks=content.landmarks,
                ),
            ]
        )
    yield from _without(content, words, styles)


def _without(content: Content, words: Words, styles: Styles) -> Iterator[Flowable]:
    """Those of whom nothing has a date, together at the end: an empty picture says no more than a name."""
    empty = [(place, brief) for place, brief in enumerate(content.briefs) if not brief.timeline]
    if not empty:
        return
    yield CondPageBreak(_WITH_HEADING)
    yield Text(markup.plain(words("timelines.nothing")), styles.heading_large)
    for place, brief in empty:
        yield one_person.mark(place, brief, 1)
        yield Text(markup.plain(shortened(brief.title, _NAME)), styles.body)
