"""The heart of the papers: nothing withheld is in a paper or its twins, whatever the office holds and agreed.

Every text of every kind carries a secret word of its own. What must stay out is
decided here a second time, plainly and apart from the gate, and looked for in
text, metadata, outline, places and annotations of the paper, in its name, and in
its twins as HTML and plain text: for every template, for papers that somebody
else is in as well, under audiences the office named, with everything marked as
changed, and for a dossier on the judge of the case. Some texts also name, in
full, somebody whom no record links with anybody on the paper.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kzcase.briefing import papers
from kzcase.briefing.changes import Since
from kzcase.briefing.gather import NoBasis, gather
from kzcase.briefing.remarks import Withheld
from kzcase.briefing.summing import Cover
from kzcase.briefing.templates import TEMPLATES
from kzcase.briefing.wishes import Wishes
from kzcase.errors import KzcaseError
from kzcase.history.ledger import Change
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Compartment, Field, FieldType
from kzcase.services import records
from kzcase.services.office import Office

DAY = date(2026, 11, 22)
TEXTS = (FieldType.TEXT, FieldType.NOTE)
# A record of each kind that can hang on a person, with what it hangs on and what it needs to be told at all.
TREE: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "name": ("person", "person", {"use": "preferred", "language": "en"}),
    "restriction": ("person", "person", {"kind": "other", "in_force": "2026-01-01"}),
    "condition": ("restriction", "record", {"kind": "other"}),
    "breach": ("restriction", "record", {"kind": "other", "date": "2026-02-01"}),
    "restriction_change": ("restriction", "record", {"kind": "extension", "date": "2026-03-01"}),
    "prosecution": ("person", "person", {"kind": "criminal", "opened": "2025-01-01"}),
    "charge": ("prosecution", "prosecution", {"status": "charged"}),
    "step": ("prosecution", "prosecution", {"kind": "other", "date": "2025-02-01"}),
    "hearing": ("prosecution", "prosecution", {"kind": "trial", "date": "2026-12-12", "status": "scheduled"}),
    "sentence": ("prosecution", "prosecution", {"kind": "conviction", "date": "2025-05-05"}),
    "penalty": ("sentence", "sentence", {"kind": "other", "term": {"years": 2}}),
    "measure": ("person", "person", {"kind": "other", "start": "2025-01-05"}),
    "detention": ("person", "person", {"kind": "remand", "start": "2025-01-06", "end": "2025-05-05"}),
    "event": ("person", "persons", {"kind": "arrest", "date": "2025-01-06"}),
    "assembly": ("person", "persons", {"kind": "rally", "date": "2024-12-12"}),
    "letter": ("person", "persons", {"direction": "out", "sent": "2026-10-01", "due": "2026-11-01"}),
    "case": ("person", "persons", {}),
    "ask": ("person", "record", {}),
    "benchmark_link": ("person", "record", {"benchmark": "R7"}),
}
words = (f"zq{number:05d}qz" for number in itertools.count(1))


def secret() -> str:
    """A word that stands nowhere else; letters only, so that nothing splits it."""
    return "".join(chr(ord("a") + int(c)) if c.isdigit() else c for c in next(words))


@dataclass
class Planted:
    """One secret: where it stands."""

    word: str
    record: str
    kind: str
    field: Field
    tampered: bool = False


@dataclass
class Plan:
    """What one example decides at random."""

    audience: Audience
    consents: list[dict[str, Any]]
    do_not_share: set[str]
    pseudonym: bool
    cited: dict[str, bool]
    whole: bool
    alternatives: bool
    public_alternatives: bool
    judge_agreed: bool
    kept_back: frozenset[str] = frozenset()
    since: bool = False
    far: str = "unasked"
    named_in: frozenset[str] = frozenset()
    held: bool = False

    @property
    def nameless(self) -> bool:
        """Whether the office's own audience names nobody."""
        return not self.kept_back.isdisjoint({"name", "name.parts"})

    def ruled_out(self, kind: str, key: str) -> bool:
        """Whether the office's own audience keeps a field back."""
        return kind in self.kept_back or f"{kind}.{key}" in self.kept_back


KEPT_BACK = (
    *("name", "letter", "event", "prosecution", "person", "sentence", "case", "ask", "hearing"),
    *("restriction.translation", "person.occupation", "event.description", "prosecution.state_position"),
    *("detention.reasons", "letter.subject", "person.summary_en", "event.title", "assembly.title"),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    audience = draw(st.sampled_from([Audience.DIPLOMATIC, Audience.UN, Audience.PUBLIC]))
    consent = st.fixed_dictionaries(
        {
            "scope": st.sampled_from(["case", "case", "health", "family", "photo", "contact"]),
            "answer": st.sampled_from(["given", "given", "given", "refused", "withdrawn", "not_asked"]),
            "audiences": st.sets(
                st.sampled_from(["diplomatic", "un", "public", audience.value]), min_size=1
            ).map(frozenset),
            "date": st.sampled_from(["2026-01-01", "2026-03", "2025"]),
        },
        optional={
            "expires": st.sampled_from(["2026-11-21", "2026-11-22", "2030"]),
            "pseudonym_only": st.booleans(),
        },
    )
    mode = draw(st.sampled_from(["agreed", "public", "mixed"]))
    consents = draw(st.lists(consent, max_size=3 if mode == "mixed" else 1))
    if mode == "agreed":
        agreed = {"scope": "case", "answer": "given", "audiences": frozenset({audience.value})}
        consents.append({**agreed, "date": "2026-03"})
    if mode == "public":
        consents = [one for one in consents if one["scope"] != "case"]
    every = ["person", *TREE]
    owners = ["restriction", "prosecution", "sentence"]
    cited = st.dictionaries(st.sampled_from(every), st.booleans(), max_size=12)
    return Plan(
        audience,
        consents,
        draw(
            st.just(set())
            | st.sets(st.sampled_from(owners), max_size=1)
            | st.sets(st.sampled_from(every), max_size=2)
        ),
        draw(st.sampled_from([False, False, True])),
        draw(st.just(dict.fromkeys(every, True)) if mode == "public" else cited),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        frozenset(draw(st.just(set()) | st.sets(st.sampled_from(KEPT_BACK), max_size=3))),
        draw(st.booleans()),
        draw(st.sampled_from(["unasked", "agreed", "refused", "pseudonym", "do_not_share"])),
        frozenset(draw(st.just(set()) | st.sets(st.sampled_from(every), max_size=3))),
        draw(st.booleans()),
    )


FAR = ("Qarlyghashova", "Botagoz", "Карлыгашовой", "Ботагоз")
"""Somebody far from the case: surname and given name, and both as a Russian text declines them."""


@dataclass
class Story:
    """One person with a record of every kind, written into the office."""

    office: Office
    plan: Plan
    ids: dict[str, str] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    shared: list[tuple[str, str, str]] = field(default_factory=list)
    rule: str = ""
    hidden_sources: list[str] = field(default_factory=list)

    def write(self) -> None:
        status = "imprisoned" if self.plan.held else "at_liberty"
        self._record("person", {"liberty": {"status": status, "since": "2026-01-01"}})
        for kind, (owner, through, more) in TREE.items():
            target: Any = self.ids[owner]
            if kinds()[kind].fields[through].type is FieldType.LINKS:
                target = frozenset({target})
            self._record(kind, {through: target, **more})
        self._strangers()
        self._far()
        for consent in self.plan.consents:
            self._put("consent", {"person": self.ids["person"], **consent})
        self._sources()
        self._companion()
        if self.plan.kept_back:
            back = "\n".join(sorted(self.plan.kept_back))
            named = {"name": "Narrower", "base": self.plan.audience.value, "fields": back}
            self.rule = self._put("paper_audience", named)
        self.office.record(self.changes)

    def _companion(self) -> None:
        """Somebody who agreed to everything, and letters and an event that concern both."""
        liberty = {"status": "imprisoned", "since": "2026-01-01"}
        other = self._put("person", {"occupation": "companion", "liberty": liberty})
        self._put(
            "name",
            {"person": other, "parts": {"family": "Companionuly"}, "use": "preferred", "language": "en"},
        )
        agreed = {"scope": "case", "answer": "given", "audiences": frozenset({self.plan.audience.value})}
        self._put("consent", {"person": other, **agreed, "date": "2026-01-01"})
        self._put(
            "restriction",
            {"person": other, "kind": "other", "in_force": "2026-01-01", "term": {"years": 2}},
        )
        both = frozenset({other, self.ids["person"]})
        for due in ("2026-11-01", "2026-12-12"):
            word = secret()
            letter = {"direction": "out", "sent": "2026-10-01", "due": due, "subject": f"About {word}."}
            self._put("letter", {"persons": both, **letter})
            self.shared.append((word, "letter", "subject"))
        word = secret()
        self._put("event", {"persons": both, "title": f"Both {word}", "date": "2025-02-02"})
        self.shared.append((word, "event", "title"))
        self.ids["companion"] = other

    def _put(self, kind: str, values: dict[str, Any]) -> str:
        record = records.new_id()
        self.changes.append(Change(kind, record, {k: v for k, v in values.items() if v is not None}))
        return record

    def _record(self, kind: str, values: dict[str, Any]) -> None:
        planted = []
        for key, declared in kinds()[kind].fields.items():
            if key in values or declared.hidden:
                continue
            if declared.type in TEXTS:
                if key in ("pseudonym", "do_not_say", "wording_language"):
                    continue
                word = secret()
                values[key] = f"Before {word} after."
                if kind in self.plan.named_in:
                    # Each spelling in a text of its own.
                    name = f"{FAR[1]} {FAR[0]}" if len(planted) % 2 else f"{FAR[2]} {FAR[3]}"
                    values[key] += f" And {name}."
                planted.append((word, declared))
            elif kind == "name" and key == "parts":
                word = secret()
                values[key] = {"family": word, "given": secret()}
                self.names += [values[key]["family"], values[key]["given"]]
        if kind in self.plan.do_not_share:
            values["do_not_share"] = True
        if kind == "person" and self.plan.pseudonym:
            values["pseudonym"] = "Aruzhan"
        self.ids[kind] = self._put(kind, values)
        self.planted += [Planted(word, self.ids[kind], kind, declared) for word, declared in planted]

    def _strangers(self) -> None:
        """A judge, and a witness, whom nobody asked."""
        for number in range(2):
            person = self._put("person", {})
            word = secret()
            self._put(
                "name", {"person": person, "parts": {"family": word}, "use": "preferred", "language": "en"}
            )
            agreed = number == 0 and self.plan.judge_agreed
            if agreed:
                given = frozenset({self.plan.audience.value})
                self._put(
                    "consent",
                    {
                        "person": person,
                        "scope": "case",
                        "answer": "given",
                        "audiences": given,
                        "date": "2026-01-01",
                    },
                )
            else:
                self.strangers.append(word)
            if number == 0:
                self.ids["judge"] = person
                self._put(
                    "hearing",
                    {
                        "prosecution": self.ids["prosecution"],
                        "kind": "appeal",
                        "date": "2026-12-24",
                        "judge": person,
                    },
                )
                self._put(
                    "sentence",
                    {
                        "prosecution": self.ids["prosecution"],
                        "kind": "other",
                        "date": "2025-09-09",
                        "judge": person,
                    },
                )
            else:
                self._put(
                    "involvement",
                    {"record": self.ids["event"], "protected_person": person, "role": "witness"},
                )
                self._put(
                    "involvement", {"record": self.ids["assembly"], "person": person, "role": "witness"}
                )

    def _far(self) -> None:
        """Somebody of the vault whom no record links with the case."""
        marks = {"pseudonym": {"pseudonym": "Gulnar"}, "do_not_share": {"do_not_share": True}}
        far = self._put("person", marks.get(self.plan.far, {}))
        parts = {"family": FAR[0], "given": FAR[1]}
        self._put("name", {"person": far, "parts": parts, "use": "preferred", "language": "en"})
        answer = {"agreed": "given", "pseudonym": "given", "refused": "refused"}.get(self.plan.far)
        if answer:
            audiences = frozenset({self.plan.audience.value})
            asked = {"scope": "case", "answer": answer, "audiences": audiences, "date": "2026-01-01"}
            self._put("consent", {"person": far, **asked})

    def _sources(self) -> None:
        for kind, public in self.plan.cited.items():
            word = secret()
            source = self._put(
                "source",
                {
                    "title": f"Title {word}",
                    "publisher": f"House {word}",
                    "kind": "news",
                    "public": public,
                    "real_name": word,
                },
            )
            if not public:
                self.hidden_sources.append(word)
            cited: dict[str, Any] = {"record": self.ids[kind], "source": source}
            if not self.plan.whole:
                texts = [one.field.key for one in self.planted if one.kind == kind]
                if not texts:
                    continue
                cited["field"] = texts[0]
            self._put("citation", cited)
        if self.plan.alternatives:
            public = self.plan.public_alternatives
            source = self._put("source", {"title": "Other", "kind": "news", "public": public})
            for one in list(self.planted):
                word = secret()
                self._put(
                    "alternative",
                    {
                        "record": one.record,
                        "field": one.field.key,
                        "value": f"Rather {word}.",
                        "source": source,
                    },
                )
                self.planted.append(Planted(word, one.record, one.kind, one.field, tampered=True))

    # what must stay out, decided plainly

    def must_stay_out(self) -> Iterator[tuple[str, str]]:
        """Each word that must not be printed, and why."""
        yield from ((word, "a stranger") for word in self.strangers)
        yield from ((word, "a confidential source") for word in self.hidden_sources)
        # What a public source says may name whom nobody asked; who said no is named nowhere.
        by_source = self.plan.far == "unasked" and any(map(self.plan.cited.get, self.plan.named_in))
        if (self.plan.far != "agreed" and not by_source) or self.plan.nameless:
            yield from ((word.casefold(), "somebody far from the case") for word in (FAR[0], FAR[2]))
        pseudonymous = self.plan.pseudonym or any(
            c.get("pseudonym_only") and self.plan.audience.value in c["audiences"] and c["scope"] == "case"
            for c in self.plan.consents
        )
        if pseudonymous or self.plan.nameless or not self._basis("name", "parts"):
            yield from ((word, "a name") for word in self.names)
        together = self._agreed("case") and "person" not in self.plan.do_not_share
        for word, kind, key in self.shared:
            if not together or self.plan.ruled_out(kind, key):
                yield word, "it concerns both"
        for one in self.planted:
            if (why := self._why_not(one, pseudonymous)) is not None:
                yield one.word, f"{one.kind}.{one.field.key}: {why}"

    def _why_not(self, one: Planted, pseudonymous: bool) -> str | None:
        if self.plan.audience not in one.field.audiences:
            return "never for this audience"
        if self.plan.ruled_out(one.kind, one.field.key):
            return "the office's own audience"
        if one.field.compartment is Compartment.SOURCE:
            return "source"
        if one.field.compartment is Compartment.IDENTITY and pseudonymous:
            return "identifies"
        if self._kept_back(one.kind):
            return "do not share"
        scope = {Compartment.HEALTH: "health", Compartment.FAMILY: "family"}.get(
            one.field.compartment, "case"
        )
        if self._agreed(scope):
            return None
        if scope != "case" or pseudonymous or self._refused():
            return f"no consent to {scope}"
        if one.tampered:
            return None if self.plan.public_alternatives else "its own source is not public"
        return None if self._public(one.kind, one.field.key) else "no basis"

    def _kept_back(self, kind: str) -> bool:
        while kind != "person":
            if kind in self.plan.do_not_share:
                return True
            kind = TREE[kind][0]
        return "person" in self.plan.do_not_share

    def _public(self, kind: str, key: str) -> bool:
        if not self.plan.cited.get(kind):
            return False
        texts = [one.field.key for one in self.planted if one.kind == kind and not one.tampered]
        return self.plan.whole or bool(texts and texts[0] == key)

    def _basis(self, kind: str, key: str) -> bool:
        if self._kept_back(kind) or self._refused():
            return not self._kept_back(kind) and self._agreed("case")
        return self._agreed("case") or self._public(kind, key)

    def _mine(self, scope: str) -> list[dict[str, Any]]:
        return [
            c
            for c in self.plan.consents
            if c["scope"] == scope and self.plan.audience.value in c["audiences"]
        ]

    def _refused(self) -> bool:
        return any(c["answer"] in ("refused", "withdrawn") for c in self._mine("case"))

    def _agreed(self, scope: str) -> bool:
        """Some consent that holds today; a no anywhere counts unless every yes is certainly later."""
        order = {"2025": 0, "2026-01-01": 1, "2026-03": 2}
        against = [
            c for c in (*self._mine(scope), *self._mine("case")) if c["answer"] in ("refused", "withdrawn")
        ]
        return any(
            c["answer"] == "given"
            and c.get("expires") != "2026-11-21"
            and all(order[c["date"]] > order[no["date"]] for no in against)
            for c in self._mine(scope)
        )


def plainly(data: bytes) -> str:
    """Everything in a twin, its tags and all, with nothing between its letters."""
    joined = unicodedata.normalize("NFKC", data.decode()).casefold()
    return "".join(c for c in joined if c.isalnum())


def found_in(pdf: bytes) -> str:
    """Everything a reader or a tool can find in a paper, with nothing between its letters."""
    reader = PdfReader(BytesIO(pdf))
    parts = [page.extract_text() for page in reader.pages]
    parts += [str(value) for value in (reader.metadata or {}).values()]
    parts += outlined(reader.outline)
    parts += list(reader.named_destinations)
    parts += [str(note.get_object()) for page in reader.pages for note in page.get("/Annots", [])]
    parts += list(reader.attachments)
    joined = unicodedata.normalize("NFKC", " ".join(parts)).casefold()
    return "".join(c for c in joined if c.isalnum())


def outlined(outline: Any) -> list[str]:
    """The titles of an outline, at every depth."""
    if isinstance(outline, list):
        return [title for one in outline for title in outlined(one)]
    return [str(outline.title)]


def is_listed(one: Planted, withheld: tuple[Withheld, ...]) -> bool:
    return any(listed.id == one.record and listed.field in ("", one.field.key) for listed in withheld)


@given(plan=plans(), template=st.sampled_from([*TEMPLATES, "brief", "pack", "judge"]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_nothing_withheld_is_found_in_a_paper_and_everything_withheld_is_listed(
    office: Office, plan: Plan, template: str
) -> None:
    story = Story(office, plan)
    story.write()
    out = BytesIO()
    whom = {"brief": ("person",), "judge": ("judge",)}.get(template, ("person", "companion"))
    wishes = Wishes(story.rule, since=Since(DAY, 0) if plan.since else None)
    try:
        content = gather(
            office,
            [story.ids[one] for one in whom],
            audience=plan.audience,
            as_of=DAY,
            template="sanctions" if template == "judge" else template,
            wishes=wishes,
        )
    except NoBasis:
        assert "companion" not in whom or "name" in plan.kept_back
        return
    made = papers.draw(content, out)
    twins = plainly(papers.drawn(content, "html").data) + plainly(papers.drawn(content, "txt").data)
    read = found_in(out.getvalue()) + papers.file_name(content) + twins
    assert "companion" not in whom or plan.nameless or "companionuly" in read
    ids = [one.replace("-", "") for one in story.ids.values()]
    assert [one for one in ids if one in read] == []
    leaked = [f"{word} ({why})" for word, why in story.must_stay_out() if word in read]
    assert leaked == []
    out_words = {word for word, _ in story.must_stay_out()}
    if template == "judge":
        return
    unlisted = [
        f"{one.kind}.{one.field.key}"
        for one in story.planted
        if one.word in out_words and not one.tampered and not is_listed(one, made.withheld)
    ]
    assert unlisted == []


@pytest.mark.parametrize("template", ["brief", "pack", "un-sp", "wgad", "ilo-cfa"])
@pytest.mark.parametrize("audience", [Audience.DIPLOMATIC, Audience.UN])
def test_with_every_consent_the_paper_does_tell_what_was_planted(
    office: Office, audience: Audience, template: str
) -> None:
    given_all = [
        {"scope": scope, "answer": "given", "audiences": frozenset({audience.value}), "date": "2026-01-01"}
        for scope in ("case", "health", "family")
    ]
    plan = Plan(audience, given_all, set(), False, {}, True, False, False, True)
    story = Story(office, plan)
    story.write()
    out = BytesIO()
    people = [story.ids["person"], story.ids["companion"]]
    made = papers.make(office, people, out, audience=audience, as_of=DAY, template=template)
    read = found_in(out.getvalue())
    assert template == "wgad" or all(word in read for word, *_ in story.shared)
    told = {f"{one.kind}.{one.field.key}" for one in story.planted if one.word in read}
    assert {"person.occupation", "restriction.translation", "event.description"} <= told
    if template in ("brief", "pack", "un-sp"):
        assert {"person.health", "ask.text"} <= told
    if template == "wgad":
        assert {"detention.reasons", "detention.treatment", "person.citizenship"} <= told
    assert all(name in read for name in story.names)
    assert all(one.office_only for one in made.withheld if one.kind != "involvement")
    assert [word for word, _ in story.must_stay_out() if word in read] == []


def test_the_office_reads_what_it_knows(office: Office) -> None:
    story = Story(office, Plan(Audience.INTERNAL, [], {"event"}, True, {}, True, False, False, False))
    story.write()
    out = BytesIO()
    made = papers.make(office, [story.ids["person"]], out, audience="internal", as_of=DAY)
    read = found_in(out.getvalue())
    assert made.withheld == ()
    assert all(name in read for name in story.names)
    assert "officeonly" in read


def test_a_text_that_names_somebody_no_record_links_is_withheld_with_its_reason(office: Office) -> None:
    agreed = [
        {"scope": "case", "answer": "given", "audiences": frozenset({"diplomatic"}), "date": "2026-01-01"}
    ]
    plan = Plan(Audience.DIPLOMATIC, agreed, set(), False, {}, True, False, False, True)
    plan.named_in = frozenset({"event"})
    story = Story(office, plan)
    story.write()
    content = gather(office, [story.ids["person"]], audience=plan.audience, as_of=DAY)
    told = " ".join(text for _, text in content.texts())
    assert FAR[0] not in told
    assert FAR[2] not in told
    reasons = {one.reason for one in content.withheld if one.id == story.ids["event"]}
    assert "The text names somebody who may not be named here." in reasons
    with pytest.raises(KzcaseError, match="cannot stand on the paper"):
        gather(
            office,
            [story.ids["person"]],
            audience=plan.audience,
            as_of=DAY,
            cover=Cover(heading=f"About {FAR[3]} {FAR[2]}"),
        )


def test_a_namesake_of_whom_the_paper_is_about_hides_nothing(office: Office) -> None:
    audiences = frozenset({"public"})
    agreed = {"scope": "case", "answer": "given", "audiences": audiences, "date": "2026-01-01"}
    plan = Plan(Audience.PUBLIC, [agreed], set(), False, {}, True, False, False, True)
    story = Story(office, plan)
    story.write()
    parts = {"family": FAR[0], "given": FAR[1]}
    namesake, change = records.new_id(), records.new_id()
    office.record(
        [
            Change("person", namesake, {"summary_en": f"{FAR[1]} {FAR[0]} is a teacher."}),
            Change("name", records.new_id(), {"person": namesake, "parts": parts, "language": "en"}),
            Change("consent", change, {"person": namesake, **agreed}),
        ]
    )
    content = gather(office, [namesake], audience="public", as_of=DAY)
    assert [one.text for one in content.briefs[0].summary] == [f"{FAR[1]} {FAR[0]} is a teacher."]
