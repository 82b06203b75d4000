"""age's envelope for a passphrase, of a work factor that does not depend on the machine.

The age library chooses scrypt's work by what this machine does in a second, which
may be more than another laptop has memory for, and it opens such files in memory
only. This is the same format (https://age-encryption.org/v1: one scrypt stanza,
STREAM of ChaCha20-Poly1305), piece by piece. X25519 is left to the library.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kzcase.exchange.casefile.failures import DamagedFile, WrongFilePassphrase
from kzcase.progress import Progress

WORK = 17
"""log2 of scrypt's N for what is written here: 128 MB of memory and less than a second."""

PIECE = 1 << 16
_TAG = 16
_INTRO = b"age-encryption.org/v1\n"
_LABEL = b"age-encryption.org/v1/scrypt"


def encrypt(source: BinaryIO, target: BinaryIO, passphrase: str, size: int, progress: Progress) -> None:
    """Encrypt `size` bytes of a source to a passphrase."""
    key, salt = secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, WORK)).encrypt(bytes(12), key, None)
    header = _INTRO + b"-> scrypt " + _text(salt) + f" {WORK}\n".encode() + _text(wrapped) + b"\n---"
    target.write(header + b" " + _text(_mac(key, header)) + b"\n")
    nonce = secrets.token_bytes(16)
    target.write(nonce)
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    for number in range(max(1, -(-size // PIECE))):
        progress.step("Encrypting", number * PIECE, size)
        left = size - number * PIECE
        piece = source.read(min(PIECE, left))
        target.write(cipher.encrypt(_nonce(number, last=left <= PIECE), piece, None))


def decrypt(source: BinaryIO, target: Any, passphrase: str, progress: Progress) -> None:
    """Decrypt a file whose header was judged; nothing in `target` may be believed before this returns.

    Raises `WrongFilePassphrase` or `DamagedFile`.
    """
    header, salt, work, wrapped, mac = _read(source)
    try:
        key = ChaCha20Poly1305(_stretched(passphrase, salt, work)).decrypt(bytes(12), wrapped, None)
    except InvalidTag:
        raise WrongFilePassphrase from None
    nonce = source.read(16)
    if len(key) != 16 or len(nonce) != 16 or not hmac.compare_digest(_mac(key, header), mac):
        raise _damaged()
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    piece, number = source.read(PIECE + _TAG), 0
    while True:
        progress.step("Opening the case file")
        following = source.read(PIECE + _TAG)
        try:
            plain = cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag:
            raise _damaged() from None
        if number and not plain:
            raise _damaged()
        target.write(plain)
        if not following:
            return
        piece, number = following, number + 1


def _read(source: BinaryIO) -> tuple[bytes, bytes, int, bytes, bytes]:
    """What the header's code covers, the salt, the work factor, the wrapped key, and that code."""
    lines = [source.readline(200) for _ in range(4)]
    stanza = lines[1].split()
    try:
        salt, work = _bytes(stanza[2]), int(stanza[3])
        wrapped, mac = _bytes(lines[2].rstrip(b"\n")), _bytes(lines[3][4:].rstrip(b"\n"))
    except (IndexError, ValueError):
        raise _damaged() from None
    if lines[0] != _INTRO or lines[3][:4] != b"--- " or (len(salt), len(wrapped), len(mac)) != (16, 32, 32):
        raise _damaged()
    return b"".join(lines[:3]) + b"---", salt, work, wrapped, mac


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    size = 1 << work
    return hashlib.scrypt(
        passphrase.encode(), salt=_LABEL + salt, n=size, r=8, p=1, maxmem=(size + 64) * 1024 * 2, dklen=32
    )


def _derived(key: bytes, salt: bytes, what: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, what).derive(key)


def _mac(key: bytes, header: bytes) -> bytes:
    return hmac.new(_derived(key, b"", b"header"), header, "sha256").digest()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    """Base64 without padding, of which only the one canonical spelling is taken; raises ValueError."""
    data = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if _text(data) != text:
        raise ValueError
    return data


def _damaged() -> DamagedFile:
    return DamagedFile("The case file is damaged: it was cut short or changed on its way.")
