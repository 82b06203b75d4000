"""What goes with a letter, in words, as far as its audience may read of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kzcase.briefing import gate
from kzcase.briefing.gate import Ground, Reason
from kzcase.briefing.remarks import Withheld
from kzcase.briefing.text import line
from kzcase.letters import checking, rows
from kzcase.letters.told import Told
from kzcase.models.base import kinds


def enclosed(
    session: Session, facts: Told, enclosures: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Withheld, ...]]:
    """What is enclosed, in words, and the documents whose titles the audience may not read.

    An enclosure is the id of a document or words somebody typed.
    """
    view = facts.view
    known = rows.here(session, enclosures)
    documents = rows.read(session, "document", (one for one, kind in known.items() if kind == "document"))
    shown: list[str] = []
    held: list[Withheld] = []
    declared = kinds()["document"].fields["title"]
    for one in enclosures:
        if one not in documents:
            if (text := line(one)) and checking.sayable(session, facts, text):
                shown.append(text)
            elif text:
                held.append(
                    Withheld("", "title", gate.sentence(Reason.NAMES, view.audience), "document", text)
                )
            continue
        row = documents[one]
        people = {
            person
            for owner in rows.ids(row.get("records"))
            # Of what was not read nothing is known, and so nothing granted.
            for person in (view.concerned(owner) if owner in view.records.raw else {owner})
        }
        ground = Ground(
            tuple(view.person(person) for person in sorted(people)), row.get("do_not_share") is True
        )
        decision = gate.decide(declared, ground, view.audience, view.on)
        title = line(str(row.get("title") or ""))
        if decision.shown and checking.sayable(session, facts, title):
            shown.append(title)
        else:
            reason = decision.reason if not decision.shown and decision.reason else Reason.NAMES
            sentence = gate.sentence(reason, view.audience, decision.scope)
            held.append(Withheld(one, "title", sentence, "document", title))
    return tuple(shown), tuple(held)
