"""What a pack says about everybody in it together, before the briefs; frozen like all content of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.briefing.said import Said


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: its title, and each bar's words and number."""

    title: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A region or city: its code, its name in a word or two, and how many people live there."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """Every region and city; `elsewhere` are the people of whom none is told."""

    title: str
    places: tuple[Place, ...]
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """Something asked, and the printed names of those it is asked for."""

    what: Said
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """What shows an issue, and the printed names of those it is shown by."""

    who: tuple[str, ...]
    what: Said


@dataclass(frozen=True, slots=True)
class Issue:
    """A benchmark that people of the paper show something of: its key, whose it is, and its words.

    `areas` are the areas of the decree it is connected with; `people` how many show it.
    """

    key: str
    group: str
    title: Said
    areas: tuple[str, ...]
    instances: tuple[Instance, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Provision:
    """One wording of an article of law: how it is cited, its heading, in force when, what it provides.

    `source` and `standing` say where it was read and whether a lawyer checked it.
    """

    label: str
    title: Said
    force: str
    provides: tuple[Said, ...]
    source: str
    standing: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A date still to come: about whom, and what."""

    sort: str
    when: str
    who: tuple[str, ...]
    what: Said


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that was sent: to whom, about what and whom, and what came of it.

    `open` says that no answer came; the greater the weight, the more it is late.
    """

    sort: str
    when: str
    to: str
    what: Said
    answer: str
    open: bool
    weight: int = 0
    due: str = ""
    due_sort: str = ""
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Front:
    """What a pack says about everybody in it together, before the briefs.

    `others` are those whom a list was asked for and has no place for.
    """

    heading: str
    recipient: str = ""
    sender: str = ""
    figures: tuple[Figure, ...] = ()
    charts: tuple[Bars, ...] = ()
    places: PlaceMap | None = None
    asks: tuple[Ask, ...] = ()
    coming: tuple[Coming, ...] = ()
    letters: tuple[Sent, ...] = ()
    answered: int = 0
    issues: tuple[Issue, ...] = ()
    law: tuple[Provision, ...] = ()
    others: int = 0
