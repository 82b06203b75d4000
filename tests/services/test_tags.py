from __future__ import annotations

import pytest

from kzcase.errors import InputRefused
from kzcase.services import lists, records, tags, vocabulary
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office
from kzcase.services.records import Draft


def tag(office: Office, key: str) -> tags.Tag:
    return next(one for one in tags.everyone(office) if one.key == key)


def test_a_tag_says_how_many_records_of_which_kinds_carry_it(office: Office) -> None:
    people = [records.new_id() for _ in range(3)]
    for number, person in enumerate(people):
        carried = frozenset({"women"} if number < 2 else {"labour"})
        records.save(office, Draft("person", person, {"tags": carried}))
    records.save(office, Draft("event", records.new_id(), {"title": "Search", "tags": frozenset({"women"})}))
    assert tag(office, "women").carried == (("person", 2), ("event", 1))
    records.delete(office, people[1])
    assert tag(office, "women").number == 2
    assert tag(office, "labour").number == 1
    assert tag(office, "religion").number == 0


def test_a_renamed_tag_has_its_new_name_everywhere_and_keeps_its_records(office: Office) -> None:
    person = records.new_id()
    records.save(office, Draft("person", person, {"tags": frozenset({"women"})}))
    own = tags.add(office, "Strike of 2011")
    tags.rename(office, own, "Strike of December 2011")
    tags.rename(office, "women", "Women")
    assert (tag(office, own).label, tag(office, own).own) == ("Strike of December 2011", True)
    assert (tag(office, "women").label, tag(office, "women").number) == ("Women", 1)
    assert vocabulary.label(office, "tag", "women", "ru") == "Права женщин", "other languages keep theirs"
    [row] = lists.page(office, ListQuery("person", columns=("tags",))).rows
    assert row.cells == ("Women",)


def test_a_retired_tag_is_not_offered_and_stays_where_it_is(office: Office) -> None:
    person = records.new_id()
    records.save(office, Draft("person", person, {"tags": frozenset({"women"})}))
    tags.retire(office, "women")
    terms = {term.key: term for term in vocabulary.terms(office, "tag")}
    assert terms["women"].retired
    assert not terms["labour"].retired
    assert tag(office, "women").retired
    assert tags.everyone(office)[-1].key == "women", "it stands after those that are offered"
    [row] = lists.page(office, ListQuery("person", columns=("tags",))).rows
    assert row.cells == ("Women's rights",)
    tags.retire(office, "women", retired=False)
    assert not tag(office, "women").retired


def test_a_name_that_is_taken_or_empty_is_refused_and_nothing_is_changed(office: Office) -> None:
    before = tags.everyone(office)
    for attempt in ("Women's rights", "women's RIGHTS ", "Права женщин", "  "):
        with pytest.raises(InputRefused):
            tags.add(office, attempt)
    for attempt in ("Women's rights", " "):
        with pytest.raises(InputRefused):
            tags.rename(office, "labour", attempt)
    assert tags.everyone(office) == before
    tags.rename(office, "labour", "LABOUR RIGHTS")
    assert tag(office, "labour").label == "LABOUR RIGHTS", "its own name in other letters is not taken"
