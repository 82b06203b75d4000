"""A layout of widgets in lines that break."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kzcase.ui.common.flow import FlowLayout


def filled(qtbot: QtBot, number: int) -> tuple[QWidget, FlowLayout]:
    around = QWidget()
    qtbot.addWidget(around)
    layout = FlowLayout(around)
    for one in range(number):
        label = QLabel(f"label {one}", around)
        label.setFixedSize(80, 20)
        layout.addWidget(label)
    return around, layout


def test_a_line_that_is_full_goes_on_below(qtbot: QtBot) -> None:
    _, layout = filled(qtbot, 5)
    assert layout.heightForWidth(1_000) == 20
    layout.setGeometry(QRect(0, 0, 170, 100))
    places = [item.geometry().topLeft().toTuple() for number in range(5) if (item := layout.itemAt(number))]
    assert places == [(0, 0), (84, 0), (0, 24), (84, 24), (0, 48)]


def test_what_is_taken_out_is_gone(qtbot: QtBot) -> None:
    _, layout = filled(qtbot, 3)
    taken = layout.takeAt(1)
    assert taken is not None
    assert layout.count() == 2
    assert layout.takeAt(7) is None
    layout.clear()
    assert layout.count() == 0


def test_a_layout_whose_python_side_is_cleared_first_still_answers(qtbot: QtBot) -> None:
    _, layout = filled(qtbot, 2)
    layout.__dict__.clear()  # as the collector does with a window in a circle, before Qt takes it down
    assert layout.count() == 0
    assert layout.itemAt(0) is None
    assert layout.takeAt(0) is None
