"""A travel vault holds what was chosen, and brings home what was written in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kzcase.errors import KzcaseError, NotFound
from kzcase.exchange import casefile, travel
from kzcase.exchange.casefile import Choice, Incoming
from kzcase.services import colleagues, records, vaults
from kzcase.services.office import Office
from kzcase.vault.failures import WrongPassphrase
from kzcase.vault.keys import PROFILES
from kzcase.vault.vault import Vault

WORDS = "orbit lantern vivid quarry mellow thistle"
pytestmark = pytest.mark.usefixtures("light_keys")


def person(office: Office, **fields: Any) -> str:
    one = records.new_id()
    records.save(office, records.Draft("person", one, {"locality": "Үлгіқала", **fields}))
    return one


@pytest.fixture
def asel(office: Office) -> str:
    return person(office, born="1988-03-08")


def packed(office: Office, tmp_path: Path, people: list[str], **options: Any) -> travel.Made:
    path = tmp_path / "trip.kzvault"
    return travel.make(office, path, WORDS, people, profile=PROFILES[2], **options)


def value(office: Office, record: str, field: str) -> Any:
    return records.view(office, record).fields[field]


def test_only_who_was_chosen_travels_with_a_passphrase_and_keys_of_its_own(
    office: Office, asel: str, tmp_path: Path
) -> None:
    other = person(office)
    made = packed(office, tmp_path, [asel])
    with pytest.raises(WrongPassphrase):
        Office.open(made.path, "another passphrase")
    trip = Office.open(made.path, WORDS)
    assert records.view(trip, asel).id == asel
    with pytest.raises(NotFound):
        records.view(trip, other)
    assert trip.vault.uuid != office.vault.uuid
    assert colleagues.identity(trip).key == made.key != colleagues.identity(office).key
    assert vaults.check(trip, rebuild=True)["ok"]
    trip.close()
    assert [one.verified is not None for one in colleagues.contacts(office)] == [True]
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix in {".part", ".kzcase"}) == []


def test_what_was_left_at_home_is_not_in_it(office: Office, asel: str, tmp_path: Path) -> None:
    made = packed(office, tmp_path, [asel], without={"identity"})
    trip = Office.open(made.path, WORDS)
    assert value(trip, asel, "locality") == "Үлгіқала"
    assert "born" not in records.view(trip, asel).fields
    trip.close()
    assert value(office, asel, "born") == "1988-03-08"
    assert any(key == "identity" for key, _, _ in made.contents.withheld)


def test_what_was_written_on_the_way_comes_home_proven_and_nothing_else_changes(
    office: Office, asel: str, tmp_path: Path
) -> None:
    made = packed(office, tmp_path, [asel])
    at_home = person(office)
    trip = Office.open(made.path, WORDS)
    records.save(trip, records.Draft("person", asel, {"locality": "Вена"}, records.view(trip, asel).heads))
    met = person(trip, locality="Женева")
    sealed = travel.home(trip, tmp_path / "home.kzcase").path
    trip.close()
    with Incoming.open(office, sealed) as incoming:
        assert incoming.plan.verified
        assert incoming.plan.sender.name == made.name
        assert incoming.plan.unproven == 0
        (done,) = casefile.take(office, [incoming], Choice())
    assert done.taken == 2
    assert value(office, asel, "locality") == "Вена"
    assert value(office, met, "locality") == "Женева"
    assert records.view(office, at_home).id == at_home
    with Incoming.open(office, sealed) as incoming:
        assert incoming.plan.nothing_new


def test_a_file_that_goes_home_opens_nowhere_else(office: Office, asel: str, tmp_path: Path) -> None:
    made = packed(office, tmp_path, [asel])
    trip = Office.open(made.path, WORDS)
    sealed = travel.home(trip, tmp_path / "home.kzcase").path
    trip.close()
    stranger = Office.begin(Vault.create_raw(tmp_path / "stranger.kzvault", bytes(32)), "Somebody")
    with pytest.raises(casefile.NotForYou):
        Incoming.open(stranger, sealed)
    stranger.close()
    with pytest.raises(travel.NotTravelling):
        travel.home(office, tmp_path / "no.kzcase")


def test_what_fails_leaves_no_vault_and_no_contact(office: Office, asel: str, tmp_path: Path) -> None:
    with pytest.raises(KzcaseError, match="Nobody was chosen"):
        packed(office, tmp_path, [])
    records.save(
        office, records.Draft("person", asel, {"do_not_share": True}, records.view(office, asel).heads)
    )
    with pytest.raises(KzcaseError):
        packed(office, tmp_path, [asel])
    assert not list(tmp_path.glob("trip*"))
    assert colleagues.contacts(office) == ()


def test_two_journeys_have_two_identities(office: Office, asel: str, tmp_path: Path) -> None:
    first = packed(office, tmp_path, [asel])
    first.path.unlink()
    office.clock = lambda: datetime(2027, 1, 2, tzinfo=UTC)
    second = packed(office, tmp_path, [asel])
    assert first.key != second.key
    assert len(colleagues.contacts(office)) == 2
    # Another one of the same day is no stranger who gives themself out as the last one.
    second.path.unlink()
    third = packed(office, tmp_path, [asel])
    assert third.name == f"{second.name}, no. 2"
    assert len({one.key for one in colleagues.contacts(office)}) == 3
