from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kzcase.briefing import pdf
from kzcase.briefing.content import Brief, Content, Dated, Limit
from kzcase.briefing.front import Ask, Coming, Front, Sent
from kzcase.briefing.gather import gather
from kzcase.briefing.said import Note, Said
from kzcase.briefing.summing import Cover, front, in_order, told_apart
from kzcase.briefing.words import words
from kzcase.errors import Cancelled
from kzcase.models.fields import Audience
from kzcase.progress import Progress
from kzcase.services.office import Office

DAY = date(2026, 11, 22)


def a_limit(title: str = "Ban on blogging", **more: Any) -> Limit:
    given_parts: dict[str, Any] = {
        "kind": "Ban",
        "since": "4 Feb 2026",
        "end": "4 Feb 2028",
        "certainty": "computed",
        "basis": "Counted from release (4 Feb 2026): 2 years.",
        "last": date(2028, 2, 4),
        **more,
    }
    return Limit(Said(title, ("s1",)), Said("until 4 Feb 2028, computed"), **given_parts)


def a_brief(title: str, **parts: Any) -> Brief:
    given_parts: dict[str, Any] = {
        "limits": (a_limit(),),
        "asks": (Said("Raise the ban."),),
        "charges": (Dated("1 May 2025", Said("Convicted", (f"own {title}",)), 9),),
        "notes": (Note("s1", "Example Times, 2026"), Note(f"own {title}", f"Verdict of {title}")),
        **parts,
    }
    return Brief(title, title, **given_parts)


def a_pack(*briefs: Brief, template: str = "pack", cover: Cover | None = None, **more: Any) -> Content:
    said = words(more.get("language", "en"))
    told = told_apart(in_order(briefs, said), said)
    summed = front(told, {one.person: {} for one in told}, said, DAY, cover or Cover())
    made = Content(template, Audience.DIPLOMATIC, "en", DAY, "Briefing pack", told, front=summed)
    return replace(made, **more)


def read(made: Content) -> PdfReader:
    out = BytesIO()
    pdf.render(made, out)
    return PdfReader(BytesIO(out.getvalue()))


def pages(made: Content) -> list[str]:
    return [page.extract_text() for page in read(made).pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


def outlined(outline: Any, level: int = 0) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for one in outline:
        found += outlined(one, level + 1) if isinstance(one, list) else [(level, str(one.title))]
    return found


THREE = tuple(a_brief(name) for name in ("Әсел Үлгібаева", "Almas Sampleuly", "Яна Тестова"))


def test_the_cover_says_for_whom_and_what_and_names_nobody() -> None:
    made = a_pack(*THREE, cover=Cover("People under restrictions", "Embassy of Examplia", "Sample office"))
    first = pages(made)[0]
    for said in (
        "CLOSED BRIEFING",
        "For the recipient mission only",
        "People under restrictions",
        "Embassy of Examplia",
        "Sample office",
        "22 Nov 2026",
        "3 people",
        "Page 1 of",
    ):
        assert said in first
    assert not any(one.title in first for one in made.briefs)


@pytest.mark.parametrize("count", [1, 3, 70])
def test_the_contents_give_the_page_on_which_each_part_stands(count: int) -> None:
    made = a_pack(*(a_brief(f"Person {n:02d}") for n in range(count)))
    reader = read(made)
    texts = [page.extract_text() for page in reader.pages]
    places = {one.title: (reader.get_destination_page_number(one) or 0) + 1 for one in flat(reader.outline)}
    listed: dict[str, int] = {}
    for page in reader.pages[1:4]:
        for line in lines(page):
            for name, number in pairwise(line):
                # A table below has the names again, and numbers of notes behind what it says of them.
                if number.isdigit() and name in places:
                    listed.setdefault(name, int(number))
    assert {f"Person {n:02d}" for n in range(count)} | {"Sources"} <= set(listed)
    assert {title: number for title, number in listed.items() if places[title] != number} == {}
    for n in range(count):
        assert texts[listed[f"Person {n:02d}"] - 1].count(f"Person {n:02d}\n") >= 1


def test_many_people_stand_in_the_contents_by_letter_in_two_columns_read_downwards() -> None:
    names = [f"{letter}{n:02d} Person" for letter in "AB" for n in range(35)]
    reader = read(a_pack(*(a_brief(name) for name in names)))
    page = next(page for page in reader.pages if "Contents" in page.extract_text())
    found = lines(page)
    first = next(line for line in found if "A00 Person" in line)
    assert first[0] == "A"
    assert [one for one in first if one.endswith("Person")] == ["A00 Person", "A18 Person"]
    assert [line[0] for line in found if "B00 Person" in line] == ["B"]


def test_the_figures_and_what_is_asked_stand_before_the_contents_of_the_largest_pack() -> None:
    texts = pages(a_pack(*(a_brief(f"Person {n:03d}") for n in range(150))))
    assert "At a glance" in texts[1]
    assert "What we ask" in texts[1]
    assert texts[1].index("What we ask") < texts[1].index("Contents")


def lines(page: Any) -> list[list[str]]:
    """The texts of a page that stand on one line, from left to right."""
    found: dict[int, list[tuple[float, str]]] = {}

    def visit(text: str, cm: Any, tm: Any, *_: Any) -> None:
        if text.strip():
            x = tm[4] * cm[0] + cm[4]
            y = tm[5] * cm[3] + cm[5]
            found.setdefault(round(y), []).append((x, text.strip()))

    page.extract_text(visitor_text=visit)
    return [[text for _, text in sorted(line)] for line in found.values()]


def flat(outline: Any) -> list[Any]:
    return [one for part in outline for one in (flat(part) if isinstance(part, list) else [part])]


def test_the_outline_has_the_parts_and_under_the_briefs_the_people() -> None:
    told = outlined(read(a_pack(*THREE)).outline)
    assert [title for level, title in told if level == 0] == [
        "At a glance",
        "What we ask",
        "Contents",
        "Restrictions in force on 22 Nov 2026",
        "Coming dates",
        "Case briefs",
        "Sources",
    ]
    assert [title for level, title in told if level == 1] == [one.title for one in a_pack(*THREE).briefs]


def test_people_stand_in_the_order_of_their_printed_names_and_the_nameless_last_and_numbered() -> None:
    told = told_apart(
        in_order(
            [a_brief("Name withheld"), a_brief("Өмір"), a_brief("Name withheld"), a_brief("Олег")],
            words("en"),
        ),
        words("en"),
    )
    assert [one.title for one in told] == ["Олег", "Өмір", "Name withheld (1)", "Name withheld (2)"]


def test_the_table_names_each_person_once_a_page_and_repeats_its_head() -> None:
    many = tuple(a_limit(f"Limit {n}") for n in range(60))
    made = a_pack(a_brief("Almas Sampleuly", limits=many), template="list")
    texts = pages(made)
    assert len(texts) > 2
    printed = "\n".join(texts)
    assert all(re.search(rf"Limit {n}\b", printed) for n in range(60))
    tables = [text for text in texts if "Limit" in text]
    assert all(text.count("How the end is known") == 1 for text in tables)
    assert all(text.count("Almas Sampleuly") == 1 for text in tables)


def test_no_row_of_a_long_table_stands_alone_on_the_last_page_with_rows() -> None:
    for count in range(14, 34):
        many = tuple(a_limit(f"Limit {n}") for n in range(count))
        texts = pages(a_pack(a_brief("Almas Sampleuly", limits=many), template="list"))
        rows = [len(re.findall(r"Limit \d+", text)) for text in texts]
        with_rows = [number for number in rows if number]
        assert sum(with_rows) == count
        assert len(with_rows) == 1 or with_rows[-1] > 1, count


def test_sources_are_numbered_through_and_each_once() -> None:
    texts = pages(a_pack(*THREE))
    sources = texts[-1].split("Sources", 1)[1]
    assert sources.count("Example Times, 2026") == 1
    assert sum(f"Verdict of {one.title}" in sources for one in THREE) == 3
    assert not any("Example Times" in text for text in texts[:-1])
    assert [int(one) for one in re.findall(r"^(\d+) ", sources, re.M)] == [1, 2, 3, 4]


def test_nobody_under_a_restriction_is_said_in_words() -> None:
    texts = pages(a_pack(a_brief("Nobody", limits=(), asks=(), charges=(), notes=())))
    assert any("No restriction of anyone in this paper" in text for text in texts)
    assert not any("Sources" in text for text in texts)
    assert len(texts) == 3


def test_figures_count_what_the_briefs_tell() -> None:
    made = a_pack(
        a_brief("A", limits=(a_limit(), a_limit(unsure=True)), held=True),
        a_brief("B", limits=(a_limit(last=date(2026, 12, 1)), a_limit(last=None, lasting=True))),
        a_brief("C", limits=(a_limit(last=date(2026, 11, 22)), a_limit(last=date(2027, 11, 1)))),
    )
    assert [(one.count, one.words) for one in made.front.figures] == [
        (3, "people"),
        (5, "restrictions in force"),
        (1, "more may be in force"),
        (2, "end within 90 days"),
        (1, "held in custody"),
    ]
    assert made.front.charts[1].bars == (
        ("within 3 months", 2),
        ("in 3 to 12 months", 1),
        ("in more than a year", 2),
        ("no end set", 1),
    )


def test_an_ask_for_several_people_is_said_once_and_the_widest_first() -> None:
    asked = a_pack(
        a_brief("A", asks=(Said("Only A."), Said("For both.", ("s1",)))),
        a_brief("B", asks=(Said("For both."),)),
    ).front.asks
    assert asked == (Ask(Said("For both."), ("A", "B")), Ask(Said("Only A."), ("A",)))


def test_coming_dates_and_letters_are_those_of_everybody_in_order() -> None:
    letter = Sent("2026-10", "October 2026", "Embassy", Said("Visit", ("s1",)), "not answered", open=True)
    late = replace(letter, sort="2026-11", weight=3, what=Said("Late"))
    answered = replace(letter, open=False, what=Said("Done"))
    due = replace(letter, weight=1, due="1 Dec 2026", due_sort="2026-12-01", what=Said("Waiting"))
    briefs = (
        a_brief("A", limits=(a_limit(last=date(2027, 1, 1)),)),
        a_brief("B", limits=(), ahead=(Dated("5 Dec 2026", Said("Trial"), sort="2026-12-05"),)),
    )
    sent = {"A": {"1": letter, "2": late, "3": answered}, "B": {"1": letter, "4": due}}
    made = front(briefs, sent, words("en"), DAY, Cover())
    assert [(one.when, one.who, one.what.text) for one in made.coming] == [
        ("1 Dec 2026", ("B",), "Reply due: Waiting"),
        ("5 Dec 2026", ("B",), "Hearing: Trial"),
        ("1 Jan 2027", ("A",), "Ends: Ban on blogging"),
    ]
    assert [(one.what.text, one.who) for one in made.letters] == [
        ("Late", ("A",)),
        ("Waiting", ("B",)),
        ("Visit", ("A", "B")),
    ]
    assert made.answered == 1


LONG = "слово " * 3_000


def test_long_and_strange_texts_everywhere_end_in_pages() -> None:
    said = Said("<b>&amp; " + LONG, ("s1",), "<i>")
    limit = a_limit(since=LONG, end=LONG, basis="ж" * 5_000, certainty="c" * 300)
    brief = a_brief("имя " * 300, limits=(limit,), asks=(said,))
    made = a_pack(brief, a_brief("<b>B</b>"), cover=Cover("<h1>" + "x" * 150, "a & b", "<i>"))
    more = Front(
        made.front.heading,
        "a & b",
        "<i>",
        asks=(Ask(said, tuple(f"<{n}>" for n in range(300))),),
        coming=(Coming("", LONG, tuple(f"n{n}" for n in range(200)), said),),
        letters=(Sent("", LONG, LONG, said, LONG, open=True),),
        answered=7,
    )
    texts = pages(replace(made, front=more))
    assert len(texts) > 5
    assert "<b>B</b>" in "".join(texts)


@given(
    st.lists(st.text(st.sampled_from("абвӘqz <&-"), max_size=80), min_size=1, max_size=5),
    st.integers(0, 30),
)
@settings(max_examples=25)
def test_any_names_and_numbers_of_restrictions_make_a_pack(names: list[str], limits: int) -> None:
    briefs = [a_brief(name or "x", limits=tuple(a_limit(name) for _ in range(limits))) for name in names]
    briefs = [replace(one, person=str(n)) for n, one in enumerate(briefs)]
    assert len(pages(a_pack(*briefs))) >= 3 + len(briefs) - 1


@pytest.mark.parametrize("template", ["pack", "list"])
def test_the_same_content_gives_the_same_bytes(template: str) -> None:
    outs = [BytesIO(), BytesIO()]
    for out in outs:
        pdf.render(a_pack(*THREE, template=template), out)
    assert outs[0].getvalue() == outs[1].getvalue()


def test_a_pack_can_be_cancelled_while_it_is_laid_out() -> None:
    class Stop(Progress):
        def report(self, what: str, done: int, total: int) -> None:
            if what == "Laying out" and done:
                self.cancel()

    out = BytesIO()
    with pytest.raises(Cancelled):
        pdf.render(a_pack(*THREE), out, Stop())
    assert out.getvalue() == b""


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_sample_is_a_pack_in_every_language(sample: Office, language: str) -> None:
    from tests.briefing.stories import SIX, person_called

    people = [person_called(sample, title) for title in SIX]
    content = gather(sample, people, audience="diplomatic", language=language, as_of=DAY, template="pack")
    texts = pages(content)
    said = words(language)
    for key in ("section.contents", "section.glance", "section.asks", "section.notes"):
        assert any(squeezed(said(key)) in squeezed(text) for text in texts), key
    assert sum(squeezed(said("column.how")) in squeezed(text) for text in texts) >= 1
    assert len(texts) <= 12
