"""Records files: one JSON object a line, for scripts to bring records in and take them out.

    {"namespace": "my-register"}                                     (first line, optional)
    {"kind": "person", "id": "any key or a UUID", "fields": {"region": "KZ-23", ...}}

A link is the other record's id: its key in the same file, or a UUID. Dates are
EDTF, amounts text. `kzcase schema --json` names kinds and fields. Nothing of a
file is taken in if any line is bad, unless the caller asks to skip the bad
ones; a plan says beforehand what would happen. A plain file is not encrypted.
"""

from __future__ import annotations

from kzcase.exchange.recordsfile.plan import Plan, apply, plan
from kzcase.exchange.recordsfile.write import write

__all__ = ["Plan", "apply", "plan", "write"]
