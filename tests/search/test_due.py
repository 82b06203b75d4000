from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from kzcase.history.ledger import Change
from kzcase.names.folding import fold
from kzcase.search import due, query
from kzcase.services import erasures, lists, records, searching
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.conftest import KEY


def write(office: Office, kind: str, record: str | None = None, /, **fields: Any) -> str:
    record = record or records.new_id()
    office.record([Change(kind, record, fields)])
    return record


def person(office: Office, family: str, **fields: Any) -> str:
    one = write(office, "person", **fields)
    write(office, "name", person=one, parts={"family": family})
    return one


def found(office: Office, words: str) -> list[str]:
    return [hit.id for hit in searching.find(office, words)]


def found_as_it_stands(office: Office, words: str) -> list[str]:
    """As a search finds that could not write what is due."""
    with office.read() as session:
        return [hit.id for hit in query.find(session, words)]


def waiting(office: Office) -> int:
    with office.read() as session:
        return int(session.execute(text("SELECT count(*) FROM search_due")).scalar_one())


def is_a_word(session: Session, word: str) -> bool:
    said = session.execute(text("SELECT 1 FROM search_word WHERE term = :word"), {"word": fold(word)})
    return said.scalar() is not None


@pytest.fixture
def bokaev(office: Office) -> str:
    one = person(office, "Бокаев", locality="Atyrau")
    office.rest()
    return one


def test_a_save_writes_nothing_into_the_text_index(office: Office, bokaev: str) -> None:
    said: list[str] = []
    with office.vault.write() as session:
        driver: Any = session.connection().connection.driver_connection
    driver.set_trace_callback(said.append)
    write(office, "person", bokaev, locality="Uralsk")
    driver.set_trace_callback(None)
    assert any("search_due" in one for one in said)
    assert not any("search_text" in one for one in said)


def test_a_save_writes_few_pages(office: Office, bokaev: str) -> None:
    saves, frame = 20, 4096 + 24
    log = office.path.with_name(office.path.name + "-wal")
    before = log.stat().st_size
    for number in range(saves):
        write(office, "person", bokaev, locality=f"Street {number}")
    # The record, the revision and its two indexes, the signature and what it signs, the mark, what is due.
    assert (log.stat().st_size - before) / frame / saves < 12


def test_whoever_searches_finds_what_was_just_saved(office: Office, bokaev: str) -> None:
    write(office, "person", bokaev, locality="Uralsk", region="KZ-27")
    assert found_as_it_stands(office, "Uralsk") == []
    assert found(office, "Uralsk") == [bokaev]
    assert found(office, "Atyrau") == []
    assert waiting(office) == 0
    write(office, "person", bokaev, region="KZ-61")
    page = lists.page(office, lists.ListQuery("person", filter="Turkistan"))
    assert [row.id for row in page.rows] == [bokaev]
    write(office, "person", bokaev, locality="Aktobe")
    assert lists.count(office, "person", "Aktobe") == (1, True)
    write(office, "person", bokaev, tags=frozenset({"urgent"}))
    page = lists.page(office, lists.ListQuery("person", only=("tag:urgent",)))
    assert [row.id for row in page.rows] == [bokaev]


def test_a_list_in_which_nothing_is_looked_for_writes_nothing(office: Office, bokaev: str) -> None:
    write(office, "person", bokaev, locality="Uralsk")
    assert [row.id for row in lists.page(office, lists.ListQuery("person")).rows] == [bokaev]
    assert waiting(office) == 1


def test_names_are_found_at_once(office: Office) -> None:
    one = person(office, "Бокаев")
    assert found_as_it_stands(office, "Bokayev") == [one]
    write(office, "person", one, deleted=True)
    assert found_as_it_stands(office, "Bokayev") == []


def test_a_rest_writes_what_was_put_off(office: Office, bokaev: str) -> None:
    write(office, "person", bokaev, locality="Uralsk")
    office.rest()
    assert waiting(office) == 0
    assert found_as_it_stands(office, "Uralsk") == [bokaev]


def test_never_more_wait_than_may(office: Office) -> None:
    events = [write(office, "event", title=f"Hearing {number}") for number in range(due.MOST_DUE)]
    assert waiting(office) == due.MOST_DUE
    write(office, "event", events[0], place="Uralsk")
    assert waiting(office) == due.MOST_DUE
    last = write(office, "event", title="Verdict", description="behind closed doors")
    assert waiting(office) == 0
    assert found_as_it_stands(office, "closed") == [last]


def test_a_change_of_many_records_is_in_the_index_at_once(office: Office) -> None:
    ids = [records.new_id() for _ in range(30)]
    office.record([Change("event", one, {"description": "closed doors"}) for one in ids])
    assert waiting(office) == 0
    assert sorted(found_as_it_stands(office, "closed")) == sorted(ids)


def test_what_was_put_off_outlives_the_power_of_the_laptop(
    office: Office, bokaev: str, tmp_path: Path
) -> None:
    write(office, "person", bokaev, locality="Uralsk")
    seized = tmp_path / "seized.kzvault"
    shutil.copyfile(office.path, seized)
    shutil.copyfile(f"{office.path}-wal", f"{seized}-wal")
    again = Office(Vault.open_raw(seized, KEY))
    try:
        assert waiting(again) == 1
        assert found(again, "Uralsk") == [bokaev]
    finally:
        again.close()


def test_a_search_never_waits_for_whoever_writes(office: Office, bokaev: str) -> None:
    write(office, "person", bokaev, locality="Uralsk")
    inside, go = Event(), Event()

    def writes() -> None:
        with office.vault.write():
            inside.set()
            go.wait()

    thread = Thread(target=writes)
    thread.start()
    try:
        assert inside.wait(30)
        assert found(office, "Bokayev") == [bokaev]
        assert found(office, "Atyrau") == [bokaev]
    finally:
        go.set()
        thread.join()
    assert found(office, "Uralsk") == [bokaev]


def test_somebody_erased_leaves_no_word_that_was_changed_just_before(office: Office, bokaev: str) -> None:
    event = write(office, "event", description="Бокаев was carried out of the hall")
    write(office, "person", bokaev, health="diabetes")
    office.rest()
    write(office, "event", event, description="Somebody was carried out of the hall")
    write(office, "person", bokaev, health="asthma")
    erasures.erase(office, bokaev)
    with office.read() as session:
        left = {word: is_a_word(session, word) for word in ("Бокаев", "diabetes", "asthma", "Somebody")}
    assert left == {"Бокаев": False, "diabetes": False, "asthma": False, "Somebody": True}
    assert found(office, "Somebody") == [event]


def test_of_a_record_that_is_no_more_nothing_is_due(office: Office) -> None:
    event = write(office, "event", title="Hearing")
    with office.vault.write() as session:
        session.execute(text("INSERT INTO search_due VALUES (4711)"))
    assert found(office, "Hearing") == [event]
    assert waiting(office) == 0
