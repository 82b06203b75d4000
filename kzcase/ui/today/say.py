"""Puts days into the words of a calm office: "today", "in 3 days", "9 days late", "in June 2026"."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from kzcase.dates.edtf import DateError, parse_edtf
from kzcase.dates.edtf.shown import show_day
from kzcase.services.agenda import Item

_SOON = 60
"""Up to so many days ahead are counted; what is later is named by its date."""


def counted(words: str, number: int) -> str:
    """Words marked for translation with `%n` in them, for a number; English needs no catalogue for it."""
    said = QCoreApplication.translate("Today", words, "", number)
    return said.replace("(s)", "" if number == 1 else "s")


def long_day(day: date, language: str) -> str:
    """A day with its weekday: "Sunday 22 November 2026"."""
    return QLocale(language).toString(QDate(day.year, day.month, day.day), "dddd d MMMM yyyy")


def month_name(year: int, month: int, language: str) -> str:
    """A month with its year: "November 2026"."""
    locale = QLocale(language)
    return f"{locale.standaloneMonthName(month)} {year}"


def short_month(month: int, language: str) -> str:
    """A month in few letters: "Nov"."""
    return QLocale(language).standaloneMonthName(month, QLocale.FormatType.ShortFormat)


def when(item: Item, today: date, language: str) -> str:
    """When an item is due, seen from today; a date that is not one day is never told as one."""
    first, last = day_of(item.earliest), day_of(item.latest)
    if last is not None and last < today:
        return late((today - last).days, waits=item.overdue)
    if first is not None and first == last:
        return ahead((first - today).days, first, language)
    return date_of(item, language)


def late(days: int, *, waits: bool) -> str:
    """How long ago; `waits` says that it is still to be done."""
    if waits:
        return counted("%n day(s) late", days)
    return counted("%n day(s) ago", days)


def ahead(days: int, day: date, language: str) -> str:
    """How far ahead a day is, in days while that tells more than its date."""
    if days == 0:
        return QCoreApplication.translate("Today", "today")
    if days == 1:
        return QCoreApplication.translate("Today", "tomorrow")
    if days <= _SOON:
        return counted("in %n day(s)", days)
    return show_day(day, language)


def date_of(item: Item, language: str) -> str:
    """The date of an item; one that is open at an end says which end is known, not since when it lasts."""
    first, last = day_of(item.earliest), day_of(item.latest)
    if first is not None and last is None:
        return QCoreApplication.translate("Today", "not before {0}").format(show_day(first, language))
    if last is not None and first is None:
        return QCoreApplication.translate("Today", "by {0}").format(show_day(last, language))
    return shown(item.date, language)


def shown(edtf: str, language: str) -> str:
    """A stored date in words; one that cannot be read stands as it is."""
    try:
        return parse_edtf(edtf).show(language)
    except DateError:
        return edtf


def day_of(iso: str | None) -> date | None:
    """An ISO day as a date."""
    return date.fromisoformat(iso) if iso else None


def is_one_day(item: Item) -> bool:
    """Whether the item falls on one known day."""
    return item.earliest is not None and item.earliest == item.latest


def grouped(number: int) -> str:
    """A number with thin spaces between its thousands."""
    return f"{number:,}".replace(",", "\u202f")
