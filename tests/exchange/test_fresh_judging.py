"""The short way in which most records of a file are judged says what the long one says."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzcase.exchange.casefile.groups import groups
from kzcase.exchange.casefile.judging import Judge
from kzcase.services import erasures, imports
from tests.laptops import Laptop
from tests.soak import examples


class Long(Judge):
    """Judges every record the long way."""

    def _is_fresh(self, group: Any, facts: Any) -> bool:
        return False


WRITTEN = ("occupation", "health", "pseudonym", "do_not_share", "name", "consent", "restriction", "deleted")
STEP = st.tuples(st.integers(0, 4), st.sampled_from(WRITTEN), st.booleans())


def write(laptop: Laptop, people: list[str], step: tuple[int, str, bool]) -> None:
    """Something about one of the people, or about a new one."""
    number, what, anew = step
    if anew or not people:
        people.append(laptop.save("person", occupation="blogger"))
    one = people[-1] if anew else people[number % len(people)]
    match what:
        case "name":
            laptop.save("name", person=one, parts={"family": "Seitkali", "given": "Aidar"})
        case "consent":
            laptop.save(
                "consent",
                person=one,
                scope="case",
                answer="given",
                date="2025-01-01",
                audiences=frozenset({"un"}),
            )
        case "restriction":
            limit = laptop.save("restriction", person=one, kind="restriction_of_freedom")
            laptop.save("restriction", limit, in_force="2025-06-01")
        case "deleted" | "do_not_share":
            laptop.save("person", one, **{what: True})
        case _:
            laptop.save("person", one, **{what: f"said {number}"})


@settings(
    deadline=None, max_examples=examples(12, 300), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.lists(STEP, max_size=3),
    after=st.lists(STEP, min_size=1, max_size=5),
    meanwhile=st.sampled_from(("nothing", "erased", "undone")),
)
def test_a_record_is_judged_alike_by_the_short_way_and_the_long(
    pair: tuple[Laptop, Laptop],
    before: list[tuple[int, str, bool]],
    after: list[tuple[int, str, bool]],
    meanwhile: str,
) -> None:
    a, b = pair
    people: list[str] = []
    for step in before:
        write(a, people, step)
    if before:
        outcome = b.take(a.write(b))
        if meanwhile == "erased" and people:
            erasures.erase(b.office, people[0])
        elif meanwhile == "undone" and outcome.batch:
            imports.undo(b.office, outcome.batch)
    for step in after:
        write(a, people, step)
    with b.look(a.write(b)) as incoming, b.office.read() as session:
        picture, connection = b.office.ledger.picture, session.connection()
        quick = Judge(connection, picture, incoming.opened)
        slow = Long(connection, picture, incoming.opened)
        incoming.opened.lines.seek(0)
        for _, group in groups(incoming.opened.lines):
            facts = slow.ask([group])
            assert quick.judge(group, facts) == slow.judge(group, facts)


def test_what_is_new_and_protects_nobody_goes_the_short_way(pair: tuple[Laptop, Laptop]) -> None:
    a, b = pair
    person = a.save("person", occupation="blogger")
    guarded = a.save("person", pseudonym="A.")
    consent = a.save(
        "consent", person=person, scope="case", answer="given", date="2025-01-01", audiences=frozenset({"un"})
    )
    with b.look(a.write(b)) as incoming, b.office.read() as session:
        judge = Judge(session.connection(), b.office.ledger.picture, incoming.opened)
        incoming.opened.lines.seek(0)
        quick = {
            group.record: judge._is_fresh(group, judge.ask([group]))
            for _, group in groups(incoming.opened.lines)
        }
    assert quick[person]
    assert not quick[guarded]
    assert not quick[consent]
