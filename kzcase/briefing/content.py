"""What a paper says, frozen: everything an audience may see, and the list of what it may not.

Nothing here is looked up or decided any more: the texts are final, in the
paper's language, cleaned, with names already replaced by pseudonyms. A `Said`
points at its sources by the keys of notes; numbers are given when it is laid
out, because a shortened paper numbers only what it prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from kzcase.briefing.annexes.content import Annex
from kzcase.briefing.front import Front
from kzcase.briefing.remarks import Lacking, Readable, Shown, Thin, Withheld
from kzcase.briefing.said import Note, Said
from kzcase.models.fields import Audience
from kzcase.timeline.item import Landmark, TimelineItem


@dataclass(frozen=True, slots=True)
class Limit:
    """A restriction in force: what, until when, and how that end is known.

    The rest is the same in a few words, for a table: its kind, since when, its
    end, how certain that is and from what it follows. `last` is the day of its
    end if that is one day; `unsure` that it only may be in force; `unchecked`
    that its end was counted by a rule no lawyer has checked.
    """

    title: Said
    until: Said
    how: tuple[Said, ...] = ()
    wording: tuple[Said, ...] = ()
    conditions: tuple[Said, ...] = ()
    kind: str = ""
    since: str = ""
    end: str = ""
    certainty: str = ""
    basis: str = ""
    last: date | None = None
    lasting: bool = False
    unsure: bool = False
    unchecked: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """A line with its date; the greater the weight, the later it is cut when the page is full.

    `sort` puts it among the lines of other people.
    """

    when: str
    what: Said
    weight: int = 0
    detail: tuple[Said, ...] = ()
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A fact on which sources, or colleagues, disagree: each value with its sources."""

    what: str
    values: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as it is printed: a JPEG of the pixels alone, and its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Showing:
    """What a person's case shows of a benchmark, by its key; no text if it only is linked with it."""

    benchmark: str
    what: Said


@dataclass(frozen=True, slots=True)
class Custody:
    """Where somebody is held, in the cells of a table: articles charged, judgment, place, since, until."""

    articles: Said
    judgment: Dated
    where: Said = Said("")
    since: Said = Said("")
    until: Said = Said("")


@dataclass(frozen=True, slots=True)
class Brief:
    """One person's paper. `held`: in custody or serving a sentence behind bars; `region` is its code.

    `showings` are what it shows of the benchmarks, `law` the articles it cites, by their keys.
    """

    person: str
    title: str
    names: tuple[Said, ...] = ()
    line: tuple[Said, ...] = ()
    status: tuple[Said, ...] = ()
    summary: tuple[Said, ...] = ()
    limits: tuple[Limit, ...] = ()
    former: tuple[Dated, ...] = ()
    charges: tuple[Dated, ...] = ()
    events: tuple[Dated, ...] = ()
    ahead: tuple[Dated, ...] = ()
    welfare: tuple[Said, ...] = ()
    findings: tuple[Dated, ...] = ()
    letters: tuple[Dated, ...] = ()
    position: tuple[Said, ...] = ()
    asks: tuple[Said, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    office: tuple[Said, ...] = ()
    timeline: tuple[TimelineItem, ...] = ()
    notes: tuple[Note, ...] = ()
    held: bool = False
    region: str = ""
    photo: Photo | None = None
    showings: tuple[Showing, ...] = ()
    law: tuple[str, ...] = ()
    custody: Custody | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed since the paper was last handed out: about whom, and the line that tells it."""

    person: str
    title: str
    what: Said


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of a form and what is answered; nothing if nothing is known or may be told."""

    question: str
    said: tuple[Said, ...] = ()
    lines: tuple[Dated, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the form's question stays open."""
        return not self.said and not self.lines


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form: its heading, what it is for, and its questions."""

    heading: str
    answers: tuple[Answer, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A form filled in: about one person, or ("" for `person`) about all of them together."""

    person: str
    title: str
    subtitle: str
    parts: tuple[Part, ...]
    warning: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Imprint:
    """The office on its paper: its name and how it is reached; and the line that says who may read it."""

    name: str = ""
    lines: tuple[str, ...] = ()
    classification: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A whole paper for one audience, and what was kept out of it.

    `since` is the day on which it was last handed out, `changed` what is new
    since. `consents` are the records it stands on; `mark` and `ground` the state of
    the vault it was gathered from on the day `gathered`: for the register and to tell
    whether it may still be handed out (`standing`); none of them is ever printed.
    `landmarks` are the days drawn through the lanes of its timelines.
    """

    template: str
    audience: Audience
    language: str
    as_of: date
    title: str
    briefs: tuple[Brief, ...]
    withheld: tuple[Withheld, ...] = ()
    thin: tuple[Thin, ...] = ()
    front: Front = Front("")
    dossiers: tuple[Dossier, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    imprint: Imprint = Imprint()
    since: date | None = None
    changed: tuple[Change, ...] = ()
    consents: tuple[str, ...] = ()
    mark: int = 0
    shown: tuple[Shown, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    annexes: tuple[Annex, ...] = ()
    readable: tuple[Readable, ...] = ()
    gathered: date | None = None
    ground: tuple[int, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is printed on thin ground, as sentences."""
        return tuple(f"{one.title}: {one.what}" for one in self.thin)

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people it is about."""
        return tuple(brief.person for brief in self.briefs)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text that may be printed, as (place, text)."""
        yield "", self.title
        yield from (("", text) for text in _texts((self.front, self.imprint, self.landmarks)))
        yield from ((f"“{one.title}”", text) for one in self.annexes for text in one.texts())
        for dossier in self.dossiers:
            for value in (dossier.title, dossier.subtitle, dossier.parts, dossier.warning, dossier.notes):
                yield from ((f"“{dossier.title}”", text) for text in _texts(value))
        for brief in self.briefs:
            for part in fields(brief):
                if part.name != "person":
                    yield from ((f"“{brief.title}”", text) for text in _texts(getattr(brief, part.name)))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case tuple():
            for one in value:
                yield from _texts(one)
        case Note():
            yield value.text
        case Said():
            yield value.text
            yield value.mark
        case TimelineItem() | Landmark():
            yield value.label
        case _ if is_dataclass(value):
            for part in fields(value):
                yield from _texts(getattr(value, part.name))
