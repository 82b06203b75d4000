"""Records as one audience may see them: the only way from what was read to what is printed.

A `Seen` record holds the values the gate let through, each with the notes it
stands on, and nothing of the rest; what was held back is listed in
`View.withheld`. Gathering works on these alone, so a paper cannot forget to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kzcase.briefing import gate
from kzcase.briefing.changes import CHANGED, Changes
from kzcase.briefing.gate import Cited, Decision, Ground, Reason
from kzcase.briefing.ground import Raw
from kzcase.briefing.grounds import Grounds
from kzcase.briefing.reading import candidates, consents, parse, unsure
from kzcase.briefing.remarks import Shown, Withheld
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Field, FieldType

# What an internal paper says once for the whole person.
_SAID_ONCE = frozenset({Reason.NO_CONSENT, Reason.NOT_YET, Reason.EXPIRED, Reason.REFUSED, Reason.WITHDRAWN})
# What the list of withheld things does not name: how records hang together, and the office's own bookkeeping.
_UNLISTED = frozenset({"tags", "merged_into", "deleted", "do_not_share"})

# What is left out with the person, or with what it is the source of.
_NOT_ALONE = frozenset({"person", "name", "source"})


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
class View(Grounds):
    """Everything read for a paper, seen by one audience on one day."""

    subjects: tuple[str, ...]
    without: frozenset[str] = frozenset()
    changed: Changes = frozenset()
    withheld: list[Withheld] = field(init=False, default_factory=list)
    _seen: dict[str, Seen] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        # A class with slots is made twice; `super()` would name the first one.
        Grounds.__post_init__(self)
        self.subjects = tuple(self.records.resolved(one) for one in self.subjects)
        for raw in self._listed():
            self.see(raw)

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

    def holds_back(self, record: str, kind: str, through: str, keys: Iterable[str]) -> bool:
        """Whether some record of a kind that names this one has any of these fields and may not show it."""
        wanted = tuple(keys)
        return any(
            key in raw.values and key not in self.see(raw)
            for raw in self.records.of(record, kind, through)
            for key in wanted
        )

    def standing_on(self, people: Iterable[str]) -> tuple[str, ...]:
        """The ids of the consents that a paper about some people stands on, by id."""
        return tuple(
            sorted(
                {
                    raw.id
                    for person in people
                    for raw in self.records.of(person, "consent", "person")
                    for one in consents(raw)
                    if one.given and self.audience.value in one.audiences
                }
            )
        )

    def shown(self) -> tuple[Shown, ...]:
        """The records besides the people themselves of which something may be told, kind by kind."""
        return tuple(
            Shown(raw.id, raw.kind, self.records.titles.get(raw.id, ""))
            for raw in self._listed()
            if raw.kind not in _NOT_ALONE and self.see(raw).values
        )

    def one(self, record: Any) -> Seen | None:
        """A record by id through the gate; None if it is not here."""
        raw = self.records.raw.get(record) if isinstance(record, str) else None
        return None if raw is None else self.see(raw)

    def _see(self, raw: Raw) -> Seen:
        if self.left_out(raw.id):
            self._hold(raw, "", Reason.CHOSEN, gate.Scope.CASE)
            return Seen(raw.id, raw.kind, {}, raw.contested)
        ground = self.ground(raw.id)
        values: dict[str, Value] = {}
        refused: list[tuple[Field, Decision | Reason]] = []
        names = raw.kind == "name" and self.nameless and self.audience is not Audience.INTERNAL
        unnamed = (
            raw.kind == "source" and self.audience is not Audience.INTERNAL and not self.is_public(raw.id)
        )
        for key, declared in kinds()[raw.kind].fields.items():
            if key == "deleted" or (key not in raw.values and key not in raw.conflicts):
                continue
            decision = gate.decide(declared, ground, self.audience, self.on)
            if decision.shown and (names or self._ruled_out(raw.kind, key)):
                refused.append((declared, Reason.RULE))
                continue
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

    def _ruled_out(self, kind: str, key: str) -> bool:
        """Whether the named audience keeps a field back that its base may see."""
        return self.rule is not None and self.rule.keeps_back(kind, key)

    def left_out(self, record: str) -> bool:
        """Whether a record, or what it belongs to, was left out by choice."""
        if not self.without:
            return False
        met: set[str] = set()
        wave = [record]
        while wave:
            one = wave.pop()
            if one in self.without:
                return True
            if one not in met and (raw := self.records.raw.get(one)) is not None:
                met.add(one)
                wave += self._owners(raw)
        return False

    def _value(self, raw: Raw, declared: Field, decision: Decision) -> Value | Reason | None:
        """One value that passed the gate, after a look inside it."""
        stored = candidates(raw, declared.key)
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
        if (raw.id, declared.key) in self.changed:
            notes = (*notes, CHANGED)
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
            if self.left_out(other.id):
                continue
            value = parse(declared, str(other.values["value"]))
            source = other.values.get("source")
            ground = self.ground(other.id)
            citing = (*ground.cited, Cited("", self.is_public(source) and not unsure(other)))
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

    def hold_text(self, record: str, key: str) -> None:
        """List that a value is not told, because its words name somebody or are not to be said."""
        raw = self.records.raw.get(record)
        told = raw and Withheld(
            raw.id,
            key,
            gate.sentence(Reason.NAMES, self.audience),
            raw.kind,
            self.records.titles.get(raw.id, ""),
        )
        if told and told not in self.withheld:
            self.withheld.append(told)

    def _mine(self, raw: Raw) -> bool:
        """Whether a record is part of what this paper is about, and not only named in it."""
        if raw.kind == "source":
            return True
        if raw.kind in ("citation", "consent", "organisation", "contact", "document"):
            # A citation is told by its source, an alternative value with the field it stands beside,
            # a document by the field of the photograph; a consent is what decides, not what is told.
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
