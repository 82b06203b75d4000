from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.history.ledger import Change
from kzcase.services import records
from kzcase.services.office import Office
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, LineEditor
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.fields.link import LinkEditor, LinksEditor
from kzcase.ui.common.forms.lookalike import HERE_ALREADY, LooksLike, Typed
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.guided.guidedpage import GuidedPage

Settle = Callable[[], None]
Type = Callable[[QWidget, str], None]


def person(office: Office, family: str, given: str, **fields: str) -> str:
    one = records.new_id()
    parts = {"family": family, "given": given}
    office.record(
        [
            Change("person", one, fields),
            Change("name", records.new_id(), {"person": one, "parts": parts}),
        ]
    )
    return one


@pytest.fixture
def here(office: Office) -> str:
    return person(office, "Боқаев", "Макс", born="1973", occupation="activist")


def part(form: RecordForm, key: str) -> QLineEdit:
    editor = form.editors["parts"]
    assert isinstance(editor, CompositeEditor)
    one = editor.parts[key]
    assert isinstance(one, LineEditor)
    return one.line


def field(form: RecordForm, key: str) -> QLineEdit:
    editor: FieldEditor = form.editors[key]
    assert isinstance(editor, LineEditor)
    return editor.line


def new_sheet(qtbot: QtBot, desk: Desk, settle: Settle, kind: str) -> Sheet:
    made = Sheet(desk, kind)
    qtbot.addWidget(made)
    made.resize(1100, 800)
    made.show()
    qtbot.waitUntil(lambda: bool(made.forms))
    settle()
    return made


def go_to(qtbot: QtBot, widget: QWidget) -> None:
    """Put the keyboard into a widget."""
    widget.window().activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def hint(root: QWidget) -> LooksLike:
    return next(one for one in root.findChildren(LooksLike))


def words(one: LooksLike) -> list[str]:
    return [made.text() for made in one.findChildren(QLabel) if made.isVisible()]


def buttons(one: LooksLike) -> list[QPushButton]:
    return [made for made in one.findChildren(QPushButton) if made.isVisible()]


def test_who_may_be_here_already_is_named_with_reasons_and_leads_there(
    qtbot: QtBot, desk: Desk, settle: Settle, type_in: Type, here: str
) -> None:
    sheet = new_sheet(qtbot, desk, settle, "person")
    type_in(part(sheet.forms[1], "family"), "Bokayev")
    type_in(part(sheet.forms[1], "given"), "Max")
    shown = hint(sheet)
    qtbot.waitUntil(lambda: [one.b.id for one in shown.offers] == [here])
    assert words(shown) == ["Perhaps already here: Боқаев Макс, 1973, activist (same name across scripts)"]
    with qtbot.waitSignal(sheet.open_requested) as asked:
        qtbot.mouseClick(buttons(shown)[0], Qt.MouseButton.LeftButton)
    assert asked.args[1] == here
    assert part(sheet.forms[1], "family").text() == "Bokayev"
    settle()


def test_a_year_of_birth_that_cannot_be_takes_the_question_back(
    qtbot: QtBot, desk: Desk, settle: Settle, type_in: Type, here: str
) -> None:
    sheet = new_sheet(qtbot, desk, settle, "person")
    shown = hint(sheet)
    type_in(part(sheet.forms[1], "family"), "Бокаев")
    type_in(part(sheet.forms[1], "given"), "Макс")
    qtbot.waitUntil(lambda: bool(shown.offers))
    type_in(field(sheet.form, "born"), "1973")
    qtbot.waitUntil(lambda: any("same year of birth" in one for one in words(shown)))
    field(sheet.form, "born").clear()
    type_in(field(sheet.form, "born"), "1999")
    qtbot.waitUntil(lambda: not shown.offers)
    assert not shown.isVisible()
    settle()


def test_nobody_is_named_for_a_letter_or_a_name_nobody_bears(
    qtbot: QtBot, desk: Desk, settle: Settle, here: str
) -> None:
    shown = LooksLike(desk, "Open")
    qtbot.addWidget(shown)
    for parts in ((("family", "Б"),), (("family", "Сатпаев"), ("given", "Ораз"))):
        shown.look_for(Typed((parts,)))
        shown._timer.stop()
        shown._ask()
        settle()
        assert shown.offers == ()


def test_the_keyboard_goes_to_the_hint_and_back_and_tab_passes_it_by(
    qtbot: QtBot, desk: Desk, settle: Settle, type_in: Type, here: str
) -> None:
    other = person(desk.office, "Бокаев", "Макс", born="1980")
    sheet = new_sheet(qtbot, desk, settle, "person")
    shown = hint(sheet)
    given = part(sheet.forms[1], "given")
    type_in(part(sheet.forms[1], "family"), "Бокаев")
    go_to(qtbot, given)
    type_in(given, "Макс")
    qtbot.waitUntil(lambda: {one.b.id for one in shown.offers} == {here, other})
    order = sheet.nextInFocusChain()
    seen = set()
    while order is not None and order not in seen:
        seen.add(order)
        assert not (order in buttons(shown) and order.focusPolicy() & Qt.FocusPolicy.TabFocus)
        order = order.nextInFocusChain()
    assert HERE_ALREADY == "Ctrl+D"
    go_to(qtbot, given)
    qtbot.keyClick(given, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    first, second = buttons(shown)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is given
    qtbot.keyClick(given, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(sheet.open_requested) as asked:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked.args[1] == shown.offers[0].b.id
    settle()


def test_a_person_begun_beside_a_link_is_exchanged_for_the_one_who_is_here(
    qtbot: QtBot, desk: Desk, settle: Settle, type_in: Type, here: str
) -> None:
    sheet = new_sheet(qtbot, desk, settle, "restriction")
    link = sheet.form.links["person"]
    assert isinstance(link, LinkEditor | LinksEditor)
    link.line.setFocus()
    type_in(link.line, "Bokaev Maks")
    qtbot.waitUntil(lambda: any(one.creates for one in link.line.offers))
    settle()
    new = next(one for one in link.line.offers if one.creates)
    link.line.picked.emit(new)
    qtbot.waitUntil(lambda: bool(sheet.set.cards))
    [card] = sheet.set.cards
    assert card.alike is not None
    shown = card.alike
    qtbot.waitUntil(lambda: [one.b.id for one in shown.offers] == [here])
    qtbot.mouseClick(buttons(shown)[0], Qt.MouseButton.LeftButton)
    settle()
    assert sheet.set.cards == ()
    assert link.names(here)


def test_the_guided_page_names_who_may_be_here_already(
    qtbot: QtBot, desk: Desk, settle: Settle, type_in: Type, here: str
) -> None:
    page = GuidedPage(desk)
    qtbot.addWidget(page)
    page.resize(1200, 900)
    page.show()
    qtbot.waitUntil(lambda: bool(page.of_kind("name")))
    settle()
    shown = hint(page)
    type_in(part(page.of_kind("name")[0], "family"), "Бокеав")
    type_in(part(page.of_kind("name")[0], "given"), "Макс")
    type_in(field(page.of_kind("person")[0], "born"), "1973")
    qtbot.waitUntil(lambda: [one.b.id for one in shown.offers] == [here])
    assert "names alike" in words(shown)[0]
    with qtbot.waitSignal(page.open_requested) as asked:
        qtbot.mouseClick(buttons(shown)[0], Qt.MouseButton.LeftButton)
    assert asked.args[1] == here
    settle()


@pytest.mark.parametrize("typed", ["Бокаев", "Боkаев", "Қaйрат", "Ерлан"])
def test_letters_of_two_scripts_in_one_word_are_pointed_out_and_never_altered(
    qtbot: QtBot, desk: Desk, settle: Settle, type_in: Type, typed: str
) -> None:
    sheet = new_sheet(qtbot, desk, settle, "person")
    name = sheet.forms[1]
    type_in(part(name, "family"), typed)
    said = " ".join(name.editors["parts"].said)
    mixed = typed in ("Боkаев", "Қaйрат")
    assert (typed in said) is mixed
    with qtbot.waitSignal(sheet.saved) as heard:
        sheet.save()
    settle()
    stored = next(one for one in heard.args[0] if one.kind == "name")
    assert records.view(desk.office, stored.id).fields["parts"] == {"family": typed}


def test_a_look_alike_of_the_other_script_finds_who_is_here(
    qtbot: QtBot, desk: Desk, settle: Settle, type_in: Type, here: str
) -> None:
    sheet = new_sheet(qtbot, desk, settle, "person")
    shown = hint(sheet)
    type_in(part(sheet.forms[1], "family"), "Боkaeв")
    type_in(part(sheet.forms[1], "given"), "Mакс")
    qtbot.waitUntil(lambda: [one.b.id for one in shown.offers] == [here])
    settle()
