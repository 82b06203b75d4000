"""The tables of history itself: revisions, signatures, the registry, links, imports, drafts.

`revision`, `signature`, `tombstone` and the blobs are the truth; `record` and
`link` are derived from them like every typed table; `writer`, `batch`,
`batch_item`, `draft` and `local_value` belong to this laptop alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from kzcase.models.base import Base
from kzcase.models.fields import CanonicalJson


class RevisionRow(Base):
    """One saved change: its canonical header and the parts that are here.

    `id` is SHA-256 of `header` (32 bytes). `parts` is canonical JSON: a list of
    `{"compartment", "fields", "note" (if given), "salt"}`, ordered by
    compartment; a part that was withheld or erased is simply not in it.
    """

    __tablename__ = "revision"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    record: Mapped[str] = mapped_column(Text, nullable=False)
    header: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    parts: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)

    __table_args__ = (Index(None, "id", unique=True), Index(None, "record"))


class SignatureRow(Base):
    """A writer's signature over the sorted ids of at most 256 revisions."""

    __tablename__ = "signature"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    author: Mapped[str] = mapped_column(Text, nullable=False)
    ids: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    signature: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)


class SignedRow(Base):
    """Which signature covers a revision (derived from `signature`); one tree: every save writes a row."""

    __tablename__ = "signed"

    revision: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    signature: Mapped[int] = mapped_column(Integer, primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class TombstoneRow(Base):
    """That a record, or one compartment of it, was erased: by whom, when, and whether accepted here."""

    __tablename__ = "tombstone"

    record: Mapped[str] = mapped_column(Text, primary_key=True)
    compartment: Mapped[str] = mapped_column(Text, primary_key=True)
    author: Mapped[str] = mapped_column(Text, primary_key=True)
    time: Mapped[str] = mapped_column(Text, nullable=False)
    signature: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    accepted: Mapped[bool] = mapped_column(nullable=False)


class RecordRow(Base):
    """The registry: a row for every record id ever mentioned, with its title and its place in lists.

    `status` is here, absent (only linked to), deleted, erased or merged; `now`
    is the id that stands for this one after people were merged. `title`, `fold`
    (search folding of the title) and `sort` (collation key) are derived.
    `conflicts` is the number of its undecided fields and `waiting` that of its
    revisions whose ancestors are not here, None for none (derived, too).
    `seq` is the local row number that the text index uses.
    """

    __tablename__ = "record"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    id: Mapped[str] = mapped_column(Text, nullable=False)
    kind: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, nullable=False)
    now: Mapped[str] = mapped_column(Text, nullable=False)
    title: Mapped[str | None] = mapped_column(Text)
    fold: Mapped[str | None] = mapped_column(Text)
    sort: Mapped[str | None] = mapped_column(Text)
    conflicts: Mapped[int | None] = mapped_column(Integer)
    waiting: Mapped[int | None] = mapped_column(Integer)

    __table_args__ = (
        Index("ix_record_undecided", "kind", "id", sqlite_where=text("conflicts IS NOT NULL")),
        Index("ix_record_waiting", "id", sqlite_where=text("waiting IS NOT NULL")),
        Index(None, "id", unique=True),
        Index(None, "now"),
        Index(None, "kind", "fold"),
        Index(None, "kind", "sort", "id"),
        Index(None, "kind", "status"),
    )


class LinkRow(Base):
    """One link as written (`target`) and as it resolves today (`now`)."""

    __tablename__ = "link"

    source: Mapped[str] = mapped_column(Text, primary_key=True)
    field: Mapped[str] = mapped_column(Text, primary_key=True)
    target: Mapped[str] = mapped_column(Text, primary_key=True)
    now: Mapped[str] = mapped_column(Text, nullable=False)
    kind: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (Index("ix_link_naming", "now", "kind", "source", "field"), Index(None, "target"))


class WriterRow(Base):
    """A person who writes in this vault, with the secret keys of their identity.

    `id` is the key id: the first 32 hex digits of SHA-256 of the Ed25519 public key.
    """

    __tablename__ = "writer"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    sign_public: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    sign_secret: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    age_public: Mapped[str] = mapped_column(Text, nullable=False)
    age_secret: Mapped[str] = mapped_column(Text, nullable=False)
    created: Mapped[str] = mapped_column(Text, nullable=False)
    active: Mapped[bool] = mapped_column(nullable=False)


class KnownKeyRow(Base):
    """A public key that was met: a colleague's whose card was added, or one that came with a case file.

    `name` is what the office calls its owner, or "" if nobody here said so.
    `added` is when the card was added (None: only met), `verified` when its words
    were compared, `replaced` the key that its owner uses today. No file sets any of them.
    """

    __tablename__ = "known_key"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, nullable=False)
    sign_public: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    age_public: Mapped[str | None] = mapped_column(Text)
    verified: Mapped[str | None] = mapped_column(Text)
    added: Mapped[str | None] = mapped_column(Text)
    replaced: Mapped[str | None] = mapped_column(Text)


class BatchRow(Base):
    """One import: from what, when and by whom (this laptop's own note).

    Of a case file also: `sender` is the sender's key id (None for a script
    file), `sender_name` the name the file gives, `verified` whether that key had been
    compared when the file was taken in, `export` the file's own id.
    """

    __tablename__ = "batch"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    label: Mapped[str] = mapped_column(Text, nullable=False)
    sender: Mapped[str | None] = mapped_column(Text)
    time: Mapped[str] = mapped_column(Text, nullable=False)
    writer: Mapped[str] = mapped_column(Text, nullable=False)
    undone: Mapped[str | None] = mapped_column(Text)
    sender_name: Mapped[str | None] = mapped_column(Text)
    verified: Mapped[bool | None] = mapped_column()
    export: Mapped[str | None] = mapped_column(Text)


class BatchItemRow(Base):
    """Which revision, and which of its compartments (space-separated), an import brought.

    After a "+" only these parts were brought: the revision had been here.
    """

    __tablename__ = "batch_item"

    batch: Mapped[str] = mapped_column(Text, primary_key=True)
    revision: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    compartments: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (Index(None, "revision"),)


class ExportRow(Base):
    """A case file that was written: when, by whom, for whom (canonical JSON); it never leaves the vault."""

    __tablename__ = "export"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    time: Mapped[str] = mapped_column(Text, nullable=False)
    writer: Mapped[str] = mapped_column(Text, nullable=False)
    recipients: Mapped[str] = mapped_column(Text, nullable=False)
    records: Mapped[int] = mapped_column(Integer, nullable=False)


class ExportItemRow(Base):
    """That a record, as far as a local revision number, went into a case file."""

    __tablename__ = "export_item"

    export: Mapped[str] = mapped_column(Text, primary_key=True)
    record: Mapped[str] = mapped_column(Text, primary_key=True)
    last_seq: Mapped[int] = mapped_column(Integer, nullable=False)

    __table_args__ = (Index(None, "record"),)


class DraftRow(Base):
    """What was typed and not yet saved: the form's values and the heads it was read at."""

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    record: Mapped[str | None] = mapped_column(Text)
    heads: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    body: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJson())
    time: Mapped[str] = mapped_column(Text, nullable=False)


class LocalRow(Base):
    """A value that belongs to this laptop alone (last visit, column choice, reference versions)."""

    __tablename__ = "local_value"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text, nullable=False)
