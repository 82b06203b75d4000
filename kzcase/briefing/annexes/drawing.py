"""Draws annexes into a paper: a page that says what follows, then the document's pages, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Spacer

from kzcase.briefing import markup
from kzcase.briefing.annexes.content import Annex, Leaf
from kzcase.briefing.contents import Entry, Places
from kzcase.briefing.flow import Mark, Text
from kzcase.briefing.fonts import REGULAR
from kzcase.briefing.style import MUTED, RULE, Styles
from kzcase.briefing.text import shortened
from kzcase.briefing.words import Words
from kzcase.progress import Progress

KEY = "annexes"
UPRIGHT_PAGE, LYING_PAGE = "upright", "lying"
"""The names of a paper's two kinds of pages."""
_NAME = 120
_DOWN = 150.0
_LINE = 13.0
_SIZE = 7.5


def key_of(place: int) -> str:
    """What the annex at a place is called inside the file."""
    return f"annex-{place + 1}"


def story(annexes: tuple[Annex, ...], words: Words, styles: Styles, steps: Progress) -> Iterator[Flowable]:
    """Every annex; nothing if there is none."""
    for place, annex in enumerate(annexes):
        name = words("annex.number", number=place + 1)
        steps.step("Laying out", place, len(annexes))
        yield NextPageTemplate(UPRIGHT_PAGE)
        yield PageBreak()
        if not place:
            yield Mark(KEY, words("section.annexes"))
        yield Mark(key_of(place), shortened(f"{name}: {annex.title}", _NAME), 1)
        yield Spacer(0, _DOWN)
        yield Text(markup.plain(name), styles.cover_label)
        yield Text(markup.plain(annex.title), styles.name)
        yield Spacer(0, 10)
        for text in annex.lines:
            yield Text(markup.plain(text), styles.strong)
        yield Spacer(0, 10)
        yield Text(markup.plain(annex.told), styles.body)
        yield Text(markup.plain(words("annex.pictures")), styles.quiet)
        for leaf in annex.leaves:
            yield NextPageTemplate(LYING_PAGE if leaf.width > leaf.height else UPRIGHT_PAGE)
            yield PageBreak()
            yield Sheet(leaf, words("annex.page", annex=name, page=leaf.number))


def entries(annexes: tuple[Annex, ...], words: Words, styles: Styles, places: Places) -> Iterator[Flowable]:
    """The lines of the contents that lead to the annexes, below their heading."""
    if annexes:
        yield Entry(markup.plain(words("section.annexes")), KEY, styles.entry, places)
    for place, annex in enumerate(annexes):
        text = f"{words('annex.number', number=place + 1)}: {shortened(annex.title, _NAME)}"
        yield Entry(markup.plain(text), key_of(place), styles.entry_inner, places)


class Sheet(Flowable):
    """One page of a document, as large as the paper's page allows, with a line that says which it is."""

    def __init__(self, leaf: Leaf, caption: str) -> None:
        super().__init__()
        self.leaf = leaf
        self.caption = caption

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The whole page."""
        self.width, self.height = available_width, available_height
        return available_width, available_height

    def draw(self) -> None:
        """Draw the picture, centred, with a thin line around it, and its caption above."""
        canvas: Any = self.canv
        leaf, room = self.leaf, self.height - _LINE
        scale = min(self.width / leaf.width, room / leaf.height)
        width, height = leaf.width * scale, leaf.height * scale
        x, y = (self.width - width) / 2, room - height
        canvas.setFont(REGULAR, _SIZE)
        canvas.setFillColor(MUTED)
        canvas.drawString(0, room + 4, self.caption)
        canvas.drawImage(ImageReader(BytesIO(leaf.data)), x, y, width, height)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.rect(x, y, width, height, stroke=1, fill=0)
