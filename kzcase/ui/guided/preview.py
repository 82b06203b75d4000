"""Says, while a case is typed, what will be written and when each restriction ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kzcase.dates.restrictions import RestrictionFacts, ends, state_on
from kzcase.services.declarations import kinds
from kzcase.services.restrictions import LASTING, UNKNOWN
from kzcase.ui.common.text import declared


@dataclass(frozen=True, slots=True)
class EndLine:
    """When one restriction ends, as typed so far: in words, and why."""

    record: str
    end: str
    why: str


def counted(written: Iterable[str]) -> str:
    """How many records of which kind will be written, as they are told: "2 names, 1 person, 1 detention"."""
    said = []
    for key, many in Counter(written).items():
        kind = kinds()[key]
        said.append(f"{many} {declared(kind.label if many == 1 else kind.plural).lower()}")
    return ", ".join(said)


def end_of(
    record: str, values: Mapping[str, Any], today: date, language: str, *, with_imprisonment: bool
) -> EndLine | None:
    """When a restriction ends by what is typed of it; None while nothing is."""
    if not values.get("kind"):
        return None
    facts = RestrictionFacts.of_fields(values, with_imprisonment=with_imprisonment)
    known, state = ends(facts), state_on(facts, today)
    shown = state.end or known.shown
    if shown is None:
        end = LASTING[language]
    else:
        end = shown.bound.show(language) if shown.bound.known else UNKNOWN[language]
    told = state.explain(language)
    said = (one.explain(language) for one in known.all)
    why = " ".join(dict.fromkeys((told, *(one for one in said if one and one not in told))))
    return EndLine(record, end, why)


def imprisons(penalties: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a sentence with these penalties sends to prison: a restriction beside it begins after it."""
    return any(one.get("kind") == "imprisonment" and not one.get("conditional") for one in penalties)
