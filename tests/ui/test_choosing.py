from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kzcase.services import records
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.common.choosing import RecordChooser
from kzcase.ui.common.desk import Desk


def person(office: Office, family: str) -> str:
    one = records.new_id()
    records.save_all(
        office,
        (
            Draft("person", one, {"occupation": "nurse"}),
            Draft("name", records.new_id(), {"person": one, "parts": {"family": family, "given": "Almas"}}),
        ),
    )
    return one


def test_people_are_chosen_by_typing_each_once_and_taken_out_again(
    qtbot: QtBot, desk: Desk, office: Office
) -> None:
    sample, model = person(office, "Sampleuly"), person(office, "Modeluly")
    chooser = RecordChooser(desk, ("person",))
    qtbot.addWidget(chooser)
    chooser.show()
    qtbot.waitExposed(chooser)
    chooser.activateWindow()
    for family, one in (("Sample", sample), ("Model", model)):
        chooser.line.setFocus()
        qtbot.waitUntil(chooser.line.hasFocus)
        qtbot.keyClicks(chooser.line, family)
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=20_000)
        assert [offer.key for offer in chooser.line.offers] == [one]
        with qtbot.waitSignal(chooser.changed):
            qtbot.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
        assert chooser.line.text() == ""
    assert chooser.chosen == (sample, model)
    with qtbot.waitSignal(chooser.changed):
        chooser.chips.removed.emit(sample)
    assert chooser.chosen == (model,)


def test_who_is_chosen_beforehand_is_named(qtbot: QtBot, desk: Desk, office: Office) -> None:
    one = person(office, "Sampleuly")
    chooser = RecordChooser(desk, ("person",))
    qtbot.addWidget(chooser)
    chooser.choose((one,))
    assert chooser.chosen == (one,)
    qtbot.waitUntil(
        lambda: "Sampleuly Almas" in chooser.chips.children()[1].text(),  # type: ignore[attr-defined]
        timeout=20_000,
    )


def test_enter_never_takes_somebody_who_was_found_for_fewer_letters(
    qtbot: QtBot, desk: Desk, office: Office
) -> None:
    other = person(office, "Sagatova")
    chooser = RecordChooser(desk, ("person",))
    qtbot.addWidget(chooser)
    chooser.show()
    qtbot.waitExposed(chooser)
    chooser.activateWindow()
    chooser.line.setFocus()
    qtbot.waitUntil(chooser.line.hasFocus)
    qtbot.keyClicks(chooser.line, "Sa")
    qtbot.waitUntil(lambda: [offer.key for offer in chooser.line.offers] == [other], timeout=20_000)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    qtbot.keyClicks(popup, "mple")
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert chooser.chosen == ()
    qtbot.waitUntil(lambda: not chooser.line.pending, timeout=20_000)
    assert chooser.chosen == ()
