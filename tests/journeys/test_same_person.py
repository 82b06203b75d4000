"""One person written down twice: noticed while typing, joined, looked at, parted, joined again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from kzcase.services import drafts, duplicates, lists, records, searching
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.forms.lookalike import LooksLike
from kzcase.ui.duplicates.duplicatespage import DuplicatesPage
from kzcase.ui.person.personpage import PersonPage
from kzcase.ui.records.recordpage import RecordPage
from tests.journeys.conftest import Hand


def test_one_person_written_down_twice(unlocked: Hand) -> None:
    hand = unlocked
    office = hand.workspace.desk.office
    first = write_down(office, "Сәмплұлы", "Ерлан", occupation="blogger")

    # A paper has the name in Latin letters; the form asks whether this is not the one who is here.
    hand.workspace.create_record("person", {})
    sheet = hand.sheet()
    names = next(form for form in sheet.forms if form.kind.key == "name").editors["parts"].parts  # type: ignore[attr-defined]
    hand.fill_editor(names["family"], "Sampluly")
    hand.fill_editor(names["given"], "Yerlan")
    hint = sheet.findChild(LooksLike)
    hand.wait(lambda: [one.b.id for one in hint.offers] == [first])
    [said] = [one.text() for one in hint.findChildren(QLabel) if one.isVisible()]
    assert said == "Perhaps already here: Сәмплұлы Ерлан, 1984, blogger (same name across scripts)"

    # She looks at who is here, comes back to what she typed, and is sure that it is somebody else.
    hand.press(Qt.Key.Key_D, control=True)
    assert isinstance(QApplication.focusWidget(), QPushButton)
    hand.press(Qt.Key.Key_Return)
    hand.wait(lambda: on_person(hand, first))
    hand.settle()
    hand.workspace.back()
    assert isinstance(hand.workspace.page, RecordPage)
    assert hand.read(names["given"].line) == "Yerlan"
    hand.press(Qt.Key.Key_S, control=True)
    hand.wait(lambda: len(people_of(office)) == 2)
    hand.settle()
    assert drafts.kept(office) == ()
    [second] = set(people_of(office)) - {first}

    # Later she learns that it is one person: the list proposes the pair, and she joins it.
    hand.workspace.show_area("duplicates")
    page = hand.workspace.page
    assert isinstance(page, DuplicatesPage)
    hand.wait(lambda: page.model.rowCount() == 1)
    hand.settle()
    if page.people[0] != first:
        hand.click("Swap sides")
        hand.settle()
    hand.click("One person")
    hand.wait(lambda: page.model.rowCount() == 0)
    hand.settle()
    assert people_of(office) == [first]
    for typed in ("Сәмплұлы", "Sampluly Yerlan"):
        assert [hit.id for hit in searching.find(office, typed, kinds=("person",))] == [first]

    # The page shows both, each value with the record that says it, and lets her take it back.
    hand.workspace.open_record("person", first)
    hand.wait(lambda: on_person(hand, first))
    hand.settle()
    person: Any = hand.workspace.page
    assert person.tabs.indexOf(person.joined) >= 0
    rows = {row[0].removeprefix("≠ "): row[1:] for row in person.joined.model.text()}
    assert rows["Names"] == ("Сәмплұлы Ерлан", "Sampluly Yerlan")
    assert rows["Born"] == ("1984", "")
    person.go_to("joined")
    hand.click("Another person after all: Sampluly Yerlan")
    hand.wait(lambda: len(people_of(office)) == 2)
    hand.settle()
    assert person.tabs.indexOf(person.joined) == -1
    hand.press(Qt.Key.Key_Z, control=True)
    hand.wait(lambda: people_of(office) == [first])
    hand.settle()
    assert {one.id for one in duplicates.together(office, first)} == {first, second}


def test_two_people_of_one_name_are_not_proposed_again(
    unlocked: Hand, unlock_again: Callable[[Hand], None]
) -> None:
    hand = unlocked
    office = hand.workspace.desk.office
    for place in ("Aktau", "Oral"):
        write_down(office, "Сәмплұлы", "Ерлан", locality=place)
    hand.workspace.show_area("duplicates")
    page = hand.workspace.page
    assert isinstance(page, DuplicatesPage)
    hand.wait(lambda: page.model.rowCount() == 1)
    hand.settle()
    hand.click("Two people")
    hand.wait(lambda: page.model.rowCount() == 0)
    hand.settle()
    hand.press(Qt.Key.Key_L, control=True, on=hand.window)
    assert hand.window.workspace is None
    hand.settle()
    hand.wait(hand.window.start.unlock.secret.isVisible)
    unlock_again(hand)
    hand.workspace.show_area("duplicates")
    again = hand.workspace.page
    assert isinstance(again, DuplicatesPage)
    hand.settle()
    assert again.model.text() == []


# --- what they do -----------------------------------------------------------------------------------


def write_down(office: Office, family: str, given: str, **values: Any) -> str:
    """A fictional person, born in 1984."""
    person = records.new_id()
    name = {"person": person, "parts": {"family": family, "given": given}, "use": "preferred"}
    wanted = Draft("person", person, {"born": "1984", **values}), Draft("name", records.new_id(), name)
    records.save_all(office, wanted)
    return person


def people_of(office: Office) -> list[str]:
    """Who is listed."""
    return [row.id for row in lists.page(office, lists.ListQuery("person", columns=("title",))).rows]


def on_person(hand: Hand, person: str) -> bool:
    """Whether the page of this person is on the screen, and read."""
    page = hand.workspace.page
    return isinstance(page, PersonPage) and page.person == person and bool(page.head.title)
