"""Whatever two offices write, hand over, erase and take back: titles and index are what the tables say."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kzcase.errors import KzcaseError
from kzcase.exchange.casefile import Selection
from kzcase.history.guard import materialising
from kzcase.history.picture import Erased
from kzcase.models.base import kinds
from kzcase.models.ledger import RecordRow
from kzcase.search import due
from kzcase.search.derive import derive
from kzcase.services import erasures, imports, searching, vaults
from kzcase.services.office import Office
from tests.laptops import Circle, Laptop
from tests.search.test_titles import EDITS, derived, write
from tests.soak import examples

STEPS = st.one_of(
    st.tuples(st.integers(0, 1), st.sampled_from(EDITS), st.integers(0, 6), st.integers(0, 6)),
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(("hand over", "hand over a part", "erase", "erase", "take back")),
        st.integers(0, 6),
        st.integers(0, 6),
    ),
)


def step(laptops: list[Laptop], made: dict[str, list[str]], batches: list[list[str]], one: Any) -> None:
    """One step of a story; what cannot be done there is not done."""
    at, what, a, b = one
    here, there = laptops[at], laptops[1 - at]
    if callable(what):
        with suppress(Erased):
            what(here.office, made, a, b)
        return
    every = [record for kind in sorted(made) for record in made[kind]]
    chosen = every[(7 * a + b) % len(every)] if every else ""
    try:
        if what == "hand over":
            batch = there.take(here.write(there)).batch
            batches[1 - at] += [batch] if batch else []
        elif what == "hand over a part" and chosen:
            batch = there.take(here.write(there, selection=Selection(records=(chosen,)))).batch
            batches[1 - at] += [batch] if batch else []
        elif what == "erase" and chosen:
            erasures.erase(here.office, chosen, ("", "", "identity")[b % 3])
        elif what == "take back" and batches[at]:
            imports.undo(here.office, batches[at].pop(a % len(batches[at])))
    except KzcaseError:
        pass


def assert_derived(office: Office) -> None:
    """Titles and words are what the tables say, and these what history says."""
    assert vaults.check(office, rebuild=True)["problems"] == []
    with office.vault.write() as session:
        connection = session.connection()
        with materialising(connection):
            due.settle(connection)
            stood = derived(session)
            session.execute(text("UPDATE record SET title = NULL, fold = NULL, sort = NULL"))
            session.execute(text("DELETE FROM search_text"))
            everything: dict[str, set[str]] = {}
            for kind, one in session.execute(select(RecordRow.kind, RecordRow.id)):
                if kind is not None:
                    everything.setdefault(kind, set()).add(one)
            derive(connection, everything)
        assert derived(session) == stood


@settings(
    max_examples=examples(6, 2_000),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(STEPS, min_size=4, max_size=24))
def test_titles_and_index_are_what_the_tables_say_after_any_story_of_two_offices(
    new_circle: Circle, story: list[Any]
) -> None:
    laptops = new_circle(2)
    made: dict[str, list[str]] = {}
    batches: list[list[str]] = [[], []]
    for one in story:
        step(laptops, made, batches, one)
    for laptop in laptops:
        assert_derived(laptop.office)


def test_who_was_taken_back_and_is_only_named_here_has_no_title(new_circle: Circle) -> None:
    a, b = new_circle(2)
    person = a.save("person", occupation="blogger")
    batch = b.take(a.write(b)).batch
    b.save("name", person=person, parts={"family": "Бокаев"})
    assert batch is not None
    imports.undo(b.office, batch)
    with b.office.read() as session:
        assert session.get_one(RecordRow, _seq(session, person)).title is None
    assert_derived(b.office)


@pytest.mark.parametrize("which", ["organisation", "source", "case", "document", "person"])
def test_nothing_is_called_after_what_was_erased(office: Office, which: str) -> None:
    made = {
        "organisation": write(office, "organisation", name="Жасырын"),
        "source": write(office, "source", title="Жасырын"),
        "case": write(office, "case", title="Жасырын"),
        "document": write(office, "document", title="Жасырын"),
        "person": write(office, "person"),
    }
    write(office, "name", person=made["person"], parts={"family": "Жасырын"})
    told = write(office, "person", occupation="blogger")
    write(office, "involvement", person=told, organisation=made["organisation"], role="lawyer")
    write(office, "involvement", person=told, protected_person=made["person"], role="witness")
    write(office, "citation", record=told, field="born", source=made["source"])
    for one in made.values():
        write(office, "task", title="Call", record=one)
    for kind, one in made.items():
        if kind != which:
            write(office, kind, one, deleted=True)
            erasures.erase(office, one)
    assert searching.find(office, "Жасырын")
    erasures.erase(office, made[which])
    assert searching.find(office, "Жасырын", kinds=tuple(kinds())) == ()
    with office.read() as session:
        titles = session.scalars(select(RecordRow.title).where(RecordRow.title.is_not(None))).all()
    assert not [one for one in titles if "Жасырын" in str(one)]
    assert_derived(office)


def _seq(session: Session, record: str) -> int:
    return session.scalars(select(RecordRow.seq).where(RecordRow.id == record)).one()
