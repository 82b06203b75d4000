"""Says how long a stretch of custody lasts when its end is not recorded: never longer than is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kzcase.dates.edtf import DateError, Edtf, parse_edtf
from kzcase.dates.terms import Term, add_term

IN_CUSTODY = frozenset(
    {"detained", "remand", "house_arrest", "administrative_arrest", "imprisoned", "psychiatric"}
)
"""The terms of the vocabulary `liberty` that mean custody."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """`lasting` says that the custody goes on; if it does not and has no `end`, its end is unknown."""

    start: Edtf | None
    end: Edtf | None
    lasting: bool


def stretch(start: Edtf | None, end: Edtf | None, term: object, liberty: object, day: date) -> Stretch:
    """A detention as it stands on a day.

    `term` and `liberty` are stored values (a term of years, months and days; the
    person's liberty status with its beginning). A recorded end decides; else the
    term, from an exact first day; else the custody lasts only if the person is
    said to be held.
    """
    end = end or _by_term(start, term)
    if end is not None:
        return Stretch(start, end, end.earliest is not None and end.earliest > day)
    return Stretch(start, None, is_held(liberty, day))


def is_held(liberty: object, day: date) -> bool:
    """Whether a stored liberty status says that the person is in custody on a day."""
    if not isinstance(liberty, Mapping) or liberty.get("status") not in IN_CUSTODY:
        return False
    since = _date(liberty.get("since"))
    return since is None or since.earliest is None or since.earliest <= day


def _by_term(start: Edtf | None, term: object) -> Edtf | None:
    if start is None or start.day is None or not isinstance(term, Mapping):
        return None
    try:
        length = Term(*(int(term.get(unit) or 0) for unit in ("years", "months", "days")))
        return Edtf.of(add_term(start.day, length))
    except DateError:
        return None


def _date(stored: Any) -> Edtf | None:
    try:
        return parse_edtf(stored) if isinstance(stored, str) else None
    except DateError:
        return None
