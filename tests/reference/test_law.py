"""Law rows: dated, sourced, and silent where nothing was checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kzcase.reference import law
from kzcase.reference.shipped import Standing, versions


def test_ids_of_wordings_are_unique() -> None:
    ids = [article.id for article in law.articles()]
    assert len(ids) == len(set(ids))


def test_nothing_is_called_seen_without_a_source() -> None:
    for article in law.articles():
        if Standing.SEEN in article.title.standing.values():
            assert article.source, article.id
        for ceiling in article.penalties:
            assert ceiling.standing is not Standing.UNCHECKED, article.id
            assert ceiling.source, article.id
    for index in law.indices():
        assert (index.standing is Standing.UNCHECKED) == (index.source == "")


def test_no_row_claims_to_be_checked_by_a_lawyer() -> None:
    assert not [article.id for article in law.articles() if article.lawyer_checked]


def test_the_wording_of_article_174_depends_on_the_day() -> None:
    (before,) = law.in_force_on("cc-174", date(2016, 11, 28))
    (after,) = law.in_force_on("cc-174", date(2021, 4, 9))
    assert before.title.label("ru").startswith("Возбуждение")
    assert after.title.label("ru").startswith("Разжигание")


def test_a_change_known_only_as_a_year_gives_both_wordings_in_that_year() -> None:
    assert len(law.in_force_on("cc-174", date(2020, 5, 1))) == 2


def test_defamation_left_the_criminal_code_in_2020() -> None:
    assert law.in_force_on("cc-130", date(2019, 1, 1))
    assert not law.in_force_on("cc-130", date(2020, 7, 1))
    assert law.in_force_on("cao-73-3", date(2020, 7, 1))


def test_nothing_is_in_force_before_the_code() -> None:
    assert law.in_force_on("cc-405", date(2014, 12, 31)) == ()
    assert law.in_force_on("cc-000", date(2020, 1, 1)) == ()


def test_an_article_is_cited_as_each_language_does() -> None:
    (article,) = law.wordings("cc-405")
    assert article.label("en") == "CC art. 405"
    assert article.label("ru") == "ст. 405 УК"
    assert article.label("kk") == "ҚК 405-бап"


def test_the_index_changes_inside_2020() -> None:
    march, april = law.index_on(date(2020, 3, 31)), law.index_on(date(2020, 4, 1))
    assert march is not None
    assert april is not None
    assert (march.amount, april.amount) == (Decimal(2651), Decimal(2778))
    assert march.standing is Standing.UNCHECKED


def test_no_index_is_guessed_outside_the_table() -> None:
    assert law.index_on(date(2013, 12, 31)) is None
    last = law.indices()[-1].since.year
    assert law.index_on(date(last, 12, 31)) is not None
    assert law.index_on(date(last + 1, 1, 1)) is None


@given(st.dates(date(2014, 1, 1), date(2026, 12, 31)))
def test_the_index_of_a_day_is_the_latest_that_began(day: date) -> None:
    found = law.index_on(day)
    assert found is not None
    assert found.since == max(index.since for index in law.indices() if index.since <= day)


def test_known_mistranslations_of_restriction_of_freedom_are_named_as_traps() -> None:
    words = {synonym.text: synonym.trap for synonym in law.synonyms("restriction_of_freedom")}
    assert words["freedom limitation"] is False
    assert words["limited freedom"] is False
    assert words["deprivation of liberty"] is True
    assert words["лишение свободы"] is True


def test_every_set_of_rows_has_a_version() -> None:
    assert all(version >= 1 for version in versions().values())
