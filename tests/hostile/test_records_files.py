"""Records files made to break the program: each is refused in words, and nothing of it is taken in."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzcase.exchange import recordsfile, strictjson
from kzcase.exchange.recordsfile import lines
from kzcase.models.base import kinds
from kzcase.services import people, records
from kzcase.services.office import Office
from kzcase.services.validation import LONGEST_LINE
from tests.hostile.peak import BOUND_KB, measured, peak
from tests.soak import examples

GOOD = '{"kind":"person","id":"good","fields":{}}'


def line(fields: str, kind: str = "person") -> str:
    return f'{{"kind":"{kind}","id":"x","fields":{{{fields}}}}}'


HOSTILE = {
    "a repeated key": (line('"region":"KZ-23","region":"KZ-75"'), "stands twice"),
    "a repeated key deep down": (line('"liberty":{"since":"2020","since":"2021"}'), "stands twice"),
    "a repeated key written with an escape": (line('"born":"2020","b\\u006frn":"2021"'), "stands twice"),
    "depth": ("[" * 100_000, "nested deeper"),
    "depth in a field": (line(f'"born":{"[" * 500}{"]" * 500}'), "nested deeper"),
    "NaN": (line('"born":NaN'), "not a value"),
    "infinity": (line('"born":-Infinity'), "not a value"),
    "an infinite number": (line('"born":1e999'), "point or an exponent"),
    "a fraction": (line('"born":1984.5'), "point or an exponent"),
    "a number of 5,000 digits": (line(f'"born":{"9" * 5_000}'), "too large"),
    "a number beyond 2^53": (line(f'"born":{2**53 + 1}'), "too large"),
    "half a character": (line('"occupation":"a\\ud800"'), "half a character"),
    "half a character in a key": (line('"\\udfff":"a"'), "half a character"),
    "half a character as a choice": (line('"region":"\\ud800"'), "half a character"),
    "half a character as an id": ('{"kind":"person","id":"\\ud83d","fields":{}}', "half a character"),
    "NUL": (line('"occupation":"a\\u0000b"'), "U+0000"),
    "NUL in an id": ('{"kind":"person","id":"a\\u0000","fields":{}}', "U+0000"),
    "a bare NUL": (line('"occupation":"a\x00b"'), "control character"),
    "an escape sequence": (line('"occupation":"\\u001b[2J"'), "U+001B"),
    "a non-character": (line('"occupation":"\\uffff"'), "U+FFFF"),
    "no UTF-8": (b'{"kind":"person","id":"\xff","fields":{}}', "not UTF-8"),
    "UTF-16": (GOOD.encode("utf-16"), "not UTF-8"),
    "a huge line": (line(f'"remarks":"{"a" * lines.LONGEST_LINE}"'), "longer than"),
    "a long text": (line(f'"occupation":"{"a" * (LONGEST_LINE + 1)}"'), "longer than"),
    "a list": ("[]", "A line is"),
    "a number": ("7", "A line is"),
    "nothing": ("null", "A line is"),
    "half an object": ('{"kind":"person"', "not JSON"),
    "two objects": (f"{GOOD}{GOOD}", "not JSON"),
    "a single quote": ("{'kind':'person'}", "not JSON"),
    "another key": ('{"kind":"person","id":"x","fields":{},"revision":"ff"}', "A line is"),
    "no fields": ('{"kind":"person","id":"x"}', "fields are missing"),
    "fields that are a list": ('{"kind":"person","id":"x","fields":[]}', "fields are missing"),
    "no id": ('{"kind":"person","fields":{}}', "id is missing"),
    "an id that is a number": ('{"kind":"person","id":7,"fields":{}}', "id is missing"),
    "an empty id": ('{"kind":"person","id":" ","fields":{}}', "id is missing"),
    "a long id": (f'{{"kind":"person","id":"{"i" * 501}","fields":{{}}}}', "id is longer"),
    "an unknown kind": ('{"kind":"spy","id":"x","fields":{}}', "no kind"),
    "a kind that is a table of history": ('{"kind":"revision","id":"x","fields":{}}', "no kind"),
    "a kind that is an object": ('{"kind":{"a":1},"id":"x","fields":{}}', "no kind"),
    "an unknown field": (line('"heads":"00"'), "no field"),
    "a later namespace": ('{"namespace":"other"}', "A line is"),
    "a number as the namespace": ('{"namespace":7}', "A line is"),
    "a merge with nobody": (line('"merged_into":"00000000-0000-4000-8000-000000000000"'), "not here"),
    "a huge term": (line('"term":{"years":9000000000000}', "restriction"), "between 0 and"),
    "a negative term": (line('"term":{"years":-4}', "restriction"), "between 0 and"),
    "an amount in words": (line('"fine":{"amount":"1_000"}', "penalty"), "number as text"),
    "an infinite amount": (line('"fine":{"amount":"Infinity"}', "penalty"), "number as text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_is_refused_in_words(office: Office, tmp_path: Path, name: str) -> None:
    content, reason = HOSTILE[name]
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    path = tmp_path / "hostile.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + raw + b"\n")
    planned = recordsfile.plan(office, [path])
    assert any(reason in one.reason for one in planned.refused), planned.refused
    assert {one.where for one in planned.refused} >= {"line 2"}
    assert planned.new == 1
    assert all(len(one.reason) < 400 and len(one.field) < 400 for one in planned.refused)
    # What is reported can be printed.
    json.dumps(planned.report(None)).encode()
    assert recordsfile.apply(office, planned)["new"] == 1


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["KZ-23", "2020-06", "good", "person", "1_000", "..", "/", "9999-12-31", "~", "-1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "years", "since", "status", "amount", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
FIELDS = [(kind.key, key) for kind in kinds().values() for key in kind.fields]


def test_any_value_in_any_field_is_taken_in_or_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "any.jsonl"

    @settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(150))
    @given(st.lists(st.tuples(st.sampled_from(FIELDS), JSON), min_size=1, max_size=12))
    @example([(("term", "vocabulary"), "restriction_kind")])
    def holds(given_fields: list[tuple[tuple[str, str], Any]]) -> None:
        rows = [
            {"kind": kind, "id": f"row{n}", "fields": {key: value}}
            for n, ((kind, key), value) in enumerate(given_fields)
        ]
        path.write_text(GOOD + "\n" + "\n".join(json.dumps(row) for row in rows) + "\n")
        planned = recordsfile.plan(office, [path])
        json.dumps(planned.report(None)).encode()
        with office.vault.write() as session:
            # Taken in as far as it goes, then left: the next example finds nothing of it.
            office.ledger.apply(session, office.ledger.plan_rows(session, planned.rows), own=True)
            session.rollback()

    holds()


def test_any_bytes_are_taken_in_or_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "any.jsonl"

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(st.binary(max_size=300))
    def holds(content: bytes) -> None:
        path.write_bytes(content)
        assert recordsfile.plan(office, [path]).new == 0

    holds()


def test_any_json_is_read_or_refused() -> None:
    @given(JSON)
    def holds(value: Any) -> None:
        read = None
        with contextlib.suppress(strictjson.BadJson):
            read = strictjson.read(json.dumps(value))
        assert read is None or read == value

    holds()


def test_a_person_whose_stored_values_make_no_sense_is_still_shown(office: Office) -> None:
    from kzcase.history.ledger import Change
    from kzcase.models.fields import LARGEST_PART

    person, ban = records.new_id(), records.new_id()
    nonsense: dict[str, dict[str, Any]] = {
        "person": {
            "born": "yesterday",
            "liberty": {"status": "no such", "since": "?"},
            "roles": frozenset({"x"}),
        },
        "restriction": {
            "person": person,
            "kind": "no such",
            "term": {"years": LARGEST_PART},
            "start": "..",
            "in_force": "2020-13",
            "claimed_end": "soon",
        },
    }
    office.record(
        [
            Change("person", person, nonsense["person"]),
            Change("restriction", ban, nonsense["restriction"]),
            Change("hearing", records.new_id(), {"prosecution": ban, "date": "9999-12-31/.."}),
            Change(
                "letter", records.new_id(), {"persons": frozenset({person}), "sent": "x", "direction": "out"}
            ),
        ]
    )
    day = office.today()
    assert people.head(office, person, day).in_force
    assert people.parts(office, person, day)
    people.timeline(office, person, day)


# --- memory ---------------------------------------------------------------------------------------

IMPORTS = "from kzcase.exchange import recordsfile"
WORK = """
planned = recordsfile.plan(office, [path])
print(recordsfile.apply(office, planned)["new"], len(planned.refused))
"""


def arriving(what: str) -> Iterator[str]:
    """Lines of a file as large as is taken in, or larger, of one sort."""
    match what:
        case "texts":  # of characters that take four bytes each in memory
            return (line(f'"remarks":"{"a" * 9_000}😀"', "event") for _ in range(5_200))
        case "faults":
            fields = ",".join(f'"no{n}":{n}' for n in range(15))
            return (f'{{"kind":"person","id":"{n}","fields":{{{fields}}}}}' for n in range(40_000))
        case "lists":
            names = ",".join(f'"x{n}"' for n in range(39_000))
            return (f'{{"kind":"event","id":"{n}","fields":{{"persons":[{names}]}}}}' for n in range(30))
        case "values":
            return (line(f'"persons":[{"{}," * 60_000}{{}}]', "event") for _ in range(20))
        case "endless":
            return (GOOD for _ in range(400_000))
        case _:  # a register as it may well be
            return (
                json.dumps(row, ensure_ascii=False)
                for n in range(lines.MOST_LINES // 2)
                for row in (
                    {"kind": "person", "id": f"p{n}", "fields": {"born": "1980", "occupation": "журналист"}},
                    {
                        "kind": "name",
                        "id": f"n{n}",
                        "fields": {"person": f"p{n}", "parts": {"given": "Айдар"}},
                    },
                )
            )


@pytest.mark.skipif(not measured(), reason="needs Linux")
@pytest.mark.parametrize(
    ("what", "told"),
    [
        pytest.param("values", "There is more than is taken in at once", marks=pytest.mark.soak),
        ("endless", "There is more than is taken in at once"),
        ("faults", "More than 20,000 things are wrong"),
        pytest.param("texts", "0 5200", marks=pytest.mark.soak),
        pytest.param("lists", "More than 20,000 things are wrong", marks=pytest.mark.soak),
        pytest.param("register", "100000 0", marks=pytest.mark.soak),
    ],
)
def test_whatever_records_file_arrives_memory_stays_small(
    office: Office, tmp_path: Path, what: str, told: str
) -> None:
    path = tmp_path / "any.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{one}\n" for one in arriving(what))
    said, grown = peak(office, tmp_path, path, imports=IMPORTS, work=WORK)
    assert said.startswith(told)
    assert grown < BOUND_KB, grown


def test_files_that_are_taken_in_together_are_counted_together(office: Office, tmp_path: Path) -> None:
    half = lines.MOST_LINES // 2 + 1
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for number, path in enumerate(files):
        path.write_text(
            "".join(f'{{"kind":"term","id":"{number}-{n}","fields":{{}}}}\n' for n in range(half))
        )
    with pytest.raises(lines.TooMuch):
        recordsfile.plan(office, files)
