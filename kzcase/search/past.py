"""Remembers what a field said before, so that what was derived from it then can be derived anew.

A name that is moved to another person, a person who is no longer merged with
another, a term whose key is corrected: the tables no longer say whom they
concerned. History does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import orjson
from sqlalchemy import Connection

from kzcase.history.idset import ascending
from kzcase.history.tables import groups
from kzcase.search.statements import rows_of

CHANGED = "SELECT record FROM revision WHERE record IN (:ids) GROUP BY record HAVING count(*) > 1"
PARTS = "SELECT parts FROM revision WHERE record IN (:ids)"


def said(connection: Connection, records: Collection[str], fields: Collection[str]) -> Iterator[str]:
    """Every text that one of these fields ever held in records that were changed since they were made.

    One that was held several times may come several times.
    """
    for group in groups(ascending(records)):
        changed = [row[0] for row in rows_of(connection, CHANGED, group)]
        for (parts,) in rows_of(connection, PARTS, changed):
            for part in orjson.loads(parts):
                for key, value in part["fields"].items():
                    if key in fields and isinstance(value, str):
                        yield value
