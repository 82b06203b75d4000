from __future__ import annotations

from kzcase.history.ledger import Change, Ledger
from kzcase.history.revision import new_id
from kzcase.models.person import Person


def test_a_saved_person_is_a_row_and_a_revision(ledger: Ledger) -> None:
    one = new_id()
    with ledger.write() as unit:
        unit.session.add(Person(id=one, occupation="Blogger", roles=frozenset({"blogger"}), health="Well"))
    assert unit.written.ids == {"person": {one}}
    assert len(unit.written.revisions) == 1
    with ledger.vault.read() as session:
        row = session.get(Person, one)
        assert row is not None
        assert (row.occupation, row.roles, row.heads.hex()) == (
            "Blogger",
            frozenset({"blogger"}),
            unit.written.revisions[0],
        )


def test_a_change_by_the_second_door_stands_on_the_present_heads(ledger: Ledger) -> None:
    one = new_id()
    with ledger.vault.write() as session:
        first = ledger.record(session, [Change("person", one, {"occupation": "Blogger"})])
    with ledger.vault.write() as session:
        ledger.record(
            session, [Change("person", one, {"occupation": "Poet", "roles": frozenset({"blogger"})})]
        )
    assert len(first.revisions) == 1
    with ledger.vault.read() as session:
        row = session.get(Person, one)
        assert row is not None
        assert (row.occupation, row.roles, row.conflicts) == ("Poet", frozenset({"blogger"}), None)
