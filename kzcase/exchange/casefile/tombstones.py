"""Chooses which erasures a case file tells of, so that it tells nobody of what they never had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import orjson
from sqlalchemy import Connection

from kzcase.exchange.casefile import manifest
from kzcase.exchange.casefile.shapes import Selection
from kzcase.history.canonical import encode
from kzcase.history.tables import rows_in, run

ERASED = (
    "SELECT t.record, t.compartment, t.author, t.time, t.signature, "
    "coalesce(w.sign_public, k.sign_public) "
    "FROM tombstone AS t LEFT JOIN writer AS w ON w.id = t.author "
    "LEFT JOIN known_key AS k ON k.id = t.author WHERE t.accepted ORDER BY 1, 2, 3"
)


def tombstone_lines(
    connection: Connection, going: AbstractSet[str], readers: Sequence[str], chosen: Selection
) -> Iterator[bytes]:
    """What was erased here, as proposals to erase it elsewhere too; without a signature it proves nothing.

    Of records that go along, and of those which the readers are known to have
    (`had_by`); all of them if everything is written for oneself or for whoever has a passphrase.
    """
    rows = [row for row in run(connection, ERASED).fetchall() if row[5] is not None]
    if not (chosen.everything and readers[0] in (manifest.RECIPIENTS, manifest.PASSPHRASE, manifest.PLAIN)):
        known = had_by(connection, readers, {row[0] for row in rows} - going)
        rows = [row for row in rows if row[0] in going or row[0] in known]
    for record, compartment, author, time, signature, public in rows:
        said = {
            "author": author,
            "compartment": compartment,
            "public": public.hex(),
            "record": record,
            "signature": signature.hex(),
            "time": time,
        }
        yield encode(said) + b"\n"


def had_by(connection: Connection, readers: Sequence[str], records: AbstractSet[str]) -> set[str]:
    """Those of some records that any of these readers was sent, or sent to us.

    `readers` are contacts' key ids, or the kind of protection of a file that anybody may have.
    """
    wanted = set(readers)
    found: set[str] = set()
    select = "SELECT i.record, e.recipients FROM export_item AS i JOIN export AS e ON e.id = i.export"
    for rows in rows_in(connection, select, "record", sorted(records)):
        found.update(one for one, told in rows if wanted.intersection(orjson.loads(told)))
    select = (
        "SELECT r.record, b.sender FROM revision AS r JOIN batch_item AS i ON i.revision = r.id "
        "JOIN batch AS b ON b.id = i.batch"
    )
    for rows in rows_in(connection, select, "record", sorted(records - found)):
        found.update(one for one, sender in rows if sender in wanted)
    return found
