"""The tables of sync folders, and of declined proposals to erase; all belong to this laptop alone."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from kzcase.models.base import Base


class SyncFolderRow(Base):
    """A folder that people replicate: where it is, what never goes into it, when it was last kept in step.

    `without` is a canonical JSON list: compartments, `do_not_share`, `no_consent`, `documents`.
    """

    __tablename__ = "sync_folder"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    path: Mapped[str] = mapped_column(Text, nullable=False)
    without: Mapped[str] = mapped_column(Text, nullable=False)
    synced: Mapped[str | None] = mapped_column(Text)


class SyncContactRow(Base):
    """A colleague who reads a folder, and the local revision number up to which they got what changed."""

    __tablename__ = "sync_contact"

    folder: Mapped[str] = mapped_column(Text, primary_key=True)
    contact: Mapped[str] = mapped_column(Text, primary_key=True)
    last_seq: Mapped[int] = mapped_column(Integer, nullable=False)


class SyncWaitingRow(Base):
    """A record to be sent to a folder's reader that no revision number tells of.

    It was left out the last time, gained a part later, or stood in a file that has to go.
    """

    __tablename__ = "sync_waiting"

    folder: Mapped[str] = mapped_column(Text, primary_key=True)
    contact: Mapped[str] = mapped_column(Text, primary_key=True)
    record: Mapped[str] = mapped_column(Text, primary_key=True)


class SyncFileRow(Base):
    """A case file of a folder, by its export id.

    `state`: of one's own `writing`, `sent`, `stale` (holds what was erased) or
    `removed`; of others `taken` or `passed`. `readers` is a canonical JSON list
    of the contacts who can open it.
    """

    __tablename__ = "sync_file"

    export: Mapped[str] = mapped_column(Text, primary_key=True)
    folder: Mapped[str] = mapped_column(Text, nullable=False)
    state: Mapped[str] = mapped_column(Text, nullable=False)
    time: Mapped[str] = mapped_column(Text, nullable=False)
    readers: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (Index(None, "folder", "state"),)


class DeclinedErasureRow(Base):
    """That a proposal to erase a record, or one compartment of it, was declined here, and when."""

    __tablename__ = "declined_erasure"

    record: Mapped[str] = mapped_column(Text, primary_key=True)
    compartment: Mapped[str] = mapped_column(Text, primary_key=True)
    author: Mapped[str] = mapped_column(Text, primary_key=True)
    time: Mapped[str] = mapped_column(Text, nullable=False)
