"""Tables a vault keeps about itself, and the bytes of attached documents.

None of them is a record and none is history: a blob is content-addressed and
stays as long as a revision refers to it; the rest is local to this file.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from kzcase.models.base import Base


class VaultMeta(Base):
    """One named fact about this vault (its id, when it was made)."""

    __tablename__ = "vault_meta"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class VaultMark(Base):
    """The one row that every unit of work changes, small enough to stay on one page for ever.

    `commits` counts the units that were kept. `mark` is random and new with each, `before` the one
    it came after: by them a file and a log left beside it are known to belong together.
    `app_version` is the version of the program that wrote last.
    """

    __tablename__ = "vault_mark"

    id: Mapped[int] = mapped_column(CheckConstraint("id = 1", name="one_row"), primary_key=True)
    commits: Mapped[int] = mapped_column()
    mark: Mapped[bytes] = mapped_column(LargeBinary)
    before: Mapped[bytes] = mapped_column(LargeBinary)
    app_version: Mapped[str] = mapped_column(Text)


class VaultCopy(Base):
    """A backup or a recovery sheet that was made, so that the program can say which still open.

    `secret` names the key it opens with, without telling anything about it;
    `place` is the path of a backup and None for a sheet. Of a backup, `made_at` is when by this
    laptop's clock (UTC), `commits` the counter of this vault once the backup was noted, `size` and
    `head` (SHA-256 of its first page, hex) tell whether the file is still what was written, and
    `why` says who wanted it: only what the program made by itself does it ever remove.
    """

    __tablename__ = "vault_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(Text)
    made_on: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str | None] = mapped_column(Text)
    commits: Mapped[int | None] = mapped_column()
    size: Mapped[int | None] = mapped_column()
    head: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str | None] = mapped_column(Text)


class Blob(Base):
    """The content of one attached document, known by the SHA-256 of its bytes (hex)."""

    __tablename__ = "blob"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str | None] = mapped_column(Text, unique=True)
    size: Mapped[int] = mapped_column()


class BlobChunk(Base):
    """One piece of a blob, numbered from 0."""

    __tablename__ = "blob_chunk"

    blob_id: Mapped[int] = mapped_column(ForeignKey("blob.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class AttachedText(Base):
    """What became of reading the words of one attached file, known by the SHA-256 of its bytes.

    `state` is a `kzcase.search.extract.State`; `pages` is how many the file has, as far as it says
    so, and `reader` the version of the reading, so that a better one can read again. Derived
    from the blob: it goes with it.
    """

    __tablename__ = "attached_text"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    pages: Mapped[int] = mapped_column()
    reader: Mapped[int] = mapped_column()


class AttachedPage(Base):
    """The words of one page of an attached file; `id` is its number in the index of pages."""

    __tablename__ = "attached_page"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(Text)
    page: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index(None, "sha256", "page"),)


class SearchDueRow(Base):
    """A record, by its number in the registry, whose words are still to be written into the text index."""

    __tablename__ = "search_due"

    seq: Mapped[int] = mapped_column(primary_key=True)
