"""Lines that are in the vault already: recognised, they give what they give read, or the same refusal."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from kzcase.errors import KzcaseError
from kzcase.exchange.casefile.groups import ASKED, Group, groups
from kzcase.exchange.casefile.judging import SAME, Judge
from kzcase.exchange.casefile.known import Recogniser
from kzcase.exchange.casefile.shapes import Status
from kzcase.services import erasures
from tests.laptops import Laptop

Pair = tuple[Laptop, Laptop]


@dataclass
class Story:
    """A vault, a file of which most is here, and the file's lines."""

    here: Laptop
    incoming: Any
    lines: list[bytes]

    def judge(self, connection: Connection) -> Judge:
        return Judge(connection, self.here.office.ledger.picture, self.incoming.opened)


@pytest.fixture
def story(pair: Pair) -> Any:
    a, b = pair
    people = [a.save("person", occupation="blogger", health="asthma") for _ in range(4)]
    for number, one in enumerate(people):
        a.save("name", person=one, parts={"family": "Seitkali", "given": f"Aidar{number}"})
        a.save("restriction", person=one, kind="restriction_of_freedom", in_force="2024-01-01")
    a.save("person", people[0], occupation="poet")
    b.take(a.write(b))
    b.save("person", people[1], occupation="baker")
    a.save("person", people[1], occupation="singer")
    a.save("person", people[2], remarks="seen")
    a.save("name", person=a.save("person"), parts={"family": "Later"})
    erasures.erase(b.office, people[3])
    with b.look(a.write(b)) as incoming:
        incoming.opened.lines.seek(0)
        yield Story(b, incoming, incoming.opened.lines.read().splitlines())


def found(lines: list[bytes], recognise: Any = None) -> list[tuple[int, Group]] | str:
    """Every record of these lines, or why they are refused."""
    file = io.BytesIO(b"".join(line + b"\n" for line in lines))
    try:
        return list(groups(file) if recognise is None else groups(file, recognise=recognise))
    except KzcaseError as error:
        return f"{type(error).__name__}: {error.what}"


def compare(lines: list[bytes], judge: Judge) -> int:
    """Assert that both ways agree; returns how many records were recognised."""
    read, known = found(lines), found(lines, judge.recognise)
    if isinstance(read, str) or isinstance(known, str):
        assert read == known
        return 0
    assert [(size, one.place, one.record, one.kind) for size, one in read] == [
        (size, one.place, one.record, one.kind) for size, one in known
    ]
    recognised = 0
    for (_, one), (_, other) in zip(read, known, strict=True):
        if not other.here:
            assert one == other
            continue
        recognised += 1
        judged = judge.judge(one, judge.ask([one]))
        assert judge.judge(other, judge.ask([other])) == judged == SAME
        assert judged.status is Status.SAME
        assert [
            (line.id, line.record, line.kind, line.parents, line.compartments) for line in other.here
        ] == [
            (r.id, r.record, r.kind, r.parents, " ".join(part.compartment for part in r.parts))
            for r in one.revisions
        ]
        assert list(other.revisions) == (list(one.revisions) if one.kind in ASKED else [])
    return recognised


def test_what_is_here_is_recognised_and_what_is_not_is_read(story: Story) -> None:
    with story.here.office.read() as session:
        judge = story.judge(session.connection())
        recognised = compare(story.lines, judge)
        known = judge.recognise(story.lines)
    assert recognised > 0
    assert 0 < len(known) < len(story.lines)


def test_nothing_of_a_record_that_was_erased_here_is_recognised(story: Story) -> None:
    with story.here.office.read() as session:
        judge = story.judge(session.connection())
        told = {one.record for one in judge.recognise(story.lines).values()}
        assert judge.erased
        assert told.isdisjoint(judge.erased)


def test_kinds_that_never_leave_a_vault_are_not_recognised(story: Story) -> None:
    private = story.here.save("saved_search", name="mine", query="bail")
    with story.here.office.read() as session:
        header, parts = (
            session.connection()
            .exec_driver_sql("SELECT header, parts FROM revision WHERE record = ?", (private,))
            .one()
        )
        line = b'{"header":' + header + b',"parts":' + parts + b"}"
        assert Recogniser(session.connection(), {})([line]) == {}


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_made_wrongly_is_judged_alike_whether_its_lines_are_known_or_not(
    story: Story, data: st.DataObject
) -> None:
    lines = list(story.lines)
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match data.draw(st.sampled_from(("byte", "twice", "gone", "swap", "parts", "cut", "elsewhere"))):
            case "byte" if line:
                place = data.draw(st.integers(0, len(line) - 1))
                byte = data.draw(st.sampled_from(b'a0"},[\\ \xd1'))
                lines[at] = line[:place] + bytes([byte]) + line[place + 1 :]
            case "twice":
                lines.insert(at, line)
            case "gone":
                del lines[at]
            case "swap":
                other = data.draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "parts":
                lines[at] = line.rpartition(b',"parts":[')[0] + b',"parts":[]}'
            case "cut":
                lines[at] = line[: data.draw(st.integers(0, max(0, len(line) - 1)))]
            case "elsewhere":
                try:
                    value = orjson.loads(line)
                    value["header"]["record"] = orjson.loads(lines[0])["header"]["record"]
                    lines[at] = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
                except (orjson.JSONDecodeError, TypeError, KeyError):
                    pass
        if not lines:
            break
    with story.here.office.read() as session:
        compare(lines, story.judge(session.connection()))
