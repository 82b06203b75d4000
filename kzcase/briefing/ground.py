"""Reads, once and in bulk, every record that one paper may need; decides nothing.

What comes from here is raw: only `kzcase.briefing.grounds` and `seen` look at it, and hand
on what the gate lets through. Records are found by the links that name a
person and what belongs to it, kind by kind, so that the number of statements
does not grow with the number of people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.errors import NotFound
from kzcase.history.tables import groups
from kzcase.models.base import kinds, models
from kzcase.models.fields import Field, fits
from kzcase.models.ledger import LinkRow, RecordRow

# Which records are read because they name one that was read, by kind and field.
_NAMED_BY: Mapping[str, tuple[tuple[str, str], ...]] = {
    "person": (
        ("name", "person"),
        ("consent", "person"),
        ("restriction", "person"),
        ("prosecution", "person"),
        ("measure", "person"),
        ("detention", "person"),
        ("involvement", "person"),
        ("event", "persons"),
        ("assembly", "persons"),
        ("assembly", "organisers"),
        ("letter", "persons"),
        ("case", "persons"),
        ("ask", "record"),
        ("benchmark_link", "record"),
    ),
    "restriction": (
        ("condition", "record"),
        ("breach", "record"),
        ("restriction_change", "record"),
        ("benchmark_link", "record"),
    ),
    "measure": (
        ("condition", "record"),
        ("breach", "record"),
        ("restriction_change", "record"),
        ("benchmark_link", "record"),
    ),
    "detention": (("benchmark_link", "record"),),
    "event": (("benchmark_link", "record"),),
    "assembly": (("benchmark_link", "record"),),
    "prosecution": (
        ("benchmark_link", "record"),
        ("charge", "prosecution"),
        ("step", "prosecution"),
        ("hearing", "prosecution"),
        ("sentence", "prosecution"),
    ),
    "sentence": (("penalty", "sentence"),),
    "letter": (("ask", "record"),),
    "case": (("ask", "record"), ("benchmark_link", "record")),
}
# Records that a person is only involved in, read through the involvement.
_THROUGH = ("event", "assembly")
_ABOUT_ANY = (("citation", "record"), ("alternative", "record"))
# Named people are read with what decides whether they may be named.
_OF_NAMED_PEOPLE = (("name", "person"), ("consent", "person"))


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as it is stored; for `grounds` and `seen` only."""

    id: str
    kind: str
    values: Mapping[str, Any]
    conflicts: Mapping[str, tuple[Any, ...]]
    contested: bool


@dataclass(slots=True)
class Records:
    """Everything that was read for a paper.

    `gone` are the deleted people that something names: nothing is told of them,
    but what protected them still does.
    """

    raw: dict[str, Raw] = field(default_factory=dict)
    gone: dict[str, Raw] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    kind: dict[str, str] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    naming: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def of(self, record: str, kind: str, through: str) -> list[Raw]:
        """The records of a kind whose field names this one, or one that was merged with it, by id."""
        found = {
            source
            for member in self.members(record)
            for source in self.naming.get((member, kind, through), ())
        }
        return [self.raw[one] for one in sorted(found) if one in self.raw]

    def of_person(self, record: str) -> list[Raw]:
        """The records of a person that are one after merges, deleted or not."""
        found = (self.raw.get(one) or self.gone.get(one) for one in self.members(record))
        return [one for one in found if one is not None]

    def resolved(self, record: str) -> str:
        """The id that stands for a record after merges."""
        return self.now.get(record, record)

    def joined(self, records: Iterable[str]) -> frozenset[str]:
        """Some records with all that are one with them after merges."""
        return frozenset(member for one in records for member in (one, *self.members(one)))

    def members(self, record: str) -> list[str]:
        """The records that are one after merges, the one that stands for them first."""
        now = self.resolved(record)
        return [now, *(one for one in self.groups.get(now, ()) if one != now)]


def read(
    session: Session,
    people: Sequence[str],
    *,
    without: frozenset[str] = frozenset(),
    besides: Iterable[str] = (),
) -> Records:
    """Read everything about some people.

    Records of the kinds `without` are not read because they name somebody;
    `besides` are single records to read in any case, with what belongs to them.
    Raises `NotFound` for an id that is no person of this vault.
    """
    records = Records()
    _register(session, records, (*people, *besides))
    for one in people:
        if records.kind.get(one) != "person" or records.status.get(one) in ("absent", "erased", "deleted"):
            raise NotFound(
                f"There is no person with the id {one} in this vault.",
                safe="No paper was written.",
                remedy="Look people up with `kzcase search` or in the list.",
            )
    asked = {records.resolved(one) for one in people}
    _merged(session, records, asked)
    wave = {member for one in asked for member in records.members(one)}
    wave |= {one for one in besides if one in records.kind}
    _load(session, records, wave)
    while wave:
        wave = _follow(session, records, wave, without)
    _photographs(session, records, asked)
    _mentioned(session, records)
    _about(session, records)
    return records


def people(session: Session, ids: Iterable[str]) -> Records:
    """Read what decides on naming some people, and nothing else of them."""
    records = Records()
    wanted = sorted(set(ids))
    if not wanted:
        return records
    _register(session, records, wanted)
    now = {records.resolved(one) for one in wanted if records.kind.get(one) == "person"}
    _merged(session, records, now)
    members = {member for one in now for member in records.members(one)}
    _load(session, records, members)
    through = {kind: {field_key} for kind, field_key in _OF_NAMED_PEOPLE}
    _load(session, records, _naming(session, records, members, through))
    _about(session, records)
    return records


def _merged(session: Session, records: Records, now: Iterable[str]) -> None:
    """Find the other records that were merged with some people."""
    for group in groups(sorted(now)):
        rows = session.execute(
            select(RecordRow.id, RecordRow.now, RecordRow.kind, RecordRow.status, RecordRow.title)
            .where(RecordRow.now.in_(group), RecordRow.kind == "person")
            .order_by(RecordRow.id)
        )
        for row in rows:
            _note(records, row)
            if row.id not in records.groups[row.now]:
                records.groups[row.now].append(row.id)


def _note(records: Records, row: Any) -> None:
    records.now[row.id] = row.now
    records.status[row.id] = row.status
    records.titles[row.id] = row.title or ""
    if row.kind is not None:
        records.kind[row.id] = row.kind


def _register(session: Session, records: Records, ids: Iterable[str]) -> None:
    """Read the registry's word on some ids."""
    for group in groups(sorted(set(ids) - records.kind.keys())):
        rows = session.execute(
            select(RecordRow.id, RecordRow.now, RecordRow.kind, RecordRow.status, RecordRow.title).where(
                RecordRow.id.in_(group)
            )
        )
        for row in rows:
            _note(records, row)


def _naming(
    session: Session, records: Records, targets: Iterable[str], through: Mapping[str, set[str]]
) -> set[str]:
    """Find the records whose given fields name some targets."""
    found: set[str] = set()
    wanted = sorted(through)
    for group in groups(sorted(targets)):
        rows = session.execute(
            select(LinkRow.source, LinkRow.field, LinkRow.target, LinkRow.now, LinkRow.kind)
            .where(LinkRow.now.in_(group), LinkRow.kind.in_(wanted))
            .order_by(LinkRow.source, LinkRow.field, LinkRow.target)
        )
        for row in rows:
            if row.field in through[row.kind]:
                for target in {row.now, row.target}:
                    sources = records.naming[target, row.kind, row.field]
                    if row.source not in sources:
                        sources.append(row.source)
                found.add(row.source)
    return found


def _load(session: Session, records: Records, ids: Iterable[str]) -> set[str]:
    """Read the rows of some records that have not been read; returns those that came."""
    wanted = set(ids) - records.raw.keys()
    _register(session, records, wanted)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for one in sorted(wanted):
        kind = records.kind.get(one)
        if kind is not None and kind in models() and records.status.get(one) not in ("absent", "erased"):
            by_kind[kind].append(one)
    came: set[str] = set()
    for kind, members in by_kind.items():
        for group in groups(members):
            for raw in _rows(session, kind, group):
                # A deletion that is contested leaves the record visible (history: deletion).
                if raw.values.get("deleted") is not True or raw.contested:
                    records.raw[raw.id] = raw
                    came.add(raw.id)
                elif kind == "person":
                    records.gone[raw.id] = raw
    return came


def _rows(session: Session, kind: str, ids: Sequence[str]) -> Iterator[Raw]:
    table = models()[kind].__table__
    fields = kinds()[kind].fields
    columns = [table.c.id, table.c.conflicts, *(table.c[key] for key in fields)]
    for row in session.execute(select(*columns).where(table.c.id.in_(ids)).order_by(table.c.id)).mappings():
        conflicts = row["conflicts"] or {}
        yield Raw(
            row["id"],
            kind,
            {key: row[key] for key in fields if row[key] is not None},
            {
                key: tuple(_readable(fields[key], candidates))
                for key, candidates in conflicts.items()
                if key in fields
            },
            "deleted" in conflicts,
        )


def _readable(declared: Field, candidates: Iterable[Mapping[str, Any]]) -> Iterator[Any]:
    """The undecided values that are of their field's type; whatever may protect counts in any case."""
    for candidate in candidates:
        if declared.protect is not None or fits(declared, candidate["value"]):
            yield candidate["value"]


def _follow(session: Session, records: Records, wave: set[str], without: frozenset[str]) -> set[str]:
    """Read what names the records of a wave, and what their involvements lead to."""
    found: set[str] = set()
    by_kind: dict[str, list[str]] = defaultdict(list)
    for one in wave:
        by_kind[records.kind[one]].append(one)
    for kind, members in by_kind.items():
        through: dict[str, set[str]] = defaultdict(set)
        for source_kind, source_field in _NAMED_BY.get(kind, ()):
            if source_kind in without:
                continue
            through[source_kind].add(source_field)
        if through:
            found |= _naming(session, records, members, through)
    came = _load(session, records, found)
    through_involvement = {
        records.raw[one].values["record"]
        for one in came
        if records.raw[one].kind == "involvement" and "record" in records.raw[one].values
    }
    _register(session, records, through_involvement)
    came |= _load(session, records, {one for one in through_involvement if records.kind.get(one) in _THROUGH})
    return came


def _photographs(session: Session, records: Records, people: Iterable[str]) -> None:
    """Read the documents of the people's photographs; whom they belong to is read with all who are named."""
    raws = (raw for one in people for raw in records.of_person(one))
    _load(session, records, {one for raw in raws for one in _ids(raw.values.get("photo"))})


def _mentioned(session: Session, records: Records) -> None:
    """Read the people and others whom the records name, and what decides on naming them."""
    named: set[str] = set()
    for raw in list(records.raw.values()):
        for key, declared in kinds()[raw.kind].fields.items():
            if declared.type.is_link:
                for value in (raw.values.get(key), *raw.conflicts.get(key, ())):
                    named |= _ids(value)
    _register(session, records, named)
    # A case is read for its asks only when the person stands in it; other kinds are labels here.
    labels = {one for one in named if records.kind.get(one) in ("person", "organisation", "contact")}
    people = {records.resolved(one) for one in labels if records.kind.get(one) == "person"}
    _merged(session, records, people)
    members = {member for one in people for member in records.members(one)}
    _load(session, records, labels | members)
    through: dict[str, set[str]] = defaultdict(set)
    for kind, field_key in _OF_NAMED_PEOPLE:
        through[kind].add(field_key)
    _load(session, records, _naming(session, records, members | people, through))
    contacts = [raw for raw in records.raw.values() if raw.kind == "contact"]
    _load(session, records, {raw.values["organisation"] for raw in contacts if "organisation" in raw.values})


def _about(session: Session, records: Records) -> None:
    """Read the citations and alternative values of everything, and their sources."""
    through: dict[str, set[str]] = defaultdict(set)
    for kind, field_key in _ABOUT_ANY:
        through[kind].add(field_key)
    came = _load(session, records, _naming(session, records, set(records.raw), through))
    # An alternative value may itself be cited.
    came |= _load(session, records, _naming(session, records, came, through))
    sources = {
        value
        for one in came
        for value in (records.raw[one].values.get("source"), *records.raw[one].conflicts.get("source", ()))
        if isinstance(value, str)
    }
    _load(session, records, sources)


def _ids(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, frozenset | list | tuple | set):
        return {one for one in value if isinstance(one, str)}
    return set()
