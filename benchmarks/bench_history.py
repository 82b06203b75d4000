"""Taking another office's revisions in, against bare inserts of the rows they become."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import KEY, filled
from kzcase.history.ledger import Ledger
from kzcase.history.revision import Revision, from_line, make, split
from kzcase.models.base import kinds
from kzcase.vault.vault import Vault

TRUTH = ("revision", "record", "link")


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """The revisions of ten thousand people: new ones, the same again, and changes of known records."""
    people = size.of(10_000, least=20)
    number = count()
    with filled(folder / "sender.kzvault", people) as sender, sender.read() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        lines = [
            b'{"header":' + header + b',"parts":' + parts + b"}"
            for header, parts in driver.execute("SELECT header, parts FROM revision ORDER BY seq")
        ]
        kept = [row[0] for row in driver.execute("SELECT DISTINCT kind FROM record WHERE kind IS NOT NULL")]
        rows: dict[str, list[Any]] = {
            table: driver.execute(f'SELECT * FROM "{table}"').fetchall() for table in (*TRUTH, *kept)
        }
    revisions = [from_line(line) for line in lines]
    seen = {parent for one in revisions for parent in split(one.parents)}
    later = [_after(one).line() for one in revisions if one.id not in seen]
    open_: list[Vault] = []
    ledger: list[Ledger] = []

    def fresh() -> None:
        open_[:] = [Vault.create_raw(folder / f"{next(number)}.kzvault", KEY)]
        ledger[:] = [Ledger(open_[0])]

    def known() -> None:
        fresh()
        take(lines)

    def done() -> None:
        open_.pop().close()

    def take(given: list[bytes]) -> None:
        revisions = [from_line(line) for line in given]
        with open_[0].write() as unit:
            ledger[0].apply(unit, revisions)

    def bare() -> None:
        with open_[0].write() as unit:
            target = unit.connection().connection.driver_connection
            assert target is not None
            for table, found in rows.items():
                marks = ", ".join("?" * len(found[0]))
                target.executemany(f'INSERT INTO "{table}" VALUES ({marks})', found)

    floor = Contestant("bare inserts of the same rows", bare, before=fresh, after=done)
    rounds = size.of(5, least=1)
    yield Contest(
        name=f"take in {len(lines)} new revisions",
        ours=Contestant("read, verify, apply", lambda: take(lines), before=fresh, after=done),
        floor=floor,
        rounds=rounds,
        asked="within 2 x the bare inserts",
    )
    yield Contest(
        name=f"take in the same {len(lines)} revisions again",
        ours=Contestant("read, verify, apply", lambda: take(lines), before=known, after=done),
        floor=floor,
        rounds=rounds,
    )
    yield Contest(
        name=f"take in {len(later)} later revisions of known records",
        ours=Contestant("read, verify, apply", lambda: take(later), before=known, after=done),
        floor=floor,
        rounds=rounds,
    )


def _after(one: Revision) -> Revision:
    """A colleague's next revision of the same record."""
    fields = kinds()[one.kind].fields
    return make(
        one.kind,
        one.record,
        {"remarks": "seen"} if "remarks" in fields else {"deleted": False},
        fields,
        parents=one.id,
        author="f" * 32,
        time="2026-01-01T00:00:00Z",
        schema=1,
    )
