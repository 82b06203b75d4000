"""Looks through a folder: which files of colleagues are new, why others are left alone; changes nothing."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from kzcase.errors import NotFound, Unwritable
from kzcase.exchange.casefile import CaseFileError, Incoming, NotForYou
from kzcase.exchange.folder.names import Sort, copied_export, export_of, part_export, sort_of
from kzcase.progress import Progress, quiet
from kzcase.services import folders
from kzcase.services.folders import Folder
from kzcase.services.office import Office

MOST_AT_ONCE = 60
"""So many files are held open at a time; the others come with the next look."""
MOST_OPENED = 600
"""So many are opened to find them; of more a look takes any, so that none stands behind others for ever."""
MOST_NAMED = 200
"""Of files that are left alone so many are named; the rest are counted."""


class Why(StrEnum):
    """Why a file of a folder is left alone."""

    UNFINISHED = "unfinished"
    COPY = "copy"
    FOREIGN = "foreign"
    NO_FILE = "no_file"
    RENAMED = "renamed"
    UNREADABLE = "unreadable"
    STOPPED = "stopped"
    UNVERIFIED = "unverified"
    REFUSED = "refused"


WORDS = {
    Why.UNFINISHED: "It is still on its way; it will be looked at when it is whole.",
    Why.COPY: "It is a second copy that another program made; the file itself is looked at, or was.",
    Why.FOREIGN: "It was not put here by kzcase; a case file of another name can be taken in by itself.",
    Why.NO_FILE: "It is called like a case file, but is a folder or leads elsewhere; it is not opened.",
    Why.RENAMED: "Its name is not its own: somebody renamed or exchanged it.",
}


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A file of a folder that is left as it is, and why."""

    name: str
    why: Why
    words: str


@dataclass(slots=True)
class Round:
    """What was found in a folder: opened and planned files to be taken in, and what was left alone.

    `own`, `seen` and `others` count files that one wrote oneself, that were
    dealt with before, and that are written to other people; `more` are not
    looked at yet, `unnamed` more are left alone. To be closed.
    """

    folder: Folder
    incoming: tuple[Incoming, ...] = ()
    left_alone: list[LeftAlone] = field(default_factory=list)
    own: int = 0
    seen: int = 0
    others: int = 0
    more: int = 0
    unnamed: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the files that were opened."""
        self._stack.close()

    def keep(self, incoming: Sequence[Incoming]) -> None:
        """Hold files open until the round is closed."""
        self.incoming = tuple(incoming)
        for one in incoming:
            self._stack.callback(one.close)


def look(office: Office, folder: Folder, *, progress: Progress | None = None) -> Round:
    """Look through a folder; files already dealt with are not opened again.

    Raises `NotFound` when the folder cannot be seen, `Unwritable` when there is
    no room beside the vault to open a file, `Cancelled`.
    """
    watched = progress or quiet()
    found = Round(folder)
    candidates: dict[str, Path] = {}
    copies: list[tuple[str, str]] = []
    for name, plain in _names(folder.path):
        if (export := export_of(name)) is not None and plain:
            candidates[export] = folder.path / name
        elif (export := copied_export(name)) is not None and plain:
            copies.append((export, name))
        else:
            _judge_name(found, name)
    with office.read() as session:
        known = folders.states(session, [*candidates, *(export for export, _ in copies)])
    # A program that could not decide may have left only copies; the largest is the likeliest to be whole.
    for export, name in sorted(copies, key=lambda one: (-_size(folder.path / one[1]), one)):
        if export in candidates or export in known:
            _judge_name(found, name)
        else:
            candidates[export] = folder.path / name
    fresh = []
    for export, path in sorted(candidates.items()):
        state = known.get(export)
        if state is None:
            fresh.append((export, path))
        elif state in folders.OWN:
            found.own += 1
        else:
            found.seen += 1
    found.more = max(0, len(fresh) - MOST_OPENED)
    if found.more:
        fresh = sorted(random.sample(fresh, MOST_OPENED))
    _open_all(office, found, fresh, watched)
    return found


def _open_all(office: Office, found: Round, fresh: Sequence[tuple[str, Path]], progress: Progress) -> None:
    """Open files until enough may come; those that somebody must agree to first keep none of these back."""
    coming: list[Incoming] = []
    held: list[Incoming] = []
    try:
        for place, (export, path) in enumerate(fresh):
            if len(coming) == MOST_AT_ONCE:
                found.more += len(fresh) - place
                break
            progress.step("Looking through the folder", place, len(fresh))
            one = _open(office, found, export, path, progress)
            if one is None:
                continue
            among = coming if may_come(one, unverified=False, skip_refused=False) is None else held
            if len(among) < MOST_AT_ONCE:
                among.append(one)
            else:
                one.close()
                found.more += 1
    except BaseException:
        for one in (*coming, *held):
            one.close()
        raise
    found.keep([*coming, *held])


def _names(path: Path) -> Iterator[tuple[str, bool]]:
    """The names in a folder, and of each whether it is a plain file."""
    try:
        with os.scandir(path) as listed:
            found = sorted((one.name, one.is_file(follow_symlinks=False)) for one in listed)
    except OSError as error:
        raise NotFound(
            f"The folder cannot be seen: {path}.",
            safe="Nothing was changed.",
            remedy="Put the stick in, or choose another folder.",
        ) from error
    yield from found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it was there a moment ago
        return 0


def _judge_name(found: Round, name: str) -> None:
    whys = {Sort.UNFINISHED: Why.UNFINISHED, Sort.COPY: Why.COPY, Sort.CASE_FILE: Why.NO_FILE}
    why = whys.get(sort_of(name), Why.FOREIGN)
    if sort_of(name) is not Sort.SYSTEM and part_export(name) is None:
        _leave_alone(found, name, why, WORDS[why])


def _leave_alone(found: Round, name: str, why: Why, words: str) -> None:
    """Name a file that is left alone, without anything in its name that a screen would obey."""
    if len(found.left_alone) == MOST_NAMED:
        found.unnamed += 1
        return
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)
    found.left_alone.append(LeftAlone(shown, why, words))


def _open(office: Office, found: Round, export: str, path: Path, progress: Progress) -> Incoming | None:
    """A file opened and planned, None if it is to be left alone."""
    try:
        size = path.stat().st_size
        one = Incoming.open(office, path, progress=progress)
    except NotForYou:
        found.others += 1
    except (CaseFileError, NotFound) as error:
        why = Why.UNREADABLE
        words = f"{error.what} It may still be on its way; it is looked at again the next time."
        _leave_alone(found, path.name, why, words)
    except OSError:
        pass  # it was there a moment ago: whoever replicates the folder took it away
    else:
        if one.plan.export == export and size:
            return one
        one.close()
        _leave_alone(found, path.name, Why.RENAMED, WORDS[Why.RENAMED])
    return None


def readers_of(one: Incoming, folder: Folder) -> list[str]:
    """The folder's contacts who can open a file, its sender among them."""
    said = one.opened.manifest
    return [
        contact.key
        for contact in folder.contacts
        if contact.key == said.sender.key or said.addresses([contact.age])
    ]


def may_come(one: Incoming, *, unverified: bool, skip_refused: bool) -> LeftAlone | None:
    """None if a file may be taken in as it is, else why not."""
    plan, name = one.plan, one.opened.path.name
    if plan.stops:
        return LeftAlone(name, Why.STOPPED, " ".join(plan.stops))
    if plan.nothing_new and not plan.refused:
        return None
    if not unverified and plan.doubtful:
        return LeftAlone(name, Why.UNVERIFIED, " ".join(plan.warnings))
    if plan.refused and not skip_refused:
        return LeftAlone(name, Why.REFUSED, plan.refused[0][1])
    return None


def assert_reachable(folder: Folder) -> None:
    """Raise `Unwritable` if a folder is not there to be written into."""
    try:
        there = folder.path.is_dir()
    except OSError:
        there = False
    if not there:
        raise Unwritable(
            f"The folder cannot be seen: {folder.path}.",
            safe="No file was written.",
            remedy="Put the stick in, or choose another folder.",
        )
