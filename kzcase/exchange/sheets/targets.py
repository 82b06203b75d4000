"""Where a column can go: a field or a part of one, of the row's own record or of one that belongs to it.

born                      a field of the kind that the rows are
term.years                a part of a composite field
name.parts                a field of a record that belongs to the row's record
name:ru.parts.family      of a second one of that kind, told apart by any word
restriction.imposed_by    a link: the cell holds the name of the other record
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kzcase.exchange.sheets.failures import MappingError
from kzcase.models.base import Kind, Travel, kinds
from kzcase.models.fields import Field, Nature, Part

ID = "id"
"""The target of a column that holds record ids."""
_GROUP = re.compile(r"([a-z_]+)(?::([\w-]{1,40}))?")


@dataclass(frozen=True, slots=True)
class Group:
    """One record of a row: its kind, and a word that tells several of a kind apart."""

    kind: str
    slot: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.slot}" if self.slot else self.kind


@dataclass(frozen=True, slots=True)
class Target:
    """Where the text of a cell goes."""

    group: Group
    field: Field
    part: Part | None = None

    @property
    def key(self) -> str:
        """The target as a mapping writes it, with its group."""
        return ".".join((str(self.group), self.field.key, *((self.part.key,) if self.part else ())))


@dataclass(frozen=True, slots=True)
class Offered:
    """A target that can be chosen for a column: its key in mappings, and its words."""

    key: str
    words: str
    target: Target


def writable(kind: Kind) -> tuple[Field, ...]:
    """The fields of a kind that a file can say something of."""
    return tuple(one for one in kind.fields.values() if one.nature is Nature.RECORDED and not one.hidden)


def belonging(main: str) -> tuple[Kind, ...]:
    """The kinds whose records can stand in one row with a record of kind `main`, nearest first."""
    found: dict[str, Kind] = {}
    reached = {main}
    while True:
        near = [
            kind
            for kind in kinds().values()
            if kind.key not in found
            and kind.key != main
            and kind.travel is Travel.SHARED
            and any(reached.intersection(owner.targets) for owner in kind.owners)
        ]
        if not near:
            return tuple(found.values())
        found |= {kind.key: kind for kind in near}
        reached = {kind.key for kind in near}


def read(main: str, text: str) -> Target:
    """The target that a mapping names; raises `MappingError` in words."""
    head, *rest = text.split(".")
    group = Group(main)
    found = _GROUP.fullmatch(head)
    own = kinds()[main].fields
    if found is not None and rest and (found[2] or head not in own or rest[0] in kinds_field(head)):
        group = Group(found[1], found[2] or "")
        head, *rest = rest
        if group.kind != main and group.kind not in {kind.key for kind in belonging(main)}:
            raise MappingError(f"“{text}”: no {group.kind} belongs to a {main}.")
    field = kinds()[group.kind].fields.get(head)
    if field is None or field not in writable(kinds()[group.kind]):
        raise MappingError(f"“{text}”: a {group.kind} has no field “{head}”.")
    if not rest:
        return Target(group, field)
    parts = {part.key: part for part in field.composite.parts} if field.composite else {}
    if len(rest) > 1 or rest[0] not in parts:
        raise MappingError(f"“{text}”: “{field.label}” has no part “{'.'.join(rest)}”.")
    return Target(group, field, parts[rest[0]])


def kinds_field(kind: str) -> frozenset[str]:
    """The fields of a kind by their keys; none where there is no such kind."""
    return frozenset(kinds()[kind].fields) if kind in kinds() else frozenset()


def offered(main: str) -> tuple[Offered, ...]:
    """Every target of a row, in the order of the declarations: the row's own record first."""
    own = tuple(_of(kinds()[main], "", ""))
    others = (one for kind in belonging(main) for one in _of(kind, f"{kind.key}.", f"{kind.label}: "))
    return (*own, *others)


def _of(kind: Kind, before: str, words: str) -> Iterator[Offered]:
    group = Group(kind.key)
    for field in writable(kind):
        if before and field.owner:
            continue  # who it belongs to is the row's own record
        yield Offered(before + field.key, words + field.label, Target(group, field))
        for part in field.composite.parts if field.composite else ():
            yield Offered(
                f"{before}{field.key}.{part.key}",
                f"{words}{field.label}: {part.label}",
                Target(group, field, part),
            )
