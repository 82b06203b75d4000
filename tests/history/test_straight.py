from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.history.ledger import Change, Ledger, SetOps
from kzcase.history.revision import Revision, new_id
from kzcase.history.sign import Signature
from kzcase.history.tables import MOST_MARKS, rounded, rows_in

PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "locality": st.sampled_from(["Uralsk", "Орал", "  O'ral  ", "", None]),
    "summary_en": st.text(alphabet="ab é\n", max_size=8),
    "born": st.sampled_from(["1980", "1980-05", None]),
    "liberty": st.sampled_from([{"status": "imprisoned"}, {"status": "released", "since": "2020"}, None]),
}
NOT_PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "roles": st.sampled_from([SetOps(add=frozenset(("activist",))), SetOps(remove=frozenset(("activist",)))]),
    "deleted": st.booleans(),
}


def counts(ledger: Ledger) -> tuple[int, ...]:
    with ledger.vault.read() as session:
        names = ("revision", "signature", "signed")
        return tuple(
            int(session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()) for name in names
        )


def record(ledger: Ledger, *changes: Change) -> Any:
    with ledger.vault.write() as session:
        return ledger.record(session, changes)


def heads(ledger: Ledger, one: str) -> bytes:
    with ledger.vault.read() as session:
        found = session.execute(text("SELECT heads FROM person WHERE id = :id"), {"id": one}).scalar_one()
        assert isinstance(found, bytes)
        return found


@pytest.fixture(scope="module")
def shared(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One vault for many examples: each works on a person of its own."""
    import shutil

    from kzcase.vault.vault import Vault

    path = tmp_path_factory.mktemp("straight") / "a.kzvault"
    shutil.copyfile(template, path)
    with Vault.open_raw(path, bytes(range(32))) as vault:
        ledger = Ledger(vault)
        with vault.write() as session:
            ledger.add_writer(session, "Aigerim")
        yield ledger


fields = st.one_of(
    st.fixed_dictionaries({}, optional=PLAIN).filter(bool),
    st.fixed_dictionaries({}, optional={**PLAIN, **NOT_PLAIN}).filter(bool),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(fields, st.sampled_from(["now", "heads", "first"])), min_size=1, max_size=5))
def test_whatever_is_saved_one_by_one_is_what_the_fold_says(
    shared: Ledger, saves: list[tuple[dict[str, Any], str]]
) -> None:
    one = new_id()
    record(shared, Change("person", one, {"locality": "Atyrau"}))
    first = heads(shared, one)
    for values, at in saves:
        parents = {"now": None, "heads": heads(shared, one), "first": first}[at]
        before = counts(shared)
        written = record(shared, Change("person", one, values, parents=parents))
        assert counts(shared) == tuple(number + len(written.revisions) for number in before)
    with shared.vault.read() as session:
        assert shared.check(session).problems == ()


def test_a_plain_save_is_one_signed_revision_on_the_heads_that_were(
    ledger: Ledger, revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    one = new_id()
    record(ledger, Change("person", one, {"locality": "Atyrau"}))
    before = heads(ledger, one)
    written = record(ledger, Change("person", one, {"locality": "Uralsk"}, note="she said so"))
    last = revisions_in(ledger)[-1]
    assert (last.hex, last.parents, heads(ledger, one)) == (written.revisions[0], before, last.id)
    assert [(part.fields, part.note) for part in last.parts] == [({"locality": "Uralsk"}, "she said so")]
    assert written.ids == {"person": {one}}
    assert not written.stale
    with ledger.vault.read() as session:
        found = session.execute(
            text(
                "SELECT s.author, w.sign_public, s.ids, s.signature FROM signed AS d "
                "JOIN signature AS s ON s.seq = d.signature JOIN writer AS w ON w.id = s.author "
                "WHERE d.revision = :id"
            ),
            {"id": last.id},
        ).one()
    Signature(*found).verify()
    assert found.ids == last.id


def test_what_is_derived_is_told_which_fields_were_set(new_ledger: Callable[..., Ledger]) -> None:
    told: list[tuple[Any, Any]] = []
    ledger = new_ledger(
        derivers=(lambda _connection, ids, fields, _progress: told.append((dict(ids), dict(fields))),)
    )
    one = new_id()
    record(ledger, Change("person", one, {"locality": "Atyrau"}))
    told.clear()
    record(ledger, Change("person", one, {"locality": "Uralsk", "born": "1980"}))
    assert told == [({"person": {one}}, {one: frozenset(("locality", "born"))})]


def test_an_object_read_before_a_plain_save_shows_what_was_saved(ledger: Ledger) -> None:
    from kzcase.models.person import Person

    one = new_id()
    record(ledger, Change("person", one, {"locality": "Atyrau"}))
    with ledger.vault.write() as session:
        person = session.get_one(Person, one)
        ledger.record(session, [Change("person", one, {"locality": "Uralsk"})])
        assert person.locality == "Uralsk"


def test_the_change_of_a_record_under_another_kind_is_refused_as_before(ledger: Ledger) -> None:
    from kzcase.history.picture import KindMismatch

    one = new_id()
    record(ledger, Change("person", one, {"locality": "Atyrau"}))
    with pytest.raises(KindMismatch):
        record(ledger, Change("source", one, {"remarks": "no"}))
    with ledger.vault.read() as session:
        assert ledger.check(session).problems == ()


@given(st.integers(min_value=1, max_value=MOST_MARKS))
def test_few_numbers_of_marks_serve_every_number_of_values(number: int) -> None:
    given = tuple(range(number))
    made = rounded(given)
    assert made[:number] == given
    assert set(made) == set(given)
    assert number <= len(made) <= MOST_MARKS
    assert len(made) in (*(1 << n for n in range(10)), MOST_MARKS)


@pytest.mark.parametrize("number", [1, 2, 3, 5, MOST_MARKS, MOST_MARKS + 1, 2 * MOST_MARKS + 5])
def test_each_row_is_found_once_however_many_are_asked_for(ledger: Ledger, number: int) -> None:
    with ledger.vault.write() as session:
        session.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                "INSERT INTO local_value (key, value) SELECT printf('k%d', i), '' FROM n"
            )
        )
        wanted = [f"k{n}" for n in range(1, number + 1)]
        select = "SELECT key FROM local_value"
        found = [row[0] for rows in rows_in(session.connection(), select, "key", wanted) for row in rows]
    assert sorted(found) == sorted(f"k{n}" for n in range(1, min(number, 2000) + 1))
