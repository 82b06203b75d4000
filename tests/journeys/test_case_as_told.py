"""A whole case goes in as it is told: one page, one step; the steps of the hand are counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from kzcase.services import drafts, lists
from kzcase.services.office import Office
from kzcase.ui.guided.guidedpage import GuidedPage
from kzcase.ui.person.personpage import PersonPage

TOLD = """
Aizhan, the sister, on the phone: Сәмплұлы Ерлан Маратұлы, in English Sampleuly Yerlan, a blogger from
Atyrau, born about 1984, was taken from his flat by the police on 3 March 2025. He was charged under article
174 of the Criminal Code and tried by Atyrau City Court No. 2, judge Үлгібаев Бекзат; the court sat on 12 May
2025 and on 14 May 2025 sentenced him to two years of restriction of freedom and banned him from public
activity for three years. The sentence entered into force in June 2025. He agrees that embassies and the UN
are told his name and case.
"""
"""Fictional. What a caseworker hears and types."""


def test_a_case_told_in_a_paragraph_goes_in_on_one_page(unlocked: Any) -> None:
    hand = unlocked
    page = begin_a_case(hand)
    tell(hand, page)
    hand.click("Write down the case", page)
    hand.wait(lambda: isinstance(hand.workspace.page, PersonPage))
    hand.settle()
    shown = hand.workspace.page
    assert shown.head.title == "Сәмплұлы Ерлан Маратұлы"
    office = hand.workspace.desk.office
    assert written(office) == {
        "person": 2,  # the activist and the judge; the sister is a source
        "organisation": 1,
        "detention": 1,
        "prosecution": 1,
        "charge": 1,
        "hearing": 1,
        "sentence": 1,
        "penalty": 2,
        "restriction": 2,
        "source": 1,
        "citation": 1,
        "consent": 1,
    }
    ends = [rows(office, "restriction", "in_force"), rows(office, "restriction", "imposed_by")]
    assert ends == [["June 2025"] * 2, ["Atyrau City Court No. 2"] * 2]
    assert drafts.kept(office) == ()
    # Clicks, keys that are no letters, fields gone to. More than this and the way has grown.
    assert hand.steps <= 38


def begin_a_case(hand: Any) -> GuidedPage:
    hand.steps += 1
    hand.be_active()
    hand.bot.keyClick(
        hand.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    page = hand.workspace.page
    assert isinstance(page, GuidedPage)
    hand.wait(lambda: page.of_kind("name"))
    hand.settle()
    return page


def tell(hand: Any, page: GuidedPage) -> None:
    """Type the paragraph in its order."""
    one = page.of_kind

    def part(kind: str, field: str, key: str, text: str, number: int = 0) -> None:
        hand.fill_editor(one(kind)[number].editors[field].parts[key], text)

    part("name", "parts", "family", "Сәмплұлы Ерлан Маратұлы")
    hand.click("add-name", page)
    part("name", "parts", "family", "Sampleuly Yerlan", 1)
    person = one("person")[0]
    hand.fill(person, "born", "~1984")
    hand.fill(person, "occupation", "blogger")
    hand.fill(person, "locality", "Atyrau")
    detention = one("detention")[0]
    hand.fill(detention, "start", "3 March 2025")
    hand.fill(detention, "arrest_forces", "police")
    hand.fill(one("charge")[0], "article", "174")
    prosecution = one("prosecution")[0]
    hand.fill(prosecution, "court", "Atyrau City Court No. 2")
    begun(hand, page, "court")
    hearing = one("hearing")[0]
    hand.fill(hearing, "date", "12.05.2025")
    hand.fill(hearing, "judge", "Үлгібаев Бекзат")
    begun(hand, page, "judge")
    sentence = one("sentence")[0]
    hand.fill(sentence, "date", "14.05.2025")
    hand.fill(sentence, "in_force", "June 2025")
    hand.fill(one("penalty")[0], "kind", "restr")
    part("penalty", "term", "years", "2")
    hand.click("add-penalty", page)
    hand.fill(one("penalty")[1], "kind", "ban")
    part("penalty", "term", "years", "3", 1)
    hand.fill(one("penalty")[1], "translation", "public activity")
    said = page.view.said()
    assert "2 restrictions" in said
    assert "June 2027" in said
    assert "June 2028" in said
    hand.fill(one("citation")[0], "source", "The sister, by phone")
    begun(hand, page, "source")
    consent = one("consent")[0]
    hand.fill(consent, "answer", "given")
    hand.fill(consent, "audiences", "closed")
    hand.fill(consent, "audiences", "un, conf")


def begun(hand: Any, page: GuidedPage, field: str) -> None:
    """Wait until what was just typed into a link has its own small form."""
    hand.wait(lambda: any(card.link.declared.key == field for card in page.forms.cards if card.link))
    hand.settle()


def written(office: Office) -> dict[str, int]:
    """How many records of each kind there are."""
    kinds = (
        *("person", "organisation", "detention", "prosecution", "charge", "hearing", "sentence"),
        *("penalty", "restriction", "source", "citation", "consent"),
    )
    return {kind: lists.count(office, kind)[0] for kind in kinds}


def rows(office: Office, kind: str, column: str) -> list[str]:
    """A column of a kind's list."""
    page = lists.page(office, lists.ListQuery(kind, columns=(column,)))
    return [row.cells[0] for row in page.rows]


def test_whatever_stops_it_the_case_is_there_again(
    unlocked: Any, unlock_again: Callable[[Any], None]
) -> None:
    hand = unlocked
    page = begin_a_case(hand)
    hand.fill_editor(page.of_kind("name")[0].editors["parts"].parts["family"], "Үлгібаева")
    hand.fill(page.of_kind("person")[0], "born", "12.08.")
    hand.fill(page.of_kind("prosecution")[0], "court", "A court not here yet")
    begun(hand, page, "court")
    hand.press(Qt.Key.Key_L, control=True, on=hand.window)
    assert hand.window.workspace is None
    hand.settle()
    hand.wait(hand.window.start.unlock.secret.isVisible)
    unlock_again(hand)
    hand.click("Drafts")
    hand.open_row(hand.workspace.page.list, "Үлгібаева")
    again = hand.workspace.page
    assert isinstance(again, GuidedPage)
    hand.wait(lambda: again.of_kind("name"))
    hand.settle()
    name = again.of_kind("name")[0].editors["parts"].parts["family"]
    assert hand.read(name.line) == "Үлгібаева"
    assert hand.read(again.of_kind("person")[0].editors["born"].line) == "12.08."
    assert hand.read(again.of_kind("prosecution")[0].editors["court"].line) == "A court not here yet"
    assert [card.title() for card in again.forms.cards] == ["A court not here yet"]
    office = hand.workspace.desk.office
    assert lists.count(office, "person") == (0, True)
    hand.press(Qt.Key.Key_Escape, on=again)
    hand.settle()
    assert [one.kind for one in drafts.kept(office)] == [drafts.GUIDED]
