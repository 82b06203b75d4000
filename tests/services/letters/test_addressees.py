"""Whom the office writes to, in numbers; who left the post; what a letter is chained to."""

from __future__ import annotations

from kzcase.services import letters, records
from kzcase.services.letters import addressees
from kzcase.services.letters.chain import ANSWERED_BY, ANSWERS, FOLLOWED_BY, FOLLOWS, chain
from kzcase.services.letters.shapes import Reply
from kzcase.services.office import Office
from tests.counting import counted
from tests.services.letters.desk import DAY, body, contact, letter, made


def test_each_contact_stands_with_what_was_sent_and_how_fast_it_was_answered(office: Office) -> None:
    embassy = body(office, "embassy", "Embassy X")
    one = contact(office, "A. Modeluly", organisation=embassy, position="Desk officer", since="2024-09")
    other = contact(office, "B. Sampleova", organisation=embassy)
    letter(office, one, sent="2026-03-01", answered="2026-03-11", status="answered")
    letter(office, one, sent="2026-04-01", answered="2026-04-21")
    letter(office, one, sent="2026-11-01")
    letter(office, one, sent=None, status="draft")
    first, second = addressees.addressees(office, DAY).rows
    assert (first.id, first.kind, first.title) == (one, "contact", "A. Modeluly · Embassy X")
    assert (first.post, first.posting, first.left) == ("Desk officer", "September 2024–", False)
    assert (first.sent, first.answered, first.unanswered) == (3, 2, 1)
    assert (first.average_days, first.last_answer) == (15.0, "21 Apr 2026")
    assert (second.id, second.sent, second.average_days, second.last_answer) == (other, 0, None, "")


def test_the_list_goes_on_where_it_stopped_and_can_be_filtered(office: Office) -> None:
    ids = [contact(office, f"Modeluly {number:02}") for number in range(5)]
    found: list[str] = []
    after = None
    while True:
        page = addressees.addressees(office, DAY, after=after, limit=2)
        found += [row.id for row in page.rows]
        after = page.after
        if not page.more:
            break
    assert found == ids
    assert [row.id for row in addressees.addressees(office, DAY, query="modeluly 03").rows] == [ids[3]]


def test_a_page_of_addressees_costs_the_same_number_of_statements_whatever_was_sent(office: Office) -> None:
    one = contact(office)
    letter(office, one)
    with counted(office) as few:
        addressees.addressees(office, DAY)
    for _ in range(30):
        letter(office, one)
    with counted(office) as many:
        addressees.addressees(office, DAY)
    assert many["statements"] == few["statements"]


def test_who_left_the_post_is_told_with_who_came_after(office: Office) -> None:
    after = contact(office, "C. Newcomer")
    gone = contact(office, "A. Modeluly", until="2026-08", succeeded_by=after)
    last_day = contact(office, "B. Sampleova", until="2026-11-23")
    unclear = contact(office, "D. Example", until="2026")
    told = addressees.left_post(office, (last_day, gone, unclear, after), DAY)
    assert [(one.id, one.title, one.until) for one in told] == [(gone, "A. Modeluly", "August 2026")]
    assert (told[0].successor, told[0].successor_title) == (after, "C. Newcomer")
    assert [row.left for row in addressees.addressees(office, DAY).rows] == [True, False, False, False]


def test_a_letter_knows_what_answered_it_what_follows_it_and_what_it_follows(office: Office) -> None:
    to = body(office, "embassy", "Embassy X")
    first = letter(office, to, number="2026/001", sent="2026-03-01")
    second = letter(office, to, number="2026/002", sent="2026-06-01", follow_up_of=first)
    reply = letters.record_reply(office, second, Reply("2026-06-20", "raised"))
    mistaken = made(office, "letter", direction="in", reply_to=second, subject="By mistake")
    records.delete(office, mistaken)
    found = [(row.relation, row.id) for row in chain(office, second)]
    assert found == [(FOLLOWS, first), (ANSWERED_BY, reply)]
    assert [(row.relation, row.number, row.day, row.to_words) for row in chain(office, first)] == [
        (FOLLOWED_BY, "2026/002", "1 Jun 2026", "Embassy X")
    ]
    assert [(row.relation, row.id) for row in chain(office, reply)] == [(ANSWERS, second)]
    assert chain(office, letter(office, to)) == ()
