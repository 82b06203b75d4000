"""Keeps the bytes of documents in the vault, in pieces, each document once: known by its SHA-256.

A blob has no name and no owner here; it goes only when no revision refers to
it, which `kzcase.history` decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.models.file import AttachedPage, AttachedText, Blob, BlobChunk
from kzcase.vault.failures import Damaged

CHUNK = 1 << 18
LARGEST = 1 << 30
"""No document larger than this (bytes) is taken: papers and backups must stay movable."""


class TooLarge(KzcaseError):
    """A document is larger than the vault takes."""


def put(session: Session, source: bytes | BinaryIO, *, largest: int = LARGEST) -> str:
    """Keep a document's bytes, or find that they are here; the SHA-256 in hex.

    A stream is read once, piece by piece, and never held whole. Raises
    `TooLarge`; the unit must then be left, so that nothing of it stays.
    """
    stream = BytesIO(source) if isinstance(source, bytes) else source
    blob = session.execute(insert(Blob).values(sha256=None, size=0).returning(Blob.id)).scalar_one()
    digest, size, number = hashlib.sha256(), 0, 0
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > largest:
            raise TooLarge(
                f"The document is larger than {largest >> 20} MB.",
                safe="Nothing was changed.",
                remedy="Attach a smaller copy, or split it.",
            )
        digest.update(piece)
        session.execute(insert(BlobChunk).values(blob_id=blob, number=number, data=piece))
        number += 1
    sha256 = digest.hexdigest()
    if exists(session, sha256):
        _remove(session, blob)
    else:
        session.execute(update(Blob).where(Blob.id == blob).values(sha256=sha256, size=size))
    return sha256


def exists(session: Session, sha256: str) -> bool:
    """Whether a document's bytes are here."""
    return session.execute(select(Blob.id).where(Blob.sha256 == sha256)).first() is not None


def size(session: Session, sha256: str) -> int:
    """How many bytes a document has; raises `NotFound`."""
    return _find(session, sha256)[1]


def hashes(session: Session) -> list[str]:
    """The SHA-256 of every document that is here, in order."""
    found = session.execute(select(Blob.sha256).where(Blob.sha256.is_not(None)).order_by(Blob.sha256))
    return [sha256 for (sha256,) in found if sha256]


def chunks(session: Session, sha256: str) -> Iterator[bytes]:
    """The bytes of a document, piece by piece.

    Raises `NotFound`, and `Damaged` after the last piece if the bytes are not
    the ones that were kept: act on nothing before the end.
    """
    blob, length = _find(session, sha256)
    digest, seen = hashlib.sha256(), 0
    count = 0
    while (piece := _piece(session, blob, count)) is not None:
        count += 1
        seen += len(piece)
        digest.update(piece)
        yield piece
    if seen != length or digest.hexdigest() != sha256:
        raise Damaged("The content of an attached document is damaged.")


def read(session: Session, sha256: str) -> bytes:
    """A document's bytes, checked; raises `NotFound` or `Damaged`."""
    return b"".join(chunks(session, sha256))


def remove(session: Session, sha256: str) -> None:
    """Remove a document's bytes, if they are here: only when no revision refers to them."""
    found = session.execute(select(Blob.id).where(Blob.sha256 == sha256)).scalar()
    if found is not None:
        _remove(session, found)


def problems(session: Session) -> Iterator[str]:
    """A sentence for each document whose bytes are not what they were."""
    for blob, sha256 in session.execute(select(Blob.id, Blob.sha256).order_by(Blob.id)).all():
        if sha256 is None:
            yield f"A document was stored only in part (blob {blob})."
            continue
        try:
            for _ in chunks(session, sha256):
                pass
        except Damaged:
            yield f"The content of an attached document is damaged (SHA-256 {sha256})."


def _find(session: Session, sha256: str) -> tuple[int, int]:
    row = session.execute(select(Blob.id, Blob.size).where(Blob.sha256 == sha256)).first()
    if row is None:
        raise NotFound(
            "The content of this document is not in the vault.",
            remedy="Ask the colleague whose file it came with for the document.",
        )
    return row.id, row.size


def _piece(session: Session, blob: int, number: int) -> bytes | None:
    piece: bytes | None = session.execute(
        select(BlobChunk.data).where(BlobChunk.blob_id == blob, BlobChunk.number == number)
    ).scalar()
    return piece


def _remove(session: Session, blob: int) -> None:
    """Take away a blob and the words that were read in it."""
    named = session.execute(select(Blob.sha256).where(Blob.id == blob)).scalar()
    if named is not None:
        pages = select(AttachedPage.id).where(AttachedPage.sha256 == named)
        for (page,) in session.execute(pages).all():
            session.execute(text("DELETE FROM search_page WHERE rowid = :page"), {"page": page})
        session.execute(delete(AttachedPage).where(AttachedPage.sha256 == named))
        session.execute(delete(AttachedText).where(AttachedText.sha256 == named))
    session.execute(delete(BlobChunk).where(BlobChunk.blob_id == blob))
    session.execute(delete(Blob).where(Blob.id == blob))
