"""Runs the benchmarks: `python -m benchmarks.run [--small | --size SHARE] [--cpu] [--json FILE] [NAME...]`.

Each file is run in a process of its own, so that none finds what another has
loaded; all contestants of a contest share that process.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.harness import Size, hold

HERE = Path(__file__).resolve().parent
SMALL = 0.01
LONGEST_SMALL = 300
"""Seconds for one small benchmark; each takes a few, and one that hangs is broken."""


def main() -> int:
    """Run those named, or all; the exit status says whether all of them worked."""
    words = argparse.ArgumentParser(description="Measure kzcase against a floor and a rival.")
    words.add_argument("names", nargs="*", metavar="NAME", help="which benchmarks (all)")
    words.add_argument("--small", action="store_true", help="a hundredth, to see that they work")
    words.add_argument("--size", type=float, metavar="SHARE", help="of the full size, such as 0.2")
    words.add_argument("--cpu", action="store_true", help="processor time, also of children")
    words.add_argument("--json", type=Path, help="write the results here too")
    words.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = words.parse_args()
    known = sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py"))
    unknown = sorted(set(given.names) - set(known))
    if unknown:
        words.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    share = SMALL if given.small else given.size or 1.0
    if given.here:
        return measure(given.names[0], Size(share), given.json, cpu if given.cpu else time.perf_counter)
    return run_each(given.names or known, share, given.json, ["--cpu"] if given.cpu else [])


def run_each(names: list[str], share: float, out: Path | None, more: list[str]) -> int:
    """Each benchmark in a fresh process; one that breaks does not stop the others."""
    broken, results = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            print(f"\n== {name}", flush=True)
            part = Path(folder) / f"{name}.json"
            command = [sys.executable, "-m", "benchmarks.run", "--here", "--size", str(share)]
            command += [*more, "--json", str(part), name]
            if not worked(command, LONGEST_SMALL if share <= SMALL else None):
                broken.append(name)
            else:
                results += json.loads(part.read_text(encoding="utf-8"))
    if out:
        out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if broken:
        print(f"\nbroken: {', '.join(broken)}", flush=True)
    return 1 if broken else 0


def worked(command: list[str], longest: float | None) -> bool:
    """Run a benchmark; one that takes longer than `longest` seconds is stopped and did not work."""
    try:
        return not subprocess.run(command, cwd=HERE.parent, timeout=longest).returncode
    except subprocess.TimeoutExpired:
        print(f"stopped after {longest:.0f} s", flush=True)
        return False


def measure(name: str, size: Size, out: Path, clock: Callable[[], float]) -> int:
    """Hold all contests of one benchmark in this process and print what came of them."""
    module = importlib.import_module(f"benchmarks.bench_{name}")
    results = []
    with tempfile.TemporaryDirectory(prefix="kzcase-bench-") as folder:
        for contest in module.contests(size, Path(folder)):
            result = hold(contest, clock)
            print("\n".join(result.lines()), flush=True)
            results.append({"benchmark": name, **result.plain()})
    out.write_text(json.dumps(results), encoding="utf-8")
    return 0


def cpu() -> float:
    """Seconds of processor time that this process and those it waited for have taken."""
    # Of children only hundredths of a second are known; of this process far less.
    return time.process_time() + sum(os.times()[2:4])


if __name__ == "__main__":
    sys.exit(main())
