"""Remembers when each writer last looked at Today, and says what changed since.

The mark is the local number of the newest revision; it stays on this laptop.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.marks import LAST_VISIT
from kzcase.history.revision import IMPORT, utc_text
from kzcase.history.tables import run, single
from kzcase.history.writers import active_keys
from kzcase.services.office import Office
from kzcase.services.today.shapes import Since

MOST = 1_000
"""More revisions than this are not looked through to say what changed."""

NEWEST = "SELECT coalesce(max(seq), 0) FROM revision"
KEPT = "SELECT value FROM local_value WHERE key = ?"
KEEP = (
    "INSERT INTO local_value (key, value) VALUES (?, ?) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
# A header's canonical bytes begin with its author, so that it need not be read.
SINCE = (
    "SELECT r.record, CAST(substr(r.header, 12, 32) AS TEXT), b.id, b.label, w.name, "
    "coalesce(k.name, b.sender_name) "
    "FROM revision AS r "
    "LEFT JOIN batch_item AS i ON i.revision = r.id LEFT JOIN batch AS b ON b.id = i.batch "
    "LEFT JOIN known_key AS k ON k.id = b.sender "
    "LEFT JOIN writer AS w ON w.id = CAST(substr(r.header, 12, 32) AS TEXT) "
    "WHERE r.seq > ? ORDER BY r.seq LIMIT ?"
)

WORDS = {
    "through": {
        "en": "{count} of {label}",
        "ru": "{count} из {label}",
        "kk": "{count}: {label}",
    },
    "from": {"en": "{count} from {label}", "ru": "{count}: {label}", "kk": "{count}: {label}"},
    "by": {"en": "{count} by {label}", "ru": "{count}: {label}", "kk": "{count}: {label}"},
    "yours": {"en": "{count} of yours", "ru": "{count} ваших", "kk": "{count}: сіздікі"},
}
RECORDS = {
    "en": {"one": "{n} record", "other": "{n} records"},
    "ru": {"one": "{n} запись", "few": "{n} записи", "many": "{n} записей", "other": "{n} записи"},
    "kk": {"other": "{n} жазба"},
}
MORE = {"en": "more than {n}", "ru": "более {n}", "kk": "{n} артық"}


def visited(office: Office) -> None:
    """Mark that whoever writes has seen what there is now: what comes after is new at the next visit."""
    with office.vault.write() as session:
        connection = session.connection()
        mark = {"seq": single(connection, NEWEST), "time": utc_text(office.clock())}
        run(connection, KEEP, (LAST_VISIT + active_keys(connection).id, orjson.dumps(mark).decode()))


def since(session: Session, language: str) -> Since:
    """What changed since whoever writes last looked."""
    connection = session.connection()
    me = active_keys(connection).id
    mark = _mark(connection, me)
    if mark is None:
        return Since(None, 0, 0, ())
    found = run(connection, SINCE, (mark["seq"], MOST + 1)).fetchall()
    more = len(found) > MOST
    sources: dict[tuple[str, str], set[str]] = {}
    for record, author, batch, label, writer, sender in found[:MOST]:
        if batch is None and author == me:
            source = ("yours", "")
        elif sender:
            source = ("from", sender)
        elif batch is not None or author.startswith(IMPORT):
            source = ("through", label or "")
        else:
            source = ("by", writer or author[:8])
        sources.setdefault(source, set()).add(record)
    yours = sources.get(("yours", ""), set())
    others = {record for source, records in sources.items() if source[0] != "yours" for record in records}
    lines = tuple(_lines(sources, language, more=more))
    return Since(mark["time"], len(others), len(yours), lines, more)


def _mark(connection: Connection, writer: str) -> dict[str, Any] | None:
    kept = single(connection, KEPT, (LAST_VISIT + writer,))
    return None if kept is None else orjson.loads(kept)


def _lines(sources: dict[tuple[str, str], set[str]], language: str, *, more: bool) -> Iterator[str]:
    """One line for each file, each other writer, and oneself: others first."""
    for (how, label), records in sorted(sources.items(), key=lambda one: (one[0][0] == "yours", one[0])):
        words = WORDS[how].get(language, WORDS[how]["en"])
        yield words.format(count=counted(len(records), language), label=label)
    if more:
        yield MORE.get(language, MORE["en"]).format(n=counted(MOST, language))


def counted(number: int, language: str) -> str:
    """A number of records in words."""
    from babel import Locale

    forms = RECORDS.get(language, RECORDS["en"])
    form = Locale.parse(language if language in RECORDS else "en").plural_form(number)
    return forms.get(form, forms["other"]).format(n=number)
