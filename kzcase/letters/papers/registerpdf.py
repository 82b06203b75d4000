"""The register as a paper for the office: a landscape table, its head on every page."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.platypus import Flowable, Spacer

from kzcase.briefing.flow import Text
from kzcase.briefing.markup import plain
from kzcase.briefing.pdf import Rendered, put
from kzcase.briefing.style import Styles
from kzcase.briefing.table import Column, Row, Table
from kzcase.briefing.text import shortened
from kzcase.letters.papers.lines import lines
from kzcase.letters.papers.sheet import draw
from kzcase.letters.words import words
from kzcase.progress import Progress, quiet
from kzcase.services.letters import RegisterRow
from kzcase.services.office import Office

_LONG = 180
_SHORT = 60
_SHARES = (
    ("number", 15),
    ("day", 20),
    ("to", 44),
    ("subject", 58),
    ("status", 30),
    ("due", 24),
    ("answer", 32),
)


def register_pdf(
    office: Office,
    target: Path | BytesIO,
    *,
    as_of: date | None = None,
    view: str = "all",
    query: str = "",
    language: str = "en",
    progress: Progress | None = None,
) -> Rendered:
    """Print the lines of a view; the paper is the office's own and says so.

    Raises `Unprintable`, `Unwritable`, and `Cancelled` if the user stopped it;
    then an older file is as it was.
    """
    steps = progress or quiet()
    said = words(language)
    day = as_of or office.today()
    rows = list(lines(office, day, view, query, language, steps))
    made = [_cells(one, language) for one in rows]
    title = said("register.title")
    styles = Styles()
    story: list[Flowable] = [Text(plain(title), styles.name), Spacer(0, 8)]
    if made:
        columns = [Column(said(f"column.{key}"), share) for key, share in _SHARES]
        story.append(Table(columns, [_row(cells, place) for place, cells in enumerate(made)], styles.column))
    else:
        story.append(Text(plain(said("register.none")), styles.body))
    drawn = draw(
        story,
        ((f"the letter {cells[0][0]}", text) for cells in made for cell in cells for text in cell),
        size=landscape(A4),
        title=title,
        head=said("register.internal"),
        as_of=day,
        language=language,
        steps=steps,
    )
    put(drawn.data, target)
    return Rendered(drawn.pages, hashlib.sha256(drawn.data).hexdigest())


Cell = tuple[str, str]
"""A cell: its words, and quieter ones below them."""


def _cells(one: RegisterRow, language: str) -> tuple[Cell, ...]:
    said = words(language)
    return (
        (shortened(one.number, _SHORT), said("number.twice") if one.shares_number else ""),
        (shortened(one.sent or one.written, _SHORT), ""),
        (shortened(one.to_words, _LONG), shortened(one.mechanism_words, _SHORT)),
        (shortened(one.subject, _LONG), shortened("; ".join(one.person_titles), _LONG)),
        (shortened(one.status_words, _SHORT), shortened(one.kind_words, _SHORT)),
        (shortened(one.due_words, _SHORT), said("overdue") if one.overdue else ""),
        (shortened(one.answered, _SHORT), shortened(one.response_words, _SHORT)),
    )


def _row(cells: Sequence[Cell], place: int) -> Row:
    styles = Styles()
    made: list[Flowable] = []
    for number, (text, below) in enumerate(cells):
        style = styles.cell_strong if number == 0 else styles.cell
        if below:
            quiet_words = f'<font size="{styles.cell_quiet.fontSize}">{plain(below)}</font>'
            made.append(Text(f"{plain(text)}<br/>{quiet_words}" if text else quiet_words, style))
        else:
            made.append(Text(plain(text), style))
    return Row(tuple(made), place)
