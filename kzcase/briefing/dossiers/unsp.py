"""The form `un-sp`: an allegation for mandates of the UN Special Procedures.

What it asks is the minimum these mandates name: victims, those responsible,
who submits, date, place and description, what stays confidential, consent;
besides, the steps taken at home and abroad. Their own questionnaire is filled
in online: this paper holds what is asked there.
"""

from __future__ import annotations

from datetime import date

from kzcase.briefing.content import Brief, Dossier, Part
from kzcase.briefing.dossiers.asking import Asker, Filled, Open, holding, names
from kzcase.briefing.dossiers.facts import abroad, agreed, at_home, happened, responsible, violations
from kzcase.briefing.said import Said
from kzcase.briefing.words import Words

_REPRISAL = "reprisal"


def person(asking: Asker) -> Filled:
    """One victim: who, what happened, who did it, what was tried."""
    words, brief, teller = asking.words, asking.brief, asking.teller
    found = happened(teller, brief)
    reprisals = [one for one, kinds in violations(teller, brief.person) if _REPRISAL in kinds]
    parts = (
        Part(
            words("un-sp.part.victim"),
            (
                asking.ask("names", *names(brief)),
                asking.of_person("gender", "gender"),
                asking.of_person("born", "born"),
                asking.of_person("citizenship", "citizenship"),
                asking.of_person("occupation", "occupation", "roles"),
                asking.of_person("place", "locality", "region"),
            ),
        ),
        Part(
            words("un-sp.part.consent"),
            (
                asking.ask("consent", words("form.yes") if agreed(teller, "un") else None),
                asking.ask("consent_public", words("form.yes") if agreed(teller, "un_public") else None),
            ),
            words("un-sp.part.consent.lead"),
        ),
        Part(
            words("un-sp.part.incident"),
            (
                asking.ask("summary", *brief.summary),
                asking.ask("status", *brief.status),
                asking.ask("restrictions", lines=holding(brief.limits), needed=False),
                asking.ask("facts", lines=found),
                asking.ask("health", *brief.welfare, needed=False),
                asking.ask("reprisal", lines=reprisals),
            ),
        ),
        Part(
            words("un-sp.part.perpetrators"),
            (
                asking.ask("perpetrators", *responsible(teller, brief.person)),
                asking.ask("position", *brief.position),
            ),
        ),
        Part(
            words("un-sp.part.steps"),
            (
                asking.ask("domestic", lines=at_home(teller, brief.person)),
                asking.ask("international", lines=abroad(brief)),
                asking.ask("asks", *brief.asks),
            ),
        ),
    )
    return asking.filled(Dossier(brief.person, brief.title, words("un-sp.person"), parts))


def before(
    asking: Open, briefs: tuple[Brief, ...], day: date, sender: Said | None, contact: Said | None
) -> Dossier:
    """To whom it is addressed, and who submits it."""
    words: Words = asking.words
    parts = (
        Part(
            words("un-sp.part.submission"),
            (
                asking.ask("mandates"),
                asking.ask("victims", *(brief.title for brief in briefs)),
                asking.ask("submitter", sender),
                asking.ask("contact", contact),
                asking.ask("confidential"),
            ),
            words("un-sp.part.submission.lead"),
        ),
    )
    return Dossier("", words("un-sp.title"), words("as_of", date=words.day(day)), parts)
