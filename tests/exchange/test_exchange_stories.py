"""Random stories of laptops that hand each other case files: whatever the order, nothing typed is lost.

G numbers are the guarantees: 1 idempotent, 2 the same in any order, 3 no silent loss, 4 no clock, 6 what was
planned is what happens, 7 looking changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.errors import KzcaseError
from kzcase.exchange import casefile
from kzcase.exchange.casefile import Choice, Selection, Status
from kzcase.history.revision import trusted
from kzcase.services import conflicts, erasures, imports, records
from tests.laptops import ALL, EVERYTHING, Circle, Laptop, acquaint
from tests.soak import LONG, examples

Make = Callable[..., Laptop]
Told = TypeVar("Told", bound="Story")
OCCUPATIONS = ["blogger", "poet", "lawyer", None]
TAGS = ["2016", "2020", "hunger strike"]


@dataclass
class Story:
    """Some laptops, and every value that anybody typed into a field that is not a set."""

    CHOICES: ClassVar[Sequence[str]] = (
        *("new", "edit", "edit", "edit", "delete", "send", "send", "part", "take", "decide", "undo"),
    )
    chance: random.Random
    laptops: list[Laptop]
    typed: set[tuple[str, str, str]] = field(default_factory=set)
    files: list[tuple[Path, Laptop]] = field(default_factory=list)
    undone: bool = False
    log: list[str] = field(default_factory=list)

    def step(self) -> None:
        one = self.chance.choice(self.laptops)
        what = self.chance.choice(self.CHOICES)
        self.log.append(what)
        getattr(self, what)(one)

    def people(self, one: Laptop) -> list[str]:
        with one.office.read() as session:
            rows = session.execute(
                text(
                    "SELECT id FROM record WHERE kind = 'person' AND status NOT IN ('absent', 'erased') "
                    "ORDER BY id"
                )
            )
            return [row[0] for row in rows]

    def type_in(self, one: Laptop, record: str, **values: Any) -> None:
        try:
            one.save("person", record, **values)
        except KzcaseError:  # a form would say so: the record is erased or a value no longer fits
            return
        self.typed |= {(record, key, value) for key, value in values.items() if isinstance(value, str)}

    def new(self, one: Laptop) -> None:
        record = records.new_id()
        self.type_in(one, record, occupation=self.chance.choice(OCCUPATIONS[:3]))
        one.save("name", person=record, parts={"family": f"Сынақов{self.chance.randrange(9)}"})

    def edit(self, one: Laptop) -> None:
        if people := self.people(one):
            values: dict[str, Any] = {"occupation": self.chance.choice(OCCUPATIONS)}
            if self.chance.random() < 0.5:
                values = {
                    "health": f"note {self.chance.randrange(5)}",
                    "tags": frozenset(self.chance.sample(TAGS, 1)),
                }
            self.type_in(one, self.chance.choice(people), **values)

    def delete(self, one: Laptop) -> None:
        if people := self.people(one):
            records.delete(one.office, self.chance.choice(people))

    def send(self, one: Laptop) -> None:
        if self.people(one):
            others = [other for other in self.laptops if other is not one]
            self.files += [(one.write(*others), other) for other in others]

    def part(self, one: Laptop) -> None:
        if people := self.people(one):
            others = [other for other in self.laptops if other is not one]
            some = tuple(self.chance.sample(people, self.chance.randint(1, len(people))))
            without = frozenset({"health"} if self.chance.random() < 0.5 else ())
            path = one.write(*others, selection=Selection(records=some, without_compartments=without))
            self.files += [(path, other) for other in others]

    def take(self, one: Laptop) -> None:
        if self.files:
            path, to = self.chance.choice(self.files)
            take_as_planned(to, path)

    def decide(self, one: Laptop) -> None:
        for found in conflicts.listed(one.office)[:1]:
            side = self.chance.choice(found.sides)
            conflicts.take(one.office, found.id, found.field, side.revision, heads=found.heads)

    def undo(self, one: Laptop) -> None:
        found = [batch for batch in imports.listed(one.office) if batch.undone is None]
        if found and self.chance.random() < 0.4:
            before = ids(one)
            undo = imports.undo(one.office, self.chance.choice(found).id)
            assert len(before) - len(ids(one)) == undo.leaving
            self.undone = True

    def end(self) -> None:
        """One after the other sends everything to everyone: the last of them has all, and so have all."""
        for one in self.laptops:
            if self.people(one) or tombstones(one):
                others = [other for other in self.laptops if other is not one]
                path = one.write(*others)
                for other in others:
                    take_as_planned(other, path)


def revisions(one: Laptop) -> dict[bytes, Any]:
    with one.office.read() as session:
        rows = session.execute(text("SELECT id, header, parts FROM revision"))
        return {row[0]: trusted(*row) for row in rows}


def ids(one: Laptop) -> set[bytes]:
    with one.office.read() as session:
        return set(session.scalars(text("SELECT id FROM revision")))


def take_as_planned(one: Laptop, path: Path) -> None:
    """Take a file in, and see that what was planned is what happened (G6); looking changed nothing (G7)."""
    before = ids(one)
    with one.look(path) as incoming:
        assert ids(one) == before
        plan, held = incoming.plan, incoming.tally.held
        sent = {row.id for row in casefile.plan_records(incoming, status=tuple(Status), limit=10_000)}
        assert sum(plan.counts.values()) == len(sent)
        casefile.take(one.office, [incoming], ALL, backup=False)
    after = ids(one)
    assert before <= after
    if not held:
        assert len(after) - len(before) == plan.new_revisions
    again = one.take(path)
    assert (again.batch, ids(one)) == (None, after)


def off_by(days: int) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(days=days)


def tell(seed: int, steps: int, number: int, circle: Circle, kind: type[Told] = Story) -> Told:  # type: ignore[assignment]
    chance = random.Random(seed)
    clocks = [off_by(chance.randint(-10_000, 10_000)) for _ in range(number)]
    story = kind(chance, circle(number, clocks))
    for _ in range(steps):
        story.step()
    story.end()
    return story


def assert_all_have_all(story: Story) -> None:
    states = {one.state() for one in story.laptops}
    assert len(states) == 1, story.log
    here = revisions(story.laptops[0])
    said = {
        (one.record, key, value)
        for one in here.values()
        for part in one.parts
        for key, value in part.fields.items()
        if isinstance(value, str)
    }
    assert story.typed <= said, (story.log, story.typed - said)


@settings(max_examples=examples(20, 500), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), number=st.integers(3, 5))
def test_ex02_laptops_that_hand_each_other_files_in_any_order_come_to_say_the_same(
    new_circle: Circle, seed: int, number: int
) -> None:
    assert_all_have_all(tell(seed, 10, number, new_circle))


class StoryWithErasures(Story):
    """A story in which people are erased too, and colleagues asked to."""

    CHOICES: ClassVar[Sequence[str]] = (
        "new",
        "edit",
        "edit",
        "delete",
        "send",
        "send",
        "part",
        "take",
        "take",
        "erase",
        "answer",
    )

    def erase(self, one: Laptop) -> None:
        if people := self.alive(one):
            erasures.erase(one.office, self.chance.choice(people))

    def answer(self, one: Laptop) -> None:
        for found in erasures.proposals(one.office):
            erasures.accept(one.office, found.record, found.compartment)

    def alive(self, one: Laptop) -> list[str]:
        with one.office.read() as session:
            rows = session.execute(text("SELECT id FROM person ORDER BY id"))
            return [row[0] for row in rows]

    def end(self) -> None:
        for one in self.laptops:  # so that nobody has nothing to send
            self.new(one)
        for _ in range(len(self.laptops)):
            super().end()
            for one in self.laptops:
                self.answer(one)


def tombstones(one: Laptop) -> set[str]:
    with one.office.read() as session:
        return {
            row[0]
            for row in session.execute(
                text("SELECT record FROM tombstone WHERE accepted AND compartment = ''")
            )
        }


@settings(max_examples=examples(8, 1_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), number=st.integers(3, 5))
def test_what_was_erased_anywhere_is_in_the_end_nowhere_and_nothing_else_is_lost(
    new_circle: Circle, seed: int, number: int
) -> None:
    story = tell(seed, 30 if LONG else 10, number, new_circle, StoryWithErasures)
    erased = set().union(*map(tombstones, story.laptops))
    assert len({tuple(story.alive(one)) for one in story.laptops}) == 1, story.log
    for one in story.laptops:
        one.state()
        assert erasures.proposals(one.office) == ()
        assert not erased & set(story.alive(one)), story.log
        here = revisions(one).values()
        assert not any(revision.parts for revision in here if revision.record in erased)
        said = {
            (revision.record, key, value)
            for revision in here
            for part in revision.parts
            for key, value in part.fields.items()
            if isinstance(value, str)
        }
        assert {typed for typed in story.typed if typed[0] not in erased} <= said, story.log


@pytest.mark.soak
@settings(max_examples=examples(2_000, 2_000), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), number=st.integers(3, 5), steps=st.integers(20, 60))
def test_long_stories_of_many_laptops(new_circle: Circle, seed: int, number: int, steps: int) -> None:
    assert_all_have_all(tell(seed, steps, number, new_circle))


def test_two_files_taken_in_either_order_give_the_same(new_laptop: Make) -> None:
    a, b, c, d = (new_laptop(name) for name in ("A", "B", "C", "D"))
    acquaint(a, b, c, d)
    record = a.save("person", occupation="blogger")
    b.take(a.write(b, selection=EVERYTHING))
    a.save("person", record, occupation="poet")
    b.save("person", record, occupation="lawyer", health="ill")
    one, other = a.write(c, d), b.write(c, d)
    for laptop, order in ((c, (one, other)), (d, (other, one))):
        for path in order:
            laptop.take(path, Choice(widening=True))
    assert c.state() == d.state()
    assert revisions(c).keys() == revisions(d).keys()
