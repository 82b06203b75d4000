"""Which document, and which of its pages, are wanted as an annex: "ID" or "ID:2-5,8". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kzcase.errors import KzcaseError

_PAGES = re.compile(r"\d{1,5}(-\d{1,5})?(,\d{1,5}(-\d{1,5})?)*")
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document by its id, and the pages of it that are wanted, from 1; none named are all."""

    document: str
    pages: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.document}:{shown(self.pages)}" if self.pages else self.document


def read(text: str) -> Wanted:
    """What is wanted; raises `KzcaseError` for pages that cannot be read."""
    document, colon, said = text.strip().partition(":")
    return Wanted(document.strip(), pages(said) if colon else ())


def pages(text: str) -> tuple[int, ...]:
    """Page numbers in the order of the document, each once; none for nothing. Raises `KzcaseError`."""
    plain = text.replace(" ", "").replace("–", "-").replace(";", ",")
    if not plain:
        return ()
    found: set[int] = set()
    if _PAGES.fullmatch(plain):
        for part in plain.split(","):
            first, _, last = part.partition("-")
            found |= set(range(int(first), min(int(last or first), int(first) + _MOST) + 1))
    if not found or 0 in found or len(found) > _MOST:
        raise KzcaseError(
            f"“{text}” names no pages.",
            safe="No paper was written.",
            remedy="Write numbers and ranges, such as 2-5,8.",
        )
    return tuple(sorted(found))


def shown(numbers: Iterable[int]) -> str:
    """Page numbers as they are written: "2-5,8"."""
    runs: list[list[int]] = []
    for one in sorted(set(numbers)):
        if runs and runs[-1][-1] == one - 1:
            runs[-1][1:] = [one]
        else:
            runs.append([one])
    return ",".join("-".join(str(one) for one in run) for run in runs)
