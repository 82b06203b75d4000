"""Packs by name, the office's own audiences, open questions and records left out, on the page of a paper."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from kzcase.exchange import sealing
from kzcase.history.ledger import Change
from kzcase.services import colleagues, exports, packs, records, savedsearches
from kzcase.services.declarations import Audience
from kzcase.ui.common.desk import Desk
from kzcase.ui.papers.briefpage import BriefPage
from tests.ui.test_packpage import somebody, text_of


@pytest.fixture
def make_page(desk: Desk, qtbot: QtBot, settle: Callable[[], None]) -> Callable[..., BriefPage]:
    def made(*people: str) -> BriefPage:
        page = BriefPage(desk, people)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        settle()
        return page

    return made


def put(desk: Desk, kind: str, /, **values: Any) -> str:
    record = records.new_id()
    desk.office.record([Change(kind, record, values)])
    return record


def export(page: BriefPage, qtbot: QtBot, settle: Callable[[], None], path: Path) -> None:
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    dialog.filesSelected.emit([str(path)])
    dialog.reject()
    settle()
    qtbot.waitUntil(lambda: page.findChild(QFileDialog) is None)


def test_a_pack_is_kept_and_taken_up_with_what_changed_since(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path
) -> None:
    first, second = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly")
    page = make_page(first, second)
    page.asked.for_whom.setText("EU Delegation")
    page.packs.box.setEditText("EU dialogue")
    qtbot.mouseClick(page.packs.keep, Qt.MouseButton.LeftButton)
    settle()
    (kept,) = packs.listed(desk.office)
    assert (kept.name, set(kept.persons), kept.recipient) == ("EU dialogue", {first, second}, "EU Delegation")
    page.make()
    settle()
    export(page, qtbot, settle, tmp_path / "a.pdf")
    (entry,) = exports.listed(desk.office)
    assert (entry.pack, entry.recipient, entry.sha256) == (kept.id, "EU Delegation", page.made.sha256)
    assert page.export.isEnabled(), "what was written into the register changes no paper"
    desk.office.record([Change("person", first, {"occupation": "teacher"})])
    settle()
    later = make_page()
    later.packs.box.setCurrentIndex(0)
    later.packs.box.activated.emit(0)
    qtbot.waitUntil(lambda: later.made is not None and set(later.people) == {first, second}, timeout=20_000)
    settle()
    assert later.asked.for_whom.text() == "EU Delegation"
    assert [one.what.text for one in later.made.content.changed] == ["teacher"]
    assert "teacher" in later.side.news.text
    assert "Changed since 22 Nov 2026" in text_of(later.made)


def test_a_pack_is_kept_no_longer(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    packs.save(desk.office, packs.Pack("Old", persons=(somebody(desk, "Sampleuly"),)))
    page = make_page()
    assert not page.packs.remove.isVisible()
    page.packs.box.setEditText("old")
    qtbot.mouseClick(page.packs.remove, Qt.MouseButton.LeftButton)
    settle()
    assert packs.listed(desk.office) == ()
    assert page.packs.box.count() == 0


def test_everybody_a_search_finds_is_in_the_paper_and_in_its_pack(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    first, second = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly")
    savedsearches.save(desk.office, "Models", "Modeluly")
    page = make_page(first)
    settle()
    assert page.chosen.search.itemText(0) == "Models"
    page.chosen.search.setCurrentIndex(0)
    page.chosen.search.activated.emit(0)
    settle()
    assert set(page.made.content.people) == {first, second}
    page.packs.box.setEditText("Both")
    qtbot.mouseClick(page.packs.keep, Qt.MouseButton.LeftButton)
    settle()
    (kept,) = packs.listed(desk.office)
    assert (kept.persons, kept.search) == ((first,), "Modeluly")
    third = somebody(desk, "Modeluly", "Berik")
    again = make_page()
    again.packs.box.setCurrentIndex(0)
    again.packs.box.activated.emit(0)
    qtbot.waitUntil(lambda: again.made is not None and third in again.made.content.people, timeout=20_000)
    assert again.people == (first,)
    assert set(again.made.content.people) == {first, second, third}


def test_a_record_without_its_tick_is_left_out_by_you_and_can_come_back(
    desk: Desk, make_page: Any, settle: Callable[[], None]
) -> None:
    person = somebody(desk, "Sampleuly")
    put(
        desk, "event", persons=frozenset({person}), kind="arrest", title="Arrested at dawn", date="2025-01-01"
    )
    page = make_page(person)
    told = page.side.told
    (item,) = told.list.findItems("Arrested at dawn", Qt.MatchFlag.MatchContains)
    item.setCheckState(Qt.CheckState.Unchecked)
    settle()
    assert "Arrested at dawn" not in text_of(page.made)
    assert "Left out by you." in page.withheld.text
    (item,) = told.list.findItems("Arrested at dawn", Qt.MatchFlag.MatchContains)
    assert item.checkState() == Qt.CheckState.Unchecked
    item.setCheckState(Qt.CheckState.Checked)
    settle()
    assert "Arrested at dawn" in text_of(page.made)


def test_a_form_lists_what_is_open_and_takes_an_answer(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    page = make_page(somebody(desk, "Sampleuly"))
    assert not page.side.sheets.isTabVisible(page.side.sheets.indexOf(page.side.lacking))
    page.template.setCurrentIndex(page.template.findData("wgad"))
    settle()
    lacking = page.side.lacking
    assert page.side.sheets.isTabVisible(page.side.sheets.indexOf(lacking))
    (item,) = lacking.list.findItems("Reasons: not recorded", Qt.MatchFlag.MatchContains)
    before = lacking.open
    lacking.list.setCurrentItem(item)
    lacking.line.setText("No legal basis (category I)")
    lacking.line.returnPressed.emit()
    settle()
    assert "category I" in text_of(page.made)
    assert lacking.open == before - 1
    assert "category I" in "\n".join(lacking.list.item(row).text() for row in range(lacking.list.count()))


def test_the_offices_own_audience_and_letterhead_can_be_chosen(
    desk: Desk, make_page: Any, settle: Callable[[], None]
) -> None:
    person = somebody(desk, "Sampleuly")
    rule = put(desk, "paper_audience", name="Parliament", base="diplomatic", fields="person.occupation")
    head = put(desk, "letterhead", name="Example Office")
    page = make_page(person)
    page.audience.setCurrentIndex(page.audience.findText("Parliament"))
    settle()
    assert page.audience.chosen == (Audience.DIPLOMATIC, rule)
    assert "blogger" not in text_of(page.made)
    assert "named audience" in page.withheld.text
    page.side.settings.letterhead.setCurrentIndex(page.side.settings.letterhead.findData(head))
    page.side.settings.classification.setText("For members only")
    page.make()
    settle()
    assert "Example Office" in text_of(page.made)
    assert "For members only" in text_of(page.made)


@pytest.mark.parametrize("form", ["html", "txt"])
def test_a_twin_is_exported_by_the_name_of_its_file(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path, form: str
) -> None:
    page = make_page(somebody(desk, "Sampleuly"))
    export(page, qtbot, settle, tmp_path / f"brief.{form}")
    assert "Sampleuly" in (tmp_path / f"brief.{form}").read_text(encoding="utf-8")
    (entry,) = exports.listed(desk.office)
    assert entry.form == form


def test_a_paper_is_sealed_for_the_colleagues_who_are_ticked(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path
) -> None:
    page = make_page(somebody(desk, "Sampleuly"))
    sealed = page.side.settings.sealed
    assert sealed.isHidden()
    with desk.office.read() as session:
        own = colleagues.own_keys(session)
    # One's own card is as good as another's here: what is tried is the window.
    page.side.settings.offer_colleagues(((own.id, "Berik"),))
    assert page.side.settings.sealed_for == ()
    sealed.item(0).setCheckState(Qt.CheckState.Checked)
    assert page.side.settings.sealed_for == (own.id,)
    page.side.settings.offer_colleagues(((own.id, "Berik"), ("other", "Dana")))
    assert page.side.settings.sealed_for == (own.id,)


def test_a_name_that_ends_in_age_takes_the_password_as_that_of_the_sealed_file(
    desk: Desk, make_page: Any, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path
) -> None:
    page = make_page(somebody(desk, "Sampleuly"))
    page.password.setText("five words nobody will guess")
    out = tmp_path / "brief.pdf.age"
    said: list[str] = []
    page.told.connect(said.append)
    export(page, qtbot, settle, out)
    (entry,) = exports.listed(desk.office)
    assert entry.options["sealed"] == "passphrase"
    back = tmp_path / "back.pdf"
    sealing.unseal(desk.office, out, back, "five words nobody will guess")
    assert hashlib.sha256(back.read_bytes()).hexdigest() == entry.sha256
    assert "sealed for" in said[-1]
