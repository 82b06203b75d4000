"""The form `sanctions`: a dossier on somebody who is responsible, with what speaks for them.

The people of this paper are those responsible, not the victims: each fact about
a victim needs that victim's consent as on any other paper. The United Kingdom's
Global Human Rights regulations of 6 July 2020 cover only the right to life, not
to be tortured and not to be enslaved: a dossier on bans of speech or of
association alone says so itself.
"""

from __future__ import annotations

from datetime import date

from kzcase.briefing.content import Dossier, Part
from kzcase.briefing.dossiers.acts import Act, acts, evidence
from kzcase.briefing.dossiers.asking import Asker, Filled, names
from kzcase.briefing.dossiers.facts import posts
from kzcase.briefing.said import Said

WITHIN_VIOLATIONS = frozenset({"life", "torture", "forced_labour"})
WITHIN_EVENTS = frozenset({"ill_treatment", "death"})
OUTSIDE_UK = (
    "None of these acts is recorded as touching life, torture or slavery. A ban on speech or association "
    "alone is outside the list of the United Kingdom (regulations of 6 July 2020)."
)
NOT_CHECKED = (
    "The parts of a dossier follow the office's notes on British and American forms; compare them first."
)


def person(asking: Asker, day: date, sender: Said | None, contact: Said | None) -> Filled:
    """One dossier: who submits, who it is about, what they did, the evidence, what speaks for them."""
    words, brief, teller = asking.words, asking.brief, asking.teller
    done = acts(teller, brief.person)
    outside = not any(covered(one) for one in done)
    for_them = [one.position for one in done] + [
        Said(f"{one.what}: {value.text}", value.notes, words("mark.disputed"))
        for one in brief.disputed
        for value in one.values
    ]
    parts = (
        Part(
            words("sanctions.part.target"),
            (
                asking.ask("names", *names(brief)),
                asking.of_person("born", "born"),
                asking.of_person("citizenship", "citizenship"),
                asking.ask("post", *posts(teller, brief.person), *_own(asking, "occupation")),
                asking.of_person("document", "identity_document", needed=False),
                asking.ask("summary", *brief.summary, needed=False),
            ),
        ),
        Part(
            words("sanctions.part.acts"),
            (
                asking.ask("acts", lines=[one.line for one in done]),
                asking.ask("link", *(one.part for one in done)),
                asking.ask("grounds"),
            ),
            words("sanctions.part.acts.lead"),
        ),
        Part(
            words("sanctions.part.evidence"),
            (asking.ask("evidence", *evidence(teller, done)), asking.ask("safety")),
            words("sanctions.part.evidence.lead"),
        ),
        Part(
            words("sanctions.part.exculpatory"),
            (asking.ask("exculpatory", *for_them),),
            words("sanctions.part.exculpatory.lead"),
        ),
        Part(words("sanctions.part.interest"), (asking.ask("nexus"), asking.ask("interest", needed=False))),
        Part(
            words("sanctions.part.submitter"),
            (
                asking.ask("submitter", sender),
                asking.ask("contact", contact),
                asking.ask("date", words.day(day)),
            ),
        ),
    )
    dossier = Dossier(
        brief.person,
        brief.title,
        words("sanctions.title"),
        parts,
        words("sanctions.outside") if outside else "",
    )
    return asking.filled(dossier, (OUTSIDE_UK, NOT_CHECKED) if outside else (NOT_CHECKED,))


def covered(act: Act) -> bool:
    """Whether an act touches a right that the regulations of the United Kingdom cover."""
    return act.kind in WITHIN_EVENTS or not WITHIN_VIOLATIONS.isdisjoint(act.violations)


def _own(asking: Asker, key: str) -> list[Said | None]:
    return [asking.teller.said(one, key) for one in asking.own]
