"""The envelope for a passphrase is age's: each one's files open with the other."""

from __future__ import annotations

import io

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcase.errors import KzcaseError
from kzcase.exchange.casefile import DamagedFile, TooMuchWork, WrongFilePassphrase, envelope, passphrase
from kzcase.exchange.casefile.passphrase import PIECE
from kzcase.progress import Progress
from tests.soak import examples

WORDS = "қой аузынан шөп алмас"


def sealed(data: bytes, words: str = WORDS) -> bytes:
    target = io.BytesIO()
    passphrase.encrypt(io.BytesIO(data), target, words, len(data), Progress())
    return target.getvalue()


def opened(data: bytes, words: str = WORDS) -> bytes:
    target = io.BytesIO()
    assert envelope.decrypt(io.BytesIO(data), target, (), words, Progress())
    return target.getvalue()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little work: what is tried here is the form."""
    monkeypatch.setattr(passphrase, "WORK", 4)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_written_here_opens_with_age_s_own_library(quick: None, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    made = sealed(data)
    assert pyrage.passphrase.decrypt(made, WORDS) == data
    assert opened(made) == data


def test_the_work_that_is_asked_for_does_not_depend_on_the_machine() -> None:
    made = sealed(b"x")
    assert made.split(b"\n")[1].endswith(b" 17")
    assert opened(made) == b"x"


@pytest.mark.parametrize("size", [PIECE + 5])
def test_what_age_s_library_writes_is_read_here(size: int) -> None:
    """The library chooses the work by how quick the machine is just now; beyond our bound it is refused."""
    data = bytes(size)
    made = pyrage.passphrase.encrypt(data, WORDS)
    work = int(made.split(b"\n")[1].split()[-1])
    if work > envelope.STRONGEST_WORK:
        with pytest.raises(TooMuchWork):
            opened(made)
    else:
        assert opened(made) == data


def test_a_wrong_passphrase_and_damage_are_told_apart(quick: None) -> None:
    made = sealed(bytes(3 * PIECE))
    with pytest.raises(WrongFilePassphrase):
        opened(made, "others")
    at = made.index(b"\n", made.index(b"---")) + 1
    pieces = [made[at + 16 + n * (PIECE + 16) :][: PIECE + 16] for n in range(3)]
    start = made[: at + 16]
    for spoiled in (
        made[:-1],
        made + b"x",
        start,
        start + pieces[0],
        start + pieces[0] + pieces[1],
        start + pieces[1] + pieces[0] + pieces[2],
        made[: at - 2] + (b"A" if made[at - 2 : at - 1] != b"A" else b"B") + made[at - 1 :],
    ):
        with pytest.raises(DamagedFile):
            opened(spoiled)


@settings(max_examples=examples(300))
@given(at=st.integers(0, 400), bit=st.integers(0, 7))
def test_no_flipped_bit_passes(at: int, bit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "WORK", 1)
        made = bytearray(sealed(b"a decision" * 30))
    made[at] ^= 1 << bit
    with pytest.raises(KzcaseError):
        opened(bytes(made))
