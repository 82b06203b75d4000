"""Single rules of the fold, each in the smallest story that shows it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from kzcase.history.fold import Folded, Item, fold, protection
from kzcase.history.upcast import Upcasters
from kzcase.models.base import kinds
from kzcase.models.fields import Field, FieldType, Protect

PERSON = kinds()["person"].fields
CONSENT = kinds()["consent"].fields
ANSWERS = {"consent_answer": ("withdrawn", "refused", "given")}


def item(name: str, parents: str = "", **fields: Any) -> Item:
    return Item(key(name), tuple(key(one) for one in parents.split()), f"by {name}", {"open": fields})


def key(name: str) -> bytes:
    return sha256(name.encode()).digest()


def says(*items: Item, fields: Any = PERSON) -> Folded:
    return fold(items, fields, frozenset(), ANSWERS)


def candidates(result: Folded, field: str) -> list[Any]:
    return [one.value for one in result.conflicts.get(field, ())]


def test_nothing_says_nothing() -> None:
    assert says() == Folded({}, {}, False, b"", 0)


def test_two_heads_that_change_different_fields_are_no_conflict() -> None:
    result = says(item("a", occupation="x"), item("b", "a", region="r"), item("c", "a", locality="l"))
    assert result.values == {"occupation": "x", "region": "r", "locality": "l"}
    assert not result.conflicts
    assert result.heads == b"".join(sorted([key("b"), key("c")]))


def test_one_head_is_no_proof_that_nothing_is_undecided() -> None:
    result = says(
        item("a"),
        item("b", "a", occupation="x"),
        item("c", "a", occupation="y"),
        item("d", "b c", region="r"),
    )
    assert result.heads == key("d")
    assert sorted(candidates(result, "occupation")) == ["x", "y"]


def test_a_decision_for_either_value_ends_the_conflict() -> None:
    fork = [item("a"), item("b", "a", occupation="x"), item("c", "a", occupation="y")]
    for value in ("x", "y", "z"):
        result = says(*fork, item("d", "b c", occupation=value))
        assert (result.values["occupation"], result.conflicts) == (value, {})


def test_first_shown_is_the_candidate_with_the_most_ancestors() -> None:
    result = says(
        item("a"),
        item("b", "a", occupation="young"),
        item("c", "a", region="r"),
        item("d", "c", occupation="old"),
    )
    assert candidates(result, "occupation") == ["old", "young"]
    assert result.values["occupation"] == "old"


def test_among_equals_the_greatest_id_is_shown() -> None:
    forks = [item(name, occupation=name) for name in "abcdef"]
    greatest = max("abcdef", key=key)
    assert candidates(says(*forks), "occupation")[0] == greatest
    assert says(*forks) == says(*reversed(forks)) == says(*forks, *forks)


def test_the_same_value_written_twice_is_no_conflict() -> None:
    result = says(item("a", occupation="x", do_not_share=True), item("b", occupation="x", do_not_share=True))
    assert result.values == {"occupation": "x", "do_not_share": True}
    assert not result.conflicts


def test_a_value_and_its_being_cleared_are_a_conflict() -> None:
    result = says(item("a", occupation="x"), item("b", "a", occupation=None), item("c", "a", occupation="y"))
    assert {None, "y"} == set(candidates(result, "occupation"))


def test_true_and_one_are_two_values() -> None:
    assert len(candidates(says(item("a", occupation=1), item("b", occupation=True)), "occupation")) == 2


def test_a_composite_conflicts_as_one() -> None:
    free, held = {"status": "free", "since": "2020"}, {"status": "held", "since": "2020"}
    result = says(item("a", liberty=free), item("b", liberty=held))
    assert candidates(result, "liberty") in ([free, held], [held, free])
    assert result.values["liberty"] in (free, held)


def tags(add: str = "", remove: str = "") -> dict[str, list[str]]:
    return {"add": add.split(), "remove": remove.split()}


def test_an_element_added_again_by_someone_else_outlives_a_removal() -> None:
    base = item("a", roles=tags("x y"))
    removed = item("b", "a", roles=tags(remove="x"))
    again = item("c", "a", roles=tags("x"))
    assert says(base, removed).values["roles"] == {"y"}
    assert says(base, removed, again).values["roles"] == {"x", "y"}
    assert says(base, removed, again, item("d", "b c", roles=tags(remove="x y"))).values == {}


@pytest.mark.parametrize("value", [None, 5, "x", ["x"], {"add": "x"}, {"add": [1, None]}, {"other": []}])
def test_a_strange_entry_of_a_set_changes_nothing(value: Any) -> None:
    assert says(item("a", roles=tags("x")), item("b", "a", roles=value)).values["roles"] == {"x"}


@pytest.mark.parametrize(
    ("field", "guarded", "open_"),
    [
        ("do_not_share", True, False),
        ("do_not_share", True, None),
        ("pseudonym", "A.", None),
        ("do_not_say", "the village", None),
    ],
)
def test_while_undecided_a_protective_field_protects(field: str, guarded: Any, open_: Any) -> None:
    for first, second in ((guarded, open_), (open_, guarded)):
        result = says(
            item("a"),
            item("b", "a", **{field: first}),
            item("c", "a", **{field: second}),
            item("d", "c", region="r"),
            item("e", "d", **{field: second}),
        )
        assert result.values[field] == guarded
        assert candidates(result, field)[0] == guarded


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (("given", "refused"), "refused"),
        (("given", "withdrawn", "refused"), "withdrawn"),
        (("given", None), None),
        (("refused", None), "refused"),
        (("given", "refused", "something newer"), "something newer"),
    ],
)
def test_consent_shows_the_answer_that_protects_most(values: tuple[Any, ...], shown: Any) -> None:
    for order in (values, values[::-1]):
        forks = [item(f"{n}{one}", answer=one) for n, one in enumerate(order)]
        assert says(*forks, fields=CONSENT).values.get("answer") == shown


def test_every_protective_field_ranks_its_values() -> None:
    flag = Field("x", "X", FieldType.FLAG, protect=Protect.FALSE)
    assert protection(flag, True, ()) < protection(flag, None, ()) == protection(flag, False, ())
    plain = Field("x", "X", FieldType.FLAG)
    assert protection(plain, True, ()) == protection(plain, None, ())


def test_a_deletion_hides_only_what_its_writer_had_seen() -> None:
    base, gone = item("a", occupation="x"), item("b", "a", deleted=True)
    edit = item("c", "a", region="r")
    assert says(base, gone).deleted
    result = says(base, gone, edit)
    assert not result.deleted
    assert [(one.revision, one.value) for one in result.conflicts["deleted"]] in (
        [(key("b"), True), (key("c"), None)],
        [(key("c"), None), (key("b"), True)],
    )
    assert says(base, gone, edit, item("d", "b c", deleted=True)).deleted
    back = says(base, gone, edit, item("d", "b c", deleted=False))
    assert (back.deleted, back.conflicts) == (False, {})


def test_two_deletions_do_not_contest_one_another() -> None:
    result = says(item("a"), item("b", "a", deleted=True), item("c", "a", deleted=True))
    assert (result.deleted, result.conflicts) == (True, {})


def test_a_deletion_that_saw_an_edit_answers_for_one_that_did_not() -> None:
    result = says(
        item("a"), item("b", "a", deleted=True), item("c", "a", region="r"), item("d", "c", deleted=True)
    )
    assert (result.deleted, result.conflicts) == (True, {})


def test_an_edit_of_a_deleted_record_does_not_bring_it_back() -> None:
    assert says(item("a"), item("b", "a", deleted=True), item("c", "b", region="r")).deleted


def test_undeleting_against_an_unseen_deletion_is_a_conflict_and_shown() -> None:
    result = says(
        item("a"), item("b", "a", deleted=True), item("c", "b", deleted=False), item("d", "b", deleted=True)
    )
    assert not result.deleted
    assert {one.value for one in result.conflicts["deleted"]} == {True, False}


def test_a_revision_waits_for_its_ancestors_and_says_nothing_meanwhile() -> None:
    first, second, third = (
        item("a", occupation="x"),
        item("b", "a", occupation="y"),
        item("c", "b", region="r"),
    )
    result = says(first, third)
    assert result.values == {"occupation": "x"}
    assert result.waiting == (key("c"),)
    assert says(third, first, second).values == {"occupation": "y", "region": "r"}


def test_what_is_withheld_is_listed() -> None:
    guarded = Item(key("a"), (), "", {"open": {"occupation": "x"}}, ("family",))
    assert says(guarded).withheld == ((key("a"), "family"),)


def test_fields_of_a_newer_program_are_folded_aside() -> None:
    result = says(item("a", shoe_size="39"), item("b", shoe_size="40"))
    assert result.values == {}
    assert result.others["shoe_size"] in ("39", "40")
    assert len(candidates(result, "shoe_size")) == 2


def test_a_long_history_is_folded() -> None:
    names = [str(n) for n in range(3000)]
    line = [item(a, b, occupation=a) for a, b in zip(names[1:], names, strict=False)]
    result = says(item("0"), *line)
    assert (result.values, result.heads, result.counted) == ({"occupation": "2999"}, key("2999"), 3000)


def test_upcasters_lead_step_by_step_to_the_names_of_today() -> None:
    casts = Upcasters(
        {
            ("person", 1): lambda fields: {"work" if k == "job" else k: v for k, v in fields.items()},
            ("person", 2): lambda fields: {
                **{k: v for k, v in fields.items() if k != "work"},
                **({"occupation": fields["work"]} if "work" in fields else {}),
            },
        }
    )
    assert (casts.today("person"), casts.today("case")) == (3, 1)
    assert casts.fields("person", 1, {"job": "x", "region": "r"}) == {"occupation": "x", "region": "r"}
    assert casts.fields("person", 2, {"work": "x"}) == {"occupation": "x"}
    assert casts.fields("person", 9, {"work": "x"}) == {"work": "x"}
    with pytest.raises(ValueError, match="version 1"):
        Upcasters({("person", 2): dict})


def second(name: str, parents: str = "row", withheld: tuple[str, ...] = (), **fields: Any) -> Item:
    """What an office wrote of a row's guarded fields."""
    return Item(key(name), tuple(key(one) for one in parents.split()), name, {"identity": fields}, withheld)


ROW = Item(key("row"), (), "import", {"open": {"occupation": "x"}})


def test_who_changes_what_a_row_said_is_taken_to_have_seen_it_in_every_vault() -> None:
    here = [second("a", born="1980", citizenship={"add": ["KZ"], "remove": []})]
    there = [second("b", born="1980", citizenship={"add": ["KZ"], "remove": []})]
    here.append(second("c", "a", born="1981"))
    there.append(second("d", "b", gender="f"))
    result = says(ROW, *here, *there)
    assert not result.conflicts
    assert (result.values["born"], result.values["gender"]) == ("1981", "f")
    assert result.heads == b"".join(sorted([key("c"), key("d")]))
    there.append(second("e", "b", born="1982"))
    assert sorted(candidates(says(ROW, *here, *there), "born")) == ["1981", "1982"]


def test_only_what_nobody_could_tell_apart_are_twins() -> None:
    edited = [ROW, second("a", born="1980"), second("c", "a", born="1981")]
    for other in (
        second("b", born="1979"),
        second("b", born="1980", gender="f"),
        second("b", born="1980", withheld=("family",)),
        second("b", "row a", born="1980"),
        second("b", "", born="1980"),
        second("b", born="1980")._replace(parts={"open": {"born": "1980"}}),
    ):
        assert key("b") in says(*edited, other).heads
    not_a_row = [ROW._replace(author="someone"), *edited[1:], second("b", born="1980")]
    assert sorted(candidates(says(*not_a_row), "born")) == ["1980", "1981"]


def test_twins_whose_guarded_part_was_erased_say_nothing() -> None:
    result = fold(
        [ROW, second("a", born="1980"), second("b", born="1980"), second("c", "a", born="1981")],
        PERSON,
        frozenset({"identity"}),
    )
    assert result.values == {"occupation": "x"}
    assert not result.conflicts
