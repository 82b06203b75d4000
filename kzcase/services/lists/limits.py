"""Says in lists what limits people's freedom on a day: of each restriction, and of each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

from kzcase.history.tables import groups, run
from kzcase.services import belongings, restrictions
from kzcase.services.display import show_date
from kzcase.services.lists.cells import Cell, Cells, DerivedColumn, Reading, Sign, Source, Words
from kzcase.services.people import ends

STATES: Words = {
    "en": {"yes": "In force", "unknown": "Not known", "no": "Ended", "not yet": "Not begun"},
    "ru": {"yes": "Действует", "unknown": "Неизвестно", "no": "Окончено", "not yet": "Не началось"},
    "kk": {"yes": "Күшінде", "unknown": "Белгісіз", "no": "Аяқталды", "not yet": "Басталмаған"},
}
UNDECIDED = {"en": "undecided", "ru": "не решено", "kk": "шешілмеген"}
NO_END = {"en": "no end known", "ru": "окончание неизвестно", "kk": "аяқталуы белгісіз"}
DAYS_LEFT = {"en": "{n} days left", "ru": "осталось {n} дн.", "kk": "{n} күн қалды"}
DAY_LEFT = {**DAYS_LEFT, "en": "1 day left"}
OF_STATE = {
    "yes": Sign.IN_FORCE,
    "unknown": Sign.NOT_KNOWN,
    "no": Sign.ENDED,
    "not yet": Sign.NOT_BEGUN,
}
OF_LIBERTY = {
    "at_liberty": Sign.FREE,
    "detained": Sign.HELD,
    "remand": Sign.HELD,
    "house_arrest": Sign.HELD,
    "administrative_arrest": Sign.HELD,
    "imprisoned": Sign.HELD,
    "psychiatric": Sign.HELD,
    "hiding": Sign.AWAY,
    "abroad": Sign.AWAY,
    "disappeared": Sign.NOT_KNOWN,
    "unknown": Sign.NOT_KNOWN,
    "dead": Sign.DEAD,
}
LAST_DAY = date.max.isoformat()
STRETCHES = (
    "SELECT person, record, state, ends FROM restriction_stretch "
    "WHERE person IN ({ids}) AND begins <= ? AND ends >= ? ORDER BY person, ends"
)


def of_restrictions(reading: Reading, ids: Sequence[str]) -> Cells:
    """State on the day, days left and end of each restriction."""
    rows = belongings.rows(reading.session, "restriction", ids)
    found = restrictions.standings(reading.session, rows, reading.day, reading.language)
    return {one.id: _of_standing(reading, one) for one in found}


def _of_standing(reading: Reading, one: restrictions.Standing) -> dict[str, Cell]:
    language = reading.language
    words = STATES[language][one.state.state]
    if one.undecided:
        words = f"{words}, {UNDECIDED[language]}"
    left = one.days_left(reading.day)
    how = ends.how(one, language)
    end = one.end_text(language)
    why = one.why(language)
    return {
        "state": Cell(words, OF_STATE[one.state.state], why),
        "days_left": Cell("" if left is None else str(left)),
        "until": Cell(f"{end} ({how})" if how else end, why=why),
    }


def of_people(reading: Reading, ids: Sequence[str]) -> Cells:
    """How many restrictions are in force for each person, and which end comes first."""
    day = reading.day.isoformat()
    cells: Cells = {}
    for group in groups(ids):
        statement = STRETCHES.format(ids=",".join("?" * len(group)))
        rows = run(reading.session.connection(), statement, (*group, day, day)).fetchall()
        for person, stretches in groupby(rows, itemgetter(0)):
            cells[person] = _of_person(reading, {record: (s, e) for _, record, s, e in stretches})
    return cells


def _of_person(reading: Reading, limits: Mapping[str, tuple[str, str]]) -> dict[str, Cell]:
    """The cells of a person under these restrictions: state and last day of each, by its id."""
    language = reading.language
    sure = [end for state, end in limits.values() if state == "yes"]
    number = f"{len(sure)}" if len(sure) == len(limits) else f"{len(sure)} + {len(limits) - len(sure)}?"
    first = min((end for end in sure if end < LAST_DAY), default="")
    if not sure:
        end = Cell("")
    elif not first:
        end = Cell(NO_END[language])
    else:
        left = (date.fromisoformat(first) - reading.day).days
        why = (DAY_LEFT if left == 1 else DAYS_LEFT)[language].format(n=left)
        end = Cell(show_date(first, language), why=why)
    return {"in_force": Cell(number, Sign.IN_FORCE if sure else Sign.NOT_KNOWN), "next_end": end}


RESTRICTION = Source(
    (
        DerivedColumn("state", "Today"),
        DerivedColumn("days_left", "Days left", numeric=True),
        DerivedColumn("until", "Until"),
    ),
    of_restrictions,
)
PERSON = Source(
    (DerivedColumn("in_force", "In force", numeric=True), DerivedColumn("next_end", "Next end")),
    of_people,
)
