"""One saved change of one record: a header that is hashed, and parts that may be withheld.

    line   = {"header": HEADER, "parts": [PART, ...]}
    HEADER = {"author", "kind", "parents", "parts": {compartment: commitment}, "record", "schema", "time"}
    PART   = {"compartment", "fields", "note" (only if given), "salt"}

`id` = SHA-256 of the canonical bytes of HEADER; a commitment = SHA-256 of the
canonical bytes of PART, in hex. So a part can be left out, and arrive later,
without changing the id, and its random salt keeps it from being guessed.
A set field's entry in `fields` is `{"add": [...], "remove": [...]}`; any other
field's entry is its whole value, or null when it was cleared.
"""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from orjson import loads

from kzcase.errors import KzcaseError
from kzcase.history.canonical import check, encode, plain, plain_text, read
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment, Field

IMPORT = "import"
"""The author of a revision that is a function of a script file's row alone."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX32 = re.compile(r"[0-9a-f]{32}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# A line of this version as one pattern up to its parts: what most lines are, checked at once.
_LINE = re.compile(
    rb'\{"header":(\{"author":"(?:[0-9a-f]{32}|import)","kind":"[a-z][a-z0-9_]{0,63}","parents":\[(?:"[0-9a-f]{64}")?\],'
    rb'"parts":\{(?:"[a-z][a-z0-9_]{0,63}":"[0-9a-f]{64}",?)*\},'
    rb'"record":"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}","schema":[1-9]\d{0,8},'
    rb'"time":(?:null|"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")\}),"parts":'
)
_BEFORE_TAIL = len(b'{"header":') + len(b',"parts":')

# From what anyone may see to what is guarded most: a note stands with the most guarded fields it is about.
_GUARDED = {name: rank for rank, name in enumerate(Compartment)}


class BadRevision(KzcaseError):
    """A revision is damaged or not what it claims to be."""

    def __init__(self, what: str) -> None:
        super().__init__(what, safe="Nothing was changed.", remedy="Ask the sender for the file again.")


class Part(NamedTuple):
    """The fields of one compartment that one save changed."""

    compartment: str
    fields: Mapping[str, Any]
    note: str | None
    salt: str

    def plain(self) -> dict[str, Any]:
        """The part as it is hashed and stored."""
        made: dict[str, Any] = {"compartment": self.compartment, "fields": self.fields, "salt": self.salt}
        if self.note is not None:
            made["note"] = self.note
        return made


class Revision(NamedTuple):
    """One immutable saved change, read out of its header and the parts that are here.

    `parents` are ids (32 bytes), sorted and joined, the same form as a
    record's `heads`; `commitments` has every compartment that the save
    changed, `parts` only those that are here, and `stored_parts` the canonical
    bytes of these, a list ordered by compartment.
    """

    id: bytes
    header: bytes
    record: str
    kind: str
    schema: int
    parents: bytes
    author: str
    time: str | None
    commitments: Mapping[str, str]
    parts: tuple[Part, ...]
    stored_parts: bytes

    @property
    def hex(self) -> str:
        """The id as people and files write it."""
        return self.id.hex()

    @property
    def withheld(self) -> tuple[str, ...]:
        """The compartments that this save changed and whose part is not here."""
        here = {part.compartment for part in self.parts}
        return tuple(sorted(name for name in self.commitments if name not in here))

    @property
    def note(self) -> str | None:
        """What the writer remarked about the change."""
        return next((part.note for part in self.parts if part.note is not None), None)

    def line(self) -> bytes:
        """The revision as one line of a file, without the line feed."""
        return b'{"header":' + self.header + b',"parts":' + self.stored_parts + b"}"

    def only(self, compartments: Callable[[str], bool]) -> Revision:
        """The same revision without the parts of other compartments."""
        kept = tuple(part for part in self.parts if compartments(part.compartment))
        return self if len(kept) == len(self.parts) else self.having(kept)

    def having(self, parts: tuple[Part, ...]) -> Revision:
        """The same revision with these of its parts, ordered by compartment."""
        return self._replace(parts=parts, stored_parts=encode([part.plain() for part in parts]))


def united(one: Revision, other: Revision) -> Revision:
    """A revision with the parts of both; parts of one compartment are the same by their commitment."""
    parts = {part.compartment: part for part in (*one.parts, *other.parts)}
    return one.having(tuple(parts[name] for name in sorted(parts)))


def new_id() -> str:
    """A new record id."""
    return str(uuid.uuid4())


def is_id(text: object) -> bool:
    """Whether this is a record id: a UUID in lower case."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def split(joined: bytes | None) -> tuple[bytes, ...]:
    """The single ids of joined heads or parents."""
    data = joined or b""
    return tuple(data[at : at + 32] for at in range(0, len(data), 32))


def utc_time(text: object) -> bool:
    """Whether this is a moment as headers write it."""
    return isinstance(text, str) and _TIME.fullmatch(text) is not None


def join(ids: Iterable[bytes]) -> bytes:
    """Ids as heads and parents are kept: without repetition, sorted, joined."""
    return b"".join(sorted(set(ids)))


def utc_text(moment: datetime) -> str:
    """A moment as headers write it, in UTC to the second; for people only, never for ordering."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def random_salt() -> str:
    """A salt that nobody can guess."""
    return secrets.token_hex(16)


def make(
    kind: str,
    record: str,
    fields: Mapping[str, Any],
    declared: Mapping[str, Field],
    *,
    parents: bytes,
    author: str,
    time: str | None,
    schema: int,
    note: str | None = None,
    salt: Callable[[], str] = random_salt,
) -> Revision:
    """Make a revision of values in the form history holds (`kzcase.history.ops`).

    `declared` gives each field's compartment. Raises `NotPlain` for a value
    that cannot be kept, KeyError for an undeclared field.
    """
    divided: dict[str, dict[str, Any]] = {}
    for key, value in fields.items():
        divided.setdefault(declared[key].compartment.value, {})[key] = plain(value)
    if note is not None:
        note = plain_text(note) or None
    if note is not None and not divided:
        divided[Compartment.OPEN.value] = {}  # a remark alone is kept, too
    beside = max(divided, key=lambda name: _GUARDED[Compartment(name)], default="")
    parts = tuple(
        Part(name, divided[name], note if name == beside else None, salt()) for name in sorted(divided)
    )
    return sealed(kind, record, parts, parents=parents, author=author, time=time, schema=schema)


def sealed(
    kind: str,
    record: str,
    parts: tuple[Part, ...],
    *,
    parents: bytes,
    author: str,
    time: str | None,
    schema: int,
) -> Revision:
    """Give parts their header and the revision its id."""
    if not is_id(record):
        raise ValueError("a record id is a UUID in lower case")
    plain_parts = [part.plain() for part in parts]
    commitments = {part["compartment"]: sha256(encode(part)).hexdigest() for part in plain_parts}
    header = encode(
        {
            "author": author,
            "kind": kind,
            "parents": [parent.hex() for parent in split(parents)],
            "parts": commitments,
            "record": record,
            "schema": schema,
            "time": time,
        }
    )
    return Revision(
        sha256(header).digest(),
        header,
        record,
        kind,
        schema,
        parents,
        author,
        time,
        commitments,
        parts,
        encode(plain_parts),
    )


def from_line(line: bytes) -> Revision:
    """Read one line of a file strictly; raises `NotPlain` or `BadRevision`.

    The id is computed from what was received, and each part that is here must
    meet its commitment.
    """
    value, clean = read(line)
    if type(value) is not dict or value.keys() != {"header", "parts"}:
        raise BadRevision("It is not a change of a record.")
    head, parts = value["header"], value["parts"]
    if not clean:
        check(value, clean)
    # The line is canonical, so what is cut out of it are the very bytes that were hashed.
    if (known := _LINE.match(line)) is not None:
        raw, tail = known[1], line[known.end() : -1]
    else:
        raw = encode(head)
        check(head, clean, 1)
        if not _is_header(head):
            raise BadRevision("The header of the change is not as it must be.")
        tail = encode(parts)
    if type(parts) is not list:
        raise BadRevision("The parts of the change are not as they must be.")
    made = []
    before = ""
    for item in parts:
        check(item, clean, 2)
        if not _is_part(item) or item["compartment"] <= before:
            raise BadRevision("A part of the change is not as it must be.")
        before = item["compartment"]
        if sha256(tail[1:-1] if len(parts) == 1 else encode(item)).hexdigest() != head["parts"].get(before):
            raise BadRevision("A part of the change does not belong to its header.")
        made.append(_part(item))
    return _read(sha256(raw).digest(), raw, head, tuple(made), tail)


def from_stored(header: bytes, parts: bytes) -> Revision:
    """Read and check a revision as a vault stores it; raises `NotPlain` or `BadRevision`."""
    return from_line(b'{"header":' + header + b',"parts":' + parts + b"}")


def reread(line: bytes) -> Revision:
    """Read a line that `from_line` has read before, without looking again whether it is as it must be."""
    value = loads(line)
    known = _LINE.match(line)
    raw = known[1] if known is not None else encode(value["header"])
    tail = line[len(raw) + _BEFORE_TAIL : -1]
    return _read(
        sha256(raw).digest(), raw, value["header"], tuple([_part(item) for item in value["parts"]]), tail
    )


def trusted(id: bytes, header: bytes, parts: bytes) -> Revision:  # noqa: A002
    """Read a revision that was checked when it was stored."""
    return _read(id, header, loads(header), tuple([_part(item) for item in loads(parts)]), parts)


def _part(item: Mapping[str, Any]) -> Part:
    return Part(item["compartment"], item["fields"], item.get("note"), item["salt"])


def _read(
    id: bytes,  # noqa: A002
    raw: bytes,
    head: Mapping[str, Any],
    parts: tuple[Part, ...],
    stored: bytes,
) -> Revision:
    return Revision(
        id,
        raw,
        head["record"],
        head["kind"],
        head["schema"],
        bytes.fromhex("".join(head["parents"])) if head["parents"] else b"",
        head["author"],
        head["time"],
        head["parts"],
        parts,
        stored,
    )


def _is_header(head: Any) -> bool:
    try:
        parents = head["parents"]
        return (
            type(head) is dict
            and _ID.fullmatch(head["record"]) is not None
            and _WORD.fullmatch(head["kind"]) is not None
            and type(head["schema"]) is int
            and head["schema"] >= 1
            and type(parents) is list
            and all(_HEX64.fullmatch(parent) for parent in parents)
            and all(a < b for a, b in zip(parents, parents[1:], strict=False))
            and (_HEX32.fullmatch(head["author"]) is not None or head["author"] == IMPORT)
            and (head["time"] is None or _TIME.fullmatch(head["time"]) is not None)
            and type(head["parts"]) is dict
            and all(
                _WORD.fullmatch(name) and _HEX64.fullmatch(value) for name, value in head["parts"].items()
            )
        )
    except (KeyError, TypeError):
        return False


@cache
def _declared() -> frozenset[str]:
    """The keys of all fields of this version, which are as keys must be."""
    return frozenset(key for kind in kinds().values() for key in kind.fields if _WORD.fullmatch(key))


def _is_part(item: Any) -> bool:
    try:
        return (
            type(item) is dict
            and (item["compartment"] in _GUARDED or _WORD.fullmatch(item["compartment"]) is not None)
            and _HEX32.fullmatch(item["salt"]) is not None
            and type(item["fields"]) is dict
            and (_declared().issuperset(item["fields"]) or all(map(_WORD.fullmatch, item["fields"])))
            and type(item.get("note", "")) is str
            and item.keys() <= {"compartment", "fields", "note", "salt"}
        )
    except (KeyError, TypeError):
        return False
