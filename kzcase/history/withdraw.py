"""Takes an import back: what only it brought leaves again, without a revision being made.

A revision leaves when every import that brought it is undone and nothing that
stays descends from it; a part of one that stays leaves when only undone imports
brought it and nothing that stays descends from its revision. Which imports are
undone decides alone, not the order in which they were.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.history import marks
from kzcase.history.idset import ByKind, IdSet, ascending
from kzcase.history.intake import Intake
from kzcase.history.picture import stored_revisions
from kzcase.history.revision import Revision, split
from kzcase.history.tables import groups, many, rows_in, run
from kzcase.models.base import kinds
from kzcase.models.textrow import row_of
from kzcase.progress import Progress

ONLY_PARTS = "+"
"""Begins the note of an import that brought parts of a revision which had been here."""

LOOKING = "Looking for what only this import brought"
BACK = "Taking it back"

AT_A_TIME = 500
"""Records that are looked at, and folded anew, at once."""

_RECORDS = (
    "SELECT DISTINCT r.record FROM batch_item AS i JOIN batch AS b ON b.id = i.batch "
    "JOIN revision AS r ON r.id = i.revision WHERE (b.undone IS NOT NULL OR b.id = ?) AND NOT EXISTS ("
    "SELECT 1 FROM tombstone AS t WHERE t.record = r.record AND t.compartment = '' AND t.accepted) "
    "ORDER BY r.record"
)
"""The records of which this import, or one that was undone before it, brought anything.

Of what was erased here nothing is left to leave, and who brought it has to be told of the erasure still.
"""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What taking an import back does; an import may have brought a million records, so little is held.

    `leaving` are the local numbers, ascending, of the revisions that go, which are of `records` records.
    `back` are the records that stay and change, `gone` those of which nothing stays, by kind. `keeping`
    says of how many revisions of the import a record keeps, because something that stays was written upon
    them; `shared` counts those that another import brought too; `parts` are the parts that go of revisions
    that stay, `files` the contents of documents that those which go name.
    """

    batch: str
    leaving: array[int]
    records: int
    back: Mapping[str, AbstractSet[str]]
    gone: Mapping[str, AbstractSet[str]]
    keeping: Mapping[str, int]
    shared: int
    parts: Mapping[bytes, frozenset[str]]
    files: frozenset[str]

    @property
    def touched(self) -> dict[str, AbstractSet[str]]:
        """The records that change, by kind."""
        nobody: frozenset[str] = frozenset()
        return {
            kind: IdSet.united((self.back.get(kind, nobody), self.gone.get(kind, nobody)))
            for kind in sorted({*self.back, *self.gone})
        }


@dataclass(slots=True)
class _Found:
    """A withdrawal while it is planned."""

    leaving: array[int] = field(default_factory=lambda: array("q"))
    records: int = 0
    back: ByKind = field(default_factory=ByKind)
    gone: ByKind = field(default_factory=ByKind)
    keeping: dict[str, int] = field(default_factory=dict)
    shared: int = 0
    parts: dict[bytes, frozenset[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


def plan(connection: Connection, batch: str, progress: Progress) -> Withdrawal:
    """What taking an import back would do; writes nothing. Raises `Cancelled`."""
    found = _Found()
    records = IdSet(record for (record,) in run(connection, _RECORDS, (batch,)))
    for number, group in enumerate(groups(records, AT_A_TIME)):
        progress.step(LOOKING, number * AT_A_TIME, len(records))
        histories = list(stored_revisions(connection, group))
        brought = _brought(connection, batch, [one.id for _, revisions in histories for one in revisions])
        for seqs, revisions in histories:
            _plan_record(found, seqs, revisions, brought)
    return Withdrawal(
        batch,
        array("q", sorted(found.leaving)),
        found.records,
        found.back.ids(),
        found.gone.ids(),
        found.keeping,
        found.shared,
        found.parts,
        frozenset(found.files),
    )


def number_leaving(connection: Connection, found: Withdrawal, records: Sequence[str]) -> dict[str, int]:
    """How many revisions of each of some records go."""
    numbers = dict.fromkeys(records, 0)
    for rows in rows_in(connection, "SELECT record, seq FROM revision", "record", records):
        for record, seq in rows:
            place = bisect_left(found.leaving, seq)
            numbers[record] += place < len(found.leaving) and found.leaving[place] == seq
    return numbers


def withdraw(
    connection: Connection, intake: Intake, found: Withdrawal, time: str, progress: Progress
) -> None:
    """Do what was planned. The tables follow; what is derived is left to the ledger."""
    around = _around(connection, found)
    for numbers in groups(found.leaving, AT_A_TIME):
        many(connection, "DELETE FROM revision WHERE seq = ?", [(one,) for one in numbers])
    marks.lower(connection)
    for revision, names in found.parts.items():
        (parts,) = run(connection, "SELECT parts FROM revision WHERE id = ?", (revision,)).fetchone()
        kept = [part for part in orjson.loads(parts) if part["compartment"] not in names]
        stored = orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)
        run(connection, "UPDATE revision SET parts = ? WHERE id = ?", (stored, revision))
    run(connection, "UPDATE batch SET undone = ? WHERE id = ?", (time, found.batch))
    touched = found.touched
    number, total = 0, sum(map(len, touched.values()))
    for kind, ids in touched.items():
        for group in groups(ascending(ids), AT_A_TIME):
            progress.step(BACK, number, total)
            intake.refold((kind, record) for record in group)
            number += len(group)
    for ids in found.gone.values():
        for group in groups(ascending(ids), AT_A_TIME):
            _forget(connection, intake, group)
    for kind, ids in around.items():
        gone = found.gone.get(kind, frozenset())
        for record in ids:
            if record not in gone:
                intake.touch(kind, record)


def _around(connection: Connection, found: Withdrawal) -> dict[str, AbstractSet[str]]:
    """The records whose titles or words may hang on what goes, which nothing will tell afterwards, by kind.

    They are those that a changed record names, and if a vocabulary's term goes, all.
    """
    around = ByKind()
    touched = found.touched
    if "term" in touched:
        for kind, one in run(connection, "SELECT kind, id FROM record WHERE kind IS NOT NULL"):
            around.add(kind, one)
        return around.ids()
    for ids in touched.values():
        for group in groups(ascending(ids), AT_A_TIME):
            named: set[str] = set()
            for rows in rows_in(connection, "SELECT target, now FROM link", "source", group):
                named.update(one for row in rows for one in row)
            for rows in rows_in(
                connection, "SELECT kind, id FROM record", "id", sorted(named), extra="AND kind IS NOT NULL"
            ):
                for kind, one in rows:
                    around.add(kind, one)
    return around.ids()


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


def _plan_record(
    found: _Found, seqs: Sequence[int], revisions: Sequence[Revision], brought: Mapping[bytes, _Item]
) -> None:
    by_id = {one.id: one for one in revisions}
    record, kind = revisions[0].record, revisions[0].kind
    candidates = {
        one.id
        for one in revisions
        if (item := brought.get(one.id)) and item.whole_by_undone and not item.whole_by_staying
    }
    stood_upon = _ancestors(by_id, [one for one in by_id if one not in candidates])
    leaving = candidates - stood_upon
    if leaving:
        found.records += 1
        found.leaving.extend(seq for seq, one in zip(seqs, revisions, strict=True) if one.id in leaving)
        for one in leaving:
            found.files |= files_of(by_id[one])
    if kept := sum(brought[one].mine for one in candidates & stood_upon):
        found.keeping[record] = kept
    found.shared += sum(
        1 for one in by_id if (item := brought.get(one)) and item.mine and item.whole_by_staying
    )
    parts = dict(_parts(by_id, brought, leaving | stood_upon))
    found.parts |= parts
    if len(leaving) == len(revisions):
        found.gone.add(kind, record)
    elif leaving or parts:
        found.back.add(kind, record)


def _parts(
    by_id: Mapping[bytes, Revision], brought: Mapping[bytes, _Item], besides: AbstractSet[bytes]
) -> Iterator[tuple[bytes, frozenset[str]]]:
    """The parts that go of revisions that stay and upon which nothing stands."""
    for one in (by_id.keys() & brought.keys()) - besides:
        item = brought[one]
        here = {part.compartment for part in by_id[one].parts}
        if gone := frozenset((item.undone - item.staying) & here):
            yield one, gone


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
