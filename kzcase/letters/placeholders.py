"""The words a template may use: a closed set, each with what it says and where it may stand.

`docs/letter-templates.md` lists them with examples; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzcase.letters.language import Grammar


@dataclass(frozen=True, slots=True)
class Word:
    """A word of templates: what it says, and the list inside which alone it may stand ("": anywhere)."""

    word: str
    about: str
    home: str = ""


PLACES: tuple[Word, ...] = (
    Word("date", "the day of the letter, in its language"),
    Word("reference", "our reference; given when the letter is saved"),
    Word(
        "salutation",
        "how the addressee is addressed; a template that says it itself has it printed only there",
    ),
    Word("addressee.name", "the name of the contact written to"),
    Word("addressee.post", "their post"),
    Word("addressee.institution", "the body written to, or that the contact belongs to"),
    Word("office.name", "the office's name as its letterhead prints it"),
    Word("signatory.name", "who signs"),
    Word("signatory.post", "the post of who signs"),
    Word("persons.names", "the names of all people the letter is about"),
    Word("persons.count", "how many people the letter is about"),
    Word("note", "what was typed for this mailing alone"),
    Word("previous.date", "the day on which the letter that this one follows was sent"),
    Word("previous.reference", "our reference of the letter that this one follows"),
    Word("previous.subject", "its subject"),
    Word("previous.due", "the day by which a reply to it was due"),
    Word("reply.date", "the day of the reply that this letter answers"),
    Word("reply.reference", "its reference, as they gave it"),
    Word("person.name", "the person's name in the script of the letter's language", "persons"),
    Word("person.passport_name", "the name in Latin letters as in the passport", "persons"),
    Word("person.born", "the date of birth", "persons"),
    Word("person.line", "who the person is: roles, occupation, place", "persons"),
    Word("person.status", "where the person is: at liberty, in custody ...", "persons"),
    Word("person.summary", "the summary of the case in the letter's language", "persons"),
    Word("person.health", "what is said of the person's health", "persons"),
    Word("person.consent", "that consent to tell this audience is recorded", "persons"),
    Word("person.next_hearing", "the next hearing: its day and what it is", "persons"),
    Word("restriction.title", "what is restricted", "restrictions"),
    Word("restriction.since", "since when", "restrictions"),
    Word("restriction.until", "until when, and how that is known", "restrictions"),
    Word("restriction.basis", "from what its end follows", "restrictions"),
    Word("article.name", "an article charged, with its title", "articles"),
    Word("hearing.date", "the day of a coming hearing", "hearings"),
    Word("hearing.what", "what it is: kind, court, room, time", "hearings"),
    Word("event.date", "the day of an event", "events"),
    Word("event.what", "what happened", "events"),
    Word("finding.date", "the day of a finding of an international body", "findings"),
    Word("finding.what", "what was found", "findings"),
    Word("case.title", "the title of a case", "cases"),
    Word("ask.number", "the number of what is asked, from 1", "asks"),
    Word("ask.text", "what is asked, in the letter's language", "asks"),
    Word("enclosure.words", "what is enclosed", "enclosures"),
    Word("copy.words", "to whom a copy goes", "copies"),
)
LISTS: tuple[Word, ...] = (
    Word("persons", "the people the letter is about, as far as its audience may be told of them"),
    Word("restrictions", "a person's restrictions in force on the day of the letter", "persons"),
    Word("articles", "the articles a person is charged with", "persons"),
    Word("hearings", "a person's coming hearings", "persons"),
    Word("events", "the last events of a person's case that weigh most, in order", "persons"),
    Word("findings", "what international bodies found about a person", "persons"),
    Word("cases", "the cases the letter is about"),
    Word("asks", "what is asked, in order"),
    Word("enclosures", "what is enclosed"),
    Word("copies", "who gets a copy"),
)

GRAMMAR = Grammar({one.word: one.home for one in PLACES}, {one.word: one.home for one in LISTS})


def about() -> Mapping[str, str]:
    """What each word says, in English."""
    return {one.word: one.about for one in (*PLACES, *LISTS)}
