from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kzcase.errors import InputRefused, KzcaseError, NotFound
from kzcase.exchange import recordsfile
from kzcase.history.ledger import Change
from kzcase.names import stock
from kzcase.services import (
    deadlines,
    documents,
    drafts,
    generate,
    journal,
    people,
    records,
    restrictions,
    searching,
    validation,
    vocabulary,
    writers,
)
from kzcase.services.office import Changed, Office
from kzcase.services.records import Draft

DAY = date(2021, 7, 22)


def made(office: Office, kind: str, /, **fields: Any) -> str:
    one = records.new_id()
    office.record([Change(kind, one, fields)])
    return one


def taken_in(office: Office, folder: Path, **fields: Any) -> str:
    path = folder / "register.jsonl"
    path.write_text(json.dumps({"kind": "person", "id": "p", "fields": fields}))
    plan = recordsfile.plan(office, [path])
    recordsfile.apply(office, plan)
    return plan.rows[0].record


def test_an_import_of_one_field_and_a_form_with_another_open_both_hold(
    office: Office, tmp_path: Path
) -> None:
    one = taken_in(office, tmp_path, region="KZ-23")
    form = records.view(office, one)
    taken_in(office, tmp_path, region="KZ-75")
    saved = records.save(office, Draft("person", one, {"occupation": "blogger"}, form.heads))
    view = records.view(office, one)
    assert saved.stale
    assert (view.fields["region"], view.fields["occupation"]) == ("KZ-75", "blogger")
    assert view.conflicts == {}


def test_an_import_of_the_field_a_form_changes_leaves_both_values_until_decided(
    office: Office, tmp_path: Path
) -> None:
    one = taken_in(office, tmp_path, region="KZ-23")
    form = records.view(office, one)
    taken_in(office, tmp_path, region="KZ-75")
    assert records.save(office, Draft("person", one, {"region": "KZ-33"}, form.heads)).stale
    assert {c.value for c in records.view(office, one).conflicts["region"]} == {"KZ-75", "KZ-33"}
    records.decide(office, one, "region", "KZ-75")
    view = records.view(office, one)
    assert (view.fields["region"], view.conflicts) == ("KZ-75", {})


def test_only_touched_elements_of_a_set_are_written(office: Office) -> None:
    one = made(office, "person", roles=frozenset({"blogger"}))
    form = records.view(office, one)
    office.record([Change("person", one, {"roles": frozenset({"blogger", "lawyer"})})])
    base = {"roles": frozenset({"blogger"})}
    records.save(office, Draft("person", one, {"roles": frozenset({"journalist"})}, form.heads, base))
    assert records.view(office, one).fields["roles"] == {"lawyer", "journalist"}


def test_several_drafts_are_saved_all_or_none(office: Office) -> None:
    court, hearing = records.new_id(), records.new_id()
    new_court = Draft("organisation", court, {"name": "City court", "kind": "court"})
    bad = Draft("person", hearing, {"born": "never"})
    with pytest.raises(InputRefused):
        records.save_all(office, (new_court, bad))
    with pytest.raises(NotFound):
        records.view(office, court)
    linked = Draft("organisation", hearing, {"name": "Chamber", "kind": "court", "part_of": court})
    assert [one.title for one in records.save_all(office, (linked, new_court))] == ["Chamber", "City court"]


def test_what_is_needed_cannot_be_left_out_or_emptied(office: Office) -> None:
    one = records.new_id()
    assert [r.field for r in records.problems(office, Draft("organisation", one, {"kind": "court"}))] == [
        "name"
    ]
    saved = records.save(office, Draft("organisation", one, {"name": "A", "kind": "court"}))
    assert records.problems(office, Draft("organisation", one, {"name": " "}, saved.heads))


def test_deleting_and_bringing_back_are_history(office: Office) -> None:
    one = made(office, "person", region="KZ-23")
    records.delete(office, one)
    assert records.view(office, one).status == "deleted"
    records.undelete(office, one)
    assert records.view(office, one).status == "here"
    assert len(journal.of_record(office, one)) == 3


def test_a_past_value_comes_back_as_a_new_revision(office: Office) -> None:
    one = made(office, "person", roles=frozenset({"lawyer"}), born="1984~")
    records.save(
        office,
        Draft(
            "person", one, {"born": None, "roles": frozenset({"blogger"})}, records.view(office, one).heads
        ),
    )
    oldest = journal.of_record(office, one)[-1]
    for field in ("born", "roles"):
        records.restore_value(office, one, field, oldest.revision)
    fields = records.view(office, one).fields
    assert fields["born"] == "1984~"
    assert "lawyer" in fields["roles"]
    line = journal.of_record(office, one)[-2]
    assert (line.who, line.proven) == ("Aigerim", True)
    with pytest.raises(KzcaseError, match="no field"):
        records.restore_value(office, one, "shoe_size", oldest.revision)


def test_listeners_hear_what_changed_and_who_asked(office: Office) -> None:
    heard: list[Changed] = []
    end = office.subscribe(heard.append)
    one = records.new_id()
    records.save(office, Draft("person", one, {"region": "KZ-23"}), initiator="form")
    assert heard == [Changed(frozenset({"person"}), frozenset({one}), "form")]
    end()
    records.delete(office, one)
    assert len(heard) == 1


def test_related_records_follow_people_who_are_merged(office: Office) -> None:
    first, second = made(office, "person"), made(office, "person")
    ban = made(office, "restriction", person=first, kind="deprivation_of_right")
    office.record([Change("person", first, {"merged_into": second})])
    assert [r.id for r in records.related(office, second)] == [ban]
    assert [line.id for line in people.head(office, second, DAY).in_force] == [ban]
    assert [line.id for line in people.head(office, first, DAY).in_force] == [ban]


def test_a_restriction_with_undecided_dates_counts_as_in_force_and_is_marked(office: Office) -> None:
    person = made(office, "person")
    ban = made(office, "restriction", person=person, kind="deprivation_of_right", start="2019")
    heads = records.view(office, ban).heads
    for end in ("2020-01-01", "2022-01-01"):
        office.record([Change("restriction", ban, {"claimed_end": end}, parents=heads)])
    assert "claimed_end" in records.view(office, ban).conflicts
    with office.read() as session:
        [one] = restrictions.of_person(session, person, DAY)
    assert (one.state.state, one.undecided) == ("yes", True)


def test_kharkova_has_a_stated_and_a_computed_end(sample: Office) -> None:
    found = [d for d in deadlines.due(sample, DAY, 366) if "Харькова" in d.title or "Kharkova" in d.title]
    days = {(d.date, d.certainty) for d in found if d.kind == "restriction"}
    assert ("2021-11-09", "stated") in days
    assert "2021-10-05" in {day for day, _ in days}
    assert all(d.explanation for d in found)
    assert [d.earliest for d in found] == sorted(d.earliest or "" for d in found)


def test_overdue_replies_stay_until_answered(office: Office) -> None:
    person = made(office, "person")
    letter = made(
        office,
        "letter",
        direction="out",
        subject="Appeal",
        sent="2021-05-01",
        due="2021-06-01",
        persons=frozenset({person}),
    )
    [one] = deadlines.due(office, DAY, 30)
    assert (one.id, one.overdue, one.certainty) == (letter, True, "stated")
    assert people.head(office, person, DAY).unanswered == 1
    office.record([Change("letter", letter, {"answered": "2021-07-01"})])
    assert deadlines.due(office, DAY, 30) == ()


def test_every_person_of_the_sample_has_a_page(sample: Office) -> None:
    for hit in searching.find(sample, "а", kinds=("person",), limit=40):
        for language in ("en", "ru", "kk"):
            head = people.head(sample, hit.id, DAY, language)
            assert head.title
            assert len(people.parts(sample, hit.id, DAY, language)) == 8
            people.timeline(sample, hit.id, DAY, language)


def test_drafts_are_kept_in_the_vault_until_discarded(office: Office) -> None:
    drafts.keep(
        office, "person/new", "person", None, b"", {"roles": frozenset({"lawyer"}), "born": "half ty"}
    )
    drafts.keep(office, "person/new", "person", None, b"", {"roles": frozenset({"lawyer"}), "born": "half"})
    [kept] = drafts.kept(office)
    assert kept.values == {"roles": frozenset({"lawyer"}), "born": "half"}
    drafts.discard(office, "person/new")
    assert drafts.kept(office) == ()


def test_another_writer_writes_in_their_own_name(office: Office) -> None:
    berik = writers.add(office, "Berik")
    writers.switch(office, berik)
    assert writers.active(office).name == "Berik"
    one = made(office, "person")
    assert journal.of_record(office, one)[0].who == "Berik"
    with pytest.raises(InputRefused):
        writers.add(office, "  ")


def test_an_attached_file_is_read_back_whole(office: Office, tmp_path: Path) -> None:
    one, scan = made(office, "person"), tmp_path / "scan.bin"
    scan.write_bytes(bytes(range(256)) * 9_000)
    document = documents.attach(office, one, scan)
    assert documents.read(office, document) == scan.read_bytes()
    with pytest.raises(NotFound):
        documents.read(office, made(office, "document", title="not here"))


def test_the_office_adds_terms_of_its_own(office: Office) -> None:
    key = vocabulary.add_term(office, "event_kind", "Doxxing", label_ru="Деанонимизация")
    assert vocabulary.label(office, "event_kind", key, "ru") == "Деанонимизация"
    assert vocabulary.terms(office, "event_kind")[-1].key == key
    assert vocabulary.label(office, "event_kind", "no such") == "no such (unknown term)"
    assert (
        records.save(office, Draft("event", records.new_id(), {"title": "Leak", "kind": key})).title == "Leak"
    )


def test_generated_people_fit_the_rules_and_the_same_seed_gives_the_same(
    office: Office, new_office: Any
) -> None:
    generate.people(office, 60, seed=3)
    other = new_office()
    generate.people(other, 60, seed=3)
    with office.read() as session, other.read() as beside:
        ids = (
            session.connection()
            .exec_driver_sql("SELECT id FROM record WHERE kind IS NOT NULL")
            .scalars()
            .all()
        )
        rules = validation.Rules(session)
        for one in ids:
            view = records.view_in(session, one)
            assert rules.problems(view.kind, view.fields, new=True) == ()
            assert records.view_in(beside, one).fields == view.fields
            assert view.title == records.view_in(beside, one).title


def test_generated_names_are_many_and_some_are_common() -> None:
    import random

    surnames = stock.kazakh_surnames()
    assert len(set(surnames)) >= 5_000
    pool = generate.Pool(surnames, random.Random(1))
    drawn = [pool.draw() for _ in range(20_000)]
    common = sum(name in pool.names[:50] for name in drawn)
    assert 2_000 < common < 8_000
    assert len(set(drawn)) > 3_000
