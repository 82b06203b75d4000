"""Two laptops load the same file, each goes on writing, and they exchange: nothing is in conflict for it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kzcase.history.revision import Revision, trusted
from kzcase.history.sign import Signature
from kzcase.models.base import kinds
from kzcase.models.fields import Compartment, FieldType
from kzcase.services import journal, records, writers
from kzcase.services.office import Office
from kzcase.services.records import Draft


def all_of(office: Office) -> tuple[list[Revision], list[Signature]]:
    with office.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq"))
        words = session.execute(
            text(
                "SELECT s.author, w.sign_public, s.ids, s.signature FROM signature AS s "
                "JOIN (SELECT id, sign_public FROM writer UNION SELECT id, sign_public FROM known_key) AS w "
                "ON w.id = s.author"
            )
        )
        return [trusted(*row) for row in rows], [Signature(*row) for row in words]


def send(source: Office, target: Office, rng: random.Random) -> None:
    revisions, words = all_of(source)
    rng.shuffle(revisions)
    with target.vault.write() as session:
        target.ledger.apply(session, revisions, signatures=words)


def state(office: Office) -> tuple[str, int]:
    with office.read() as session:
        found = office.ledger.check(session)
        undecided = session.execute(text("SELECT count(*) FROM record WHERE conflicts IS NOT NULL"))
        assert found.problems == ()
        return found.state, undecided.scalar_one()


@pytest.fixture
def laptops(new_office: Callable[..., Office], sample_template: Path) -> list[Office]:
    """Two vaults of the same sample with a writer of their own each."""
    made = [new_office(sample_template), new_office(sample_template)]
    for office, name in zip(made, ("Berik", "Dana"), strict=True):
        writers.switch(office, writers.add(office, name))
    return made


def taken_in_apart(new_office: Callable[..., Office]) -> list[Office]:
    from kzcase import resources
    from kzcase.exchange import recordsfile

    files = sorted(resources.path("sample").glob("*.jsonl"))
    made = []
    for name in ("Berik", "Dana"):
        office = new_office()
        writers.switch(office, writers.add(office, name))
        recordsfile.apply(office, recordsfile.plan(office, files))
        made.append(office)
    return made


def edit(office: Office, record: str, field: str, value: Any) -> None:
    view = records.view(office, record)
    base = {field: view.fields.get(field) or frozenset()} if isinstance(value, frozenset) else {}
    records.save(office, Draft(view.kind, record, {field: value}, view.heads, base))


def test_vaults_that_load_the_sample_and_edit_different_fields_agree(
    new_office: Callable[..., Office],
) -> None:
    here, there = taken_in_apart(new_office)
    assert state(here) == state(there)
    rng = random.Random(1)
    revisions, _ = all_of(here)
    edited = 0
    for one in revisions:
        for part in one.parts if one.author != "import" else ():
            for key, value in part.fields.items():
                field = kinds()[one.kind].fields[key]
                if part.compartment != Compartment.OPEN and field.type in (FieldType.TEXT, FieldType.NOTE):
                    edit(here, one.record, key, f"{value}, edited")
                    edited += 1
        if one.kind == "person" and one.author == "import":
            edit(there, one.record, "occupation", "edited there")
    assert edited > 10
    send(here, there, rng)
    send(there, here, rng)
    assert state(here) == state(there)
    assert state(here)[1] == 0
    send(there, here, rng)
    assert state(here) == state(there)


def test_the_same_field_edited_on_both_laptops_awaits_one_decision(laptops: list[Office]) -> None:
    here, there = laptops
    with here.read() as session:
        person = session.execute(text("SELECT min(id) FROM record WHERE kind = 'person'")).scalar_one()
    edit(here, person, "occupation", "said here")
    edit(there, person, "occupation", "said there")
    rng = random.Random(2)
    send(here, there, rng)
    send(there, here, rng)
    assert state(here) == state(there)
    assert state(here)[1] == 1
    records.decide(here, person, "occupation", "said there")
    send(here, there, rng)
    assert state(here) == state(there)
    assert state(here)[1] == 0
    newest = journal.of_record(there, person)[0]
    assert newest.proven
    assert newest.who.startswith("key ")  # nobody told there whose key it is
