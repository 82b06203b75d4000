"""Offices that exchange case files (`tests/laptops.py`)."""

from __future__ import annotations

from tests.laptops import empty_template, new_laptop, pair

__all__ = ["empty_template", "new_laptop", "pair"]
