from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import waiting
from benchmarks.harness import Contest, Contestant, Size, hold
from benchmarks.run import worked

ROOT = Path(__file__).resolve().parents[2]


class Clock:
    """A clock that the contestants themselves move on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_contest_gives_the_ratio_of_the_medians() -> None:
    clock = Clock()

    def takes(seconds: float) -> None:
        clock.now += seconds

    result = hold(
        Contest(
            "save",
            ours=Contestant("ours", lambda: takes(3)),
            floor=Contestant("bare", lambda: takes(2)),
            rival=Contestant("theirs", lambda: takes(6)),
            rounds=5,
        ),
        clock,
    )
    assert (result.to_floor, result.to_rival) == (1.5, 0.5)
    assert result.ours.median == result.ours.slow == 3
    assert "kzcase takes 1.50 x   bare" in "\n".join(result.lines())
    assert result.plain()["to_rival"] == 0.5


def test_contestants_take_turns_and_everyone_is_first_in_turn() -> None:
    turns: list[str] = []
    contestants = {name: Contestant(name, lambda name=name: turns.append(name)) for name in ("a", "b")}
    hold(Contest("turns", ours=contestants["a"], floor=contestants["b"], rounds=3))
    assert turns == ["a", "b", "b", "a", "a", "b", "b", "a"]


def test_the_first_round_and_what_prepares_a_turn_are_not_measured() -> None:
    clock = Clock()
    first = [True]

    def work() -> None:
        clock.now += 100 if first else 1
        first.clear()

    def aside() -> None:
        clock.now += 50

    result = hold(Contest("warm", ours=Contestant("ours", work, before=aside, after=aside), rounds=4), clock)
    assert (result.ours.median, result.ours.slow) == (1, 1)
    assert result.to_floor is None
    assert result.to_rival is None


def test_two_contestants_of_one_name_are_refused() -> None:
    one = Contestant("same", lambda: None)
    with pytest.raises(ValueError, match="one name"):
        hold(Contest("twice", ours=one, floor=one))


def test_the_small_size_is_a_hundredth_but_never_nothing() -> None:
    assert Size().of(100_000) == 100_000
    assert Size(0.01).of(100_000) == 1_000
    assert Size(0.01).of(10, least=2) == 2


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.run", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_benchmark_by_name_prints_its_ratio_and_writes_it_down(tmp_path: Path) -> None:
    outcome = run("--small", "--json", str(tmp_path / "results.json"), "command")
    assert outcome.returncode == 0, outcome.stderr
    assert "kzcase takes" in outcome.stdout
    (result,) = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert result["benchmark"] == "command"
    assert result["to_floor"] > 0


def test_an_unknown_benchmark_is_named() -> None:
    outcome = run("nonsense")
    assert outcome.returncode == 2
    assert "there is no benchmark nonsense" in outcome.stderr


def test_a_benchmark_that_hangs_is_stopped_and_said_to_be_broken(capfd: pytest.CaptureFixture[str]) -> None:
    assert not worked([sys.executable, "-c", "import time; time.sleep(60)"], 0.2)
    assert "stopped after" in capfd.readouterr().out


def test_a_window_that_never_becomes_ready_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    monkeypatch.setattr(waiting, "LONGEST", 0.05)
    with pytest.raises(TimeoutError, match="in vain for a page"):
        waiting.until(lambda: False, "a page")
    waiting.until(lambda: True, "a page")
