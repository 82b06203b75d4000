"""The register of letters in the window: views, filter, what is done with letters chosen there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kzcase.history.ledger import Change
from kzcase.services import drafts, letters, records, undo
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.letters.letterpanel import LetterPanel
from kzcase.ui.letters.letterspage import ADDRESSEES, ASKS, TEMPLATES, LettersPage
from kzcase.ui.letters.looppanel import LoopPanel
from tests.ui.letterworld import World, letter, world

Settle = Callable[[], None]
Type = Callable[[QWidget, str], None]
NUMBER, LETTER, TO, ABOUT, SENT, DUE, DAYS, STATUS = range(8)


@pytest.fixture
def made(office: Office) -> World:
    return world(office)


def shown(qtbot: QtBot, desk: Desk, settle: Settle) -> LettersPage:
    page = LettersPage(desk)
    qtbot.addWidget(page)
    page.resize(1130, 680)
    page.show()
    page.begin()
    settle()
    return page


def fields(office: Office, record: str) -> dict[str, object]:
    return dict(records.view(office, record).fields)


def choose(page: LettersPage, *ids: str) -> None:
    table = page.register.table
    table.clearSelection()
    for row in page.register.model.rows_of(ids):
        index = page.register.model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        table.selectionModel().setCurrentIndex(index, flags)


def test_the_register_says_of_each_letter_to_whom_about_whom_and_how_long_still(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, qtmodeltester: ModelTester
) -> None:
    letter(desk.office, made, number="2026/001", sent="2026-10-01", due="2026-11-02", kind="urgent_appeal")
    letter(desk.office, made, number="2026/002", sent="2026-11-10", due="2026-11-30")
    page = shown(qtbot, desk, settle)
    rows = {row[NUMBER]: row for row in page.register.model.text()}
    late, waits = rows["2026/001"], rows["2026/002"]
    assert late[LETTER] == "Urgent appeal: The case of A. Sampleuly"
    assert waits[LETTER] == "The case of A. Sampleuly"
    assert late[TO] == "Anna Sample · Embassy of Exampleland"
    assert late[ABOUT] == "Sampleuly Almas"
    assert (late[DUE], late[DAYS], late[STATUS]) == ("2 Nov 2026", "20 late", "Overdue")
    assert (waits[DUE], waits[DAYS], waits[STATUS]) == ("30 Nov 2026", "8", "Sent, waiting")
    assert not page.register.model.index(0, STATUS).data(Qt.ItemDataRole.DecorationRole).isNull()
    qtmodeltester.check(page.register.model)


def test_a_number_given_twice_is_told_with_what_to_do(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    letter(desk.office, made, number="2026/001")
    letter(desk.office, made, number="2026/001", sent=None, status="draft")
    letter(desk.office, made, number="2026/002")
    page = shown(qtbot, desk, settle)
    told = sorted(row[NUMBER] for row in page.register.model.text())
    assert told == ["2026/001 ×2", "2026/001 ×2", "2026/002"]
    tips = [page.register.model.index(row, NUMBER).data(Qt.ItemDataRole.ToolTipRole) for row in range(3)]
    assert sum("give it another" in (tip or "") for tip in tips) == 2


def test_views_are_counted_and_esc_leads_back_to_all(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    letter(desk.office, made, number="2026/001", due="2026-11-02")
    letter(desk.office, made, number="2026/002", sent=None, status="draft")
    letter(desk.office, made, direction="in", status="received", subject="Theirs")
    page = shown(qtbot, desk, settle)
    words = [one.text() for one in page.register.views.buttons.values()]
    assert words == ["All 3", "Overdue 1", "Due soon", "Waiting 1", "Not sent 1", "Incoming 1"]
    page.register.views.buttons["drafts"].click()
    settle()
    assert [row[NUMBER] for row in page.register.model.text()] == ["2026/002"]
    qtbot.keyClick(page.register.table, Qt.Key.Key_Escape)
    settle()
    assert page.register.views.chosen == "all"
    assert page.register.model.rowCount() == 3


def test_letters_typed_over_the_rows_go_into_the_filter(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, type_in: Type
) -> None:
    letter(desk.office, made, number="2026/001", subject="Fair trial")
    letter(desk.office, made, number="2026/002", subject="Home arrest")
    page = shown(qtbot, desk, settle)
    page.register.table.begin()
    type_in(page.register.table, "f")
    assert page.register.filter.text() == "f"
    type_in(page.register.filter, "air")
    qtbot.waitUntil(lambda: page.register.model.rowCount() == 1)
    assert page.register.model.text()[0][NUMBER] == "2026/001"


def test_several_letters_are_sent_today_in_one_step_that_can_be_taken_back(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    ids = [letter(desk.office, made, sent=None, status="checked", subject=f"No {n}") for n in range(3)]
    page = shown(qtbot, desk, settle)
    told: list[str] = []
    page.told.connect(told.append)
    choose(page, *ids[:2])
    page.register.doing["sent"].click()
    settle()
    assert [fields(desk.office, one).get("sent") for one in ids] == ["2026-11-22", "2026-11-22", None]
    assert {row.id for row in page.register.table.chosen} == set(ids[:2]), "what is chosen stays chosen"
    assert told == ["2 letters are marked. Ctrl+Z takes it back."]
    undo.undo(desk.office)
    assert [fields(desk.office, one).get("status") for one in ids] == ["checked"] * 3


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    draft = letter(desk.office, made, sent=None, status="draft")
    sent = letter(desk.office, made)
    page = shown(qtbot, desk, settle)
    refused: list[object] = []
    desk.worker.refused.connect(refused.append)
    choose(page, sent, draft)
    page.register.mark_acknowledged()
    settle()
    assert len(refused) == 1
    assert fields(desk.office, sent)["status"] == "sent"


def test_a_reply_is_written_down_at_the_letter_it_answers(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, tmp_path: Path
) -> None:
    one = letter(desk.office, made, number="2026/001")
    page = shown(qtbot, desk, settle)
    choose(page, one)
    page.register.reply()
    settle()
    form = page.register.replying.form
    assert form.isVisible()
    assert form.received.hasFocus()
    form.response.setCurrentIndex(form.response.findData("raised"))
    form.note.setPlainText("They raised it on the 20th.")
    scan = tmp_path / "reply.txt"
    scan.write_text("the scan", encoding="utf-8")
    form._take_scan(scan)
    qtbot.keyClick(form.note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    said = fields(desk.office, one)
    assert (said["answered"], said["response"]) == ("2026-11-22", "raised")
    assert said["response_note"] == "They raised it on the 20th."
    assert page.register.replying.isHidden()
    incoming = letters.register(desk.office, desk.today(), view="incoming").rows
    assert [row.reply_to for row in incoming] == [one]
    assert fields(desk.office, incoming[0].id)["documents"]


def test_a_reply_half_typed_is_there_again(qtbot: QtBot, desk: Desk, settle: Settle, made: World) -> None:
    one = letter(desk.office, made, number="2026/001")
    page = shown(qtbot, desk, settle)
    choose(page, one)
    page.register.reply()
    settle()
    page.register.replying.form.note.setPlainText("Half a se")
    page.keep()
    settle()
    again = shown(qtbot, desk, settle)
    choose(again, one)
    again.register.reply()
    settle()
    assert again.register.replying.form.note.toPlainText() == "Half a se"
    qtbot.keyClick(again.register.replying.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert drafts.values(desk.office, f"reply:{one}") == {}


def test_one_letter_is_chased_by_writing_and_several_by_drafts(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    ids = [letter(desk.office, made, number=f"2026/00{n}", audience="diplomatic") for n in (1, 2)]
    page = shown(qtbot, desk, settle)
    asked: list[tuple[str, dict[str, object]]] = []
    page.create_requested.connect(lambda kind, known: asked.append((kind, known)))
    choose(page, ids[0])
    page.register.chase()
    settle()
    [(kind, known)] = asked
    assert (kind, known["follow_up_of"], known["template"]) == (drafts.MAILING, ids[0], "follow_up")
    assert known["addressees"] == (made.contacts[0],)
    choose(page, *ids)
    page.register.chase()
    settle()
    assert page.register.views.chosen == "drafts"
    assert {row.follow_up_of for row in page.register.model.rows} == set(ids)


def test_a_letter_of_theirs_is_answered_with_thanks(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    came = letter(desk.office, made, direction="in", addressees=None, senders=frozenset({made.contacts[2]}))
    page = shown(qtbot, desk, settle)
    asked: list[dict[str, object]] = []
    page.create_requested.connect(lambda _, known: asked.append(known))
    choose(page, came)
    assert page.register.doing["chase"].text() == "Answ&er"
    page.register.chase()
    settle()
    assert (asked[0]["template"], asked[0]["follow_up_of"]) == ("thanks", came)
    assert asked[0]["addressees"] == (made.contacts[2],)


def test_an_empty_register_says_what_to_do(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    page = shown(qtbot, desk, settle)
    assert "Ctrl+N" in page.register._empty.text()
    assert page.register._empty.isVisible()
    asked: list[str] = []
    page.create_requested.connect(lambda kind, _: asked.append(kind))
    page.add()
    assert asked == [drafts.MAILING]


def test_the_board_of_asks_takes_an_outcome_in_place(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, qtmodeltester: ModelTester
) -> None:
    one = letter(desk.office, made)
    ask = records.new_id()
    desk.office.record([Change("ask", ask, {"record": one, "text": "Visit him", "outcome": "open"})])
    page = shown(qtbot, desk, settle)
    page.show_part(ASKS)
    settle()
    [row] = page.asks.model.text()
    assert row[:5] == (
        "Visit him",
        "Anna Sample · Embassy of Exampleland",
        "Sampleuly Almas",
        "1 Oct 2026",
        "52",
    )
    qtmodeltester.check(page.asks.model)
    page.asks.table.selectRow(0)
    page.asks.decide("done")
    settle()
    assert page.asks.model.rowCount() == 0
    assert fields(desk.office, ask)["outcome_date"] == "2026-11-22"


def test_those_we_write_to_are_written_to_together(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    letter(desk.office, made, answered="2026-10-11", status="answered")
    page = shown(qtbot, desk, settle)
    page.show_part(ADDRESSEES)
    settle()
    rows = {row[0]: row for row in page.addressees.model.text()}
    assert rows["Anna Sample · Embassy of Exampleland"][3:] == ("1", "1", "", "10", "11 Oct 2026")
    asked: list[dict[str, object]] = []
    page.create_requested.connect(lambda _, known: asked.append(known))
    page.addressees.table.selectAll()
    page.addressees.write.click()
    assert set(asked[0]["addressees"]) == set(made.contacts)  # type: ignore[call-overload]


def test_a_shipped_template_that_is_changed_becomes_the_offices_own(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    page = shown(qtbot, desk, settle)
    part = page.show_part(TEMPLATES)
    settle()
    row = part.model.row_of(lambda one: (one.key, one.language) == ("thanks", "en"))  # type: ignore[attr-defined]
    part.table.selectRow(row)  # type: ignore[attr-defined]
    settle()
    editor = part.editor  # type: ignore[attr-defined]
    shipped = editor.body.toPlainText()
    editor.body.setPlainText(shipped + "\nWarmly")
    editor.save_now()
    settle()
    here = part.model.row(part.table.currentIndex().row())  # type: ignore[attr-defined]
    assert (here.key, here.language, here.own) == ("thanks", "en", True)
    assert here.body.endswith("Warmly")
    editor.drop.click()
    settle()
    here = part.model.row(part.table.currentIndex().row())  # type: ignore[attr-defined]
    assert (here.key, here.own) == ("thanks", False)
    assert editor.body.toPlainText() == shipped


def test_the_page_of_a_letter_says_its_status_why_a_reply_is_due_and_its_chain(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    first = letter(desk.office, made, number="2026/001", due="2026-11-02")
    letter(desk.office, made, number="2026/002", sent="2026-11-10", follow_up_of=first)
    ask = records.new_id()
    desk.office.record([Change("ask", ask, {"record": first, "text": "Visit him", "outcome": "open"})])
    panel = LetterPanel(desk, first)
    qtbot.addWidget(panel)
    panel.resize(1100, 600)
    panel.show()
    settle()
    assert panel.status.text() == "Sent, waiting"
    assert panel.due.text() == "A reply was due by 2 Nov 2026: 20 days late"
    assert panel.why.text()
    assert [row[:2] for row in panel.chain.text()] == [("was followed by", "10 Nov 2026")]
    assert panel.asks.text()[0][:2] == ("Visit him", "Open")
    panel.mark_closed()
    settle()
    panel.read()
    settle()
    assert panel.status.text() == "Closed"


def test_the_page_of_an_answered_letter_says_the_answer_and_no_delay(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    answer = {"answered": "2026-10-20", "response": "raised", "response_note": "On the 20th."}
    one = letter(desk.office, made, due="2026-10-15", status="answered", **answer)
    panel = LetterPanel(desk, one)
    qtbot.addWidget(panel)
    panel.show()
    settle()
    assert panel.due.text() == "Answered on 20 Oct 2026: They raised it with the authorities"
    assert panel.why.text() == "On the 20th."
    assert not panel.doing["chase"].isHidden()
    assert panel.doing["sent"].isHidden()


def test_letters_stand_before_what_changed_after_them(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    one = letter(desk.office, made, sent="2026-05-01")
    desk.office.record(
        [
            Change(
                "restriction",
                records.new_id(),
                {
                    "person": made.people[0],
                    "kind": "house_arrest",
                    "in_force": "2026-01-01",
                    "lifted": "2026-05-21",
                },
            )
        ]
    )
    panel = LoopPanel(desk, made.people[0])
    qtbot.addWidget(panel)
    settle()
    [row] = panel.model.text()
    assert (row[0], row[2]) == ("1 May 2026", "20")
    assert "The case of A. Sampleuly" in row[1]
    assert "21 May 2026" in row[3]
    opened: list[tuple[str, str]] = []
    panel.open_requested.connect(lambda kind, record: opened.append((kind, record)))
    panel.table.activated.emit(panel.model.index(0, 0))
    assert opened == [("letter", one)]


def test_there_is_no_loop_where_nothing_changed(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    letter(desk.office, made)
    holder = QWidget()
    qtbot.addWidget(holder)
    panel = LoopPanel(desk, made.people[1], holder)
    settle()
    assert panel.isHidden()
