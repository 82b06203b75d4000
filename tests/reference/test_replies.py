"""The shipped terms for replies are offered as a vocabulary, and the days off are those of the library."""

from __future__ import annotations

import importlib
from datetime import date

import pytest

from kzcase.reference import replies, vocabularies
from kzcase.reference.shipped import Standing
from scripts import workdays

STATE_BODIES = ("ministry", "prosecutor", "police", "prison", "local_authority", "probation")


def test_the_table_of_days_off_is_what_the_library_says() -> None:
    pytest.importorskip("holidays")
    assert workdays.PAGE.read_text(encoding="utf-8") == workdays.text(), "run: python -m scripts.workdays"


def test_the_library_is_not_loaded_by_the_program() -> None:
    assert "holidays" not in importlib.import_module("kzcase.reference.replies").__dict__


def test_days_off_hold_the_weekdays_given_for_holidays_of_a_weekend() -> None:
    days = replies.days_off()
    assert {date(2026, 3, 24), date(2026, 5, 11), date(2027, 1, 4)} <= days.off
    assert date(2024, 5, 4) in days.worked
    assert days.perhaps
    assert days.perhaps.isdisjoint(days.off)


def test_every_rule_can_be_chosen_in_place_of_another_and_so_can_none() -> None:
    assert set(vocabularies.load("reply_rule").terms) == {*replies.terms(), replies.NO_RULE}


def test_every_kind_of_letter_addressee_and_mechanism_of_a_rule_is_a_term() -> None:
    kinds, organisations, mechanisms = (
        vocabularies.load(name).terms.keys() for name in ("letter_kind", "organisation_kind", "mechanism")
    )
    for term in replies.terms().values():
        assert term.kinds <= kinds
        assert term.addressees <= organisations
        assert term.mechanisms <= mechanisms
        assert term.days > 0
        assert bool(term.source) is (term.standing is not Standing.UNCHECKED)
        assert all(term.law.label(language) for language in ("en", "ru", "kk"))
    assert replies.no_reply_expected() <= kinds


@pytest.mark.parametrize("body", STATE_BODIES)
def test_a_state_body_answers_an_application_and_a_complaint_in_terms_of_their_own(body: str) -> None:
    application, complaint = (replies.term_of(kind, (), (body,)) for kind in ("letter", "complaint"))
    assert application is not None
    assert complaint is not None
    assert (application.id, complaint.id) == ("appc_application", "appc_complaint")


@pytest.mark.parametrize("body", ["embassy", "court", "parliament", "ngo", "eu", "osce", "ilo", "ombudsman"])
def test_others_have_no_term(body: str) -> None:
    assert replies.term_of("letter", (), (body,)) is None


def test_a_mechanism_comes_before_the_kind_of_addressee() -> None:
    found = replies.term_of("wgad_petition", ("wgad",), ("un", "ministry"))
    assert found is not None
    assert found.id == "wgad_60"


def test_a_term_is_no_rule_before_its_law_was() -> None:
    term = replies.terms()["appc_application"]
    assert not term.was_law_on(date(2021, 6, 30))
    assert term.was_law_on(date(2021, 7, 1))
    assert not term.was_law_on(None)
    assert replies.terms()["wgad_60"].was_law_on(None)
