"""Writes a case file: whole histories, signed, encrypted, and read back before it has its name.

The lines of `revisions.jsonl` stand by record, and in a record every revision
stands after its parents, so that a reader needs no more than one record at once.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import insert
from sqlalchemy.orm import Session

from kzcase import wholefile
from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.exchange.casefile import container, envelope, manifest
from kzcase.exchange.casefile import passphrase as by_words
from kzcase.exchange.casefile.assembling import Order, put_together
from kzcase.exchange.casefile.failures import CaseFileError, DamagedFile
from kzcase.exchange.casefile.gathering import Count, described, find, gather
from kzcase.exchange.casefile.manifest import Manifest
from kzcase.exchange.casefile.reading import Opened, open_file
from kzcase.exchange.casefile.shapes import Contents, Recipients, Selection, Written
from kzcase.exchange.casefile.staging import Staging
from kzcase.exchange.casefile.tombstones import tombstone_lines
from kzcase.history.canonical import encode
from kzcase.history.idset import ascending
from kzcase.history.tables import many, single
from kzcase.models.ledger import ExportRow
from kzcase.progress import Progress, quiet
from kzcase.services import colleagues, outgoing
from kzcase.services.office import Office
from kzcase.vault import files

SUFFIX = ".kzcase"
ITEMS_AT_A_TIME = 2_000


def file_name() -> str:
    """A name for a case file that tells nothing."""
    return f"kz-{secrets.token_hex(4)}{SUFFIX}"


def part_of(path: Path, export: str) -> Path:
    """Where a case file stands, encrypted, until it has been read back."""
    return path.with_name(f".kzcase-{export}.part")


def look(office: Office, chosen: Selection, *, progress: Progress | None = None) -> Contents:
    """What a case file of this selection would hold and leave out; writes nothing."""
    watched = progress or quiet()
    with office.read() as session:
        found, count = gather(session, chosen, office, watched)
        return described(session, found, chosen, count)


def chosen(office: Office, selection_: Selection) -> AbstractSet[str]:
    """The ids of the records that go by this selection."""
    with office.read() as session:
        return find(session, selection_, office, quiet())[0].ids


def write(
    office: Office,
    path: Path,
    chosen: Selection,
    recipients: Recipients = Recipients(),  # noqa: B008  (frozen)
    *,
    export: str | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write a case file, whole or not at all; an older file of that name is replaced only at the end.

    A folder for `path` gets a file of a neutral name; `export` is the file's own id if it was chosen
    beforehand. Raises `Unwritable`, `NotFound` for an unknown contact, `FileTooLarge`, `Cancelled`, and
    `KzcaseError` when nothing was left to send.
    """
    watched = progress or quiet()
    path = Path(path).expanduser().absolute()
    if path.is_dir():
        path /= file_name()
    wholefile.spare_vaults(path)
    export = export or secrets.token_hex(16)
    with office.read() as session:
        me = colleagues.own_keys(session)
        contacts = [colleagues.known(session, one) for one in recipients.contacts]
        keys = list(dict.fromkeys([me.age_public, *(one.age for one in contacts)]))
        readers = [one.key for one in contacts] or [_protection(recipients)]
        connection = session.connection()
        found, _ = find(session, chosen, office, watched)
        erasures = chosen.erasures or chosen.everything
        if not found.ids and not (erasures and any(tombstone_lines(connection, set(), readers, chosen))):
            raise KzcaseError(
                "Nothing is left to send: what was chosen is left out, or not in this vault.",
                safe="No file was written.",
                remedy="Choose people or cases, or leave less out.",
            )
        time = office.ledger.time()
        count = Count()
        order = Order(found, chosen, count, me, export, keys, readers, _protection(recipients), time)
        last = int(single(connection, "SELECT coalesce(max(seq), 0) FROM revision"))
        with Staging(office.path.parent) as plain:
            made = put_together(session, plain, order, watched)
            contents = described(session, found, chosen, count)
            part = _sealed(path, plain, order, recipients, made, office.path.parent, watched)
            _hand_out(office, part, path, order, last)
    names = tuple(one.name for one in contacts)
    return Written(path, export, path.stat().st_size, count.revisions, contents, names, made.protection)


def _protection(recipients: Recipients) -> str:
    if recipients.plain:
        return manifest.PLAIN
    return manifest.PASSPHRASE if recipients.passphrase is not None else manifest.RECIPIENTS


def _sealed(
    path: Path,
    plain: Any,
    order: Order,
    recipients: Recipients,
    made: Manifest,
    folder: Path,
    progress: Progress,
) -> Path:
    """Encrypt into a file beside the place, read that back and verify it; what it is called meanwhile.

    What is read back is staged in `folder`, beside the vault.
    """
    part = part_of(path, order.export)
    try:
        files.create_empty(part)
        try:
            with part.open("wb") as target:
                _seal(plain, target, order.keys, recipients, progress)
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            raise Unwritable.from_os(error, str(path), "No file was written.") from error
        progress.step("Reading it back")
        _forget_pages(part)
        try:
            with open_file(
                part, [order.me.age_secret], folder, passphrase=recipients.passphrase, progress=progress
            ) as again:
                _same(again, made)
        except (CaseFileError, NotFound) as error:
            raise Unwritable(
                f"What was written could not be read back as it was: {path}.",
                safe="No file was written.",
                remedy="Put the stick back, or try another one.",
            ) from error
    except BaseException:
        wholefile.discard(part)
        raise
    return part


def _hand_out(office: Office, part: Path, path: Path, order: Order, last: int) -> None:
    """Give the file its name and remember what was sent to whom: both, or neither."""
    said = {outgoing.EXPORT: order.export}
    try:
        outgoing.put_out(
            office.vault,
            office.ledger,
            part,
            path,
            said,
            lambda session: _register(office, session, order, last),
        )
    except OSError as error:
        raise Unwritable.from_os(error, str(path), "No file was written.") from error


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


def _register(office: Office, session: Session, order: Order, last: int) -> None:
    """Enter who was sent what; it never leaves the vault."""
    ids = order.found.ids
    session.execute(
        insert(ExportRow).values(
            id=order.export,
            time=order.time,
            writer=office.ledger.active(session).id,
            recipients=encode(list(order.readers)).decode(),
            records=len(ids),
        )
    )
    left = iter(ascending(ids))
    items = "INSERT INTO export_item (export, record, last_seq) VALUES (?, ?, ?)"
    while rows := [(order.export, one, last) for one in islice(left, ITEMS_AT_A_TIME)]:
        many(session.connection(), items, rows)
