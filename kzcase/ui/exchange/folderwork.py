"""What the folder's part of the page does beside the window: looking into it, writing into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kzcase.exchange import folder
from kzcase.exchange.folder import LeftAlone, Sent
from kzcase.progress import Progress
from kzcase.services import colleagues, folders
from kzcase.services.colleagues import Contact
from kzcase.services.folders import Folder
from kzcase.services.office import Office


@dataclass(frozen=True, slots=True)
class Known:
    """The folders that are kept in step, and whom one could write to."""

    folders: tuple[Folder, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Came:
    """A file that waits to be taken in: from whom, when it was written, and how many records of each sort.

    `erasures` are what its sender proposes to erase.
    """

    path: Path
    sender: str
    verified: bool
    created: str
    new: int
    changed: int
    conflict: int
    erasures: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a folder, and how many records would be written into it.

    `same` are files that bring nothing new, with their readers.
    """

    folder: Folder
    came: tuple[Came, ...]
    left_alone: tuple[LeftAlone, ...]
    own: int
    seen: int
    others: int
    more: int
    going: int
    staying: int
    same: tuple[tuple[str, tuple[str, ...]], ...] = ()


def known(office: Office) -> Known:
    """Which folders there are, and which colleagues are verified."""
    verified = tuple(one for one in colleagues.contacts(office) if one.verified)
    return Known(folders.listed(office), verified)


def choose(office: Office, path: Path, contacts: Sequence[str], without: frozenset[str] | None) -> Folder:
    """Keep a folder in step from now on."""
    return folders.choose(office, path, contacts, without=without)


def look(office: Office, place: Folder, progress: Progress) -> Seen:
    """Look into a folder; files that bring nothing new are told apart."""
    with folder.look(office, place, progress=progress) as found:
        same = folder.part_nothing_new(found)
        came = tuple(
            Came(
                one.opened.path,
                one.plan.sender.name,
                one.plan.verified,
                one.plan.created,
                one.plan.counts["new"],
                one.plan.counts["changed"],
                one.plan.counts["conflict"],
                len(one.plan.proposals),
            )
            for one in found.incoming
        )
        going, staying = folder.to_send(office, place, progress=progress)
        return Seen(
            place,
            came,
            tuple(found.left_alone),
            found.own,
            found.seen,
            found.others,
            found.more,
            going,
            staying,
            same,
        )


def note_same(office: Office, seen: Seen) -> None:
    """Remember files that bring nothing new, so that they are not opened again."""
    for export, readers in seen.same:
        folders.note_file(office, seen.folder.id, export, folders.TAKEN, readers)


def send(office: Office, place: Folder, progress: Progress) -> Sent:
    """Write what changed into a folder."""
    return folder.send(office, place, progress=progress)


def pass_over(office: Office, place: Folder, one: Came) -> None:
    """Let a file be that somebody does not want."""
    folder.pass_over(office, place, one.path.name)
