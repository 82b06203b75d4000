from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import text

from kzcase.history.ledger import BatchInfo, Change, Ledger
from kzcase.history.revision import Revision
from kzcase.history.withdraw import undone

A, B, N = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(3))
DUMP = (
    "SELECT id, record, parts FROM revision ORDER BY id",
    "SELECT id, kind, status, now, title, conflicts, waiting FROM record ORDER BY id",
    "SELECT source, field, target, now FROM link ORDER BY 1, 2, 3",
    "SELECT id, heads, conflicts, occupation, family FROM person ORDER BY id",
    "SELECT id, heads, person FROM name ORDER BY id",
)


def record(ledger: Ledger, kind: str = "person", id: str = A, **fields: Any) -> str:  # noqa: A002
    with ledger.vault.write() as session:
        return ledger.record(session, [Change(kind, id, fields)]).revisions[0]


def take(ledger: Ledger, batch: str, revisions: Iterable[Revision]) -> None:
    with ledger.vault.write() as session:
        ledger.apply(session, revisions, batch=BatchInfo(batch, f"{batch}.kzcase", "f" * 32))


def undo(ledger: Ledger, batch: str) -> Any:
    with ledger.vault.write() as session:
        return ledger.withdraw(session, batch)


def dump(ledger: Ledger) -> list[Any]:
    with ledger.vault.read() as session:
        assert ledger.check(session).problems == ()
        return [[tuple(row) for row in session.execute(text(query))] for query in DUMP]


def test_an_import_that_is_taken_back_leaves_the_vault_as_it_was(
    new_ledger: Callable[..., Ledger], revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    theirs, ours = new_ledger("Berik"), new_ledger("Aigerim")
    record(theirs, occupation="blogger", family="two children")
    take(ours, "first", revisions_in(theirs))
    record(ours, id=B, occupation="lawyer")
    before = dump(ours)
    record(theirs, occupation="poet")
    record(theirs, "name", N, person=A, parts={"family": "Seitkali"})
    take(ours, "second", revisions_in(theirs))
    assert dump(ours) != before
    found = undo(ours, "second")
    assert dump(ours) == before
    assert (len(found.leaving), found.records) == (2, 2)
    assert (found.back, found.gone, found.keeping) == ({"person": {A}}, {"name": {N}}, {})
    gone = [one.id for one in revisions_in(theirs)[1:]]
    with ours.vault.read() as session:
        assert set(undone(session.connection(), gone)) == set(gone)
    take(ours, "third", revisions_in(theirs))
    with ours.vault.read() as session:
        assert undone(session.connection(), gone) == {}
    undo(ours, "third")
    assert dump(ours) == before


def test_what_someone_wrote_upon_stays_and_is_named(
    new_ledger: Callable[..., Ledger], revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    theirs, ours = new_ledger("Berik"), new_ledger("Aigerim")
    record(theirs, occupation="blogger")
    record(theirs, id=B, occupation="lawyer")
    take(ours, "first", revisions_in(theirs))
    record(ours, family="two children")
    found = undo(ours, "first")
    assert (found.back, found.gone, found.keeping) == ({}, {"person": {B}}, {A: 1})
    assert [row[0] for row in dump(ours)[3]] == [A]


def test_what_two_imports_brought_goes_with_the_last_in_whatever_order_they_are_undone(
    new_ledger: Callable[..., Ledger], revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    theirs = new_ledger("Berik")
    record(theirs, occupation="blogger", family="two children")
    record(theirs, occupation="poet")
    first, second = revisions_in(theirs)
    states = []
    for order in (["one", "two"], ["two", "one"]):
        ours = new_ledger("Aigerim")
        empty = dump(ours)
        take(ours, "one", [first.only(lambda name: name == "open")])
        take(ours, "two", [first, second])
        undo(ours, order[0])
        states.append(dump(ours)[3])
        undo(ours, order[1])
        assert dump(ours) == empty
    assert states[0][0][3:] == ("poet", "two children")
    assert states[1][0][3:] == ("blogger", None)


def test_only_the_part_leaves_of_what_had_been_here(
    new_ledger: Callable[..., Ledger], revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    theirs, ours = new_ledger("Berik"), new_ledger("Aigerim")
    record(theirs, occupation="blogger", family="two children")
    (whole,) = revisions_in(theirs)
    with ours.vault.write() as session:
        ours.apply(session, [whole.only(lambda name: name == "open")])
    before = dump(ours)
    take(ours, "first", [whole])
    found = undo(ours, "first")
    assert (list(found.leaving), found.back) == ([], {"person": {A}})
    assert set(found.parts.values()) == {frozenset({"family"})}
    assert dump(ours) == before


def test_an_import_kept_for_another_goes_when_that_one_goes(
    new_ledger: Callable[..., Ledger], revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    theirs, ours = new_ledger("Berik"), new_ledger("Aigerim")
    empty = dump(ours)
    record(theirs, occupation="blogger")
    take(ours, "first", revisions_in(theirs))
    record(theirs, occupation="poet")
    take(ours, "second", [revisions_in(theirs)[1]])
    assert undo(ours, "first").keeping
    undo(ours, "second")
    assert dump(ours) == empty
