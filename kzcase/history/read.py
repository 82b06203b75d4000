"""Reads history for people: who said what and when, what a field said then, what is undecided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.errors import NotFound
from kzcase.history.declared import picture as standard
from kzcase.history.fold import is_erased, set_change
from kzcase.history.picture import Picture, accepted_tombstones, stored_revisions
from kzcase.history.reach import up_to
from kzcase.history.registry import UNKNOWN, registry
from kzcase.history.revision import IMPORT, Revision, split
from kzcase.history.tables import quoted, rows_in, run, single


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one revision did to one field: the value its writer saw, and the new one."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Through:
    """An import that brought a revision: the sender's key id ("" for a script file) and how it is called.

    `verified`: the sender's key had been compared when the file was taken in.
    """

    batch: str
    sender: str
    name: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a record's history.

    `proven`: a valid signature of the author's key stands over it; `ours` and
    `verified` say whether that is the key of someone who writes in this vault,
    or one whose words were compared, and `claimed` how its owner's own file
    calls them while nobody here does. `via` names
    the imports it came through, "" if it was written here, and `came` when the
    first of them was taken in (this laptop's own note); `through` are these imports. `withheld` are the
    compartments it changed whose part is not here, `waits` that it does not
    count yet because an earlier revision is missing.
    """

    revision: str
    time: str | None
    author: str
    author_name: str
    proven: bool
    via: str
    note: str | None
    changes: tuple[FieldChange, ...]
    withheld: tuple[str, ...]
    waits: bool = False
    came: str | None = None
    ours: bool = False
    verified: bool = False
    claimed: str = ""
    through: tuple[Through, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A record with undecided fields: by field each (revision, value, author), first the one shown."""

    record: str
    kind: str
    fields: Mapping[str, tuple[tuple[str, Any, str], ...]]


def history_of(session: Session, record: str, *, picture: Picture | None = None) -> tuple[Entry, ...]:
    """The history of a record, newest first; empty if nothing of it is here.

    The order is that of who saw what; where nobody saw the other, that of the
    writers' clocks.
    """
    picture = picture or standard()
    connection = session.connection()
    revisions = _revisions(connection, record)
    if not revisions:
        return ()
    erased = accepted_tombstones(connection).get(record, frozenset())
    waiting = set(picture.fold(revisions[0].kind, revisions, erased).waiting)
    ordered = _oldest_first([one for one in revisions if one.id not in waiting])
    ids = [one.id for one in revisions]
    keys, proven = _keys(connection), _proven(connection, ids)
    via = _via(connection, ids, keys)
    changes = _changes(picture, ordered, erased)
    late = sorted((one for one in revisions if one.id in waiting), key=lambda one: (one.time or "", one.id))
    return tuple(
        Entry(
            one.hex,
            one.time,
            one.author,
            keys.get(one.author, _NOBODY).name,
            one.id in proven,
            ", ".join(dict.fromkeys(item.name for item in via.get(one.id, _HERE)[0])),
            one.note,
            changes.get(one.id) or _plain_changes(picture, one),
            tuple(name for name in one.withheld if not is_erased(erased, name)),
            one.id in waiting,
            via.get(one.id, _HERE)[1],
            keys.get(one.author, _NOBODY).ours,
            keys.get(one.author, _NOBODY).verified,
            keys.get(one.author, _NOBODY).claimed,
            via.get(one.id, _HERE)[0],
        )
        for one in reversed(ordered + late)
    )


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who said something, when, how far that is proven and through whose file it came; as in `Entry`."""

    time: str | None
    author: str
    author_name: str
    proven: bool
    ours: bool
    verified: bool
    claimed: str
    via: str
    through: tuple[Through, ...]
    came: str | None


def authorship(session: Session, revisions: Sequence[str]) -> dict[str, Authorship]:
    """Who made these revisions (hex), for those that are here."""
    connection = session.connection()
    ids = [bytes.fromhex(one) for one in revisions]
    keys, proven = _keys(connection), _proven(connection, ids)
    via = _via(connection, ids, keys)
    found = {}
    for rows in rows_in(connection, "SELECT id, header FROM revision", "id", ids):
        for one, header in rows:
            head = orjson.loads(header)
            key = keys.get(head["author"], _NOBODY)
            through, came = via.get(one, _HERE)
            found[one.hex()] = Authorship(
                head["time"],
                head["author"],
                key.name,
                one in proven,
                key.ours,
                key.verified,
                key.claimed,
                ", ".join(dict.fromkeys(item.name for item in through)),
                through,
                came,
            )
    return found


def value_at(
    session: Session, record: str, field: str, revision: str, *, picture: Picture | None = None
) -> Any:
    """What a field said right after a revision (hex), to someone who had seen only what its writer saw.

    Raises `NotFound` if the record has no such revision, or one that still
    waits for another.
    """
    picture = picture or standard()
    connection = session.connection()
    revisions = _revisions(connection, record)
    if revision not in {one.hex for one in revisions}:
        raise NotFound("This record has no such revision.", safe="Nothing was changed.")
    erased = accepted_tombstones(connection).get(record, frozenset())
    seen = picture.fold(revisions[0].kind, up_to(revisions, bytes.fromhex(revision)), erased)
    if seen.waiting:
        raise NotFound("An earlier revision of this one is not here yet.", safe="Nothing was changed.")
    return seen.values.get(field)


def open_conflicts(session: Session, kind: str | None = None) -> tuple[OpenConflict, ...]:
    """Every record (of a kind) with fields that await a decision."""
    connection = session.connection()
    rows = run(
        connection,
        "SELECT kind, id FROM record WHERE conflicts IS NOT NULL AND (? IS NULL OR kind = ?) "
        "ORDER BY kind, id",
        (kind, kind),
    )
    by_kind: dict[str, list[str]] = {}
    for of, one in rows:
        by_kind.setdefault(of, []).append(one)
    found: list[OpenConflict] = []
    for of, ids in by_kind.items():
        if of not in standard().tables:
            continue
        select = f"SELECT id, conflicts FROM {quoted(of)}"
        for chunk in rows_in(connection, select, "id", ids):
            found.extend(OpenConflict(one, of, _candidates(text)) for one, text in chunk if text)
    return tuple(found)


def heads_of(session: Session, record: str) -> bytes:
    """The heads of a record, joined; empty if it is not here."""
    connection = session.connection()
    kind = registry(connection, [record]).get(record, UNKNOWN).kind or ""
    if kind not in standard().tables:
        return b""
    heads = single(
        connection,
        f"SELECT heads FROM {quoted(kind)} WHERE id = ?",
        (record,),
    )
    return heads or b""


def _candidates(text: str) -> dict[str, tuple[tuple[str, Any, str], ...]]:
    return {
        field: tuple((one["revision"], one["value"], one["author"]) for one in listed)
        for field, listed in orjson.loads(text).items()
    }


def _revisions(connection: Connection, record: str) -> list[Revision]:
    return [one for _, group in stored_revisions(connection, [record]) for one in group]


def _oldest_first(revisions: Sequence[Revision]) -> list[Revision]:
    """Ancestors before descendants; among independent ones by their writers' clocks."""
    left = {one.id: set(split(one.parents)) for one in revisions}
    children: dict[bytes, list[Revision]] = {}
    for one in revisions:
        for parent in left[one.id]:
            children.setdefault(parent, []).append(one)
    ready = [one for one in revisions if not left[one.id]]
    order = []
    while ready:
        ready.sort(key=lambda one: (one.time or "", one.id), reverse=True)
        one = ready.pop()
        order.append(one)
        for child in children.get(one.id, ()):
            left[child.id].discard(one.id)
            if not left[child.id]:
                ready.append(child)
    return order


def _changes(
    picture: Picture, ordered: Sequence[Revision], erased: frozenset[str]
) -> dict[bytes, tuple[FieldChange, ...]]:
    """For each revision the fields it set, with what its writer saw before.

    A revision that stands on one other says what that one said, but for the
    fields it set: only where several are brought together the fold is asked.
    """
    values: dict[bytes, Mapping[str, Any]] = {}
    found = {}
    for one in ordered:
        parents = split(one.parents)
        if not parents:
            before: Mapping[str, Any] = {}
        elif len(parents) == 1:
            before = values[parents[0]]
        else:
            before = picture.fold(one.kind, up_to(ordered, one.parents), erased).values
        after = dict(before)
        for key, value in _set_fields(picture, one, erased).items():
            after[key] = _after(picture, one.kind, key, value, before.get(key))
        values[one.id] = after
        found[one.id] = tuple(
            FieldChange(key, before.get(key), after[key]) for key in _set_fields(picture, one, erased)
        )
    return found


def _after(picture: Picture, kind: str, key: str, value: Any, before: Any) -> Any:
    table = picture.tables.get(kind)
    declared = table.fields.get(key) if table else None
    if declared is not None and declared.type.is_set:
        add, remove = set_change(value)
        return ((before or frozenset()) - remove) | add or None
    return value


def _plain_changes(picture: Picture, one: Revision) -> tuple[FieldChange, ...]:
    """What a waiting revision says; what its writer saw is not known here."""
    said = _set_fields(picture, one, frozenset())
    return tuple(FieldChange(key, None, _after(picture, one.kind, key, said[key], None)) for key in said)


def _set_fields(picture: Picture, one: Revision, erased: frozenset[str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, fields in picture.upcasters.item(one).parts.items():
        if not is_erased(erased, name):
            said.update(fields)
    return said


class _Key(NamedTuple):
    """What is known of an author's key."""

    name: str = ""
    ours: bool = False
    verified: bool = False
    claimed: str = ""


_NOBODY = _Key()
_HERE: tuple[tuple[Through, ...], str | None] = ((), None)


def _keys(connection: Connection) -> dict[str, _Key]:
    """By key id what is known of it; how a sender calls themself counts only while nobody here says more."""
    found = {
        sender: _Key(claimed=name)
        for sender, name in run(
            connection,
            "SELECT sender, sender_name FROM batch WHERE sender_name IS NOT NULL ORDER BY time, id",
        )
    }
    for one, name, verified in run(connection, "SELECT id, name, verified FROM known_key"):
        found[one] = _Key(name, False, verified is not None, found.get(one, _NOBODY).claimed)
    for one, name in run(connection, "SELECT id, name FROM writer"):
        found[one] = _Key(name, True, True)
    found[IMPORT] = _NOBODY
    return found


def _proven(connection: Connection, ids: Sequence[bytes]) -> set[bytes]:
    """The revisions over which their own author's signature stands."""
    select = "SELECT d.revision, s.author, r.header FROM signed AS d"
    select += " JOIN signature AS s ON s.seq = d.signature JOIN revision AS r ON r.id = d.revision"
    return {
        one
        for rows in rows_in(connection, select, "revision", ids)
        for one, author, header in rows
        if orjson.loads(header)["author"] == author
    }


def _via(
    connection: Connection, ids: Sequence[bytes], keys: Mapping[str, _Key]
) -> dict[bytes, tuple[tuple[Through, ...], str | None]]:
    """By revision: the imports that brought it, and the time of the first."""
    found: dict[bytes, tuple[tuple[Through, ...], str | None]] = {}
    select = (
        "SELECT i.revision, b.label, b.id, b.sender, b.sender_name, b.verified, b.time "
        "FROM batch_item AS i JOIN batch AS b ON b.id = i.batch"
    )
    for rows in rows_in(connection, select, "revision", ids):
        for one, label, batch, sender, claimed, verified, time in sorted(rows, key=lambda row: row[:3]):
            name = keys.get(sender, _NOBODY).name or claimed or sender or label
            imports, first = found.get(one, _HERE)
            imports = (*imports, Through(batch, sender or "", name, bool(verified)))
            found[one] = (imports, min(time, first) if first else time)
    return found
