"""Reads what an older kzcase wrote: renames, splits and removals of fields, applied while folding.

Stored bytes never change. An upcaster is a pure function from the fields of
one part, as written under one schema version of a kind, to the same fields as
the next version names them. It never moves a field to another compartment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kzcase.history.fold import Item
from kzcase.history.revision import Revision, split

Upcaster = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Upcasters:
    """The upcasters of every kind, and with them each kind's schema version of today."""

    def __init__(self, steps: Mapping[tuple[str, int], Upcaster] | None = None) -> None:
        """`steps[kind, n]` turns fields of version n of a kind into fields of version n + 1."""
        self._steps = dict(steps or {})
        self._today: dict[str, int] = {}
        for kind, version in self._steps:
            self._today[kind] = max(self._today.get(kind, 1), version + 1)
        for kind, today in self._today.items():
            if gaps := [n for n in range(1, today) if (kind, n) not in self._steps]:
                raise ValueError(f"no upcaster from version {gaps[0]} of {kind}")

    def today(self, kind: str) -> int:
        """The schema version under which this program writes a kind."""
        return self._today.get(kind, 1)

    def fields(self, kind: str, schema: int, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """One part's fields in today's names; those of a newer kzcase stay as they are."""
        for version in range(schema, self.today(kind)):
            fields = self._steps[kind, version](fields)
        return fields

    def item(self, revision: Revision) -> Item:
        """A revision as the fold wants it."""
        return Item(
            revision.id,
            split(revision.parents),
            revision.author,
            {
                part.compartment: self.fields(revision.kind, revision.schema, part.fields)
                for part in revision.parts
            },
            revision.withheld,
        )


UPCASTERS = Upcasters()
"""Those of this version: none yet, every kind is at its first schema."""
