"""Several records that are one person: what each of them says, side by side, and who said that they are one.

Nothing is copied when people are joined: every value and name stays with the
record in which it was written, and is read together here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kzcase.history.read import history_of
from kzcase.history.tables import run
from kzcase.models.base import kinds
from kzcase.search.titles import name_text
from kzcase.services import belongings, journal
from kzcase.services.belongings import Row
from kzcase.services.display import Speaker, show_date
from kzcase.services.office import Office

NOT_SAID = frozenset({"deleted", "merged_into"})
WRITTEN_OF = (
    "SELECT kind, count(DISTINCT source) FROM link "
    "WHERE target = ? AND field <> 'merged_into' AND kind <> 'name' GROUP BY kind"
)


@dataclass(frozen=True, slots=True)
class JoinedRecord:
    """One of the records: its first name as written in it, and who said when that it is the same person.

    `stands`: it stands for them all, and is the one that is listed and found.
    """

    id: str
    name: str
    stands: bool
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class SaidByEach:
    """What one field says in each of the records, in their order; "" where it says nothing."""

    field: str
    label: str
    texts: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether two records say something and not the same."""
        return len({one for one in self.texts if one}) > 1


@dataclass(frozen=True, slots=True)
class Joined:
    """The records that are one person, the one that stands for them first, and what each says."""

    records: tuple[JoinedRecord, ...]
    rows: tuple[SaidByEach, ...]


ALONE = Joined((), ())


def joined(office: Office, person: str, language: str = "en") -> Joined:
    """The records that are this person, if there are several; `ALONE` if there is but one."""
    with office.read() as session:
        return joined_in(session, person, language)


def joined_in(session: Session, person: str, language: str = "en") -> Joined:
    """The same inside a unit that is already open."""
    now = belongings.now_of(session, person)
    group = belongings.group_of(session, now)
    if len(group) < 2:
        return ALONE
    people = belongings.own_first(session, now)
    ids = [row["id"] for row in people]
    names = _names(session, now, ids)
    speaker = Speaker(session, language)
    rows = [SaidByEach("name", kinds()["name"].plural, tuple("\n".join(names[one]) for one in ids))]
    for field in kinds()["person"].fields.values():
        if field.key not in NOT_SAID:
            rows.append(
                SaidByEach(
                    field.key, field.label, tuple(speaker.text(field, row[field.key]) for row in people)
                )
            )
    counts = [dict(run(session.connection(), WRITTEN_OF, (one,)).fetchall()) for one in ids]
    for kind in kinds().values():
        rows.append(SaidByEach(kind.key, kind.plural, tuple(str(one.get(kind.key, "")) for one in counts)))
    records = tuple(_record(session, row, names[row["id"]], now, language) for row in people)
    return Joined(records, tuple(row for row in rows if any(row.texts)))


def first_said(people: Sequence[Row]) -> dict[str, Any]:
    """Of each field the value of the first record that gives one; what the others say appears by reading."""
    return {
        key: next((row[key] for row in people if row[key] is not None), None)
        for key in kinds()["person"].fields
    }


def _names(session: Session, now: str, ids: Sequence[str]) -> Mapping[str, list[str]]:
    """The names written in each of the records."""
    found: dict[str, list[str]] = {one: [] for one in ids}
    for row in belongings.naming(session, "name", (now,), "person"):
        said = name_text(row["parts"])
        if row["person"] in found and said and said not in found[row["person"]]:
            found[row["person"]].append(said)
    return found


def _record(session: Session, row: Row, names: Sequence[str], now: str, language: str) -> JoinedRecord:
    one = row["id"]
    name = names[0] if names else ""
    if row["merged_into"] is None:
        return JoinedRecord(one, name, one == now)
    entries = history_of(session, one)
    said = next((e for e in entries if any(c.field == "merged_into" for c in e.changes)), None)
    if said is None:
        return JoinedRecord(one, name, one == now)
    when = (said.time or said.came or "")[:10]
    return JoinedRecord(one, name, one == now, journal.who(said), show_date(when, language) if when else "")
