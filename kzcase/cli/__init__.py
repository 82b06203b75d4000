"""The same program without a window: its second front end, for scripts and tests."""

from kzcase.cli.main import main

__all__ = ["main"]
