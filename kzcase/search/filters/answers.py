"""How the vault is asked for each filter: a condition on a record, and the records that an index finds.

A condition speaks of the registry's row `r`. `found` is a SELECT of ids, which
may give an id more than once: where few records hold, a list is read from
those. Without it a page looks at a bounded number of rows in its own order.
Names of values begin with the filter's own mark, so that many may hold at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

import orjson
from sqlalchemy import Connection

from kzcase.history.tables import quoted, run, single
from kzcase.models.base import kinds
from kzcase.search.filters import articles
from kzcase.search.filters.shapes import HELD, IN_FORCE_TO_ANY, Filter, Key
from kzcase.search.marks import CHARGED, LIVING, OF_PERSON, choice_mark

WAYS_TO_BE_HELD = tuple("detained remand house_arrest administrative_arrest imprisoned psychiatric".split())
# The signs lead to the index by end: what has begun is nearly everything.
RUNS = "+s.begins <= :{m}day AND s.ends >= :{m}day AND s.state = 'yes'"
ENDS = "+s.begins <= :{m}day AND s.ends >= :{m}day AND s.ends <= :{m}until AND s.state = 'yes'"
WAITS = "i.what IN ('letter_due', 'letter_unanswered') AND i.waits"
LETTER_LATE = f"{WAITS} AND i.latest < :{{m}}day"
TASK_LATE = "i.what = 'task' AND i.waits AND i.latest < :{m}day"
OWNED = ("name", "restriction", "prosecution", "detention", "measure", "sentence", "consent")
"""What is changed with a person, although each is a record of its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The condition, the ids an index finds ("" if none does), and the values both are asked with.

    `match` is what the text index knows such records by, where it does. `dear`: each id that is found takes a
    walk through several tables, so that fewer are read before it counts as many.
    """

    condition: str
    found: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    match: str = ""
    dear: bool = False


_Asking = Callable[[str, Filter, str, date], Answer | None]
"""Kind, filter, mark of its values, day."""


def of_one(holds: str) -> str:
    """The same asked of one record: the signs keep SQLite from going through those of all."""
    return holds.replace(" s.ends", " +s.ends").replace("i.what", "+i.what").replace("i.latest", "+i.latest")


def _stretches(holds: str, kind: str, mark: str, values: Mapping[str, Any]) -> Answer | None:
    link = {"person": "person", "restriction": "record"}.get(kind)
    if link is None:
        return None
    holds = holds.replace("{m}", mark)
    return Answer(
        f"EXISTS (SELECT 1 FROM restriction_stretch AS s WHERE s.{link} = r.id AND {of_one(holds)})",
        f"SELECT s.{link} AS id FROM restriction_stretch AS s WHERE {holds}",
        {f"{mark}{key}": value for key, value in values.items()},
    )


def _in_force(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    return _stretches(RUNS, kind, mark, {"day": day.isoformat()})


def _ends(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    until = min(day.toordinal() + int(one.value), date.max.toordinal())
    return _stretches(
        ENDS, kind, mark, {"day": day.isoformat(), "until": date.fromordinal(until).isoformat()}
    )


def _agenda(holds: str, mark: str, values: Mapping[str, Any]) -> Answer:
    holds = holds.replace("{m}", mark)
    return Answer(
        f"EXISTS (SELECT 1 FROM agenda_item AS i WHERE i.record = r.id AND {of_one(holds)})",
        f"SELECT i.record AS id FROM agenda_item AS i WHERE {holds}",
        {f"{mark}{key}": value for key, value in values.items()},
    )


def _unanswered(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    if kind == "letter":
        return _agenda(WAITS, mark, {})
    if kind != "person":
        return None
    about = "l.kind = 'letter' AND l.field = 'persons'"
    return Answer(
        "EXISTS (SELECT 1 FROM link AS l JOIN agenda_item AS i ON i.record = l.source "
        f"WHERE l.now = r.id AND {about} AND {of_one(WAITS)})",
        "SELECT l.now AS id FROM agenda_item AS i "
        f"JOIN link AS l ON l.source = i.record AND l.field = 'persons' WHERE {WAITS} AND l.kind = 'letter'",
        dear=True,
    )


def _overdue(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    late = {"letter": LETTER_LATE, "task": TASK_LATE}.get(kind)
    return None if late is None else _agenda(late, mark, {"day": day.isoformat()})


def _marked(field: str, keys: Iterable[str], condition: str, values: Mapping[str, Any]) -> Answer:
    """A choice that stands in the text index as a word of its own."""
    words = [choice_mark(field, key) for key in keys]
    return Answer(condition, values=values, match=f"({' OR '.join(words)})" if all(words) else "")


def _has(kind: str, column: str, holds: str) -> str:
    return f"EXISTS (SELECT 1 FROM {quoted(kind)} AS f WHERE f.id = r.id AND {holds.format(c=f'f.{column}')})"


def _region(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    if "region" in kinds()[kind].fields:
        condition = _has(kind, "region", f"{{c}} = :{mark}region")
        return _marked("region", (one.value,), condition, {f"{mark}region": one.value})
    if kind not in OF_PERSON:
        return None
    belongs = f"l.kind = '{kind}' AND l.field = 'person'"
    condition = (
        "EXISTS (SELECT 1 FROM link AS l JOIN person AS p ON p.id = l.now "
        f"WHERE l.source = r.id AND {belongs} AND +p.region = :{mark}region)"
    )
    return _marked(LIVING, (one.value,), condition, {f"{mark}region": one.value})


def _article(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    named, part = articles.split(one.value)
    keys = articles.keys(named)
    values: dict[str, Any] = {f"{mark}a{n}": key for n, key in enumerate(keys)}
    listed = ", ".join(f":{name}" for name in values)
    if part:
        values[f"{mark}part"] = part
    of_part = f" AND c.part = :{mark}part" if part else ""
    holds = f"{{c}} IN ({listed})"
    charged = f"+c.article IN ({listed}){of_part} AND c.deleted IS NOT 1"
    match kind:
        case "charge":
            condition = _has(kind, "article", holds)
            if part:
                condition = condition[:-1] + f" AND f.part = :{mark}part)"
            return _marked("article", keys, condition, values)
        case "restriction" | "law_note" if not part:
            return _marked("article", keys, _has(kind, "article", holds), values)
        case "prosecution":
            condition = (
                "EXISTS (SELECT 1 FROM link AS l JOIN charge AS c ON c.id = l.source "
                f"WHERE l.now = r.id AND l.kind = 'charge' AND l.field = 'prosecution' AND {charged})"
            )
            return _marked(CHARGED, keys, condition, values)
        case "person":
            own = (
                ""
                if part
                else (
                    " OR EXISTS (SELECT 1 FROM link AS o JOIN restriction AS c ON c.id = o.source "
                    f"WHERE o.now = r.id AND o.kind = 'restriction' AND o.field = 'person' AND {charged})"
                )
            )
            condition = (
                "(EXISTS (SELECT 1 FROM link AS p JOIN link AS l ON l.now = p.source AND l.kind = 'charge' "
                "AND l.field = 'prosecution' JOIN charge AS c ON c.id = l.source "
                f"WHERE p.now = r.id AND p.kind = 'prosecution' AND p.field = 'person' AND {charged}){own})"
            )
            return _marked(CHARGED, keys, condition, values)
        case _:
            return None


def _tag(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    if "tags" not in kinds()[kind].fields:
        return None
    condition = (
        f"EXISTS (SELECT 1 FROM {quoted(kind)} AS f, json_each(f.tags) AS e "
        f"WHERE f.id = r.id AND f.tags IS NOT NULL AND e.value = :{mark}tag)"
    )
    return _marked("tags", (one.value,), condition, {f"{mark}tag": one.value})


def _liberty(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    if kind != "person":
        return None
    states = WAYS_TO_BE_HELD if one.value == HELD else (one.value,)
    values = {f"{mark}s{n}": state for n, state in enumerate(states)}
    listed = ", ".join(f":{name}" for name in values)
    condition = _has(kind, "liberty", f"{{c}} IS NOT NULL AND json_extract({{c}}, '$.status') IN ({listed})")
    return _marked("liberty", states, condition, values)


_CONSENTS = (
    "EXISTS (SELECT 1 FROM link AS l JOIN consent AS f ON f.id = l.source WHERE l.now = r.id "
    "AND l.kind = 'consent' AND l.field = 'person' AND f.deleted IS NOT 1{})"
)
_CONTRARY = "(f.answer IN ('refused', 'withdrawn') OR f.withdrawn IS NOT NULL)"
# A day that is known in part is over with its last day: "2026-03~" comes after every day of March.
_HOLDS = (
    "f.answer = 'given' AND f.withdrawn IS NULL AND f.conflicts IS NULL "
    "AND (f.date IS NULL OR f.date <= :{m}day) AND (f.expires IS NULL OR f.expires || '~' >= :{m}day)"
)
_TO = "f.scope = 'case' AND EXISTS (SELECT 1 FROM json_each(f.audiences) AS e WHERE e.value = :{m}to)"


def _no_consent(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    """No consent on record; or none in force, to anybody or to one audience to whom nobody refused it."""
    if kind != "person":
        return None
    if not one.value:
        return Answer(f"NOT {_CONSENTS.format('')}")
    holds, to = _HOLDS.replace("{m}", mark), _TO.replace("{m}", mark)
    if one.value == IN_FORCE_TO_ANY:
        return Answer(f"NOT {_CONSENTS.format(f' AND {holds}')}", values={f"{mark}day": day.isoformat()})
    # In doubt it is listed: whether a later yes overrules a no the paper itself decides.
    yes, no = _CONSENTS.format(f" AND {holds} AND {to}"), _CONSENTS.format(f" AND {_CONTRARY} AND {to}")
    return Answer(
        f"(NOT {yes} OR {no})",
        values={f"{mark}day": day.isoformat(), f"{mark}to": one.value},
    )


def _consent_refused(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    """Who said no, or took a yes back, of whatever and to whomever."""
    if kind != "person":
        return None
    return Answer(
        _CONSENTS.format(f" AND {_CONTRARY}"),
        "SELECT l.now AS id FROM consent AS f CROSS JOIN link AS l ON l.source = f.id AND l.kind = 'consent' "
        f"AND l.field = 'person' WHERE {_CONTRARY} AND f.deleted IS NOT 1",
    )


def _conflict(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    return Answer(
        "r.conflicts IS NOT NULL",
        f"SELECT n.id AS id FROM record AS n WHERE n.kind = :{mark}kind AND n.conflicts IS NOT NULL",
        {f"{mark}kind": kind},
    )


def _open(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    column = {"prosecution": "closed", "case": "closed", "task": "done"}.get(kind)
    return None if column is None else Answer(_has(kind, column, "{c} IS NULL"))


def _changed(kind: str, one: Filter, mark: str, day: date) -> Answer | None:
    """Filled with the first local number of that day by `answer`."""
    itself = f"EXISTS (SELECT 1 FROM {quoted(kind)} AS f WHERE f.id = r.id AND f.last_seq >= :{mark}seq)"
    found = f"SELECT v.record AS id FROM revision AS v WHERE v.seq >= :{mark}seq"
    if kind == "person":
        owned = ", ".join(f"'{other}'" for other in OWNED)
        itself = (
            f"({itself} OR EXISTS (SELECT 1 FROM link AS l CROSS JOIN revision AS v ON v.record = l.source "
            f"WHERE l.now = r.id AND l.kind IN ({owned}) AND l.field = 'person' AND +v.seq >= :{mark}seq))"
        )
        found += (
            " UNION ALL SELECT l.now AS id FROM revision AS v CROSS JOIN link AS l ON l.source = v.record "
            f"AND l.field = 'person' WHERE v.seq >= :{mark}seq"
        )
    return Answer(itself, found)


_ASKED: Mapping[Key, _Asking] = {
    Key.IN_FORCE: _in_force,
    Key.ENDS_WITHIN: _ends,
    Key.REGION: _region,
    Key.ARTICLE: _article,
    Key.TAG: _tag,
    Key.NO_CONSENT: _no_consent,
    Key.CONSENT_REFUSED: _consent_refused,
    Key.UNANSWERED: _unanswered,
    Key.OVERDUE: _overdue,
    Key.LIBERTY: _liberty,
    Key.CONFLICT: _conflict,
    Key.CHANGED_SINCE: _changed,
    Key.OPEN: _open,
}
NUMBERED = "#"
"""Before a local number that stands for a day."""

_FIRST = ("person", "restriction", "prosecution", "letter", "case")
_ANY_DAY = date(2000, 1, 1)
_BEFORE_ALL = 1970


def takes(one: Filter, kind: str) -> bool:
    """Whether records of a kind can be asked by a filter."""
    return one.key is Key.KIND or (kind in kinds() and _ASKED[one.key](kind, one, "f", _ANY_DAY) is not None)


def kinds_of(filters: tuple[Filter, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds among those offered whose records all these filters can be asked of, the usual ones first."""
    ordered = sorted(offered, key=lambda kind: _FIRST.index(kind) if kind in _FIRST else len(_FIRST))
    return tuple(kind for kind in ordered if all(takes(one, kind) for one in filters))


def answer(connection: Connection, kind: str, one: Filter, number: int, day: date) -> Answer | None:
    """How records of a kind are asked by a filter, the `number`th; None if they cannot be."""
    mark = f"f{number}_"
    made = _ASKED[one.key](kind, one, mark, day)
    if made is not None and one.key is Key.CHANGED_SINCE:
        (settled,) = settle(connection, (one,))
        return Answer(made.condition, made.found, {f"{mark}seq": int(settled.value.removeprefix(NUMBERED))})
    return made


def together(filters: tuple[Filter, ...], answers: tuple[Answer | None, ...]) -> tuple[Answer | None, ...]:
    """The answers to filters that hold at once, each with as few records as the others allow.

    What ends within some days is in force; and of what ends in them a stretch of days knows the region.
    """
    ends = any(one.key is Key.ENDS_WITHIN for one in filters)
    regions = [(number, one.value) for number, one in enumerate(filters) if one.key is Key.REGION]
    found: list[Answer | None] = []
    for one, made in zip(filters, answers, strict=True):
        if made is not None and one.key is Key.IN_FORCE and ends:
            continue
        if made is not None and regions and one.key is Key.ENDS_WITHIN and made.found:
            number, region = regions[0]
            mark = f"f{number}_of"
            made = replace(
                made, found=f"{made.found} AND s.region = :{mark}", values={**made.values, mark: region}
            )
        found.append(made)
    return tuple(found)


def settle(connection: Connection, filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """The filters with each day since which something was changed as the number of its first revision."""
    return tuple(
        replace(one, value=f"{NUMBERED}{first_since(connection, date.fromisoformat(one.value))}")
        if one.key is Key.CHANGED_SINCE and not one.value.startswith(NUMBERED)
        else one
        for one in filters
    )


CAME = (
    "SELECT v.seq, v.header, (SELECT max(b.time) FROM batch_item AS i JOIN batch AS b ON b.id = i.batch "
    "WHERE i.revision = v.id) FROM revision AS v WHERE v.seq >= ? ORDER BY v.seq LIMIT 1"
)


def first_since(connection: Connection, day: date) -> int:
    """The first local number that was written, or came in a file, on a civil day of this laptop or later.

    Numbers grow as revisions come, so some twenty looks find the place; a clock
    that was once wrong can move it.
    """
    if day.year <= _BEFORE_ALL:
        return 0  # nothing was written then, and the first years have no moment in UTC
    begun = datetime.combine(day, time()).astimezone(UTC)
    wanted = begun.strftime("%Y-%m-%dT%H:%M:%S")
    low, high = 0, int(single(connection, "SELECT coalesce(max(seq), 0) FROM revision")) + 1
    while low < high:
        middle = (low + high) // 2
        row = run(connection, CAME, (middle,)).fetchone()
        if row is None or _time(row[1], row[2]) >= wanted:
            high = middle
        else:
            low = row[0] + 1
    return low


def _time(header: bytes, came: str | None) -> str:
    return came or str(orjson.loads(header).get("time") or "")
