"""Events, international findings, letters and asks, as a paper tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kzcase.briefing.content import Dated
from kzcase.briefing.front import Sent
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import Teller, together
from kzcase.briefing.text import shortened
from kzcase.timeline.item import WAITING, TimelineItem

LONGEST_DESCRIPTION = 320
"""Letters of an event's description that a brief prints; the whole stands in the person's page."""

_FINDINGS = frozenset({"un_opinion"})
_HEAVY = frozenset({"arrest", "release", "attack", "ill_treatment", "death", "hunger_strike", "un_opinion"})
_NOT_FILLED = str.maketrans("⟦⟧", "[]")
"""What stands around something a letter lacked: signs that no font of the papers has."""
DONE = frozenset({"done", "overtaken"})
"""Outcomes after which a thing is not asked for any more."""

Line = tuple[str, Dated]


def of_person(teller: Teller, person: str) -> list[Seen]:
    """The events and assemblies up to the paper's day that name the person, or in which they are involved."""
    view = teller.view
    found = {
        one.id: one
        for kind, through in (("event", "persons"), ("assembly", "persons"), ("assembly", "organisers"))
        for one in view.of(person, kind, through)
    }
    for involvement in view.of(person, "involvement", "person"):
        seen = view.one(involvement.get("record"))
        if seen is not None and seen.kind in ("event", "assembly") and seen.values:
            found[seen.id] = seen
    return [one for one in found.values() if not teller.later(one, "date")]


def told(teller: Teller, person: str) -> list[tuple[Seen, Dated]]:
    """Every event that can be told, each with its line, in no order."""
    found = ((one, event(teller, one)) for one in of_person(teller, person))
    return [(one, line) for one, line in found if line is not None]


def events(teller: Teller, person: str) -> tuple[Dated, ...]:
    """What happened up to the paper's day, in order, international findings apart."""
    return _ordered(
        (teller.sort(one, "date"), dated)
        for one, dated in told(teller, person)
        if one.get("kind") not in _FINDINGS
    )


def findings(teller: Teller, person: str) -> tuple[Dated, ...]:
    """What international bodies found."""
    return _ordered(
        (teller.sort(one, "date"), dated)
        for one, dated in told(teller, person)
        if one.get("kind") in _FINDINGS
    )


def event(teller: Teller, one: Seen) -> Dated | None:
    """An event or assembly in one line; None if nothing of it may be told."""
    head = together(teller.said(one, "title") or teller.said(one, "kind"), teller.said(one, "locality"))
    if head is None:
        return None
    longer = [
        Said(shortened(more.text, LONGEST_DESCRIPTION), more.notes, more.mark)
        for key in ("description", "police", "outcome", "consequence")
        if key in one and (more := teller.said(one, key)) is not None
    ]
    whole = together(head, *longer, between=". ")
    assert whole is not None
    notes = tuple(dict.fromkeys((*whole.notes, *teller.notes(one.notes("date")))))
    if "date" in one:
        teller.dispute(one, "date")
    weight = 2 if one.get("kind") in _HEAVY else 1 if longer else 0
    return Dated(teller.text(one, "date"), Said(whole.text, notes, whole.mark), weight)


def sent(teller: Teller, person: str) -> dict[str, Sent]:
    """The letters sent about the person, by the id of their record."""
    found: dict[str, Sent] = {}
    for letter in teller.view.of(person, "letter", "persons"):
        if letter.get("direction") != "out" or "sent" not in letter or teller.later(letter, "sent"):
            continue
        to = teller.said(letter, "addressees")
        subject = teller.said(letter, "subject")
        if subject is None:
            continue
        notes = tuple(dict.fromkeys((*subject.notes, *(to.notes if to else ()))))
        found[letter.id] = _answered(
            teller,
            letter,
            Sent(
                teller.sort(letter, "sent"),
                teller.text(letter, "sent"),
                to.text if to is not None else "",
                Said(subject.text.translate(_NOT_FILLED), notes, subject.mark),
                "",
                open=False,
            ),
        )
    return found


def letters(teller: Teller, several: Iterable[Sent]) -> tuple[Dated, ...]:
    """Letters as the lines of a brief: those without an answer weigh most."""
    return _ordered((one.sort, _letter(teller, one)) for one in several)


def _letter(teller: Teller, one: Sent) -> Dated:
    what = one.what
    text = teller.words("letter.to", who=one.to, subject=what.text) if one.to else what.text
    return Dated(one.when, Said(f"{text} ({one.answer})", what.notes, what.mark), one.weight)


def _answered(teller: Teller, letter: Seen, one: Sent) -> Sent:
    """The letter with what came of it by the paper's day, and its weight."""
    if "answered" in letter and not teller.later(letter, "answered"):
        response = teller.text(letter, "response")
        said = teller.words("answered", date=teller.text(letter, "answered"))
        return replace(one, answer=f"{said}: {response.lower()}" if response else said)
    due = teller.edtf(letter, "due")
    if due is None or due.latest is None:
        return replace(one, open=True, answer=teller.words("unanswered"), weight=2)
    late = (teller.as_of - due.latest).days
    if late > 0:
        return replace(one, open=True, answer=teller.words.count("unanswered.since", late), weight=3)
    day = teller.text(letter, "due")
    said = teller.words("due", date=day)
    return replace(one, open=True, answer=said, weight=1, due=day, due_sort=due.sort_key)


def asks(teller: Teller, person: str) -> tuple[Said, ...]:
    """What is asked for the person and for the cases they stand in, in the office's order."""
    owners = [person, *(case.id for case in teller.view.of(person, "case", "persons"))]
    found: list[tuple[int, int, str, Said]] = []
    for place, owner in enumerate(owners):
        for ask in teller.view.of(owner, "ask", "record"):
            if ask.get("outcome") in DONE:
                continue
            told = teller.in_language(ask, "text", bare="text") or teller.said(ask, "kind")
            if told is not None:
                found.append((place, ask.get("position") or 0, ask.id, told))
    return tuple(dict.fromkeys(told for *_, told in sorted(found, key=lambda one: one[:3])))


def timeline(teller: Teller, person: str) -> Iterator[TimelineItem]:
    """Events as points, letters as points of their own lane."""
    for one in of_person(teller, person):
        when = teller.edtf(one, "date")
        if when is None:
            continue
        label = teller.text(one, "title") or teller.text(one, "kind")
        yield TimelineItem(one.id, str(one.get("kind") or "other"), "event", shortened(label, 40), when)
    for letter in teller.view.of(person, "letter", "persons"):
        when = teller.edtf(letter, "sent")
        if when is not None and not teller.later(letter, "sent") and letter.get("direction") == "out":
            waiting = "answered" not in letter or teller.later(letter, "answered")
            yield TimelineItem(letter.id, "letter", "letter", "", when, state=WAITING if waiting else "")


def _ordered(lines: Iterable[Line]) -> tuple[Dated, ...]:
    return tuple(
        dated for _, dated in sorted(lines, key=lambda pair: (pair[0], pair[1].when, pair[1].what.text))
    )
