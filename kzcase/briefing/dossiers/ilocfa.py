"""The form `ilo-cfa`: a complaint to the ILO Committee on Freedom of Association.

By its checklist a complaint is in writing, dated, from a permanent address, and
says that it is one, against a Government; an organisation of workers or
employers makes it, never a single person; facts come in detail, with evidence,
the law that was applied, what bodies at home were asked, and a signature.
"""

from __future__ import annotations

from datetime import date

from kzcase.briefing.content import Brief, Dossier, Part
from kzcase.briefing.dossiers.asking import Asker, Filled, Open, holding, names
from kzcase.briefing.dossiers.facts import abroad, at_home, bodies, happened, law_applied
from kzcase.briefing.said import Said

NO_PERSON = (
    "A complaint to the Committee is made by an organisation of workers or employers: a single person "
    "cannot make one; a union that was dissolved can."
)

_ON_LINES = 12


def person(asking: Asker) -> Filled:
    """What was done to one trade unionist."""
    words, brief, teller = asking.words, asking.brief, asking.teller
    parts = (
        Part(
            words("ilo-cfa.part.person"),
            (
                asking.ask("names", *names(brief)),
                asking.of_person("post", "occupation", "roles"),
                asking.ask("union", *bodies(teller, brief.person, ("union", "union_federation"))),
                asking.ask("summary", *brief.summary, needed=False),
                asking.ask("facts", lines=happened(teller, brief)),
                asking.ask("restrictions", lines=holding(brief.limits), needed=False),
                asking.ask("law", *law_applied(teller, brief.person)),
                asking.ask("domestic", lines=at_home(teller, brief.person)),
                asking.ask("international", lines=abroad(brief), needed=False),
            ),
        ),
    )
    return asking.filled(Dossier(brief.person, brief.title, words("ilo-cfa.person"), parts), (NO_PERSON,))


def before(
    asking: Open, briefs: tuple[Brief, ...], day: date, sender: Said | None, contact: Said | None
) -> Dossier:
    """To whom, by whom and against whom."""
    words = asking.words
    parts = (
        Part(
            words("ilo-cfa.part.complaint"),
            (
                asking.ask("to", words("ilo-cfa.to.text")),
                asking.ask("complainant", sender),
                asking.ask("standing"),
                asking.ask("address", contact),
                asking.ask("against", words("ilo-cfa.against.text")),
                asking.ask("date", words.day(day)),
                asking.ask("about", *_named(briefs)),
                asking.ask("urgent", needed=False),
            ),
            words("ilo-cfa.part.complaint.lead"),
        ),
    )
    return Dossier("", words("ilo-cfa.title"), words("as_of", date=words.day(day)), parts)


def _named(briefs: tuple[Brief, ...]) -> tuple[str, ...]:
    """Those it is about: each on a line, or in one passage if that would be a page of names."""
    names = tuple(brief.title for brief in briefs)
    return names if len(names) <= _ON_LINES else (", ".join(names),)


def after(asking: Open, briefs: tuple[Brief, ...]) -> Dossier:
    """The law, the bodies that were asked at home, what is asked of the Committee, the signature."""
    words = asking.words
    asks = dict.fromkeys(one for brief in briefs for one in brief.asks)
    parts = (
        Part(
            words("ilo-cfa.part.end"),
            (
                asking.ask("provisions"),
                asking.ask("tripartite"),
                asking.ask("asks", *asks),
                asking.ask("signature", needed=False),
            ),
        ),
    )
    return Dossier("", words("ilo-cfa.end"), "", parts)
