"""Takes a file with records in, all of it or nothing: the first page of an empty vault offers it."""

from __future__ import annotations

from pathlib import Path

from kzcase.errors import InputRefused
from kzcase.progress import Progress
from kzcase.services.office import Office


def take_in(office: Office, path: Path, progress: Progress) -> int:
    """Take in every record of a file; returns how many were new or changed.

    Raises `InputRefused` if any line is bad; then nothing is taken in.
    """
    # Loaded when somebody takes a file in: the window opens without it.
    from kzcase.exchange import recordsfile

    planned = recordsfile.plan(office, (path,), progress=progress)
    if planned.refused:
        raise InputRefused("The file cannot be taken in.", planned.refused)
    recordsfile.apply(office, planned, progress=progress)
    return planned.new + planned.changed
