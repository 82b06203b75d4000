"""Today and the board of restrictions at 100,000 people, and what it costs a save to keep them ready."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from kzcase.services import board, lists, records
from kzcase.services.agenda import between, due, month
from kzcase.services.office import Office
from kzcase.services.today import today, visited

ASKED = "under 100 ms after the first time; independent of the vault's size (1.0 x the small vault)"


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """Today, the agenda, a month and the board, each against a vault of a hundredth; and two saves."""
    with (
        filled(folder / "large.kzvault", size.of(100_000, least=200)) as large,
        filled(folder / "small.kzvault", size.of(1_000, least=20)) as small,
    ):
        day = large.today()
        first = day.replace(day=1)
        weeks = first - timedelta(days=first.weekday()), first + timedelta(days=41 - first.weekday())
        works = {
            "open Today": lambda office: today(office, day),
            "30 days of the agenda": lambda office: due(office, day, 30),
            "three months of the calendar's agenda": lambda office: between(
                office, day, day + timedelta(days=90), why=False
            ),
            "a month of the calendar": lambda office: month(office, *weeks, day),
            "the board by end": lambda office: board.rows(office, day, limit=60),
            "the board, about to be free": lambda office: board.rows(
                office, day, change=board.FREE, limit=60
            ),
            "the board by person": lambda office: board.rows(office, day, sort=board.PERSON, limit=60),
        }
        for office in (large, small):
            visited(office)
        for name, work in works.items():
            yield Contest(
                name=name,
                ours=Contestant("the large vault", lambda work=work: work(large)),  # type: ignore[misc]
                rival=Contestant("a vault of a hundredth", lambda work=work: work(small)),  # type: ignore[misc]
                rounds=size.of(40, least=5),
                asked=ASKED,
            )
        yield _saving(large, size)


def _saving(office: Office, size: Size) -> Contest:
    """A restriction's term, on which days and counts depend, against a remark, on which nothing does."""
    page = lists.page(office, lists.ListQuery("restriction", limit=200))
    ids = cycle([row.id for row in page.rows])
    number = count()
    draft: list[records.Draft] = []

    def read(field: str) -> None:
        view = records.view(office, next(ids))
        turn = next(number)
        value = {"term": {"months": 12 + turn % 40}, "remarks": f"Remark {turn}"}[field]
        draft[:] = [records.Draft("restriction", view.id, {field: value}, view.heads)]

    def save() -> None:
        records.save(office, draft[0])

    return Contest(
        name="save the term of a restriction",
        ours=Contestant("its term", save, before=lambda: read("term")),
        rival=Contestant("a remark on it", save, before=lambda: read("remarks")),
        rounds=size.of(200, least=5),
        asked="not noticeably dearer than any other save",
    )
