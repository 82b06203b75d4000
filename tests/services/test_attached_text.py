from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.history.ledger import Change
from kzcase.search.extract import State
from kzcase.services import attachedtext, documents, erasures, lists, records, searching
from kzcase.services.lists import ListQuery
from kzcase.services.office import Office
from tests.search.test_extract import pdf

KEPT = (
    "SELECT (SELECT count(*) FROM attached_text), (SELECT count(*) FROM attached_page), "
    "(SELECT count(*) FROM search_page)"
)


@pytest.fixture
def person(office: Office) -> str:
    one = records.new_id()
    office.record([Change("person", one, {})])
    return one


def attached(office: Office, person: str, path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return documents.attach(office, person, path)


def kept(office: Office) -> tuple[int, int, int]:
    with office.read() as session:
        row = session.connection().exec_driver_sql(KEPT).one()
    return tuple(row)  # type: ignore[return-value]


def test_a_word_in_an_attached_file_finds_its_document_and_says_on_which_page(
    office: Office, person: str, tmp_path: Path
) -> None:
    document = attached(
        office, person, tmp_path / "v.pdf", pdf(["Nothing here", "The verdict names Bokayev"])
    )
    assert not searching.find(office, "Бокаев")
    assert attachedtext.catch_up(office) == 1
    (hit,) = searching.find(office, "Бокаев")
    assert (hit.id, hit.kind, hit.page) == (document, "document", 2)
    assert "verdict names Bokayev" in hit.matched
    assert searching.find(office, "verdict bokaev")[0].id == document
    assert not searching.find(office, "nothing bokaev")
    found = lists.page(office, ListQuery("document", filter="verdict", columns=("title",)))
    assert [row.id for row in found.rows] == [document]
    assert lists.count(office, "document", "verdict") == (1, True)
    assert not lists.page(office, ListQuery("person", filter="verdict", columns=("title",))).rows
    assert attachedtext.catch_up(office) == 0


def test_the_words_of_a_file_that_two_documents_hold_find_both_and_go_with_the_last(
    office: Office, person: str, tmp_path: Path
) -> None:
    path = tmp_path / "v.pdf"
    one, two = (attached(office, person, path, pdf(["Verdict"])) for _ in range(2))
    attachedtext.catch_up(office)
    assert {hit.id for hit in searching.find(office, "verdict")} == {one, two}
    records.delete(office, one)
    assert {hit.id for hit in searching.find(office, "verdict")} == {two}


def test_the_words_go_when_the_file_goes(office: Office, person: str, tmp_path: Path) -> None:
    from kzcase.vault import blobs

    attached(office, person, tmp_path / "v.pdf", pdf(["Verdict", "Second"]))
    attachedtext.catch_up(office)
    assert kept(office) == (1, 2, 2)
    with office.vault.write() as session:
        (digest,) = blobs.hashes(session)
        blobs.remove(session, digest)
    assert kept(office) == (0, 0, 0)
    assert not searching.find(office, "verdict")


def test_erasing_a_document_leaves_none_of_its_words(office: Office, person: str, tmp_path: Path) -> None:
    document = attached(office, person, tmp_path / "v.pdf", pdf(["Zhyltyrsky verdict"]))
    attachedtext.catch_up(office)
    assert searching.find(office, "zhyltyrsky")
    erasures.erase(office, document)
    assert kept(office) == (0, 0, 0)
    assert not searching.find(office, "zhyltyrsky")
    with office.read() as session:
        words = session.connection().exec_driver_sql("SELECT block FROM search_page_data").scalars()
        assert not any(b"zhiltirski" in bytes(block) for block in words)


def test_what_was_read_of_a_file_that_went_meanwhile_is_not_kept(
    office: Office, person: str, tmp_path: Path
) -> None:
    from kzcase.vault import blobs

    attached(office, person, tmp_path / "v.pdf", pdf(["Verdict"]))
    waiting = attachedtext.read_next(office)
    assert waiting is not None
    with office.vault.write() as session:
        blobs.remove(session, waiting.sha256)
    attachedtext.keep(office, waiting)
    assert kept(office) == (0, 0, 0)


def test_a_scan_is_said_to_be_one_and_is_not_read_again(office: Office, person: str, tmp_path: Path) -> None:
    scan = attached(office, person, tmp_path / "scan.pdf", pdf([""]))
    assert attachedtext.told(office, scan).state is None
    assert attachedtext.catch_up(office) == 1
    for language in ("en", "ru", "kk"):
        assert attachedtext.told(office, scan, language).state is State.NO_TEXT
        assert attachedtext.told(office, scan, language).words
    assert attachedtext.catch_up(office) == 0


def test_every_outcome_has_its_words() -> None:
    for words in attachedtext.WORDS.values():
        assert set(words) == {*State, None}


def test_case_numbers_are_found_however_they_are_punctuated(
    office: Office, person: str, tmp_path: Path
) -> None:
    document = attached(office, person, tmp_path / "v.pdf", pdf(["Case No. 7141-20-00-2/45 of the court"]))
    attachedtext.catch_up(office)
    for typed in (
        "7141-20-00-2/45",
        "7141 20 00 2 45",
        "№ 7141–20–00–2/45",
        "7141.20.00",
        "7141-20-00-2\\45",
    ):
        assert [hit.id for hit in searching.find(office, typed)] == [document], typed
