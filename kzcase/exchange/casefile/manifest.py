"""The manifest of a case file: what is in it, who wrote it and for whom, signed over its very bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kzcase.errors import KzcaseError
from kzcase.exchange import strictjson
from kzcase.exchange.casefile.failures import DamagedFile, FileTooLarge, NewerFile, NotACaseFile
from kzcase.history.canonical import encode, plain_text
from kzcase.history.sign import key_id

FORMAT = "kzcase case file"
MAJOR, MINOR = 1, 0
DOMAIN = b"kzcase-manifest-v1\0"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
REVISIONS, SIGNATURES, TOMBSTONES = "revisions.jsonl", "signatures.jsonl", "tombstones.jsonl"
PADDING = "padding"
LABEL = "NOT-ENCRYPTED.txt"
BLOBS = "blobs/"
RECIPIENTS, PASSPHRASE, PLAIN = "recipients", "passphrase", "plain"
LARGEST_MANIFEST = 12 << 20
LONGEST_NAME = 200
MOST_MARKS = 400_000
"""How many values (commas and brackets) a manifest may have: what they cost in memory."""

_HEX = re.compile(r"[0-9a-f]{64}")
_EXPORT = re.compile(r"[0-9a-f]{32}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_KEY = re.compile(r"age1[a-z0-9]{58}")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a file, as it says: the key id, the Ed25519 public key, the age key, and a name."""

    key: str
    public: bytes
    age: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """One part of the file: its name, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a case file says of itself. `recipients` are marks that only a recipient recognises."""

    export: str
    created: str
    sender: Sender
    protection: str
    recipients: tuple[str, ...]
    parts: Mapping[str, Member]
    counts: Mapping[str, int] = field(default_factory=dict)

    def addresses(self, age_keys: Sequence[str]) -> bool:
        """Whether the file was written to the owner of one of these age public keys."""
        return any(mark(self.export, key) in self.recipients for key in age_keys)

    def encoded(self) -> bytes:
        """The bytes that are signed."""
        return encode(
            {
                "counts": dict(self.counts),
                "created": self.created,
                "export": self.export,
                "format": {"major": MAJOR, "minor": MINOR, "name": FORMAT, "reader": MINOR},
                "parts": [
                    {"name": one.name, "sha256": one.sha256, "size": one.size}
                    for one in sorted(self.parts.values(), key=lambda one: one.name)
                ],
                "protection": self.protection,
                "recipients": sorted(self.recipients),
                "sender": {
                    "age": self.sender.age,
                    "key": self.sender.key,
                    "name": self.sender.name,
                    "public": self.sender.public.hex(),
                },
            }
        )


def mark(export: str, age_key: str) -> str:
    """How a manifest names a recipient, so that only those who know the key can tell."""
    return sha256(f"{export} {age_key}".encode()).hexdigest()


def sign(secret: bytes, manifest: bytes) -> bytes:
    """The sender's signature over a manifest's bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret).sign(DOMAIN + manifest)


def read(raw: bytes, signature: bytes) -> Manifest:
    """Read a manifest and verify its signature; raises `DamagedFile`, `NewerFile`, `NotACaseFile`."""
    if sum(map(raw.count, (b",", b"[", b"{"))) > MOST_MARKS:
        raise FileTooLarge("The manifest of the case file names too many parts.")
    try:
        value = strictjson.read(raw.decode("utf-8"))
        _judge_format(value)
        made = _made(value)
    except UnicodeDecodeError:
        raise _bad() from None
    except strictjson.BadJson as error:
        raise DamagedFile(f"The manifest of the case file cannot be read. {error.what}") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _bad() from None
    try:
        Ed25519PublicKey.from_public_bytes(made.sender.public).verify(signature, DOMAIN + raw)
    except (InvalidSignature, ValueError):
        raise DamagedFile(
            "The sender's signature does not fit the case file: it was changed after it was signed."
        ) from None
    return made


def _judge_format(value: Any) -> None:
    described = value["format"]
    if described["name"] != FORMAT:
        raise NotACaseFile
    major, reader = described["major"], described["reader"]
    if type(major) is not int or type(reader) is not int or type(described["minor"]) is not int:
        raise ValueError
    if major != MAJOR or reader > MINOR:
        raise NewerFile


def _made(value: Any) -> Manifest:
    who = value["sender"]
    public = bytes.fromhex(who["public"])
    name = who["name"]
    parts = [_member(one) for one in value["parts"]]
    counts = {key: number for key, number in value["counts"].items() if type(number) is int}
    made = Manifest(
        _fitting(_EXPORT, value["export"]),
        _fitting(_TIME, value["created"]),
        Sender(key_id(public), public, _fitting(_KEY, who["age"]), name),
        value["protection"],
        tuple(_fitting(_HEX, one) for one in value["recipients"]),
        {one.name: one for one in parts},
        counts,
    )
    if len(made.parts) != len(parts) or who["key"] != made.sender.key or len(public) != 32:
        raise ValueError
    if made.protection not in (RECIPIENTS, PASSPHRASE, PLAIN):
        raise ValueError
    if type(name) is not str or len(name) > LONGEST_NAME:
        raise ValueError
    try:
        if plain_text(name) != name or "\n" in name or "\t" in name:
            raise ValueError
    except KzcaseError:
        raise ValueError from None
    return made


def _member(value: Any) -> Member:
    name, size = value["name"], value["size"]
    if type(name) is not str or type(size) is not int or size < 0:
        raise ValueError
    return Member(name, size, _fitting(_HEX, value["sha256"]))


def _fitting(pattern: re.Pattern[str], text: Any) -> str:
    if type(text) is not str or not pattern.fullmatch(text):
        raise ValueError
    return text


def _bad() -> DamagedFile:
    return DamagedFile("The manifest of the case file is not as it must be.")
