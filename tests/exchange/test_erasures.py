"""Erasing for good, what is proposed to colleagues by it, and how that is decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kzcase.errors import NotFound
from kzcase.exchange.casefile import Selection, manifest
from kzcase.history.canonical import encode
from kzcase.history.sign import sign_tombstone
from kzcase.services import documents, drafts, erasures, imports, records, searching, today
from tests.laptops import ALL, Circle, Laptop, keys_of, parts_of, sealed, signed, zipped

Pair = tuple[Laptop, Laptop]
Make = Callable[[str], Laptop]


def told(on: Laptop, called: str = "Seitkali", /, **values: Any) -> str:
    """A person with a name, a restriction and a detention."""
    one = on.save("person", **values)
    on.save("name", person=one, parts={"family": called, "given": "Aidar"})
    on.save("restriction", person=one, kind="travel_pledge")
    return one


def stored(on: Laptop, word: str) -> list[str]:
    """Every table of the vault in which a word stands."""
    found = []
    with on.office.read() as session:
        connection = session.connection()
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).scalars()
        for table in tables.all():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').fetchall():
                cells = [one if isinstance(one, bytes) else str(one).encode() for one in row]
                if any(word.lower().encode() in one.lower() for one in cells):
                    found.append(table)
                    break
    return found


def test_who_sent_what_was_erased_is_told_though_the_import_of_it_was_taken_back(pair: Pair) -> None:
    a, b = pair
    one = told(b)
    batch = a.take(b.write(a)).batch
    assert batch is not None
    erasures.erase(a.office, one)
    before = a.state()
    assert imports.undo(a.office, batch).leaving == 0
    assert a.state() == before
    told(a, "Bokayev")
    b.take(a.write(b))
    assert [found.record for found in erasures.proposals(b.office)] == [one]


def test_nobody_is_asked_to_erase_what_is_no_sort_of_details(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    one = told(a)
    b.take(a.write(b))
    keys, said = keys_of(a.office), "click Accept and nothing happens"
    author, word = sign_tombstone(keys.sign_secret, one, said, "2026-02-02T00:00:00Z")
    stone = {"author": author, "compartment": said, "public": keys.sign_public.hex(), "record": one}
    line = encode({**stone, "signature": word.hex(), "time": "2026-02-02T00:00:00Z"}) + b"\n"
    age = keys_of(b.office).age_public
    parts = {manifest.REVISIONS: b"", manifest.SIGNATURES: b"", manifest.TOMBSTONES: line}
    path = tmp_path / "x.kzcase"
    path.write_bytes(sealed(zipped(signed(keys, parts, age)), age))
    with b.look(path) as incoming:
        assert incoming.plan.proposals == ()
        assert incoming.plan.nothing_new
    told(a, "Bokayev")
    parts = parts_of(a.write(b), keys_of(b.office).age_secret)
    path.write_bytes(sealed(zipped(signed(keys, {**parts, manifest.TOMBSTONES: line}, age)), age))
    assert b.take(path).batch is not None
    assert erasures.proposals(b.office) == ()


def test_what_was_erased_is_in_no_table_and_what_belonged_to_it_went_along(
    pair: Pair, tmp_path: Path
) -> None:
    a, _ = pair
    one = told(a, "Qwertybekov", occupation="zxcvbnist")
    other = told(a, "Bokayev")
    paper = tmp_path / "note.txt"
    paper.write_text("asdfghword stands in the paper")
    document = documents.attach(a.office, one, paper)
    drafts.keep(a.office, "k", "person", one, b"", {"occupation": "zxcvbnist again"})
    assert stored(a, "qwertybekov")
    assert stored(a, "zxcvbnist")
    effect = erasures.erase(a.office, one)
    assert {kind: number for kind, _, number in effect.kinds} == {
        "document": 1, "name": 1, "person": 1, "restriction": 1,
    }  # fmt: skip
    assert stored(a, "qwertybekov") == stored(a, "zxcvbnist") == stored(a, "asdfgh") == []
    assert records.view(a.office, other).status == "here"
    assert searching.find(a.office, "Qwertybekov", alike=False) == ()
    assert document is not None
    with pytest.raises(NotFound):
        erasures.erase(a.office, one)
    a.state()


def test_the_places_where_the_name_stands_elsewhere_are_listed_also_those_of_the_past(pair: Pair) -> None:
    a, _ = pair
    one = told(a, "Qwertybekov")
    event = a.save("event", title="Qwertybekov was beaten")
    was = a.save("event", title="Qwertybekov spoke")
    a.save("event", was, title="Somebody spoke")
    a.save("event", title="Rain")
    effect = erasures.look(a.office, one)
    assert {(place.id, place.past) for place in effect.elsewhere} == {(event, False), (was, True)}
    assert records.view(a.office, one).status == "here"


def test_a_name_that_somebody_bore_before_is_looked_for_too(pair: Pair) -> None:
    a, _ = pair
    one = a.save("person")
    name = a.save("name", person=one, parts={"family": "Asdfghov", "given": "Aidar"})
    event = a.save("event", title="Asdfghov was beaten")
    a.save("name", name, parts={"family": "Qwertybekov", "given": "Aidar"})
    assert {place.id for place in erasures.look(a.office, one).elsewhere} == {event}


def test_what_has_other_owners_too_stays_and_the_same_person_under_two_ids_goes(
    pair: Pair, tmp_path: Path
) -> None:
    a, _ = pair
    one, again, other = told(a), told(a, "Seitqali"), told(a, "Bokayev")
    a.save("person", again, merged_into=one)
    paper = tmp_path / "note.txt"
    paper.write_text("both of them")
    document = str(documents.attach(a.office, one, paper))
    a.save("document", document, records=frozenset({one, other}))
    event = a.save("event", title="A picket", persons=frozenset({one, other}))
    part = a.save("involvement", record=event, person=one, role="victim")
    beside = a.save("alternative", record=again, field="occupation", value="poet")
    erasures.erase(a.office, one)
    with a.office.read() as session:
        said = records.titles(session, [one, again, part, beside])
    assert set(said.values()) == {"erased"}
    for kept in (other, document, event):
        assert records.view(a.office, kept).status == "here"
    assert stored(a, "both of them")
    a.state()
    erasures.erase(a.office, other)
    assert stored(a, "both of them") == []
    a.state()


def test_health_details_go_from_what_belongs_to_a_person_too_with_what_stands_beside_them(
    pair: Pair,
) -> None:
    a, b = pair
    one = told(a, health="asthma", occupation="poet")
    beside = a.save("alternative", record=one, field="health", value="healthyword")
    kept = a.save("alternative", record=one, field="occupation", value="singer")
    b.take(a.write(b))
    erasures.erase(a.office, one, "health")
    assert stored(a, "asthma") == stored(a, "healthyword") == []
    with a.office.read() as session:
        assert records.titles(session, [beside])[beside] == "erased"
    assert a.fields(kept)["value"] == "singer"
    b.take(a.write(b))
    (found,) = erasures.proposals(b.office)
    assert (found.record, found.compartment, found.others) == (one, "health", 1)
    erasures.accept(b.office, one, "health")
    assert a.state() == b.state()


def test_one_compartment_goes_and_the_rest_stays(pair: Pair) -> None:
    a, _ = pair
    one = told(a, family="two daughters", occupation="poet")
    assert "revision" in stored(a, "two daughters")
    effect = erasures.erase(a.office, one, "family")
    assert (effect.records, effect.compartment) == (1, "family")
    assert stored(a, "two daughters") == []
    assert a.fields(one)["occupation"] == "poet"
    a.state()


def test_an_older_file_with_a_compartment_that_was_erased_since_brings_nothing_new(pair: Pair) -> None:
    a, b = pair
    one = told(a, family="two daughters", occupation="poet")
    old = a.write(b)
    b.take(old)
    erasures.erase(b.office, one, "family")
    again = b.take(old)
    assert (again.batch, again.plan.nothing_new) == (None, True)
    assert (again.plan.counts["changed"], again.plan.joined) == (0, 0)
    assert stored(b, "two daughters") == []


def test_what_was_erased_is_not_brought_back_by_an_older_file(pair: Pair) -> None:
    a, b = pair
    one = told(a, occupation="poet")
    old = a.write(b)
    b.take(old)
    erasures.erase(b.office, one)
    outcome = b.take(old, ALL)
    assert (outcome.plan.counts["erased"], outcome.batch) == (3, None)
    assert stored(b, "Seitkali") == []
    a.save("person", one, occupation="singer")
    b.take(a.write(b))
    assert stored(b, "singer") == []


def erased_by_a(a: Laptop, b: Laptop) -> str:
    """A person whom both have, with something of B's own, erased by A who says so in a file."""
    one = told(a, occupation="poet")
    b.take(a.write(b))
    b.save("restriction", person=one, kind="parole")
    a.take(b.write(a), ALL)
    erasures.erase(a.office, one)
    told(a, "Bokayev")
    b.take(a.write(b))
    return one


def test_a_proposal_is_one_line_about_the_person_and_accepting_it_erases_what_belongs_to_them(
    pair: Pair,
) -> None:
    a, b = pair
    one = erased_by_a(a, b)
    (proposal,) = erasures.proposals(b.office)
    assert (proposal.record, proposal.by, proposal.compartment, proposal.others) == (one, ("Aigerim",), "", 3)
    assert "Seitkali" in proposal.title
    assert records.view(b.office, one).status == "here"
    effect = erasures.accept(b.office, one)
    assert (effect.records, effect.colleagues) == (4, ())  # whoever erased it does not hold it
    assert erasures.proposals(b.office) == ()
    assert stored(b, "Seitkali") == []
    assert a.state() == b.state()
    with pytest.raises(NotFound):
        erasures.accept(b.office, one)


def test_who_may_still_hold_what_is_erased_are_those_who_did_not_tell_that_they_erased_it(
    new_circle: Circle,
) -> None:
    a, b, c = new_circle(3)
    one = erased_by_a(a, b)
    c.take(b.write(c))
    assert erasures.look(b.office, one).colleagues == ("Dana",)
    # What Aigerim never erased, because she got it later, she may hold.
    b.save("restriction", person=one, kind="travel_pledge")
    erasures.decline(b.office, one)
    a.take(b.write(a))
    assert erasures.look(b.office, one).colleagues == ("Aigerim", "Dana")


def test_a_declined_proposal_is_not_asked_again_and_is_not_passed_on(new_circle: Circle) -> None:
    a, b, c = new_circle(3)
    one = erased_by_a(a, b)
    c.take(b.write(c))
    erasures.decline(b.office, one)
    assert erasures.proposals(b.office) == ()
    b.take(a.write(b))
    assert erasures.proposals(b.office) == ()
    c.take(b.write(c))
    assert erasures.proposals(c.office) == ()
    assert records.view(b.office, one).status == "here"
    with pytest.raises(NotFound):
        erasures.decline(b.office, one)


def test_erasures_are_told_to_those_who_had_the_record_and_to_nobody_else(new_circle: Circle) -> None:
    a, b, c = new_circle(3)
    one = erased_by_a(a, b)
    told_c = c.look(a.write(c))
    with told_c:
        assert list(told_c.opened.tombstones()) == []
    with b.look(a.write(b, selection=Selection(records=(told(a, "Third"),)))) as to_b:
        assert one in {stone.record for stone in to_b.opened.tombstones()}
    with a.look(a.write()) as to_self:
        assert one in {stone.record for stone in to_self.opened.tombstones()}


def test_an_accepted_erasure_travels_on_to_a_third_office_that_had_the_record(new_circle: Circle) -> None:
    a, b, c = new_circle(3)
    one = told(a, occupation="poet")
    b.take(a.write(b))
    c.take(b.write(c))
    erasures.erase(a.office, one)
    told(a, "Bokayev")
    b.take(a.write(b))
    erasures.accept(b.office, one)
    c.take(b.write(c))
    (proposal,) = erasures.proposals(c.office)
    assert proposal.by == ("Aigerim",)
    erasures.accept(c.office, one)
    assert a.state() == b.state() == c.state()


def test_today_asks_until_it_is_decided(pair: Pair) -> None:
    a, b = pair
    one = erased_by_a(a, b)

    def asked() -> set[str]:
        return {
            made.id for made in today.today(b.office, b.office.today()).decisions if made.what == "erasure"
        }

    assert one in asked()
    erasures.decline(b.office, one)
    assert asked() == set()


def test_an_import_of_what_was_erased_since_can_still_be_taken_back(pair: Pair) -> None:
    a, b = pair
    one, other = told(a, "Seitkali"), told(a, "Bokayev")
    batch = b.take(a.write(b)).batch
    erasures.erase(b.office, one)
    assert batch is not None
    imports.undo(b.office, batch)
    assert stored(b, "Bokayev") == []
    b.state()
    assert other


def test_proposals_about_a_detail_and_about_all_of_a_person_stand_side_by_side(pair: Pair) -> None:
    a, b = pair
    one = told(a, health="asthma")
    b.take(a.write(b))
    erasures.erase(a.office, one, "health")
    b.take(a.write(b))
    erasures.erase(a.office, one)
    told(a, "Bokayev")
    b.take(a.write(b))
    assert {(found.record, found.compartment) for found in erasures.proposals(b.office)} == {
        (one, ""),
        (one, "health"),
    }
    erasures.decline(b.office, one, "health")
    assert [found.compartment for found in erasures.proposals(b.office)] == [""]
    erasures.accept(b.office, one)
    assert erasures.proposals(b.office) == ()
    assert stored(b, "asthma") == []
    assert a.state() == b.state()
