"""The form `wgad`: the model questionnaire of the Working Group on Arbitrary Detention, one person each.

Parts I and II, but for who made the arrest and the reasons they gave, stand as
in petitions that were filed (domain facts, S71). The rest was not compared
with the Working Group's own sheet, and the caseworker is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kzcase.briefing.content import Dated, Dossier, Part
from kzcase.briefing.dossiers.asking import Asker, Filled, holding
from kzcase.briefing.dossiers.facts import abroad, at_home, happened, name_parts
from kzcase.briefing.said import Said
from kzcase.briefing.seen import Seen
from kzcase.briefing.telling import together

UNCHECKED = (
    "Parts III to VII of the questionnaire follow the office's notes; compare them with the Working Group's "
    "own sheet before sending."
)
NO_DETENTION = (
    "No detention is recorded that may be told. Whether a restriction outside a cell is a deprivation of "
    "liberty is argued case by case."
)


def person(asking: Asker, day: date, sender: Said | None, contact: Said | None) -> Filled:
    """The whole questionnaire about one person."""
    words, brief, teller = asking.words, asking.brief, asking.teller
    held = sorted(
        (one for one in asking.related("detention") if not teller.later(one, "start")),
        key=lambda one: (teller.sort(one, "start"), one.id),
    )
    family, given = name_parts(teller)
    identity = Part(
        words("wgad.part.1"),
        (
            asking.ask("family_name", family or Said(brief.title)),
            asking.ask("first_name", given),
            asking.of_person("sex", "gender"),
            asking.of_person("born", "born"),
            asking.of_person("nationality", "citizenship"),
            asking.of_person("document", "identity_document"),
            asking.of_person("profession", "occupation", "roles"),
            asking.of_person("address", "address"),
        ),
    )
    arrest = Part(
        words("wgad.part.2"),
        (
            asking.of_records("arrest_date", held, "start", kind="detention"),
            asking.of_records("arrest_place", held, "arrest_place", "locality", kind="detention"),
            asking.of_records("arrest_forces", held, "arrest_forces", kind="detention"),
            asking.of_records("warrant", held, "warrant", kind="detention"),
            asking.of_records("authority", held, "ordered_by", kind="detention"),
            asking.of_records("reasons", held, "reasons", kind="detention"),
            asking.of_records("legislation", held, "legislation", kind="detention"),
        ),
    )
    detention = Part(
        words("wgad.part.3"),
        (
            asking.ask("detained", lines=_stretches(asking, held)),
            asking.of_records("held_by", held, "held_by", kind="detention"),
            asking.of_records("places", held, "place", kind="detention"),
            asking.ask("restrictions", lines=holding(brief.limits), needed=False),
        ),
    )
    parts = (
        identity,
        arrest,
        detention,
        Part(
            words("wgad.part.4"),
            (
                asking.ask("summary", *brief.summary, needed=False),
                asking.ask("circumstances", lines=happened(teller, brief)),
                *(
                    asking.of_records(key, held, key, kind="detention", needed=False)
                    for key in ("counsel", "family_access", "conditions", "treatment")
                ),
            ),
        ),
        Part(words("wgad.part.5"), (asking.ask("arbitrary"),), words("wgad.part.5.lead")),
        Part(
            words("wgad.part.6"),
            (
                asking.ask("domestic", lines=at_home(teller, brief.person)),
                asking.ask("international", lines=abroad(brief), needed=False),
            ),
        ),
        Part(
            words("wgad.part.7"),
            (
                asking.ask("submitter", sender),
                asking.ask("contact", contact),
                asking.ask("date", words.day(day)),
                asking.ask("signature", needed=False),
            ),
        ),
    )
    title = words("wgad.title")
    thin = (UNCHECKED,) if held else (UNCHECKED, NO_DETENTION)
    return asking.filled(Dossier(brief.person, brief.title, title, parts), thin)


def _stretches(asking: Asker, held: Sequence[Seen]) -> list[Dated]:
    """Each stretch of custody with how long it lasted."""
    teller, words = asking.teller, asking.words
    lines: list[Dated] = []
    for one in held:
        told = together(teller.said(one, "kind"), teller.said(one, "place"), teller.said(one, "regime"))
        if told is None:
            continue
        end = "" if teller.later(one, "end") else teller.text(one, "end")
        text = f"{told.text}, {words('lasted', date=end)}" if end else told.text
        notes = tuple(dict.fromkeys((*told.notes, *teller.notes(one.notes("start", "end")))))
        lines.append(Dated(teller.text(one, "start"), Said(text, notes, told.mark)))
    return lines
