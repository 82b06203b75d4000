"""How a person stands on a day: what the header, `--as-of`, lists and papers say, from one place.

Reads what is recorded of the person and asks the pure functions of
`kzcase.dates.standing` and `kzcase.dates.restrictions`; nothing is stored.
"""

from __future__ import annotations

from kzcase.services.standing.reading import on_day, on_day_in
from kzcase.services.standing.shapes import Basis, Known, Limiting, Proceeding, Served, Standing

__all__ = [
    "Basis",
    "Known",
    "Limiting",
    "Proceeding",
    "Served",
    "Standing",
    "on_day",
    "on_day_in",
]
