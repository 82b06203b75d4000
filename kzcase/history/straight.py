"""Writes the commonest save by far straight in: plain values of one record, decided at its present heads.

The way through `Intake` and `Picture` is made for thousands of revisions at once, and for one costs more than
what it writes. Whatever is not as plain as this goes there; both leave the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from kzcase.history.fold import DELETED
from kzcase.history.ops import change as tidied
from kzcase.history.registry import AWAY
from kzcase.history.revision import Revision, make
from kzcase.history.sign import Signer
from kzcase.history.tables import KindTable, Place, quoted, run, stored
from kzcase.history.upcast import Upcasters

if TYPE_CHECKING:
    from kzcase.history.ledger import Change

STORE = "INSERT INTO revision (seq, id, record, header, parts) VALUES (?, ?, ?, ?, ?)"
SIGN = "INSERT INTO signature (seq, author, ids, signature) VALUES (?, ?, ?, ?)"
SIGNED = "INSERT INTO signed (revision, signature) VALUES (?, ?)"


def write(
    connection: Connection,
    tables: Mapping[str, KindTable],
    upcasters: Upcasters,
    change: Change,
    *,
    author: str,
    signer: Callable[[], Signer],
    time: str,
) -> Revision | None:
    """Make, sign and write the revision of a change; None, having written nothing, if it is not that plain.

    It is if the record is here, nothing of it is undecided, waiting or erased, the values were decided at
    its present heads, and none of them is a set, a link or a deletion: then neither the registry nor a link
    changes, and there is nothing to fold. Raises `NotPlain` as the other way does.
    """
    table = tables.get(change.kind)
    if table is None or not _is_plain(table, change.fields):
        return None
    found = run(connection, _standing(change.kind), (change.record,)).fetchone()
    if found is None:
        return None
    heads, undecided, kind, status, waiting, erased, seq, signatures = found
    if not heads or undecided is not None or waiting is not None or erased:
        return None
    if kind != change.kind or status in AWAY or (change.parents is not None and change.parents != heads):
        return None
    entries = {key: tidied(table.fields[key], value) for key, value in change.fields.items()}
    schema = upcasters.today(change.kind)
    revision = make(
        change.kind,
        change.record,
        entries,
        table.fields,
        parents=heads,
        author=author,
        time=time,
        schema=schema,
        note=change.note,
    )
    (signature,) = signer().sign((revision.id,))
    run(
        connection,
        STORE,
        (seq + 1, revision.id, revision.record, revision.header, revision.stored_parts),
    )
    places = table.places
    values = [
        value if places[key].as_it_is and type(value) is str else stored(places[key].field, value)
        for key, value in entries.items()
    ]
    run(
        connection,
        _setting(change.kind, tuple(table.columns[places[key].at] for key in entries)),
        (revision.id, seq + 1, *values, change.record),
    )
    run(connection, SIGN, (signatures + 1, signature.author, signature.ids, signature.signature))
    run(connection, SIGNED, (revision.id, signatures + 1))
    return revision


def _is_plain(table: KindTable, fields: Mapping[str, Any]) -> bool:
    """Whether each of these is a field whose value is written into its row and nowhere else."""
    places = table.places
    return bool(fields) and all(
        (place := places.get(key)) is not None and key != DELETED and not _is_more(place) for key in fields
    )


def _is_more(place: Place) -> bool:
    return place.is_set or place.is_link


@lru_cache(maxsize=256)
def _standing(kind: str) -> str:
    """What decides whether a change is plain, and the numbers it takes, in one look."""
    return (
        "SELECT k.heads, k.conflicts, r.kind, r.status, r.waiting, "
        "EXISTS (SELECT 1 FROM tombstone WHERE accepted AND record = k.id), "
        "(SELECT coalesce(max(seq), 0) FROM revision), (SELECT coalesce(max(seq), 0) FROM signature) "
        f"FROM record AS r JOIN {quoted(kind)} AS k ON k.id = r.id WHERE r.id = ?"
    )


@lru_cache(maxsize=512)
def _setting(kind: str, columns: tuple[str, ...]) -> str:
    sets = ", ".join(f"{quoted(column)} = ?" for column in columns)
    return f"UPDATE {quoted(kind)} SET heads = ?, last_seq = ?, {sets} WHERE id = ?"
