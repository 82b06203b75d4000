"""Dates that may be partly known, kept as EDTF text (ISO 8601-2:2019, levels 0 and 1).

`Edtf` is the value, `parse_edtf` reads its canonical text, `read_date` reads
what people type in English, Russian and Kazakh, and `Edtf.show` writes it the
one way it is shown everywhere.
"""

from __future__ import annotations

from kzcase.dates.edtf.moment import DateError, Edge, Moment
from kzcase.dates.edtf.typed import read_date
from kzcase.dates.edtf.value import Edtf, parse_edtf

__all__ = ["DateError", "Edge", "Edtf", "Moment", "parse_edtf", "read_date"]
