"""Letters, their asks, replies and templates go from laptop to laptop; a letterhead stays where it is."""

from __future__ import annotations

from datetime import date

import pytest

from kzcase.errors import NotFound
from kzcase.services import agenda, letters, records
from kzcase.services.letters import Reply
from tests.laptops import Laptop

DAY = date(2026, 11, 23)


def test_what_two_laptops_did_with_one_letter_is_the_same_on_both(pair: tuple[Laptop, Laptop]) -> None:
    here, there = pair
    ministry = here.save("organisation", name="Ministry of Examples", kind="ministry")
    head = here.save("letterhead", name="The office", address="Secret street 1")
    template = here.save("letter_template", name="Chase", body="Dear all")
    one = here.save(
        "letter",
        direction="out",
        subject="Appeal",
        sent="2026-11-02",
        addressees=frozenset({ministry}),
        letterhead=head,
        mechanism="ministry",
    )
    ask = here.save("ask", record=one, text="Release", kind="release")
    there.take(here.write(there))
    assert there.fields(template)["body"] == "Dear all"
    with pytest.raises(NotFound):
        records.view(there.office, head)
    # Each goes on: one confirms receipt, the other has the reply and decides the ask.
    letters.set_status(here.office, [one], "acknowledged", "2026-11-09")
    came = letters.record_reply(there.office, one, Reply("2026-11-20", "acted_partly", "In part."))
    letters.decide_ask(there.office, ask, "done_partly", "2026-11-20")
    chase = letters.follow_up(there.office, one)
    here.take(there.write(here))
    there.take(here.write(there))
    for laptop in pair:
        found = laptop.fields(one)
        assert (found["acknowledged"], found["answered"], found["response"]) == (
            "2026-11-09",
            "2026-11-20",
            "acted_partly",
        )
        conflicts = records.view(laptop.office, one).conflicts
        assert set(conflicts) == {"status"}
        assert laptop.fields(came)["reply_to"] == laptop.fields(chase)["follow_up_of"] == one
        assert laptop.fields(ask)["outcome"] == "done_partly"
        assert agenda.due(laptop.office, DAY, 365).items == ()
        assert letters.due_of(laptop.office, one).date == "2026-11-30"
        (row,) = [row for row in letters.register(laptop.office, DAY).rows if row.id == one]
        assert (row.to_words, row.response_words) == ("Ministry of Examples", "They acted in part")


def test_a_reply_is_due_by_rule_as_soon_as_the_addressee_arrives(pair: tuple[Laptop, Laptop]) -> None:
    """The letter may come in one file and who it went to in a later one."""
    from kzcase.exchange.casefile import Selection

    here, there = pair
    ministry = here.save("organisation", name="Ministry of Examples", kind="ministry")
    one = here.save(
        "letter", direction="out", subject="Appeal", sent="2026-11-02", addressees=frozenset({ministry})
    )
    alone = Selection(records=(one,), without_records=frozenset({ministry}))
    there.take(here.write(there, selection=alone))
    assert [item.what for item in agenda.due(there.office, DAY, 365).items] == ["letter_unanswered"]
    there.take(here.write(there))
    assert [item.what for item in agenda.due(there.office, DAY, 365).items] == ["letter_due"]
