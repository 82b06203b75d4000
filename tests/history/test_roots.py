from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.history.canonical import NotPlain
from kzcase.history.ledger import Applied, BatchInfo, Ledger
from kzcase.history.read import history_of
from kzcase.history.revision import IMPORT, Revision, new_id, trusted
from kzcase.history.roots import NAMESPACE, Existing, Row, is_root, plan_row, record_id, root
from kzcase.models.base import kinds
from kzcase.models.person import Person
from kzcase.services.office import Office

A = "00000000-0000-4000-8000-000000000001"
FIELDS = kinds()["person"].fields


def row(**fields: Any) -> Row:
    return Row("person", A, fields)


def plan(here: Existing | None, given: Row) -> tuple[Revision, ...]:
    return plan_row(here, given, FIELDS, schema=1, author="a" * 32, time="2026-01-01T00:00:00Z")


def said(revision: Revision) -> dict[str, Any]:
    return {key: value for part in revision.parts for key, value in part.fields.items()}


def take(ledger: Ledger, *rows: Row) -> Applied:
    with ledger.vault.write() as session:
        planned = ledger.plan_rows(session, rows)
        return ledger.apply(session, planned, batch=BatchInfo(new_id(), "rows.jsonl"), own=True)


def person(ledger: Ledger) -> Person:
    with ledger.vault.read() as session:
        found = session.get(Person, A)
        assert found is not None
        return found


def write(ledger: Ledger, **fields: Any) -> None:
    with ledger.write() as unit:
        for key, value in fields.items():
            setattr(unit.session.get(Person, A), key, value)


# --- ids ------------------------------------------------------------------------------------------


def test_a_key_that_is_a_uuid_is_the_id() -> None:
    assert record_id("", "person", A) == A
    assert record_id("x", "person", A.upper()) == A


def test_any_other_key_has_one_id_for_its_namespace_and_kind() -> None:
    assert record_id("", "person", "bokayev") == "d05432b8-7277-5605-a20b-824da6adb006"
    made = {record_id(space, kind, "1") for space in ("", "a", "b") for kind in ("person", "case")}
    assert len(made) == 6
    assert {uuid.UUID(one).version for one in made} == {5}
    assert str(NAMESPACE) == "5b1f7a52-6d0c-4f0e-9a3d-3c6c2f0e7b91"


@given(
    st.lists(st.text(max_size=8), min_size=3, max_size=3),
    st.lists(st.text(max_size=8), min_size=3, max_size=3),
)
def test_no_two_keys_share_an_id(one: list[str], other: list[str]) -> None:
    one, other = ([unicodedata.normalize("NFC", part) for part in parts] for parts in (one, other))
    assert (record_id(*one) == record_id(*other)) == (one == other)


# --- the first revision ---------------------------------------------------------------------------


def test_the_first_revision_is_a_function_of_the_row_alone() -> None:
    """Frozen: an id that changes would make conflicts of every sample that was ever loaded."""
    made = root(
        row(occupation="Blogger", roles=["poet", "blogger"], health="Well", born=None), FIELDS, schema=1
    )
    assert made.hex == "53cf0848758345f7bbc01efa77b7bdbc66c1774a9d737ee171fdd6c6249c0641"
    assert (made.author, made.time, made.parents) == ("import", None, b"")
    assert said(made) == {"occupation": "Blogger", "roles": {"add": ["blogger", "poet"], "remove": []}}


def test_guarded_fields_follow_in_a_second_revision_whose_salt_nobody_can_compute() -> None:
    given = row(occupation="Blogger", health="Well", family="Married")
    first, second = plan(None, given)
    assert set(first.commitments) == {"open"}
    assert set(second.commitments) == {"family", "health"}
    assert second.parents == first.id
    assert second.author == "a" * 32
    again = plan(None, given)
    assert again[0] == first
    assert again[1].commitments != second.commitments


def test_a_row_of_open_fields_is_one_revision_and_a_row_of_none_too() -> None:
    assert len(plan(None, row(occupation="Blogger"))) == 1
    assert [one.commitments for one in plan(None, row())] == [{}]


def test_a_value_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(NotPlain):
        plan(None, row(occupation="\x00"))


# --- rows about records that are here -------------------------------------------------------------

HERE = Existing(
    b"h" * 32,
    {"occupation": "Poet", "roles": frozenset("ac")},
    {"occupation": "Blogger", "roles": frozenset("ab")},
)


def test_what_the_last_row_said_is_not_new_even_if_it_was_changed_here() -> None:
    assert plan(HERE, row(occupation="Blogger", roles=["a", "b"])) == ()
    assert plan(HERE, row(occupation="Poet")) == ()
    assert plan(HERE, row(region=None)) == ()


def test_what_a_row_says_anew_is_written_on_the_present_heads() -> None:
    (one,) = plan(HERE, row(occupation="Singer", roles=["a", "d"], region="almaty"))
    assert one.parents == HERE.heads
    assert said(one) == {"occupation": "Singer", "region": "almaty", "roles": {"add": ["d"], "remove": []}}


def test_a_row_clears_what_an_earlier_row_had_given() -> None:
    (one,) = plan(HERE, row(occupation=None, roles=[]))
    assert said(one) == {"occupation": None, "roles": {"add": [], "remove": ["a"]}}


def test_a_row_about_a_record_that_no_row_made_writes_what_differs() -> None:
    here = Existing(b"h" * 32, {"occupation": "Poet", "roles": frozenset("ac")})
    (one,) = plan(here, row(occupation="Blogger", roles=["a", "b"]))
    assert said(one) == {"occupation": "Blogger", "roles": {"add": ["b"], "remove": ["c"]}}
    assert plan(here, row(occupation="Poet", roles=["a", "c"])) == ()


def test_a_row_about_an_erased_record_brings_nothing() -> None:
    assert plan(Existing(b"", {}, erased=True), row(occupation="Poet")) == ()


# --- in vaults ------------------------------------------------------------------------------------


def test_the_same_rows_again_change_nothing(ledger: Ledger) -> None:
    given = row(occupation="Blogger", roles=["blogger"], health="Well")
    assert take(ledger, given).new == 2
    assert take(ledger, given).new == 0
    write(ledger, occupation="Poet", health="Ill")
    assert take(ledger, given).new == 0
    assert (person(ledger).occupation, person(ledger).health) == ("Poet", "Ill")
    with ledger.vault.read() as session:
        assert ledger.check(session).problems == ()
        edit, second, first = history_of(session, A)
    assert (first.author, first.proven, first.via) == ("import", False, "rows.jsonl")
    assert (second.author_name, second.proven) == ("Aigerim", True)
    assert edit.via == ""


def test_a_changed_row_and_its_return_are_revisions_of_the_importing_writer(ledger: Ledger) -> None:
    take(ledger, row(occupation="Blogger", region="atyrau"))
    write(ledger, region="almaty")
    take(ledger, row(occupation="Poet", region="atyrau"))
    assert (person(ledger).occupation, person(ledger).region) == ("Poet", "almaty")
    take(ledger, row(occupation="Blogger", region="atyrau"))
    assert (person(ledger).occupation, person(ledger).region) == ("Blogger", "almaty")
    with ledger.vault.read() as session:
        assert [entry.author_name for entry in history_of(session, A)] == ["Aigerim"] * 3 + [""]


def test_two_vaults_that_load_the_sample_and_edit_different_fields_have_no_conflict(
    new_ledger: Callable[..., Ledger], revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    here, there = new_ledger(), new_ledger("Berik")
    sample = [
        row(occupation="Blogger", roles=["blogger"], health="Well"),
        Row("name", record_id("sample", "name", "n1"), {"person": A, "parts": {"family": "Бокаев"}}),
    ]
    for ledger, edit in ((here, {"region": "atyrau"}), (there, {"locality": "Атырау"})):
        take(ledger, *sample)
        write(ledger, **edit)
    for one, other in ((here, there), (there, here)):
        with one.vault.write() as session:
            one.apply(session, revisions_in(other), batch=BatchInfo(new_id(), "x.kzcase", sender="them"))
    states = set()
    for ledger in (here, there):
        with ledger.vault.read() as session:
            found = ledger.check(session)
        assert found.problems == ()
        states.add(found.state)
        assert person(ledger).conflicts is None
        assert (person(ledger).region, person(ledger).locality) == ("atyrau", "Атырау")
        assert take(ledger, *sample).new == 0
    assert len(states) == 1


def test_one_file_cannot_hold_two_rows_of_one_record(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="two rows"):
        take(ledger, row(occupation="Poet"), row(occupation="Blogger"))


def test_every_first_revision_of_the_sample_is_known_to_be_a_rows(sample: Office) -> None:
    with sample.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision")).all()
    found = [one for row in rows if (one := trusted(*row)).author == IMPORT]
    assert found
    assert all(is_root(one) for one in found)
