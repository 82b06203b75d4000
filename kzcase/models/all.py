"""Imports every module that declares a table, so that the metadata is whole."""

from __future__ import annotations

from kzcase.models import ledger, person

__all__ = ["ledger", "person"]
