"""Reads letters as they are printed: records made ready, each looked over once more for its audience."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from kzcase.briefing import gate, gather
from kzcase.briefing.gate import Reason
from kzcase.briefing.remarks import Withheld
from kzcase.briefing.seen import View
from kzcase.briefing.text import clean, line
from kzcase.errors import KzcaseError, NotFound
from kzcase.letters import addressees, checking, copies, letterheads, rows, told
from kzcase.letters.addressees import Recipient
from kzcase.letters.content import Printed
from kzcase.letters.enclosures import enclosed
from kzcase.letters.filling import lacking, signature
from kzcase.letters.letterheads import Letterhead, Letterheads
from kzcase.letters.saying import Marks, bracketed, label
from kzcase.letters.shapes import Filled, Mailing, Missing
from kzcase.letters.told import Told
from kzcase.letters.words import LANGUAGES, long_date, long_day, words
from kzcase.models.fields import Audience
from kzcase.progress import Progress
from kzcase.services import audiences
from kzcase.services.audiences import Readers, Rule

_AT_A_TIME = 50
_NAMED = 5
Pictures = Callable[[str], bytes]
Key = tuple[Audience, tuple[str, ...], date, tuple[str, ...], str | None, Rule | None]
"""What letters share that tell the same: audience, people, day, cases, the letter before, the rule."""


class NotFinished(KzcaseError):
    """A letter still lacks something and was not asked for as a draft; `missing` says what."""

    def __init__(self, letter: str, missing: tuple[Missing, ...]) -> None:
        self.missing = missing
        told_words = "; ".join(one.words for one in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        super().__init__(
            f"The letter {letter} is not finished: {told_words}{more}.",
            safe="No letter was printed.",
            remedy="Fill in what stands in brackets, or print it as a draft.",
        )


@dataclass(slots=True)
class Reader:
    """Everything that several letters share while they are made ready."""

    session: Session
    today: date
    draft: bool = False
    letterhead: str | None = None
    pictures: Pictures | None = None
    heads: Letterheads = field(init=False)
    readers: Readers = field(init=False)
    _views: dict[Key, View] = field(default_factory=dict)
    _told: dict[tuple[Key, str], Told] = field(default_factory=dict)
    _logos: dict[str, bytes] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heads = letterheads.read(self.session)
        self.readers = audiences.readers(self.session)

    def letters(self, ids: Sequence[str], steps: Progress) -> list[Printed]:
        """The letters of some records, in their order.

        Raises `NotFound` for an id that is no letter here, `NotFinished`,
        `NotForThisAudience`, and `KzcaseError` for a letter that came in.
        """
        found = rows.read(self.session, "letter", ids)
        if lost := [one for one in ids if one not in found]:
            raise NotFound(
                f"There is no letter with the id {lost[0]} in this vault.", safe="No letter was printed."
            )
        people = {
            one
            for row in found.values()
            for key in ("addressees", "copies", "signatories")
            for one in rows.ids(row.get(key))
        }
        recipients = addressees.read(self.session, people)
        made: list[Printed] = []
        for number, one in enumerate(ids):
            if number % _AT_A_TIME == 0:
                steps.step("Reading letters", number, len(ids))
            made.append(self._letter(one, found[one], recipients))
        return made

    def filled(self, one: Filled, mailing: Mailing) -> Printed:
        """A letter that is not saved yet, as it would be printed."""
        day = mailing.day or self.today
        recipients = addressees.read(self.session, (one.addressee, *mailing.copies))
        others = [recipients[copy] for copy in mailing.copies if copy != one.addressee]
        facts = self._facts(
            Audience(one.audience),
            one.persons,
            day,
            one.language,
            mailing.cases,
            mailing.follow_up_of,
            self._rule((recipients[one.addressee], *others)),
        )
        head = self.heads.choose(one.language, mailing.letterhead)
        letter = Printed(
            "",
            one.language,
            one.audience,
            day,
            long_day(day, one.language),
            line(one.subject),
            line(one.salutation),
            clean(one.body),
            clean(one.signature),
            recipients[one.addressee].lines(one.language),
            enclosures=self._enclosures(facts, mailing.enclosures),
            copies=copies.told(facts.view, others, one.language)[0],
            head=head,
            logo=self._logo(head),
            persons=one.persons,
            classification=_classification(facts),
            rule=facts.view.rule,
        )
        return self._looked_over(letter, facts, (recipients[one.addressee],))

    def _letter(self, record: str, row: rows.Row, recipients: Mapping[str, Recipient]) -> Printed:
        number = line(str(row.get("number") or ""))
        if row.get("direction") == "in":
            raise KzcaseError(
                f"The letter {number} came in; it is not ours to print.",
                safe="No letter was printed.",
                remedy="Open the document that belongs to it.",
            )
        to = [recipients[one] for one in rows.ids(row.get("addressees")) if one in recipients]
        others = [recipients[one] for one in rows.ids(row.get("copies")) if one in recipients]
        audience = self._audience(row, (*to, *others), number)
        language = str(row.get("language") or (to[0].language if to else "en"))
        if language not in LANGUAGES:
            words(language)
        day = _day(row) or self.today
        persons = rows.ids(row.get("persons"))
        cases, earlier = rows.ids(row.get("cases")), row.get("follow_up_of")
        facts = self._facts(audience, persons, day, language, cases, earlier, self._rule((*to, *others)))
        head = self.heads.choose(language, self.letterhead or row.get("letterhead"))
        said = words(language)
        reference = f"{head.prefix}{number}" if number else ""
        theirs = line(str(row.get("reference") or ""))
        written = str(row.get("written") or row.get("sent") or self.today.isoformat())
        body = clean(str(row.get("body") or ""))
        signers = [recipients[one] for one in rows.ids(row.get("signatories")) if one in recipients]
        typed = clean(str(row.get("signature") or ""))
        signed = typed or signature(language, head, Marks(language), signers)
        letter = Printed(
            record,
            language,
            audience.value,
            day,
            long_date(written, language),
            line(str(row.get("subject") or "")),
            line(str(row.get("salutation") or "")),
            body,
            signed,
            tuple(text for one in to for text in one.lines(language)),
            number,
            said("reference", reference=reference) if reference else "",
            said("their_reference", reference=theirs) if theirs else "",
            self._enclosures(facts, rows.ids(row.get("enclosures"))),
            copies.told(facts.view, others, language)[0],
            head,
            self._logo(head),
            persons=persons,
            classification=_classification(facts),
            rule=facts.view.rule,
        )
        if not letter.body:
            lack = Missing("", label("text", language), 1)
            letter = replace(letter, missing=(lack,))
        return self._looked_over(letter, facts, (*to, *signers))

    def _audience(self, row: rows.Row, recipients: Sequence[Recipient], number: str) -> Audience:
        """For whose eyes the letter is; what was written for some must not go to others."""
        meant = row.get("audience")
        needed = addressees.audience_for(recipients, meant, None)
        if meant and meant != needed.value and meant != Audience.PUBLIC.value:
            raise KzcaseError(
                f"The letter {number} was written for {gate.AUDIENCE_WORDS[Audience(meant)]}, "
                f"and goes to {gate.AUDIENCE_WORDS[needed]}.",
                safe="No letter was printed.",
                remedy="Write it anew for them, or take those others off the letter.",
            )
        return needed

    def _rule(self, readers: Iterable[Recipient]) -> Rule | None:
        """What the named audiences of those who get a letter keep back besides."""
        return self.readers.rule(one for reader in readers for one in reader.ids)

    def _facts(
        self,
        audience: Audience,
        persons: tuple[str, ...],
        day: date,
        language: str,
        cases: tuple[str, ...] = (),
        earlier: str | None = None,
        rule: Rule | None = None,
    ) -> Told:
        persons = tuple(sorted(persons))
        key = audience, persons, day, cases, earlier, rule
        if key not in self._views:
            self._views[key] = told.view_of(
                self.session, persons, audience, day, earlier, rule, today=self.today
            )
        view = self._views[key]
        for person in view.subjects:
            if (reason := gather.no_basis(view, person)) is not None:
                raise _no_basis(view, person, reason)
        if (key, language) not in self._told:
            self._told[key, language] = told.tell(self.session, view, language, day, cases, earlier)
        return self._told[key, language]

    def _looked_over(self, letter: Printed, facts: Told, parties: Sequence[Recipient]) -> Printed:
        """The letter, if nothing in it may not be said; those it goes to and who sign it may be named."""
        said = letter.language
        known = [text for one in parties for text in (one.name(said), one.salutation(said))]
        known.append(letter.head.signatory)
        texts = (
            *(letter.classification, letter.reference, letter.theirs),
            *(letter.subject, letter.salutation, letter.body),
        )
        checking.check(self.session, facts, (*texts, letter.signature, *letter.enclosures), known)
        missing = (
            *letter.missing,
            *lacking(letter.subject, letter.body, letter.signature, letter.language),
        )
        if missing and not self.draft:
            raise NotFinished(letter.number or f"“{bracketed(letter.subject)}”", missing)
        return replace(letter, missing=missing, draft=self.draft)

    def _enclosures(self, facts: Told, enclosures: Sequence[str]) -> tuple[str, ...]:
        shown, held = enclosed(self.session, facts, enclosures)
        self.withheld += held
        return shown

    def _logo(self, head: Letterhead) -> bytes:
        if head.logo is None or self.pictures is None:
            return b""
        if head.logo not in self._logos:
            self._logos[head.logo] = self.pictures(head.logo)
        return self._logos[head.logo]


def _no_basis(view: View, person: str, reason: Reason) -> KzcaseError:
    return checking.NotForThisAudience(
        f"The letter is about {view.records.titles.get(person, 'somebody')}, of whom this audience may not "
        f"be told. {gate.sentence(reason, view.audience)}",
        safe="No letter was printed.",
        remedy=gate.remedy(reason),
    )


def _classification(facts: Told) -> str:
    """The line that the office wrote for the named audience a letter goes to."""
    return clean(facts.view.rule.line) if facts.view.rule is not None else ""


def _day(row: rows.Row) -> date | None:
    """The day of the letter, if it is a single one."""
    try:
        return date.fromisoformat(str(row.get("written") or ""))
    except ValueError:
        return None
