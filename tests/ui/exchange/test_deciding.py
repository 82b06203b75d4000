"""Fields that two people wrote differently, decided in the plan or on the page."""

from __future__ import annotations

import re

import pytest

from kzcase.exchange.casefile import Status
from kzcase.services import conflicts, records
from kzcase.ui.exchange.exchangepage import ExchangePage
from kzcase.ui.exchange.taking import Way
from tests.laptops import Laptop, acquaint
from tests.ui.exchange.hand import (
    Settle,
    agree,
    go_to,
    in_conflict,
    person,
    press,
    said,
    show,
)


@pytest.mark.parametrize(
    ("way", "value", "beside", "left"),
    [
        (Way.MINE, "singer", [], 0),
        (Way.THEIRS, "poet", [], 0),
        (Way.BOTH, None, ["alternative"], 0),
        (Way.LATER, None, [], 1),
    ],
)
def test_a_conflict_can_be_decided_in_the_plan(
    page: ExchangePage,
    us: Laptop,
    them: Laptop,
    settle: Settle,
    way: Way,
    value: str | None,
    beside: list[str],
    left: int,
) -> None:
    (one,) = in_conflict(us, them, "Seitkali")
    show(page, settle, them.write(us))
    go_to(page, settle, lambda record: record.status is Status.CONFLICT)
    (card,) = page.taking.plan.record.cards
    assert re.search(r"here: singer   \(Aigerim, \d{1,2} \w{3} \d{4}\)", said(card))
    assert re.search(r"theirs: poet   \(Berik, \d{1,2} \w{3} \d{4}\)", said(card))
    assert card.buttons[Way.LATER].isChecked()
    card.buttons[way].click()
    agree(page, settle)
    assert len(conflicts.listed(us.office)) == left
    shown = us.fields(one)["occupation"]
    assert shown == value or (value is None and shown in ("singer", "poet"))
    assert [each.kind for each in records.related(us.office, one) if each.kind != "name"] == beside
    assert ("wait for your decision: 1" in said(page.taking)) is bool(left)


def test_all_conflicts_of_a_plan_can_be_decided_alike_but_for_the_exceptions(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    first, second, third = in_conflict(us, them, "Aaa", "Bbb", "Ccc")
    show(page, settle, them.write(us))
    plan = page.taking.plan
    plan.otherwise.setCurrentIndex(plan.otherwise.findData(Way.THEIRS))
    go_to(page, settle, lambda record: record.id == second)
    (card,) = plan.record.cards
    assert card.buttons[Way.THEIRS].isChecked()
    card.buttons[Way.MINE].click()
    go_to(page, settle, lambda record: record.id == third)
    plan.record.cards[0].buttons[Way.LATER].click()
    agree(page, settle)
    assert [us.fields(one)["occupation"] for one in (first, second)] == ["poet", "singer"]
    assert [one.id for one in conflicts.listed(us.office)] == [third]
    assert "Fields decided as you chose: 2" in said(page.taking)


def test_an_edit_against_a_deletion_is_told_as_such(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    one = person(them)
    us.take(them.write(us))
    records.delete(them.office, one)
    us.save("person", one, occupation="nurse")
    show(page, settle, them.write(us))
    go_to(page, settle, lambda record: record.status is Status.CONFLICT)
    (card,) = page.taking.plan.record.cards
    assert "here: kept, with what was written since" in said(card)
    assert "theirs: deleted" in said(card)
    assert Way.BOTH not in card.buttons
    card.buttons[Way.THEIRS].click()
    agree(page, settle)
    assert records.view(us.office, one).status == "deleted"


def test_undecided_fields_are_listed_and_decided_one_by_one(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    first, second = in_conflict(us, them, "Aaa", "Bbb")
    assert page.tabs.tabText(3) == "Decide"
    us.take(them.write(us))
    settle()
    assert page.tabs.tabText(3) == "Decide (2)"
    page.show_part("decide")
    settle()
    deciding = page.deciding
    assert deciding.chosen is not None
    assert deciding.chosen.id in (first, second)
    decided = deciding.chosen.id
    words = said(deciding)
    assert "singer" in words
    assert "poet" in words
    press(deciding, "Take poet")
    settle()
    assert us.fields(decided)["occupation"] == "poet"
    assert page.tabs.tabText(3) == "Decide (1)"
    press(deciding, "Keep &both, with who said it")
    settle()
    assert conflicts.listed(us.office) == ()
    assert "Nothing waits for a decision" in said(deciding)
    assert page.tabs.tabText(3) == "Decide"


def test_the_number_on_the_tab_is_that_of_the_lines_below_it(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    (one,) = in_conflict(us, them, "Aaa")
    us.save("person", one, locality="Atyrau")
    them.save("person", one, locality="Aktau")
    us.take(them.write(us))
    page.show_part("decide")
    settle()
    assert len(page.deciding.model.rows) == 2
    assert page.tabs.tabText(3) == "Decide (2)"


@pytest.mark.parametrize(
    ("words", "value"), [("Take ours everywhere", "singer"), ("Take theirs everywhere", "poet")]
)
def test_all_fields_of_a_kind_are_decided_at_once(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle, words: str, value: str
) -> None:
    people = in_conflict(us, them, "Aaa", "Bbb", "Ccc")
    us.take(them.write(us))
    page.show_part("decide")
    settle()
    assert "undecided in 3 records" in said(page.deciding)
    press(page.deciding, words)
    settle()
    assert [us.fields(one)["occupation"] for one in people] == [value] * 3
    assert conflicts.listed(us.office) == ()
