"""Regions and cities by every name that people type: in three languages, old and new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kzcase.names import folding
from kzcase.reference.regions import Region, regions
from kzcase.reference.shipped import Words
from kzcase.search.filters import otherwise

REGION_WORDS = re.compile(
    r"(?<!\w)(?:regions?|oblasts?|oblysy|област[ьи]|облысы(?:нда|ның|нан)?)(?!\w)", re.IGNORECASE
)
CITY_WORDS = re.compile(r"(?<!\w)(?:city(?:\s+of)?|город[аеу]?|қаласы(?:нда|ның)?)(?!\w)", re.IGNORECASE)
ALSO_NAMES = frozenset({"KZ-10", "KZ-31"})
"""Abai and Zhambyl: people are called so, too, and a region is meant only when it is called one."""

_ADJECTIVE = re.compile(r"(?<=\w)ская$")
_MOST_WORDS = 3
_SHORTEST_ENDED = 6
_OF_NAMES_IN_A = ("e", "i", "u", "ui")
_OF_NAMES_IN_A_ENDING = re.compile(r"(?:e|i|ui|u)$")
"""Астана: Астане, Астаны, Астану, Астаной."""
_ENDINGS = (re.compile(r"(?:a|e|u|um)$"), re.compile(r"(?:[dt][ae](?:gi(?:lar|ler)?|n)?|[gk][ae]|[ndt]in)$"))
"""Шымкент: Шымкента, Шымкенте; Шымкентте, Шымкенттен, Алматыға, Алматының, Алматыдағы."""


@dataclass(frozen=True, slots=True)
class Place:
    """A region or city and each of its names as folded words; `bare` ones may stand alone."""

    key: str
    names: frozenset[tuple[str, ...]]
    bare: frozenset[tuple[str, ...]]


@cache
def places() -> Mapping[str, Place]:
    """Every place by its key."""
    found = {region.key: _place(region) for region in regions()}
    cities = {name for region in regions() if region.city for name in found[region.key].names}
    # Almaty is the city; its region is meant only when it is called one.
    return {
        region.key: Place(
            region.key,
            found[region.key].names,
            frozenset()
            if region.key in ALSO_NAMES
            else found[region.key].bare - (frozenset() if region.city else frozenset(cities)),
        )
        for region in regions()
    }


def _place(region: Region) -> Place:
    cores = {
        folding.words(folding.fold(said))
        for words in (region.name, *(former.name for former in region.former))
        for core in _cores(words)
        for said in (core, core.replace("-", " "))
    }
    for said in otherwise.also_named().get(region.key, ()):
        cores |= {folding.words(folding.fold(one)) for one in (said, said.replace("-", " "))}
    names = frozenset(core for core in cores if core)
    return Place(region.key, names, names)


def _cores(words: Words) -> Iterator[str]:
    """A place's name in each language without the word for region; of a Russian adjective its noun, too."""
    for text in words.text.values():
        core = " ".join(REGION_WORDS.sub(" ", text).split())
        yield core
        stem = _ADJECTIVE.sub("", core)
        if stem != core:
            yield from (stem, *(f"{stem}{ending}" for ending in ("ской", "скую", "ском")))


@cache
def _by_names(*, bare: bool) -> Mapping[tuple[str, ...], str]:
    # Where a city and a region are called alike, the word for region says that the region is meant.
    ordered = sorted(regions(), key=lambda one: not one.city)
    named = (places()[one.key] for one in ordered)
    return {name: one.key for one in named for name in (one.bare if bare else one.names)}


@cache
def _cities() -> Mapping[tuple[str, ...], str]:
    return {name: one.key for one in regions() if one.city for name in places()[one.key].names}


def city(words: tuple[str, ...]) -> str:
    """The key of the city of republican rank that folded words name, or ""."""
    return _cities().get(words, "")


def of_words(words: tuple[str, ...], *, bare: bool) -> str:
    """The key of the place that folded words name, or ""; `bare`: no word for region stands with them.

    The last word may have an ending: в Астане, Алматыдағы.
    """
    named = _by_names(bare=bare)
    said = (words, *((*words[:-1], stem) for stem in _stems(words[-1]))) if words else ()
    return next((key for one in said if (key := named.get(one, ""))), "")


def _stems(word: str) -> Iterator[str]:
    """What a folded word may be without the ending of its case."""
    if len(word) < _SHORTEST_ENDED:
        return
    if word.endswith(_OF_NAMES_IN_A):
        yield f"{_OF_NAMES_IN_A_ENDING.sub('', word)}a"
    for ending in _ENDINGS:
        if (stem := ending.sub("", word)) != word and len(stem) >= _SHORTEST_ENDED - 1:
            yield stem


def within(words: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Where among folded words a place is named by itself: first, last + 1, key; the longest names first."""
    at = 0
    while at < len(words):
        for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            key = of_words(words[at : at + length], bare=True)
            if key:
                yield at, at + length, key
                at += length
                break
        else:
            at += 1
