"""Proves that the tables are the picture of history.

Every revision is read strictly, every record folded by itself (never by the
short way that saving takes), and what is found compared with the tables, cell
by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError
from kzcase.history.canonical import encode
from kzcase.history.declared import picture as standard
from kzcase.history.fold import WHOLE, Folded
from kzcase.history.groups import representatives
from kzcase.history.picture import Picture, accepted_tombstones, status_of
from kzcase.history.registry import MERGED_INTO
from kzcase.history.revision import Revision, from_stored
from kzcase.history.sign import BadSignature, Signature
from kzcase.history.tables import KindTable, Row, is_shared, quoted, rows_in, run, single
from kzcase.models.fields import fits
from kzcase.progress import Progress, quiet

_GROUP = 500


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What `check` found. `problems` are sentences; `state` is SHA-256 of the canonical state, in hex.

    `unknown` counts what a newer kzcase wrote and this one only keeps: records
    of kinds, and values of fields, that it does not know.
    """

    problems: tuple[str, ...]
    records: int
    revisions: int
    state: str
    unknown: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(slots=True)
class _Record:
    """One record as its revisions tell it."""

    id: str
    kind: str
    last_seq: int
    revisions: list[Revision]
    folded: Folded
    damaged: bool


@dataclass(slots=True)
class _Check:
    """The check under way."""

    connection: Connection
    picture: Picture
    problems: list[str] = field(default_factory=list)
    records: int = 0
    revisions: int = 0
    unknown: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    merged_into: dict[str, str] = field(default_factory=dict)
    merged: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)


def check(
    session: Session,
    progress: Progress | None = None,
    *,
    picture: Picture | None = None,
    tables: bool = True,
) -> Rebuilt:
    """Fold everything into a second picture and compare it with the tables; changes nothing.

    Without `tables` only history itself is proved (ids, commitments, parents,
    signatures) and the state computed.
    """
    progress = progress or quiet()
    one = _Check(session.connection(), picture or standard())
    state = sha256()
    total = single(one.connection, "SELECT count(*) FROM revision")
    for records in _in_groups(_records(one)):
        progress.step("Comparing records with their history", one.revisions, total)
        for record in records:
            state.update(state_line(record.kind, record.id, record.folded))
        if tables:
            _compare(one, records)
    for erased in sorted(
        encode([record, compartment])
        for record, names in accepted_tombstones(one.connection).items()
        for compartment in ({WHOLE} if WHOLE in names else names)  # the whole covers its parts
    ):
        state.update(erased + b"\n")
    if tables:
        progress.step("Comparing links")
        _compare_groups(one)
        _find_strays(one)
    progress.step("Verifying signatures")
    _verify_signatures(one)
    _find_unproven(one)
    return Rebuilt(tuple(one.problems), one.records, one.revisions, state.hexdigest(), one.unknown)


def state_line(kind: str, record: str, folded: Folded) -> bytes:
    """A record's line of the canonical state; nothing for what does not count in it.

    It holds what the record says and what is undecided, not by which revisions.
    """
    if not folded.counted or folded.erased or not is_shared(kind):
        return b""
    fields = {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in (*folded.values.items(), *folded.others.items())
    }
    conflicts = {key: [one.value for one in found] for key, found in folded.conflicts.items()}
    return encode({"conflicts": conflicts, "fields": fields, "id": record, "kind": kind}) + b"\n"


# --- revisions ------------------------------------------------------------------------------------


def _records(one: _Check) -> Iterator[_Record]:
    """Every record with its revisions, verified and folded, by id."""
    erased = accepted_tombstones(one.connection)
    rows = run(one.connection, "SELECT record, seq, id, header, parts FROM revision ORDER BY record, seq")
    group: list[Any] = []
    for row in rows:
        if group and group[0][0] != row[0]:
            yield _record(one, group, erased.get(group[0][0], frozenset()))
            group = []
        group.append(row)
    if group:
        yield _record(one, group, erased.get(group[0][0], frozenset()))


def _record(one: _Check, group: Sequence[Any], erased: frozenset[str]) -> _Record:
    revisions: list[Revision] = []
    record = group[0][0]
    for _, _, key, header, parts in group:
        try:
            revision = from_stored(header, parts)
        except KzcaseError as error:
            one.problems.append(f"Revision {key.hex()[:12]} of {record}: {error.what}")
            continue
        if revision.id != key:
            one.problems.append(f"Revision {key.hex()[:12]} of {record}: its id does not fit its header.")
        elif revision.record != record:
            one.problems.append(f"Revision {key.hex()[:12]} of {record}: it belongs to another record.")
        else:
            revisions.append(revision)
    one.records += 1
    one.revisions += len(group)
    kinds = sorted({revision.kind for revision in revisions})
    if len(kinds) > 1:
        one.problems.append(f"{record}: its revisions are of several kinds ({', '.join(kinds)}).")
    kind = kinds[0] if kinds else ""
    revisions = [revision for revision in revisions if revision.kind == kind]
    folded = one.picture.fold(kind, revisions, erased)
    if folded.waiting:
        one.problems.append(f"{kind} {record}: {len(folded.waiting)} revisions miss an earlier one.")
    one.unknown += len(folded.others) if kind in one.picture.tables else 1
    declared = one.picture.tables[kind].fields if kind in one.picture.tables else {}
    for key, value in folded.values.items():
        if not fits(declared[key], value):
            one.problems.append(f"{kind} {record}: “{key}” holds a value that this version cannot read.")
    kept = {part.compartment for revision in revisions for part in revision.parts}
    if kept & erased or (WHOLE in erased and kept):
        one.problems.append(f"{kind} {record}: parts that were erased are still here.")
    return _Record(record, kind, group[-1][1], revisions, folded, len(revisions) < len(group))


def _in_groups(records: Iterator[_Record]) -> Iterator[list[_Record]]:
    group: list[_Record] = []
    for record in records:
        group.append(record)
        if len(group) == _GROUP:
            yield group
            group = []
    if group:
        yield group


# --- cells ----------------------------------------------------------------------------------------


def _compare(one: _Check, records: Sequence[_Record]) -> None:
    """Compare typed rows, registry and links of some records with what their revisions say."""
    ids = [record.id for record in records]
    rows: dict[str, dict[str, Row]] = {}
    for kind in sorted({record.kind for record in records} & one.picture.tables.keys()):
        table = one.picture.tables[kind]
        rows[kind] = table.read(one.connection, [record.id for record in records if record.kind == kind])
    registered: dict[str, Any] = {}
    select = "SELECT id, kind, status, conflicts, waiting FROM record"
    for chunk in rows_in(one.connection, select, "id", ids):
        registered.update((row[0], tuple(row[1:])) for row in chunk)
    links: dict[str, set[tuple[str, str, str]]] = {}
    for chunk in rows_in(one.connection, "SELECT source, field, target, kind FROM link", "source", ids):
        for source, key, target, kind in chunk:
            links.setdefault(source, set()).add((key, target, kind))
    for record in records:
        if record.damaged:
            continue
        table_or_none = one.picture.tables.get(record.kind)
        _compare_entry(one, record, registered.get(record.id))
        expected = _compare_row(one, record, table_or_none, rows.get(record.kind, {}).get(record.id))
        wanted = set()
        if table_or_none is not None and expected is not None:
            table = table_or_none
            wanted = {
                (key, target, table.name) for key in table.links for target in table.targets(expected, key)
            }
        for key, _, _ in sorted(wanted ^ links.get(record.id, set())):
            one.problems.append(f"{record.kind} {record.id}: the links of “{key}” differ from its history.")


def _compare_row(one: _Check, record: _Record, table: KindTable | None, found: Row | None) -> Row | None:
    """Compare a typed row; returns the row as it must be, None if there must be none."""
    if table is None:
        return None
    if not record.folded.counted or record.folded.erased:
        if found is not None:
            one.problems.append(f"{record.kind} {record.id}: it has a row without any history.")
        return None
    one.rows[record.kind] = one.rows.get(record.kind, 0) + 1
    expected = one.picture.row(table, record.id, record.folded, record.last_seq)
    if found is None:
        one.problems.append(f"{record.kind} {record.id}: its row is missing.")
    else:
        for column, want, have in zip(table.columns, expected, found, strict=True):
            if want != have or type(want) is not type(have):
                one.problems.append(f"{record.kind} {record.id}: “{column}” differs from its history.")
    if MERGED_INTO in table.place:
        target = expected[table.place[MERGED_INTO]]
        if isinstance(target, str):
            one.merged_into[record.id] = target
    return expected


def _compare_entry(one: _Check, record: _Record, found: tuple[Any, ...] | None) -> None:
    """Compare a registry row, but for what depends on other records."""
    folded = record.folded
    status = status_of(folded)
    if found is None:
        one.problems.append(f"{record.kind} {record.id}: it is missing from the registry.")
        return
    kind, have, conflicts, waiting = found
    if status == "here" and have == "merged":
        one.merged.add(record.id)
        have = "here"
    if status == "deleted":
        one.deleted.add(record.id)
    for name, want, is_there in (
        ("kind", record.kind, kind),
        ("status", status, have),
        ("conflicts", len(folded.conflicts) or None, conflicts),
        ("waiting", len(folded.waiting) or None, waiting),
    ):
        if want != is_there:
            one.problems.append(
                f"{record.kind} {record.id}: “{name}” in the registry differs from its history."
            )


def _compare_groups(one: _Check) -> None:
    """Compare which record stands for which, in the registry and in links."""
    ends = sorted({*one.merged_into, *one.merged_into.values()})
    there = {
        row[0]
        for chunk in rows_in(one.connection, "SELECT DISTINCT record FROM revision", "record", ends)
        for row in chunk
    } - {record for record, names in accepted_tombstones(one.connection).items() if WHOLE in names}
    kinds: dict[str, str] = {}
    for chunk in rows_in(one.connection, "SELECT id, kind FROM record", "id", ends):
        kinds.update(map(tuple, chunk))
    stands = representatives(
        {a: b for a, b in one.merged_into.items() if {a, b} <= there and kinds.get(a) == kinds.get(b)}
    )
    moved = {record: now for record, now in stands.items() if now != record}
    found = dict(map(tuple, run(one.connection, "SELECT id, now FROM record WHERE now <> id")))
    for record in sorted(found.keys() | moved.keys()):
        if found.get(record) != moved.get(record):
            one.problems.append(f"{record}: the registry names the wrong record that stands for it.")
    for record in sorted(one.merged ^ {record for record in moved if record not in one.deleted}):
        one.problems.append(f"{record}: “status” in the registry differs from its history.")
    rows = run(one.connection, "SELECT source, field, target, now FROM link WHERE now <> target")
    wrong = {(source, key) for source, key, target, now in rows if moved.get(target) != now}
    select = "SELECT source, field, target, now FROM link"
    for chunk in rows_in(one.connection, select, "target", sorted(moved)):
        wrong |= {(source, key) for source, key, target, now in chunk if now != moved[target]}
    for source, key in sorted(wrong):
        one.problems.append(f"{source}: the link “{key}” resolves to the wrong record.")


def _find_strays(one: _Check) -> None:
    """Find rows that no revision accounts for."""
    without = "NOT IN (SELECT record FROM revision)"
    for kind, table in one.picture.tables.items():
        name = quoted(kind)
        if single(one.connection, f"SELECT count(*) FROM {name}") == one.rows.get(kind, 0):
            continue
        strays = run(one.connection, f"SELECT id FROM {name} WHERE id {without}")
        one.problems += [f"{kind} {row[0]}: it has a row without any history." for row in strays]
        others = run(
            one.connection,
            f"SELECT t.id FROM {name} AS t JOIN record AS r ON r.id = t.id WHERE r.kind <> ?",
            (table.name,),
        )
        one.problems += [f"{kind} {row[0]}: it has a row, but is of another kind." for row in others]
    for query, what in (
        (f"SELECT DISTINCT source FROM link WHERE source {without}", "it has links without any history"),
        (
            f"SELECT id FROM record WHERE status <> 'absent' AND id {without}",
            "it is in the registry without any history",
        ),
        (
            "SELECT DISTINCT target FROM link WHERE target NOT IN (SELECT id FROM record)",
            "a link names it, but it is missing from the registry",
        ),
    ):
        one.problems += [f"{row[0]}: {what}." for row in run(one.connection, query)]


# --- signatures -----------------------------------------------------------------------------------


def _find_unproven(one: _Check) -> None:
    """Name revisions in the name of one of this vault's writers over which their signature does not stand.

    A header's canonical bytes begin with its author, so that no header need be read.
    """
    rows = run(
        one.connection,
        "SELECT r.id, r.record, w.name FROM revision AS r JOIN writer AS w "
        "ON w.id = CAST(substr(r.header, 12, 32) AS TEXT) WHERE NOT EXISTS (SELECT 1 FROM signed AS d "
        # CROSS, as in `store.signed_by`: the revision first.
        "CROSS JOIN signature AS s ON s.seq = d.signature WHERE d.revision = r.id AND s.author = w.id) "
        "ORDER BY r.record, r.id",
    )
    for revision, record, name in rows:
        one.problems.append(
            f"Revision {revision.hex()[:12]} of {record}: it is in the name of {name}, "
            "who writes here, but was not signed by them."
        )


def _verify_signatures(one: _Check) -> None:
    """Verify every signature, and that what is said to be signed is."""
    rows = run(
        one.connection, "SELECT id, sign_public FROM known_key UNION ALL SELECT id, sign_public FROM writer"
    )
    keys = {row[0]: row[1] for row in rows}
    covered = 0
    for seq, author, ids, word in run(
        one.connection, "SELECT seq, author, ids, signature FROM signature ORDER BY seq"
    ):
        covered += len(ids) // 32
        public = keys.get(author)
        try:
            if public is None:
                one.problems.append(f"Signature {seq} of {author[:8]}: the key that verifies it is not here.")
            else:
                Signature(author, public, ids, word).verify()
        except BadSignature:
            one.problems.append(f"Signature {seq} of {author[:8]} is not valid.")
        wanted = [ids[at : at + 32] for at in range(0, len(ids), 32)]
        marked = {
            row[0]
            for chunk in rows_in(
                one.connection,
                "SELECT revision FROM signed",
                "revision",
                wanted,
                extra=f"AND signature = {seq}",
            )
            for row in chunk
        }
        if marked != set(wanted):
            one.problems.append(f"Signature {seq} of {author[:8]}: what it covers is marked wrongly.")
    if single(one.connection, "SELECT count(*) FROM signed") != covered:
        one.problems.append("Revisions are marked as signed that no signature covers.")
