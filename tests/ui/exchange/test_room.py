"""How much the area holds, and how it stands at other sizes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kzcase.exchange.casefile import Status
from kzcase.services import colleagues, records
from kzcase.ui import screens, theme
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.look import Look
from kzcase.ui.common.text import rich_labels
from kzcase.ui.common.worker import Worker
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import Laptop, acquaint
from tests.ui.exchange.hand import (
    Settle,
    agree,
    card_of,
    go_to,
    in_conflict,
    person,
    propose,
    said,
    show,
)


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


def test_with_the_largest_letters_nothing_of_what_must_be_read_lies_beside_the_page(
    qtbot: QtBot,
    qapp: QApplication,
    look: Look,
    worker: Worker,
    us: Laptop,
    new_laptop: Callable[[str], Laptop],
    settle: Settle,
    tmp_path: Path,
) -> None:
    real, false = new_laptop("Berik"), new_laptop("Berik")
    acquaint(us, real)
    one = person(real)
    us.take(real.write(us))
    propose(real, one)
    person(real, "Bokayeva")
    us.take(real.write(us))
    stranger = new_laptop("Dana")
    colleagues.add(stranger.office, colleagues.read_card(colleagues.identity(us.office).card))
    person(stranger, "Modeluly")
    look.settings.text_scale = 200
    desk = Desk(us.office, worker, Look(look.settings, theme.apply(qapp, look.settings)))
    page = ExchangePage(desk)
    qtbot.addWidget(page)
    page.resize(1060, 620)  # what a window of 1280 by 720 leaves
    page.show()
    qtbot.waitExposed(page)

    def beside() -> list[str]:
        for _ in range(2):
            settle()
            qtbot.wait(30)
        return [
            str(area.widget())
            for area in page.findChildren(QScrollArea)
            if area.isVisible() and area.horizontalScrollBar().maximum()
        ]

    page.take_in((stranger.write(us),))
    assert beside() == []
    go_to(page, settle, lambda record: record.kind == "person")
    assert beside() == []
    page.show_part("decide")
    assert beside() == []
    assert page.deciding.proposal.isVisible()
    page.take_in((card_of(false, tmp_path),))
    assert beside() == []
    assert "STOP" in said(page.colleagues)
    page.colleagues.show_picture.click()
    assert beside() == []
    assert page.colleagues.picture.view.height() > 350
    page.colleagues.picture.done.click()
    settle()
    assert page.colleagues.table.isVisible()
    desk.leave()
