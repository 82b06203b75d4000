"""The smaller things of which the letters' pages are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from kzcase.errors import KzcaseError
from kzcase.letters import templates
from kzcase.letters.shapes import Asked
from kzcase.progress import Progress
from kzcase.ui import theme
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.look import Look
from kzcase.ui.common.worker import Worker
from kzcase.ui.letters.chips import Chips
from kzcase.ui.letters.lettertext import LetterText
from kzcase.ui.letters.newest import Newest
from kzcase.ui.letters.pagedtable import PagedTable
from kzcase.ui.letters.pagedtablemodel import PAGE, Column, Paged, PagedTableModel
from kzcase.ui.letters.period import PeriodLine, month_of, quarter_of, year_of
from kzcase.ui.letters.replyform import ReplyForm
from kzcase.ui.letters.templateeditor import TemplateEditor
from kzcase.ui.letters.templatespart import TemplatesPart
from kzcase.ui.letters.writer.askseditor import AsksEditor

Settle = Callable[[], None]
Type = Callable[[QWidget, str], None]


class Number:
    """A row: a number by which it is known."""

    def __init__(self, number: int) -> None:
        self.id = str(number)


def numbers(first: int, all_of_them: int, after: int | None, limit: int) -> Paged[Number]:
    start = first if after is None else after + 1
    rows = tuple(Number(one) for one in range(start, min(all_of_them, start + limit)))
    return Paged(rows, start + limit < all_of_them, int(rows[-1].id) if rows else after, all_of_them)


def words(row: Number) -> str:
    return f"row {row.id}"


def made_table(qtbot: QtBot, desk: Desk, settle: Settle) -> PagedTable[Number]:
    model: PagedTableModel[Number] = PagedTableModel(desk, (Column("Number", 120, words),))
    table: PagedTable[Number] = PagedTable(desk, model, "Numbers", several=True)
    model.setParent(table)
    qtbot.addWidget(table)
    table.resize(300, 400)
    table.show()
    model.ask(partial(numbers, 0, 150))
    settle()
    return table


def test_rows_are_read_page_by_page_until_there_are_no_more(
    qtbot: QtBot, desk: Desk, settle: Settle, qtmodeltester: ModelTester
) -> None:
    table = made_table(qtbot, desk, settle)
    model = table.rows
    assert model.rowCount() == PAGE
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
        settle()
    assert [row.id for row in model.rows] == [str(number) for number in range(150)]
    assert model.text()[149] == ("row 149",)
    qtmodeltester.check(model)


def test_what_is_chosen_stays_chosen_though_other_rows_come_before_it(
    qtbot: QtBot, desk: Desk, settle: Settle
) -> None:
    table = made_table(qtbot, desk, settle)
    table.selectRow(5)
    # The next reading begins two rows later, as if two records had gone.
    table.rows._read = partial(numbers, 2, 150)
    table.read_again()
    settle()
    assert [row.id for row in table.chosen] == ["5"]
    current = table.current
    assert current is not None
    assert current.id == "5"
    assert table.currentIndex().row() == 3


def test_only_what_came_of_the_newest_question_is_heard(qtbot: QtBot, worker: Worker, settle: Settle) -> None:
    newest = Newest(worker, "Asking")
    heard: list[object] = []
    newest.answered.connect(heard.append)
    for number in range(3):
        newest.ask(partial(answer, number))
    settle()
    assert heard == [2]
    newest.ask(refuse)
    settle()
    assert isinstance(heard[-1], KzcaseError)
    assert not newest.asking


def answer(number: int, progress: Progress) -> int:
    return number


def refuse(progress: Progress) -> None:
    raise KzcaseError("No.")


def test_one_view_is_on_and_says_how_many_there_are(qtbot: QtBot, desk: Desk) -> None:
    chips = Chips(desk, {"all": "All", "late": "Overdue"}, "all")
    qtbot.addWidget(chips)
    heard: list[str] = []
    chips.changed.connect(heard.append)
    chips.count({"all": 1_000, "late": 0}, 1_000)
    assert chips.buttons["all"].text() == "All 1\u202f000+"
    assert chips.buttons["late"].text() == "Overdue"
    chips.buttons["late"].click()
    assert heard == ["late"]
    assert chips.chosen == "late"
    assert not chips.buttons["late"].icon().isNull()
    assert chips.buttons["all"].icon().isNull()


def test_the_text_of_a_letter_stays_as_it_was_typed(qtbot: QtBot, desk: Desk, type_in: Type) -> None:
    text = LetterText(desk.look.theme.colours, "Text")
    qtbot.addWidget(text)
    text.show()
    type_in(text, "teh Қазақстан  i'm (c) -- ...")
    assert text.toPlainText() == "teh Қазақстан  i'm (c) -- ..."
    hints = text.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhNoAutoUppercase
    assert hints & Qt.InputMethodHint.ImhNoPredictiveText


def test_what_is_missing_stands_out_also_behind_letters_beyond_the_basic_plane(
    qtbot: QtBot, desk: Desk
) -> None:
    text = LetterText(desk.look.theme.colours, "Text")
    qtbot.addWidget(text)
    text.setPlainText("𝒜 ⟦name⟧ b")
    [mark] = text.document().firstBlock().layout().formats()
    assert (mark.start, mark.length) == (3, 6)


def test_a_line_that_is_wrong_is_marked_and_can_be_gone_to(qtbot: QtBot, desk: Desk) -> None:
    text = LetterText(desk.look.theme.colours, "Text")
    qtbot.addWidget(text)
    text.setPlainText("one\ntwo\nthree")
    text.mark_line(2)
    assert text.marked == 2
    text.go_to_line(3)
    assert text.textCursor().block().text() == "three"
    text.mark_line(0)
    assert text.marked == 0


@pytest.mark.parametrize(
    ("day", "month", "quarter", "year"),
    [
        (date(2026, 11, 22), date(2026, 11, 30), (date(2026, 10, 1), date(2026, 12, 31)), 2026),
        (date(2028, 2, 29), date(2028, 2, 29), (date(2028, 1, 1), date(2028, 3, 31)), 2028),
        (date(2026, 12, 31), date(2026, 12, 31), (date(2026, 10, 1), date(2026, 12, 31)), 2026),
    ],
)
def test_a_period_is_whole(day: date, month: date, quarter: tuple[date, date], year: int) -> None:
    assert month_of(day) == (day.replace(day=1), month)
    assert quarter_of(day) == quarter
    assert year_of(day) == (date(year, 1, 1), date(year, 12, 31))
    assert year_of(day, back=1)[0].year == year - 1


def test_a_period_that_ends_before_it_begins_is_not_taken(qtbot: QtBot, desk: Desk) -> None:
    line = PeriodLine(desk)
    qtbot.addWidget(line)
    line.begin()
    heard: list[object] = []
    line.chosen.connect(heard.append)
    line.first.setText("3 March 2026")
    line.last.setText("1 March 2026")
    line.make.click()
    assert heard == []
    line.last.setText("4 March 2026")
    line.make.click()
    assert heard == [(date(2026, 3, 3), date(2026, 3, 4))]


def test_a_reply_is_taken_with_a_day_as_people_say_it(qtbot: QtBot, desk: Desk, settle: Settle) -> None:
    form = ReplyForm(desk)
    qtbot.addWidget(form)
    settle()
    form.ask("2026/041")
    heard: list[object] = []
    form.written.connect(heard.append)
    form.received.setText("the day before")
    form.save.click()
    assert heard == []
    assert form.received.property("bad")
    form.received.setText("20 November 2026")
    form.note.setPlainText("They will raise it.")
    form.response.setCurrentIndex(form.response.findData("raised"))
    form._take_scan(Path("reply.pdf"))
    form.save.click()
    [typed] = heard
    assert (typed.received, typed.response, typed.impact) == ("2026-11-20", "raised", None)  # type: ignore[attr-defined]
    assert (typed.note, typed.scan) == ("They will raise it.", Path("reply.pdf"))  # type: ignore[attr-defined]


def test_asks_are_typed_in_the_languages_of_the_letters(qtbot: QtBot, desk: Desk) -> None:
    editor = AsksEditor(desk)
    qtbot.addWidget(editor)
    editor.show()
    editor.items[0].lines["en"].setText("Raise the case")
    editor.show_languages({"ru"})
    shown = [key for key, line in editor.items[0].lines.items() if line.isVisible()]
    assert shown == ["en", "ru"], "what is typed in another language stays on screen"
    editor.more.click()
    editor.items[1].lines["ru"].setText("Посетите её")
    assert editor.asks == (Asked(en="Raise the case"), Asked(ru="Посетите её"))
    again = AsksEditor(desk)
    qtbot.addWidget(again)
    again.resume(editor.state())
    assert again.asks == editor.asks


def test_a_mistake_in_a_template_is_shown_at_its_line_and_keeps_it_from_being_saved(
    qtbot: QtBot, desk: Desk, settle: Settle
) -> None:
    editor = TemplateEditor(desk)
    qtbot.addWidget(editor)
    editor.show_kinds([("letter", "Letter")])
    editor.begin_new()
    editor.name.setText("Ours")
    editor.subject.setText("About {{persons.names}}")
    editor.body.setPlainText("{{salutation}}\n\nWe write about {{persons.nmaes}}.")
    qtbot.waitUntil(lambda: not editor.fault.isHidden())
    assert editor.fault.text().startswith("Line 3:")
    assert editor.body.marked == 3
    editor.save_now()
    settle()
    assert stored(desk) == []
    editor.body.setPlainText("{{salutation}}\n\nWe write about {{persons.names}}.")
    qtbot.waitUntil(editor.fault.isHidden)
    editor.save_now()
    settle()
    [(name, language)] = stored(desk)
    assert (name, language) == ("Ours", "en")


def test_a_template_is_edited_with_the_largest_letters_without_scrolling_sideways(
    qtbot: QtBot, desk: Desk, settle: Settle, qapp: QApplication
) -> None:
    desk.look.settings.text_scale = 200
    look = Look(desk.look.settings, theme.apply(qapp, desk.look.settings))
    part = TemplatesPart(Desk(desk.office, desk.worker, look))
    qtbot.addWidget(part)
    part.resize(960, 560)  # what a window of 1280 by 720 leaves
    part.show()
    qtbot.waitExposed(part)
    settle()
    assert part.minimumSizeHint().width() <= 960
    assert part.editor.width() > 480


def stored(desk: Desk) -> list[tuple[str, str]]:
    """The templates of the office."""
    return [(one.name, one.language) for one in templates.offered(desk.office) if one.own]


def test_what_was_typed_into_a_template_is_there_again_after_looking_at_another(
    qtbot: QtBot, desk: Desk, settle: Settle
) -> None:
    editor = TemplateEditor(desk)
    qtbot.addWidget(editor)
    editor.show_kinds([("letter", "Letter"), ("urgent_appeal", "Urgent appeal")])
    first, second, *_ = templates.offered(desk.office)
    editor.show_template(first)
    settle()
    editor.body.setPlainText("Typed by hand")
    editor.show_template(second)
    settle()
    assert editor.body.toPlainText() == second.body
    editor.show_template(first)
    settle()
    assert editor.body.toPlainText() == "Typed by hand"
    assert editor.touched
