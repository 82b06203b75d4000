"""Photographs on papers: only with consent, and never with what a camera wrote beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from kzcase.briefing import pdf, photo
from kzcase.briefing.annexes.darkroom import Darkroom
from kzcase.briefing.annexes.flatten import CHILD
from kzcase.briefing.content import Content
from kzcase.briefing.gather import gather
from kzcase.history.ledger import Change
from kzcase.services import documents, records
from kzcase.services.office import Office

MARK = "zqsecretqz"
GPS, MAKER, DESCRIPTION, ORIENTATION = 0x8825, 0x010F, 0x010E, 0x0112
SUNNY = (200, 120, 40)


def photograph(size: tuple[int, int] = (1200, 1600), form: str = "JPEG", orientation: int = 1) -> bytes:
    """A picture as a telephone writes it: with its maker, its place, a comment and a thumbnail."""
    exif = Image.Exif()
    exif[MAKER] = exif[DESCRIPTION] = MARK
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[29] = MARK
    out = BytesIO()
    more: dict[str, Any] = {"comment": MARK.encode()} if form == "JPEG" else {}
    Image.new("RGB", size, SUNNY).save(out, form, exif=exif, icc_profile=MARK.encode() * 20, **more)
    assert MARK.encode() in out.getvalue()
    return out.getvalue()


@dataclass
class Someone:
    """A named person with a photograph, and what they agreed to."""

    office: Office
    folder: Path
    ids: dict[str, str] = field(default_factory=dict)

    def write(self, *scopes: str, data: bytes | None = None, **person: Any) -> str:
        self.ids["person"] = self.put("person", {"occupation": "blogger", **person})
        self.put(
            "name",
            {
                "person": self.ids["person"],
                "parts": {"family": "Serikova", "given": "Dana"},
                "use": "preferred",
                "language": "en",
            },
        )
        for scope in scopes:
            self.agree(scope)
        file = self.folder / "IMG_2231.jpg"
        file.write_bytes(photograph() if data is None else data)
        self.ids["document"] = documents.attach(self.office, self.ids["person"], file)
        self.change("person", {"photo": self.ids["document"]})
        return self.ids["person"]

    def put(self, kind: str, values: dict[str, Any]) -> str:
        record = records.new_id()
        self.office.record([Change(kind, record, values)])
        return record

    def change(self, kind: str, values: dict[str, Any]) -> None:
        heads = records.view(self.office, self.ids[kind]).heads
        self.office.record([Change(kind, self.ids[kind], values, parents=heads)])

    def agree(self, scope: str, answer: str = "given", **more: Any) -> None:
        said = {"audiences": frozenset({"diplomatic"}), "date": "2026-01-01", **more}
        self.put("consent", {"person": self.ids["person"], "scope": scope, "answer": answer, **said})

    def paper(self, audience: str = "diplomatic", **more: Any) -> Content:
        return gather(self.office, [self.ids["person"]], audience=audience, **more)


@pytest.fixture
def someone(office: Office, tmp_path: Path) -> Someone:
    return Someone(office, tmp_path)


def why(content: Content) -> list[str]:
    """The reasons for which a photograph is held back."""
    return [one.reason for one in content.withheld if one.field == "photo"]


@pytest.mark.parametrize("template", ["brief", "pack"])
def test_a_photograph_that_was_agreed_to_is_printed_without_what_the_camera_wrote(
    someone: Someone, template: str
) -> None:
    someone.write("case", "photo")
    content = someone.paper(template=template)
    out = BytesIO()
    pdf.render(content, out)
    pictures = [one for page in PdfReader(out).pages for one in page.images]
    (shown,) = pictures
    assert shown.image is not None
    assert max(shown.image.size) <= max(photo.PIXELS)
    seen = shown.image.convert("RGB").getpixel((5, 5))
    assert isinstance(seen, tuple)
    assert all(abs(a - b) < 12 for a, b in zip(seen, SUNNY, strict=True))
    assert MARK.encode() not in shown.data
    assert MARK.encode() not in out.getvalue()
    again = BytesIO()
    pdf.render(someone.paper(template=template), again)
    assert again.getvalue() == out.getvalue()


def test_consent_to_the_case_is_no_consent_to_the_photograph(someone: Someone) -> None:
    someone.write("case")
    content = someone.paper()
    assert content.briefs[0].photo is None
    assert any("the photograph" in reason for reason in why(content))


@pytest.mark.parametrize(
    "more",
    [
        {"answer": "refused"},
        {"answer": "given", "expires": "2026-11-01"},
        {"answer": "given", "audiences": frozenset({"un"})},
        {"answer": "given", "date": "2027-01-01"},
    ],
)
def test_a_consent_that_does_not_hold_for_the_audience_keeps_it_back(
    someone: Someone, more: dict[str, Any]
) -> None:
    someone.write("case")
    someone.agree("photo", **more)
    content = someone.paper()
    assert content.briefs[0].photo is None
    assert why(content)


def test_the_office_sees_it_without_any_consent(someone: Someone) -> None:
    someone.write()
    assert someone.paper("internal").briefs[0].photo is not None


def test_a_pseudonym_is_not_undone_by_a_face(someone: Someone) -> None:
    someone.write("case", "photo", pseudonym="Aruzhan")
    content = someone.paper()
    assert content.briefs[0].title == "Aruzhan"
    assert content.briefs[0].photo is None
    assert why(content)


def test_who_is_not_named_is_not_shown(someone: Someone) -> None:
    someone.write("photo")
    cited = someone.put("restriction", {"person": someone.ids["person"], "kind": "other"})
    source = someone.put("source", {"title": "News", "kind": "news", "public": True})
    someone.put("citation", {"record": cited, "source": source})
    content = someone.paper()
    assert "Serikova" not in content.briefs[0].title
    assert content.briefs[0].photo is None


def test_a_document_that_is_not_to_be_shared_stays_inside(someone: Someone) -> None:
    someone.write("case", "photo")
    someone.change("document", {"do_not_share": True})
    content = someone.paper()
    assert content.briefs[0].photo is None
    assert why(content) == ["Marked “do not share”."]


def test_a_picture_of_two_needs_the_consent_of_both(someone: Someone) -> None:
    someone.write("case", "photo")
    other = someone.put("person", {"occupation": "companion"})
    someone.change("document", {"records": frozenset({someone.ids["person"], other})})
    content = someone.paper()
    assert content.briefs[0].photo is None
    assert why(content)
    for scope in ("case", "photo"):
        agreed = {"person": other, "scope": scope, "answer": "given", "date": "2026-01-01"}
        someone.put("consent", {**agreed, "audiences": frozenset({"diplomatic"})})
    assert someone.paper().briefs[0].photo is not None


def test_a_picture_that_also_belongs_to_an_unread_record_stays_inside(someone: Someone) -> None:
    someone.write("case", "photo")
    other = someone.put("person", {"occupation": "companion"})
    event = someone.put("event", {"persons": frozenset({other}), "kind": "other", "title": "A walk"})
    someone.change("document", {"records": frozenset({someone.ids["person"], event})})
    assert someone.paper().briefs[0].photo is None


def test_a_document_left_out_by_choice_is_not_printed(someone: Someone) -> None:
    someone.write("case", "photo")
    content = someone.paper(without=[someone.ids["document"]])
    assert content.briefs[0].photo is None
    assert why(content) == ["Left out by you."]


def test_a_file_that_is_no_picture_is_told_to_the_caseworker(someone: Someone) -> None:
    someone.write("case", "photo", data=b"%PDF-1.7 no picture")
    content = someone.paper()
    assert content.briefs[0].photo is None
    assert any("photograph" in warning for warning in content.warnings)


def test_a_name_longer_than_a_page_stands_below_the_photograph(someone: Someone) -> None:
    someone.write("case", "photo")
    parts = {"family": "Serikova " * 600, "given": "Dana"}
    name = {"person": someone.ids["person"], "parts": parts, "use": "preferred", "language": "kk_latn"}
    someone.put("name", name)
    out = BytesIO()
    assert pdf.render(someone.paper(language="kk"), out).pages >= 1


@pytest.fixture(scope="module")
def darkroom() -> Iterator[Darkroom]:
    with Darkroom() as made:
        yield made


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_only_the_pixels_are_left_of_a_picture(darkroom: Darkroom, form: str) -> None:
    made = photo.plain(photograph((800, 600), form), darkroom)
    assert made is not None
    assert MARK.encode() not in made.data
    with Image.open(BytesIO(made.data)) as read:
        assert read.format == "JPEG"
        assert not read.getexif()
        assert "icc_profile" not in read.info
        assert "comment" not in read.info
        assert read.size == (made.width, made.height)


def test_a_picture_taken_with_the_telephone_on_its_side_stands_upright(darkroom: Darkroom) -> None:
    made = photo.plain(photograph((800, 600), orientation=6), darkroom)
    assert made is not None
    assert made.height > made.width


def test_what_is_transparent_is_white_on_paper(darkroom: Darkroom) -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    made = photo.plain(out.getvalue(), darkroom)
    assert made is not None
    with Image.open(BytesIO(made.data)) as read:
        assert read.convert("RGB").getpixel((20, 20)) == (255, 255, 255)


def test_a_small_file_of_huge_size_is_not_decoded(darkroom: Darkroom) -> None:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert photo.plain(out.getvalue(), darkroom) is None


WHOLE = photograph((160, 120))


@given(place=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255), end=st.integers(0, len(WHOLE)))
@settings(max_examples=150, deadline=None)
def test_a_damaged_picture_is_none_or_a_clean_one(
    darkroom: Darkroom, place: int, byte: int, end: int
) -> None:
    damaged = bytearray(WHOLE)
    damaged[place] = byte
    made = photo.plain(bytes(damaged[:end]), darkroom)
    assert made is None or MARK.encode() not in made.data


ENDS = """import os, sys
sys.path.append({beside!r})
from child import developing, run
honest = developing.opened
def opened(data):
    if data == b"ends it":
        {doing}
    return honest(data)
developing.opened = opened
run.main()
"""


@pytest.mark.parametrize("doing", ["os.kill(os.getpid(), 9)", "os.write(1, b'9' * 99)", "while True: pass"])
def test_a_picture_that_ends_its_process_leaves_the_next_one_another(tmp_path: Path, doing: str) -> None:
    child = tmp_path / "child.py"
    child.write_text(ENDS.format(beside=str(CHILD.parent), doing=doing))
    with Darkroom(child=child, seconds=1.0) as darkroom:
        assert photo.plain(b"ends it", darkroom) is None
        made = photo.plain(WHOLE, darkroom)
        assert made is not None
        assert made.width > made.height
