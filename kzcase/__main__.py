"""Starts kzcase as `python -m kzcase`."""

from __future__ import annotations

import sys

from kzcase.app import main

if __name__ == "__main__":
    sys.exit(main())
