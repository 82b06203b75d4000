"""Puts the parts of a case file together: lines of revisions, signatures, tombstones, documents, manifest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.exchange.casefile import manifest
from kzcase.exchange.casefile.container import Writer
from kzcase.exchange.casefile.failures import TooMuch
from kzcase.exchange.casefile.gathering import RECORDS_AT_A_TIME, Count, walked
from kzcase.exchange.casefile.groups import too_long
from kzcase.exchange.casefile.manifest import Manifest, Sender
from kzcase.exchange.casefile.selection import Found
from kzcase.exchange.casefile.shapes import Selection
from kzcase.exchange.casefile.tombstones import tombstone_lines
from kzcase.history.canonical import encode
from kzcase.history.revision import Revision, split
from kzcase.history.sign import GROUP, Signature, sign
from kzcase.history.store import signed_by
from kzcase.history.tables import rows_in, run
from kzcase.progress import Progress
from kzcase.services import colleagues
from kzcase.services.records import titles
from kzcase.vault import blobs

SIGNED_AT_A_TIME = 32 * GROUP
"""Revisions of which it is asked at once whether they were signed: so many whole groups."""

NOTICE = (
    b"This case file is NOT encrypted: whoever has it can read everything in it.\r\n"
    b"Keep it on an encrypted disk and delete it when it has been used.\r\n"
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be put into a case file, and as whose: `readers` are contacts, or the kind of protection.

    `keys` are the age keys it is encrypted to. `count` is empty at first: what goes is counted as it goes.
    """

    found: Found
    chosen: Selection
    count: Count
    me: colleagues.OwnKeys
    export: str
    keys: Sequence[str]
    readers: Sequence[str]
    protection: str
    time: str


def put_together(session: Session, target: Any, order: Order, progress: Progress) -> Manifest:
    """Write every part into `target`; returns the manifest."""
    writer = Writer(target)
    try:
        return _fill(session, writer, order, progress)
    except BaseException:
        writer.abandon()
        raise


def _fill(session: Session, writer: Writer, order: Order, progress: Progress) -> Manifest:
    """Write every part; the manifest comes last, because it names the others."""
    connection = session.connection()
    chosen, me = order.chosen, order.me
    if order.protection == manifest.PLAIN:
        writer.put(manifest.LABEL, NOTICE)
    signing = _Signing(connection)
    records = 0
    with writer.part(manifest.REVISIONS, packed=True) as put:
        for revisions in walked(
            connection, order.found, chosen, order.count, progress, "Writing the case file"
        ):
            records += 1
            lines = [_line(one, chosen.without_compartments) for one in revisions]
            if too_long(lines):
                raise _too_long(session, revisions[0].record)
            put(b"".join(lines))
            signing.note(revisions)
    with writer.part(manifest.SIGNATURES, packed=True) as put:
        for word in signing.signatures():
            put(signature_line(word))
    stones = list(tombstone_lines(connection, order.found.ids, order.readers, chosen))
    writer.put(manifest.TOMBSTONES, b"".join(stones), packed=True)
    written = _put_documents(session, writer, order, progress)
    marks = (manifest.mark(order.export, key) for key in order.keys)
    made = Manifest(
        order.export,
        order.time,
        Sender(me.id, me.sign_public, me.age_public, me.name),
        order.protection,
        tuple(marks) if order.protection == manifest.RECIPIENTS else (),
        writer.parts,
        {
            "documents": written,
            "records": records,
            "revisions": order.count.revisions,
            "tombstones": len(stones),
        },
    )
    raw = made.encoded()
    writer.put(manifest.MANIFEST, raw)
    writer.put(manifest.SIGNATURE, manifest.sign(me.sign_secret, raw))
    if order.protection != manifest.PLAIN:
        writer.pad()
    writer.close()
    return made


def _put_documents(session: Session, writer: Writer, order: Order, progress: Progress) -> int:
    """Write the contents of documents; how many there were."""
    documents = sorted(order.count.documents) if order.chosen.documents else []
    written = 0
    for place, one in enumerate(documents):
        if blobs.exists(session, one):
            progress.step("Writing the documents", place, len(documents))
            with writer.part(manifest.BLOBS + one, packed=False) as put:
                for piece in blobs.chunks(session, one):
                    put(piece)
            written += 1
    return written


def _too_long(session: Session, record: str) -> TooMuch:
    title = titles(session, [record]).get(record) or record
    what = f"“{title}” has a longer history than a case file holds: nobody could take it in."
    return TooMuch(what, "Leave this record out, and write what it says today into a new one.")


def _line(one: Revision, without: frozenset[str]) -> bytes:
    return (one.only(lambda name: name not in without) if without else one).line() + b"\n"


def signature_line(one: Signature) -> bytes:
    """A writer's signature as a line of a case file."""
    return (
        encode(
            {
                "author": one.author,
                "ids": one.ids.hex(),
                "public": one.public.hex(),
                "signature": one.signature.hex(),
            }
        )
        + b"\n"
    )


class _Signing:
    """Collects the signatures over what goes: one's own anew, in large groups, others' as they came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = run(connection, "SELECT id, sign_secret FROM writer ORDER BY id")
        self._secrets: dict[str, bytes] = dict(map(tuple, rows))
        self._own: dict[str, bytearray] = {}
        self._numbers: set[int] = set()
        self._waiting: list[bytes] = []

    def note(self, revisions: Sequence[Revision]) -> None:
        """Remember some revisions that go."""
        for one in revisions:
            if one.author in self._secrets:
                self._own.setdefault(one.author, bytearray()).extend(one.id)
            else:
                self._waiting.append(one.id)
        if len(self._waiting) > RECORDS_AT_A_TIME:
            self._look_up()

    def signatures(self) -> Iterator[Signature]:
        """All of them."""
        self._look_up()
        for author, packed in sorted(self._own.items()):
            for at in range(0, len(packed), SIGNED_AT_A_TIME * 32):
                ids = split(bytes(packed[at : at + SIGNED_AT_A_TIME * 32]))
                # Those in our writers' names that they did sign: nothing else is signed for them now.
                yield from sign(self._secrets[author], signed_by(self._connection, author, ids))
        publics = dict(map(tuple, run(self._connection, "SELECT id, sign_public FROM known_key")))
        select = "SELECT author, ids, signature, seq FROM signature"
        for rows in rows_in(self._connection, select, "seq", sorted(self._numbers), extra="ORDER BY seq"):
            for author, ids, signature, _ in rows:
                if author in publics:
                    yield Signature(author, publics[author], ids, signature)

    def _look_up(self) -> None:
        select = "SELECT signature FROM signed"
        for rows in rows_in(self._connection, select, "revision", self._waiting):
            self._numbers.update(row[0] for row in rows)
        self._waiting = []
