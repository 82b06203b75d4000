"""Keeps the truth itself: revisions, signatures and which import brought what. Never changes a revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kzcase.history.fold import is_erased
from kzcase.history.revision import Revision, trusted, united
from kzcase.history.sign import Signature
from kzcase.history.tables import many, rows_in, run, single


@dataclass(slots=True)
class Stored:
    """What storing did: `new` (numbered), known ones that were `joined` by a part, ids of the `same`.

    `brought` and `gained` give by id the compartments that came, and those of
    them that had not been here (space-separated).
    """

    new: list[tuple[int, Revision]] = field(default_factory=list)
    joined: list[Revision] = field(default_factory=list)
    same: list[bytes] = field(default_factory=list)
    brought: dict[bytes, str] = field(default_factory=dict)
    gained: dict[bytes, str] = field(default_factory=dict)


def store(
    connection: Connection, revisions: Iterable[Revision], erased: Mapping[str, frozenset[str]]
) -> Stored:
    """Put revisions into the vault; known ones only gain parts that were not here.

    Parts of erased records and compartments are not kept.
    """
    incoming: dict[bytes, Revision] = {}
    for revision in revisions:
        if erased and (gone := erased.get(revision.record)):
            revision = revision.only(lambda name, gone=gone: not is_erased(gone, name))  # type: ignore[misc]
        known = incoming.get(revision.id)
        incoming[revision.id] = united(known, revision) if known else revision
    start = last_seq(connection)
    coming = list(incoming.values())
    fresh = many(
        connection,
        "INSERT INTO revision (seq, id, record, header, parts) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (start + n, one.id, one.record, one.header, one.stored_parts)
            for n, one in enumerate(coming, start=1)
        ],
    )
    if fresh == len(coming):
        done = Stored(new=list(enumerate(coming, start=start + 1)))
    else:
        taken = run(connection, "SELECT seq FROM revision WHERE seq > ? ORDER BY seq", (start,))
        new = [row[0] - start - 1 for row in taken]
        done = Stored(new=[(start + 1 + n, coming[n]) for n in new])
        here = frozenset(new)
        _join(connection, [one for n, one in enumerate(coming) if n not in here], done)
    done.brought.update((one.id, " ".join(part.compartment for part in one.parts)) for one in coming)
    return done


def _join(connection: Connection, known: Sequence[Revision], done: Stored) -> None:
    """Add to known revisions the parts that were not here until now."""
    incoming = {one.id: one for one in known}
    select = "SELECT id, header, parts FROM revision"
    for rows in rows_in(connection, select, "id", list(incoming)):
        for one, header, parts in rows:
            came = incoming[one]
            if parts != came.stored_parts:
                here = trusted(one, header, parts)
                both = united(here, came)
                if len(both.parts) > len(here.parts):
                    run(connection, "UPDATE revision SET parts = ? WHERE id = ?", (both.stored_parts, one))
                    done.joined.append(both)
                    before = {part.compartment for part in here.parts}
                    done.gained[one] = " ".join(
                        part.compartment for part in both.parts if part.compartment not in before
                    )
                    continue
            done.same.append(one)


def last_seq(connection: Connection) -> int:
    """The highest sequence number given so far."""
    return int(single(connection, "SELECT coalesce(max(seq), 0) FROM revision"))


def keep_signatures(connection: Connection, signatures: Iterable[Signature], *, own: bool = False) -> None:
    """Keep signatures over revisions, unless they are here; raises `BadSignature` having kept none.

    The public key of a writer met for the first time is kept with an empty name.
    """
    signatures = list(signatures)
    if not own:
        for signature in signatures:
            signature.verify()
    number = int(single(connection, "SELECT coalesce(max(seq), 0) FROM signature"))
    for signature in signatures:
        if not own:
            run(
                connection,
                "INSERT INTO known_key (id, name, sign_public) VALUES (?, '', ?) ON CONFLICT DO NOTHING",
                (signature.author, signature.public),
            )
        ids = [signature.ids[at : at + 32] for at in range(0, len(signature.ids), 32)]
        if not own and _are_proven(connection, signature.author, ids):
            continue
        number += 1
        run(
            connection,
            "INSERT INTO signature (seq, author, ids, signature) VALUES (?, ?, ?, ?)",
            (number, signature.author, signature.ids, signature.signature),
        )
        many(
            connection,
            "INSERT INTO signed (revision, signature) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(one, number) for one in ids],
        )


def _are_proven(connection: Connection, author: str, ids: Sequence[bytes]) -> bool:
    """Whether signatures of this author that are here stand over all of these revisions already.

    Whoever writes a file may sign all of their own revisions once more, in other groups.
    """
    first = ids[:1]  # most files bring signatures over what nobody here has seen
    return all(len(signed_by(connection, author, some)) == len(some) for some in (first, ids))


def signed_by(connection: Connection, author: str, ids: Sequence[bytes]) -> set[bytes]:
    """Those of some revisions over which a signature of this author stands here.

    The revision is looked up first (CROSS). If each were looked for in all that its author ever signed,
    a whole vault's would take the square of their number.
    """
    select = "SELECT d.revision, s.author FROM signed AS d CROSS JOIN signature AS s ON s.seq = d.signature"
    return {
        one
        for rows in rows_in(connection, select, "revision", ids)
        for one, signer in rows
        if signer == author
    }


def keep_batch(connection: Connection, batch: str, stored: Stored) -> None:
    """Note what an import brought: everything new, and again what another import had brought.

    A known revision that no import had brought is noted by the parts it gained only.
    """
    again: set[bytes] = set()
    known = [*stored.same, *(one.id for one in stored.joined)]
    for rows in rows_in(connection, "SELECT DISTINCT revision FROM batch_item", "revision", known):
        again.update(row[0] for row in rows)
    brought = dict.fromkeys([one.id for _, one in stored.new] + sorted(again))
    items = [(batch, one, stored.brought[one]) for one in brought]
    items += [(batch, one, f"+{names}") for one, names in stored.gained.items() if one not in again]
    many(
        connection,
        "INSERT INTO batch_item (batch, revision, compartments) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        sorted(items),
    )
