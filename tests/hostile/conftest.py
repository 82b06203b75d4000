"""Offices that exchange case files (`tests/laptops.py`), and the real window with a hand on it."""

from __future__ import annotations

from tests.journeys.conftest import new_window, template, unlock_again, unlocked, vault
from tests.laptops import circles, empty_template, new_circle, new_laptop, pair

__all__ = [
    "circles",
    "empty_template",
    "new_circle",
    "new_laptop",
    "new_window",
    "pair",
    "template",
    "unlock_again",
    "unlocked",
    "vault",
]
