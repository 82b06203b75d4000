"""Writes again to those who did not answer, and back to those who wrote: one letter, or several drafts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from kzcase.progress import Progress
from kzcase.services import drafts, records
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk

REMINDS, THANKS = "follow_up", "thanks"
"""The keys of the templates that remind of a letter, and that answer one."""


class Chasing(QObject):
    """Begins letters that remind of others."""

    told = Signal(str)
    create_requested = Signal(str, object)
    drafted = Signal(object)
    """Drafts were written (tuple of ids)."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def chase(self, letters: tuple[str, ...]) -> None:
        """Remind of these letters: of one by writing, of several by drafts; one of theirs is answered."""
        if len(letters) == 1:
            job = self._desk.worker.read(partial(preset, self._desk.office, letters[0]))
            job.done.connect(self._begin)
            return
        work = partial(draft_all, self._desk.office, letters, self)
        job = self._desk.worker.long(self.tr("Writing reminders"), work)
        job.done.connect(self._on_drafted)

    def _begin(self, known: Mapping[str, Any]) -> None:
        self.create_requested.emit(drafts.MAILING, known)

    def _on_drafted(self, ids: tuple[str, ...]) -> None:
        self.told.emit(
            self.tr("{0} reminders stand under “Not sent”, each chained to its letter.").format(len(ids))
        )
        self.drafted.emit(ids)


def preset(office: Office, letter: str) -> dict[str, Any]:
    """What is known of a letter that reminds of this one, or answers it if it came from them."""
    fields = records.view(office, letter).fields
    theirs = fields.get("direction") == "in"
    return {
        "addressees": tuple(sorted(fields.get("senders" if theirs else "addressees") or ())),
        "persons": tuple(sorted(fields.get("persons") or ())),
        "cases": tuple(sorted(fields.get("cases") or ())),
        "template": THANKS if theirs else REMINDS,
        "follow_up_of": letter,
    }


def draft_all(
    office: Office, letters: tuple[str, ...], initiator: object, progress: Progress
) -> tuple[str, ...]:
    """A draft that reminds of each letter, all of them in one step or none."""
    # What fills letters in is loaded when somebody writes one.
    from kzcase.letters import chasing

    return chasing.chase(office, letters, progress, initiator)
