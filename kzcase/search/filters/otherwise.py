"""Other words for what somebody typed: towns by old and new names, courts and offices in three languages.

All are folded words. They only widen what is found; nothing of this is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson

from kzcase import resources
from kzcase.names import folding

_ADJECTIVE = re.compile(r"sk(?:i|ii|ugu|um|umu|aia|ue|ui|uiu)$")
"""How a Russian adjective of a place ends when it is folded: Медеуский, Медеуского."""
_SHORTEST_PLACE = 4
_OF_PLACE = "in"
"""Алматинский has it and Алматы has not."""


@cache
def _shipped() -> Mapping[str, Any]:
    found: Mapping[str, Any] = orjson.loads(resources.path("regions/names.json").read_bytes())
    return found


def also_named() -> Mapping[str, Sequence[str]]:
    """What regions and cities of republican rank are called besides, by their keys."""
    found: Mapping[str, Sequence[str]] = _shipped()["regions"]
    return found


@cache
def _anywhere() -> Mapping[str, tuple[str, ...]]:
    return _by_each([*_shipped()["towns"], *_shipped()["words"]])


@cache
def _of_courts() -> Mapping[str, tuple[str, ...]]:
    courts = _shipped()["courts"]
    return _by_each([courts["court"], *courts["words"]])


@cache
def _court() -> frozenset[str]:
    return frozenset(map(folding.fold, _shipped()["courts"]["court"]))


def _by_each(groups: Sequence[Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    """Each folded word of a group with the others of its group."""
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        folded = tuple(dict.fromkeys(map(folding.fold, group)))
        found |= {one: tuple(other for other in folded if other != one) for one in folded}
    return found


def others(words: Sequence[str]) -> list[tuple[str, ...]]:
    """For each folded word those that may stand in its place; of a court its kind in any language."""
    found = [_anywhere().get(word, ()) for word in words]
    if _court().isdisjoint(words):
        return found
    return [own or _of_courts().get(word) or _place_of(word) for own, word in zip(found, words, strict=True)]


def _place_of(word: str) -> tuple[str, ...]:
    """The beginnings of the name of a place that an adjective was made of."""
    stem = _ADJECTIVE.sub("", word)
    if stem == word or len(stem) < _SHORTEST_PLACE:
        return ()
    plain = stem.removesuffix(_OF_PLACE)
    return (stem, plain) if plain != stem and len(plain) >= _SHORTEST_PLACE else (stem,)
