"""The inside of a case file: a ZIP of a few known parts, written without traces and read without trust.

No name of a part is ever used as a path. Sizes are those that the signed
manifest says, and nothing is inflated beyond them.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, BinaryIO

from kzcase.exchange.casefile.failures import DamagedFile, FileTooLarge, NotACaseFile, TooMuch
from kzcase.exchange.casefile.manifest import (
    BLOBS,
    LABEL,
    LARGEST_MANIFEST,
    MANIFEST,
    PADDING,
    REVISIONS,
    SIGNATURE,
    Manifest,
    Member,
)
from kzcase.progress import Progress

LARGEST = 2 << 30
"""No case file holds more than this (bytes), packed or unpacked; what is not documents `LARGEST_TEXT`."""
LARGEST_TEXT = 1 << 30
MOST_PARTS = 60_000
LARGEST_DIRECTORY = 12 << 20
PIECE = 1 << 18
SMALLEST = 1 << 16

DIVIDE = "Write several files: choose fewer people for each, or leave the documents out."

_EOCD = struct.Struct("<4s4H2LH")
_LOCAL, _CENTRAL = 30, 46
_NAME = re.compile(
    rf"(?:{MANIFEST}|{SIGNATURE}|[a-z][a-z0-9_-]{{0,40}}\.jsonl|{PADDING}|{LABEL}|{BLOBS}[0-9a-f]{{64}})"
)
_UNLISTED = frozenset({MANIFEST, SIGNATURE, PADDING, LABEL})


class Writer:
    """Puts a case file's parts together, noting the size and hash of each."""

    def __init__(self, target: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(target, "w", allowZip64=False)
        self._left, self._text_left = LARGEST, LARGEST_TEXT
        self.parts: dict[str, Member] = {}

    @contextmanager
    def part(self, name: str, *, packed: bool) -> Iterator[Callable[[bytes], None]]:
        """Write one part through the function given; raises `TooMuch` for what no reader takes."""
        info = zipfile.ZipInfo(name)  # with the year 1980: the file tells no time of its own
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info._compresslevel = 1  # type: ignore[attr-defined]  # public under another name from 3.13 on
        digest, size = sha256(), 0
        with self._zip.open(info, "w") as file:

            def write(data: bytes) -> None:
                nonlocal size
                size += len(data)
                if name not in _UNLISTED:
                    self._left -= len(data)
                    self._text_left -= 0 if name.startswith(BLOBS) else len(data)
                    if min(self._left, self._text_left) < 0 or len(self.parts) >= MOST_PARTS:
                        raise TooMuch("What was chosen is more than one case file holds.", DIVIDE)
                digest.update(data)
                file.write(data)

            yield write
        if name not in _UNLISTED:
            self.parts[name] = Member(name, size, digest.hexdigest())

    def put(self, name: str, data: bytes, *, packed: bool = False) -> None:
        """Write a small part."""
        with self.part(name, packed=packed) as write:
            write(data)

    def pad(self) -> None:
        """Bring the file to one of few sizes, so that its length tells little."""
        names = [*(info.filename for info in self._zip.infolist()), PADDING]
        size = self._zip.start_dir + _LOCAL + len(PADDING) + _EOCD.size
        size += sum(_CENTRAL + len(name) for name in names)
        left = stepped(size) - size
        with self.part(PADDING, packed=False) as write:
            while left:
                some = min(left, PIECE)
                write(bytes(some))
                left -= some

    def close(self) -> None:
        """Finish the ZIP."""
        self._zip.close()

    def abandon(self) -> None:
        """Leave the ZIP as it is: it will not be used."""
        self._zip.fp = None


def stepped(size: int) -> int:
    """The next larger of few sizes: never more than an eighth above, and no file is small (Padmé)."""
    if size <= SMALLEST:
        return SMALLEST
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    mask = (1 << free) - 1
    return (size + mask) & ~mask


class Reader:
    """Reads the parts of a case file strictly; every fault is a `CaseFileError`."""

    def __init__(self, source: Any) -> None:
        self._check_end(source)
        source.seek(0)
        try:
            self._zip = zipfile.ZipFile(source)
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            ValueError,
            struct.error,
            OverflowError,
            UnicodeError,
        ):
            raise _damaged() from None
        self.infos: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            # `orig_filename` is what stands there; a NUL in it would end `filename`.
            if not _NAME.fullmatch(info.orig_filename) or info.orig_filename in self.infos:
                raise DamagedFile("The case file holds a part that does not belong in it.")
            if info.flag_bits & 0x1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise _damaged()
            self.infos[info.filename] = info

    @staticmethod
    def _check_end(source: Any) -> None:
        """Judge the directory's size before any of it is read into memory."""
        size = source.seek(0, 2)
        if size < _EOCD.size:
            raise NotACaseFile
        source.seek(size - _EOCD.size)
        magic, disk, start_disk, here, total, length, offset, comment = _EOCD.unpack(source.read(_EOCD.size))
        if magic != b"PK\x05\x06" or comment or disk or start_disk or here != total:
            raise _damaged()
        if total > MOST_PARTS + len(_UNLISTED) or length > LARGEST_DIRECTORY:
            raise FileTooLarge("The case file holds too many parts.")
        if offset + length + _EOCD.size != size:
            raise _damaged()

    def manifest(self) -> tuple[bytes, bytes]:
        """The bytes of the manifest and of its signature."""
        if MANIFEST not in self.infos or SIGNATURE not in self.infos:
            raise NotACaseFile("This file has no manifest, so it is no case file of kzcase.")
        return (
            b"".join(self._pieces(MANIFEST, LARGEST_MANIFEST)),
            b"".join(self._pieces(SIGNATURE, 64)),
        )

    def check(self, manifest: Manifest) -> None:
        """Whether the parts are exactly those of the manifest, in names and sizes."""
        if self.infos.keys() - _UNLISTED != manifest.parts.keys() or REVISIONS not in manifest.parts:
            raise DamagedFile("The parts of the case file are not those that its manifest names.")
        text = 0
        for name, member in manifest.parts.items():
            if self.infos[name].file_size != member.size:
                raise DamagedFile("A part of the case file has another size than its manifest says.")
            if name.startswith(BLOBS) and name.removeprefix(BLOBS) != member.sha256:
                raise DamagedFile("A document of the case file has another name than its content.")
            text += 0 if name.startswith(BLOBS) else member.size
        if text > LARGEST_TEXT or sum(one.size for one in manifest.parts.values()) > LARGEST:
            raise FileTooLarge("The case file holds more than kzcase takes at once.")

    def pieces(self, member: Member, progress: Progress | None = None, what: str = "") -> Iterator[bytes]:
        """The bytes of a part, piece by piece; raises `DamagedFile` at the latest after the last one."""
        digest = sha256()
        for piece in self._pieces(member.name, member.size):
            digest.update(piece)
            if progress:
                progress.step(what)
            yield piece
        if digest.hexdigest() != member.sha256:
            raise DamagedFile("A part of the case file is not what its manifest says.")

    def check_padding(self) -> None:
        """That what fills the file up holds nothing."""
        if PADDING in self.infos:
            info = self.infos[PADDING]
            if info.compress_type != zipfile.ZIP_STORED or info.file_size > LARGEST:
                raise _damaged()
            for piece in self._pieces(PADDING, info.file_size):
                if piece.count(0) != len(piece):
                    raise DamagedFile("The case file holds something where it must be empty.")

    def stream(self, member: Member) -> BlobStream:
        """A document's bytes as something to read from."""
        return BlobStream(self.pieces(member))

    def _pieces(self, name: str, largest: int) -> Iterator[bytes]:
        left = largest
        try:
            with self._zip.open(self.infos[name]) as file:
                while piece := file.read(min(PIECE, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        raise DamagedFile("A part of the case file is larger than its manifest says.")
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            struct.error,
        ):
            raise _damaged() from None


class BlobStream:
    """Pieces as a file to read from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""

    def read(self, count: int = -1) -> bytes:
        """The next bytes; exactly `count` of them unless the end is reached."""
        while count < 0 or len(self._left) < count:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._left += piece
        if count < 0:
            count = len(self._left)
        found, self._left = self._left[:count], self._left[count:]
        return found


def lines(file: Any, longest: int) -> Iterator[tuple[int, bytes]]:
    """The lines of a part, each with its place; raises kinds of `CaseFileError` as `batches` does."""
    for place, some in batches(file, longest):
        for line in some:
            yield place, line
            place += len(line) + 1


def batches(file: Any, longest: int) -> Iterator[tuple[int, list[bytes]]]:
    """The lines of a part, as many at a time as are read at once, with the place of the first of them.

    Raises `FileTooLarge` for a line too long and `DamagedFile` for one that is not ended.
    """
    place = 0
    left = b""
    while piece := file.read(PIECE):
        whole = (left + piece).split(b"\n")
        left = whole.pop()
        if len(left) > longest or max(map(len, whole), default=0) > longest:
            raise FileTooLarge("A line of the case file is longer than kzcase takes.")
        if whole:
            yield place, whole
            place += sum(map(len, whole)) + len(whole)
    if left:
        raise DamagedFile("The case file breaks off in the middle of a line.")


def _damaged() -> DamagedFile:
    return DamagedFile("The inside of the case file is damaged or was put together wrongly.")
