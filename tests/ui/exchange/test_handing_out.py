"""A file for a colleague: what goes, what stays, who opens it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kzcase.services import colleagues
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import Laptop, acquaint
from tests.ui.exchange.hand import (
    Settle,
    person,
    said,
    tick,
)


def test_what_goes_and_what_stays_is_listed_and_the_file_opens_for_whom_it_was_written(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    acquaint(us, them)
    one, other = person(us, "Aaa", occupation="blogger"), person(us, "Bbb")
    secret = us.save("event", title="Kept here", persons=frozenset({one, other}), do_not_share=True)
    page.hand_out((one,))
    handing = page.handing
    qtbot.waitUntil(lambda: "Goes along (2)" in handing.text(), timeout=20_000)
    assert "1  Person" in handing.text()
    assert any("marked “do not share”" in line for line in handing.text()), handing.text()
    assert not handing.write.isEnabled()
    tick(handing.whom.people)
    assert handing.write.isEnabled()
    assert "Berik and you can open it, nobody else" in said(handing)
    target = us.folder / "given.kzcase"
    handing._write(target)
    settle()
    assert "Written, read back and verified" in said(handing)
    them.take(target)
    assert them.fields(one)["occupation"] == "blogger"
    for absent in (other, secret):
        assert them.heads(absent) == b""


def test_a_colleague_never_compared_is_warned_of_before_handing_out(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    colleagues.add(us.office, colleagues.read_card(colleagues.identity(them.office).card))
    page.hand_out((person(us),))
    handing = page.handing
    qtbot.waitUntil(lambda: handing.whom.people.rowCount() == 1, timeout=20_000)
    assert handing.whom.people.text()[0][0] == "Berik (not verified)"
    tick(handing.whom.people)
    assert "You have not compared the words with Berik" in said(handing)


def test_without_a_colleague_a_passphrase_can_be_used(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, qtbot: QtBot
) -> None:
    handing = page.handing
    one = person(us)
    page.hand_out((one,))
    qtbot.waitUntil(lambda: "Goes along (2)" in handing.text(), timeout=20_000)
    handing.whom.to_passphrase.setChecked(True)
    assert not handing.write.isEnabled()
    for field in (handing.whom.secret.secret, handing.whom.secret.again):
        field.setText("seven quiet lamps over the harbour")
    settle()
    assert handing.write.isEnabled()
    target = us.folder / "given"
    handing._write(target)
    settle()
    assert handing.whom.secret.secret.text() == ""
    acquaint(us, them)
    them.take(us.folder / "given.kzcase", passphrase="seven quiet lamps over the harbour")
    assert them.heads(one) != b""
