from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.services import alternatives, records
from kzcase.services.declarations import form_fields, kinds
from kzcase.services.office import Office
from kzcase.services.records import Draft
from kzcase.services.telling import tellers, telling
from kzcase.vault.vault import Vault


@pytest.fixture
def office(tmp_path: Path):  # type: ignore[no-untyped-def]
    made = Office(Vault.create_raw(tmp_path / "cases.kzvault", b"k" * 32))
    with made.vault.write() as session:
        made.ledger.add_writer(session, "Aigerim")
    yield made
    made.close()


def saved(office: Office, what: str, /, **fields: object) -> str:
    record = records.new_id()
    records.save(office, Draft(what, record, fields))
    return record


def test_a_person_is_told_apart_by_birth_occupation_and_place(office: Office) -> None:
    one = saved(office, "person", born="1984~", occupation="blogger", locality="Atyrau")
    other = saved(office, "person")
    with office.read() as session:
        told = telling(session, [(one, "person"), (other, "person")])
    assert [(said.field.key, said.text) for said in told[one]] == [
        ("born", "about 1984"),
        ("occupation", "blogger"),
        ("locality", "Atyrau"),
    ]
    assert told[other] == ()


def test_what_belongs_to_someone_is_told_apart_first_by_whose_it_is(office: Office) -> None:
    person = saved(office, "person")
    records.save(office, Draft("name", records.new_id(), {"person": person, "parts": {"family": "Сәмплұлы"}}))
    one = saved(office, "prosecution", person=person, kind="criminal", opened="2025")
    with office.read() as session:
        told = telling(session, [(one, "prosecution")])
    assert [said.text for said in told[one]] == ["Сәмплұлы", "2025"]


def test_every_kind_keeps_what_it_needs_in_sight() -> None:
    for kind in kinds().values():
        fields = form_fields(kind)
        assert not [one.key for one in fields if one.seldom and (one.required or one.owner or one.tells)]
        assert [one for one in fields if not one.seldom], kind.key
        assert all(not one.hidden for one in tellers(kind.key))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("born", "1985-06", "June 1985"),
        ("liberty", {"status": "detained", "since": "2024"}, "Detained, since 2024"),
        ("languages", frozenset({"kk"}), "Kazakh"),
    ],
)
def test_another_value_of_a_field_is_said_in_words(
    office: Office, field: str, value: object, said: str
) -> None:
    person = saved(office, "person", born="1984")
    source = saved(office, "source", title="Vlast")
    text = alternatives.as_text(kinds()["person"].fields[field], value)
    saved(office, "alternative", record=person, field=field, value=text, source=source)
    (given,) = alternatives.of_record(office, person)
    assert (given.field, given.text, given.source_title) == (field, said, "Vlast")


def test_another_value_that_is_none_of_its_field_is_shown_as_it_stands(office: Office) -> None:
    person = saved(office, "person")
    saved(office, "alternative", record=person, field="liberty", value="not json")
    saved(office, "alternative", record=person, field="of a newer version", value="x")
    assert [one.text for one in alternatives.of_record(office, person)] == ["not json", "x"]
