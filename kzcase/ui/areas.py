"""The areas of the program: each entry of the side bar is one line of a declaration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from kzcase.services.declarations import kinds
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.page import Page
from kzcase.ui.common.text import declared
from kzcase.ui.today.todaypage import TodayPage

TODAY = "today"
DRAFTS = "drafts"
TAGS = "tags"
SETTINGS = "settings"


class Place(StrEnum):
    """Where in the side bar an area stands."""

    WORK = "work"
    MORE = "more"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of the side bar, and what makes its page.

    `words` are English, marked for translation; without them the area is the
    list of a kind and bears its plural.
    """

    key: str
    icon: Icon
    make: Callable[[Desk], Page]
    words: str = ""
    place: Place = Place.WORK

    @property
    def title(self) -> str:
        """What the entry says, in the window's language."""
        if self.words:
            return QCoreApplication.translate("Areas", self.words)
        return declared(kinds()[self.key].plural)


def _list_of(kind: str, icon: Icon, place: Place = Place.WORK) -> Area:
    """The list of all records of a kind."""
    return Area(kind, icon, partial(_list, kind=kind), place=place)


# The window opens on Today: what other areas need is loaded when somebody goes there.


def _list(desk: Desk, kind: str) -> Page:
    from kzcase.ui.common.lists.listpage import ListPage

    return ListPage(desk, kind)


def _calendar(desk: Desk) -> Page:
    from kzcase.ui.today.calendarpage import CalendarPage

    return CalendarPage(desk)


def _board(desk: Desk) -> Page:
    from kzcase.ui.today.boardpage import BoardPage

    return BoardPage(desk)


def _timeline(desk: Desk) -> Page:
    from kzcase.ui.timeline.timelinepage import TimelinePage

    return TimelinePage(desk)


def _letters(desk: Desk) -> Page:
    from kzcase.ui.letters.letterspage import LettersPage

    return LettersPage(desk)


def _briefings(desk: Desk) -> Page:
    # The paper's own libraries are loaded when somebody wants a paper.
    from kzcase.ui.papers.briefpage import BriefPage

    return BriefPage(desk)


def _exchange(desk: Desk) -> Page:
    from kzcase.ui.exchange.exchangepage import ExchangePage

    return ExchangePage(desk)


def _duplicates(desk: Desk) -> Page:
    from kzcase.ui.duplicates.duplicatespage import DuplicatesPage

    return DuplicatesPage(desk)


def _tags(desk: Desk) -> Page:
    from kzcase.ui.records.tagspage import TagsPage

    return TagsPage(desk)


def _drafts(desk: Desk) -> Page:
    from kzcase.ui.records.draftspage import DraftsPage

    return DraftsPage(desk)


def _settings(desk: Desk) -> Page:
    from kzcase.ui.settingspage import SettingsPage

    return SettingsPage(desk)


AREAS = (
    Area(TODAY, Icon.TODAY, TodayPage, str(QT_TRANSLATE_NOOP("Areas", "Today"))),
    _list_of("person", Icon.PEOPLE),
    _list_of("restriction", Icon.RESTRICTION),
    _list_of("prosecution", Icon.PROSECUTION),
    Area("letter", Icon.LETTER, _letters),
    Area("calendar", Icon.CALENDAR, _calendar, str(QT_TRANSLATE_NOOP("Areas", "Calendar"))),
    Area("board", Icon.BOARD, _board, str(QT_TRANSLATE_NOOP("Areas", "In force"))),
    Area("timeline", Icon.TIMELINE, _timeline, str(QT_TRANSLATE_NOOP("Areas", "Timeline"))),
    Area("briefing", Icon.BRIEFING, _briefings, str(QT_TRANSLATE_NOOP("Areas", "Briefings"))),
    Area("exchange", Icon.EXCHANGE, _exchange, str(QT_TRANSLATE_NOOP("Areas", "Exchange"))),
    _list_of("case", Icon.CASE, Place.MORE),
    _list_of("organisation", Icon.ORGANISATION, Place.MORE),
    _list_of("contact", Icon.CONTACT, Place.MORE),
    _list_of("event", Icon.EVENT, Place.MORE),
    _list_of("assembly", Icon.ASSEMBLY, Place.MORE),
    _list_of("source", Icon.SOURCE, Place.MORE),
    _list_of("document", Icon.DOCUMENT, Place.MORE),
    _list_of("task", Icon.TASK, Place.MORE),
    _list_of("paper_out", Icon.BRIEFING, Place.MORE),
    _list_of("paper_audience", Icon.PEOPLE, Place.MORE),
    Area(
        "duplicates",
        Icon.DUPLICATES,
        _duplicates,
        str(QT_TRANSLATE_NOOP("Areas", "Duplicates")),
        Place.MORE,
    ),
    Area(TAGS, Icon.TAG, _tags, str(QT_TRANSLATE_NOOP("Areas", "Tags")), Place.MORE),
    Area(DRAFTS, Icon.DRAFT, _drafts, str(QT_TRANSLATE_NOOP("Areas", "Drafts")), Place.FOOT),
    Area(SETTINGS, Icon.SETTINGS, _settings, str(QT_TRANSLATE_NOOP("Areas", "Settings")), Place.FOOT),
)
"""To add a kind to the side bar: one line here."""


def area(key: str) -> Area:
    """The area of that key."""
    return next(one for one in AREAS if one.key == key)
