"""Writes the records of a vault as they stand to a plain records file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from kzcase import wholefile
from kzcase.errors import Unwritable
from kzcase.models.base import Travel, kinds, models
from kzcase.models.ledger import RecordRow
from kzcase.progress import Progress, quiet
from kzcase.services.office import Office

NOTE = "kzcase records, plain: not encrypted"


def write(office: Office, path: Path, *, progress: Progress | None = None) -> int:
    """Write every shared record as it stands to a plain file; returns how many.

    The file is not encrypted and says so in its first line. Raises `Unwritable`;
    then there is no new file and an older one is as it was.
    """
    watched = progress or quiet()
    try:
        with wholefile.writing(path) as file, office.read() as session:
            written = 0
            file.write(orjson.dumps({"namespace": "", "note": NOTE}) + b"\n")
            for line in _lines(session, watched):
                file.write(line + b"\n")
                written += 1
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    return written


def _lines(session: Session, watched: Progress) -> Iterator[bytes]:
    shared = [kind for kind in kinds().values() if kind.travel is Travel.SHARED]
    for place, kind in enumerate(shared):
        watched.step("Writing records", place, len(shared))
        table = models()[kind.key].__table__
        rows = session.execute(
            select(table)
            .join(RecordRow, RecordRow.id == table.c.id)
            .where(RecordRow.status.in_(("here", "merged")))
            .order_by(table.c.id)
        ).mappings()
        for row in rows:
            fields = {
                key: sorted(row[key]) if isinstance(row[key], frozenset) else row[key]
                for key in kind.fields
                if row[key] is not None
            }
            yield orjson.dumps(
                {"kind": kind.key, "id": row["id"], "fields": fields}, option=orjson.OPT_SORT_KEYS
            )
