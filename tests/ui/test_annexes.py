"""Documents are chosen for a paper on its page, and their pages."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kzcase.services import documents, exports, packs, records
from kzcase.services.records import Draft
from kzcase.ui.common.desk import Desk
from kzcase.ui.common.text import rich_labels
from kzcase.ui.papers.briefpage import BriefPage
from tests.ui.test_documents import judgment
from tests.ui.test_packpage import make_page, somebody

__all__ = ["make_page"]


def attached(desk: Desk, folder: Path, owner: str, title: str, pages: int, day: str = "") -> str:
    path = folder / f"{title}.pdf"
    path.write_bytes(judgment(pages))
    made = documents.attach(desk.office, owner, path, title=title)
    if day:
        view = records.view(desk.office, made)
        records.save(desk.office, Draft("document", made, {"date": day}, view.heads))
    return made


def listed(page: BriefPage) -> list[str]:
    listing = page.side.annexes.list
    return [listing.item(row).text() for row in range(listing.count())]


def tick(page: BriefPage, row: int, *, on: bool = True) -> None:
    page.side.annexes.list.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def texts(page: BriefPage) -> list[str]:
    assert page.made is not None
    return [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(page.made.pdf)).pages]


def test_documents_of_the_people_are_offered_ticked_and_stand_at_the_end(
    qtbot: QtBot, desk: Desk, make_page: Any, settle: Callable[[], None], tmp_path: Path
) -> None:
    person, other = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly")
    late = attached(desk, tmp_path, person, "Verdict", 3, "2025-03-02")
    early = attached(desk, tmp_path, person, "Charge", 1, "2024-05-01")
    attached(desk, tmp_path, other, "Another's", 1)
    page = make_page(person)
    settle()
    assert listed(page) == ["Charge · 1 May 2024", "Verdict · 2 Mar 2025"]
    tick(page, 1)
    settle()
    assert page.pages == 5
    tick(page, 0)
    settle()
    assert page.side.annexes.chosen == (late, early)
    assert "Annex 2 Charge" in texts(page)[5]
    assert "Annexes (2)" in [page.side.sheets.tabText(one) for one in range(page.side.sheets.count())]
    tick(page, 1, on=False)
    settle()
    assert page.pages == 3
    assert rich_labels(page) == []


def test_some_pages_are_chosen_and_nonsense_is_told(
    qtbot: QtBot, desk: Desk, make_page: Any, settle: Callable[[], None], tmp_path: Path
) -> None:
    person = somebody(desk, "Sampleuly")
    document = attached(desk, tmp_path, person, "Verdict", 3)
    page = make_page(person)
    annexes = page.side.annexes
    assert not annexes.pages.isEnabled()
    tick(page, 0)
    settle()
    annexes.pages.setText("2 – 3")
    annexes.pages.editingFinished.emit()
    settle()
    assert annexes.chosen == (f"{document}:2-3",)
    assert listed(page) == ["Verdict (2-3)"]
    assert page.pages == 4
    annexes.pages.setText("x")
    annexes.pages.editingFinished.emit()
    assert annexes.pages.text() == "2-3"
    assert "names no pages" in annexes._hint.text()


def test_an_annex_that_may_not_go_is_withheld_with_its_reason(
    qtbot: QtBot, desk: Desk, make_page: Any, settle: Callable[[], None], tmp_path: Path
) -> None:
    person, other = somebody(desk, "Sampleuly"), somebody(desk, "Modeluly", agreed=False)
    document = attached(desk, tmp_path, person, "Verdict", 1)
    view = records.view(desk.office, document)
    owners = frozenset({person, other})
    records.save(desk.office, Draft("document", document, {"records": owners}, view.heads))
    page = make_page(person)
    tick(page, 0)
    settle()
    assert page.pages == 1
    assert page.made is not None
    assert page.made.content.withheld[0].id == document
    assert listed(page) == ["Verdict: withheld, see Check"]


def test_a_pack_keeps_its_annexes_and_the_register_names_them(
    qtbot: QtBot, desk: Desk, make_page: Any, settle: Callable[[], None], tmp_path: Path
) -> None:
    person = somebody(desk, "Sampleuly")
    document = attached(desk, tmp_path, person, "Verdict", 2)
    page = make_page(person)
    tick(page, 0)
    settle()
    page._keep_pack("Dialogue")
    settle()
    assert packs.named(desk.office, "Dialogue").annexes == (document,)
    page._export(tmp_path / "out.pdf")
    settle()
    (entry,) = exports.listed(desk.office)
    assert entry.documents == (document,)
    again = make_page(person)
    again._take(packs.named(desk.office, "Dialogue"), (person,))
    settle()
    assert again.side.annexes.chosen == (document,)
    assert again.pages == page.pages


def test_a_document_of_a_kept_pack_that_is_gone_can_be_taken_out(
    qtbot: QtBot, desk: Desk, make_page: Any, settle: Callable[[], None], tmp_path: Path
) -> None:
    person = somebody(desk, "Sampleuly")
    document = attached(desk, tmp_path, person, "Verdict", 1)
    page = make_page(person)
    tick(page, 0)
    settle()
    records.delete(desk.office, document)
    page.side.annexes.read()
    page.make()
    settle()
    assert page.pages == 1
    assert listed(page) == ["Of nobody here, or gone: withheld, see Check"]
    tick(page, 0, on=False)
    settle()
    assert page.side.annexes.chosen == ()
    assert listed(page) == []


@pytest.mark.parametrize("people", [0, 1])
def test_without_documents_the_sheet_says_so(
    qtbot: QtBot, desk: Desk, make_page: Any, settle: Callable[[], None], people: int
) -> None:
    page = make_page(*(somebody(desk, "Sampleuly") for _ in range(people)))
    settle()
    assert "have no documents" in page.side.annexes._hint.text()
