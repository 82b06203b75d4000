"""Says by which words of its own the text index knows what was chosen in a record, or in what belongs to it.

Region, article, tags and liberty status stand there for the filters that ask for
them; a word that is typed meets region and article, too. What only a filter asks
stands under other words: the articles a person or a prosecution has to do with,
and the region of the person a record belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain

import orjson
from sqlalchemy import Connection

from kzcase.history.idset import ByKind, IdSet, gathered
from kzcase.history.tables import groups
from kzcase.models.base import kinds
from kzcase.search.past import said
from kzcase.search.statements import rows_of

CHOICE_MARK = "w"  # no folded word has this letter
CHOICES = ("region", "article", "tags", "liberty")
"""The fields whose chosen terms stand in the index as words of their own."""

CHARGED, LIVING = "charged", "living"
"""The words for the articles of a person or a prosecution, and for the region of a record's person."""

OF_PERSON = tuple(
    kind
    for kind in ("restriction", "prosecution", "measure", "detention", "sentence", "involvement")
    if "region" not in kinds()[kind].fields
)
"""Kinds that belong to a person and are found by where that person is."""

_CHARGES = "JOIN charge AS c ON c.id = l.source WHERE c.deleted IS NOT 1 AND c.article IS NOT NULL"
OF_CHARGES = (
    f"SELECT l.now, c.article FROM link AS l {_CHARGES} AND l.now IN (:ids) "
    "AND l.kind = 'charge' AND l.field = 'prosecution'"
)
OF_PROSECUTIONS = (
    "SELECT p.now, c.article FROM link AS p CROSS JOIN link AS l ON l.now = p.source AND l.kind = 'charge' "
    f"AND l.field = 'prosecution' CROSS {_CHARGES} AND p.now IN (:ids) "
    "AND p.kind = 'prosecution' AND p.field = 'person'"
)
OF_RESTRICTIONS = (
    "SELECT l.now, c.article FROM link AS l CROSS JOIN restriction AS c ON c.id = l.source "
    "WHERE l.now IN (:ids) AND l.kind = 'restriction' AND l.field = 'person' "
    "AND c.deleted IS NOT 1 AND c.article IS NOT NULL"
)
OF_THEIR_PERSON = (
    "SELECT l.source, p.region FROM link AS l CROSS JOIN person AS p ON p.id = l.now "
    "WHERE l.source IN (:ids) AND l.field = 'person' AND p.region IS NOT NULL"
)
READ: Mapping[str, tuple[tuple[str, str], ...]] = {
    "prosecution": ((CHARGED, OF_CHARGES), (LIVING, OF_THEIR_PERSON)),
    "person": ((CHARGED, OF_PROSECUTIONS), (CHARGED, OF_RESTRICTIONS)),
    **{kind: ((LIVING, OF_THEIR_PERSON),) for kind in OF_PERSON if kind != "prosecution"},
}
"""What is read for the records of a kind besides their own fields."""

OWNERS = "SELECT now FROM link WHERE source IN (:ids) AND field = '{field}'"
BELONGING = (
    "SELECT kind, source FROM link WHERE now IN (:ids) "
    f"AND kind IN ({', '.join(map(repr, OF_PERSON))}) AND field = 'person'"
)
GROUPS = "SELECT now FROM record WHERE id IN (:ids)"
_NO_WORD = re.compile(r"[\W_]+")


def choice_mark(field: str, value: str) -> str:
    """The word by which the index knows that a term was chosen; "" for one that makes no word."""
    plain = _NO_WORD.sub("", value.lower())
    return f"{CHOICE_MARK}{field}{plain}" if plain else ""


@cache
def chosen(kind: str) -> tuple[str, ...]:
    """The fields of a kind whose terms are words of the index."""
    return tuple(key for key in CHOICES if key in kinds()[kind].fields)


def own(fields: Sequence[str], values: Sequence[str | None]) -> Iterator[str]:
    """The words for what was chosen in a record itself."""
    for field, value in zip(fields, values, strict=True):
        if not value:
            continue
        if field == "tags":
            terms = orjson.loads(value)
        elif field == "liberty":
            terms = [str(orjson.loads(value).get("status") or "")]
        else:
            terms = [value]
        yield from (choice_mark(field, str(one)) for one in terms)


def of_others(connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, set[str]]:
    """The words for what was chosen in records that belong to these, or that these belong to, by id."""
    found: dict[str, set[str]] = {}
    for field, statement in READ.get(kind, ()):
        for one, value in rows_of(connection, statement, ids):
            found.setdefault(one, set()).add(choice_mark(field, value))
    return found


def concerned(
    connection: Connection,
    touched: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]],
) -> dict[str, AbstractSet[str]]:
    """The other records whose words change with those that were touched, by kind.

    `fields` says of some of those that only these fields were set; of the others anything may have
    changed, so that they are not named here once more: an import may touch a million.
    """

    def those(kind: str, *deciding: str) -> Iterator[str]:
        for one in touched.get(kind, ()):
            if (changed := fields.get(one)) is None or not frozenset(deciding).isdisjoint(changed):
                yield one

    def others(kind: str, ids: Iterable[str]) -> AbstractSet[str]:
        here = touched.get(kind, frozenset())
        return gathered(one for one in ids if one in fields or one not in here)

    prosecutions = others(
        "prosecution",
        _owners(connection, those("charge", "prosecution", "article", "deleted"), "prosecution"),
    )
    belonging = chain(
        prosecutions,
        those("prosecution", "person", "deleted"),
        those("restriction", "person", "article", "deleted"),
    )
    found = {
        "prosecution": prosecutions,
        "person": others("person", _owners(connection, belonging, "person")),
    }
    moved = those("person", "region", "merged_into", "deleted")
    around = ByKind()
    for kind, source in _of_moved(connection, moved):
        if source in fields or source not in touched.get(kind, frozenset()):
            around.add(kind, source)
    for kind, ids in around.ids().items():
        found[kind] = IdSet.united((found.get(kind, frozenset()), ids))
    return {kind: ids for kind, ids in found.items() if ids}


def _of_moved(connection: Connection, moved: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What belongs to people whose region may be another one now, or whom another one stands for."""
    for group in groups(moved):
        together = {*group, *said(connection, group, ("merged_into",))}
        around = {row[0] for row in rows_of(connection, GROUPS, sorted(together))}
        yield from rows_of(connection, BELONGING, sorted(together | around))


def _owners(connection: Connection, ids: Iterable[str], field: str) -> Iterator[str]:
    """Whom these belong to by a link, and once belonged to."""
    for group in groups(ids):
        yield from (row[0] for row in rows_of(connection, OWNERS.format(field=field), sorted(group)))
        yield from said(connection, group, (field,))
