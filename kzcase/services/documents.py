"""Files kept in the vault: attached with their hash, read back only inside the program."""

from __future__ import annotations

import hashlib
import mimetypes
import unicodedata
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.history.ledger import Change
from kzcase.models.document import Document
from kzcase.models.file import Blob
from kzcase.models.ledger import BatchItemRow, RevisionRow
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.vault import blobs

LARGEST = 512 * 1024 * 1024


def attach(
    office: Office, record: str, path: Path, *, title: str = "", initiator: object | None = None
) -> str:
    """Keep a file as a document that belongs to a record; returns the document's id.

    Raises `KzcaseError` when the file cannot be read or is larger than 512 MB.
    """
    records.view(office, record)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise KzcaseError(f"That is not a file: {path}.", safe="Nothing was attached.")
        if size > LARGEST:
            raise KzcaseError("The file is larger than 512 MB.", safe="Nothing was attached.")
        stream = path.open("rb")
    except OSError as error:
        raise KzcaseError(f"The file cannot be read: {path}.", safe="Nothing was attached.") from error
    document = records.new_id()
    with stream, office.vault.write() as session:
        digest = blobs.put(session, stream)
        name = unicodedata.normalize("NFC", path.name.encode("utf-8", "replace").decode())
        written = office.ledger.record(
            session,
            [
                Change(
                    "document",
                    document,
                    {
                        "title": title or Path(name).stem,
                        "records": frozenset({record}),
                        "file": digest,
                        "file_name": name,
                        "size": size,
                        "media_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
                        "obtained_on": office.today().isoformat(),
                    },
                )
            ],
        )
    office.announce(written.ids, initiator)
    return document


def lost(session: Session) -> tuple[str, ...]:
    """A sentence for each document that was attached here and whose file is not in the vault any more.

    A document that came from elsewhere may be here before its file is.
    """
    came = (
        select(BatchItemRow.revision)
        .join(RevisionRow, RevisionRow.id == BatchItemRow.revision)
        .where(RevisionRow.record == Document.id)
    )
    kept = select(Blob.id).where(Blob.sha256 == Document.file)
    rows = session.execute(
        select(Document.id, Document.file)
        .where(Document.file.is_not(None), ~kept.exists(), ~came.exists())
        .order_by(Document.id)
    )
    return tuple(f"document {row.id}: its file is missing (SHA-256 {row.file})." for row in rows)


def read(office: Office, document: str) -> bytes:
    """A document's bytes, checked against their hash; raises `NotFound` when the file is not here yet."""
    digest = records.view(office, document).fields.get("file")
    with office.read() as session:
        if digest is None or not blobs.exists(session, digest):
            raise NotFound(
                "The file of this document is not here yet.", remedy="A colleague's file may bring it."
            )
        content = blobs.read(session, digest)
    if hashlib.sha256(content).hexdigest() != digest:
        raise KzcaseError(
            "The file of this document is damaged.",
            safe="Nothing was changed.",
            remedy="Restore it from a backup.",
        )
    return content
