"""Filling a template: names in the right script, dates in words, what is missing, what is kept out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kzcase.errors import Cancelled, KzcaseError, NotFound
from kzcase.letters import making, printing
from kzcase.letters.checking import NotForThisAudience
from kzcase.letters.filling import fill, missing_in
from kzcase.letters.language import TemplateRefused
from kzcase.letters.shapes import Asked, Filled, Mailing
from kzcase.progress import Progress
from kzcase.services.office import Office
from tests.counting import counted
from tests.letters.conftest import put

Ids = Callable[[str, str], str]
DAY = date(2026, 11, 22)


def about(office: Office, **more: object) -> tuple[str, str]:
    """A contact for closed briefings, and a person who agreed to be told of in them."""
    to = put(office, "contact", name="Ms Ada Sample", audience="diplomatic")
    return to, agreed(office, **more)


def agreed(
    office: Office, *audiences: str, name: str = "Serikov", language: str = "en", **more: object
) -> str:
    person = put(office, "person", **more)
    put(
        office,
        "name",
        person=person,
        parts={"family": name, "given": "Almas"},
        language=language,
        use="official",
    )
    given = frozenset(audiences or ("diplomatic",))
    put(office, "consent", person=person, scope="case", answer="given", audiences=given, date="2026-01-01")
    return person


def written(
    office: Office, text: str, to: str, *persons: str, language: str = "en", **more: object
) -> Filled:
    mailing = Mailing((to,), text=text, persons=persons, language=language, day=DAY, **more)  # type: ignore[arg-type]
    (letter,) = fill(office, mailing)
    return letter


NAMES = "{{#each persons}}{{person.name}}{{/each}}"


# names and scripts


@pytest.mark.parametrize(
    ("language", "has", "told"),
    [
        ("en", "en", "Almas Serikov"),
        ("en", "latn_passport", "Almas Serikov"),
        ("ru", "ru", "Serikov Almas"),
        ("kk", "kk", "Serikov Almas"),
        ("ru", "kk", "⟦имя по-русски: в хранилище нет; по-казахски: Serikov Almas⟧"),
        ("kk", "ru", "⟦аты-жөні қазақша: қоймада жоқ; орысша: Serikov Almas⟧"),
        ("kk", "en", "⟦аты-жөні қазақша: қоймада жоқ; ағылшынша: Almas Serikov⟧"),
    ],
)
def test_a_name_is_that_of_the_letters_language_or_marked_with_what_there_is(
    office: Office, language: str, has: str, told: str
) -> None:
    to = put(office, "contact", name="Ms Ada Sample", audience="diplomatic")
    person = agreed(office, language=has)
    assert written(office, NAMES, to, person, language=language).body == told


def test_a_name_made_by_table_is_never_put_in_silently(office: Office) -> None:
    to = put(office, "contact", name="Ms Ada Sample", audience="diplomatic")
    person = put(office, "person")
    put(office, "name", person=person, parts={"family": "Жақсыбергенов", "given": "Алмас"}, language="kk")
    given = frozenset({"diplomatic"})
    put(office, "consent", person=person, scope="case", answer="given", audiences=given, date="2026-01-01")
    letter = written(office, NAMES, to, person)
    assert letter.body == (
        "⟦name in English: not in the vault; in Kazakh: Жақсыбергенов Алмас; computed: Zhaqsybergenov Almas⟧"
    )
    assert [(one.placeholder, one.line) for one in letter.missing if one.placeholder == "person.name"] == [
        ("person.name", 1)
    ]


def test_the_passport_spelling_is_data_and_never_computed(office: Office) -> None:
    to, person = about(office)
    text = "{{#each persons}}{{person.passport_name}}{{/each}}"
    assert written(office, text, to, person).body == "⟦name as in the passport: not in the vault⟧"
    parts = {"family": "SERIKOV", "given": "ALMAS"}
    put(office, "name", person=person, parts=parts, language="latn_passport", use="passport")
    assert written(office, text, to, person).body == "ALMAS SERIKOV"


def test_a_pseudonym_stands_for_the_name_and_an_alias_is_no_name(office: Office) -> None:
    to, person = about(office, pseudonym="Aruzhan")
    assert written(office, NAMES, to, person).body == "Aruzhan"
    other = put(office, "person")
    put(office, "name", person=other, parts={"family": "Nick"}, language="en", use="alias")
    given = frozenset({"diplomatic"})
    put(office, "consent", person=other, scope="case", answer="given", audiences=given, date="2026-01-01")
    assert written(office, NAMES, to, other).body == "⟦name in English: not in the vault⟧"


def test_names_are_joined_in_the_letters_language(office: Office) -> None:
    to = put(office, "contact", name="Ms Ada Sample", audience="diplomatic")
    people = [agreed(office, name=one, language="ru") for one in ("Раз", "Два", "Три")]
    told = written(office, "{{persons.names}} ({{persons.count}})", to, *people, language="ru").body
    assert told == "Раз Almas, Два Almas и Три Almas (3)"


# dates


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "22 November 2026"), ("ru", "22 ноября 2026\u00a0г."), ("kk", "2026\u00a0ж. 22 қараша")],
)
def test_a_letter_is_dated_in_its_language(office: Office, language: str, told: str) -> None:
    to = put(office, "contact", name="Ms Ada Sample", audience="diplomatic")
    assert written(office, "{{date}}", to, language=language).body == told


def test_restrictions_in_force_on_the_day_are_told_with_their_end_and_how_sure_it_is(
    sample: Office, ids: Ids
) -> None:
    letter = written(
        sample,
        "{{#each persons}}{{#each restrictions}}\n"
        "• {{restriction.title}}, {{restriction.until}}\n{{/each}}{{/each}}",
        ids("contact", "Ms Ada Sample"),
        ids("person", "Сәмплұлы Алмас"),
    )
    assert "• Administrative supervision, until 6 Feb 2027, stated" in letter.body
    assert "computed (disputed)" in letter.body


# languages


def test_each_addressee_gets_their_language_salutation_and_audience(office: Office) -> None:
    embassy = put(office, "organisation", name="Embassy of Examplia", kind="embassy")
    ministry = put(office, "organisation", name="Ministry", name_kk="Министрлік", kind="ministry")
    first = put(office, "contact", name="Ms Sample", organisation=embassy, salutation="Dear Ms Sample")
    second = put(
        office,
        "contact",
        name="Mr Sample",
        organisation=ministry,
        language="kk",
        salutation_kk="Құрметті Сәмпл мырза",
        position_kk="Бөлім басшысы",
    )
    third = put(office, "contact", name="Mr Third", organisation=ministry)
    letters = fill(office, Mailing((first, second, ministry, third), template="concern_official", day=DAY))
    assert [(one.language, one.audience, one.salutation) for one in letters] == [
        ("en", "diplomatic", "Dear Ms Sample,"),
        ("kk", "public", "Құрметті Сәмпл мырза!"),
        ("ru", "public", "Уважаемые дамы и господа!"),
        ("ru", "public", "Уважаемые дамы и господа!"),
    ]
    assert letters[1].addressee_words == "Mr Sample, Бөлім басшысы, Министрлік"
    chosen = Mailing((first, third), template="concern_official", languages={third: "en"}, day=DAY)
    assert [one.language for one in fill(office, chosen)] == ["en", "en"]


def test_a_salutation_without_a_language_counts_for_its_script(office: Office) -> None:
    to = put(office, "contact", name="Mr X", audience="public", salutation="Уважаемый господин Х!")
    assert written(office, "x", to, language="ru").salutation == "Уважаемый господин Х!"
    assert written(office, "x", to, language="en").salutation == "Dear Sir or Madam,"


def test_a_template_that_salutes_by_itself_is_saluted_once(office: Office) -> None:
    to = put(office, "contact", name="Ms X", audience="public", salutation="Dear Ms X")
    letter = written(office, "{{salutation}}\n\nText", to)
    assert (letter.salutation, letter.body) == ("", "Dear Ms X,\n\nText")


def test_an_ask_that_was_not_written_in_the_language_is_marked_with_the_other(office: Office) -> None:
    to, person = about(office)
    text = "{{#each asks}}\n{{ask.number}}. {{ask.text}}\n{{/each}}"
    asks = (Asked(en="Release them.", ru="Освободить их."), Asked(ru="Ответить."))
    letter = written(office, text, to, person, asks=asks)
    assert letter.body == (
        "1. Release them.\n2. ⟦what we ask in English: not in the vault; in Russian: Ответить.⟧"
    )
    assert letter.asks == asks


def test_what_is_asked_for_the_people_and_the_cases_is_asked_unless_something_else_is(office: Office) -> None:
    to, person = about(office)
    case = put(office, "case", title="A case", persons=frozenset({person}))
    other = put(office, "case", title="Another case", persons=frozenset({person}))
    put(office, "ask", record=person, position=2, text="Second.")
    put(office, "ask", record=person, position=1, text="First.", kind="release")
    put(office, "ask", record=person, position=3, text="Done.", outcome="done")
    put(office, "ask", record=case, text="Of the case.")
    put(office, "ask", record=other, text="Of another case.")
    letter = written(office, "x", to, cases=(case,))
    assert letter.persons == (person,), "a letter about a case is about its people"
    assert [one.en for one in letter.asks] == ["First.", "Second.", "Of the case."]
    assert letter.asks[0].kind == "release"


# what is missing


def test_a_summary_in_another_language_stands_in_the_mark_only(office: Office) -> None:
    to, person = about(office, summary_en="Was tried.")
    text = "{{#each persons}}{{person.summary}}{{/each}}"
    assert written(office, text, to, person, language="kk").body == (
        "⟦қысқаша мазмұны қазақша: қоймада жоқ; ағылшынша: Was tried.⟧"
    )
    assert written(office, text, to, person).body == "Was tried."


def test_what_the_audience_may_not_see_is_marked_as_such_and_listed(office: Office) -> None:
    to, person = about(office, health="Asthma", occupation="Teacher")
    letter = written(office, "{{#each persons}}{{person.health}}{{/each}}", to, person)
    assert letter.body == "⟦health: not for this audience⟧"
    assert [(one.field, one.reason) for one in letter.withheld if one.id == person] == [
        ("health", "No consent for health details to closed briefings, and no public source is cited for it.")
    ]


def test_marks_are_found_again_with_their_words_and_lines() -> None:
    text = "On ⟦дата письма: в хранилище нет⟧\nand ⟦something typed⟧ or ⟦lost end"
    assert [(one.placeholder, one.words, one.line) for one in missing_in(text, "ru")] == [
        ("date", "дата письма: в хранилище нет", 1),
        ("", "something typed", 2),
        ("", "lost end", 2),
    ]
    assert missing_in("nothing", "ru") == ()


def test_the_reference_is_no_hole_it_is_given_later(office: Office) -> None:
    to = put(office, "contact", name="Ms X", audience="public")
    letter = written(office, "Ref. {{reference}}", to)
    assert letter.body == "Ref. ⟦our reference: given when the letter is saved⟧"
    assert [one.placeholder for one in letter.missing] == ["signatory.name"]


# for whose eyes


def test_a_copy_to_the_public_makes_the_letter_public(office: Office) -> None:
    to, person = about(office)
    press = put(office, "contact", name="Press", audience="public")
    assert written(office, NAMES, to, person).audience == "diplomatic"
    letter = written(office, NAMES, to, person, copies=(press,))
    assert (letter.audience, letter.persons) == ("public", ())
    assert written(office, NAMES, to, person, audience="public").audience == "public"


def test_what_somebody_asks_for_never_widens_what_an_addressee_may_read(office: Office) -> None:
    press = put(office, "contact", name="Press", audience="public")
    for asked in ("diplomatic", "un", "internal"):
        assert written(office, "x", press, audience=asked).audience == "public"
    unknown = put(office, "contact", name="Somebody")
    assert written(office, "x", unknown).audience == "public"
    assert written(office, "x", unknown, audience="un").audience == "un"
    assert written(office, "x", unknown, audience="internal").audience == "public"


def test_who_gets_a_copy_is_told_as_far_as_readers_may_be_told(office: Office) -> None:
    to, person = about(office)
    body = put(office, "organisation", name="Embassy", kind="embassy")
    text = "{{#each copies}}{{copy.words}}; {{/each}}"
    post = put(
        office, "contact", name="Ms Secret", position="Attaché", organisation=body, audience="diplomatic"
    )
    hidden = put(office, "contact", name="Hidden", audience="diplomatic", do_not_share=True)
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt"}, language="en")
    letter = written(office, text, to, person, copies=(post, hidden, stranger, person))
    assert (letter.audience, letter.body) == ("public", "Embassy;")
    closed = written(office, text, to, person, copies=(post, hidden))
    assert closed.body == "Attaché, Embassy;"
    assert [one.id for one in closed.withheld if one.kind == "contact"] == [hidden]


def test_one_letter_may_name_its_addressee_and_the_next_may_not(office: Office) -> None:
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    to = [
        put(office, "contact", name=one, audience="diplomatic") for one in ("Fern Unbekannt", "Somebody Else")
    ]
    assert fill(office, Mailing((to[0],), text="Fern Unbekannt spoke.", language="en"))
    with pytest.raises(NotForThisAudience):
        fill(office, Mailing(tuple(to), text="Fern Unbekannt spoke.", language="en"))


def test_one_letter_cannot_go_to_two_closed_audiences(office: Office) -> None:
    to = put(office, "contact", name="Diplomat", audience="diplomatic")
    mandate = put(office, "contact", name="Mandate", audience="un")
    with pytest.raises(KzcaseError, match="another closed audience"):
        written(office, "x", to, copies=(mandate,))


def test_a_note_that_names_somebody_who_may_not_be_named_is_refused(office: Office) -> None:
    to, person = about(office)
    put(office, "name", person=person, parts={"family": "Серіков"}, language="kk")
    hidden = agreed(office, "un", name="Verborgenov")
    for text in ("As Verborgenov told us.", "Как сообщил Верборгенов."):
        with pytest.raises(NotForThisAudience, match="may not be named to closed briefings"):
            written(office, "{{note}}", to, person, hidden, note=text)
    assert written(office, "{{note}}", to, person, hidden, note="As Serikov told us.").body


def test_words_not_to_be_said_are_refused(office: Office) -> None:
    to, person = about(office, do_not_say="the children")
    with pytest.raises(NotForThisAudience, match="do not say"):
        written(office, "Think of the children.", to, person)


@pytest.mark.parametrize(
    "text",
    [
        "We also met Fern Unbekannt.",
        "Unbekannt Fern was there.",
        "Мы видели Ферна Унбеканнта там.",
        "UNBEKANNT FERN",
        "Fern Olegovich Unbekannt spoke.",
        "F. Unbekannt spoke.",
        "Мы видели Ф.Унбеканнта там.",
        "Unbekannt F.O. spoke.",
        "Unbekannt, Fern",
        "“Fern” Unbekannt spoke.",
    ],
)
def test_a_full_name_of_somebody_far_from_the_letter_is_known_again(office: Office, text: str) -> None:
    to, person = about(office)
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    with pytest.raises(NotForThisAudience):
        written(office, text, to, person)
    assert written(office, "Fern trees are unbekannt here; so is Fern, and Unbekannt.", to, person).body
    given = frozenset({"diplomatic"})
    put(office, "consent", person=stranger, scope="case", answer="given", audiences=given, date="2026-01-01")
    assert written(office, text, to, person).body == text


def test_an_initial_counts_only_with_its_full_stop_and_a_surname_of_the_vault(office: Office) -> None:
    to, person = about(office)
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    text = "F Unbekannt; B. Unbekannt; F. Andere; Fern. Unbekannt is what it was. F. O."
    assert written(office, text, to, person).body == text


def test_a_surname_with_a_hyphen_is_known_again(office: Office) -> None:
    to, person = about(office)
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Унбеканнт-Фремд", "given": "Ферн"}, language="ru")
    for text in ("Мы видели Ферна Унбеканнт-Фремда там.", "Unbekannt-Fremd Fern", "Ф. Унбеканнт-Фремд"):
        with pytest.raises(NotForThisAudience):
            written(office, text, to, person)


def test_words_for_an_enclosure_that_name_somebody_are_left_out_and_listed(office: Office) -> None:
    to, person = about(office)
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    words = ("A judgment", "The judgment on Fern Unbekannt")
    template = "{{#each enclosures}}\n{{enclosure.words}}\n{{/each}}"
    (filled,) = fill(office, Mailing((to,), text=template, subject="S", persons=(person,), enclosures=words))
    assert filled.body == "A judgment"
    assert words[1] in [one.title for one in filled.withheld]


def test_a_short_value_does_not_cut_a_hidden_name_in_two(office: Office) -> None:
    to = put(office, "contact", name="X", audience="diplomatic")
    person = agreed(office, language="ru", locality="Верб")
    hidden = put(office, "person")
    put(office, "name", person=hidden, parts={"family": "Вербогенов", "given": "Иван"}, language="ru")
    put(office, "event", persons=frozenset({person, hidden}), title="Встреча", date="2026-01-01")
    with pytest.raises(NotForThisAudience):
        written(office, "Пришёл Вербогенов.", to, person, language="ru")
    assert written(office, "Верб, 5.", to, person, language="ru").body == "Верб, 5."


def test_of_several_who_bear_a_name_the_one_the_letter_is_about_is_meant(office: Office) -> None:
    to = put(office, "contact", name="X", audience="diplomatic")
    person = agreed(office, name="Сериков", language="ru")
    namesake = put(office, "person")
    put(office, "name", person=namesake, parts={"family": "Serikov", "given": "Almas"}, language="en")
    assert written(office, "Мы пишем о Серикове Almas.", to, person).body
    with pytest.raises(NotForThisAudience):
        written(office, "About Almas Serikov.", to)


def test_an_addressee_may_bear_the_name_of_somebody_who_may_not_be_named(office: Office) -> None:
    stranger = put(office, "person")
    put(office, "name", person=stranger, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    to = put(office, "contact", name="Fern Unbekannt", audience="diplomatic")
    assert written(office, "{{addressee.name}}", to).body == "Fern Unbekannt"


# the letter before


def test_a_follow_up_tells_of_the_letter_before_to_whom_it_went_and_to_nobody_else(office: Office) -> None:
    to, person = about(office)
    stranger = put(office, "contact", name="Other", audience="diplomatic")
    before = put(
        office,
        "letter",
        direction="out",
        number="2026/001",
        subject="Visit",
        addressees=frozenset({to}),
        persons=frozenset({person}),
        sent="2026-10-01",
        due="2026-11-01",
    )
    put(office, "ask", record=before, text="Visit him.")
    text = "{{previous.date}} | {{previous.reference}} | {{previous.subject}} | {{previous.due}}"
    letter = written(office, text, to, follow_up_of=before)
    assert letter.body == "1 October 2026 | 2026/001 | Visit | 1 November 2026"
    assert letter.persons == (person,)
    listed = written(office, "{{#each asks}}{{ask.text}}{{/each}}", to, follow_up_of=before)
    assert listed.body == "Visit him."
    assert listed.asks == (), "what was asked stays with the letter that asked it"
    other = written(office, "{{previous.subject}}", stranger, follow_up_of=before)
    assert other.body == "⟦subject of our earlier letter: not for this audience⟧"


def test_thanks_tell_of_the_reply_and_of_what_it_answers(office: Office) -> None:
    to, person = about(office)
    sent = put(
        office,
        "letter",
        direction="out",
        subject="Visit",
        addressees=frozenset({to}),
        persons=frozenset({person}),
    )
    came = put(
        office,
        "letter",
        direction="in",
        subject="Re: Visit",
        senders=frozenset({to}),
        reply_to=sent,
        written="2026-11-03",
        reference="A-7",
    )
    letter = written(
        office, "{{reply.date}} | {{reply.reference}} | {{previous.subject}}", to, follow_up_of=came
    )
    assert letter.body == "3 November 2026 | A-7 | Visit"
    assert letter.persons == (person,)


# what cannot be done


def test_nobody_to_write_to_and_strangers_are_refused(office: Office) -> None:
    with pytest.raises(KzcaseError, match="needs an addressee"):
        fill(office, Mailing((), text="x"))
    with pytest.raises(NotFound):
        fill(office, Mailing(("nobody",), text="x"))
    to, person = about(office)
    with pytest.raises(NotFound):
        fill(office, Mailing((person, to), text="x", persons=(to,)))
    with pytest.raises(KzcaseError, match="no papers in the language"):
        written(office, "x", to, language="de")
    with pytest.raises(TemplateRefused):
        written(office, "{{x}}", to)


def test_filling_can_be_stopped(office: Office) -> None:
    to, _ = about(office)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        fill(office, Mailing((to,), text="x"), stopped)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_person_of_whom_nothing_more_is_known_leaves_marks_in_every_shipped_letter_and_no_braces(
    office: Office, language: str
) -> None:
    from kzcase.letters import templates

    to, person = about(office)
    for template in templates.offered(office, language):
        letter = written(office, template.body, to, person, language=language, subject=template.subject)
        assert "{{" not in letter.body + letter.subject
        assert "\n\n\n" not in letter.body
        assert letter.missing


def test_what_is_asked_of_the_vault_does_not_grow_with_the_addressees(office: Office) -> None:
    _, person = about(office)
    to = [put(office, "contact", name=f"C{one}", audience="diplomatic", language="en") for one in range(30)]
    seen: dict[int, int] = {}
    for number in (3, 30):
        mailing = Mailing(tuple(to[:number]), template="urgent_appeal", persons=(person,), day=DAY)
        with counted(office) as asked:
            assert len(fill(office, mailing)) == number
        seen[number] = asked["statements"]
    assert seen[3] == seen[30]


def test_letters_about_a_person_do_not_make_the_next_one_slower(office: Office) -> None:
    to, person = about(office)
    seen: list[int] = []
    for _ in range(2):
        with counted(office) as asked:
            fill(office, Mailing((to,), template="urgent_appeal", persons=(person,), day=DAY))
        seen.append(asked["statements"])
        for number in range(40):
            about_them = frozenset({person})
            put(office, "letter", direction="out", subject=f"{number}", persons=about_them, body="x" * 500)
    assert seen[0] == seen[1]


def test_what_the_gate_let_through_may_name_whom_its_source_names_also_when_it_is_printed(
    office: Office, tmp_path: Path
) -> None:
    to, person = about(office)
    judge = put(office, "person")
    put(office, "name", person=judge, parts={"family": "Unbekannt", "given": "Fern"}, language="en")
    source = put(office, "source", title="News", kind="news", public=True)
    bare = put(office, "person")
    put(office, "name", person=bare, parts={"family": "Testov", "given": "Ivan"}, language="en")
    event = put(
        office,
        "event",
        persons=frozenset({bare, judge}),
        title="Judge Fern Unbekannt sentenced Ivan Testov",
        date="2026-01-01",
    )
    for record in (event, bare):
        put(office, "citation", record=record, source=source)
    name = put(office, "name", person=bare, parts={"family": "Testov", "given": "Ivan"}, language="en")
    put(office, "citation", record=name, source=source)
    put(office, "citation", record=event, source=source, field="title")
    text = "{{#each persons}}{{#each events}}• {{event.what}}\n{{/each}}{{/each}}"
    mailing = Mailing((to,), subject="S", text=text, persons=(bare, person), language="en", day=DAY)
    (letter,) = fill(office, mailing)
    assert "Fern Unbekannt" in letter.body, "the event's own public source carries it"
    made = making.make(office, (letter,), mailing)
    assert printing.write_pdf(office, made, tmp_path, draft=True)
    with pytest.raises(NotForThisAudience):
        written(office, "Judge Fern Unbekannt was wrong.", to, bare)
