"""The ground of every table: the metadata, and what each kind of record shares.

Tables are the materialised picture of history (`docs/history.md`). Any set of
valid revisions must fit them: no UNIQUE, NOT NULL, CHECK or cascade on what a
user typed, and no SQL foreign keys between records; links are checked through
the registry (`kzcase.models.ledger.RecordRow`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar

from sqlalchemy import Index, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kzcase.models.fields import CanonicalJson, Field, flag_field

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declarative base of every table of a vault."""

    metadata = MetaData(naming_convention=NAMING)


class Travel(StrEnum):
    """How far a kind may go (history: what travels)."""

    SHARED = "shared"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class KindOptions:
    """What a model says of its kind.

    `title` are the keys of the fields whose values, joined, name a record of
    this kind; a person's title comes from its names instead. `group` sorts
    kinds into the parts of the program. Records that are not made `by_hand`
    are written by the program when something is done: no form begins one.
    """

    label: str
    plural: str
    title: tuple[str, ...]
    group: str = "more"
    travel: Travel = Travel.SHARED
    help: str = ""
    by_hand: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record as every room sees it: its words and its fields by key."""

    key: str
    label: str
    plural: str
    title: tuple[str, ...]
    group: str
    travel: Travel
    help: str
    by_hand: bool
    fields: MappingProxyType[str, Field]

    @property
    def owners(self) -> tuple[Field, ...]:
        """The links to the records that a record of this kind belongs to."""
        return tuple(field for field in self.fields.values() if field.owner)

    @property
    def concerned(self) -> tuple[Field, ...]:
        """The links to the people whom a record of this kind is about: all of them have to agree."""
        return tuple(
            field
            for field in self.fields.values()
            if field.concerns or (field.owner and "person" in field.targets)
        )


class Record(Base):
    """What each kind of record shares; every subclass is one kind and one table.

    `heads` are the ids (32 bytes each, sorted, joined) of the revisions nobody
    has built upon; `conflicts` is None or the undecided candidates by field;
    `last_seq` is the local number of the latest revision taken in.
    """

    __abstract__ = True
    __kind__: ClassVar[KindOptions]

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    heads: Mapped[bytes | None] = mapped_column(LargeBinary)
    conflicts: Mapped[dict[str, Any] | None] = mapped_column(CanonicalJson())
    last_seq: Mapped[int | None] = mapped_column()
    deleted: Mapped[bool | None] = flag_field("Deleted", hidden=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "__kind__" not in cls.__dict__:
            return
        table: Any = cls.__dict__["__table__"]
        for column in table.columns:
            declared: Field | None = column.info.get("field")
            if declared is None:
                continue
            column.info = {"field": replace(declared, key=declared.key or column.name)}
            if declared.listed:
                Index(None, column, table.c.id)


@cache
def models() -> MappingProxyType[str, type[Record]]:
    """Every kind's model by the kind's key, in the order of their declaration."""
    import kzcase.models.all  # noqa: F401  (declares them)

    found: dict[str, type[Record]] = {}

    def collect(cls: type[Record]) -> None:
        for child in cls.__subclasses__():
            if "__kind__" in child.__dict__:
                found[child.__tablename__] = child
            collect(child)

    collect(Record)
    return MappingProxyType(found)


@cache
def kinds() -> MappingProxyType[str, Kind]:
    """Every kind by its key."""
    return MappingProxyType({key: _kind(key, model) for key, model in models().items()})


def _kind(key: str, model: type[Record]) -> Kind:
    options = model.__kind__
    fields = {
        column.info["field"].key: column.info["field"]
        for column in model.__table__.columns
        if "field" in column.info
    }
    return Kind(
        key,
        options.label,
        options.plural,
        options.title,
        options.group,
        options.travel,
        options.help,
        options.by_hand,
        MappingProxyType(fields),
    )
