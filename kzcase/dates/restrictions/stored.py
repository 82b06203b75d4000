"""Reads stored dates and terms; what today's rules refuse counts as not recorded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kzcase.dates.edtf import DateError, Edtf, parse_edtf
from kzcase.dates.terms import Bound, Term


def stored_date(stored: object) -> Edtf | None:
    """A stored EDTF text, or None."""
    return _date(stored) if isinstance(stored, str) else None


@lru_cache(maxsize=65_536)
def _date(text: str) -> Edtf | None:
    try:
        return parse_edtf(text)
    except DateError:
        return None


def stored_term(stored: object) -> Term | None:
    """A stored term of years, months and days, or None."""
    if not isinstance(stored, Mapping):
        return None
    parts = [stored.get(unit) or 0 for unit in ("years", "months", "days")]
    if not all(isinstance(part, int) for part in parts):
        return None
    try:
        return Term(*parts)
    except DateError:
        return None


def stored_days(stored: object) -> int | None:
    """A stored number of days that is not negative, or None."""
    return stored if type(stored) is int and stored >= 0 else None


def as_date(bound: Bound) -> Edtf | None:
    """A bound as a date with open ends, None if nothing is known of it."""
    if not bound.known:
        return None
    first, last = (".." if day is None else day.isoformat() for day in (bound.earliest, bound.latest))
    return _date(first if first == last else f"{first}/{last}")
