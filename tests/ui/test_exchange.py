"""The exchange area as somebody sees it who has never merged anything; two real vaults, real files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.exchange import casefile, folder
from kzcase.exchange.casefile import Choice, Recipients, Status
from kzcase.history.sign import sign_tombstone
from kzcase.services import cardtext, colleagues, conflicts, erasures, folders, imports, records
from kzcase.services.office import Office
from kzcase.ui import screens, theme
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.look import Look
from kzcase.ui.common.text import rich_labels
from kzcase.ui.common.worker import Worker
from kzcase.ui.exchange.cardpicture import QrView
from kzcase.ui.exchange.exchangepage import ExchangePage
from kzcase.ui.exchange.taking import Way
from tests.laptops import EVERYTHING, Laptop, acquaint, empty_template, keys_of, new_laptop

__all__ = ["empty_template", "new_laptop"]

Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, worker: Worker) -> Settle:
    """Wait until everything is answered, and what was made for the answers is on the screen."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not worker.busy, timeout=20_000)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not worker.busy, timeout=20_000)

    return wait


@pytest.fixture
def us(office: Office, tmp_path: Path) -> Laptop:
    """The vault in the window: Aigerim's."""
    return Laptop(office, tmp_path)


@pytest.fixture
def them(new_laptop: Callable[[str], Laptop]) -> Laptop:
    """A colleague's vault."""
    return new_laptop("Berik")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, settle: Settle) -> ExchangePage:
    made = ExchangePage(desk)
    qtbot.addWidget(made)
    made.resize(1130, 680)
    made.show()
    qtbot.waitExposed(made)
    settle()
    return made


def person(on: Laptop, family: str = "Seitkali", **values: Any) -> str:
    one = on.save("person", **values)
    on.save("name", person=one, parts={"family": family, "given": "Aidar"})
    return one


def tick(model: Any) -> None:
    """Tick the first row of a list."""
    assert model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def said(root: QWidget) -> str:
    """All that labels say on the screen."""
    return "\n".join(one.text() for one in root.findChildren(QLabel) if one.isVisible())


def show(page: ExchangePage, settle: Settle, *files: Path) -> None:
    page.take_in(files)
    settle()


def go_to(page: ExchangePage, settle: Settle, wanted: Callable[[Any], bool]) -> None:
    """Go to the first record of the plan like this."""
    view = page.taking.plan.list
    row = next(n for n, line in enumerate(view.lines.lines) if line.record and wanted(line.record))
    view.go_to(row)
    settle()


def agree(page: ExchangePage, settle: Settle) -> None:
    assert page.taking.plan.go.isEnabled()
    page.taking.plan.go.click()
    settle()


# --- the plan -------------------------------------------------------------------------------------


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
    page.taking.to_imports.click()
    settle()
    assert page.part == "imports"
    model = page.imports.model
    assert [model.text()[0][column] for column in (1, 4)] == ["Berik", "taken in"]
    assert "Records that are then not here at all: 2." in page.imports.effect.text()
    page.imports.back.click()
    settle()
    assert model.text()[0][4].startswith("taken back on")
    assert page.imports.back.isHidden()
    assert us.state() == before


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
    assert plan.figures[Status.UNDONE].text() == "Undone here  2"
    assert not plan.go.isEnabled()
    plan.undone.setChecked(True)
    assert plan.go.text() == "Take in 2 records"
    agree(page, settle)
    assert us.state() == them.state()


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


def related(on: Laptop, record: str, kind: str) -> list[str]:
    return [one.id for one in records.related(on.office, record) if one.kind == kind]


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


def propose(on: Laptop, record: str) -> None:
    """Erase a record as a colleague did, so that the proposal goes along with the next file."""
    time = "2026-11-20T10:00:00Z"
    author, word = sign_tombstone(keys_of(on.office).sign_secret, record, "", time)
    with on.office.vault.write() as session:
        driver: Any = session.connection().connection.driver_connection
        driver.execute("INSERT INTO tombstone VALUES (?, '', ?, ?, ?, 1)", (record, author, time, word))
        driver.execute("DELETE FROM revision WHERE record = ?", (record,))
        on.office.ledger.rebuild(session)


# --- conflicts ------------------------------------------------------------------------------------


def in_conflict(us: Laptop, them: Laptop, *families: str) -> list[str]:
    """People of whom both wrote another occupation."""
    acquaint(us, them)
    people = [person(them, family, occupation="blogger") for family in families]
    us.take(them.write(us))
    for one in people:
        us.save("person", one, occupation="singer")
        them.save("person", one, occupation="poet")
    return people


@pytest.mark.parametrize(
    ("way", "value", "beside", "left"),
    [
        (Way.MINE, "singer", [], 0),
        (Way.THEIRS, "poet", [], 0),
        (Way.BOTH, None, ["alternative"], 0),
        (Way.LATER, None, [], 1),
    ],
)
def test_a_conflict_can_be_decided_in_the_plan(
    page: ExchangePage,
    us: Laptop,
    them: Laptop,
    settle: Settle,
    way: Way,
    value: str | None,
    beside: list[str],
    left: int,
) -> None:
    (one,) = in_conflict(us, them, "Seitkali")
    show(page, settle, them.write(us))
    go_to(page, settle, lambda record: record.status is Status.CONFLICT)
    (card,) = page.taking.plan.record.cards
    assert "here: singer   (Aigerim)" in said(card)
    assert "theirs: poet   (Berik)" in said(card)
    assert card.buttons[Way.LATER].isChecked()
    card.buttons[way].click()
    agree(page, settle)
    assert len(conflicts.listed(us.office)) == left
    shown = us.fields(one)["occupation"]
    assert shown == value or (value is None and shown in ("singer", "poet"))
    assert [each.kind for each in records.related(us.office, one) if each.kind != "name"] == beside
    assert ("wait for your decision: 1" in said(page.taking)) is bool(left)


def test_all_conflicts_of_a_plan_can_be_decided_alike_but_for_the_exceptions(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    first, second, third = in_conflict(us, them, "Aaa", "Bbb", "Ccc")
    show(page, settle, them.write(us))
    plan = page.taking.plan
    plan.otherwise.setCurrentIndex(plan.otherwise.findData(Way.THEIRS))
    go_to(page, settle, lambda record: record.id == second)
    (card,) = plan.record.cards
    assert card.buttons[Way.THEIRS].isChecked()
    card.buttons[Way.MINE].click()
    go_to(page, settle, lambda record: record.id == third)
    plan.record.cards[0].buttons[Way.LATER].click()
    agree(page, settle)
    assert [us.fields(one)["occupation"] for one in (first, second)] == ["poet", "singer"]
    assert [one.id for one in conflicts.listed(us.office)] == [third]
    assert "Fields decided as you chose: 2" in said(page.taking)


def test_an_edit_against_a_deletion_is_told_as_such(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    one = person(them)
    us.take(them.write(us))
    records.delete(them.office, one)
    us.save("person", one, occupation="nurse")
    show(page, settle, them.write(us))
    go_to(page, settle, lambda record: record.status is Status.CONFLICT)
    (card,) = page.taking.plan.record.cards
    assert "here: kept, with what was written since" in said(card)
    assert "theirs: deleted" in said(card)
    assert Way.BOTH not in card.buttons
    card.buttons[Way.THEIRS].click()
    agree(page, settle)
    assert records.view(us.office, one).status == "deleted"


def test_undecided_fields_are_listed_and_decided_one_by_one(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    first, second = in_conflict(us, them, "Aaa", "Bbb")
    assert page.tabs.tabText(3) == "Decide"
    us.take(them.write(us))
    settle()
    assert page.tabs.tabText(3) == "Decide (2)"
    page.show_part("decide")
    settle()
    deciding = page.deciding
    assert deciding.chosen is not None
    assert deciding.chosen.id in (first, second)
    decided = deciding.chosen.id
    words = said(deciding)
    assert "singer" in words
    assert "poet" in words
    press(deciding, "Take poet")
    settle()
    assert us.fields(decided)["occupation"] == "poet"
    assert page.tabs.tabText(3) == "Decide (1)"
    press(deciding, "Keep &both, with who said it")
    settle()
    assert conflicts.listed(us.office) == ()
    assert "Nothing waits for a decision" in said(deciding)
    assert page.tabs.tabText(3) == "Decide"


def press(root: QWidget, words: str) -> None:
    """Click the button of that name."""
    found = [
        one
        for one in root.findChildren(QPushButton)
        if one.isVisible() and words in (one.text(), one.accessibleName())
    ]
    assert found, words
    found[0].click()


@pytest.mark.parametrize(
    ("words", "value"), [("Take ours everywhere", "singer"), ("Take theirs everywhere", "poet")]
)
def test_all_fields_of_a_kind_are_decided_at_once(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, words: str, value: str
) -> None:
    people = in_conflict(us, them, "Aaa", "Bbb", "Ccc")
    us.take(them.write(us))
    page.show_part("decide")
    settle()
    assert "undecided in 3 records" in said(page.deciding)
    press(page.deciding, words)
    settle()
    assert [us.fields(one)["occupation"] for one in people] == [value] * 3
    assert conflicts.listed(us.office) == ()


# --- handing out ----------------------------------------------------------------------------------


def test_what_goes_and_what_stays_is_listed_and_the_file_opens_for_whom_it_was_written(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    acquaint(us, them)
    one, other = person(us, "Aaa", occupation="blogger"), person(us, "Bbb")
    secret = us.save("event", title="Kept here", persons=frozenset({one, other}), do_not_share=True)
    page.hand_out((one,))
    handing = page.handing
    qtbot.waitUntil(lambda: "Goes along (2)" in handing.text(), timeout=20_000)
    assert "1  People" in handing.text()
    assert any("marked “do not share”" in line for line in handing.text()), handing.text()
    assert not handing.write.isEnabled()
    tick(handing.whom.people)
    assert handing.write.isEnabled()
    assert "Berik and you can open it, nobody else" in said(handing)
    target = us.folder / "given.kzcase"
    handing._write(target)
    settle()
    assert "Written, read back and verified" in said(handing)
    them.take(target)
    assert them.fields(one)["occupation"] == "blogger"
    for absent in (other, secret):
        assert them.heads(absent) == b""


def test_a_colleague_never_compared_is_warned_of_before_handing_out(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    colleagues.add(us.office, colleagues.read_card(colleagues.identity(them.office).card))
    page.hand_out((person(us),))
    handing = page.handing
    qtbot.waitUntil(lambda: handing.whom.people.rowCount() == 1, timeout=20_000)
    assert handing.whom.people.text()[0][0] == "Berik (not verified)"
    tick(handing.whom.people)
    assert "You have not compared the words with Berik" in said(handing)


def test_without_a_colleague_a_passphrase_can_be_used(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    handing = page.handing
    one = person(us)
    page.hand_out((one,))
    qtbot.waitUntil(lambda: "Goes along (2)" in handing.text(), timeout=20_000)
    handing.whom.to_passphrase.setChecked(True)
    assert not handing.write.isEnabled()
    for field in (handing.whom.secret.secret, handing.whom.secret.again):
        field.setText("seven quiet lamps over the harbour")
    settle()
    assert handing.write.isEnabled()
    target = us.folder / "given"
    handing._write(target)
    settle()
    assert handing.whom.secret.secret.text() == ""
    acquaint(us, them)
    them.take(us.folder / "given.kzcase", passphrase="seven quiet lamps over the harbour")
    assert them.heads(one) != b""


# --- colleagues -----------------------------------------------------------------------------------


def card_of(of: Laptop, folder: Path) -> Path:
    return colleagues.write_card(of.office, folder / f"{of.key[:8]}-{of.folder.name}.kzcard")


def test_a_card_is_dropped_looked_at_added_and_verified(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    drop(page, card_of(them, us.folder))
    settle()
    part = page.colleagues
    assert page.part == "colleagues"
    assert part.mine.text == colleagues.identity(us.office).fingerprint
    assert part.new.now.text == colleagues.identity(them.office).fingerprint
    assert colleagues.contacts(us.office) == ()
    part.new.name.setText("Berik, Aktobe")
    part.new.accept.click()
    settle()
    assert part.model.text()[0][0] == "Berik, Aktobe"
    assert part.model.text()[0][1].startswith("not verified")
    assert part.contact.theirs.text == colleagues.identity(them.office).fingerprint
    part.contact.same.click()
    settle()
    assert part.model.text()[0][1] == "verified on 22 Nov 2026"
    assert colleagues.contacts(us.office)[0].verified
    assert part.contact.same.isHidden()


def test_a_card_is_shown_as_a_picture_and_a_colleague_s_is_pasted(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    part = page.colleagues
    page.show_part("colleagues")
    settle()
    press(part, "Show my card as a &picture")
    mine = colleagues.identity(us.office).text
    assert part.picture.text.text().replace(" ", "") == mine
    assert read_modules(part.picture.view) == cardtext.modules(mine)
    press(part.picture, "&Done")
    assert not part.picture.isVisible()
    press(part, "Paste a card's &text")
    assert not part.pasting.read.isEnabled()
    part.pasting.put("KZCARD:NOTHING")
    press(part.pasting, "&Look at this card")
    settle()
    assert part.pasting.isVisible()
    part.pasting.put(colleagues.identity(them.office).text.lower())
    press(part.pasting, "&Look at this card")
    settle()
    assert part.new.now.text == colleagues.identity(them.office).fingerprint
    part.new.accept.click()
    settle()
    assert [one.name for one in colleagues.contacts(us.office)] == ["Berik"]
    press(part, "Show my card as a &picture")
    page.show_part("imports")
    page.show_part("colleagues")
    assert not part.picture.isVisible()


def read_modules(view: QrView) -> tuple[tuple[bool, ...], ...]:
    """The picture as a camera sees it, module by module."""
    image = view.grab().toImage()
    across = len(view._modules) + 2 * cardtext.QUIET
    step = min(image.width(), image.height()) // across
    at = [(number + cardtext.QUIET) * step + step // 2 for number in range(across - 2 * cardtext.QUIET)]
    assert step >= 3
    return tuple(tuple(image.pixelColor(x, y).lightness() < 128 for x in at) for y in at)


# --- proposals to erase ---------------------------------------------------------------------------


@pytest.fixture
def proposed(page: ExchangePage, us: Laptop, them: Laptop, settle: Settle) -> str:
    """A person whom Berik erased, and who is still here."""
    acquaint(us, them)
    one = person(them)
    us.take(them.write(us))
    erasures.erase(them.office, one)
    person(them, "Bokayev")
    us.take(them.write(us))
    page.show_part("decide")
    page.deciding.read()
    settle()
    return one


def test_a_proposal_to_erase_is_read_ticked_and_done(
    page: ExchangePage, proposed: str, us: Laptop, settle: Settle
) -> None:
    deciding = page.deciding
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Decide (1)"
    assert deciding.model.text() == [("Seitkali Aidar", "Erased by Berik", "it stays")]
    assert "Erased here would be: Names: 1, People: 1." in said(deciding)
    assert "Colleagues who may still hold it: Berik." in said(deciding)
    assert not deciding.proposal.accept.isEnabled()
    deciding.proposal.sure.setChecked(True)
    deciding.proposal.accept.click()
    settle()
    assert deciding.model.rows == ()
    assert erasures.proposals(us.office) == ()
    with us.office.read() as session:
        assert records.titles(session, [proposed])[proposed] == "erased"


def test_a_proposal_to_erase_is_declined_and_not_asked_again(
    page: ExchangePage, proposed: str, us: Laptop, settle: Settle
) -> None:
    page.deciding.proposal.decline.click()
    settle()
    assert page.deciding.model.rows == ()
    assert "Nothing waits for a decision" in said(page.deciding)
    assert records.view(us.office, proposed).status == "here"


# --- a shared folder ------------------------------------------------------------------------------


def test_a_folder_is_chosen_written_and_what_came_is_taken_in_after_the_plan(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, tmp_path: Path
) -> None:
    acquaint(us, them)
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "notes.txt").write_text("hello")
    mine = person(us)
    page.show_part("folder")
    settle()
    part = page.folder
    assert part.add.isVisible()
    part.begin_with(shared)
    settle()
    assert part.folder is not None
    assert part.folder.path == shared.resolve()
    assert "Tick at the left for whom you write into it." in said(part)
    assert not part.send.isEnabled()
    tick(part.form.people)
    part.form.use.click()
    settle()
    assert "Records that changed here and wait to be written: 2." in said(part)
    assert [line[:2] for line in part.model.text()] == [("notes.txt", "left alone")]
    part.send.click()
    settle()
    assert "Written, read back and verified: records 2, files 1." in said(part)
    assert "What is here was written into it already." in said(part)

    place = folders.choose(them.office, shared, [us.key])
    theirs = person(them, "Bokayev")
    with folder.look(them.office, place) as found:
        folder.take(them.office, found, Choice(widening=True), backup=False)
    folder.send(them.office, place)
    assert records.view(them.office, mine).status == "here"
    part.again.click()
    settle()
    assert part.model.text()[0][0] == "Berik"
    assert part.model.text()[0][2] == "new 2, changed 0, in conflict 0"
    part.take.click()
    settle()
    assert page.part == "take_in"
    agree(page, settle)
    assert records.view(us.office, theirs).status == "here"
    page.show_part("folder")
    settle()
    assert "Nothing new came from colleagues." in said(part)
    assert "Dealt with before: 1." in said(part)
    assert us.state() == them.state()


def test_a_file_of_a_folder_that_is_not_wanted_is_let_be(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, tmp_path: Path
) -> None:
    acquaint(us, them)
    shared = tmp_path / "shared"
    shared.mkdir()
    folders.choose(us.office, shared, [])
    person(them)
    folder.send(them.office, folders.choose(them.office, shared, [us.key]))
    page.show_part("folder")
    settle()
    part = page.folder
    assert not part.aside.isVisible()
    part.table.setCurrentIndex(part.model.index(0, 0))
    part.aside.click()
    settle()
    assert part.model.rows == ()
    assert not part.aside.isVisible()
    assert "Dealt with before: 1." in said(part)
    assert [one.suffix for one in shared.iterdir()] == [".kzcase"]


def test_a_folder_that_is_not_there_is_said(
    page: ExchangePage, us: Laptop, settle: Settle, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    page.show_part("folder")
    settle()
    page.folder.begin_with(shared)
    settle()
    shared.rmdir()
    page.folder.again.click()
    settle()
    assert "The folder cannot be seen" in said(page.folder)
    page.folder.form.forget.click()
    settle()
    assert page.folder.add.isVisible()
    assert folders.listed(us.office) == ()


def drop(page: ExchangePage, *files: Path) -> None:
    """Drop files on the page."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)


def test_words_that_differ_stop_and_the_colleague_can_be_removed(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    colleagues.add(us.office, colleagues.read_card(colleagues.identity(them.office).card))
    page.show_part("colleagues")
    settle()
    part = page.colleagues
    part.contact.differ.click()
    assert "STOP. This key is not Berik's" in said(part)
    assert part.contact.same.isHidden()
    part.contact.remove.click()
    settle()
    assert colleagues.contacts(us.office) == ()
    assert "Nobody yet" in said(part)


def test_a_known_colleagues_other_key_is_a_loud_stop(
    page: ExchangePage, us: Laptop, new_laptop: Callable[[str], Laptop], settle: Settle
) -> None:
    known, other = new_laptop("Berik"), new_laptop("Berik")
    acquaint(us, known)
    page.show_part("colleagues")
    page.colleagues.read_card(card_of(other, us.folder))
    settle()
    new = page.colleagues.new
    assert "STOP: this is not the key you know as Berik's" in said(page.colleagues)
    assert new.was.text == colleagues.identity(known.office).fingerprint
    assert new.now.text == colleagues.identity(other.office).fingerprint
    assert not new.accept.isEnabled()
    new.refuse.click()
    assert [one.key for one in colleagues.contacts(us.office)] == [known.key]
    page.colleagues.read_card(card_of(other, us.folder))
    settle()
    new.sure.setChecked(True)
    new.accept.click()
    settle()
    (found,) = colleagues.contacts(us.office)
    assert (found.key, found.verified) == (other.key, None)


def test_ones_own_card_and_one_that_is_known_are_told(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    told: list[str] = []
    page.told.connect(told.append)
    acquaint(us, them)
    for one in (us, them):
        page.take_in((card_of(one, us.folder),))
        settle()
    assert "your own card" in told[0]
    assert "Berik is among your colleagues already" in told[1]


# --- the window -----------------------------------------------------------------------------------


def test_a_plan_of_a_thousand_records_needs_no_more_widgets_than_one_of_two(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    acquaint(us, them)
    person(them)
    show(page, settle, them.write(us))
    few = len(page.taking.plan.findChildren(QWidget))
    page.taking.plan.stay.click()
    drafts = []
    for number in range(600):
        one = records.new_id()
        drafts.append(records.Draft("person", one, {"occupation": f"number {number}"}))
        parts = {"family": f"Family{number:03}", "given": "Aidar"}
        drafts.append(records.Draft("name", records.new_id(), {"person": one, "parts": parts}))
    records.save_all(them.office, tuple(drafts))
    show(page, settle, them.write(us))
    plan = page.taking.plan
    assert plan.go.text() == "Take in 1202 records"
    model = plan.list.lines
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    assert 1 < model.rowCount() < 1202

    def all_read() -> bool:
        plan.list.scrollToBottom()
        return sum(1 for line in model.lines if line.record) == 1202

    qtbot.waitUntil(all_read, timeout=20_000)
    assert len(plan.findChildren(QWidget)) <= few + 40
    assert tester.model() is model


def test_leaving_with_a_plan_open_lets_go_of_the_file(
    desk: Desk, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    acquaint(us, them)
    person(them)
    page = ExchangePage(desk)
    show(page, settle, them.write(us))
    (source,) = page.taking.plan.sources
    lines = source.incoming.opened.lines  # type: ignore[attr-defined]
    assert not lines.closed
    page.deleteLater()
    qtbot.waitUntil(lambda: bool(lines.closed), timeout=20_000)
    settle()


EVIL = '<b>x</b><img src="file:///etc/passwd"> &amp; ' + "Құдайбергенова-Ағайынды " * 4


@pytest.mark.parametrize("scale", [100, 150])
def test_long_names_and_markup_are_shown_letter_for_letter_and_nothing_is_cut(
    qtbot: QtBot,
    qapp: QApplication,
    look: Look,
    worker: Worker,
    us: Laptop,
    them: Laptop,
    settle: Settle,
    scale: int,
) -> None:
    acquaint(us, them)
    (one,) = in_conflict(us, them, EVIL[:90])
    us.save("person", one, occupation=EVIL)
    them.save("person", one, occupation=EVIL * 2)
    look.settings.text_scale = scale
    desk = Desk(us.office, worker, Look(look.settings, theme.apply(qapp, look.settings)))
    page = ExchangePage(desk)
    qtbot.addWidget(page)
    page.resize(1150, 700)
    page.show()
    qtbot.waitExposed(page)
    found: list[str] = []

    def visit() -> None:
        for _ in range(2):
            settle()
            qtbot.wait(30)
        found.extend(screens.clipped(page))
        assert rich_labels(page) == []

    visit()
    page.take_in((them.write(us),))
    visit()
    go_to(page, settle, lambda record: record.status is Status.CONFLICT)
    visit()
    agree(page, settle)
    visit()
    for part in ("decide", "imports", "colleagues"):
        page.show_part(part)
        visit()
    page.hand_out((one,))
    visit()
    assert [text for text in found if "<img" not in text] == []
    assert page.width() == 1150
    desk.leave()
