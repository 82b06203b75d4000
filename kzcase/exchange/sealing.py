"""Seals a paper for sending: an age file that colleagues' keys open, or a passphrase; and opens one.

The inside is the paper itself and nothing else, so that age alone opens it
(`age --decrypt`, https://age-encryption.org/v1) on a machine without kzcase.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from kzcase import wholefile
from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.exchange.casefile import envelope
from kzcase.exchange.casefile import passphrase as by_words
from kzcase.exchange.casefile.failures import FileTooLarge
from kzcase.progress import Progress, quiet
from kzcase.services import colleagues
from kzcase.services.office import Office

SUFFIX = ".age"
SHORTEST = 12
"""Letters of a passphrase at least: it may be tried for years by whoever holds the file."""
LARGEST = 1 << 28
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Seal:
    """For whom a paper is sealed: age keys with their owners' key ids, or whoever has the passphrase."""

    keys: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    passphrase: str | None = field(default=None, repr=False)

    @property
    def told(self) -> Mapping[str, object]:
        """What the register of papers says of it."""
        return {"sealed": list(self.owners) if self.passphrase is None else "passphrase"}

    def close(self, paper: bytes) -> bytes:
        """The paper inside an age file; each time other bytes."""
        source, target = BytesIO(paper), BytesIO()
        if self.passphrase is not None:
            by_words.encrypt(source, target, self.passphrase, len(paper), quiet())
        else:
            envelope.encrypt(source, target, self.keys, quiet())
        return target.getvalue()


def for_contacts(office: Office, contacts: Sequence[str]) -> tuple[Seal, tuple[colleagues.Contact, ...]]:
    """A seal that these contacts (key ids or names) can open, and oneself; with the contacts.

    Raises `NotFound` for an unknown contact.
    """
    with office.read() as session:
        mine = colleagues.own_keys(session)
        known = tuple(colleagues.known(session, one) for one in contacts)
    keys = tuple(dict.fromkeys((mine.age_public, *(one.age for one in known))))
    return Seal(keys, tuple(one.key for one in known)), known


def with_passphrase(passphrase: str) -> Seal:
    """A seal that opens with a passphrase; raises `KzcaseError` if it is too short."""
    if len(passphrase) < SHORTEST:
        raise KzcaseError(
            f"The passphrase of the sealed file is shorter than {SHORTEST} characters.",
            safe="No paper was written.",
            remedy="Choose a longer one, best five words, and tell it by another way than the paper goes.",
        )
    return Seal(passphrase=passphrase)


def unseal(
    office: Office, source: Path, out: Path, passphrase: str | None = None, progress: Progress | None = None
) -> int:
    """Open a sealed paper into a file, whole or not at all; the number of its bytes.

    Raises kinds of `CaseFileError` if it is none, is damaged, or is for
    somebody else, `NotFound`, `Unwritable`, and `KzcaseError` for a case file.
    """
    with office.read() as session:
        identities = colleagues.identities(session)
    opened = _Limited()
    try:
        with source.open("rb") as file:
            envelope.decrypt(file, opened, identities, passphrase, progress or quiet())
    except OSError as error:
        raise NotFound(f"The file cannot be read: {source}.", safe="Nothing was written.") from error
    data = opened.getvalue()
    if data.startswith(_ZIP):
        raise KzcaseError(
            "This is a case file and no paper.",
            safe="Nothing was written.",
            remedy="Look at it with `kzcase import VAULT FILE --plan`, or on the page Exchange.",
        )
    try:
        with wholefile.writing(out) as target:
            target.write(data)
    except OSError as error:
        raise Unwritable.from_os(error, out.name, safe="No paper was written.") from error
    return len(data)


class _Limited(BytesIO):
    """Memory that takes so many bytes and no more."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write on; raises `FileTooLarge`."""
        if self.tell() + len(data) > LARGEST:
            raise FileTooLarge("The sealed file holds more than a paper does.")
        return super().write(data)
