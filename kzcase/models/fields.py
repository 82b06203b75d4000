"""Declares a field once: everything any room wants to know about it stands here.

A model writes `born: Mapped[str | None] = date_field("Born", ...)`. The helper makes
the column and hangs a `Field` on it (`column.info["field"]`); forms, column
choosers, history, the conflict view, import mapping, papers and `kzcase schema`
read that declaration and nothing else. One field is one column: composites and
sets are stored as canonical JSON text, so that what history holds and what the
table holds is the same value.

Plain Python values of each type, as history, services and forms see them:

=============  ==============================================================
type           value
=============  ==============================================================
text, note     NFC text (`note` may have lines)
date           canonical EDTF text, e.g. ``2020-06`` or ``2019~``
integer        int
decimal        decimal text, e.g. ``530250.00``
flag           bool
choice         key of a term of the field's vocabulary
choices        frozenset of such keys
link           id of another record
links          frozenset of ids
composite      dict of the composite's parts that are given, e.g. ``{"years": 4}``
=============  ==============================================================

None always means "not given". Rules: `docs/history.md`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator


class Compartment(StrEnum):
    """What is withheld, shared or erased together; fixed for a field for ever."""

    OPEN = "open"
    IDENTITY = "identity"
    FAMILY = "family"
    HEALTH = "health"
    SOURCE = "source"


class Audience(StrEnum):
    """Whom a paper is for, from the narrowest circle to the widest."""

    INTERNAL = "internal"
    DIPLOMATIC = "diplomatic"
    UN = "un"
    PUBLIC = "public"


class Nature(StrEnum):
    """Whether a field is part of history, computed from it, or this laptop's own."""

    RECORDED = "recorded"
    DERIVED = "derived"
    LOCAL = "local"


class FieldType(StrEnum):
    """How a value is typed, stored and folded."""

    TEXT = "text"
    NOTE = "note"
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    LINK = "link"
    LINKS = "links"
    COMPOSITE = "composite"

    @property
    def is_set(self) -> bool:
        """Whether history holds elements added and removed instead of a value."""
        return self in (FieldType.CHOICES, FieldType.LINKS)

    @property
    def is_link(self) -> bool:
        """Whether the value names other records."""
        return self in (FieldType.LINK, FieldType.LINKS)


class Protect(StrEnum):
    """Which of several undecided values protects most (history: protective fields)."""

    TRUE = "true"  # a flag: true protects
    FALSE = "false"  # a flag: false protects (a source that may not be public after all)
    GIVEN = "given"  # any value protects more than none (pseudonym, do not say)
    FIRST = "first"  # a choice: the term that stands first in its vocabulary protects most


LARGEST_PART = 99_999
"""The largest whole number in a composite value (years, months, days, hours)."""

EVERYONE = frozenset(Audience)
CLOSED = frozenset({Audience.INTERNAL, Audience.DIPLOMATIC, Audience.UN})
INTERNAL = frozenset({Audience.INTERNAL})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a composite value: its key, label, type and vocabulary."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Composite:
    """Parts that only mean something together and conflict as one."""

    key: str
    parts: tuple[Part, ...]


NAME = Composite(
    "name", (Part("family", "Family name"), Part("given", "Given name"), Part("patronymic", "Patronymic"))
)
TERM = Composite(
    "term",
    (
        Part("years", "Years", FieldType.INTEGER),
        Part("months", "Months", FieldType.INTEGER),
        Part("days", "Days", FieldType.INTEGER),
    ),
)
AMOUNT = Composite(
    "amount",
    (Part("amount", "Amount", FieldType.DECIMAL), Part("currency", "Currency", FieldType.CHOICE, "currency")),
)
INDEX = Composite(
    "index",
    (Part("count", "Number of indices", FieldType.DECIMAL), Part("date", "Index of the day", FieldType.DATE)),
)
HOURS = Composite(
    "hours",
    (Part("hours", "Hours", FieldType.INTEGER), Part("per", "Counted", FieldType.CHOICE, "hours_per")),
)
STATUS = Composite(
    "status",
    (Part("status", "Status", FieldType.CHOICE), Part("since", "Since", FieldType.DATE)),
)


@dataclass(frozen=True, slots=True)
class Field:
    """The declaration of one field.

    `key` is its name in history and never changes. `targets` are the kinds a
    link may name (empty: any). `owner` marks the link to the record that this
    one belongs to: it is shown, shared and erased with it. `concerns` marks a
    link to the people whom the record is about, so that each of them must agree
    before it is told; an owner that is a person always is. `audiences` may ever
    see it; `listed` fields are offered as sortable columns and carry an index.
    `tells` fields stand beside a title where two records of one name have to be
    told apart, and are asked for first when a record is made inside another's
    form. `seldom` fields are folded away in forms until one has a value.
    """

    key: str
    label: str
    type: FieldType
    help: str = ""
    vocabulary: str = ""
    targets: tuple[str, ...] = ()
    composite: Composite | None = None
    compartment: Compartment = Compartment.OPEN
    nature: Nature = Nature.RECORDED
    protect: Protect | None = None
    audiences: frozenset[Audience] = EVERYONE
    required: bool = False
    owner: bool = False
    concerns: bool = False
    listed: bool = False
    hidden: bool = False
    tells: bool = False
    seldom: bool = False


class CanonicalJson(TypeDecorator[Any]):
    """A composite (dict) or a set (frozenset) as canonical JSON text."""

    impl = Text
    cache_ok = True

    def __init__(self, is_set: bool = False) -> None:
        super().__init__()
        self.is_set = is_set

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None or not value:
            return None
        plain = sorted(value) if self.is_set else dict(value)
        return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        loaded = orjson.loads(value)
        return frozenset(loaded) if self.is_set else loaded


def _column(field_type: FieldType, label: str, options: dict[str, Any]) -> MappedColumn[Any]:
    """Make the nullable column of a field; its key is filled in when the class is made."""
    if "targets" in options:
        options["targets"] = tuple(options["targets"])
    if "audiences" in options:
        options["audiences"] = frozenset(options["audiences"])
    column_type: Any
    match field_type:
        case FieldType.INTEGER:
            column_type = Integer()
        case FieldType.FLAG:
            column_type = Boolean(create_constraint=False)
        case FieldType.CHOICES | FieldType.LINKS:
            column_type = CanonicalJson(is_set=True)
        case FieldType.COMPOSITE:
            column_type = CanonicalJson()
        case _:
            column_type = Text()
    declaration = Field(key=options.pop("key", ""), label=label, type=field_type, **options)
    return mapped_column(column_type, nullable=True, info={"field": declaration})


def text_field(label: str, **options: Any) -> Any:
    """A line of text."""
    return _column(FieldType.TEXT, label, options)


def note_field(label: str, **options: Any) -> Any:
    """Text of several lines."""
    return _column(FieldType.NOTE, label, options)


def date_field(label: str, **options: Any) -> Any:
    """A date that may be partial, uncertain or an interval (EDTF)."""
    return _column(FieldType.DATE, label, options)


def integer_field(label: str, **options: Any) -> Any:
    """A whole number."""
    return _column(FieldType.INTEGER, label, options)


def decimal_field(label: str, **options: Any) -> Any:
    """An exact decimal number, kept as text."""
    return _column(FieldType.DECIMAL, label, options)


def flag_field(label: str, **options: Any) -> Any:
    """Yes, no or not given."""
    return _column(FieldType.FLAG, label, options)


def choice_field(label: str, vocabulary: str, **options: Any) -> Any:
    """One term of a vocabulary."""
    return _column(FieldType.CHOICE, label, {"vocabulary": vocabulary, **options})


def choices_field(label: str, vocabulary: str, **options: Any) -> Any:
    """Any number of terms of a vocabulary (a set)."""
    return _column(FieldType.CHOICES, label, {"vocabulary": vocabulary, **options})


def link_field(label: str, *targets: str, **options: Any) -> Any:
    """One other record."""
    return _column(FieldType.LINK, label, {"targets": targets, **options})


def links_field(label: str, *targets: str, **options: Any) -> Any:
    """Any number of other records (a set)."""
    return _column(FieldType.LINKS, label, {"targets": targets, **options})


def composite_field(label: str, of: Composite, **options: Any) -> Any:
    """Parts that only mean something together; `vocabulary` is that of its plain choice part."""
    return _column(FieldType.COMPOSITE, label, {"composite": of, **options})


def fits(field: Field, value: Any) -> bool:
    """Whether a value is of its field's type, as the table above says; None always is.

    A newer or a strange kzcase may have written something else. That is kept in
    history, but nobody who reads tables or forms has to reckon with it.
    """
    if value is None:
        return True
    match field.type:
        case FieldType.CHOICES | FieldType.LINKS:
            return isinstance(value, frozenset | set | list | tuple) and all(
                isinstance(one, str) for one in value
            )
        case FieldType.COMPOSITE:
            parts = {part.key: part.type for part in field.composite.parts} if field.composite else {}
            return isinstance(value, dict) and all(
                _fits_part(parts[key], one) for key, one in value.items() if key in parts
            )
        case FieldType.INTEGER:
            return type(value) is int
        case FieldType.FLAG:
            return type(value) is bool
        case _:
            return isinstance(value, str)


def _fits_part(type_: FieldType, value: Any) -> bool:
    if type_ is FieldType.INTEGER:
        return value is None or (type(value) is int and 0 <= value <= LARGEST_PART)
    return value is None or isinstance(value, str)


def indexed(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields that lists may sort by."""
    return tuple(field for field in fields if field.listed)
