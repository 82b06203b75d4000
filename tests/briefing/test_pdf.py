from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kzcase.briefing import pdf
from kzcase.briefing.content import Brief, Content, Dated, Disputed, Limit
from kzcase.briefing.flow import Text
from kzcase.briefing.fonts import Unprintable, typeface
from kzcase.briefing.said import Note, Said
from kzcase.briefing.style import Styles
from kzcase.briefing.text import line
from kzcase.dates.edtf import parse_edtf
from kzcase.errors import Cancelled, Unwritable
from kzcase.models.fields import Audience
from kzcase.progress import Progress
from kzcase.timeline.item import TimelineItem

DAY = date(2026, 11, 22)


def a_brief(title: str = "Әсел Үлгібаева", **parts: object) -> Brief:
    given_parts: dict[str, object] = {
        "status": (Said("At liberty, since 4 Feb 2026"),),
        "limits": (
            Limit(
                Said("Ban on blogging", ("s1",)),
                Said("until 4 Feb 2028, computed"),
                (Said("Computed: two years from release. Rule not checked by a lawyer."),),
            ),
        ),
        "timeline": (
            TimelineItem(
                "t1", "ban", "restriction", "Ban on blogging", parse_edtf("2026-02-04"), parse_edtf("2028")
            ),
            TimelineItem("t2", "arrest", "event", "Arrest", parse_edtf("2024-08")),
            TimelineItem("t3", "imprisonment", "custody", "", parse_edtf("2024-08-05"), open_end=True),
        ),
        "notes": (Note("s1", "Example Times, 27 Sep 2026"),),
        **parts,
    }
    return Brief(title, title, **given_parts)  # type: ignore[arg-type]


def content(*briefs: Brief, **more: object) -> Content:
    shown = briefs or (a_brief(),)
    made = Content("brief", Audience.DIPLOMATIC, "en", DAY, f"{shown[0].title}: case brief", shown)
    return replace(made, **more)  # type: ignore[arg-type]


def printed(made: Content) -> tuple[PdfReader, bytes]:
    out = BytesIO()
    pdf.render(made, out)
    return PdfReader(BytesIO(out.getvalue())), out.getvalue()


def text_of(made: Content) -> str:
    return "\n".join(page.extract_text() for page in printed(made)[0].pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_brief_reads_back_with_every_part_and_every_kazakh_letter() -> None:
    letters = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі Ёё ₸ →"
    read = text_of(content(a_brief(summary=(Said(letters),), asks=(Said("Raise the ban."),))))
    for said in (
        letters,
        "Әсел Үлгібаева",
        "Ban on blogging",
        "until 4 Feb 2028, computed",
        "Raise the ban.",
    ):
        assert squeezed(said) in squeezed(read)
    assert "■" not in read
    assert "\x00" not in read


def test_the_head_says_the_audience_and_the_day_and_the_foot_the_page() -> None:
    read = text_of(content(a_brief(), a_brief("Max")))
    assert read.count("CLOSED BRIEFING") == 2
    assert read.count("As of 22 Nov 2026") == 2
    assert "Page 1 of 2" in read
    assert "Page 2 of 2" in read


def test_the_file_names_its_title_language_and_day_and_nobody() -> None:
    reader, data = printed(content())
    told = reader.metadata
    assert told is not None
    assert told.title == "Әсел Үлгібаева: case brief"
    assert (told.author, told.creator, told.producer) == ("kzcase", "kzcase", "kzcase")
    assert told.get("/CreationDate") == "D:20261122000000+00'00'"
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]
    for secret in {os.environ.get("USER", ""), os.uname().nodename, str(Path.home())} - {""}:
        assert secret.encode() not in data


def test_each_person_has_a_bookmark_that_leads_to_their_page() -> None:
    reader, _ = printed(content(a_brief(), a_brief("Max <b>Test</b>")))
    assert [(one.title, reader.get_destination_page_number(one)) for one in reader.outline] == [  # type: ignore[union-attr, arg-type]
        ("Әсел Үлгібаева", 0),
        ("Max <b>Test</b>", 1),
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "<b>bold</b> & <i>x",
        "a < b > c",
        "<Алматы",
        "&nbsp;&copy;&lt;",
        '<img src="/etc/passwd"/>',
        "<font color=\"[[[getattr(pow,'x')]]]\">x</font>",
        "<para align=center>p</para>",
        "{0} %s %(x)s $y \\n",
        "]]></x><!-- c --><?pi?>",
    ],
)
def test_what_looks_like_markup_is_printed_as_typed_in_every_field(typed: str) -> None:
    said = Said(typed, ("s1",), typed)
    brief = a_brief(
        typed,
        names=(said,),
        line=(said,),
        status=(said,),
        summary=(said,),
        limits=(Limit(said, said, (said,), (said,), (said,)),),
        charges=(Dated(typed, said, 0, (said,)),),
        asks=(said,),
        disputed=(Disputed(typed, (said, said)),),
        timeline=(),
        notes=(Note("s1", typed),),
    )
    read = squeezed(text_of(content(brief)))
    assert read.count(squeezed(typed)) >= 20


@given(st.text(st.sampled_from(sorted(map(chr, typeface().first | typeface().second))), max_size=60))
@settings(max_examples=60)
def test_any_text_our_fonts_have_reads_back(typed: str) -> None:
    letters = "".join(c for c in typed if c.isalnum())
    read = text_of(content(a_brief("T", summary=(Said(f"|{letters}|"),), timeline=())))
    # Ligatures and some old letters share a glyph or are read back decomposed; none may vanish.
    assert len(squeezed(read).split("|")[1]) >= len(line(letters)) - typed.count("\u2126")


def events(n: int, words: int = 12) -> Sequence[Dated]:
    return tuple(
        Dated(f"{1 + i % 28} Mar 2025", Said(f"Number{i} " + "слово " * words, (f"n{i % 9}",)), i % 3)
        for i in range(n)
    )


NOTES = (
    *(Note(f"n{i}", f"Source {i}, a report with a rather long title, 2025") for i in range(9)),
    Note("s1", "Source 9, 2026"),
)


def test_a_full_brief_is_cut_to_one_page_by_weight_and_says_so() -> None:
    brief = a_brief(events=events(80), notes=NOTES, asks=(Said("Raise it."),))
    reader, _ = printed(content(brief))
    read = squeezed(reader.pages[0].extract_text())
    assert len(reader.pages) == 1
    left = sum(f"Number{i}слово" in read for i in range(80))
    assert f"Lefttokeepthistoonepage:{80 - left}events" in read.replace("Leftout", "Left")
    assert 5 < left < 60
    # The lighter ones went first.
    assert all(f"Number{i}слово" not in read for i in range(80) if i % 3 == 0)
    assert "Banonblogging" in read
    assert "Raiseit." in read


def test_a_shortened_brief_numbers_only_the_notes_it_prints() -> None:
    brief = a_brief(events=events(80), notes=NOTES)
    read = printed(content(brief))[0].pages[0].extract_text()
    sources = squeezed(read.split("Sources")[1].split("For the recipient")[0])
    shown = [i for i in range(10) if f"Source{i}," in sources]
    assert [n for n in range(1, 13) if f"{n}Source" in sources] == list(range(1, len(shown) + 1))


def test_restrictions_are_never_cut() -> None:
    limits = tuple(
        Limit(Said(f"Limit{i}"), Said("until 2030"), (Said("Computed. " * 30),), (Said("текст " * 60),))
        for i in range(12)
    )
    read = squeezed(text_of(content(a_brief(limits=limits, events=events(20), notes=NOTES))))
    assert all(f"Limit{i}until2030" in read for i in range(12))


def test_of_more_than_a_dozen_restrictions_those_that_have_no_room_are_counted() -> None:
    how = (Said("Computed by a rule of the law " * 8),)
    limits = tuple(Limit(Said(f"Ban {i} on work"), Said(f"until {i} May"), how) for i in range(60))
    made = content(a_brief(limits=limits, asks=(Said("Raise the ban."),)))
    assert pdf.render(made, BytesIO()).pages == 1
    said = " ".join(text_of(made).split())
    shown = [i for i in range(60) if f"Ban {i} on work" in said]
    assert shown == list(range(len(shown)))
    assert len(shown) >= 12
    assert f"{60 - len(shown)} more restrictions in force" in said
    assert "Raise the ban." in said


def test_texts_without_end_stay_on_the_page_and_it_is_said_that_they_go_on() -> None:
    sentence = "Абвгд ежзик. "
    made = content(a_brief(summary=(Said(sentence * 50_000),), asks=(Said("Raise the ban."),)))
    assert pdf.render(made, BytesIO()).pages == 1
    said = " ".join(text_of(made).split())
    assert 20 < said.count(sentence.strip()) < 80
    assert "Абвгд ежзик. …" in said
    assert "the ends of long texts" in said
    assert "Raise the ban." in said


def test_a_long_text_is_shortened_before_an_event_goes() -> None:
    made = content(a_brief(summary=(Said("Абвгд ежзик клмноп. " * 500),), events=events(6)))
    assert pdf.render(made, BytesIO()).pages == 1
    said = text_of(made)
    assert "the ends of long texts" in " ".join(said.split())
    assert all(f"Number{i} " in said for i in range(6))


@pytest.mark.parametrize("part", ["summary", "asks"])
def test_a_word_without_end_is_broken_and_stays_on_the_page(part: str) -> None:
    made = content(a_brief(**{part: (Said("ж" * 20_000),)}))
    assert pdf.render(made, BytesIO()).pages == 1
    assert squeezed(text_of(made)).count("ж") >= 200


def test_long_texts_in_every_place_end_on_the_page_and_not_in_an_error() -> None:
    long = Said("слово " * 4_000, ("n1",))
    brief = a_brief(
        "имя " * 500,
        names=(long,),
        line=(long,),
        limits=(Limit(Said("запрет " * 20), Said("until 2030"), (long,), (long,), (long, long)),),
        charges=(Dated("x" * 400, long, 9, (long,)),),
        disputed=(Disputed("what", (long, long)),),
        notes=(Note("n1", "источник " * 900),),
    )
    assert len(printed(content(brief))[0].pages) == 1


def test_many_people_are_many_pages_in_their_order() -> None:
    reader, _ = printed(content(*(a_brief(f"Person {n}") for n in range(30))))
    assert [page.extract_text().count(f"Person {n}\n") for n, page in enumerate(reader.pages)] == [1] * 30


def test_a_character_without_a_letter_stops_the_paper_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    with pytest.raises(Unprintable, match="Әсел"):
        pdf.render(content(a_brief(asks=(Said("😀"),))), out)
    assert list(tmp_path.iterdir()) == [tmp_path / ".home"] or list(tmp_path.iterdir()) == []


def test_a_paper_replaces_an_older_one_whole(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"old")
    rendered = pdf.render(content(), out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == rendered.sha256
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["x.pdf"]


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    pdf.render(content(), out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["missing/x.pdf", "file.txt/x.pdf", "."])
def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path, place: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Unwritable):
        pdf.render(content(), tmp_path / place)
    assert sorted(tmp_path.rglob("*")) == before


class StopAt(Progress):
    """Cancels when a step of a name comes the n-th time."""

    def __init__(self, what: str, n: int) -> None:
        super().__init__()
        self.what, self.n = what, n
        self.seen: list[str] = []

    def report(self, what: str, done: int, total: int) -> None:
        self.seen.append(what)
        if self.seen.count(self.what) == self.n:
            self.cancel()


@pytest.mark.parametrize(("what", "n"), [("Laying out", 3), ("Drawing", 9), ("Numbering", 2)])
def test_a_cancel_is_noticed_at_each_stage_and_leaves_the_older_paper(
    tmp_path: Path, what: str, n: int
) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"old")
    watched = StopAt(what, n)
    with pytest.raises(Cancelled):
        pdf.render(content(*(a_brief(f"Person {i}") for i in range(6))), out, watched)
    assert out.read_bytes() == b"old"
    assert watched.seen.count(what) == n
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["x.pdf"]


def test_rendering_opens_no_socket_and_no_file_but_its_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    typeface()
    pdf.render(content(), BytesIO())
    opened: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and (event == "open" or event.startswith("socket")):
            opened.append(f"{event} {arguments[0] if arguments else ''}")

    sys.addaudithook(watch)
    try:
        pdf.render(content(a_brief('<img src="/etc/passwd"/><img src="http://127.0.0.1/x.png"/>')), BytesIO())
    finally:
        watching[0] = False
    assert [one for one in opened if not one.endswith((".ttf", ".json"))] == []


@pytest.mark.parametrize("count", [9, 13])
def test_many_restrictions_stay_on_one_page_without_saying_how_each_end_is_known(count: int) -> None:
    how = tuple(Said(f"Computed from day {n}, " + "by a rule of the law " * 8) for n in range(3))
    limits = tuple(
        Limit(Said(f"Ban {n} on work in associations of any kind"), Said(f"until {n} May 2028"), how)
        for n in range(count)
    )
    made = content(a_brief("T", limits=limits, asks=(Said("Raise the ban."),)))
    assert pdf.render(made, BytesIO()).pages == 1
    said = text_of(made)
    assert all(f"Ban {n} on work" in said and f"until {n} May 2028" in said for n in range(count))
    assert "Raise the ban." in said
    assert "how the ends of restrictions are counted" in " ".join(said.split())


@pytest.mark.parametrize("left", ["Нұрмұхамбетова", "Nurmukhambetova"])
def test_a_double_name_breaks_behind_its_hyphen_and_keeps_one_line_where_it_fits(left: str) -> None:
    style = Styles().cell_strong
    double = f"{left}-Kozhakhmetkyzy"
    narrow = Text(double, style)
    narrow.wrap(80, 500)
    assert [" ".join(words) for _, words in narrow.blPara.lines] == [f"{left}-", "Kozhakhmetkyzy"]
    wide = Text(double, style)
    wide.wrap(300, 500)
    assert [" ".join(words) for _, words in wide.blPara.lines] == [double]
