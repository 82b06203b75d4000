"""Takes an import back: what only it brought leaves again, without a revision being made.

A revision leaves when every import that brought it is undone and nothing that
stays descends from it; a part of one that stays leaves when only undone imports
brought it and nothing that stays descends from its revision. Which imports are
undone decides alone, not the order in which they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.history import marks
from kzcase.history.intake import Intake
from kzcase.history.picture import stored_revisions
from kzcase.history.revision import Revision, split
from kzcase.history.tables import many, rows_in, run
from kzcase.models.base import kinds
from kzcase.models.textrow import row_of

ONLY_PARTS = "+"
"""Begins the note of an import that brought parts of a revision which had been here."""

AT_A_TIME = 500
"""Records that are looked at, and folded anew, at once: an import may have brought a million."""

_RECORDS = (
    "SELECT DISTINCT r.record FROM batch_item AS i JOIN batch AS b ON b.id = i.batch "
    "JOIN revision AS r ON r.id = i.revision WHERE b.undone IS NOT NULL OR b.id = ? ORDER BY r.record"
)
"""The records of which this import, or one that was undone before it, brought anything."""


@dataclass(slots=True)
class Withdrawal:
    """What taking an import back does.

    `leaving` are the revisions that go, by record; `keeping` those of the import
    that must stay because something that stays was written upon them;
    `shared` those that another import brought too; `parts` the parts that go
    of revisions that stay.
    """

    batch: str
    kinds: dict[str, str] = field(default_factory=dict)
    leaving: dict[str, list[bytes]] = field(default_factory=dict)
    keeping: dict[str, list[bytes]] = field(default_factory=dict)
    shared: int = 0
    parts: dict[bytes, frozenset[str]] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    @property
    def touched(self) -> dict[str, set[str]]:
        """The records that change, by kind."""
        found: dict[str, set[str]] = {}
        for record in self.changed:
            found.setdefault(self.kinds[record], set()).add(record)
        return found


def plan(connection: Connection, batch: str) -> Withdrawal:
    """What taking an import back would do; writes nothing."""
    found = Withdrawal(batch)
    records = [row[0] for row in run(connection, _RECORDS, (batch,))]
    for at in range(0, len(records), AT_A_TIME):
        histories = [revisions for _, revisions in stored_revisions(connection, records[at : at + AT_A_TIME])]
        brought = _brought(connection, batch, [one.id for revisions in histories for one in revisions])
        for revisions in histories:
            _plan_record(found, revisions, brought)
    return found


def withdraw(connection: Connection, intake: Intake, found: Withdrawal, time: str) -> None:
    """Do what was planned. The tables follow; what is derived is left to the ledger."""
    around = _around(connection, found)
    ids = [one for revisions in found.leaving.values() for one in revisions]
    many(connection, "DELETE FROM revision WHERE id = ?", [(one,) for one in ids])
    marks.lower(connection)
    for one, names in found.parts.items():
        (parts,) = run(connection, "SELECT parts FROM revision WHERE id = ?", (one,)).fetchone()
        kept = [part for part in orjson.loads(parts) if part["compartment"] not in names]
        stored = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)
        run(connection, "UPDATE revision SET parts = ? WHERE id = ?", (stored, one))
    run(connection, "UPDATE batch SET undone = ? WHERE id = ?", (time, found.batch))
    changed = sorted(found.changed)
    for at in range(0, len(changed), AT_A_TIME):
        intake.refold((found.kinds[record], record) for record in changed[at : at + AT_A_TIME])
    _forget(connection, intake, sorted(found.gone))
    for kind, record in around:
        if record not in found.gone:
            intake.touch(kind, record)


def _around(connection: Connection, found: Withdrawal) -> set[tuple[str, str]]:
    """The records whose titles or words may hang on what goes, which nothing will tell afterwards.

    They are those that a changed record names, and if a vocabulary's term goes, all.
    """
    if any(found.kinds[record] == "term" for record in found.changed):
        rows = run(connection, "SELECT kind, id FROM record WHERE kind IS NOT NULL")
        return {tuple(row) for row in rows}
    named: set[str] = set()
    for rows in rows_in(connection, "SELECT target, now FROM link", "source", sorted(found.changed)):
        named.update(one for row in rows for one in row)
    return {
        tuple(row)
        for rows in rows_in(
            connection, "SELECT kind, id FROM record", "id", sorted(named), extra="AND kind IS NOT NULL"
        )
        for row in rows
    }


def undone(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, str]:
    """Those of these revisions that are not here because every import of them was undone, and when it was."""
    found: dict[bytes, str] = {}
    live: set[bytes] = set()
    select = "SELECT i.revision, b.undone FROM batch_item AS i JOIN batch AS b ON b.id = i.batch"
    for rows in rows_in(connection, select, "revision", ids):
        for one, when in rows:
            if when is None:
                live.add(one)
            else:
                found[one] = max(when, found.get(one, ""))
    return {one: when for one, when in found.items() if one not in live}


@dataclass(slots=True)
class _Item:
    """What imports brought of one revision: by those that stay, and by those that are or will be undone."""

    mine: bool = False
    staying: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()
    whole_by_staying: bool = False
    whole_by_undone: bool = False


def _brought(connection: Connection, batch: str, ids: Sequence[bytes]) -> dict[bytes, _Item]:
    """What imports brought of these revisions; this one counts with those undone before it."""
    select = (
        "SELECT i.revision, i.compartments, i.batch, b.undone IS NOT NULL "
        "FROM batch_item AS i CROSS JOIN batch AS b ON b.id = i.batch"
    )
    found: dict[bytes, _Item] = {}
    for rows in rows_in(connection, select, "revision", ids):
        for one, names, by, was_undone in rows:
            item = found.setdefault(one, _Item())
            whole = not names.startswith(ONLY_PARTS)
            compartments = frozenset(names.removeprefix(ONLY_PARTS).split())
            if by == batch or was_undone:
                item.mine = item.mine or by == batch
                item.undone |= compartments
                item.whole_by_undone = item.whole_by_undone or whole
            else:
                item.staying |= compartments
                item.whole_by_staying = item.whole_by_staying or whole
    return found


def _plan_record(found: Withdrawal, revisions: Sequence[Revision], brought: Mapping[bytes, _Item]) -> None:
    by_id = {one.id: one for one in revisions}
    record = revisions[0].record
    candidates = {
        one.id
        for one in revisions
        if (item := brought.get(one.id)) and item.whole_by_undone and not item.whole_by_staying
    }
    stood_upon = _ancestors(by_id, [one for one in by_id if one not in candidates])
    leaving = sorted(candidates - stood_upon)
    found.kinds[record] = revisions[0].kind
    if leaving:
        found.leaving[record] = leaving
        found.changed.add(record)
        if len(leaving) == len(revisions):
            found.gone.add(record)
        for one in leaving:
            found.files |= files_of(by_id[one])
    if kept := sorted(one for one in candidates & stood_upon if brought[one].mine):
        found.keeping[record] = kept
    found.shared += sum(
        1 for one in by_id if (item := brought.get(one)) and item.mine and item.whole_by_staying
    )
    for one in (by_id.keys() & brought.keys()) - set(leaving) - stood_upon:
        item = brought[one]
        here = {part.compartment for part in by_id[one].parts}
        if gone := frozenset((item.undone - item.staying) & here):
            found.parts[one] = gone
            found.changed.add(record)


def _ancestors(by_id: Mapping[bytes, Revision], of: Sequence[bytes]) -> set[bytes]:
    """Every ancestor of some revisions."""
    seen: set[bytes] = set()
    edge = list(of)
    while edge:
        for parent in split(by_id[edge.pop()].parents):
            if parent not in seen and parent in by_id:
                seen.add(parent)
                edge.append(parent)
    return seen


def files_of(revision: Revision) -> set[str]:
    """The hashes of the documents' contents that a revision names."""
    if revision.kind != "document":
        return set()
    named = (part.fields.get("file") for part in revision.parts)
    return {one for one in named if isinstance(one, str)}


def unused_files(connection: Connection, files: set[str]) -> set[str]:
    """Those of these contents that no revision of a document names any more."""
    left = set(files)
    if not left:
        return left
    documents = run(
        connection,
        "SELECT v.parts FROM record AS r JOIN revision AS v ON v.record = r.id WHERE r.kind = 'document'",
    )
    for (parts,) in documents:
        for part in orjson.loads(parts):
            left.discard(part["fields"].get("file"))
    return left


def forget_words(connection: Connection, records: Sequence[Sequence[Any]]) -> None:
    """Take records, each by its kind and its number in the registry, out of the text index."""
    rows = [(row_of(kind, seq),) for kind, seq in records if kind in kinds()]
    many(connection, "DELETE FROM search_text WHERE rowid = ?", rows)


def _forget(connection: Connection, intake: Intake, gone: Sequence[str]) -> None:
    """Leave of records that are gone no more than that something still names them.

    Whatever is named after one of them is derived again.
    """
    for rows in rows_in(connection, "SELECT kind, source FROM link", "target", gone):
        for kind, source in rows:
            intake.touch(kind, source)
    named: set[Any] = set()
    for rows in rows_in(connection, "SELECT DISTINCT target FROM link", "target", gone):
        named.update(row[0] for row in rows)
    for rows in rows_in(connection, "SELECT kind, seq FROM record", "id", gone):
        forget_words(connection, rows)
    many(
        connection,
        "UPDATE record SET kind = NULL, title = NULL, fold = NULL, sort = NULL WHERE id = ?",
        [(one,) for one in gone if one in named],
    )
    many(connection, "DELETE FROM record WHERE id = ?", [(one,) for one in gone if one not in named])
