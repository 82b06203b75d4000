"""Action areas of the decree of 9 June 2021 and the recommendations made beside them.

Source: "Retreating Rights - Kazakhstan: Conclusions and Recommendations",
Foreign Policy Centre, 22 July 2021; numbers follow its order, the words are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kzcase.reference.shipped import Words, read


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One area (D1 to D9) or recommendation (R1 to R15).

    `group` is `decree`, `government` or `international`; `links` are the areas
    that the publication itself connects a recommendation with.
    """

    key: str
    group: str
    text: Words
    links: tuple[str, ...]


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Every benchmark in the order of the publication."""
    return tuple(
        Benchmark(row["key"], row["group"], Words.of(row["text"], row["standing"]), tuple(row["links"]))
        for row in read("benchmarks", "benchmarks.json")["rows"]
    )


def source() -> str:
    """The publication the benchmarks come from."""
    return str(read("benchmarks", "benchmarks.json")["source"])
