"""Any valid revision may come from elsewhere, with any JSON in any field: every page must still open."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from kzcase.briefing import papers
from kzcase.briefing.gather import NoBasis
from kzcase.briefing.templates import TEMPLATES
from kzcase.errors import InputRefused
from kzcase.exchange import casefile, recordsfile
from kzcase.exchange.casefile import Selection
from kzcase.history.revision import Part, Revision, random_salt, sealed
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, FieldType
from kzcase.progress import quiet
from kzcase.reference import vocabularies
from kzcase.services import (
    agenda,
    alternatives,
    board,
    citations,
    conflicts,
    deadlines,
    derived,
    journal,
    lists,
    people,
    records,
    restrictions,
    searching,
    standing,
    timelines,
    today,
)
from kzcase.services.agenda.ical import calendar_file
from kzcase.services.display import Speaker
from kzcase.services.office import Office
from kzcase.services.records import Draft

DAY = date(2021, 7, 22)
IDS = {
    kind: [f"{n:08x}-0000-4000-8000-{m:012d}" for m in range(2)] for n, kind in enumerate(kinds(), start=1)
}
TEXTS = [
    "x",
    "never",
    "2020",
    "2020-13-99",
    "9999-12-31",
    "[1]",
    "0000-01-01",
    "2020/2019",
    "../2020",
    "a\nb",
]
KEYS = "status since years months days amount currency family given add remove count date hours zzz".split()


def anything(rng: random.Random, depth: int = 0) -> Any:
    chance = rng.random() if depth < 2 else 0.0
    if chance < 0.7:
        return rng.choice([None, True, False, 0, -5, 2**53, *TEXTS])
    if chance < 0.85:
        return [anything(rng, depth + 1) for _ in range(rng.randrange(3))]
    return {key: anything(rng, depth + 1) for key in rng.sample(KEYS, rng.randrange(4))}


def fitting(rng: random.Random, field: Any) -> Any:
    match field.type:
        case FieldType.LINK:
            return rng.choice(IDS[rng.choice(field.targets or ("person",))])
        case FieldType.LINKS:
            return {"add": rng.choice(list(IDS.values())), "remove": []}
        case FieldType.DATE:
            return rng.choice(["2020", "2021-05-01", "2019~", "2018/2022"])
        case FieldType.CHOICE:
            return rng.choice(list(vocabularies.load(field.vocabulary).terms))
        case _:
            return anything(rng)


def some_revisions(rng: random.Random) -> list[Revision]:
    made = []
    for kind, ids in IDS.items():
        for record in ids:
            heads = b""
            for _ in range(rng.randint(1, 3)):
                parts: dict[str, dict[str, Any]] = {"open": {"not_known_yet": anything(rng)}}
                for key, field in kinds()[kind].fields.items():
                    if rng.random() < 0.6 and key != "deleted":
                        value = fitting(rng, field) if rng.random() < 0.5 else anything(rng)
                        parts.setdefault(field.compartment.value, {})[key] = value
                made.append(
                    sealed(
                        kind,
                        record,
                        tuple(Part(name, parts[name], None, random_salt()) for name in sorted(parts)),
                        parents=heads if rng.random() < 0.7 else b"",
                        author="f" * 32,
                        time=None,
                        schema=1,
                    )
                )
                heads = made[-1].id
    return made


@pytest.mark.parametrize("seed", range(3))
def test_no_value_that_may_come_keeps_a_page_from_opening(office: Office, tmp_path: Path, seed: int) -> None:
    revisions = some_revisions(random.Random(seed))
    with office.vault.write() as session:
        office.ledger.apply(session, revisions)
    for kind, ids in IDS.items():
        columns = tuple(column.key for column in lists.columns(kind))
        for key in ("title", *columns):
            assert len(lists.page(office, lists.ListQuery(kind, sort=key, columns=columns)).rows) <= 2
        for one in ids:
            view = records.view(office, one)
            records.problems(office, Draft(kind, one, view.fields, view.heads))
            records.related(office, one)
            assert journal.of_record(office, one)
            with office.read() as session:
                for key, listed in view.conflicts.items():
                    said = [Speaker(session).text(kinds()[kind].fields[key], each.value) for each in listed]
                    assert len(said) > 1
    for person in IDS["person"]:
        people.head(office, person, DAY)
        people.parts(office, person, DAY)
        people.timeline(office, person, DAY)
    for one in IDS["restriction"]:
        restrictions.ends_of(office, one)
        timelines.story(office, (person, *IDS["case"]), DAY)
        for day in (DAY, date.min, date.max):
            standing.on_day(office, person, day)
    for one in (one for ids in IDS.values() for one in ids):
        citations.of_record(office, one)
        alternatives.of_record(office, one)
    for sort in board.SORTS:
        board.rows(office, DAY, sort=sort)
    today.today(office, DAY)
    agenda.between(office, date(2015, 1, 1), date(2035, 1, 1))
    for names in (False, True):
        calendar_file(office, date(1990, 1, 1), date(2100, 1, 1), names)
    conflicts.listed(office)
    casefile.look(office, Selection(everything=True, without_compartments=frozenset({"health"})))
    with office.read() as session:
        assert list(derived.problems(session.connection(), quiet())) == []
    deadlines.due(office, DAY, 5000)
    searching.find(office, "x")
    recordsfile.write(office, tmp_path / "out.jsonl")
    for audience, template in product(Audience, TEMPLATES):
        with suppress(NoBasis):
            made = papers.make(
                office,
                IDS["person"],
                tmp_path / "paper.pdf",
                audience=audience,
                language="en",
                as_of=DAY,
                template=template,
                progress=quiet(),
            )
            assert made.pages
    with office.read() as session:
        found = office.ledger.check(session).problems
    assert found
    assert all("that this version cannot read" in problem for problem in found)


def test_a_value_of_another_type_stays_in_history_and_protects_where_it_may(office: Office) -> None:
    one = IDS["person"][0]
    fields = {"do_not_share": "perhaps", "liberty": "free", "priority": ["x"], "pseudonym": 5}
    known = {key: value for key, value in fields.items() if key in kinds()["person"].fields}
    by_part: dict[str, dict[str, Any]] = {}
    for key, value in known.items():
        by_part.setdefault(kinds()["person"].fields[key].compartment.value, {})[key] = value
    parts = tuple(Part(name, by_part[name], None, random_salt()) for name in sorted(by_part))
    revision = sealed("person", one, parts, parents=b"", author="f" * 32, time=None, schema=1)
    with office.vault.write() as session:
        office.ledger.apply(session, [revision])
    view = records.view(office, one)
    assert view.fields["do_not_share"] is True
    assert view.fields["pseudonym"]
    assert "liberty" not in view.fields
    [line] = journal.of_record(office, one)
    assert {change.field: change.new_value for change in line.changes} == known
    with office.read() as session:
        problems = office.ledger.check(session).problems
    assert sorted(problems) == sorted(
        f"person {one}: “{key}” holds a value that this version cannot read." for key in known
    )
    records.save(office, Draft("person", one, {"liberty": {"status": "at_liberty"}}, view.heads))
    assert records.view(office, one).fields["liberty"] == {"status": "at_liberty"}


@pytest.mark.parametrize("term", [{"years": 0}, {"years": 50_000}])
def test_a_term_that_is_none_is_refused_when_typed(office: Office, term: dict[str, int]) -> None:
    with pytest.raises(InputRefused, match="term"):
        records.save(office, Draft("sentence", records.new_id(), {"term": term}))
