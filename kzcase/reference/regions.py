"""Regions and cities of republican rank, with the names they had on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from kzcase.reference.shipped import Standing, Words, read


@dataclass(frozen=True, slots=True)
class Former:
    """A name a region had before, from and to (ISO text of a day, month or year, or None)."""

    name: Words
    valid_from: str | None
    valid_to: str | None

    def perhaps_on(self, day: date) -> bool:
        """Whether the name may have been used officially on a day."""
        text = day.isoformat()
        after = self.valid_from is None or text[: len(self.valid_from)] >= self.valid_from
        return after and (self.valid_to is None or text[: len(self.valid_to)] <= self.valid_to)

    def surely_on(self, day: date) -> bool:
        """Whether the day lies well inside both bounds, so that no other name was official."""
        text = day.isoformat()
        after = self.valid_from is None or text[: len(self.valid_from)] > self.valid_from
        return after and (self.valid_to is None or text[: len(self.valid_to)] < self.valid_to)


@dataclass(frozen=True, slots=True)
class Region:
    """A region or city; `key` is its ISO 3166-2 code, `centre` its seat in English."""

    key: str
    city: bool
    name: Words
    valid_from: str | None
    centre: str
    centre_standing: Standing
    former: tuple[Former, ...]
    source: str

    def names_on(self, day: date) -> tuple[Words, ...]:
        """The names it may have had on a day; none if it was no region or city of that rank then."""
        text = day.isoformat()
        if self.valid_from is not None and text[: len(self.valid_from)] < self.valid_from:
            return tuple(former.name for former in self.former if former.perhaps_on(day))
        found = tuple(former.name for former in self.former if former.perhaps_on(day))
        if any(former.surely_on(day) for former in self.former):
            return found
        return (*found, self.name)


@cache
def regions() -> tuple[Region, ...]:
    """Every region and city, in the order of their codes."""
    return tuple(
        Region(
            key=row["key"],
            city=row["city"],
            name=Words.of(row["name"], row["standing"]),
            valid_from=row["valid_from"],
            centre=row["centre"],
            centre_standing=Standing(row["centre_standing"]),
            former=tuple(
                Former(
                    Words.of(one["name"], dict.fromkeys(one["name"], one["standing"])),
                    one["valid_from"],
                    one["valid_to"],
                )
                for one in row["former"]
            ),
            source=row["source"],
        )
        for row in read("regions", "regions.json")["rows"]
    )
