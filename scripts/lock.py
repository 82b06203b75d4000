"""Writes both lock files from pyproject.toml: names, versions and hashes for every platform, no addresses.

`make lock` keeps every pin that still fits; `make lock UPGRADE=--upgrade` takes newer versions.
Must be run with the Python of an environment that holds uv.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN = ROOT / "requirements.lock"
WORK = ROOT / "requirements-dev.lock"


def compile_to(lock: Path, *arguments: str) -> None:
    """Let uv resolve for all platforms and check that no address slipped in."""
    uv = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml", *arguments]
    uv += ["--universal", "--python-version", "3.11", "--generate-hashes"]
    uv += ["--no-emit-index-url", "--no-emit-find-links", "--no-annotate"]
    uv += ["--custom-compile-command", "make lock", "--output-file", lock.name]
    subprocess.run(uv, cwd=ROOT, check=True)
    if "://" in lock.read_text(encoding="utf-8"):
        sys.exit(f"{lock.name} holds an address; nothing that names a server may stand in it.")


def main() -> None:
    """Lock what it takes to run; then, agreeing with that, what it takes to work."""
    upgrade = sys.argv[1:]
    compile_to(RUN, *upgrade)
    compile_to(WORK, "--group", "dev", "--constraints", RUN.name, *upgrade)


if __name__ == "__main__":
    main()
