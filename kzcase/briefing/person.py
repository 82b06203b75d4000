"""Says everything a paper tells of one person: who, in what state, what holds, how it came to that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace

from kzcase.briefing import changes, gate, happenings, held, issues, limits, proceedings
from kzcase.briefing.content import Brief
from kzcase.briefing.front import Sent
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller
from kzcase.briefing.text import shortened
from kzcase.models.fields import Audience

_HELD = frozenset({"detained", "remand", "administrative_arrest", "imprisoned", "psychiatric"})
_LONGEST_POSITION = 500
_LONGEST_STATUS = 160
LONGEST_NAMES = 6
"""How many other names a brief prints."""


def brief(teller: Teller, person: str, sent: Mapping[str, Sent]) -> Brief:
    """One person's paper."""
    title, names = _names(teller, person)
    seen = _person(teller, person)
    restrictions = limits.standings(teller, person)
    holding = [one for one in restrictions if one.holds]
    told = [limits.limit(teller, one) for one in holding]
    ended = [
        line for one in restrictions if not one.holds and (line := limits.former(teller, one)) is not None
    ]
    items = [item for one in restrictions if (item := limits.timeline_item(teller, one)) is not None]
    items += [*proceedings.timeline(teller, person), *happenings.timeline(teller, person)]
    status = _status(teller, seen, holding)
    who = _line(teller, seen)
    summary = [one for record in seen if (one := teller.in_language(record, "summary")) is not None]
    charges = proceedings.charges(teller, person)
    events = happenings.events(teller, person)
    findings = happenings.findings(teller, person)
    letters = happenings.letters(teller, sent.values())
    is_held = _held(teller, seen)
    whole = Brief(
        person,
        title,
        names,
        who,
        status,
        tuple(summary),
        tuple(told),
        tuple(ended),
        charges,
        events,
        proceedings.ahead(teller, person),
        tuple(one for record in seen for key in ("health", "family") if (one := teller.said(record, key))),
        findings,
        letters,
        tuple(_position(teller, person)),
        happenings.asks(teller, person),
        tuple(teller.disputed),
        tuple(_office(teller, person, seen)),
        tuple(items),
        held=is_held,
        region=_region(seen),
        showings=issues.showings(teller, person),
        law=tuple(sorted(set(teller.law))),
        custody=held.custody(teller, person, held=is_held),
    )
    return _with_notes(teller, whole)


def _with_notes(teller: Teller, brief: Brief) -> Brief:
    keys = sorted(set(_note_keys(brief)))
    return replace(brief, notes=tuple(teller.note(key) for key in keys if key != changes.CHANGED))


def _note_keys(value: object) -> list[str]:
    if isinstance(value, Said):
        return list(value.notes)
    if isinstance(value, tuple):
        return [key for one in value for key in _note_keys(one)]
    if is_dataclass(value):
        return [key for part in fields(value) for key in _note_keys(getattr(value, part.name))]
    return []


def _person(teller: Teller, person: str) -> list[Seen]:
    """The person's own record, and those merged with it."""
    found = [teller.view.one(member) for member in teller.view.records.members(person)]
    return [one for one in found if one is not None and one.values]


def _names(teller: Teller, person: str) -> tuple[str, tuple[Said, ...]]:
    """The title of the brief, and the person's other names."""
    someone = teller.view.person(person)
    if teller.outside and gate.hides_name(someone, teller.view.audience):
        return someone.pseudonym.strip() or teller.words("name.withheld"), ()
    found = {seen.id: seen for seen in teller.view.of(person, "name", "person") if "parts" in seen}
    allowed = {
        text: seen
        for seen in found.values()
        if (text := teller.written(seen.get("parts"), str(seen.get("language") or "")))
    }
    ordered = [text for text in teller.names(person) if text in allowed]
    ordered += [text for text in sorted(allowed) if text not in ordered]
    if not ordered:
        if not teller.outside:
            return teller.view.records.titles.get(person) or teller.words("name.withheld"), ()
        return teller.words("name.withheld"), ()
    return ordered[0], tuple(_named(teller, text, allowed[text]) for text in ordered[1 : LONGEST_NAMES + 1])


def _named(teller: Teller, text: str, seen: Seen) -> Said:
    """Another name; an alias says that it is one."""
    mark = teller.text(seen, "use").lower() if seen.get("use") in ("alias", "former", "online") else ""
    return Said(text, (), mark)


def _line(teller: Teller, seen: Sequence[Seen]) -> tuple[Said, ...]:
    """Who this is in one line: roles, occupation, place, birth."""
    said = teller.words
    found: list[Said | None] = []
    for record in seen:
        found += [teller.said(record, "roles"), teller.said(record, "occupation")]
        found.append(teller.said(record, "locality") or teller.said(record, "region"))
        for key in ("born", "died"):
            if key in record:
                found.append(teller.said(record, key, said(key, date=teller.text(record, key))))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _status(teller: Teller, seen: Sequence[Seen], holding: Sequence[limits.Standing]) -> tuple[Said, ...]:
    """What a reader should take away: liberty status, and how many restrictions hold."""
    found: list[Said] = []
    for record in seen:
        liberty = record.get("liberty")
        since = liberty.get("since") if isinstance(liberty, dict) else None
        if isinstance(since, str) and since[:10] > teller.as_of.isoformat():
            continue
        if (told := teller.said(record, "liberty")) is not None:
            found.append(Said(shortened(told.text, _LONGEST_STATUS), told.notes, told.mark))
    sure = sum(1 for one in holding if one.state.state == "yes" and not one.unsure)
    counts = [
        Said(teller.words.count(key, n))
        for key, n in (("in_force.count", sure), ("in_force.maybe", len(holding) - sure))
        if n
    ]
    return (*dict.fromkeys(found), *(counts or [Said(teller.words("in_force.none"))]))


def _held(teller: Teller, seen: Sequence[Seen]) -> bool:
    """Whether the liberty status that is told on the paper's day is one behind bars."""
    told = [one for record in seen if isinstance(one := record.get("liberty"), dict)]
    return any(
        one.get("status") in _HELD and str(one.get("since") or "")[:10] <= teller.as_of.isoformat()
        for one in told
    )


def _region(seen: Sequence[Seen]) -> str:
    """The code of the region they live in, if one is told and nobody says otherwise."""
    value = next((one.values["region"] for one in seen if "region" in one), None)
    return "" if value is None or value.disputed or value.others else str(value.value)


def _position(teller: Teller, person: str) -> list[Said]:
    """What the authorities say."""
    view = teller.view
    records = [
        *view.of(person, "prosecution", "person"),
        *view.of(person, "restriction", "person"),
        *(one for one in view.of(person, "event", "persons") if not teller.later(one, "date")),
    ]
    found = [told for one in records if (told := teller.said(one, "state_position")) is not None]
    return list(
        dict.fromkeys(Said(shortened(one.text, _LONGEST_POSITION), one.notes, one.mark) for one in found)
    )


def _office(teller: Teller, person: str, seen: Sequence[Seen]) -> list[Said]:
    """What only the office reads: risk, what not to say, what stands in the way of other audiences."""
    if teller.outside:
        return []
    said, someone = teller.words, teller.view.person(person)
    found = [
        Said(said(f"office.{key}", **{key: teller.text(record, key)}))
        for record in seen
        for key in ("risk", "do_not_say", "pseudonym")
        if teller.text(record, key)
    ]
    if someone.do_not_share:
        found.append(Said(said("office.consent.do_not_share")))
    for audience in (Audience.DIPLOMATIC, Audience.UN, Audience.PUBLIC):
        answer = gate.consent(someone.consents, gate.Scope.CASE, audience, teller.view.on)
        if answer is not None:
            to = said(f"office.to.{audience.value}")
            found.append(Said(said(f"office.consent.{answer.value}", to=to)))
    return found
