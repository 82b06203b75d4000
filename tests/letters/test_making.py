"""Letters become records: one draft each with number and asks, all in one unit, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from kzcase.errors import Cancelled, KzcaseError
from kzcase.letters.filling import fill
from kzcase.letters.making import make
from kzcase.letters.shapes import Asked, Mailing
from kzcase.models.ledger import RecordRow
from kzcase.progress import Progress
from kzcase.services import records, undo
from kzcase.services.letters import asks_of
from kzcase.services.office import Changed, Office
from tests.letters.conftest import put

Ids = Callable[[str, str], str]
DAY = date(2026, 11, 22)


class StopAt(Progress):
    """Stops at a step."""

    def __init__(self, what: str, done: int) -> None:
        super().__init__()
        self.at = what, done

    def report(self, what: str, done: int, total: int) -> None:
        if (what, done) == self.at:
            self.cancel()
            raise Cancelled


def contacts(office: Office, number: int) -> tuple[str, ...]:
    return tuple(put(office, "contact", name=f"Contact {one}", audience="public") for one in range(number))


def here(office: Office) -> dict[str, int]:
    with office.read() as session:
        kinds = session.scalars(select(RecordRow.kind).where(RecordRow.status == "here")).all()
    return {kind: kinds.count(kind) for kind in ("letter", "ask", "document")}


def test_each_addressee_gets_a_draft_of_their_own_with_a_number(office: Office) -> None:
    to = contacts(office, 3)
    mailing = Mailing(
        to,
        subject="About {{reference}}",
        text="Our {{reference}}.",
        kind="urgent_appeal",
        asks=(Asked("Answer.", "Ответить.", kind="information"), Asked(kk="Жауап беру.")),
        language="en",
        day=DAY,
        mechanism="un_special_procedures",
    )
    heard: list[Changed] = []
    office.subscribe(heard.append)
    made = make(office, fill(office, mailing), mailing, initiator="me")
    views = [records.view(office, one) for one in made]
    assert [one.fields["number"] for one in views] == ["2026/001", "2026/002", "2026/003"]
    assert [one.fields["addressees"] for one in views] == [frozenset({one}) for one in to]
    first = views[0].fields
    assert first["subject"] == "About 2026/001"
    assert first["body"] == "Our 2026/001."
    assert {
        key: first[key] for key in ("direction", "kind", "status", "language", "audience", "written")
    } == {
        "direction": "out",
        "kind": "urgent_appeal",
        "status": "draft",
        "language": "en",
        "audience": "public",
        "written": "2026-11-22",
    }
    assert len({one.fields["mailing"] for one in views}) == 1
    asks = [records.view(office, one.id).fields for one in asks_of(office, made[0])]
    assert [(one["position"], one["text"], one.get("text_ru"), one.get("kind")) for one in asks] == [
        (1, "Answer.", "Ответить.", "information"),
        (2, "Жауап беру.", None, None),
    ]
    assert here(office) == {"letter": 3, "ask": 6, "document": 0}
    assert [one.initiator for one in heard] == ["me"], "one action"
    assert heard[0].kinds == {"letter", "ask"}


def test_what_was_edited_by_hand_is_what_is_kept(office: Office) -> None:
    mailing = Mailing(contacts(office, 1), text="As filled.", subject="S", day=DAY)
    (letter,) = fill(office, mailing)
    (made,) = make(office, (replace(letter, body="Edited {{date}} <b>.", subject="T"),), mailing)
    fields = records.view(office, made).fields
    assert (fields["body"], fields["subject"]) == ("Edited {{date}} <b>.", "T")
    assert "mailing" not in fields, "one letter is no mailing"


def test_what_no_record_can_hold_is_left_out_of_what_was_typed(office: Office) -> None:
    mailing = Mailing(contacts(office, 1), text="x", subject="S", day=DAY, asks=(Asked("Ask\x07\ud800."),))
    (letter,) = fill(office, replace(mailing, asks=()))
    edited = replace(letter, body="A\x00B\r\nC\ud800\u202e", subject="S\n\x1b[1m", asks=mailing.asks)
    (made,) = make(office, (edited,), mailing)
    fields = records.view(office, made).fields
    assert (fields["body"], fields["subject"]) == ("AB\nC", "S [1m")
    assert [one.text for one in asks_of(office, made)] == ["Ask."]


def test_the_number_carries_on_from_the_register(sample: Office, ids: Ids) -> None:
    mailing = Mailing((ids("contact", "Ms Ada Sample"),), text="{{reference}}", day=DAY)
    (made,) = make(sample, fill(sample, mailing), mailing)
    fields = records.view(sample, made).fields
    assert fields["number"] == "2026/053"
    assert fields["body"] == "SO-2026/053", "as the letterhead prints it"


def test_enclosures_are_documents_and_what_was_typed_becomes_one(office: Office) -> None:
    document = put(office, "document", title="Verdict")
    mailing = Mailing(contacts(office, 2), text="x", enclosures=(document, "Case brief"), day=DAY)
    made = make(office, fill(office, mailing), mailing)
    enclosed = [records.view(office, one).fields["enclosures"] for one in made]
    assert enclosed[0] == enclosed[1]
    assert sorted(records.view(office, one).title for one in enclosed[0]) == ["Case brief", "Verdict"]


@pytest.mark.parametrize("done", [0, 25, 60])
def test_stopping_leaves_no_half_set_of_records(office: Office, done: int) -> None:
    mailing = Mailing(contacts(office, 60), text="x", asks=(Asked("Answer."),), day=DAY)
    letters = fill(office, mailing)
    before = here(office)
    with pytest.raises(Cancelled):
        make(office, letters, mailing, StopAt("Saving letters", done))
    assert here(office) == before
    assert len(make(office, letters, mailing)) == 60
    assert here(office)["letter"] == before["letter"] + 60


def test_a_mailing_is_undone_in_one_step(office: Office) -> None:
    mailing = Mailing(contacts(office, 3), text="x", asks=(Asked("Answer."),), day=DAY)
    make(office, fill(office, mailing), mailing)
    undo.undo(office)
    assert here(office) == {"letter": 0, "ask": 0, "document": 0}


def test_nothing_to_keep_is_said(office: Office) -> None:
    with pytest.raises(KzcaseError, match="no letter to save"):
        make(office, (), Mailing(()))
