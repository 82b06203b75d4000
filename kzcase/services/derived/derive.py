"""Keeps what is due and in force right, in the transaction that changed the records.

Only what differs is written, so that a save which changes no date costs a few
look-ups and no page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from operator import itemgetter

from sqlalchemy import Connection

from kzcase.history.idset import IdSet, ascending
from kzcase.history.tables import GROUP, groups, many
from kzcase.progress import Progress, quiet
from kzcase.search.statements import rows_of
from kzcase.services.derived import awaited, compute, course, follow, items, reckoned, tally
from kzcase.services.derived.alike import Alike
from kzcase.services.derived.compute import Derived
from kzcase.services.derived.items import ItemRow
from kzcase.services.derived.tally import StretchRow

ITEMS = f"SELECT {', '.join(ItemRow._fields)} FROM agenda_item WHERE record IN (:ids)"
STRETCHES = f"SELECT {', '.join(StretchRow._fields)} FROM restriction_stretch WHERE record IN (:ids)"
LEANS = "SELECT source, record FROM agenda_lean WHERE record IN (:ids)"
OF_PEOPLE = f"SELECT {', '.join(StretchRow._fields)} FROM restriction_stretch WHERE person IN (:ids)"

PUT_ITEM = (
    f"INSERT INTO agenda_item ({', '.join(ItemRow._fields)}) VALUES ({', '.join('?' * len(ItemRow._fields))})"
)
PUT_STRETCH = (
    f"INSERT INTO restriction_stretch ({', '.join(StretchRow._fields)}) "
    f"VALUES ({', '.join('?' * len(StretchRow._fields))})"
)
PUT_LEAN = "INSERT INTO agenda_lean (source, record) VALUES (?, ?)"
FORGET_ITEM = "DELETE FROM agenda_item WHERE record = ? AND item = ?"
FORGET_STRETCH = "DELETE FROM restriction_stretch WHERE record = ? AND begins = ?"
FORGET_LEAN = "DELETE FROM agenda_lean WHERE source = ? AND record = ?"

DATING = "Bringing dates up to date"
_BY_KEY = itemgetter(0, 1)  # what a row is known by; the rest of it may be None, which has no order

NOTHING: Mapping[str, Collection[str]] = {}


def derive(
    connection: Connection,
    touched: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]] = NOTHING,
    progress: Progress | None = None,
) -> None:
    """Derive again what depends on the touched records, by kind; called by history after it wrote them.

    `fields` says of some records that only these fields of theirs were set; of
    the others anything may have changed. Most saves set nothing on which anything here depends.
    Raises `Cancelled`.
    """
    if any(_decides(kind, fields.get(one)) for kind, ids in touched.items() for one in ids):
        derive_all(connection, touched, fields, progress or quiet())


def derive_all(
    connection: Connection,
    touched: Mapping[str, Collection[str]],
    fields: Mapping[str, Collection[str]],
    progress: Progress,
) -> None:
    """The same, with everything asked whether it depends on what was touched."""
    progress.step(DATING)
    for kind in (kind for kind in items.DATED if kind in touched):
        own = (*items.fields_of(kind), "deleted")
        _derive(connection, kind, follow.concerned(touched, fields, kind, own), progress)
    for kind in reckoned.KINDS:
        own = (*reckoned.fields_of(kind), "deleted")
        found = follow.concerned(touched, fields, kind, own)
        found = IdSet.united((found, follow.changed(connection, touched, fields, kind)))
        _derive(connection, kind, found, progress)
    _derive(connection, awaited.KIND, awaited.touched(connection, touched, fields), progress)
    _derive(connection, course.KIND, course.touched(connection, touched, fields), progress)
    _derive(connection, "restriction", follow.restrictions(connection, touched, fields), progress)


def _decides(kind: str, changed: Collection[str] | None) -> bool:
    return changed is None or not deciding(kind).isdisjoint(changed)


@cache
def deciding(kind: str) -> frozenset[str]:
    """The fields of a kind on which anything that is derived here depends."""
    found = {*follow.DECIDING.get(kind, ()), *awaited.BY_KIND.get(kind, ()), *course.deciding(kind)}
    if kind in items.DATED:
        found.update(items.fields_of(kind))
    if kind in reckoned.KINDS:
        found.update(reckoned.fields_of(kind))
    return frozenset((*found, "deleted"))


def _derive(connection: Connection, kind: str, ids: AbstractSet[str], progress: Progress) -> None:
    if not ids:  # most saves change nothing that is due
        return
    alike = Alike()
    for number, group in enumerate(groups(ascending(ids))):
        progress.step(DATING, number * GROUP, len(ids))
        now, was = compute.of_kind(connection, kind, group, alike), present(connection, group)
        _count(connection, was.stretches, now.stretches)
        _put(connection, now, was)


def present(connection: Connection, ids: Collection[str]) -> Derived:
    """What the derived tables hold for these records."""
    ids = sorted(ids)
    return Derived(
        {ItemRow(*row) for row in rows_of(connection, ITEMS, ids)},
        {StretchRow(*row) for row in rows_of(connection, STRETCHES, ids)},
        {(source, record) for source, record in rows_of(connection, LEANS, ids)},
    )


def _count(connection: Connection, was: set[StretchRow], now: set[StretchRow]) -> None:
    """Bring the tally up to date before the stretches themselves are changed."""
    if was == now:
        return
    people = {row.person for row in was | now if row.person is not None}
    beside = {StretchRow(*row) for row in rows_of(connection, OF_PEOPLE, sorted(people))} - was
    tally.change(connection, was | beside, now | beside)


def _put(connection: Connection, now: Derived, was: Derived) -> None:
    """Write what differs, in an order that does not depend on chance."""
    many(connection, FORGET_ITEM, sorted(row[:2] for row in was.items - now.items))
    many(connection, PUT_ITEM, sorted(now.items - was.items, key=_BY_KEY))
    many(connection, FORGET_STRETCH, sorted(row[:2] for row in was.stretches - now.stretches))
    many(connection, PUT_STRETCH, sorted(now.stretches - was.stretches, key=_BY_KEY))
    many(connection, FORGET_LEAN, sorted(was.leans - now.leans))
    many(connection, PUT_LEAN, sorted(now.leans - was.leans))
