"""Offices that exchange case files (`tests/laptops.py`)."""

from __future__ import annotations

from tests.laptops import circles, empty_template, new_circle, new_laptop, pair
from tests.lightkeys import light_keys

__all__ = ["circles", "empty_template", "light_keys", "new_circle", "new_laptop", "pair"]
