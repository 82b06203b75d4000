"""Writes a case file: whole histories, signed, encrypted, and read back before it has its name.

The lines of `revisions.jsonl` stand by record, and in a record every revision
stands after its parents, so that a reader needs no more than one record at once.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.exchange.casefile import container, envelope, manifest, selection
from kzcase.exchange.casefile import passphrase as by_words
from kzcase.exchange.casefile.container import Writer
from kzcase.exchange.casefile.failures import CaseFileError, DamagedFile
from kzcase.exchange.casefile.manifest import Manifest, Sender
from kzcase.exchange.casefile.reading import Opened, open_file
from kzcase.exchange.casefile.selection import Found
from kzcase.exchange.casefile.shapes import Contents, Recipients, Selection, Written
from kzcase.exchange.casefile.staging import Staging
from kzcase.history.canonical import encode
from kzcase.history.picture import stored_revisions
from kzcase.history.revision import Revision, split
from kzcase.history.sign import Signature, sign
from kzcase.history.tables import rows_in, run
from kzcase.history.withdraw import files_of
from kzcase.models.ledger import ExportItemRow, ExportRow
from kzcase.progress import Progress, quiet
from kzcase.services import colleagues
from kzcase.services.office import Office, in_groups
from kzcase.vault import blobs, files

SUFFIX = ".kzcase"
RECORDS_AT_A_TIME = 500
NOTICE = (
    b"This case file is NOT encrypted: whoever has it can read everything in it.\r\n"
    b"Keep it on an encrypted disk and delete it when it has been used.\r\n"
)


@dataclass(slots=True)
class _Count:
    """What the walk over the revisions found."""

    revisions: int = 0
    documents: dict[str, int] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    missing: int = 0


def file_name() -> str:
    """A name for a case file that tells nothing."""
    return f"kz-{secrets.token_hex(4)}{SUFFIX}"


def look(office: Office, chosen: Selection, *, progress: Progress | None = None) -> Contents:
    """What a case file of this selection would hold and leave out; writes nothing."""
    watched = progress or quiet()
    with office.read() as session:
        found, count = _gather(session, chosen, office, watched)
        return _described(session, found, chosen, count)


def chosen(office: Office, selection_: Selection) -> set[str]:
    """The ids of the records that go by this selection."""
    with office.read() as session:
        return _gather(session, selection_, office, quiet())[0].ids


def write(
    office: Office,
    path: Path,
    chosen: Selection,
    recipients: Recipients = Recipients(),  # noqa: B008  (frozen)
    *,
    progress: Progress | None = None,
) -> Written:
    """Write a case file, whole or not at all; an older file of that name is replaced only at the end.

    A folder for `path` gets a file of a neutral name. Raises `Unwritable`, `NotFound` for an unknown
    contact, `FileTooLarge`, `Cancelled`, and `KzcaseError` when nothing was left to send.
    """
    watched = progress or quiet()
    path = Path(path).expanduser().absolute()
    if path.is_dir():
        path /= file_name()
    with office.read() as session:
        me = colleagues.own_keys(session)
        contacts = [colleagues.known(session, one) for one in recipients.contacts]
        keys = list(dict.fromkeys([me.age_public, *(one.age for one in contacts)]))
        export = secrets.token_hex(16)
        found, count = _gather(session, chosen, office, watched)
        if not found.ids:
            raise KzcaseError(
                "Nothing is left to send: what was chosen is left out, or not in this vault.",
                safe="No file was written.",
                remedy="Choose people or cases, or leave less out.",
            )
        contents = _described(session, found, chosen, count)
        with Staging(office.path.parent) as plain:
            made = _put_together(
                session,
                plain,
                found,
                chosen,
                count,
                me,
                export,
                keys,
                recipients,
                office.ledger.time(),
                watched,
            )
            _place(path, plain, keys, recipients, me, made, office.path.parent, watched)
        last = int(run(session.connection(), "SELECT coalesce(max(seq), 0) FROM revision").fetchone()[0])
    names = tuple(one.name for one in contacts)
    _register(office, export, [one.key for one in contacts] or [_protection(recipients)], found, last)
    return Written(path, export, path.stat().st_size, count.revisions, contents, names, made.protection)


def _protection(recipients: Recipients) -> str:
    if recipients.plain:
        return manifest.PLAIN
    return manifest.PASSPHRASE if recipients.passphrase is not None else manifest.RECIPIENTS


# --- gathering ------------------------------------------------------------------------------------


def _gather(session: Session, chosen: Selection, office: Office, progress: Progress) -> tuple[Found, _Count]:
    """The records that go, with the terms they use, and what is known of their revisions."""
    connection = session.connection()
    found = selection.find(session, chosen, office.today(), progress)
    terms = {} if chosen.everything else selection.own_terms(connection)
    count = _Count()
    for revisions in _histories(connection, found.ids, count, progress, "Looking at the records"):
        _note(count, revisions, chosen, terms)
    used = {one for word in count.words for one in terms.get(word, ())}
    added = used - found.ids - found.left_out.keys()
    for revisions in _histories(connection, added, count, progress, "Looking at the records"):
        _note(count, revisions, chosen, {})
    found.ids |= added
    return found, count


def _note(count: _Count, revisions: Sequence[Revision], chosen: Selection, terms: Any) -> None:
    count.revisions += len(revisions)
    without = {name for one in revisions for name in one.commitments if name in chosen.without_compartments}
    for name in without:
        count.withheld[name] = count.withheld.get(name, 0) + 1
    for one in revisions:
        for name in files_of(one.only(lambda name: name not in chosen.without_compartments)):
            count.documents[name] = 0
        if terms:
            choosing = selection.choosing(one.kind)
            for part in one.parts:
                for key in choosing & part.fields.keys():
                    count.words.update(selection.words_in(part.fields[key]))


def _histories(
    connection: Connection, ids: Iterable[str], count: _Count, progress: Progress, what: str
) -> Iterator[list[Revision]]:
    """The whole history of each record, by record, parents first; what waits for a missing parent stays."""
    ordered = sorted(ids)
    for done, group in enumerate(in_groups(ordered, RECORDS_AT_A_TIME)):
        progress.step(what, done * RECORDS_AT_A_TIME, len(ordered))
        found = {revisions[0].record: revisions for _, revisions in stored_revisions(connection, list(group))}
        for record in group:
            if record in found:
                whole = parents_first(found[record])
                count.missing += len(found[record]) - len(whole)
                if whole:
                    yield whole


def parents_first(revisions: Iterable[Revision]) -> list[Revision]:
    """A record's revisions, each after its parents; those whose ancestors are not all there are left out."""
    left = {one.id: one for one in sorted(revisions, key=lambda one: one.id)}
    waiting: dict[bytes, list[Revision]] = {}
    missing: dict[bytes, int] = {}
    ready = []
    for one in left.values():
        parents = split(one.parents)
        missing[one.id] = len(parents)
        for parent in parents:
            waiting.setdefault(parent, []).append(one)
        if not parents:
            ready.append(one)
    for one in ready:  # grows while it is read
        for child in waiting.get(one.id, ()):
            missing[child.id] -= 1
            if not missing[child.id]:
                ready.append(child)
    return ready


def _described(session: Session, found: Found, chosen: Selection, count: _Count) -> Contents:
    documents, size = 0, 0
    if chosen.documents:
        for one in sorted(count.documents):
            if blobs.exists(session, one):
                count.documents[one] = blobs.size(session, one)
                documents += 1
                size += count.documents[one]
    return selection.describe(session, found, chosen, (documents, size), count.withheld)


# --- putting together -----------------------------------------------------------------------------


def _put_together(
    session: Session,
    target: Any,
    found: Found,
    chosen: Selection,
    count: _Count,
    me: colleagues.OwnKeys,
    export: str,
    keys: Sequence[str],
    recipients: Recipients,
    time: str,
    progress: Progress,
) -> Manifest:
    writer = Writer(target)
    try:
        return _fill(
            session, writer, found, chosen, count, me, export, keys, _protection(recipients), time, progress
        )
    except BaseException:
        writer.abandon()
        raise


def _fill(
    session: Session,
    writer: Writer,
    found: Found,
    chosen: Selection,
    count: _Count,
    me: colleagues.OwnKeys,
    export: str,
    keys: Sequence[str],
    protection: str,
    time: str,
    progress: Progress,
) -> Manifest:
    """Write every part; the manifest comes last, because it names the others."""
    connection = session.connection()
    if protection == manifest.PLAIN:
        writer.put(manifest.LABEL, NOTICE)
    signing = _Signing(connection)
    records = 0
    with writer.part(manifest.REVISIONS, packed=True) as put:
        for revisions in _histories(connection, found.ids, _Count(), progress, "Writing the case file"):
            records += 1
            put(b"".join(_line(one, chosen.without_compartments) for one in revisions))
            signing.note(revisions)
    with writer.part(manifest.SIGNATURES, packed=True) as put:
        for word in signing.signatures():
            put(signature_line(word))
    stones = list(_tombstones(connection))
    writer.put(manifest.TOMBSTONES, b"".join(stones), packed=True)
    documents = sorted(count.documents) if chosen.documents else []
    written = 0
    for place, one in enumerate(documents):
        if blobs.exists(session, one):
            progress.step("Writing the documents", place, len(documents))
            with writer.part(manifest.BLOBS + one, packed=False) as put:
                for piece in blobs.chunks(session, one):
                    put(piece)
            written += 1
    made = Manifest(
        export,
        time,
        Sender(me.id, me.sign_public, me.age_public, me.name),
        protection,
        tuple(manifest.mark(export, key) for key in keys) if protection == manifest.RECIPIENTS else (),
        writer.parts,
        {
            "documents": written,
            "records": records,
            "revisions": count.revisions,
            "tombstones": len(stones),
        },
    )
    raw = made.encoded()
    writer.put(manifest.MANIFEST, raw)
    writer.put(manifest.SIGNATURE, manifest.sign(me.sign_secret, raw))
    if protection != manifest.PLAIN:
        writer.pad()
    writer.close()
    return made


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
        self._own: dict[str, list[bytes]] = {}
        self._numbers: set[int] = set()
        self._waiting: list[bytes] = []

    def note(self, revisions: Sequence[Revision]) -> None:
        """Remember some revisions that go."""
        for one in revisions:
            if one.author in self._secrets:
                self._own.setdefault(one.author, []).append(one.id)
            else:
                self._waiting.append(one.id)
        if len(self._waiting) > RECORDS_AT_A_TIME:
            self._look_up()

    def signatures(self) -> Iterator[Signature]:
        """All of them."""
        self._look_up()
        signed = self._really_ours()
        for author, ids in sorted(self._own.items()):
            yield from sign(self._secrets[author], [one for one in ids if one in signed])
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

    def _really_ours(self) -> set[bytes]:
        """Those in our writers' names that they did sign: nothing else is signed for them now."""
        signed: set[bytes] = set()
        for author, ids in self._own.items():
            select = "SELECT d.revision FROM signed AS d JOIN signature AS s ON s.seq = d.signature"
            for rows in rows_in(
                self._connection, select, "revision", ids, extra=f"AND s.author = '{author}'"
            ):
                signed.update(row[0] for row in rows)
        return signed


def _tombstones(connection: Connection) -> Iterator[bytes]:
    """What was erased here, as proposals to erase it elsewhere too; without a signature it proves nothing."""
    rows = run(
        connection,
        "SELECT t.record, t.compartment, t.author, t.time, t.signature, "
        "coalesce(w.sign_public, k.sign_public) "
        "FROM tombstone AS t LEFT JOIN writer AS w ON w.id = t.author "
        "LEFT JOIN known_key AS k ON k.id = t.author WHERE t.accepted ORDER BY 1, 2, 3",
    )
    for record, compartment, author, time, signature, public in rows:
        if public is not None:
            yield (
                encode(
                    {
                        "author": author,
                        "compartment": compartment,
                        "public": public.hex(),
                        "record": record,
                        "signature": signature.hex(),
                        "time": time,
                    }
                )
                + b"\n"
            )


# --- the file -------------------------------------------------------------------------------------


def _place(
    path: Path,
    plain: Any,
    keys: Sequence[str],
    recipients: Recipients,
    me: colleagues.OwnKeys,
    made: Manifest,
    folder: Path,
    progress: Progress,
) -> None:
    """Encrypt into a file beside the place, read that back and verify it, then give it its name.

    What is read back is staged in `folder`, beside the vault.
    """
    part = path.with_name(f".kzcase-{secrets.token_hex(6)}.part")
    try:
        files.create_empty(part)
        try:
            with part.open("wb") as target:
                _seal(plain, target, keys, recipients, progress)
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            raise Unwritable.from_os(error, str(path), "No file was written.") from error
        progress.step("Reading it back")
        _forget_pages(part)
        try:
            with open_file(
                part, [me.age_secret], folder, passphrase=recipients.passphrase, progress=progress
            ) as again:
                _same(again, made)
        except (CaseFileError, NotFound) as error:
            raise Unwritable(
                f"What was written could not be read back as it was: {path}.",
                safe="No file was written.",
                remedy="Put the stick back, or try another one.",
            ) from error
        files.move(part, path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _seal(
    plain: Any, target: BinaryIO, keys: Sequence[str], recipients: Recipients, progress: Progress
) -> None:
    if recipients.plain:
        plain.seek(0)
        while piece := plain.read(container.PIECE):
            progress.step("Writing the case file")
            target.write(piece)
    elif recipients.passphrase is not None:
        progress.step("Deriving the file's key")
        plain.seek(0)
        by_words.encrypt(plain, target, recipients.passphrase, plain.size, progress)
    else:
        envelope.encrypt(plain, target, keys, progress)


def _forget_pages(path: Path) -> None:
    """Let what is read back come from the disk or the stick, where the system can do that."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is None:
        return
    with suppress(OSError), path.open("rb") as file:
        advise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _same(again: Opened, made: Manifest) -> None:
    if again.manifest.encoded() != made.encoded():
        raise DamagedFile("The copy differs.")


def _register(office: Office, export: str, recipients: Sequence[str], found: Found, last: int) -> None:
    """Remember what was sent to whom; it never leaves the vault."""
    with office.vault.write() as session:
        writer = office.ledger.active(session).id
        session.execute(
            insert(ExportRow).values(
                id=export,
                time=office.ledger.time(),
                writer=writer,
                recipients=encode(list(recipients)).decode(),
                records=len(found.ids),
            )
        )
        rows = [{"export": export, "record": one, "last_seq": last} for one in sorted(found.ids)]
        for at in range(0, len(rows), 2_000):
            session.execute(insert(ExportItemRow), rows[at : at + 2_000])
