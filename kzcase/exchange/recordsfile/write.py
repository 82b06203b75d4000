"""Writes the records of a vault as they stand to a plain records file."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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


def write(
    office: Office,
    path: Path,
    *,
    records: Collection[str] | None = None,
    without: Collection[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write every shared record (or only `records`) as it stands to a plain file; returns how many.

    Fields of the compartments `without` are left out. The file is not encrypted
    and says so in its first line. Raises `Unwritable`; then there is no new file
    and an older one is as it was.
    """
    watched = progress or quiet()
    try:
        with wholefile.writing(path) as file, office.read() as session:
            written = 0
            file.write(orjson.dumps({"namespace": "", "note": NOTE}) + b"\n")
            for line in _lines(session, records, without, watched):
                file.write(line + b"\n")
                written += 1
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error
    return written


def _lines(
    session: Session, records: Collection[str] | None, without: Collection[str], watched: Progress
) -> Iterator[bytes]:
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
        keys = [key for key, field in kind.fields.items() if field.compartment not in without]
        for row in rows:
            if records is not None and row["id"] not in records:
                continue
            fields = {
                key: sorted(row[key]) if isinstance(row[key], frozenset) else row[key]
                for key in keys
                if row[key] is not None
            }
            yield orjson.dumps(
                {"kind": kind.key, "id": row["id"], "fields": fields}, option=orjson.OPT_SORT_KEYS
            )
