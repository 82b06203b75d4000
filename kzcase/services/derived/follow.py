"""Follows links from what was touched to the restrictions whose dates, person or region may be others now.

Links lead from a record as it stands now; how it stood before is remembered
in the derived tables themselves (`agenda_lean`, `restriction_stretch.person`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from sqlalchemy import Connection

from kzcase.history.idset import Gathered, ascending, gathered
from kzcase.history.tables import groups
from kzcase.search.statements import rows_of
from kzcase.services.derived.readings import CHANGED, DATED

RESTRICTION = frozenset((*DATED, "person", "penalty", "article", "deleted"))
PENALTY = frozenset(("sentence", "kind", "conditional", "deleted"))
CHANGE = frozenset((*CHANGED, "record", "deleted"))
PERSON = frozenset(("merged_into", "region", "deleted"))
DECIDING = MappingProxyType(
    {"restriction": RESTRICTION, "penalty": PENALTY, "restriction_change": CHANGE, "person": PERSON}
)
"""By kind the fields from which the way leads on to a restriction, or to what a later decision changes."""

LEANING = (
    "SELECT r.id, r.kind FROM agenda_lean AS l JOIN record AS r ON r.id = l.record WHERE l.source IN (:ids)"
)
OF_THE_SAME_SENTENCE = (
    "SELECT r.source FROM link AS own "
    "JOIN link AS other ON other.now = own.now AND other.kind = 'penalty' AND other.field = 'sentence' "
    "JOIN link AS r ON r.target = other.source AND r.kind = 'restriction' AND r.field = 'penalty' "
    "WHERE own.source IN (:ids) AND own.field = 'sentence'"
)
CHANGED_BY = (
    "SELECT r.id, r.kind FROM link AS l JOIN record AS r ON r.id = l.now "
    "WHERE l.source IN (:ids) AND l.kind = 'restriction_change' AND l.field = 'record'"
)
STANDING = "SELECT now FROM record WHERE id IN (:ids)"
MERGED_INTO = (
    "SELECT r.now FROM link AS l JOIN record AS r ON r.id = l.source "
    "WHERE l.target IN (:ids) AND l.field = 'merged_into'"
)
ONCE_OF_PEOPLE = "SELECT record FROM restriction_stretch WHERE person IN (:ids)"
OF_PEOPLE = "SELECT source FROM link WHERE now IN (:ids) AND kind = 'restriction' AND field = 'person'"

Touched = Mapping[str, Collection[str]]
Fields = Mapping[str, Collection[str]]


def restrictions(connection: Connection, touched: Touched, fields: Fields) -> AbstractSet[str]:
    """The restrictions that must be derived anew; `fields` as in `kzcase.history.ledger.Deriver`."""
    found = Gathered()
    found.update(concerned(touched, fields, "restriction", RESTRICTION))
    if penalties := concerned(touched, fields, "penalty", PENALTY):
        for statement in (LEANING, OF_THE_SAME_SENTENCE):
            found.update(row[0] for row in rows_of(connection, statement, ascending(penalties)))
    found.update(changed(connection, touched, fields, "restriction"))
    for people in groups(ascending(concerned(touched, fields, "person", PERSON))):
        around = sorted(_standing_around(connection, people))
        for statement in (OF_PEOPLE, ONCE_OF_PEOPLE):
            found.update(row[0] for row in rows_of(connection, statement, around))
    return found.ids()


def changed(connection: Connection, touched: Touched, fields: Fields, kind: str) -> AbstractSet[str]:
    """The records of a kind on which a later decision was touched, or once stood."""
    if not (changes := concerned(touched, fields, "restriction_change", CHANGE)):
        return frozenset()
    return gathered(
        record
        for statement in (LEANING, CHANGED_BY)
        for record, of in rows_of(connection, statement, ascending(changes))
        if of == kind
    )


def concerned(touched: Touched, fields: Fields, kind: str, deciding: Collection[str]) -> AbstractSet[str]:
    """The touched records of a kind whose deciding fields, or any, may have been set."""
    if kind not in touched:  # asked of a dozen kinds by every save
        return frozenset()
    return gathered(_concerned(touched[kind], fields, deciding))


def _concerned(ids: Collection[str], fields: Fields, deciding: Collection[str]) -> Iterator[str]:
    decides = frozenset(deciding)
    return (one for one in ids if (changed := fields.get(one)) is None or not decides.isdisjoint(changed))


def _standing_around(connection: Connection, people: Collection[str]) -> set[str]:
    """These people, who stands for them, and who stands for those that were merged into them."""
    around = set(people)
    for statement in (STANDING, MERGED_INTO):
        around.update(row[0] for row in rows_of(connection, statement, sorted(people)))
    return around
