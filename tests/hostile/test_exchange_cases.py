"""Case files from laptop to laptop: what comes twice, late, forged or against another (EX)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.exchange import casefile, sheets
from kzcase.exchange.casefile import Choice, Trust
from kzcase.services import colleagues, conflicts, journal, records
from tests.laptops import Circle, Laptop, acquaint, keys_of, sealed
from tests.soak import examples

Pair = tuple[Laptop, Laptop]
Make = Callable[[str], Laptop]


def person(on: Laptop, called: str = "Seitkali", /, **values: Any) -> str:
    one = on.save("person", **values)
    on.save("name", person=one, parts={"family": called, "given": "Aidar"})
    return one


def dump(on: Laptop) -> Any:
    queries = (
        "SELECT id, record, header, parts FROM revision ORDER BY id",
        "SELECT id, kind, status, now, title FROM record ORDER BY id",
        "SELECT source, field, target FROM link ORDER BY 1, 2, 3",
        "SELECT sha256, size FROM blob ORDER BY 1",
    )
    with on.office.read() as session:
        return [[tuple(row) for row in session.execute(text(query))] for query in queries]


def test_ex01_the_same_file_again_brings_nothing_new(pair: Pair) -> None:
    a, b = pair
    person(a, occupation="blogger")
    path = a.write(b)
    assert b.take(path).plan.counts["new"] == 2
    before = dump(b)
    again = b.take(path)
    assert (again.batch, again.plan.nothing_new, again.plan.counts["same"]) == (None, True, 2)
    assert dump(b) == before
    assert a.state() == b.state()


def test_ex03_the_same_field_edited_on_both_sides_is_a_conflict_and_both_are_kept(pair: Pair) -> None:
    a, b = pair
    one = person(a, occupation="blogger")
    b.take(a.write(b))
    a.save("person", one, occupation="poet")
    b.save("person", one, occupation="singer")
    outcome = b.take(a.write(b))
    assert (outcome.plan.counts["conflict"], outcome.conflicts) == (1, 1)
    a.take(b.write(a))
    assert a.state() == b.state()
    (found,) = conflicts.listed(b.office)
    assert {side.value for side in found.sides} == {"poet", "singer"}
    assert sum(side.shown for side in found.sides) == 1
    assert {side.ours for side in found.sides} == {True, False}


def test_ex04_different_fields_are_joined_and_make_no_revision(pair: Pair) -> None:
    a, b = pair
    one = person(a, occupation="blogger")
    b.take(a.write(b))
    a.save("person", one, occupation="poet")
    b.save("person", one, locality="Aktobe")
    assert b.take(a.write(b)).plan.counts["changed"] == 1
    a.take(b.write(a))
    assert a.state() == b.state()
    assert dump(a)[0] == dump(b)[0]
    assert conflicts.listed(a.office) == ()


def test_ex05_an_edit_against_a_deletion_awaits_a_decision_and_two_deletions_are_one(pair: Pair) -> None:
    a, b = pair
    one, other = person(a, "Seitkali"), person(a, "Bokayev")
    b.take(a.write(b))
    records.delete(a.office, one)
    b.save("person", one, occupation="poet")
    records.delete(a.office, other)
    records.delete(b.office, other)
    assert b.take(a.write(b)).plan.counts["conflict"] == 1
    a.take(b.write(a))
    assert a.state() == b.state()
    (found,) = conflicts.listed(b.office)
    assert (found.id, found.field) == (one, "deleted")
    deleted = next(side for side in found.sides if side.value is True)
    conflicts.take(b.office, one, "deleted", deleted.revision, heads=found.heads)
    a.take(b.write(a))
    assert a.state() == b.state()
    assert records.view(a.office, one).status == records.view(a.office, other).status == "deleted"


def test_ex06_what_was_erased_here_is_not_brought_back_and_is_counted(pair: Pair) -> None:
    a, b = pair
    one = person(a, occupation="blogger")
    b.take(a.write(b))
    with b.office.vault.write() as session:
        driver: Any = session.connection().connection.driver_connection
        driver.execute(
            "INSERT INTO tombstone VALUES (?, '', ?, '2026-01-01T00:00:00Z', x'00', 1)", (one, b.key)
        )
        driver.execute("DELETE FROM revision WHERE record = ?", (one,))
        b.office.ledger.rebuild(session)
    a.save("person", one, occupation="poet")
    outcome = b.take(a.write(b))
    assert (outcome.plan.counts["erased"], outcome.batch) == (1, None)
    assert all(row[1] != one for row in dump(b)[0])


def test_ex11_an_older_file_takes_nothing_back(pair: Pair) -> None:
    a, b = pair
    one = person(a, occupation="blogger")
    old = a.write(b)
    a.save("person", one, occupation="poet")
    b.take(a.write(b))
    before = dump(b)
    assert b.take(old).batch is None
    assert dump(b) == before
    assert b.fields(one)["occupation"] == "poet"


def test_ex09_an_unknown_sender_s_file_is_looked_at_but_taken_in_only_knowingly_and_marked_for_ever(
    new_laptop: Make,
) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    one = person(a, occupation="blogger")
    colleagues.add(a.office, colleagues.read_card(colleagues.identity(b.office).card))
    path = a.write(b)
    with b.look(path) as incoming:
        plan = incoming.plan
        assert plan.sender.trust is Trust.UNKNOWN
        assert colleagues.identity(a.office).fingerprint in plan.warnings[0]
        assert plan.counts["new"] == 2
        with pytest.raises(casefile.Unverified):
            casefile.take(b.office, [incoming], Choice(), backup=False)
        assert dump(b)[0] == []
        casefile.take(b.office, [incoming], Choice(unverified=True), backup=False)
    assert b.take(path, Choice()).batch is None  # nothing new needs nobody's word
    (line,) = journal.of_record(b.office, one)
    assert line.who == f"signed as Aigerim (key {a.key[:8]}), key not compared, sender not verified"
    acquaint(a, b)
    (line,) = journal.of_record(b.office, one)
    assert line.who == "proven: Aigerim, sender not verified"


def test_ex09_a_known_colleague_s_new_key_is_a_loud_stop(new_laptop: Make) -> None:
    a, b, thief = new_laptop("Aigerim"), new_laptop("Berik"), new_laptop("aigerim")
    acquaint(a, b)
    person(thief)
    colleagues.add(thief.office, colleagues.read_card(colleagues.identity(b.office).card))
    path = thief.write(b)
    with b.look(path) as incoming:
        (stop,) = incoming.plan.stops
        assert stop.startswith("STOP.")
        assert colleagues.identity(a.office).fingerprint in stop
        assert colleagues.identity(thief.office).fingerprint in stop
        with pytest.raises(casefile.Stopped):
            casefile.take(b.office, [incoming], Choice(True, True, True, True), backup=False)
    card = colleagues.read_card(colleagues.identity(thief.office).card)
    with pytest.raises(colleagues.KeyChanged):
        colleagues.add(b.office, card)
    colleagues.add(b.office, card, replaces=a.key)
    with b.look(path) as incoming:
        assert (incoming.plan.stops, incoming.plan.sender.trust) == ((), Trust.UNCOMPARED)
    person(a)
    with b.look(a.write(b)) as incoming:
        assert "another key now" in incoming.plan.stops[0]


def test_ex10_a_file_passed_on_to_somebody_else_says_so(new_circle: Circle, tmp_path: Path) -> None:
    a, b, c = new_circle(3)
    person(a)
    secret = pyrage.x25519.Identity.from_str(keys_of(b.office).age_secret)
    inside = pyrage.decrypt(a.write(b).read_bytes(), [secret])
    path = tmp_path / "passed-on.kzcase"
    path.write_bytes(sealed(inside, keys_of(c.office).age_public))
    with c.look(path) as incoming:
        assert incoming.plan.readdressed
        assert "did not address" in incoming.plan.warnings[0]
        with pytest.raises(casefile.Unverified):
            casefile.take(c.office, [incoming], Choice(), backup=False)
    plain = tmp_path / "plain.kzcase"
    plain.write_bytes(inside)
    with b.look(plain) as incoming:
        assert incoming.plan.readdressed


@settings(max_examples=examples(8, 200), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_ex02_three_laptops_say_the_same_in_whatever_order_the_files_come(
    new_circle: Circle, data: st.DataObject
) -> None:
    laptops = new_circle(3)
    first = person(laptops[0], occupation="blogger")
    for other in laptops[1:]:
        other.take(laptops[0].write(other))
    for one, said in zip(laptops, ("poet", "singer", "lawyer"), strict=True):
        one.save("person", first, occupation=said)
        person(one, f"Seitkali{said}")
    files = [(one.write(other), other) for one in laptops for other in laptops if one is not other]
    for path, to in data.draw(st.permutations(files)):
        to.take(path)
    assert len({one.state() for one in laptops}) == 1
    for one in laptops:
        (found,) = conflicts.listed(one.office)
        assert {side.value for side in found.sides} == {"poet", "singer", "lawyer"}


TEXTS = ("=cmd|' /C calc'!A0", "+77010000000", "-1", "@sum", "\tx", "=1+1", "plain")


def test_ex21_what_a_spreadsheet_could_run_is_made_harmless_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    sheets.write_table(path, ["first", "last"], [[one, "."] for one in TEXTS])
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [row[0] for row in csv.reader(file)][1:]
    assert not [one for one in cells if one.startswith(tuple("=+-@\t\r"))]
    assert [row[0] for _, row in sheets.read(path).rows] == list(TEXTS)
