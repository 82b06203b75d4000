"""The figures of a period on one page: how many letters, to whom, how many answered, what came of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, Spacer

from kzcase.briefing.charts import Charts, Tiles
from kzcase.briefing.flow import Text
from kzcase.briefing.front import Bars, Figure
from kzcase.briefing.markup import plain
from kzcase.briefing.pdf import Rendered, put
from kzcase.briefing.style import Styles
from kzcase.letters.papers.sheet import draw
from kzcase.letters.words import words
from kzcase.progress import Progress, quiet
from kzcase.services.letters import Figures, Share, figures
from kzcase.services.office import Office

_MOST_BARS = 7
_MOST_MONTHS = 12
_SIDE_BY_SIDE = 2


def figures_pdf(
    office: Office,
    target: Path | BytesIO,
    *,
    first: date,
    last: date,
    language: str = "en",
    progress: Progress | None = None,
) -> Rendered:
    """Print the figures of a period; they name nobody.

    Raises `Unwritable`, and `Cancelled` if the user stopped it; then an older
    file is as it was.
    """
    said = words(language)
    found = figures(office, first, last, language)
    styles = Styles()
    title = said("figures.title", first=said.day(first), last=said.day(last))
    story: list[Flowable] = [Text(plain(title), styles.name), Spacer(0, 12)]
    tiles = list(_tiles(found, language))
    charts = list(_charts(found, language))
    if found.sent or found.received:
        story.append(Tiles(tiles, styles))
        for start in range(0, len(charts), _SIDE_BY_SIDE):
            story += [Spacer(0, 12), Charts(charts[start : start + _SIDE_BY_SIDE], styles)]
    else:
        story.append(Text(plain(said("figures.none")), styles.body))
    texts = [title, *(one.words for one in tiles), *(text for chart in charts for text, _ in chart.bars)]
    drawn = draw(
        story,
        (("", text) for text in texts),
        size=A4,
        title=title,
        head=said("register.internal"),
        as_of=office.today(),
        language=language,
        steps=progress or quiet(),
    )
    put(drawn.data, target)
    return Rendered(drawn.pages, hashlib.sha256(drawn.data).hexdigest())


def _tiles(found: Figures, language: str) -> Iterator[Figure]:
    said = words(language)
    for key, number in (("sent", found.sent), ("received", found.received), ("people", found.people)):
        yield Figure(number, said(f"figure.{key}"))
    if found.expecting:
        yield Figure(found.answered, said("figure.answered", of=found.expecting))
    if found.overdue:
        yield Figure(found.overdue, said("figure.overdue"))
    if found.average_days is not None:
        yield Figure(round(found.average_days), said("figure.days"))


def _charts(found: Figures, language: str) -> Iterator[Bars]:
    said = words(language)
    if any(one.sent for one in found.by_month):
        key = "chart.month" if len(_months(found.first, found.last)) <= _MOST_MONTHS else "chart.year"
        yield Bars(said(key), tuple((said.date(one), number) for one, number in by_time(found)))
    for key, shares in (
        ("addressee", found.by_addressee),
        ("mechanism", found.by_mechanism),
        ("response", found.by_response),
        ("impact", found.by_impact),
        ("outcome", found.by_outcome),
    ):
        bars = _bars(shares, said("chart.other"))
        if bars:
            yield Bars(said(f"chart.{key}"), bars)


def by_time(found: Figures) -> list[tuple[str, int]]:
    """Letters sent in each month of the period, also in those without any; in a longer one by year.

    Those whose month is not exactly known are in none.
    """
    sent = {one.month: one.sent for one in found.by_month}
    months = _months(found.first, found.last)
    if len(months) <= _MOST_MONTHS:
        return [(month, sent.get(month, 0)) for month in months]
    years = Counter[str]()
    for month in months:
        years[month[:4]] += sent.get(month, 0)
    told = [one for one in years if years[one]]
    return [(f"{year:04}", years[f"{year:04}"]) for year in range(int(told[0]), int(told[-1]) + 1)]


def _months(first: date, last: date) -> list[str]:
    """The months of a period, from the first to the last."""
    begun = 12 * first.year + first.month - 1
    ended = 12 * last.year + last.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begun, ended + 1)]


def _bars(shares: Sequence[Share], rest: str) -> tuple[tuple[str, int], ...]:
    """The largest shares, and all the others as one."""
    told = [(one.words, one.number) for one in shares if one.number]
    shown = told[:_MOST_BARS]
    if more := sum(number for _, number in told[_MOST_BARS:]):
        shown.append((rest, more))
    return tuple(shown)
