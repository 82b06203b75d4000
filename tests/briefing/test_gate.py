from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.briefing import gate
from kzcase.briefing.gate import Answer, Cited, Consent, Ground, Person, Reason, Scope, decide
from kzcase.models.base import kinds
from kzcase.models.fields import Audience, Compartment, Field, Nature

ON = date(2026, 11, 22)
DAY = date(2026, 6, 1)
ALL = frozenset(audience.value for audience in Audience)
OUTSIDE = [Audience.DIPLOMATIC, Audience.UN, Audience.PUBLIC]
PERSON = kinds()["person"].fields
OCCUPATION, HEALTH, FAMILY, PHOTO, BORN = (
    PERSON[key] for key in ("occupation", "health", "family", "photo", "born")
)


def yes(scope: Scope = Scope.CASE, day: date = DAY, **more: object) -> Consent:
    return Consent(scope, frozenset({"diplomatic"}), Answer.GIVEN, day, day, **more)  # type: ignore[arg-type]


def no(answer: Answer = Answer.REFUSED, scope: Scope = Scope.CASE, day: date | None = DAY) -> Consent:
    return Consent(scope, frozenset({"diplomatic"}), answer, day, day)


def about(*consents: Consent, cited: str | None = None, **marks: object) -> Ground:
    person = Person("p", tuple(consents), **marks)  # type: ignore[arg-type]
    return Ground((person,), cited=() if cited is None else (Cited(cited, True),))


def told(field: Field, ground: Ground, audience: Audience = Audience.DIPLOMATIC) -> gate.Decision:
    return decide(field, ground, audience, ON)


def test_without_any_basis_nothing_is_shown() -> None:
    assert told(OCCUPATION, about()).reason is Reason.NO_CONSENT


def test_consent_for_the_audience_shows_the_case() -> None:
    assert told(OCCUPATION, about(yes())).shown


def test_consent_for_another_audience_does_not() -> None:
    assert not told(OCCUPATION, about(yes()), Audience.PUBLIC).shown


def test_a_public_source_on_the_field_shows_that_field_only() -> None:
    ground = about(cited="occupation")
    assert told(OCCUPATION, ground).by_citation
    assert not told(BORN, ground).shown


def test_a_public_source_on_the_record_shows_its_fields() -> None:
    assert told(OCCUPATION, about(cited="")).shown


def test_a_source_that_is_not_public_shows_nothing() -> None:
    ground = Ground((Person("p"),), cited=(Cited("occupation", False),))
    assert not told(OCCUPATION, ground).shown


@pytest.mark.parametrize("field", [HEALTH, FAMILY, PHOTO])
def test_sensitive_fields_never_go_by_a_public_source(field: Field) -> None:
    assert told(field, about(cited="")).reason is Reason.PROTECTED
    assert told(field, about(yes(), cited="")).reason is Reason.PROTECTED


@pytest.mark.parametrize(
    ("field", "scope"), [(HEALTH, Scope.HEALTH), (FAMILY, Scope.FAMILY), (PHOTO, Scope.PHOTO)]
)
def test_sensitive_fields_need_consent_of_their_own(field: Field, scope: Scope) -> None:
    assert not told(field, about(yes())).shown
    assert told(field, about(yes(), yes(scope))).shown


def test_address_and_contact_never_leave_the_office() -> None:
    for kind in kinds().values():
        for field in kind.fields.values():
            if gate.scope_of(field) is Scope.CONTACT:
                ground = about(yes(), yes(Scope.CONTACT), cited="")
                assert not told(field, ground).shown, (kind.key, field.key)


@pytest.mark.parametrize("answer", [Answer.REFUSED, Answer.WITHDRAWN])
def test_a_no_beats_a_public_source(answer: Answer) -> None:
    assert not told(OCCUPATION, about(no(answer), cited="")).shown


def test_a_no_to_the_case_is_a_no_to_health() -> None:
    assert not told(HEALTH, about(yes(Scope.HEALTH), no())).shown


def test_a_no_to_health_leaves_the_case() -> None:
    assert told(OCCUPATION, about(yes(), no(scope=Scope.HEALTH))).shown


def test_a_later_yes_overrules_a_no_when_both_days_are_known() -> None:
    later = yes(day=DAY + timedelta(days=1))
    assert told(OCCUPATION, about(no(), later)).shown
    assert not told(OCCUPATION, about(no(day=None), later)).shown
    assert not told(OCCUPATION, about(no(), yes())).shown
    assert not told(OCCUPATION, about(no(), replace(later, earliest=None))).shown


def test_a_consent_that_was_withdrawn_is_a_no() -> None:
    withdrawn = yes(withdrawn=True, withdrawn_latest=DAY + timedelta(days=9))
    assert told(OCCUPATION, about(withdrawn)).reason is Reason.WITHDRAWN
    assert not told(OCCUPATION, about(withdrawn, yes(day=DAY + timedelta(days=5)))).shown
    assert told(OCCUPATION, about(withdrawn, yes(day=DAY + timedelta(days=10)))).shown


def test_a_consent_holds_on_its_last_day_and_not_after() -> None:
    assert told(OCCUPATION, about(yes(expires=ON))).shown
    assert told(OCCUPATION, about(yes(expires=ON - timedelta(days=1)))).reason is Reason.EXPIRED


def test_an_expired_consent_leaves_what_is_public() -> None:
    assert told(OCCUPATION, about(yes(expires=DAY), cited="occupation")).by_citation


def test_a_consent_of_tomorrow_is_none_today() -> None:
    assert told(OCCUPATION, about(yes(day=ON + timedelta(days=1)))).reason is Reason.NOT_YET


def test_do_not_share_beats_consent_on_the_record_and_on_the_person() -> None:
    assert told(OCCUPATION, about(yes(), do_not_share=True)).reason is Reason.DO_NOT_SHARE
    assert told(OCCUPATION, replace(about(yes()), do_not_share=True)).reason is Reason.DO_NOT_SHARE


def test_every_person_concerned_must_agree() -> None:
    other = Person("q", ())
    ground = Ground((Person("p", (yes(),)), other))
    assert not told(OCCUPATION, ground).shown
    assert told(OCCUPATION, Ground((ground.people[0], replace(other, consents=(yes(),))))).shown


def test_a_pseudonym_hides_what_identifies_and_stops_public_sources() -> None:
    assert told(BORN, about(yes(), pseudonym="A.")).reason is Reason.PSEUDONYM
    assert told(OCCUPATION, about(yes(), pseudonym="A.")).shown
    assert told(OCCUPATION, about(cited="", pseudonym="A.")).reason is Reason.PSEUDONYM


def test_a_consent_under_pseudonym_only_hides_the_name_too() -> None:
    assert told(BORN, about(yes(pseudonym_only=True))).reason is Reason.PSEUDONYM


def test_a_witness_is_not_named_by_a_public_source() -> None:
    assert told(OCCUPATION, about(cited="", protected=True)).reason is Reason.SOURCE
    assert told(OCCUPATION, about(yes(), protected=True)).shown


def test_the_office_sees_everything_and_what_others_would_not() -> None:
    decision = told(HEALTH, about(), Audience.INTERNAL)
    assert decision.shown
    assert decision.reason is Reason.NO_CONSENT
    assert told(PERSON["risk"], about(yes()), Audience.INTERNAL).reason is Reason.OFFICE


def test_what_concerns_nobody_needs_no_consent() -> None:
    assert told(kinds()["organisation"].fields["name"], Ground()).shown


def test_soon_means_within_thirty_days() -> None:
    def ends(*days: int | None) -> date | None:
        given = tuple(yes(expires=None if d is None else ON + timedelta(days=d)) for d in days)
        return gate.expires_soon(Person("p", given), Audience.DIPLOMATIC, ON)

    assert ends(9) == ON + timedelta(days=9)
    assert ends(31) is None
    assert ends(9, None) is None
    assert ends(9, 12) == ON + timedelta(days=12)
    assert ends(-1) is None


# --- over everything that can be declared and agreed -------------------------------------------------

FIELDS = [field for kind in kinds().values() for field in kind.fields.values()]
days = st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1))


@st.composite
def a_consent(draw: st.DrawFn) -> Consent:
    day = draw(days)
    return Consent(
        draw(st.sampled_from(Scope)),
        frozenset(draw(st.sets(st.sampled_from(sorted(ALL))))),
        draw(st.sampled_from(Answer)),
        day,
        day,
        draw(days),
        draw(st.booleans()),
        draw(days),
        draw(st.booleans()),
    )


people = st.builds(
    Person,
    st.just("p"),
    st.lists(a_consent(), max_size=4).map(tuple),
    st.booleans(),
    st.sampled_from(["", "A."]),
    st.booleans(),
)
grounds = st.builds(
    Ground,
    st.lists(people, max_size=2).map(tuple),
    st.booleans(),
    st.lists(st.builds(Cited, st.sampled_from(["", "health", "occupation"]), st.booleans()), max_size=2).map(
        tuple
    ),
)
audiences = st.sampled_from(OUTSIDE)
fields = st.sampled_from(FIELDS)


@given(fields, grounds, audiences)
def test_nothing_widens_what_a_field_allows(field: Field, ground: Ground, audience: Audience) -> None:
    if audience not in field.audiences or field.compartment is Compartment.SOURCE:
        assert not told(field, ground, audience).shown


@given(fields, grounds, audiences)
def test_what_is_shown_stands_on_consent_or_on_a_public_source(
    field: Field, ground: Ground, audience: Audience
) -> None:
    decision = told(field, ground, audience)
    if not decision.shown:
        assert decision.reason is not None
        return
    assert not ground.do_not_share
    for person in ground.people:
        assert not person.do_not_share
        agreed = any(
            one.answer == Answer.GIVEN and audience.value in one.audiences and one.scope == decision.scope
            for one in person.consents
        )
        public = any(one.public and one.field in ("", field.key) for one in ground.cited)
        assert agreed or (public and decision.scope is Scope.CASE)


@given(fields, grounds, audiences, st.integers(0, 1))
def test_one_more_no_never_shows_more(field: Field, ground: Ground, audience: Audience, place: int) -> None:
    if not ground.people:
        return
    members = list(ground.people)
    place %= len(members)
    refusal = Consent(Scope.CASE, ALL, Answer.REFUSED)
    members[place] = replace(members[place], consents=(*members[place].consents, refusal))
    assert not told(field, replace(ground, people=tuple(members)), audience).shown


@given(fields, grounds, audiences)
def test_a_mark_never_shows_more(field: Field, ground: Ground, audience: Audience) -> None:
    marked = replace(ground, do_not_share=True)
    hidden = replace(ground, people=tuple(replace(p, pseudonym="B.", protected=True) for p in ground.people))
    assert not told(field, marked, audience).shown
    assert told(field, ground, audience).shown or not told(field, hidden, audience).shown


@given(fields, grounds, audiences)
def test_the_order_of_consents_does_not_matter(field: Field, ground: Ground, audience: Audience) -> None:
    turned = replace(
        ground, people=tuple(replace(p, consents=p.consents[::-1]) for p in reversed(ground.people))
    )
    assert told(field, turned, audience).shown == told(field, ground, audience).shown


@given(fields, grounds)
def test_the_office_sees_all_that_is_recorded(field: Field, ground: Ground) -> None:
    assert told(field, ground, Audience.INTERNAL).shown == (field.nature is not Nature.LOCAL)


def test_a_no_of_which_nobody_noted_to_whom_is_one_to_everybody() -> None:
    refused = Consent(Scope.CASE, frozenset(), Answer.REFUSED, DAY, DAY)
    for audience in OUTSIDE:
        assert told(OCCUPATION, about(refused, cited=""), audience).reason is Reason.REFUSED
    given = Consent(Scope.CASE, frozenset(), Answer.GIVEN, DAY, DAY)
    assert not told(OCCUPATION, about(given)).shown
