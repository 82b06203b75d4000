"""By which names a paper calls people, and whom it does not name."""

from __future__ import annotations

import pytest

from kzcase.briefing import ground, papers
from kzcase.briefing.content import Content
from kzcase.briefing.gather import NoBasis
from kzcase.briefing.seen import View
from kzcase.briefing.summing import Cover
from kzcase.briefing.telling import Teller
from kzcase.briefing.words import words
from kzcase.errors import KzcaseError
from kzcase.models.fields import Audience
from kzcase.names.folding import fold
from kzcase.services.display import Speaker
from tests.briefing.stories import TODAY, File, reasons, text_of


def test_a_pseudonym_stands_everywhere_for_the_name(file: File) -> None:
    person = file.person(pseudonym="Aruzhan", born="1984", summary_en="Сериков Алмас was fined.")
    file.consent(person)
    case = file.put("event", persons=frozenset({person}), title="Search at Serikov's", date="2025-01-01")
    source = file.public_source(title="Almas Serikov on trial", url="https://example.org/serikov")
    file.cite(person, "occupation", source)
    content = file.gather(person)
    whole = (text_of(content) + content.title).casefold()
    assert content.briefs[0].title == "Aruzhan"
    assert "Aruzhan was fined." in text_of(content)
    assert not any(name in whole for name in ("сериков", "алмас", "serikov", "almas", "1984"))
    told = reasons(content)
    assert told[person, "born"] == "It would give away a name that a pseudonym protects."
    assert "names somebody" in told[case, "title"] or "names somebody" in told[case, ""]


def test_an_undecided_pseudonym_protects_too(file: File) -> None:
    person = file.person()
    file.consent(person)
    before = file.heads(person)
    file.put("person", person, pseudonym="Aruzhan")
    file.put("person", person, before, pseudonym=None, locality="Aktau")
    assert file.gather(person).briefs[0].title == "Aruzhan"


def test_a_judge_is_named_only_on_a_basis(file: File) -> None:
    person = file.person()
    judge = file.person("Судьяева", "Анна")
    file.consent(person)
    prosecution = file.put("prosecution", person=person, kind="criminal")
    sentence = file.put(
        "sentence", prosecution=prosecution, kind="conviction", judge=judge, date="2025-03-03"
    )
    content = file.gather(person)
    assert "удьяев" not in text_of(content)
    assert "No consent" in reasons(content)[sentence, "judge"]
    file.consent(judge)
    assert "Судьяева" in text_of(file.gather(person))


def test_a_text_that_names_somebody_unasked_is_withheld(file: File) -> None:
    person = file.person(summary_en="Detained together with Temirova.", occupation="teacher")
    file.consent(person)
    other = file.person("Темирова", "Анна")
    file.put("event", persons=frozenset({person, other}), title="Detention", date="2025-01-01")
    content = file.gather(person)
    assert "Temirova" not in text_of(content)
    assert "names somebody" in reasons(content)[person, "summary_en"]


def test_words_not_to_be_said_are_not(file: File) -> None:
    person = file.person(do_not_say="в Праге", summary_en="Hid in Prague; встретились в  ПРАГЕ.")
    file.consent(person)
    content = file.gather(person)
    assert "Hid" not in text_of(content)
    assert "do not say" in reasons(content)[person, "summary_en"]


def test_names_stand_in_the_script_of_the_paper_first(file: File) -> None:
    person = file.person()
    file.consent(person)
    file.put("name", person=person, parts={"family": "Serikov", "given": "Almas"}, use="press", language="en")
    file.put("name", person=person, parts={"family": "Nick"}, use="online", language="en")
    english, russian = file.gather(person).briefs[0], file.gather(person, language="ru").briefs[0]
    assert (english.title, russian.title) == ("Almas Serikov", "Сериков Алмас")
    assert ("Nick", "name online") in {(one.text, one.mark) for one in english.names} or any(
        one.text == "Nick" and one.mark for one in english.names
    )


def test_people_who_were_merged_are_one(file: File) -> None:
    keep, other = file.person(), file.person("Серік", "Алмас")
    file.consent(keep)
    file.restriction(other, translation="Merged limit")
    file.put("person", other, merged_into=keep)
    content = file.gather(other)
    assert content.people == (keep,)
    assert "Merged limit" in text_of(content)
    file.put("person", other, do_not_share=True)
    with pytest.raises(NoBasis):
        file.gather(keep)


def test_a_pseudonym_stands_in_every_part_of_a_pack(file: File) -> None:
    person, other = file.person(pseudonym="Aruzhan"), file.person("Ахметова", "Айгүл")
    for one in (person, other):
        file.consent(one)
        file.restriction(one, claimed_end="2026-12-12")
        file.put("ask", record=one, text="Raise the ban.", position=1)
    both = frozenset({person, other})
    file.put("letter", direction="out", subject="Ban", persons=both, sent="2026-10-01", due="2026-11-12")
    content = file.gather(person, other, template="pack")
    assert [one.title for one in content.briefs] == ["Ахметова Айгүл", "Aruzhan"]
    assert content.front.asks[0].who == ("Ахметова Айгүл", "Aruzhan")
    assert {one.who for one in content.front.coming} == {("Ахметова Айгүл",), ("Aruzhan",)}
    assert content.front.letters[0].who == ("Ахметова Айгүл", "Aruzhan")
    assert "ериков" not in text_of(content).lower()


def test_a_cover_that_names_somebody_who_may_not_be_named_is_refused(file: File) -> None:
    person = file.person(pseudonym="Aruzhan")
    file.consent(person)
    fine = file.gather(person, template="pack", cover=Cover(recipient="Embassy of  Examplia"))
    assert fine.front.recipient == "Embassy of Examplia"
    for heading in ("The case against Z. Serikova", "О деле Серикова"):
        with pytest.raises(KzcaseError, match="cannot stand on the paper"):
            file.gather(person, template="pack", cover=Cover(heading=heading))


@pytest.mark.parametrize("protected", ["do_not_share", "pseudonym", "unasked", "refused"])
def test_somebody_whose_record_was_deleted_is_protected_as_before(file: File, protected: str) -> None:
    """Whoever asks to be taken out of the files must not come to stand on paper by it."""
    person = file.person(summary_en="Detained together with Temirova.", occupation="teacher")
    file.consent(person)
    more = {"do_not_share": {"do_not_share": True}, "pseudonym": {"pseudonym": "T."}}.get(protected, {})
    other = file.person("Темирова", "Анна", **more)
    if protected == "refused":
        file.consent(other, answer="refused")
    file.cite(file.put("event", persons=frozenset({person, other}), title="Temirova held", date="2025-01-01"))
    before = text_of(file.gather(person))
    assert "together with Temirova" not in before
    file.put("person", other, deleted=True)
    after = text_of(file.gather(person))
    assert "together with Temirova" not in after
    assert ("Temirova" in after) is ("Temirova" in before) is (protected == "unasked")


def test_a_name_without_any_part_hides_nothing_and_keeps_no_paper_from_being_made(file: File) -> None:
    person = file.person(pseudonym="A.", summary_en="Serikov was held.")
    file.consent(person)
    for parts in ({"initials": "S."}, {"family": " \u200b"}):
        file.put("name", person=person, parts=parts)
    told = file.gather(person)
    assert told.briefs[0].title == "A."
    assert "Serikov" not in text_of(told)


def printed(content: Content) -> str:
    return papers.drawn(content, "html").data.decode()


def test_words_where_a_term_or_a_date_should_stand_name_nobody(file: File) -> None:
    person, hidden = file.person(), file.person("Жасырынов", "Бек", do_not_share=True)
    file.consent(person)
    file.put("term", vocabulary="event_kind", key="own_kind", label_en="The Zhasyrynov affair")
    both = frozenset({person})
    for kind, day in (
        ("Жасырынов Бек", "2026-01-01"),
        ("arrest", "У Жасырынова Бека"),
    ):
        file.put("event", persons=both, kind=kind, date=day)
    file.restriction(person, kind="Жасырынова Бека")
    assert "zhasirin" not in fold(printed(file.gather(person, template="pack")))
    # Somebody whom a record of the paper names is known by the surname alone.
    file.put("event", persons=frozenset({person, hidden}), title="Both", date="2026-02-02")
    file.put("event", persons=both, kind="own_kind", date="2026-01-01")
    content = file.gather(person, template="pack")
    assert "zhasirin" not in fold(printed(content))
    assert any("names somebody" in one for one in reasons(content).values())


def test_a_person_whose_only_name_is_kept_back_is_not_called_by_the_record_s_title(file: File) -> None:
    judge = file.put("person")
    name = {"parts": {"family": "Жасырынов"}, "use": "preferred", "language": "ru", "do_not_share": True}
    file.put("name", person=judge, **name)
    file.consent(judge)
    with file.office.read() as session:
        records_ = ground.read(session, (judge,))
        view = View(records_, Audience.DIPLOMATIC, TODAY, (judge,))
        teller = Teller(view, Speaker(session, "en"), words("en"), judge, TODAY)
        assert view.may_name(judge, cited=True)
        assert teller.person_name(judge, cited=True) == ""
