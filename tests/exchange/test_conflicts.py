from __future__ import annotations

import pytest

from kzcase.errors import InputRefused, KzcaseError, NotFound
from kzcase.services import conflicts, journal, records
from kzcase.services.conflicts import OURS, THEIRS
from tests.laptops import Laptop

Pair = tuple[Laptop, Laptop]


def disputed(pair: Pair, **values: tuple[object, object]) -> str:
    """A person of whom both laptops wrote something else; the conflict is on the second one."""
    a, b = pair
    one = a.save("person")
    b.take(a.write(b))
    a.save("person", one, **{key: said[0] for key, said in values.items()})
    b.save("person", one, **{key: said[1] for key, said in values.items()})
    b.take(a.write(b))
    return one


def test_a_conflict_shows_both_sides_who_wrote_them_and_why_one_is_shown(pair: Pair) -> None:
    _, b = pair
    one = disputed(pair, occupation=("poet", "singer"))
    (found,) = conflicts.listed(b.office)
    assert (found.id, found.kind, found.field, found.label) == (one, "person", "occupation", "Occupation")
    assert found == conflicts.of_record(b.office, one)[0]
    assert conflicts.count(b.office) == 1
    sides = {side.text: side for side in found.sides}
    assert sides["poet"].who == "proven: Aigerim"
    assert sides["singer"].who == "Berik"
    assert (sides["singer"].ours, sides["poet"].ours) == (True, False)
    assert [side.shown for side in found.sides] == [True, False]
    assert b.fields(one)["occupation"] == found.sides[0].value
    assert "whoever wrote later" in found.why
    assert conflicts.listed(b.office, "event") == ()


@pytest.mark.parametrize("place", [0, 1])
def test_either_side_can_be_taken_also_the_one_that_is_shown(pair: Pair, place: int) -> None:
    a, b = pair
    one = disputed(pair, occupation=("poet", "singer"))
    (found,) = conflicts.listed(b.office)
    side = found.sides[place]
    conflicts.take(b.office, one, "occupation", side.revision[:12], heads=found.heads)
    assert conflicts.listed(b.office) == ()
    assert b.fields(one)["occupation"] == side.value
    a.take(b.write(a))
    assert a.state() == b.state()


def test_a_value_of_one_s_own_is_checked_as_in_a_form(pair: Pair) -> None:
    _, b = pair
    one = disputed(pair, born=("1980", "1981"))
    with pytest.raises(InputRefused):
        conflicts.decide(b.office, one, "born", "31.02.1980")
    assert conflicts.count(b.office) == 1
    conflicts.decide(b.office, one, "born", "1980~")
    assert (conflicts.count(b.office), b.fields(one)["born"]) == (0, "1980~")


def test_both_are_kept_as_alternative_values_that_say_who_wrote_them(pair: Pair) -> None:
    a, b = pair
    one = disputed(pair, liberty=({"status": "at_liberty"}, {"status": "detained", "since": "2020"}))
    (found,) = conflicts.listed(b.office)
    (kept,) = conflicts.keep_both(b.office, one, "liberty", heads=found.heads)
    assert conflicts.count(b.office) == 0
    beside = b.fields(kept)
    assert (beside["record"], beside["field"]) == (one, "liberty")
    assert found.sides[1].who in beside["note"]
    assert beside["value"].startswith("{")
    a.take(b.write(a))
    assert a.state() == b.state()


def test_what_holds_one_value_only_cannot_keep_both(pair: Pair) -> None:
    a, b = pair
    one = a.save("person")
    b.take(a.write(b))
    records.delete(a.office, one)
    b.save("person", one, occupation="poet")
    b.take(a.write(b))
    (found,) = conflicts.listed(b.office)
    assert (found.field, found.label) == ("deleted", "Deleted")
    with pytest.raises(KzcaseError, match="one value only"):
        conflicts.keep_both(b.office, one, "deleted")
    with pytest.raises(NotFound):
        conflicts.keep_both(b.office, one, "occupation")
    with pytest.raises(NotFound):
        conflicts.take(b.office, one, "deleted", "ffff")


def test_the_most_protective_value_is_shown_and_said_to_be(pair: Pair) -> None:
    _, b = pair
    one = disputed(pair, pseudonym=("A.", None), do_not_share=(True, False))
    found = {row.field: row for row in conflicts.listed(b.office)}
    assert found["do_not_share"].protective
    assert "protects most" in found["do_not_share"].why
    assert b.fields(one)["do_not_share"] is True
    for field in ("pseudonym", "do_not_share"):
        with pytest.raises(KzcaseError, match="one value only"):
            conflicts.keep_both(b.office, one, field)


def test_a_decision_on_what_was_seen_leaves_what_came_meanwhile_undecided(pair: Pair) -> None:
    a, b = pair
    one = disputed(pair, occupation=("poet", "singer"))
    (found,) = conflicts.listed(b.office)
    (own,) = [side for side in found.sides if side.ours]
    a.save("person", one, occupation="baker")
    b.take(a.write(b))
    conflicts.take(b.office, one, "occupation", own.revision, heads=found.heads)
    (still,) = conflicts.listed(b.office)
    assert {side.value for side in still.sides} == {"singer", "baker"}


@pytest.mark.parametrize(("prefer", "said"), [(OURS, "singer"), (THEIRS, "poet")])
def test_all_of_a_kind_are_decided_at_once(pair: Pair, prefer: str, said: str) -> None:
    a, b = pair
    people = [disputed(pair, occupation=("poet", "singer")) for _ in range(3)]
    disputed(pair, born=("1980", "1981"))
    assert conflicts.take_all(b.office, "person", "occupation", prefer) == 3
    assert {b.fields(one)["occupation"] for one in people} == {said}
    assert [row.field for row in conflicts.listed(b.office)] == ["born"]
    assert journal.of_record(b.office, people[0])[0].who == "Berik"
    assert a.key != b.key


def test_many_fields_are_decided_in_one_write_and_what_cannot_be_is_left(pair: Pair) -> None:
    a, b = pair
    first, second = a.save("person"), a.save("person")
    b.take(a.write(b))
    for on, word in ((a, "poet"), (b, "singer")):
        on.save("person", first, occupation=word, locality=word)
        on.save("person", second, occupation=word)
    b.take(a.write(b))
    found = {(one.id, one.field): one for one in conflicts.listed(b.office)}
    theirs = {key: next(s.revision for s in one.sides if not s.ours) for key, one in found.items()}
    absent = conflicts.Chosen(second, "locality", None)
    left = conflicts.settle(
        b.office,
        (
            conflicts.Chosen(first, "occupation", theirs[first, "occupation"]),
            conflicts.Chosen(first, "locality", None),
            conflicts.Chosen(second, "occupation", theirs[second, "occupation"]),
            absent,
        ),
    )
    assert left == (absent,)
    assert conflicts.listed(b.office) == ()
    assert [b.fields(one)["occupation"] for one in (first, second)] == ["poet", "poet"]
    (beside,) = [one for one in records.related(b.office, first) if one.kind == "alternative"]
    kept = records.view(b.office, beside.id).fields
    assert {kept["value"], b.fields(first)["locality"]} == {"poet", "singer"}
    a.take(b.write(a))
    assert a.state() == b.state()
