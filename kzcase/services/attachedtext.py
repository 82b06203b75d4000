"""Makes the words of attached files searchable: one file at a time, when nobody waits for anything else.

A file is read in a process of its own (`kzcase.search.extract`), with no unit
of work open, and what was read is kept in the vault in one short write. The
words go when the file's bytes go.
"""

from __future__ import annotations

from dataclasses import dataclass

from kzcase.errors import KzcaseError
from kzcase.progress import Progress, quiet
from kzcase.search import pages
from kzcase.search.extract import LARGEST, Extracted, State, extract
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.vault import blobs

__all__ = ["Told", "Waiting", "catch_up", "keep", "read_next", "told"]

MOST_AT_ONCE = 200

WORDS = {
    "en": {
        State.TEXT: "its words can be searched",
        State.CUT: "the words of its first pages can be searched; the rest could not be read",
        State.NO_TEXT: "no words were found in it: it looks like a scan",
        State.LOCKED: "it asks for a password of its own, so its words cannot be searched",
        State.UNREADABLE: "it could not be read, so its words cannot be searched",
        State.OTHER: "it holds no words that could be searched",
        State.TOO_LARGE: "it is too large for its words to be read",
        None: "its words have not been read yet",
    },
    "ru": {
        State.TEXT: "по его словам можно искать",
        State.CUT: "искать можно по словам первых страниц; остальное прочесть не удалось",
        State.NO_TEXT: "слов в нём не нашлось: похоже на скан",
        State.LOCKED: "он закрыт своим паролем, искать по его словам нельзя",
        State.UNREADABLE: "прочесть его не удалось, искать по его словам нельзя",
        State.OTHER: "в нём нет слов, по которым можно искать",
        State.TOO_LARGE: "он слишком велик, слова не прочитаны",
        None: "его слова ещё не прочитаны",
    },
    "kk": {
        State.TEXT: "оның сөздері бойынша іздеуге болады",
        State.CUT: "алғашқы беттерінің сөздері бойынша іздеуге болады; қалғаны оқылмады",
        State.NO_TEXT: "одан сөз табылмады: скан болуы мүмкін",
        State.LOCKED: "өз құпиясөзі бар, сөздері бойынша іздеуге болмайды",
        State.UNREADABLE: "оқылмады, сөздері бойынша іздеуге болмайды",
        State.OTHER: "онда іздейтін сөз жоқ",
        State.TOO_LARGE: "тым үлкен, сөздері оқылмады",
        None: "сөздері әлі оқылған жоқ",
    },
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was read and is to be kept."""

    sha256: str
    read: Extracted


@dataclass(frozen=True, slots=True)
class Told:
    """What came of reading a document's file (None: not read yet), its pages, and that in words."""

    state: State | None
    pages: int
    words: str


def read_next(office: Office, progress: Progress | None = None) -> Waiting | None:
    """Read one file that has not been read; None if there is none. Writes nothing.

    Raises `Cancelled`.
    """
    with office.read() as session:
        sha256 = pages.waiting(session.connection())
        if not sha256:
            return None
        if blobs.size(session, sha256) > LARGEST:
            return Waiting(sha256, Extracted(State.TOO_LARGE))
        try:
            data = blobs.read(session, sha256)
        except KzcaseError:  # damaged: `check` says so, and the search goes on
            return Waiting(sha256, Extracted(State.UNREADABLE))
    return Waiting(sha256, extract(data, progress or quiet()))


def keep(office: Office, waiting: Waiting) -> None:
    """Keep what was read, if the file is still there."""
    with office.vault.write() as session:
        pages.put(session.connection(), waiting.sha256, waiting.read)


def catch_up(office: Office, progress: Progress | None = None, most: int = MOST_AT_ONCE) -> int:
    """Read the files that wait, one after the other; returns how many were read."""
    for number in range(most):
        waiting = read_next(office, progress)
        if waiting is None:
            return number
        keep(office, waiting)
    return most


def told(office: Office, document: str, language: str = "en") -> Told:
    """What can be searched of a document's file."""
    sha256 = records.view(office, document).fields.get("file")
    with office.read() as session:
        found = pages.state(session.connection(), str(sha256)) if sha256 else None
    state, number = found or (None, 0)
    words = WORDS.get(language, WORDS["en"])[state]
    return Told(state, number, words)
