"""Reads single values of raw records: candidates, links, alternative values, consents. Pure.

Where colleagues have not decided between values of a protective field, the
most protective reading is the one that comes out of here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from kzcase.briefing import gate
from kzcase.briefing.ground import Raw
from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.models.fields import Field, FieldType


def candidates(raw: Raw, key: str) -> tuple[Any, ...]:
    """Every value a field may have: the one shown first, then undecided others; without "not given"."""
    first = raw.values.get(key)
    several = raw.conflicts.get(key, ())
    found = ([] if first is None else [first]) + [one for one in several if one is not None and one != first]
    return tuple(found)


def unsure(standing: Raw) -> bool:
    """Whether it is undecided if, beside what or by which source a citation or another value stands.

    Then it makes nothing public.
    """
    return standing.contested or not standing.conflicts.keys().isdisjoint(("record", "field", "source"))


def ids_in(value: Any) -> tuple[str, ...]:
    """The ids a link or a set of links holds, in order."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, frozenset | set | list | tuple):
        return tuple(sorted(one for one in value if isinstance(one, str)))
    return ()


def parse(declared: Field, text: str) -> Any:
    """An alternative value (text; composites and sets as JSON) as a plain value; None if it is none."""
    if declared.type is FieldType.COMPOSITE or declared.type.is_set:
        try:
            loaded = orjson.loads(text)
        except orjson.JSONDecodeError:
            return None
        if declared.type.is_set:
            return frozenset(map(str, loaded)) if isinstance(loaded, list) else None
        return loaded if isinstance(loaded, dict) else None
    if declared.type is FieldType.FLAG:
        return {"true": True, "false": False}.get(text.strip().lower())
    if declared.type is FieldType.INTEGER:
        return int(text) if text.strip().lstrip("-").isdecimal() else None
    return text


def consents(raw: Raw) -> list[gate.Consent]:
    """The answers of one consent record, the most protective where colleagues disagree."""
    answers = [str(one) for one in candidates(raw, "answer")]
    withdrawn = candidates(raw, "withdrawn")
    contrary = bool(withdrawn) or any(one in (gate.Answer.WITHDRAWN, gate.Answer.REFUSED) for one in answers)
    scopes = [str(one) for one in candidates(raw, "scope")]
    unsure = raw.contested or len(scopes) != 1 or "person" in raw.conflicts or len(answers) != 1
    if not contrary and unsure:
        return []
    answer = next((one for one in gate.Answer if one in answers), gate.Answer.NOT_ASKED)
    dates = [str(one) for one in candidates(raw, "date")]
    said = [str(one) for one in withdrawn]
    return [
        gate.Consent(
            scope,
            frozenset(ids_in(raw.values.get("audiences"))),
            answer,
            earliest=min((d for one in dates if (d := _earliest(one))), default=None),
            latest=_agreed_latest(dates),
            expires=min(
                (_earliest(str(one)) or date.min for one in candidates(raw, "expires")), default=None
            ),
            withdrawn=bool(withdrawn),
            withdrawn_latest=_agreed_latest(said),
            pseudonym_only=True in candidates(raw, "pseudonym_only"),
        )
        for scope in scopes
    ]


def _agreed_latest(dates: Sequence[str]) -> date | None:
    """The latest day of several dates; None if one of them has none."""
    found = [_latest(one) for one in dates]
    return None if None in found or not found else max(day for day in found if day is not None)


def _earliest(text: str) -> date | None:
    try:
        return parse_edtf(text).earliest
    except DateError:
        return None


def _latest(text: str) -> date | None:
    try:
        return parse_edtf(text).latest
    except DateError:
        return None
