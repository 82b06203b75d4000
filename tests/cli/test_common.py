"""Words with numbers in them."""

from __future__ import annotations

import pytest

from kzcase.cli.common import counted


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("page",), "0 pages"),
        (1, ("page",), "1 page"),
        (12, ("page",), "12 pages"),
        (1, ("fictional person", "fictional people"), "1 fictional person"),
        (3, ("fictional person", "fictional people"), "3 fictional people"),
    ],
)
def test_one_is_told_as_one(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said
