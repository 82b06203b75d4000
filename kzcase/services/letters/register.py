"""Reads the register of letters: one view of it a page, by key, and how many each view has.

What waits for a reply is found by the agenda's index, everything else by the
letters' own by direction and day. So a page costs the same whatever the number
of letters. One asked for by person, addressee or text goes through the letters
of those alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from kzcase.history.tables import run
from kzcase.search import query as searching
from kzcase.search.statements import rows_of
from kzcase.services import belongings
from kzcase.services.derived.items import OPEN_WAITING
from kzcase.services.letters.painting import SETTLED, awaited_of, painted
from kzcase.services.letters.shapes import (
    ALL,
    DRAFTS,
    INCOMING,
    MOST_COUNTED,
    OVERDUE,
    SOON,
    SOON_DAYS,
    UNANSWERED,
    VIEWS,
    WAITING,
    RegisterPage,
    RegisterRow,
)
from kzcase.services.office import Office

MOST = 100
MOST_FOUND = 1_000
"""Of more letters than this that a text finds, the first are looked at."""

Key = tuple[str, str]
"""A letter's place in the order of a view: the day it goes by, and its id."""

_SETTLED = ", ".join(f"'{one}'" for one in sorted(SETTLED))
UNDATED = "''"
"""Stands for the day of letters that have none: they come by their ids."""
HERE = "JOIN record AS r ON r.id = k.id AND r.status = 'here'"


@dataclass(frozen=True, slots=True)
class _Part:
    """One range of an index: where its rows stand, what holds of them, the day they go by."""

    source: str
    condition: str
    place: str
    record: str
    descending: bool = False

    def statement(self, *, goes_on: bool) -> str:
        """The SELECT of (id, place) in order; its values by name, `limit` among them."""
        way, beyond = (" DESC", "<") if self.descending else ("", ">")
        if self.place == UNDATED:
            key, marks, order = self.record, ":after_id", self.record
        else:
            key, marks = f"({self.place}, {self.record})", "(:after_place, :after_id)"
            order = f"{self.place}{way}, {self.record}{way}"
        more = f" AND {key} {beyond} {marks}" if goes_on else ""
        return (
            f"SELECT {self.record}, {self.place} FROM {self.source} "
            f"WHERE {self.condition}{more} ORDER BY {order} LIMIT :limit"
        )


def _items(what: str, condition: str, *, descending: bool = False) -> _Part:
    return _Part(
        "agenda_item AS i",
        f"i.what = '{what}' AND {condition} AND i.waits AND i.shown",
        "i.latest",
        "i.record",
        descending,
    )


def _open(condition: str, *, descending: bool = False) -> _Part:
    """Replies of which only the first possible day is known."""
    return _Part(
        "agenda_item AS i",
        f"i.reach = {OPEN_WAITING} AND {condition} AND i.what = 'letter_due' AND i.shown",
        "i.earliest",
        "i.record",
        descending,
    )


def _letters(condition: str, place: str = "k.sent", *, descending: bool = True) -> _Part:
    return _Part(f"letter AS k {HERE}", condition, place, "k.id", descending)


PARTS: Mapping[str, tuple[tuple[_Part, ...], ...]] = {
    # Each view is read range after range; the ranges of one tuple are merged by their days.
    OVERDUE: ((_items("letter_due", "i.latest < :day", descending=True),),),
    SOON: ((_items("letter_due", "i.latest BETWEEN :day AND :soon"),),),
    WAITING: (
        (
            _items("letter_due", "i.latest IS NOT NULL"),
            _items("letter_unanswered", "i.latest IS NOT NULL"),
            _open("i.earliest IS NOT NULL"),
        ),
    ),
    UNANSWERED: (
        (
            _items("letter_due", "i.latest < :day", descending=True),
            _items("letter_unanswered", "i.latest < :day", descending=True),
            _open("i.earliest < :day", descending=True),
        ),
    ),
    DRAFTS: (
        (
            _letters(
                "k.direction = 'out' AND k.sent IS NULL AND k.answered IS NULL "
                f"AND (k.status IS NULL OR k.status NOT IN ({_SETTLED}))",
                UNDATED,
                descending=False,
            ),
        ),
    ),
    INCOMING: (
        (_letters("k.direction = 'in' AND k.sent IS NULL", UNDATED, descending=False),),
        (_letters("k.direction = 'in' AND k.sent IS NOT NULL"),),
    ),
    ALL: (
        (_letters("k.sent IS NULL", UNDATED, descending=False),),
        (_letters("k.sent IS NOT NULL"),),
    ),
}


def register(
    office: Office,
    as_of: date,
    *,
    view: str = ALL,
    query: str = "",
    addressee: str | None = None,
    person: str | None = None,
    after: Key | None = None,
    limit: int = MOST,
    language: str = "en",
) -> RegisterPage:
    """One page of a view (`VIEWS`), with the number of letters in each view.

    What is overdue comes the latest first, what waits the soonest due first,
    everything else the newest first, after what has no day. `query` finds
    letters by their words and by the names of those they are to, from or about,
    `addressee` (a contact, organisation or person) those to or from it and its
    contacts, `person` those about one. `after` is the key of the last row of the
    page before.
    """
    if view not in VIEWS:
        raise ValueError(f"the register has no view {view}")
    with office.searching() if query.strip() else office.read() as session:
        chosen = _chosen(session, office, query, addressee, person)
        if chosen is not None:
            return _of_few(session, chosen, as_of, view, after, limit, language)
        found = _page(session, view, as_of, after, limit + 1)
        counts = {one: _count(session, one, as_of) for one in VIEWS}
        rows = painted(session, found[:limit], as_of, language)
    return RegisterPage(rows, len(found) > limit, counts)


def newest(
    session: Session, ids: Sequence[str], as_of: date, language: str, limit: int
) -> tuple[RegisterRow, ...]:
    """The lines of the newest of some letters, after those that have no day."""
    return painted(session, _sorted(_facts(session, ids, as_of), ALL)[:limit], as_of, language)


def overdue_of(session: Session, ids: Sequence[str], as_of: date) -> list[str]:
    """Those of some letters whose reply is overdue on a day."""
    waits = awaited_of(session, ids)
    return [
        one
        for one, found in waits.items()
        if found.what == "letter_due" and found.latest is not None and found.latest < as_of
    ]


def _given(as_of: date, limit: int) -> dict[str, Any]:
    try:
        soon = as_of + timedelta(days=SOON_DAYS)
    except OverflowError:
        soon = date.max
    return {"day": as_of.isoformat(), "soon": soon.isoformat(), "limit": limit}


def _page(session: Session, view: str, as_of: date, after: Key | None, limit: int) -> list[tuple[str, Key]]:
    ranges = PARTS[view]
    if after is not None and len(ranges) > 1 and after[0]:
        ranges = ranges[1:]  # the page before was among those that have a day
    found: list[tuple[str, Key]] = []
    for parts in ranges:
        goes_on = after is not None and (
            len(PARTS[view]) == 1 or bool(after[0]) is (parts is PARTS[view][-1])
        )
        found += _merged(session, parts, as_of, after if goes_on else None, limit - len(found))
        if len(found) >= limit:
            break
    return found


def _merged(
    session: Session, parts: Sequence[_Part], as_of: date, after: Key | None, limit: int
) -> list[tuple[str, Key]]:
    given = _given(as_of, limit)
    if after is not None:
        given |= {"after_place": after[0], "after_id": after[1]}
    rows: dict[str, Key] = {}
    for part in parts:
        for record, place in _run(session, part.statement(goes_on=after is not None), given):
            rows.setdefault(record, (place or "", record))
    ordered = sorted(rows.items(), key=lambda one: one[1], reverse=parts[0].descending)
    return ordered[:limit]


def _count(session: Session, view: str, as_of: date) -> int:
    """How many letters a view has; at most `MOST_COUNTED`."""
    number = 0
    for part in (part for parts in PARTS[view] for part in parts):
        counted = f"SELECT count(*) FROM (SELECT 1 FROM {part.source} WHERE {part.condition} LIMIT :limit)"
        ((several,),) = _run(session, counted, _given(as_of, MOST_COUNTED - number))
        number += int(several)
    return number


def _run(session: Session, statement: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    driver: Any = session.connection().connection.driver_connection
    return list(driver.execute(statement, dict(given)).fetchall())


# ---- by person, addressee or text: through those letters alone

FACTS = f"SELECT k.id, k.direction, k.sent, k.status, k.answered FROM letter AS k {HERE} WHERE k.id IN (:ids)"
OF_PERSON = "SELECT source FROM link WHERE now = ? AND kind = 'letter' AND field = 'persons'"
OF_ADDRESSEES = (
    "SELECT DISTINCT source FROM link WHERE now IN (:ids) AND kind = 'letter' "
    "AND field IN ('addressees', 'senders')"
)
NAMED = ("contact", "organisation", "person")
MOST_NAMED = 200
"""So many people and bodies that a text finds are looked at for their letters."""
NAMING = (
    "SELECT DISTINCT source FROM link WHERE now IN (:ids) AND kind = 'letter' "
    "AND field IN ('addressees', 'senders', 'persons')"
)
CONTACTS_OF = "SELECT source FROM link WHERE now IN (:ids) AND kind = 'contact' AND field = 'organisation'"
CONTACTS = "SELECT source FROM link WHERE now = ? AND kind = 'contact' AND field = 'organisation'"


@dataclass(frozen=True, slots=True)
class _Fact:
    """What decides into which views a letter goes, and where."""

    record: str
    sent: str
    views: Mapping[str, str]


def addressed_to(session: Session, addressee: str) -> list[str]:
    """The letters to and from an addressee; of an organisation also those to and from its contacts."""
    now = belongings.now_of(session, addressee)
    connection = session.connection()
    circle = [now, *(row[0] for row in run(connection, CONTACTS, (now,)).fetchall())]
    return sorted(row[0] for row in rows_of(connection, OF_ADDRESSEES, sorted(set(circle))))


def _chosen(
    session: Session, office: Office, query: str, addressee: str | None, person: str | None
) -> list[str] | None:
    """The letters that were asked for; None for all."""
    sets: list[set[str]] = []
    if person is not None:
        now = belongings.now_of(session, person)
        sets.append({row[0] for row in run(session.connection(), OF_PERSON, (now,)).fetchall()})
    if addressee is not None:
        sets.append(set(addressed_to(session, addressee)))
    if query.strip():
        sets.append(_found(session, office, query))
    return sorted(set.intersection(*sets)) if sets else None


def _found(session: Session, office: Office, query: str) -> set[str]:
    """The letters with these words, and those to, from or about somebody who is called so."""
    letters, named = (
        {hit.id for hit in hits}
        for hits in (
            searching.find(session, query, kinds=kinds, limit=most, alike=False, known=office.known_words)
            for kinds, most in ((("letter",), MOST_FOUND), (NAMED, MOST_NAMED))
        )
    )
    connection = session.connection()
    named |= {row[0] for row in rows_of(connection, CONTACTS_OF, sorted(named))}
    return letters | {row[0] for row in rows_of(connection, NAMING, sorted(named))}


def _of_few(
    session: Session,
    chosen: Sequence[str],
    as_of: date,
    view: str,
    after: Key | None,
    limit: int,
    language: str,
) -> RegisterPage:
    facts = _facts(session, chosen, as_of)
    counts = {one: min(sum(one in fact.views for fact in facts), MOST_COUNTED) for one in VIEWS}
    ordered = _sorted(facts, view)
    if after is not None:
        places = [key for _, key in ordered]
        ordered = ordered[places.index(after) + 1 :] if after in places else ordered
    return RegisterPage(painted(session, ordered[:limit], as_of, language), len(ordered) > limit, counts)


def _facts(session: Session, ids: Sequence[str], as_of: date) -> list[_Fact]:
    waits = awaited_of(session, ids)
    soon = _given(as_of, 0)["soon"]
    facts = []
    for record, direction, sent, status, answered in rows_of(session.connection(), FACTS, ids):
        views = {ALL: sent or ""}
        if direction == "in":
            views[INCOMING] = sent or ""
        elif direction == "out" and not sent and not answered and status not in SETTLED:
            views[DRAFTS] = ""
        found = waits.get(record)
        if found is not None and found.what != "reply_owed":
            place = found.latest.isoformat() if found.latest else found.day.removesuffix("/..")
            views[WAITING] = place
            if found.latest is not None and found.latest < as_of:
                views[UNANSWERED] = place
                if found.what == "letter_due":
                    views[OVERDUE] = place
            elif found.latest is None and place < as_of.isoformat():
                views[UNANSWERED] = place
            elif found.what == "letter_due" and found.latest is not None and place <= soon:
                views[SOON] = place
        facts.append(_Fact(record, sent or "", views))
    return facts


def _sorted(facts: Iterable[_Fact], view: str) -> list[tuple[str, Key]]:
    keys = [(fact.record, (fact.views[view], fact.record)) for fact in facts if view in fact.views]
    if view in (OVERDUE, UNANSWERED):
        return sorted(keys, key=lambda one: one[1], reverse=True)
    if view in (SOON, WAITING, DRAFTS):
        return sorted(keys, key=lambda one: one[1])
    undated = sorted((one for one in keys if not one[1][0]), key=lambda one: one[1])
    dated = sorted((one for one in keys if one[1][0]), key=lambda one: one[1], reverse=True)
    return [*undated, *dated]
