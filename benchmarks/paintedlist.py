"""A list in a window that nobody sees, scrolled and typed into for benchmarks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from kzcase.services.office import Office

LETTERS = ("а", "б", "к", "н", "s", "a", "")


class PaintedList:
    """People, as large as the window usually is."""

    def __init__(self, office: Office) -> None:
        from kzcase.settings import Settings
        from kzcase.ui import theme
        from kzcase.ui.common.desk import Desk
        from kzcase.ui.common.lists.listpage import ListPage
        from kzcase.ui.common.look import Look
        from kzcase.ui.common.worker import Worker
        from kzcase.ui.main import application

        settings = Settings(theme="light")
        look = Look(settings, theme.apply(application(), settings))
        self._worker = Worker()
        self._desk = Desk(office, self._worker, look)
        self._page = ListPage(self._desk, "person")
        self._page.resize(1130, 684)
        self._page.show()
        self._letters = cycle(LETTERS)
        self._settle()

    def scroll(self) -> None:
        """One page down, or back to the top from the end, and paint what is seen; further pages come."""
        bar = self._page.table.verticalScrollBar()
        bar.setValue(0 if bar.value() >= bar.maximum() else bar.value() + bar.pageStep())
        self._page.table.viewport().repaint()
        self._settle()

    def type(self) -> None:
        """The next letter is asked for; its first rows come and are painted."""
        self._page.model.show_query(filter=next(self._letters))
        self._settle()
        self._page.table.viewport().repaint()

    def end(self) -> None:
        """Take it off the screen and stop what works for it."""
        self._settle()
        self._page.close()
        self._page.deleteLater()
        self._desk.leave()
        self._worker.stop()
        self._settle()

    def _settle(self) -> None:
        from PySide6.QtCore import QEventLoop

        if self._worker.busy:
            loop = QEventLoop()
            self._worker.idle.connect(loop.quit)
            loop.exec()


@contextmanager
def painted_list(office: Office) -> Iterator[PaintedList]:
    """A list of the people of an office, painted where nobody sees it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made = PaintedList(office)
    try:
        yield made
    finally:
        made.end()
