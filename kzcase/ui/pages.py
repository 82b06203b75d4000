"""Which page shows a record of a kind, and which one makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from kzcase.services import drafts
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.page import Page
from kzcase.ui.common.panel import Panel

# The window opens on Today: every other page is loaded when somebody goes there.

STATUS = str(QT_TRANSLATE_NOOP("Pages", "Status and asks"))
CORRESPONDENCE = str(QT_TRANSLATE_NOOP("Pages", "Correspondence"))


def of_record(desk: Desk, kind: str, record: str) -> Page:
    """The page of a record that is here."""
    from kzcase.ui.records.recordpage import RecordPage

    match kind:
        case "person":
            return _person(desk, record)
        case "letter":
            return RecordPage(desk, kind, record, first=(_words(STATUS), _letter))
        case "contact":
            return RecordPage(desk, kind, record, first=(_words(CORRESPONDENCE), _correspondence))
        case "organisation":
            return RecordPage(desk, kind, record, second=(_words(CORRESPONDENCE), _correspondence))
        case "document":
            return of_document(desk, record)
        case _:
            return RecordPage(desk, kind, record)


def _person(desk: Desk, record: str) -> Page:
    from kzcase.ui.person.personpage import PersonPage

    return PersonPage(desk, record, {"letters": _loop})


def of_document(desk: Desk, document: str, page: int = 1, cover: str = "") -> Page:
    """A document, looked at from that page on; with words to `cover`, where these stand on its pages."""
    from kzcase.ui.documents.documentpage import DocumentPage

    return DocumentPage(desk, document, page, cover)


def of_erasing(desk: Desk, kind: str, record: str) -> Page:
    """What erasing a record for good would do, and the button that does it."""
    from kzcase.ui.records.erasingpage import ErasingPage

    return ErasingPage(desk, kind, record)


def of_search(desk: Desk, kind: str, text: str) -> Page:
    """What a search finds in the list of a kind."""
    from kzcase.ui.common.lists.listpage import ListPage

    return ListPage(desk, kind, text=text)


def of_settings(desk: Desk, section: str) -> Page:
    """A section of the settings."""
    from kzcase.ui.settingspage import SettingsPage

    return SettingsPage(desk, section)


def of_timeline(desk: Desk, chosen: tuple[str, ...]) -> Page:
    """The timelines of people and cases."""
    from kzcase.ui.timeline.timelinepage import TimelinePage

    return TimelinePage(desk, chosen)


def of_exchange(desk: Desk, people: tuple[str, ...]) -> Page:
    """A case file to be put together, of these people to begin with."""
    from kzcase.ui.exchange.exchangepage import HAND_OUT, ExchangePage

    return ExchangePage(desk, HAND_OUT, people)


def of_files(desk: Desk, files: tuple[Path, ...]) -> Page:
    """What taking files in would change."""
    from kzcase.ui.exchange.exchangepage import ExchangePage

    page = ExchangePage(desk)
    page.take_in(files)
    return page


def of_new(desk: Desk, kind: str, preset: Mapping[str, Any]) -> Page:
    """The page that makes a record of a kind."""
    if kind == "document":
        from kzcase.ui.documents.attachpage import AttachPage

        return AttachPage(desk, preset)
    if kind == drafts.GUIDED:
        return _guided(desk)
    if kind == drafts.MAILING:
        return of_mailing(desk, None, preset)
    from kzcase.ui.records.recordpage import RecordPage

    return RecordPage(desk, kind, None, preset)


def of_begun(desk: Desk, kind: str, record: str) -> Page:
    """The page on which a new record was begun that has still to be made."""
    if kind == drafts.GUIDED:
        return _guided(desk, record)
    if kind == drafts.MAILING:
        return of_mailing(desk, record)
    from kzcase.ui.records.recordpage import RecordPage

    return RecordPage(desk, kind, None, draft=record)


def of_mailing(desk: Desk, mailing: str | None, preset: Mapping[str, Any] | None = None) -> Page:
    """A letter to be written, to one addressee or to many."""
    from kzcase.ui.letters.writer.writerpage import WriterPage

    return WriterPage(desk, mailing, preset)


def _guided(desk: Desk, case: str | None = None) -> Page:
    from kzcase.ui.guided.guidedpage import GuidedPage

    return GuidedPage(desk, case)


def _letter(desk: Desk, record: str) -> Panel:
    from kzcase.ui.letters.letterpanel import LetterPanel

    return LetterPanel(desk, record)


def _correspondence(desk: Desk, record: str) -> Panel:
    from kzcase.ui.letters.correspondencepanel import CorrespondencePanel

    return CorrespondencePanel(desk, record)


def _loop(desk: Desk, record: str) -> Panel:
    from kzcase.ui.letters.looppanel import LoopPanel

    return LoopPanel(desk, record)


def _words(words: str) -> str:
    return QCoreApplication.translate("Pages", words)
