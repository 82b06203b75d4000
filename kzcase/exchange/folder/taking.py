"""Takes in what colleagues left in a folder: after the same plan as any case file, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kzcase.errors import NotFound
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Choice, Incoming, Outcome
from kzcase.exchange.folder.looking import LeftAlone, Round, may_come, readers_of
from kzcase.exchange.folder.names import copied_export, export_of
from kzcase.progress import Progress
from kzcase.services import folders
from kzcase.services.office import Office


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in from a folder, and which files were left alone, each with its reason."""

    outcomes: tuple[Outcome, ...]
    left_alone: tuple[LeftAlone, ...]


def take(
    office: Office,
    found: Round,
    choice: Choice = Choice(),  # noqa: B008  (frozen)
    *,
    backup: bool = True,
    progress: Progress | None = None,
) -> Taken:
    """Take in what a look found, but for files that nobody agreed to; those are told and stay where they are.

    A file of which something stays out (what would let more be shown) is offered again the next time.
    Raises as `casefile.take`.
    """
    left: list[LeftAlone] = []
    coming: list[Incoming] = []
    for one in found.incoming:
        reason = may_come(one, unverified=choice.unverified, skip_refused=choice.skip_refused)
        if reason is None:
            coming.append(one)
        else:
            left.append(reason)
    outcomes = casefile.take(office, coming, choice, backup=backup, progress=progress) if coming else ()
    note_taken(office, found.folder, coming, choice)
    return Taken(tuple(outcomes), tuple(left))


def pass_over(office: Office, folder: folders.Folder, name: str) -> None:
    """Let a file of a folder be, as a look named it: it is not offered again. Raises `NotFound`."""
    export = export_of(Path(name).name) or copied_export(Path(name).name)
    with office.read() as session:
        known = folders.states(session, [export]) if export else {}
    if export is None or known:
        raise NotFound(
            f"No file of that name waits in the folder: {name}.",
            safe="Nothing was changed.",
            remedy="Files of other names are left alone in any case.",
        )
    folders.note_file(office, folder.id, export, folders.PASSED)


def part_nothing_new(found: Round) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Take out of a round the files that bring nothing new: their export ids, and who can open each."""
    same = [
        one
        for one in found.incoming
        if one.plan.nothing_new and not (one.plan.refused or one.plan.stops or one.plan.widening)
    ]
    found.incoming = tuple(one for one in found.incoming if one not in same)
    found.seen += len(same)
    return tuple((one.plan.export, tuple(readers_of(one, found.folder))) for one in same)


def note_taken(office: Office, folder: folders.Folder, taken: Sequence[Incoming], choice: Choice) -> None:
    """Remember files of a folder that were taken in; not those of which something stayed out."""
    for one in taken:
        if choice.widening or not one.plan.widening:
            folders.note_file(office, folder.id, one.plan.export, folders.TAKEN, readers_of(one, folder))
