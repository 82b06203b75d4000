"""What an office does with its vault as a whole: choose and change the passphrase, back up, check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzcase.errors import KzcaseError
from kzcase.history import rebuild as rebuilding
from kzcase.progress import Progress, quiet
from kzcase.services import derived, documents
from kzcase.services.office import Office
from kzcase.vault import aside, backup, passphrase, recovery
from kzcase.vault.aside import Exchanged
from kzcase.vault.check import check_file
from kzcase.vault.failures import Damaged
from kzcase.vault.mirror import Mirror
from kzcase.vault.recovery import RecoverySheet

ENOUGH = 3
WORDS = 6


@dataclass(frozen=True, slots=True)
class Judgement:
    """How hard a passphrase is to guess: `score` 0 to 4, a word for it, advice, and whether it is enough."""

    score: int
    words: str
    advice: str
    enough: bool


def strength(secret: str, known: tuple[str, ...] = ()) -> Judgement:
    """Judge a passphrase while it is typed; `known` are words an attacker would try first."""
    judged = passphrase.strength(secret, known)
    return Judgement(judged.score, judged.words, judged.advice, judged.score >= ENOUGH)


def suggest_passphrase(words: int = WORDS) -> str:
    """A passphrase of random words, easier to keep in mind than letters and harder to guess."""
    return passphrase.suggest_words(words)


def change_passphrase(path: Path, old: str, new: str, *, progress: Progress | None = None) -> str:
    """Give a closed vault a new passphrase; returns what to say about old sheets and backups."""
    if not strength(new).enough:
        raise KzcaseError(
            "The new passphrase is too easy to guess.",
            safe="Nothing was changed.",
            remedy=f"For example: {suggest_passphrase()}",
        )
    changed = passphrase.change(path, old, new, progress or quiet())
    told = ["The vault opens with the new passphrase now. Print a new recovery sheet and make a new backup."]
    for copy in changed.old_copies:
        what = "A recovery sheet" if copy.what == "sheet" else f"The backup {copy.place}"
        told.append(f"{what} of {copy.made_on} still opens with the old one.")
    told.append(f"The old file is kept as {changed.old_file} until the vault has been unlocked once.")
    return "\n".join(told)


def recovery_sheet(office: Office) -> RecoverySheet:
    """The words that open this vault and its backups until the passphrase changes."""
    return recovery.sheet(office.vault)


def recovery_text(office: Office) -> str:
    """The recovery sheet as text to print: words numbered, in columns."""
    sheet = recovery_sheet(office)
    lines = [
        f"kzcase recovery sheet     vault {sheet.short_id}     {sheet.date}",
        "",
        "Keep this on paper, away from the laptop. Whoever has it can open the vault",
        "and its backups until the passphrase is changed.",
        "",
        *_numbered(sheet.words),
        "",
        "Only if the first bytes of the file are damaged:",
        "",
        *_numbered(sheet.salt_words),
    ]
    return "\n".join(lines)


def _numbered(words: tuple[str, ...], columns: int = 4) -> list[str]:
    cells = [f"{number:2} {word:10}" for number, word in enumerate(words, start=1)]
    return ["  ".join(cells[i : i + columns]).rstrip() for i in range(0, len(cells), columns)]


def words_of_sheet(text: str) -> tuple[str, str]:
    """The 24 and the 12 words (or "") in a sheet as it was printed, or in words typed one after another.

    Whether they are the right ones is told when they are used.
    """
    words = re.findall(r"\d+[ .)]+([a-z]+)", text.lower()) or re.findall(r"[a-z]+", text.lower())
    return " ".join(words[: recovery.KEY_WORDS]), " ".join(words[recovery.KEY_WORDS :])


def open_with_sheet(
    path: Path, words: str, salt_words: str = "", *, progress: Progress | None = None
) -> Office:
    """Open a vault with the words of its recovery sheet."""
    return Office.of(recovery.open_with(path, words, salt_words, progress=progress), progress)


def back_up(office: Office, folder: Path | None = None, *, progress: Progress | None = None) -> Path:
    """Write a backup beside the vault or into a folder, and read it back."""
    place = folder if folder is not None else office.path.parent
    return backup.backup(office.vault, place, progress or quiet())


def restore(source: Path, secret: str, target: Path, *, progress: Progress | None = None) -> Path:
    """Take a backup back as a vault at a free name; an existing file is never replaced."""
    return backup.restore(source, secret, target, progress or quiet())


def restore_in_place(
    path: Path, source: Path, secret: str, *, uuid: str | None = None, progress: Progress | None = None
) -> Exchanged:
    """Take a backup back in the place of a closed vault, which is kept aside; raises as `put_in_place`.

    That it is older than what was there is known, and told no more.
    """
    done = aside.put_in_place(path, source, secret, uuid, progress or quiet())
    Mirror(done.contents.uuid).write(done.contents.commits)
    return done


def keep_aside(path: Path, folder: Path | None = None, *, progress: Progress | None = None) -> Path:
    """Copy a closed vault, damaged or not, as it is; the copy's path. Raises as the vault's `keep_aside`."""
    return aside.keep_aside(path, folder, progress or quiet())


def pages_seen_damaged(office: Office) -> int:
    """How many of the few pages that were looked at when the vault was opened are damaged."""
    return len(office.vault.damage)


def is_damage(error: BaseException) -> bool:
    """Whether a failure says that bytes of the vault's file have changed or are missing."""
    return isinstance(error, Damaged)


def older_than_before(office: Office) -> str:
    """That the vault is older than when this computer last used it, in words; "" if it is not."""
    missing = office.missing_units
    if not missing:
        return ""
    name = office.path.name
    units = "1 saved unit of work is" if missing == 1 else f"At least {missing} saved units of work are"
    return (
        f"This vault is older than when it was last used on this computer. {units} missing: a side file was "
        "lost, or an older copy was put in its place. What is in it is whole, and nothing was changed. Look "
        f"for {name}-wal beside the place where the vault was, or for a newer backup, before you write on."
    )


def info(office: Office) -> dict[str, Any]:
    """The vault's facts about itself as plain values."""
    known = office.vault.info()
    return {
        "path": str(known.path),
        "vault": known.id,
        "created": known.created,
        "profile": known.profile,
        "size": known.size,
        "schema": known.schema,
        "app_version": known.app_version,
        "commits": known.commits,
    }


def check(office: Office, *, rebuild: bool = False, progress: Progress | None = None) -> dict[str, Any]:
    """Check the file and history; with `rebuild` also every table against a fresh fold.

    The result has the shape of `check --json`.
    """
    watched = progress or quiet()
    problems = list(check_file(office.vault, watched))
    with office.read() as session:
        found = rebuilding.check(session, watched, tables=rebuild)
        problems += found.problems
        problems += documents.lost(session)
        if rebuild:
            problems += derived.problems(session.connection(), watched)
    return {
        "ok": not problems,
        "problems": problems,
        "records": found.records,
        "revisions": found.revisions,
        "state": found.state,
        "unknown": found.unknown,
    }
