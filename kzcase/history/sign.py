"""Signs and verifies what a writer wrote: Ed25519 over the sorted ids of at most 256 revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kzcase.errors import KzcaseError
from kzcase.history.canonical import encode

DOMAIN = b"kzcase-revisions-v1\0"
TOMBSTONE_DOMAIN = b"kzcase-tombstone-v1\0"
GROUP = 256


class BadSignature(KzcaseError):
    """A signature does not fit what it claims to sign."""

    def __init__(self) -> None:
        super().__init__(
            "A writer's signature in the data is not valid: it was damaged or forged.",
            safe="Nothing was changed.",
            remedy="Ask the sender for the file again.",
        )


class Signature(NamedTuple):
    """A writer's word for some revisions: `ids` are 32 bytes each, sorted and joined.

    `public` is the writer's Ed25519 public key, of which `author` is the key id.
    """

    author: str
    public: bytes
    ids: bytes
    signature: bytes

    def verify(self) -> None:
        """Raise `BadSignature` unless key, author, ids and signature fit."""
        ids = [self.ids[at : at + 32] for at in range(0, len(self.ids), 32)]
        sorted_once = all(a < b for a, b in zip(ids, ids[1:], strict=False))
        if not ids or len(ids) > GROUP or len(self.ids) % 32 or not sorted_once:
            raise BadSignature
        if key_id(self.public) != self.author:
            raise BadSignature
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(self.signature, DOMAIN + self.ids)
        except (InvalidSignature, ValueError) as error:
            raise BadSignature from error


def key_id(public: bytes) -> str:
    """A writer's key id: the first 32 hex digits of SHA-256 of the Ed25519 public key."""
    return sha256(public).hexdigest()[:32]


class Signer:
    """Signs revision ids with one Ed25519 secret key (32 bytes)."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self._public = self._key.public_key().public_bytes_raw()
        self._author = key_id(self._public)

    def sign(self, ids: Iterable[bytes]) -> Iterator[Signature]:
        """Sign them, in groups of at most 256."""
        ordered = sorted(set(ids))
        for at in range(0, len(ordered), GROUP):
            group = b"".join(ordered[at : at + GROUP])
            yield Signature(self._author, self._public, group, self._key.sign(DOMAIN + group))


def sign(secret: bytes, ids: Iterable[bytes]) -> Iterator[Signature]:
    """Sign revision ids with an Ed25519 secret key, in groups of at most 256."""
    return Signer(secret).sign(ids)


def sign_tombstone(secret: bytes, record: str, compartment: str, time: str) -> tuple[str, bytes]:
    """A writer's word that a record, or one compartment ("" for all), was erased: key id and signature."""
    key = Ed25519PrivateKey.from_private_bytes(secret)
    author = key_id(key.public_key().public_bytes_raw())
    return author, key.sign(_tombstone(author, record, compartment, time))


def verify_tombstone(
    public: bytes, author: str, record: str, compartment: str, time: str, signature: bytes
) -> None:
    """Raise `BadSignature` unless this is the author's word."""
    if key_id(public) != author:
        raise BadSignature
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(signature, _tombstone(author, record, compartment, time))
    except (InvalidSignature, ValueError) as error:
        raise BadSignature from error


def _tombstone(author: str, record: str, compartment: str, time: str) -> bytes:
    said = {"author": author, "compartment": compartment, "record": record, "time": time}
    return TOMBSTONE_DOMAIN + encode(said)


def new_keys() -> tuple[bytes, bytes]:
    """A new Ed25519 pair: public and secret key, 32 bytes each."""
    key = Ed25519PrivateKey.generate()
    return key.public_key().public_bytes_raw(), key.private_bytes_raw()
