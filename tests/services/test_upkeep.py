"""A version that reads history differently paints the tables anew; history itself never changes."""

from __future__ import annotations

from collections.abc import Callable

from kzcase.models.ledger import LocalRow
from kzcase.services import records, upkeep, vaults
from kzcase.services.office import Office


def _painted_by_another(office: Office) -> None:
    """Leave the vault as another version would have: with its own mark, and titles of its own making."""
    with office.vault.write() as session:
        session.merge(LocalRow(key=upkeep.MARK, value="another version"))
        connection = session.connection()
        connection.info["history"] = True
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("UPDATE record SET title = 'as another version names it', fold = ''")
        driver.execute("UPDATE person SET locality = NULL")


def test_tables_painted_by_another_version_are_painted_anew_when_the_vault_is_opened(office: Office) -> None:
    person = records.new_id()
    records.save(office, records.Draft("person", person, {"locality": "Үлгіқала"}))
    records.save(
        office, records.Draft("name", records.new_id(), {"person": person, "parts": {"family": "Үлгі"}})
    )
    state = vaults.check(office)["state"]
    _painted_by_another(office)
    assert not vaults.check(office, rebuild=True)["ok"]

    again = Office.of(office.vault)

    assert records.view(again, person).title == "Үлгі"
    assert records.view(again, person).fields["locality"] == "Үлгіқала"
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
