"""The first hour with kzcase, typed and clicked: from no vault to a printed brief."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
from PySide6.QtCore import Qt

from kzcase.ui.papers.briefpage import BriefPage
from kzcase.ui.person.personpage import PersonPage

PASSPHRASE = "orbit lantern vivid quarry mellow thistle"


def test_from_a_new_vault_to_a_printed_brief(new_window: Callable[[], Any], tmp_path: Path) -> None:
    hand = new_window()
    window = hand.window
    window.begin(None)
    make_the_vault(hand, tmp_path / "mine.kzvault")
    write_the_person(hand)
    page = hand.workspace.page
    assert isinstance(page, PersonPage)
    hand.wait(lambda: page.head.title)
    assert page.head.title == "Сәмплұлы Алмас"
    write_the_restriction(hand, page)
    write_the_prosecution(hand, page)
    change_and_restore(hand, page)
    print_the_brief(hand, tmp_path / "brief.pdf")
    nothing_typed_lies_open(tmp_path)
    # Apart from the letters: what must be found, clicked or gone to. More than this and the way has grown.
    assert hand.steps <= 55
    window.close()
    hand.wait(lambda: not window.isVisible())


def make_the_vault(hand: Any, path: Path) -> None:
    hand.click("Make a new vault")
    page = hand.window.start.making
    hand.type(page.writer, "Aigerim")
    page.place.selectAll()
    hand.type(page.place, str(path))
    hand.type(page.secret, "almaty1")
    hand.type(page.again, "almaty1")
    hand.settle()
    assert not page.make.isEnabled(), "a weak passphrase must not be enough"
    for field in (page.secret, page.again):
        field.selectAll()
        hand.type(field, PASSPHRASE)
    hand.wait(page.make.isEnabled)
    hand.click("Make the vault")
    recovery = hand.window.start.recovery
    hand.wait(lambda: recovery.isVisible() and recovery.sheet.text())
    assert len(recovery.sheet.text().split()) >= 24 + 12
    hand.click("I have it on paper")
    hand.settle()
    assert recovery.sheet.text() == ""
    assert path.stat().st_mode & 0o077 == 0


def write_the_person(hand: Any) -> None:
    hand.press(Qt.Key.Key_N, control=True, on=hand.window)
    sheet = hand.sheet()
    names = (
        ("Сәмплұлы", "Алмас", "kazakh"),
        ("Сампулулы", "Алмас", "russian"),
        ("Sampleuly", "Almas", "latin"),
    )
    for number, (family, given, language) in enumerate(names):
        if number:
            hand.click("add-name", sheet)
        form = sheet.forms[number + 1]
        hand.fill_editor(form.editors["parts"].parts["family"], family)
        hand.fill_editor(form.editors["parts"].parts["given"], given)
        hand.fill(form, "language", language)
    hand.fill(sheet.forms[1], "use", "pref")
    hand.fill(sheet.form, "born", "~1984")
    hand.fill(sheet.form, "locality", "Атырау")
    hand.fill_editor(sheet.form.editors["liberty"].parts["status"], "at lib")
    hand.click("Save", sheet)
    hand.wait(lambda: isinstance(hand.workspace.page, PersonPage))
    hand.settle()


def write_the_restriction(hand: Any, page: PersonPage) -> None:
    part = page.part("restrictions")
    page.tabs.setCurrentWidget(part)
    hand.click("add-restriction", part)
    sheet = hand.sheet()
    hand.fill(sheet.form, "kind", "ban")
    hand.fill_editor(sheet.form.editors["term"].parts["years"], "3")
    hand.fill(sheet.form, "decided", "June 2025")
    hand.fill(sheet.form, "in_force", "12.08.2025")
    hand.fill(sheet.form, "imposed_by", "Atyrau Court No. 2")
    imposed_by = sheet.form.editors["imposed_by"]
    hand.wait(lambda: hand.read(imposed_by.line) == "Atyrau Court No. 2" and imposed_by.value())
    hand.click("Save", sheet)
    hand.wait(lambda: part.sheet is None and part.rows())
    hand.settle()
    assert "Aug 2028" in " ".join(part.rows()), "the end is computed from what was typed"


def write_the_prosecution(hand: Any, page: PersonPage) -> None:
    part = page.part("prosecutions")
    page.tabs.setCurrentWidget(part)
    hand.click("add-prosecution", part)
    sheet = hand.sheet()
    hand.fill(sheet.form, "kind", "crim")
    hand.fill(sheet.form, "number", "2510-25-00-1/123")
    hand.fill(sheet.forms[1], "article", "174")
    hand.fill(sheet.form, "opened", "~2024")
    hand.click("Save", sheet)
    hand.wait(lambda: part.sheet is None and part.rows())
    hand.settle()
    assert "2510-25-00-1/123" in part.rows()[0]
    assert "174" in part.rows()[0]


def change_and_restore(hand: Any, page: PersonPage) -> None:
    page.tabs.setCurrentWidget(page.sheet)
    hand.wait(lambda: page.sheet.forms)
    hand.fill(page.sheet.form, "locality", "Aktau")
    hand.press(Qt.Key.Key_S, control=True)
    hand.settle()
    page.tabs.setCurrentWidget(page.history)

    def changes() -> list[tuple[str, ...]]:
        return [row[2:] for row in page.history.model.text()]

    hand.wait(lambda: ("Town or village", "Атырау", "Aktau") in changes())
    row = changes().index(("Town or village", "Атырау", "Aktau"))
    assert page.history.model.text()[row][1] == "Aigerim"
    page.history.table.selectRow(row)
    hand.click("Restore the earlier value")
    hand.wait(lambda: ("Town or village", "Aktau", "Атырау") in changes())
    hand.settle()
    page.tabs.setCurrentWidget(page.sheet)
    hand.wait(lambda: hand.read(page.sheet.form.editors["locality"].line) == "Атырау")


def print_the_brief(hand: Any, out: Path) -> None:
    hand.press(Qt.Key.Key_P, control=True, on=hand.window)
    page = hand.workspace.page
    assert isinstance(page, BriefPage)
    hand.settle()
    # Nobody consented yet: outside the office nothing may be printed; the page says so and leads on.
    assert not page.export.isEnabled()
    assert page.withheld.text.count("No consent for name and case") == 1
    hand.click("Write down consent: Сәмплұлы Алмас", page)
    sheet = hand.sheet()
    hand.fill(sheet.form, "answer", "given")
    hand.fill(sheet.form, "date", "1.11.2020")
    hand.click("Save", sheet)
    hand.wait(lambda: hand.workspace.page is page)
    hand.settle()
    hand.wait(lambda: page.pages >= 1)
    hand.wait(page.export.isEnabled)
    hand.click("Export")
    hand.name_file(out)
    hand.wait(out.exists)
    hand.settle()
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(out).pages)
    assert "Сәмплұлы" in text
    assert "12 Aug 2028" in text


def nothing_typed_lies_open(folder: Path) -> None:
    """No byte of a typed name in the vault, its side files, settings or whatever else came to be here."""
    files = [one for one in folder.rglob("*") if one.is_file() and one.suffix != ".pdf"]
    assert any(one.suffix == ".kzvault" for one in files)
    for one in files:
        content = one.read_bytes()
        for name in ("Сәмплұлы", "Сампулулы"):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                assert name.encode(encoding) not in content, one.name
