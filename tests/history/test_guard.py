from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kzcase.history.guard import UnrecordedWrite, written_tables
from kzcase.history.ledger import Change, Ledger
from kzcase.history.revision import new_id
from kzcase.models.base import Base
from kzcase.models.ledger import LinkRow, LocalRow, RecordRow, RevisionRow
from kzcase.models.person import Person

ONE = "00000000-0000-4000-8000-000000000001"

PAST: dict[str, Callable[[Session], object]] = {
    "ORM update": lambda s: s.execute(update(Person).values(occupation="x")),
    "ORM delete": lambda s: s.execute(delete(Person)),
    "ORM insert": lambda s: s.execute(insert(Person).values(id=ONE)),
    "query update": lambda s: s.query(Person).update({"occupation": "x"}),
    "query delete": lambda s: s.query(Person).delete(),
    "bulk save": lambda s: s.bulk_save_objects([Person(id=ONE)]),
    "bulk insert": lambda s: s.bulk_insert_mappings(Person, [{"id": ONE}]),
    "bulk update": lambda s: s.bulk_update_mappings(Person, [{"id": ONE, "occupation": "x"}]),
    "Core update": lambda s: s.execute(update(Person.__table__).values(occupation="x")),
    "Core insert": lambda s: s.execute(insert(Person.__table__), [{"id": ONE}, {"id": ONE}]),
    "text": lambda s: s.execute(text("update person set occupation = 'x'")),
    "text replace": lambda s: s.execute(text("REPLACE INTO main.person (id) VALUES ('x')")),
    "text with a comment": lambda s: s.execute(text("/* */ UPDATE OR IGNORE -- x\n \"person\" SET id = 'x'")),
    "text with a CTE": lambda s: s.execute(text("WITH x AS (SELECT 1) DELETE FROM [person]")),
    "a name in single quotes": lambda s: s.execute(text("UPDATE main.'person' SET occupation = 'x'")),
    "a comment's beginning inside a text": lambda s: s.execute(
        text("WITH x AS (SELECT '/*') UPDATE person SET occupation = '*/'")
    ),
    "a line comment inside a text": lambda s: s.execute(
        text("WITH x AS (SELECT '--') UPDATE person SET occupation = 'x'")
    ),
    "a database of another name": lambda s: s.execute(text("DELETE FROM beside . [person]")),
    "a trigger": lambda s: s.execute(
        text(
            "CREATE TEMP TRIGGER t AFTER INSERT ON local_value BEGIN UPDATE person SET occupation = 'x'; END"
        )
    ),
    "a changed table": lambda s: s.execute(text("ALTER TABLE person RENAME TO people")),
    "a dropped table": lambda s: s.execute(text("DROP TABLE IF EXISTS person")),
    "several rows at once": lambda s: s.connection().exec_driver_sql(
        "insert or replace into person (id) values (?)", [("a",), ("b",)]
    ),
    "a kind named like a word of SQL": lambda s: s.execute(text('DELETE FROM "case"')),
    "connection": lambda s: s.connection().exec_driver_sql("DELETE FROM person"),
    "revisions": lambda s: s.execute(delete(RevisionRow)),
    "registry": lambda s: s.execute(update(RecordRow).values(status="here")),
    "links": lambda s: s.execute(
        insert(LinkRow).values(source="a", field="b", target="c", now="c", kind="d")
    ),
    "signatures": lambda s: s.execute(text("DELETE FROM signature")),
    "tombstones": lambda s: s.execute(text("DELETE FROM tombstone")),
}


@pytest.mark.parametrize("way", PAST)
def test_no_write_gets_past_both_doors(ledger: Ledger, way: str) -> None:
    with pytest.raises(UnrecordedWrite), ledger.vault.write() as session:
        PAST[way](session)


def _after_a_flush_that_failed(ledger: Ledger, way: Callable[[Session], object]) -> None:
    with ledger.vault.write() as session:
        session.add(Person(id=ONE))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
        way(session)


@pytest.mark.parametrize("way", PAST)
def test_no_write_gets_past_after_a_flush_that_failed(ledger: Ledger, way: str) -> None:
    with ledger.write() as unit:
        unit.session.add(Person(id=ONE))
    with pytest.raises(UnrecordedWrite):
        _after_a_flush_that_failed(ledger, PAST[way])


def test_no_write_gets_past_in_a_unit_after_either_door(ledger: Ledger) -> None:
    with ledger.vault.write() as session:
        ledger.record(session, [Change("person", new_id(), {"occupation": "Poet"})])
        with pytest.raises(UnrecordedWrite):
            session.execute(update(Person).values(occupation="x"))
        session.add(Person(id=new_id()))
        session.flush()
        with pytest.raises(UnrecordedWrite):
            session.execute(update(Person).values(occupation="x"))


def test_a_record_is_never_deleted_as_a_row(ledger: Ledger) -> None:
    with ledger.write() as unit:
        unit.session.add(Person(id=ONE))
    with pytest.raises(RuntimeError, match="by its field"), ledger.write() as unit:
        unit.session.delete(unit.session.get(Person, ONE))


def test_rows_of_history_are_not_written_as_objects(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError, match="by history alone"), ledger.write() as unit:
        unit.session.add(RecordRow(id=ONE, status="here", now=ONE))
    with ledger.write() as unit:
        unit.session.add(Person(id=ONE))
    with pytest.raises(RuntimeError, match="by history alone"), ledger.write() as unit:
        setattr(unit.session.get(Person, ONE), "heads", b"")  # noqa: B010 (one statement)


def test_this_laptops_own_tables_are_written_freely(ledger: Ledger) -> None:
    with ledger.vault.write() as session:
        session.execute(insert(LocalRow).values(key="a", value="b"))
        session.execute(update(LocalRow).values(value="c"))
        session.add(LocalRow(key="d", value="e"))


def test_every_table_of_a_statement_is_seen() -> None:
    for name in Base.metadata.tables:
        assert written_tables(f'INSERT OR REPLACE INTO "{name}" VALUES (1)') == {name}
        assert written_tables(f"update {name} set a = 1") == {name}
        assert written_tables(f"DELETE  FROM\n`{name}`") == {name}
    assert written_tables("SELECT * FROM person") == frozenset()
    assert written_tables("INSERT INTO a (b) VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 1") == {"a", "set"}
