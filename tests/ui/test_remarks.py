from __future__ import annotations

from pytestqt.qtbot import QtBot

from kzcase.briefing.remarks import Thin, Withheld
from kzcase.ui.common.remarks import Group, Line, Remarks, grouped, thinly, without_basis

NEVER = "This field is never shown to the public."
NO_CONSENT = "No consent for name and case to the public."


def test_each_reason_is_said_once_with_how_many_things_it_keeps_back() -> None:
    withheld = [
        Withheld("a", "born", NO_CONSENT, "person", "Sampleuly Almas"),
        Withheld("a", "gender", NO_CONSENT, "person", "Sampleuly Almas"),
        Withheld("b", "number", NO_CONSENT, "prosecution", ""),
        Withheld("a", "contact", NEVER, "person", "Sampleuly Almas", True),
    ]
    assert grouped(withheld) == (
        Group(
            NO_CONSENT,
            3,
            (
                Line("Sampleuly Almas: born, gender", "person", "a"),
                Line("Prosecution: register number", "prosecution", "b"),
            ),
        ),
        Group(NEVER, 1, (Line("Sampleuly Almas: contact details", "person", "a"),)),
    )


def test_people_left_out_altogether_stand_first_with_what_would_change_that() -> None:
    field = Withheld("a", "born", NEVER, "person", "Sampleuly Almas")
    person = Withheld("b", "", NO_CONSENT, "person", "Modeluly Serik", remedy="Ask the person.")
    name = Withheld("c", "parts", NO_CONSENT, "name", "Modeluly Serik")
    first, second = grouped([field, name, person])
    assert (first.reason, first.count) == (f"{NO_CONSENT} Ask the person.", 2)
    assert first.lines == (
        Line("Modeluly Serik: left out", "person", "b"),
        Line("Modeluly Serik: name", "name", "c"),
    )
    assert second.reason == NEVER


def test_what_an_unknown_kind_withholds_is_named_too() -> None:
    assert grouped([Withheld("a", "odd", NEVER, "strange", "Thing")])[0].lines == (
        Line("Thing: odd", "strange", "a"),
    )


def test_a_weakness_of_several_people_is_said_once_and_the_commonest_first() -> None:
    thin = [Thin("a", "A", "Undecided."), Thin("a", "A", "Unchecked."), Thin("b", "B", "Unchecked.")]
    assert [(one.reason, one.count) for one in thinly(thin)] == [("Unchecked.", 2), ("Undecided.", 1)]


def test_a_line_opens_its_record_and_a_reason_opens_nothing(qtbot: QtBot) -> None:
    remarks = Remarks("Withheld")
    qtbot.addWidget(remarks)
    remarks.show_groups(grouped([Withheld("a", "born", NEVER, "person", "Sampleuly Almas")]))
    opened: list[tuple[str, str]] = []
    remarks.open_requested.connect(lambda kind, record: opened.append((kind, record)))
    for row in range(remarks.list.count()):
        remarks.list.itemActivated.emit(remarks.list.item(row))
    assert opened == [("person", "a")]
    remarks.show_groups(())
    assert remarks.text == "Nothing."


def test_only_people_of_whom_nothing_may_be_told_lack_a_basis() -> None:
    nobody = Withheld("a", "", NO_CONSENT, "person", "Sampleuly Almas")
    field = Withheld("b", "born", NO_CONSENT, "person", "Modeluly Serik")
    assert without_basis([nobody, field]) == (nobody,)
