"""Decides, for one fact and one audience, whether it may be printed, and why not.

Pure: it knows declarations, consents, citations and a day, and no vault. Every
value on every paper has passed `decide`; there is no other way in. The rules
(design 5 and 10, `docs/history.md`):

* a field says which audiences may ever see it; nothing widens that;
* "do not share", on the record, on what it belongs to or on a person concerned,
  keeps the whole record off every paper;
* a fact about people needs a basis for each of them: consent for that audience
  and that kind of fact, or *already public*: a citation of a public source on
  that very field or on the whole record;
* photo, health, family, address and contact details never go by *already public*,
  nor does anything about somebody who protects their name, refused, or withdrew;
* where colleagues disagree about a protective field, the most protective answer holds;
* `internal` sees everything, with a mark on what others would not see.

A consent must hold today as well as on the day the paper describes: going back
in time does not bring back a consent that has expired or was withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kzcase.models.fields import Audience, Compartment, Field, Nature

EXPIRES_SOON = timedelta(days=30)


class Scope(StrEnum):
    """What a consent is about (vocabulary `consent_scope`)."""

    CASE = "case"
    PHOTO = "photo"
    FAMILY = "family"
    HEALTH = "health"
    CONTACT = "contact"


class Answer(StrEnum):
    """What was answered (vocabulary `consent_answer`), the most protective first."""

    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"
    GIVEN = "given"


class Reason(StrEnum):
    """Why something is not printed; `sentence` says it in words."""

    OFFICE = "office"
    DO_NOT_SHARE = "do_not_share"
    NO_CONSENT = "no_consent"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PROTECTED = "protected"
    PSEUDONYM = "pseudonym"
    SOURCE = "source"
    NAMES = "names"
    DO_NOT_SAY = "do_not_say"
    DISPUTED = "disputed"
    CHOSEN = "chosen"
    RULE = "rule"


SCOPE_WORDS = {
    Scope.CASE: "name and case",
    Scope.PHOTO: "the photograph",
    Scope.FAMILY: "family details",
    Scope.HEALTH: "health details",
    Scope.CONTACT: "address and contact details",
}
AUDIENCE_WORDS = {
    Audience.INTERNAL: "the office",
    Audience.DIPLOMATIC: "closed briefings",
    Audience.UN: "confidential UN submissions",
    Audience.PUBLIC: "the public",
}


def sentence(reason: Reason, audience: Audience, scope: Scope = Scope.CASE) -> str:
    """The reason as a sentence for the caseworker."""
    told, to = SCOPE_WORDS[scope], AUDIENCE_WORDS[audience]
    return {
        Reason.OFFICE: f"This field is never shown to {to}.",
        Reason.DO_NOT_SHARE: "Marked “do not share”.",
        Reason.NO_CONSENT: f"No consent for {told} to {to}, and no public source is cited for it.",
        Reason.NOT_YET: f"The consent for {told} to {to} is dated later than this paper.",
        Reason.EXPIRED: f"The consent for {told} to {to} has expired.",
        Reason.REFUSED: f"Consent for {told} to {to} was refused.",
        Reason.WITHDRAWN: f"Consent for {told} to {to} was withdrawn.",
        Reason.PROTECTED: f"No consent for {told} to {to}; a public source is not enough for that.",
        Reason.PSEUDONYM: "It would give away a name that a pseudonym protects.",
        Reason.SOURCE: "Sources and witnesses are not named outside the office.",
        Reason.NAMES: "The text names somebody who may not be named here.",
        Reason.DO_NOT_SAY: "The text holds words of the list “do not say”.",
        Reason.DISPUTED: "Undecided values are named only with consent.",
        Reason.CHOSEN: "Left out by you.",
        Reason.RULE: "The named audience keeps it back.",
    }[reason]


def remedy(reason: Reason) -> str:
    """How a person of whom nothing may be told could be told of."""
    return {
        Reason.DO_NOT_SHARE: "Take the mark off the person's record, if the reason for it is over.",
        Reason.REFUSED: "Only the person can change that: ask again, and record a later answer.",
        Reason.WITHDRAWN: "Only the person can change that: ask again, and record a later answer.",
        Reason.EXPIRED: "Ask the person again, and record the new consent.",
        Reason.NOT_YET: "Choose a later day, or correct the date of the consent.",
        Reason.CHOSEN: "Take the person in again.",
    }.get(reason, "Ask the person and record the consent, or cite a public source for each fact.")


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer; days are the protective end of a partial date (given: the latest, expiry: the earliest).

    `latest` is the latest day on which it can have been given or refused (None:
    not known), `earliest` the earliest one.
    """

    scope: str
    audiences: frozenset[str]
    answer: str
    earliest: date | None = None
    latest: date | None = None
    expires: date | None = None
    withdrawn: bool = False
    withdrawn_latest: date | None = None
    pseudonym_only: bool = False

    @property
    def contrary(self) -> bool:
        """Whether it says no."""
        return self.withdrawn or self.answer in (Answer.WITHDRAWN, Answer.REFUSED)

    @property
    def spoken(self) -> date | None:
        """The latest day on which a no can have been said; None if that is not known."""
        if self.withdrawn:
            return self.withdrawn_latest
        return self.latest

    @property
    def given(self) -> bool:
        """Whether it says yes."""
        return self.answer == Answer.GIVEN and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a fact concerns, with what protects them."""

    id: str
    consents: tuple[Consent, ...] = ()
    do_not_share: bool = False
    pseudonym: str = ""
    protected: bool = False
    """A witness or a source: never by *already public*."""


@dataclass(frozen=True, slots=True)
class Cited:
    """That a fact is cited: the field ("" for the whole record), and whether the source is public."""

    field: str
    public: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands around a fact: the people it concerns, its record's marks, its citations."""

    people: tuple[Person, ...] = ()
    do_not_share: bool = False
    cited: tuple[Cited, ...] = ()

    def public(self, field: str) -> bool:
        """Whether a public source is cited for the field or for the whole record."""
        return any(one.public and one.field in ("", field) for one in self.cited)


@dataclass(frozen=True, slots=True)
class Decision:
    """Shown, and on what basis; or withheld, and why (internal: why others would not see it)."""

    shown: bool
    reason: Reason | None = None
    scope: Scope = Scope.CASE
    by_citation: bool = False


def scope_of(field: Field) -> Scope:
    """Which consent a field needs."""
    by_key = {
        "photo": Scope.PHOTO,
        "address": Scope.CONTACT,
        "contact": Scope.CONTACT,
        "email": Scope.CONTACT,
        "phone": Scope.CONTACT,
        "family": Scope.FAMILY,
        "health": Scope.HEALTH,
    }
    by_compartment = {Compartment.FAMILY: Scope.FAMILY, Compartment.HEALTH: Scope.HEALTH}
    return by_key.get(field.key) or by_compartment.get(field.compartment) or Scope.CASE


def decide(field: Field, ground: Ground, audience: Audience, on: date) -> Decision:
    """Whether one field of one record may be printed for an audience.

    `on` is the later of the paper's day and today.
    """
    scope = scope_of(field)
    outside = audience if audience is not Audience.INTERNAL else Audience.DIPLOMATIC
    decision = _decide(field, ground, outside, on, scope)
    if audience is Audience.INTERNAL and field.nature is not Nature.LOCAL:
        return Decision(True, decision.reason, scope)
    return decision


def _decide(field: Field, ground: Ground, audience: Audience, on: date, scope: Scope) -> Decision:
    def no(reason: Reason) -> Decision:
        return Decision(False, reason, scope)

    if audience not in field.audiences or field.nature is Nature.LOCAL:
        return no(Reason.OFFICE)
    if field.compartment is Compartment.SOURCE:
        return no(Reason.SOURCE)
    if ground.do_not_share or any(person.do_not_share for person in ground.people):
        return no(Reason.DO_NOT_SHARE)
    if field.compartment is Compartment.IDENTITY and any(hides_name(p, audience) for p in ground.people):
        # What identifies is as good as the name.
        return no(Reason.PSEUDONYM)
    by_citation = False
    for person in ground.people:
        answer = consent(person.consents, scope, audience, on)
        if answer is None:
            continue
        if (reason := _without_consent(person, ground, field, audience, on, scope, answer)) is not None:
            return no(reason)
        by_citation = True
    return Decision(True, None, scope, by_citation)


def _without_consent(
    person: Person, ground: Ground, field: Field, audience: Audience, on: date, scope: Scope, answer: Reason
) -> Reason | None:
    """None if *already public* carries the fact, else why nothing does."""
    if answer in (Reason.REFUSED, Reason.WITHDRAWN):
        return answer
    if (general := consent(person.consents, Scope.CASE, audience, on)) in (Reason.REFUSED, Reason.WITHDRAWN):
        return general
    if not ground.public(field.key):
        return answer
    if scope is not Scope.CASE:
        return Reason.PROTECTED
    if person.protected:
        return Reason.SOURCE
    if hides_name(person, audience):
        # A published source names the person: pointing at it would undo the pseudonym.
        return Reason.PSEUDONYM
    return None


def consent(consents: Iterable[Consent], scope: Scope, audience: Audience, on: date) -> Reason | None:
    """None if there is a consent that holds on that day; otherwise what is in its way.

    A later yes overrules an earlier no only if both days are known and it is
    certainly later; in doubt the no holds. A no for the whole case is a no for
    each part of it, and a no of which nobody noted to whom is one to everybody.
    """
    about = [
        one for one in consents if audience.value in one.audiences or (one.contrary and not one.audiences)
    ]
    mine = [one for one in about if one.scope == scope]
    no = [one for one in about if one.contrary and one.scope in (scope, Scope.CASE)]
    best: Reason = Reason.NO_CONSENT
    for one in mine:
        if not one.given:
            continue
        standing = [other for other in no if not _overrules(one, other)]
        if standing:
            continue
        if one.latest is not None and one.latest > on:
            best = Reason.NOT_YET if best is Reason.NO_CONSENT else best
        elif one.expires is not None and one.expires < on:
            best = Reason.EXPIRED
        else:
            return None
    relevant = [one for one in no if not any(_overrules(yes, one) for yes in mine if yes.given)]
    if relevant:
        withdrawn = any(one.withdrawn or one.answer == Answer.WITHDRAWN for one in relevant)
        return Reason.WITHDRAWN if withdrawn else Reason.REFUSED
    return best


def _overrules(yes: Consent, no: Consent) -> bool:
    return yes.earliest is not None and no.spoken is not None and yes.earliest > no.spoken


def hides_name(person: Person, audience: Audience) -> bool:
    """Whether the person's own name must not be printed for this audience, on whatever day."""
    if audience is Audience.INTERNAL:
        return False
    return bool(person.pseudonym.strip()) or pseudonym_asked(person, audience)


def pseudonym_asked(person: Person, audience: Audience) -> bool:
    """Whether a consent for the audience was given on condition that the name stays out."""
    return any(
        one.pseudonym_only and audience.value in one.audiences and one.scope == Scope.CASE
        for one in person.consents
    )


def has_consent(person: Person, audience: Audience, on: date) -> bool:
    """Whether the person's name and case may be told to the audience by consent."""
    return consent(person.consents, Scope.CASE, audience, on) is None


def expires_soon(person: Person, audience: Audience, on: date) -> date | None:
    """The day on which the consents this paper stands on end, if that is within 30 days."""
    holding = [
        one
        for one in person.consents
        if one.given
        and audience.value in one.audiences
        and one.scope == Scope.CASE
        and consent((one, *(c for c in person.consents if c.contrary)), Scope.CASE, audience, on) is None
    ]
    if not holding or any(one.expires is None for one in holding):
        return None
    last = max(one.expires for one in holding if one.expires is not None)
    return last if last <= on + EXPIRES_SOON else None
