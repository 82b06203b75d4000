"""Rows whose people may be here already: what is decided and remembered of them; mappings kept by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kzcase.errors import Cancelled
from kzcase.exchange import sheets
from kzcase.exchange.sheets import Decision, Mapping, MappingError, Way
from kzcase.progress import Progress
from kzcase.services import alternatives, erasures, imports, lists, records, searching
from kzcase.services.office import Office
from kzcase.services.records import Draft

REGISTER = """ФИО;Дата рождения;Род занятий;Область
Мысалов Үлгі Болатұлы;1984;журналист;Алматинская область
Примерова Анна Ивановна;1990 г.;учитель;Ақтөбе облысы
"""


def written(folder: Path, text: str = REGISTER, name: str = "register.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("cp1251" if "Ү" not in text else "utf-8"))
    return path


def planned(office: Office, path: Path, **given: Any) -> sheets.SheetPlan:
    grid = sheets.read(path)
    mapping = sheets.propose(grid, "person").mapping
    return sheets.plan(office, grid, mapping, **given)


def known(office: Office, **values: Any) -> str:
    one = records.new_id()
    parts = {"family": "Мысалов", "given": "Үлгі", "patronymic": "Болатұлы"}
    records.save_all(
        office,
        (Draft("person", one, values), Draft("name", records.new_id(), {"person": one, "parts": parts})),
    )
    return one


def people(office: Office) -> int:
    return len(lists.page(office, lists.ListQuery("person", limit=500)).rows)


def decided(office: Office, plan: sheets.SheetPlan, way: Way, record: str = "") -> sheets.SheetPlan:
    decisions = {one.where: Decision(way, record) for one in plan.possibly}
    return sheets.plan(office, plan.grid, plan.mapping, decided=decisions, possibly=plan.possibly)


def test_the_same_person_gains_what_was_empty_and_keeps_what_was_there(
    office: Office, tmp_path: Path
) -> None:
    one = known(office, born="1984-03-12", occupation="blogger")
    plan = planned(office, written(tmp_path))
    assert [each.id for each in plan.undecided] == [one]
    again = decided(office, plan, Way.SAME, one)
    assert again.undecided == ()
    sheets.apply(office, again)
    fields = records.view(office, one).fields
    assert (fields["born"], fields["occupation"]) == ("1984-03-12", "blogger")
    assert fields["region"]
    # Less exact is nothing else; what differs stands beside.
    assert [(each.field, each.text) for each in alternatives.of_record(office, one)] == [
        ("occupation", "журналист")
    ]
    assert people(office) == 2
    assert len(lists.page(office, lists.ListQuery("name", limit=9)).rows) == 2


def test_the_same_file_again_is_the_same_person_without_being_asked(office: Office, tmp_path: Path) -> None:
    one = known(office, occupation="blogger")
    plan = planned(office, written(tmp_path))
    sheets.apply(office, decided(office, plan, Way.SAME, one))
    again = planned(office, written(tmp_path))
    assert again.possibly == ()
    report = again.report()
    assert (report["new"], report["changed"]) == (0, 0)


def test_what_somebody_corrected_since_stays_corrected(office: Office, tmp_path: Path) -> None:
    one = known(office)
    sheets.apply(office, decided(office, planned(office, written(tmp_path)), Way.SAME, one))
    view = records.view(office, one)
    records.save(office, Draft("person", one, {"occupation": "editor"}, view.heads))
    again = planned(office, written(tmp_path))
    assert (again.plan.new, again.plan.changed) == (0, 0)
    sheets.apply(office, again)
    assert records.view(office, one).fields["occupation"] == "editor"


def test_somebody_new_is_taken_in_beside_and_not_asked_for_again(office: Office, tmp_path: Path) -> None:
    known(office)
    plan = planned(office, written(tmp_path))
    sheets.apply(office, decided(office, plan, Way.NEW))
    assert people(office) == 3
    again = planned(office, written(tmp_path))
    assert (again.plan.new, again.plan.changed, again.possibly) == (0, 0, ())


def test_a_row_left_out_brings_nothing_of_it(office: Office, tmp_path: Path) -> None:
    known(office)
    plan = decided(office, planned(office, written(tmp_path)), Way.SKIP)
    assert plan.plan.refused == ()
    sheets.apply(office, plan)
    assert people(office) == 2


def test_who_was_decided_is_not_held_back(office: Office, tmp_path: Path) -> None:
    known(office)
    plan = decided(office, planned(office, written(tmp_path)), Way.NEW)
    assert sheets.held_back(office, plan) is plan


def test_a_person_who_was_deleted_since_is_asked_for_again(office: Office, tmp_path: Path) -> None:
    one = known(office)
    sheets.apply(office, decided(office, planned(office, written(tmp_path)), Way.SAME, one))
    records.delete(office, one)
    assert planned(office, written(tmp_path)).plan.new > 0


def test_an_import_with_decisions_is_taken_back_as_a_whole(office: Office, tmp_path: Path) -> None:
    one = known(office, occupation="blogger")
    before = records.view(office, one).fields
    report = sheets.apply(office, decided(office, planned(office, written(tmp_path)), Way.SAME, one))
    imports.undo(office, report["batch"])
    assert records.view(office, one).fields == before
    assert alternatives.of_record(office, one) == ()
    assert people(office) == 1


def test_what_a_row_was_said_to_be_is_remembered_only_if_the_row_comes_in(
    office: Office, tmp_path: Path
) -> None:
    one = known(office)
    plan = decided(office, planned(office, written(tmp_path)), Way.SAME, one)

    class Pulled(Progress):
        def report(self, what: str, done: int, total: int) -> None:
            if what == "Finishing":
                raise Cancelled

    with pytest.raises(Cancelled):
        sheets.apply(office, plan, progress=Pulled())
    again = planned(office, written(tmp_path))
    assert (len(again.possibly), dict(again.said), people(office)) == (1, {}, 1)
    sheets.apply(office, plan)
    again = planned(office, written(tmp_path))
    assert (again.possibly, people(office)) == ((), 2)


# --- kept mappings --------------------------------------------------------------------------------


def test_a_mapping_is_kept_by_name_and_names_its_register(office: Office) -> None:
    mapping = Mapping("person", {"ФИО": "name.parts", "Год": "born"})
    named = sheets.keep(office, "  Aktobe  register ", mapping)
    assert named.namespace == "Aktobe register"
    assert [(one.name, one.mapping) for one in sheets.kept(office)] == [("Aktobe register", named)]
    sheets.keep(office, "Aktobe register", replace(named, key="Год"))
    assert [one.mapping.key for one in sheets.kept(office)] == ["Год"]
    sheets.forget(office, "Aktobe register")
    assert sheets.kept(office) == ()


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_that_cannot_be_is_refused(office: Office, name: str) -> None:
    with pytest.raises(MappingError):
        sheets.keep(office, name, Mapping("person", {"ФИО": "name.parts"}))
    assert sheets.kept(office) == ()


def test_a_kept_mapping_is_offered_for_sheets_that_have_its_columns(office: Office, tmp_path: Path) -> None:
    grid = sheets.read(written(tmp_path))
    sheets.keep(office, "whole", sheets.propose(grid).mapping)
    sheets.keep(office, "some", Mapping("person", {"ФИО": "name.parts"}))
    sheets.keep(office, "other", Mapping("person", {"Name": "name.parts", "Born": "born"}))
    sheets.keep(office, "keyed", Mapping("person", {"ФИО": "name.parts"}, key="№"))
    assert [one.name for one in sheets.fitting(grid, sheets.kept(office))] == ["whole", "some"]


def test_rows_of_a_named_register_stay_theirs_when_the_file_has_another_name(
    office: Office, tmp_path: Path
) -> None:
    grid = sheets.read(written(tmp_path))
    named = sheets.keep(office, "register", sheets.propose(grid, "person").mapping)
    sheets.apply(office, sheets.plan(office, grid, named))
    other = sheets.read(written(tmp_path, name="register of november.csv"))
    again = sheets.plan(office, other, named)
    assert (again.plan.new, again.plan.changed, again.possibly) == (0, 0, ())


def test_somebody_erased_does_not_come_back_by_the_row_that_was_said_to_be_them(
    office: Office, tmp_path: Path
) -> None:
    one = known(office)
    plan = planned(office, written(tmp_path))
    sheets.apply(office, decided(office, plan, Way.SAME, one))
    erasures.erase(office, one)
    again = planned(office, written(tmp_path))
    assert (again.plan.new, again.plan.changed) == (0, 0)
    assert again.plan.erased > 0
    sheets.apply(office, again)
    assert people(office) == 1
    assert searching.find(office, "Мысалов", alike=False) == ()
