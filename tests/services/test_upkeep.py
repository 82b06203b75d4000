"""A version that reads history differently paints the tables anew; history itself never changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
import pytest

from kzcase.errors import Cancelled
from kzcase.models.ledger import LocalRow
from kzcase.progress import Progress
from kzcase.services import agenda, derived, records, searching, upkeep, vaults
from kzcase.services.office import Office
from kzcase.services.upkeep import Piece

DAY = date(2026, 11, 22)


def _driver(session: Any) -> Any:
    connection = session.connection()
    connection.info["history"] = True
    return connection.connection.driver_connection


def _painted_by_another(office: Office, mark: str = "another version") -> None:
    """Leave the vault as another version would have: with its own mark, and titles of its own making."""
    with office.vault.write() as session:
        session.merge(LocalRow(key=upkeep.MARK, value=mark))
        driver = _driver(session)
        driver.execute("UPDATE record SET title = 'as another version names it', fold = ''")
        driver.execute("UPDATE person SET locality = NULL")
        driver.execute("DELETE FROM agenda_item")


def _planned(office: Office, **changes: Any) -> upkeep.Plan:
    """What would be done in a vault painted by declarations that differ in this."""
    mark = upkeep.declarations()
    for piece, change in changes.items():
        change(mark[piece])
    with office.read() as session:
        return upkeep.plan(session.connection(), mark)


def test_tables_painted_by_another_version_are_painted_anew_when_the_vault_is_opened(sample: Office) -> None:
    state = vaults.check(sample)["state"]
    due = agenda.due(sample, DAY, 60)
    person = next(iter(due.items[0].people))
    title = records.view(sample, person).title
    _painted_by_another(sample)
    assert not vaults.check(sample, rebuild=True)["ok"]

    again = Office.of(sample.vault)

    assert records.view(again, person).title == title
    assert agenda.due(again, DAY, 60) == due
    assert vaults.check(again, rebuild=True) == {**vaults.check(again), "ok": True, "state": state}


def test_a_vault_of_this_version_is_left_alone(new_office: Callable[..., Office]) -> None:
    office = new_office()
    with office.vault.write() as session:
        upkeep.note(session)
        before = office.vault.commit_counter(session)

    again = Office.of(office.vault)

    with again.read() as session:
        assert upkeep.is_current(session)
        assert again.vault.commit_counter(session) == before + 1  # the mark itself, nothing since


class _StoppedAt(Progress):
    """Somebody who stops the work at a step."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.seen: list[int] = []

    def step(self, what: str, done: int = 0, total: int = 0) -> None:
        self.seen.append(done)
        if done == self._number:
            raise Cancelled


def test_long_work_goes_on_where_it_was_stopped(sample: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "STEP", 20)
    state = vaults.check(sample)["state"]
    _painted_by_another(sample)
    done: list[tuple[Piece, str, Any]] = []
    work = upkeep._do

    def noted(ledger: Any, session: Any, piece: Piece, kind: str, ids: Any) -> None:
        done.append((piece, kind, tuple(ids)))
        work(ledger, session, piece, kind, ids)

    monkeypatch.setattr(upkeep, "_do", noted)
    for stop in (5, 17):
        with pytest.raises(Cancelled):
            upkeep.catch_up(sample.vault, sample.ledger, _StoppedAt(stop))
        with sample.read() as session:
            assert not upkeep.is_current(session)
    assert len(done) == 17
    Office.of(sample.vault)

    assert len(done) == len(set(done))
    assert vaults.check(sample, rebuild=True) == {**vaults.check(sample), "ok": True, "state": state}


def test_what_a_change_does_not_concern_is_not_done_again(sample: Office) -> None:
    everyone = dict.fromkeys(derived.kinds())

    assert not _planned(sample)
    dates = _planned(sample, dates=lambda mark: mark.append("another rule"))
    assert dates.forget_dates
    assert dates.work == {Piece.TABLES: {}, Piece.NAMES: {}, Piece.DATES: everyone}
    named = _planned(sample, names=lambda mark: mark["titles"].update(hearing=["court"]))
    assert not named.forget_dates
    assert named.work == {Piece.TABLES: {}, Piece.NAMES: {"hearing": None}, Piece.DATES: {}}
    changed = _planned(sample, tables=lambda mark: mark["hearing"]["court"].append("another type"))
    assert changed.work == {piece: {"hearing": None} for piece in Piece}


def test_a_new_field_concerns_only_the_records_that_said_it_before_it_was_known(sample: Office) -> None:
    with sample.read() as session:
        said = _driver(session).execute("SELECT id FROM person WHERE occupation IS NOT NULL").fetchall()
    people = tuple(sorted(one for (one,) in said))
    assert len(people) > 0

    found = _planned(sample, tables=lambda mark: mark["person"].pop("occupation"))

    assert found.work == {piece: {"person": people} for piece in Piece}
    never = _planned(sample, tables=lambda mark: mark["law_note"].pop("penalties"))
    assert not never


def test_another_index_is_emptied_before_it_is_written_anew(sample: Office) -> None:
    everything = _planned(sample, names=lambda mark: mark["index"].append("another index"))
    assert everything.forget_words
    assert everything.work[Piece.NAMES] == dict.fromkeys(upkeep.declarations()["tables"])
    hits = searching.find(sample, "Sampleuly")
    assert hits
    mark = upkeep.declarations()
    mark["names"]["index"].append("another index")
    with sample.vault.write() as session:
        session.merge(LocalRow(key=upkeep.MARK, value=orjson.dumps(mark).decode()))
        _driver(session).execute("INSERT INTO search_text(rowid, words) VALUES (1, 'ofanotherversion')")

    again = Office.of(sample.vault)

    with again.read() as session:
        index = "SELECT count(*) FROM search_text WHERE search_text MATCH 'ofanotherversion'"
        assert session.connection().exec_driver_sql(index).scalar() == 0
    assert searching.find(again, "Sampleuly") == hits
