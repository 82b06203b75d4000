"""Fills a template for each addressee of a mailing: what their audience may see, in their language.

Nothing is written. What is missing stands in the text as a mark in words; what
the audience may not see is left out and listed with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from kzcase.briefing.remarks import Withheld
from kzcase.briefing.seen import View
from kzcase.briefing.text import clean, line
from kzcase.errors import KzcaseError
from kzcase.letters import addressees, checking, copies, letterheads, rows, templates, told
from kzcase.letters.addressees import Recipient
from kzcase.letters.enclosures import enclosed
from kzcase.letters.language import Each, If, Lack, Node, Place, Scope, Value, parse
from kzcase.letters.language import fill as filled_in
from kzcase.letters.letterheads import Letterheads
from kzcase.letters.placeholders import GRAMMAR, PLACES
from kzcase.letters.saying import Marks, missing_in
from kzcase.letters.shapes import Asked, Filled, Mailing, Missing, Template
from kzcase.letters.told import Told
from kzcase.letters.words import LANGUAGES, long_date, long_day, words
from kzcase.models.fields import Audience
from kzcase.progress import Progress, quiet
from kzcase.services import audiences
from kzcase.services.audiences import Readers, Rule
from kzcase.services.letters.due import dues
from kzcase.services.office import Office

__all__ = ["fill", "missing_in"]

_EMPTY_LINES = re.compile(r"\n{3,}")
_AT_A_TIME = 20


def fill(office: Office, mailing: Mailing, progress: Progress | None = None) -> tuple[Filled, ...]:
    """The letters of a mailing, one for each addressee, in their order.

    Raises `TemplateRefused` for a template that cannot be used, `NotFound` for
    an addressee or a person who is not here, `KzcaseError` for a language or an
    audience in which there is no such letter and for words that name somebody
    who may not be named, `Cancelled` if the user stopped it.
    """
    if not mailing.addressees:
        raise KzcaseError(
            "A letter needs an addressee.", safe="No letter was written.", remedy="Choose whom it goes to."
        )
    steps = progress or quiet()
    steps.step("Reading", 0, len(mailing.addressees))
    with office.read() as session:
        desk = _Desk(session, mailing, office.today())
        letters: list[Filled] = []
        for done, one in enumerate(dict.fromkeys(mailing.addressees)):
            if done % _AT_A_TIME == 0:
                steps.step("Filling in", done, len(mailing.addressees))
            letters.append(desk.letter(one))
    return tuple(letters)


_Key = tuple[Audience, str, Rule | None]
"""What letters share that tell the same: audience, language, a named audience."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A template taken apart, and whether it says the salutation itself."""

    template: Template
    subject: tuple[Node, ...]
    body: tuple[Node, ...]
    salutes: bool


@dataclass(slots=True)
class _Desk:
    """Everything that the letters of one mailing share, read once."""

    session: Session
    mailing: Mailing
    today: date
    day: date = field(init=False)
    persons: tuple[str, ...] = field(init=False)
    recipients: Mapping[str, Recipient] = field(init=False)
    heads: Letterheads = field(init=False)
    earlier: str | None = field(init=False)
    previous: Mapping[str, object] = field(init=False)
    reply: Mapping[str, object] = field(init=False)
    parties: frozenset[str] = field(init=False)
    readers: Readers = field(init=False)
    _parsed: dict[str, _Parsed] = field(default_factory=dict)
    _told: dict[_Key, Told] = field(default_factory=dict)
    _views: dict[tuple[Audience, Rule | None], View] = field(default_factory=dict)
    _common: dict[_Key, Scope] = field(default_factory=dict)
    _enclosures: dict[_Key, tuple[tuple[str, ...], tuple[Withheld, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        mailing = self.mailing
        self.day = mailing.day or self.today
        self.recipients = addressees.read(self.session, (*mailing.addressees, *mailing.copies))
        self.heads = letterheads.read(self.session)
        self.readers = audiences.readers(self.session)
        self.earlier, self.previous, self.reply = self._chain()
        self.parties = self._parties()
        self.persons = mailing.persons or self._persons_of_cases() or rows.ids(self.previous.get("persons"))

    def _persons_of_cases(self) -> tuple[str, ...]:
        cases = rows.read(self.session, "case", self.mailing.cases)
        return tuple(
            dict.fromkeys(
                person for one in self.mailing.cases for person in rows.ids(cases.get(one, {}).get("persons"))
            )
        )

    def _chain(self) -> tuple[str | None, Mapping[str, object], Mapping[str, object]]:
        """The letter that this one follows, with its id, and the reply that it answers."""
        wanted = self.mailing.follow_up_of
        if wanted is None:
            return None, {}, {}
        found = rows.read(self.session, "letter", (wanted,)).get(wanted, {})
        if found.get("direction") != "in":
            return wanted, found, {}
        before = found.get("reply_to") or found.get("follow_up_of")
        if before is None:
            return None, {"persons": found.get("persons")}, found
        earlier = rows.read(self.session, "letter", (str(before),)).get(str(before), {})
        return str(before), {"persons": found.get("persons"), **earlier}, found

    def _parties(self) -> frozenset[str]:
        """Between whom the earlier letter and the reply went, with the bodies they belong to."""
        named = (
            *rows.ids(self.previous.get("addressees")),
            *rows.ids(self.previous.get("copies")),
            *rows.ids(self.reply.get("senders")),
        )
        return frozenset(one for party in addressees.known(self.session, named).values() for one in party.ids)

    def letter(self, addressee: str) -> Filled:
        """The letter to one addressee."""
        recipient = self.recipients[addressee]
        language = self._language(recipient)
        parsed = self._template(language)
        others = [self.recipients[one] for one in self.mailing.copies if one != addressee]
        audience = addressees.audience_for(
            (recipient, *others), self.mailing.audience, parsed.template.audience
        )
        everybody = [one for reader in (recipient, *others) for one in reader.ids]
        facts = self._facts(audience, language, self.readers.rule(everybody))
        asks = self.mailing.asks or facts.asks
        copied, uncopied = copies.told(facts.view, others, language)
        head = self.heads.choose(language, self.mailing.letterhead)
        scope: dict[str, Value] = {
            **self._shared(facts, asks),
            "salutation": recipient.salutation(language),
            "addressee.name": recipient.name(language) or Lack(),
            "addressee.post": recipient.post(language) or Lack(),
            "addressee.institution": recipient.institution(language) or Lack(),
            **self._before(facts, language, party=bool(recipient.ids & self.parties)),
            "copies": tuple({"copy.words": one} for one in copied),
        }
        marks = Marks(language)
        subject = line(filled_in(parsed.subject, scope, marks))
        body = tidied(filled_in(parsed.body, scope, marks))
        signed = signature(language, head, marks)
        checking.check(self.session, facts, (subject, body), (recipient.name(language),))
        return Filled(
            addressee,
            recipient.words(language),
            audience.value,
            language,
            "" if parsed.salutes else recipient.salutation(language),
            subject,
            body,
            signed,
            parsed.template.kind,
            parsed.template.key,
            tuple(facts.people),
            # What was asked before stays with the letter that asked it.
            asks if self.mailing.asks or self.earlier is None else (),
            lacking(subject, body, signed, language),
            (*facts.withheld, *self._enclosed(facts)[1], *uncopied),
        )

    def _language(self, recipient: Recipient) -> str:
        chosen = self.mailing.languages.get(recipient.id) or self.mailing.language or recipient.language
        if chosen not in LANGUAGES:
            words(chosen)
        return chosen

    def _template(self, language: str) -> _Parsed:
        if language not in self._parsed:
            mailing = self.mailing
            if mailing.template:
                template = templates.named_in(self.session, mailing.template, language)
            else:
                template = Template("", "", mailing.kind, language, "", mailing.subject, mailing.text)
            body = parse(template.body, GRAMMAR)
            self._parsed[language] = _Parsed(
                template, templates.parsed_subject(template.subject), body, _says(body, "salutation")
            )
        return self._parsed[language]

    def _facts(self, audience: Audience, language: str, rule: Rule | None) -> Told:
        key = audience, language, rule
        if key not in self._told:
            if (audience, rule) not in self._views:
                self._views[audience, rule] = told.view_of(
                    self.session,
                    self.persons,
                    audience,
                    self.day,
                    self.earlier,
                    rule,
                    today=self.today,
                )
            self._told[key] = told.tell(
                self.session,
                self._views[audience, rule],
                language,
                self.day,
                self.mailing.cases,
                self.earlier,
            )
        return self._told[key]

    def _shared(self, facts: Told, asks: Sequence[Asked]) -> Scope:
        key = facts.view.audience, facts.language, facts.view.rule
        if key not in self._common:
            self._common[key] = self._shared_anew(facts, asks)
        return self._common[key]

    def _shared_anew(self, facts: Told, asks: Sequence[Asked]) -> Scope:
        language = facts.language
        head = self.heads.choose(language, self.mailing.letterhead)
        people = tuple(facts.people.values())
        none_told = bool(self.persons) and not people
        return {
            "date": long_day(self.day, language),
            "office.name": head.name or Lack(),
            "signatory.name": head.signatory or Lack(),
            "signatory.post": head.post or Lack(),
            "note": clean(self.mailing.note) or Lack(),
            "persons": Lack(withheld=True) if none_told else people,
            "persons.names": Lack(withheld=True) if none_told else self._names(people, language),
            "persons.count": str(len(people)) if people else Lack(withheld=none_told),
            "cases": tuple({"case.title": one} for one in facts.cases),
            "asks": tuple(
                {"ask.number": str(number), "ask.text": _asked(ask, language)}
                for number, ask in enumerate(asks, start=1)
            ),
            "enclosures": tuple({"enclosure.words": one} for one in self._enclosed(facts)[0]),
        }

    def _enclosed(self, facts: Told) -> tuple[tuple[str, ...], tuple[Withheld, ...]]:
        key = facts.view.audience, facts.language, facts.view.rule
        if key not in self._enclosures:
            self._enclosures[key] = enclosed(self.session, facts, self.mailing.enclosures)
        return self._enclosures[key]

    def _names(self, people: Sequence[Scope], language: str) -> Value:
        """All names in a row; one that is missing stands in it as its mark."""
        if not people:
            return Lack()
        names = [one["person.name"] for one in people]
        if all(isinstance(one, Lack) for one in names) and len(names) == 1:
            return names[0]
        marks = Marks(language)
        told_names = [
            one
            if isinstance(one, str)
            else marks.say("person.name", one if isinstance(one, Lack) else Lack())
            for one in names
        ]
        *first, last = told_names
        return f"{', '.join(first)}{words(language)('and')}{last}" if first else last

    def _before(self, facts: Told, language: str, *, party: bool) -> Scope:
        """What is said of the letter that this one follows, and of the reply that it answers.

        Only to a party of theirs, to whom they went or came from: others need not know of them.
        """
        if self.earlier is None and not self.reply:
            return {}
        if not party:
            words_of_both = (one.word for one in PLACES if one.word.startswith(("previous.", "reply.")))
            return dict.fromkeys(words_of_both, Lack(withheld=True))
        head = self.heads.choose(language, self.mailing.letterhead)
        number = line(str(self.previous.get("number") or ""))
        return {
            "previous.date": _day(self.previous, ("sent", "written"), language),
            "previous.reference": f"{head.prefix}{number}" if number else Lack(),
            "previous.subject": self._earlier_subject(facts),
            "previous.due": self._earlier_due(language),
            "reply.date": _day(self.reply, ("written", "sent"), language),
            "reply.reference": line(str(self.reply.get("reference") or "")) or Lack(),
        }

    def _earlier_due(self, language: str) -> Value:
        """The last day for the reply to the earlier letter, stated or by its rule."""
        if self.earlier is None:
            return Lack()
        due = dues(self.session, (self.earlier,), language).get(self.earlier)
        return long_day(due.latest, language) if due is not None and due.latest is not None else Lack()

    def _earlier_subject(self, facts: Told) -> Value:
        """The subject of the earlier letter, as this audience may read it today."""
        subject = line(str(self.previous.get("subject") or ""))
        if not subject or self.earlier is None:
            return Lack()
        return facts.earlier or Lack(withheld=True)


def signature(
    language: str, head: letterheads.Letterhead, marks: Marks, signers: Sequence[Recipient] = ()
) -> str:
    """How a letter closes: the closing words, room to sign, who signs and what they are.

    Without `signers` that is who signs for the letterhead.
    """
    lines = [words(language)("closing")]
    for one in signers:
        told = (one.name(language), one.post(language), one.institution(language))
        lines += ["", *filter(None, told)]
    if not signers:
        name = head.signatory or marks.say("signatory.name", Lack())
        lines += ["", *filter(None, (name, head.post, head.note))]
    return "\n".join(lines)


def lacking(subject: str, body: str, signed: str, language: str) -> tuple[Missing, ...]:
    """What a letter still lacks: in its subject (line 0), in its text, and below it."""
    below = body.count("\n") + 1
    return (
        *(replace(one, line=0) for one in missing_in(subject, language)),
        *missing_in(body, language),
        *(replace(one, line=below + one.line) for one in missing_in(signed, language)),
    )


def tidied(body: str) -> str:
    """The text without the empty lines that blocks left behind."""
    return _EMPTY_LINES.sub("\n\n", "\n".join(one.rstrip() for one in body.split("\n"))).strip("\n")


def _says(nodes: Sequence[Node], word: str) -> bool:
    for node in nodes:
        match node:
            case Place(said):
                if said == word:
                    return True
            case Each(_, body):
                if _says(body, word):
                    return True
            case If(_, body, otherwise):
                if _says(body, word) or _says(otherwise, word):
                    return True
    return False


def _asked(ask: Asked, language: str) -> Value:
    text = line(ask.text(language))
    if text:
        return text
    for other in LANGUAGES:
        if there := line(ask.text(other)):
            return Lack(instead=f"{words(language)(f'in.{other}')}: {there}")
    return Lack()


def _day(row: Mapping[str, object], keys: Sequence[str], language: str) -> Value:
    for key in keys:
        if isinstance(value := row.get(key), str):
            return long_date(value, language)
    return Lack()
