"""Run by its path: finds what stands beside it, and nothing else of the program."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    # Behind everything: what stands there must not be taken for something that others import.
    here = Path(__file__).parent
    sys.path[:] = [*sys.path[1:], str(here.parent)]
    import_module(f"{here.name}.run").main()
