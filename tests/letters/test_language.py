"""The language of templates: what is read, what is refused and where; values are never read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.letters.language import DEEPEST, LONGEST, Grammar, Lack, Mark, TemplateRefused, fill, parse
from kzcase.letters.placeholders import GRAMMAR, LISTS, PLACES

SMALL = Grammar(
    {
        "date": "",
        "note": "",
        "person.name": "persons",
        "ask.text": "asks",
        "restriction.title": "restrictions",
    },
    {"persons": "", "asks": "", "restrictions": "persons"},
)


class Plain(Mark):
    def say(self, word: str, lack: Lack) -> str:
        return f"⟦{word}{' withheld' if lack.withheld else ''}⟧"


def filled(template: str, **scope: object) -> str:
    named = {key.replace("__", "."): value for key, value in scope.items()}
    return fill(parse(template, SMALL), named, Plain())  # type: ignore[arg-type]


def test_places_are_filled_and_missing_ones_marked() -> None:
    assert filled("On {{date}}: {{ note }}.", date="1 May") == "On 1 May: ⟦note⟧."


def test_a_list_is_told_once_for_each_and_lines_of_tags_alone_leave_no_line() -> None:
    people = ({"person.name": "A", "restrictions": ({"restriction.title": "ban"},)}, {"person.name": "B"})
    template = (
        "They:\n{{#each persons}}\n- {{person.name}}\n{{#each restrictions}}\n"
        "  {{restriction.title}}\n{{/each}}\n{{/each}}\nEnd"
    )
    assert filled(template, persons=people) == "They:\n- A\n  ban\n- B\nEnd"


def test_a_part_stands_only_if_there_is_something() -> None:
    template = "{{#if note}}Note: {{note}}{{else}}No note{{/if}}"
    assert filled(template, note="x") == "Note: x"
    assert filled(template) == "No note"
    assert filled(template, note="") == "No note"
    assert filled(template, note=Lack(withheld=True)) == "No note"
    assert filled("{{#if asks}}some{{/if}}", asks=()) == ""


def test_a_list_of_which_nothing_may_be_told_leaves_a_mark_and_no_hole() -> None:
    assert filled("{{#each persons}}\n{{person.name}}\n{{/each}}\nEnd", persons=Lack(withheld=True)) == (
        "⟦persons withheld⟧\nEnd"
    )


def test_a_full_stop_is_not_doubled_behind_an_abbreviation() -> None:
    assert filled("since {{date}}. End", date="4 ақп.") == "since 4 ақп. End"
    assert filled("since {{date}}... End", date="4 ақп.") == "since 4 ақп.... End"


@pytest.mark.parametrize(
    ("template", "line", "column", "fault"),
    [
        ("Dear,\n{{dat}}", 2, 1, "“dat” is no word of templates."),
        ("Dear {{}}", 1, 6, "a place to fill has no word."),
        ("Dear {{note", 1, 6, "“{{” is not closed on its line."),
        ("Dear {{note\n}}", 1, 6, "“{{” is not closed on its line."),
        ("Dear note}}", 1, 10, "“}}” closes nothing."),
        ("a\n{{#each persons}}\nb", 2, 1, "“{{#each persons}}” is not closed."),
        ("a\n {{#if note}}b", 2, 2, "“{{#if note}}” is not closed."),
        ("{{/each}}", 1, 1, "“{{/each}}” closes nothing."),
        ("{{else}}", 1, 1, "“{{else}}” closes nothing."),
        (
            "{{#each persons}}\n{{#if note}}\n{{/each}}\n{{/if}}",
            3,
            1,
            "“{{/each}}” stands where “{{#if note}}” of line 2 must be closed first.",
        ),
        ("{{person.name}}", 1, 1, "“person.name” stands outside its list."),
        ("{{#each restrictions}}{{/each}}", 1, 1, "“restrictions” stands outside its list."),
        ("{{persons}}", 1, 1, "“persons” is a list."),
        ("{{#each date}}{{/each}}", 1, 1, "“date” is no list."),
        ("{{#unless date}}{{/unless}}", 1, 1, "“{{#unless date}}” is no block."),
        ("{{#each persons}}{{#each persons}}{{/each}}{{/each}}", 1, 18, "“persons” stands inside itself."),
        ("{{note.__class__}}", 1, 1, "“note.__class__” is no word of templates."),
        ("{{note|upper}}", 1, 1, "“note|upper” is no word of templates."),
        ("{{ 1 + 1 }}", 1, 1, "“1 + 1” is no word of templates."),
        ("{{{note}}}", 1, 1, "“{note” is no word of templates."),
    ],
)
def test_a_template_that_cannot_be_used_is_refused_at_its_place(
    template: str, line: int, column: int, fault: str
) -> None:
    with pytest.raises(TemplateRefused) as refused:
        parse(template, SMALL)
    assert (refused.value.line, refused.value.column, refused.value.fault) == (line, column, fault)
    assert f"line {line}, column {column}" in refused.value.sentence


def test_the_nearest_known_word_is_offered() -> None:
    with pytest.raises(TemplateRefused) as refused:
        parse("{{#each persons}}{{person.nmae}}{{/each}}", SMALL)
    assert refused.value.remedy == "Did you mean “person.name”?"
    with pytest.raises(TemplateRefused) as refused:
        parse("{{#each person}}{{/each}}", SMALL)
    assert refused.value.remedy == "Did you mean “persons”?"


def test_blocks_may_not_be_too_deep_and_a_template_not_too_long() -> None:
    inside = "{{#if date}}" * DEEPEST + "x" + "{{/if}}" * DEEPEST
    assert filled(inside, date="d") == "x"
    with pytest.raises(TemplateRefused, match="stand inside each other"):
        parse("{{#if date}}" + inside + "{{/if}}", SMALL)
    with pytest.raises(TemplateRefused, match="longer than"):
        parse("x" * (LONGEST + 1), SMALL)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_place_inside_it(template: str) -> None:
    line, column = 1, 1
    try:
        fill(parse(template, SMALL), {}, Plain())
    except TemplateRefused as refused:
        line, column = refused.line, refused.column
    lines = template.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "{{date}}",
            "{{#each persons}}",
            "{{/if}}",
            "⟦x⟧",
            "<b>x</b>",
            "{0.__class__}",
            "%(x)s",
            "${x}",
            "# x",
        ]
    ),
)


@given(HOSTILE, HOSTILE)
def test_what_a_place_is_filled_with_is_never_read_again(first: str, second: str) -> None:
    out = filled("a{{note}}b{{date}}c", note=first or "x", date=second or "y")
    told = [
        one.replace("⟦", "[").replace("⟧", "]").replace("# ", "#\u00a0")
        for one in (first or "x", second or "y")
    ]
    assert out.replace("# ", "#\u00a0") == f"a{told[0]}b{told[1]}c"
    assert "⟦" not in out


def test_a_value_cannot_pass_for_a_heading() -> None:
    assert filled("{{note}}", note="one\n# two") == "one\n#\u00a0two"


def test_every_word_stands_in_a_list_that_there_is() -> None:
    lists = {one.word for one in LISTS}
    assert {one.home for one in (*PLACES, *LISTS)} - {""} <= lists
    assert not lists & {one.word for one in PLACES}
    assert len(GRAMMAR.places) == len(PLACES)
