"""Every kind's declaration keeps the promises other rooms build on."""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy import UniqueConstraint

from kzcase.models.base import Base, Kind, Travel, kinds, models
from kzcase.models.fields import INTERNAL, Audience, Compartment, Field, FieldType, Protect

GROUPS = {"people", "restrictions", "prosecutions", "letters", "events", "documents", "sources", "more"}
ALL = [(kind, field) for kind in kinds().values() for field in kind.fields.values()]


def named(pair: tuple[Kind, Field] | object) -> str:
    """A readable name of a field for pytest."""
    return f"{pair[0].key}.{pair[1].key}" if isinstance(pair, tuple) else str(pair)


def test_the_kinds_are_these() -> None:
    assert set(kinds()) == {
        *("person", "name", "organisation", "registration", "case", "involvement", "prosecution", "charge"),
        *("step", "hearing", "measure", "detention", "sentence", "penalty", "restriction", "condition"),
        *("breach", "event", "assembly", "letter", "ask", "contact", "source", "citation", "alternative"),
        *("document", "consent", "task", "term", "benchmark_link", "law_note", "not_same"),
        *("restriction_change", "saved_search", "letter_template", "letterhead"),
        *("paper_out", "paper_pack", "paper_audience", "redaction"),
    }


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.key)
def test_a_kind_has_words_and_a_group(kind: Kind) -> None:
    assert kind.label
    assert kind.plural
    assert kind.group in GROUPS
    assert models()[kind.key].__doc__
    assert set(kind.title) <= set(kind.fields)


@pytest.mark.parametrize("pair", ALL, ids=named)
def test_a_field_declares_itself_whole(pair: tuple[Kind, Field]) -> None:
    _, field = pair
    assert field.label
    assert field.label == unicodedata.normalize("NFC", field.label)
    assert set(field.targets) <= set(kinds())
    assert Audience.INTERNAL in field.audiences
    assert (field.composite is not None) == (field.type is FieldType.COMPOSITE)
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        assert field.vocabulary
    if field.owner:
        assert field.type.is_link
    if field.listed:
        assert not field.type.is_set
    if field.protect in (Protect.TRUE, Protect.FALSE):
        assert field.type is FieldType.FLAG
    if field.protect is Protect.FIRST:
        assert field.type is FieldType.CHOICE


def test_labels_are_unique_within_a_kind() -> None:
    for kind in kinds().values():
        labels = [field.label for field in kind.fields.values()]
        assert len(labels) == len(set(labels)), kind.key


def test_the_tables_hold_any_set_of_revisions() -> None:
    for key, model in models().items():
        table = Base.metadata.tables[key]
        assert table is model.__table__
        assert not table.foreign_keys
        assert not [found for found in table.constraints if isinstance(found, UniqueConstraint)]
        for column in table.columns:
            assert column.nullable or column.primary_key, (key, column.name)


def test_listed_fields_have_an_index_that_ends_in_the_id() -> None:
    for key, kind in kinds().items():
        table = models()[key].__table__
        indexed = {tuple(column.name for column in index.columns) for index in table.indexes}  # type: ignore[attr-defined]
        for field in kind.fields.values():
            if field.listed:
                assert (field.key, "id") in indexed


def test_working_notes_never_leave_the_office() -> None:
    for kind, field in ALL:
        if field.key in ("remarks", "tags", "do_not_say"):
            assert field.audiences == INTERNAL, named((kind, field))


def test_every_kind_that_can_reach_paper_can_be_held_back() -> None:
    # These are no facts about anybody; what never leaves the vault is exempt as well.
    exempt = {"consent", "task", "term", "law_note", "not_same", "letter_template", "redaction"}
    for kind in kinds().values():
        if kind.key not in exempt and kind.travel is Travel.SHARED:
            assert kind.fields["do_not_share"].protect is Protect.TRUE, kind.key


def test_what_names_a_confidential_source_stands_in_its_own_compartment() -> None:
    source = kinds()["source"].fields
    for key in ("real_name", "person", "contact", "obtained", "connection"):
        assert source[key].compartment is Compartment.SOURCE
        assert source[key].audiences == INTERNAL
    assert kinds()["involvement"].fields["protected_person"].compartment is Compartment.SOURCE


def test_contact_details_health_and_family_are_never_open() -> None:
    person = kinds()["person"].fields
    for key in ("contact", "address", "photo", "identity_document"):
        assert person[key].compartment is Compartment.IDENTITY
    assert person["family"].compartment is Compartment.FAMILY
    assert person["health"].compartment is Compartment.HEALTH
    for key in ("email", "phone", "address"):
        assert kinds()["contact"].fields[key].compartment is Compartment.IDENTITY
    for key in ("contact", "address", "health", "family", "photo", "identity_document"):
        assert Audience.PUBLIC not in person[key].audiences or key == "photo"


def test_fields_that_protect_are_declared_protective() -> None:
    expected = {
        ("consent", "answer"): Protect.FIRST,
        ("consent", "expires"): Protect.GIVEN,
        ("consent", "withdrawn"): Protect.GIVEN,
        ("consent", "pseudonym_only"): Protect.TRUE,
        ("person", "pseudonym"): Protect.GIVEN,
        ("person", "do_not_say"): Protect.GIVEN,
        ("person", "do_not_share"): Protect.TRUE,
        ("source", "public"): Protect.FALSE,
    }
    for (kind, key), protect in expected.items():
        assert kinds()[kind].fields[key].protect is protect


def test_a_person_owns_what_is_only_about_that_person() -> None:
    owned = {
        kind.key
        for kind in kinds().values()
        for field in kind.owners
        if "person" in field.targets or not field.targets
    }
    assert {"name", "restriction", "prosecution", "detention", "measure", "consent", "citation"} <= owned
    assert "letter" not in owned
    assert "event" not in owned


def test_every_link_to_a_person_says_whether_the_record_is_about_them() -> None:
    # These act for an office, or are written to: nothing is told of them but that.
    in_office = {
        *(("hearing", "judge"), ("measure", "judge"), ("sentence", "judge"), ("step", "taken_by")),
        *(("breach", "recorded_by"), ("document", "issued_by")),
        *(("letter", "senders"), ("letter", "addressees"), ("letter", "copies"), ("letter", "signatories")),
    }
    others = {
        (kind.key, field.key)
        for kind, field in ALL
        if field.type.is_link
        and "person" in field.targets
        and field not in kind.concerned
        and field.audiences != INTERNAL
        and not field.hidden
    }
    assert others == in_office


def test_whom_a_record_concerns_is_named_by_a_link() -> None:
    for kind, field in ALL:
        if field.concerns:
            assert "person" in field.targets, named((kind, field))
    assert {field.key for field in kinds()["assembly"].concerned} == {"persons", "organisers"}
    assert {field.key for field in kinds()["involvement"].concerned} == {"person", "protected_person"}
