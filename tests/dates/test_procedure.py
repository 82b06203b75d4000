"""Terms of proceedings are counted from the day the law names, and never made more exact than it is known."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kzcase.dates.edtf import Edtf, parse_edtf
from kzcase.dates.procedure import TermRule, appeal_deadline, level_of, remand_limits
from kzcase.dates.restrictions import InWords
from kzcase.dates.terms import Term

LAW = InWords("CPC art. 418", "ст. 418 УПК", "ҚПК 418-бап")
FIFTEEN = TermRule(Term(days=15), LAW)
LEVELS = [(TermRule(Term(months=months), LAW, "a source"), months == 2) for months in (9, 2, 3)]
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
ANY_DATE = st.one_of(
    DAYS.map(Edtf.of),
    DAYS.map(lambda day: parse_edtf(f"{day:%Y-%m}")),
    DAYS.map(lambda day: parse_edtf(f"{day.isoformat()}/..")),
    DAYS.map(lambda day: parse_edtf(f"../{day.isoformat()}")),
    DAYS.map(lambda day: parse_edtf(f"{day.year}~")),
)


def test_fifteen_days_from_the_announcement_end_on_the_sixteenth() -> None:
    found = appeal_deadline(FIFTEEN, parse_edtf("2026-06-01"))
    assert found is not None
    assert (found.earliest, found.latest, found.certainty) == (
        date(2026, 6, 16),
        date(2026, 6, 16),
        "computed",
    )


def test_a_term_over_the_leap_day_and_over_the_change_of_the_time_zone_loses_no_day() -> None:
    for start, end in (("2024-02-20", date(2024, 3, 6)), ("2023-02-20", date(2023, 3, 7))):
        found = appeal_deadline(FIFTEEN, parse_edtf(start))
        assert found is not None
        assert found.latest == end


def test_a_rule_read_in_no_source_is_said_to_be_unread_in_each_language() -> None:
    found = appeal_deadline(FIFTEEN, parse_edtf("2026-06-01"))
    assert found is not None
    assert "read in no source" in found.explanation
    assert "ни в одном источнике" in found.explain("ru")
    assert "ешбір дереккөзден" in found.explain("kk")
    read = appeal_deadline(TermRule(Term(days=15), LAW, "a book"), parse_edtf("2026-06-01"))
    assert read is not None
    assert "as read in: a book; not checked by a lawyer" in read.explanation


def test_without_the_day_it_runs_from_there_is_no_deadline() -> None:
    assert appeal_deadline(FIFTEEN, None) is None
    assert appeal_deadline(FIFTEEN, None, None, by_copy=True) is None


def test_remand_is_limited_from_its_first_day_at_each_level_the_shortest_first() -> None:
    limits = remand_limits(parse_edtf("2025-12-31"), LEVELS)
    assert [limit.until.latest for limit in limits] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 9, 30),
    ]
    assert [limit.ordinary for limit in limits] == [True, False, False]


def test_the_level_that_remand_needs_is_the_shortest_that_reaches_the_day() -> None:
    limits = remand_limits(parse_edtf("2025-12-31"), LEVELS)
    assert level_of(limits, date(2026, 2, 28)) is limits[0]
    assert level_of(limits, date(2026, 3, 1)) is limits[1]
    assert level_of(limits, date(2026, 9, 30)) is limits[2]
    assert level_of(limits, date(2026, 10, 1)) is None


@given(ANY_DATE, st.none() | ANY_DATE, st.booleans())
def test_a_deadline_is_in_order_and_not_before_what_it_runs_from(
    announced: Edtf, copy: Edtf | None, by_copy: bool
) -> None:
    found = appeal_deadline(FIFTEEN, announced, copy, by_copy=by_copy)
    if found is None:
        return
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
    start = (copy or announced) if by_copy else announced
    first = start.fuzzy[0]
    assert first is None or (found.earliest is not None and found.earliest > first)
    assert all(found.explain(language) for language in ("en", "ru", "kk"))


@given(DAYS, DAYS)
def test_a_later_announcement_never_gives_an_earlier_deadline(one: date, other: date) -> None:
    first, last = (appeal_deadline(FIFTEEN, Edtf.of(day)) for day in sorted((one, other)))
    assert first is not None
    assert last is not None
    assert first.latest is not None
    assert last.latest is not None
    assert first.latest <= last.latest


@given(ANY_DATE)
def test_levels_of_remand_never_come_in_another_order(start: Edtf) -> None:
    ends = [limit.until.bound for limit in remand_limits(start, LEVELS)]
    for shorter, longer in zip(ends, ends[1:], strict=False):
        if shorter.latest is not None and longer.latest is not None:
            assert shorter.latest <= longer.latest
