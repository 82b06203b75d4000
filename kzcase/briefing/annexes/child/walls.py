"""What the process gives up before it reads a byte that somebody else wrote.

Limits of memory, time and files are what every Unix has. Linux can take away
more: any file but those of Python and the system's fonts (Landlock), and
sockets, other programs and other processes' memory (seccomp). Where a system
has one of these not, the others still stand.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
SECONDS = 1_800
"""Of processor time for a whole document; the parent ends a page that takes too long long before."""

FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/X11/fonts")
"""Where fonts are that a document names and does not bring along."""
LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")

NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2
"""Words of prctl(2)."""
RULESET, RULE, RESTRICT = 444, 445, 446
"""The numbers of Landlock's calls, the same on every processor."""
READING = 1 << 2 | 1 << 3
"""Landlock's rights to read a file and a folder."""
MACHINES = {
    "x86_64": (0xC000003E, (41, 53, 59, 101, 310, 311, 322, 425, 438)),
    "aarch64": (0xC00000B7, (198, 199, 221, 117, 270, 271, 281, 425, 438)),
}
"""A processor as seccomp names it, and the numbers there of socket, socketpair, execve, ptrace,
process_vm_readv, process_vm_writev, execveat, io_uring_setup and pidfd_getfd."""


def limit(beside: int = 0) -> None:
    """Give up everything that drawing does not need, for good; `beside` are the bytes of the file."""
    try:
        import resource
    except ImportError:  # not on Windows: there the parent's watch is all there is
        return
    for what, value in (
        (resource.RLIMIT_AS, MEMORY + beside),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
    ):
        try:
            resource.setrlimit(what, (value, value))
        except (OSError, ValueError):  # this system does not know that one
            continue
    if sys.platform == "linux" and sys.maxsize > 1 << 32:
        _wall_in()


def _wall_in() -> None:
    import ctypes

    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return
    _files(system)
    _calls(system, ctypes)


def _files(system: Any) -> None:
    """Landlock: of the whole disk only what drawing needs can be read, and nothing can be written."""
    version = system.syscall(RULESET, None, 0, 1)
    if version < 1:
        return
    rights = (1 << 13) - 1
    for since, right in ((2, 1 << 13), (3, 1 << 14), (5, 1 << 15)):
        rights |= right if version >= since else 0
    asked = struct.pack("=Q", rights)
    if version >= 4:  # connecting and listening by TCP
        asked += struct.pack("=Q", 3)
    if version >= 6:  # signals and abstract sockets
        asked += struct.pack("=Q", 3)
    ruleset = system.syscall(RULESET, asked, len(asked), 0)
    if ruleset < 0:
        return
    for place in {sys.prefix, sys.base_prefix, *sys.path, *FONTS, *LIBRARIES}:
        if Path(place).is_dir():
            folder = os.open(place, os.O_PATH | os.O_CLOEXEC)
            system.syscall(RULE, ruleset, 1, struct.pack("=Qi", READING, folder), 0)
            os.close(folder)
    system.syscall(RESTRICT, ruleset, 0)
    os.close(ruleset)


def _calls(system: Any, ctypes: Any) -> None:
    """seccomp: no socket, no other program, no other process's memory."""
    if os.uname().machine not in MACHINES:
        return
    processor, refused = MACHINES[os.uname().machine]
    kill, allow, deny = (0x06, 0, 0, 0x80000000), (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x00050001)
    # Of another processor's calls, or those numbered in another way, nothing is known here.
    lines = [(0x20, 0, 0, 4), (0x15, 1, 0, processor), kill, (0x20, 0, 0, 0), (0x35, 0, 1, 0x40000000), kill]
    lines += [(0x15, len(refused) - place, 0, number) for place, number in enumerate(refused)]
    lines += [allow, deny]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in lines))
    program = struct.pack("@HP", len(lines), ctypes.addressof(code))
    system.prctl(SECCOMP, FILTER, program, 0, 0)
