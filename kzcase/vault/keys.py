"""From a passphrase to the key of the file: Argon2id under a profile the file names itself.

The first 16 bytes of a vault are its salt: one *profile byte* and 15 random
bytes. A profile fixes memory, passes and lanes here, in the program, so that
nothing in a file can ask for other amounts. Argon2id: RFC 9106.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from types import MappingProxyType

from kzcase.errors import KzcaseError
from kzcase.vault.failures import NewerVault, NotEnoughMemory

KEY_BYTES = 32
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to derive a key: `memory` in MiB, `passes` over it, `lanes` side by side."""

    number: int
    memory: int
    passes: int
    lanes: int


PROFILES = MappingProxyType({1: Profile(1, 256, 3, 4), 2: Profile(2, 64, 10, 4)})
"""Every profile this version knows; a number, once used, keeps its meaning for ever."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens a file: its key (32 bytes) and its salt (16 bytes). Never shown by `repr`."""

    key: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) != KEY_BYTES or len(self.salt) != SALT_BYTES:
            raise ValueError("a key has 32 bytes and a salt 16")

    @property
    def literal(self) -> str:
        """The secret as SQLCipher wants a raw key with its salt (`PRAGMA key`)."""
        return f"\"x'{self.key.hex()}{self.salt.hex()}'\""

    @property
    def name(self) -> str:
        """A name for this secret that may be written down: it tells nothing about the key."""
        return secret_name(self.salt)


def secret_name(salt: bytes) -> str:
    """The public name of the secret whose salt this is (the salt stands open in the file)."""
    return hashlib.sha256(b"kzcase secret " + salt).hexdigest()[:16]


def profile_of(salt: bytes) -> Profile:
    """The profile a salt names; raises `NewerVault` for one this version does not know."""
    try:
        return PROFILES[salt[0]]
    except KeyError:
        raise NewerVault from None


def new_salt(profile: Profile) -> bytes:
    """A fresh salt that names its profile."""
    return bytes([profile.number]) + secrets.token_bytes(SALT_BYTES - 1)


def derive(passphrase: str, salt: bytes) -> Secret:
    """The secret of a passphrase and a file's salt.

    The passphrase is taken in NFC, so that two systems' ways of typing й give
    one key. Raises `NewerVault`, `NotEnoughMemory`, and `KzcaseError` for a
    passphrase that no keyboard makes.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    profile = profile_of(salt)
    try:
        key = hash_secret_raw(
            _bytes_of(passphrase),
            salt,
            time_cost=profile.passes,
            memory_cost=profile.memory * 1024,
            parallelism=profile.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except (HashingError, MemoryError):
        raise NotEnoughMemory(profile.memory) from None
    return Secret(key, salt)


def new_secret(
    passphrase: str,
    profile: Profile | None = None,
    *,
    derive_with: Callable[[str, bytes], Secret] = derive,
) -> Secret:
    """A secret for a new file, under the strongest profile this machine can really run.

    Without a `profile` each is tried in turn, the most memory first. Raises
    `NotEnoughMemory` if none can be run.
    """
    if not passphrase:
        raise KzcaseError("The passphrase is empty.", safe="Nothing was made.", remedy="Choose a few words.")
    choices = [profile] if profile else sorted(PROFILES.values(), key=lambda one: -one.memory)
    for choice in choices[:-1]:
        try:
            return derive_with(passphrase, new_salt(choice))
        except NotEnoughMemory:
            continue
    return derive_with(passphrase, new_salt(choices[-1]))


def _bytes_of(passphrase: str) -> bytes:
    try:
        return unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError:
        raise KzcaseError(
            "The passphrase holds bytes that are not text.",
            safe="Nothing was changed.",
            remedy="Check the encoding of the terminal or of the passphrase file: it must be UTF-8.",
        ) from None
