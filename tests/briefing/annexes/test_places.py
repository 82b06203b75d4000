"""Every place of a page at which a name stands: found in any spelling, and gone once its boxes are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from kzcase.briefing.annexes import places
from kzcase.briefing.annexes.flatten import Letters, flat, letters
from kzcase.briefing.annexes.places import Place
from kzcase.briefing.discretion import Care, Discretion, Hidden, discretion
from kzcase.briefing.fonts import REGULAR, typeface
from tests.briefing.annexes.world import A4

NAME = ("Бокаев", "Макс", "")


def page(*lines: str, turn: int = 0, size: float = 14) -> bytes:
    """A page with some lines in any script."""
    typeface()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont(REGULAR, size)
    for place, text in enumerate(lines):
        canvas.drawString(60, 740 - 2 * size * place, text)
    canvas.showPage()
    canvas.save()
    if not turn:
        return out.getvalue()
    made = BytesIO()
    with pikepdf.open(BytesIO(out.getvalue())) as file:
        file.pages[0].Rotate = turn
        file.save(made)
    return made.getvalue()


def keeping(*names: tuple[str, ...], unsaid: Sequence[str] = ()) -> Discretion:
    return discretion([Hidden(names, "", Care.STRICT)], [], unsaid)


def found(data: bytes, what: Discretion, exact: Sequence[str] = ()) -> list[Place]:
    return [
        place
        for one in letters(data)
        for place in places.found(one, places.spans(one.text, what, exact=exact))
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Свидетель Бокаев показал",
        "к БОКАЕВУ М.Б. и",
        "witness Bokayev said",
        "Boqaev, as written in 2021",
        "допрошена Бокаева",
        "Б о к а е в сообщил",
        "«Бокаев»,",
        "Бокаев-Иванов",
    ],
)
def test_a_name_is_found_in_any_script_case_and_spelling_and_only_there(line: str) -> None:
    (place,) = found(page("Алматинский городской суд", line, "судья Ахметов"), keeping(NAME))
    ((left, top, right, bottom),) = place.areas
    # The second line of three: below the first, above the third, and not from edge to edge.
    assert 125 < top < bottom < 175
    assert 90 < left < right < 700
    assert place.page == 1


def test_each_part_of_a_name_is_found_alone() -> None:
    said = [one.text for one in found(page("Макс пришёл", "позже Бокаев", "и все"), keeping(NAME))]
    assert said == ["Макс", "Бокаев"]


def test_initials_beside_a_name_are_covered_with_it() -> None:
    said = [one.text for one in found(page("судья М. Б. Бокаев и", "Бокаев М.Б. отказал"), keeping(NAME))]
    assert said == ["М. Б. Бокаев", "Бокаев М.Б."]


@pytest.mark.parametrize("name", ["Серебряков", "Алиев"], ids=["long", "short"])
def test_a_name_that_goes_on_in_the_next_line_has_a_box_on_each(name: str) -> None:
    data = page(f"не явился {name[:3]}-", f"{name[3:]} ни разу", "и никто другой")
    (place,) = found(data, keeping((name, "", "")))
    assert place.text == name
    one, other = place.areas
    assert one[3] <= other[1] + 10
    assert one[0] > other[0]
    (covered,) = flat(data, (), {1: place.areas}).pages
    assert "явился" in covered.words
    assert "ни разу" in covered.words
    assert name[:3] not in covered.words
    assert name[3:] not in covered.words


def test_a_broken_word_is_read_as_one_and_as_two() -> None:
    (one,) = letters(page("Али-", "ев и"))
    assert places.BROKEN in one.text
    said = places.readings(one.text)
    assert "Алиев" in said
    assert "Али-" in said


def test_a_name_too_short_for_an_ending_is_found_with_its_capital_only() -> None:
    said = [one.text for one in found(page("был ли Ли там", "придёт ли он"), keeping(("Ли", "", "")), ["li"])]
    assert said == ["Ли"]


def test_words_not_to_be_said_are_found_across_a_line() -> None:
    (place,) = found(page("его дочь учится в", "школе номер пять"), keeping(unsaid=["учится в школе"]))
    assert place.text == "учится в школе"
    assert len(place.areas) == 2


def test_numbers_are_found() -> None:
    (place,) = found(page("ИИН 850101300123 выдан"), keeping(("850101300123",)))
    assert place.text == "850101300123"


def test_what_is_covered_already_is_not_found_again() -> None:
    data = page("Бокаев", "и снова Бокаев")
    first, second = found(data, keeping(NAME))
    (left,) = letters(data, {1: first.areas})
    again = list(places.found(left, places.spans(left.text, keeping(NAME))))
    assert [one.areas for one in again] == [second.areas]


SAID = st.sampled_from(["Бокаев", "БОКАЕВА", "Bokayev", "Макс Бокаев", "Б.Бокаеву", "Bo-kayev", "Бокаев,Ким"])
ELSE = st.sampled_from(["суд", "статья 274", "Ахметов", "sentence", "ли", "не", "(от 5 мая)"])
LINES = st.lists(
    st.lists(st.one_of(SAID, ELSE), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=5
)


@given(lines=LINES, turn=st.sampled_from([0, 90, 180, 270]), size=st.sampled_from([7, 12, 16]))
@settings(max_examples=12, deadline=None)
def test_once_every_place_found_is_covered_the_gate_finds_none(
    lines: list[str], turn: int, size: float
) -> None:
    data, what = page(*lines, turn=turn, size=size), keeping(NAME)
    areas = [area for place in found(data, what) for area in place.areas]
    (covered,) = letters(data, {1: areas})
    assert not what.names_someone(places.readings(covered.text), cited=False)
    assert not places.spans(covered.text, what)
    kept = [word for text in lines for word in text.split() if word in ("статья", "Ахметов", "sentence")]
    for word in kept:
        # A neighbour may lose its edge letter to a name's box, never itself.
        assert covered.text.count(word[1:-1]) >= 1


@given(
    text=st.text(alphabet="Бокаев Bokayev-.\x02\r\n\u00ad'’ №7ұқ\u0306\u200b", max_size=60),
)
@settings(max_examples=60, deadline=None)
def test_any_text_is_parted_without_a_fault_and_nothing_is_missed(text: str) -> None:
    what = keeping(NAME)
    some = places.spans(text, what)
    assert some == sorted(some)
    assert all(0 <= start < end <= len(text) for start, end in some)
    left = list(text)
    for start, end in some:
        left[start:end] = " " * (end - start)
    if not places.spans("".join(left), what):
        assert not what.names_someone("".join(left).replace(places.BROKEN, ""), cited=False)


def test_letters_that_stand_nowhere_have_no_box() -> None:
    bare = Letters(1, "Бокаев", (0,) * 24)
    assert list(places.found(bare, places.spans(bare.text, keeping(NAME)))) == []
