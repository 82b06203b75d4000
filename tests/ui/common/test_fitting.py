from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kzcase.ui.common.fitting import Fitting, OneSeen, Parts, Upright, WholeWords
from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.text import label


def page_of(*widgets: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    for one in widgets:
        column.addWidget(one)
    return made


def shown(qtbot: QtBot, page: QWidget, width: int, height: int) -> Fitting:
    frame = Fitting(page)
    qtbot.addWidget(frame)
    frame.resize(width, height)
    frame.show()
    qtbot.waitExposed(frame)
    return frame


def test_a_page_that_fits_has_all_the_room_and_no_scroll_bar(qtbot: QtBot) -> None:
    page = page_of(QLineEdit())
    frame = shown(qtbot, page, 400, 300)
    assert (page.width(), page.height()) == (400, 300)
    assert frame.verticalScrollBar().maximum() == frame.horizontalScrollBar().maximum() == 0


def test_a_page_that_needs_more_is_scrolled_and_the_window_stays_as_it_is(qtbot: QtBot) -> None:
    high = QWidget()
    high.setMinimumSize(700, 900)
    page = page_of(high)
    frame = shown(qtbot, page, 400, 300)
    assert (frame.width(), frame.height()) == (400, 300)
    assert page.width() >= 700
    assert page.height() >= 900
    assert frame.verticalScrollBar().maximum() > 0
    assert frame.horizontalScrollBar().maximum() > 0


def test_words_that_are_wrapped_are_seen_whole_at_any_width(qtbot: QtBot) -> None:
    said = label("A letter that nobody answered is asked about again, and again after that. " * 12, wrap=True)
    head, rest = WholeWords(), QWidget()
    QVBoxLayout(head).addWidget(said)
    rest.setMinimumHeight(150)
    frame = shown(qtbot, page_of(head, rest), 300, 200)
    for width in (300, 220, 900):
        frame.resize(width, 200)
        qtbot.waitUntil(lambda: said.height() >= said.heightForWidth(said.width()))
    assert frame.verticalScrollBar().maximum() > 0


def test_parts_that_are_not_seen_take_no_height_from_what_stands_above(qtbot: QtBot) -> None:
    said = label("Administrative supervision, for up to three years. " * 4, wrap=True)
    head, parts = WholeWords(), Parts()
    QVBoxLayout(head).addWidget(said)
    for number in range(2):
        row = QWidget()
        flow = FlowLayout(row)
        for other in range(20 * number + 1):
            flow.addWidget(label(f"Nothing is here yet {other}"))
        parts.addTab(row, str(number))
    frame = shown(qtbot, page_of(head, parts), 300, 240)
    assert not parts.hasHeightForWidth()
    qtbot.waitUntil(lambda: said.height() >= said.heightForWidth(said.width()))
    assert frame.horizontalScrollBar().maximum() == 0


def test_a_step_that_is_not_seen_needs_no_room(qtbot: QtBot) -> None:
    steps, small, large = OneSeen(), QWidget(), QWidget()
    small.setMinimumWidth(100)
    large.setMinimumWidth(900)
    for step in (small, large):
        QVBoxLayout(step).addWidget(QWidget())
        steps.addWidget(step)
    frame = shown(qtbot, page_of(steps), 400, 300)
    assert frame.horizontalScrollBar().maximum() == 0
    steps.setCurrentWidget(large)
    qtbot.waitUntil(lambda: frame.horizontalScrollBar().maximum() > 0)


def test_what_scrolls_up_and_down_is_never_narrower_than_what_it_holds(qtbot: QtBot) -> None:
    inside = page_of(QLineEdit())
    area = Upright()
    area.setWidget(inside)
    frame = shown(qtbot, page_of(area), 200, 200)
    assert frame.horizontalScrollBar().maximum() == 0
    line = QLineEdit()
    line.setMinimumWidth(500)
    column = inside.layout()
    assert column is not None
    column.addWidget(line)
    qtbot.waitUntil(lambda: area.viewport().width() >= inside.minimumSizeHint().width() >= 500)


def test_what_comes_later_finds_its_room(qtbot: QtBot) -> None:
    later = QWidget()
    later.setMinimumHeight(800)
    later.hide()
    frame = shown(qtbot, page_of(QLineEdit(), later), 400, 300)
    assert frame.verticalScrollBar().maximum() == 0
    later.show()
    qtbot.waitUntil(lambda: frame.verticalScrollBar().maximum() > 0)
    later.hide()
    qtbot.waitUntil(lambda: frame.verticalScrollBar().maximum() == 0)


def test_the_field_that_has_the_keyboard_is_brought_into_sight(qtbot: QtBot) -> None:
    lines = [QLineEdit() for _ in range(40)]
    frame = shown(qtbot, page_of(*lines), 400, 300)
    frame.activateWindow()
    lines[-1].setFocus()
    qtbot.waitUntil(lambda: frame.verticalScrollBar().value() > 0)
    at = lines[-1].mapTo(frame.viewport(), lines[-1].rect().center())
    assert frame.viewport().rect().contains(at)
