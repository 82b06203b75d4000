from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.declarations import Field, FieldType, form_fields, kinds
from kzcase.services.records import Draft
from kzcase.services.vocabulary import Term
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import FieldEditor, Surroundings, Unreadable
from kzcase.ui.common.fields.choice import ChoiceEditor, ChoicesEditor, matching
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.fields.link import LinkEditor, Wanted, creatable, find
from kzcase.ui.common.fields.make import make
from kzcase.ui.common.fields.plain import (
    DateEditor,
    DecimalEditor,
    FlagEditor,
    IntegerEditor,
    NoteEditor,
    TextEditor,
)

TERMS = (
    Term("ban", "Ban on a post or activity"),
    Term("freedom", "Restriction of freedom"),
    Term("travel", "Written undertaking not to leave"),
)
HARD = "a\u00a0b  \u200bй̆ Ёё\t"


def shown(qtbot: QtBot, editor: FieldEditor) -> Any:
    qtbot.addWidget(editor)
    editor.show()
    editor.setFocus()
    return editor


def text(type_: FieldType = FieldType.TEXT, **options: Any) -> Field:
    return Field("f", "Field", type_, **options)


def test_every_field_of_every_kind_has_an_editor_that_loads_nothing_untouched(
    qtbot: QtBot, desk: Desk
) -> None:
    for kind in kinds().values():
        for declared in form_fields(kind):
            editor = make(declared, Surroundings("en"), desk)
            qtbot.addWidget(editor)
            editor.load(None)
            assert not editor.touched
            assert editor.value() is None


@pytest.mark.parametrize(
    "stored",
    ["NBSP\u00a0here", "tab\there", "line\u2028here", "й" + "й", "  spaces  ", "\u202eright to left"],
)
def test_a_text_that_qt_would_alter_stays_untouched_until_somebody_types(qtbot: QtBot, stored: str) -> None:
    for editor in (TextEditor(text()), NoteEditor(text(FieldType.NOTE))):
        shown(qtbot, editor)
        editor.load(stored)
        assert not editor.touched


@pytest.mark.parametrize("stored", ["one\r\ntwo", "one\rtwo", "one\u2029two", "a\nb\n"])
def test_a_note_with_foreign_line_ends_stays_untouched(qtbot: QtBot, stored: str) -> None:
    editor = shown(qtbot, NoteEditor(text(FieldType.NOTE)))
    editor.load(stored)
    assert not editor.touched


def test_a_note_keeps_its_no_break_spaces_when_something_is_added(qtbot: QtBot) -> None:
    editor = shown(qtbot, NoteEditor(text(FieldType.NOTE)))
    editor.load("ст.\u00a0174")
    qtbot.keyClick(editor.box, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor.box, "!")
    assert editor.value() == "ст.\u00a0174!"


def test_typing_and_taking_it_back_is_no_change(qtbot: QtBot) -> None:
    editor = shown(qtbot, TextEditor(text()))
    editor.load("Atyrau")
    qtbot.keyClicks(editor.line, "x")
    assert not editor.touched or editor.value() != "Atyrau"
    editor.line.setText("Atyrau")
    assert not editor.touched


@given(st.text(alphabet=string.printable + "қғүұәіңөһ\u00a0", max_size=30))
def test_a_draft_types_again_exactly_what_was_typed(qapp: QApplication, typed: str) -> None:
    for first, second in (
        (TextEditor(text()), TextEditor(text())),
        (NoteEditor(text(FieldType.NOTE)), NoteEditor(text(FieldType.NOTE))),
    ):
        first.load(None)
        first.resume(typed)
        second.load(None)
        second.resume(first.state())
        assert second.state() == first.state()
        assert second.value() == first.value()


@pytest.mark.parametrize(
    ("typed", "stored", "said"),
    [
        ("June 2020", "2020-06", "June 2020"),
        ("~2019", "2019~", "about 2019"),
        ("12.08.2020", "2020-08-12", "12 Aug 2020"),
        ("в июне 2020", "2020-06", "June 2020"),
    ],
)
def test_a_date_is_read_as_people_say_it_and_shows_what_was_understood(
    qtbot: QtBot, type_in: Callable[[QWidget, str], None], typed: str, stored: str, said: str
) -> None:
    editor = shown(qtbot, DateEditor(text(FieldType.DATE), "en"))
    editor.load(None)
    type_in(editor.line, typed)
    assert editor.value() == stored
    assert said in editor.hint.text()


def test_a_date_that_cannot_be_says_why_and_is_not_lost(qtbot: QtBot) -> None:
    editor = shown(qtbot, DateEditor(text(FieldType.DATE), "en"))
    editor.load(None)
    qtbot.keyClicks(editor.line, "30.02.2024")
    with pytest.raises(Unreadable):
        editor.value()
    assert editor.hint.text()
    assert editor.line.property("bad") is True
    again = shown(qtbot, DateEditor(text(FieldType.DATE), "en"))
    again.load(None)
    again.resume(editor.state())
    assert again.line.text() == "30.02.2024"


@given(st.sampled_from(["2020", "2020-06", "2020-06-12", "2019~", "2016/2018", "2019?", "../2020", "201X"]))
def test_a_stored_date_is_shown_so_that_typing_on_does_not_change_it(qapp: QApplication, stored: str) -> None:
    editor = DateEditor(text(FieldType.DATE), "en")
    editor.load(stored)
    assert not editor.touched
    assert editor.value() == stored


@pytest.mark.parametrize(
    ("typed", "value"), [("530 250,50", "530250.50"), ("12", "12"), ("1\u00a0000", "1000")]
)
def test_a_number_is_read_with_its_comma_and_spaces(
    qtbot: QtBot, type_in: Callable[[QWidget, str], None], typed: str, value: str
) -> None:
    editor = shown(qtbot, DecimalEditor(text(FieldType.DECIMAL)))
    editor.load(None)
    type_in(editor.line, typed)
    assert editor.value() == value


@pytest.mark.parametrize("typed", ["1e5", "nan", "ten", "--1", "inf"])
def test_what_is_no_number_is_refused(qtbot: QtBot, typed: str) -> None:
    for editor in (DecimalEditor(text(FieldType.DECIMAL)), IntegerEditor(text(FieldType.INTEGER))):
        shown(qtbot, editor)
        editor.load(None)
        qtbot.keyClicks(editor.line, typed)
        with pytest.raises(Unreadable):
            editor.value()


def test_a_flag_has_three_states(qtbot: QtBot) -> None:
    editor = shown(qtbot, FlagEditor(text(FieldType.FLAG)))
    seen = []
    for value in (None, True, False):
        editor.load(value)
        assert not editor.touched
        seen.append(editor.value())
    assert seen == [None, True, False]
    editor.load(None)
    qtbot.keyClick(editor.box, Qt.Key.Key_Down)
    assert editor.value() is True


def test_a_term_is_found_by_the_beginning_of_any_of_its_words() -> None:
    assert [offer.key for offer in matching(TERMS, "act")] == ["ban"]
    assert [offer.key for offer in matching(TERMS, "re fr")] == ["freedom"]
    assert [offer.key for offer in matching(TERMS, "")] == ["ban", "freedom", "travel"]


def test_a_term_is_typed_and_picked_with_enter(qtbot: QtBot) -> None:
    editor = shown(qtbot, ChoiceEditor(text(FieldType.CHOICE, vocabulary="v"), TERMS))
    editor.load(None)
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "restr")
    qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Return)
    assert editor.value() == "freedom"
    assert editor.line.text() == "Restriction of freedom"


def popup_of(line: QWidget) -> QWidget:
    popup = QApplication.activePopupWidget()
    assert popup is not None, "nothing is offered"
    return popup


def test_a_term_that_is_missing_is_offered_to_be_added(qtbot: QtBot) -> None:
    editor = shown(qtbot, ChoiceEditor(text(FieldType.CHOICE, vocabulary="v"), TERMS))
    editor.load(None)
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "Curfew")
    qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Return)
    assert editor.line.marked is not None, "the first Enter only goes to the offer"
    with qtbot.waitSignal(editor.term_wanted) as heard:
        qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Return)
    assert heard.args == ["Curfew"]
    editor.take_term(Term("own-1", "Curfew", own=True))
    assert editor.value() == "own-1"


def test_typed_but_not_chosen_is_said_and_kept(qtbot: QtBot) -> None:
    editor = shown(qtbot, ChoiceEditor(text(FieldType.CHOICE, vocabulary="v"), TERMS))
    editor.load("ban")
    qtbot.waitUntil(editor.line.hasFocus)
    editor.line.selectAll()
    qtbot.keyClicks(editor.line, "Cur")
    with pytest.raises(Unreadable):
        editor.value()
    assert editor.state() == {"typed": "Cur"}


def test_an_unknown_key_is_shown_and_stays_untouched(qtbot: QtBot) -> None:
    editor = shown(qtbot, ChoiceEditor(text(FieldType.CHOICE, vocabulary="v"), TERMS))
    editor.load("from-a-newer-version")
    assert not editor.touched
    assert editor.value() == "from-a-newer-version"


def test_a_set_gathers_chips_and_loses_them(qtbot: QtBot) -> None:
    editor = shown(qtbot, ChoicesEditor(text(FieldType.CHOICES, vocabulary="v"), TERMS))
    editor.load(frozenset({"ban"}))
    assert not editor.touched
    editor.include("travel")
    assert editor.value() == frozenset({"ban", "travel"})
    editor.chips.removed.emit("ban")
    assert editor.value() == frozenset({"travel"})
    assert editor.base == frozenset({"ban"})
    editor.chips.removed.emit("travel")
    editor.include("ban")
    assert not editor.touched


def test_a_composite_writes_untouched_parts_back_as_they_were_stored(qtbot: QtBot, desk: Desk) -> None:
    declared = kinds()["restriction"].fields["term"]
    editor = shown(qtbot, make(declared, Surroundings("en"), desk))
    assert isinstance(editor, CompositeEditor)
    editor.load({"years": 4, "of a newer version": "x"})
    assert not editor.touched
    months = editor.parts["months"]
    assert isinstance(months, IntegerEditor)
    qtbot.keyClicks(months.line, "6")
    assert editor.value() == {"years": 4, "months": 6, "of a newer version": "x"}


def test_a_link_is_found_by_typing(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court No. 2 of Atyrau"}))
    editor = shown(qtbot, LinkEditor(kinds()["restriction"].fields["imposed_by"], desk, {}))
    editor.load(None)
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "atyrau")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Return)
    assert editor.value() == court
    assert editor.line.text() == "Court No. 2 of Atyrau"
    settle()


def test_a_link_that_is_not_there_is_offered_to_be_created(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    editor = shown(qtbot, LinkEditor(kinds()["restriction"].fields["imposed_by"], desk, {}))
    editor.load(None)
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "Court No. 7")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    made: list[Wanted] = []
    editor.create_wanted.connect(made.append)
    qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Return)
    assert made == []
    assert editor.line.marked is not None
    assert editor.line.marked.creates == "organisation"
    qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Return)
    assert [(one.kind, one.text) for one in made] == [("organisation", "Court No. 7")]
    settle()


def test_enter_before_the_answer_takes_only_what_is_called_exactly_so(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    court = records.new_id()
    records.save(desk.office, Draft("organisation", court, {"name": "Court No. 2"}))
    editor = shown(qtbot, LinkEditor(kinds()["restriction"].fields["imposed_by"], desk, {}))
    for typed, taken in (("court no. 2", court), ("Court", None)):
        editor.load(None)
        qtbot.waitUntil(editor.line.hasFocus)
        qtbot.keyClicks(editor.line, typed)
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not editor.line.pending)
        settle()
        if taken is None:
            qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
            assert editor.state() == {"typed": "Court"}
            qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Escape)
        else:
            assert editor.value() == taken


def test_two_people_of_one_name_are_told_apart_where_they_are_offered(desk: Desk) -> None:
    for born, place in (("1984", "Atyrau"), ("1991-03", "Aktau")):
        person = records.new_id()
        records.save_all(
            desk.office,
            (
                Draft("person", person, {"born": born, "locality": place}),
                Draft("name", records.new_id(), {"person": person, "parts": {"family": "Серіков"}}),
            ),
        )
    found = find(desk.office, ("person",), "serikov", "en")
    assert sorted(offer.detail for offer in found) == [
        "born 1984  ·  Atyrau",
        "born March 1991  ·  Aktau",
    ]
    alike = find(desk.office, ("person",), "Serimov", "en")
    assert all(not offer.sure and "looks like it" in offer.detail for offer in alike)
    assert alike


def test_enter_does_not_take_a_name_that_only_looks_like_what_was_typed(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    person = records.new_id()
    name = Draft("name", records.new_id(), {"person": person, "parts": {"family": "Serikov"}})
    records.save_all(desk.office, (Draft("person", person, {}), name))
    editor = shown(qtbot, LinkEditor(kinds()["hearing"].fields["judge"], desk, {}))
    editor.load(None)
    qtbot.waitUntil(editor.line.hasFocus)
    qtbot.keyClicks(editor.line, "Serimov")
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    assert editor.line.marked is None
    qtbot.keyClick(popup_of(editor.line), Qt.Key.Key_Escape)
    assert editor.state() == {"typed": "Serimov"}
    settle()


def test_a_kind_is_begun_inside_a_form_only_if_it_need_not_belong_to_a_third() -> None:
    assert creatable("person")
    assert creatable("organisation")
    assert not creatable("restriction")


def test_an_answer_to_fewer_letters_is_never_offered_for_more(
    qtbot: QtBot, desk: Desk, settle: Callable[[], None]
) -> None:
    for name in ("Court of Atyrau", "Colony 12"):
        records.save(desk.office, Draft("organisation", records.new_id(), {"name": name}))
    editor = shown(qtbot, LinkEditor(kinds()["restriction"].fields["imposed_by"], desk, {}))
    finder = editor._finder
    finder._timer.setInterval(3_600_000)  # somebody types on before the pause is over
    finder.ask("Co")
    finder._ask()
    finder.ask("Colony")
    settle()
    assert editor.line.pending
    assert editor.line.offers == ()
