"""People who may be one: proposed with a likelihood and reasons, never joined by the program itself.

Somebody looks at two people side by side and says "one person" (a single
revision that joins them and rewrites nothing), "two people" (remembered, and
known to colleagues through case files), or nothing yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError, NotFound
from kzcase.history.ledger import Change
from kzcase.history.tables import run
from kzcase.models.base import kinds
from kzcase.names import sameness
from kzcase.names.sameness import AGAINST, Likely, Profile
from kzcase.progress import Progress
from kzcase.search import duplicates as found_in
from kzcase.services import belongings, records
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.reasons import words_of
from kzcase.services.telling import Told, telling

LEAST = found_in.LEAST
FAINT = 0.005
"""Somebody who types is shown these too if nothing speaks against it: a namesake is worth a look."""
MOST_FAINT = 50
UNCOMPARED = frozenset({"deleted", "merged_into"})
BELONGING = (
    "SELECT kind, count(DISTINCT source) FROM link WHERE now = ? AND field <> 'merged_into' GROUP BY kind"
)


class NotOnePerson(KzcaseError):
    """Two records cannot be joined, or were not joined."""


@dataclass(frozen=True, slots=True)
class Someone:
    """One side of a pair: a person's id and title, and what tells them apart; no id: not in the vault yet."""

    id: str
    title: str
    beside: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two people who may be one: how likely (0 to 1), why as keys and in words, the spellings compared."""

    a: Someone
    b: Someone
    score: float
    why: tuple[str, ...]
    reasons: tuple[str, ...]
    spelled: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The likeliest pairs, likeliest first, and how many there are in all."""

    pairs: tuple[Candidate, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What one field says of each of two people, in words."""

    field: str
    label: str
    a: str
    b: str

    @property
    def differs(self) -> bool:
        """Whether both say something and not the same."""
        return bool(self.a and self.b) and self.a != self.b


@dataclass(frozen=True, slots=True)
class Member:
    """One of several records that are one person: its own title and values."""

    id: str
    title: str
    fields: Mapping[str, Any]


def candidates(
    office: Office,
    language: str = "en",
    *,
    limit: int = 500,
    least: float = LEAST,
    progress: Progress | None = None,
) -> Candidates:
    """The pairs of people in the vault that are likeliest one person; goes through everybody."""
    with office.read() as session:
        found = found_in.proposed(session, limit=limit, least=least, progress=progress)
        ids = dict.fromkeys(one.id for pair in found.pairs for one in (pair.a, pair.b))
        beside = telling(session, [(one, "person") for one in ids], language)
    pairs = tuple(_candidate(pair.a, pair.b, pair.likely, beside, language) for pair in found.pairs)
    return Candidates(pairs, found.number)


def of_new(
    office: Office,
    names: Iterable[Mapping[str, str]],
    *,
    born: str | None = None,
    gender: str | None = None,
    region: str | None = None,
    language: str = "en",
    limit: int = 5,
    least: float = LEAST,
    faint: bool = False,
) -> tuple[Candidate, ...]:
    """Who in the vault may be a person who is being typed or taken in.

    `names` are parts (family, given, patronymic), `born` an EDTF date. With
    `faint` also less likely ones (`FAINT`) that nothing speaks against. Quick
    enough to be asked while somebody types.
    """
    spelled = sameness.spellings([_parts(one) for one in names])
    named = tuple(one for one in spelled if one.core)
    title = named[0].text if named else ""
    given = Profile("", title, named, found_in.birth(born), gender, region)
    with office.read() as session:
        return _like(office, session, given, language, limit, least, faint=faint)


def of_person(
    office: Office, person: str, language: str = "en", *, limit: int = 5, least: float = LEAST
) -> tuple[Candidate, ...]:
    """Who else in the vault may be this person."""
    with office.read() as session:
        own = found_in.profiles(session, (belongings.now_of(session, person),))
        return _like(office, session, own[0], language, limit, least) if own else ()


def compare(office: Office, a: str, b: str, language: str = "en") -> tuple[Compared, ...]:
    """Two people side by side: names, every field of either, and how much belongs to each."""
    with office.read() as session:
        speaker = Speaker(session, language)
        views = [records.view_in(session, one) for one in (a, b)]
        names = ["\n".join(_names(session, one)) for one in (a, b)]
        rows = [Compared("name", kinds()["name"].plural, *names)]
        for field in kinds()["person"].fields.values():
            said = [
                speaker.text(field, view.fields[field.key]) if field.key in view.fields else ""
                for view in views
            ]
            if any(said) and field.key not in UNCOMPARED:
                rows.append(Compared(field.key, field.label, *said))
        counts = [dict(run(session.connection(), BELONGING, (one,)).fetchall()) for one in (a, b)]
        for kind in kinds().values():
            if kind.key != "name" and any(kind.key in one for one in counts):
                numbers = [str(one.get(kind.key, "")) for one in counts]
                rows.append(Compared(kind.key, kind.plural, *numbers))
        return tuple(rows)


def plain(one: Candidate) -> dict[str, Any]:
    """As scripts get it."""
    return {
        "a": one.a.id,
        "b": one.b.id,
        "score": one.score,
        "reasons": list(one.reasons),
        "why": list(one.why),
        "spelled": list(one.spelled),
        "title_a": one.a.title,
        "title_b": one.b.title,
    }


def merge(office: Office, pairs: Iterable[tuple[str, str]], *, initiator: object | None = None) -> int:
    """Say of each pair (who is kept, the other) that they are one person; returns how many were joined.

    One revision for each other person, all in one unit; nothing is rewritten or
    copied. Pairs that are one already are passed over. Raises `NotOnePerson`
    when all are, `NotFound` for what is no person here, and joins nobody then.
    """
    with office.vault.write() as session:
        # Pairs of one step may hang together (A and B, B and C): each person is joined once.
        stands: dict[str, str] = {}
        changes = []
        for keep, other in pairs:
            kept, joined = (_top(stands, _stands_for(session, one)) for one in (keep, other))
            if kept == joined:
                continue
            stands[joined] = kept
            heads = records.view_in(session, joined).heads
            changes.append(Change("person", joined, {"merged_into": kept}, parents=heads))
        if not changes:
            raise NotOnePerson("These are one person already.", safe="Nothing was changed.")
        written = office.ledger.record(session, changes)
    office.announce(written.ids, initiator)
    return len(changes)


def separate(office: Office, keep: str, other: str, *, initiator: object | None = None) -> None:
    """Take back that two records are one person; each stands for itself again.

    Raises `NotOnePerson` when they were not joined with each other.
    """
    with office.vault.write() as session:
        changes = []
        for one, target in ((other, keep), (keep, other)):
            view = records.view_in(session, one)
            if view.fields.get("merged_into") == target:
                changes.append(Change("person", one, {"merged_into": None}, parents=view.heads))
        if not changes and belongings.now_of(session, keep) == belongings.now_of(session, other):
            # Joined through a third one: the record named last leaves the group.
            view = records.view_in(session, other)
            if "merged_into" in view.fields:
                changes.append(Change("person", other, {"merged_into": None}, parents=view.heads))
        if not changes:
            raise NotOnePerson(
                "These two were not joined with each other.",
                safe="Nothing was changed.",
                remedy="`kzcase show` lists under `one_person` which records a person is made of.",
            )
        written = office.ledger.record(session, changes)
    office.announce(written.ids, initiator)


def two_people(
    office: Office,
    pairs: Iterable[tuple[str, str]],
    reason: str | None = None,
    *,
    initiator: object | None = None,
) -> None:
    """Remember of each pair that they are two people: not proposed again, here or at colleagues'."""
    with office.vault.write() as session:
        known = found_in.decided(session.connection())
        changes = []
        for first, second in dict.fromkeys(pairs):
            for one in (first, second):
                _stands_for(session, one)
            if frozenset((first, second)) not in known:
                values = {"first": first, "second": second, "reason": reason}
                said = {key: value for key, value in values.items() if value}
                changes.append(Change("not_same", records.new_id(), said))
        written = office.ledger.record(session, changes)
    office.announce(written.ids, initiator)


def together(office: Office, person: str) -> tuple[Member, ...]:
    """The records that are this person today, the one that stands for them first; one alone has no others."""
    with office.read() as session:
        now = belongings.now_of(session, person)
        members = sorted(belongings.group_of(session, person), key=lambda one: (one != now, one))
        views = [records.view_in(session, one) for one in members]
        return tuple(Member(view.id, view.title, view.fields) for view in views)


def _parts(name: Mapping[str, str]) -> tuple[str, str, str]:
    return name.get("family") or "", name.get("given") or "", name.get("patronymic") or ""


def _like(
    office: Office,
    session: Session,
    given: Profile,
    language: str,
    limit: int,
    least: float,
    *,
    faint: bool = False,
) -> tuple[Candidate, ...]:
    if faint:
        asked = found_in.like(session, given, limit=MOST_FAINT, least=FAINT, known=office.known_words)
        worth = (one for one in asked if one.likely.score >= least or not AGAINST & set(one.likely.reasons))
        found = tuple(worth)[:limit]
    else:
        found = found_in.like(session, given, limit=limit, least=least, known=office.known_words)
    ids = [one.id for pair in found for one in (pair.a, pair.b) if one.id]
    beside = telling(session, [(one, "person") for one in ids], language)
    return tuple(_candidate(pair.a, pair.b, pair.likely, beside, language) for pair in found)


def _candidate(
    a: Profile, b: Profile, likely: Likely, beside: Mapping[str, tuple[Told, ...]], language: str
) -> Candidate:
    return Candidate(
        Someone(a.id, a.title, beside.get(a.id, ())),
        Someone(b.id, b.title, beside.get(b.id, ())),
        likely.score,
        tuple(one.value for one in likely.reasons),
        words_of(likely.reasons, language),
        likely.spelled,
    )


def _names(session: Session, person: str) -> list[str]:
    rows = belongings.naming(session, "name", (person,), "person")
    spelled = sameness.spellings([_parts(row["parts"] or {}) for row in rows])
    return list(dict.fromkeys(one.text for one in spelled if one.text))


def _stands_for(session: Session, person: str) -> str:
    """Who stands for a person today; raises `NotFound` for what is no person here."""
    view = records.view_in(session, person)
    if view.kind != "person":
        raise NotFound("Only people can be one person.", safe="Nothing was changed.")
    if view.status not in ("here", "merged"):
        raise NotFound("One of the two was deleted or erased.", safe="Nothing was changed.")
    return view.now


def _top(stands: Mapping[str, str], one: str) -> str:
    while one in stands:
        one = stands[one]
    return one
