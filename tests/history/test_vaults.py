"""The same random stories as in memory, played by real vaults: rows, registry and links byte for byte."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from kzcase.history.ledger import Change, Ledger
from kzcase.history.revision import Revision, trusted
from kzcase.history.tables import kind_tables, quoted

PEOPLE = [f"00000000-0000-4000-8000-{n:012d}" for n in range(3)]
NAMES = [f"00000000-0000-4000-8000-{n:012d}" for n in range(10, 13)]
VALUES: dict[str, list[Any]] = {
    "occupation": ["blogger", "poet", None],
    "born": ["1984", "1985-03"],
    "health": ["well", None],
    "pseudonym": ["A.", None],
    "do_not_share": [True, False],
    "liberty": [{"status": "free"}, {"status": "detained", "since": "2020"}],
    "roles": [frozenset({"blogger"}), frozenset({"lawyer", "blogger"}), frozenset()],
    "merged_into": [*PEOPLE, None],
    "deleted": [True, False],
}


def all_revisions(ledger: Ledger, record: str | None = None) -> list[Revision]:
    with ledger.vault.read() as session:
        rows = session.execute(
            text("SELECT id, header, parts FROM revision WHERE :r IS NULL OR record = :r"), {"r": record}
        )
        return [trusted(*row) for row in rows]


def tables(ledger: Ledger) -> dict[str, list[Any]]:
    """Every derived row, without the numbers that depend on the order of arrival."""
    found: dict[str, list[Any]] = {}
    with ledger.vault.read() as session:
        for kind, table in kind_tables().items():
            columns = ", ".join(quoted(name) for name in table.columns if name != "last_seq")
            found[kind] = session.execute(
                text(f"SELECT {columns} FROM {quoted(kind)} ORDER BY id")
            ).fetchall()
        for name, columns in (
            ("record", "id, kind, status, now, conflicts, waiting"),
            ("link", "source, field, target, now, kind"),
        ):
            found[name] = session.execute(text(f"SELECT {columns} FROM {name} ORDER BY 1, 2, 3")).fetchall()
    return found


def act(rng: random.Random, office: list[Ledger], forms: dict[Any, bytes]) -> None:
    n = rng.randrange(len(office))
    ledger, record = office[n], rng.choice(PEOPLE)
    match rng.choice(["form", "form", "stale", "bulk", "name", "send", "part", "holes"]):
        case "form" | "stale" as how:
            with ledger.vault.read() as session:
                model = ledger.picture.tables["person"].model
                row = session.get(model, record)
                heads = (row.heads if row else None) or b""
            if how == "stale":
                heads = forms.pop((n, record), heads)
            else:
                forms[n, record] = heads
            fields = {key: rng.choice(VALUES[key]) for key in rng.sample(sorted(VALUES), 2)}
            touched = {key: None for key in fields if key != "roles"}
            with ledger.write(read_at={record: heads}, touched={record: touched}) as unit:
                row = unit.session.get(model, record)
                if row is None:
                    row = model(id=record)
                    unit.session.add(row)
                for key, value in fields.items():
                    setattr(row, key, value)
        case "bulk":
            keys = rng.sample(sorted(VALUES), 2)
            with ledger.vault.write() as session:
                ledger.record(session, [Change("person", record, {k: rng.choice(VALUES[k]) for k in keys})])
        case "name":
            one = rng.choice(NAMES)
            with ledger.vault.write() as session:
                ledger.record(session, [Change("name", one, {"person": rng.choice(PEOPLE), "remarks": "x"})])
        case how:
            known = all_revisions(ledger, rng.choice([record, rng.choice(NAMES)]))
            if how == "part":
                known = [one.only(lambda name: name != "health") for one in known]
            elif how == "holes":
                known = rng.sample(known, rng.randint(0, len(known)))
            receiver = rng.choice(office)
            with receiver.vault.write() as session:
                receiver.apply(session, known)


@pytest.mark.parametrize("seed", range(20))
def test_vaults_that_exchange_everything_are_equal_whatever_the_order(
    new_ledger: Callable[..., Ledger], seed: int
) -> None:
    rng = random.Random(seed)
    office = [new_ledger(f"Writer {n}") for n in range(3)]
    forms: dict[Any, bytes] = {}
    for _ in range(30):
        act(rng, office, forms)
    for ledger in office:
        with ledger.vault.read() as session:
            problems = ledger.check(session).problems
        assert all("miss an earlier one" in problem for problem in problems), problems
    union = [one for ledger in office for one in all_revisions(ledger)]
    states = set()
    for ledger in office:
        rng.shuffle(union)
        for at in range(0, len(union), size := rng.randint(1, len(union))):
            with ledger.vault.write() as session:
                ledger.apply(session, union[at : at + size])
        with ledger.vault.write() as session:
            assert ledger.apply(session, union).new == 0
        with ledger.vault.read() as session:
            checked = ledger.check(session)
        assert checked.problems == ()
        states.add(checked.state)
    assert len(states) == 1
    first, *others = map(tables, office)
    assert all(other == first for other in others)
    assert {one.id: one for one in all_revisions(office[0])} == {
        one.id: one for one in all_revisions(office[1])
    }
