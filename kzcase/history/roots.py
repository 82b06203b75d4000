"""Makes revisions of the rows of a script file, so that the same row is the same revision everywhere.

The first revision of a record that comes from a row is a function of the row
alone: author `import`, no time, no parents, only the `open` fields, and a salt
derived from them. Fields of other compartments follow in a second revision of
the importing writer with random salts, because a salt that can be computed
would let a withheld value be guessed.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from kzcase.history.canonical import encode
from kzcase.history.ops import SetOps, change, changes, tidy
from kzcase.history.picture import Picture, accepted_tombstones, stored_revisions
from kzcase.history.registry import registry
from kzcase.history.revision import IMPORT, Revision, is_id, make
from kzcase.history.tables import rows_in
from kzcase.models.fields import Compartment, Field

NAMESPACE = uuid.UUID("5b1f7a52-6d0c-4f0e-9a3d-3c6c2f0e7b91")
"""The namespace of all ids that are made of the keys of script files; never changes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a script file: plain values by field key, links as record ids, None for "cleared"."""

    kind: str
    record: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Existing:
    """What is here of a record that a row is about.

    `values` is what the record says, `imported` what the last row about it said
    as far as this vault knows; `erased`: it was erased here with consent.
    """

    heads: bytes
    values: Mapping[str, Any]
    imported: Mapping[str, Any] = field(default_factory=dict)
    erased: bool = False


def record_id(namespace: str, kind: str, key: str) -> str:
    """The record id of a row: its key if that is a UUID, else UUIDv5 of namespace, kind and key.

    `namespace` is the file's own, or "" if it has none.
    """
    if is_id(key.lower()):
        return key.lower()
    namespace, key = (unicodedata.normalize("NFC", text) for text in (namespace, key))
    return str(uuid.uuid5(NAMESPACE, encode([namespace, kind, key]).decode()))


def root(row: Row, declared: Mapping[str, Field], *, schema: int) -> Revision:
    """The first revision of a row's record: the same from the same row, whoever imports it and when."""
    entries = _entries(row, declared, wanted=True)
    salt = _salt(row.kind, row.record, entries)
    return make(
        row.kind,
        row.record,
        entries,
        declared,
        parents=b"",
        author=IMPORT,
        time=None,
        schema=schema,
        salt=lambda: salt,
    )


def is_root(one: Revision) -> bool:
    """Whether a revision that bears no writer's name says what a row alone would: else somebody forged it."""
    return (
        one.author == IMPORT
        and not one.parents
        and one.time is None
        and one.commitments.keys() <= {Compartment.OPEN}
        and all(
            part.note is None and part.salt == _salt(one.kind, one.record, part.fields) for part in one.parts
        )
    )


def _salt(kind: str, record: str, entries: Mapping[str, Any]) -> str:
    return sha256(b"kzcase-root-v1\0" + encode([kind, record, entries])).hexdigest()[:32]


def plan_row(
    here: Existing | None,
    row: Row,
    declared: Mapping[str, Field],
    *,
    schema: int,
    author: str,
    time: str,
) -> tuple[Revision, ...]:
    """The revisions that a row brings; none if it says nothing new.

    A record that is not here gets its root and, for other compartments, a
    second revision. Of one that is here, a field changes if the row says
    something else than the last row about it did, and than the record does
    now: so the same row again never takes back what a caseworker wrote since.
    Raises `NotPlain`.
    """
    if here is not None and here.erased:
        return ()
    if here is None:
        first = root(row, declared, schema=schema)
        guarded = _entries(row, declared, wanted=False)
        revisions = [(first.id, guarded)] if guarded else []
        planned = [first]
    else:
        revisions = [(here.heads, entries)] if (entries := _differences(here, row, declared)) else []
        planned = []
    for parents, entries in revisions:
        planned.append(
            make(
                row.kind,
                row.record,
                entries,
                declared,
                parents=parents,
                author=author,
                time=time,
                schema=schema,
            )
        )
    return tuple(planned)


def _entries(row: Row, declared: Mapping[str, Field], *, wanted: bool) -> dict[str, Any]:
    """What a row gives: its open fields, or (not `wanted`) the others."""
    given = {
        key: value
        for key, value in row.fields.items()
        if (declared[key].compartment is Compartment.OPEN) is wanted
    }
    return {key: entry for key, entry in changes(declared, given).items() if entry is not None}


def _differences(here: Existing, row: Row, declared: Mapping[str, Field]) -> dict[str, Any]:
    entries = {}
    for key, given in row.fields.items():
        value, now = tidy(declared[key], given), here.values.get(key)
        if value == now or (here.imported and value == here.imported.get(key)):
            continue
        if declared[key].type.is_set:
            now, value = now or frozenset(), value or frozenset()
            base = here.imported.get(key) or now
            if entry := change(declared[key], SetOps(value - base - now, (base - value) & now)):
                entries[key] = entry
        else:
            entries[key] = value
    return entries


def existing(connection: Connection, picture: Picture, rows: Sequence[Row]) -> dict[str, Existing]:
    """What is here of the records that rows are about."""
    known = registry(connection, [row.record for row in rows])
    ids = [row.record for row in rows if row.record in known]
    erased = accepted_tombstones(connection)
    found = {}
    for seqs, revisions in stored_revisions(connection, ids):
        revisions = [one for _, one in sorted(zip(seqs, revisions, strict=True))]
        record = revisions[0].record
        kind = revisions[0].kind
        folded = picture.fold(kind, revisions, erased.get(record, frozenset()))
        if folded.counted:
            by_script = _by_script(connection, revisions)
            base = picture.fold(kind, by_script).values if by_script else {}
            found[record] = Existing(folded.heads, folded.values, base, folded.erased)
    return found


def _by_script(connection: Connection, revisions: Iterable[Revision]) -> list[Revision]:
    """The revisions that rows made, as far as this vault knows: each on top of the one before."""
    revisions = list(revisions)
    made: set[bytes] = set()
    select = "SELECT i.revision FROM batch_item AS i JOIN batch AS b ON b.id = i.batch"
    for rows in rows_in(
        connection, select, "revision", [one.id for one in revisions], extra="AND b.sender IS NULL"
    ):
        made.update(row[0] for row in rows)
    found = []
    last = b""
    for one in revisions:
        if one.author == IMPORT or one.id in made:
            found.append(one._replace(parents=last))
            last = one.id
    return found
