"""Derives how each record is named, folded and sorted in the registry.

A person is named by the best of its names; any other record by the fields its
kind declares. A record that belongs to another one is sorted and found under
its owner's name too, so that the restrictions of Bokayev stand together and
come up when one types his name. When a title changes, the records named after
it are derived again, in the order in which kinds depend on each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.models.base import Kind, kinds, models
from kzcase.models.fields import NAME, Field, FieldType
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.names.collation import sort_keys
from kzcase.names.folding import fold_many
from kzcase.names.parts import display
from kzcase.search.labels import english_labels
from kzcase.search.past import groups, said

UNDER = "\x01"  # sorts before every letter of a key: what belongs to a name follows the name itself
USES = ("preferred", "official", "passport", "verdict", "press")
LANGUAGES = ("kk", "ru", "en")
LONGEST_TITLE = 200

Touched = dict[str, set[str]]


def put(connection: Connection, touched: Mapping[str, Collection[str]]) -> Touched:
    """Write the titles of the touched records and of all that is named after them; returns which, by kind."""
    waiting: Touched = defaultdict(set)
    for kind, ids in touched.items():
        if kind in kinds():
            waiting[kind] |= set(ids)
    if waiting.get("name"):
        waiting["person"] |= _owners_of(connection, waiting["name"])
    if waiting.get("person"):
        waiting["person"] |= _groups_of(connection, waiting["person"])
    if waiting.get("term"):
        for kind, ids in _labelled(connection, waiting["term"]):
            waiting[kind] |= ids
    done: Touched = {}
    for kind in in_order():
        if ids := waiting[kind]:
            done[kind] = ids
            changed = _put_kind(connection, kinds()[kind], sorted(ids))
            for dependent, sources in _named_after(connection, kind, changed):
                waiting[dependent] |= sources
    return done


@cache
def in_order() -> tuple[str, ...]:
    """The kinds, each after those whose titles its own are made of; those that name any kind come last.

    A title is never made of titles of its own kind or of a kind that comes
    later: so records that name each other in a ring have an end.
    """
    ordered: list[str] = []

    def place(key: str, above: tuple[str, ...]) -> None:
        if key in ordered or key in above:
            return
        for field in _naming_fields(key):
            for target in field.targets:
                place(target, (*above, key))
        ordered.append(key)

    certain = [key for key in kinds() if all(field.targets for field in _naming_fields(key))]
    for key in (*certain, *kinds()):
        place(key, ())
    return tuple(ordered)


def _earlier(kind: str) -> tuple[str, ...]:
    """The kinds whose titles may enter titles of this one."""
    return in_order()[: in_order().index(kind)]


@cache
def _owner_field(kind: str) -> Field | None:
    """The link to the one record under whose title a record is sorted and found."""
    return next((field for field in kinds()[kind].owners if field.type is FieldType.LINK), None)


@cache
def _naming_fields(kind: str) -> tuple[Field, ...]:
    """The links through which other records' titles enter a record's own title or place."""
    declared = kinds()[kind]
    return tuple(
        field
        for field in declared.fields.values()
        if field.type is FieldType.LINK and (field == _owner_field(kind) or field.key in declared.title)
    )


def _owners_of(connection: Connection, names: Collection[str]) -> set[str]:
    """The persons whose names these are or once were."""
    found = said(connection, names, ("person",))
    for group in groups(sorted(names)):
        statement = select(LinkRow.now).where(LinkRow.source.in_(group), LinkRow.field == "person")
        found |= set(connection.scalars(statement))
    return found


def _groups_of(connection: Connection, persons: Collection[str]) -> set[str]:
    """Everyone who is or was merged with one of these persons."""
    found: set[str] = set()
    for group in groups(sorted({*persons, *said(connection, persons, ("merged_into",))})):
        nows = select(RecordRow.now).where(RecordRow.id.in_(group))
        same = select(RecordRow.id).where(RecordRow.now.in_(nows), RecordRow.kind == "person")
        found |= set(connection.scalars(same))
    return found


def _labelled(connection: Connection, terms: Collection[str]) -> Iterator[tuple[str, set[str]]]:
    """The records whose titles say one of these terms, by kind."""
    table = models()["term"].__table__
    keys = said(connection, terms, ("key",))
    for group in groups(sorted(terms)):
        keys |= set(connection.scalars(select(table.c.key).where(table.c.id.in_(group))))
    keys.discard(None)
    for kind in kinds().values():
        of = models()[kind.key].__table__
        for field in (kind.fields[key] for key in kind.title):
            if field.type is FieldType.CHOICE:
                for group in groups(sorted(keys)):
                    yield kind.key, set(connection.scalars(select(of.c.id).where(of.c[field.key].in_(group))))


def _named_after(connection: Connection, kind: str, changed: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
    """The records of later kinds whose title or place depends on one of these, by kind."""
    later = frozenset(kinds()) - {kind, *_earlier(kind)}
    found: Touched = defaultdict(set)
    for group in groups(changed):
        rows = connection.execute(
            select(LinkRow.kind, LinkRow.source, LinkRow.field).where(
                or_(LinkRow.now.in_(group), LinkRow.target.in_(group))
            )
        )
        for by, source, field in rows:
            if by in later and any(naming.key == field for naming in _naming_fields(by)):
                found[by].add(source)
    yield from found.items()


def _put_kind(connection: Connection, kind: Kind, ids: Sequence[str]) -> list[str]:
    """Write the registry's titles for records of one kind; returns the ids whose title or place changed."""
    changed: list[str] = []
    for group in groups(ids):
        owned = _owned_titles(connection, kind.key, group)
        own = _person_titles(connection, group) if kind.key == "person" else _titles(connection, kind, group)
        present = {
            row.id: row
            for row in connection.execute(
                select(RecordRow.id, RecordRow.title, RecordRow.fold, RecordRow.sort).where(
                    RecordRow.id.in_(group)
                )
            )
        }
        known = [one for one in group if one in present and one in own]
        folds = fold_many([own[one].replace("\n", " ") for one in known])
        keys = sort_keys([own[one] for one in known])
        rows = []
        for one, fold, key in zip(known, folds, keys, strict=True):
            owner_fold, owner_sort = owned.get(one, ("", ""))
            fold = f"{owner_fold} {fold}".strip()
            key = f"{owner_sort}{UNDER}{key}" if owner_sort else key
            was = present[one]
            if (was.title, was.fold, was.sort) != (own[one], fold, key):
                rows.append({"_id": one, "title": own[one], "fold": fold, "sort": key})
        if rows:
            connection.execute(update(RecordRow.__table__).where(RecordRow.id == bindparam("_id")), rows)  # type: ignore[arg-type]
            changed += [row["_id"] for row in rows]
    return changed


def _owned_titles(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The fold and sort key of each record's owner, if its kind belongs to another."""
    owner = _owner_field(kind)
    if owner is None:
        return {}
    rows = connection.execute(
        select(LinkRow.source, RecordRow.fold, RecordRow.sort)
        .join(RecordRow, RecordRow.id == LinkRow.now)
        .where(LinkRow.source.in_(ids), LinkRow.field == owner.key, RecordRow.kind.in_(_earlier(kind)))
    )
    return {row.source: (row.fold or "", row.sort or "") for row in rows}


def standing_for(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The id that stands today for each of these records."""
    rows = connection.execute(select(RecordRow.id, RecordRow.now).where(RecordRow.id.in_(ids)))
    return {row.id: row.now for row in rows}


def _person_titles(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The best name of each person: the preferred one, Kazakh before Russian before Latin."""
    table = models()["name"].__table__
    nows = standing_for(connection, ids)
    rows = connection.execute(
        select(LinkRow.now, table.c.id, table.c.parts, table.c.use, table.c.language)
        .join(LinkRow, LinkRow.source == table.c.id)
        .where(LinkRow.now.in_(set(nows.values())), LinkRow.field == "person", LinkRow.kind == "name")
        .where(table.c.deleted.is_not(True))
    )
    best: dict[str, tuple[tuple[int, int, str], str]] = {}
    for row in rows:
        name = name_text(row.parts)
        rank = (_place(USES, row.use), _place(LANGUAGES, row.language), row.id)
        if name and (row.now not in best or rank < best[row.now][0]):
            best[row.now] = (rank, name)
    return {one: best[now][1] if now in best else "" for one, now in nows.items()}


def _place(order: Sequence[str], key: str | None) -> int:
    return order.index(key) if key in order else len(order)


def name_text(parts: Mapping[str, Any] | None) -> str:
    """A name's parts in official order: family, given, patronymic."""
    given = parts or {}
    return display(
        str(given.get("family") or ""), str(given.get("given") or ""), str(given.get("patronymic") or "")
    )


def _titles(connection: Connection, kind: Kind, ids: Sequence[str]) -> dict[str, str]:
    """The title of each record from the fields its kind declares."""
    table = models()[kind.key].__table__
    fields = [kind.fields[key] for key in kind.title]
    rows = connection.execute(
        select(table.c.id, *(table.c[field.key] for field in fields)).where(table.c.id.in_(ids))
    ).all()
    targets = {
        row._mapping[field.key] for row in rows for field in fields if field.type is FieldType.LINK
    } - {None}
    linked = _linked_titles(connection, kind.key, sorted(targets))
    labels = {
        field.vocabulary: english_labels(connection, field.vocabulary) for field in fields if field.vocabulary
    }
    return {
        row.id: " · ".join(
            words
            for words in (_words(field, row._mapping[field.key], labels, linked) for field in fields)
            if words
        )[:LONGEST_TITLE]
        for row in rows
    }


def _linked_titles(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for group in groups(ids):
        rows = connection.execute(
            select(RecordRow.id, RecordRow.title).where(
                RecordRow.id.in_(group), RecordRow.kind.in_(_earlier(kind))
            )
        )
        found |= {row.id: row.title or "" for row in rows}
    return found


def _words(
    field: Field, value: Any, labels: Mapping[str, Mapping[str, str]], linked: Mapping[str, str]
) -> str:
    if value is None:
        return ""
    match field.type:
        case FieldType.CHOICE:
            return labels[field.vocabulary].get(value, value)
        case FieldType.LINK:
            return linked.get(value, "")
        case FieldType.DATE:
            try:
                return parse_edtf(value).show("en")
            except DateError:
                return str(value)
        case FieldType.COMPOSITE if field.composite is NAME:
            return name_text(value)
        case _:
            return str(value).partition("\n")[0]
