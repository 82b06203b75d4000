"""A laptop was taken: nothing is written to its key any more, and nothing that it signs is believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.errors import KzcaseError, NotFound
from kzcase.exchange import casefile, folder, sealing, travel
from kzcase.exchange.casefile import Choice, Incoming, PlanOutdated, Stopped, Unverified
from kzcase.services import colleagues, folders, journal, losing, records, rescue, writers
from kzcase.services.lostkeys import KeyLost
from kzcase.services.office import Office
from kzcase.vault.keys import PROFILES
from kzcase.vault.vault import Vault
from tests.laptops import ALL, KEY, Circle, Laptop

EVERY_TICK = Choice(unverified=True, widening=True, undone=True, skip_refused=True)


def test_no_tick_takes_in_a_file_that_a_lost_key_signed(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    a.save("person", occupation="blogger")
    sealed = a.write(b)
    assert losing.lose(b.office, a.key).lost
    with b.look(sealed) as incoming:
        assert "marked as lost" in incoming.plan.stops[0]
        with pytest.raises(Stopped, match="marked as lost"):
            casefile.take(b.office, [incoming], EVERY_TICK, backup=False)


def test_nothing_is_written_to_a_lost_key_and_its_card_is_not_added_again(
    pair: tuple[Laptop, Laptop],
) -> None:
    a, b = pair
    b.save("person", occupation="blogger")
    card = colleagues.read_card(colleagues.identity(a.office).card)
    losing.lose(b.office, "Aigerim")
    assert colleagues.contacts(b.office) == ()
    for typed in (a.key, a.key[:8], "Aigerim"):
        with pytest.raises(KeyLost, match="Aigerim"):
            b.write(a) if typed == a.key else colleagues.verify(b.office, typed, card.fingerprint)
    for asked in (colleagues.look, colleagues.add):
        with pytest.raises(KeyLost):
            asked(b.office, card)
    with pytest.raises(KeyLost):
        losing.lose(b.office, a.key)


def test_a_key_that_was_found_again_is_compared_again(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    a.save("person", occupation="blogger")
    losing.lose(b.office, a.key)
    losing.found_again(b.office, a.key)
    (again,) = colleagues.contacts(b.office)
    assert (again.lost, again.verified) == (None, None)
    with pytest.raises(Unverified):
        b.take(a.write(b), Choice())
    colleagues.verify(b.office, a.key, again.fingerprint)
    assert b.take(a.write(b), Choice()).taken == 1
    with pytest.raises(NotFound):
        losing.found_again(b.office, a.key)


def test_what_a_colleague_passes_on_in_a_lost_name_wants_its_own_tick(new_circle: Circle) -> None:
    a, b, c = new_circle(3)
    one = a.save("person", occupation="blogger")
    c.take(a.write(c), ALL)
    losing.lose(b.office, a.key)
    with b.look(c.write(b)) as incoming:
        assert incoming.plan.verified
        assert incoming.plan.by_lost == 1
        with pytest.raises(Unverified, match="bears the name of Aigerim"):
            casefile.take(b.office, [incoming], Choice(widening=True), backup=False)
        casefile.take(b.office, [incoming], Choice(unverified=True), backup=False)
    (line,) = journal.of_record(b.office, one)
    assert line.who == "signed as Aigerim, key not compared, through Dana's file"
    with b.look(c.write(b)) as incoming:
        assert incoming.plan.nothing_new
        assert incoming.plan.by_lost == 0


def test_files_in_a_folder_that_a_lost_key_can_open_go(new_circle: Circle, tmp_path: Path) -> None:
    a, b, c = new_circle(3)
    shared = tmp_path / "shared"
    shared.mkdir()
    a.save("person", occupation="blogger")
    place = folders.choose(a.office, shared, [b.key, c.key])
    folder.send(a.office, place)
    (old,) = shared.iterdir()
    losing.lose(a.office, b.key)
    now = folders.at(a.office, shared)
    assert now is not None
    assert [one.name for one in now.contacts] == ["Dana"]
    folder.send(a.office, now)
    (new,) = shared.iterdir()
    assert new != old
    with pytest.raises(casefile.NotForYou):
        b.look(new)
    with c.look(new) as incoming:
        assert incoming.plan.counts["new"] == 1


@pytest.mark.usefixtures("light_keys")
def test_a_travel_vault_that_was_taken_writes_home_no_more(new_laptop: object, tmp_path: Path) -> None:
    home: Laptop = new_laptop("Aigerim")  # type: ignore[operator]
    one = home.save("person", locality="Үлгіқала")
    words = "orbit lantern vivid quarry mellow thistle"
    made = travel.make(home.office, tmp_path / "trip.kzvault", words, [one], profile=PROFILES[2])
    losing.lose(home.office, made.name)
    trip = Office.open(made.path, words)
    records.save(trip, records.Draft("person", one, {"locality": "Вена"}, records.view(trip, one).heads))
    sealed = travel.home(trip, tmp_path / "home.kzcase").path
    trip.close()
    with Incoming.open(home.office, sealed) as incoming, pytest.raises(Stopped, match="marked as lost"):
        casefile.take(home.office, [incoming], EVERY_TICK)
    assert home.fields(one)["locality"] == "Үлгіқала"
    again = travel.make(home.office, tmp_path / "trip2.kzvault", words, [one], profile=PROFILES[2])
    assert again.name == f"{made.name}, no. 2"


def test_a_writer_of_one_s_own_whose_laptop_was_taken_is_marked_once_another_writes(
    pair: tuple[Laptop, Laptop],
) -> None:
    a, _ = pair
    old = a.key
    a.save("person", occupation="blogger")
    taken = a.write()
    with pytest.raises(KzcaseError, match="write with now"):
        losing.lose(a.office, old)
    writers.switch(a.office, writers.add(a.office, "Aigerim, new laptop"))
    assert losing.lose(a.office, old).name == "Aigerim"
    with a.look(taken) as incoming:
        assert "marked as lost" in incoming.plan.stops[0]
    with pytest.raises(KeyLost):
        writers.switch(a.office, old)


def test_a_mark_outlives_the_rescue_of_a_damaged_vault(pair: tuple[Laptop, Laptop], tmp_path: Path) -> None:
    a, b = pair
    b.save("person", occupation="blogger")
    losing.lose(b.office, a.key)
    b.office.close()
    rescue.rescue_raw(b.office.path, KEY, tmp_path / "new.kzvault")
    office = Office(Vault.open_raw(tmp_path / "new.kzvault", KEY))
    assert [one.key for one in losing.lost(office)] == [a.key]
    assert colleagues.contacts(office) == ()
    office.close()


def test_a_plan_that_waits_is_not_taken_in_once_the_key_is_lost(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    a.save("person", occupation="blogger")
    with b.look(a.write(b)) as incoming:
        assert incoming.plan.stops == ()
        losing.lose(b.office, a.key)
        with pytest.raises((PlanOutdated, Stopped)):
            casefile.take(b.office, [incoming], EVERY_TICK, backup=False)


def test_a_key_that_was_lost_since_the_plan_is_asked_about_in_a_colleague_s_file_too(
    new_circle: Circle,
) -> None:
    a, b, c = new_circle(3)
    a.save("person", occupation="blogger")
    c.take(a.write(c), ALL)
    with b.look(c.write(b)) as incoming:
        assert incoming.plan.by_lost == 0
        losing.lose(b.office, a.key)
        with pytest.raises(PlanOutdated):
            casefile.take(b.office, [incoming], Choice(widening=True), backup=False)
    c.save("person", occupation="lawyer")
    with b.look(c.write(b)) as incoming, pytest.raises(Unverified):
        casefile.take(b.office, [incoming], Choice(widening=True), backup=False)


def test_a_paper_is_not_sealed_for_a_lost_key(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    losing.lose(b.office, a.key)
    with pytest.raises(KeyLost):
        sealing.for_contacts(b.office, (a.key,))
