"""Contact cards: dropped, shown as a picture, compared."""

from __future__ import annotations

from collections.abc import Callable

from kzcase.services import cardtext, colleagues
from kzcase.ui.exchange.cardpicture import QrView
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import Laptop, acquaint
from tests.ui.exchange.hand import (
    Settle,
    card_of,
    drop,
    person,
    press,
    said,
    show,
)


def test_a_card_is_dropped_looked_at_added_and_verified(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    drop(page, card_of(them, us.folder))
    settle()
    part = page.colleagues
    assert page.part == "colleagues"
    assert part.mine.text == colleagues.identity(us.office).fingerprint
    assert part.new.now.text == colleagues.identity(them.office).fingerprint
    assert colleagues.contacts(us.office) == ()
    part.new.name.setText("Berik, Aktobe")
    part.new.accept.click()
    settle()
    assert part.model.text()[0][0] == "Berik, Aktobe"
    assert part.model.text()[0][1].startswith("not verified")
    assert part.contact.theirs.text == colleagues.identity(them.office).fingerprint
    part.contact.same.click()
    settle()
    assert part.model.text()[0][1] == "verified on 22 Nov 2026"
    assert colleagues.contacts(us.office)[0].verified
    assert part.contact.same.isHidden()


def test_a_card_is_shown_as_a_picture_and_a_colleague_s_is_pasted(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    part = page.colleagues
    page.show_part("colleagues")
    settle()
    press(part, "Show my card as a &picture")
    mine = colleagues.identity(us.office).text
    assert part.picture.text.text().replace(" ", "") == mine
    assert read_modules(part.picture.view) == cardtext.modules(mine)
    press(part.picture, "&Done")
    assert not part.picture.isVisible()
    press(part, "Paste a card's &text")
    assert not part.pasting.read.isEnabled()
    part.pasting.put("KZCARD:NOTHING")
    press(part.pasting, "&Look at this card")
    settle()
    assert part.pasting.isVisible()
    part.pasting.put(colleagues.identity(them.office).text.lower())
    press(part.pasting, "&Look at this card")
    settle()
    assert part.new.now.text == colleagues.identity(them.office).fingerprint
    part.new.accept.click()
    settle()
    assert [one.name for one in colleagues.contacts(us.office)] == ["Berik"]
    press(part, "Show my card as a &picture")
    page.show_part("imports")
    page.show_part("colleagues")
    assert not part.picture.isVisible()


def read_modules(view: QrView) -> tuple[tuple[bool, ...], ...]:
    """The picture as a camera sees it, module by module."""
    image = view.grab().toImage()
    across = len(view._modules) + 2 * cardtext.QUIET
    step = min(image.width(), image.height()) // across
    at = [(number + cardtext.QUIET) * step + step // 2 for number in range(across - 2 * cardtext.QUIET)]
    assert step >= 3
    return tuple(tuple(image.pixelColor(x, y).lightness() < 128 for x in at) for y in at)


def test_ones_own_card_and_one_that_is_known_are_told(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    told: list[str] = []
    page.told.connect(told.append)
    acquaint(us, them)
    for one in (us, them):
        page.take_in((card_of(one, us.folder),))
        settle()
    assert "your own card" in told[0]
    assert "Berik is among your colleagues already" in told[1]


def test_a_known_colleagues_other_key_is_a_loud_stop(
    page: ExchangePage, us: Laptop, new_laptop: Callable[[str], Laptop], settle: Settle
) -> None:
    known, other = new_laptop("Berik"), new_laptop("Berik")
    acquaint(us, known)
    page.show_part("colleagues")
    page.colleagues.read_card(card_of(other, us.folder))
    settle()
    new = page.colleagues.new
    assert "STOP: this is not the key you know as Berik's" in said(page.colleagues)
    assert new.was.text == colleagues.identity(known.office).fingerprint
    assert new.now.text == colleagues.identity(other.office).fingerprint
    assert not new.accept.isEnabled()
    new.refuse.click()
    assert [one.key for one in colleagues.contacts(us.office)] == [known.key]
    page.colleagues.read_card(card_of(other, us.folder))
    settle()
    new.sure.setChecked(True)
    new.accept.click()
    settle()
    (found,) = colleagues.contacts(us.office)
    assert (found.key, found.verified) == (other.key, None)


def test_words_that_differ_stop_and_the_colleague_can_be_removed(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    colleagues.add(us.office, colleagues.read_card(colleagues.identity(them.office).card))
    page.show_part("colleagues")
    settle()
    part = page.colleagues
    part.contact.differ.click()
    assert "STOP. This key is not Berik's" in said(part)
    assert part.contact.same.isHidden()
    part.contact.remove.click()
    settle()
    assert colleagues.contacts(us.office) == ()
    assert "Nobody yet" in said(part)


def test_a_sender_who_is_added_and_verified_meanwhile_is_verified_in_the_plan_that_waits(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    colleagues.add(them.office, colleagues.read_card(card_of(us, us.folder)))
    person(them)
    show(page, settle, them.write(us))
    assert page.part == "take_in"
    assert "ask them for their card" in said(page.taking)
    assert not page.taking.plan.go.isEnabled()
    press(page.taking, "Add their card")
    settle()
    assert page.part == "colleagues"
    part = page.colleagues
    part.read_card(card_of(them, us.folder))
    settle()
    part.new.accept.click()
    settle()
    part.contact.same.click()
    settle()
    # The button pressed is gone: Enter must not come to the one that removes a colleague.
    assert part.window().focusWidget() is part.table
    page.show_part("take_in")
    settle()
    assert page.taking.step == "plan"
    assert "verified: you compared the words" in page.taking.plan.about.text()
    assert page.taking.plan.go.isEnabled()


def test_a_colleague_whose_laptop_was_taken_is_marked_and_the_mark_is_taken_back(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    page.show_part("colleagues")
    settle()
    part = page.colleagues
    part.table.setCurrentIndex(part.model.index(0, 0))
    assert part.contact.found.isHidden()
    part.contact.lose.click()
    settle()
    assert part.model.text() == [("Berik", "LOST")]
    assert "no file that it signed is taken in" in said(part)
    assert part.contact.lose.isHidden()
    assert part.contact.same.isHidden()
    assert colleagues.contacts(us.office) == ()
    part.contact.found.click()
    settle()
    assert part.model.text()[0][1].startswith("not verified")
    assert not part.contact.same.isHidden()
