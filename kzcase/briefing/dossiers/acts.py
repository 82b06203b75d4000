"""What somebody who is responsible did: the acts, their part in each, and the evidence for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase.briefing import happenings, proceedings
from kzcase.briefing.changes import CHANGED
from kzcase.briefing.content import Dated
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import HELD_BY_OFFICE, Teller, together
from kzcase.history.tables import groups
from kzcase.models.ledger import LinkRow

_RESPONSIBLE = frozenset({"perpetrator", "judge", "prosecutor", "investigator", "expert", "other"})
_DECIDED = ("hearing", "sentence", "measure")
_OWNERS = ("prosecution", "record", "person")


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its kind, the rights it touched, the line that tells it, somebody's part, the State's word."""

    kind: str
    violations: frozenset[str]
    line: Dated
    part: Said | None = None
    position: Said | None = None


def besides(session: Session, people: Sequence[str]) -> frozenset[str]:
    """The ids of the prosecutions and other records in which some people decided or acted."""
    sources: set[str] = set()
    for group in groups(sorted(people)):
        rows = session.execute(
            select(LinkRow.source, LinkRow.field).where(
                LinkRow.now.in_(group), LinkRow.kind.in_((*_DECIDED, "involvement"))
            )
        )
        sources |= {source for source, field in rows if field in ("judge", "person")}
    owners: set[str] = set()
    for group in groups(sorted(sources)):
        rows = session.execute(select(LinkRow.now, LinkRow.field).where(LinkRow.source.in_(group)))
        owners |= {now for now, field in rows if field in _OWNERS}
    return frozenset((sources | owners) - set(people))


def acts(teller: Teller, person: str) -> list[Act]:
    """Everything the person is recorded to have done or decided, in order."""
    found = {
        (act.line, act.part): (sort, act)
        for sort, act in (*_involved(teller, person), *_decided(teller, person))
    }
    ordered = sorted(found.values(), key=lambda pair: (pair[0], pair[1].line.when, pair[1].line.what.text))
    return [act for _, act in ordered]


def _involved(teller: Teller, person: str) -> Iterator[tuple[str, Act]]:
    view = teller.view
    for involvement in view.of(person, "involvement", "person"):
        if involvement.get("role") not in _RESPONSIBLE:
            continue
        matter = view.one(involvement.get("record"))
        if matter is None or not matter.values or teller.later(matter, "date"):
            continue
        line = _matter(teller, matter)
        if line is None:
            continue
        part = together(
            teller.said(involvement, "role"),
            teller.said(involvement, "capacity"),
            teller.said(involvement, "description"),
            between=": ",
        )
        yield (
            teller.sort(matter, "date") or teller.sort(matter, "opened") or teller.sort(matter, "start"),
            Act(
                str(matter.get("kind") or ""),
                frozenset(matter.get("violations") or ()),
                line,
                part,
                teller.said(matter, "state_position"),
            ),
        )


def _matter(teller: Teller, matter: Seen) -> Dated | None:
    """What somebody was involved in, in a line."""
    if matter.kind in ("event", "assembly"):
        return happenings.event(teller, matter)
    told = together(
        teller.said(matter, "kind"),
        teller.said(matter, "title"),
        teller.said(matter, "person"),
        teller.said(matter, "description"),
    )
    key = "opened" if matter.kind == "prosecution" else "start" if matter.kind == "detention" else "date"
    return None if told is None or teller.later(matter, key) else Dated(teller.text(matter, key), told)


def _decided(teller: Teller, person: str) -> Iterator[tuple[str, Act]]:
    """Sentences and measures the person decided as a judge."""
    view = teller.view
    for one in _judged(teller, person, "sentence"):
        prosecution = view.one(one.get("prosecution"))
        whom = teller.said(prosecution, "person") if prosecution is not None else None
        position = teller.said(prosecution, "state_position") if prosecution is not None else None
        for sort, line in proceedings.sentence(teller, one):
            what = together(line.what, whom, between=" – ")
            yield sort, Act("sentence", frozenset(), replace(line, what=what or line.what), None, position)
    for one in _judged(teller, person, "measure"):
        told = together(teller.said(one, "kind"), teller.said(one, "person"), teller.said(one, "ground"))
        if told is not None and not teller.later(one, "decided"):
            yield (
                teller.sort(one, "decided"),
                Act("measure", frozenset(), Dated(teller.text(one, "decided"), told)),
            )


def _judged(teller: Teller, person: str, kind: str) -> list[Seen]:
    """The records of a kind that name the person as their judge, as far as they may be told."""
    records = teller.view.records
    found = [
        teller.view.see(raw)
        for _, raw in sorted(records.raw.items())
        if raw.kind == kind and records.resolved(str(raw.values.get("judge") or "")) == person
    ]
    return [one for one in found if one.values]


def evidence(teller: Teller, several: Sequence[Act]) -> list[Said]:
    """The sources of some acts, each with how reliable the office holds it, as far as that may be told."""
    keys = dict.fromkeys(
        note
        for act in several
        for said in (act.line.what, *act.line.detail, *((act.part,) if act.part else ()))
        for note in said.notes
        if note != CHANGED
    )
    found: list[Said] = []
    for key in keys:
        source = teller.view.one(key) if key != HELD_BY_OFFICE else None
        reliable = teller.text(source, "reliability") if source is not None else ""
        found.append(Said(teller.note(key).text, (), reliable.lower()))
    return found
