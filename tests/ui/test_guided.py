from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kzcase.services import drafts, lists, records
from kzcase.services.declarations import form_fields, kinds
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.fields.base import LineEditor
from kzcase.ui.common.fields.choice import ChoiceEditor
from kzcase.ui.common.fields.composite import CompositeEditor
from kzcase.ui.common.forms.recordform import RecordForm
from kzcase.ui.guided import plan
from kzcase.ui.guided.guidedpage import GuidedPage

Open = Callable[..., GuidedPage]


@pytest.fixture
def page_of(qtbot: QtBot, desk: Desk, settle: Callable[[], None]) -> Open:
    def made(person: str | None = None) -> GuidedPage:
        page = GuidedPage(desk, person)
        qtbot.addWidget(page)
        page.resize(1100, 800)
        page.show()
        qtbot.waitUntil(lambda: bool(page.of_kind("name")))
        settle()
        return page

    return made


def line(form: RecordForm, field: str, part: str = "") -> QLineEdit:
    editor = form.editors[field]
    if part:
        assert isinstance(editor, CompositeEditor)
        editor = editor.parts[part]
    assert isinstance(editor, LineEditor)
    return editor.line


def choose(form: RecordForm, field: str, key: str) -> None:
    editor = form.editors[field]
    assert isinstance(editor, ChoiceEditor)
    editor.offer(key)


def press(qtbot: QtBot, root: QWidget, name: str) -> None:
    found = [one for one in root.findChildren(QPushButton) if name in (one.objectName(), one.text())]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def save(qtbot: QtBot, page: GuidedPage) -> None:
    with qtbot.waitSignal(page.open_requested, timeout=20_000):
        page.save()


def count(desk: Desk, kind: str) -> int:
    return lists.count(desk.office, kind)[0]


def test_the_plan_names_only_fields_that_are_declared_and_asks_for_all_that_are_required() -> None:
    for step in plan.steps():
        declared = {one.key: one for one in form_fields(kinds()[step.kind])}
        assert {*step.first, *step.of, *step.presumed, *step.follows} <= declared.keys()
        asked = {*step.first, *step.of, *step.presumed}
        assert {key for key, one in declared.items() if one.required} <= asked
        for kind, field in step.follows.values():
            assert field in plan.step_of(kind).first
    for key in (*plan.FROM_PENALTY, *plan.FROM_SENTENCE):
        assert key in kinds()["restriction"].fields


def test_a_name_alone_is_a_case(qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]) -> None:
    page = page_of()
    qtbot.keyClicks(line(page.of_kind("name")[0], "parts", "family"), "Sampleuly")
    assert page.view.said().splitlines()[0] == "1 name, 1 person"
    save(qtbot, page)
    settle()
    assert (count(desk, "person"), count(desk, "prosecution"), count(desk, "consent")) == (1, 0, 0)
    assert drafts.kept(desk.office) == ()


def test_without_a_name_it_says_what_to_do(qtbot: QtBot, desk: Desk, page_of: Open) -> None:
    page = page_of()
    qtbot.keyClicks(line(page.of_kind("person")[0], "locality"), "Aktau")
    page.save()
    assert "unknown" in page.view.problems.text()
    assert count(desk, "person") == 0


def test_what_is_told_of_a_court_makes_the_prosecution_it_belongs_to(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    page = page_of()
    qtbot.keyClicks(line(page.of_kind("name")[0], "parts", "family"), "Sampleuly")
    qtbot.keyClicks(line(page.of_kind("hearing")[0], "date"), "June 2025")
    assert "1 prosecution" in page.view.said()
    save(qtbot, page)
    settle()
    hearing = lists.page(desk.office, lists.ListQuery("hearing", columns=("title",))).rows[0].id
    fields = records.view(desk.office, hearing).fields
    prosecution = records.view(desk.office, fields["prosecution"]).fields
    assert (fields["kind"], fields["date"], prosecution["kind"]) == ("trial", "2025-06", "criminal")
    assert prosecution["person"] == page.person


def test_a_penalty_brings_its_restriction_and_its_end_is_said_as_it_is_typed(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    page = page_of()
    qtbot.keyClicks(line(page.of_kind("name")[0], "parts", "family"), "Sampleuly")
    sentence, penalty = page.of_kind("sentence")[0], page.of_kind("penalty")[0]
    qtbot.keyClicks(line(sentence, "in_force"), "12.08.2025")
    choose(penalty, "kind", "deprivation_of_right")
    qtbot.keyClicks(line(penalty, "term", "years"), "3")
    assert len(page.of_kind("restriction")) == 1
    assert "12 Aug 2028" in page.view.said()
    assert "1 restriction" in page.view.said()
    save(qtbot, page)
    settle()
    one = lists.page(desk.office, lists.ListQuery("restriction", columns=("title",))).rows[0].id
    fields = records.view(desk.office, one).fields
    assert fields["term"] == {"years": 3}
    assert fields["in_force"] == "2025-08-12"
    assert fields["penalty"] == penalty.record


def test_a_restriction_that_was_taken_out_is_not_brought_again(qtbot: QtBot, page_of: Open) -> None:
    page = page_of()
    penalty = page.of_kind("penalty")[0]
    choose(penalty, "kind", "deprivation_of_right")
    brought = page.of_kind("restriction")[0]
    page.view.remove_wanted.emit(brought.record)
    qtbot.keyClicks(line(penalty, "term", "years"), "3")
    assert page.of_kind("restriction") == ()


def test_a_penalty_that_became_another_takes_its_restriction_along_unless_somebody_typed_into_it(
    qtbot: QtBot, page_of: Open
) -> None:
    page = page_of()
    penalty = page.of_kind("penalty")[0]
    choose(penalty, "kind", "deprivation_of_right")
    choose(penalty, "kind", "fine")
    assert page.of_kind("restriction") == ()
    choose(penalty, "kind", "deprivation_of_right")
    qtbot.keyClicks(line(page.of_kind("restriction")[0], "start"), "2025")
    choose(penalty, "kind", "fine")
    assert len(page.of_kind("restriction")) == 1
    assert "penalty" not in page.of_kind("restriction")[0].fixed


def test_everything_typed_is_one_draft_and_comes_back_letter_by_letter(
    qtbot: QtBot,
    desk: Desk,
    page_of: Open,
    settle: Callable[[], None],
    type_in: Callable[[QWidget, str], None],
) -> None:
    page = page_of()
    type_in(line(page.of_kind("name")[0], "parts", "family"), "Үлгібаева")
    press(qtbot, page, "add-name")
    type_in(line(page.of_kind("name")[1], "parts", "family"), "Ulgibayeva")
    qtbot.keyClicks(line(page.of_kind("person")[0], "born"), "12.08.")
    press(qtbot, page, "add-event")
    qtbot.keyClicks(line(page.of_kind("event")[0], "title"), "A search")
    choose(page.of_kind("penalty")[0], "kind", "restriction_of_freedom")
    qtbot.keyClicks(line(page.of_kind("restriction")[0], "start"), "2020")
    page.keep()
    settle()
    kept = drafts.kept(desk.office)
    assert [(one.kind, one.record) for one in kept] == [(drafts.GUIDED, page.person)]
    again = page_of(page.person)
    assert [line(form, "parts", "family").text() for form in again.of_kind("name")] == [
        "Үлгібаева",
        "Ulgibayeva",
    ]
    assert line(again.of_kind("person")[0], "born").text() == "12.08."
    assert line(again.of_kind("event")[0], "title").text() == "A search"
    brought = again.of_kind("restriction")
    assert [line(form, "start").text() for form in brought] == ["2020"]
    assert brought[0].fixed["penalty"] == again.of_kind("penalty")[0].record
    line(again.of_kind("person")[0], "born").selectAll()
    qtbot.keyClicks(line(again.of_kind("person")[0], "born"), "12.08.1984")
    save(qtbot, again)
    settle()
    event = lists.page(desk.office, lists.ListQuery("event", columns=("title",))).rows[0].id
    assert records.view(desk.office, event).fields["persons"] == frozenset({page.person})
    assert drafts.kept(desk.office) == ()


def test_a_case_opened_again_while_its_draft_waits_behind_a_backup_shows_what_was_typed(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    page = page_of()
    qtbot.keyClicks(line(page.of_kind("name")[0], "parts", "family"), "Ulgibayeva")
    backup_is_over = threading.Event()
    desk.worker.write(backup_is_over.wait)
    page.keep()
    again = GuidedPage(desk, page.person)
    qtbot.addWidget(again)
    read = threading.Event()
    desk.worker.read(read.set)
    qtbot.waitUntil(read.is_set)
    backup_is_over.set()
    settle()
    assert line(again.of_kind("name")[0], "parts", "family").text() == "Ulgibayeva"


def test_half_a_date_is_not_written_and_nothing_is_lost_by_asking(
    qtbot: QtBot, desk: Desk, page_of: Open
) -> None:
    page = page_of()
    qtbot.keyClicks(line(page.of_kind("name")[0], "parts", "family"), "Sampleuly")
    qtbot.keyClicks(line(page.of_kind("detention")[0], "start"), "30.02.2024")
    page.save()
    assert "From" in page.view.problems.text()
    assert line(page.of_kind("detention")[0], "start").text() == "30.02.2024"
    assert count(desk, "person") == 0


def test_a_name_typed_whole_is_put_into_its_parts_and_its_letters_say_its_language(
    qtbot: QtBot, page_of: Open, type_in: Callable[[QWidget, str], None]
) -> None:
    page = page_of()
    name = page.of_kind("name")[0]
    first = line(name, "parts", "family")
    first.window().activateWindow()
    first.setFocus()
    type_in(first, "Сәмплұлы Алмас Болатұлы")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert name.editors["parts"].value() == {
        "family": "Сәмплұлы",
        "given": "Алмас",
        "patronymic": "Болатұлы",
    }
    assert name.readable()["language"] == "kk"


def test_what_is_typed_is_kept_after_a_moment_without_anybody_asking(
    qtbot: QtBot, desk: Desk, page_of: Open, settle: Callable[[], None]
) -> None:
    page = page_of()
    qtbot.keyClicks(line(page.of_kind("name")[0], "parts", "family"), "S")
    qtbot.waitUntil(lambda: len(drafts.kept(desk.office)) == 1)
    qtbot.keyClick(line(page.of_kind("name")[0], "parts", "family"), Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: drafts.kept(desk.office) == ())
    settle()


def test_tab_goes_through_the_case_as_it_is_told(qtbot: QtBot, page_of: Open) -> None:
    page = page_of()
    press(qtbot, page, "add-name")
    wanted = [
        line(page.of_kind("name")[0], "parts", "family"),
        line(page.of_kind("name")[1], "parts", "family"),
        line(page.of_kind("person")[0], "born"),
        line(page.of_kind("detention")[0], "start"),
        line(page.of_kind("hearing")[0], "date"),
        page.view.save,
    ]
    passed: list[QWidget] = []
    here: QWidget = wanted[0]
    while here not in passed:
        passed.append(here)
        here = here.nextInFocusChain()
    places = [passed.index(one) for one in wanted]
    assert places == sorted(places)
