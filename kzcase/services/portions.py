"""Cuts what is asked of the database into portions that it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def in_groups(items: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    """Cut a long list of ids so that a statement's bound values stay few."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
