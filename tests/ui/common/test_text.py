"""Words with numbers in them."""

from __future__ import annotations

import pytest

from kzcase.ui.common.text import counted


@pytest.mark.parametrize(("number", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (21, "21 rows")])
def test_one_is_told_as_one(number: int, said: str) -> None:
    assert counted(number, "1 row", "{0} rows") == said
