"""Forms that mechanisms ask for, filled in from what may be told: UN, WGAD, ILO, sanctions.

They go through the same gate as every paper and know no record that it did not
let through. What a form asks and nobody recorded stays open, in print and in
the list the caseworker is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from kzcase.briefing.changes import CHANGED
from kzcase.briefing.content import Brief, Dossier, Imprint
from kzcase.briefing.dossiers import ilocfa, sanctions, unsp, wgad
from kzcase.briefing.dossiers.acts import besides as acted
from kzcase.briefing.dossiers.asking import Asker, Filled, Open
from kzcase.briefing.said import Note, Said
from kzcase.briefing.telling import Teller
from kzcase.briefing.words import Words


def besides(session: Session, template: str, people: Sequence[str]) -> frozenset[str]:
    """Which records a form needs besides those of its people."""
    return acted(session, people) if template == "sanctions" else frozenset()


def fill(
    template: str,
    teller: Teller,
    brief: Brief,
    answers: Mapping[str, str],
    sender: str,
    imprint: Imprint,
) -> Filled:
    """What a form says of one person; sources are those its lines stand on."""
    asking = Asker.of(template, teller, brief, answers)
    who, reached = _submitter(sender, imprint)
    match template:
        case "un-sp":
            filled = unsp.person(asking)
        case "wgad":
            filled = wgad.person(asking, teller.as_of, who, reached)
        case "ilo-cfa":
            filled = ilocfa.person(asking)
        case _:
            filled = sanctions.person(asking, teller.as_of, who, reached)
    return replace(filled, dossier=replace(filled.dossier, notes=_notes(teller, filled.dossier)))


def framed(
    template: str,
    filled: Sequence[Filled],
    briefs: tuple[Brief, ...],
    words: Words,
    day: date,
    answers: Mapping[str, str],
    sender: str,
    imprint: Imprint,
) -> tuple[Filled, ...]:
    """The form about everybody: what stands before and after the people, who bear the names in print."""
    named = [
        replace(one, dossier=replace(one.dossier, title=brief.title))
        for one, brief in zip(filled, briefs, strict=True)
    ]
    who, reached = _submitter(sender, imprint)
    match template:
        case "un-sp":
            first = Open(template, words, answers)
            begun = unsp.before(first, briefs, day, who, reached)
            return Filled(begun, tuple(first.lacking)), *named
        case "ilo-cfa":
            first, last = Open(template, words, answers), Open(template, words, answers)
            begun, ended = ilocfa.before(first, briefs, day, who, reached), ilocfa.after(last, briefs)
            return Filled(begun, tuple(first.lacking)), *named, Filled(ended, tuple(last.lacking))
    return tuple(named)


def _submitter(sender: str, imprint: Imprint) -> tuple[Said | None, Said | None]:
    """Who submits a form and how they are reached: as written for this paper, else as the letterhead says."""
    who = sender or imprint.name
    reached = ", ".join(imprint.lines)
    return Said(who) if who else None, Said(reached) if reached else None


def _notes(teller: Teller, dossier: Dossier) -> tuple[Note, ...]:
    said = [one for part in dossier.parts for answer in part.answers for one in answer.said]
    for part in dossier.parts:
        for answer in part.answers:
            said += [one for line in answer.lines for one in (line.what, *line.detail)]
    keys = {key for one in said for key in one.notes if key != CHANGED}
    return tuple(teller.note(key) for key in sorted(keys))
