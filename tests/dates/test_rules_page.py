"""The page of rules names every rule the program counts by, and calls none better than it is."""

from __future__ import annotations

import re
from pathlib import Path

from kzcase.dates.restrictions import RULES
from kzcase.reference import procedure, replies
from kzcase.reference.procedure import Ground
from kzcase.reference.shipped import Standing

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text("utf-8")


def row_of(key: str) -> str:
    (found,) = [line for line in PAGE.splitlines() if line.startswith("|") and f"`{key}`" in line]
    return found


def grounds() -> list[Ground]:
    return [
        *(one.ground for one in procedure.appeals()),
        *(one.ground for one in procedure.remand_limits()),
        *(one.ground for one in procedure.rates()),
        *(one.ground for one in procedure.term_limits()),
        procedure.entry_into_force(),
    ]


def test_every_way_of_counting_stands_on_the_page() -> None:
    for rule in RULES:
        row = row_of(rule.key)
        assert not rule.checked_by_lawyer
        if rule.article:
            assert rule.article.replace(",", "") in row
        if not rule.read:
            assert row.endswith("| unread |")


def test_every_row_of_procedure_stands_on_the_page_with_its_standing() -> None:
    words = {Standing.SEEN: "read", Standing.PARTLY: "partly", Standing.UNCHECKED: "unread"}
    for ground in grounds():
        assert not ground.lawyer_checked
        assert (ground.source == "") == (ground.standing is Standing.UNCHECKED), ground.id
        assert row_of(ground.id).endswith(f"| {words[ground.standing]} |"), ground.id


def test_the_page_names_no_rule_that_is_not_there() -> None:
    named = set(re.findall(r"`((?:cc|cpc|cao)-[a-z0-9-]+)`", PAGE))
    assert named == {ground.id for ground in grounds()}


def test_what_is_asked_next_stands_on_the_page_with_how_long_one_waits() -> None:
    for key, one in procedure.expected().items():
        lines = [line for line in PAGE.splitlines() if line.startswith(f"| `{key}`")]
        assert any(
            f"{one.after['days']} days" in line and line.endswith("| own measure |") for line in lines
        ), key


def test_every_term_for_a_reply_stands_on_the_page_with_its_standing() -> None:
    words = {Standing.SEEN: "read", Standing.PARTLY: "partly", Standing.UNCHECKED: "unread"}
    for term in replies.terms().values():
        row = row_of(term.id)
        assert row.endswith(f"| {words[term.standing]} |"), term.id
        assert f"{term.days} {'working ' if term.working else ''}days" in row
        assert (term.source or "none") in row
    days = replies.days_off()
    assert f"for {days.first} to {days.last}" in PAGE
    assert f"known up to {days.moved_known_to}" in PAGE
