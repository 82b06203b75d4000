"""What a command does, loaded only when it is done."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

Run = Callable[[argparse.Namespace], int | None]


@dataclass(frozen=True, slots=True)
class Later:
    """A function of one of the rooms of the command line, which is only loaded when it is called."""

    room: Callable[[], ModuleType]
    name: str

    def function(self) -> Run:
        """Load it."""
        found: Run = getattr(self.room(), self.name)
        return found

    def __call__(self, arguments: argparse.Namespace) -> int | None:
        """Call it."""
        return self.function()(arguments)
