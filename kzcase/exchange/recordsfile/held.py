"""Holds the rows of records files in little memory: packed, and unpacked when one is asked for.

A register of a hundred thousand rows would fill several hundred megabytes as
plain values, and must be held until somebody has agreed to the plan.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from kzcase.exchange.recordsfile.lines import RawLine
from kzcase.history.roots import Row

MOST_TOGETHER = 2_000
MOST_BYTES_TOGETHER = 2_000_000
"""How much is unpacked at once: rows, and packed bytes of them."""


def packed(fields: Mapping[str, Any]) -> bytes:
    """Plain values as bytes of this process; they are never written or read from elsewhere."""
    return marshal.dumps(dict(fields))


def unpacked(held: bytes) -> dict[str, Any]:
    """The values again, each of the type it had."""
    found: dict[str, Any] = marshal.loads(held)  # noqa: S302  (made by `packed`)
    return found


class HeldLines:
    """Lines as they were read, each part of them in a list of its own; their fields are packed."""

    def __init__(self, lines: Iterable[RawLine] = ()) -> None:
        self.files: list[str] = []
        self.places: list[str] = []
        self.namespaces: list[str] = []
        self.kinds: list[str] = []
        self.keys: list[str] = []
        self.records: list[str] = []
        self._fields: list[bytes] = []
        self.extend(lines)

    def extend(self, lines: Iterable[RawLine]) -> None:
        """Hold some more."""
        for line in lines:
            self.files.append(line.file)
            self.places.append(line.where)
            self.namespaces.append(line.namespace)
            self.kinds.append(line.kind)
            self.keys.append(line.key)
            self.records.append(line.record)
            self._fields.append(packed(line.fields))

    def take(self, number: int) -> dict[str, Any]:
        """The fields of a line, which are then no longer held: whoever takes them holds them on."""
        held, self._fields[number] = self._fields[number], b""
        return unpacked(held)

    def __len__(self) -> int:
        return len(self.records)


class HeldRows(Sequence[Row]):
    """Rows in their order; `records` and `kinds` are theirs, without unpacking anything."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.records: list[str] = []
        self.kinds: list[str] = []
        self._fields: list[bytes] = []
        for row in rows:
            self.append(row)

    def append(self, row: Row) -> None:
        """Hold one more."""
        self.records.append(row.record)
        self.kinds.append(row.kind)
        self._fields.append(packed(row.fields))

    def only(self, numbers: Iterable[int]) -> HeldRows:
        """Those with these numbers, in that order; nothing is unpacked."""
        found = HeldRows()
        for number in numbers:
            found.records.append(self.records[number])
            found.kinds.append(self.kinds[number])
            found._fields.append(self._fields[number])
        return found

    def in_parts(self) -> Iterator[tuple[int, list[Row]]]:
        """All rows, so many at a time as fit into little memory, with the number of the first."""
        start = size = 0
        for number, held in enumerate(self._fields):
            size += len(held)
            if number - start == MOST_TOGETHER or (size > MOST_BYTES_TOGETHER and number > start):
                yield start, self[start:number]
                start, size = number, len(held)
        if start < len(self):
            yield start, self[start:]

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, number: int) -> Row: ...

    @overload
    def __getitem__(self, number: slice) -> list[Row]: ...

    def __getitem__(self, number: int | slice) -> Row | list[Row]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        return Row(self.kinds[number], self.records[number], unpacked(self._fields[number]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)
