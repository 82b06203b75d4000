"""What the process that draws can still do, asked of a process that gave up the same."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kzcase.briefing.annexes.flatten import CHILD

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what other systems take away is less")

TRIES = """
import ctypes, json, os, socket, sys
sys.path.append({beside!r})
import child.walls
child.walls.limit(1 << 20)
parent = os.getppid()
tries = {{
    "a socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "a socket of this machine": lambda: socket.socket(socket.AF_UNIX),
    "a pair of sockets": socket.socketpair,
    "another program": lambda: os.execv("/bin/true", ["true"]),
    "another process's memory": lambda: open(f"/proc/{{parent}}/mem", "rb"),
    "a signal": lambda: os.kill(parent, 0),
    "a file": lambda: open({secret!r}).read(),
    "a folder": lambda: os.listdir({folder!r}),
    "writing": lambda: open({folder!r} + "/new", "w"),
}}
could = []
for what, attempt in tries.items():
    try:
        attempt()
    except OSError:
        continue
    could.append(what)
if ctypes.CDLL(None).ptrace(16, parent, 0, 0) == 0:
    could.append("tracing")
import pypdfium2
from PIL import JpegImagePlugin
import resource
print(json.dumps({{"could": could, "memory": resource.getrlimit(resource.RLIMIT_AS)}}))
"""


def told(tmp_path: Path) -> dict[str, Any]:
    secret = tmp_path / "secret"
    secret.write_text("of the vault")
    script = TRIES.format(beside=str(CHILD.parent), secret=str(secret), folder=str(tmp_path))
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, check=True)
    return dict(json.loads(run.stdout))


def test_the_process_can_only_draw(tmp_path: Path) -> None:
    if ctypes.CDLL(None).syscall(444, None, 0, 1) < 6 or os.uname().machine not in ("x86_64", "aarch64"):
        pytest.skip("this kernel has no such walls")
    said = told(tmp_path)
    assert said["could"] == []
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]


def test_its_memory_is_limited_beside_the_size_of_the_file(tmp_path: Path) -> None:
    assert told(tmp_path)["memory"] == [(1 << 30) + (1 << 20)] * 2
