"""A folder kept in step, in the window."""

from __future__ import annotations

from pathlib import Path

from kzcase.exchange import folder
from kzcase.exchange.casefile import Choice
from kzcase.services import folders, records
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import Laptop, acquaint
from tests.ui.exchange.hand import (
    Settle,
    agree,
    person,
    said,
    tick,
)


def test_a_folder_is_chosen_written_and_what_came_is_taken_in_after_the_plan(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, tmp_path: Path
) -> None:
    acquaint(us, them)
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "notes.txt").write_text("hello")
    mine = person(us)
    page.show_part("folder")
    settle()
    part = page.folder
    assert part.add.isVisible()
    part.begin_with(shared)
    settle()
    assert part.folder is not None
    assert part.folder.path == shared.resolve()
    assert "Tick at the left for whom you write into it." in said(part)
    assert not part.send.isEnabled()
    tick(part.form.people)
    part.form.use.click()
    settle()
    assert "Records that changed here and wait to be written: 2." in said(part)
    assert [line[:2] for line in part.model.text()] == [("notes.txt", "left alone")]
    part.send.click()
    settle()
    assert "Written, read back and verified: records 2, files 1." in said(part)
    assert "What is here was written into it already." in said(part)

    place = folders.choose(them.office, shared, [us.key])
    theirs = person(them, "Bokayev")
    with folder.look(them.office, place) as found:
        folder.take(them.office, found, Choice(widening=True), backup=False)
    folder.send(them.office, place)
    assert records.view(them.office, mine).status == "here"
    part.again.click()
    settle()
    assert part.model.text()[0][0] == "Berik"
    assert part.model.text()[0][2] == "new 2, changed 0, in conflict 0"
    part.take.click()
    settle()
    assert page.part == "take_in"
    agree(page, settle)
    assert records.view(us.office, theirs).status == "here"
    page.show_part("folder")
    settle()
    assert "Nothing new came from colleagues." in said(part)
    assert "Dealt with before: 1." in said(part)
    assert us.state() == them.state()


def test_a_file_of_a_folder_that_is_not_wanted_is_let_be(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, tmp_path: Path
) -> None:
    acquaint(us, them)
    shared = tmp_path / "shared"
    shared.mkdir()
    folders.choose(us.office, shared, [])
    person(them)
    folder.send(them.office, folders.choose(them.office, shared, [us.key]))
    page.show_part("folder")
    settle()
    part = page.folder
    assert not part.aside.isVisible()
    part.table.setCurrentIndex(part.model.index(0, 0))
    part.aside.click()
    settle()
    assert part.model.rows == ()
    assert not part.aside.isVisible()
    assert "Dealt with before: 1." in said(part)
    assert [one.suffix for one in shared.iterdir()] == [".kzcase"]


def test_a_folder_that_is_not_there_is_said(
    page: ExchangePage, us: Laptop, settle: Settle, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    page.show_part("folder")
    settle()
    page.folder.begin_with(shared)
    settle()
    shared.rmdir()
    page.folder.again.click()
    settle()
    assert "The folder cannot be seen" in said(page.folder)
    page.folder.form.forget.click()
    settle()
    assert page.folder.add.isVisible()
    assert folders.listed(us.office) == ()


def test_a_stick_that_was_pulled_is_told_without_what_was_written_before(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, tmp_path: Path
) -> None:
    acquaint(us, them)
    stick = tmp_path / "stick"
    stick.mkdir()
    person(us)
    page.show_part("folder")
    settle()
    part = page.folder
    part.begin_with(stick)
    settle()
    tick(part.form.people)
    part.form.use.click()
    settle()
    part.send.click()
    settle()
    assert "Written, read back and verified" in said(part)
    stick.rename(tmp_path / "pulled")
    part.again.click()
    settle()
    assert "cannot be seen" in said(part)
    assert "Written, read back and verified" not in said(part)
    assert not part.send.isEnabled()
    (tmp_path / "pulled").rename(stick)
    part.again.click()
    settle()
    assert "What is here was written into it already." in said(part)
