"""Opens a case file: decrypts it into an encrypted staging, and verifies it before anything is believed."""

from __future__ import annotations

import secrets
import shutil
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.exchange import strictjson
from kzcase.exchange.casefile import container, envelope, manifest
from kzcase.exchange.casefile.container import Reader
from kzcase.exchange.casefile.failures import DamagedFile, FileTooLarge
from kzcase.exchange.casefile.manifest import Manifest, Member
from kzcase.exchange.casefile.staging import Staging
from kzcase.history import sign
from kzcase.history.canonical import NotPlain, parse
from kzcase.history.revision import is_id, utc_time
from kzcase.history.sign import BadSignature, Signature
from kzcase.progress import Progress, quiet

RESERVE = 64 << 20
"""Free space (bytes) that must be left on the vault's disk."""

LONGEST_SMALL_LINE = 1 << 16
MOST_TOMBSTONES = 50_000
MOST_AUTHORS = 1_000


class Tombstone(NamedTuple):
    """A colleague's word that a record, or one compartment of it, was erased there."""

    record: str
    compartment: str
    author: str
    public: bytes
    time: str
    signature: bytes


class Proofs:
    """Which revisions a file proves: a short digest of each (id, author) that a valid signature covers.

    The digests are made with a key that nobody can know beforehand: else two ids could be sought, of which
    the one is signed and the other, of the same digest, forged.
    """

    def __init__(self) -> None:
        self._digests = array("Q")
        self._keyed = blake2b(digest_size=8, key=secrets.token_bytes(16))
        self._authors: dict[str, Any] = {}

    def add(self, signature: Signature) -> None:
        """Note what a verified signature covers."""
        ids = signature.ids
        self._digests.extend(
            [self.digest(ids[at : at + 32], signature.author) for at in range(0, len(ids), 32)]
        )

    def settle(self) -> None:
        """To be called when all are there."""
        self._digests = array("Q", sorted(self._digests))

    def __contains__(self, pair: tuple[bytes, str]) -> bool:
        wanted = self.digest(*pair)
        at = bisect_left(self._digests, wanted)
        return at < len(self._digests) and self._digests[at] == wanted

    def digest(self, revision: bytes, author: str) -> int:
        """What is kept of a proven revision; another one each time a file is opened."""
        if (keyed := self._authors.get(author)) is None:
            if len(self._authors) == MOST_AUTHORS:  # a file may name as many as it has revisions
                self._authors.clear()
            keyed = self._authors[author] = self._keyed.copy()
            keyed.update(author.encode())
        made = keyed.copy()
        made.update(revision)
        return int.from_bytes(made.digest(), "big")


class Opened:
    """A verified case file: the manifest, the lines of revisions, signatures, tombstones and documents.

    `sealed`: it was encrypted; `by_passphrase`: with a passphrase.
    Made by `open_file`; to be closed, which removes what was staged.
    """

    def __init__(
        self, path: Path, made: Manifest, sealed: bool, by_passphrase: bool, reader: Reader, stack: ExitStack
    ) -> None:
        self.path = path
        self.manifest = made
        self.by_passphrase = by_passphrase
        self.sealed = sealed
        self.lines: Staging
        self.proofs = Proofs()
        self._signatures: Staging
        self._tombstones: Staging
        self._reader = reader
        self._stack = stack

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget everything."""
        self._stack.close()

    def signatures(self) -> Iterator[Signature]:
        """The writers' signatures, which were verified."""
        self._signatures.seek(0)
        for _, line in container.lines(self._signatures, LONGEST_SMALL_LINE):
            yield _signature(line)

    def tombstones(self) -> Iterator[Tombstone]:
        """The proposals to erase, which were verified."""
        self._tombstones.seek(0)
        for _, line in container.lines(self._tombstones, LONGEST_SMALL_LINE):
            yield _tombstone(line)

    @property
    def documents(self) -> tuple[Member, ...]:
        """The documents' contents that the file holds."""
        return tuple(one for name, one in self.manifest.parts.items() if name.startswith(manifest.BLOBS))

    def document(self, member: Member) -> Any:
        """A document's bytes, to be read once."""
        return self._reader.stream(member)

    # --- opening --------------------------------------------------------------------------------

    def stage(self, folder: Path, progress: Progress) -> None:
        """Unpack and verify every part (called by `open_file`)."""
        empty = Member(manifest.SIGNATURES, 0, "")
        parts = self.manifest.parts
        self.lines = self._unpack(parts[manifest.REVISIONS], folder, progress)
        self._signatures = self._unpack(parts.get(manifest.SIGNATURES, empty), folder, progress)
        self._tombstones = self._unpack(parts.get(manifest.TOMBSTONES, empty), folder, progress)
        known = (manifest.REVISIONS, manifest.SIGNATURES, manifest.TOMBSTONES)
        for name, member in parts.items():
            if name not in known:
                for _ in self._reader.pieces(member, progress, "Verifying the case file"):
                    pass
        self._reader.check_padding()
        for one in self.signatures():
            progress.step("Verifying signatures")
            one.verify()
            self.proofs.add(one)
        self.proofs.settle()
        for count, stone in enumerate(self.tombstones()):
            if count == MOST_TOMBSTONES:
                raise FileTooLarge("The case file proposes to erase more than kzcase takes at once.")
            sign.verify_tombstone(
                stone.public, stone.author, stone.record, stone.compartment, stone.time, stone.signature
            )

    def _unpack(self, member: Member, folder: Path, progress: Progress) -> Staging:
        staged = self._stack.enter_context(Staging(folder))
        if member.sha256:
            for piece in self._reader.pieces(member, progress, "Verifying the case file"):
                staged.write(piece)
        staged.seek(0)
        return staged


def open_file(
    path: Path,
    identities: Sequence[str],
    folder: Path,
    *,
    passphrase: str | None = None,
    progress: Progress | None = None,
) -> Opened:
    """Open and verify a case file: envelope, ZIP, signature, every hash; its revisions are left to the plan.

    `identities` are age secret keys, `folder` is where it is staged, encrypted.
    Raises kinds of `CaseFileError`, `NotFound`, `Unwritable`, `Cancelled`.
    """
    watched = progress or quiet()
    with ExitStack() as stack:
        staged = stack.enter_context(Staging(folder))
        sealed, by_passphrase = _stage(path, staged, identities, folder, passphrase, watched)
        reader = Reader(staged)
        made = manifest.read(*reader.manifest())
        reader.check(made)
        _assert_room(
            folder, sum(one.size for name, one in made.parts.items() if not name.startswith(manifest.BLOBS))
        )
        opened = Opened(path, made, sealed, by_passphrase, reader, stack)
        try:
            opened.stage(folder, watched)
        except BadSignature as error:
            raise DamagedFile(error.what) from None
        except (NotPlain, strictjson.BadJson) as error:
            raise DamagedFile(f"A part of the case file cannot be read. {error.what}") from None
        opened._stack = stack.pop_all()
        return opened


def is_case_file(path: Path) -> bool:
    """Whether a file looks like a case file: by its beginning or, if there is nothing to see, its name."""
    try:
        if path.exists() and not path.is_file():  # reading a pipe or a device may never end
            return False
        with path.open("rb") as file:
            start = file.read(len(envelope.MAGIC))
    except OSError:
        start = b""
    return start == envelope.MAGIC or start.startswith(b"PK\x03\x04") or path.suffix.lower() == ".kzcase"


def _stage(
    path: Path,
    staged: Staging,
    identities: Sequence[str],
    folder: Path,
    passphrase: str | None,
    progress: Progress,
) -> tuple[bool, bool]:
    """Whether the file was encrypted, and with a passphrase."""
    try:
        if not path.is_file():
            raise NotFound(f"There is no such file: {path}.", safe="Nothing was changed.")
        size = path.stat().st_size
        source = path.open("rb")
    except OSError as error:
        raise NotFound(f"The file cannot be read: {path}.", safe="Nothing was changed.") from error
    with source:
        if size > container.LARGEST + (container.LARGEST >> 3):
            raise FileTooLarge("The case file is larger than kzcase takes.")
        _assert_room(folder, size)
        target = _Limited(staged, container.LARGEST)
        try:
            if source.read(4) == b"PK\x03\x04":
                source.seek(0)
                while piece := source.read(container.PIECE):
                    progress.step("Reading the case file")
                    target.write(piece)
                return False, False
            return True, envelope.decrypt(source, target, identities, passphrase, progress)
        except KzcaseError:
            raise
        except OSError as error:
            raise NotFound(f"The file cannot be read: {path}.", safe="Nothing was changed.") from error


class _Limited:
    """A place to write into that takes so many bytes and no more."""

    def __init__(self, target: Staging, largest: int) -> None:
        self._target = target
        self._left = largest

    def write(self, data: bytes) -> int:
        """Write on; raises `FileTooLarge`."""
        self._left -= len(data)
        if self._left < 0:
            raise FileTooLarge("The case file holds more than kzcase takes at once.")
        return self._target.write(data)

    def flush(self) -> None:
        """Nothing is held back."""


def _assert_room(folder: Path, size: int) -> None:
    if shutil.disk_usage(folder).free < size + RESERVE:
        raise Unwritable(
            f"There is not enough free space beside the vault to open the case file: {folder}.",
            safe="Nothing was changed.",
            remedy="Free some space and try again.",
        )


def _signature(line: bytes) -> Signature:
    value = parse(line)
    try:
        if value.keys() != {"author", "ids", "public", "signature"}:
            raise ValueError
        ids, public, word = (bytes.fromhex(value[key]) for key in ("ids", "public", "signature"))
        if type(value["author"]) is not str:
            raise ValueError
    except (TypeError, ValueError, AttributeError):
        raise DamagedFile("A signature in the case file is not as it must be.") from None
    return Signature(value["author"], public, ids, word)


def _tombstone(line: bytes) -> Tombstone:
    value = parse(line)
    try:
        if value.keys() != {"author", "compartment", "public", "record", "signature", "time"}:
            raise ValueError
        public, word = bytes.fromhex(value["public"]), bytes.fromhex(value["signature"])
        if not is_id(value["record"]) or not utc_time(value["time"]):
            raise ValueError
        if type(value["author"]) is not str or type(value["compartment"]) is not str:
            raise ValueError
    except (TypeError, ValueError, AttributeError):
        raise DamagedFile("A proposal to erase in the case file is not as it must be.") from None
    return Tombstone(value["record"], value["compartment"], value["author"], public, value["time"], word)
