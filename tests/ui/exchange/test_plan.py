"""The plan of a file as somebody sees it who has never merged anything; two real vaults, real files."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kzcase.exchange import casefile
from kzcase.exchange.casefile import Recipients, Status
from kzcase.services import colleagues, imports, records
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import EVERYTHING, Laptop, acquaint
from tests.ui.exchange.hand import (
    Settle,
    agree,
    go_to,
    in_conflict,
    person,
    propose,
    related,
    said,
    show,
)


def test_a_plan_says_from_whom_and_what_and_changes_nothing(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    one = person(them, occupation="blogger")
    us.take(them.write(us))
    them.save("person", one, occupation="poet")
    person(them, "Bokayeva")
    before = us.state()
    show(page, settle, them.write(us))
    plan = page.taking.plan
    assert page.taking.step == "plan"
    assert plan.head.text() == "From Berik"
    assert "verified" in plan.about.text()
    assert [plan.figures[each].text() for each in (None, Status.NEW, Status.CHANGED, Status.SAME)] == [
        "All that changes  3",
        "New  2",
        "Changed  1",
        "Same  1",
    ]
    assert plan.figures[Status.REFUSED].isHidden()
    assert plan.list.lines.text() == [
        "About this file",
        "Bokayeva Aidar",
        "New, Person, Bokayeva Aidar",
        "New, Name, Bokayeva Aidar",
        "Seitkali Aidar",
        "Changed, Person, Seitkali Aidar",
    ]
    assert "Nothing is changed yet" in said(plan)
    go_to(page, settle, lambda record: record.status is Status.CHANGED)
    assert plan.record.fields.text() == [("Occupation", "blogger", "poet")]
    assert plan.go.text() == "Take in 3 records"
    assert "backup" in said(plan)
    assert us.state() == before


def test_what_was_agreed_to_is_taken_in_after_a_backup_and_can_be_taken_back(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    person(us, "Modeluly")
    before = us.state()
    person(them, "Bokayeva")
    show(page, settle, them.write(us))
    agree(page, settle)
    assert page.taking.step == "done"
    assert "2 records are new or changed" in said(page.taking)
    backup = next(us.folder.glob("* before import *"))
    assert str(backup) in said(page.taking)
    page.taking.done.to_imports.click()
    settle()
    assert page.part == "imports"
    model = page.imports.model
    assert [model.text()[0][column] for column in (1, 4)] == ["Berik", "taken in"]
    assert "2 records are then not here at all." in page.imports.effect.text()
    page.imports.back.click()
    settle()
    assert model.text()[0][4].startswith("taken back on")
    assert page.imports.back.isHidden()
    assert us.state() == before


def test_taking_back_tells_who_goes_and_who_stays_without_a_name_that_only_the_import_brought(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    known = person(us, "Modeluly")
    them.take(us.write(them))
    them.save("name", person=known, parts={"family": "Модельулы", "given": "Айдар"})
    kept, gone = person(them, "Bokayeva"), person(them, "Seitkali")
    us.take(them.write(us))
    us.save("person", kept, occupation="poet")  # so she stays, and her name does not
    page.show_part("imports")
    settle()
    shown = records.view(us.office, known).title  # either name, until somebody says which is used
    told = [cells[0] for cells in page.imports.records.text()]
    assert told == [
        "stays without a name · Bokayeva Aidar (its name goes: Bokayeva Aidar)",
        f"stays and loses a name · {shown} (this goes: Модельулы Айдар)",
        "goes · Person: Seitkali Aidar",
    ]
    assert "Of them 1 is a person." in page.imports.effect.text()
    assert "lose a name" in page.imports.effect.text()
    (undo,) = (imports.look(us.office, one.id) for one in imports.listed(us.office))
    assert [one.id for one in undo.going if one.kind == "person"] == [gone]
    page.imports.back.click()
    settle()
    assert us.fields(known) is not None
    assert [one.title for one in records.related(us.office, known) if one.kind == "name"] == [
        "Modeluly Aidar"
    ]
    assert [one for one in records.related(us.office, kept) if one.kind == "name"] == []


def test_an_import_upon_all_of_which_something_was_written_offers_nothing_to_take_back(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    one = them.save("organisation", name="A newspaper")
    us.take(them.write(us))
    us.save("organisation", one, name="A newspaper of Aktobe")
    page.taking.choose.setFocus()
    bar = page.tabs.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(bar.count() - 1).center())
    settle()
    assert page.part == "imports"
    # The keyboard is in the list at once, and not on the frame that came up.
    assert page.imports.table.hasFocus()
    assert "Nothing of it can be taken back" in page.imports.effect.text()
    assert not page.imports.back.isEnabled()


def test_the_same_file_again_says_that_there_is_nothing_new(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    person(them)
    file = them.write(us)
    us.take(file)
    show(page, settle, file)
    assert not page.taking.plan.go.isEnabled()
    assert "Nothing new" in said(page.taking)
    assert "taken in on" in said(page.taking)
    page.taking.plan.stay.click()
    settle()
    assert page.taking.step == "start"


def test_what_was_taken_back_stays_out_until_it_is_ticked(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    person(them)
    file = them.write(us)
    batch = us.take(file).batch
    assert batch
    imports.undo(us.office, batch)
    show(page, settle, file)
    plan = page.taking.plan
    assert plan.figures[Status.UNDONE].text() == "Taken back here  2"
    assert "One record of this file was" not in said(page.taking)
    assert "2 records of this file were taken in before and taken back here." in said(page.taking)
    assert "but for what was taken back here" in said(page.taking)
    assert not plan.go.isEnabled()
    plan.undone.setChecked(True)
    assert plan.go.text() == "Take in 2 records"
    agree(page, settle)
    assert us.state() == them.state()


def test_what_only_changed_does_not_stand_under_what_is_in_conflict(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    in_conflict(us, them, "Aaa")
    person(them, "Bbb")
    show(page, settle, them.write(us))
    shown = page.taking.plan.list.lines.text()
    bands = [line for line in shown if line.startswith(("In conflict:", "New and changed"))]
    assert bands == ["In conflict: two people wrote different things", "New and changed"]
    assert shown.index("New and changed") < next(n for n, line in enumerate(shown) if "Bbb" in line)


def test_what_would_let_more_be_shown_stands_first_and_needs_its_own_tick(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    one = person(them, "Zzz")
    us.take(them.write(us))
    them.save(
        "consent",
        person=one,
        scope="case",
        answer="given",
        audiences=frozenset({"public"}),
        date="2026-01-01",
    )
    person(them, "Aaa")
    show(page, settle, them.write(us))
    plan = page.taking.plan
    assert plan.list.lines.text()[1:4] == [
        "Would let more be shown: needs your tick below",
        "Zzz Aidar",
        "New, Consent, Name and case Given 1 Jan 2026",
    ]
    assert plan.go.text() == "Take in 2 records"
    agree(page, settle)
    assert related(us, one, "consent") == []
    show(page, settle, them.write(us))
    assert not plan.go.isEnabled()
    plan.widening.setChecked(True)
    agree(page, settle)
    assert len(related(us, one, "consent")) == 1


def test_a_sender_whose_words_were_never_compared_needs_a_tick(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    colleagues.add(them.office, colleagues.read_card(colleagues.identity(us.office).card))
    person(them)
    show(page, settle, them.write(us))
    plan = page.taking.plan
    assert "not among your colleagues" in plan.about.text()
    assert colleagues.identity(them.office).fingerprint in said(plan)
    assert not plan.go.isEnabled()
    plan.unverified.setChecked(True)
    agree(page, settle)
    (found,) = imports.listed(us.office)
    assert not found.verified
    page.show_part("imports")
    settle()
    assert page.imports.model.text()[0][1] == "Berik (not verified)"


def test_a_changed_key_stops_a_file_loudly(
    page: ExchangePage, us: Laptop, new_laptop: Callable[[str], Laptop], settle: Settle
) -> None:
    real, false = new_laptop("Berik"), new_laptop("Berik")
    acquaint(us, real)
    colleagues.add(false.office, colleagues.read_card(colleagues.identity(us.office).card))
    person(false)
    show(page, settle, false.write(us))
    assert "STOP: this file cannot be taken in" in said(page.taking)
    assert page.taking.plan.head.text() == "STOP. It says it is from Berik"
    assert page.taking.plan.unverified.isHidden()  # a tick would look as if it could help
    page.taking.plan.unverified.setChecked(True)
    assert not page.taking.plan.go.isEnabled()


def test_files_that_cannot_be_opened_are_told_and_the_others_go_on(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    person(them)
    good = them.write(us)
    bad = us.folder / "bad.kzcase"
    bad.write_bytes(good.read_bytes()[:300])
    show(page, settle, bad)
    assert page.taking.step == "start"
    assert "bad.kzcase" in said(page.taking)
    show(page, settle, bad, good)
    assert page.taking.step == "plan"
    assert "bad.kzcase is left out." in said(page.taking)
    agree(page, settle)
    assert us.state() == them.state()


def test_several_files_are_looked_at_one_by_one_and_taken_in_at_once(
    page: ExchangePage, us: Laptop, new_laptop: Callable[[str], Laptop], settle: Settle
) -> None:
    b, c = new_laptop("Berik"), new_laptop("Dana")
    acquaint(us, b, c)
    person(b, "Bbb")
    person(c, "Ccc")
    show(page, settle, b.write(us), c.write(us))
    plan = page.taking.plan
    assert plan.files.isVisible()
    assert plan.go.text() == "Take in 4 records"
    plan.files.setCurrentIndex(1)
    settle()
    assert plan.head.text() == "From Dana"
    assert plan.list.lines.text()[1] == "Ccc Aidar"
    agree(page, settle)
    assert [one.sender for one in imports.listed(us.office)] != []
    assert {one.sender for one in imports.listed(us.office)} == {"Berik", "Dana"}


def test_a_file_with_a_passphrase_asks_for_it_and_says_when_it_is_wrong(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    person(them)
    file = us.folder / "secret.kzcase"
    casefile.write(them.office, file, EVERYTHING, Recipients(passphrase="ten green apples"))
    show(page, settle, file)
    taking = page.taking
    assert "opens with a passphrase of its own" in said(taking)
    taking.secret.setText("ten red apples")
    taking.open.click()
    settle()
    assert "does not open" in said(taking)
    taking.secret.setText("ten green apples")
    taking.open.click()
    settle()
    assert taking.step == "plan"
    assert taking.secret.text() == ""


def test_a_records_file_is_planned_too_and_bad_lines_are_named(
    page: ExchangePage, us: Laptop, settle: Settle
) -> None:
    file = us.folder / "register.jsonl"
    file.write_text(
        '{"kind": "person", "id": "1", "fields": {"occupation": "blogger"}}\n'
        '{"kind": "name", "id": "n1", "fields": {"person": "1", "parts": {"family": "Sampleuly"}}}\n'
        '{"kind": "person", "id": "2", "fields": {"shoe": "42"}}\n',
        encoding="utf-8",
    )
    show(page, settle, file)
    plan = page.taking.plan
    lines = plan.list.lines.text()
    assert lines[1] == "Refused: stays out"
    assert "shoe" in lines[2]
    assert not plan.go.isEnabled()
    plan.skip.setChecked(True)
    go_to(page, settle, lambda record: record.kind == "person")
    assert plan.record.fields.text() == [("Occupation", "—", "blogger")]
    agree(page, settle)
    assert "Taken in: register.jsonl. 2 records are new or changed." in said(page.taking)
    assert "backup" in said(page.taking)


def test_a_new_person_who_looks_like_one_here_is_shown(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    here = us.save("person", born="1984")
    us.save("name", person=here, parts={"family": "Болатов", "given": "Ерлан"})
    there = them.save("person", born="1984")
    them.save("name", person=there, parts={"family": "Bolatov", "given": "Erlan"})
    show(page, settle, them.write(us))
    (told,) = [line for line in said(page.taking).splitlines() if "looks like" in line]
    assert told.startswith("“Bolatov Erlan” in the file looks like “Болатов Ерлан” here (same name")
    assert "same year of birth" in told


def test_a_proposal_to_erase_is_told_and_erases_nothing(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    one = person(them, "Seitkali")
    us.take(them.write(us))
    propose(them, one)
    show(page, settle, them.write(us))
    assert "Berik proposes to erase “Seitkali Aidar” here too." in said(page.taking)
    agree(page, settle)
    assert records.view(us.office, one).status == "here"
