"""Who goes into a file for a named partner: those whose agreement to just that holds today, nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from kzcase.exchange import casefile
from kzcase.exchange.casefile import Selection
from tests.laptops import EVERYTHING, Laptop

Pair = tuple[Laptop, Laptop]
AGREED = {"scope": "case", "audiences": frozenset({"partner"}), "answer": "given", "date": "2026-01-01"}
ONLY = Selection(everything=True, only_agreed=True)


@pytest.mark.parametrize(
    ("said", "goes"),
    [
        ({}, True),
        ({"expires": "2999"}, True),
        ({"expires": "2026-02-01"}, False),
        ({"expires": "2026-02"}, False),
        ({"date": "2999-01-01"}, False),
        ({"withdrawn": "2026-03-01"}, False),
        ({"answer": "refused"}, False),
        ({"answer": "not_asked"}, False),
        ({"scope": "photo"}, False),
        ({"audiences": frozenset({"diplomatic"})}, False),
    ],
    ids=str,
)
def test_only_an_agreement_to_just_that_which_holds_today_counts(
    pair: Pair, said: dict[str, Any], goes: bool
) -> None:
    one = pair[0].save("person", occupation="poet")
    pair[0].save("consent", person=one, **(AGREED | said))
    assert (one in casefile.chosen(pair[0].office, ONLY)) is goes


def test_a_refusal_stands_against_an_agreement_whichever_was_written_first(pair: Pair) -> None:
    a, _ = pair
    one, other = a.save("person", occupation="poet"), a.save("person", occupation="singer")
    for whom, answers in ((one, ("given", "refused")), (other, ("refused", "given"))):
        for answer in answers:
            a.save("consent", person=whom, **(AGREED | {"answer": answer}))
    left = {line.id: line.reason for line in casefile.look(a.office, ONLY).left_out}
    assert left == {one: "no_consent", other: "no_consent"}


def test_an_agreement_of_which_anything_is_undecided_is_none(pair: Pair) -> None:
    a, b = pair
    one = a.save("person", occupation="poet")
    consent = a.save("consent", person=one, **AGREED)
    b.take(a.write(b, selection=EVERYTHING))
    a.save("consent", consent, date="2026-01-02")
    b.save("consent", consent, date="2026-01-03")
    assert one in casefile.chosen(a.office, ONLY)
    a.take(b.write(a))
    assert one not in casefile.chosen(a.office, ONLY)


def test_who_was_joined_with_somebody_that_agreed_goes_with_them(pair: Pair) -> None:
    a, _ = pair
    one, same = a.save("person", occupation="poet"), a.save("person", occupation="singer")
    a.save("consent", person=same, **AGREED)
    assert one not in casefile.chosen(a.office, ONLY)
    a.save("person", same, merged_into=one)
    assert {one, same} <= casefile.chosen(a.office, ONLY)
