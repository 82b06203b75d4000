"""Two colleagues, two laptops, a stick between them: cards, words, files there and back, one decision."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from kzcase.services import conflicts, lists, records, vaults
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.journeys.conftest import Hand
from tests.journeys.offices import laptop, office_of


def test_two_colleagues_meet_hand_over_decide_and_hold_the_same(
    new_window: Callable[[], Hand], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    aigerim = laptop(new_window(), tmp_path / "aktobe", "Aigerim")
    berik = laptop(new_window(), tmp_path / "atyrau", "Berik")
    person = write_down(office_of(aigerim))

    # They meet: each saves a card on the stick, adds the other's, and compares the words.
    for one, name in ((aigerim, "aigerim"), (berik, "berik")):
        exchange(one, "Colleagues")
        one.click("Save my card")
        one.name_file(stick / f"{name}.kzcard")
        one.wait((stick / f"{name}.kzcard").is_file)
        one.settle()
    for one, name in ((aigerim, "berik"), (berik, "aigerim")):
        one.click("Add a colleague's card")
        one.name_file(stick / f"{name}.kzcard")
        one.wait(partial(offered, one, "Add this colleague"))
        one.click("Add this colleague")
        one.settle()
    mine, theirs = page_of(aigerim).colleagues, page_of(berik).colleagues
    for me, you in ((mine, theirs), (theirs, mine)):
        assert me.contact.theirs.text == you.mine.text  # what is read out is what stands there
    for one in (aigerim, berik):
        one.click("All twelve words are the same")
        one.settle()
        assert page_of(one).colleagues.model.text()[0][1].startswith("verified on")

    # Aigerim hands the case out; Berik looks at the plan and takes it in.
    hand_over(aigerim, person, stick / "first.kzcase")
    take_in(berik, stick / "first.kzcase", "Take in 3 records")
    assert titles(office_of(berik)) == ["Сәмплұлы Ерлан"]

    # Both go on writing, neither knows of the other.
    edit(office_of(aigerim), person, occupation="journalist")
    edit(office_of(berik), person, occupation="blogger", locality="Atyrau")

    # Berik hands it back; Aigerim is told of the conflict and keeps both until she decides.
    hand_over(berik, person, stick / "second.kzcase")
    take_in(aigerim, stick / "second.kzcase", "Take in 1 record")
    fields = records.view(office_of(aigerim), person).fields
    assert fields["locality"] == "Atyrau"
    assert [one.field for one in conflicts.listed(office_of(aigerim))] == ["occupation"]
    aigerim.click("Decide now")
    aigerim.wait(lambda: "Take blogger" in names(aigerim))
    assert "Take journalist" in names(aigerim)
    aigerim.click("Take blogger")
    aigerim.settle()
    assert conflicts.listed(office_of(aigerim)) == ()

    # She hands her decision over; then both laptops hold the same, and the old file brings nothing new.
    hand_over(aigerim, person, stick / "third.kzcase")
    take_in(berik, stick / "third.kzcase", "Take in 1 record")
    assert conflicts.listed(office_of(berik)) == ()
    assert records.view(office_of(berik), person).fields["occupation"] == "blogger"
    assert state(aigerim) == state(berik)
    exchange(berik, "Take in")
    berik.click("Take in another file")
    show(berik, stick / "first.kzcase")
    assert "Nothing new" in page_of(berik).taking.plan.told
    assert not berik.button("Take in 0 records").isEnabled()


# --- what they do -----------------------------------------------------------------------------------


def page_of(hand: Hand) -> ExchangePage:
    page = hand.workspace.page
    assert isinstance(page, ExchangePage)
    return page


def exchange(hand: Hand, part: str) -> None:
    """Go to a part of the exchange page by what stands on its tab."""
    if not isinstance(hand.workspace.page, ExchangePage):
        hand.click("Exchange")
    hand.settle()
    bar = page_of(hand).tabs.tabBar()
    number = next(n for n in range(bar.count()) if bar.tabText(n).startswith(part))
    bot: Any = hand.bot
    bot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(number).center())
    hand.settle()


def write_down(office: Office) -> str:
    """The case they share (fictional)."""
    person = records.new_id()
    restriction = {"person": person, "kind": "restriction_of_freedom", "start": "2025-06-01"}
    records.save_all(
        office,
        (
            Draft("person", person, {"born": "1984~"}),
            Draft(
                "name",
                records.new_id(),
                {"person": person, "parts": {"family": "Сәмплұлы", "given": "Ерлан"}},
            ),
            Draft("restriction", records.new_id(), restriction),
        ),
    )
    return person


def edit(office: Office, person: str, **values: Any) -> None:
    records.save(office, Draft("person", person, values, records.view(office, person).heads))


def hand_over(hand: Hand, person: str, target: Path) -> None:
    """Type the name, tick the colleague, write the file on the stick."""
    exchange(hand, "Hand out")
    handing = page_of(hand).handing
    if person not in handing.what.chooser.chosen:
        line = handing.what.chooser.line
        hand.be_active()
        line.setFocus()
        hand.wait(line.hasFocus)
        hand.type(line, "Сәмпл")
        hand.wait(lambda: line.offers and not line.pending)
        line.picked.emit(line.offers[0])
    hand.wait(lambda: handing.whom.people.rowCount() == 1)
    if not handing.whom.contacts:
        handing.whom.recipients.setFocus()
        handing.whom.recipients.setCurrentIndex(handing.whom.people.index(0, 0))
        bot: Any = hand.bot
        bot.keyClick(handing.whom.recipients, Qt.Key.Key_Space)
    hand.wait(handing.write.isEnabled)
    hand.click("Write the file")
    hand.name_file(target)
    hand.wait(target.is_file)
    hand.settle()
    assert "Written, read back and verified" in handing.told_last


def show(hand: Hand, file: Path) -> None:
    """Choose a file and see its plan."""
    hand.click("Choose files")
    hand.name_file(file)
    hand.wait(lambda: page_of(hand).taking.step == "plan")
    hand.settle()


def take_in(hand: Hand, file: Path, words_of_button: str) -> None:
    """Choose a file, see from whom it is, agree."""
    exchange(hand, "Take in")
    if page_of(hand).taking.step == "done":
        hand.click("Take in another file")
    show(hand, file)
    assert "verified: you compared" in page_of(hand).taking.plan.about.text()
    hand.click(words_of_button)
    hand.wait(lambda: page_of(hand).taking.step == "done")
    hand.settle()


def offered(hand: Hand, words: str) -> bool:
    """Whether a button with these words is on the screen."""
    return words in [one.replace("&", "") for one in hand.words()]


def names(hand: Hand) -> list[str]:
    found = hand.window.findChildren(QAbstractButton)
    return [one.accessibleName() for one in found if one.isVisible()]


def titles(office: Office) -> list[str]:
    page = lists.page(office, lists.ListQuery("person", columns=(lists.TITLE,)))
    return [row.cells[0] for row in page.rows]


def state(hand: Hand) -> str:
    found = vaults.check(office_of(hand), rebuild=True)
    assert found["problems"] == []
    return str(found["state"])
