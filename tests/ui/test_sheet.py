from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.services import drafts, journal, lists, records
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import LineEditor
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.forms.create import split_name
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.forms.sheet import Sheet

Open = Callable[..., Sheet]


@pytest.fixture
def sheet_of(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Open:
    def made(kind: str, record: str | None = None, **options: object) -> Sheet:
        sheet = Sheet(desk, kind, record, **options)  # type: ignore[arg-type]
        qtbot.addWidget(sheet)
        sheet.resize(1000, 700)
        sheet.show()
        qtbot.waitUntil(lambda: bool(sheet.forms))
        settle()
        return sheet

    return made


def line(form: RecordForm, field: str) -> QLineEdit:
    editor = form.editors[field]
    assert isinstance(editor, LineEditor)
    return editor.line


def family(form: RecordForm) -> QLineEdit:
    editor = form.editors["parts"]
    assert isinstance(editor, CompositeEditor)
    part = editor.parts["family"]
    assert isinstance(part, LineEditor)
    return part.line


def save_button(sheet: Sheet) -> QPushButton:
    return next(one for one in sheet.findChildren(QPushButton) if one.text() == "&Save")


def test_only_the_fields_that_were_typed_are_saved(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    hard = "line one\r\nNBSP\u00a0and й"
    records.save(desk.office, Draft("organisation", court, {"name": "Court", "remarks": hard}))
    stored = records.view(desk.office, court).fields
    sheet = sheet_of("organisation", court)
    line(sheet.form, "name").selectAll()
    qtbot.keyClicks(line(sheet.form, "name"), "Court No. 2")
    qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    newest = journal.of_record(desk.office, court)[0]
    assert [(change.field, change.old, change.new) for change in newest.changes] == [
        ("name", "Court", "Court No. 2")
    ]
    assert records.view(desk.office, court).fields["remarks"] == stored["remarks"]


def test_a_new_record_and_what_it_owns_are_saved_in_one_step(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    sheet = sheet_of("person")
    qtbot.keyClicks(family(sheet.forms[1]), "Sampleuly")
    qtbot.keyClicks(line(sheet.form, "locality"), "Aktau")
    with qtbot.waitSignal(sheet.saved) as heard:
        qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    saved = heard.args[0]
    assert [one.kind for one in saved] == ["person", "name"]
    assert lists.page(desk.office, lists.ListQuery("person", columns=("title",))).rows[0].cells == (
        "Sampleuly",
    )


def test_an_untouched_empty_name_is_not_saved(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    sheet = sheet_of("person")
    qtbot.keyClicks(line(sheet.form, "locality"), "Aktau")
    with qtbot.waitSignal(sheet.saved) as heard:
        qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    assert [one.kind for one in heard.args[0]] == ["person"]


def test_what_keeps_a_record_from_being_saved_is_said_at_its_field(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    sheet = sheet_of("organisation")
    qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    assert "needed" in sheet._view.problems.text()
    assert lists.count(desk.office, "organisation") == (0, True)
    qtbot.keyClicks(line(sheet.form, "name"), "Court")
    with qtbot.waitSignal(sheet.saved):
        qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()


def test_what_a_colleague_changed_meanwhile_is_kept_too(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    saved = records.save(desk.office, Draft("organisation", court, {"name": "Court"}))
    sheet = sheet_of("organisation", court)
    told: list[str] = []
    sheet.told.connect(told.append)
    qtbot.keyClick(line(sheet.form, "name"), Qt.Key.Key_End)
    qtbot.keyClicks(line(sheet.form, "name"), " No. 2")
    records.save(desk.office, Draft("organisation", court, {"name": "City court"}, heads=saved.heads))
    qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    assert "both are kept" in told[-1]
    candidates = records.view(desk.office, court).conflicts["name"]
    assert {one.value for one in candidates} == {"Court No. 2", "City court"}


def test_an_undecided_value_is_decided_in_the_form(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    saved = records.save(desk.office, Draft("organisation", court, {"name": "Court"}))
    for name in ("One court", "Another court"):
        records.save(desk.office, Draft("organisation", court, {"name": name}, heads=saved.heads))
    sheet = sheet_of("organisation", court)
    keep = [one for one in sheet.findChildren(QPushButton) if one.text() == "Keep this"]
    assert len(keep) == 2
    qtbot.mouseClick(keep[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not records.view(desk.office, court).conflicts)
    settle()
    assert line(sheet.form, "name").text() == records.view(desk.office, court).fields["name"]


def test_typing_is_kept_after_a_moment_and_forgotten_when_it_is_taken_back(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court"}))
    sheet = sheet_of("organisation", court)
    qtbot.keyClick(line(sheet.form, "name"), Qt.Key.Key_End)
    qtbot.keyClicks(line(sheet.form, "name"), "x")
    qtbot.waitUntil(lambda: len(drafts.kept(desk.office)) == 1)
    qtbot.keyClick(line(sheet.form, "name"), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: drafts.kept(desk.office) == ())
    settle()


def test_a_name_is_removed_and_stays_in_history(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    person, name = records.new_id(), records.new_id()
    parts = {"family": "Wrong"}
    records.save_all(
        desk.office, (Draft("person", person, {}), Draft("name", name, {"person": person, "parts": parts}))
    )
    sheet = sheet_of("person", person)
    remove = next(one for one in sheet.findChildren(QPushButton) if one.text() == "Remove")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    settle()
    assert records.view(desk.office, name).status == "deleted"
    assert len(journal.of_record(desk.office, name)) == 2


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Сериков", {"family": "Сериков"}),
        ("Сериков Алмас", {"family": "Сериков", "given": "Алмас"}),
        ("Серікұлы Алмас Болат ұлы", {"family": "Серікұлы", "given": "Алмас", "patronymic": "Болат ұлы"}),
    ],
)
def test_a_typed_name_is_put_into_its_parts(typed: str, parts: dict[str, str]) -> None:
    assert split_name(typed) == parts


def test_a_letter_begun_on_a_persons_page_still_concerns_that_person_when_it_is_resumed(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    person = records.new_id()
    parts = {"family": "Sampleuly"}
    name = Draft("name", records.new_id(), {"person": person, "parts": parts})
    records.save_all(desk.office, (Draft("person", person, {}), name))
    first = sheet_of("letter", None, preset={"persons": frozenset({person})})
    qtbot.keyClicks(line(first.form, "subject"), "Visit")
    first.keep()
    settle()
    main = next(one for one in drafts.kept(desk.office) if one.kind == "letter")
    again = sheet_of("letter", main.record)
    assert line(again.form, "subject").text() == "Visit"
    assert again.form.editors["persons"].value() == frozenset({person})
    assert "Sampleuly" in [one.text().split("  ")[0] for one in again.findChildren(QPushButton)]


def test_a_deleted_record_is_brought_back(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court"}))
    sheet = sheet_of("organisation", court)
    delete = next(one for one in sheet.findChildren(QPushButton) if one.text() == "Delete")
    with qtbot.waitSignal(sheet.deleted):
        qtbot.mouseClick(delete, Qt.MouseButton.LeftButton)
    assert records.view(desk.office, court).status == "deleted"
    again = sheet_of("organisation", court)
    back = next(one for one in again.findChildren(QPushButton) if one.text() == "Bring it back")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    settle()
    assert records.view(desk.office, court).status == "here"


def test_discarding_brings_back_what_is_stored(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court"}))
    sheet = sheet_of("organisation", court, closable=False)
    line(sheet.form, "name").selectAll()
    qtbot.keyClicks(line(sheet.form, "name"), "Wrong")
    sheet.keep()
    settle()
    discard = next(one for one in sheet.findChildren(QPushButton) if one.text() == "Discard changes")
    qtbot.mouseClick(discard, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line(sheet.form, "name").text() == "Court")
    settle()
    assert drafts.kept(desk.office) == ()
    assert not sheet.touched


def test_tab_goes_through_a_persons_form_in_the_order_in_which_it_is_read(sheet_of: Open) -> None:
    sheet = sheet_of("person")
    next(one for one in sheet.findChildren(QPushButton) if one.objectName() == "add-name").click()
    first, second = sheet.forms[1], sheet.forms[2]
    wanted = [family(first), family(second), line(sheet.form, "occupation"), save_button(sheet)]
    passed: list[QWidget] = []
    here: QWidget = wanted[0]
    while here not in passed:
        passed.append(here)
        here = here.nextInFocusChain()
    places = [passed.index(one) for one in wanted]
    assert places == sorted(places)


def test_enter_presses_the_button_one_stands_on(qtbot: QtBot, sheet_of: Open) -> None:
    sheet = sheet_of("person")
    add = next(one for one in sheet.findChildren(QPushButton) if one.objectName() == "add-name")
    qtbot.keyClick(add, Qt.Key.Key_Return)
    assert len(sheet.forms) == 3


def test_what_cannot_be_read_is_said_once_at_its_field(
    qtbot: QtBot, sheet_of: Open, type_in: Callable[[QWidget, str], None]
) -> None:
    sheet = sheet_of("person")
    type_in(line(sheet.form, "born"), "nonsense")
    qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    editor = sheet.form.editors["born"]
    box = editor.parentWidget()
    assert box is not None
    assert len(editor.said) == 1
    shown = [one.text() for one in box.findChildren(QLabel) if not one.isHidden()]
    assert sum(editor.said[0] in text for text in shown) == 1
