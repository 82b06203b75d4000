"""What is done with a letter is one unit of ordinary revisions: undone as one, merged without loss."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.errors import InputRefused, NotFound
from kzcase.history.revision import trusted
from kzcase.services import agenda, journal, letters, records, undo
from kzcase.services.letters import Reply
from kzcase.services.letters.failures import AlreadySent, NoReplyCame, NoSuchTerm, NotOurs, NotSent
from kzcase.services.office import Office
from tests.services.letters.desk import DAY, body, contact, fields, letter, made, person


def state(office: Office) -> str:
    with office.read() as session:
        return office.ledger.check(session).state


def test_sending_gives_a_letter_its_days_and_tells_history_who_did_it(office: Office) -> None:
    one = letter(office, sent=None, status="checked")
    assert letters.set_status(office, [one], "sent", DAY) == (one,)
    assert {key: fields(office, one)[key] for key in ("status", "sent", "written")} == {
        "status": "sent",
        "sent": "2026-11-23",
        "written": "2026-11-23",
    }
    (line,) = [
        line
        for line in journal.of_record(office, one)
        if {change.field for change in line.changes} == {"status", "sent", "written"}
    ]
    assert "Aigerim" in line.who
    assert line.time


def test_days_that_are_given_stand(office: Office) -> None:
    one = letter(office, sent="2026-11-01", written="2026-10-30")
    letters.set_status(office, [one], "sent", DAY)
    assert (fields(office, one)["sent"], fields(office, one)["written"]) == ("2026-11-01", "2026-10-30")


@pytest.mark.parametrize(
    ("status", "field"),
    [("acknowledged", "acknowledged"), ("answered", "answered"), ("reminded", "reminded")],
)
def test_a_status_brings_its_day(office: Office, status: str, field: str) -> None:
    one = letter(office)
    letters.set_status(office, [one], status, "2026-11")
    assert (fields(office, one)["status"], fields(office, one)[field]) == (status, "2026-11")


def test_many_letters_are_one_unit_and_one_undo(office: Office) -> None:
    several = [letter(office, sent=None, status="checked") for _ in range(3)]
    before = state(office)
    letters.set_status(office, several, "sent", DAY)
    assert {fields(office, one)["status"] for one in several} == {"sent"}
    undo.undo(office)
    assert {fields(office, one)["status"] for one in several} == {"checked"}
    assert all("sent" not in fields(office, one) for one in several)
    assert state(office) == before


def test_one_that_cannot_be_done_leaves_all_as_they_were(office: Office) -> None:
    ready, unsent = letter(office), letter(office, sent=None)
    before = state(office)
    with pytest.raises(NotSent):
        letters.set_status(office, [ready, unsent], "acknowledged", DAY)
    assert state(office) == before


def test_the_same_status_again_changes_nothing(office: Office) -> None:
    one = letter(office, status="closed")
    before = state(office)
    assert letters.set_status(office, [one, one], "closed", DAY) == ()
    assert state(office) == before


def test_what_makes_no_sense_is_refused_in_words(office: Office) -> None:
    sent, came = letter(office), letter(office, direction="in")
    with pytest.raises(AlreadySent):
        letters.set_status(office, [sent], "draft", DAY)
    with pytest.raises(NotOurs):
        letters.set_status(office, [came], "sent", DAY)
    with pytest.raises(NoSuchTerm, match="There is no status “lost”"):
        letters.set_status(office, [sent], "lost", DAY)
    with pytest.raises(NotFound):
        letters.set_status(office, [records.new_id()], "sent", DAY)
    with pytest.raises(NotFound):
        letters.set_status(office, [made(office, "task", title="Call")], "sent", DAY)
    deleted = letter(office)
    records.delete(office, deleted)
    with pytest.raises(NotFound):
        letters.set_status(office, [deleted], "closed", DAY)


def test_a_reply_is_a_letter_of_its_own_chained_to_the_one_it_answers(office: Office) -> None:
    ministry, somebody = body(office, "ministry"), person(office)
    scan = made(office, "document", title="Scan")
    one = letter(office, ministry, persons=frozenset({somebody}), mechanism="ministry", language="ru")
    reply = Reply(
        "2026-11-20",
        "token",
        "They note our letter.",
        scan,
        "none",
        "Nothing was seen.",
        reference="12/345",
    )
    came = letters.record_reply(office, one, reply)
    assert fields(office, came) == {
        "direction": "in",
        "kind": "answer",
        "subject": "Appeal",
        "senders": frozenset({ministry}),
        "sent": "2026-11-20",
        "status": "received",
        "reply_to": one,
        "reference": "12/345",
        "body": "They note our letter.",
        "documents": frozenset({scan}),
        "persons": frozenset({somebody}),
        "mechanism": "ministry",
        "language": "ru",
    }
    answered = fields(office, one)
    assert {
        key: answered[key]
        for key in ("status", "answered", "response", "response_note", "impact", "impact_date", "impact_note")
    } == {
        "status": "answered",
        "answered": "2026-11-20",
        "response": "token",
        "response_note": "They note our letter.",
        "impact": "none",
        "impact_date": "2026-11-20",
        "impact_note": "Nothing was seen.",
    }
    assert agenda.due(office, DAY, 365).items == ()


def test_a_reply_and_the_answered_letter_are_undone_together(office: Office) -> None:
    one = letter(office)
    came = letters.record_reply(office, one, Reply("2026-11-20", "acted"))
    undo.undo(office)
    assert records.view(office, came).status == "deleted"
    assert "answered" not in fields(office, one)
    assert "response" not in fields(office, one)


def test_a_second_reply_keeps_the_day_of_the_first(office: Office) -> None:
    one, other = letter(office), contact(office)
    letters.record_reply(office, one, Reply("2026-11-20", "forwarded"))
    second = letters.record_reply(office, one, Reply("2026-12-01", "acted", from_=other, subject="Decision"))
    assert fields(office, one)["answered"] == "2026-11-20"
    assert fields(office, one)["response"] == "acted"
    assert (fields(office, second)["senders"], fields(office, second)["subject"]) == (
        frozenset({other}),
        "Decision",
    )


def test_what_is_no_reply_is_refused_and_changes_nothing(office: Office) -> None:
    sent, draft, came = letter(office), letter(office, sent=None), letter(office, direction="in")
    before = state(office)
    with pytest.raises(NoReplyCame):
        letters.record_reply(office, sent, Reply("2026-11-20", "none"))
    with pytest.raises(NotSent):
        letters.record_reply(office, draft, Reply("2026-11-20"))
    with pytest.raises(NotOurs):
        letters.record_reply(office, came, Reply("2026-11-20"))
    with pytest.raises(InputRefused):
        letters.record_reply(office, sent, Reply("2026-11-20", "wonderful"))
    with pytest.raises(InputRefused):
        letters.record_reply(office, sent, Reply("2026-11-20", document=records.new_id()))
    assert state(office) == before


def test_a_follow_up_is_a_draft_to_the_same_addressees_chained_to_its_letter(office: Office) -> None:
    embassy, somebody = contact(office), person(office)
    one = letter(office, embassy, persons=frozenset({somebody}), mechanism="embassy", audience="diplomatic")
    chase = letters.follow_up(office, one)
    assert fields(office, chase) == {
        "direction": "out",
        "kind": "reminder",
        "subject": "Appeal",
        "status": "draft",
        "follow_up_of": one,
        "addressees": frozenset({embassy}),
        "persons": frozenset({somebody}),
        "mechanism": "embassy",
        "audience": "diplomatic",
    }
    for refused, kind in ((letter(office, sent=None), NotSent), (letter(office, direction="in"), NotOurs)):
        with pytest.raises(kind):
            letters.follow_up(office, refused)


def test_sending_a_follow_up_marks_the_letter_as_reminded_unless_it_was_answered(office: Office) -> None:
    waiting, answered = letter(office), letter(office, answered="2026-11-10")
    chases = [letters.follow_up(office, one) for one in (waiting, answered)]
    changed = letters.set_status(office, chases, "sent", DAY)
    assert set(changed) == {*chases, waiting}
    assert (fields(office, waiting)["status"], fields(office, waiting)["reminded"]) == (
        "reminded",
        "2026-11-23",
    )
    assert "reminded" not in fields(office, answered)


def test_sending_a_reply_marks_the_letter_that_came_in_as_answered(office: Office) -> None:
    came = letter(office, direction="in", status="to_answer", due="2026-12-01")
    assert [item.what for item in agenda.due(office, DAY, 30).items] == ["reply_owed"]
    reply = letter(office, sent=None, status="checked", reply_to=came)
    assert set(letters.set_status(office, [reply], "sent", DAY)) == {reply, came}
    assert (fields(office, came)["status"], fields(office, came)["answered"]) == ("answered", "2026-11-23")
    assert [item.what for item in agenda.due(office, DAY, 30).items] == []
    undo.undo(office)
    assert fields(office, came)["status"] == "to_answer"


def test_numbers_go_on_within_their_year(office: Office) -> None:
    assert letters.next_number(office, DAY) == "2026/001"
    for number in ("2026/040", "2026/9", "2026/x", "2025/777", "2026/0041", "20260/1", "2026"):
        letter(office, number=number)
    gone = letter(office, number="2026/900")
    records.delete(office, gone)
    assert letters.next_number(office, DAY) == "2026/042"
    assert letters.next_numbers(office, DAY, 3) == ("2026/042", "2026/043", "2026/044")
    letter(office, number="2026/999")
    assert letters.next_numbers(office, DAY, 2) == ("2026/1000", "2026/1001")
    letter(office, number="2026/1000")
    assert letters.next_number(office, DAY) == "2026/1001"
    assert letters.next_number(office, date(2027, 1, 1)) == "2027/001"


def send(source: Office, target: Office) -> None:
    """Everything one office wrote, as a case file would carry it."""
    with source.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq")).all()
    with target.vault.write() as session:
        target.ledger.apply(session, [trusted(*row) for row in rows])


def test_two_laptops_that_did_different_things_lose_nothing(new_office: Callable[..., Office]) -> None:
    here, there = new_office(), new_office()
    one = letter(here, body(here, "embassy"))
    send(here, there)
    letters.set_status(here, [one], "acknowledged", "2026-11-05")
    came = letters.record_reply(there, one, Reply("2026-11-20", "raised", "They raised it."))
    send(here, there)
    send(there, here)
    assert state(here) == state(there)
    for office in (here, there):
        found = records.view(office, one)
        assert (found.fields["acknowledged"], found.fields["answered"]) == ("2026-11-05", "2026-11-20")
        assert found.fields["response"] == "raised"
        assert {one.value for one in found.conflicts["status"]} == {"acknowledged", "answered"}
        assert fields(office, came)["reply_to"] == one
        assert agenda.due(office, DAY, 365).items == ()


def test_two_replies_written_down_on_two_laptops_are_both_kept(new_office: Callable[..., Office]) -> None:
    here, there = new_office(), new_office()
    one = letter(here, body(here, "embassy"))
    send(here, there)
    replies = [
        letters.record_reply(office, one, Reply(day, "token", said))
        for office, day, said in ((here, "2026-11-18", "By post."), (there, "2026-11-20", "By email."))
    ]
    send(here, there)
    send(there, here)
    assert state(here) == state(there)
    for office in (here, there):
        assert [fields(office, reply)["body"] for reply in replies] == ["By post.", "By email."]
        found = records.view(office, one)
        assert {candidate.value for candidate in found.conflicts["answered"]} == {"2026-11-18", "2026-11-20"}
    # Writing it down again where it is undecided decides it, in both.
    letters.set_status(here, [one], "answered", DAY)
    records.decide(here, one, "answered", "2026-11-18")
    send(here, there)
    assert state(here) == state(there)
    assert "answered" not in records.view(there, one).conflicts


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@given(st.lists(st.from_regex(r"20(26|27)/[0-9]{1,6}", fullmatch=True) | NAMES, max_size=6))
def test_the_next_number_was_never_given(office_with_no_letters: Office, numbers: list[str]) -> None:
    office = office_with_no_letters
    for number in numbers:
        letter(office, number=number)
    found = letters.next_number(office, DAY)
    with office.read() as session:
        taken = set(session.execute(text("SELECT number FROM letter")).scalars())
    assert found not in taken
    assert found.startswith("2026/")


@pytest.fixture(scope="module")
def office_with_no_letters(office_template, tmp_path_factory):  # type: ignore[no-untyped-def]
    """One office for all examples: its letters only add up."""
    import shutil

    from kzcase.vault.vault import Vault
    from tests.conftest import KEY

    path = tmp_path_factory.mktemp("numbers") / "office.kzvault"
    shutil.copyfile(office_template, path)
    with Vault.open_raw(path, KEY) as vault:
        yield Office(vault)


def test_a_number_that_two_laptops_gave_is_told_at_both_letters(new_office: Callable[..., Office]) -> None:
    here, there = new_office(), new_office()
    to = body(here, "embassy")
    send(here, there)
    for office in (here, there):
        letter(office, to, number=letters.next_number(office, DAY))
    letter(here, to, number=letters.next_number(here, DAY))
    made(here, "letter", direction="in", number="2026/002", subject="Theirs", sent="2026-11-03")
    send(there, here)
    told = [(row.number, row.shares_number) for row in letters.register(here, DAY).rows]
    assert sorted(told) == [("2026/001", True), ("2026/001", True), ("2026/002", False), ("2026/002", False)]
    twice = next(row for row in letters.register(here, DAY).rows if row.shares_number)
    again = {"number": letters.next_number(here, DAY)}
    records.save(here, records.Draft("letter", twice.id, again, records.view(here, twice.id).heads))
    assert not any(row.shares_number for row in letters.register(here, DAY).rows)
