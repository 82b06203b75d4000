"""Lists of any kind: what they can show, one page of rows at a time, and how each was left."""

from __future__ import annotations

from kzcase.services.lists.cells import Sign
from kzcase.services.lists.columns import (
    OWNER,
    TITLE,
    Column,
    columns,
    default_columns,
    first_look,
    offered,
)
from kzcase.services.lists.filters import TAG, QuickFilter, as_text, carries_tags, quick_filters
from kzcase.services.lists.query import ListQuery, ListRow, Page
from kzcase.services.lists.reading import COUNT_LIMIT, count, page, page_in, rows
from kzcase.services.lists.remembered import ListLook, forget, remember, remembered

__all__ = [
    "COUNT_LIMIT",
    "OWNER",
    "TAG",
    "TITLE",
    "Column",
    "ListLook",
    "ListQuery",
    "ListRow",
    "Page",
    "QuickFilter",
    "Sign",
    "as_text",
    "carries_tags",
    "columns",
    "count",
    "default_columns",
    "first_look",
    "forget",
    "offered",
    "page",
    "page_in",
    "quick_filters",
    "remember",
    "remembered",
    "rows",
]
