from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kzcase.errors import InputRefused
from kzcase.exchange import casefile
from kzcase.history.ledger import Change
from kzcase.services import generate, lists, records, savedsearches, undo
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office
from kzcase.services.savedsearches import Count, NameTaken
from tests.counting import counted


def add(office: Office, record_kind: str, /, **values: Any) -> str:
    record = records.new_id()
    office.record([Change(record_kind, record, values)])
    return record


def told(office: Office) -> list[tuple[str, str, str, str]]:
    numbers = savedsearches.counts(office)
    return [(one.name, one.kind, one.filter, numbers[one.id].words) for one in savedsearches.listed(office)]


def test_a_search_is_kept_counted_renamed_and_removed(office: Office) -> None:
    person = add(office, "person", liberty={"status": "detained"}, region="KZ-61")
    one = savedsearches.save(office, "  Held in\nTurkistan ", "people detained Turkistan")
    assert told(office) == [("Held in Turkistan", "person", "detained Turkistan", "1")]
    records.save(
        office,
        records.Draft(
            "person", person, {"liberty": {"status": "at_liberty"}}, records.view(office, person).heads
        ),
    )
    assert told(office)[0][-1] == "0"
    savedsearches.rename(office, one, "In the south")
    assert told(office)[0][0] == "In the south"
    savedsearches.remove(office, one)
    assert told(office) == []
    assert undo.undo(office)
    assert told(office)[0][0] == "In the south"


def test_a_name_that_another_search_bears_is_given_again_only_when_that_is_said(office: Office) -> None:
    first = savedsearches.save(office, "Mine", "in force")
    with pytest.raises(NameTaken, match=r"“Mine”: “in force”"):
        savedsearches.save(office, "MINE", "restrictions ends within 30 days")
    assert told(office) == [("Mine", "person", "in force", "0")]
    again = savedsearches.save(office, "MINE", "restrictions ends within 30 days", replace=True)
    assert again == first
    assert told(office) == [("MINE", "restriction", "ends within 30 days", "0")]
    other = savedsearches.save(office, "Other", "people detained")
    with pytest.raises(NameTaken):
        savedsearches.rename(office, other, " mine ")
    assert [one.name for one in savedsearches.listed(office)] == ["MINE", "Other"]


def test_the_very_same_search_kept_again_stays_as_it_is(office: Office) -> None:
    first = savedsearches.save(office, "Mine", "in force")
    before = records.view(office, first).heads
    assert savedsearches.save(office, " Mine", "in  force") == first
    assert records.view(office, first).heads == before


@pytest.mark.parametrize(("name", "query"), [("", "x"), ("x", " \n"), ("", "")])
def test_a_search_without_a_name_or_without_words_is_refused(office: Office, name: str, query: str) -> None:
    with pytest.raises(InputRefused):
        savedsearches.save(office, name, query)
    assert told(office) == []


def test_what_a_list_shows_is_kept_whole_with_its_buttons_and_found_again(office: Office) -> None:
    held = add(office, "person", liberty={"status": "remand"}, tags={"women"})
    add(office, "name", person=held, parts={"family": "Сампелұлы"})
    add(office, "person", liberty={"status": "remand"})
    only = ("held", "no_consent", "tag:women")
    text = lists.as_text("person", " Сампел ", only)
    savedsearches.save(office, "Women held", text)
    ((_, kind, asked, number),) = told(office)
    assert (kind, number) == ("person", "1")
    page = lists.page(office, ListQuery(kind, filter=asked, columns=("title",)))
    assert [row.id for row in page.rows] == [held]
    for quick in ("person", "restriction", "prosecution", "letter", "case", "task"):
        for one in lists.quick_filters(quick):
            same = lists.count(office, quick, lists.as_text(quick, "", (one.key,)))
            assert same == lists.count(office, quick, "", (one.key,))


def test_the_words_of_another_list_stay_words_in_a_kept_search(office: Office) -> None:
    document = add(office, "document", title="Letter in force")
    savedsearches.save(office, "D", lists.as_text("document", "letter in force", ()))
    assert told(office) == [("D", "document", "letter in force", "1")]
    assert records.view(office, document).kind == "document"


def test_a_kept_search_never_leaves_the_vault(new_office: Callable[..., Office], tmp_path: Path) -> None:
    office = new_office()
    add(office, "person")
    secret = savedsearches.save(office, "Secret plan", "people detained")
    assert secret not in casefile.chosen(office, casefile.Selection(everything=True))


def test_many_are_counted_with_bounded_work_and_capped(office: Office) -> None:
    generate.people(office, 1_100, seed=3)
    savedsearches.save(office, "All", "kind:person fictional")
    savedsearches.save(office, "Free", "kind:person no consent")
    with counted(office) as seen:
        numbers = savedsearches.counts(office)
    assert seen["statements"] <= 40
    assert seen["steps"] <= 30_000
    words = {one.name: numbers[one.id].words for one in savedsearches.listed(office)}
    assert words["All"] == "999+"
    assert Count(12, exact=False).words == "12+"
    assert Count(999, exact=True).words == "999"
