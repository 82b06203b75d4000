"""Today: what is due, what was never answered, what ends next, what needs a decision, what changed."""

from __future__ import annotations

from kzcase.services.today.page import DAYS, today
from kzcase.services.today.shapes import Backup, Decision, InForce, Since, Today
from kzcase.services.today.visits import visited

__all__ = ["DAYS", "Backup", "Decision", "InForce", "Since", "Today", "today", "visited"]
