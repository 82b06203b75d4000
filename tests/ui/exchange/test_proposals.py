"""What a colleague erased and proposes to erase here."""

from __future__ import annotations

import pytest

from kzcase.services import erasures, records
from kzcase.ui.exchange.exchangepage import ExchangePage
from tests.laptops import Laptop, acquaint
from tests.ui.exchange.hand import (
    Settle,
    agree,
    person,
    said,
    show,
)


@pytest.fixture
def proposed(page: ExchangePage, us: Laptop, them: Laptop, settle: Settle) -> str:
    """A person whom Berik erased, and who is still here."""
    acquaint(us, them)
    one = person(them)
    us.take(them.write(us))
    erasures.erase(them.office, one)
    person(them, "Bokayev")
    us.take(them.write(us))
    page.show_part("decide")
    page.deciding.read()
    settle()
    return one


def test_a_proposal_to_erase_is_read_ticked_and_done(
    page: ExchangePage, proposed: str, us: Laptop, settle: Settle
) -> None:
    deciding = page.deciding
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Decide (1)"
    assert deciding.model.text() == [("Seitkali Aidar", "Erased by Berik", "it stays")]
    assert "Erased here would be: Names: 1, People: 1." in said(deciding)
    assert "may still hold it" not in said(deciding)  # whoever erased it does not
    assert not deciding.proposal.accept.isEnabled()
    deciding.proposal.effect.sure.setChecked(True)
    deciding.proposal.accept.click()
    settle()
    assert deciding.model.rows == ()
    assert erasures.proposals(us.office) == ()
    with us.office.read() as session:
        assert records.titles(session, [proposed])[proposed] == "erased"


def test_a_proposal_to_erase_is_declined_and_not_asked_again(
    page: ExchangePage, proposed: str, us: Laptop, settle: Settle
) -> None:
    page.deciding.proposal.decline.click()
    settle()
    assert page.deciding.model.rows == ()
    assert "Nothing waits for a decision" in said(page.deciding)
    assert records.view(us.office, proposed).status == "here"


def test_a_file_that_brings_only_a_proposal_is_taken_in_and_leads_to_it(
    page: ExchangePage, us: Laptop, them: Laptop, settle: Settle
) -> None:
    acquaint(us, them)
    one = person(them)
    person(them, "Bokayev")
    us.take(them.write(us))
    erasures.erase(them.office, one)
    show(page, settle, them.write(us))
    assert page.taking.plan.go.text() == "Take the file in"
    agree(page, settle)
    assert "No record is new or changed" in said(page.taking)
    assert "Proposals to erase something here that wait for you: 1." in said(page.taking)
    page.taking.done.to_decide.click()
    settle()
    assert page.deciding.model.text() == [("Seitkali Aidar", "Erased by Berik", "it stays")]
