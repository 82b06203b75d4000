"""The sample that ships is held to the same rules as anything a user imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from kzcase import resources
from kzcase.dates.edtf import parse_edtf
from kzcase.models.base import Travel, kinds
from kzcase.models.fields import INTERNAL, Audience, Field, FieldType, Nature
from kzcase.models.values import from_text
from kzcase.reference import vocabularies
from kzcase.services import letters
from kzcase.services.office import Office

FILES = ("real.jsonl", "fictional.jsonl")
SIX = {"bokayev", "ilyashev", "tulesova", "kharkova", "eleusinov", "baltabay"}


def lines(name: str) -> list[dict[str, Any]]:
    """The lines of a sample file, parsed."""
    return [orjson.loads(line) for line in resources.path("sample", name).read_bytes().splitlines()]


def records(name: str) -> list[dict[str, Any]]:
    """The records of a sample file, without its first line."""
    return lines(name)[1:]


@pytest.fixture(params=FILES)
def sample(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """The records of one file."""
    return records(request.param)


def wrong(
    field: Field, value: Any, known: dict[str, str], terms: dict[str, set[str]], vocabulary: str = ""
) -> str:
    """What is wrong with a value, or ''."""
    vocabulary = vocabulary or field.vocabulary
    match field.type:
        case FieldType.TEXT | FieldType.NOTE | FieldType.DECIMAL:
            good = isinstance(value, str) and value == value.strip() and value != ""
            return "" if good else "not a text"
        case FieldType.DATE:
            return "" if str(parse_edtf(value)) == value else "not canonical"
        case FieldType.INTEGER:
            return "" if type(value) is int else "not a whole number"
        case FieldType.FLAG:
            return "" if type(value) is bool else "not a flag"
        case FieldType.CHOICE:
            return "" if _term(vocabulary, value, terms) else f"no term {value}"
        case FieldType.CHOICES:
            good = isinstance(value, list) and value == sorted(set(value))
            good = good and all(_term(vocabulary, one, terms) for one in value)
            return "" if good else "not a set of terms"
        case FieldType.LINK | FieldType.LINKS:
            targets = [value] if field.type is FieldType.LINK else value
            for target in targets:
                if target not in known:
                    return f"no record {target}"
                if field.targets and known[target] not in field.targets:
                    return f"{target} is a {known[target]}"
            return ""
        case FieldType.COMPOSITE:
            assert field.composite
            for part in field.composite.parts:
                if part.key in value:
                    said = wrong(
                        Field(part.key, part.label, part.type),
                        value[part.key],
                        known,
                        terms,
                        part.vocabulary or field.vocabulary,
                    )
                    if said:
                        return said
            return (
                "" if value and set(value) <= {part.key for part in field.composite.parts} else "unknown part"
            )


def _term(vocabulary: str, key: str, own: dict[str, set[str]]) -> bool:
    return key in vocabularies.load(vocabulary).terms or key in own[vocabulary]


def own_terms(sample: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The terms the file itself brings."""
    own: dict[str, set[str]] = defaultdict(set)
    for record in sample:
        if record["kind"] == "term":
            own[record["fields"]["vocabulary"]].add(record["fields"]["key"])
    return own


@pytest.mark.parametrize("name", FILES)
def test_a_file_opens_with_its_namespace_and_each_line_is_a_record(name: str) -> None:
    first, *rest = lines(name)
    assert first == {"namespace": "kzcase-sample"}
    assert rest
    assert all(set(record) == {"kind", "id", "fields"} for record in rest)


def test_keys_are_unique_across_both_files() -> None:
    keys = [record["id"] for name in FILES for record in records(name)]
    assert len(keys) == len(set(keys))


def test_every_value_fits_its_declaration(sample: list[dict[str, Any]]) -> None:
    known = {record["id"]: record["kind"] for record in sample}
    terms = own_terms(sample)
    problems = []
    for record in sample:
        fields = kinds()[record["kind"]].fields
        for key, value in record["fields"].items():
            declared = fields[key]
            assert declared.nature is Nature.RECORDED
            if said := wrong(declared, value, known, terms):
                problems.append((record["id"], key, said))
    assert problems == []


def test_required_fields_are_given(sample: list[dict[str, Any]]) -> None:
    missing = [
        (record["id"], field.key)
        for record in sample
        for field in kinds()[record["kind"]].fields.values()
        if field.required and field.key not in record["fields"]
    ]
    assert missing == []


def test_citations_and_alternatives_name_a_field_the_record_has(sample: list[dict[str, Any]]) -> None:
    by_id = {record["id"]: record for record in sample}
    for record in sample:
        if record["kind"] in ("citation", "alternative") and "field" in record["fields"]:
            beside = by_id[record["fields"]["record"]]
            field = kinds()[beside["kind"]].fields[record["fields"]["field"]]
            assert field.key in beside["fields"], record["id"]
            if record["kind"] == "alternative":
                given = from_text(field, record["fields"]["value"])
                current = beside["fields"][field.key]
                assert given != current, record["id"]
                if field.type is FieldType.DATE:
                    assert str(parse_edtf(given)) == given


def test_the_sample_holds_every_kind() -> None:
    """But what is an office's own, letters' templates (shipped as texts), and boxes on files it lacks."""
    held = {record["kind"] for name in FILES for record in records(name)}
    shared = {kind.key for kind in kinds().values() if kind.travel is not Travel.PRIVATE}
    assert held == shared - {"letter_template", "redaction"}


def test_every_fact_about_real_people_is_cited_to_a_public_source() -> None:
    real = records("real.jsonl")
    public = {
        record["id"]
        for record in real
        if record["kind"] == "source" and record["fields"].get("public") is True
    }
    cited: dict[str, set[str]] = defaultdict(set)
    for record in real:
        if record["kind"] == "citation" and record["fields"]["source"] in public:
            cited[record["fields"]["record"]].add(record["fields"].get("field", ""))
    bare = []
    for record in real:
        if record["kind"] in ("source", "citation"):
            continue
        if record["kind"] == "alternative":
            if record["fields"].get("source") not in public:
                bare.append((record["id"], "source"))
            continue
        fields = kinds()[record["kind"]].fields
        bare += [
            (record["id"], key)
            for key in record["fields"]
            if fields[key].audiences != INTERNAL
            and key not in cited[record["id"]]
            and "" not in cited[record["id"]]
        ]
    assert bare == []


def test_real_people_stand_on_no_consent_and_hold_nothing_sensitive() -> None:
    real = records("real.jsonl")
    assert not [
        record["id"] for record in real if record["kind"] in ("consent", "contact", "document", "task")
    ]
    for record in real:
        for key in record["fields"]:
            field = kinds()[record["kind"]].fields[key]
            assert field.compartment.value == "open", (record["id"], key)


def test_the_six_are_there_with_names_restrictions_and_sources() -> None:
    real = records("real.jsonl")
    for one in SIX:
        person = f"person-{one}"
        beside = [record for record in real if record["fields"].get("person") == person]
        assert [record for record in beside if record["kind"] == "name"]
        assert [record for record in beside if record["kind"] == "restriction"], one


def test_sources_that_disagree_stand_side_by_side() -> None:
    real = {record["id"]: record["fields"] for record in records("real.jsonl")}
    given = {
        (fields["record"], fields["field"]): fields["value"]
        for key, fields in real.items()
        if key.startswith("alternative-")
    }
    assert real["restriction-kharkova-freedom"]["claimed_end"] == "2021-11-09"
    assert given["restriction-kharkova-freedom", "claimed_end"] == "2021-10-05"
    assert real["sentence-kharkova-2017"]["appeal_decided"] == "2017-09-28"
    assert given["sentence-kharkova-2017", "appeal_decided"] == "2017-09-29"
    assert given["detention-baltabay-2019-1", "end"] == "2019-08-10"


def test_no_computed_end_of_a_real_person_is_stored() -> None:
    claimed = {
        record["id"]: record["fields"]["claimed_end"]
        for record in records("real.jsonl")
        if record["kind"] == "restriction" and "claimed_end" in record["fields"]
    }
    # Only what a source states: domain arithmetic must never be written down as recorded.
    assert claimed == {
        "restriction-kharkova-freedom": "2021-11-09",
        "restriction-kharkova-ban": "2022-10-05",
        "restriction-eleusinov-ban": "2022",
    }


def test_invented_people_are_marked_as_such() -> None:
    people = [record["fields"] for record in records("fictional.jsonl") if record["kind"] == "person"]
    assert len(people) >= 20
    for fields in people:
        assert "Fictional" in fields["summary_en"]
        assert "fictional" in fields["tags"]


def test_the_names_of_invented_people_use_every_kazakh_letter() -> None:
    text = "".join(
        "".join(record["fields"]["parts"].values())
        for record in records("fictional.jsonl")
        if record["kind"] == "name"
    ).lower()
    assert set("әғқңөұүһі") <= set(text)


def test_the_sample_has_something_for_each_screen_in_november_2026(
    new_office: Callable[..., Office], sample_template: Path
) -> None:
    fictional = records("fictional.jsonl")
    late = letters.register(new_office(sample_template), date(2026, 11, 22), view="overdue").rows
    hearings = [r for r in fictional if r["kind"] == "hearing" and r["fields"]["date"].startswith("2026-1")]
    assert len(late) >= 3
    assert len(hearings) >= 5
    audiences = {a for r in fictional if r["kind"] == "consent" for a in r["fields"]["audiences"]}
    assert {audience.value for audience in Audience} <= audiences
