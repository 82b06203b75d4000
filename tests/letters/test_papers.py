"""Papers of the register: as PDF, spreadsheet and calendar; figures of a period; what each says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from kzcase.briefing import papers as briefs
from kzcase.errors import Cancelled, Unwritable
from kzcase.letters import papers
from kzcase.letters.papers.figurespage import by_time
from kzcase.letters.papers.registersheet import COLUMNS
from kzcase.letters.words import words
from kzcase.progress import Progress
from kzcase.services.letters import figures, register
from kzcase.services.office import Office
from tests.letters.conftest import put

DAY = date(2026, 11, 22)
NAMES = ("Sample", "Сәмплұлы", "Экзамплова", "Examplia", "Ада", "Ada", "2026/0")


def text_of(data: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(data)).pages).split())


def test_the_register_is_printed_with_every_line_of_its_view(sample: Office) -> None:
    out = BytesIO()
    rendered = papers.register_pdf(sample, out, as_of=DAY)
    text = text_of(out.getvalue())
    rows = register(sample, DAY, limit=500).rows
    assert len(rows) > 10
    for row in rows:
        for part in (row.number, row.subject.split(":")[0], row.status_words):
            assert part in text or part.replace("-", "- ") in text
    assert "INTERNAL: OFFICE ONLY" in text
    assert "As of 22 Nov 2026" in text
    assert f"Page {rendered.pages} of {rendered.pages}" in text
    width, height = PdfReader(BytesIO(out.getvalue())).pages[0].mediabox[2:]
    assert width > height, "landscape"
    overdue = BytesIO()
    papers.register_pdf(sample, overdue, as_of=DAY, view="overdue")
    told = text_of(overdue.getvalue())
    late = register(sample, DAY, view="overdue", limit=500).rows
    assert all(one.number in told for one in late)
    assert late
    assert "overdue" in told
    assert len(told) < len(text)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_papers_are_printed_in_each_language(sample: Office, language: str) -> None:
    said = words(language)
    out, figures = BytesIO(), BytesIO()
    papers.register_pdf(sample, out, as_of=DAY, language=language)
    text = text_of(out.getvalue())
    assert said("register.title") in text
    assert said("column.due") in text
    papers.figures_pdf(sample, figures, first=date(2026, 1, 1), last=DAY, language=language)
    assert said("chart.month") in text_of(figures.getvalue())


def test_an_empty_register_says_so(office: Office) -> None:
    out = BytesIO()
    assert papers.register_pdf(office, out).pages == 1
    assert "No letters." in text_of(out.getvalue())
    figures = BytesIO()
    papers.figures_pdf(office, figures, first=date(2020, 1, 1), last=date(2020, 12, 31))
    assert "Nothing to show in this period." in text_of(figures.getvalue())


def test_the_same_register_gives_the_same_bytes(sample: Office, tmp_path: Path) -> None:
    hashes = {papers.register_pdf(sample, tmp_path / f"{one}.pdf", as_of=DAY).sha256 for one in range(2)}
    assert len(hashes) == 1
    files = [tmp_path / f"{one}.ics" for one in range(2)]
    for one in files:
        papers.register_ics(sample, one, as_of=DAY)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_the_spreadsheet_has_days_as_days_and_numbers_as_numbers(sample: Office, tmp_path: Path) -> None:
    out = tmp_path / "register.xlsx"
    number = papers.register_xlsx(sample, out, as_of=DAY)
    sheet = load_workbook(out).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == tuple(words("en")(f"column.{one}") for one in COLUMNS)
    assert len(rows) == number == len(register(sample, DAY, limit=500).rows)
    by_number = {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in rows}
    sent = by_number["2026/041"]
    assert str(sent["sent"]).startswith("2026-10-30")
    assert str(sent["due"]).startswith("2026-11-14")
    assert sent["days_left"] == -8
    assert sent["asks"] == 2 or isinstance(sent["asks"], int)
    assert sent["direction"] == "out"


def test_a_hostile_subject_is_no_formula_in_the_spreadsheet(office: Office, tmp_path: Path) -> None:
    put(office, "letter", direction="out", subject="=cmd|' /C calc'!A0", sent="2026-01-01")
    out = tmp_path / "x.xlsx"
    papers.register_xlsx(office, out, as_of=DAY)
    sheet = load_workbook(out).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"]
    flat = tmp_path / "x.csv"
    papers.register_xlsx(office, flat, as_of=DAY)
    assert '"=cmd' not in flat.read_text(encoding="utf-8")


def test_a_hostile_subject_is_printed_letter_for_letter(office: Office) -> None:
    put(office, "letter", direction="out", subject="<b>&nbsp;</para>", number="<i>", sent="2026-01-01")
    out = BytesIO()
    papers.register_pdf(office, out, as_of=DAY)
    assert "<b>&nbsp;</para>" in text_of(out.getvalue())


def test_a_calendar_names_nobody_unless_asked(sample: Office, tmp_path: Path) -> None:
    silent, named = tmp_path / "a.ics", tmp_path / "b.ics"
    number = papers.register_ics(sample, silent, as_of=DAY)
    assert number == papers.register_ics(sample, named, as_of=DAY, names=True)
    due = [one for one in register(sample, DAY, view="waiting", limit=500).rows if one.days_left is not None]
    assert number == len(due) > 3
    plain = silent.read_text(encoding="utf-8")
    assert [one for one in NAMES if one in plain] == []
    events = Calendar.from_ical(named.read_bytes()).walk("VEVENT")
    assert sorted(str(one["DTSTART"].dt) for one in events) == sorted(
        str(date.fromordinal(DAY.toordinal() + (row.days_left or 0))) for row in due
    )
    assert any("2026/041 Ms Ada Sample" in str(one["SUMMARY"]) for one in events)
    assert len({str(one["UID"]) for one in events}) == number
    assert all(row.id not in plain for row in due), "ids of records are hashed"


def test_figures_fit_one_page_and_name_nobody(sample: Office) -> None:
    out = BytesIO()
    rendered = papers.figures_pdf(sample, out, first=date(2025, 1, 1), last=date(2026, 12, 31))
    text = text_of(out.getvalue())
    assert rendered.pages == 1
    assert "letters sent" in text
    assert "Letters by addressee" in text
    assert [one for one in NAMES if one in text] == []


def test_months_without_a_letter_are_told_and_a_longer_time_goes_by_year(office: Office) -> None:
    for day in ("2024-05-02", "2026-01-10", "2026-01-20", "2026-04-01"):
        put(office, "letter", direction="out", kind="letter", subject="S", sent=day)
    short = by_time(figures(office, date(2026, 1, 1), date(2026, 4, 30)))
    assert short == [("2026-01", 2), ("2026-02", 0), ("2026-03", 0), ("2026-04", 1)]
    long = by_time(figures(office, date(2020, 1, 1), date(2026, 12, 31)))
    assert long == [("2024", 1), ("2025", 0), ("2026", 3)], "no letter of the period is left out"
    out = BytesIO()
    papers.figures_pdf(office, out, first=date(2020, 1, 1), last=date(2026, 12, 31))
    assert "Letters by year" in text_of(out.getvalue())


def test_a_draft_whose_subject_lacks_something_stands_in_every_paper(office: Office, tmp_path: Path) -> None:
    put(
        office,
        "letter",
        direction="out",
        status="draft",
        subject="Urgent appeal: ⟦names: not for this audience⟧",
        due="2026-12-01",
        sent="2026-11-01",
    )
    out = BytesIO()
    papers.register_pdf(office, out, as_of=DAY)
    assert "Urgent appeal: [names: not for this audience]" in text_of(out.getvalue())
    papers.register_xlsx(office, tmp_path / "x.xlsx", as_of=DAY)
    (row,) = list(load_workbook(tmp_path / "x.xlsx").active.values)[1:]
    assert "Urgent appeal: [names: not for this audience]" in row


def test_a_letter_sent_although_its_subject_lacked_something_stops_no_paper_about_the_person(
    sample: Office, ids: Callable[[str, str], str]
) -> None:
    person = ids("person", "Сәмплұлы Алмас")
    subject = "The case of ⟦name in English: not in the vault⟧"
    put(sample, "letter", direction="out", sent="2026-10-01", subject=subject, persons=frozenset({person}))
    out = BytesIO()
    briefs.make(sample, (person,), out, audience="internal", language="en", as_of=DAY, template="brief")
    assert "The case of [name in English: not in the vault]" in text_of(out.getvalue())


def test_many_letters_go_over_pages_with_the_head_on_each(office: Office) -> None:
    for number in range(120):
        put(office, "letter", direction="out", subject=f"Subject {number:03d}", sent="2026-01-01")
    out = BytesIO()
    rendered = papers.register_pdf(office, out, as_of=DAY)
    pages = [one.extract_text() for one in PdfReader(BytesIO(out.getvalue())).pages]
    assert rendered.pages == len(pages) > 2
    assert all("Subject and persons" in one for one in pages)
    text = " ".join(pages)
    assert all(f"Subject {number:03d}" in text for number in range(120))


def test_a_place_that_cannot_be_written_and_a_stop_leave_nothing(sample: Office, tmp_path: Path) -> None:
    for write, name in (
        (papers.register_pdf, "x.pdf"),
        (papers.register_xlsx, "x.xlsx"),
        (papers.register_ics, "x.ics"),
    ):
        with pytest.raises(Unwritable):
            write(sample, tmp_path / "missing" / name)
        stopped = Progress()
        stopped.cancel()
        with pytest.raises(Cancelled):
            write(sample, tmp_path / name, progress=stopped)
        assert not (tmp_path / name).exists()


def test_there_are_no_other_papers() -> None:
    with pytest.raises(AttributeError):
        _ = papers.register_doc  # type: ignore[attr-defined]
