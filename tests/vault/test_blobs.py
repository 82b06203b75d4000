from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.errors import NotFound
from kzcase.vault import blobs
from kzcase.vault.failures import Damaged
from kzcase.vault.vault import Vault


def rows(vault: Vault) -> tuple[int, int]:
    with vault.read() as session:
        count = "SELECT (SELECT count(*) FROM blob), (SELECT count(*) FROM blob_chunk)"
        return tuple(session.execute(text(count)).one())  # type: ignore[return-value]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    content=st.one_of(
        st.binary(max_size=100),
        st.builds(
            lambda piece, size: (piece * size)[:size],
            st.binary(min_size=1, max_size=9),
            st.sampled_from([blobs.CHUNK - 1, blobs.CHUNK, blobs.CHUNK + 1, 3 * blobs.CHUNK]),
        ),
    )
)
def test_what_was_kept_is_read_back_byte_for_byte(vault: Vault, content: bytes) -> None:
    with vault.write() as session:
        sha256 = blobs.put(session, BytesIO(content))
    assert sha256 == hashlib.sha256(content).hexdigest()
    with vault.read() as session:
        assert blobs.read(session, sha256) == content
        assert blobs.size(session, sha256) == len(content)


def test_a_document_that_is_here_is_kept_once(vault: Vault) -> None:
    with vault.write() as session:
        sha256 = blobs.put(session, b"ruling" * 100_000)
    before = rows(vault)
    with vault.write() as session:
        assert blobs.put(session, BytesIO(b"ruling" * 100_000)) == sha256
        assert blobs.hashes(session).count(sha256) == 1
    assert rows(vault) == before


def test_a_document_that_is_too_large_leaves_nothing(vault: Vault) -> None:
    before = rows(vault)
    with pytest.raises(blobs.TooLarge, match="1 MB"), vault.write() as session:
        blobs.put(session, b"x" * (1 << 20) + b"y", largest=1 << 20)
    assert rows(vault) == before


def test_a_removed_document_is_gone_with_its_pieces(vault: Vault) -> None:
    with vault.write() as session:
        sha256 = blobs.put(session, b"scan" * 200_000)
        assert blobs.exists(session, sha256)
    before = rows(vault)
    with vault.write() as session:
        blobs.remove(session, sha256)
        blobs.remove(session, sha256)
    assert rows(vault) == (before[0] - 1, before[1] - 4)
    with vault.read() as session, pytest.raises(NotFound):
        blobs.read(session, sha256)


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE blob_chunk SET data = x'00' WHERE number = 0 AND blob_id = 1",
        "DELETE FROM blob_chunk WHERE number = 1",
        "UPDATE blob SET size = size + 1 WHERE id = 1",
    ],
)
def test_changed_bytes_are_never_handed_out_as_the_document(vault: Vault, fault: str) -> None:
    with vault.write() as session:
        sha256 = session.execute(text("SELECT sha256 FROM blob WHERE id = 1")).scalar_one()
        session.execute(text(fault))
    with vault.read() as session:
        with pytest.raises(Damaged):
            blobs.read(session, sha256)
        assert list(blobs.problems(session)) == [
            f"The content of an attached document is damaged (SHA-256 {sha256})."
        ]
