"""What one frame of the window costs at 100,000 people: scrolling, typing, going by days.

The floor is the least that Qt can do: a bare view of the same size and words,
or a bare line to type into, painted as often. What is painted is what changes:
a real window paints no more. No display is needed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.harness import Contest, Contestant, Size
from benchmarks.vaults import filled
from benchmarks.waiting import until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QTableView, QWidget

    from kzcase.ui.common.desk import Desk

ASKED = "within a frame: 95th percentile below 16 ms"


def contests(size: Size, folder: Path) -> Iterator[Contest]:
    """The lists, the board, Today and the calendar of one large vault."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kzcase.settings import Settings
    from kzcase.ui import theme
    from kzcase.ui.common.desk import Desk
    from kzcase.ui.common.look import Look
    from kzcase.ui.common.worker import Worker
    from kzcase.ui.main import application

    app = application()
    settings = Settings(theme="light")
    look = Look(settings, theme.apply(app, settings))
    with filled(folder / "large.kzvault", size.of(100_000, least=200)) as office:
        worker = Worker()
        desk = Desk(office, worker, look)
        try:
            for contest in (_people, _board, _today, _calendar):
                yield from contest(desk, size)
        finally:
            desk.leave()
            worker.stop()


def _people(desk: Desk, size: Size) -> Iterator[Contest]:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit

    from kzcase.ui.common.lists.listpage import ListPage

    page = ListPage(desk, "person")
    _on_screen(page, lambda: page.model.rowCount() > 0)
    yield _scrolling("People", page.table, size)
    bare = QLineEdit()
    bare.resize(page.filter.size())
    _on_screen(bare, lambda: True, sized=False)

    def typed(line: QLineEdit) -> None:
        QTest.keyClicks(line, "a")
        line.grab()

    yield Contest(
        name="type a letter into the filter of People, and paint the line",
        ours=Contestant("the filter", lambda: typed(page.filter), after=lambda: _emptied(page.filter, desk)),
        floor=Contestant("a bare line", lambda: typed(bare), after=bare.clear),
        rounds=size.of(60, least=3),
        asked=ASKED,
    )
    _gone(page, bare)


def _emptied(line: QLineEdit, desk: Desk) -> None:
    line.clear()
    _settle(desk)


def _board(desk: Desk, size: Size) -> Iterator[Contest]:
    from kzcase.ui.today.boardpage import BoardPage

    page = BoardPage(desk)
    _on_screen(page, lambda: page.model.rowCount() > 0)
    yield _scrolling("the board of restrictions in force", page.table, size)
    _gone(page)


def _today(desk: Desk, size: Size) -> Iterator[Contest]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from kzcase.ui.today.todaypage import TodayPage

    page = TodayPage(desk)
    _on_screen(page, lambda: page.due.lines.rowCount() > 3)
    down = iter(range(1_000_000))

    def go() -> None:
        QTest.keyClick(page.due, Qt.Key.Key_Down if next(down) // 8 % 2 == 0 else Qt.Key.Key_Up)
        page.due.grab()

    yield Contest(
        name="go one line further on Today, and paint the list",
        ours=Contestant("the list", go),
        floor=_bare_page(),
        rounds=size.of(100, least=3),
        asked=ASKED,
    )
    _gone(page)


def _calendar(desk: Desk, size: Size) -> Iterator[Contest]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from kzcase.ui.today.calendarpage import CalendarPage

    page = CalendarPage(desk)
    _on_screen(page, lambda: len(page.of_day.text()) > 1)
    turn = iter(range(1_000_000))

    def go() -> None:
        QTest.keyClick(page.grid, Qt.Key.Key_Right if next(turn) // 5 % 2 == 0 else Qt.Key.Key_Left)
        page.grid.grab()
        page.of_day.grab()

    yield Contest(
        name="go one day further in the calendar, and paint the month and the day",
        ours=Contestant("the calendar", go),
        floor=_bare_page(),
        rounds=size.of(100, least=3),
        asked=ASKED,
    )
    _gone(page)


def _scrolling(what: str, table: QTableView, size: Size) -> Contest:
    """Scroll by a page and paint, against a bare table of the same words."""
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QTableView

    model = table.model()
    rows = min(model.rowCount(), 60)
    plain = QStandardItemModel(rows, model.columnCount())
    for row in range(rows):
        for column in range(model.columnCount()):
            plain.setItem(row, column, QStandardItem(str(model.index(row, column).data() or "")))
    bare = QTableView()
    bare.setModel(plain)
    bare.resize(table.size())
    bare.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
    for column in range(model.columnCount()):
        bare.setColumnWidth(column, table.columnWidth(column))
    _on_screen(bare, lambda: True, sized=False)
    return Contest(
        name=f"scroll {what} by a page, and paint",
        ours=Contestant("the list", _scroller(table)),
        floor=Contestant("a bare table of the same words", _scroller(bare)),
        rounds=size.of(100, least=3),
        asked=ASKED,
    )


def _scroller(table: QTableView) -> Callable[[], object]:
    bar = table.verticalScrollBar()

    def scroll() -> object:
        bar.setValue(bar.value() + bar.pageStep() if bar.value() < bar.maximum() else 0)
        return table.grab()

    return scroll


def _bare_page() -> Contestant:
    """An empty widget of a page's size, painted."""
    from PySide6.QtWidgets import QWidget

    bare = QWidget()
    _on_screen(bare, lambda: True)
    return Contestant("an empty page", bare.grab)


def _on_screen(widget: QWidget, ready: Callable[[], bool], *, sized: bool = True) -> None:
    """Show a widget and wait until it has something to paint."""
    if sized:
        widget.resize(1130, 680)
    widget.show()
    until(ready, f"{type(widget).__name__} to have something to paint")
    widget.grab()


def _settle(desk: Desk) -> None:
    until(lambda: not desk.worker.busy, "the reading to end")


def _gone(*widgets: QWidget) -> None:
    for widget in widgets:
        widget.hide()
        widget.deleteLater()
