"""A place for what was decrypted: a file without a name, encrypted with a key that only this process knows.

Plain bytes of a case file never lie on a disk. The file is gone when it is
closed, and where the system allows it even if the program is killed.
"""

from __future__ import annotations

import io
import secrets
import tempfile
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kzcase.errors import Unwritable

PIECE = 1 << 16
_NONCE, _TAG = 12, 16
_SLOT = _NONCE + PIECE + _TAG


class Staging(io.RawIOBase):
    """Bytes that can be written, sought and read like a file's; raises `Unwritable` when the disk is full."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        try:
            self._file = tempfile.TemporaryFile(  # noqa: SIM115  (closed by `close`)
                dir=folder, prefix=".kzcase-", buffering=0
            )
        except OSError as error:
            raise Unwritable.from_os(error, str(folder)) from error
        self._place = str(folder)
        self._cipher = AESGCM(secrets.token_bytes(32))
        self._at = 0
        self.size = 0
        self._number = 0
        self._piece = bytearray()
        self._dirty = False

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if not 0 <= start + offset <= self.size:
            raise ValueError("beyond what was written")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view) and self._at < self.size:
            piece, start = self._load()
            some = piece[start : start + len(view) - done]
            view[done : done + len(some)] = some
            done += len(some)
            self._at += len(some)
        return done

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        done = 0
        while done < len(view):
            piece, start = self._load()
            some = view[done : done + PIECE - start]
            piece[start : start + len(some)] = some
            self._dirty = True
            done += len(some)
            self._at += len(some)
            self.size = max(self.size, self._at)
        return done

    def close(self) -> None:
        if not self.closed:
            self._dirty = False
            self._piece.clear()
            self._file.close()
        super().close()

    def _load(self) -> tuple[bytearray, int]:
        """The piece that the present place is in, and where in it."""
        number, start = divmod(self._at, PIECE)
        if number != self._number:
            self._store()
            self._number = number
            self._piece = bytearray()
            if number * PIECE < self.size:
                self._file.seek(number * _SLOT)
                slot = self._file.read(_SLOT)
                self._piece += self._cipher.decrypt(slot[:_NONCE], slot[_NONCE:], self._name(number))
        return self._piece, start

    def _store(self) -> None:
        if not self._dirty:
            return
        # Every time another nonce: a piece may be written more than once.
        nonce = secrets.token_bytes(_NONCE)
        slot = nonce + self._cipher.encrypt(nonce, bytes(self._piece), self._name(self._number))
        try:
            self._file.seek(self._number * _SLOT)
            left = memoryview(slot)
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise Unwritable.from_os(error, self._place) from error
        self._dirty = False

    @staticmethod
    def _name(number: int) -> bytes:
        return number.to_bytes(8, "big")
