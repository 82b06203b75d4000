"""What an empty list says of what belongs there, and of what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

WORDS: Mapping[str, str] = {
    "person": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "Nobody is written down yet.\n"
            "Press Ctrl+N for a person, or “New case” to put a whole case in as it is told.",
        )
    ),
    "restriction": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No restrictions yet: bans, restriction of freedom, supervision, travel pledges.\n"
            "Press Ctrl+N, or add one on the page of its person.",
        )
    ),
    "prosecution": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No prosecutions yet: criminal and administrative cases against a person.\n"
            "Press Ctrl+N, or add one on the page of its person.",
        )
    ),
    "letter": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No letters yet.\n"
            "Press Ctrl+N and say when a reply is due: those that are never answered show on Today.",
        )
    ),
    "case": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No cases yet. A case holds together people who are pursued for the same thing.\n"
            "Press Ctrl+N to write down the first.",
        )
    ),
    "organisation": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No organisations yet: courts, ministries, police, unions, newspapers.\n"
            "They can be made here with Ctrl+N, or inside any form that asks for one.",
        )
    ),
    "contact": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No contacts yet: desk officers, mandates, colleagues whom the office writes to.\n"
            "Press Ctrl+N to write down the first.",
        )
    ),
    "event": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No events yet: searches, summonses, dismissals, threats, whatever was done to somebody.\n"
            "Press Ctrl+N, or add one on the page of its person.",
        )
    ),
    "assembly": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No assemblies yet: notices of rallies and marches, how they were answered, who was detained.\n"
            "Press Ctrl+N to write down the first.",
        )
    ),
    "source": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No sources yet: articles, verdicts, interviews on which what is written here rests.\n"
            "Press Ctrl+N, or cite one inside a form.",
        )
    ),
    "document": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "No documents yet.\nPress Ctrl+N to take a file into the vault: a verdict, a photograph.",
        )
    ),
    "task": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "Nothing to do is written down.\nPress Ctrl+N: a task with a day shows on Today when it is due.",
        )
    ),
    "paper_out": str(
        QT_TRANSLATE_NOOP(
            "EmptyList",
            "Nothing was handed out yet.\n"
            "Every paper that is exported is entered here: what went to whom, when, and on which consents.",
        )
    ),
}


def empty_words(kind: str, plural: str) -> str:
    """What the empty list of a kind says, in the window's language."""
    if kind in WORDS:
        return QCoreApplication.translate("EmptyList", WORDS[kind])
    said = QCoreApplication.translate("EmptyList", "No {0} yet.\nPress Ctrl+N to write down the first.")
    return said.format(plural)
