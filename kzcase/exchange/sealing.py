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
from kzcase.exchange.casefile.failures import (
    CaseFileError,
    DamagedFile,
    FileTooLarge,
    NewerFile,
    NotACaseFile,
    NotForYou,
    PassphraseNeeded,
    TooMuchWork,
    WrongFilePassphrase,
)
from kzcase.progress import Progress, quiet
from kzcase.services import colleagues
from kzcase.services.office import Office

SUFFIX = ".age"
SHORTEST = 12
"""Letters of a passphrase at least: it may be tried for years by whoever holds the file."""
LARGEST = 1 << 28
"""Bytes of a paper: it is opened in memory."""
_MOST_AROUND = 1 << 24
"""Bytes that age adds to those at most: its header, and 16 for every 64 KB."""
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


@dataclass(frozen=True, slots=True)
class Paper:
    """A sealed paper that was opened: its name without the seal, and its bytes, in memory only."""

    name: str
    data: bytes = field(repr=False)
    by_passphrase: bool

    @property
    def form(self) -> str:
        """What it is, judged by its bytes: `pdf`, `html`, `txt`, or "" for something else."""
        if b"%PDF-" in self.data[:1024]:
            return "pdf"
        beginning = self.data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        if beginning.startswith((b"<!doctype html", b"<html")):
            return "html"
        try:
            text = self.data.decode("utf-8")
        except UnicodeDecodeError:
            return ""
        return "" if "\0" in text else "txt"


class HoldsCaseFile(KzcaseError):
    """A sealed file holds a case file and no paper."""

    def __init__(self) -> None:
        super().__init__(
            "This is a case file and no paper.",
            safe="Nothing was written.",
            remedy="Look at it with `kzcase import VAULT FILE --plan`, or on the page Exchange.",
        )


def is_paper(path: Path) -> bool:
    """Whether a file looks like a sealed paper: by its beginning and its name."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device may never end
            return False
        with path.open("rb") as file:
            start = file.read(len(envelope.MAGIC))
    except OSError:
        start = b""
    return start == envelope.MAGIC and path.suffix.lower() == SUFFIX


def opened(
    office: Office, source: Path, passphrase: str | None = None, progress: Progress | None = None
) -> Paper:
    """Open a sealed paper in memory; nothing is written anywhere.

    Raises kinds of `CaseFileError` in the words of papers if it is none, is damaged, larger than a
    paper or for somebody else, `NotFound`, `HoldsCaseFile`, `Cancelled`.
    """
    with office.read() as session:
        identities = colleagues.identities(session)
    inside = _Limited()
    try:
        if source.stat().st_size > LARGEST + _MOST_AROUND:
            raise _too_large()
        with source.open("rb") as file:
            by_passphrase = envelope.decrypt(file, inside, identities, passphrase, progress or quiet())
    except OSError as error:
        raise NotFound(f"The file cannot be read: {source}.", safe="Nothing was written.") from error
    except CaseFileError as error:
        if type(error) in _TOLD:
            error.what, error.remedy = _TOLD[type(error)]
            error.args = (error.sentence,)
        raise
    data = inside.getvalue()
    if data.startswith(_ZIP):
        raise HoldsCaseFile
    named = source.with_suffix("") if source.suffix.lower() == SUFFIX else source
    return Paper(named.name, data, by_passphrase)


def save(paper: Paper, out: Path) -> None:
    """Write an opened paper outside the vault, where nothing protects it; whole or not at all.

    Raises `Unwritable`.
    """
    try:
        with wholefile.writing(out) as target:
            target.write(paper.data)
    except OSError as error:
        raise Unwritable.from_os(error, out.name, safe="No paper was written.") from error


def unseal(
    office: Office, source: Path, out: Path, passphrase: str | None = None, progress: Progress | None = None
) -> int:
    """Open a sealed paper into a file, whole or not at all; the number of its bytes.

    Raises as `opened` and `save`, and `KzcaseError` for one file's two names.
    """
    if out.exists() and source.exists() and out.samefile(source):
        raise KzcaseError(
            "The open paper would take the place of the sealed one.",
            safe="Nothing was written.",
            remedy="Choose another name for it.",
        )
    paper = opened(office, source, passphrase, progress)
    save(paper, out)
    return len(paper.data)


_ASK = "Ask the sender for the paper again."
_TOLD: Mapping[type[CaseFileError], tuple[str, str]] = {
    NotACaseFile: ("This is not a sealed paper.", "Choose a file that ends in .age."),
    DamagedFile: ("The sealed paper is damaged: it was cut short or changed on its way.", _ASK),
    NewerFile: ("The paper was sealed by a newer program.", "Install the newer kzcase."),
    NotForYou: (
        "This paper is not sealed for anyone who writes here, or its beginning is damaged.",
        "Give the sender your contact card and ask for a paper that is sealed for you.",
    ),
    PassphraseNeeded: (
        "This sealed paper opens with a passphrase of its own.",
        "Ask the sender for the passphrase.",
    ),
    WrongFilePassphrase: (
        "This passphrase does not open the sealed paper.",
        "Check the keyboard layout and ask the sender. If it is right, the paper is damaged.",
    ),
    TooMuchWork: (
        "This sealed paper asks for more work to open than kzcase does for a passphrase.",
        "Ask the sender to seal it with kzcase, or for your key.",
    ),
}
"""What is said of a paper where the words of a case file would be wrong: what happened, what to do."""


def _too_large() -> FileTooLarge:
    return FileTooLarge("The sealed file holds more than a paper does.")


class _Limited(BytesIO):
    """Memory that takes so many bytes and no more."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write on; raises `FileTooLarge`."""
        if self.tell() + len(data) > LARGEST:
            raise _too_large()
        return super().write(data)
