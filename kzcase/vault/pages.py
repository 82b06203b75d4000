"""Reads a vault's pages without a database: tells a wrong passphrase from damage, and names other files.

SQLCipher 4 as shipped: pages of 4096 bytes, each ending in 80 reserved ones:
the initialisation vector (16) and an HMAC-SHA512 (64) over the encrypted
bytes, the vector and the page's number. One page whose HMAC fits proves the
key. Only for files that no connection of this process has open: closing a file
drops this process's locks on it, the database's included.
"""

from __future__ import annotations

import hashlib
import hmac
import random
import stat
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kzcase.errors import NotFound, Unwritable
from kzcase.progress import Progress, quiet
from kzcase.vault import files
from kzcase.vault.failures import Damaged, NewerVault, NotAVault, WrongPassphrase
from kzcase.vault.keys import PROFILES, SALT_BYTES, Secret, derive

PAGE = 4096
RESERVE = 80
HMAC_BYTES = 64
SAMPLE = 64
GLANCE = 16
NEVER_USED = 0x40000000 // PAGE + 1  # where SQLite keeps its file locks: no page is ever stored there
LAST_PROFILE_BYTE = 31  # numbers a later version may use; anything above is another file

KNOWN_FILES: tuple[tuple[bytes, str], ...] = (
    (b"age-encryption.o", "a case file or another file encrypted with age"),
    (b"-----BEGIN AGE", "a file encrypted with age"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP, Word or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"\x03\xd9\xa2\x9a", "a password store (KeePass)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"{", "a file of records or another text file"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a file shows to someone without its key."""

    salt: bytes
    size: int
    whole: bool  # no write-ahead log with content lies beside it

    @property
    def pages(self) -> int:
        """How many full pages the file has."""
        return self.size // PAGE


def require_file(path: Path) -> None:
    """Say by name if there is no file, without opening it; raises `NotFound`, `NotAVault` or `Unwritable`."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"There is no file here: {path}.", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    if stat.S_ISDIR(found.st_mode):
        raise NotAVault(f"This is a folder, not a vault: {path}.")
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device may never end
        raise NotAVault(f"This is a pipe or a device, not a vault: {path}.")


def look(path: Path, *, salt_may_be_damaged: bool = False) -> Look:
    """What a file is, as far as anyone can see; refuses by name what can be no vault.

    Raises `NotFound`, `NotAVault`, `NewerVault`, `Damaged` or `Unwritable`.
    With `salt_may_be_damaged` the first 16 bytes are not judged.
    """
    require_file(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(SALT_BYTES)
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    found = Look(start, size, not files.has_log(path))
    if not salt_may_be_damaged:
        _refuse_other_files(start)
    if size < PAGE:
        raise Damaged(f"The file is cut short: a vault has at least {PAGE} bytes, and this has {size}.")
    if size % PAGE and found.whole:
        raise Damaged(f"The file is cut short: it ends in the middle of page {size // PAGE + 1}.")
    return found


def _refuse_other_files(start: bytes) -> None:
    if not start:
        raise NotAVault(
            "This file is empty: it is no vault, or its content was lost.",
            remedy="Restore the latest backup under another name.",
        )
    if start.startswith(b"SQLite format 3"):
        raise NotAVault("This is an ordinary SQLite database without encryption, not a vault.")
    for magic, name in KNOWN_FILES:
        if start.startswith(magic):
            raise NotAVault(f"This is {name}, not a vault.")
    if start[0] in PROFILES:
        return
    if 0 < start[0] <= LAST_PROFILE_BYTE:
        raise NewerVault
    raise NotAVault(
        "This is not a vault of kzcase, or its first bytes are damaged.",
        remedy="If it was a vault, its recovery sheet opens it: give the 24 words and the 12 words.",
    )


def unlock(path: Path, passphrase: str, progress: Progress | None = None) -> Secret:
    """The proved secret of a file and a passphrase; raises what `look`, `derive` and `prove` raise."""
    salt = look(path).salt
    (progress or quiet()).step("Deriving the key")
    secret = derive(passphrase, salt)
    prove(path, secret)
    return secret


def unlock_raw(path: Path, key: bytes) -> Secret:
    """The proved secret of a file and a key of 32 bytes."""
    secret = Secret(key, look(path).salt)
    prove(path, secret)
    return secret


def prove(path: Path, secret: Secret) -> None:
    """Show that the secret fits this file and that its first page is whole.

    Raises `WrongPassphrase` if no page fits, else `Damaged` for the first
    page or for pages missing at the end. Up to 64 pages are read.
    """
    key = PageKey(secret)
    try:
        with path.open("rb") as file:
            first = file.read(PAGE)
            if not key.fits(first, 1):
                _blame(file, path.stat().st_size // PAGE, key)
            if files.has_log(path):
                return  # the log may hold a later first page
            stated, there = _stated_pages(first, key), path.stat().st_size // PAGE
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    if stated > there:
        raise Damaged(f"The file is cut short: {there} of its {stated} pages are here.")


def fits(path: Path, secret: Secret) -> bool:
    """Whether the secret fits the file's first page."""
    with path.open("rb") as file:
        return PageKey(secret).fits(file.read(PAGE), 1)


def fits_somewhere(path: Path, secret: Secret) -> bool:
    """Whether the secret fits any of some pages spread over the file, the first one or not.

    For what may be damaged anywhere. Raises OSError.
    """
    key, count = PageKey(secret), path.stat().st_size // PAGE
    with path.open("rb") as file:
        return any(key.fits(_page(file, number), number) for number in _spread(count))


def glance(path: Path, secret: Secret, number: int = GLANCE) -> tuple[int, ...]:
    """Which of some pages, others each time, do not fit: what a look of milliseconds can tell of damage.

    The last page is always among them. Only for a file without a log, which may hold newer ones.
    Raises `Unwritable` where the file cannot be read.
    """
    key = PageKey(secret)
    try:
        count = path.stat().st_size // PAGE
        chosen = {*random.sample(range(1, count + 1), min(number, count)), count} - {NEVER_USED}
        with path.open("rb") as file:
            return tuple(one for one in sorted(chosen) if not key.fits(_page(file, one), one))
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def damaged(path: Path, secret: Secret, progress: Progress | None = None) -> list[int]:
    """The numbers of all pages whose HMAC does not fit; a file cut short ends with a bad page."""
    progress = progress or quiet()
    key = PageKey(secret)
    total = -(-path.stat().st_size // PAGE)
    bad = []
    with path.open("rb") as file:
        for number, page in _all_pages(file):
            if number % 4096 == 1:
                progress.step("Checking every page", number - 1, total)
            if number != NEVER_USED and not key.fits(page, number):
                bad.append(number)
        stated = 0 if bad[:1] == [1] else _stated_pages(_page(file, 1), key)
    return bad if stated <= total else [*bad, total + 1]


def _page(file: BinaryIO, number: int) -> bytes:
    file.seek((number - 1) * PAGE)
    return file.read(PAGE)


def _all_pages(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while page := file.read(PAGE):
        number += 1
        yield number, page


def _blame(file: BinaryIO, pages: int, key: PageKey) -> None:
    if any(key.fits(_page(file, number), number) for number in _spread(pages) if number > 1):
        raise Damaged("The passphrase is right, but the first page of the vault is damaged.")
    raise WrongPassphrase(changed_lately=files.side_file(Path(file.name), "-old").exists())


def _spread(pages: int) -> range:
    """The numbers of at most `SAMPLE` pages and one, from the first on."""
    return range(1, pages + 1, max(1, pages // SAMPLE))


class PageKey:
    """Proves and reads single pages of a file; derived once, for many pages."""

    def __init__(self, secret: Secret) -> None:
        masked = bytes(byte ^ 0x3A for byte in secret.salt)
        # The HMAC key of a file's pages, as SQLCipher 4 derives it from the raw key.
        self._mac = hashlib.pbkdf2_hmac("sha512", secret.key, masked, 2, 32)
        self._secret = secret

    def fits(self, page: bytes, number: int) -> bool:
        """Whether a page is whole, stands at its place, and is of this secret."""
        if len(page) != PAGE:
            return False
        message = page[_start(number) : -HMAC_BYTES] + struct.pack("<I", number)
        return hmac.compare_digest(hmac.digest(self._mac, message, "sha512"), page[-HMAC_BYTES:])

    def plain(self, page: bytes, number: int) -> bytes | None:
        """What a page says without its reserve, the salt of the first one kept; None if it does not fit."""
        if not self.fits(page, number):
            return None
        start = _start(number)
        return page[:start] + self.decrypted(page, start, PAGE - RESERVE)

    def decrypted(self, page: bytes, start: int, end: int) -> bytes:
        """Some bytes of a page, in whole blocks from where its encryption begins."""
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        vector = page[PAGE - RESERVE : PAGE - HMAC_BYTES]
        return Cipher(algorithms.AES(self._secret.key), modes.CBC(vector)).decryptor().update(page[start:end])


def _start(number: int) -> int:
    """Where the encryption of a page begins: after the salt in the first one."""
    return SALT_BYTES if number == 1 else 0


def _stated_pages(first: bytes, key: PageKey) -> int:
    """How many pages the file says it has: bytes 28 to 31 of SQLite's header, in page 1's first block."""
    header = key.decrypted(first, SALT_BYTES, SALT_BYTES + 16)
    return int(struct.unpack(">I", header[12:16])[0])
