"""Case files from laptop to laptop: what comes, what stays, what is said. EX: the list of bad input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from kzcase.errors import Cancelled, KzcaseError, Unwritable
from kzcase.exchange import casefile
from kzcase.exchange.casefile import (
    Choice,
    Recipients,
    Selection,
    Status,
    TooMuch,
    Trust,
    container,
    groups,
    manifest,
)
from kzcase.exchange.casefile.failures import NotAsPlanned
from kzcase.history import withdraw
from kzcase.history.sign import sign_tombstone
from kzcase.progress import Progress
from kzcase.services import colleagues, documents, imports, journal, records, vaults
from tests.laptops import ALL, EVERYTHING, Circle, Laptop, acquaint, keys_of, parts_of

Pair = tuple[Laptop, Laptop]
Make = Callable[[str], Laptop]


def person(on: Laptop, called: str = "Seitkali", /, **values: Any) -> str:
    one = on.save("person", **values)
    on.save("name", person=one, parts={"family": called, "given": "Aidar"})
    return one


def dump(on: Laptop) -> Any:
    queries = (
        "SELECT id, record, header, parts FROM revision ORDER BY id",
        "SELECT id, kind, status, now, title FROM record ORDER BY id",
        "SELECT source, field, target FROM link ORDER BY 1, 2, 3",
        "SELECT sha256, size FROM blob ORDER BY 1",
    )
    with on.office.read() as session:
        return [[tuple(row) for row in session.execute(text(query))] for query in queries]


# --- there and back -------------------------------------------------------------------------------


def test_several_files_are_taken_in_at_once_or_not_at_all(new_circle: Circle) -> None:
    a, b, c = new_circle(3)
    one = person(a, occupation="blogger")
    first = a.write(b, c)
    b.take(first)
    b.save("person", one, occupation="poet")
    second = b.write(c)
    with c.look(first) as here, c.look(second) as there:
        outcomes = casefile.take(c.office, [here, there], backup=False)
    assert [outcome.plan.counts["new"] for outcome in outcomes] == [2, 0]
    assert outcomes[1].plan.counts["changed"] == 1
    assert c.state() == b.state()


def test_a_change_in_between_makes_a_plan_outdated_only_if_it_would_do_something_else(pair: Pair) -> None:
    a, b = pair
    one = person(a, occupation="blogger")
    b.take(a.write(b))
    a.save("person", one, occupation="poet")
    with b.look(a.write(b)) as incoming:
        b.save("person", locality="Aktobe")
        casefile.take(b.office, [incoming], backup=False)
    a.save("person", one, occupation="baker")
    with b.look(a.write(b)) as incoming:
        b.save("person", one, occupation="singer")
        before = dump(b)
        with pytest.raises(casefile.PlanOutdated):
            casefile.take(b.office, [incoming], backup=False)
        assert dump(b) == before
        assert incoming.plan.counts["conflict"] == 1
        casefile.take(b.office, [incoming], backup=False)


@pytest.mark.parametrize("number", [-1, 1])
def test_what_does_not_come_to_the_numbers_that_were_agreed_to_leaves_nothing(
    pair: Pair, number: int
) -> None:
    a, b = pair
    person(a)
    before = dump(b)
    with b.look(a.write(b)) as incoming:
        incoming.plan = replace(incoming.plan, new_revisions=incoming.plan.new_revisions + number)
        with pytest.raises(NotAsPlanned):
            casefile.take(b.office, [incoming], ALL, backup=False)
    assert dump(b) == before
    assert imports.listed(b.office) == ()


def test_a_document_that_does_not_come_though_it_was_agreed_to_leaves_nothing(
    pair: Pair, tmp_path: Path
) -> None:
    a, b = pair
    paper = tmp_path / "verdict.txt"
    paper.write_bytes(b"a decision")
    documents.attach(a.office, person(a), paper)
    before = dump(b)
    with b.look(a.write(b)) as incoming:
        incoming.opened.manifest.parts.pop(f"blobs/{incoming.opened.documents[0].sha256}")  # type: ignore[attr-defined]
        with pytest.raises(NotAsPlanned):
            casefile.take(b.office, [incoming], ALL, backup=False)
    assert dump(b) == before


def test_a_backup_that_opens_is_made_before_and_only_the_last_few_are_kept(pair: Pair) -> None:
    a, b = pair
    for turn in range(5):
        person(a, f"Name{turn}")
        with b.look(a.write(b)) as incoming:
            (outcome,) = casefile.take(b.office, [incoming])
        assert outcome.backup is not None
        assert outcome.backup.exists()
    assert len([one for one in b.folder.iterdir() if " before import " in one.name]) == 3


def test_documents_travel_with_their_bytes_or_stay_behind_and_heal(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    one = person(a)
    paper = tmp_path / "verdict.pdf"
    paper.write_bytes(b"%PDF-1.7 a court decision" * 40_000)
    document = documents.attach(a.office, one, paper)
    b.take(a.write(b, selection=Selection(everything=True, documents=False)))
    with pytest.raises(KzcaseError):
        documents.read(b.office, document)
    outcome = b.take(a.write(b))
    assert (outcome.plan.documents, outcome.plan.new_revisions) == (1, 0)
    assert documents.read(b.office, document) == paper.read_bytes()
    assert outcome.batch is not None
    imports.undo(b.office, b.take(a.write(b)).batch or imports.listed(b.office)[-1].id)
    assert dump(b) == [[], [], [], []] or imports.listed(b.office)[-1].undone


# --- partial files --------------------------------------------------------------------------------


def test_what_belongs_to_a_person_goes_along_and_other_people_do_not(pair: Pair) -> None:
    a, b = pair
    one, judge = person(a, "Seitkali"), person(a, "Judge")
    court = a.save("organisation", name="Court")
    case = a.save("prosecution", person=one, court=court, kind="criminal")
    hearing = a.save("hearing", prosecution=case, judge=judge, date="2026-01-02", kind="preliminary")
    event = a.save("event", title="Search", kind="search", date="2026-01-01", persons=frozenset({one, judge}))
    contents = casefile.look(a.office, Selection(records=(one,)))
    assert {left.id: left.reason for left in contents.left_out} == {judge: "not_chosen"}
    b.take(a.write(b, selection=Selection(records=(one,))))
    for record in (one, court, case, hearing, event):
        assert records.view(b.office, record).status == "here"
    with b.office.read() as session:
        assert records.titles(session, [judge])[judge] == "not in this vault"
    b.take(a.write(b))
    with b.office.read() as session:
        assert "Judge" in records.titles(session, [judge])[judge]
    assert a.state() == b.state()


def test_a_chosen_case_brings_its_people(pair: Pair) -> None:
    a, b = pair
    one = person(a)
    story = a.save("case", title="The case", persons=frozenset({one}))
    b.take(a.write(b, selection=Selection(records=(story,))))
    assert "name" in {kind for _, kind, *_ in dump(b)[1]}
    assert a.state() == b.state()


def test_withheld_details_are_listed_and_join_later(new_circle: Circle) -> None:
    a, b, c = new_circle(3)
    one = person(a, occupation="blogger", health="ill", family="two children")
    part = Selection(everything=True, without_compartments=frozenset({"health", "family"}))
    contents = casefile.look(a.office, part)
    assert {name: number for name, _, number in contents.withheld} == {"family": 1, "health": 1}
    path = a.write(b, selection=part)
    assert b"two children" not in b"".join(parts_of(path, keys_of(b.office).age_secret).values())
    outcome = b.take(path)
    assert outcome.plan.withheld == 1
    assert "health" not in b.fields(one)
    missing = journal.of_record(b.office, one)[0].missing
    assert set(missing) == {"health details", "family details"}
    c.take(a.write(c))
    joined = b.take(c.write(b))
    assert (joined.plan.joined, joined.plan.new_revisions) == (1, 0)
    assert b.fields(one)["health"] == "ill"
    assert a.state() == b.state() == c.state()


def test_other_values_and_citations_of_withheld_details_are_withheld_too(pair: Pair) -> None:
    a, b = pair
    one = person(a, occupation="poet", health="asthma")
    source = a.save("source", title="A doctor's letter")
    a.save("alternative", record=one, field="health", value="diabetes")
    a.save("citation", record=one, field="health", source=source, quote="He has asthma.")
    once = a.save("alternative", record=one, field="health", value="cancer")
    a.save("alternative", once, field="occupation", value="singer")
    kept = a.save("alternative", record=one, field="occupation", value="writer")
    for selection in (Selection(records=(one,)), EVERYTHING):
        chosen = replace(selection, without_compartments=frozenset({"health"}))
        path = a.write(b, selection=chosen)
        lines = parts_of(path, keys_of(b.office).age_secret)[manifest.REVISIONS]
        for word in (b"asthma", b"diabetes", b"cancer"):
            assert word not in lines
        assert b"writer" in lines
        left = {two.id: two.reason for two in casefile.look(a.office, chosen).left_out}
        assert left[once] == "withheld"
        assert kept not in left
    b.take(path)
    assert "health" not in b.fields(one)


def test_marked_records_and_people_without_consent_are_left_out_on_demand_with_what_is_theirs(
    pair: Pair,
) -> None:
    a, b = pair
    shy, open_, agreed = person(a, "Shy", do_not_share=True), person(a, "Open"), person(a, "Agreed")
    given = {"scope": "case", "audiences": frozenset({"partner"}), "answer": "given", "date": "2026-01-01"}
    a.save("consent", person=agreed, **given)
    assert casefile.look(a.office, EVERYTHING).marked == 1
    marked = casefile.chosen(a.office, Selection(everything=True, without_marked=True))
    assert shy not in marked
    assert {open_, agreed} <= marked
    assert len(marked) == 5
    only = casefile.chosen(a.office, Selection(everything=True, only_agreed=True))
    assert (agreed in only, open_ in only, shy in only, len(only)) == (True, False, False, 3)
    left = casefile.look(a.office, Selection(records=(shy, agreed), without_records=(shy,))).left_out
    assert [(one.id, one.reason) for one in left] == [(shy, "chosen")]
    with pytest.raises(KzcaseError, match="Nothing is left"):
        a.write(b, selection=Selection(records=(shy,), without_marked=True))


def test_the_office_s_own_terms_go_with_what_uses_them(pair: Pair) -> None:
    a, b = pair
    a.save("term", vocabulary="tag", key="striker", label_en="Striker")
    a.save("term", vocabulary="tag", key="unused", label_en="Unused")
    one = person(a, tags=frozenset({"striker"}))
    b.take(a.write(b, selection=Selection(records=(one,))))
    with b.office.read() as session:
        assert session.execute(text("SELECT key FROM term")).scalars().all() == ["striker"]


def test_merged_people_go_as_one(pair: Pair) -> None:
    a, _ = pair
    one, other = person(a, "Seitkali"), person(a, "Seitkaliev")
    a.save("person", other, merged_into=one)
    for chosen in (one, other):
        assert {one, other} <= casefile.chosen(a.office, Selection(records=(chosen,)))


@pytest.mark.parametrize("first", [True, False])
def test_of_merged_people_none_goes_when_one_is_marked(pair: Pair, first: bool) -> None:
    a, _ = pair
    one, other = person(a, "Seitkali", do_not_share=first), person(a, "Seitkaliev", do_not_share=not first)
    open_ = person(a, "Open")
    a.save("person", other, merged_into=one)
    for selection in (
        Selection(everything=True, without_marked=True),
        Selection(records=(one, open_), without_marked=True),
    ):
        assert {open_} < (chosen := casefile.chosen(a.office, selection))
        assert len(chosen) == 2  # with their name


def test_what_this_version_does_not_know_is_sent_on_verbatim(pair: Pair, new_laptop: Make) -> None:
    from kzcase.history.revision import Part, sealed

    a, b = pair
    c = new_laptop("Dana")
    acquaint(a, b, c)
    future = sealed(
        "hologram",
        records.new_id(),
        (Part("open", {"depth": 3}, None, "ab" * 16),),
        parents=b"",
        author=a.key,
        time="2030-01-01T00:00:00Z",
        schema=7,
    )
    with a.office.vault.write() as session:
        a.office.ledger.apply(session, [future], own=True)
    b.take(a.write(b))
    c.take(b.write(c))
    assert a.state() == b.state() == c.state()
    assert future.header in {row[2] for row in dump(c)[0]}


# --- trust ----------------------------------------------------------------------------------------


def test_trust_never_arrives_by_file(pair: Pair, new_laptop: Make) -> None:
    a, b = pair
    c = new_laptop("Dana")
    acquaint(a, c)
    person(c)
    a.take(c.write(a))
    b.take(a.write(b))
    assert [one.key for one in colleagues.contacts(b.office)] == [a.key]
    colleagues.add(c.office, colleagues.read_card(colleagues.identity(b.office).card))
    c.save("person", occupation="poet")
    with b.look(c.write(b)) as incoming:
        assert incoming.plan.sender.trust is Trust.UNKNOWN


def test_authorship_is_proven_through_another_s_file_by_the_author_s_own_signature(
    new_circle: Circle,
) -> None:
    a, b, c = new_circle(3)
    one = person(a, occupation="blogger")
    b.take(a.write(b))
    b.save("person", one, occupation="poet")
    outcome = c.take(b.write(c))
    assert outcome.plan.unproven == 0
    newest, first = journal.of_record(c.office, one)
    assert newest.who == "proven: Berik"
    assert first.who == "proven: Aigerim, through Berik's file"


def test_what_came_unproven_says_so(new_circle: Circle, tmp_path: Path) -> None:
    from kzcase.history.revision import make
    from kzcase.models.base import kinds
    from tests.laptops import hand_made

    a, b, c = new_circle(3)
    forged = make(
        "person",
        records.new_id(),
        {"occupation": "spy"},
        kinds()["person"].fields,
        parents=b"",
        author=a.key,
        time="2026-01-01T00:00:00Z",
        schema=1,
    )
    outcome = c.take(hand_made(tmp_path / "x.kzcase", b, c, forged.line()))
    assert outcome.plan.unproven == 1
    (line,) = journal.of_record(c.office, forged.record)
    assert (line.who, line.proven) == ("says Aigerim, through Berik's file, unproven", False)
    with a.look(hand_made(tmp_path / "y.kzcase", b, a, forged.line())) as incoming:
        assert "forged" in incoming.plan.stops[0]
        with pytest.raises(casefile.Stopped):
            casefile.take(a.office, [incoming], Choice(True, True, True, True), backup=False)
    assert dump(a)[0] == []


def test_recipients_are_named_by_marks_that_only_they_know(pair: Pair) -> None:
    a, b = pair
    person(a)
    path = a.write(b)
    manifest = parts_of(path, keys_of(b.office).age_secret)["manifest.json"]
    assert keys_of(b.office).age_public.encode() not in manifest
    assert b.key.encode() not in manifest
    with b.look(path) as incoming:
        assert incoming.opened.manifest.addresses([keys_of(b.office).age_public])
        assert not incoming.opened.manifest.addresses(["age1" + "q" * 58])


# --- widening -------------------------------------------------------------------------------------


def test_what_widens_stands_first_and_stays_out_without_its_tick(pair: Pair) -> None:
    a, b = pair
    one, other = person(a, "Seitkali", do_not_share=True), person(a, "Bokayev")
    consent = {"scope": "case", "audiences": frozenset({"diplomatic"}), "date": "2026-01-01"}
    asked = a.save("consent", person=other, answer="not_asked", **consent)
    b.take(a.write(b))
    a.save("person", one, do_not_share=None)
    a.save("consent", asked, answer="given")
    a.save("consent", person=other, answer="given", **consent)
    a.save("person", other, occupation="poet")
    path = a.write(b)
    with b.look(path) as incoming:
        assert incoming.plan.widening == 3
        found = casefile.plan_records(incoming, widening=True)
        assert {(row.kind, row.status) for row in found} == {
            ("person", Status.CHANGED),
            ("consent", Status.CHANGED),
            ("consent", Status.NEW),
        }
        fields = {row.id: casefile.plan_fields(incoming, row.number)[0] for row in found}
        assert (fields[one].field, fields[one].before, fields[one].after) == ("do_not_share", "yes", "")
        assert all(field.widens for field in fields.values())
        casefile.take(b.office, [incoming], Choice(), backup=False)
    assert b.fields(one)["do_not_share"] is True
    assert b.fields(asked)["answer"] == "not_asked"
    assert b.fields(other)["occupation"] == "poet"
    b.take(path)
    assert a.state() == b.state()


@pytest.mark.parametrize(
    ("kind", "before", "after", "field"),
    [
        ("consent", {"expires": "2026-01-01"}, {"expires": "2030-01-01"}, "expires"),
        ("consent", {"date": "2026-01-01"}, {"date": "2026-06-01"}, "date"),
        (
            "consent",
            {"answer": "refused", "date": "2026-01-01"},
            {"date": "2020-01-01"},
            "date",
        ),
        ("consent", {"withdrawn": "2026-03-01"}, {"withdrawn": "2020-03-01"}, "withdrawn"),
        ("consent", {"answer": "refused"}, {"deleted": True}, "deleted"),
        ("consent", {"pseudonym_only": True}, {"deleted": True}, "deleted"),
        ("consent", {"limits": "Not the address."}, {"limits": "None."}, "limits"),
        ("person", {"do_not_say": "Kazyna\nlake"}, {"do_not_say": "lake"}, "do_not_say"),
        ("person", {"pseudonym": "A."}, {"pseudonym": "Serikov"}, "pseudonym"),
    ],
)
def test_what_protects_less_by_another_value_widens_too(
    pair: Pair, kind: str, before: dict[str, Any], after: dict[str, Any], field: str
) -> None:
    a, b = pair
    one = person(a)
    if kind == "consent":
        given = {
            "scope": "case",
            "audiences": frozenset({"diplomatic"}),
            "answer": "given",
            "date": "2026-01-01",
        }
        one = a.save("consent", person=one, **{**given, **before})
    else:
        a.save("person", one, **before)
    b.take(a.write(b))
    a.save(kind, one, **after)
    with b.look(a.write(b)) as incoming:
        (row,) = casefile.plan_records(incoming, widening=True)
        (first, *_) = casefile.plan_fields(incoming, row.number)
        assert (row.id, first.field, first.widens) == (one, field, True)
        casefile.take(b.office, [incoming], Choice(), backup=False)
    assert b.fields(one).get(field) == before.get(field)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"expires": "2030-01-01"}, {"expires": "2026-01-01"}),
        ({"date": "2026-01-01"}, {"date": "2026-02-01", "withdrawn": "2026-03-01"}),
        ({"withdrawn": "2026-03-01"}, {"withdrawn": "2026-04-01"}),
        ({}, {"deleted": True}),
        ({"limits": "Not the address."}, {"limits": "Not the address. Not the family."}),
    ],
)
def test_what_protects_more_by_another_value_needs_no_tick(
    pair: Pair, before: dict[str, Any], after: dict[str, Any]
) -> None:
    a, b = pair
    given = {"scope": "case", "audiences": frozenset({"diplomatic"}), "answer": "given", "date": "2026-01-01"}
    one = a.save("consent", person=person(a), **{**given, **before})
    b.take(a.write(b))
    a.save("consent", one, **after)
    with b.look(a.write(b)) as incoming:
        assert incoming.plan.widening == 0


@pytest.mark.parametrize(
    ("after", "field"),
    [
        ({"deleted": True}, "deleted"),
        ({"page": 2}, "page"),
        ({"box": "0 0 50 1000"}, "box"),
        ({"file": "ab" * 32}, "file"),
        ({"document": "other"}, "document"),
        ({"box": "0 0 1000 1000"}, ""),
        ({"note": "seen"}, ""),
    ],
)
def test_a_place_of_a_document_is_uncovered_by_nobody_else_without_the_tick(
    pair: Pair, after: dict[str, Any], field: str
) -> None:
    a, b = pair
    one, other = (a.save("document", title=title, records=frozenset({person(a)})) for title in ("A", "B"))
    box = a.save("redaction", document=one, page=1, box="0 0 100 1000", file="cd" * 32)
    b.take(a.write(b))
    a.save("redaction", box, **{key: other if value == "other" else value for key, value in after.items()})
    before = b.fields(box)
    with b.look(a.write(b)) as incoming:
        assert incoming.plan.widening == bool(field)
        casefile.take(b.office, [incoming], Choice(), backup=False)
    assert (b.fields(box) == before) is bool(field)


@pytest.mark.parametrize(
    ("kind", "key", "more"),
    [
        ("event", "persons", {"title": "Both"}),
        ("letter", "persons", {"subject": "Both", "direction": "out"}),
        ("document", "records", {"title": "Both"}),
    ],
)
def test_nothing_stops_being_about_somebody_without_the_tick(
    pair: Pair, kind: str, key: str, more: dict[str, Any]
) -> None:
    a, b = pair
    some = [person(a), person(a), person(a)]
    one = a.save(kind, **more, **{key: frozenset(some[:2])})
    b.take(a.write(b))

    def change(was: list[str], now: list[str]) -> None:
        records.save(
            a.office,
            records.Draft(kind, one, {key: frozenset(now)}, a.heads(one), base={key: frozenset(was)}),
        )

    change(some[:2], some)
    with b.look(a.write(b)) as incoming:
        assert incoming.plan.widening == 0
        casefile.take(b.office, [incoming], Choice(), backup=False)
    change(some, some[1:])
    with b.look(a.write(b)) as incoming:
        assert incoming.plan.widening == 1
        casefile.take(b.office, [incoming], Choice(), backup=False)
    assert b.fields(one)[key] == frozenset(some)


def test_a_witness_stays_one_and_a_fact_stays_whose_it_was_without_the_tick(pair: Pair) -> None:
    a, b = pair
    one, other = person(a), person(a)
    part = a.save("involvement", person=one, record=a.save("event", title="E"), role="witness")
    ban = a.save("restriction", person=one, kind="other")
    b.take(a.write(b))
    a.save("involvement", part, role="participant")
    a.save("restriction", ban, person=other)
    with b.look(a.write(b)) as incoming:
        assert {row.id for row in casefile.plan_records(incoming, widening=True)} == {part, ban}


def test_a_file_of_which_everything_stays_out_makes_no_import_and_no_backup(pair: Pair) -> None:
    a, b = pair
    one = a.save("person", occupation="poet", do_not_share=True)
    b.take(a.write(b))
    a.save("person", one, do_not_share=False)
    with b.look(a.write(b)) as incoming:
        assert incoming.widening_by_status()[Status.CHANGED] == incoming.plan.widening == 1
        (told,) = casefile.take(b.office, [incoming], Choice())
    assert (told.batch, told.backup) == (None, None)
    assert b.fields(one)["do_not_share"] is True
    assert b.take(a.write(b), Choice(widening=True)).batch is not None
    assert b.fields(one)["do_not_share"] is False


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_two_people_become_one_only_with_the_tick(pair: Pair, known: bool) -> None:
    """What one of them agreed to would count for the other."""
    a, b = pair
    one = person(a)
    other = a.save("person", occupation="poet") if known else ""
    b.take(a.write(b))
    other = a.save("person", other, merged_into=one)
    path = a.write(b)
    with b.look(path) as incoming:
        assert incoming.plan.widening == 1
        casefile.take(b.office, [incoming], Choice(), backup=False)
    if known:
        assert "merged_into" not in b.fields(other)
    b.take(path)
    assert b.fields(other)["merged_into"] == one


def test_a_narrowing_change_needs_no_tick(pair: Pair) -> None:
    a, b = pair
    one = person(a)
    b.take(a.write(b))
    a.save("person", one, do_not_share=True, pseudonym="A.")
    with b.look(a.write(b)) as incoming:
        assert incoming.plan.widening == 0


# --- undo -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_a_time", [1, 2, 500])
def test_an_import_taken_back_leaves_the_vault_as_it_was_and_is_remembered(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    monkeypatch.setattr(withdraw, "AT_A_TIME", at_a_time)
    a, b = pair
    mine = person(b, "Own")
    b.save("restriction", person=mine, kind="administrative_supervision", in_force="2026-01-01")
    before, words = dump(b), b.state()
    one = person(a, occupation="blogger")
    paper = tmp_path / "verdict.pdf"
    paper.write_bytes(b"%PDF a decision" * 1000)
    documents.attach(a.office, one, paper)
    a.save("restriction", person=one, kind="administrative_supervision", in_force="2026-01-01")
    a.save("person", other := person(a, "Other"), merged_into=one)
    path = a.write(b)
    batch = b.take(path).batch
    assert batch is not None
    assert records.view(b.office, other).status == "merged"
    undo = imports.undo(b.office, batch)
    assert (undo.leaving_records, undo.gone, undo.staying) == (6, 6, ())
    assert dump(b) == before
    assert b.state() == words
    assert imports.listed(b.office)[0].undone is not None
    with b.look(path) as incoming:
        assert incoming.plan.counts["undone"] == 6
        (first, *_) = casefile.plan_records(incoming)
        assert first.reason.startswith("undone here on 20")
        assert casefile.take(b.office, [incoming], Choice(), backup=False)[0].batch is None
        assert dump(b)[0] == before[0]
        casefile.take(b.office, [incoming], Choice(undone=True), backup=False)
    assert b.fields(one)["occupation"] == "blogger"
    assert records.view(b.office, mine).status == "here"
    with pytest.raises(KzcaseError, match="was undone on"):
        imports.undo(b.office, batch)


def test_what_somebody_wrote_upon_stays_and_is_listed(pair: Pair) -> None:
    a, b = pair
    one, other = person(a, "Seitkali"), person(a, "Bokayev")
    batch = b.take(a.write(b)).batch
    assert batch is not None
    b.save("person", one, occupation="poet")
    undo = imports.look(b.office, batch)
    assert [(row.id, row.kind) for row in undo.staying] == [(one, "person")]
    imports.undo(b.office, batch)
    assert records.view(b.office, one).status == "here"
    assert all(row[0] != other for row in dump(b)[1])
    b.state()


# --- erasure proposals ----------------------------------------------------------------------------


def test_what_a_colleague_erased_is_proposed_and_never_done_by_itself(pair: Pair) -> None:
    a, b = pair
    one, other = person(a, "Seitkali"), person(a, "Bokayev")
    b.take(a.write(b))
    author, word = sign_tombstone(keys_of(a.office).sign_secret, one, "", "2026-02-02T00:00:00Z")
    with a.office.vault.write() as session:
        driver: Any = session.connection().connection.driver_connection
        row = (one, "", author, "2026-02-02T00:00:00Z", word)
        driver.execute("INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, 1)", row)
        driver.execute("DELETE FROM revision WHERE record = ?", (one,))
        a.office.ledger.rebuild(session)
    a.save("person", other, occupation="poet")
    path = a.write(b)
    with b.look(path) as incoming:
        (proposal,) = incoming.plan.proposals
        assert (proposal.record, proposal.by) == (one, "Aigerim")
        assert "Seitkali" in proposal.title
    b.take(path)
    assert records.view(b.office, one).status == "here"
    with b.look(path) as incoming:
        assert incoming.plan.proposals == ()


# --- the file itself ------------------------------------------------------------------------------


def test_a_file_is_of_few_sizes_and_its_name_tells_nothing(pair: Pair) -> None:
    a, b = pair
    person(a)
    path = a.write(b)
    assert path.name.startswith("kz-")
    with b.look(path) as incoming:
        assert incoming.opened._reader._zip.fp.size == container.SMALLEST  # type: ignore[union-attr]
    sizes = {container.stepped(size) for size in range(100_000, 1_000_000, 1_000)}
    assert len(sizes) < 120
    assert all(size <= container.stepped(size) <= size * 1.125 for size in range(70_000, 10**7, 99_991))


def test_a_passphrase_opens_a_file_and_a_wrong_one_does_not(new_laptop: Make, tmp_path: Path) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    person(a)
    path = casefile.write(a.office, tmp_path, EVERYTHING, Recipients(passphrase="қой аузынан")).path
    with pytest.raises(casefile.PassphraseNeeded):
        b.look(path)
    with pytest.raises(casefile.WrongFilePassphrase):
        b.look(path, passphrase="шөп алмас")
    with b.look(path, passphrase="қой аузынан") as incoming:
        assert not incoming.plan.readdressed
        casefile.take(b.office, [incoming], Choice(unverified=True), backup=False)
    assert a.state() == b.state()


def test_a_plain_file_says_that_it_is_plain(new_laptop: Make, tmp_path: Path) -> None:
    a, b = new_laptop("Aigerim"), new_laptop("Berik")
    person(a)
    path = casefile.write(a.office, tmp_path / "x.kzcase", EVERYTHING, Recipients(plain=True)).path
    assert b"NOT encrypted" in path.read_bytes()
    with b.look(path) as incoming:
        assert any("not encrypted" in one for one in incoming.plan.warnings)
        assert not incoming.plan.readdressed
    b.take(path, Choice(unverified=True))
    assert a.state() == b.state()


def test_a_cancelled_export_or_import_leaves_nothing(pair: Pair) -> None:
    a, b = pair
    person(a)
    path = a.write(b)
    files = sorted(one.name for one in a.folder.iterdir())

    class Stop(Progress):
        def __init__(self, at: str) -> None:
            super().__init__()
            self.at = at

        def report(self, what: str, done: int, total: int) -> None:
            if what == self.at:
                self.cancel()
                self.step(what)

    for at in (
        "Looking for what belongs together",
        "Writing the case file",
        "Reading it back",
        "Verifying the case file",
    ):
        with pytest.raises(Cancelled):
            casefile.write(a.office, a.folder, EVERYTHING, progress=Stop(at))
        assert sorted(one.name for one in a.folder.iterdir()) == files
    with pytest.raises(Cancelled):
        casefile.look(a.office, EVERYTHING, progress=Stop("Looking at the records"))
    before = dump(b)
    with b.look(path) as incoming:
        following = ("Bringing names up to date", "Bringing search up to date", "Bringing dates up to date")
        for at in ("Taking records in", *following, "Counting again"):
            with pytest.raises(Cancelled):
                casefile.take(b.office, [incoming], ALL, backup=False, progress=Stop(at))
            assert dump(b) == before
    assert b.office.vault.path.parent.exists()
    assert [one.name for one in b.folder.iterdir() if one.name.startswith(".kzcase")] == []


def test_a_place_that_cannot_be_written_is_told(pair: Pair) -> None:
    a, _ = pair
    person(a)
    with pytest.raises(Unwritable):
        casefile.write(a.office, a.folder / "missing" / "x.kzcase", EVERYTHING)


def test_what_no_reader_could_take_in_is_not_written(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    a, _ = pair
    one = person(a)
    for number in range(4):
        a.save("person", one, occupation=f"number {number}")
    before = sorted(a.folder.iterdir())
    monkeypatch.setattr(groups, "MOST_REVISIONS", 4)
    with pytest.raises(TooMuch, match="longer history") as told:
        casefile.write(a.office, a.folder, EVERYTHING)
    assert told.value.safe == "No file was written."
    monkeypatch.undo()
    monkeypatch.setattr(container, "LARGEST_TEXT", 1_000)
    with pytest.raises(TooMuch, match="more than one case file holds") as told:
        casefile.write(a.office, a.folder, EVERYTHING)
    assert "several files" in told.value.remedy
    assert sorted(a.folder.iterdir()) == before


def test_what_was_sent_to_whom_is_remembered_and_never_sent(pair: Pair) -> None:
    a, b = pair
    person(a)
    path = a.write(b)
    with a.office.read() as session:
        assert session.execute(text("SELECT records FROM export")).scalars().all() == [2]
        assert len(session.execute(text("SELECT record FROM export_item")).all()) == 2
    b.take(path)
    with b.office.read() as session:
        assert session.execute(text("SELECT count(*) FROM export")).scalar() == 0


def test_looking_never_changes_a_vault(pair: Pair) -> None:
    a, b = pair
    person(a)
    path = a.write(b)
    commits = vaults.info(b.office)["commits"]
    with b.look(path) as incoming:
        for row in casefile.plan_records(incoming):
            casefile.plan_fields(incoming, row.number)
    assert vaults.info(b.office)["commits"] == commits
