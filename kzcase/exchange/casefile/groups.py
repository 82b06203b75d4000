"""Reads the revisions of a case file record by record, strictly, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kzcase.errors import KzcaseError
from kzcase.exchange.casefile import container
from kzcase.exchange.casefile.failures import DamagedFile, FileTooLarge
from kzcase.history.canonical import NotPlain
from kzcase.history.revision import BadRevision, Revision, from_line, split

LONGEST_LINE = 8 << 20
LARGEST_RECORD = 24 << 20
MOST_REVISIONS = 10_000
MOST_MARKS = 400_000
"""How many values (commas and brackets) the history of one record may have: what they cost in memory."""

CHUNK_BYTES = 2 << 20
CHUNK_REVISIONS = 2_000


@dataclass(frozen=True, slots=True)
class Group:
    """The whole history of one record as a file holds it; `place` is where its first line stands."""

    place: int
    record: str
    kind: str
    revisions: list[Revision]


@dataclass(slots=True)
class _Open:
    """The record that is being read."""

    place: int
    record: str
    kind: str
    revisions: list[Revision]
    seen: set[bytes]
    size: int = 0
    marks: int = 0


def groups(
    lines: Any, start: int = 0, read: Callable[[bytes], Revision] = from_line
) -> Iterator[tuple[int, Group]]:
    """Every record of the file's lines from a place on, with its size; raises kinds of `CaseFileError`.

    Records stand in the order of their ids, each once; each revision after its parents.
    """
    lines.seek(start)
    now: _Open | None = None
    for number, (place, line) in enumerate(container.lines(lines, LONGEST_LINE), start=1):
        marks = line.count(b",") + line.count(b"[") + line.count(b"{")
        if marks > MOST_MARKS:
            raise FileTooLarge("A record of the case file has a longer history than kzcase takes.")
        try:
            one = read(line)
        except (NotPlain, BadRevision) as error:
            raise DamagedFile(f"Line {number} of the case file cannot be read. {error.what}") from None
        if now is None or one.record != now.record:
            if now is not None:
                if one.record < now.record:
                    raise DamagedFile("The records of the case file are not in order, or one stands twice.")
                yield now.size, _closed(now)
            now = _Open(start + place, one.record, one.kind, [], set())
        _add(now, one, len(line), marks)
    if now is not None:
        yield now.size, _closed(now)


def _add(now: _Open, one: Revision, size: int, marks: int) -> None:
    now.size += size
    now.marks += marks
    if now.size > LARGEST_RECORD or now.marks > MOST_MARKS or len(now.revisions) == MOST_REVISIONS:
        raise FileTooLarge(f"Record {now.record} of the case file has a longer history than kzcase takes.")
    if one.kind != now.kind:
        raise DamagedFile(f"Record {now.record} of the case file is of two kinds: {now.kind} and {one.kind}.")
    if one.id in now.seen:
        raise DamagedFile(f"A revision of record {now.record} stands twice in the case file.")
    if any(parent not in now.seen for parent in split(one.parents)):
        raise DamagedFile(f"A revision of record {now.record} stands on one that is not in the case file.")
    now.seen.add(one.id)
    now.revisions.append(one)


def _closed(now: _Open) -> Group:
    return Group(now.place, now.record, now.kind, now.revisions)


def chunks(found: Iterable[tuple[int, Group]]) -> Iterator[list[Group]]:
    """Some records at a time: as many as may be held at once."""
    some: list[Group] = []
    size = revisions = 0
    for taken, group in found:
        some.append(group)
        size += taken
        revisions += len(group.revisions)
        if size > CHUNK_BYTES or revisions > CHUNK_REVISIONS:
            yield some
            some, size, revisions = [], 0, 0
    if some:
        yield some


def one_group(lines: Any, place: int, read: Callable[[bytes], Revision] = from_line) -> Group:
    """The record whose first line stands at a place."""
    try:
        return next(groups(lines, place, read))[1]
    except StopIteration as error:
        raise KzcaseError("There is no such record in the case file.") from error
