"""Reads the words out of attached files, in a process of its own that can do nothing else."""

from __future__ import annotations

from kzcase.search.extract.parent import LARGEST, READER, Extracted, State, extract

__all__ = ["LARGEST", "READER", "Extracted", "State", "extract"]
