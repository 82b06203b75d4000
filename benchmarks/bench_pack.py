"""A pack of two hundred people: its pages, and how soon the first of them stands on the screen."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from reportlab.platypus import Flowable, PageBreak, Paragraph, Table

from benchmarks.bench_brief import bare, everybody, plain_styles
from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from benchmarks.waiting import until
from kzcase.briefing import papers, pdf
from kzcase.briefing.content import Content
from kzcase.briefing.fonts import typeface
from kzcase.briefing.gather import gather
from kzcase.briefing.style import WIDTH
from kzcase.briefing.text import esc
from kzcase.services.office import Office


def front(content: Content) -> Iterator[Flowable]:
    """What a pack says before its briefs, in Platypus's own paragraphs and tables."""
    styles = plain_styles()

    def rows(several: Iterable[tuple[str, ...]]) -> Iterator[Flowable]:
        made = [[Paragraph(esc(text), styles["cell"]) for text in row] for row in several]
        if made:
            yield Table(made, colWidths=[WIDTH / len(made[0])] * len(made[0]), repeatRows=1)

    said = content.front
    yield Paragraph(esc(said.heading or content.title), styles["cover"])
    yield PageBreak()
    for figure in said.figures:
        yield Paragraph(esc(f"{figure.count} {figure.words}"), styles["figure"])
    for chart in said.charts:
        yield Paragraph(esc(chart.title), styles["strong"])
        yield from rows((words, str(count)) for words, count in chart.bars)
    if said.places is not None:
        yield Paragraph(esc(said.places.title), styles["strong"])
        yield from rows((one.name, str(one.count)) for one in said.places.places)
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
    for issue in said.issues:
        yield Paragraph(esc(issue.title.text), styles["strong"])
        for shown in issue.instances:
            yield Paragraph(esc(f"{', '.join(shown.who)} {shown.what.text}"), styles["item"])
    for one in said.law:
        yield Paragraph(esc(f"{one.label} {one.title.text}"), styles["strong"])
        for text in (one.force, *(provided.text for provided in one.provides), one.source, one.standing):
            yield Paragraph(esc(text), styles["quiet"])
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
        yield from weasy(content, size)
        yield from in_window(office, chosen, size)


def weasy(content: Content, size: Size) -> Iterator[Contest]:
    """The same pack as pages, and what WeasyPrint makes of its HTML twin, if that is installed."""
    if find_spec("weasyprint") is None:
        print("WeasyPrint is not installed here: the contest with it is left out.")
        return
    weasyprint = import_module("weasyprint")

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    html = papers.drawn(content, "html").data.decode()
    pages = len(weasyprint.HTML(string=html).render().pages)
    ours = pdf.render(content, BytesIO()).pages
    yield Contest(
        name=f"a pack of {len(content.briefs)} people, beside its HTML twin",
        ours=Contestant("kzcase", lambda: pdf.render(content, BytesIO())),
        rival=Contestant("WeasyPrint", lambda: weasyprint.HTML(string=html).write_pdf()),
        rounds=size.of(3, least=1),
        asked="six times its pages per second",
        about=f"{ours} pages of kzcase; of WeasyPrint {pages} of the same texts without charts or timelines.",
    )


def in_window(office: Office, chosen: list[str], size: Size) -> Iterator[Contest]:
    """From the click until the first page stands in the window; the rest goes on being made meanwhile."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kzcase.settings import Settings
    from kzcase.ui import theme
    from kzcase.ui.common.desk import Desk
    from kzcase.ui.common.look import Look
    from kzcase.ui.common.worker import Worker
    from kzcase.ui.main import application
    from kzcase.ui.papers.briefpage import BriefPage

    settings = Settings(theme="light")
    worker = Worker()
    desk = Desk(office, worker, Look(settings, theme.apply(application(), settings)))
    try:
        page = BriefPage(desk, tuple(chosen), "pack")
        page.resize(1130, 680)
        page.show()
        internal = next(at for at in range(page.audience.count()) if page.audience.itemData(at) == "internal")
        page.audience.setCurrentIndex(internal)
        until(lambda: page.made is not None, "the pack to be made")

        def empty() -> None:
            until(lambda: not worker.busy, "the pack before to be finished")
            page.preview.say("")

        def click() -> None:
            page.make()
            until(lambda: page.pages > 0, "the first page")

        yield Contest(
            name=f"the click on a pack of {len(chosen)} people until its first page stands in the window",
            ours=Contestant("kzcase", click, before=empty),
            rounds=size.of(10, least=2),
            asked="within 0.3 s of the click on a warm program",
        )
        until(lambda: not worker.busy, "the last pack to be finished")
        page.deleteLater()
    finally:
        desk.leave()
        worker.stop()
