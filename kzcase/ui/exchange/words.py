"""What the screens of exchange say of statuses, senders and times, in plain words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from kzcase.exchange.casefile import PlanRecord, SenderView, Status, Trust
from kzcase.services.declarations import kinds
from kzcase.services.display import local_time, show_date
from kzcase.ui.common.icons import Icon
from kzcase.ui.common.text import declared

_STATUS = {
    Status.NEW: str(QT_TRANSLATE_NOOP("Exchange", "New")),
    Status.CHANGED: str(QT_TRANSLATE_NOOP("Exchange", "Changed")),
    Status.CONFLICT: str(QT_TRANSLATE_NOOP("Exchange", "In conflict")),
    Status.SAME: str(QT_TRANSLATE_NOOP("Exchange", "Same")),
    Status.REFUSED: str(QT_TRANSLATE_NOOP("Exchange", "Refused")),
    Status.ERASED: str(QT_TRANSLATE_NOOP("Exchange", "Erased here")),
    Status.UNDONE: str(QT_TRANSLATE_NOOP("Exchange", "Taken back here")),
}
_MEANING = {
    Status.NEW: str(QT_TRANSLATE_NOOP("Exchange", "Not in your vault yet. It will be added.")),
    Status.CHANGED: str(
        QT_TRANSLATE_NOOP(
            "Exchange", "You have it already. Your colleague wrote more on top; what you wrote stays."
        )
    ),
    Status.CONFLICT: str(
        QT_TRANSLATE_NOOP(
            "Exchange",
            "You and somebody else wrote different things without knowing of each other. Both are kept "
            "until someone decides; nothing is lost either way.",
        )
    ),
    Status.SAME: str(QT_TRANSLATE_NOOP("Exchange", "It is here just like this already.")),
    Status.REFUSED: str(QT_TRANSLATE_NOOP("Exchange", "It will not be taken in.")),
    Status.ERASED: str(
        QT_TRANSLATE_NOOP("Exchange", "It was erased in your vault, and stays erased. It will not come back.")
    ),
    Status.UNDONE: str(
        QT_TRANSLATE_NOOP("Exchange", "It came before, and that import was taken back. It stays out.")
    ),
}
ICONS = {
    Status.NEW: Icon.ADD,
    Status.CHANGED: Icon.DRAFT,
    Status.CONFLICT: Icon.WARNING,
    Status.SAME: Icon.ON,
    Status.REFUSED: Icon.MISSING,
    Status.ERASED: Icon.REMOVE,
    Status.UNDONE: Icon.UNDO,
}
_TRUST = {
    Trust.OURS: str(QT_TRANSLATE_NOOP("Exchange", "written in this vault")),
    Trust.VERIFIED: str(QT_TRANSLATE_NOOP("Exchange", "verified: you compared the words of this key")),
    Trust.UNCOMPARED: str(QT_TRANSLATE_NOOP("Exchange", "not verified: the words were never compared")),
    Trust.UNKNOWN: str(QT_TRANSLATE_NOOP("Exchange", "not verified: not among your colleagues")),
}


def tr(words: str) -> str:
    """Marked words in the window's language."""
    return QCoreApplication.translate("Exchange", words)


def status(of: Status) -> str:
    """One word for what happens to a record."""
    return tr(_STATUS[of])


def meaning(of: PlanRecord) -> str:
    """What happens to a record, for somebody who has never merged anything."""
    return tr(_MEANING[of.status])


def named(kind: str, title: str) -> str:
    """A record by its kind and its title; a kind of a newer kzcase has no words here."""
    known = kinds().get(kind)
    return f"{declared(known.label)}: {title}" if known is not None else title


def trusted(sender: SenderView) -> str:
    """Whether it is known who sent a file."""
    return tr(_TRUST[sender.trust])


def moment(stamp: str | None, language: str) -> str:
    """A stored time as the day and minute it was by this laptop's clock; "" for none."""
    if (local := local_time(stamp)) is None:
        return stamp or ""
    return f"{show_date(local.date().isoformat(), language)}, {local:%H:%M}"


def day(stamp: str | None, language: str) -> str:
    """The day of a stored time, by this laptop's clock."""
    return moment(stamp, language).rpartition(", ")[0] or (stamp or "")
