"""People joined on laptops that know nothing of each other: by real case files they come to the same.

Records joined by `merged_into`, cycles included, are one group; what stands
for it is a target that is not itself joined, else the smallest id. Nothing
else is written.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.errors import KzcaseError
from kzcase.exchange.casefile import Selection
from kzcase.services import conflicts, duplicates, imports, people, records, searching, undo
from tests.laptops import EVERYTHING, Circle, Laptop, acquaint
from tests.soak import LONG, examples

Make = Callable[..., Laptop]
Pair = tuple[Laptop, Laptop]
SPELLINGS = (("Боқаев", "Макс"), ("Bokayev", "Max"), ("Бокаев", "Максим"), ("Bokaev", "Maks"))


def person(on: Laptop, number: int = 0) -> str:
    one = on.save("person", born="1973")
    family, given_ = SPELLINGS[number % len(SPELLINGS)]
    on.save("name", person=one, parts={"family": family, "given": given_})
    return one


def exchange(*laptops: Laptop) -> None:
    """Everyone hands everything to everyone, twice, so that answers come back too."""
    for _ in range(2):
        for one in laptops:
            others = [other for other in laptops if other is not one]
            path = one.write(*others)
            for other in others:
                other.take(path)


def groups(on: Laptop) -> dict[str, frozenset[str]]:
    """Who stands for whom, as the registry has it."""
    with on.office.read() as session:
        rows = session.execute(text("SELECT now, id FROM record WHERE kind = 'person'")).all()
    found: dict[str, set[str]] = {}
    for now, one in rows:
        found.setdefault(now, set()).add(one)
    return {now: frozenset(ids) for now, ids in found.items()}


def expected(on: Laptop) -> dict[str, frozenset[str]]:
    """The same, worked out from the written fields alone."""
    with on.office.read() as session:
        rows = session.execute(text("SELECT id, merged_into FROM person")).all()
    into = {one: target for one, target in rows if target}
    left = {one for one, _ in rows} | set(into.values())
    found: dict[str, frozenset[str]] = {}
    while left:
        group, waiting = set(), {left.pop()}
        while waiting:
            one = waiting.pop()
            group.add(one)
            near = {into[one]} if one in into else set()
            near |= {other for other, target in into.items() if target == one}
            waiting |= near - group
        left -= group
        ends = {target for one, target in into.items() if one in group and target not in into}
        found[min(ends or group)] = frozenset(group)
    return found


def links_lead_there(on: Laptop) -> bool:
    """Whether every link leads to whoever stands today for the person it names."""
    with on.office.read() as session:
        wrong = session.execute(
            text(
                "SELECT count(*) FROM link AS l JOIN record AS r ON r.id = l.target "
                "WHERE r.kind = 'person' AND l.now <> r.now"
            )
        )
        return wrong.scalar_one() == 0


def agree(*laptops: Laptop) -> None:
    states = {one.state() for one in laptops}
    assert len(states) == 1
    for one in laptops:
        assert groups(one) == expected(one)
        assert links_lead_there(one)
    assert len({frozenset(groups(one).items()) for one in laptops}) == 1


def names_of(on: Laptop, one: str) -> set[str]:
    head = people.head(on.office, one, on.office.today())
    return {head.title, *head.other_names}


def found_by(on: Laptop, typed: str) -> list[str]:
    return [hit.id for hit in searching.find(on.office, typed, kinds=("person",))]


def test_joined_in_opposite_directions_they_are_one_person_on_both_and_two_again_in_one_step(
    pair: Pair,
) -> None:
    a, b = pair
    one, two = person(a, 0), person(a, 1)
    exchange(a, b)
    duplicates.merge(a.office, [(one, two)])
    duplicates.merge(b.office, [(two, one)])
    exchange(a, b)
    agree(a, b)
    stands = min(one, two)
    for on in (a, b):
        assert groups(on) == {stands: frozenset({one, two})}
        assert names_of(on, one) == names_of(on, two) == {"Боқаев Макс", "Bokayev Max"}
        assert found_by(on, "Bokayev Max") == found_by(on, "Боқаев") == [stands]
        assert conflicts.listed(on.office) == ()
    duplicates.separate(a.office, one, two)
    exchange(a, b)
    agree(a, b)
    assert set(groups(b)) == {one, two}
    assert names_of(b, one) != names_of(b, two)


def test_chains_made_in_pieces_by_three_laptops_are_one_person(new_laptop: Make) -> None:
    a, b, c = laptops = [new_laptop(name) for name in ("Aigerim", "Berik", "Dana")]
    acquaint(*laptops)
    one, two, three, four = (person(a, number) for number in range(4))
    exchange(*laptops)
    duplicates.merge(a.office, [(two, one)])
    duplicates.merge(b.office, [(three, two)])
    duplicates.merge(c.office, [(four, three)])
    exchange(*laptops)
    agree(*laptops)
    assert groups(c) == {four: frozenset({one, two, three, four})}
    assert {member.id for member in duplicates.together(a.office, two)} == {one, two, three, four}
    assert names_of(b, one) == {" ".join(spelling) for spelling in SPELLINGS}
    # Taking the middle out leaves what was said of the others.
    duplicates.separate(b.office, three, two)
    exchange(*laptops)
    agree(*laptops)
    assert groups(a) == {two: frozenset({one, two}), four: frozenset({three, four})}


def test_a_ring_of_three_is_one_person_whatever_came_first(new_laptop: Make) -> None:
    a, b, c = laptops = [new_laptop(name) for name in ("Aigerim", "Berik", "Dana")]
    acquaint(*laptops)
    ids = [person(a, number) for number in range(3)]
    exchange(*laptops)
    for on, (keep, other) in zip(laptops, (ids[:2], ids[1:], (ids[2], ids[0])), strict=True):
        duplicates.merge(on.office, [(keep, other)])
    files = {on: on.write(*(one for one in laptops if one is not on)) for on in laptops}
    for on, order in ((a, (b, c)), (b, (c, a)), (c, (a, b))):
        for sender in order:
            on.take(files[sender])
    agree(*laptops)
    assert groups(a) == {min(ids): frozenset(ids)}


def test_one_person_joined_to_two_others_awaits_a_decision_the_same_everywhere(new_laptop: Make) -> None:
    a, b, c = laptops = [new_laptop(name) for name in ("Aigerim", "Berik", "Dana")]
    acquaint(*laptops)
    ids = [person(a, number) for number in range(3)]
    exchange(*laptops)
    duplicates.merge(a.office, [(ids[0], ids[2])])
    duplicates.merge(b.office, [(ids[1], ids[2])])
    exchange(*laptops)
    agree(*laptops)
    (found,) = conflicts.listed(c.office)
    assert (found.id, found.field) == (ids[2], "merged_into")
    side = next(side for side in found.sides if side.value == ids[1])
    conflicts.take(c.office, found.id, found.field, side.revision, heads=found.heads)
    exchange(*laptops)
    agree(*laptops)
    assert groups(a) == {ids[0]: frozenset(ids[:1]), ids[1]: frozenset(ids[1:])}


def test_what_arrives_later_about_either_is_found_with_the_person(new_laptop: Make) -> None:
    a, b, c = laptops = [new_laptop(name) for name in ("Aigerim", "Berik", "Dana")]
    acquaint(*laptops)
    one, two = person(a, 0), person(a, 1)
    exchange(*laptops)
    duplicates.merge(a.office, [(one, two)])
    b.take(a.write(b))
    # Dana knows nothing of it and writes about the other one.
    ban = c.save("restriction", person=two, kind="deprivation_of_right")
    letter = c.save("letter", subject="Appeal", direction="out", persons=frozenset({two}))
    name = c.save("name", person=two, parts={"family": "Bokaev", "given": "Maksim"})
    b.take(c.write(b))
    assert {ban, letter, name} <= {related.id for related in records.related(b.office, one)}
    assert "Bokaev Maksim" in names_of(b, one)
    assert found_by(b, "Bokaev Maksim") == [one]
    parts = {
        part.key: {row.id for row in part.rows} for part in people.parts(b.office, one, b.office.today())
    }
    assert ban in parts["restrictions"]
    assert letter in parts["letters"]
    assert records.view(b.office, ban).fields["person"] == two  # nothing was rewritten
    exchange(*laptops)
    agree(*laptops)


def test_the_other_record_may_come_before_the_one_it_was_joined_to(pair: Pair) -> None:
    a, b = pair
    one, two = person(a, 0), person(a, 1)
    duplicates.merge(a.office, [(one, two)])
    with a.office.read() as session:
        [name] = session.execute(text("SELECT id FROM name WHERE person = :id"), {"id": two}).scalars()
    b.take(a.write(b, selection=Selection(exactly=(two, name))))
    assert links_lead_there(b)
    b.take(a.write(b))
    agree(a, b)
    assert groups(b) == {one: frozenset({one, two})}
    assert len(names_of(b, one)) == 2


def test_undo_of_a_join_that_was_handed_on_clears_it_everywhere(pair: Pair) -> None:
    a, b = pair
    one, two = person(a, 0), person(a, 1)
    exchange(a, b)
    duplicates.merge(a.office, [(one, two)])
    exchange(a, b)
    assert len(groups(b)) == 1
    undo.undo(a.office)
    assert len(groups(a)) == 2
    exchange(a, b)
    agree(a, b)
    assert len(groups(b)) == 2
    undo.redo(a.office)
    exchange(a, b)
    agree(a, b)
    assert groups(b) == {one: frozenset({one, two})}


def test_undo_of_the_import_that_brought_a_join_makes_them_two_again_here(pair: Pair) -> None:
    a, b = pair
    one, two = person(a, 0), person(a, 1)
    exchange(a, b)
    duplicates.merge(a.office, [(one, two)])
    outcome = b.take(a.write(b))
    assert outcome.batch is not None
    assert len(groups(b)) == 1
    imports.undo(b.office, outcome.batch)
    assert set(groups(b)) == {one, two}
    assert groups(b) == expected(b)
    assert links_lead_there(b)


@pytest.mark.parametrize("everything", [True, False])
def test_that_they_are_two_people_is_known_to_the_colleague_too(pair: Pair, everything: bool) -> None:
    a, b = pair
    one, two = person(a, 0), person(a, 1)
    exchange(a, b)
    assert duplicates.candidates(b.office).number == 1
    duplicates.two_people(a.office, [(one, two)], "met both")
    b.take(a.write(b, selection=EVERYTHING if everything else Selection(records=(one, two))))
    assert duplicates.candidates(b.office).number == 0
    assert duplicates.of_person(b.office, two) == ()


def tell(first: Laptop, laptops: list[Laptop], chance: random.Random, steps: int) -> None:
    """Random joining, parting, writing and handing over; nobody waits for anybody.

    The people were written down by somebody else, so that no undo here takes them back.
    """
    waiting: list[tuple[Path, Laptop]] = []
    ids = [person(first, number) for number in range(5)]
    path = first.write(*laptops)
    for one in laptops:
        one.take(path)
    done = dict.fromkeys(laptops, 0)
    for _ in range(steps):
        on = chance.choice(laptops)
        one, other = chance.sample(ids, 2)
        match chance.choice(("merge", "merge", "separate", "undo", "write", "send", "send", "take", "take")):
            case "merge":
                done[on] += _if_it_can_be(lambda: duplicates.merge(on.office, [(one, other)]))  # noqa: B023
            case "separate":
                done[on] += _if_it_can_be(lambda: duplicates.separate(on.office, one, other))  # noqa: B023
            case "undo" if done[on]:
                done[on] -= _if_it_can_be(lambda: undo.undo(on.office))  # noqa: B023
            case "write":
                on.save("event", title="seen", persons=frozenset({one, other}))
                done[on] += 1
            case "send":
                others = [to for to in laptops if to is not on]
                some = tuple(chance.sample(ids, 2))
                selection = EVERYTHING if chance.random() < 0.7 else Selection(records=some)
                path = on.write(*others, selection=selection)
                waiting += [(path, to) for to in others]
            case "take" if waiting:
                path, to = waiting.pop(chance.randrange(len(waiting)))
                to.take(path)
        assert groups(on) == expected(on)
        assert links_lead_there(on)
    exchange(*laptops)
    agree(*laptops)
    assert set(names_in(laptops[0], ids)) == {" ".join(spelling) for spelling in SPELLINGS}


def names_in(on: Laptop, ids: Iterable[str]) -> Iterable[str]:
    for one in ids:
        yield from names_of(on, one)


def _if_it_can_be(act: Callable[[], object]) -> bool:
    """Whether it could be done: they may be one already, or never have been."""
    try:
        act()
    except KzcaseError:
        return False
    return True


@settings(
    max_examples=examples(4, 300),
    # A smaller seed is no simpler story: shrinking would only take long.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32 - 1))
def test_whatever_was_joined_and_parted_where_all_laptops_agree(new_circle: Circle, seed: int) -> None:
    first, *laptops = new_circle(4)
    tell(first, laptops, random.Random(seed), 40 if LONG else 12)
