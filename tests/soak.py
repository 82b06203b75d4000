"""How much of a long test runs: little by default, all in the long run, or the part that is asked for.

- `KZCASE_SOAK=1`: the long versions, as `make soak` sets it.
- `KZCASE_EXAMPLES=N`: so many examples of each property, instead of those of the long or the short run.
- `KZCASE_PART=2/8`: of loops that go through every step or every write, the second eighth.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
LONG = bool(os.environ.get("KZCASE_SOAK"))


def examples(short: int, long: int = 5_000) -> int:
    """How many examples of a property to try."""
    return int(os.environ.get("KZCASE_EXAMPLES") or (long if LONG else short))


def part(all_of_it: Sequence[T]) -> Sequence[T]:
    """Those of a long loop's turns that this run goes through: every turn, or each eighth one."""
    this, of = map(int, (os.environ.get("KZCASE_PART") or "1/1").split("/"))
    assert 1 <= this <= of
    return all_of_it[this - 1 :: of]
