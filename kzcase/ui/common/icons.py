"""Icons by what they mean, so that a picture is chosen in one place."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QIcon


class Icon(StrEnum):
    """What an icon says; the value is its name in the icon font."""

    PEOPLE = "mdi6.account-multiple-outline"
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


def icon(meaning: Icon, colour: str) -> QIcon:
    """The icon of that meaning in one colour (`#rrggbb`)."""
    import qtawesome

    made: QIcon = qtawesome.icon(meaning.value, color=colour)
    return made
