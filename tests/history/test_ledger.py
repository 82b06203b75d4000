from __future__ import annotations

import gc
import math
import shutil
import unicodedata
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from kzcase.errors import NotFound
from kzcase.history.canonical import NotPlain
from kzcase.history.guard import materialising
from kzcase.history.ledger import BatchInfo, Change, Ledger, SetOps
from kzcase.history.picture import Erased, KindMismatch
from kzcase.history.read import heads_of, history_of, open_conflicts
from kzcase.history.revision import Revision, make, new_id, trusted
from kzcase.history.sign import BadSignature, Signature, new_keys, sign
from kzcase.models.base import kinds
from kzcase.models.case import Case
from kzcase.models.ledger import LinkRow, RecordRow
from kzcase.models.person import Name, Person
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.vault.vault import Vault
from tests.history.conftest import KEY

A, B, C = (f"00000000-0000-4000-8000-00000000000{n}" for n in range(3))
FIELDS = kinds()["person"].fields


def revisions(ledger: Ledger) -> list[Revision]:
    with ledger.vault.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq"))
        return [trusted(*row) for row in rows]


def person(ledger: Ledger, one: str = A) -> Person:
    with ledger.vault.read() as session:
        found = session.get(Person, one)
        assert found is not None
        return found


def status(ledger: Ledger) -> dict[str, tuple[str | None, str, str]]:
    with ledger.vault.read() as session:
        return {row.id: (row.kind, row.status, row.now) for row in session.query(RecordRow)}


def links(ledger: Ledger) -> set[tuple[str, str, str, str, str]]:
    with ledger.vault.read() as session:
        return {(r.source, r.field, r.target, r.now, r.kind) for r in session.query(LinkRow)}


def save(ledger: Ledger, one: str = A, **fields: Any) -> None:
    with ledger.write() as unit:
        row = unit.session.get(Person, one)
        if row is None:
            unit.session.add(Person(id=one, **fields))
        else:
            for key, value in fields.items():
                setattr(row, key, value)


def proven_right(ledger: Ledger) -> None:
    with ledger.vault.read() as session:
        assert ledger.check(session).problems == ()


def other(ledger: Ledger, base: bytes, one: str = A, kind: str = "person", **fields: Any) -> None:
    """Someone else's revision on other heads arrives."""
    made = make(
        kind,
        one,
        {key: {"add": sorted(v), "remove": []} if isinstance(v, set) else v for key, v in fields.items()},
        kinds()[kind].fields,
        parents=base,
        author="f" * 32,
        time="1990-01-01T00:00:00Z",
        schema=1,
    )
    with ledger.vault.write() as session:
        ledger.apply(session, [made])


# --- the first door -------------------------------------------------------------------------------


def test_a_saved_person_is_a_row_a_revision_a_signature_and_a_place_in_the_registry(ledger: Ledger) -> None:
    with ledger.write(note="met her today") as unit:
        unit.session.add(Person(id=A, occupation="Blogger", roles=frozenset({"blogger"}), health="Well"))
    assert unit.written.ids == {"person": {A}}
    assert unit.written.stale == frozenset()
    (one,) = revisions(ledger)
    assert unit.written.revisions == (one.hex,)
    assert {part.compartment: part.fields for part in one.parts} == {
        "health": {"health": "Well"},
        "open": {"occupation": "Blogger", "roles": {"add": ["blogger"], "remove": []}},
    }
    assert [part.note for part in one.parts] == ["met her today", None]
    row = person(ledger)
    assert (row.occupation, row.roles, row.heads, row.last_seq) == (
        "Blogger",
        frozenset({"blogger"}),
        one.id,
        1,
    )
    assert status(ledger) == {A: ("person", "here", A)}
    with ledger.vault.read() as session:
        (entry,) = history_of(session, A)
    assert (entry.author_name, entry.proven, entry.via) == ("Aigerim", True, "")
    proven_right(ledger)


def test_only_what_was_touched_is_in_a_revision(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger", region="atyrau")
    save(ledger, occupation="Poet", region="atyrau")
    assert revisions(ledger)[1].parts[0].fields == {"occupation": "Poet"}
    proven_right(ledger)


def test_opening_and_saving_unchanged_makes_no_revision(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger", roles=frozenset({"blogger"}), liberty={"status": "free"})
    with ledger.write() as unit:
        row = unit.session.get(Person, A)
        assert row is not None
        row.occupation = str(row.occupation)
        row.roles = frozenset(row.roles or ())
        row.liberty = dict(row.liberty or {})
    assert unit.written.revisions == ()
    assert len(revisions(ledger)) == 1


def _flush_twice(ledger: Ledger) -> None:
    with ledger.write() as unit:
        unit.session.add(Person(id=C))
        unit.session.flush()
        unit.session.add(Person(id=new_id()))


def test_one_action_is_one_revision_per_record(ledger: Ledger) -> None:
    with ledger.write() as unit:
        unit.session.add(Person(id=A, occupation="Blogger"))
        unit.session.add(Name(id=B, person=A, parts={"family": "Бокаев"}))
        found = unit.session.query(Person).all()
        assert found == []  # nothing is flushed on the way
    assert len(unit.written.revisions) == 2
    with pytest.raises(RuntimeError, match="once"):
        _flush_twice(ledger)
    assert len(revisions(ledger)) == 2


def _fail(ledger: Ledger) -> None:
    with ledger.write() as unit:
        unit.session.add(Person(id=A, occupation="Blogger"))
        unit.session.flush()
        raise KeyError


def test_a_unit_that_fails_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(KeyError):
        _fail(ledger)
    assert revisions(ledger) == []
    assert status(ledger) == {}
    save(ledger, occupation="Poet")
    proven_right(ledger)


@pytest.mark.parametrize(
    "fields",
    [
        {"occupation": text("'8'")},
        {"occupation": Person.region},
        {"occupation": 1.5},
        {"occupation": math.nan},
        {"occupation": "bell\x07"},
        {"occupation": "return\r\n"},
        {"occupation": "half \ud800"},
        {"occupation": "delete\x7f"},
        {"liberty": {"status": 1.5}},
        {"liberty": {"status": ["x"]}},
        {"roles": frozenset({1})},
        {"do_not_share": 1},
    ],
    ids=lambda fields: repr(next(iter(fields.items())))[:40],
)
def test_a_value_that_is_not_plain_is_refused_before_anything_is_written(
    ledger: Ledger, fields: dict[str, Any]
) -> None:
    with pytest.raises(NotPlain), ledger.write() as unit:
        unit.session.add_all([Person(id=B, region="atyrau"), Person(id=A, **fields)])
    with pytest.raises(NotPlain), ledger.vault.write() as session:
        ledger.record(session, [Change("person", A, fields)])
    assert revisions(ledger) == []
    assert status(ledger) == {}


def test_text_is_kept_in_one_form_in_history_and_in_the_table(ledger: Ledger) -> None:
    composed = "Журналист Ильёс Байдулаев, Ақтөбе"
    for text_as_typed in (unicodedata.normalize("NFD", composed), composed):
        save(ledger, occupation=text_as_typed, locality="")
        assert (person(ledger).occupation, person(ledger).locality) == (composed, None)
        assert len(revisions(ledger)) == 1
        proven_right(ledger)


def test_deciding_for_the_value_already_shown_makes_a_revision(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    base = revisions(ledger)[0].id
    save(ledger, occupation="Poet")
    other(ledger, base, occupation="Singer")
    shown = person(ledger)
    assert set(shown.conflicts or ()) == {"occupation"}
    with ledger.write(touched={A: {"occupation": None}}) as unit:
        row = unit.session.get(Person, A)
        assert row is not None
        row.occupation = shown.occupation
    assert len(unit.written.revisions) == 1
    assert person(ledger).conflicts is None
    assert person(ledger).occupation == shown.occupation
    proven_right(ledger)


def test_a_touched_record_need_not_be_loaded_by_the_caller(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    with ledger.write(touched={A: {"occupation": None}}) as unit:
        pass
    assert len(unit.written.revisions) == 1
    assert revisions(ledger)[1].parts[0].fields == {"occupation": "Blogger"}


def test_an_import_changes_one_field_while_a_form_with_another_is_open(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger", region="atyrau")
    read_at = person(ledger).heads or b""
    other(ledger, read_at, occupation="Poet")
    with ledger.write(read_at={A: read_at}, touched={A: {"region": None}}) as unit:
        row = unit.session.get(Person, A)
        assert row is not None
        row.region = "almaty"
    assert unit.written.stale == {A}
    row = person(ledger)
    assert (row.occupation, row.region, row.conflicts) == ("Poet", "almaty", None)
    assert len(row.heads or b"") == 64
    proven_right(ledger)


def test_an_import_changes_the_very_field_that_an_open_form_changes(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    read_at = person(ledger).heads or b""
    other(ledger, read_at, occupation="Poet")
    with ledger.write(read_at={A: read_at}, touched={A: {"occupation": None}}) as unit:
        typed = unit.session.get(Person, A)
        assert typed is not None
        typed.occupation = "Singer"
    assert unit.written.stale == {A}
    row = person(ledger)
    assert typed.occupation == row.occupation  # the object shows the fold, not what was typed
    assert {one["value"] for one in (row.conflicts or {})["occupation"]} == {"Poet", "Singer"}
    with ledger.vault.read() as session:
        assert [one.record for one in open_conflicts(session, "person")] == [A]
    proven_right(ledger)


def test_an_import_that_brings_the_value_an_open_form_has_typed_is_no_conflict(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    read_at = person(ledger).heads or b""
    other(ledger, read_at, occupation="Poet")
    with ledger.write(read_at={A: read_at}, touched={A: {"occupation": None}}) as unit:
        row = unit.session.get(Person, A)
        assert row is not None
        row.occupation = "Poet"
    assert len(unit.written.revisions) == 1
    assert person(ledger).conflicts is None
    proven_right(ledger)


def test_elements_of_a_set_come_together_from_an_import_and_an_open_form(ledger: Ledger) -> None:
    save(ledger, roles=frozenset({"blogger", "lawyer"}))
    read_at = person(ledger).heads or b""
    other(ledger, read_at, roles={"journalist"})
    ops = SetOps(add=frozenset({"unionist"}), remove=frozenset({"lawyer"}))
    with ledger.write(read_at={A: read_at}, touched={A: {"roles": ops}}):
        pass
    assert person(ledger).roles == {"blogger", "journalist", "unionist"}
    proven_right(ledger)


def test_a_set_typed_whole_into_a_stale_form_removes_only_what_the_form_had_shown(ledger: Ledger) -> None:
    save(ledger, roles=frozenset({"blogger", "lawyer"}))
    read_at = person(ledger).heads or b""
    other(ledger, read_at, roles={"journalist"})
    with ledger.write(read_at={A: read_at}) as unit:
        row = unit.session.get(Person, A)
        assert row is not None
        row.roles = frozenset({"blogger", "unionist"})
    assert person(ledger).roles == {"blogger", "journalist", "unionist"}
    proven_right(ledger)


def test_a_form_read_at_a_revision_that_is_gone_stands_on_what_is_left(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    heads = person(ledger).heads or b""
    with ledger.write(read_at={A: heads + bytes(32)}, touched={A: {"occupation": None}}) as unit:
        row = unit.session.get(Person, A)
        assert row is not None
        row.occupation = "Poet"
    assert unit.written.stale == {A}
    assert person(ledger).occupation == "Poet"
    proven_right(ledger)


def test_deleting_and_undeleting_are_revisions_and_the_row_stays(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    save(ledger, deleted=True)
    assert status(ledger)[A][1] == "deleted"
    assert person(ledger).occupation == "Blogger"
    save(ledger, deleted=False)
    assert status(ledger)[A][1] == "here"
    assert len(revisions(ledger)) == 3
    proven_right(ledger)


def test_a_deletion_is_contested_by_an_edit_nobody_had_seen(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    base = person(ledger).heads or b""
    save(ledger, deleted=True)
    other(ledger, base, region="almaty")
    assert status(ledger)[A][1] == "here"
    assert set(person(ledger).conflicts or ()) == {"deleted"}
    with ledger.vault.write() as session:
        ledger.record(session, [Change("person", A, {"deleted": True})])
    assert status(ledger)[A][1] == "deleted"
    proven_right(ledger)


# --- links and merged people ----------------------------------------------------------------------


def test_every_id_that_is_named_has_a_place_in_the_registry(ledger: Ledger) -> None:
    with ledger.write() as unit:
        unit.session.add(Name(id=B, person=A, parts={"family": "Бокаев"}))
    assert status(ledger) == {A: (None, "absent", A), B: ("name", "here", B)}
    assert links(ledger) == {(B, "person", A, A, "name")}
    save(ledger, occupation="Blogger")
    assert status(ledger)[A] == ("person", "here", A)
    with ledger.write() as unit:
        row = unit.session.get(Name, B)
        assert row is not None
        row.person = C
    assert links(ledger) == {(B, "person", C, C, "name")}
    proven_right(ledger)


def test_links_resolve_to_the_one_that_stands_for_merged_people(ledger: Ledger) -> None:
    save(ledger, A)
    save(ledger, B)
    with ledger.write() as unit:
        unit.session.add(Name(id=C, person=B, parts={"family": "Бокаев"}))
    save(ledger, B, merged_into=A)
    assert status(ledger)[B] == ("person", "merged", A)
    assert (C, "person", B, A, "name") in links(ledger)
    proven_right(ledger)
    save(ledger, A, merged_into=B)  # a cycle: the smallest id stands for both
    assert status(ledger)[A] == ("person", "here", A)
    assert status(ledger)[B] == ("person", "merged", A)
    proven_right(ledger)
    save(ledger, B, merged_into=None)
    assert status(ledger)[A] == ("person", "merged", B)
    assert status(ledger)[B] == ("person", "here", B)
    assert (C, "person", B, B, "name") in links(ledger)
    proven_right(ledger)
    save(ledger, A, merged_into=None)
    assert {entry[1] for entry in status(ledger).values()} == {"here"}
    proven_right(ledger)


def test_who_leaves_a_circle_no_longer_stands_for_it(ledger: Ledger) -> None:
    for one in (A, B, C):
        save(ledger, one)
    save(ledger, A, merged_into=B)
    save(ledger, B, merged_into=C)
    save(ledger, C, merged_into=B)
    assert {entry[2] for entry in status(ledger).values()} == {A}
    save(ledger, A, merged_into=None)
    assert {one: entry[2] for one, entry in status(ledger).items()} == {A: A, B: B, C: B}
    proven_right(ledger)


def test_a_person_merged_into_one_who_is_not_here_is_still_shown(ledger: Ledger) -> None:
    save(ledger, B, merged_into=A)
    assert status(ledger) == {A: (None, "absent", A), B: ("person", "here", B)}
    proven_right(ledger)
    save(ledger, A)
    assert status(ledger)[B] == ("person", "merged", A)
    proven_right(ledger)


def test_a_person_merged_into_a_record_of_another_kind_stands_for_herself(ledger: Ledger) -> None:
    save(ledger, B, merged_into=A)
    other(ledger, b"", A, kind="case", title="Trap")
    assert status(ledger) == {A: ("case", "here", A), B: ("person", "here", B)}
    proven_right(ledger)
    with ledger.vault.write() as session:
        ledger.rebuild(session)
    assert status(ledger)[B] == ("person", "here", B)
    proven_right(ledger)


@pytest.mark.parametrize("compartment", ["", "health"])
def test_what_was_erased_cannot_be_written_again_by_either_door(ledger: Ledger, compartment: str) -> None:
    save(ledger, occupation="Blogger", health="Well")
    with ledger.vault.write() as session, materialising(session.connection()):
        session.execute(
            text("INSERT INTO tombstone VALUES (:record, :compartment, 'x', '2020', x'00', 1)"),
            {"record": A, "compartment": compartment},
        )
        if compartment:
            ledger.rebuild(session)
    with pytest.raises(Erased):
        save(ledger, health="Ill")
    with pytest.raises(Erased), ledger.vault.write() as session:
        ledger.record(session, [Change("person", A, {"health": "Ill"})])
    assert len(revisions(ledger)) == 1
    if compartment:
        save(ledger, occupation="Poet")
        assert (person(ledger).occupation, person(ledger).health) == ("Poet", None)


def test_a_person_changed_after_being_merged_stays_merged(ledger: Ledger) -> None:
    save(ledger, A)
    save(ledger, B, merged_into=A)
    save(ledger, B, occupation="Poet")
    assert status(ledger)[B] == ("person", "merged", A)
    save(ledger, B, deleted=True)
    assert status(ledger)[B] == ("person", "deleted", A)
    proven_right(ledger)
    save(ledger, B, deleted=None)
    assert status(ledger)[B] == ("person", "merged", A)
    proven_right(ledger)


# --- the second door ------------------------------------------------------------------------------


def test_changes_in_bulk_stand_on_the_present_heads_and_on_one_another(ledger: Ledger) -> None:
    with ledger.vault.write() as session:
        written = ledger.record(
            session,
            [
                Change("person", A, {"occupation": "Blogger", "roles": frozenset({"blogger"})}),
                Change("person", A, {"roles": frozenset({"poet"})}, note="as she says"),
                Change("person", A, {"roles": frozenset({"poet"})}),
                Change("case", B, {"title": "Atyrau land protests"}),
                Change("person", C, {"occupation": None}),
            ],
        )
    assert written.ids == {"person": {A, C}, "case": {B}}
    assert len(written.revisions) == 4
    row = person(ledger)
    assert (row.occupation, row.roles) == ("Blogger", {"poet"})
    assert [one.note for one in revisions(ledger)] == [None, "as she says", None, None]
    with ledger.vault.read() as session:
        assert session.get(Case, B) is not None
        assert all(entry.proven for entry in history_of(session, A))
    proven_right(ledger)


def test_a_change_decided_at_older_heads_is_a_conflict(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    heads = person(ledger).heads
    save(ledger, occupation="Poet")
    with ledger.vault.write() as session:
        written = ledger.record(session, [Change("person", A, {"occupation": "Singer"}, parents=heads)])
    assert written.stale == {A}
    assert set(person(ledger).conflicts or ()) == {"occupation"}
    proven_right(ledger)


def test_the_same_revisions_again_change_nothing(new_ledger: Callable[..., Ledger]) -> None:
    here, there = new_ledger(), new_ledger("Berik")
    save(here, occupation="Blogger")
    save(here, occupation="Poet", health="Well")
    for new in (2, 0):
        with there.vault.write() as session:
            applied = there.apply(session, revisions(here))
        assert (applied.new, applied.same, applied.joined) == (new, 2 - new, 0)
        assert applied.changed == (1 if new else 0)
    assert person(there).occupation == "Poet"
    proven_right(there)


def test_a_part_that_was_withheld_joins_later(new_ledger: Callable[..., Ledger]) -> None:
    here, there = new_ledger(), new_ledger("Berik")
    save(here, occupation="Blogger", health="Well")
    (one,) = revisions(here)
    with there.vault.write() as session:
        there.apply(session, [one.only(lambda name: name == "open")])
    assert person(there).health is None
    with there.vault.read() as session:
        assert history_of(session, A)[0].withheld == ("health",)
    with there.vault.write() as session:
        applied = there.apply(session, [one.only(lambda name: name == "health")])
    assert (applied.new, applied.joined) == (0, 1)
    assert (person(there).health, person(there).occupation) == ("Well", "Blogger")
    proven_right(there)


def test_a_revision_waits_until_its_ancestors_are_here(new_ledger: Callable[..., Ledger]) -> None:
    here, there = new_ledger(), new_ledger("Berik")
    save(here, occupation="Blogger")
    save(here, region="almaty")
    first, second = revisions(here)
    with there.vault.write() as session:
        there.apply(session, [second])
    assert status(there)[A][1] == "absent"
    with there.vault.read() as session:
        assert session.get(Person, A) is None
        assert there.check(session).problems == (f"person {A}: 1 revisions miss an earlier one.",)
        assert history_of(session, A)[0].waits
    save(there, locality="Aktobe")  # nobody there saw the other's values
    with there.vault.write() as session:
        there.apply(session, [first])
    row = person(there)
    assert (row.occupation, row.region, row.locality) == ("Blogger", "almaty", "Aktobe")
    proven_right(there)


def test_fields_and_kinds_of_a_newer_program_are_kept_and_sent_on(new_ledger: Callable[..., Ledger]) -> None:
    from dataclasses import replace

    newer = {**FIELDS, "shoe_size": replace(FIELDS["occupation"], key="shoe_size")}
    options: dict[str, Any] = {"author": "e" * 32, "time": None, "schema": 7}
    known = make("person", A, {"occupation": "Poet", "shoe_size": "39"}, newer, parents=b"", **options)
    strange = make("spaceship", B, {"occupation": "Poet"}, newer, parents=b"", **options)
    ledger = new_ledger()
    with ledger.vault.write() as session:
        ledger.apply(session, [known, strange])
    assert person(ledger).occupation == "Poet"
    assert status(ledger)[B] == ("spaceship", "here", B)
    assert {one.line() for one in revisions(ledger)} == {known.line(), strange.line()}
    with ledger.vault.read() as session:
        assert heads_of(session, B) == b""
        assert history_of(session, B)[0].changes[0].new == "Poet"
    proven_right(ledger)


def test_values_that_do_not_fit_their_field_are_kept_and_named(ledger: Ledger) -> None:
    strange = make(
        "person",
        A,
        {"occupation": 5, "do_not_share": 1, "roles": ["x"], "liberty": "free", "photo": {"a": 1}},
        FIELDS,
        parents=b"",
        author="e" * 32,
        time=None,
        schema=1,
    )
    with ledger.vault.write() as session:
        ledger.apply(session, [strange])
    save(ledger, region="almaty")
    with ledger.vault.read() as session:
        found = ledger.check(session).problems
    assert found == tuple(
        f"person {A}: “{key}” holds a value that this version cannot read."
        for key in ("do_not_share", "liberty", "occupation", "photo")
    )
    row = person(ledger)
    assert (row.do_not_share, row.liberty, row.occupation, row.photo) == (True, None, "[5]", None)


def test_one_id_cannot_stand_for_two_kinds(ledger: Ledger) -> None:
    save(ledger, occupation="Blogger")
    with pytest.raises(KindMismatch):
        other(ledger, b"", kind="case", title="Trap")
    options: dict[str, Any] = {"parents": b"", "author": "e" * 32, "time": None, "schema": 1}
    both = [make(kind, B, {}, kinds()[kind].fields, **options) for kind in ("case", "person")]
    with pytest.raises(KindMismatch), ledger.vault.write() as session:
        ledger.apply(session, both)
    proven_right(ledger)


def test_a_signature_proves_only_its_own_authors_revisions(new_ledger: Callable[..., Ledger]) -> None:
    here, there = new_ledger(), new_ledger("Berik")
    save(here, occupation="Blogger")
    (one,) = revisions(here)
    _, stranger = new_keys()
    with there.vault.write() as session:
        there.apply(session, [one], signatures=list(sign(stranger, [one.id])))
    with there.vault.read() as session:
        assert not history_of(session, A)[0].proven
    with here.vault.read() as session:
        row = session.execute(
            text("SELECT s.author, w.sign_public, ids, signature FROM signature s, writer w")
        )
        word = Signature(*row.one())
    for _ in range(2):
        with there.vault.write() as session:
            there.apply(session, [one], signatures=[word])
    with there.vault.read() as session:
        assert history_of(session, A)[0].proven
        assert session.execute(text("SELECT count(*) FROM signature")).scalar() == 2
    proven_right(there)


def test_a_second_signature_is_kept_only_if_it_proves_something_more(ledger: Ledger) -> None:
    _, secret = new_keys()
    one, two, three = (bytes([number]) * 32 for number in (1, 2, 3))

    def keep(*ids: bytes) -> tuple[int, int]:
        with ledger.vault.write() as session:
            ledger.apply(session, [], signatures=list(sign(secret, ids)))
        with ledger.vault.read() as session:
            signatures = session.execute(text("SELECT count(*) FROM signature")).scalar_one()
            proven = session.execute(text("SELECT count(DISTINCT revision) FROM signed")).scalar_one()
            return signatures, proven

    assert keep(one, two) == (1, 2)
    assert keep(two, three) == (2, 3)
    assert keep(one) == keep(one, three) == keep(one, two, three) == (2, 3)
    _, secret = new_keys()
    assert keep(one, two) == (3, 3)


def test_a_forged_signature_stops_everything(ledger: Ledger) -> None:
    public, secret = new_keys()
    (word,) = sign(secret, [bytes(32)])
    with pytest.raises(BadSignature), ledger.vault.write() as session:
        ledger.apply(session, [], signatures=[word._replace(ids=b"x" * 32)])
    with pytest.raises(BadSignature), ledger.vault.write() as session:
        ledger.apply(session, [], signatures=[word._replace(author="0" * 32)])
    assert public == word.public


def test_a_batch_lists_what_it_brought_and_what_another_had_brought(
    new_ledger: Callable[..., Ledger],
) -> None:
    here, there = new_ledger(), new_ledger("Berik")
    save(here, occupation="Blogger", health="Well")
    for batch in ("one", "two"):
        with there.vault.write() as session:
            there.apply(session, revisions(here), batch=BatchInfo(batch, "sample", sender="Aigerim"))
    save(there, B, occupation="Poet")
    with there.vault.write() as session:
        there.apply(session, revisions(there), batch=BatchInfo("three", "own", sender="Aigerim"))
    with there.vault.read() as session:
        rows = session.execute(text("SELECT batch, compartments FROM batch_item ORDER BY batch")).fetchall()
        assert history_of(session, A)[0].via == "Aigerim"
    assert [tuple(row) for row in rows] == [
        ("one", "health open"),
        ("three", "health open"),
        ("two", "health open"),
    ]


def test_derivers_hear_once_of_everything_a_unit_touched(new_ledger: Callable[..., Ledger]) -> None:
    heard: list[dict[str, set[str]]] = []
    told: list[dict[str, set[str]]] = []

    def deriver(connection: Connection, ids: Any, fields: Any, progress: Any) -> None:
        heard.append({kind: set(those) for kind, those in ids.items()})
        told.append({one: set(keys) for one, keys in fields.items()})
        connection.execute(text("UPDATE record SET title = 'known'"))

    ledger = new_ledger(derivers=(deriver,))
    with ledger.write() as unit:
        unit.session.add(Person(id=A))
        unit.session.add(Name(id=B, person=A))
    with ledger.vault.write() as session:
        ledger.record(session, [Change("person", A, {"occupation": "Poet"}), Change("person", C, {})])
    assert heard == [{"person": {A}, "name": {B}}, {"person": {A, C}}]
    assert told == [{}, {A: {"occupation"}}]


# --- who writes -----------------------------------------------------------------------------------


def test_writers_take_turns_and_each_signs_what_is_theirs(ledger: Ledger) -> None:
    with ledger.vault.write() as session:
        second = ledger.add_writer(session, "Berik").id
        assert ledger.active(session).name == "Aigerim"
        ledger.switch_writer(session, second)
        assert ledger.active(session).name == "Berik"
    save(ledger, occupation="Blogger")
    with ledger.vault.read() as session:
        (entry,) = history_of(session, A)
    assert (entry.author, entry.author_name, entry.proven) == (second, "Berik", True)
    with pytest.raises(NotFound), ledger.vault.write() as session:
        ledger.switch_writer(session, "nobody")


def test_a_vault_without_a_writer_says_so(ledger: Ledger) -> None:
    def forget(session: Session) -> None:
        session.execute(text("DELETE FROM writer"))

    with ledger.vault.write() as session:
        forget(session)
    with pytest.raises(NotFound):
        save(ledger, occupation="Blogger")


def test_a_vault_that_was_closed_and_its_writer_s_key_are_kept_by_nobody(
    template: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copyfile(template, tmp_path / "left.kzvault"))
    office = Office(Vault.open_raw(path, KEY))
    with office.vault.write() as session:
        office.ledger.add_writer(session, "Aigerim")
    records.save(office, records.Draft("person", A, {"occupation": "blogger"}))
    office.close()
    kept = [weakref.ref(one) for one in (office, office.vault, office.ledger)]
    del office, session
    gc.collect()
    gc.collect()  # the class of its sessions goes first, and what listened to them after it
    assert [one() for one in kept] == [None, None, None]
