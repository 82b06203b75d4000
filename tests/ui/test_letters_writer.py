"""Writing letters: filled in for each addressee, edited as text, kept while typed, saved all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.errors import Cancelled
from kzcase.history.ledger import Change
from kzcase.letters import making
from kzcase.letters.shapes import Mailing
from kzcase.progress import Progress
from kzcase.services import drafts, letters, records
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.choice import Chips
from kzcase.ui.letters.writer import work
from kzcase.ui.letters.writer.texts import with_edits
from kzcase.ui.letters.writer.writerpage import WriterPage
from kzcase.ui.records.draftspage import DraftsPage, groups
from tests.ui.letterworld import EMBASSIES, World, letter, person, world

Settle = Callable[[], None]
Type = Callable[[QWidget, str], None]


@pytest.fixture
def made(office: Office) -> World:
    return world(office)


def writer(
    qtbot: QtBot, desk: Desk, settle: Settle, preset: Mapping[str, Any], mailing: str | None = None
) -> WriterPage:
    page = WriterPage(desk, mailing, preset)
    qtbot.addWidget(page)
    page.resize(1130, 680)
    page.show()
    settle()
    still(qtbot, settle, page)
    return page


def still(qtbot: QtBot, settle: Settle, page: WriterPage) -> None:
    """Wait until nothing is filled in or drawn any more."""

    def quiet() -> bool:
        timers = (page.choices._pause, page._previewing._wait)
        return not any(timer.isActive() for timer in timers) and not page._filling.asking

    qtbot.waitUntil(quiet, timeout=20_000)
    settle()


def take(page: WriterPage, template: str) -> None:
    page.choices.template.setCurrentIndex(page.choices.template.findData(template))


def register(office: Office) -> list[Any]:
    return list(letters.register(office, office.today(), view="drafts").rows)


def test_each_addressee_gets_a_letter_in_their_language_with_their_salutation(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people, "addressees": made.contacts})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    said = [(one.language, one.salutation) for one in page.texts.letters]
    assert [language for language, _ in said] == ["en", "en", "ru", "ru", "kk"]
    for (_, salutation), (_, _, _, wanted) in zip(said, EMBASSIES, strict=True):
        assert salutation.startswith(wanted)
    assert page.save.text() == "&Save 5 drafts"
    qtbot.waitUntil(lambda: page.preview.pages >= 1, timeout=20_000)


def test_what_is_missing_is_counted_and_led_to(qtbot: QtBot, desk: Desk, settle: Settle, made: World) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:1]})
    take(page, "urgent_appeal")
    still(qtbot, settle, page)
    shown = page.texts.letter
    assert shown is not None
    assert shown.missing
    assert len(page.side.missing.rows) == len(shown.missing)
    assert page.state.text() == "The letter lacks something, marked in the text."
    page.side.table.activated.emit(page.side.missing.index(0, 0))
    line = page.texts.body.textCursor().block().text()
    assert shown.missing[0].words in line
    # Typing over the mark is all it takes.
    page.texts.body.setPlainText("Nothing to fill.")
    assert page.texts.letter is not None
    assert page.texts.letter.missing == ()
    assert page.state.text() == "Nothing is missing."


def test_what_was_typed_by_hand_outlives_being_filled_in_anew(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, type_in: Type
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:2]})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    type_in(page.texts.body, "By hand. ")
    assert page.texts.model.text()[0][2].endswith("edited")
    page.choices.persons.choose(made.people)
    still(qtbot, settle, page)
    first, second = page.texts.letters
    assert first.body.startswith("By hand. ")
    assert "Modelova" in second.body
    page.texts.anew.click()
    assert page.texts.letters[0].body == second.body.replace("Muster", "Sample")


def test_a_text_typed_once_is_used_for_all_in_its_language(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    page = writer(qtbot, desk, settle, {"addressees": made.contacts[:3]})
    take(page, "")
    still(qtbot, settle, page)
    page.texts.body.setPlainText("We invite you.")
    page.texts.subject.setText("Invitation")
    page.texts.subject.textEdited.emit("Invitation")
    page.texts.to_all.click()
    one, two, three = page.texts.letters
    assert (one.body, two.body) == ("We invite you.", "We invite you.")
    assert two.subject == "Invitation"
    assert two.salutation.startswith("Dear Mr Muster")
    assert three.language == "ru"
    assert three.body != "We invite you."


def test_one_letter_can_be_put_into_another_language(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:2]})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    page.texts.language.setCurrentIndex(page.texts.language.findData("kk"))
    page.texts.language.activated.emit(page.texts.language.currentIndex())
    still(qtbot, settle, page)
    assert [one.language for one in page.texts.letters] == ["kk", "en"]
    assert page.texts.language.currentData() == "kk"


def test_an_addressee_is_left_out_with_delete(qtbot: QtBot, desk: Desk, settle: Settle, made: World) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:3]})
    page.texts.table.setFocus()
    page.texts.table.selectRow(1)
    page.activateWindow()
    qtbot.waitUntil(page.texts.table.hasFocus)
    qtbot.keyClick(page.texts.table, Qt.Key.Key_Delete)
    still(qtbot, settle, page)
    assert page.choices.to.chosen == (made.contacts[0], made.contacts[2])
    assert [one.addressee for one in page.texts.letters] == [made.contacts[0], made.contacts[2]]


def test_of_very_many_addressees_some_are_named_and_the_rest_counted(qtbot: QtBot, desk: Desk) -> None:
    chips = Chips(number=2)
    qtbot.addWidget(chips)
    chips.show_items([(str(number), f"Officer {number}") for number in range(5)])
    assert [one.text() for one in chips.findChildren(QLabel)] == ["and 3 more"]
    assert len(chips.findChildren(QPushButton)) == 2


def test_a_letter_half_written_stands_among_the_drafts_and_is_gone_on_with(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, type_in: Type
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:2]})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    page.choices.asks.items[0].lines["en"].setText("Raise the case")
    page.choices.asks.items[0].lines["en"].textEdited.emit("Raise the case")
    type_in(page.texts.body, "By hand. ")
    page.keep()
    settle()
    [group] = groups(desk.office)
    assert (group.kind, group.record, group.new) == (drafts.MAILING, page.mailing, True)
    assert page.begun == (drafts.MAILING, page.mailing)
    listed = DraftsPage(desk)
    qtbot.addWidget(listed)
    settle()
    [words] = listed.rows()
    assert "New: letter" in words
    assert "Almas Sampleuly" in words
    wished: list[tuple[str, str, bool]] = []
    listed.resume_requested.connect(lambda *wish: wished.append(wish))
    listed.list.activated.emit(listed.list.model().index(0, 0))
    assert wished == [(drafts.MAILING, page.mailing, True)]
    again = writer(qtbot, desk, settle, {}, group.record)
    assert again.choices.to.chosen == made.contacts[:2]
    assert again.choices.template.currentData() == "embassy_request"
    assert [one.en for one in again.choices.asks.asks] == ["Raise the case"]
    shown = again.texts.letter
    assert shown is not None
    assert shown.body.startswith("By hand. ")


def test_a_writer_that_nobody_touched_leaves_no_draft(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:2]})
    assert page.begun is None
    page.keep()
    settle()
    assert groups(desk.office) == ()


def test_letters_are_saved_once_and_can_be_printed_afterwards(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, tmp_path: Any
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:3]})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    page._touched = True
    page.keep()
    page.save_all()
    page.save_all()
    settle()
    assert len(register(desk.office)) == 3
    assert drafts.kept(desk.office) == ()
    assert page.state.text() == "3 letters are in the register, as drafts."
    assert page.texts.body.isReadOnly()
    assert not page.choices.isEnabled()
    out = tmp_path / "letters.pdf"
    page.printer.write_file(out)
    settle()
    assert len(pypdf.PdfReader(out).pages) >= 3
    folder = tmp_path / "each"
    folder.mkdir()
    page.printer.write_folder(folder)
    page.printer.write_docx(folder)
    settle()
    assert sorted({one.suffix for one in folder.iterdir()}) == [".docx", ".pdf"]
    assert len(list(folder.iterdir())) == 6


def test_a_paper_is_printed_behind_each_letter_if_it_is_chosen(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World, tmp_path: Path
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:1]})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    assert page.foot.enclosure == ""
    page.save_all()
    settle()
    pages = []
    for template in ("", "brief"):
        (action,) = (one for one in page.foot.enclosures.actions() if one.data() == template)
        action.trigger()
        assert page.foot.enclosure == template
        page.printer.enclosure = page.foot.enclosure
        out = tmp_path / f"letter-{template}.pdf"
        page.printer.write_file(out)
        settle()
        pages.append(len(pypdf.PdfReader(out).pages))
    assert pages[1] == pages[0] + 1


def test_stopping_leaves_no_letter_and_everything_typed(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:3]})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    # Somebody presses Cancel as soon as the strip shows what is being done.
    desk.worker.long_started.connect(lambda job: job.cancel())
    page.save_all()
    settle()
    assert register(desk.office) == []
    assert page.saved == ()
    assert page.state.text().startswith("Stopped. No letter was saved")
    assert page.choices.isEnabled()
    assert not page.texts.body.isReadOnly()


def test_somebody_without_consent_is_kept_out_and_the_way_to_write_it_down_is_offered(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    silent = person(desk.office, "Nobodyuly", "Marat", told=False)
    page = writer(qtbot, desk, settle, {"persons": (silent,), "addressees": made.contacts[:1]})
    take(page, "embassy_request")
    still(qtbot, settle, page)
    assert not any("Nobodyuly" in one.subject + one.body for one in page.texts.letters)
    assert "Nobodyuly" in page.withheld.text
    assert "Left out: Nobodyuly" in page.state.text()
    assert page.consent.isVisible()
    asked: list[tuple[str, dict[str, Any]]] = []
    page.create_requested.connect(lambda kind, known: asked.append((kind, known)))
    page.consent.click()
    [(kind, known)] = asked
    assert kind == "consent"
    assert (known["person"], known["audiences"]) == (silent, frozenset({"diplomatic"}))


def test_who_left_the_post_is_warned_of(qtbot: QtBot, desk: Desk, settle: Settle, made: World) -> None:
    gone = Change("contact", made.contacts[0], {"until": "2026-08-31", "succeeded_by": made.contacts[1]})
    desk.office.record([gone])
    page = writer(qtbot, desk, settle, {"addressees": made.contacts[:1]})
    words = page.choices.warning.text()
    assert "No longer at the post: Anna Sample" in words
    assert "Now: Jan Muster" in words


def test_a_reminder_leaves_what_was_asked_with_the_letter_that_asked_it(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    one = letter(desk.office, made, number="2026/001", audience="diplomatic")
    ask = records.new_id()
    desk.office.record([Change("ask", ask, {"record": one, "text": "Visit him", "outcome": "open"})])
    known = {"addressees": made.contacts[:1], "template": "follow_up", "follow_up_of": one}
    page = writer(qtbot, desk, settle, known)
    assert page.choices.template.currentData() == "follow_up"
    page.save_all()
    settle()
    [draft] = register(desk.office)
    assert draft.follow_up_of == one
    assert [row.id for row in letters.open_asks(desk.office, desk.today()).rows] == [ask]


def test_hostile_words_stand_in_the_letter_as_they_were_typed(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    evil = "<b>{{salutation}}</b> ⟦x⟧ &amp; </para>"
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:1]})
    take(page, "embassy_request")
    page.choices.note.setPlainText(evil)
    still(qtbot, settle, page)
    page.texts.body.setPlainText(evil)
    still(qtbot, settle, page)
    qtbot.waitUntil(lambda: page.preview.pages == 1, timeout=20_000)
    page.save_all()
    settle()
    [row] = register(desk.office)
    assert records.view(desk.office, row.id).fields["body"] == evil


def test_nothing_is_edited_in_a_letter_that_nobody_touched(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    page = writer(qtbot, desk, settle, {"persons": made.people[:1], "addressees": made.contacts[:2]})
    take(page, "urgent_appeal")
    still(qtbot, settle, page)
    for row in (1, 0, 1):
        page.texts.table.selectRow(row)
    assert page.texts.edits == {}
    [first, _] = page.texts.letters
    assert with_edits(first, {}) is first


def test_many_letters_say_how_far_they_are_and_leave_nothing_when_stopped(
    qtbot: QtBot, desk: Desk, settle: Settle, made: World
) -> None:
    many = [records.new_id() for _ in range(120)]
    desk.office.record(
        [
            Change("contact", one, {"name": f"Officer {n}", "audience": "diplomatic"})
            for n, one in enumerate(many)
        ]
    )
    mailing = Mailing(tuple(many), template="embassy_request", persons=made.people[:1])
    steps: list[tuple[str, int, int]] = []

    class Watched(Progress):
        def report(self, what: str, done: int, total: int) -> None:
            steps.append((what, done, total))
            if what == "Saving letters" and done >= 50:
                self.cancel()

    filled = work.fill(desk.office, mailing, Watched())
    assert len(filled) == 120
    assert len({done for what, done, _ in steps if what == "Filling in"}) > 3
    with pytest.raises(Cancelled):
        work.save(desk.office, filled, mailing, "x", None, Watched())
    assert register(desk.office) == []
    assert len(making.make(desk.office, filled, mailing)) == 120
