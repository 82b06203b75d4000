"""Which columns a list can show, which it shows first, and by what it is sorted then.

A column is a recorded field, or says something that is worked out for the rows
of one page (`kzcase.services.lists.derived`). What a kind shows until somebody
chooses is declared here: one line a kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzcase.models.base import Kind, kinds
from kzcase.models.fields import FieldType, Nature
from kzcase.services.lists.derived import derived_columns

TITLE = "title"
OWNER = "person"
"""The link to whom a record belongs; its column sorts by that person's name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column a list can show; `sortable` ones have an index, and sort by `order`.

    `numeric` ones stand at the right; `derived` ones are worked out of other records.
    """

    key: str
    label: str
    sortable: bool
    numeric: bool = False
    derived: bool = False
    order: str = ""

    @property
    def sorts_by(self) -> str:
        """The key that a list is sorted by for this column."""
        return self.order or self.key


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The columns of a kind and its order until somebody chooses others."""

    columns: tuple[str, ...]
    sort: str = TITLE
    descending: bool = False


FIRST_LOOK: Mapping[str, FirstLook] = {
    "person": FirstLook((TITLE, "liberty", "in_force", "next_end", "region", "born")),
    "restriction": FirstLook((OWNER, TITLE, "state", "days_left", "until", "article")),
    "prosecution": FirstLook((OWNER, TITLE, "stage", "next_hearing", "opened", "outcome")),
    "letter": FirstLook((TITLE, "state", "addressees", "persons", "sent", "due"), "sent", True),
    "case": FirstLook((TITLE, "status", "persons", "priority", "opened", "number")),
    "organisation": FirstLook((TITLE, "kind", "region", "locality", "named")),
    "contact": FirstLook((TITLE, "position", "email", "phone", "channel", "named")),
    "event": FirstLook((TITLE, "date", "kind", "persons", "region", "locality"), "date", True),
    "assembly": FirstLook((TITLE, "date", "kind", "decision", "region", "detained"), "date", True),
    "source": FirstLook((TITLE, "kind", "publisher", "published", "reliability", "named")),
    "document": FirstLook((TITLE, "kind", "date", "records", "file_name", "named")),
    "task": FirstLook((TITLE, "state", "record", "due", "assigned_to"), "due"),
}
"""To change what a list shows first: one line here. Kinds that are not named show what they sort by."""


def columns(kind: str) -> tuple[Column, ...]:
    """Every column of recorded fields that a list of this kind can show, the title first."""
    declared = kinds()[kind]
    title = Column(TITLE, _title_label(declared), sortable=True)
    return (title,) + tuple(
        Column(
            f.key,
            f.label,
            f.listed or f.key == _owner(declared),
            f.type in (FieldType.INTEGER, FieldType.DECIMAL),
            order=TITLE if f.key == _owner(declared) else "",
        )
        for f in declared.fields.values()
        if not f.hidden
        and f.key != TITLE  # the record's title says it already
        and f.nature is Nature.RECORDED
        and f.type is not FieldType.NOTE
    )


def _title_label(declared: Kind) -> str:
    return "Name" if declared.key == "person" else declared.label


def _owner(declared: Kind) -> str:
    """The link to the one person a record belongs to: titles sort by its name first."""
    owner = declared.fields.get(OWNER)
    return OWNER if owner is not None and owner.owner else ""


def offered(kind: str) -> tuple[Column, ...]:
    """Every column that a list of this kind can show in a window: the recorded and the worked out."""
    return columns(kind) + tuple(
        Column(one.key, one.label, sortable=False, numeric=one.numeric, derived=True)
        for one in derived_columns(kind)
    )


def default_columns(kind: str) -> tuple[str, ...]:
    """Columns of recorded fields for a short list: the title, the owner, and what the list sorts by."""
    declared = kinds()[kind]
    chosen = [
        f.key
        for f in declared.fields.values()
        if (f.owner or f.listed) and not f.hidden and f.key not in (TITLE, *declared.title)
    ]
    if "liberty" in declared.fields:
        chosen.insert(0, "liberty")
    return (TITLE, *chosen)


def first_look(kind: str) -> FirstLook:
    """What a list of this kind shows, and in which order, until somebody chooses."""
    return FIRST_LOOK.get(kind) or FirstLook(default_columns(kind))
