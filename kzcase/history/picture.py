"""Paints the picture: typed rows, registry and links out of revisions, by statements in bulk.

A revision whose parents are exactly the heads of its record is written straight
in (`_advance`); everything else goes through the fold. Both give the same row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.errors import KzcaseError
from kzcase.history.fold import DELETED, WHOLE, Folded, fold, is_erased, set_change
from kzcase.history.registry import (
    AWAY,
    MERGED_INTO,
    UNKNOWN,
    Entry,
    link,
    register,
    registry,
    regroup,
    waiting,
)
from kzcase.history.revision import Revision, trusted
from kzcase.history.tables import (
    CONFLICTS,
    HEADS,
    ID,
    LAST_SEQ,
    FreshRow,
    KindTable,
    Row,
    elements,
    is_deleted,
    rows_in,
    run,
    stored,
    stored_conflicts,
)
from kzcase.history.upcast import Upcasters

NOTHING: frozenset[str] = frozenset()


class KindMismatch(KzcaseError):
    """The same id stands for records of two kinds."""

    def __init__(self, record: str, kinds: Iterable[str]) -> None:
        named = " and ".join(sorted(kinds))
        super().__init__(
            f"The id {record} is used for records of two kinds: {named}.",
            safe="Nothing was changed.",
            remedy="One of the files was made wrongly: ask its sender.",
        )


class Erased(KzcaseError):
    """Someone writes what was erased in this vault, so that it would be gone at once."""

    def __init__(self) -> None:
        super().__init__(
            "What is to be written was erased from this vault.",
            safe="Nothing was changed.",
            remedy="If it must be kept after all, make a new record.",
        )


@dataclass(slots=True)
class Taken:
    """What a piece of work changed: touched ids by kind, and those with undecided fields.

    `fields` gives the fields set in a record that was here, if nothing else of it changed.
    """

    ids: dict[str, set[str]] = field(default_factory=dict)
    conflicts: dict[str, set[str]] = field(default_factory=dict)
    folded: set[str] = field(default_factory=set)
    fields: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Work:
    """Rows to be written, collected before anything is."""

    begun: dict[str, list[FreshRow]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    updates: dict[str, list[tuple[Row, frozenset[int]]]] = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    links: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    registry: dict[str, Entry] = field(default_factory=dict)
    regroup: set[str] = field(default_factory=set)
    fields: dict[str, frozenset[str]] = field(default_factory=dict)


class Picture:
    """The tables of one program version, and how revisions become rows of them."""

    def __init__(
        self,
        tables: Mapping[str, KindTable],
        upcasters: Upcasters,
        orders: Mapping[str, Sequence[str]],
    ) -> None:
        self.tables = tables
        self.upcasters = upcasters
        self._orders = orders

    # --- taking revisions in ----------------------------------------------------------------------

    def take(
        self,
        connection: Connection,
        new: Sequence[tuple[int, Revision]],
        *,
        refold: Iterable[tuple[str, str]] = (),
        erased: Mapping[str, frozenset[str]] | None = None,
    ) -> Taken:
        """Bring the tables up to date after revisions were stored.

        `new` are those just stored, with their sequence numbers; `refold` are
        (kind, record) pairs that must be folded anew in any case.
        """
        erased = erased if erased is not None else accepted_tombstones(connection)
        by_kind: dict[str, dict[str, list[tuple[int, Revision]]]] = {}
        for seq, revision in new:
            by_kind.setdefault(revision.kind, {}).setdefault(revision.record, []).append((seq, revision))
        refold = list(refold)
        anew = {record for _, record in refold}
        for kind, record in refold:
            by_kind.setdefault(kind, {}).setdefault(record, [])
        if len(by_kind) > 1:
            _refuse_mixed(by_kind)
        known = registry(connection, [record for group in by_kind.values() for record in group])
        anew |= waiting(connection) | erased.keys()
        work, taken = Work(), Taken()
        for kind, group in by_kind.items():
            self._kind(connection, kind, group, known, anew, erased, work, taken)
        self._write(connection, work, known)
        taken.fields = work.fields
        return taken

    def _kind(
        self,
        connection: Connection,
        kind: str,
        group: Mapping[str, list[tuple[int, Revision]]],
        known: Mapping[str, Entry],
        anew: set[str],
        erased: Mapping[str, frozenset[str]],
        work: Work,
        taken: Taken,
    ) -> None:
        table = self.tables.get(kind)
        rows = table.read(connection, [one for one in group if one in known]) if table else {}
        rest: list[str] = []
        taken.ids.setdefault(kind, set()).update(group)
        for record, revisions in group.items():
            entry = known.get(record)
            nothing_here = entry is None or entry.kind is None  # at most it is named by others
            if (
                nothing_here
                and table is not None
                and record not in anew
                and (line := _in_line(b"", revisions)) is not None
            ):
                self._begin(table, record, line, work)
                continue
            if entry and entry.kind not in (None, kind):
                raise KindMismatch(record, (entry.kind or "", kind))
            if table is None or record in anew:
                rest.append(record)
                continue
            row = rows.get(record)
            line = _in_line(row[HEADS] or b"" if row else b"", revisions)
            if line is None:
                rest.append(record)
                continue
            row = self._advance(table, record, row, line, work)
            if row[CONFLICTS]:
                taken.conflicts.setdefault(kind, set()).add(record)
        taken.folded.update(rest)
        left = set(rest)
        for seqs, revisions_of in stored_revisions(connection, rest):
            record = revisions_of[0].record
            left.discard(record)
            folded = self.fold(kind, revisions_of, erased.get(record, frozenset()))
            self._folded(kind, record, folded, max(seqs), work)
            if folded.conflicts:
                taken.conflicts.setdefault(kind, set()).add(record)
        for record in left:
            self._folded(kind, record, self.fold(kind, ()), 0, work)

    def _begin(self, table: KindTable, record: str, line: Sequence[tuple[int, Revision]], work: Work) -> None:
        """Write a record of which nothing is here: what `_advance` makes of a row where nothing stands.

        Most of what an import brings is of this sort, and most columns of it stay empty: so only
        the places that were set are collected.
        """
        row: FreshRow = {ID: record}
        sets: dict[int, frozenset[str]] = {}
        deleted = False
        for seq, revision in line:
            for part in revision.parts:
                said = self.upcasters.fields(revision.kind, revision.schema, part.fields)
                for key, value in said.items():
                    if (place := table.places.get(key)) is None:
                        continue
                    at, declared, is_set, is_link, as_it_is = place
                    if is_set:
                        add, remove = set_change(value)
                        named = sets[at] = (sets.get(at, NOTHING) - remove) | add
                        row[at] = stored(declared, named)
                    else:
                        row[at] = value if as_it_is and type(value) is str else stored(declared, value)
                        if key == DELETED:
                            deleted = value is True
                            row[at] = 1 if deleted else None
                        named = frozenset((value,)) if is_link and type(value) is str else NOTHING
                    if is_link:
                        work.links[table.name, record, key] = named
                        if key == MERGED_INTO:
                            work.regroup.add(record)
            row[HEADS] = revision.id
            row[LAST_SEQ] = max(seq, row.get(LAST_SEQ, 0))
        work.fresh.add(record)
        work.begun.setdefault(table.name, []).append(row)
        work.registry[record] = Entry(table.name, "deleted" if deleted else "here", record)

    def _advance(
        self,
        table: KindTable,
        record: str,
        old: Row | None,
        line: Sequence[tuple[int, Revision]],
        work: Work,
    ) -> Row:
        """Write revisions, each on top of the one before, straight into a row."""
        row = old if old is not None else table.blank(record)
        undecided: dict[str, Any] = orjson.loads(row[CONFLICTS]) if row[CONFLICTS] else {}
        changed = {HEADS, LAST_SEQ, CONFLICTS} if undecided else {HEADS, LAST_SEQ}
        keys: set[str] = set()
        for seq, revision in line:
            for part in revision.parts:
                fields = self.upcasters.fields(revision.kind, revision.schema, part.fields)
                keys.update(fields)
                for key in fields if undecided else ():
                    undecided.pop(key, None)
                changed.update(_put(table, record, row, fields, work))
            row[HEADS] = revision.id
            row[LAST_SEQ] = max(seq, row[LAST_SEQ] or 0)
        row[CONFLICTS] = orjson.dumps(undecided, option=orjson.OPT_SORT_KEYS).decode() if undecided else None
        if old is None:
            work.fresh.add(record)
            work.rows.setdefault(table.name, []).append(row)
        else:
            work.updates.setdefault(table.name, []).append((row, frozenset(changed)))
            work.fields[record] = frozenset(keys)
        status = "deleted" if is_deleted(table, row) else "here"
        work.registry[record] = Entry(table.name, status, record, len(undecided) or None)
        return row

    def fold(self, kind: str, revisions: Iterable[Revision], erased: frozenset[str] = frozenset()) -> Folded:
        """Fold the revisions of one record by its kind's declaration."""
        table = self.tables.get(kind)
        items = [self.upcasters.item(revision) for revision in revisions]
        return fold(items, table.fields if table else {}, erased, self._orders)

    def row(self, table: KindTable, record: str, folded: Folded, last_seq: int) -> Row:
        """The whole row of a folded record."""
        row = table.blank(record)
        row[HEADS] = folded.heads
        row[CONFLICTS] = stored_conflicts(folded.conflicts)
        row[LAST_SEQ] = last_seq
        for key, value in folded.values.items():
            if (at := table.place.get(key)) is not None:
                row[at] = stored(table.fields[key], value)
        return row

    def _folded(self, kind: str, record: str, folded: Folded, last_seq: int, work: Work) -> None:
        table = self.tables.get(kind)
        work.registry[record] = Entry(
            kind, status_of(folded), record, len(folded.conflicts) or None, len(folded.waiting) or None
        )
        if table is None:
            return
        if MERGED_INTO in table.fields:
            work.regroup.add(record)
        if not folded.counted or folded.erased:
            work.gone.setdefault(kind, []).append(record)
            work.links.update({(kind, record, key): frozenset() for key in table.links})
            return
        row = self.row(table, record, folded, last_seq)
        work.rows.setdefault(kind, []).append(row)
        work.links.update({(kind, record, key): table.targets(row, key) for key in table.links})

    # --- writing ----------------------------------------------------------------------------------

    def _write(self, connection: Connection, work: Work, known: Mapping[str, Entry]) -> None:
        for kind, begun in work.begun.items():
            self.tables[kind].insert(connection, begun)
        for kind, rows in work.rows.items():
            self.tables[kind].write(connection, rows)
        for kind, changed in work.updates.items():
            self.tables[kind].update(connection, changed)
        for kind, gone in work.gone.items():
            self.tables[kind].remove(connection, gone)
        register(connection, work.registry, known)
        link(connection, work.links, fresh=work.fresh)
        arrived = [one for one in work.registry if known.get(one, UNKNOWN).status in AWAY]
        left = [one for one, entry in work.registry.items() if entry.status in AWAY and one in known]
        regroup(connection, {*work.regroup, *arrived, *left})


def _put(table: KindTable, record: str, row: Row, fields: Mapping[str, Any], work: Work) -> list[int]:
    """Put what a revision says into the row of its record; returns the places that it set."""
    places = []
    for key, value in fields.items():
        if (place := table.places.get(key)) is None:
            continue
        at, declared, is_set, is_link, as_it_is = place
        places.append(at)
        if as_it_is and type(value) is str:
            row[at] = value
        elif is_set:
            add, remove = set_change(value)
            row[at] = stored(declared, (elements(row[at]) - remove) | add)
        elif key == DELETED:
            row[at] = 1 if value is True else None
        else:
            row[at] = stored(declared, value)
        if is_link:
            work.links[table.name, record, key] = table.targets(row, key)
            if key == MERGED_INTO:
                work.regroup.add(record)
    return places


def _refuse_mixed(by_kind: Mapping[str, Iterable[str]]) -> None:
    """One id must not come as two kinds at once."""
    kind_of: dict[str, str] = {}
    for kind, records in by_kind.items():
        for record in records:
            if (other := kind_of.setdefault(record, kind)) != kind:
                raise KindMismatch(record, (kind, other))


def status_of(folded: Folded) -> str:
    """What the registry says of a folded record; whether it is merged is found by its group."""
    if folded.erased:
        return "erased"
    if not folded.counted:
        return "absent"
    return "deleted" if folded.deleted else "here"


def accepted_tombstones(connection: Connection) -> dict[str, frozenset[str]]:
    """By record the compartments that were erased with consent (`WHOLE` for all)."""
    found: dict[str, set[str]] = {}
    rows = run(connection, "SELECT record, compartment FROM tombstone WHERE accepted")
    for record, compartment in rows:
        found.setdefault(record, set()).add(compartment)
    return {record: frozenset(names) for record, names in found.items()}


def refuse_erased(revisions: Iterable[Revision], erased: Mapping[str, frozenset[str]]) -> None:
    """Raise `Erased` if any of these, which are made here just now, says what was erased."""
    for one in revisions:
        gone = erased.get(one.record, frozenset())
        if WHOLE in gone or any(is_erased(gone, name) for name in one.commitments):
            raise Erased


def stored_revisions(
    connection: Connection, records: Sequence[str]
) -> Iterable[tuple[list[int], list[Revision]]]:
    """All revisions of each of these records, with their sequence numbers."""
    select = "SELECT record, seq, id, header, parts FROM revision"
    for rows in rows_in(connection, select, "record", records):
        groups: dict[str, tuple[list[int], list[Revision]]] = {}
        for record, seq, one, header, parts in rows:
            seqs, revisions = groups.setdefault(record, ([], []))
            seqs.append(seq)
            revisions.append(trusted(one, header, parts))
        yield from groups.values()


def _in_line(heads: bytes, revisions: Sequence[tuple[int, Revision]]) -> list[tuple[int, Revision]] | None:
    """The revisions in the order in which each stands on all that was before; None if they fork."""
    if len(revisions) == 1:
        return list(revisions) if revisions[0][1].parents == heads else None
    on = {revision.parents: (seq, revision) for seq, revision in revisions}
    line = []
    while (found := on.pop(heads, None)) is not None:
        line.append(found)
        heads = found[1].id
    return line if len(line) == len(revisions) else None
