"""Lists at 100,000 people: opening one, one filter more, painting it; against bare work and a hundredth."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.paintedlist import painted_list
from benchmarks.vaults import filled
from kzcase.services import lists
from kzcase.services.office import Office

BARE = (
    "SELECT r.id, r.title, p.born, p.region, p.risk, p.liberty"
    " FROM record AS r JOIN person AS p ON p.id = r.id"
    " WHERE r.kind = 'person' AND r.status = 'here' ORDER BY r.sort, r.id LIMIT 61"
)


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """The first page of People by name, and by region."""
    with (
        filled(folder / "large.kzvault", size.of(100_000, least=200)) as large,
        filled(folder / "small.kzvault", size.of(1_000, least=20)) as small,
    ):

        def page(office: Office, sort: str) -> None:
            lists.page(office, lists.ListQuery("person", sort=sort, columns=lists.default_columns("person")))

        def bare() -> None:
            with large.read() as session:
                driver = session.connection().connection.driver_connection
                assert driver is not None
                driver.execute(BARE).fetchall()

        for sort in ("title", "region"):
            yield Contest(
                name=f"open People sorted by {sort}",
                ours=Contestant("lists.page", lambda sort=sort: page(large, sort)),  # type: ignore[misc]
                floor=Contestant("the bare SELECT", bare),
                rival=Contestant("the same in a vault of a hundredth", lambda sort=sort: page(small, sort)),  # type: ignore[misc]
                rounds=size.of(100, least=5),
                asked="independent of the vault's size (1.0 x the small vault)",
            )
        for kind in ("person", "restriction", "letter"):
            look = lists.first_look(kind)
            query = lists.ListQuery(kind, look.sort, look.descending, columns=look.columns)
            yield Contest(
                name=f"open {kind}s as they are seen first, with what is worked out",
                ours=Contestant("lists.page", partial(lists.page, large, query)),
                rival=Contestant("the same in a vault of a hundredth", partial(lists.page, small, query)),
                rounds=size.of(60, least=3),
                asked="independent of the vault's size (1.0 x the small vault)",
            )
        yield from _painted(size, large, small)


def _painted(size: Size, large: Office, small: Office) -> Iterator[Contest]:
    """Scrolling by a page and painting it; a letter typed until its rows are painted."""
    with painted_list(large) as ours, painted_list(small) as rival:
        yield Contest(
            name="scroll People by a page, and paint",
            ours=Contestant("at full size", ours.scroll),
            rival=Contestant("in a vault of a hundredth", rival.scroll),
            rounds=size.of(60, least=3),
            asked="within a frame (16 ms)",
        )
        yield Contest(
            name="type a letter over People, read, and paint",
            ours=Contestant("at full size", ours.type),
            rival=Contestant("in a vault of a hundredth", rival.type),
            rounds=size.of(60, least=3),
            asked="within a frame (16 ms) beyond the pause after typing",
        )
