"""A pack of two hundred people: its pages, and how soon the first of them stands on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from benchmarks.bench_brief import bare, everybody
from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from kzcase.briefing import papers, pdf
from kzcase.briefing.fonts import typeface
from kzcase.briefing.gather import gather


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
            floor=Contestant("bare Platypus, the briefs' texts alone", lambda: bare(content)),
            rounds=size.of(10, least=3),
            asked="at least 0.8 of bare Platypus's pages per second: a ratio of 1.25 or less",
            about="kzcase also draws the pages before the briefs, contents with page numbers, and timelines.",
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
