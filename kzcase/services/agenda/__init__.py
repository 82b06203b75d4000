"""What is due, on which day, of whom: for Today, the calendar, scripts and other calendars."""

from __future__ import annotations

from kzcase.services.agenda.item import WHAT, Agenda, Item
from kzcase.services.agenda.month import Month, month
from kzcase.services.agenda.read import MOST_BETWEEN, between, due, explained
from kzcase.services.agenda.snoozes import snooze, wake

__all__ = [
    "MOST_BETWEEN",
    "WHAT",
    "Agenda",
    "Item",
    "Month",
    "between",
    "due",
    "explained",
    "month",
    "snooze",
    "wake",
]
