"""Which letters preceded which change: what surely came after, how many days after, and no cause claimed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import parse_edtf
from kzcase.history.ledger import Change
from kzcase.services import letters
from kzcase.services.letters.loop import LOOP_DAYS, days_after
from kzcase.services.office import Office
from tests.services.letters.desk import body, letter, made, person


def then(office: Office, somebody: str, language: str = "en") -> list[tuple[str, int, str]]:
    (row,) = letters.loop(office, somebody, language)
    return [(one.kind, one.days_after, one.words) for one in row.then]


@pytest.fixture
def somebody(office: Office) -> str:
    return person(office)


def about(office: Office, somebody: str, sent: str | None = "2026-01-10", **values: object) -> str:
    return letter(office, persons=frozenset({somebody}), sent=sent, **values)


def test_every_kind_of_change_is_told_after_the_letter_it_followed(office: Office, somebody: str) -> None:
    one = about(office, somebody)
    ban = made(
        office,
        "restriction",
        person=somebody,
        kind="deprivation_of_right",
        lifted="2026-02-10",
        lifted_reason="court",
    )
    made(office, "restriction_change", record=ban, kind="reduction", date="2026-01-20")
    made(office, "measure", person=somebody, kind="remand", lifted="2026-01-15", lifted_reason="replaced")
    made(office, "detention", person=somebody, kind="remand", end="2026-01-11", release_ground="parole")
    case = made(
        office, "prosecution", person=somebody, kind="criminal", closed="2026-04-10", outcome="dropped"
    )
    made(
        office,
        "sentence",
        prosecution=case,
        kind="conviction",
        appeal_decided="2026-03-10",
        appeal_outcome="milder",
    )
    made(office, "ask", record=one, text="Visit\nthe colony", outcome="done", outcome_date="2026-05-10")
    found = then(office, somebody)
    assert [(kind, days) for kind, days, _ in found] == [
        ("detention", 1),
        ("measure", 5),
        ("restriction_change", 10),
        ("restriction", 31),
        ("sentence", 59),
        ("prosecution", 90),
        ("ask", 120),
    ]
    said = {kind: words for kind, _, words in found}
    assert said["detention"] == "Released: Parole"
    assert said["restriction"].startswith("Restriction lifted: Lifted by a court")
    assert said["sentence"] == "Appeal decided: Changed, milder"
    assert said["prosecution"] == "Case closed: Dropped, rehabilitating ground"
    assert said["ask"] == "Asked for, and what came of it: Visit, Done"
    assert {kind: words for kind, _, words in then(office, somebody, "ru")}["detention"].startswith(
        "Освобождение: "
    )


def test_what_came_before_on_the_same_day_or_much_later_is_not_told(office: Office, somebody: str) -> None:
    about(office, somebody)
    for day in ("2026-01-09", "2026-01-10", "2027-01-11", "2026-01", "2025/..", "2026"):
        made(office, "detention", person=somebody, kind="remand", end=day)
    assert then(office, somebody) == []
    made(office, "detention", person=somebody, kind="remand", end="2027-01-10")
    assert [days for _, days, _ in then(office, somebody)] == [LOOP_DAYS]


def test_what_is_not_decided_yet_is_no_change(office: Office, somebody: str) -> None:
    one = about(office, somebody)
    case = made(
        office, "prosecution", person=somebody, kind="criminal", closed="2026-04-10", outcome="pending"
    )
    made(
        office,
        "sentence",
        prosecution=case,
        kind="conviction",
        appeal_decided="2026-03-10",
        appeal_outcome="pending",
    )
    made(office, "ask", record=one, text="Visit", outcome="promised", outcome_date="2026-05-10")
    assert then(office, somebody) == []


def test_letters_come_the_oldest_first_and_only_those_that_were_sent(office: Office, somebody: str) -> None:
    later = about(office, somebody, "2026-03-01", response="raised")
    embassy = body(office, "embassy", "Embassy X")
    first = letter(office, embassy, persons=frozenset({somebody}), sent="2026-01-10")
    about(office, somebody, None)
    letter(office, direction="in", persons=frozenset({somebody}), sent="2026-02-01")
    letter(office, persons=frozenset({person(office)}), sent="2026-02-01")
    rows = letters.loop(office, somebody)
    assert [row.letter_id for row in rows] == [first, later]
    assert (rows[0].to_words, rows[0].day, rows[1].response_words) == (
        "Embassy X",
        "10 Jan 2026",
        "They raised it with the authorities",
    )


def test_a_change_may_follow_several_letters_and_people_who_are_one(office: Office, somebody: str) -> None:
    about(office, somebody)
    other = person(office, "Ulgi")
    about(office, other, "2026-02-01")
    made(office, "detention", person=other, kind="remand", end="2026-03-01")
    office.record([Change("person", other, {"merged_into": somebody})])
    assert [[one.days_after for one in row.then] for row in letters.loop(office, somebody)] == [[50], [28]]
    assert letters.loop(office, other) == letters.loop(office, somebody)


def test_nothing_that_is_said_claims_a_cause(office: Office, somebody: str) -> None:
    from kzcase.services.letters.loop import WORDS

    said = " ".join(text for words in WORDS.values() for text in words.values()).lower()
    for claim in ("because", "thanks", "due to", "led to", "благодаря", "из-за", "нәтижесінде"):
        assert claim not in said


DAYS = st.dates().map(lambda day: day.isoformat())
FORMS = (
    DAYS | DAYS.map(lambda day: day[:7]) | DAYS.map(lambda day: day[:4]) | DAYS.map(lambda day: day[:4] + "~")
)


@given(FORMS, FORMS)
def test_a_change_counts_as_after_only_if_it_surely_was(sent: str, changed: str) -> None:
    letter_day, change_day = parse_edtf(sent), parse_edtf(changed)
    days = days_after(letter_day, change_day)
    last, first = letter_day.fuzzy[1], change_day.fuzzy[0]
    assert last is not None
    assert first is not None
    assert (days is not None) is (first > last)
    if days is not None:
        assert days == (first - last).days
        assert days_after(change_day, letter_day) is None
