from __future__ import annotations

import struct
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kzcase.vault import lineage, pages
from kzcase.vault.keys import Secret
from kzcase.vault.lineage import Mark
from kzcase.vault.vault import Vault


def page_of(path: Path, key: bytes) -> Mark | None:
    with Vault.open_raw(path, key) as vault, vault.read() as session:
        root = lineage.root_page(session.connection().connection.driver_connection)
    assert root is not None
    page = path.read_bytes()[(root - 1) * pages.PAGE : root * pages.PAGE]
    return lineage.read_mark(pages.PageKey(Secret(key, path.read_bytes()[:16])).plain(page, root))


def test_the_mark_read_from_the_bytes_is_the_one_in_the_table_after_any_number_of_units(
    path: Path, key: bytes
) -> None:
    seen = []
    for number in (0, 1, 130, 300):  # the counter takes one, two and more bytes
        with Vault.open_raw(path, key) as vault:
            with vault.write() as session:
                session.connection().exec_driver_sql("UPDATE vault_mark SET commits = ?", (number * 300,))
            with vault.read() as session:
                row = session.connection().exec_driver_sql("SELECT mark, before FROM vault_mark").one()
        found = page_of(path, key)
        assert found == Mark(*row)
        seen.append(found)
    assert [one.before for one in seen[1:] if one] == [one.mark for one in seen[:-1] if one]


@given(st.binary(max_size=200))
def test_a_page_of_anything_else_has_no_mark_and_breaks_nothing(content: bytes) -> None:
    for start in (b"", b"\x0d\0\0\0\1\0\0\0" + struct.pack(">H", 10)):
        found = lineage.read_mark((start + content).ljust(pages.PAGE - pages.RESERVE, b"\0"))
        assert found is None or len(found.mark) == len(found.before) == lineage.MARK_BYTES
