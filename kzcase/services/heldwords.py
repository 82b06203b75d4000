"""Holds typed words that the vault could not take before it was locked, without holding its key.

A stick is pulled while somebody types, and then the window locks: the drafts
cannot be written, and neither the words nor the key may stay readable. So the
words are encrypted under a key that follows from the vault's own, and stay in
the program's memory, never on a disk, until the same vault is unlocked again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kzcase.services import drafts
from kzcase.services.office import Office

_USE = b"kzcase: words held while the vault is locked"


@dataclass(frozen=True, slots=True)
class Held:
    """Encrypted drafts of one vault, by its whole id (ChaCha20-Poly1305)."""

    vault: str
    nonce: bytes = field(repr=False)
    data: bytes = field(repr=False)


def hold(office: Office) -> Held | None:
    """Encrypt what the vault could not take; None if it has taken everything."""
    if not office.unkept:
        return None
    plain = orjson.dumps([row | {"heads": row["heads"].hex()} for row in office.unkept.values()])
    nonce, vault = secrets.token_bytes(12), office.vault.uuid
    office.unkept.clear()
    return Held(vault, nonce, _cipher(office).encrypt(nonce, plain, vault.encode()))


def give_back(office: Office, held: Held) -> int:
    """Put held words among the drafts of their vault, which was unlocked again; how many forms they are of.

    0 if it is another vault, or another secret opens it now. Raises as a write unit does: then the
    office has them, to be held again.
    """
    if held.vault != office.vault.uuid:
        return 0
    try:
        plain = _cipher(office).decrypt(held.nonce, held.data, held.vault.encode())
    except InvalidTag:
        return 0
    rows = [row | {"heads": bytes.fromhex(row["heads"])} for row in orjson.loads(plain)]
    return drafts.keep_rows(office, rows)


def _cipher(office: Office) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=None, info=_USE).derive(office.vault.secret.key))
