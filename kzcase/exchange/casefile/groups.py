"""Reads the revisions of a case file record by record, strictly, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from kzcase.errors import KzcaseError
from kzcase.exchange.casefile import container
from kzcase.exchange.casefile.failures import DamagedFile, FileTooLarge
from kzcase.exchange.casefile.known import Here
from kzcase.history.canonical import NotPlain
from kzcase.history.revision import BadRevision, Revision, from_line, reread, split

LONGEST_LINE = 8 << 20
LARGEST_RECORD = 24 << 20
MOST_REVISIONS = 10_000
MOST_MARKS = 400_000
"""How many values (commas and brackets) the history of one record may have: what they cost in memory."""

ASKED = ("document", "name")
"""The kinds of which a plan looks into every record, though it is here: whose name it is, which file."""

CHUNK_BYTES = 2 << 20
CHUNK_REVISIONS = 2_000


class Group(NamedTuple):
    """The whole history of one record as a file holds it; `place` is where its first line stands.

    If all of it was recognised, `here` tells of its lines, and `revisions` are read of kinds in `ASKED` only.
    """

    place: int
    record: str
    kind: str
    revisions: Sequence[Revision]
    here: Sequence[Here] = ()


def groups(
    lines: Any,
    start: int = 0,
    read: Callable[[bytes], Revision] = from_line,
    recognise: Callable[[Sequence[bytes]], Mapping[bytes, Here]] = lambda _: {},
) -> Iterator[tuple[int, Group]]:
    """Every record of the file's lines from a place on, with its size; raises kinds of `CaseFileError`.

    Records stand in the order of their ids, each once; each revision after its parents.
    Lines that `recognise` knows are not read, unless another one of their record must be.
    """
    lines.seek(start)
    record, kind, first = "", "", 0
    held: list[tuple[bytes, Revision | Here]] = []
    seen: set[bytes] = set()
    size = values = counted = number = 0
    for place, some in container.batches(lines, LONGEST_LINE):
        place += start
        known = recognise(some)
        for line in some:
            number += 1
            if len(line) > MOST_MARKS and _marks(line) > MOST_MARKS:
                raise FileTooLarge("A record of the case file has a longer history than kzcase takes.")
            one: Revision | Here | None = known.get(line)
            if one is None:
                try:
                    one = read(line)
                except (NotPlain, BadRevision) as error:
                    raise DamagedFile(
                        f"Line {number} of the case file cannot be read. {error.what}"
                    ) from None
            if one.record != record:
                if held:
                    if one.record < record:
                        raise DamagedFile(
                            "The records of the case file are not in order, or one stands twice."
                        )
                    yield size, _group(first, record, kind, held)
                record, kind, first = one.record, one.kind, place
                held, seen = [], set()
                size = values = counted = 0
            size += len(line)
            if size > MOST_MARKS:  # a value has a byte at least: mostly there is nothing to be counted
                values += sum(_marks(earlier) for earlier, _ in held[counted:]) + _marks(line)
                counted = len(held) + 1
            if size > LARGEST_RECORD or values > MOST_MARKS or len(held) == MOST_REVISIONS:
                raise FileTooLarge(
                    f"Record {record} of the case file has a longer history than kzcase takes."
                )
            if one.kind != kind:
                raise DamagedFile(f"Record {record} of the case file is of two kinds: {kind} and {one.kind}.")
            if one.id in seen:
                raise DamagedFile(f"A change of record {record} stands twice in the case file.")
            if one.parents and any(parent not in seen for parent in split(one.parents)):
                raise DamagedFile(
                    f"A change of record {record} was written upon one that is not in the case file."
                )
            seen.add(one.id)
            held.append((line, one))
            place += len(line) + 1
    if held:
        yield size, _group(first, record, kind, held)


def _group(first: int, record: str, kind: str, held: Sequence[tuple[bytes, Revision | Here]]) -> Group:
    """The record of these lines; those that were recognised are read only if another one is new."""
    here = [one for _, one in held if type(one) is Here]
    if not here:
        return Group(first, record, kind, [one for _, one in held if type(one) is Revision])
    if len(here) == len(held) and kind not in ASKED:
        return Group(first, record, kind, (), here)
    revisions = [one if type(one) is Revision else reread(line) for line, one in held]
    return Group(first, record, kind, revisions, here if len(here) == len(held) else ())


def too_long(lines: Sequence[bytes]) -> bool:
    """Whether the history of one record is longer than `groups` takes."""
    size = sum(map(len, lines))
    return (
        size > LARGEST_RECORD
        or len(lines) > MOST_REVISIONS
        or (size > LONGEST_LINE and max(map(len, lines)) > LONGEST_LINE)
        or (size > MOST_MARKS and sum(map(_marks, lines)) > MOST_MARKS)
    )


def _marks(line: bytes) -> int:
    """How many values a line has at most."""
    return line.count(b",") + line.count(b"[") + line.count(b"{")


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
