"""Files kept in the vault: attached with their hash, read back only inside the program."""

from __future__ import annotations

import codecs
import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase import wholefile
from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.history.ledger import Change
from kzcase.history.tables import groups
from kzcase.models.document import Document
from kzcase.models.file import Blob
from kzcase.models.ledger import BatchItemRow, LinkRow, RevisionRow
from kzcase.services import records
from kzcase.services.belongings import of_a_story
from kzcase.services.office import Office
from kzcase.vault import blobs

LARGEST = 512 * 1024 * 1024
_DEEP = 5
"""How far what belongs to people is followed: a penalty of a sentence of a prosecution of theirs."""

MOST_TEXT = 500_000
"""Characters of a text that are shown; more than a person reads on a screen."""

# SVG is none of them: a drawing of that kind can name other files.
_IMAGES = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "bmp": re.compile(rb"BM.{4}\0{4}", re.DOTALL),
    "tiff": re.compile(rb"II\*\0|MM\0\*"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


def attach(
    office: Office, record: str, path: Path, *, title: str = "", initiator: object | None = None
) -> str:
    """Keep a file as a document that belongs to a record, which must be here; returns the document's id."""
    records.view(office, record)
    return add(office, path, belongs_to=frozenset({record}), title=title, initiator=initiator)


def add(
    office: Office,
    path: Path,
    *,
    belongs_to: frozenset[str] = frozenset(),
    title: str = "",
    initiator: object | None = None,
) -> str:
    """Keep a file as a document, of no record yet or of several; returns the document's id.

    Raises `KzcaseError` when the file cannot be read or is larger than 512 MB.
    """
    document = records.new_id()
    fields = {"records": belongs_to} if belongs_to else {}
    _keep(office, document, path, fields, title, initiator=initiator)
    return document


def take(office: Office, name: str, data: bytes, *, initiator: object | None = None) -> str:
    """Keep what is in memory and on no disk as a document of no record yet; returns the document's id.

    Raises `KzcaseError` when it is larger than 512 MB.
    """
    if len(data) > LARGEST:
        raise KzcaseError("The file is larger than 512 MB.", safe="Nothing was attached.")
    document = records.new_id()
    _write(office, document, BytesIO(data), name, {}, "", initiator=initiator)
    return document


def give_file(
    office: Office, document: str, path: Path, *, heads: bytes | None = None, initiator: object | None = None
) -> None:
    """Give a document that was written down its file, or another one; history keeps the one before."""
    found = records.view(office, document)
    title = str(found.fields.get("title") or "")
    _keep(
        office, document, path, {}, title, heads=found.heads if heads is None else heads, initiator=initiator
    )


def _keep(
    office: Office,
    document: str,
    path: Path,
    fields: Mapping[str, Any],
    title: str,
    *,
    heads: bytes | None = None,
    initiator: object | None,
) -> None:
    """Take the file in and write the document that holds it, in one unit."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise KzcaseError(f"That is not a file: {path}.", safe="Nothing was attached.")
        if size > LARGEST:
            raise KzcaseError("The file is larger than 512 MB.", safe="Nothing was attached.")
        stream = path.open("rb")
    except OSError as error:
        raise KzcaseError(f"The file cannot be read: {path}.", safe="Nothing was attached.") from error
    with stream:
        _write(office, document, stream, path.name, fields, title, heads=heads, initiator=initiator)


def _write(
    office: Office,
    document: str,
    stream: BinaryIO,
    called: str,
    fields: Mapping[str, Any],
    title: str,
    *,
    heads: bytes | None = None,
    initiator: object | None,
) -> None:
    name = unicodedata.normalize("NFC", called.encode("utf-8", "replace").decode())
    with office.vault.write() as session:
        digest = blobs.put(session, stream, largest=LARGEST)
        values = {
            **fields,
            "title": title or Path(name).stem,
            "file": digest,
            "file_name": name,
            "size": blobs.size(session, digest),
            "media_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "obtained_on": office.today().isoformat(),
        }
        written = office.ledger.record(session, [Change("document", document, values, parents=heads)])
    office.announce(written.ids, initiator)


@dataclass(frozen=True, slots=True)
class Held:
    """A document that has a file: its id, title and day (EDTF, "" if not known)."""

    id: str
    title: str
    date: str


def of_people(office: Office, people: Sequence[str]) -> tuple[Held, ...]:
    """The documents with a file of some people and of what belongs to them, the earliest first."""
    with office.read() as session:
        edge, met, found = set(people), set(people), set[str]()
        for _ in range(_DEEP):
            below: set[str] = set()
            for group in groups(sorted(edge)):
                rows = session.execute(
                    select(LinkRow.kind, LinkRow.field, LinkRow.source).where(LinkRow.now.in_(group))
                )
                for kind, key, source in rows:
                    if (kind, key) in of_a_story():
                        (found if kind == "document" else below).add(source)
            edge = below - met
            met |= edge
        held: list[Held] = []
        for group in groups(sorted(found)):
            asked = select(Document.id, Document.title, Document.date).where(
                Document.id.in_(group), Document.deleted.is_not(True), Document.file.is_not(None)
            )
            held += [Held(row.id, row.title or "", row.date or "") for row in session.execute(asked)]
    return tuple(sorted(held, key=lambda one: (one.date, one.title, one.id)))


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


class Shape(StrEnum):
    """As what a document's bytes can be looked at inside the program."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a document, checked against `sha256`, and as what they can be looked at.

    `format` is that of an image in Qt's words (`png`); `text` holds the words
    of a text, cut at `MOST_TEXT` characters, and says in `encoding` how they
    were read.
    """

    data: bytes
    sha256: str
    shape: Shape
    format: str = ""
    text: str = ""
    encoding: str = ""


def content(office: Office, document: str) -> Content:
    """A document's bytes and what they are, judged by themselves and never by the file's name.

    Raises `NotFound` when the file is not here yet, `KzcaseError` when it is damaged.
    """
    data = read(office, document)
    digest = hashlib.sha256(data).hexdigest()
    if b"%PDF-" in data[:1024]:
        return Content(data, digest, Shape.PDF)
    for image, pattern in _IMAGES.items():
        if pattern.match(data):
            return Content(data, digest, Shape.IMAGE, format=image)
    encoding, text = _read_text(data)
    if encoding:
        return Content(data, digest, Shape.TEXT, text=text, encoding=encoding)
    return Content(data, digest, Shape.OTHER)


def _read_text(data: bytes) -> tuple[str, str]:
    """The encoding and the beginning of a text, or two empty words if it is none."""
    beginning = data[: 4 * MOST_TEXT]
    encodings = [("UTF-8", "utf-8-sig"), ("Windows-1251", "cp1251")]
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = [("UTF-16", "utf-16")]
    for name, codec in encodings:
        decoder = codecs.getincrementaldecoder(codec)()
        try:
            text = decoder.decode(beginning, final=len(beginning) == len(data))[:MOST_TEXT]
        except UnicodeDecodeError:
            continue
        if sum(unicodedata.category(one) == "Cc" and one not in "\t\r\n\f" for one in text) * 100 <= len(
            text
        ):
            return name, text
    return "", ""


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


def save_copy(office: Office, document: str, path: Path) -> None:
    """Write a document's bytes outside the vault, where nothing protects them any more.

    Raises `Unwritable` when the place cannot be written; then nothing is left there.
    """
    data = read(office, document)
    try:
        with wholefile.writing(path) as file:
            file.write(data)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
