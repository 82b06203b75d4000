"""Derives how each record is named, folded and sorted in the registry.

A person is named by the best of its names; any other record by the fields its
kind declares. A record that belongs to another one is sorted and found under
its owner's name too, so that the restrictions of Bokayev stand together and
come up when one types his name. When a title changes, the records named after
it are derived again, in the order in which kinds depend on each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.history.idset import IdSet, ascending
from kzcase.history.tables import groups, many, quoted
from kzcase.models.base import Kind, kinds
from kzcase.models.fields import NAME, Field, FieldType
from kzcase.names.collation import sort_keys
from kzcase.names.folding import fold_many
from kzcase.names.parts import display
from kzcase.progress import Progress
from kzcase.search.labels import english_labels
from kzcase.search.past import said
from kzcase.search.statements import rows_of

UNDER = "\x01"  # sorts before every letter of a key: what belongs to a name follows the name itself
USES = ("preferred", "official", "passport", "verdict", "press")
LANGUAGES = ("kk", "ru", "en")
LONGEST_TITLE = 200
NAMING = "Bringing names up to date"

REGISTERED = (
    "SELECT id, seq, now, title, fold, sort FROM record "
    "WHERE id IN (:ids) AND kind IS NOT NULL AND status <> 'erased'"
)
TITLED = "SELECT id, title, kind FROM record WHERE id IN (:ids)"
WRITE = "UPDATE record SET title = ?, fold = ?, sort = ? WHERE seq = ?"
OWNERS_OF_NAMES = "SELECT now FROM link WHERE source IN (:ids) AND field = 'person'"
STANDING_TOGETHER = (
    "SELECT id FROM record WHERE kind = 'person' AND now IN (SELECT now FROM record WHERE id IN (:ids))"
)
TERM_KEYS = "SELECT key FROM term WHERE id IN (:ids) AND key IS NOT NULL"
NAMED_AFTER = "SELECT kind, source, field FROM link WHERE now IN (:ids) OR target IN (:ids)"
OWNED_BY = (
    "SELECT l.source, l.field, o.kind, o.fold, o.sort FROM link AS l JOIN record AS o ON o.id = l.now "
    "WHERE l.source IN (:ids)"
)
NAMES_OF = (
    "SELECT l.now, n.id, n.parts, n.use, n.language FROM link AS l JOIN name AS n ON n.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'name' AND n.deleted IS NOT 1 ORDER BY n.id"
)

Touched = dict[str, set[str]]


class Registered(NamedTuple):
    """What the registry says of a record until now, and in which of its rows."""

    seq: int
    now: str
    title: str | None
    fold: str | None
    sort: str | None


def is_known(kind: str) -> bool:
    """Whether this version knows a kind and so can name its records."""
    return kind in kinds()


@cache
def naming_fields(kind: str) -> frozenset[str]:
    """The fields that decide how a record, or another one, is named, sorted and found."""
    declared = kinds()[kind]
    if kind in ("name", "term"):
        return frozenset(declared.fields)
    links = (field.key for field in _naming_links(kind))
    return frozenset((*declared.title, *links, "deleted", "merged_into"))


def put(
    connection: Connection, touched: Mapping[str, Collection[str]], progress: Progress
) -> Mapping[str, AbstractSet[str]]:
    """Write the titles of the touched records and of all that is named after them; returns which, by kind."""
    # An import may touch a million: what was given is not copied, and nobody is held twice.
    given = {kind: ids if isinstance(ids, AbstractSet) else frozenset(ids) for kind, ids in touched.items()}
    more: Touched = defaultdict(set)

    def add(kind: str, ids: Iterable[str]) -> None:
        known = given.get(kind, frozenset())
        more[kind].update(one for one in ids if one not in known)

    if names := given.get("name"):
        add("person", _owners_of(connection, names))
    if people := _together(given.get("person"), more["person"]):
        add("person", _groups_of(connection, people))
    if terms := given.get("term"):
        for kind, ids in _labelled(connection, terms):
            add(kind, ids)
    done: dict[str, AbstractSet[str]] = {}
    if not any(given.values()) and not any(more.values()):
        return done
    number, total = 0, sum(map(len, given.values()))
    for kind in in_order():
        if waiting := _together(given.get(kind), more.pop(kind, frozenset())):
            done[kind] = waiting
            for group in groups(ascending(waiting)):
                progress.step(NAMING, min(number, total), total)
                number += len(group)
                changed = _put_group(connection, kinds()[kind], group)
                for dependent, sources in _named_after(connection, kind, changed):
                    add(dependent, sources)
    return done


def _together(given: AbstractSet[str] | None, more: AbstractSet[str]) -> AbstractSet[str]:
    """Both as one; the very set that was given if there are no more."""
    return IdSet.united((given or frozenset(), more))


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
        for field in _naming_links(key):
            for target in field.targets:
                place(target, (*above, key))
        ordered.append(key)

    certain = [key for key in kinds() if all(field.targets for field in _naming_links(key))]
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
def _naming_links(kind: str) -> tuple[Field, ...]:
    """The links through which other records' titles enter a record's own title or place."""
    declared = kinds()[kind]
    return tuple(
        field
        for field in declared.fields.values()
        if field.type is FieldType.LINK and (field == _owner_field(kind) or field.key in declared.title)
    )


def _owners_of(connection: Connection, names: Collection[str]) -> Iterator[str]:
    """The persons whose names these are or once were."""
    yield from (row[0] for row in rows_of(connection, OWNERS_OF_NAMES, ascending(names)))
    yield from said(connection, names, ("person",))


def _groups_of(connection: Connection, persons: Collection[str]) -> Iterator[str]:
    """Everyone who is or was merged with one of these persons."""
    once = sorted(set(said(connection, persons, ("merged_into",))))
    around = chain(ascending(persons), once)
    return (row[0] for row in rows_of(connection, STANDING_TOGETHER, around))


def _labelled(connection: Connection, terms: Collection[str]) -> Iterator[tuple[str, set[str]]]:
    """The records whose titles say one of these terms, by kind."""
    now = {row[0] for row in rows_of(connection, TERM_KEYS, sorted(terms))}
    keys = sorted(now.union(said(connection, terms, ("key",))))
    for kind in kinds().values():
        for field in (kind.fields[key] for key in kind.title):
            if field.type is FieldType.CHOICE:
                saying = f"SELECT id FROM {quoted(kind.key)} WHERE {quoted(field.key)} IN (:ids)"
                yield kind.key, {row[0] for row in rows_of(connection, saying, keys)}


def _named_after(connection: Connection, kind: str, changed: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
    """The records of later kinds whose title or place depends on one of these, by kind."""
    later = frozenset(kinds()) - {kind, *_earlier(kind)}
    found: Touched = defaultdict(set)
    for by, source, field in rows_of(connection, NAMED_AFTER, changed):
        if by in later and any(naming.key == field for naming in _naming_links(by)):
            found[by].add(source)
    yield from found.items()


def _put_group(connection: Connection, kind: Kind, ids: Sequence[str]) -> list[str]:
    """Write the titles of some records of one kind; returns those whose title or place changed."""
    present = {row[0]: Registered(*row[1:]) for row in rows_of(connection, REGISTERED, ids)}
    owned = _owned_titles(connection, kind.key, ids)
    if kind.key == "person":
        own = _person_titles(connection, {one: was.now for one, was in present.items()})
    else:
        own = _titles(connection, kind, ids)
    known = [one for one in ids if one in present and one in own]
    folds = fold_many([own[one].replace("\n", " ") for one in known])
    keys = sort_keys([own[one] for one in known])
    rows = []
    changed: list[str] = []
    for one, fold, key in zip(known, folds, keys, strict=True):
        owner_fold, owner_sort = owned.get(one, ("", ""))
        fold = f"{owner_fold} {fold}".strip()
        key = f"{owner_sort}{UNDER}{key}" if owner_sort else key
        if present[one][2:] != (own[one], fold, key):
            rows.append((own[one], fold, key, present[one].seq))
            changed.append(one)
    many(connection, WRITE, rows)
    return changed


def _owned_titles(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The fold and sort key of each record's owner, if its kind belongs to another."""
    owner = _owner_field(kind)
    if owner is None:
        return {}
    earlier = _earlier(kind)
    return {
        source: (fold or "", sort or "")
        for source, field, of, fold, sort in rows_of(connection, OWNED_BY, ids)
        if field == owner.key and of in earlier
    }


def _person_titles(connection: Connection, nows: Mapping[str, str]) -> dict[str, str]:
    """The best name of each person: the preferred one, Kazakh before Russian before Latin.

    `nows` gives who stands for each.
    """
    best: dict[str, tuple[tuple[int, int, str], str]] = {}
    for now, one, parts, use, language in rows_of(connection, NAMES_OF, sorted(set(nows.values()))):
        name = name_text(composite(parts))
        rank = (_place(USES, use), _place(LANGUAGES, language), one)
        if name and (now not in best or rank < best[now][0]):
            best[now] = (rank, name)
    return {one: best[now][1] if now in best else "" for one, now in nows.items()}


def composite(stored: str | None) -> Mapping[str, Any]:
    """A stored composite's parts; none for a value that is no composite."""
    value = orjson.loads(stored) if stored else None
    return value if isinstance(value, dict) else {}


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
    fields = [kind.fields[key] for key in kind.title]
    columns = ", ".join(quoted(field.key) for field in fields)
    statement = f"SELECT id, {columns} FROM {quoted(kind.key)} WHERE id IN (:ids)"
    rows = list(rows_of(connection, statement, ids))
    links = [at for at, field in enumerate(fields, start=1) if field.type is FieldType.LINK]
    targets = {row[at] for row in rows for at in links} - {None}
    linked = _linked_titles(connection, kind.key, sorted(targets))
    vocabularies = {name for field in fields for name in _vocabularies(field)}
    labels = {name: english_labels(connection, name) for name in vocabularies}
    titles = {}
    for record, *values in rows:
        said = (_words(field, value, labels, linked) for field, value in zip(fields, values, strict=True))
        titles[record] = " · ".join(filter(None, said))[:LONGEST_TITLE]
    return titles


def _vocabularies(field: Field) -> Iterator[str]:
    """The vocabularies in whose terms a field's value, or a part of it, is given."""
    if field.vocabulary:
        yield field.vocabulary
    if field.composite is not None:
        yield from (part.vocabulary for part in field.composite.parts if part.vocabulary)


def _linked_titles(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, str]:
    earlier = _earlier(kind)
    return {one: title or "" for one, title, of in rows_of(connection, TITLED, ids) if of in earlier}


def _words(
    field: Field, value: Any, labels: Mapping[str, Mapping[str, str]], linked: Mapping[str, str]
) -> str:
    if value is None:
        return ""
    match field.type:
        case FieldType.LINK:
            return linked.get(value, "")
        case FieldType.COMPOSITE if field.composite is NAME:
            return name_text(composite(value))
        case FieldType.COMPOSITE if field.composite is not None:
            given = composite(value)
            return ", ".join(
                _plain(part.type, part.vocabulary or field.vocabulary, given[part.key], labels)
                for part in field.composite.parts
                if given.get(part.key) is not None
            )
        case _:
            return _plain(field.type, field.vocabulary, value, labels)


def _plain(type_: FieldType, vocabulary: str, value: Any, labels: Mapping[str, Mapping[str, str]]) -> str:
    match type_:
        case FieldType.CHOICE:
            return labels[vocabulary].get(str(value), str(value))
        case FieldType.DATE:
            try:
                return parse_edtf(str(value)).show("en")
            except DateError:
                return str(value)
        case _:
            return str(value).partition("\n")[0]
