"""Proposes a mapping from the headings of a sheet; somebody looks at it before anything happens."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kzcase.exchange.sheets import targets
from kzcase.exchange.sheets.failures import MappingError
from kzcase.exchange.sheets.grid import Grid
from kzcase.exchange.sheets.mapping import Mapping
from kzcase.exchange.sheets.synonyms import HEADINGS, KEYS
from kzcase.exchange.sheets.targets import ID
from kzcase.models.base import kinds

ALIKE = 88.0
"""The least likeness (0 to 100) of a heading to words that are known for it to be proposed."""
LEAST_LETTERS = 4
GUESSED_KINDS = ("person", "restriction", "organisation", "event")
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed mapping: the headings that only look like what is known, and those left out."""

    mapping: Mapping
    unsure: tuple[str, ...]
    left: tuple[str, ...]


def folded(text: str) -> str:
    """Words without case, marks and the dots of ё."""
    return _MARKS.sub(" ", text.casefold().replace("ё", "е")).strip()


def propose(grid: Grid, kind: str = "") -> Proposal:
    """The likeliest mapping of a sheet's columns; without a kind the one that explains most of them.

    Raises `MappingError` when nothing in the headings is known.
    """
    if kind:
        found = _for(grid, kind)
    else:
        found = max((_for(grid, one) for one in GUESSED_KINDS), key=lambda one: len(one.mapping.columns))
    if not set(found.mapping.columns.values()) - {ID}:
        raise MappingError(
            "None of the headings is known here.", remedy="Write a mapping that says which column goes where."
        )
    return found


def _for(grid: Grid, kind: str) -> Proposal:
    if kind not in kinds():
        raise MappingError(f"There is no kind “{kind}”.", remedy="`kzcase schema` names them all.")
    known = words_for(kind)
    columns: dict[str, str] = {}
    unsure, left, key = [], [], ""
    for alike in (False, True):
        for heading in grid.headings:
            if heading in columns or heading == key:
                continue
            name = folded(heading)
            target = _by_likeness(name, known) if alike else known.get(name, "")
            if not alike and name in _folded_keys() and not key and not _are_ids(grid, heading):
                key = heading
            elif not alike and name in (ID, "id of the record") and _are_ids(grid, heading):
                columns[heading] = ID
            elif target and target not in columns.values():
                columns[heading] = target
                if alike:
                    unsure.append(heading)
            elif alike:
                left.append(heading)
    columns = _apart(columns)
    ordered = {heading: columns[heading] for heading in grid.headings if heading in columns}
    return Proposal(Mapping(kind, ordered, key=key), tuple(unsure), tuple(left))


def words_for(kind: str) -> dict[str, str]:
    """Targets of a kind's rows by every heading that is known for them."""
    found: dict[str, str] = {}

    def add(words: Iterable[str], target: str) -> None:
        for one in words:
            if name := folded(one):
                found.setdefault(name, target)

    offered = targets.offered(kind)
    reachable = {one.target.key: one.key for one in offered}
    for one in offered:
        add((one.key, one.target.key, one.words, f"{one.words} (id)"), one.key)
    own = f"{kind}."
    for mine in (True, False):
        for meant, words in HEADINGS.items():
            if meant.startswith(own) is mine and meant in reachable:
                add(words, reachable[meant])
    owner = kinds()[kind].fields.get("person")
    if owner is not None and owner.targets == ("person",):
        add(HEADINGS["name.parts"], owner.key)  # whom it is about is found by the name
    return found


def _by_likeness(name: str, known: dict[str, str]) -> str:
    if len(name) < LEAST_LETTERS:
        return ""
    found = process.extractOne(
        name, [one for one in known if len(one) >= LEAST_LETTERS], scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    return known[found[0]] if found else ""


def _folded_keys() -> frozenset[str]:
    return frozenset(map(folded, KEYS))


def _are_ids(grid: Grid, heading: str) -> bool:
    samples = grid.samples(heading)
    try:
        return bool(samples) and all(uuid.UUID(one) for one in samples)
    except ValueError:
        return False


def _apart(columns: dict[str, str]) -> dict[str, str]:
    """“Имя” is the given name where the surname has a column of its own, and the whole name else."""
    given = targets_of(columns, "name.parts.given")
    whole = targets_of(columns, "name.parts")
    family = targets_of(columns, "name.parts.family")
    if family and whole and not given and folded(whole) in map(folded, HEADINGS["name.parts.given"]):
        return {**columns, whole: "name.parts.given"}
    return columns


def targets_of(columns: dict[str, str], target: str) -> str:
    """The heading that goes to a target, or nothing."""
    return next((heading for heading, text in columns.items() if text == target), "")
