"""Terms for appeals and ends of remand follow from what is recorded, by the law of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kzcase.services import procedure, records
from kzcase.services.office import Office
from kzcase.services.procedure import Dated
from kzcase.services.records import Draft


def save(office: Office, kind: str, fields: Mapping[str, Any]) -> str:
    """Save a record, with the one it belongs to if none is given."""
    record = records.new_id()
    given = dict(fields)
    if kind == "prosecution":
        given |= {"person": save(office, "person", {})}
    elif kind == "sentence":
        given |= {"prosecution": save(office, "prosecution", {"kind": "criminal"})}
    elif kind in ("measure", "detention"):
        given |= {"person": save(office, "person", {})}
    records.save(office, Draft(kind, record, given))
    return record


def computed(office: Office, kind: str, record: str) -> tuple[Dated, ...]:
    with office.read() as session:
        return procedure.computed(session, kind, (record,))


def test_a_verdict_may_be_appealed_within_the_term_and_the_rule_is_called_unread(office: Office) -> None:
    sentence = save(office, "sentence", {"kind": "conviction", "date": "2026-11-02", "instance": "first"})
    (found,) = computed(office, "sentence", sentence)
    assert (found.record, found.what, found.date_edtf) == (sentence, "appeal", "2026-11-17")
    assert (found.earliest, found.latest) == (date(2026, 11, 17), date(2026, 11, 17))
    assert found.lapses
    assert "15 days from the announcement (2 Nov 2026): until 17 Nov 2026" in found.explanation
    assert "read in no source" in found.explanation
    assert "CPC art. 418" in found.explanation
    assert "ст. 418 УПК" in found.explain("ru")
    assert "ҚПК 418-бап" in found.explain("kk")


def test_a_copy_that_was_handed_over_leaves_the_day_by_the_announcement_as_the_safe_one(
    office: Office,
) -> None:
    """From the copy the term runs in custody only: whoever is free and waits for that day comes too late."""
    given = {"kind": "conviction", "date": "2026-11-02", "copy_received": "2026-11-06"}
    (found,) = computed(office, "sentence", save(office, "sentence", given))
    assert (found.date_edtf, found.certainty) == ("2026-11-17/2026-11-21", "inferred")
    for word in ("until 17 Nov 2026", "until 21 Nov 2026", "Saturday", "only for a person in custody"):
        assert word in found.explanation
    same = {**given, "copy_received": "2026-11-02"}
    (found,) = computed(office, "sentence", save(office, "sentence", same))
    assert found.date_edtf == "2026-11-17"


def test_an_administrative_decision_counts_from_the_copy_alone(office: Office) -> None:
    given = {"kind": "administrative", "date": "2026-11-02", "copy_received": "2026-11-06"}
    (found,) = computed(office, "sentence", save(office, "sentence", given))
    assert found.date_edtf == "2026-11-16"


def test_an_administrative_decision_whose_copy_is_not_recorded_gives_the_safe_day_and_no_last_one(
    office: Office,
) -> None:
    given = {"kind": "administrative", "date": "2026-11-02"}
    (found,) = computed(office, "sentence", save(office, "sentence", given))
    assert (found.date_edtf, found.certainty) == ("2026-11-12/..", "inferred")
    assert "The day the copy was handed over is not recorded" in found.explanation


def test_nothing_is_due_once_the_judgment_was_appealed_or_is_in_force(office: Office) -> None:
    for more in (
        {"appealed": "2026-11-05"},
        {"in_force": "2026-11-18"},
        {"appeal_outcome": "not_appealed"},
        {"instance": "appeal"},
    ):
        given = {"kind": "conviction", "date": "2026-11-02", **more}
        assert computed(office, "sentence", save(office, "sentence", given)) == ()


def test_a_judgment_of_a_day_that_is_not_exact_gives_an_interval(office: Office) -> None:
    (found,) = computed(
        office, "sentence", save(office, "sentence", {"kind": "conviction", "date": "2026-11"})
    )
    assert found.date_edtf == "2026-11-16/2026-12-15"


def test_remand_without_a_term_ends_at_the_ordinary_limit_of_two_months(office: Office) -> None:
    measure = save(office, "measure", {"kind": "remand", "start": "2020-12-31"})
    (found,) = computed(office, "measure", measure)
    assert (found.what, found.date_edtf) == ("remand_ends", "2021-02-28")
    assert "CPC art. 151" in found.explanation
    assert "zakonpravo.kz" in found.explanation


def test_an_extension_of_remand_moves_its_end_and_names_the_level_it_needs(office: Office) -> None:
    measure = save(office, "measure", {"kind": "remand", "start": "2026-06-10", "term": {"months": 2}})
    (found,) = computed(office, "measure", measure)
    assert found.date_edtf == "2026-08-10"
    change = {"record": measure, "kind": "extension", "date": "2026-08-05", "term": {"months": 2}}
    save(office, "restriction_change", change)
    (found,) = computed(office, "measure", measure)
    assert (found.date_edtf, found.certainty) == ("2026-10-10", "computed")
    assert "Extended by 2 months by the decision of 5 Aug 2026: it ends 10 Oct 2026." in found.explanation
    assert "the limit is 10 Mar 2027" in found.explanation


def test_remand_beyond_every_known_level_says_so(office: Office) -> None:
    given = {"kind": "remand", "start": "2020-01-10", "claimed_end": "2022-01-10"}
    (found,) = computed(office, "measure", save(office, "measure", given))
    assert (found.date_edtf, found.certainty) == ("2022-01-10", "stated")
    assert "No level of extension that is known allows remand until 10 Jan 2022." in found.explanation


def test_a_lifted_measure_and_an_ended_detention_have_no_end_to_come(office: Office) -> None:
    lifted = {"kind": "house_arrest", "start": "2026-01-01", "term": {"months": 2}, "lifted": "2026-02-01"}
    assert computed(office, "measure", save(office, "measure", lifted)) == ()
    replaced = save(office, "measure", {"kind": "remand", "start": "2026-01-01", "term": {"months": 2}})
    save(office, "restriction_change", {"record": replaced, "kind": "replacement", "date": "2026-02-01"})
    assert computed(office, "measure", replaced) == ()
    ended = {"kind": "remand", "start": "2026-01-01", "term": {"months": 2}, "end": "2026-02-01"}
    assert computed(office, "detention", save(office, "detention", ended)) == ()


def test_custody_with_a_term_ends_by_it(office: Office) -> None:
    given = {"kind": "administrative_arrest", "start": "2026-11-20", "term": {"days": 15}}
    (found,) = computed(office, "detention", save(office, "detention", given))
    assert (found.what, found.date_edtf, found.certainty) == ("detention_ends", "2026-12-05", "computed")


def test_other_kinds_and_records_that_are_not_there_have_none(office: Office) -> None:
    assert computed(office, "person", records.new_id()) == ()
    assert computed(office, "sentence", records.new_id()) == ()
    assert procedure.of_row("letter", {}) == ()
