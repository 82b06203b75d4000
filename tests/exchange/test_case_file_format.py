"""The page on the format says how a case file is opened without kzcase, and that works."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kzcase.exchange.casefile import Choice, Trust, manifest
from kzcase.services import documents, records
from tests.laptops import Laptop, keys_of, parts_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "case-file-format.md").read_text(encoding="utf-8")
Pair = tuple[Laptop, Laptop]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def written(pair: Pair, tmp_path: Path) -> tuple[Path, str]:
    a, b = pair
    person = a.save("person", occupation="blogger", health="well", languages=frozenset({"kk", "ru"}))
    now = {"occupation": "Ақын", "languages": frozenset({"kk", "en"})}
    seen = {"languages": frozenset({"kk", "ru"})}
    records.save(a.office, records.Draft("person", person, now, a.heads(person), seen))
    paper = tmp_path / "verdict.pdf"
    paper.write_bytes(b"%PDF a decision")
    documents.attach(a.office, person, paper)
    return a.write(b), person


def test_the_worked_example_opens_a_file_with_nothing_but_age_and_zip(pair: Pair, tmp_path: Path) -> None:
    path, person = written(pair, tmp_path)
    program, _ = blocks("python")
    assert "import kzcase" not in program
    names: dict[str, Any] = {"AGE_SECRET_KEY": keys_of(pair[1].office).age_secret, "FILE": str(path)}
    exec(compile(program, "case-file-format.md", "exec"), names)
    assert names["records"][person] == {
        "kind": "person",
        "occupation": "Ақын",
        "health": "well",
        "languages": ["en", "kk"],
    }
    (document,) = [one for one in names["records"].values() if one["kind"] == "document"]
    assert names["inside"].read(f"blobs/{document['file']}") == b"%PDF a decision"


def test_what_the_page_writes_by_hand_is_taken_in(pair: Pair, tmp_path: Path) -> None:
    a, _ = pair
    _, program = blocks("python")
    assert "import kzcase" not in program
    path = tmp_path / "by hand.kzcase"
    names: dict[str, Any] = {"RECIPIENT": keys_of(a.office).age_public, "FILE": str(path)}
    exec(compile(program, "case-file-format.md", "exec"), names)
    with a.look(path) as incoming:
        plan = incoming.plan
    assert (plan.sender.name, plan.sender.trust, plan.readdressed) == ("Dana", Trust.UNKNOWN, False)
    assert (plan.counts["new"], plan.new_revisions, plan.unproven, plan.refused) == (2, 2, 0, ())
    a.take(path, Choice(unverified=True))
    assert a.fields(names["person"])["health"] == "asthma"
    assert a.fields(names["name"])["person"] == names["person"]


def test_a_field_among_the_details_of_another_compartment_is_refused(pair: Pair, tmp_path: Path) -> None:
    a, _ = pair
    _, program = blocks("python")
    wrong = program.replace(
        'open={"occupation": "poet"}, health={"health": "asthma"}', 'open={"health": "asthma"}'
    )
    assert wrong != program
    path = tmp_path / "by hand.kzcase"
    names: dict[str, Any] = {"RECIPIENT": keys_of(a.office).age_public, "FILE": str(path)}
    exec(compile(wrong, "case-file-format.md", "exec"), names)
    with a.look(path) as incoming:
        ((record, reason),) = incoming.plan.refused
    assert record == names["person"]
    assert reason.startswith("“Health” does not stand among the details to which it belongs")


def test_the_manifest_has_the_keys_that_the_page_gives(pair: Pair, tmp_path: Path) -> None:
    path, _ = written(pair, tmp_path)
    parts = parts_of(path, keys_of(pair[1].office).age_secret)
    said, told = json.loads(parts["manifest.json"]), json.loads(blocks("json")[0])
    assert said.keys() == told.keys()
    for key in ("counts", "format", "sender"):
        assert said[key].keys() == told[key].keys()
    assert said["format"] == told["format"]
    assert set(parts) == {
        *(one["name"] for one in said["parts"]),
        "manifest.json",
        "manifest.sig",
        "padding",
    }


def test_the_signature_and_the_marks_are_what_the_page_says(pair: Pair, tmp_path: Path) -> None:
    path, _ = written(pair, tmp_path)
    a, b = pair
    parts = parts_of(path, keys_of(b.office).age_secret)
    said = json.loads(parts["manifest.json"])
    public = bytes.fromhex(said["sender"]["public"])
    signed = b"kzcase-manifest-v1\0" + parts["manifest.json"]
    Ed25519PublicKey.from_public_bytes(public).verify(parts["manifest.sig"], signed)
    assert said["sender"]["key"] == sha256(public).hexdigest()[:32] == a.key
    mark = sha256(f"{said['export']} {keys_of(b.office).age_public}".encode()).hexdigest()
    assert mark in said["recipients"]
    assert len(said["recipients"]) == 2


def test_the_page_names_every_part() -> None:
    for name in (
        manifest.MANIFEST,
        manifest.SIGNATURE,
        manifest.REVISIONS,
        manifest.SIGNATURES,
        manifest.TOMBSTONES,
        manifest.PADDING,
        manifest.LABEL,
        manifest.BLOBS,
    ):
        assert f"`{name}" in PAGE
