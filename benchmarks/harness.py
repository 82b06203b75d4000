"""Holds contests: the same work by kzcase, by the bare library and by a rival, in turns in one process.

A benchmark is a file `benchmarks/bench_*.py` with

    def contests(size: Size, folder: Path) -> Iterator[Contest]: ...

`folder` is empty and its own. Being a generator it can keep a vault open while
its contest is held, and close it afterwards. What is printed is the ratio of
medians; the contestants take turns, so that a slow moment of the machine falls
on all of them. Nothing here passes or fails by a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: all of it, or a hundredth to see that it works."""

    share: float = 1.0

    def of(self, count: int, least: int = 1) -> int:
        """`count` at full size, but never fewer than `least`."""
        return max(least, round(count * self.share))


@dataclass(frozen=True, slots=True)
class Contestant:
    """One way to do the work. `before` prepares a turn and `after` tidies up; neither is measured."""

    name: str
    work: Callable[[], object]
    before: Callable[[], object] | None = None
    after: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """The same work done by kzcase, by the least that must be done, and by what one would use instead.

    `asked` says in words what the design asks of the ratio, `about` what the
    contestants do and how they differ.
    """

    name: str
    ours: Contestant
    floor: Contestant | None = None
    rival: Contestant | None = None
    rounds: int = 20
    asked: str = ""
    about: str = ""

    @property
    def contestants(self) -> tuple[Contestant, ...]:
        """Those who take part."""
        return tuple(one for one in (self.ours, self.floor, self.rival) if one is not None)


@dataclass(frozen=True, slots=True)
class Score:
    """How long one contestant took, in seconds."""

    name: str
    median: float
    slow: float
    """The 95th percentile: what the user meets now and then."""

    @classmethod
    def of(cls, name: str, seconds: list[float]) -> Score:
        """The score of these turns."""
        slow = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        return cls(name, median(seconds), slow)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a contest."""

    contest: str
    ours: Score
    floor: Score | None
    rival: Score | None
    asked: str

    @property
    def to_floor(self) -> float | None:
        """Our median over the floor's: 1.0 would be nothing of our own."""
        return self.ours.median / self.floor.median if self.floor and self.floor.median else None

    @property
    def to_rival(self) -> float | None:
        """Our median over the rival's: below 1.0 is faster."""
        return self.ours.median / self.rival.median if self.rival and self.rival.median else None

    def plain(self) -> dict[str, Any]:
        """As JSON wants it."""
        return {**asdict(self), "to_floor": self.to_floor, "to_rival": self.to_rival}

    def lines(self) -> list[str]:
        """As a person reads it."""
        lines = [self.contest, f"    kzcase    {_times(self.ours)}"]
        for word, score, ratio in (
            ("floor", self.floor, self.to_floor),
            ("rival", self.rival, self.to_rival),
        ):
            if score is not None and ratio is not None:
                lines.append(f"    {word:<9} {_times(score)}   kzcase takes {ratio:.2f} x   {score.name}")
        if self.asked:
            lines.append(f"    asked     {self.asked}")
        return lines


def hold(contest: Contest, clock: Callable[[], float] = time.perf_counter) -> Result:
    """Let the contestants take turns: one round that does not count, then `rounds` that do."""
    seconds: dict[str, list[float]] = {one.name: [] for one in contest.contestants}
    if len(seconds) != len(contest.contestants):
        raise ValueError(f"{contest.name}: two contestants have one name")
    for number in range(contest.rounds + 1):
        # Whoever comes first in a round finds colder caches: everyone is first in turn.
        first = number % len(contest.contestants)
        for one in contest.contestants[first:] + contest.contestants[:first]:
            taken = _turn(one, clock)
            if number:
                seconds[one.name].append(taken)
    scores = {name: Score.of(name, taken) for name, taken in seconds.items()}
    return Result(
        contest.name,
        scores[contest.ours.name],
        scores[contest.floor.name] if contest.floor else None,
        scores[contest.rival.name] if contest.rival else None,
        contest.asked,
    )


def _turn(one: Contestant, clock: Callable[[], float]) -> float:
    if one.before:
        one.before()
    start = clock()
    one.work()
    taken = clock() - start
    if one.after:
        one.after()
    return taken


def _times(score: Score) -> str:
    return f"{_time(score.median):>10}  (95th percentile {_time(score.slow):>10})"


def _time(seconds: float) -> str:
    for unit, least in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= least:
            return f"{seconds / least:.2f} {unit}"
    return f"{seconds * 1e6:.1f} us"
