"""Records as one audience may see them: the only way from what was read to what is printed.

A `Seen` record holds the values the gate let through, each with the notes it
stands on, and nothing of the rest; what was held back is listed in
`View.withheld`. Gathering works on these alone, so a paper cannot forget to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson

from kzcase.briefing import gate
from kzcase.briefing.content import Withheld
from kzcase.briefing.discretion import Care, Discretion, Hidden, discretion, names_of
from kzcase.briefing.gate import Cited, Decision, Ground, Person, Reason
from kzcase.briefing.ground import Raw, Records
from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Field, FieldType

# Whose part in a matter is never told by pointing at a public source.
_PROTECTED_ROLES = frozenset({"witness", "source", "relative"})
_PEOPLE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "event": ("persons",),
    "assembly": ("persons", "organisers"),
    "letter": ("persons",),
    "case": ("persons",),
    "involvement": ("person", "protected_person"),
    "name": ("person",),
    "consent": ("person",),
}
# What an internal paper says once for the whole person.
_SAID_ONCE = frozenset({Reason.NO_CONSENT, Reason.NOT_YET, Reason.EXPIRED, Reason.REFUSED, Reason.WITHDRAWN})
# What the list of withheld things does not name: how records hang together, and the office's own bookkeeping.
_UNLISTED = frozenset({"tags", "merged_into", "deleted", "do_not_share"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value that may be shown: plain, with note keys, other values beside it, and a mark for the office.

    `others` are alternative values and undecided candidates, each with its own
    notes; `disputed` says that colleagues have not decided, whether or not the
    candidates may be named. `inside` marks, on a paper for the office, what
    others would not see although they may see the rest.
    """

    value: Any
    notes: tuple[str, ...] = ()
    others: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    disputed: bool = False
    inside: bool = False
    cited: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One record through the gate."""

    id: str
    kind: str
    values: Mapping[str, Value]
    contested: bool = False

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def get(self, key: str) -> Any:
        """The plain value of a field, or None if it is not given or not shown."""
        found = self.values.get(key)
        return None if found is None else found.value

    def notes(self, *keys: str) -> tuple[str, ...]:
        """The notes that the shown ones of some fields stand on (all fields if none is named)."""
        named = keys or tuple(self.values)
        return tuple(
            dict.fromkeys(note for key in named if key in self.values for note in self.values[key].notes)
        )


@dataclass(slots=True)
class View:
    """Everything read for a paper, seen by one audience on one day."""

    records: Records
    audience: Audience
    on: date
    subjects: tuple[str, ...]
    withheld: list[Withheld] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    discretion: Discretion = field(default_factory=Discretion)
    _seen: dict[str, Seen] = field(default_factory=dict)
    _grounds: dict[str, Ground] = field(default_factory=dict)
    _concerned: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.subjects = tuple(self.records.resolved(one) for one in self.subjects)
        ids = {self.records.resolved(raw.id) for raw in self.records.raw.values() if raw.kind == "person"}
        self.people = {one: self._person(one) for one in sorted(ids)}
        if self.audience is not Audience.INTERNAL:
            self.discretion = self._discretion()
        for raw in self._listed():
            self.see(raw)

    # people

    def _person(self, now: str) -> Person:
        raws = [self.records.raw[one] for one in self.records.members(now) if one in self.records.raw]
        pseudonyms = [text for raw in raws for text in _candidates(raw, "pseudonym") if str(text).strip()]
        return Person(
            now,
            tuple(answer for raw in self.records.of(now, "consent", "person") for answer in consents(raw)),
            any(True in _candidates(raw, "do_not_share") for raw in raws),
            str(pseudonyms[0]) if pseudonyms else "",
        )

    def person(self, record: str) -> Person:
        """Somebody by any of their ids; of somebody who is not here nothing is known, and nothing granted."""
        now = self.records.resolved(record)
        return self.people.get(now) or Person(now)

    def may_name(self, record: str, *, cited: bool) -> bool:
        """Whether a person's own name may be printed where a fact names them."""
        person = self.person(record)
        if self.audience is Audience.INTERNAL:
            return True
        if person.do_not_share or gate.hides_name(person, self.audience, self.on):
            return False
        answer = gate.consent(person.consents, gate.Scope.CASE, self.audience, self.on)
        return answer is None or (cited and answer not in (Reason.REFUSED, Reason.WITHDRAWN))

    def written_names(self, record: str) -> tuple[Mapping[str, Any], ...]:
        """Every name of a person as stored; for replacing and keeping out, never for printing."""
        return tuple(
            value
            for raw in self.records.of(record, "name", "person")
            for value in _candidates(raw, "parts")
            if isinstance(value, Mapping)
        )

    def _discretion(self) -> Discretion:
        hidden: list[Hidden] = []
        shown: list[tuple[str, ...]] = []
        unsaid: list[str] = []
        for one, person in self.people.items():
            names = names_of(self.written_names(one))
            unsaid += [
                str(text)
                for m in self.records.members(one)
                if m in self.records.raw
                for text in _candidates(self.records.raw[m], "do_not_say")
            ]
            if (care := self._care(person)) is None:
                shown += names
                continue
            if self.records.titles.get(one):
                names = (*names, tuple(self.records.titles[one].split()))
            hidden.append(Hidden(names, person.pseudonym.strip(), care))
        return discretion(hidden, shown, unsaid)

    def _care(self, person: Person) -> Care | None:
        """How carefully a person's name is kept out of texts; None if it may be printed."""
        if person.do_not_share or gate.hides_name(person, self.audience, self.on):
            return Care.STRICT
        answer = gate.consent(person.consents, gate.Scope.CASE, self.audience, self.on)
        if answer in (Reason.REFUSED, Reason.WITHDRAWN):
            return Care.STRICT
        if answer is None:
            return None
        if any(self.ground(raw.id).public("parts") for raw in self.records.of(person.id, "name", "person")):
            return None
        return Care.UNCITED

    # grounds

    def concerned(self, record: str) -> frozenset[str]:
        """The people a record is about: those it names, and those of what it belongs to."""
        if record not in self._concerned:
            self._concerned[record] = frozenset()  # a loop of owners ends here
            self._concerned[record] = self._concerns(record)
        return self._concerned[record]

    def _concerns(self, record: str) -> frozenset[str]:
        raw = self.records.raw.get(record)
        if raw is None:
            return frozenset()
        if raw.kind == "person":
            return frozenset({self.records.resolved(record)})
        found: set[str] = set()
        for key in _PEOPLE_FIELDS.get(raw.kind, ()):
            for value in _candidates(raw, key):
                found |= {
                    self.records.resolved(one)
                    for one in _ids(value)
                    if self.records.kind.get(one) == "person"
                }
        for owner in self._owners(raw):
            found |= self.concerned(owner)
        return frozenset(found)

    def _owners(self, raw: Raw) -> list[str]:
        return sorted(
            {
                one
                for declared in kinds()[raw.kind].owners
                for value in _candidates(raw, declared.key)
                for one in _ids(value)
            }
        )

    def ground(self, record: str) -> Ground:
        """What stands around the facts of a record."""
        if record not in self._grounds:
            self._grounds[record] = self._ground(record)
        return self._grounds[record]

    def _ground(self, record: str) -> Ground:
        raw = self.records.raw.get(record)
        if raw is None:
            return Ground()
        protected = raw.kind == "involvement" and not _PROTECTED_ROLES.isdisjoint(_candidates(raw, "role"))
        own = {self.records.resolved(one) for one in _ids(raw.values.get("person"))} if protected else set()
        people = tuple(
            replace(self.person(one), protected=one in own) for one in sorted(self.concerned(record))
        )
        return Ground(people, self._kept_back(raw, set()), tuple(self._cited(record)))

    def _kept_back(self, raw: Raw, met: set[str]) -> bool:
        """Whether a record, or what it belongs to, is marked "do not share"."""
        if raw.id in met:
            return False
        met.add(raw.id)
        if True in _candidates(raw, "do_not_share"):
            return True
        owners = [self.records.raw[one] for one in self._owners(raw) if one in self.records.raw]
        if raw.kind == "document":  # a document may belong to several records
            return bool(owners) and all(self._kept_back(owner, met) for owner in owners)
        return any(self._kept_back(owner, met) for owner in owners)

    def _cited(self, record: str) -> Iterable[Cited]:
        for citation in self.records.of(record, "citation", "record"):
            if True in _candidates(citation, "do_not_share") or "source" in citation.conflicts:
                continue
            yield Cited(
                str(citation.values.get("field") or ""), self.is_public(citation.values.get("source"))
            )

    def is_public(self, source: Any) -> bool:
        """Whether a source is one that anybody can read, beyond doubt."""
        raw = self.records.raw.get(source) if isinstance(source, str) else None
        if raw is None or raw.kind != "source" or raw.contested:
            return False
        public = _candidates(raw, "public")
        return bool(public) and all(value is True for value in public) and not self._kept_back(raw, set())

    def notes(self, record: str, key: str) -> tuple[str, ...]:
        """The keys of the notes for a field: its sources, or those of the whole record."""
        found = [
            (citation.values.get("field") or "", citation.values["source"], citation.id)
            for citation in self.records.of(record, "citation", "record")
            if "source" in citation.values
            and (citation.values.get("field") or "") in ("", key)
            and True not in _candidates(citation, "do_not_share")
        ]
        exact = [one for one in found if one[0]] or found
        return tuple(dict.fromkeys(source for _, source, _ in sorted(exact)))

    # seeing

    def see(self, raw: Raw) -> Seen:
        """A record through the gate; what is held back is listed, once."""
        if raw.id not in self._seen:
            self._seen[raw.id] = self._see(raw)
        return self._seen[raw.id]

    def of(self, record: str, kind: str, through: str) -> list[Seen]:
        """The records of a kind that name a record, without those of which nothing may be shown."""
        found = [self.see(raw) for raw in self.records.of(record, kind, through)]
        return [one for one in found if one.values]

    def one(self, record: Any) -> Seen | None:
        """A record by id through the gate; None if it is not here."""
        raw = self.records.raw.get(record) if isinstance(record, str) else None
        return None if raw is None else self.see(raw)

    def _see(self, raw: Raw) -> Seen:
        ground = self.ground(raw.id)
        values: dict[str, Value] = {}
        refused: list[tuple[Field, Decision | Reason]] = []
        unnamed = (
            raw.kind == "source" and self.audience is not Audience.INTERNAL and not self.is_public(raw.id)
        )
        for key, declared in kinds()[raw.kind].fields.items():
            if key == "deleted" or (key not in raw.values and key not in raw.conflicts):
                continue
            decision = gate.decide(declared, ground, self.audience, self.on)
            if unnamed and decision.shown:
                refused.append((declared, Reason.SOURCE))
                continue
            if not decision.shown:
                refused.append((declared, decision))
                continue
            shown = self._value(raw, declared, decision)
            if isinstance(shown, Reason):
                refused.append((declared, shown))
            elif shown is not None:
                values[key] = shown
        self._list(raw, refused, bool(values))
        return Seen(raw.id, raw.kind, values, raw.contested)

    def _value(self, raw: Raw, declared: Field, decision: Decision) -> Value | Reason | None:
        """One value that passed the gate, after a look inside it."""
        stored = _candidates(raw, declared.key)
        cited = decision.by_citation
        passing: list[Any] = []
        refused: Reason | None = None
        for candidate in stored:
            looked = self._inside(declared, candidate, cited)
            if isinstance(looked, Reason):
                refused = looked
            elif looked is not None:
                passing.append(looked)
        if not passing:
            return refused
        disputed = declared.key in raw.conflicts
        notes = self.notes(raw.id, declared.key)
        # A citation says which value is public only for the one it was made for.
        others: list[tuple[Any, tuple[str, ...]]] = [] if cited else [(one, notes) for one in passing[1:]]
        others += self._alternatives(raw, declared)
        return Value(passing[0], notes, tuple(others), disputed, self._inside_only(decision), cited)

    def _inside_only(self, decision: Decision) -> bool:
        """Whether an internal paper marks a value; that there is no consent to the case it says once."""
        if self.audience is not Audience.INTERNAL or decision.reason is None:
            return False
        return decision.scope is not gate.Scope.CASE or decision.reason not in _SAID_ONCE

    def _inside(self, declared: Field, value: Any, cited: bool) -> Any:
        """A value without what a text inside it must not say; or the reason to hold it back."""
        if self.audience is Audience.INTERNAL or value is None:
            return value
        if isinstance(value, Mapping):
            parts = {
                key: self._text(one, cited) if isinstance(one, str) else one for key, one in value.items()
            }
            return next((one for one in parts.values() if isinstance(one, Reason)), parts)
        if declared.type in (FieldType.TEXT, FieldType.NOTE) and isinstance(value, str):
            return self._text(value, cited)
        return value

    def _text(self, text: str, cited: bool) -> str | Reason:
        said = self.discretion.say(text, cited=cited)
        if said is None:
            return Reason.NAMES
        return Reason.DO_NOT_SAY if self.discretion.unsayable(said) else said

    def text(self, text: str, *, cited: bool = True) -> str:
        """A text that is no field's (a title) as this audience may read it; "" if it may not."""
        said = self._text(text, cited)
        return "" if isinstance(said, Reason) else said

    def _alternatives(self, raw: Raw, declared: Field) -> list[tuple[Any, tuple[str, ...]]]:
        """What other sources say of a field, as far as their own sources carry it."""
        found: list[tuple[Any, tuple[str, ...]]] = []
        for other in self.records.of(raw.id, "alternative", "record"):
            if other.values.get("field") != declared.key or "value" not in other.values:
                continue
            value = parse(declared, str(other.values["value"]))
            source = other.values.get("source")
            ground = self.ground(other.id)
            citing = (*ground.cited, Cited("", self.is_public(source)))
            beside = self.ground(raw.id)
            decision = gate.decide(
                declared,
                Ground(beside.people, beside.do_not_share or ground.do_not_share, citing),
                self.audience,
                self.on,
            )
            looked = self._inside(declared, value, decision.by_citation) if decision.shown else None
            if looked is None or isinstance(looked, Reason):
                reason = looked if isinstance(looked, Reason) else decision.reason or Reason.NO_CONSENT
                self._hold(other, declared.key, reason, decision.scope)
                continue
            notes = (source,) if isinstance(source, str) else self.notes(other.id, "value")
            found.append((looked, notes))
        return found

    # the list of what was held back

    def _list(self, raw: Raw, refused: Sequence[tuple[Field, Decision | Reason]], partly: bool) -> None:
        told = [
            (declared, *_why(decision))
            for declared, decision in refused
            if not declared.owner and not declared.hidden and declared.key not in _UNLISTED
        ]
        reasons = {(reason, scope) for _, reason, scope in told if reason is not Reason.OFFICE}
        if len(reasons) == 1 and not partly:
            self._hold(raw, "", *reasons.pop())
            told = [one for one in told if one[1] is Reason.OFFICE]
        for declared, reason, scope in told:
            self._hold(raw, declared.key, reason, scope)

    def _hold(self, raw: Raw, key: str, reason: Reason, scope: gate.Scope) -> None:
        if self._mine(raw):
            self.withheld.append(
                Withheld(
                    raw.id,
                    key,
                    gate.sentence(reason, self.audience, scope),
                    raw.kind,
                    self.records.titles.get(raw.id, ""),
                    reason is Reason.OFFICE,
                )
            )

    def hold_name(self, record: str, key: str, person: str) -> None:
        """List that somebody is not named where a record names them."""
        raw = self.records.raw.get(record)
        if raw is None:
            return
        someone = self.person(person)
        answer = gate.consent(someone.consents, gate.Scope.CASE, self.audience, self.on)
        reason = Reason.DO_NOT_SHARE if someone.do_not_share else answer or Reason.PSEUDONYM
        told = Withheld(
            raw.id,
            key,
            gate.sentence(reason, self.audience),
            raw.kind,
            self.records.titles.get(raw.id, ""),
        )
        if told not in self.withheld:
            self.withheld.append(told)

    def _mine(self, raw: Raw) -> bool:
        """Whether a record is part of what this paper is about, and not only named in it."""
        if raw.kind == "source":
            return True
        if raw.kind in ("citation", "consent", "organisation", "contact"):
            # A citation is told by its source, an alternative value with the field it stands beside;
            # a consent is what decides, not what is told.
            return False
        return not self.concerned(raw.id).isdisjoint(self.subjects)

    def _listed(self) -> list[Raw]:
        """The records whose withheld parts are listed whether or not a template asks for them."""
        order = {kind: place for place, kind in enumerate(kinds())}
        return sorted(
            (raw for raw in self.records.raw.values() if raw.kind != "alternative" and self._mine(raw)),
            key=lambda raw: (order[raw.kind], raw.id),
        )


def _why(decision: Decision | Reason) -> tuple[Reason, gate.Scope]:
    if isinstance(decision, Reason):
        return decision, gate.Scope.CASE
    return decision.reason or Reason.NO_CONSENT, decision.scope


def _candidates(raw: Raw, key: str) -> tuple[Any, ...]:
    """Every value a field may have: the one shown first, then undecided others; without "not given"."""
    first = raw.values.get(key)
    several = raw.conflicts.get(key, ())
    found = ([] if first is None else [first]) + [one for one in several if one is not None and one != first]
    return tuple(found)


def _ids(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, frozenset | set | list | tuple):
        return tuple(sorted(one for one in value if isinstance(one, str)))
    return ()


def parse(declared: Field, text: str) -> Any:
    """An alternative value (text; composites and sets as JSON) as a plain value; None if it is none."""
    if declared.type is FieldType.COMPOSITE or declared.type.is_set:
        try:
            loaded = orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
        if declared.type.is_set:
            return frozenset(map(str, loaded)) if isinstance(loaded, list) else None
        return loaded if isinstance(loaded, dict) else None
    if declared.type is FieldType.FLAG:
        return {"true": True, "false": False}.get(text.strip().lower())
    if declared.type is FieldType.INTEGER:
        return int(text) if text.strip().lstrip("-").isdecimal() else None
    return text


def consents(raw: Raw) -> list[gate.Consent]:
    """The answers of one consent record, the most protective where colleagues disagree."""
    answers = [str(one) for one in _candidates(raw, "answer")]
    withdrawn = _candidates(raw, "withdrawn")
    contrary = bool(withdrawn) or any(one in (gate.Answer.WITHDRAWN, gate.Answer.REFUSED) for one in answers)
    scopes = [str(one) for one in _candidates(raw, "scope")]
    unsure = raw.contested or len(scopes) != 1 or "person" in raw.conflicts or len(answers) != 1
    if not contrary and unsure:
        return []
    answer = next((one for one in gate.Answer if one in answers), gate.Answer.NOT_ASKED)
    dates = [str(one) for one in _candidates(raw, "date")]
    said = [str(one) for one in withdrawn]
    return [
        gate.Consent(
            scope,
            frozenset(_ids(raw.values.get("audiences"))),
            answer,
            earliest=min((d for one in dates if (d := _earliest(one))), default=None),
            latest=_agreed_latest(dates),
            expires=min(
                (_earliest(str(one)) or date.min for one in _candidates(raw, "expires")), default=None
            ),
            withdrawn=bool(withdrawn),
            withdrawn_latest=_agreed_latest(said),
            pseudonym_only=True in _candidates(raw, "pseudonym_only"),
        )
        for scope in scopes
    ]


def _agreed_latest(dates: Sequence[str]) -> date | None:
    """The latest day of several dates; None if one of them has none."""
    found = [_latest(one) for one in dates]
    return None if None in found or not found else max(day for day in found if day is not None)


def _earliest(text: str) -> date | None:
    try:
        return parse_edtf(text).earliest
    except DateError:
        return None


def _latest(text: str) -> date | None:
    try:
        return parse_edtf(text).latest
    except DateError:
        return None
