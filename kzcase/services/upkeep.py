"""Brings a vault up to this version where it reads history differently than the one that painted it.

A newer version may know fields that were only kept until now, name records
otherwise, fold spellings otherwise or derive other dates. History itself never
changes; what is painted from it must follow. The vault remembers by which
declarations it was painted, piece by piece, so that only what changed is done
again: a new field costs a look through the history of one kind, another rule
for dates costs the dates alone. Long work is kept in steps: who stops it goes
on from there at the next opening, and nobody sees a vault half way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from kzcase.history.guard import materialising
from kzcase.history.ledger import Ledger
from kzcase.history.tables import run
from kzcase.models.base import kinds
from kzcase.models.ledger import LocalRow
from kzcase.progress import Progress
from kzcase.reference import shipped
from kzcase.search import index
from kzcase.search.derive import derive as name_and_index
from kzcase.search.index import VERSION as INDEX_VERSION
from kzcase.services import derived
from kzcase.vault.vault import Vault

MARK = "painted by"
PLACE = "painting"
STEP = 2_000
"""Records brought up to date in one unit of work."""

NAMED = ("law", "regions")
"""The shipped rows whose words stand in titles and in the index."""
COUNTED = ("law", "procedure", "replies", "workdays")
"""The shipped rows by which dates are computed."""

Declared = Mapping[str, Any]


class Piece(StrEnum):
    """What is painted from history, in the order in which one needs the other."""

    TABLES = "tables"
    NAMES = "names"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a vault needs: of each kind all records (None) or these, for each piece."""

    work: Mapping[Piece, Mapping[str, Collection[str] | None]] = field(default_factory=dict)
    forget_dates: bool = False
    forget_words: bool = False

    def __bool__(self) -> bool:
        return self.forget_dates or self.forget_words or any(self.work.values())


def declarations() -> dict[str, Any]:
    """Everything that decides how tables, titles, indexes and dates are painted from history."""
    fields = {
        kind.key: {
            one.key: [one.type, one.compartment, one.protect, one.vocabulary, one.owner, one.hidden]
            for one in kind.fields.values()
        }
        for kind in kinds().values()
    }
    titles = {kind.key: kind.title for kind in kinds().values()}
    versions = shipped.versions()
    declared = {
        Piece.TABLES.value: fields,
        Piece.NAMES.value: {"titles": titles, "index": [INDEX_VERSION, *(versions[one] for one in NAMED)]},
        Piece.DATES.value: [derived.VERSION, *(versions[one] for one in COUNTED)],
    }
    plain: dict[str, Any] = orjson.loads(orjson.dumps(declared))
    return plain


def is_current(session: Session) -> bool:
    """Whether the vault's tables were painted by these declarations."""
    return bool(_read(session, MARK) == declarations())


def note(session: Session) -> None:
    """Remember that the tables are painted by these declarations."""
    _write(session, MARK, declarations())
    session.execute(delete(LocalRow).where(LocalRow.key == PLACE))


def catch_up(vault: Vault, ledger: Ledger, progress: Progress) -> None:
    """Paint anew what these declarations paint otherwise, step by step, and remember it.

    Raises `Cancelled` between two steps; the next call goes on from there.
    """
    wanted = _named(declarations())
    with vault.read() as session:
        needed = plan(session.connection(), _read(session, MARK))
        place = _read(session, PLACE) or {}
    done = place["done"] if isinstance(place, dict) and place.get("for") == wanted else 0
    if needed.forget_dates and not done:
        with vault.write() as session, materialising(session.connection()):
            derived.forget(session.connection())
    if needed.forget_words and not done:
        with vault.write() as session, materialising(session.connection()):
            index.empty(session.connection())
    with vault.read() as session:
        steps = list(_steps(session.connection(), needed))
    for number, (piece, kind, ids) in enumerate(steps):
        progress.step("Bringing the vault up to this version", number, len(steps))
        if number < done:
            continue
        with vault.write() as session:
            _do(ledger, session, piece, kind, ids)
            _write(session, PLACE, {"for": wanted, "done": number + 1})
    with vault.write() as session:
        note(session)


def plan(connection: Connection, mark: Any) -> Plan:
    """What must be painted anew in a vault with this mark; all of it if the mark cannot be read."""
    now = declarations()
    if not (isinstance(mark, dict) and mark.keys() == now.keys()):
        every, dated = dict.fromkeys(now[Piece.TABLES]), dict.fromkeys(derived.kinds())
        work = {Piece.TABLES: every, Piece.NAMES: every, Piece.DATES: dated}
        return Plan(work, forget_dates=True, forget_words=True)
    tables = _tables(connection, mark[Piece.TABLES], now[Piece.TABLES])
    names, dates = dict(tables), dict(tables)
    was, are = mark[Piece.NAMES], now[Piece.NAMES]
    for kind in now[Piece.TABLES]:
        if was["titles"].get(kind) != are["titles"][kind] and kind in mark[Piece.TABLES]:
            names[kind] = None
    if reindexed := was["index"] != are["index"]:
        names = dict.fromkeys(now[Piece.TABLES])
    anew = mark[Piece.DATES] != now[Piece.DATES]
    if anew:
        dates |= dict.fromkeys(derived.kinds())
    return Plan({Piece.TABLES: tables, Piece.NAMES: names, Piece.DATES: dates}, anew, reindexed)


def _tables(connection: Connection, was: Declared, now: Declared) -> dict[str, Collection[str] | None]:
    """The records to fold anew: those of a changed kind, and those in which a new field was kept."""
    needed: dict[str, Collection[str] | None] = {}
    for kind, fields in now.items():
        if (before := was.get(kind)) is None:
            needed[kind] = None
        elif any(fields.get(key) != declared for key, declared in before.items()):
            needed[kind] = None
        elif kept := _with_fields(connection, kind, sorted(fields.keys() - before.keys())):
            needed[kind] = kept
    return needed


def _with_fields(connection: Connection, kind: str, keys: Sequence[str]) -> tuple[str, ...]:
    """The records of a kind whose revisions say something of one of these fields, known by its name alone."""
    if not keys:
        return ()
    named = " OR ".join("instr(v.parts, ?) > 0" for _ in keys)
    found = run(
        connection,
        "SELECT DISTINCT r.id FROM record AS r JOIN revision AS v ON v.record = r.id"
        f" WHERE r.kind = ? AND ({named}) ORDER BY r.id",
        (kind, *(f'"{key}":'.encode() for key in keys)),
    )
    return tuple(row[0] for row in found)


def _steps(connection: Connection, needed: Plan) -> Iterator[tuple[Piece, str, Sequence[str]]]:
    for piece in Piece:
        for kind, some in sorted(needed.work.get(piece, {}).items()):
            if some is None:
                # As they stand in the tables, which is how they are written fastest.
                found = run(connection, "SELECT id FROM record WHERE kind = ? ORDER BY seq", (kind,))
                ids = [row[0] for row in found]
            else:
                ids = sorted(some)
            for start in range(0, len(ids), STEP):
                yield piece, kind, ids[start : start + STEP]


def _do(ledger: Ledger, session: Session, piece: Piece, kind: str, ids: Sequence[str]) -> None:
    connection = session.connection()
    match piece:
        case Piece.TABLES:
            ledger.repaint(session, kind, ids)
        case Piece.NAMES:
            with materialising(connection):
                name_and_index(connection, {kind: ids})
        case Piece.DATES:
            with materialising(connection):
                derived.derive(connection, {kind: ids})


def _named(declared: dict[str, Any]) -> str:
    return sha256(orjson.dumps(declared, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _read(session: Session, key: str) -> Any:
    value = session.scalar(select(LocalRow.value).where(LocalRow.key == key))
    try:
        return None if value is None else orjson.loads(value)
    except orjson.JSONDecodeError:
        return None  # as versions before this one left it


def _write(session: Session, key: str, value: Any) -> None:
    statement = insert(LocalRow).values(key=key, value=orjson.dumps(value).decode())
    session.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
    )
