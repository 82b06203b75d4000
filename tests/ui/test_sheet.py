from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.services import drafts, journal, lists, records
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import LineEditor
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.fields.name import split_name
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.common.forms.sheet import Sheet
from kzcase.ui.records import draftspage

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


def test_a_form_opened_again_while_its_draft_waits_behind_a_backup_shows_what_was_typed(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    record = records.new_id()
    records.save(desk.office, Draft("person", record, {"remarks": "known before"}))
    sheet = sheet_of("person", record)
    qtbot.keyClicks(line(sheet.form, "locality"), "Aktau")
    backup_is_over = threading.Event()
    desk.worker.write(backup_is_over.wait)
    sheet.keep()
    again = Sheet(desk, "person", record)
    qtbot.addWidget(again)
    read = threading.Event()
    desk.worker.read(read.set)
    qtbot.waitUntil(read.is_set)
    backup_is_over.set()
    settle()
    assert line(again.form, "locality").text() == "Aktau"
    assert again.touched


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


def go_to(qtbot: QtBot, widget: QWidget) -> None:
    """Put the keyboard into a widget; a window that lost it to a closed list gets it back."""
    widget.window().activateWindow()
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def type_unknown(qtbot: QtBot, form: RecordForm, field: str, text: str) -> None:
    """Type a name that is not here into a link, and begin it: Enter goes to the offer, Enter takes it."""
    editor = form.links[field]
    go_to(qtbot, editor.line)
    qtbot.keyClicks(editor.line, text)
    qtbot.waitUntil(lambda: bool(editor.line.offers) and not editor.line.pending)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.keyClick(popup, Qt.Key.Key_Return)


def test_a_court_is_made_inside_the_form_and_saved_with_it(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    person = records.new_id()
    records.save(desk.office, Draft("person", person, {}))
    sheet = sheet_of("restriction", None, preset={"person": person})
    sheet.form.editors["kind"].offer("other")
    type_unknown(qtbot, sheet.form, "imposed_by", "Court No. 7")
    qtbot.waitUntil(lambda: len(sheet.set.cards) == 1)
    assert lists.count(desk.office, "organisation") == (0, True), "nothing is made before the form is saved"
    court = sheet.set.cards[0].main
    assert list(court.editors) == ["name", "kind", "locality"]
    qtbot.keyClicks(line(court, "locality"), "Atyrau")
    with qtbot.waitSignal(sheet.saved) as heard:
        qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    assert [one.kind for one in heard.args[0]] == ["restriction", "organisation"]
    made = records.view(desk.office, heard.args[0][0].id).fields["imposed_by"]
    assert records.view(desk.office, made).fields == {"name": "Court No. 7", "locality": "Atyrau"}
    assert drafts.kept(desk.office) == ()


def test_what_is_begun_inside_a_form_is_there_again_after_a_lock(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    person = records.new_id()
    records.save(desk.office, Draft("person", person, {}))
    first = sheet_of("source")
    qtbot.keyClicks(line(first.form, "title"), "Interview")
    first.form.show_more()
    type_unknown(qtbot, first.form, "person", "Sampleuly Almas")
    qtbot.waitUntil(lambda: len(first.set.cards) == 1)
    card = first.set.cards[0]
    qtbot.keyClicks(line(card.main, "born"), "half a da")
    first.keep()
    settle()
    main = next(one for one in drafts.kept(desk.office) if one.kind == "source")
    again = sheet_of("source", main.record)
    assert len(again.set.cards) == 1
    resumed = again.set.cards[0]
    assert resumed.title() == "Sampleuly Almas"
    assert line(resumed.main, "born").text() == "half a da"
    assert again.form.links["person"].line.text() == "Sampleuly Almas"
    line(resumed.main, "born").selectAll()
    qtbot.keyClicks(line(resumed.main, "born"), "1984")
    with qtbot.waitSignal(again.saved) as heard:
        qtbot.mouseClick(save_button(again), Qt.MouseButton.LeftButton)
    settle()
    assert [one.kind for one in heard.args[0]] == ["source", "name", "person"]
    assert heard.args[0][2].title == "Sampleuly Almas"


def test_leaving_out_what_was_begun_takes_its_link_away(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    sheet = sheet_of("case")
    qtbot.keyClicks(line(sheet.form, "title"), "Case")
    type_unknown(qtbot, sheet.form, "persons", "Sampleuly")
    qtbot.waitUntil(lambda: len(sheet.set.cards) == 1)
    assert sheet.form.editors["persons"].value()
    leave = next(one for one in sheet.findChildren(QPushButton) if one.objectName() == "leave-out")
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert sheet.set.cards == ()
    assert sheet.form.editors["persons"].value() is None
    with qtbot.waitSignal(sheet.saved):
        qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    assert lists.count(desk.office, "person") == (0, True)


def test_who_is_here_already_is_said_while_a_new_person_is_typed_and_can_be_taken(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    person = records.new_id()
    name = Draft("name", records.new_id(), {"person": person, "parts": {"family": "Сәмплұлы"}})
    records.save_all(desk.office, (Draft("person", person, {"born": "1984"}), name))
    sheet = sheet_of("case")
    qtbot.keyClicks(line(sheet.form, "title"), "Case")
    editor = sheet.form.links["persons"]
    type_unknown(qtbot, sheet.form, "persons", "Zzz")
    qtbot.waitUntil(lambda: len(sheet.set.cards) == 1)
    card = sheet.set.cards[0]
    first = family(card.forms[0])
    first.selectAll()
    qtbot.keyClicks(first, "Sampluly")
    assert card.alike is not None
    qtbot.waitUntil(lambda: bool(card.alike.offers))  # type: ignore[union-attr]
    take = next(one for one in card.findChildren(QPushButton) if one.text() == "Take this one")
    assert "1984" in take.accessibleName()
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert sheet.set.cards == ()
    assert editor.value() == frozenset({person})
    settle()


def test_a_source_is_cited_at_a_field_by_keyboard_and_marked_there(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court", "locality": "Atyrau"}))
    sheet = sheet_of("organisation", court, closable=False)
    sheet.saved.connect(sheet.reload)
    go_to(qtbot, line(sheet.form, "locality"))
    qtbot.keyClick(line(sheet.form, "locality"), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(sheet.set.cards) == 1)
    cite = sheet.set.cards[0].main
    assert cite.kind.key == "citation"
    type_unknown(qtbot, cite, "source", "Vlast")
    qtbot.waitUntil(lambda: len(sheet.set.cards) == 2)
    qtbot.keyClicks(line(cite, "place"), "p. 3")
    with qtbot.waitSignal(sheet.saved):
        qtbot.keyClick(line(cite, "place"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    box = sheet.form.boxes["locality"]
    assert [one.title for one in box.cited] == ["Vlast"]
    marks = [one.text() for one in box.findChildren(QToolButton) if one.text()]
    assert marks == ["¹"]
    go_to(qtbot, line(sheet.form, "locality"))
    qtbot.keyClick(line(sheet.form, "locality"), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert box.panel is not None
    assert any("Vlast, p. 3" in one.text() for one in box.panel.findChildren(QLabel))


def test_another_value_is_typed_as_its_field_is_and_said_below_it(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    person = records.new_id()
    records.save(desk.office, Draft("person", person, {"born": "1984"}))
    sheet = sheet_of("person", person, closable=False)
    sheet.saved.connect(sheet.reload)
    sheet.form.boxes["born"].other_value_wanted.emit("born")
    qtbot.waitUntil(lambda: len(sheet.set.cards) == 1)
    other = sheet.set.cards[0].main
    qtbot.keyClicks(line(other, "value"), "June 1985")
    with qtbot.waitSignal(sheet.saved) as heard:
        qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    assert records.view(desk.office, heard.args[0][0].id).fields["value"] == "1985-06"
    shown = [one.text() for one in sheet.form.boxes["born"].findChildren(QLabel)]
    assert "also given as June 1985" in shown


def test_a_citation_begun_and_not_filled_in_does_not_keep_the_form_from_being_saved(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    sheet = sheet_of("organisation")
    qtbot.keyClicks(line(sheet.form, "name"), "Court")
    sheet.form.boxes["name"].cite_wanted.emit("name")
    qtbot.waitUntil(lambda: len(sheet.set.cards) == 1)
    with qtbot.waitSignal(sheet.saved) as heard:
        qtbot.mouseClick(save_button(sheet), Qt.MouseButton.LeftButton)
    settle()
    assert [one.kind for one in heard.args[0]] == ["organisation"]


def test_fields_seldom_typed_are_folded_until_they_have_a_value(sheet_of: Open, desk: Desk) -> None:
    person = records.new_id()
    records.save(desk.office, Draft("person", person, {"citizenship": "Kazakhstan"}))
    sheet = sheet_of("person", person)
    assert "citizenship" in sheet.form.editors
    assert "identity_document" in sheet.form.folded
    more = next(
        one
        for one in sheet.form.findChildren(QPushButton)
        if one.objectName() == "more-fields" and not one.isHidden()
    )
    assert str(len(sheet.form.folded)) in more.text()
    more.click()
    assert sheet.form.folded == ()
    assert "identity_document" in sheet.form.editors
    assert not sheet.touched


def test_a_citation_begun_at_a_record_that_is_here_is_found_among_the_drafts(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court"}))
    first = sheet_of("organisation", court)
    first.form.boxes["name"].cite_wanted.emit("name")
    qtbot.waitUntil(lambda: len(first.set.cards) == 1)
    qtbot.keyClicks(line(first.set.cards[0].main, "place"), "page 3")
    first.keep()
    settle()
    found = draftspage.groups(desk.office)
    assert [(one.kind, one.record, one.new, one.words) for one in found] == [
        ("organisation", court, False, "page 3")
    ]
    again = sheet_of("organisation", court)
    assert [line(card.main, "place").text() for card in again.set.cards] == ["page 3"]


def test_what_is_begun_inside_what_is_begun_comes_back_too(
    qtbot: QtBot, desk: Desk, sheet_of: Open, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court"}))
    first = sheet_of("organisation", court)
    first.form.boxes["name"].cite_wanted.emit("name")
    qtbot.waitUntil(lambda: len(first.set.cards) == 1)
    type_unknown(qtbot, first.set.cards[0].main, "source", "Vlast")
    qtbot.waitUntil(lambda: len(first.set.cards) == 2)
    first.keep()
    settle()
    again = sheet_of("organisation", court)
    assert [card.title() for card in again.set.cards if card.link] == ["Vlast"]
    with qtbot.waitSignal(again.saved) as heard:
        qtbot.mouseClick(save_button(again), Qt.MouseButton.LeftButton)
    settle()
    assert sorted(one.kind for one in heard.args[0]) == ["citation", "source"]
    assert drafts.kept(desk.office) == ()
