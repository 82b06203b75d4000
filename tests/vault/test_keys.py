from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

import kzcase
from kzcase.errors import KzcaseError
from kzcase.vault import keys
from kzcase.vault.failures import NewerVault, NotEnoughMemory
from kzcase.vault.keys import PROFILES, Secret

ROOT = Path(kzcase.__file__).parent.parent


@pytest.mark.parametrize("number", PROFILES)
def test_a_second_implementation_of_argon2_derives_the_same_key(number: int) -> None:
    profile = PROFILES[number]
    salt = bytes([number]) + b"fifteen bytes!!"
    other = Argon2id(
        salt=salt,
        length=32,
        iterations=profile.passes,
        lanes=profile.lanes,
        memory_cost=profile.memory * 1024,
    )
    assert keys.derive("тайна", salt).key == other.derive("тайна".encode())


def test_the_two_ways_of_typing_a_short_i_give_one_key() -> None:
    salt = bytes([2]) + b"fifteen bytes!!"
    composed = unicodedata.normalize("NFC", "мой край")
    parted = unicodedata.normalize("NFD", "мой край")
    assert composed != parted
    assert keys.derive(composed, salt) == keys.derive(parted, salt)


def test_the_meaning_of_a_profile_never_changes() -> None:
    assert {n: (p.memory, p.passes, p.lanes) for n, p in PROFILES.items()} == {1: (256, 3, 4), 2: (64, 10, 4)}


@pytest.mark.parametrize("number", [0, 3, 31, 255])
def test_an_unknown_profile_is_said_to_be_of_a_newer_version(number: int) -> None:
    with pytest.raises(NewerVault):
        keys.derive("anything", bytes([number]) + bytes(15))


def test_a_new_secret_takes_the_most_memory_this_machine_can_run() -> None:
    tried = []

    def small_machine(_passphrase: str, salt: bytes) -> Secret:
        tried.append(salt[0])
        if salt[0] == 1:
            raise NotEnoughMemory(256)
        return Secret(bytes(32), salt)

    assert keys.new_secret("words", derive_with=small_machine).salt[0] == 2
    assert tried == [1, 2]


def test_a_machine_that_can_run_no_profile_is_told_so() -> None:
    def tiny_machine(_passphrase: str, salt: bytes) -> Secret:
        raise NotEnoughMemory(PROFILES[salt[0]].memory)

    with pytest.raises(NotEnoughMemory, match="64 MB"):
        keys.new_secret("words", derive_with=tiny_machine)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of memory are set with POSIX calls")
def test_too_little_memory_at_unlocking_is_told_as_such() -> None:
    program = (
        "import resource\n"
        "from kzcase.vault import keys\n"
        "import argon2.low_level\n"
        "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + (100 << 20),) * 2)\n"
        "try:\n"
        "    keys.derive('words', bytes([1]) + bytes(15))\n"
        "except keys.NotEnoughMemory as told:\n"
        "    print(told.what)\n"
    )
    if not Path("/proc/self/statm").exists():
        pytest.skip("needs /proc")
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "needs 256 MB" in done.stdout, done.stderr


def test_two_new_salts_differ_and_name_their_profile() -> None:
    one, two = (keys.new_salt(PROFILES[2]) for _ in range(2))
    assert one != two
    assert (one[0], len(one)) == (2, 16)


@pytest.mark.parametrize("bad", ["", "\udcff not utf-8"])
def test_a_passphrase_that_is_none_is_refused_in_words(bad: str) -> None:
    with pytest.raises(KzcaseError, match="passphrase"):
        keys.new_secret(bad, PROFILES[2])


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret(b"k" * 32, bytes([1]) + b"s" * 15)
    assert repr(secret) == "Secret()"
    assert secret.key.hex() not in str(secret)
    assert secret.name not in secret.literal
