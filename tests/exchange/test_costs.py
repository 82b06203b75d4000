"""What writing and checking cost is in proportion to what is written, however often its author signed."""

from __future__ import annotations

from collections.abc import Callable

from kzcase.services import vaults
from tests.counting import counted
from tests.laptops import Laptop

FEW, MANY = 40, 320
"""Records saved one by one, so that as many signatures stand over them."""


def steps(laptop: Laptop, work: Callable[[], object]) -> int:
    with counted(laptop.office) as seen:
        work()
    return seen["steps"]


def test_writing_and_checking_eight_times_as_much_takes_about_eight_times_as_long(
    pair: tuple[Laptop, Laptop],
) -> None:
    a, b = pair
    taken: dict[str, list[int]] = {"write": [], "check": []}
    saved = 0
    for number in (FEW, MANY):
        while saved < number:
            a.save("person", occupation=f"number {saved}")
            saved += 1
        taken["write"].append(steps(a, lambda: a.write(b)))
        taken["check"].append(steps(a, lambda: vaults.check(a.office)))
    for few, many in taken.values():
        assert many < 2 * (MANY // FEW) * few
