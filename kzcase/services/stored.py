"""Reads what stands in a row, whoever wrote it; knows no vault."""

from __future__ import annotations

from typing import Any

from kzcase.dates.edtf import DateError, Edtf, parse_edtf


def stored_date(stored: Any) -> Edtf | None:
    """A stored date, or None for nothing and for text that is no date any more."""
    if not isinstance(stored, str):
        return None
    try:
        return parse_edtf(stored)
    except DateError:
        return None
