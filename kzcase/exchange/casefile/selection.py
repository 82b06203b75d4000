"""Finds what goes into a case file: what was chosen, what belongs to it, what it names; and what is left out.

- The same person under two ids goes as one: whoever was merged with a chosen
  record is chosen too. A chosen case brings its people.
- What belongs to a record goes with it, and what belongs to that: whatever has
  it for an owner, and the events, assemblies and letters that are about it.
- What such a record names goes along, so that it can be read: organisations,
  sources, documents, the prosecution of a detention; not other people, cases or
  letters. They are listed instead.
- Every vocabulary term that is used goes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.exchange.casefile.shapes import Contents, LeftOut, Selection
from kzcase.history.fold import WHOLE
from kzcase.history.idset import IdSet
from kzcase.history.picture import accepted_tombstones, stored_revisions
from kzcase.history.tables import groups, is_shared, quoted, rows_in, run
from kzcase.models.base import kinds
from kzcase.models.fields import FieldType
from kzcase.progress import Progress
from kzcase.services import journal, records
from kzcase.services.belongings import of_a_story

_OF_CASES = frozenset({("letter", "cases"), ("event", "case"), ("assembly", "case"), ("prosecution", "case")})
"""Links by which a record is part of a case's story."""

NOT_FOLLOWED = frozenset({"person", "case", "letter", "task"})
PARTNER, GIVEN, CASE = "partner", "given", "case"
REASONS = {
    "chosen": "you left it out",
    "marked": "it is marked “do not share”",
    "withheld": "it is about details that you withhold",
    "no_consent": "there is no consent to sharing with a named partner",
    "not_chosen": "it is only named by what goes along",
    "private": "it never leaves the vault",
}


@dataclass(slots=True)
class Found:
    """The ids that go, and by id why others do not."""

    ids: AbstractSet[str] = field(default_factory=set)
    left_out: dict[str, str] = field(default_factory=dict)


def find(session: Session, selection: Selection, today: date, progress: Progress) -> Found:
    """What goes into a case file by this selection."""
    connection = session.connection()
    progress.step("Looking for what belongs together")
    found = Found()
    for one in selection.without_records:
        found.left_out.update(dict.fromkeys(_group(connection, [one]), "chosen"))
    if selection.without_compartments:
        beside = _beside_withheld(connection, selection.without_compartments)
        found.left_out.update(dict.fromkeys(beside, "withheld"))
    if selection.without_marked:
        # Whoever was merged with somebody marked is the same person, under whose id all of theirs is read.
        marked = _group(connection, sorted(_marked(connection)))
        found.left_out.update(dict.fromkeys(marked, "marked"))
    if selection.only_agreed:
        found.left_out.update(dict.fromkeys(_without_consent(connection, today), "no_consent"))
    if selection.everything:
        _everything(connection, found)
        return found
    if selection.exactly or selection.erasures:
        left = set(found.left_out)
        ids = set(selection.exactly) - left - _belonging_to(connection, found, left)
    else:
        chosen = _group(connection, selection.records)
        chosen |= _people_of_cases(connection, chosen)
        ids = _close(connection, found, chosen, selection.without_compartments)
    _drop_private(connection, found, ids)
    _drop_absent(connection, found, ids)
    return found


def _everything(connection: Connection, found: Found) -> None:
    """Choose all that is here and may leave; of a large vault no more is held than the ids, packed."""
    gone = _belonging_to(connection, found, _here(connection, found.left_out))
    private = _private(connection)
    erased = _erased(connection)
    found.left_out.update(
        (one, "private")
        for one in sorted(_here(connection, private))
        if one not in found.left_out and one not in gone
    )
    rows = run(connection, "SELECT DISTINCT record FROM revision ORDER BY record")
    found.ids = IdSet(
        one for (one,) in rows if one not in found.left_out and one not in gone and one not in erased
    )


# --- belonging ------------------------------------------------------------------------------------


@cache
def _owning() -> frozenset[tuple[str, str]]:
    return of_a_story() | _OF_CASES


@cache
def _compartment(kind: str, key: str) -> str:
    return kinds()[kind].fields[key].compartment.value


def _close(connection: Connection, found: Found, chosen: set[str], without: frozenset[str]) -> set[str]:
    """Follow links from what was chosen: down to what belongs to it, then up to what that names."""
    left = found.left_out
    edge = chosen - left.keys()
    ids = set(edge)
    while edge:
        below = set()
        for column in ("now", "target"):
            for kind, key, source in _links(connection, "source", column, edge):
                if (kind, key) in _owning() and _compartment(kind, key) not in without:
                    below.add(source)
        edge = below - ids - left.keys()
        ids |= edge
    edge = set(ids)
    while edge:
        named = set()
        for kind, key, target in _links(connection, "target", "source", edge):
            if _compartment(kind, key) not in without:
                named.add(target)
        kinds_of = _kinds(connection, named - ids)
        edge = {one for one, kind in kinds_of.items() if kind not in NOT_FOLLOWED} - left.keys()
        for one, kind in kinds_of.items():
            if kind in NOT_FOLLOWED:
                left.setdefault(one, "not_chosen")
        ids |= edge
    return ids


def _belonging_to(connection: Connection, found: Found, everything: set[str]) -> set[str]:
    """What has only records that are left out for owners."""
    gone: set[str] = set()
    edge = set(found.left_out) & everything
    while edge:
        below = {
            source
            for kind, key, source in _links(connection, "source", "now", edge)
            if (kind, key) in _owning()
        }
        below -= gone
        below -= found.left_out.keys()
        owners: dict[str, set[str]] = {}
        for rows in rows_in(connection, "SELECT kind, field, source, now FROM link", "source", sorted(below)):
            for kind, key, source, owner in rows:
                if (kind, key) in _owning():
                    owners.setdefault(source, set()).add(owner)
        edge = {one for one, named in owners.items() if named <= gone | found.left_out.keys()}
        gone |= edge
    return gone


def _links(
    connection: Connection, wanted: str, by: str, ids: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """(kind, field, id) of links at these ids; `wanted` and `by` are columns of the link table."""
    for rows in rows_in(connection, f"SELECT kind, field, {wanted} FROM link", by, sorted(ids)):
        for kind, key, one in rows:
            if kind in kinds() and key in kinds()[kind].fields:
                yield kind, key, one


def _group(connection: Connection, ids: Sequence[str]) -> set[str]:
    """These records and all that stand for the same one."""
    found = set(ids)
    now = {row[0] for rows in rows_in(connection, "SELECT now FROM record", "id", list(ids)) for row in rows}
    for rows in rows_in(connection, "SELECT id FROM record", "now", sorted(now)):
        found.update(row[0] for row in rows)
    return found


def _people_of_cases(connection: Connection, chosen: set[str]) -> set[str]:
    people = {
        target
        for kind, key, target in _links(connection, "target", "source", chosen)
        if (kind, key) == ("case", "persons")
    }
    return _group(connection, sorted(people))


def _kinds(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rows in rows_in(connection, "SELECT id, kind FROM record", "id", sorted(ids)):
        found.update((one, kind) for one, kind in rows if kind is not None)
    return found


# --- leaving out ----------------------------------------------------------------------------------


def _marked(connection: Connection) -> set[str]:
    """The records marked “do not share”."""
    found: set[str] = set()
    for kind in kinds().values():
        if "do_not_share" in kind.fields:
            rows = run(connection, f"SELECT id FROM {quoted(kind.key)} WHERE do_not_share = 1")
            found.update(row[0] for row in rows)
    return found


def _beside_withheld(connection: Connection, without: frozenset[str]) -> set[str]:
    """The alternative values and citations of details in these compartments: they give away what those say.

    A whole history travels, so what once stood beside such a detail counts, too.
    """
    ids = [
        row[0] for row in run(connection, "SELECT id FROM record WHERE kind IN ('alternative', 'citation')")
    ]
    stood: dict[str, tuple[set[str], set[str]]] = {}
    for some in groups(ids):
        for _, history in stored_revisions(connection, list(some)):
            targets, fields = stood.setdefault(history[0].record, (set(), set()))
            for part in (part for one in history for part in one.parts):
                targets.update(one for one in (part.fields.get("record"),) if isinstance(one, str))
                fields.update(one for one in (part.fields.get("field"),) if isinstance(one, str))
    of_kind = _kinds(connection, {one for targets, _ in stood.values() for one in targets})
    return {
        one
        for one, (targets, fields) in stood.items()
        if any(
            key in kinds()[kind].fields and _compartment(kind, key) in without
            for kind in {of_kind[target] for target in targets if target in of_kind} & kinds().keys()
            for key in fields
        )
    }


def _without_consent(connection: Connection, today: date) -> set[str]:
    """The people who did not agree that their case is shared with a named partner, or took it back."""
    rows = run(
        connection,
        "SELECT l.now, c.scope, c.audiences, c.answer, c.date, c.expires, c.withdrawn, c.conflicts "
        "FROM consent AS c JOIN link AS l ON l.source = c.id AND l.field = 'person' "
        "WHERE c.deleted IS NOT 1",
    )
    agreed: set[str] = set()
    refused: set[str] = set()
    for person, scope, audiences, answer, given, expires, withdrawn, undecided in rows:
        if PARTNER not in (orjson.loads(audiences) if audiences else ()) or scope != CASE:
            continue
        if answer != GIVEN or withdrawn is not None:
            refused.add(person)
        elif undecided is None and _not_after(given, today) and not _past(expires, today):
            agreed.add(person)
    people = run(connection, "SELECT id, now FROM record WHERE kind = 'person'")
    return {one for one, now in people if now not in agreed or now in refused}


def _not_after(text: str | None, today: date) -> bool:
    try:
        earliest = parse_edtf(text).earliest if text else None
    except DateError:
        return False
    return earliest is None or earliest <= today


def _past(text: str | None, today: date) -> bool:
    try:
        earliest = parse_edtf(text).earliest if text else None
    except DateError:
        return True
    return earliest is not None and earliest < today


def _private(connection: Connection) -> set[str]:
    """The records of kinds that never leave the vault."""
    of = [
        kind
        for (kind,) in run(connection, "SELECT DISTINCT kind FROM record").fetchall()
        if kind is not None and not is_shared(kind)
    ]
    return {row[0] for rows in rows_in(connection, "SELECT id FROM record", "kind", of) for row in rows}


def _drop_private(connection: Connection, found: Found, ids: set[str]) -> None:
    for one, kind in _kinds(connection, ids).items():
        if not is_shared(kind):
            ids.discard(one)
            found.left_out[one] = "private"


def _drop_absent(connection: Connection, found: Found, ids: set[str]) -> None:
    found.ids = _here(connection, ids) - _erased(connection)
    for one in found.ids:
        found.left_out.pop(one, None)


def _here(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of some records of which a revision is here."""
    select = "SELECT DISTINCT record FROM revision"
    return {row[0] for rows in rows_in(connection, select, "record", sorted(ids)) for row in rows}


def _erased(connection: Connection) -> set[str]:
    return {one for one, names in accepted_tombstones(connection).items() if WHOLE in names}


# --- terms ----------------------------------------------------------------------------------------


def own_terms(connection: Connection) -> dict[str, list[str]]:
    """The office's own vocabulary terms: by key the records that define it."""
    found: dict[str, list[str]] = {}
    for one, key in run(connection, "SELECT id, key FROM term WHERE key IS NOT NULL"):
        found.setdefault(key, []).append(one)
    return found


@cache
def choosing(kind: str) -> frozenset[str]:
    """The fields of a kind whose values may be terms of a vocabulary."""
    declared = kinds().get(kind)
    types = (FieldType.CHOICE, FieldType.CHOICES, FieldType.COMPOSITE)
    return (
        frozenset(one.key for one in declared.fields.values() if one.type in types)
        if declared
        else frozenset()
    )


def words_in(value: Any) -> Iterator[str]:
    """Every text in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from words_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from words_in(one)


# --- telling --------------------------------------------------------------------------------------


def describe(
    session: Session,
    found: Found,
    kinds_of: Mapping[str, int],
    documents: tuple[int, int],
    withheld: Mapping[str, int],
) -> Contents:
    """What goes and what does not, in words; `kinds_of` are how many records of each kind go."""
    connection = session.connection()
    left_kinds = _kinds(connection, found.left_out)
    titles = records.titles(session, sorted(left_kinds))
    left = tuple(
        LeftOut(one, left_kinds[one], titles[one], reason, REASONS[reason])
        for one, reason in sorted(found.left_out.items(), key=lambda item: (item[1], titles.get(item[0], "")))
        if one in left_kinds
    )
    plural = {key: kind.plural for key, kind in kinds().items()}
    words = {one.value: said for one, said in journal.COMPARTMENT_WORDS.items()}
    return Contents(
        records=len(found.ids),
        kinds=tuple((key, plural.get(key, key), number) for key, number in sorted(kinds_of.items())),
        documents=documents[0],
        document_bytes=documents[1],
        left_out=left,
        withheld=tuple((key, words.get(key, key), number) for key, number in sorted(withheld.items())),
        marked=sum(1 for one in _marked(connection) if one in found.ids),
    )
