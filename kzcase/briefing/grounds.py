"""What the people of a paper agreed to, and what stands around each fact about them.

Answers the questions the gate asks: whom a record concerns, what its sources
are, who may be named. `kzcase.briefing.seen` puts the answers to the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kzcase.briefing import gate
from kzcase.briefing.discretion import Care, Discretion, Hidden, discretion, names_of
from kzcase.briefing.gate import Cited, Consent, Ground, Person, Reason
from kzcase.briefing.ground import Raw, Records
from kzcase.briefing.pairs import Pair
from kzcase.briefing.reading import candidates, consents, ids_in, unsure
from kzcase.briefing.strangers import MOST, Strangers, bears
from kzcase.models.base import kinds
from kzcase.models.case import PROTECTED_ROLES
from kzcase.models.fields import Audience
from kzcase.names.folding import fold, words
from kzcase.services.audiences import Rule


@dataclass(slots=True)
class Grounds:
    """Everything read for a paper, with the grounds on which one audience may read it on one day."""

    records: Records
    audience: Audience
    on: date
    today: date | None = field(default=None, kw_only=True)
    """The day on which this is read, if `on` is later: what is dated after it was not agreed to yet."""
    rule: Rule | None = field(default=None, kw_only=True)
    strangers: Strangers = field(default_factory=Strangers, kw_only=True)
    people: dict[str, Person] = field(init=False, default_factory=dict)
    discretion: Discretion = field(init=False, default_factory=Discretion)
    _grounds: dict[str, Ground] = field(init=False, default_factory=dict)
    _concerned: dict[str, frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        here = [*self.records.raw.values(), *self.records.gone.values()]
        ids = {self.records.resolved(raw.id) for raw in here if raw.kind == "person"}
        self.people = {one: self._person(one) for one in sorted(ids)}
        if self.audience is not Audience.INTERNAL:
            self.discretion = self._discretion()
            self.discretion.strangers = self._hidden_strangers()

    @property
    def nameless(self) -> bool:
        """Whether the named audience keeps every name back."""
        return self.rule is not None and self.rule.nameless

    # people

    def _person(self, now: str) -> Person:
        raws = self.records.of_person(now)
        pseudonyms = [text for raw in raws for text in candidates(raw, "pseudonym") if str(text).strip()]
        return Person(
            now,
            tuple(
                self._as_of_today(answer)
                for raw in self.records.of(now, "consent", "person")
                for answer in consents(raw)
            ),
            any(True in candidates(raw, "do_not_share") for raw in raws),
            str(pseudonyms[0]) if pseudonyms else "",
        )

    def _as_of_today(self, answer: Consent) -> Consent:
        """A consent as it counts: one that is dated in the future holds on no day yet."""
        if self.today is None or not answer.given or answer.latest is None or answer.latest <= self.today:
            return answer
        return replace(answer, latest=date.max)

    def person(self, record: str) -> Person:
        """Somebody by any of their ids; of somebody who is not here nothing is known, and nothing granted."""
        now = self.records.resolved(record)
        return self.people.get(now) or Person(now)

    def may_name(self, record: str, *, cited: bool) -> bool:
        """Whether a person's own name may be printed where a fact names them."""
        person = self.person(record)
        if self.audience is Audience.INTERNAL:
            return True
        if self.nameless:
            return False
        if person.do_not_share or gate.hides_name(person, self.audience):
            return False
        answer = gate.consent(person.consents, gate.Scope.CASE, self.audience, self.on)
        return answer is None or (cited and answer not in (Reason.REFUSED, Reason.WITHDRAWN))

    def written_names(self, record: str) -> tuple[Mapping[str, Any], ...]:
        """Every name of a person as stored; for replacing and keeping out, never for printing."""
        return tuple(
            value
            for raw in self.records.of(record, "name", "person")
            for value in candidates(raw, "parts")
            if isinstance(value, Mapping)
        )

    def _discretion(self) -> Discretion:
        hidden: list[Hidden] = []
        shown: list[tuple[str, ...]] = []
        unsaid: list[str] = []
        for one, person in self.people.items():
            names = names_of(self.written_names(one))
            unsaid += [
                str(text) for raw in self.records.of_person(one) for text in candidates(raw, "do_not_say")
            ]
            if (care := self._care(person)) is None:
                shown += names
                continue
            if self.records.titles.get(one):
                names = (*names, tuple(self.records.titles[one].split()))
            hidden.append(Hidden(names, person.pseudonym.strip(), care))
        return discretion(hidden, shown, unsaid)

    def _hidden_strangers(self) -> dict[Pair, Care]:
        """The names in the texts that belong to somebody far from the paper who may not be named."""
        if not self.strangers.bearers:
            return {}
        far = Grounds(self.strangers.records, self.audience, self.on, today=self.today, rule=self.rule)
        named = {one: self._care(person) is None for one, person in self.people.items()}
        cares = {one: far._care(person) for one, person in far.people.items()}
        found: dict[Pair, Care] = {}
        for pair, bearing in self.strangers.bearers.items():
            # Of several who bear a name, the one the paper is about is meant.
            if any(named.get(self.records.resolved(one)) for one in bearing):
                continue
            if len(bearing) >= MOST and self._is_named(pair, named):
                continue
            care = [one for bearer in bearing if (one := cares.get(far.records.resolved(bearer)))]
            if len(bearing) >= MOST:
                # Of those who were not looked at, somebody may have been asked by nobody.
                care.append(Care.UNCITED)
            if care:
                found[pair] = max(care)
        return found

    def _is_named(self, pair: Pair, named: Mapping[str, bool]) -> bool:
        """Whether a name so common that not all who bear it were found is that of somebody on the paper."""
        return any(
            bears(" ".join(words(fold(" ".join(name)))), pair)
            for one, may in named.items()
            if may
            for name in names_of(self.written_names(one))
        )

    def _care(self, person: Person) -> Care | None:
        """How carefully a person's name is kept out of texts; None if it may be printed."""
        if self.nameless:
            return Care.STRICT
        if person.do_not_share or gate.hides_name(person, self.audience):
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
        for declared in kinds()[raw.kind].concerned:
            for value in candidates(raw, declared.key):
                found |= {
                    self.records.resolved(one)
                    for one in ids_in(value)
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
                for value in candidates(raw, declared.key)
                for one in ids_in(value)
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
        protected = raw.kind == "involvement" and not PROTECTED_ROLES.isdisjoint(candidates(raw, "role"))
        own = {self.records.resolved(one) for one in ids_in(raw.values.get("person"))} if protected else set()
        people = tuple(
            replace(self.person(one), protected=one in own) for one in sorted(self.concerned(record))
        )
        return Ground(people, self._kept_back(raw, set()), tuple(self._cited(record)))

    def _kept_back(self, raw: Raw, met: set[str]) -> bool:
        """Whether a record, or what it belongs to, is marked "do not share"."""
        if raw.id in met:
            return False
        met.add(raw.id)
        if True in candidates(raw, "do_not_share"):
            return True
        owners = [self.records.raw[one] for one in self._owners(raw) if one in self.records.raw]
        if raw.kind == "document":  # a document may belong to several records
            return bool(owners) and all(self._kept_back(owner, met) for owner in owners)
        return any(self._kept_back(owner, met) for owner in owners)

    def _cited(self, record: str) -> Iterable[Cited]:
        for citation in self.records.of(record, "citation", "record"):
            if True in candidates(citation, "do_not_share") or unsure(citation):
                continue
            yield Cited(
                str(citation.values.get("field") or ""), self.is_public(citation.values.get("source"))
            )

    def is_public(self, source: Any) -> bool:
        """Whether a source is one that anybody can read, beyond doubt."""
        raw = self.records.raw.get(source) if isinstance(source, str) else None
        if raw is None or raw.kind != "source" or raw.contested:
            return False
        public = candidates(raw, "public")
        return bool(public) and all(value is True for value in public) and not self._kept_back(raw, set())

    def notes(self, record: str, key: str) -> tuple[str, ...]:
        """The keys of the notes for a field: its sources, or those of the whole record."""
        found = [
            (citation.values.get("field") or "", citation.values["source"], citation.id)
            for citation in self.records.of(record, "citation", "record")
            if "source" in citation.values
            and (citation.values.get("field") or "") in ("", key)
            and True not in candidates(citation, "do_not_share")
        ]
        exact = [one for one in found if one[0]] or found
        return tuple(dict.fromkeys(source for _, source, _ in sorted(exact)))
