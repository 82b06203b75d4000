"""The outside of a case file: age, to the keys of people or to a passphrase.

A header is read and judged here before anything is decrypted, so that no file
can ask for an hour of work or for all memory.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from kzcase.exchange.casefile import passphrase as by_words
from kzcase.exchange.casefile.failures import (
    DamagedFile,
    NewerFile,
    NotACaseFile,
    NotForYou,
    PassphraseNeeded,
    TooMuchWork,
)
from kzcase.progress import Progress

MAGIC = b"age-encryption.org/"
INTRO = b"age-encryption.org/v1\n"
LARGEST_HEADER = 1 << 16
MOST_STANZAS = 200
STRONGEST_WORK = 19
"""Work factors above this (log2 of scrypt's N) are not tried."""

_STANZA = re.compile(rb"-> [\x21-\x7e]+( [\x21-\x7e]+)*")
_MAC = re.compile(rb"--- [A-Za-z0-9+/]{43}")
_SALT = re.compile(rb"[A-Za-z0-9+/]{22}")


@dataclass(frozen=True, slots=True)
class Header:
    """What the beginning of an age file says: `work` is scrypt's factor, None for a file to keys."""

    work: int | None


def read_header(source: BinaryIO) -> Header:
    """Read and judge the header of an age file; raises kinds of `CaseFileError`."""
    source.seek(0)
    start = source.read(LARGEST_HEADER)
    if not start.startswith(MAGIC):
        raise NotACaseFile
    if not start.startswith(INTRO):
        raise NewerFile if b"\n" in start[:64] else DamagedFile("The beginning of the case file is damaged.")
    stanzas: list[bytes] = []
    for line in start[len(INTRO) :].split(b"\n")[:-1]:
        if line.startswith(b"---"):
            if not _MAC.fullmatch(line):
                break
            return Header(_work(stanzas))
        if line.startswith(b"->"):
            if not _STANZA.fullmatch(line) or len(stanzas) == MOST_STANZAS:
                break
            stanzas.append(line)
        elif not stanzas or len(line) > 64:
            break
    raise DamagedFile("The beginning of the case file is damaged.")


def _work(stanzas: Sequence[bytes]) -> int | None:
    scrypt = [line.split(b" ") for line in stanzas if line.startswith(b"-> scrypt ")]
    if not scrypt:
        return None
    if len(stanzas) != 1 or len(scrypt[0]) != 4 or not _SALT.fullmatch(scrypt[0][2]):
        raise DamagedFile("The beginning of the case file is damaged.")
    factor = scrypt[0][3]
    if not re.fullmatch(rb"[1-9][0-9]?", factor):
        raise DamagedFile("The beginning of the case file is damaged.")
    if int(factor) > STRONGEST_WORK:
        raise TooMuchWork
    return int(factor)


def encrypt(source: BinaryIO, target: BinaryIO, recipients: Sequence[str], progress: Progress) -> None:
    """Encrypt to age keys, piece by piece."""
    import pyrage

    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    reader, writer = _Watched(source, progress, "Encrypting"), _Kept(target)
    try:
        pyrage.encrypt_io(reader, writer, keys)
    except pyrage.EncryptError as error:
        # What was raised on either side comes out as text only.
        raise reader.fault or writer.fault or error from None


def decrypt(
    source: BinaryIO, target: Any, identities: Sequence[str], passphrase: str | None, progress: Progress
) -> bool:
    """Decrypt into `target`, of which nothing may be believed before this returns; True if by passphrase.

    Raises `NotForYou`, `PassphraseNeeded`, `WrongFilePassphrase`, `TooMuchWork`, `DamagedFile`.
    """
    import pyrage

    header = read_header(source)
    source.seek(0)
    if header.work is not None:
        if passphrase is None:
            raise PassphraseNeeded
        by_words.decrypt(source, target, passphrase, progress)
        return True
    reader, writer = _Watched(source, progress, "Opening the case file"), _Kept(target)
    try:
        keys = [pyrage.x25519.Identity.from_str(one) for one in identities]
        pyrage.decrypt_io(reader, writer, keys)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotForYou from None
        raise reader.fault or writer.fault or _damaged() from None
    except OSError:
        raise reader.fault or writer.fault or _damaged() from None
    return False


def _damaged() -> DamagedFile:
    return DamagedFile("The case file is damaged: it was cut short or changed on its way.")


class _Kept:
    """A target that remembers what was raised by writing to it."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.fault: Exception | None = None

    def write(self, data: bytes) -> int:
        """Write on."""
        try:
            return self._target.write(data)
        except Exception as error:
            self.fault = error
            raise

    def flush(self) -> None:
        """Nothing is held back."""


class _Watched:
    """A source that tells how far it was read, notices a cancel, and remembers what was raised."""

    def __init__(self, source: BinaryIO, progress: Progress, what: str) -> None:
        self._source = source
        self._progress = progress
        self._what = what
        self._done = 0
        self.fault: Exception | None = None
        source.seek(0, 2)
        self._total = source.tell()
        source.seek(0)

    def read(self, count: int = -1) -> bytes:
        """Read on."""
        try:
            data = self._source.read(count)
            if not self._done or self._done >> 20 != (self._done + len(data)) >> 20:
                self._progress.step(self._what, self._done, self._total)
        except Exception as error:
            self.fault = error
            raise
        self._done += len(data)
        return data
