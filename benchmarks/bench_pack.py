"""A pack of two hundred people: its pages, and how soon the first of them stands on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from reportlab.platypus import Flowable, PageBreak, Paragraph, Table

from benchmarks.bench_brief import bare, everybody, plain_styles
from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from kzcase.briefing import papers, pdf
from kzcase.briefing.content import Content
from kzcase.briefing.fonts import typeface
from kzcase.briefing.gather import gather
from kzcase.briefing.style import WIDTH
from kzcase.briefing.text import esc


def front(content: Content) -> Iterator[Flowable]:
    """What a pack says before its briefs, in Platypus's own paragraphs and tables."""
    styles = plain_styles()

    def rows(several: Iterable[tuple[str, ...]]) -> Iterator[Flowable]:
        made = [[Paragraph(esc(text), styles["cell"]) for text in row] for row in several]
        if made:
            yield Table(made, colWidths=[WIDTH / len(made[0])] * len(made[0]), repeatRows=1)

    said = content.front
    for brief in content.briefs:
        yield Paragraph(esc(brief.title), styles["entry_inner"])
    for ask in said.asks:
        yield Paragraph(esc(f"{ask.what.text} {', '.join(ask.who)}"), styles["ask"])
    yield from rows(
        (brief.title, one.title.text, one.since, one.end, one.basis)
        for brief in content.briefs
        for one in brief.limits
    )
    yield from rows((one.when, ", ".join(one.who), one.what.text) for one in said.coming)
    yield from rows((one.when, one.what.text, ", ".join(one.who), one.answer) for one in said.letters)
    yield PageBreak()


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """Two hundred fictional people in one pack."""
    people = size.of(200, least=5)
    with filled(folder / "pack.kzvault", people) as office:
        chosen = everybody(office)
        content = gather(office, chosen, audience="internal", template="pack")
        typeface()
        yield Contest(
            name=f"a pack of {len(content.briefs)} people",
            ours=Contestant("kzcase", lambda: pdf.render(content, BytesIO())),
            floor=Contestant("bare Platypus", lambda: bare(content, front(content))),
            rounds=size.of(10, least=3),
            asked="at least 0.8 of bare Platypus's pages per second: a ratio of 1.25 or less",
            about="The same texts and tables; kzcase also fits each brief to a page, numbers sources and the "
            "contents' pages through, and draws charts, links and timelines.",
        )
        for template in ("pack", "brief", "list"):
            yield Contest(
                name=f"the first page of a {template} of {len(chosen)} people",
                ours=Contestant(
                    "kzcase",
                    lambda template=template: papers.first_page(  # type: ignore[misc]
                        office, chosen, audience="internal", template=template
                    ),
                ),
                rounds=size.of(20, least=3),
                asked="within 0.3 s of the click on a warm program",
            )
