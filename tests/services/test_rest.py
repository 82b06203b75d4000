"""What is put off until nobody waits."""

from __future__ import annotations

from pathlib import Path

from kzcase.services import records
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
