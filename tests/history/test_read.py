from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from kzcase.errors import NotFound
from kzcase.history.ledger import Change, Ledger
from kzcase.history.read import FieldChange, heads_of, history_of, open_conflicts, value_at
from kzcase.history.revision import Revision, make
from kzcase.history.upcast import Upcasters
from kzcase.models.base import kinds
from kzcase.models.person import Person

A, B = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(2))


def record(ledger: Ledger, parents: bytes | None = None, note: str | None = None, **fields: Any) -> str:
    with ledger.vault.write() as session:
        change = Change("person", A, fields, parents=parents, note=note)
        return ledger.record(session, [change]).revisions[0]


def test_history_tells_who_wrote_what_and_what_they_saw_before(ledger: Ledger) -> None:
    record(ledger, occupation="Blogger", roles=frozenset({"blogger"}))
    first = record(ledger, occupation="Poet", note="she told me")
    base = bytes.fromhex(first)
    record(ledger, base, roles=frozenset({"blogger", "lawyer"}))
    record(ledger, base, occupation="Singer")
    record(ledger, occupation="Baker", roles=frozenset())
    with ledger.vault.read() as session:
        last, *forks, second, oldest = history_of(session, A)
    assert oldest.changes == (
        FieldChange("occupation", None, "Blogger"),
        FieldChange("roles", None, frozenset({"blogger"})),
    )
    assert second.changes == (FieldChange("occupation", "Blogger", "Poet"),)
    assert (second.note, second.author_name, second.proven, second.via) == (
        "she told me",
        "Aigerim",
        True,
        "",
    )
    assert sorted(one.changes[0].old for one in forks if one.changes[0].field == "occupation") == ["Poet"]
    assert last.changes == (
        FieldChange("occupation", "Singer", "Baker"),
        FieldChange("roles", frozenset({"blogger", "lawyer"}), None),
    )


def test_any_past_value_can_be_read(ledger: Ledger) -> None:
    first = record(ledger, occupation="Blogger", roles=frozenset({"blogger"}))
    second = record(ledger, occupation="Poet")
    third = record(ledger, roles=frozenset({"lawyer"}))
    with ledger.vault.read() as session:
        assert value_at(session, A, "occupation", first) == "Blogger"
        assert value_at(session, A, "occupation", third) == "Poet"
        assert value_at(session, A, "roles", second) == {"blogger"}
        assert value_at(session, A, "roles", third) == {"lawyer"}
        assert value_at(session, A, "region", third) is None
        with pytest.raises(NotFound):
            value_at(session, A, "occupation", "00" * 32)
        with pytest.raises(NotFound):
            value_at(session, B, "occupation", first)


def test_what_is_not_here_has_no_history(ledger: Ledger) -> None:
    with ledger.vault.read() as session:
        assert history_of(session, A) == ()
        assert heads_of(session, A) == b""
        assert open_conflicts(session) == ()


def test_what_awaits_a_decision_is_found_by_kind(ledger: Ledger) -> None:
    base = bytes.fromhex(record(ledger, occupation="Blogger"))
    one, other = record(ledger, occupation="Poet"), record(ledger, base, occupation="Singer")
    with ledger.vault.read() as session:
        (found,) = open_conflicts(session)
        assert open_conflicts(session, "person") == (found,)
        assert open_conflicts(session, "case") == ()
        assert heads_of(session, A) == b"".join(sorted([bytes.fromhex(one), bytes.fromhex(other)]))
    assert {(revision, value) for revision, value, _ in found.fields["occupation"]} == {
        (one, "Poet"),
        (other, "Singer"),
    }
    record(ledger, occupation="Poet")
    with ledger.vault.read() as session:
        assert open_conflicts(session) == ()


def _renamed(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"occupation" if key == "job" else key: value for key, value in fields.items()}


def test_an_old_and_a_new_laptop_exchange(
    new_ledger: Callable[..., Ledger], revisions_in: Callable[[Ledger], list[Revision]]
) -> None:
    """What was written under an old name is read under the new one, and its bytes stay as they are."""
    from dataclasses import replace

    fields = kinds()["person"].fields
    old_fields = {"job": replace(fields["occupation"], key="job"), "region": fields["region"]}
    new = new_ledger(upcasters=Upcasters({("person", 1): _renamed}))
    options: dict[str, Any] = {"author": "e" * 32, "time": None, "schema": 1}
    first = make("person", A, {"job": "Blogger"}, old_fields, parents=b"", **options)
    with new.vault.write() as session:
        new.apply(session, [first])
    with new.write() as unit:
        row = unit.session.get(Person, A)
        assert row is not None
        assert row.occupation == "Blogger"
        row.occupation = "Poet"
    late = make("person", A, {"job": "Singer"}, old_fields, parents=first.id, **options)
    with new.vault.write() as session:
        new.apply(session, [late])
    with new.vault.read() as session:
        row = session.get(Person, A)
        assert row is not None
        assert {one["value"] for one in (row.conflicts or {})["occupation"]} == {"Poet", "Singer"}
        assert new.check(session).problems == ()
    stored = revisions_in(new)
    assert [one.schema for one in stored] == [1, 2, 1]
    assert first in stored
    assert late in stored
    old = new_ledger("Berik")
    with old.vault.write() as session:
        old.apply(session, stored)
        assert old.check(session).problems == ()
    assert {one.line() for one in revisions_in(old)} == {one.line() for one in stored}
