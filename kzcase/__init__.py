"""kzcase: encrypted, offline case files on Kazakhstan's freedom restrictions."""

__version__ = "0.1.0"
