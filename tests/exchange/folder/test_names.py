"""What a file in a folder is, by its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.exchange.folder import Sort, export_of, name_of, sort_of

EXPORT = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        (f"kz-{EXPORT}.kzcase", Sort.CASE_FILE),
        (f"~syncthing~kz-{EXPORT}.kzcase.tmp", Sort.UNFINISHED),
        (f".syncthing.kz-{EXPORT}.kzcase.tmp", Sort.UNFINISHED),
        (f".kz-{EXPORT}.kzcase.~4f21ab", Sort.UNFINISHED),
        (f".kz-{EXPORT}.kzcase.Xy12Za", Sort.UNFINISHED),
        (f"kz-{EXPORT}.kzcase.part", Sort.UNFINISHED),
        (f".kzcase-{EXPORT}.part", Sort.UNFINISHED),
        (f"kz-{EXPORT}.sync-conflict-20261123-101010-ABCDEFG.kzcase", Sort.COPY),
        (f"kz-{EXPORT} (conflicted copy 2026-11-23 101010).kzcase", Sort.COPY),
        (f"kz-{EXPORT} - Copy.kzcase", Sort.COPY),
        (f"kz-{EXPORT} (1).kzcase", Sort.COPY),
        (".stfolder", Sort.SYSTEM),
        (".stignore", Sort.SYSTEM),
        (".nextcloudsync.log", Sort.SYSTEM),
        (".sync_4f21ab.db-wal", Sort.SYSTEM),
        ("System Volume Information", Sort.SYSTEM),
        ("desktop.ini", Sort.SYSTEM),
        ("kz-1234abcd.kzcase", Sort.FOREIGN),
        ("aidar.kzcase", Sort.FOREIGN),
        ("Letter.docx", Sort.FOREIGN),
        (f"KZ-{EXPORT.upper()}.kzcase", Sort.COPY),
    ],
)
def test_a_name_tells_what_a_file_is(name: str, sort: Sort) -> None:
    assert sort_of(name) is sort


@given(st.text(max_size=80))
def test_any_name_is_judged_and_only_our_own_are_ever_opened(name: str) -> None:
    assert (sort_of(name) is Sort.CASE_FILE) is (export_of(name) is not None)


@given(st.binary(min_size=16, max_size=16))
def test_a_name_gives_back_the_id_it_was_made_of(random: bytes) -> None:
    assert export_of(name_of(random.hex())) == random.hex()
