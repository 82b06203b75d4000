"""Reads the revisions of a case file record by record, strictly, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

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


class Group(NamedTuple):
    """The whole history of one record as a file holds it; `place` is where its first line stands."""

    place: int
    record: str
    kind: str
    revisions: list[Revision]


def groups(
    lines: Any, start: int = 0, read: Callable[[bytes], Revision] = from_line
) -> Iterator[tuple[int, Group]]:
    """Every record of the file's lines from a place on, with its size; raises kinds of `CaseFileError`.

    Records stand in the order of their ids, each once; each revision after its parents.
    """
    lines.seek(start)
    record, kind, first, size, values = "", "", 0, 0, 0
    revisions: list[Revision] = []
    seen: set[bytes] = set()
    for number, (place, line) in enumerate(container.lines(lines, LONGEST_LINE), start=1):
        marks = line.count(b",") + line.count(b"[") + line.count(b"{")
        if marks > MOST_MARKS:
            raise FileTooLarge("A record of the case file has a longer history than kzcase takes.")
        try:
            one = read(line)
        except (NotPlain, BadRevision) as error:
            raise DamagedFile(f"Line {number} of the case file cannot be read. {error.what}") from None
        if one.record != record:
            if revisions:
                if one.record < record:
                    raise DamagedFile("The records of the case file are not in order, or one stands twice.")
                yield size, Group(first, record, kind, revisions)
            record, kind, first, size, values = one.record, one.kind, start + place, 0, 0
            revisions, seen = [], set()
        size += len(line)
        values += marks
        if size > LARGEST_RECORD or values > MOST_MARKS or len(revisions) == MOST_REVISIONS:
            raise FileTooLarge(f"Record {record} of the case file has a longer history than kzcase takes.")
        if one.kind != kind:
            raise DamagedFile(f"Record {record} of the case file is of two kinds: {kind} and {one.kind}.")
        if one.id in seen:
            raise DamagedFile(f"A revision of record {record} stands twice in the case file.")
        if one.parents and any(parent not in seen for parent in split(one.parents)):
            raise DamagedFile(f"A revision of record {record} stands on one that is not in the case file.")
        seen.add(one.id)
        revisions.append(one)
    if revisions:
        yield size, Group(first, record, kind, revisions)


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
