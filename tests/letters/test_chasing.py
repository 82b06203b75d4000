"""Reminders of letters that were not answered: one draft each, chained, all in one unit or none."""

from __future__ import annotations

import pytest

from kzcase.errors import Cancelled, NotFound
from kzcase.letters.chasing import chase
from kzcase.letters.making import make
from kzcase.letters.shapes import Filled, Mailing
from kzcase.progress import Progress
from kzcase.services import letters, records, undo
from kzcase.services.letters.failures import NotOurs
from kzcase.services.office import Office
from tests.letters.conftest import put


def unanswered(office: Office, number: str, language: str = "en") -> str:
    """A letter that was sent in September to somebody of its own."""
    to = put(office, "contact", name=f"Officer {number}", audience="diplomatic")
    return put(
        office,
        "letter",
        direction="out",
        number=number,
        subject=f"About {number}",
        addressees=frozenset({to}),
        language=language,
        audience="diplomatic",
        status="sent",
        sent="2026-09-01",
    )


def drafts(office: Office) -> list[str]:
    return [row.id for row in letters.register(office, office.today(), view="drafts").rows]


def test_each_letter_is_reminded_of_in_its_language_and_to_those_it_went_to(office: Office) -> None:
    first, second = unanswered(office, "2026/001"), unanswered(office, "2026/002", "ru")
    made = chase(office, (first, second))
    assert set(drafts(office)) == set(made)
    for letter, draft in zip((first, second), made, strict=True):
        asked, said = records.view(office, letter).fields, records.view(office, draft).fields
        assert said["follow_up_of"] == letter
        assert said["addressees"] == asked["addressees"]
        assert (said["language"], said["status"], said.get("mailing")) == (asked["language"], "draft", None)
        assert asked["number"] in said["body"]
    assert "1 сентября 2026" in records.view(office, made[1]).fields["body"]


def test_what_was_asked_stays_with_the_letter_that_asked_it(office: Office) -> None:
    letter = unanswered(office, "2026/001")
    ask = put(office, "ask", record=letter, text="Visit them", outcome="open")
    chase(office, (letter,))
    assert [row.id for row in letters.open_asks(office, office.today()).rows] == [ask]


def test_one_undo_takes_all_reminders_back(office: Office) -> None:
    chase(office, (unanswered(office, "2026/001"), unanswered(office, "2026/002")))
    undo.undo(office)
    assert drafts(office) == []


def test_a_reminder_that_was_stopped_leaves_none_of_them(office: Office) -> None:
    ids = tuple(unanswered(office, f"2026/{number:03}") for number in range(1, 4))
    progress = Stops("Saving letters")
    with pytest.raises(Cancelled):
        chase(office, ids, progress)
    assert drafts(office) == []


class Stops(Progress):
    """Is cancelled by somebody once a step of this name is told."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self._at = at

    def report(self, what: str, done: int, total: int) -> None:
        if what == self._at:
            self.cancel()


def test_whom_a_letter_went_to_and_who_is_deleted_is_called_by_name(office: Office) -> None:
    first, second = unanswered(office, "2026/001"), unanswered(office, "2026/002")
    (gone,) = records.view(office, second).fields["addressees"]
    records.delete(office, gone)
    with pytest.raises(NotFound, match="“Officer 2026/002”, whom the letter goes to, is not in this vault"):
        chase(office, (first, second))
    assert drafts(office) == []


def test_a_letter_that_came_from_them_is_not_reminded_of(office: Office) -> None:
    came = put(office, "letter", direction="in", subject="Theirs", sent="2026-09-01")
    with pytest.raises(NotOurs):
        chase(office, (unanswered(office, "2026/001"), came))
    assert drafts(office) == []


def test_letters_of_one_mailing_bear_its_mark_and_enclose_the_same(office: Office) -> None:
    to = [put(office, "contact", name=f"Officer {number}") for number in (1, 2)]
    mailing = Mailing(tuple(to), subject="Hello", text="Hello.", enclosures=("A map",))
    filled = [Filled(one, "", "public", "en", "", "Hello", "Hello.", "") for one in to]
    one, other = (records.view(office, made).fields for made in make(office, filled, mailing))
    assert one["mailing"] == other["mailing"]
    assert one["enclosures"] == other["enclosures"]
    assert len(one["enclosures"]) == 1


def test_a_letter_that_follows_one_of_theirs_answers_it(office: Office) -> None:
    to = put(office, "contact", name="Officer")
    came = put(office, "letter", direction="in", subject="Theirs", sent="2026-09-01", senders=frozenset({to}))
    mailing = Mailing((to,), subject="Thanks", text="Thank you.", follow_up_of=came)
    [made] = make(office, [Filled(to, "", "public", "en", "", "Thanks", "Thank you.", "")], mailing)
    said = records.view(office, made).fields
    assert (said["reply_to"], said.get("follow_up_of")) == (came, None)
