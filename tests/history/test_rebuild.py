from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from kzcase.errors import Cancelled
from kzcase.history.guard import materialising
from kzcase.history.ledger import Change, Ledger
from kzcase.history.rebuild import Rebuilt, check
from kzcase.models.base import models
from kzcase.models.person import Person
from kzcase.progress import Progress

A, B, C, D, E = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(5))


def filled(ledger: Ledger) -> Ledger:
    """A vault in which every table of history has something to be damaged."""
    with ledger.vault.write() as session:
        ledger.record(
            session,
            [
                Change(
                    "person",
                    A,
                    {
                        "occupation": "Blogger",
                        "roles": frozenset({"blogger"}),
                        "liberty": {"status": "free"},
                        "health": "Well",
                    },
                ),
                Change("person", B, {"merged_into": A, "do_not_share": True}),
                Change("name", C, {"person": B, "parts": {"family": "Бокаев"}}),
                Change("person", D, {"deleted": True}),
                Change("name", E, {"person": "00000000-0000-4000-8000-000000000009"}),
            ],
        )
        base = session.execute(text("SELECT heads FROM person WHERE id = :a"), {"a": A}).scalar()
        ledger.record(session, [Change("person", A, {"occupation": "Poet"}, parents=base)])
        ledger.record(session, [Change("person", A, {"occupation": "Singer"}, parents=base)])
    return ledger


def checked(ledger: Ledger) -> Rebuilt:
    with ledger.vault.read() as session:
        return ledger.check(session)


def damage(ledger: Ledger, statement: str, **values: Any) -> None:
    with ledger.vault.write() as session, materialising(session.connection()):
        assert session.execute(text(statement), values).rowcount > 0  # type: ignore[attr-defined]


CELLS = {
    f"UPDATE person SET occupation = 'Baker' WHERE id = '{A}'": f"person {A}: “occupation”",
    f"UPDATE person SET occupation = NULL WHERE id = '{A}'": f"person {A}: “occupation”",
    f"UPDATE person SET roles = '[\"lawyer\"]' WHERE id = '{A}'": f"person {A}: “roles”",
    f"UPDATE person SET liberty = '{{}}' WHERE id = '{A}'": f"person {A}: “liberty”",
    f"UPDATE person SET do_not_share = 0 WHERE id = '{B}'": f"person {B}: “do_not_share”",
    f"UPDATE person SET deleted = NULL WHERE id = '{D}'": f"person {D}: “deleted”",
    f"UPDATE person SET merged_into = NULL WHERE id = '{B}'": f"person {B}: “merged_into”",
    f"UPDATE person SET conflicts = NULL WHERE id = '{A}'": f"person {A}: “conflicts”",
    f"UPDATE person SET heads = zeroblob(32) WHERE id = '{B}'": f"person {B}: “heads”",
    f"UPDATE person SET last_seq = 99 WHERE id = '{B}'": f"person {B}: “last_seq”",
    f"DELETE FROM person WHERE id = '{A}'": f"person {A}: its row is missing",
    f"INSERT INTO person (id) VALUES ('{'9' * 8}')": "person 99999999: it has a row without any history",
    f"INSERT INTO \"case\" (id) VALUES ('{A}')": f"case {A}: it has a row, but is of another kind",
    f"UPDATE record SET kind = 'case' WHERE id = '{A}'": "“kind” in the registry",
    f"UPDATE record SET status = 'absent' WHERE id = '{A}'": f"person {A}: “status” in the registry",
    f"UPDATE record SET status = 'merged' WHERE id = '{A}'": f"{A}: “status” in the registry",
    f"UPDATE record SET status = 'here' WHERE id = '{B}'": f"{B}: “status” in the registry",
    f"UPDATE record SET status = 'here' WHERE id = '{D}'": f"person {D}: “status” in the registry",
    f"UPDATE record SET now = id WHERE id = '{B}'": f"{B}: the registry names the wrong record",
    f"UPDATE record SET now = '{D}' WHERE id = '{B}'": f"{B}: the registry names the wrong record",
    f"UPDATE record SET now = '{D}' WHERE id = '{C}'": f"{C}: the registry names the wrong record",
    f"UPDATE record SET conflicts = NULL WHERE id = '{A}'": "“conflicts” in the registry",
    f"UPDATE record SET waiting = 2 WHERE id = '{A}'": "“waiting” in the registry",
    f"DELETE FROM record WHERE id = '{A}'": f"person {A}: it is missing from the registry",
    "DELETE FROM record WHERE status = 'absent'": "a link names it, but it is missing",
    "INSERT INTO record (id, kind, status, now) VALUES ('9', 'person', 'here', '9')": "9: it is in the reg",
    f"DELETE FROM link WHERE source = '{C}'": f"name {C}: the links of “person”",
    f"UPDATE link SET target = '{D}', now = '{D}' WHERE source = '{C}'": f"name {C}: the links of “person”",
    f"UPDATE link SET field = 'parts' WHERE source = '{C}'": f"name {C}: the links of “parts”",
    f"UPDATE link SET kind = 'case' WHERE source = '{C}'": f"name {C}: the links of “person”",
    f"UPDATE link SET now = target WHERE source = '{C}'": f"{C}: the link “person” resolves to the wrong",
    f"UPDATE link SET now = '{D}' WHERE source = '{E}'": f"{E}: the link “person” resolves to the wrong",
    f"INSERT INTO link VALUES ('9', 'person', '{A}', '{A}', 'name')": "9: it has links without any history",
}

TRUTH = {
    "UPDATE revision SET header = CAST(replace(header, 'person', 'persom') AS BLOB) WHERE seq = 1": (
        "its id does not fit"
    ),
    "UPDATE revision SET header = x'00' WHERE seq = 1": "not JSON",
    "UPDATE revision SET parts = CAST(replace(parts, 'Blogger', 'Blagger') AS BLOB) WHERE seq = 1": (
        "does not belong to its header"
    ),
    "UPDATE revision SET parts = CAST(replace(parts, '\"fields\"', ' \"fields\"') AS BLOB) WHERE seq = 1": (
        "not canonical"
    ),
    "UPDATE revision SET id = zeroblob(32) WHERE seq = 1": "its id does not fit its header",
    f"UPDATE revision SET record = '{D}' WHERE seq = 1": "it belongs to another record",
    "DELETE FROM revision WHERE seq = 1": "2 revisions miss an earlier one",
    "UPDATE signature SET signature = zeroblob(64)": "Signature 1 of",
    "UPDATE signature SET ids = zeroblob(32) WHERE seq = 1": "Signature 1 of",
    "DELETE FROM signed": "what it covers is marked wrongly",
    "INSERT INTO signed VALUES (zeroblob(32), 1)": "marked as signed that no signature covers",
    "DELETE FROM writer": "the key that verifies it is not here",
}


def test_a_vault_as_it_was_written_is_right(ledger: Ledger) -> None:
    found = checked(filled(ledger))
    assert found.ok
    assert (found.records, found.revisions) == (5, 7)
    assert len(found.state) == 64


@pytest.mark.parametrize("statement", CELLS)
def test_one_wrong_cell_is_named_and_painted_anew_from_history(ledger: Ledger, statement: str) -> None:
    before = checked(filled(ledger))
    damage(ledger, statement)
    found = checked(ledger)
    assert any(CELLS[statement] in problem for problem in found.problems), found.problems
    assert found.state == before.state
    with ledger.vault.write() as session:
        ledger.rebuild(session)
    assert checked(ledger) == before


@pytest.mark.parametrize("statement", TRUTH)
def test_damage_to_what_cannot_be_rebuilt_is_named(ledger: Ledger, statement: str) -> None:
    filled(ledger)
    damage(ledger, statement)
    found = checked(ledger)
    assert any(TRUTH[statement] in problem for problem in found.problems), found.problems


def test_every_kind_of_record_is_compared(ledger: Ledger) -> None:
    """A changed cell in the table of any kind is found."""
    ids = {kind: f"00000000-0000-4000-8000-0000000001{n:02d}" for n, kind in enumerate(models())}
    with ledger.vault.write() as session:
        ledger.record(session, [Change(kind, one, {"deleted": True}) for kind, one in ids.items()])
    assert checked(ledger).ok
    for kind, one in ids.items():
        damage(ledger, f'UPDATE "{kind}" SET deleted = NULL WHERE id = :one', one=one)
    problems = checked(ledger).problems
    assert set(problems) == {
        f"{kind} {one}: “deleted” differs from its history." for kind, one in ids.items()
    }


def test_the_state_is_that_of_values_and_open_questions_only(new_ledger: Callable[..., Ledger]) -> None:
    """Two offices that came to the same in other ways are in the same state; other values are another."""
    here, there = new_ledger(), new_ledger("Berik")
    for ledger, first in ((here, "Blogger"), (there, "Baker")):
        for occupation in (first, "Poet"):
            with ledger.vault.write() as session:
                ledger.record(session, [Change("person", A, {"occupation": occupation})])
    assert checked(here).state == checked(there).state
    with there.vault.write() as session:
        there.record(session, [Change("person", A, {"health": "Well"})])
    assert checked(here).state != checked(there).state


def test_what_never_leaves_a_vault_is_not_in_its_state(ledger: Ledger) -> None:
    empty = checked(ledger).state
    private = [key for key, model in models().items() if model.__kind__.travel == "private"]
    with ledger.vault.write() as session:
        ledger.record(session, [Change(kind, A, {"deleted": True}) for kind in private[:1]])
    assert checked(ledger).state == empty


def test_an_accepted_tombstone_is_part_of_the_state_and_beats_what_comes_later(
    new_ledger: Callable[..., Ledger],
) -> None:
    here, there = filled(new_ledger()), new_ledger("Berik")
    with here.vault.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq DESC")).fetchall()
    from kzcase.history.revision import trusted

    entomb = "INSERT INTO tombstone VALUES (:record, :compartment, 'x', 'y', x'00', 1)"
    for record, compartment in ((A, "health"), (B, "")):
        damage(there, entomb, record=record, compartment=compartment)
    with there.vault.write() as session:
        there.apply(session, [trusted(*row) for row in rows])
    with there.vault.read() as session:
        row = session.get(Person, A)
        assert row is not None
        assert row.health is None
        assert session.get(Person, B) is None
        entry = session.execute(text("SELECT status, now FROM record WHERE id = :b"), {"b": B}).one()
        assert tuple(entry) == ("erased", B)
        kept = session.execute(text("SELECT parts FROM revision WHERE record = :b"), {"b": B}).scalar()
        assert kept == b"[]"
    assert checked(there).ok
    assert checked(there).state != checked(here).state


def test_a_check_can_be_stopped(ledger: Ledger) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled), filled(ledger).vault.read() as session:
        ledger.check(session, progress)


def test_history_alone_can_be_proved_without_its_tables(ledger: Ledger) -> None:
    whole = checked(filled(ledger))
    damage(ledger, f"UPDATE person SET occupation = 'Baker' WHERE id = '{A}'")
    with ledger.vault.read() as session:
        assert check(session, tables=False) == whole
    damage(ledger, "UPDATE signature SET signature = zeroblob(64)")
    with ledger.vault.read() as session:
        assert not check(session, tables=False).ok
