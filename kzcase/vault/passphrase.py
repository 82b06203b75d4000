"""Judges, suggests and changes passphrases.

A change never re-encrypts in place: the salt stands in the main file while
new pages would stand in the log, and a kill between them leaves a file nobody
can open. The vault is copied under a new secret, the copy checked, and the two
change names in one step; the old file stays beside it until the new one has
been unlocked once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kzcase.errors import KzcaseError, Unwritable
from kzcase.progress import Progress, quiet
from kzcase.vault import backup, files, keys, meta, pages
from kzcase.vault.connection import Connector, Doors, translated
from kzcase.vault.failures import Damaged
from kzcase.vault.keys import Profile, Secret
from kzcase.vault.lockfile import InstanceLock
from kzcase.vault.vault import Vault, real

STEPS = ("opened", "copied", "noted", "checked", "closed", "kept", "swapped")
"""The steps of a change, as `at_step` hears of them, in order."""

CYRILLIC_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
ON_LATIN_KEYS = str.maketrans(CYRILLIC_KEYS + CYRILLIC_KEYS.upper(), LATIN_KEYS + LATIN_KEYS.upper())

WORDS = ("Guessed at once", "Easily guessed", "Weak", "Good", "Strong")


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to guess: `score` 0 to 4, `words` for it, `advice` in a sentence or ""."""

    score: int
    words: str
    advice: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A passphrase was changed: what still opens with the old one, and where the old file waits."""

    old_copies: tuple[meta.Copy, ...]
    old_file: Path


def strength(passphrase: str, known: tuple[str, ...] = ()) -> Strength:
    """Judge a passphrase; `known` are words an attacker would try first (a name, an office).

    A Cyrillic one is also judged as the Latin keys it is typed with, because
    lists of common passwords hold those.
    """
    from zxcvbn import zxcvbn

    if not passphrase:
        return Strength(0, WORDS[0], "Choose a few words.")
    forms = {passphrase[:72], passphrase[:72].translate(ON_LATIN_KEYS)}
    judged = min(
        (zxcvbn(form, user_inputs=list(known)) for form in sorted(forms)),
        key=lambda result: float(result["guesses"]),
    )
    score = int(judged["score"])
    feedback = judged["feedback"]
    advice = [feedback["warning"], *feedback["suggestions"]] if score < 3 else []
    return Strength(score, WORDS[score], " ".join(part.rstrip(".") + "." for part in advice if part))


def suggest_words(count: int = 6) -> str:
    """Random words to take as a passphrase, 11 bits each (the English list of BIP 39)."""
    from mnemonic import Mnemonic

    words = Mnemonic("english").wordlist
    return " ".join(secrets.choice(words) for _ in range(count))


def change(
    path: Path,
    old: str,
    new: str,
    progress: Progress | None = None,
    *,
    profile: Profile | None = None,
    at_step: Callable[[str], None] | None = None,
) -> Changed:
    """Give a closed vault a new passphrase; it must be unlocked with it afterwards.

    Whatever ends this early leaves a vault that opens with the old or the new
    passphrase. `at_step` is told each of `STEPS` once it is done. Raises what
    opening a vault raises, and `Unwritable`; then the old passphrase holds.
    """
    progress = progress or quiet()

    def find(at: Path) -> Secret:
        return pages.unlock(at, old, progress)

    return change_with(path, find, new, progress, profile=profile, at_step=at_step)


def change_with(
    path: Path,
    find: Callable[[Path], Secret],
    new: str,
    progress: Progress | None = None,
    *,
    profile: Profile | None = None,
    at_step: Callable[[str], None] | None = None,
) -> Changed:
    """Give a closed vault a new passphrase when its secret is known by other means (a recovery sheet)."""
    progress = progress or quiet()
    done = at_step or _unwatched
    path = real(path)
    copy, aside = files.side_file(path, "-new"), files.side_file(path, "-old")
    vault = Vault.open_with(path, find, progress=progress)
    try:
        if aside.exists():
            raise KzcaseError(
                f"An earlier copy of the vault lies beside it: {aside}.",
                safe="Nothing was changed.",
                remedy="Move it to a safe place, then change the passphrase.",
            )
        progress.step("Deriving the new key")
        secret = keys.new_secret(new, profile)
        done("opened")
        old_secret = vault.secret
        _copy(vault, copy, secret, progress, done)
        with vault.read() as session:
            old_copies = tuple(one for one in meta.copies(session) if one.secret == old_secret.name)
        lock = vault.close_keeping_lock()
    except BaseException:
        try:
            vault.close()
        finally:
            files.remove(copy)
        raise
    with lock:
        _swap(path, copy, aside, done)
    return Changed(old_copies, aside)


def take_back(path: Path, old: str, progress: Progress | None = None) -> Path:
    """Go back to the old passphrase while the new one has never been used (it was forgotten).

    The vault with the new passphrase is kept beside it; its path is returned.
    Raises `NotFound` if no old file waits, and what opening a vault raises.
    """
    path = real(path)
    aside = files.side_file(path, "-old")
    pages.require_file(aside)
    with InstanceLock(path):
        backup.verify(aside, pages.unlock(aside, old, progress), progress)
        kept = files.side_file(path, "-unopened")
        files.keep_as(path, kept)
        files.move(aside, path)
    return kept


def _copy(vault: Vault, copy: Path, secret: Secret, progress: Progress, done: Callable[[str], None]) -> None:
    """Make the file with the new secret, and read all of it back."""
    old_salt = vault.secret.salt
    with vault.driver() as source:
        backup.fill(source, copy, secret, progress)
        wanted = backup.contents(source)
    done("copied")
    doors = Doors(Connector(copy, secret))
    try:
        with translated(copy), doors.writer.begin() as connection:
            meta.write(connection, meta.PREVIOUS_SALT, old_salt.hex())
        doors.checkpoint()
    finally:
        doors.close()
    done("noted")
    there = backup.verify(copy, secret, progress)
    rows = dict(wanted.rows) | {"vault_meta": there.rows["vault_meta"]}
    if (there.uuid, there.commits, there.rows) != (wanted.uuid, wanted.commits, rows):
        raise Damaged("The copy with the new passphrase is not the same.", remedy="Check the disk.")
    files.flush_file(copy)
    done("checked")


def _swap(path: Path, copy: Path, aside: Path, done: Callable[[str], None]) -> None:
    """Put the copy in the vault's place in one step, with the old file kept beside it."""
    try:
        done("closed")
        if files.side_file(path, "-wal").exists():
            # The old log beside the new file would be taken for its own.
            raise Damaged("The old vault could not be closed in order.", remedy="Try again.")
        files.keep_as(path, aside)
        done("kept")
        try:
            files.move(copy, path)
        except Unwritable:
            if pages.look(path).salt == pages.look(aside).salt:
                files.remove(aside)
            raise
    except BaseException:
        files.remove(copy)
        raise
    done("swapped")


def _unwatched(_step: str) -> None:
    """Hear of a step and do nothing."""
