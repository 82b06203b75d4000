"""What services derive from records and keep ready: what is due by which day, and what is in force.

None of it depends on the day of asking, so it changes only when a record does.
"""

from __future__ import annotations

from kzcase.services.derived.check import forget, problems
from kzcase.services.derived.compute import kinds
from kzcase.services.derived.derive import derive

__all__ = ["VERSION", "derive", "forget", "kinds", "problems"]

VERSION = 7
"""Raised when the same records give other rows, so that vaults derive them anew."""
