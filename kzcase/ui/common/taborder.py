"""Lets Tab go through a form in the order in which it is read, whenever its parts were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def read_in_order(root: QWidget, *after: QWidget) -> None:
    """Chain everything under `root` that Tab stops at as its layouts place it, then `after`."""
    for first, second in pairwise([*stops(root), *after]):
        QWidget.setTabOrder(first, second)


def stops(root: QWidget) -> Iterator[QWidget]:
    """What Tab stops at under a widget, in the order of its layouts."""
    layout = root.layout()
    if layout is not None:
        yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    number = 0
    while (item := layout.itemAt(number)) is not None:
        number += 1
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
                yield widget
            yield from stops(widget)
        elif inner is not None:
            yield from _stops_in(inner)
