"""Packs kept under a name, and audiences the office named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kzcase.briefing.gather import gather
from kzcase.briefing.wishes import Wishes
from kzcase.errors import InputRefused, KzcaseError, NotFound
from kzcase.models.fields import Audience
from kzcase.services import audiences, packs, records
from kzcase.services.office import Office
from kzcase.services.packs import Pack
from kzcase.vault.vault import Vault
from tests.briefing.stories import File
from tests.laptops import KEY

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    vault = Vault.create_raw(tmp_path / "v.kzvault", KEY)
    office = Office(vault, clock=lambda: NOW)
    with vault.write() as session:
        office.ledger.add_writer(session, "Aigerim")
    yield File(office)
    office.close()


def test_a_pack_is_kept_with_all_its_settings_and_found_by_its_name(file: File) -> None:
    person = file.person()
    pack = Pack(
        "EU  dialogue",
        "pack",
        (person,),
        audience="diplomatic",
        language="ru",
        recipient="EU delegation",
        classification="For the EU only",
        answers={"un-sp.mandates": "Freedom of expression: all of them"},
    )
    kept = packs.save(file.office, pack)
    found = packs.named(file.office, "eu dialogue")
    assert found.id == kept
    assert (found.name, found.persons, found.language) == ("EU dialogue", (person,), "ru")
    assert found.answers == pack.answers
    assert packs.named(file.office, kept) == found
    with pytest.raises(NotFound):
        packs.named(file.office, "UK dialogue")
    with pytest.raises(InputRefused):
        packs.save(file.office, Pack("  "))


def test_keeping_a_pack_again_replaces_its_settings(file: File) -> None:
    first, second = file.person(), file.person("Ахметова", "Айгүл")
    kept = packs.save(file.office, Pack("EU", persons=(first, second), recipient="EU"))
    assert packs.save(file.office, Pack("eu", persons=(second,))) == kept
    (found,) = packs.listed(file.office)
    assert (found.persons, found.recipient, found.name) == ((second,), "", "eu")
    packs.remove(file.office, kept)
    assert packs.listed(file.office) == ()


def test_a_pack_asks_its_search_again_each_time(file: File) -> None:
    first = file.person()
    pack = Pack("All", persons=(first,), search="Ахметова")
    assert packs.people(file.office, pack) == (first,)
    second = file.person("Ахметова", "Айгүл")
    assert packs.people(file.office, pack) == (first, second)
    records.delete(file.office, first)
    assert packs.people(file.office, pack) == (second,)


def test_a_named_audience_keeps_more_back_and_never_widens(file: File) -> None:
    person = file.person()
    file.consent(person)
    file.put("event", persons=frozenset({person}), kind="arrest", title="Arrested", date="2025-01-01")
    rule = file.put("paper_audience", name="Parliament", base="diplomatic", fields="event\nperson.occupation")
    found = audiences.named(file.office, "parliament")
    assert found is not None
    assert (found.id, found.base) == (rule, Audience.DIPLOMATIC)
    wide = gather(file.office, [person], audience="diplomatic")
    narrow = gather(file.office, [person], audience="diplomatic", wishes=Wishes(rule))
    assert wide.briefs[0].events
    assert not narrow.briefs[0].events
    assert narrow.briefs[0].line != wide.briefs[0].line
    assert any("named audience" in one.reason for one in narrow.withheld)
    with pytest.raises(KzcaseError, match="narrower form"):
        gather(file.office, [person], audience="internal", wishes=Wishes(rule))


def test_an_audience_that_keeps_names_back_names_nobody(file: File) -> None:
    person = file.person()
    file.consent(person)
    file.put(
        "event", persons=frozenset({person}), kind="arrest", title="Сериков арестован", date="2025-01-01"
    )
    rule = file.put("paper_audience", name="Nameless", base="diplomatic", fields="name")
    content = gather(file.office, [person], audience="diplomatic", wishes=Wishes(rule))
    assert all("Сериков" not in text for _, text in content.texts())


def test_an_audience_with_a_slip_in_its_list_is_refused(file: File) -> None:
    person = file.person()
    file.consent(person)
    rule = file.put("paper_audience", name="Slip", base="diplomatic", fields="person.heath")
    with pytest.raises(KzcaseError, match=r"person\.heath"):
        gather(file.office, [person], audience="diplomatic", wishes=Wishes(rule))


def test_an_audience_without_a_base_is_the_narrowest(file: File) -> None:
    file.put("paper_audience", name="Bare")
    file.put("paper_audience", name="Inside", base="internal")
    assert {one.base for one in audiences.listed(file.office)} == {Audience.PUBLIC}
