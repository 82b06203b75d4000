"""Keeps titles and the text index right, in the transaction that changed the records."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from kzcase.search import index, titles


def derive(connection: Connection, touched: Mapping[str, set[str]]) -> None:
    """Derive again what depends on the touched records, by kind; called by history after it wrote them."""
    index.put(connection, titles.put(connection, touched))
