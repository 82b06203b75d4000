"""Reports a step of long work and notices a cancel; knows no window.

Long work takes a `Progress` and calls `step` between its pieces. The window
and the command line each bring their own; the default says nothing and is
never cancelled.
"""

from __future__ import annotations

from kzcase.errors import Cancelled


class Progress:
    """Where long work says how far it is and asks whether to go on."""

    def __init__(self) -> None:
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step (safe from any thread)."""
        self._cancelled = True

    def step(self, what: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far (`total` 0: not known).

        Raises `Cancelled` if the user asked to stop.
        """
        if self._cancelled:
            raise Cancelled
        self.report(what, done, total)

    def report(self, what: str, done: int, total: int) -> None:
        """Show the step; the quiet default shows nothing."""


def quiet() -> Progress:
    """A progress that nobody watches."""
    return Progress()
