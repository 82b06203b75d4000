"""How long a script waits for each call of kzcase before anything is done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.harness import Contest, Contestant, Size


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """The help of the program against a bare Python that only reads its arguments."""
    # Bytecode is kept, as an installed program's is.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def call(*arguments: str) -> None:
        command = [sys.executable, *arguments]
        subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)

    bare = "import argparse; argparse.ArgumentParser().parse_args([])"
    yield Contest(
        name="start without a window (kzcase --help)",
        ours=Contestant("kzcase --help", lambda: call("-m", "kzcase", "--help")),
        floor=Contestant("Python that reads its arguments", lambda: call("-c", bare)),
        rounds=size.of(20, least=3),
    )
