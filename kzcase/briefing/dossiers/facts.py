"""What forms ask for in the same way: what happened, who did it, what was tried at home and abroad."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kzcase.briefing import gate, happenings, limits, proceedings
from kzcase.briefing.content import Brief, Dated
from kzcase.briefing.reading import consents
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller, together

RESPONSIBLE = frozenset({"perpetrator", "judge", "prosecutor", "investigator"})
"""Roles of those through whom the State acted."""
_BY: Mapping[str, tuple[str, ...]] = {
    "detention": ("arrest_forces", "held_by", "ordered_by"),
    "restriction": ("imposed_by", "supervised_by"),
    "measure": ("imposed_by",),
    "prosecution": ("investigated_by", "court"),
}


def happened(teller: Teller, brief: Brief) -> tuple[Dated, ...]:
    """Events, custody, charges and sentences in the order of their days."""
    person = brief.person
    lines = [
        *((teller.sort(one, "date"), line) for one, line in happenings.told(teller, person)),
        *proceedings.lines(teller, person),
        *(
            (teller.sort(one.seen, "in_force") or teller.sort(one.seen, "decided"), line)
            for one in limits.standings(teller, person)
            if not one.holds and (line := limits.former(teller, one)) is not None
        ),
    ]
    ordered = sorted(lines, key=lambda pair: (pair[0], pair[1].when, pair[1].what.text))
    return tuple(dict.fromkeys(line for _, line in ordered))


def violations(teller: Teller, person: str) -> list[tuple[Dated, frozenset[str]]]:
    """Each event that is told, with the violations recorded for it."""
    return [(line, frozenset(one.get("violations") or ())) for one, line in happenings.told(teller, person)]


def responsible(teller: Teller, person: str) -> list[Said]:
    """Bodies and people through whom the State acted, as far as they may be named."""
    view = teller.view
    found: list[Said | None] = []
    for kind, keys in _BY.items():
        for one in view.of(person, kind, "person"):
            found += [teller.said(one, key) for key in keys]
    for event in happenings.of_person(teller, person):
        for involvement in view.of(event.id, "involvement", "record"):
            if involvement.get("role") in RESPONSIBLE:
                found.append(_involved(teller, involvement))
    return list(dict.fromkeys(one for one in found if one is not None))


def _involved(teller: Teller, involvement: Seen) -> Said | None:
    who = teller.said(involvement, "person") or teller.said(involvement, "organisation")
    if who is None:
        return None
    return together(who, teller.said(involvement, "capacity"), teller.said(involvement, "role"))


def posts(teller: Teller, person: str) -> list[Said]:
    """The offices somebody held when they acted."""
    found = [
        together(
            teller.said(one, "capacity"),
            teller.said(one, "organisation"),
            teller.said(one, "since"),
            between=", ",
        )
        for one in teller.view.of(person, "involvement", "person")
        if "capacity" in one
    ]
    return list(dict.fromkeys(one for one in found if one is not None))


def bodies(teller: Teller, person: str, of_kinds: Sequence[str]) -> list[Said]:
    """Organisations of some kinds that stand beside the person in events and involvements."""
    view = teller.view
    found: dict[str, tuple[Seen, str]] = {}
    for event in happenings.of_person(teller, person):
        for one in event.get("organisations") or ():
            found.setdefault(one, (event, "organisations"))
    for involvement in view.of(person, "involvement", "person"):
        if isinstance(one := involvement.get("organisation"), str):
            found.setdefault(one, (involvement, "organisation"))
    told: list[Said] = []
    for body, (beside, key) in sorted(found.items()):
        seen = view.one(body)
        if seen is None or seen.get("kind") not in of_kinds:
            continue
        if name := teller.label(body, cited=beside.values[key].cited):
            told.append(Said(name, teller.notes(beside.notes(key))))
    return list(dict.fromkeys(told))


def at_home(teller: Teller, person: str) -> list[Dated]:
    """Complaints, appeals and other steps before bodies of the country."""
    lines = list(proceedings.remedies(teller, person))
    return [line for _, line in sorted(lines, key=lambda pair: (pair[0], pair[1].what.text))]


def abroad(brief: Brief) -> list[Dated]:
    """What international bodies found, and the letters that were sent."""
    return [*brief.findings, *brief.letters]


def law_applied(teller: Teller, person: str) -> list[Said]:
    """The articles that were applied to somebody."""
    view = teller.view
    found: list[Said | None] = []
    for prosecution in view.of(person, "prosecution", "person"):
        found += [
            proceedings.article(teller, one) for one in view.of(prosecution.id, "charge", "prosecution")
        ]
    for restriction in view.of(person, "restriction", "person"):
        found += [teller.said(restriction, key) for key in ("article", "legal_basis")]
    found += [teller.said(one, "legislation") for one in view.of(person, "detention", "person")]
    return list(dict.fromkeys(one for one in found if one is not None))


def agreed(teller: Teller, audience: str) -> bool:
    """Whether the person agreed to their case for exactly this audience, and to nothing else in its place.

    Forms ask for consents that no paper of ours needs (to be named in the UN's
    public reports): any no, and any doubt, is no.
    """
    records, on = teller.view.records, teller.view.on
    answers = [
        one
        for raw in records.of(teller.person, "consent", "person")
        for one in consents(raw)
        if audience in one.audiences and one.scope == "case"
    ]
    return bool(answers) and all(
        one.given
        and not one.pseudonym_only
        and (one.latest is None or one.latest <= on)
        and (one.expires is None or one.expires >= on)
        for one in answers
    )


def name_parts(teller: Teller) -> tuple[Said | None, Said | None]:
    """The family name and the given names of the person, if they may be told."""
    subject = teller.view.person(teller.person)
    if teller.outside and gate.hides_name(subject, teller.view.audience):
        return None, None
    rows = teller.view.of(teller.person, "name", "person")
    first = teller.names(teller.person)[:1]
    for one in rows:
        parts = one.get("parts")
        if isinstance(parts, Mapping) and first == [teller.written(parts, str(one.get("language") or ""))]:
            family = str(parts.get("family") or "")
            given = " ".join(str(parts.get(key) or "") for key in ("given", "patronymic")).strip()
            return Said(family) if family else None, Said(given) if given else None
    return None, None
