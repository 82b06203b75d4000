"""Systemic issues: what people's cases show of the areas of the decree and of the recommendations. Pure.

Source of the list: `kzcase.reference.benchmarks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kzcase.briefing.content import Brief, Showing
from kzcase.briefing.front import Instance, Issue
from kzcase.briefing.said import Said
from kzcase.briefing.telling import Teller
from kzcase.briefing.words import Words
from kzcase.reference.benchmarks import Benchmark, benchmarks, source

_THROUGH = (
    ("restriction", "person"),
    ("prosecution", "person"),
    ("detention", "person"),
    ("measure", "person"),
    ("event", "persons"),
    ("assembly", "persons"),
    ("case", "persons"),
)
_GROUPS = {
    "decree": "issues.decree",
    "government": "issues.government",
    "international": "issues.international",
}
_NO_SAID = Said("")


def showings(teller: Teller, person: str) -> tuple[Showing, ...]:
    """What the records of a person show, each once, in the order of the publication."""
    order = {one.key: place for place, one in enumerate(benchmarks())}
    found: list[tuple[int, str, Showing]] = []
    for record in _owners(teller, person):
        for link in teller.view.of(record, "benchmark_link", "record"):
            key = str(link.get("benchmark") or "")
            if key in order and teller.said(link, "benchmark") is not None:
                told = teller.said(link, "note") or Said("", teller.notes(link.notes("benchmark")))
                found.append((order[key], link.id, Showing(key, told)))
    return tuple(dict.fromkeys(one for *_, one in sorted(found, key=lambda one: one[:2])))


def issues(briefs: Sequence[Brief], words: Words) -> tuple[Issue, ...]:
    """The benchmarks that the people of a paper show something of; that of most people first."""
    every = {one.key: one for one in benchmarks()}
    found = [
        _issue(every[key], briefs, words)
        for key in every
        if any(showing.benchmark == key for brief in briefs for showing in brief.showings)
    ]
    return tuple(sorted(found, key=lambda one: -one.people))


def publication() -> str:
    """Where the list of benchmarks comes from."""
    return source()


def _owners(teller: Teller, person: str) -> Iterator[str]:
    yield from teller.view.records.members(person)
    for kind, through in _THROUGH:
        yield from (one.id for one in teller.view.of(person, kind, through))


def _issue(benchmark: Benchmark, briefs: Sequence[Brief], words: Words) -> Issue:
    language = words.language
    labels = {one.key: one.text.label(language) for one in benchmarks()}
    mark = "" if benchmark.text.checked(language) else words("mark.unchecked")
    shown: dict[Said, list[str]] = {}
    for brief in briefs:
        for showing in brief.showings:
            if showing.benchmark == benchmark.key:
                who = shown.setdefault(showing.what, [])
                if brief.title not in who:
                    who.append(brief.title)
    bare = tuple(shown.pop(_NO_SAID, ()))
    instances = [Instance(tuple(who), what) for what, who in shown.items()]
    if bare:
        instances.append(Instance(bare, _NO_SAID))
    return Issue(
        benchmark.key,
        words(_GROUPS[benchmark.group]),
        Said(benchmark.text.label(language), (), mark),
        tuple(f"{key} {labels[key]}" for key in benchmark.links),
        tuple(instances),
        len({name for one in instances for name in one.who}),
    )
