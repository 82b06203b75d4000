"""Keys derived in the program's own way with little work, for tests in which nobody has to be kept waiting.

What the real work is, and that a vault asks for it, is tested in `tests/vault/test_keys.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kzcase.vault import keys
from kzcase.vault.keys import Profile

LIGHT: Mapping[int, Profile] = {number: Profile(number, 1, 1, 1) for number in keys.PROFILES}


@pytest.fixture
def light_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every passphrase of this test is worked on for a moment only."""
    monkeypatch.setattr(keys, "PROFILES", LIGHT)
