"""Finds what waits for a caseworker's decision, each by an index of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kzcase.history.fold import DELETED
from kzcase.history.tables import quoted, run, single
from kzcase.models.base import kinds
from kzcase.search.statements import rows_of
from kzcase.services import erasures, exports
from kzcase.services.records import shown_title
from kzcase.services.today.shapes import Decision

MOST = 10
"""Of each sort so many are named one by one; the rest are counted."""
MOST_COUNTED = 1_000

UNDECIDED = (
    "SELECT id, kind, title, status, conflicts FROM record "
    "WHERE conflicts IS NOT NULL AND kind IS NOT NULL ORDER BY kind, id LIMIT ?"
)
WAITING = "SELECT id, kind, title, status, waiting FROM record WHERE waiting IS NOT NULL ORDER BY id LIMIT ?"
MANY_UNDECIDED = (
    "SELECT count(*) FROM (SELECT 1 FROM record WHERE conflicts IS NOT NULL AND kind IS NOT NULL LIMIT ?)"
)
MANY_WAITING = "SELECT count(*) FROM (SELECT 1 FROM record WHERE waiting IS NOT NULL LIMIT ?)"
UNVERIFIED = (
    "SELECT b.id, b.label, b.time, coalesce(nullif(k.name, ''), b.sender_name, '') FROM batch AS b "
    "LEFT JOIN known_key AS k ON k.id = b.sender "
    "WHERE b.sender IS NOT NULL AND b.verified IS NOT 1 AND b.undone IS NULL AND k.verified IS NULL "
    "ORDER BY b.time DESC LIMIT ?"
)
WORDS = {
    "conflict": {
        "en": "Written differently by two people",
        "ru": "Записано по-разному двумя людьми",
        "kk": "Екі адам әртүрлі жазған",
    },
    "deletion": {
        "en": "Deleted by one, changed by another",
        "ru": "Один удалил, другой изменил",
        "kk": "Бірі жойған, бірі өзгерткен",
    },
    "waiting": {
        "en": "Waits for earlier changes that were not sent",
        "ru": "Ждёт более ранних изменений, которые не были присланы",
        "kk": "Жіберілмеген бұрынғы өзгерістерді күтуде",
    },
    "unverified": {
        "en": "Taken in from a sender whose key was not compared",
        "ru": "Принято от отправителя, чей ключ не сверен",
        "kk": "Кілті салыстырылмаған жіберушіден қабылданды",
    },
    "erasure": {
        "en": "Another office erased it: erase it here too?",
        "ru": "Другой офис стёр эту запись: стереть и здесь?",
        "kk": "Басқа кеңсе бұл жазбаны өшірді: мұнда да өшіру керек пе?",
    },
    "paper": {
        "en": "Consent withdrawn, papers are already out",
        "ru": "Согласие отозвано, а документы уже выданы",
        "kk": "Келісім кері алынды, ал қағаздар берілген",
    },
}
AND_MORE = {"en": "{words}: {count} more", "ru": "{words}: ещё {count}", "kk": "{words}: тағы {count}"}


def decisions(session: Session, language: str, day: date) -> tuple[Decision, ...]:
    """Everything that waits to be decided: what is undecided first, then what came from others.

    Of consents that were withdrawn after papers had gone out only the news of that day.
    """
    connection = session.connection()
    return (
        *_undecided(connection, language),
        *_waiting(connection, language),
        *_unverified(connection, language),
        *_proposed(session, language),
        *_papers_out(session, language, day),
    )


def _undecided(connection: Connection, language: str) -> Iterator[Decision]:
    found = run(connection, UNDECIDED, (MOST,)).fetchall()
    contested = _contested(connection, found)
    for record, kind, title, status, conflicts in found:
        what = "deletion" if record in contested else "conflict"
        yield Decision(what, _say(what, language), conflicts, record, kind, shown_title(title, status))
    yield from _rest(connection, "conflict", MANY_UNDECIDED, len(found), language)


def _contested(connection: Connection, found: list[tuple[Any, ...]]) -> set[str]:
    """Those of the undecided records whose deletion is contested."""
    by_kind: dict[str, list[str]] = {}
    for record, kind, *_ in found:
        if kind in kinds():
            by_kind.setdefault(kind, []).append(record)
    contested = set()
    for kind, ids in by_kind.items():
        reading = f"SELECT id, conflicts FROM {quoted(kind)} WHERE id IN (:ids)"
        for record, stored in rows_of(connection, reading, ids):
            if stored is not None and DELETED in orjson.loads(stored):
                contested.add(record)
    return contested


def _waiting(connection: Connection, language: str) -> Iterator[Decision]:
    found = run(connection, WAITING, (MOST,)).fetchall()
    for record, kind, title, status, waiting in found:
        yield Decision(
            "waiting", _say("waiting", language), waiting, record, kind or "", shown_title(title, status)
        )
    yield from _rest(connection, "waiting", MANY_WAITING, len(found), language)


def _unverified(connection: Connection, language: str) -> Iterator[Decision]:
    for batch, label, time, sender in run(connection, UNVERIFIED, (MOST,)).fetchall():
        title = " · ".join(one for one in (sender, label, time[:10]) if one)
        yield Decision("unverified", _say("unverified", language), 1, batch, "batch", title)


def _proposed(session: Session, language: str) -> Iterator[Decision]:
    for one in erasures.proposals_in(session, MOST):
        yield Decision("erasure", _say("erasure", language), 1, one.record, one.kind, one.title)


def _papers_out(session: Session, language: str, day: date) -> Iterator[Decision]:
    """Consents withdrawn lately, of people about whom papers are out already."""
    for one in exports.overtaken(session, day - exports.NEWS)[:MOST]:
        yield Decision("paper", _say("paper", language), len(one.papers), one.consent, "consent", one.title)


def _rest(connection: Connection, what: str, counting: str, named: int, language: str) -> Iterator[Decision]:
    """One line for all that were not named, if there are more."""
    if named < MOST:
        return
    more = int(single(connection, counting, (MOST_COUNTED,))) - named
    if more > 0:
        words = AND_MORE.get(language, AND_MORE["en"]).format(words=_say(what, language), count=more)
        yield Decision(what, words, more, "", "", "")


def _say(what: str, language: str) -> str:
    return WORDS[what].get(language, WORDS[what]["en"])
