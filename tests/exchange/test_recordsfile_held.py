"""Rows that are held packed: they come out as they went in, in their order, a little at a time."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.exchange.recordsfile import held
from kzcase.exchange.recordsfile.held import HeldLines, HeldRows
from kzcase.exchange.recordsfile.lines import RawLine
from kzcase.history.roots import Row

PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.frozensets(st.text(max_size=3))
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)
FIELDS = st.dictionaries(st.text(max_size=4), VALUES, max_size=4)


@given(st.lists(FIELDS, max_size=6))
def test_rows_come_out_as_they_went_in(some: list[dict[str, Any]]) -> None:
    rows = [Row("person", f"id{number}", fields) for number, fields in enumerate(some)]
    kept = HeldRows(rows)
    assert kept == tuple(rows)
    assert [kept[number] for number in range(len(rows))] == rows
    assert kept[1:3] == rows[1:3]
    assert kept.only(range(0, len(rows), 2)) == rows[::2]


@given(st.lists(st.integers(0, 30), max_size=30))
def test_all_rows_come_in_parts_of_a_bounded_size(sizes: list[int]) -> None:
    rows = HeldRows(Row("event", f"id{n}", {"title": "x" * size}) for n, size in enumerate(sizes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(held, "MOST_TOGETHER", 4)
        patch.setattr(held, "MOST_BYTES_TOGETHER", 120)
        parts = list(rows.in_parts())
    assert [row for _, part in parts for row in part] == list(rows)
    assert [start for start, _ in parts] == [
        sum(len(part) for _, part in parts[:n]) for n in range(len(parts))
    ]
    for _, part in parts:
        packed = sum(len(held.packed(row.fields)) for row in part)
        assert len(part) <= 4
        assert len(part) == 1 or packed <= 120


def test_the_fields_of_a_line_are_taken_once() -> None:
    lines = HeldLines([RawLine("a.jsonl", "line 1", "", "person", "p1", {"born": "1984~"})])
    assert lines.take(0) == {"born": "1984~"}
    assert len(lines) == 1
    assert lines.records == [RawLine("", "", "", "person", "p1", {}).record]
    with pytest.raises(EOFError):
        lines.take(0)
