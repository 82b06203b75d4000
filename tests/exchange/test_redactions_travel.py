"""Boxes go where their document goes, and those of two offices cover together."""

from __future__ import annotations

from pathlib import Path

from kzcase.services import documents, redactions
from tests.laptops import Laptop, acquaint

HERE, THERE = (10, 10, 200, 50), (300, 300, 500, 400)


def test_a_document_brings_its_boxes_and_takes_those_of_a_colleague_home(
    pair: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    one, other = pair
    acquaint(one, other)
    person = one.save("person", occupation="nurse")
    path = tmp_path / "verdict.pdf"
    path.write_bytes(b"%PDF-1.7 a verdict")
    document = documents.attach(one.office, person, path)
    redactions.add(one.office, document, 1, HERE, reason="health")
    other.take(one.write(other))
    assert [box.area for box in redactions.listed(other.office, document)] == [HERE]
    redactions.add(one.office, document, 2, HERE)
    redactions.add(other.office, document, 1, THERE)
    one.take(other.write(one, name="back"))
    with one.office.read() as session:
        covering = redactions.covering(session, document)
    assert covering.areas == {1: (HERE, THERE), 2: (HERE,)}


def test_a_box_that_two_offices_moved_to_different_documents_covers_both(
    pair: tuple[Laptop, Laptop],
) -> None:
    one, other = pair
    acquaint(one, other)
    first, second, third = (one.save("document", title=title) for title in "ABC")
    box = one.save("redaction", document=first, page=1, box="10 10 200 50")
    other.take(one.write(other))
    one.save("redaction", box, document=second)
    other.save("redaction", box, document=third)
    one.take(other.write(one, name="back"))
    with one.office.read() as session:
        covered = [redactions.covering(session, document).areas for document in (first, second, third)]
    assert covered == [{}, {1: (HERE,)}, {1: (HERE,)}]
