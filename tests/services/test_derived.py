"""What is kept ready is always what a computation from the records alone gives, whatever was done to them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.dates.restrictions import RestrictionFacts, state_on
from kzcase.history.ledger import BatchInfo, Change
from kzcase.history.revision import trusted
from kzcase.models.base import kinds as every_kind
from kzcase.models.ledger import LocalRow
from kzcase.progress import quiet
from kzcase.services import derived, records, upkeep, vaults
from kzcase.services.derived import follow, tally
from kzcase.services.derived.alike import Alike
from kzcase.services.derived.compute import Derived, kinds, of_kind
from kzcase.services.derived.derive import deciding, derive_all
from kzcase.services.derived.stretches import MOST_PROTECTIVE, stretches
from kzcase.services.office import Office

DAYS = (
    "2020-01-31",
    "2021-06",
    "2022",
    "2024-02-29",
    "2019~",
    "2023?",
    "../2021",
    "2025-03-01/..",
    "soon",
    None,
)
TERMS = ({"years": 2}, {"months": 18}, {"days": 15}, {"years": 9_999}, None)


def ids(kind: int, number: int) -> list[str]:
    return [f"00000000-0000-4000-8{kind:03}-{n:012d}" for n in range(number)]


PEOPLE, PROSECUTIONS, SENTENCES, PENALTIES = ids(1, 4), ids(2, 2), ids(3, 2), ids(4, 3)
RESTRICTIONS, CHANGES, MEASURES, DETENTIONS = ids(5, 4), ids(6, 3), ids(7, 2), ids(8, 2)
OTHERS = {"hearing": ids(9, 2), "letter": ids(10, 2), "consent": ids(11, 1), "task": ids(12, 1)}

OTHERS |= {"prosecution": PROSECUTIONS, "step": ids(13, 3)}
OTHERS |= {"contact": ids(14, 2), "organisation": ids(15, 2)}

IDS = {
    "person": PEOPLE,
    "sentence": SENTENCES,
    "penalty": PENALTIES,
    "restriction": RESTRICTIONS,
    "restriction_change": CHANGES,
    "measure": MEASURES,
    "detention": DETENTIONS,
    **OTHERS,
}
FIELDS: dict[str, dict[str, tuple[Any, ...]]] = {
    "person": {
        "merged_into": (*PEOPLE, None),
        "region": ("KZ-23", "KZ-75", None),
        "occupation": ("poet", None),
    },
    "sentence": {
        "prosecution": (*PROSECUTIONS, None),
        "kind": ("conviction", "acquittal"),
        "date": DAYS,
        "instance": ("first", "first", "appeal", None),
        "in_force": (None, None, "2021-02-01"),
        "appealed": (None, None, "2021-01-01"),
        "appeal_outcome": (None, None, "upheld", "returned", "pending"),
        "appeal_decided": (None, "2021-03-01"),
        "copy_received": DAYS,
    },
    "prosecution": {
        "opened": DAYS,
        "stage": (None, {"status": "suspect", "since": "2020-05-01"}, {"status": "serving", "since": None}),
        "outcome": (None, "pending", "dropped"),
        "closed": (None, None, "2022-01-01"),
    },
    "step": {
        "prosecution": (*PROSECUTIONS, None),
        "kind": ("to_court", "appeal_filed", "appeal_decided", "in_force", "closure", "search"),
        "date": DAYS,
        "outcome": (None, "granted", "returned", "pending"),
    },
    "penalty": {
        "sentence": (*SENTENCES, None),
        "kind": ("imprisonment", "restriction_of_freedom"),
        "conditional": (True, None),
    },
    "restriction": {
        "person": (*PEOPLE, None),
        "kind": ("restriction_of_freedom", "deprivation_of_right", "travel_pledge", None),
        "penalty": (*PENALTIES, None),
        "article": ("cc-174", None),
        "term": TERMS,
        "longest": (None, {"years": 3}),
        "decided": DAYS,
        "in_force": DAYS,
        "received": DAYS,
        "released": DAYS,
        "claimed_end": DAYS,
        "lifted": (None, None, *DAYS),
        "translation": ("not to write", None),
    },
    "restriction_change": {
        "record": (*RESTRICTIONS, *MEASURES, None),
        "kind": ("extension", "suspension", "resumption", "reduction", "lifting", "amnesty"),
        "date": DAYS,
        "term": TERMS,
        "new_end": DAYS,
    },
    "measure": {
        "person": (*PEOPLE, None),
        "kind": ("remand", "bail"),
        "start": DAYS,
        "term": TERMS,
        "claimed_end": DAYS,
        "lifted": (None, "2022-01-01"),
    },
    "detention": {
        "kind": ("remand", "administrative_arrest"),
        "start": DAYS,
        "term": TERMS,
        "claimed_end": DAYS,
        "end": (None, "2022-01-01"),
    },
    "hearing": {
        "prosecution": (*PROSECUTIONS, None),
        "date": DAYS,
        "status": ("scheduled", "held", "postponed", None),
        "outcome": (None, "It was put off."),
    },
    "letter": {
        "direction": ("out", "out", "in"),
        "kind": ("letter", "complaint", "meeting", None),
        "addressees": (
            *(frozenset({one}) for one in (*OTHERS["contact"], *OTHERS["organisation"])),
            frozenset(OTHERS["contact"]),
            None,
        ),
        "mechanism": (None, None, "wgad", "ministry"),
        "sent": (*DAYS, "2022-03-01", "2022-05", "2044-12-20"),
        "acknowledged": (None, None, "2022-03-20"),
        "due": (None, *DAYS),
        "due_rule": (None, None, "appc_application", "none"),
        "answered": (None, None, "2022-01-01"),
        "status": ("closed", None),
    },
    "contact": {
        "kind": (None, None, "ministry"),
        "mechanism": (None, None, "un_special_procedures"),
        "organisation": (*OTHERS["organisation"], None),
    },
    "organisation": {"kind": ("ministry", "embassy", "prosecutor", None)},
    "consent": {"expires": DAYS, "withdrawn": (None, "2021"), "answer": ("given", "refused")},
    "task": {"due": DAYS, "done": (None, "2021"), "record": (*RESTRICTIONS, None)},
}


Story = dict[str, tuple[str, ...]]
EVERYTHING: Story = {kind: tuple(fields) for kind, fields in FIELDS.items()}
STORIES: dict[str, Story] = {
    "everything": EVERYTHING,
    "people": {"person": ("merged_into", "region"), "restriction": ("person",)},
    "sentences": {"penalty": ("sentence", "kind", "conditional"), "restriction": ("penalty",)},
    "decisions": {
        "restriction_change": EVERYTHING["restriction_change"],
        "restriction": ("in_force", "term"),
        "measure": ("start", "term", "kind"),
    },
    "letters": {kind: EVERYTHING[kind] for kind in ("letter", "contact", "organisation")},
    "proceedings": {kind: EVERYTHING[kind] for kind in ("prosecution", "step", "hearing", "sentence")},
}
"""What a story is about: the kinds that are written in it, and their fields."""


def beginning() -> list[Change]:
    """Four people, each with a ban in force by a penalty of one sentence or the other, and two measures."""
    return [
        *(Change("person", one, {"region": "KZ-23"}) for one in PEOPLE),
        *(
            Change("penalty", one, {"kind": "deprivation_of_right", "sentence": SENTENCES[n % 2]})
            for n, one in enumerate(PENALTIES)
        ),
        *(
            Change(
                "restriction",
                one,
                {
                    "kind": "deprivation_of_right",
                    "person": PEOPLE[n],
                    "penalty": PENALTIES[n % 3],
                    "in_force": "2020-03-01",
                    "term": {"years": 2},
                },
            )
            for n, one in enumerate(RESTRICTIONS)
        ),
        *(Change("measure", one, {"kind": "remand", "start": "2020-01-01"}) for one in MEASURES),
    ]


def problems(office: Office) -> list[str]:
    with office.read() as session:
        return list(derived.problems(session.connection(), quiet()))


def tables(office: Office) -> list[Any]:
    with office.read() as session:
        return [
            sorted(session.execute(text(f"SELECT * FROM {table}")).fetchall(), key=str)
            for table in ("agenda_item", "restriction_stretch", "agenda_lean", "in_force_tally")
        ]


def some_changes(
    rng: random.Random, office: Office, stale: dict[str, bytes], story: Story = EVERYTHING
) -> list[Change]:
    """New values for one to three records; some written upon what they were a while ago."""
    made: dict[str, Change] = {}
    for _ in range(rng.randint(1, 3)):
        kind = rng.choice(sorted(story))
        record = rng.choice(IDS[kind])
        keys = rng.sample(story[kind], rng.randint(1, min(6, len(story[kind]))))
        values = {key: rng.choice(FIELDS[kind][key]) for key in keys}
        if rng.random() < 0.1:
            values["deleted"] = rng.choice((True, False))
        parents = stale.get(record) if rng.random() < 0.3 else None
        made[record] = Change(kind, record, values, parents)
        if rng.random() < 0.5:
            with office.read() as session:
                heads = session.execute(
                    text(f"SELECT heads FROM {kind} WHERE id = :id"), {"id": record}
                ).scalar()
            if heads:
                stale[record] = heads
    return list(made.values())


def sent(source: Office, target: Office, batch: str) -> None:
    with source.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision ORDER BY seq")).fetchall()
    with target.vault.write() as session:
        target.ledger.apply(session, [trusted(*row) for row in rows], batch=BatchInfo(batch, batch))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("about", STORIES)
def test_after_any_story_of_two_offices_the_tables_are_what_the_records_say(
    new_office: Callable[..., Office], about: str, seed: int
) -> None:
    tell(random.Random(f"{about} {seed}"), [new_office(), new_office()], STORIES[about])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("about", STORIES)
def test_after_many_stories_too(new_office: Callable[..., Office], about: str, seed: int) -> None:
    tell(random.Random(f"more {about} {seed}"), [new_office(), new_office()], STORIES[about])


def tell(rng: random.Random, offices: list[Office], story: Story) -> None:
    """Let two offices write, exchange and take imports back, and look at the tables after every step."""
    offices[0].record(beginning())
    sent(*offices, "beginning")
    stale: list[dict[str, bytes]] = [{}, {}]
    batches = [(offices[1], "beginning")]
    for step in range(30):
        n = rng.randrange(2)
        touched, what = offices[n], rng.random()
        if what < 0.8:
            touched.record(some_changes(rng, touched, stale[n], story))
        elif what < 0.9 or not batches:
            sent(offices[1 - n], touched, f"batch {step}")
            batches.append((touched, f"batch {step}"))
        else:
            touched, batch = batches.pop(rng.randrange(len(batches)))
            with touched.vault.write() as session:
                touched.ledger.withdraw(session, batch)
        assert problems(touched) == []
    for office in offices:
        assert remembered(office) == computed(office)


def computed(office: Office, alike: Alike | None = None) -> list[Derived]:
    with office.read() as session:
        return [of_kind(session.connection(), kind, IDS[kind], alike) for kind in kinds() if kind in IDS]


def remembered(office: Office) -> list[Derived]:
    """What is derived by somebody who has computed it of these records before, and of others like them."""
    alike = Alike()
    computed(office, alike)
    return computed(office, alike)


def test_whoever_was_merged_into_a_person_is_followed_when_that_person_leaves(
    new_office: Callable[..., Office],
) -> None:
    office, other = new_office(), new_office()
    first, second, third, _ = PEOPLE
    ban = {"person": first, "kind": "deprivation_of_right", "in_force": "2020-03-01", "term": {"years": 2}}
    office.record([Change("person", first, {"merged_into": second}), Change("person", third, {})])
    office.record([Change("restriction", RESTRICTIONS[0], ban)])
    other.record([Change("person", second, {"merged_into": third})])

    def person() -> str:
        with office.read() as session:
            return str(session.execute(text("SELECT person FROM restriction_stretch")).scalar_one())

    sent(other, office, "file")
    assert person() == third
    with office.vault.write() as session:
        office.ledger.withdraw(session, "file")
    assert person() == first
    with office.read() as session:
        touched = {"person": {second}}
        assert follow.restrictions(session.connection(), touched, {}) == {RESTRICTIONS[0]}


def test_the_tables_are_the_same_whatever_the_order_in_which_revisions_came(
    new_office: Callable[..., Office],
) -> None:
    rng = random.Random(7)
    first, other, stale = new_office(), new_office(), dict[str, bytes]()
    for _ in range(40):
        first.record(some_changes(rng, first, stale))
    with first.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision")).fetchall()
    rng.shuffle(rows)
    for at in range(0, len(rows), 9):
        with other.vault.write() as session:
            other.ledger.apply(session, [trusted(*row) for row in rows[at : at + 9]])
    assert tables(other) == tables(first)
    assert tables(other)[0]


def test_a_newer_version_derives_everything_anew_when_the_vault_is_opened(sample: Office) -> None:
    before = tables(sample)
    with sample.vault.write() as session:
        session.merge(LocalRow(key=upkeep.MARK, value="another version"))
        for statement in (
            "UPDATE agenda_item SET earliest = '1999-01-01'",
            "DELETE FROM restriction_stretch",
            "INSERT INTO in_force_tally VALUES ('people', '1999-01-01', 7)",
            "INSERT INTO agenda_lean VALUES ('nobody', 'nothing')",
        ):
            session.execute(text(statement))
    assert tables(Office.of(sample.vault)) == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE agenda_item SET latest = '2030-01-01' WHERE rowid = 3", "in the agenda differs"),
        ("DELETE FROM agenda_item WHERE kind = 'hearing'", "hearing"),
        ("UPDATE agenda_item SET record = 'gone' WHERE rowid = 5", "there is no such record"),
        (
            "UPDATE restriction_stretch SET ends = '2030-01-01' WHERE rowid = 2",
            "the days on which it is in force",
        ),
        (
            "UPDATE restriction_stretch SET region = 'KZ-00' WHERE rowid = 2",
            "the days on which it is in force",
        ),
        ("UPDATE in_force_tally SET change = change + 1 WHERE rowid = 4", "The count of"),
        ("DELETE FROM agenda_lean WHERE rowid = 1", "remembered wrongly"),
    ],
)
def test_a_wrong_row_is_named_by_the_check(sample: Office, damage: str, said: str) -> None:
    assert vaults.check(sample, rebuild=True)["problems"] == []
    with sample.vault.write() as session:
        session.execute(text(damage))
    found = vaults.check(sample, rebuild=True)["problems"]
    assert found
    assert any(said in one for one in found)


facts = st.builds(
    RestrictionFacts.of_fields,
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(
                ("restriction_of_freedom", "deprivation_of_right", "travel_pledge", "other")
            ),
            "term": st.sampled_from(TERMS),
            "longest": st.sampled_from((None, {"years": 3})),
            "credited": st.sampled_from((None, 40)),
            **{
                key: st.sampled_from(DAYS)
                for key in ("decided", "in_force", "received", "start", "released", "claimed_end", "lifted")
            },
        }
    ),
    with_imprisonment=st.booleans(),
    changes=st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(("extension", "suspension", "resumption", "reduction", "lifting")),
                "date": st.sampled_from(DAYS),
                "start": st.sampled_from(DAYS),
                "term": st.sampled_from(TERMS),
                "new_end": st.sampled_from(DAYS),
            }
        ),
        max_size=3,
    ),
)


@given(
    st.lists(facts, min_size=1, max_size=3),
    st.lists(st.dates(date(2015, 1, 1), date(2032, 1, 1)), max_size=20),
)
def test_stretches_say_of_each_day_what_the_state_of_the_day_says(
    readings: list[RestrictionFacts], days: list[date]
) -> None:
    found = stretches(readings)
    edges = [day for one in found for day in (one.begins, one.ends)]
    near = [edge + timedelta(days=n) for edge in edges if 1 < edge.year < 9999 for n in (-1, 0, 1)]
    for day in (*days, *edges, *near):
        states = {state_on(one, day).state for one in readings}
        expected = next(state for state in MOST_PROTECTIVE if state in states)
        [*told] = [one.state for one in found if one.holds(day)]
        assert told == ([expected] if expected in ("yes", "unknown") else [])


def test_counts_on_a_day_are_those_of_a_plain_count(office: Office) -> None:
    rng = random.Random(3)
    for _ in range(60):
        office.record(some_changes(rng, office, {}))
    with office.read() as session:
        connection = session.connection()
        rows = session.execute(
            text("SELECT record, begins, ends, state, person FROM restriction_stretch")
        ).all()
        assert len(rows) > 3
        for day in (
            date(2018, 12, 31),
            date(2020, 1, 31),
            date(2021, 6, 30),
            date(2022, 3, 1),
            date(2031, 1, 1),
        ):
            now = [row for row in rows if row.begins <= day.isoformat() <= row.ends]
            surely = [row for row in now if row.state == "yes"]
            assert tally.on(connection, tally.RESTRICTIONS, day) == len(surely)
            assert tally.on(connection, tally.UNSETTLED, day) == len(now) - len(surely)
            assert tally.on(connection, tally.PEOPLE, day) == len({row.person for row in surely} - {None})
        last = {}
        for row in rows:
            if row.state == "yes":
                last[row.record] = max(row.ends, last.get(row.record, ""))
        within = [day for day in last.values() if "2021-01-15" <= day <= "2024-03-02"]
        assert tally.ending(connection, date(2021, 1, 15), date(2024, 3, 2)) == len(within)
        months = tally.ending_by_month(connection, "2021-01", "2026-01")
        assert sum(months.values()) == sum("2021-01" <= day[:7] < "2026-01" for day in last.values())


def test_what_was_saved_elsewhere_than_in_a_deciding_field_changes_nothing(sample: Office) -> None:
    before = tables(sample)
    with sample.read() as session:
        [one] = session.execute(text("SELECT id FROM restriction LIMIT 1")).scalars()
    view = records.view(sample, one)
    records.save(sample, records.Draft("restriction", one, {"remarks": "seen"}, view.heads))
    assert tables(sample) == before


def test_nothing_is_asked_for_a_field_on_which_nothing_depends(office: Office) -> None:
    asked: list[str] = []
    with office.vault.write() as session:
        connection = session.connection()
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        try:
            for kind, declared in every_kind().items():
                for key in declared.fields.keys() - deciding(kind):
                    derive_all(connection, {kind: {"x"}}, {"x": frozenset((key,))}, quiet())
                    assert asked == [], (kind, key)
            for kind, key in (("restriction", "article"), ("hearing", "date"), ("person", "region")):
                derive_all(connection, {kind: {"x"}}, {"x": frozenset((key,))}, quiet())
                assert asked
                asked.clear()
        finally:
            driver.set_trace_callback(None)
