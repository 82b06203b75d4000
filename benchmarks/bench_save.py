"""How long a caseworker waits for a save: history, signature and index against a bare UPDATE.

The floor changes the smallest row there is, always the same one; the rival what the save changes: the
same field of the same person, whose pages have to be found first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from kzcase.services import lists, records


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """One field of one person saved in a vault of about 100,000 revisions."""
    with filled(folder / "save.kzvault", size.of(10_000, least=50)) as office:
        page = lists.page(office, lists.ListQuery("person", limit=200))
        ids, others = (cycle([row.id for row in page.rows]) for _ in range(2))
        number = count()
        draft: list[records.Draft] = []

        def read() -> None:
            view = records.view(office, next(ids))
            draft[:] = [records.Draft("person", view.id, {"locality": f"Place {next(number)}"}, view.heads)]

        def bare() -> None:
            with office.vault.write() as session:
                driver = session.connection().connection.driver_connection
                assert driver is not None
                driver.execute(
                    "UPDATE local_value SET value = ? WHERE key = 'benchmark'", (f"Place {next(number)}",)
                )

        def plain() -> None:
            with office.vault.write() as session:
                driver = session.connection().connection.driver_connection
                assert driver is not None
                driver.execute(
                    "UPDATE person SET locality = ? WHERE id = ?", (f"Place {next(number)}", next(others))
                )

        with office.vault.write() as session:
            driver = session.connection().connection.driver_connection
            assert driver is not None
            driver.execute("INSERT INTO local_value VALUES ('benchmark', '')")
        yield Contest(
            name="save one field of a person",
            ours=Contestant("records.save", lambda: records.save(office, draft[0]), before=read),
            floor=Contestant("one bare UPDATE in a write unit", bare),
            rival=Contestant("a bare UPDATE of the same field in a write unit", plain),
            rounds=size.of(300, least=5),
            asked="2.5 x the bare transaction at the median, 5 ms at the 95th percentile",
        )
