from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kzcase.history.guard import materialising
from kzcase.history.ledger import Change
from kzcase.models.base import kinds
from kzcase.models.ledger import RecordRow
from kzcase.progress import quiet
from kzcase.search import due, index, titles
from kzcase.search.derive import derive
from kzcase.search.index import NAME_MARK
from kzcase.services import records, searching
from kzcase.services.office import Office


def write(office: Office, of: str, record: str | None = None, /, **fields: Any) -> str:
    record = record or records.new_id()
    office.record([Change(of, record, fields)])
    return record


def title_of(office: Office, record: str) -> str:
    return records.view(office, record).title


def found(office: Office, query: str) -> list[str]:
    return [hit.id for hit in searching.find(office, query)]


def derived(session: Session) -> tuple[Any, Any]:
    """Titles, and which word stands in which record's index entry."""
    registry = session.execute(
        select(RecordRow.id, RecordRow.title, RecordRow.fold, RecordRow.sort).order_by(RecordRow.id)
    ).all()
    session.execute(text("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_text, instance)"))
    index = session.execute(text("SELECT term, doc FROM temp.words ORDER BY doc, term")).all()
    session.execute(text("DROP TABLE temp.words"))
    return registry, sorted(set(index))


def test_titles_and_index_equal_a_derivation_from_scratch_after_any_edits(
    new_office: Callable[[], Office],
) -> None:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 6), st.integers(0, 6)), max_size=14))
    def holds(edits: list[tuple[Edit, int, int]]) -> None:
        office = new_office()
        made: dict[str, list[str]] = {}
        for edit, a, b in edits:
            edit(office, made, a, b)
        with office.vault.write() as session:
            connection = session.connection()
            assert_names_stand(session)
            due.settle(connection)
            stood = derived(session)
            with materialising(connection):
                session.execute(text("UPDATE record SET title = NULL, fold = NULL, sort = NULL"))
                session.execute(text("DELETE FROM search_text"))
                everything: dict[str, set[str]] = {}
                for kind, one in session.execute(select(RecordRow.kind, RecordRow.id)):
                    if kind is not None:
                        everything.setdefault(kind, set()).add(one)
                derive(connection, everything)
            assert derived(session) == stood
        office.close()

    holds()


def assert_names_stand(session: Session) -> None:
    """The words of people's names stand in the index also while other words are put off."""

    def names() -> tuple[Any, set[Any]]:
        registry, words = derived(session)
        return registry, {(term, doc) for term, doc in words if term.startswith(NAME_MARK)}

    connection = session.connection()
    stood = names()
    people = session.scalars(select(RecordRow.id).where(RecordRow.kind == "person"))
    with session.begin_nested() as nested:
        index.put(connection, {"person": set(people)}, quiet())
        assert names() == stood
        nested.rollback()


Edit = Callable[[Office, dict[str, list[str]], int, int], None]
WORDS = ("Бокаев", "Bokayev", "Нур-Султан", "Тулесова", "Court", "o'zen", "Ә")


def pick(made: dict[str, list[str]], kind: str, at: int) -> str | None:
    return made[kind][at % len(made[kind])] if made.get(kind) else None


def keep(made: dict[str, list[str]], kind: str, record: str) -> None:
    made.setdefault(kind, []).append(record)


def add_person(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    keep(made, "person", write(office, "person", occupation=WORDS[a]))


def add_name(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    if person := pick(made, "person", a):
        use = ("preferred", "passport", "alias")[b % 3]
        keep(made, "name", write(office, "name", person=person, parts={"family": WORDS[b]}, use=use))


def change_name(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    if name := pick(made, "name", a):
        write(office, "name", name, parts={"family": WORDS[b], "given": WORDS[a]})


def move_name(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    if (name := pick(made, "name", a)) and (person := pick(made, "person", b)):
        write(office, "name", name, person=person)


def merge(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    one, other = pick(made, "person", a), pick(made, "person", b)
    if one and other and one != other:
        write(office, "person", one, merged_into=other)


def part(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    if one := pick(made, "person", a):
        write(office, "person", one, merged_into=None)


def toggle(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    kind = ("name", "person", "organisation", "term", "restriction", "charge", "prosecution")[a % 7]
    if one := pick(made, kind, b):
        write(office, kind, one, deleted=a < 5)


def add_restriction(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    if person := pick(made, "person", a):
        kind = ("travel_ban", "own-x", "restriction_of_freedom")[b % 3]
        article = ("cc-44", None)[b % 2]
        keep(made, "restriction", write(office, "restriction", person=person, kind=kind, article=article))


def live(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    if person := pick(made, "person", a):
        write(office, "person", person, region=(None, "KZ-61", "KZ-75")[b % 3])


def prosecute(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    record = pick(made, "prosecution", b) if b % 2 else None
    if person := pick(made, "person", a):
        keep(made, "prosecution", write(office, "prosecution", record, person=person))


def charge(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    record = pick(made, "charge", b) if b % 2 else None
    if prosecution := pick(made, "prosecution", a):
        article = (None, "cc-174", "cc-405")[b % 3]
        keep(made, "charge", write(office, "charge", record, prosecution=prosecution, article=article))


def change_term(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    vocabulary = ("restriction_kind", "event_kind")[b % 2]
    record = pick(made, "term", a) if a % 2 else None
    key = ("own-x", "restriction_of_freedom")[a % 2]
    keep(made, "term", write(office, "term", record, vocabulary=vocabulary, key=key, label_en=WORDS[b]))


def name_organisation(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    record = pick(made, "organisation", a) if a % 2 else None
    keep(made, "organisation", write(office, "organisation", record, name=WORDS[b]))


def involve(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    fields = {"person": pick(made, "person", a), "organisation": pick(made, "organisation", b)}
    write(office, "involvement", **{k: v for k, v in fields.items() if v}, role="lawyer")


def add_task(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    about = pick(made, ("task", "person", "restriction", "citation")[a % 4], b)
    task = write(office, "task", title=WORDS[a], **({"record": about} if about else {}))
    keep(made, "task", task)
    if about in made["task"]:
        write(office, "task", about, record=task)


def add_benchmark_link(office: Office, made: dict[str, list[str]], a: int, b: int) -> None:
    if about := pick(made, ("person", "restriction", "organisation")[a % 3], b):
        write(office, "benchmark_link", record=about, benchmark="D1")


EDITS: tuple[Edit, ...] = (
    add_person,
    add_name,
    add_name,
    change_name,
    move_name,
    merge,
    part,
    toggle,
    add_restriction,
    change_term,
    name_organisation,
    involve,
    add_task,
    add_benchmark_link,
    live,
    prosecute,
    charge,
    charge,
)


def test_a_name_moved_to_another_person_leaves_the_first_one(office: Office) -> None:
    first, second = write(office, "person"), write(office, "person")
    name = write(office, "name", person=first, parts={"family": "Бокаев"})
    write(office, "name", name, person=second)
    assert title_of(office, first) == ""
    assert title_of(office, second) == "Бокаев"
    assert found(office, "Bokayev") == [second]


def test_people_who_are_merged_no_more_have_their_own_names_again(office: Office) -> None:
    first, second = write(office, "person"), write(office, "person")
    write(office, "name", person=first, parts={"family": "Бокаев"})
    write(office, "name", person=second, parts={"family": "Тулесова"})
    write(office, "person", first, merged_into=second)
    assert found(office, "Bokayev") == [second]
    write(office, "person", first, merged_into=None)
    assert found(office, "Bokayev") == [first]
    assert found(office, "Tulesova") == [second]


def test_a_new_label_for_a_term_reaches_the_titles_that_say_it(office: Office) -> None:
    person = write(office, "person")
    restriction = write(office, "restriction", person=person, kind="own-ban")
    assert title_of(office, restriction) == "own-ban"
    term = write(office, "term", vocabulary="restriction_kind", key="own-ban", label_en="Ban on singing")
    assert title_of(office, restriction) == "Ban on singing"
    write(office, "term", term, deleted=True)
    assert title_of(office, restriction) == "own-ban"


def test_what_belongs_to_a_person_follows_the_persons_new_name(office: Office) -> None:
    person = write(office, "person")
    name = write(office, "name", person=person, parts={"family": "Бокаев"})
    prosecution = write(office, "prosecution", person=person, kind="criminal")
    charge = write(office, "charge", prosecution=prosecution, article="cc-174")
    write(office, "name", name, parts={"family": "Тулесова"})
    assert charge in found(office, "Tulesova 174")
    assert charge not in found(office, "Bokayev 174")


def test_records_that_name_each_other_in_a_ring_have_titles_with_an_end(office: Office) -> None:
    first, second = records.new_id(), records.new_id()
    write(office, "task", first, title="One", record=second)
    write(office, "task", second, title="Two", record=first)
    write(office, "task", first, title="Three")
    assert (title_of(office, first), title_of(office, second)) == ("Three", "Two")
    with office.read() as session:
        sorts = session.scalars(select(RecordRow.sort).where(RecordRow.id.in_((first, second)))).all()
    assert all(len(sort) < 40 for sort in sorts)


def test_every_kind_comes_after_the_kinds_it_is_named_after() -> None:
    order = titles.in_order()
    assert sorted(order) == sorted(kinds())
    assert order.index("person") < order.index("prosecution") < order.index("charge") < order.index("task")


def test_a_person_is_called_by_the_preferred_name_and_kazakh_before_others(office: Office) -> None:
    person = write(office, "person")
    for language, use, family in (
        ("en", "press", "Bokayev"),
        ("ru", "preferred", "Бокаев"),
        ("kk", "preferred", "Боқаев"),
    ):
        write(office, "name", person=person, parts={"family": family}, use=use, language=language)
    assert title_of(office, person) == "Боқаев"
