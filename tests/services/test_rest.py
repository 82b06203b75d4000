"""What is put off until nobody waits."""

from __future__ import annotations

from pathlib import Path

from kzcase.progress import quiet
from kzcase.search import index
from kzcase.services import generate, records
from kzcase.services.office import Office


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def test_after_a_rest_the_one_file_is_whole(office: Office) -> None:
    records.save(office, records.Draft("person", records.new_id(), {"locality": "Үлгіқала"}))
    assert _log_of(office.path).stat().st_size > 0
    office.rest()
    assert _log_of(office.path).stat().st_size == 0


def test_a_rest_without_a_change_writes_nothing(office: Office) -> None:
    office.rest()
    before = office.path.read_bytes()
    office.rest()
    assert office.path.read_bytes() == before
    assert not _log_of(office.path).exists() or _log_of(office.path).stat().st_size == 0


def test_a_rest_gives_way_to_work_under_way(office: Office) -> None:
    records.save(office, records.Draft("person", records.new_id(), {"locality": "Үлгіқала"}))
    with office.read():
        office.rest()
    office.rest()
    assert _log_of(office.path).stat().st_size == 0


def _size_of_index(office: Office) -> int:
    with office.read() as session:
        return int(
            session.connection()
            .exec_driver_sql("SELECT sum(length(block)) FROM search_text_data")
            .scalar_one()
        )


def test_rests_take_out_of_the_index_what_was_replaced(office: Office) -> None:
    generate.people(office, 60, seed=1)
    with office.read() as session:
        people = [
            one
            for (one,) in session.connection().exec_driver_sql("SELECT id FROM record WHERE kind = 'person'")
        ]
    for _ in range(5):
        with office.vault.write() as session:
            index.put(session.connection(), {"person": people}, quiet())
    grown = _size_of_index(office)
    rests = 1
    while office.rest():
        rests += 1
        assert rests < 50
    merged = _size_of_index(office)
    with office.vault.write() as session:
        session.connection().exec_driver_sql("INSERT INTO search_text(search_text) VALUES ('optimize')")
    least = _size_of_index(office)
    assert merged < least + (grown - least) / 4
    assert not office.rest()
