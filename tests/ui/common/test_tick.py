"""A box to tick whose words wrap."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kzcase.ui.common.flow import FlowLayout
from kzcase.ui.common.tick import Tick

WORDS = "Take it in though I have not compared the words of this key"


def test_words_break_where_there_is_no_room_and_are_told_without_breaks(qtbot: QtBot) -> None:
    tick = Tick(WORDS)
    qtbot.addWidget(tick)
    whole = tick.sizeHint()
    tick.resize(whole)
    tick.show()
    assert tick.heightForWidth(whole.width()) == whole.height()
    assert tick.heightForWidth(whole.width() // 2) > whole.height()
    tick.resize(whole.width() // 3, 200)
    assert tick.minimumSizeHint().width() < whole.width() // 2
    assert tick.minimumSizeHint().height() >= 3 * tick.fontMetrics().lineSpacing()
    assert (tick.text(), tick.accessibleName()) == (WORDS, WORDS)
    tick.setText("Short")
    assert tick.heightForWidth(tick.width()) == tick.sizeHint().height()


def test_in_a_line_of_widgets_it_takes_the_lines_it_needs(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    layout = FlowLayout(around)
    tick = Tick(WORDS, around)
    layout.addWidget(tick)
    narrow = tick.sizeHint().width() // 2
    assert layout.heightForWidth(narrow) > layout.heightForWidth(4 * narrow)
    layout.setGeometry(QRect(0, 0, narrow, 300))
    assert (tick.width(), tick.height()) == (narrow, tick.heightForWidth(narrow))
