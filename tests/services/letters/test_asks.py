"""Asks are items of their own: in their order, carried on by follow-ups, on a board until decided."""

from __future__ import annotations

import pytest

from kzcase.errors import NotFound
from kzcase.history.ledger import Change
from kzcase.services import letters, records, undo
from kzcase.services.letters import AskRow, asks
from kzcase.services.letters.failures import NoSuchTerm
from kzcase.services.office import Office
from tests.counting import counted
from tests.services.letters.desk import DAY, body, fields, letter, made, person


def ask(office: Office, of: str, text: str = "Release", **values: object) -> str:
    given = {key: value for key, value in values.items() if value is not None}
    return made(office, "ask", record=of, text=text, **given)


def texts(rows: tuple[AskRow, ...]) -> list[str]:
    return [row.text for row in rows]


def board(office: Office) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        page = letters.open_asks(office, DAY, after=after, limit=2)
        found += [row.id for row in page.rows]
        if not page.more:
            return found
        after = page.rows[-1].key


def test_the_asks_of_a_letter_come_in_their_order(office: Office) -> None:
    one = letter(office, body(office, "embassy", "Embassy X"), persons=frozenset({person(office)}))
    ask(office, one, "third")
    ask(office, one, "second", position=2)
    ask(office, one, "first", position=1, kind="visit", outcome="done", outcome_date="2026-11-20")
    rows = letters.asks_of(office, one)
    assert texts(rows) == ["first", "second", "third"]
    assert (rows[0].kind_words, rows[0].outcome_words, rows[0].outcome_date) == (
        "Visit the person",
        "Done",
        "20 Nov 2026",
    )
    assert (rows[0].to_words, rows[0].person_titles, rows[0].since) == ("Embassy X", ("Үлгі",), "2 Nov 2026")
    assert (rows[1].outcome, rows[1].outcome_words) == ("open", "Open")


def test_a_follow_up_asks_again_what_is_still_open_of_the_letters_before_it(office: Office) -> None:
    one = letter(office)
    ask(office, one, "still open")
    ask(office, one, "promised", outcome="promised")
    ask(office, one, "done", outcome="done")
    second = letters.follow_up(office, one)
    letters.set_status(office, [second], "sent", DAY)
    ask(office, second, "asked anew")
    third = letters.follow_up(office, second)
    assert texts(letters.asks_of(office, third, chain=False)) == []
    assert set(texts(letters.asks_of(office, third))) == {"still open", "promised", "asked anew"}
    assert len(board(office)) == 3  # nothing is copied


def test_letters_that_follow_each_other_in_a_circle_end(office: Office) -> None:
    one, other = letter(office), letter(office)
    office.record(
        [Change("letter", one, {"follow_up_of": other}), Change("letter", other, {"follow_up_of": one})]
    )
    ask(office, other, "asked")
    assert texts(letters.asks_of(office, one)) == ["asked"]


def test_the_board_holds_what_is_open_or_promised_of_letters_people_and_cases(office: Office) -> None:
    one, somebody = letter(office), person(office)
    case = made(office, "case", title="Land protests")
    still = [ask(office, one), ask(office, somebody, outcome="open"), ask(office, case)]
    promised = ask(office, one, outcome="promised")
    for outcome in ("done", "refused", "overtaken", "no_answer"):
        ask(office, one, outcome=outcome)
    gone = ask(office, one)
    records.delete(office, gone)
    found = board(office)
    assert set(found[:2]) == {still[0], promised}
    assert set(found[2:]) == {still[1], still[2]}
    rows = {row.id: row for row in letters.open_asks(office, DAY).rows}
    assert (rows[still[0]].of_kind, rows[still[0]].days) == ("letter", 21)
    assert (rows[still[1]].of_kind, rows[still[1]].person_titles, rows[still[1]].days) == (
        "person",
        ("Үлгі",),
        None,
    )
    assert (rows[still[2]].of_kind, rows[still[2]].of_title) == ("case", "Land protests")


def test_what_was_asked_longest_ago_comes_first(office: Office) -> None:
    days = ("2026-03-01", "2025-12-31", "2026-11-20", "2026-02")
    asks = {day: ask(office, letter(office, sent=day)) for day in days}
    assert board(office) == [asks[day] for day in sorted(days)]


def test_a_board_too_long_to_be_sorted_has_every_ask_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = letter(office)
    asks = [ask(office, one, outcome=outcome) for outcome in ("open", "promised", None) for _ in range(3)]
    monkeypatch.setattr("kzcase.services.letters.asks.MOST_SORTED", 5)
    found = board(office)
    assert sorted(found) == sorted(asks)
    assert len(set(found)) == len(asks)
    assert set(found[-3:]) == set(asks[3:6])


def test_an_ask_is_told_in_the_language_it_has(office: Office) -> None:
    one = letter(office)
    ask(office, one, "Release", text_ru="Освободить")
    ask(office, one, "Answer", position=9)
    assert set(texts(letters.asks_of(office, one, "ru"))) == {"Освободить", "Answer"}


def test_an_outcome_is_written_down_taken_back_and_opened_again(office: Office) -> None:
    one = ask(office, letter(office))
    letters.decide_ask(office, one, "done_partly", DAY, "One of two visits.")
    assert {key: fields(office, one)[key] for key in ("outcome", "outcome_date", "outcome_note")} == {
        "outcome": "done_partly",
        "outcome_date": "2026-11-23",
        "outcome_note": "One of two visits.",
    }
    assert board(office) == []
    undo.undo(office)
    assert "outcome" not in fields(office, one)
    letters.decide_ask(office, one, "refused", "2026-10")
    letters.decide_ask(office, one, "open", DAY)
    assert board(office) == [one]
    assert "outcome_date" not in fields(office, one)


def test_the_same_outcome_again_changes_nothing(office: Office) -> None:
    one = ask(office, letter(office))
    letters.decide_ask(office, one, "done", DAY)
    heads = records.view(office, one).heads
    letters.decide_ask(office, one, "done", DAY)
    assert records.view(office, one).heads == heads


def test_what_is_no_outcome_or_no_ask_is_refused(office: Office) -> None:
    one = ask(office, letter(office))
    with pytest.raises(NoSuchTerm):
        letters.decide_ask(office, one, "wonderful", DAY)
    with pytest.raises(NotFound):
        letters.decide_ask(office, letter(office), "done", DAY)
    with pytest.raises(NotFound):
        letters.decide_ask(office, records.new_id(), "done", DAY)


def test_a_page_of_the_board_costs_the_same_with_four_times_the_asks(office: Office) -> None:
    def filled(number: int) -> None:
        one = letter(office)
        office.record(
            Change("ask", records.new_id(), {"record": one, "text": f"Ask {n}", "outcome": outcome})
            for n in range(number)
            for outcome in ("open", "promised", "done")
        )

    def cost() -> tuple[int, int]:
        letters.open_asks(office, DAY, limit=50)
        with counted(office) as seen:
            letters.open_asks(office, DAY, limit=50)
        return seen["statements"], seen["steps"]

    filled(600)  # more than are sorted
    statements, steps = cost()
    filled(1_800)
    again, now = cost()
    assert again <= statements + 1
    assert now <= 1.3 * steps


def test_several_asks_are_decided_in_one_action_or_none(office: Office) -> None:
    one = letter(office, body(office, "embassy"))
    ids = [ask(office, one, f"No {number}", outcome="open") for number in range(3)]
    asks.decide_asks(office, ids[:2], "done", DAY)
    assert [fields(office, each)["outcome"] for each in ids] == ["done", "done", "open"]
    undo.undo(office)
    assert [fields(office, each)["outcome"] for each in ids] == ["open"] * 3
    with pytest.raises(NotFound):
        asks.decide_asks(office, [ids[0], one], "done", DAY)
    assert fields(office, ids[0])["outcome"] == "open"
