"""The board of restrictions: everything in force on a day, with days left, who is about to be free.

A page is read by key from an index of the days on which restrictions are in
force, so that it costs the same in a large vault as in a small one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from kzcase.history.tables import run, single
from kzcase.names.collation import sort_key
from kzcase.search.statements import rows_of
from kzcase.services import belongings, restrictions
from kzcase.services.derived.tally import NEVER, StretchRow
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.restrictions import Standing

END, START, PERSON = "end", "start", "person"
FILTERS = ("kind", "region", "article")
FREE, ON_TOP = "free", "on_top"
CHANGE = "change"
CHANGES = (FREE, ON_TOP)
"""What the board can be narrowed to beside terms: whose last restriction ends soon, who has a second one."""
SORTS = (END, START, PERSON, *FILTERS)
MOST = 100
NO_TERM = ""
"""Stands for the restrictions that have no term in a column."""
SOON = timedelta(days=30)
"""Whose last restriction ends within this time is about to be free."""

ABOUT_TO_BE_FREE = {"en": "about to be free", "ru": "скоро на свободе", "kk": "жақында босайды"}
SECOND_ON_TOP = {
    "en": "second ban on top",
    "ru": "второе ограничение поверх первого",
    "kk": "үстіне екінші шектеу",
}
BEYOND_LAW = {
    "en": "longer than the law allows",
    "ru": "дольше, чем допускает закон",
    "kk": "заң рұқсат еткеннен ұзақ",
}
UNDECIDED = {"en": "undecided", "ru": "не решено", "kk": "шешілмеген"}

COLUMNS = ", ".join(f"s.{name}" for name in StretchRow._fields)
CONDITIONS: Mapping[str, str] = MappingProxyType(
    {
        FREE: "s.person IS NOT NULL AND s.ends <= ? AND NOT EXISTS ("
        "SELECT 1 FROM restriction_stretch AS o WHERE o.person = s.person AND o.ends > ?)",
        ON_TOP: "EXISTS (SELECT 1 FROM restriction_stretch AS o WHERE o.person = s.person "
        "AND o.record <> s.record AND o.state = 'yes' AND o.begins < "
        "(SELECT min(begins) FROM restriction_stretch AS own WHERE own.record = s.record) "
        "AND o.ends >= (SELECT min(begins) FROM restriction_stretch AS own WHERE own.record = s.record))",
    }
)
OF_PEOPLE = f"SELECT {COLUMNS} FROM restriction_stretch AS s WHERE s.person IN (:ids)"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One restriction in force, or perhaps in force, as the board shows it.

    `share` is how much of its time has passed (0 to 1), 0 when that cannot be
    told; `days_left` None when its end is not one day. `state` is "yes" or
    "unknown", `certainty` how its end is known. `key` is its place in the
    order: give it as `after` to go on from here.
    """

    id: str
    person: str
    person_title: str
    kind_words: str
    article_words: str
    region_words: str
    begins: str
    ends_text: str
    days_left: int | None
    share: float
    certainty: str
    state: str
    marks: tuple[str, ...]
    text: str
    key: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the board, and whether there are more after the last one."""

    rows: tuple[BoardRow, ...]
    more: bool


def rows(
    office: Office,
    as_of: date,
    *,
    sort: str = END,
    kind: str | None = None,
    region: str | None = None,
    article: str | None = None,
    change: str | None = None,
    after: tuple[Any, ...] | None = None,
    limit: int = MOST,
    language: str = "en",
) -> Page:
    """What is in force on a day, or may be: the soonest to end first, the newest first, or by a column.

    `sort` is one of `SORTS`; `kind`, `region` and `article` are terms that rows
    must have; `change` is one of `CHANGES`. Restrictions without a known end come last by end. By kind,
    region or article they come in the order of the terms' words, of each term
    the soonest to end first.
    """
    wanted = {"kind": kind, "region": region, "article": article, CHANGE: change}
    with office.read() as session:
        found: list[tuple[StretchRow, tuple[Any, ...]]]
        if sort in FILTERS and wanted[sort] is None:
            found = _by_term(session, as_of, sort, wanted, after, limit + 1, language)
        else:
            found = _found(session, as_of, END if sort in FILTERS else sort, wanted, after, limit + 1)
        return Page(_painted(session, found[:limit], as_of, language), len(found) > limit)


def _found(
    session: Session,
    as_of: date,
    sort: str,
    wanted: Mapping[str, str | None],
    after: tuple[Any, ...] | None,
    limit: int,
    lead: tuple[str, ...] = (),
) -> list[tuple[StretchRow, tuple[Any, ...]]]:
    """The stretches of one page, each with its key in the order; `lead` is the filter to go by first."""
    filters = tuple(name for name in (*lead, *FILTERS) if wanted[name] is not None)
    filters = tuple(dict.fromkeys(filters))
    change = wanted[CHANGE] or ""
    statement = _statement(sort, filters, change, goes_on=after is not None)
    day = as_of.isoformat()
    soon = (_soon(as_of),) * CONDITIONS.get(change, "").count("?")
    terms = (wanted[name] if wanted[name] != NO_TERM else None for name in filters)
    values = (day, day, *terms, *soon, *(after or ()), limit)
    width = len(StretchRow._fields)
    return [
        (StretchRow(*row[:width]), tuple(row[width:]))
        for row in run(session.connection(), statement, values).fetchall()
    ]


def _by_term(
    session: Session,
    as_of: date,
    sort: str,
    wanted: Mapping[str, str | None],
    after: tuple[Any, ...] | None,
    limit: int,
    language: str,
) -> list[tuple[StretchRow, tuple[Any, ...]]]:
    """The same, term after term: each is a range of its own index, and what ended long ago is never read."""
    terms = _terms(session, sort, language)
    if after is not None:
        terms = terms[terms.index(after[0]) :] if after[0] in terms else terms
    found: list[tuple[StretchRow, tuple[Any, ...]]] = []
    for term in terms:
        goes_on = after[1:] if after is not None and term == after[0] else None
        narrowed = {**wanted, sort: term}
        rows = _found(session, as_of, END, narrowed, goes_on, limit - len(found), (sort,))
        found += [(row, (term, *key)) for row, key in rows]
        if len(found) >= limit:
            break
    return found


def _terms(session: Session, column: str, language: str) -> list[str]:
    """The terms that stretches have in a column, in the order of their words; none comes first as ""."""
    after = f"SELECT min({column}) FROM restriction_stretch WHERE {column} > ?"
    found, term = [], single(session.connection(), after, ("",))
    while term is not None:
        found.append(str(term))
        term = single(session.connection(), after, (term,))
    speaker = Speaker(session, language)
    vocabulary = {"kind": "restriction_kind", "region": "region", "article": "law_article"}[column]
    return [*sorted(found, key=lambda one: sort_key(speaker.label(vocabulary, one))), NO_TERM]


@cache
def _statement(sort: str, filters: tuple[str, ...], change: str, *, goes_on: bool) -> str:
    """The SELECT of one page; its values: the day twice, the filters', the key to go on from, the limit."""
    if change and change not in CONDITIONS:
        raise ValueError(f"the board cannot be narrowed to {change}")
    source = "restriction_stretch AS s"
    ends, begins = "s.ends", "s.begins"
    match sort:
        case "end":
            place, id_, way, begins = "s.ends", "s.record", "", "+s.begins"
        case "start":
            place, id_, way, ends = "s.begins", "s.record", " DESC", "+s.ends"
        case "person":
            # A restriction stands in the registry under its person's name.
            source = f"record AS r CROSS JOIN {source} ON s.record = r.id"
            place, id_, way, ends, begins = "r.sort", "r.id", "", "+s.ends", "+s.begins"
        case _:
            raise ValueError(f"the board cannot be sorted by {sort}")
    conditions = [f"{ends} >= ?", f"{begins} <= ?"]
    for number, name in enumerate(filters):
        # Only one filter can lead an index, and only where rows come by their end.
        conditions.append(f"{'' if sort == END and number == 0 else '+'}s.{name} IS ?")
    if sort == PERSON:
        conditions.append("r.kind = 'restriction'")
    if change:
        conditions.append(CONDITIONS[change])
    if goes_on:
        conditions.append(f"({place}, {id_}) {'<' if way else '>'} (?, ?)")
    where = " AND ".join(conditions)
    return (
        f"SELECT {COLUMNS}, {place}, {id_} FROM {source} "
        f"WHERE {where} ORDER BY {place}{way}, {id_}{way} LIMIT ?"
    )


def _painted(
    session: Session, found: Sequence[tuple[StretchRow, tuple[Any, ...]]], as_of: date, language: str
) -> tuple[BoardRow, ...]:
    speaker = Speaker(session, language)
    people = sorted({row.person for row, _ in found if row.person is not None})
    speaker.remember_titles(people)
    beside: dict[str, list[StretchRow]] = {}
    for values in rows_of(session.connection(), OF_PEOPLE, people):
        beside.setdefault(StretchRow(*values).person or "", []).append(StretchRow(*values))
    records = belongings.rows(session, "restriction", [row.record for row, _ in found])
    standing = {one.id: one for one in restrictions.standings(session, records, as_of, language)}
    return tuple(
        _row(speaker, row, standing[row.record], beside.get(row.person or "", []), as_of, key)
        for row, key in found
    )


def _row(
    speaker: Speaker,
    row: StretchRow,
    one: Standing,
    beside: Sequence[StretchRow],
    as_of: date,
    key: tuple[Any, ...],
) -> BoardRow:
    language = speaker.language
    end = one.state.end or one.ends.shown
    return BoardRow(
        id=row.record,
        person=row.person or "",
        person_title=speaker.title(row.person) if row.person else "",
        kind_words=speaker.label("restriction_kind", row.kind) if row.kind else "",
        article_words=speaker.label("law_article", row.article) if row.article else "",
        region_words=speaker.label("region", row.region) if row.region else "",
        begins=one.begins.show(language) if one.begins else "",
        ends_text=one.end_text(language),
        days_left=one.days_left(as_of),
        share=_share(one, as_of),
        certainty="unknown" if row.state == "unknown" else end.certainty if end else one.state.certainty,
        state=row.state,
        marks=tuple(_marks(row, one, beside, as_of, language)),
        text=one.text,
        key=key,
    )


def _share(one: Standing, as_of: date) -> float:
    """How much of its time has passed, if it began and ends on one day each."""
    end = one.state.end or one.ends.shown
    first = one.begins.day if one.begins else None
    last = end.day if end else None
    if first is None or last is None or last <= first:
        return 0.0
    return min(1.0, max(0.0, (as_of - first).days / (last - first).days))


def _marks(
    row: StretchRow, one: Standing, beside: Sequence[StretchRow], as_of: date, language: str
) -> list[str]:
    marks = []
    left = [other.ends for other in beside if other.ends >= as_of.isoformat()]
    if left and max(left) <= _soon(as_of):
        marks.append(ABOUT_TO_BE_FREE.get(language, ABOUT_TO_BE_FREE["en"]))
    first = min((other.begins for other in beside if other.record == row.record), default=row.begins)
    on_top = any(
        other.record != row.record and other.state == "yes" and other.begins < first <= other.ends
        for other in beside
    )
    if on_top:
        marks.append(SECOND_ON_TOP.get(language, SECOND_ON_TOP["en"]))
    if one.beyond_law:
        marks.append(BEYOND_LAW.get(language, BEYOND_LAW["en"]))
    if one.undecided:
        marks.append(UNDECIDED.get(language, UNDECIDED["en"]))
    return marks


def _soon(as_of: date) -> str:
    try:
        return (as_of + SOON).isoformat()
    except OverflowError:
        return NEVER
