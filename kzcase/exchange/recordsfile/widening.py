"""Finds the rows of records files and sheets that would let more be shown to more people than before.

The rule is that of case files (`kzcase.exchange.casefile.widening`): whoever
hands a register back may have changed in it what protects people.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from kzcase.exchange.casefile.widening import (
    HERE,
    REACHED,
    deciding,
    is_here,
    may_be_public,
    moving,
    widened,
)
from kzcase.exchange.recordsfile.held import HeldRows
from kzcase.history.picture import accepted_tombstones, stored_revisions
from kzcase.history.registry import registry
from kzcase.history.revision import Revision
from kzcase.history.roots import Row
from kzcase.progress import Progress
from kzcase.services.office import Office

AT_A_TIME = 500


def widening(
    office: Office,
    session: Session,
    rows: HeldRows,
    new: Sequence[int],
    changed: Sequence[int],
    progress: Progress,
) -> dict[int, tuple[str, ...]]:
    """By their number the rows that widen what may be shown, with the fields by which they do.

    `new` are the numbers of rows that make a record, `changed` of those that change one.
    """
    fields = {number: REACHED[kind] for number in new if (kind := rows.kinds[number]) in REACHED}
    reached = {number: rows[number].fields.get(field) for number, field in fields.items()}
    known = registry(session.connection(), [one for one in reached.values() if isinstance(one, str)])
    here = {one for one, entry in known.items() if entry.status in HERE}
    asked = [number for number, one in reached.items() if one in here]
    asked += [one for one in changed if not _telling(rows.kinds[one]).isdisjoint(rows[one].fields)]
    found: dict[int, tuple[str, ...]] = {}
    for start in range(0, len(asked), AT_A_TIME):
        progress.step("Looking at what may be shown", start, len(asked))
        some = asked[start : start + AT_A_TIME]
        found |= _of(office, session, {rows[one].record: (one, rows[one]) for one in some})
    return found


def _telling(kind: str) -> frozenset[str]:
    """The fields by which a row that changes a record may widen."""
    return deciding(kind) | moving(kind)


def _of(office: Office, session: Session, some: dict[str, tuple[int, Row]]) -> dict[int, tuple[str, ...]]:
    connection, picture = session.connection(), office.ledger.picture
    coming: dict[str, list[Revision]] = {}
    for one in office.ledger.plan_rows(session, [row for _, row in some.values()]):
        coming.setdefault(one.record, []).append(one)
    stored = {revisions[0].record: revisions for _, revisions in stored_revisions(connection, list(coming))}
    erased = accepted_tombstones(connection)
    found = {}
    for record, revisions in coming.items():
        number, row = some[record]
        gone, before = erased.get(record, frozenset()), stored.get(record, [])
        fields = widened(
            row.kind,
            picture.fold(row.kind, before, gone).values if before else None,
            picture.fold(row.kind, [*before, *revisions], gone).values,
            partial(is_here, connection),
            partial(may_be_public, connection),
        )
        if fields:
            found[number] = fields
    return found
