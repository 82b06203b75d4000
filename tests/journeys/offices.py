"""Windows of several people, each with a vault of their own."""

from __future__ import annotations

from pathlib import Path

from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.journeys.conftest import KEY, Hand


def laptop(hand: Hand, folder: Path, name: str) -> Hand:
    """A window with a new vault of somebody's own."""
    folder.mkdir()
    office = Office(Vault.create_raw(folder / "cases.kzvault", KEY))
    with office.vault.write() as session:
        office.ledger.add_writer(session, name)
    hand.window.begin(None)
    hand.window.work_in(office)
    hand.settle()
    return hand


def office_of(hand: Hand) -> Office:
    return hand.workspace.desk.office
