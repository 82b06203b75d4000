"""In which order a case is told, and which fields of which kinds are asked for first.

Only the order stands here. Labels, help, types, vocabularies and what is
required come from the declarations of the kinds, and every field that is not
asked for first is one click away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP

TODAY = "today"
"""Stands in `presumed` for the day on which the case is written down."""

BRINGS_RESTRICTION = frozenset({"restriction_of_freedom", "deprivation_of_right"})
"""Penalties that are restrictions outside a cell as well, of the same key (Criminal Code art. 44 and 50)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of record that is asked about.

    `first` are its fields on the page, `of` the links to records that were told
    before it, by kind, `presumed` values taken to be so until others are typed,
    `follows` fields that show what another field says until something is typed
    into them. `several` may be told; `begins` says whether an empty one stands
    there at once.
    """

    kind: str
    first: tuple[str, ...]
    of: Mapping[str, str] = field(default_factory=dict)
    presumed: Mapping[str, Any] = field(default_factory=dict)
    follows: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    several: bool = False
    begins: bool = True


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the page: its heading and a word of help, in English, marked for translation."""

    words: str
    hint: str
    steps: tuple[Step, ...]


SINGLE = ("person", "prosecution", "sentence")
"""The kinds of which one is told, and to which what comes after belongs."""
PERSON = {"person": "person"}
PROSECUTION = {"prosecution": "prosecution"}

CHAPTERS = (
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "Who")),
        str(QT_TRANSLATE_NOOP("Guided", "A name in each script that is known; “unknown” if none is.")),
        (
            Step("name", ("parts", "language"), of=PERSON, several=True),
            Step("person", ("born", "gender", "occupation", "region", "locality", "liberty")),
        ),
    ),
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "What happened")),
        str(QT_TRANSLATE_NOOP("Guided", "Arrest or detention: when, where, by whom.")),
        (
            Step(
                "detention",
                ("kind", "start", "end", "locality", "arrest_forces", "place"),
                of=PERSON,
                presumed={"kind": "police_custody"},
                several=True,
            ),
            Step(
                "event",
                ("title", "date", "kind", "description"),
                of={"persons": "person"},
                several=True,
                begins=False,
            ),
        ),
    ),
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "Accused of")),
        str(QT_TRANSLATE_NOOP("Guided", "The articles, the court, how far it has come.")),
        (
            Step("charge", ("article", "part", "wording"), of=PROSECUTION, several=True),
            Step(
                "prosecution",
                ("kind", "court", "opened", "stage"),
                of=PERSON,
                presumed={"kind": "criminal"},
            ),
            Step(
                "measure",
                ("kind", "start", "term", "claimed_end", "imposed_by"),
                of={**PERSON, **PROSECUTION},
                follows={"imposed_by": ("prosecution", "court")},
                several=True,
                begins=False,
            ),
        ),
    ),
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "Hearings")),
        str(QT_TRANSLATE_NOOP("Guided", "Past and to come.")),
        (
            Step(
                "hearing",
                ("date", "kind", "time", "court", "judge"),
                of=PROSECUTION,
                presumed={"kind": "trial"},
                follows={"court": ("prosecution", "court")},
                several=True,
            ),
        ),
    ),
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "Sentence")),
        str(QT_TRANSLATE_NOOP("Guided", "The main penalty and every ban beside it.")),
        (
            Step(
                "sentence",
                ("date", "in_force", "kind", "court", "judge"),
                of=PROSECUTION,
                presumed={"kind": "conviction"},
                follows={"court": ("prosecution", "court")},
            ),
            Step(
                "penalty", ("kind", "term", "rank", "translation"), of={"sentence": "sentence"}, several=True
            ),
        ),
    ),
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "Restrictions in force")),
        str(QT_TRANSLATE_NOOP("Guided", "What limits freedom outside a cell, from when and for how long.")),
        (
            Step(
                "restriction",
                ("kind", "term", "in_force", "decided", "start", "claimed_end", "imposed_by", "translation"),
                of=PERSON,
                several=True,
            ),
        ),
    ),
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "Who told us")),
        str(
            QT_TRANSLATE_NOOP(
                "Guided", "Who told the case; the source of a single fact is named at its field (Ctrl+E)."
            )
        ),
        (Step("citation", ("source", "place"), of={"record": "person"}, several=True),),
    ),
    Chapter(
        str(QT_TRANSLATE_NOOP("Guided", "Consent")),
        str(QT_TRANSLATE_NOOP("Guided", "Without it nothing of this may leave the office.")),
        (
            Step(
                "consent",
                ("answer", "audiences", "scope", "date", "expires", "given_by"),
                of=PERSON,
                presumed={"scope": "case", "date": TODAY},
                several=True,
            ),
        ),
    ),
)

FROM_SENTENCE = {
    "decided": ("sentence", "date"),
    "in_force": ("sentence", "in_force"),
    "imposed_by": ("sentence", "court"),
}
"""What a restriction that a penalty brings shows of the sentence until something else is typed."""
FROM_PENALTY = ("kind", "term", "translation")
"""What it shows of the penalty itself."""


def steps() -> Iterator[Step]:
    """Every step in the order of the page."""
    for chapter in CHAPTERS:
        yield from chapter.steps


def step_of(kind: str) -> Step:
    """The step that asks about a kind."""
    return next(step for step in steps() if step.kind == kind)
