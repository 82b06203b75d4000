"""Whatever is written stands on what its writer had before their eyes, and on nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kzcase.errors import NotFound
from kzcase.history.guard import materialising
from kzcase.history.ledger import Change
from kzcase.history.revision import Revision, make, trusted
from kzcase.models.base import kinds
from kzcase.services import documents, journal, records, vaults, writers
from kzcase.services.office import Office
from kzcase.services.records import Draft

FIELDS = kinds()["person"].fields


def arrives(office: Office, one: str, base: bytes, **fields: Any) -> Revision:
    """Someone else's revision on other heads arrives."""
    made = make("person", one, fields, FIELDS, parents=base, author="f" * 32, time=None, schema=1)
    with office.vault.write() as session:
        office.ledger.apply(session, [made])
    return made


def said(office: Office, one: str) -> dict[str, set[Any]]:
    """The undecided fields of a record with their candidates' values."""
    conflicts = records.view(office, one).conflicts
    return {key: {candidate.value for candidate in listed} for key, listed in conflicts.items()}


def proven_right(office: Office) -> None:
    with office.read() as session:
        assert office.ledger.check(session).problems == ()


def revisions(office: Office) -> list[Revision]:
    with office.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq"))
        return [trusted(*row) for row in rows]


def test_a_new_form_saved_over_a_record_that_came_meanwhile_hides_nothing(office: Office) -> None:
    one = records.new_id()
    form = Draft("person", one, {"occupation": "Blogger"})
    arrives(office, one, b"", occupation="Poet")
    assert records.save(office, form).stale
    assert said(office, one) == {"occupation": {"Blogger", "Poet"}}
    proven_right(office)


def test_the_same_new_form_saved_twice_is_no_conflict(office: Office) -> None:
    form = Draft("person", records.new_id(), {"occupation": "Blogger", "roles": frozenset({"blogger"})})
    for _ in range(2):
        records.save(office, form)
    assert said(office, form.record) == {}
    proven_right(office)


def test_a_decision_does_not_settle_what_the_decider_had_not_seen(office: Office) -> None:
    one = records.save(office, Draft("person", records.new_id(), {"occupation": "Blogger"}))
    for value in ("Poet", "Singer"):
        arrives(office, one.id, one.heads, occupation=value)
    screen = records.view(office, one.id)
    arrives(office, one.id, one.heads, occupation="Painter")
    records.decide(office, one.id, "occupation", "Poet", heads=screen.heads)
    assert said(office, one.id) == {"occupation": {"Poet", "Painter"}}
    records.decide(office, one.id, "occupation", "Painter")
    assert said(office, one.id) == {}
    assert records.view(office, one.id).fields["occupation"] == "Painter"
    proven_right(office)


def test_a_past_value_brought_back_does_not_settle_what_was_not_seen(office: Office) -> None:
    one = records.save(office, Draft("person", records.new_id(), {"liberty": {"status": "remand"}}))
    first = revisions(office)[0].hex
    screen = records.save(office, Draft("person", one.id, {"liberty": None}, one.heads))
    arrives(office, one.id, one.heads, liberty={"status": "imprisoned"})
    records.restore_value(office, one.id, "liberty", first, heads=screen.heads)
    conflict = records.view(office, one.id).conflicts["liberty"]
    assert {candidate.value["status"] for candidate in conflict} == {"remand", "imprisoned"}
    records.restore_value(office, one.id, "occupation", first)  # it said nothing then
    proven_right(office)


def test_a_deletion_is_contested_by_what_came_after_the_page_was_read(office: Office) -> None:
    one = records.save(office, Draft("person", records.new_id(), {"occupation": "Blogger"}))
    arrives(office, one.id, one.heads, region="KZ-23")
    records.delete(office, one.id, heads=one.heads)
    view = records.view(office, one.id)
    assert (view.status, set(view.conflicts)) == ("here", {"deleted"})
    records.undelete(office, one.id)
    assert said(office, one.id) == {}
    proven_right(office)


def test_a_form_saved_after_its_record_was_deleted_by_an_import_brings_it_to_a_decision(
    office: Office,
) -> None:
    one = records.save(office, Draft("person", records.new_id(), {"occupation": "Blogger"}))
    arrives(office, one.id, one.heads, deleted=True)
    assert records.view(office, one.id).status == "deleted"
    assert records.save(office, Draft("person", one.id, {"occupation": "Poet"}, one.heads)).stale
    view = records.view(office, one.id)
    assert (view.status, view.fields["occupation"], set(view.conflicts)) == ("here", "Poet", {"deleted"})
    records.decide(office, one.id, "deleted", True)
    assert records.view(office, one.id).status == "deleted"
    assert records.view(office, one.id).conflicts == {}
    proven_right(office)


def test_while_undecided_the_value_that_protects_most_is_the_one_in_force(office: Office) -> None:
    one = records.save(
        office,
        Draft("person", records.new_id(), {"do_not_share": True, "pseudonym": "A.", "do_not_say": "x"}),
    )
    loose = arrives(office, one.id, one.heads, do_not_share=False, pseudonym=None, do_not_say=None)
    arrives(
        office, one.id, loose.id, region="KZ-23", do_not_share=None
    )  # the more ancestors, the less guarded
    records.save(office, Draft("person", one.id, {"do_not_share": True, "pseudonym": "A."}, one.heads))
    view = records.view(office, one.id)
    assert (view.fields["do_not_share"], view.fields["pseudonym"]) == (True, "A.")
    assert set(view.conflicts) == {"do_not_share", "pseudonym"}
    assert "do_not_say" not in view.fields  # whoever cleared it had seen it
    proven_right(office)


def test_parts_of_a_composite_typed_apart_are_one_conflict_and_never_mixed(office: Office) -> None:
    one = records.save(office, Draft("person", records.new_id(), {"liberty": {"status": "remand"}}))
    arrives(office, one.id, one.heads, liberty={"status": "remand", "since": "2020"})
    records.save(office, Draft("person", one.id, {"liberty": {"status": "imprisoned"}}, one.heads))
    listed = records.view(office, one.id).conflicts["liberty"]
    assert [each.value for each in listed if "since" in each.value] == [{"status": "remand", "since": "2020"}]
    assert {each.value["status"] for each in listed} == {"remand", "imprisoned"}


def test_a_remark_about_a_record_without_any_field_is_kept(office: Office) -> None:
    one = records.save(office, Draft("person", records.new_id(), {}), note="heard of him by phone")
    assert [line.note for line in journal.of_record(office, one.id)] == ["heard of him by phone"]
    proven_right(office)


def test_a_value_whose_earlier_history_is_missing_cannot_be_brought_back(
    office: Office, new_office: Callable[..., Office]
) -> None:
    writers.switch(office, writers.add(office, "Berik"))
    one = records.save(office, Draft("person", records.new_id(), {"occupation": "Blogger"}))
    records.save(office, Draft("person", one.id, {"occupation": "Poet"}, one.heads))
    first, second = revisions(office)
    there = new_office()
    with there.vault.write() as session:
        there.ledger.apply(session, [second])
    records.save(there, Draft("person", one.id, {"occupation": "Singer"}))
    with pytest.raises(NotFound, match="earlier"):
        records.restore_value(there, one.id, "occupation", second.hex)
    assert records.view(there, one.id).fields["occupation"] == "Singer"
    with there.vault.write() as session:
        there.ledger.apply(session, [first])
    assert said(there, one.id) == {"occupation": {"Singer", "Poet"}}
    records.restore_value(there, one.id, "occupation", first.hex)
    assert records.view(there, one.id).fields["occupation"] == "Blogger"
    proven_right(there)


def test_drafts_that_name_each_other_in_a_circle_are_saved_in_one_unit(office: Office) -> None:
    ids = [records.new_id() for _ in range(30)]
    drafts = [
        Draft("organisation", one, {"name": f"Court {n}", "kind": "court", "part_of": ids[n - 1]})
        for n, one in enumerate(ids)
    ]
    assert [one.stale for one in records.save_all(office, drafts)] == [False] * 30
    assert [each.id for each in records.related(office, ids[0])] == [ids[1]]
    proven_right(office)


def test_two_forms_of_one_record_in_one_unit_both_hold(office: Office) -> None:
    one = records.save(office, Draft("person", records.new_id(), {"roles": frozenset({"blogger"})}))
    base = {"roles": frozenset({"blogger"})}
    forms = (
        Draft("person", one.id, {"occupation": "Poet", "roles": frozenset({"lawyer"})}, one.heads, base),
        Draft("person", one.id, {"region": "KZ-23", "roles": frozenset({"unionist"})}, one.heads, base),
    )
    records.save_all(office, forms)
    fields = records.view(office, one.id).fields
    assert (fields["occupation"], fields["region"], fields["roles"]) == (
        "Poet",
        "KZ-23",
        {"lawyer", "unionist"},
    )
    proven_right(office)


def test_a_revision_in_our_writers_name_that_they_did_not_sign_is_named(office: Office) -> None:
    mine = writers.active(office)
    good = records.save(office, Draft("person", records.new_id(), {"occupation": "Blogger"}))
    assert vaults.check(office)["ok"]
    forged = make(
        "person",
        good.id,
        {"region": "KZ-23"},
        FIELDS,
        parents=good.heads,
        author=mine.id,
        time=None,
        schema=1,
    )
    with office.vault.write() as session:
        office.ledger.apply(session, [forged])
    line = journal.of_record(office, good.id)[0]
    assert (line.who, line.proven) == ("says Aigerim, unproven", False)
    [problem] = vaults.check(office)["problems"]
    assert forged.hex[:12] in problem
    assert "Aigerim" in problem


def test_the_missing_file_of_a_document_attached_here_is_named(office: Office, tmp_path: Path) -> None:
    person = records.save(office, Draft("person", records.new_id(), {"occupation": "Blogger"}))
    paper = tmp_path / "judgment.txt"
    paper.write_bytes(b"sentenced")
    one, same = (documents.attach(office, person.id, paper) for _ in range(2))
    assert vaults.check(office, rebuild=True)["ok"]
    records.delete(office, one)
    assert documents.read(office, one) == documents.read(office, same) == b"sentenced"
    with office.vault.write() as session, materialising(session.connection()):
        session.execute(text("DELETE FROM blob_chunk"))
        session.execute(text("DELETE FROM blob"))
    problems = vaults.check(office)["problems"]
    assert len(problems) == 2
    assert all("its file is missing" in problem for problem in problems)


def test_what_a_newer_version_wrote_is_kept_counted_and_told(office: Office) -> None:
    one = records.save(office, Draft("person", records.new_id(), {"occupation": "Blogger"}))
    declared = {**FIELDS, "mood": FIELDS["occupation"]}
    newer = make(
        "person", one.id, {"mood": "calm"}, declared, parents=one.heads, author="f" * 32, time=None, schema=9
    )
    spell = make(
        "spell", records.new_id(), {"mood": "x"}, declared, parents=b"", author="f" * 32, time=None, schema=1
    )
    with office.vault.write() as session:
        office.ledger.apply(session, [newer, spell])
    found = vaults.check(office, rebuild=True)
    assert (found["ok"], found["unknown"]) == (True, 2)
    assert journal.of_record(office, one.id)[0].changes[0].new == "calm"
    records.save(office, Draft("person", one.id, {"occupation": "Poet"}, records.view(office, one.id).heads))
    office.record([Change("person", one.id, {"deleted": True})])
    assert {newer.line(), spell.line()} <= {each.line() for each in revisions(office)}
    proven_right(office)
