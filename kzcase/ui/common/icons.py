"""Icons by what they mean, so that a picture is chosen in one place."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QIcon


class Icon(StrEnum):
    """What an icon says; the value is its name in the icon font."""

    PEOPLE = "mdi6.account-multiple-outline"
    DUPLICATES = "mdi6.account-multiple-check-outline"
    RESTRICTION = "mdi6.lock-clock"
    PROSECUTION = "mdi6.gavel"
    LETTER = "mdi6.email-outline"
    DRAFT = "mdi6.pencil-outline"
    ADD = "mdi6.plus"
    BACK = "mdi6.arrow-left"
    LOCK = "mdi6.lock-outline"
    PAPER = "mdi6.file-document-outline"
    COLUMNS = "mdi6.view-column-outline"
    REMOVE = "mdi6.close"
    OPEN = "mdi6.arrow-top-right"
    WARNING = "mdi6.alert-outline"
    RESTORE = "mdi6.history"
    SETTINGS = "mdi6.tune"
    TODAY = "mdi6.calendar-today"
    CALENDAR = "mdi6.calendar-month-outline"
    BOARD = "mdi6.progress-clock"
    CONSENT = "mdi6.handshake-outline"
    FLAG = "mdi6.flag-outline"
    TIMELINE = "mdi6.chart-timeline"
    BRIEFING = "mdi6.file-document-multiple-outline"
    EXCHANGE = "mdi6.swap-horizontal"
    UNFOLD = "mdi6.chevron-right"
    FOLD = "mdi6.chevron-down"
    CASE = "mdi6.briefcase-outline"
    ORGANISATION = "mdi6.office-building-outline"
    CONTACT = "mdi6.card-account-mail-outline"
    EVENT = "mdi6.calendar-star"
    ASSEMBLY = "mdi6.bullhorn-outline"
    SOURCE = "mdi6.book-open-page-variant-outline"
    DOCUMENT = "mdi6.paperclip"
    TASK = "mdi6.checkbox-marked-outline"
    TAG = "mdi6.tag-multiple-outline"
    LARGER = "mdi6.arrow-expand"
    FIND = "mdi6.magnify"
    HELP = "mdi6.help-circle-outline"
    UNDO = "mdi6.undo"
    REDO = "mdi6.redo"
    SAVE = "mdi6.content-save-outline"
    CHECK = "mdi6.shield-check-outline"
    KEY = "mdi6.key-outline"
    COLOURS = "mdi6.theme-light-dark"
    KEYBOARD = "mdi6.keyboard-outline"
    MENU = "mdi6.menu"
    ON = "mdi6.check"
    IN_FORCE = "mdi6.lock"
    NOT_BEGUN = "mdi6.clock-start"
    NOT_KNOWN = "mdi6.help-circle"
    ENDED = "mdi6.lock-open-variant-outline"
    FREE = "mdi6.walk"
    HELD = "mdi6.gate"
    AWAY = "mdi6.airplane"
    DEAD = "mdi6.candle"
    UNSENT = "mdi6.email-edit-outline"
    WAITING = "mdi6.timer-sand"
    OVERDUE = "mdi6.alert-circle"
    DONE = "mdi6.check-circle-outline"
    RECEIVED = "mdi6.email-arrow-left-outline"
    TO_DO = "mdi6.circle-outline"
    GOING_ON = "mdi6.gavel"
    MISSING = "mdi6.minus-circle-outline"


def icon(meaning: Icon, colour: str) -> QIcon:
    """The icon of that meaning in one colour (`#rrggbb`)."""
    import qtawesome

    made: QIcon = qtawesome.icon(meaning.value, color=colour)
    return made
