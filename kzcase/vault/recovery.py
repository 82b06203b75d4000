"""The recovery sheet: the key of a vault as words on paper, and the way back from it.

24 words carry the key (32 bytes) and 12 the salt (16 bytes), each with the
checksum of BIP 39. The 12 are needed only if the first bytes of the file are
damaged. A sheet opens the vault and its backups until the passphrase changes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kzcase.errors import Unwritable
from kzcase.progress import Progress
from kzcase.vault import meta, pages
from kzcase.vault.failures import UNTOUCHED, WrongWords
from kzcase.vault.keys import SALT_BYTES, Secret
from kzcase.vault.vault import Vault

KEY_WORDS = 24
SALT_WORDS = 12
WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed: the words, the vault's short id, the date. `repr` keeps the words to itself."""

    words: tuple[str, ...] = field(repr=False)
    salt_words: tuple[str, ...] = field(repr=False)
    short_id: str
    date: str


def sheet(vault: Vault) -> RecoverySheet:
    """The sheet of an open vault; that one was made is remembered inside the vault."""
    secret = vault.secret
    with vault.write() as session:
        meta.note_copy(session, "sheet", secret.name)
    return RecoverySheet(_to_words(secret.key), _to_words(secret.salt), vault.id, meta.today())


def open_with(path: Path, words: str, salt_words: str = "", *, progress: Progress | None = None) -> Vault:
    """Open a vault with the words of its sheet, typed in any case, numbered or not.

    With the 12 words too, damaged first bytes are put right in the file once
    the words have proved them. Raises `WrongWords` and what opening a vault raises.
    """
    return Vault.open_with(path, finder(words, salt_words), progress=progress)


def finder(words: str, salt_words: str = "", *, mend: bool = True) -> Callable[[Path], Secret]:
    """What finds the secret of a file with a sheet (for `open_with`, a new passphrase, a backup).

    Without `mend` the file is left as it is, even if its first bytes are damaged.
    Raises `WrongWords` at once if the words themselves are not right.
    """
    key, salt = read_words(words, salt_words)

    def find(path: Path) -> Secret:
        there = pages.look(path, salt_may_be_damaged=salt is not None).salt
        if pages.fits(path, Secret(key, there)):
            return Secret(key, there)
        if salt is None or not pages.fits(path, Secret(key, salt)):
            raise do_not_open(salt is None)
        secret = Secret(key, salt)
        if mend:
            _mend(path, salt)
        return secret

    return find


def read_words(words: str, salt_words: str = "") -> tuple[bytes, bytes | None]:
    """The key and, if its words were given, the salt of a sheet; raises `WrongWords`."""
    return (
        _from_words(words, KEY_WORDS),
        _from_words(salt_words, SALT_WORDS) if salt_words.strip() else None,
    )


def _mend(path: Path, salt: bytes) -> None:
    """Write the proved salt back over the first 16 bytes, which lie within one sector of the disk."""
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.write(handle, salt)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def _to_words(secret: bytes) -> tuple[str, ...]:
    from mnemonic import Mnemonic

    return tuple(Mnemonic("english").to_mnemonic(secret).split())


def _from_words(typed: str, count: int) -> bytes:
    from mnemonic import Mnemonic

    language = Mnemonic("english")
    found = WORD.findall(typed.lower())
    if len(found) != count:
        raise WrongWords(f"There are {len(found)} words, and the sheet has {count}.", safe=UNTOUCHED)
    words = []
    for number, word in enumerate(found, 1):
        whole = [one for one in language.wordlist if one == word or (len(word) >= 4 and one.startswith(word))]
        if len(whole) != 1 and word not in whole:
            raise WrongWords(
                f"Word {number} is not on the list of recovery words.",
                safe=UNTOUCHED,
                remedy="Compare it with the sheet letter by letter.",
            )
        words.append(word if word in whole else whole[0])
    try:
        secret = bytes(language.to_entropy(words))
    except (ValueError, LookupError):
        raise WrongWords(
            f"The {count} words do not fit together: one of them is another, or two changed places.",
            safe=UNTOUCHED,
            remedy="Compare each with the sheet.",
        ) from None
    assert len(secret) in (SALT_BYTES, 2 * SALT_BYTES)
    return secret


def do_not_open(salt_missing: bool) -> WrongWords:
    """That the words, right as they are, are not of this file."""
    remedy = "The sheet may be of another vault, or older than the last change of the passphrase."
    if salt_missing:
        remedy += (
            " If it is the right one, give its 12 words too: the first bytes of the file may be damaged."
        )
    return WrongWords("These words do not open this file.", safe=UNTOUCHED, remedy=remedy)
