"""What the process gives up before it reads a byte that somebody else wrote."""

from __future__ import annotations

MEMORY = 1 << 30
SECONDS = 1_800
"""Of processor time for a whole document; the parent ends a page that takes too long long before."""


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
