"""Keys derived in the program's own way with little work, for tests in which nobody has to be kept waiting.

What the real work is, and that a vault asks for it, is tested in `tests/vault/test_keys.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from kzcase.vault import keys
from kzcase.vault.keys import Profile

LIGHT: Mapping[int, Profile] = {number: Profile(number, 1, 1, 1) for number in keys.PROFILES}


@contextmanager
def lightly() -> Iterator[None]:
    """Every passphrase is worked on for a moment only, here and nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "PROFILES", LIGHT)
        yield


@pytest.fixture
def light_keys() -> Iterator[None]:
    """Every passphrase of this test is worked on for a moment only."""
    with lightly():
        yield
