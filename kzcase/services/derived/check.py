"""Names every row of the derived tables that is not what its records say."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from kzcase.history.tables import groups, run
from kzcase.progress import Progress
from kzcase.services.derived import compute, tally
from kzcase.services.derived.derive import present

EVERY = "SELECT id FROM record WHERE kind = ? ORDER BY id"
STRAYS = (
    "SELECT DISTINCT record FROM {table} AS t "
    "WHERE NOT EXISTS (SELECT 1 FROM record AS r WHERE r.id = t.record AND r.kind = {kind})"
)
DERIVED_OF = {"agenda_item": "t.kind", "restriction_stretch": "'restriction'", "agenda_lean": "r.kind"}


def problems(connection: Connection, progress: Progress) -> Iterator[str]:
    """What is wrong in the derived tables, one sentence each; reads records and tables, changes nothing."""
    counted: tally.Tally = tally.Tally()
    people: dict[str | None, list[tally.StretchRow]] = {}
    for kind in compute.kinds():
        ids = [row[0] for row in run(connection, EVERY, (kind,)).fetchall()]
        for at, group in enumerate(groups(ids)):
            progress.step("Comparing what is due", at * len(group), len(ids))
            must, has = compute.of_kind(connection, kind, group), present(connection, group)
            for record, item in sorted({row[:2] for row in must.items ^ has.items}):
                yield f"{kind} {record}: “{item}” in the agenda differs from what is recorded."
            for record in sorted({row[0] for row in must.stretches ^ has.stretches}):
                yield f"{kind} {record}: the days on which it is in force differ from what is recorded."
            for record in sorted({row[1] for row in must.leans ^ has.leans}):
                yield f"{kind} {record}: what its dates are computed from is remembered wrongly."
            for row in must.stretches:
                people.setdefault(row.person, []).append(row)
    for table, kind in DERIVED_OF.items():
        for (record,) in run(connection, STRAYS.format(table=table, kind=kind)).fetchall():
            yield f"{record}: it has dates in the agenda, but there is no such record."
    for rows in people.values():
        counted.update(tally.of(rows))
    has_tally = {(what, part): change for what, part, change in run(connection, tally.ALL).fetchall()}
    must_tally = {key: change for key, change in counted.items() if change}
    for what, part in sorted(
        key for key in must_tally.keys() | has_tally.keys() if must_tally.get(key) != has_tally.get(key)
    ):
        yield f"The count of {what} in force differs from what is recorded on {part}."


def forget(connection: Connection) -> None:
    """Empty the derived tables, before everything is derived anew."""
    for table in (*DERIVED_OF, "in_force_tally"):
        run(connection, f"DELETE FROM {table}")
