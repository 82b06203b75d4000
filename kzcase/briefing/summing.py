"""Sums up what the briefs of a pack say together: figures, asks, coming dates, letters. Pure.

It works on briefs in which the audience is already applied, so nothing stands
here that does not stand in one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kzcase.briefing import issues
from kzcase.briefing.content import Brief, Limit
from kzcase.briefing.front import (
    Ask,
    Bars,
    Coming,
    Figure,
    Front,
    Place,
    PlaceMap,
    Sent,
)
from kzcase.briefing.said import Said
from kzcase.briefing.words import Words
from kzcase.names.collation import sort_key
from kzcase.reference.regions import regions

SOON = timedelta(days=90)
_YEAR = timedelta(days=365)
_MOST_KINDS = 7
# People whose region is told, for a map to say more than the briefs do.
_TO_MAP = 2
_OF_LISTS = frozenset({"figure.people", "figure.limits", "figure.maybe", "figure.soon"})
"""What a list of restrictions tells of: not who is held, nor hearings, nor letters."""
_REGION = frozenset({"region", "область", "облысы"})


@dataclass(frozen=True, slots=True)
class Cover:
    """What the office writes on a pack's cover: its heading, for whom it is and from whom."""

    heading: str = ""
    recipient: str = ""
    sender: str = ""


def in_order(briefs: Iterable[Brief], words: Words) -> tuple[Brief, ...]:
    """The briefs by their printed names; an order by names that are not printed would give them away."""
    nameless = words("name.withheld")
    return tuple(sorted(briefs, key=lambda one: (one.title == nameless, sort_key(one.title))))


def told_apart(briefs: Sequence[Brief], words: Words) -> tuple[Brief, ...]:
    """The briefs, those without a name numbered if there are several."""
    nameless = words("name.withheld")
    if sum(one.title == nameless for one in briefs) < 2:
        return tuple(briefs)
    made: list[Brief] = []
    number = 0
    for one in briefs:
        if one.title == nameless:
            number += 1
            one = replace(one, title=words("name.withheld.numbered", n=number))
        made.append(one)
    return tuple(made)


def front(
    briefs: Sequence[Brief],
    sent: Mapping[str, Mapping[str, Sent]],
    words: Words,
    day: date,
    cover: Cover,
    *,
    template: str = "pack",
) -> Front:
    """Everything a pack says before its briefs; `sent` are each person's letters by record.

    A list of restrictions has no place for hearings and letters, and does not count them.
    """
    letters = _letters(briefs, sent)
    waiting = tuple(one for one in letters if one.open)
    return Front(
        cover.heading,
        cover.recipient,
        cover.sender,
        tuple(_figures(briefs, waiting, words, day, template)),
        tuple(_charts(briefs, words, day)),
        _places(briefs, words),
        _asks(briefs),
        _coming(briefs, waiting, words, day),
        waiting,
        len(letters) - len(waiting),
        issues.issues(briefs, words),
    )


def asked(front: Front, words: Words) -> str:
    """The heading of what is asked: of whom, if the cover says for whom the paper is."""
    return words("section.asks.of", who=front.recipient) if front.recipient else words("section.asks")


def limits(briefs: Iterable[Brief]) -> Iterator[Limit]:
    """Every restriction the briefs tell of."""
    for one in briefs:
        yield from one.limits


def _figures(
    briefs: Sequence[Brief], waiting: Sequence[Sent], words: Words, day: date, template: str
) -> Iterator[Figure]:
    every = list(limits(briefs))
    maybe = sum(one.unsure for one in every)
    soon = sum(not one.unsure and one.last is not None and day <= one.last <= day + SOON for one in every)
    numbers = {
        "figure.people": len(briefs),
        "figure.limits": len(every) - maybe,
        "figure.maybe": maybe,
        "figure.soon": soon,
        "figure.held": sum(one.held for one in briefs),
        "figure.ahead": sum(len(one.ahead) for one in briefs),
        "figure.unanswered": len(waiting),
    }
    for key, number in numbers.items():
        if template == "list" and key not in _OF_LISTS:
            continue
        if number or key in ("figure.people", "figure.limits"):
            yield Figure(number, words.count(key, number))


def _charts(briefs: Sequence[Brief], words: Words, day: date) -> Iterator[Bars]:
    every = list(limits(briefs))
    if len(every) < 2:
        return
    kinds = Counter(one.kind or words("restriction") for one in every)
    ordered = sorted(kinds.items(), key=lambda pair: (-pair[1], sort_key(pair[0])))
    shown = ordered[:_MOST_KINDS]
    if rest := sum(number for _, number in ordered[_MOST_KINDS:]):
        shown.append((words("chart.other"), rest))
    yield Bars(words("chart.kinds"), tuple(shown))
    ends = Counter(_when(one, day) for one in every)
    order = ("ends.quarter", "ends.year", "ends.later", "ends.open", "ends.unknown")
    yield Bars(words("chart.ends"), tuple((words(key), ends[key]) for key in order if ends[key]))


def _places(briefs: Sequence[Brief], words: Words) -> PlaceMap | None:
    """How many people live where; nothing unless that is told of several."""
    known = {one.key for one in regions()}
    found = Counter(one.region for one in briefs if one.region in known)
    told = sum(found.values())
    if told < _TO_MAP:
        return None
    names = {one.key: one.name.label(words.language) for one in regions()}
    short = {key: _short(name) for key, name in names.items()}
    once = Counter(short.values())
    # A region and its city may differ by that word alone.
    places = tuple(
        Place(key, short[key] if once[short[key]] == 1 else names[key], found[key]) for key in names
    )
    return PlaceMap(words("map.title"), places, len(briefs) - told)


def _short(name: str) -> str:
    """A region's name without the word for "region", which every tile would repeat."""
    return " ".join(part for part in name.split() if part.lower() not in _REGION)


def _when(limit: Limit, day: date) -> str:
    if limit.lasting:
        return "ends.open"
    if limit.last is None or limit.last < day:
        return "ends.unknown"
    if limit.last <= day + SOON:
        return "ends.quarter"
    return "ends.year" if limit.last <= day + _YEAR else "ends.later"


def _asks(briefs: Sequence[Brief]) -> tuple[Ask, ...]:
    """What is asked, each once, for whom; what is asked for most people first."""
    found: dict[tuple[str, str], list[str]] = {}
    for brief in briefs:
        for ask in brief.asks:
            who = found.setdefault((ask.text, ask.mark), [])
            if brief.title not in who:
                who.append(brief.title)
    asks = [Ask(Said(text, (), mark), tuple(who)) for (text, mark), who in found.items()]
    return tuple(sorted(asks, key=lambda one: -len(one.who)))


def _coming(briefs: Sequence[Brief], waiting: Sequence[Sent], words: Words, day: date) -> tuple[Coming, ...]:
    """Hearings, ends of restrictions and answers that are due, in the order of their days."""
    found: list[Coming] = []
    for brief in briefs:
        who = (brief.title,)
        found += [
            Coming(
                one.sort, one.when, who, replace(one.what, text=words("ahead.hearing", what=one.what.text))
            )
            for one in brief.ahead
        ]
        found += [
            Coming(one.last.isoformat(), words.day(one.last), who, _ending(one, words))
            for one in brief.limits
            if one.last is not None and one.last >= day
        ]
    found += [
        Coming(one.due_sort, one.due, one.who, replace(one.what, text=words("ahead.due", what=one.what.text)))
        for one in waiting
        if one.due
    ]
    return tuple(
        sorted(found, key=lambda one: (one.sort, [sort_key(name) for name in one.who], one.what.text))
    )


def _ending(limit: Limit, words: Words) -> Said:
    marks = filter(None, (limit.title.mark, limit.certainty, limit.until.mark))
    mark = ", ".join(dict.fromkeys(marks))
    return Said(words("ahead.ends", what=limit.title.text), limit.until.notes, mark)


def _letters(briefs: Sequence[Brief], sent: Mapping[str, Mapping[str, Sent]]) -> tuple[Sent, ...]:
    """The letters about these people, each once; those longest late first."""
    found: dict[str, Sent] = {}
    for brief in briefs:
        for key, one in sent[brief.person].items():
            known = found.get(key, one)
            found[key] = replace(known, who=(*known.who, brief.title))
    # Sources stand with the letter in the briefs.
    bare = (replace(one, what=replace(one.what, notes=())) for one in found.values())
    return tuple(sorted(bare, key=lambda one: (-one.weight, one.sort, one.to, one.what.text)))
