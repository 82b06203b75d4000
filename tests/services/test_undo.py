"""Undo and redo of one's own actions are new revisions, and never take back what others wrote."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.history.revert import MOST_SIGNATURES
from kzcase.history.revision import trusted
from kzcase.history.sign import Signature
from kzcase.services import records, undo, writers
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.services.undo import NothingToDo, What, Why
from tests.counting import counted


def person(office: Office, family: str = "Sampleuly", **fields: Any) -> str:
    one, name = records.new_id(), records.new_id()
    parts = {"family": family, "given": "Almas"}
    records.save_all(
        office, (Draft("person", one, fields), Draft("name", name, {"person": one, "parts": parts}))
    )
    return one


def edit(office: Office, record: str, **fields: Any) -> None:
    view = records.view(office, record)
    base = {key: view.fields.get(key) or frozenset() for key, v in fields.items() if isinstance(v, frozenset)}
    records.save(office, Draft(view.kind, record, fields, view.heads, base))


def said(office: Office, record: str, field: str) -> Any:
    return records.view(office, record).fields.get(field)


def send(source: Office, target: Office) -> None:
    with source.read() as session:
        revisions = [trusted(*row) for row in session.execute(text("SELECT id, header, parts FROM revision"))]
        words = session.execute(
            text(
                "SELECT s.author, w.sign_public, s.ids, s.signature FROM signature AS s "
                "JOIN (SELECT id, sign_public FROM writer UNION SELECT id, sign_public FROM known_key) AS w "
                "ON w.id = s.author"
            )
        )
        signatures = [Signature(*row) for row in words]
    with target.vault.write() as session:
        target.ledger.apply(session, revisions, signatures=signatures)


@pytest.fixture
def colleague(new_office: Callable[..., Office]) -> Office:
    office = new_office()
    writers.switch(office, writers.add(office, "Berik"))
    return office


def test_an_edit_is_undone_and_done_again_and_the_words_say_so(office: Office) -> None:
    one = person(office, born="1984")
    edit(office, one, born="1985", locality="Atyrau")
    deed = undo.outlook(office).undo
    assert deed is not None
    assert (deed.what, deed.kind, deed.title) == (What.CHANGED, "person", "Sampleuly Almas")
    assert set(deed.fields) == {"born", "locality"}
    done = undo.undo(office)
    assert {(s.field, s.was, s.becomes) for s in done.steps} == {
        ("born", "1985", "1984"),
        ("locality", "Atyrau", ""),
    }
    assert said(office, one, "born") == "1984"
    assert said(office, one, "locality") is None
    again = undo.outlook(office).redo
    assert again is not None
    assert again.what is What.CHANGED
    undo.redo(office)
    assert said(office, one, "born") == "1985"
    assert undo.outlook(office).redo is None


def test_what_was_made_is_deleted_and_comes_back_with_all_that_was_made_with_it(office: Office) -> None:
    one = person(office)
    deed = undo.outlook(office).undo
    assert deed is not None
    assert (deed.what, deed.kind, deed.others) == (What.MADE, "person", 1)
    done = undo.undo(office)
    assert (done.gone, done.back, done.left) == (2, 0, ())
    assert records.view(office, one).status == "deleted"
    again = undo.outlook(office).redo
    assert again is not None
    assert again.what is What.MADE
    assert undo.redo(office).back == 2
    assert records.view(office, one).status == "here"
    assert records.view(office, one).title == "Sampleuly Almas"


def test_a_deletion_is_taken_back(office: Office) -> None:
    one = person(office)
    records.delete(office, one)
    deed = undo.outlook(office).undo
    assert deed is not None
    assert deed.what is What.DELETED
    undo.undo(office)
    assert records.view(office, one).status == "here"
    undo.redo(office)
    assert records.view(office, one).status == "deleted"


def test_nothing_is_undone_twice_and_a_new_action_forgets_what_could_be_done_again(office: Office) -> None:
    one = person(office)
    edit(office, one, locality="Atyrau")
    undo.undo(office)
    edit(office, one, locality="Aktobe")
    with pytest.raises(NothingToDo):
        undo.redo(office)
    undo.undo(office)
    undo.undo(office)
    assert records.view(office, one).status == "deleted"
    with pytest.raises(NothingToDo):
        undo.undo(office)


def test_what_a_colleague_changed_since_is_left_alone_and_named(office: Office, colleague: Office) -> None:
    one = person(office, born="1984")
    edit(office, one, born="1985", locality="Atyrau")
    send(office, colleague)
    edit(colleague, one, born="1986")
    send(colleague, office)
    with office.vault.write() as session:
        session.execute(text("UPDATE known_key SET name = 'Berik' WHERE name = ''"))
    done = undo.undo(office)
    assert [(s.field, s.becomes) for s in done.steps] == [("locality", "")]
    assert [(left.field, left.why, left.who) for left in done.left] == [("born", Why.CHANGED, "Berik")]
    assert said(office, one, "born") == "1986"
    undo.redo(office)
    assert said(office, one, "locality") == "Atyrau"
    assert said(office, one, "born") == "1986"


def test_a_value_in_conflict_is_not_undone_over_the_other_ones_head(
    office: Office, colleague: Office
) -> None:
    one = person(office, born="1984")
    send(office, colleague)
    edit(office, one, born="1985")
    edit(colleague, one, born="1986")
    send(colleague, office)
    done = undo.undo(office)
    assert done.did_nothing
    assert [left.field for left in done.left] == ["born"]
    assert len(records.view(office, one).conflicts["born"]) == 2


def test_what_cannot_be_undone_does_not_stand_in_the_way_of_what_was_before(
    office: Office, colleague: Office
) -> None:
    one, other = person(office), person(office, "Modeluly")
    edit(office, other, locality="Atyrau")
    edit(office, one, locality="Atyrau")
    send(office, colleague)
    edit(colleague, one, locality="Oral")
    send(colleague, office)
    assert undo.undo(office).did_nothing
    assert [step.record for step in undo.undo(office).steps] == [other]


def test_a_record_others_have_written_to_is_not_deleted_by_undo(office: Office, colleague: Office) -> None:
    one = person(office)
    send(office, colleague)
    edit(colleague, one, locality="Oral")
    send(colleague, office)
    done = undo.undo(office)
    assert [(left.kind, left.field) for left in done.left] == [("person", "deleted")]
    assert records.view(office, one).status == "here"


def test_of_a_set_only_the_elements_of_ones_own_are_taken_back(office: Office, colleague: Office) -> None:
    one = person(office, languages=frozenset({"kk"}))
    send(office, colleague)
    edit(office, one, languages=frozenset({"ru", "en"}))
    edit(colleague, one, languages=frozenset({"kk", "en", "de"}))
    send(colleague, office)
    assert said(office, one, "languages") == frozenset({"ru", "en", "de"})
    undo.undo(office)
    assert said(office, one, "languages") == frozenset({"kk", "en", "de"}), "English is the colleague's, too"


def test_what_came_with_a_file_and_what_others_wrote_here_is_nobodys_last_action(sample: Office) -> None:
    assert undo.outlook(sample) == undo.Outlook()
    one = person(sample)
    writers.switch(sample, writers.add(sample, "Dana"))
    assert undo.outlook(sample).undo is None
    with pytest.raises(NothingToDo):
        undo.undo(sample)
    assert records.view(sample, one).status == "here"


def test_what_can_be_undone_is_found_in_as_many_steps_however_much_others_signed(office: Office) -> None:
    one = records.new_id()
    records.save(office, Draft("person", one, {"locality": "Uralsk"}))
    taken = []
    for number in (MOST_SIGNATURES, 4 * MOST_SIGNATURES):
        others = [("f" * 32, bytes(32), b"") for _ in range(number)]
        with office.vault.write() as session:
            driver: Any = session.connection().connection.driver_connection
            driver.executemany("INSERT INTO signature (author, ids, signature) VALUES (?, ?, ?)", others)
        edit(office, one, locality=f"Street {number}")
        with counted(office) as seen:
            found = undo.outlook(office).undo
        assert found is not None
        assert (found.record, found.fields) == (one, ("locality",))
        taken.append(seen["steps"])
    assert taken[1] <= taken[0] * 1.1


def test_it_survives_locking_and_ends_after_a_day(new_office: Callable[..., Office], tmp_path: Path) -> None:
    from kzcase.vault.vault import Vault

    moment = [datetime(2026, 11, 22, 9, 0, tzinfo=UTC)]
    office = new_office(clock=lambda: moment[0])
    one = person(office)
    edit(office, one, locality="Atyrau")
    undo.undo(office)
    path = office.path
    office.close()
    again = Office(Vault.open_raw(path, bytes(range(32))), clock=lambda: moment[0])
    assert again.vault is not None
    undo.redo(again)
    assert said(again, one, "locality") == "Atyrau"
    moment[0] += timedelta(hours=25)
    assert undo.outlook(again) == undo.Outlook()
    again.close()


def test_a_step_of_many_records_is_undone_whole(office: Office) -> None:
    ids = [records.new_id() for _ in range(600)]
    records.save_all(office, [Draft("organisation", one, {"name": f"No. {n}"}) for n, one in enumerate(ids)])
    edit(office, ids[0], name="Other")
    undo.undo(office)
    assert undo.undo(office).gone == 600
    assert {records.view(office, one).status for one in (ids[0], ids[300], ids[-1])} == {"deleted"}
    assert undo.redo(office).back == 600


FIELDS = st.sampled_from(["locality", "born", "languages", "delete"])
VALUES = st.integers(0, 3)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    steps=st.lists(st.tuples(st.integers(0, 1), FIELDS, VALUES), min_size=1, max_size=6), seed=st.integers()
)
def test_undoing_and_redoing_goes_through_the_same_states(
    new_office: Callable[..., Office], steps: list[tuple[int, str, int]], seed: int
) -> None:
    office = new_office()
    ids = (person(office), person(office, "Modeluly"))

    def visible() -> list[Any]:
        seen = [records.view(office, one) for one in ids]
        return [
            (one.status, {k: v for k, v in one.fields.items() if k != "deleted"}, one.title) for one in seen
        ]

    states = [visible()]
    for which, field, value in steps:
        if field == "delete":
            (records.undelete if records.view(office, ids[which]).status == "deleted" else records.delete)(
                office, ids[which]
            )
        elif field == "languages":
            edit(office, ids[which], languages=frozenset(("kk", "ru", "en")[:value]))
        else:
            edit(office, ids[which], **{field: f"{1980 + value}"})
        if visible() != states[-1] or field not in ("languages",):
            states.append(visible())
    at = len(states) - 1
    rng = random.Random(seed)
    for _ in range(3 * len(states)):
        if at and (rng.random() < 0.5 or at == len(states) - 1):
            undo.undo(office)
            at -= 1
        elif at < len(states) - 1:
            undo.redo(office)
            at += 1
        assert visible() == states[at]
    office.close()
