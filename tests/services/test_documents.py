from __future__ import annotations

from pathlib import Path

import pytest

from kzcase.errors import KzcaseError, NotFound, Unwritable
from kzcase.services import documents, records
from kzcase.services.documents import Shape
from kzcase.services.office import Office
from kzcase.services.records import Draft

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def person(office: Office) -> str:
    return records.save(office, Draft("person", records.new_id(), {"occupation": "nurse"})).id


@pytest.mark.parametrize(
    ("data", "shape", "told"),
    [
        (b"%PDF-1.7\n...", Shape.PDF, ""),
        (b"\n\n  %PDF-1.4", Shape.PDF, ""),
        (PNG, Shape.IMAGE, "png"),
        (b"\xff\xd8\xff\xe0" + bytes(9), Shape.IMAGE, "jpeg"),
        (b"GIF89a" + bytes(9), Shape.IMAGE, "gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Shape.IMAGE, "webp"),
        (b"II*\0" + bytes(9), Shape.IMAGE, "tiff"),
        (b"BMW drove up at six.", Shape.TEXT, "UTF-8"),
        ("Сот үкімі".encode(), Shape.TEXT, "UTF-8"),
        ("Приговор суда".encode("cp1251"), Shape.TEXT, "Windows-1251"),
        ("Үкім".encode("utf-16"), Shape.TEXT, "UTF-16"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', Shape.TEXT, "UTF-8"),
        (b"PK\x03\x04\x14\0\0\0\x08\0", Shape.OTHER, ""),
        (bytes(range(1, 32)) * 4, Shape.OTHER, ""),
        (b"", Shape.TEXT, "UTF-8"),
    ],
)
def test_a_document_is_what_its_bytes_say_whatever_its_name(
    office: Office, person: str, tmp_path: Path, data: bytes, shape: Shape, told: str
) -> None:
    path = tmp_path / "scan.docx"
    path.write_bytes(data)
    found = documents.content(office, documents.attach(office, person, path))
    assert (found.shape, found.format or found.encoding) == (shape, told)
    assert found.data == data


def test_a_letter_cut_in_the_middle_of_a_long_text_does_not_make_it_another_encoding(
    office: Office, person: str, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" + "қ".encode() * (3 * documents.MOST_TEXT))
    found = documents.content(office, documents.attach(office, person, path))
    assert found.encoding == "UTF-8"
    assert len(found.text) == documents.MOST_TEXT
    assert set(found.text) == {"x", "қ"}


def test_a_document_written_down_first_gets_its_file_later(office: Office, tmp_path: Path) -> None:
    document = records.save(office, Draft("document", records.new_id(), {"title": "Judgment of May"})).id
    with pytest.raises(NotFound):
        documents.content(office, document)
    path = tmp_path / "IMG_0001.png"
    path.write_bytes(PNG)
    documents.give_file(office, document, path)
    fields = records.view(office, document).fields
    assert (fields["title"], fields["file_name"], fields["size"]) == ("Judgment of May", "IMG_0001.png", 28)
    assert documents.content(office, document).shape is Shape.IMAGE


def test_a_file_of_no_record_yet_is_kept_too(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "Шешім.txt"
    path.write_text("x")
    document = documents.add(office, path)
    assert records.view(office, document).title == "Шешім"


def test_a_copy_outside_is_the_same_bytes_and_a_place_that_cannot_be_written_stays_empty(
    office: Office, person: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    document = documents.attach(office, person, path)
    documents.save_copy(office, document, tmp_path / "copy.png")
    assert (tmp_path / "copy.png").read_bytes() == PNG
    with pytest.raises(Unwritable):
        documents.save_copy(office, document, tmp_path / "no such folder" / "copy.png")


def test_a_folder_is_no_file(office: Office, person: str, tmp_path: Path) -> None:
    with pytest.raises(KzcaseError):
        documents.attach(office, person, tmp_path)
    assert records.related(office, person) == ()
