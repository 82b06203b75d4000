"""Case files made to break the program: each is refused in one sentence, and nothing of it is taken in."""

from __future__ import annotations

import contextlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from kzcase.errors import KzcaseError
from kzcase.exchange import casefile
from kzcase.exchange.casefile import (
    CaseFileError,
    Choice,
    Incoming,
    Status,
    container,
    envelope,
    manifest,
    passphrase,
    reading,
)
from kzcase.exchange.casefile.reading import Proofs
from kzcase.history import roots
from kzcase.history.canonical import encode
from kzcase.history.revision import IMPORT, Revision, from_line, make
from kzcase.history.sign import sign, sign_tombstone
from kzcase.models.base import kinds
from kzcase.progress import Progress
from kzcase.services import documents, imports, records, vaults
from tests.hostile.peak import BOUND_KB, measured, peak
from tests.laptops import (
    KEY,
    Laptop,
    hand_made,
    keys_of,
    lines_of,
    parts_of,
    sealed,
    signed,
    zipped,
)
from tests.soak import examples

Pair = tuple[Laptop, Laptop]
PERSON = kinds()["person"].fields


def revision(record: str = "", parents: bytes = b"", kind: str = "person", **fields: Any) -> Revision:
    return make(
        kind,
        record or records.new_id(),
        fields,
        kinds()[kind].fields,
        parents=parents,
        author="f" * 32,
        time="2026-01-01T00:00:00Z",
        schema=1,
    )


def refused(on: Laptop, path: Path, *said: str) -> str:
    """The sentence by which a file is refused, having changed nothing and left nothing behind."""
    commits = vaults.info(on.office)["commits"]
    files = sorted(one.name for one in on.folder.iterdir())
    with pytest.raises(CaseFileError) as told, on.look(path) as incoming:
        casefile.take(on.office, [incoming], Choice(True, True, True, True), backup=False)
    assert told.value.safe == "Nothing was changed."
    assert any(one in told.value.what for one in said), told.value.what
    assert vaults.info(on.office)["commits"] == commits
    assert sorted(one.name for one in on.folder.iterdir()) == files
    return str(told.value.what)


@pytest.fixture
def good(pair: Pair, tmp_path: Path) -> Path:
    """A case file from Aigerim to Berik, with a document."""
    a, b = pair
    one = a.save("person", occupation="blogger", health="well")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF a decision" * 10_000)
    documents.attach(a.office, one, paper)
    return a.write(b)


# --- the envelope ---------------------------------------------------------------------------------


def test_ex07_a_file_cut_short_or_longer_is_refused_and_nothing_of_it_stays(pair: Pair, good: Path) -> None:
    whole = good.read_bytes()
    chance = random.Random(7)
    for place in [0, 1, 20, 22, 60, 150, len(whole) - 1, *chance.sample(range(len(whole)), 43)]:
        good.write_bytes(whole[:place])
        refused(pair[1], good, "cut short", "not a case file", "damaged", "beginning")
    good.write_bytes(whole + b"x")
    refused(pair[1], good, "cut short")


def test_ex08_a_flipped_bit_anywhere_is_damage(pair: Pair, good: Path) -> None:
    whole = good.read_bytes()
    chance = random.Random(8)
    header = whole.index(b"\n---")
    for place in [*range(22, header, 17), *chance.sample(range(header, len(whole)), 20)]:
        spoiled = bytearray(whole)
        spoiled[place] ^= 1 << chance.randrange(8)
        good.write_bytes(bytes(spoiled))
        refused(pair[1], good, "damaged", "not encrypted to anyone")


@pytest.mark.parametrize("part", [manifest.MANIFEST, manifest.SIGNATURE, manifest.REVISIONS, "blobs/"])
def test_ex08_a_part_that_is_not_what_was_signed_is_damage(pair: Pair, good: Path, part: str) -> None:
    a, b = pair
    parts = parts_of(good, keys_of(b.office).age_secret)
    (name,) = [one for one in parts if one.startswith(part)]
    spoiled = bytearray(parts[name])
    spoiled[len(spoiled) // 2] ^= 1
    parts.pop(manifest.PADDING)
    good.write_bytes(sealed(zipped({**parts, name: bytes(spoiled)}), keys_of(b.office).age_public))
    refused(b, good, "signature does not fit", "not what its manifest says", "manifest")
    assert a.key


def test_ex19_what_is_wrong_with_the_key_is_told_apart(pair: Pair, good: Path, tmp_path: Path) -> None:
    _, b = pair
    other = pyrage.x25519.Identity.generate()
    path = tmp_path / "x.kzcase"
    path.write_bytes(sealed(b"x", str(other.to_public())))
    refused(b, path, "not encrypted to anyone who writes here")
    target = io.BytesIO()
    passphrase.encrypt(io.BytesIO(b"PK"), target, "words", 2, Progress())
    by_words = target.getvalue()
    path.write_bytes(by_words)
    refused(b, path, "opens with a passphrase of its own")
    with pytest.raises(casefile.WrongFilePassphrase):
        b.look(path, passphrase="others")
    factor = b"17"
    for asked in (b"20", b"30", b"63"):
        path.write_bytes(by_words.replace(b" " + factor + b"\n", b" " + asked + b"\n", 1))
        with pytest.raises(casefile.TooMuchWork):
            b.look(path, passphrase="words")
    path.write_bytes(by_words.replace(b" " + factor + b"\n", b" 007\n", 1))
    refused(b, path, "beginning")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a case file"),
        (b"age-encryption.org/v2\n-> X\n---", "newer kzcase"),
        (b"age-encryption.org/v1\n" + b"-> X25519 a\nb\n" * 10_000, "beginning"),
        (b"age-encryption.org/v1\n" + b"-> X a\nb\n" * 300 + b"--- " + b"A" * 43 + b"\n", "beginning"),
        (b"age-encryption.org/v1\n--- short\n", "beginning"),
        (b"SQLite format 3\0" + bytes(4096), "not a case file"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_what_is_no_case_file_is_told_so(pair: Pair, tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "x.kzcase"
    path.write_bytes(data)
    refused(pair[1], path, said)


# --- versions -------------------------------------------------------------------------------------


def changed(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(made: dict[str, Any]) -> None:
        place = made
        *way, last = name.split(".")
        for step in way:
            place = place[step]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("format.major", 2, "newer kzcase"),
        ("format.reader", 1, "newer kzcase"),
        ("format.major", "1", "not as it must be"),
        ("format.name", "other", "not a case file"),
        ("export", "../../x", "not as it must be"),
        ("created", "yesterday", "not as it must be"),
        ("protection", "none", "not as it must be"),
        ("recipients", ["x"], "not as it must be"),
        ("sender.key", "f" * 32, "not as it must be"),
        ("sender.age", "age1", "not as it must be"),
        ("sender.public", "00", "not as it must be"),
        ("sender.name", "x" * 1000, "not as it must be"),
        ("sender.name", "two\nlines", "not as it must be"),
        ("parts", [], "parts of the case file"),
        ("parts", [{"name": "revisions.jsonl", "size": -1, "sha256": "0" * 64}], "not as it must be"),
        ("parts", [{"name": "../../x", "size": 1, "sha256": "0" * 64}], "parts of the case file"),
        ("counts", {"records": 1.5}, "point or an exponent"),
    ],
)
def test_ex12_what_a_manifest_may_not_say(
    pair: Pair, tmp_path: Path, name: str, value: Any, said: str
) -> None:
    a, b = pair
    path = hand_made(tmp_path / "x.kzcase", a, b, revision().line(), change=changed(name, value))
    refused(b, path, said)


def test_ex12_what_a_newer_minor_version_adds_does_no_harm(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    one = revision(occupation="poet")

    def newer(made: dict[str, Any]) -> None:
        made["format"]["minor"] = 7
        made["mood"] = {"of": "the sender"}

    path = hand_made(tmp_path / "x.kzcase", a, b, one.line(), change=newer)
    assert b.take(path).plan.counts["new"] == 1


# --- the ZIP --------------------------------------------------------------------------------------


def zip_file(b: Laptop, path: Path, plain: bytes) -> Path:
    path.write_bytes(sealed(plain, keys_of(b.office).age_public))
    return path


@pytest.mark.parametrize(
    "name",
    ["../../x", "C:\\x", "CON", "x" * 300, "blobs/", "blobs/x.", "Revisions.jsonl", "/etc/passwd", "a\0b"],
)
def test_ex14_no_part_may_have_a_name_of_its_own(pair: Pair, tmp_path: Path, name: str) -> None:
    a, b = pair
    parts = signed(keys_of(a.office), {manifest.REVISIONS: b""}, keys_of(b.office).age_public)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for known, data in parts.items():
            made.writestr(known, data)
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        made.writestr(info, b"x")
    refused(b, zip_file(b, tmp_path / "x.kzcase", target.getvalue()), "does not belong", "damaged")
    assert not (tmp_path.parent / "x").exists()


def test_ex14_a_part_may_not_stand_twice(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    parts = signed(keys_of(a.office), {manifest.REVISIONS: b""}, keys_of(b.office).age_public)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for known, data in parts.items():
            made.writestr(known, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr(manifest.REVISIONS, b"")
    refused(b, zip_file(b, tmp_path / "x.kzcase", target.getvalue()), "does not belong")


def test_ex14_names_of_documents_are_data_and_never_paths(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    one = a.save("document", title="x", file_name="../../x", kind=None)
    b.take(a.write(b))
    assert b.fields(one)["file_name"] == "../../x"
    assert not (tmp_path.parent / "x").exists()


def test_ex13_what_is_larger_than_it_says_is_refused(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    bomb = bytes(20_000_000)
    parts = signed(keys_of(a.office), {manifest.REVISIONS: bomb}, keys_of(b.office).age_public)

    def lie(made: dict[str, Any]) -> None:
        made["parts"][0]["size"] = 10

    lying = signed(keys_of(a.office), {manifest.REVISIONS: bomb}, keys_of(b.office).age_public, change=lie)
    refused(b, zip_file(b, tmp_path / "x.kzcase", zipped(lying)), "another size")
    refused(b, zip_file(b, tmp_path / "x.kzcase", zipped(parts)), "breaks off", "longer than")
    plain = bytearray(zipped(parts))
    place = plain.index(b"PK\x01\x02", plain.index(b"revisions.jsonl"))
    place = plain.rindex(b"PK\x01\x02")
    plain[place + 24 : place + 28] = (10).to_bytes(4, "little")
    refused(b, zip_file(b, tmp_path / "x.kzcase", bytes(plain)), "another size", "damaged")


def test_a_padding_that_holds_something_is_refused(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    parts = signed(keys_of(a.office), {manifest.REVISIONS: b""}, keys_of(b.office).age_public)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for known, data in {**parts, manifest.PADDING: b"\0hidden\0"}.items():
            made.writestr(known, data)
    refused(b, zip_file(b, tmp_path / "x.kzcase", target.getvalue()), "must be empty")


def test_nothing_may_stand_before_the_parts(pair: Pair, tmp_path: Path) -> None:
    """A reader of ZIPs passes it over: it would travel unseen, unsigned and uncounted."""
    a, b = pair
    own = zipped(signed(keys_of(a.office), {manifest.REVISIONS: b""}, keys_of(b.office).age_public))
    refused(b, zip_file(b, tmp_path / "x.kzcase", b"hidden" + own), "put together wrongly")


def test_a_directory_that_claims_too_much_is_refused_before_it_is_read(pair: Pair, tmp_path: Path) -> None:
    _, b = pair
    end = container._EOCD.pack(b"PK\x05\x06", 0, 0, 65_535, 65_535, 2**32 - 1, 0, 0)
    refused(b, zip_file(b, tmp_path / "x.kzcase", b"PK\x03\x04" + bytes(1000) + end), "too many parts")


def test_ex17_a_document_with_other_bytes_than_its_name_says_is_refused(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    name = manifest.BLOBS + "0" * 64

    def lie(made: dict[str, Any]) -> None:
        made["parts"][0]["sha256"] = "0" * 64

    age = keys_of(b.office).age_public
    parts = {manifest.REVISIONS: b"", name: b"other bytes"}
    for change, said in ((lie, "not what its manifest says"), (lambda made: None, "another name")):
        path = zip_file(
            b, tmp_path / "x.kzcase", zipped(signed(keys_of(a.office), parts, age, change=change))
        )
        refused(b, path, said)


# --- the lines ------------------------------------------------------------------------------------

GOOD = revision("00000000-0000-4000-8000-000000000000", occupation="poet").line()


@pytest.mark.parametrize(
    "line",
    [
        GOOD.replace(b'"occupation":"poet"', b'"occupation":"poet","occupation":"poet"'),
        b"[" * 100_000,
        GOOD.replace(b'"poet"', b"[" * 500 + b"]" * 500),
        GOOD.replace(b'"poet"', b"9" * 5_000),
        GOOD.replace(b'"poet"', b"NaN"),
        GOOD.replace(b'"poet"', b"1e999"),
        GOOD.replace(b'"poet"', b"9223372036854775808"),
        GOOD.replace(b'"poet"', b"1.5"),
        GOOD.replace(b'"poet"', b'"\\ud800"'),
        GOOD.replace(b'"poet"', b'"\\u0000"'),
        GOOD.replace(b'"poet"', '"и\u0306"'.encode()),
        GOOD.replace(b'"poet"', b'"\xff"'),
        GOOD.replace(b'"poet"', b'"lawyer"'),
        GOOD.replace(b'"person"', b'"PERSON"'),
        GOOD + b" ",
        b"\xef\xbb\xbf" + GOOD,
        b"null",
        b"",
    ],
)
def test_ex15_a_line_that_is_not_as_it_must_be_refuses_the_file_and_names_the_line(
    pair: Pair, tmp_path: Path, line: bytes
) -> None:
    a, b = pair
    first = revision("00000000-0000-4000-8000-00000000000f").line()
    path = hand_made(tmp_path / "x.kzcase", a, b, *sorted([first]), line)
    assert "Line 2" in refused(b, path, "cannot be read")


def test_ex16_a_record_of_another_kind_than_here_is_refused_by_itself(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    one = b.save("person", occupation="poet")
    twin, other = revision(one, kind="organisation", name="Court"), revision(occupation="singer")
    lines = [found.line() for found in sorted((twin, other), key=lambda found: found.record)]
    path = hand_made(tmp_path / "x.kzcase", a, b, *lines)
    with b.look(path) as incoming:
        assert incoming.plan.refused[0][0] == one
        with pytest.raises(casefile.Stopped, match="refused"):
            casefile.take(b.office, [incoming], Choice(), backup=False)
        (row,) = casefile.plan_records(incoming, status=(Status.REFUSED,))
        assert "“Organisation” in the file, “Person” in this vault" in row.reason
        casefile.take(b.office, [incoming], Choice(skip_refused=True), backup=False)
    assert b.fields(other.record)["occupation"] == "singer"
    assert records.view(b.office, one).kind == "person"


@pytest.mark.parametrize("fault", ["dangling", "disorder", "twice", "two kinds", "child first", "again"])
def test_ex16_a_set_of_revisions_that_is_not_whole_refuses_the_file(
    pair: Pair, tmp_path: Path, fault: str
) -> None:
    a, b = pair
    low, high = "00000000-0000-4000-8000-000000000000", "ffffffff-0000-4000-8000-000000000000"
    root = revision(low)
    child = revision(low, parents=root.id, occupation="poet")
    lines, said = {
        "dangling": ([child], "not in the case file"),
        "disorder": ([revision(high), root], "not in order"),
        "twice": ([root, revision(high), child], "not in order"),
        "two kinds": ([root, revision(low, kind="organisation", name="x")], "of two kinds"),
        "child first": ([child, root], "not in the case file"),
        "again": ([root, root], "stands twice"),
    }[fault]
    path = hand_made(tmp_path / "x.kzcase", a, b, *(one.line() for one in lines))
    refused(b, path, said)


def test_ex16_a_record_with_too_long_a_history_is_refused(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    one = records.new_id()
    lines = (revision(one, occupation=str(number)).line() for number in range(10_001))
    refused(b, hand_made(tmp_path / "x.kzcase", a, b, *lines), "longer history")


def test_a_kind_that_never_travels_does_not_come(pair: Pair, tmp_path: Path, monkeypatch: Any) -> None:
    from kzcase.exchange.casefile import judging

    a, b = pair
    monkeypatch.setattr(judging, "is_shared", lambda kind: kind != "person")
    path = hand_made(tmp_path / "x.kzcase", a, b, revision(occupation="poet").line())
    with b.look(path) as incoming:
        assert "never come by a case file" in incoming.plan.refused[0][1]


@pytest.mark.parametrize("fault", ["signature", "author", "extra", "order"])
def test_a_signature_that_does_not_fit_refuses_the_file(pair: Pair, tmp_path: Path, fault: str) -> None:
    a, b = pair
    one = a.save("person", occupation="poet")
    lines = lines_of(a.office)
    (word,) = sign(keys_of(a.office).sign_secret, [bytes.fromhex(records.view(a.office, one).heads.hex())])
    said = {
        "author": word.author,
        "ids": word.ids.hex(),
        "public": word.public.hex(),
        "signature": word.signature.hex(),
    }
    if fault == "signature":
        said["signature"] = "00" * 64
    elif fault == "author":
        said["author"] = b.key
    elif fault == "extra":
        said["more"] = "x"
    else:
        said["ids"] = "ff" * 32 + "00" * 32
    path = hand_made(tmp_path / "x.kzcase", a, b, *lines, signatures=encode(said) + b"\n")
    refused(b, path, "signature")


def stone_line(by: Laptop, record: str, /, **other: str) -> bytes:
    """A proposal to erase a record, signed; with what was changed after that."""
    keys, time = keys_of(by.office), "2026-02-02T00:00:00Z"
    author, word = sign_tombstone(keys.sign_secret, record, "", time)
    stone = {"author": author, "compartment": "", "public": keys.sign_public.hex(), "record": record}
    return encode({**stone, "signature": word.hex(), "time": time, **other}) + b"\n"


def with_stones(path: Path, by: Laptop, to: Laptop, stones: bytes) -> Path:
    age = keys_of(to.office).age_public
    parts = {manifest.REVISIONS: b"", manifest.SIGNATURES: b"", manifest.TOMBSTONES: stones}
    path.write_bytes(sealed(zipped(signed(keys_of(by.office), parts, age)), age))
    return path


@pytest.mark.parametrize(
    "other",
    [
        {"compartment": "health"},
        {"record": "00000000-0000-4000-8000-000000000000"},
        {"time": "2027-02-02T00:00:00Z"},
        {"signature": "00" * 64},
        {"author": "0" * 32},
        {"public": "00" * 32},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_proposal_to_erase_that_was_changed_after_it_was_signed_refuses_the_file(
    pair: Pair, tmp_path: Path, other: dict[str, str]
) -> None:
    a, b = pair
    one = a.save("person", occupation="poet")
    b.take(a.write(b))
    with b.look(with_stones(tmp_path / "x.kzcase", a, b, stone_line(a, one))) as incoming:
        assert [said.record for said in incoming.plan.proposals] == [one]
    refused(b, with_stones(tmp_path / "y.kzcase", a, b, stone_line(a, one, **other)), "signature")


def test_a_file_that_proposes_to_erase_without_end_is_refused(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = pair
    monkeypatch.setattr(reading, "MOST_TOMBSTONES", 3)
    for number in (3, 4):
        lines = b"".join(stone_line(a, f"00000000-0000-4000-8000-{one:012}") for one in range(number))
        path = with_stones(tmp_path / f"{number}.kzcase", a, b, lines)
        if number == 3:
            b.look(path).close()
        else:
            refused(b, path, "more than kzcase takes at once")


def test_what_is_forged_upon_an_import_that_was_taken_back_is_stopped_too(pair: Pair, tmp_path: Path) -> None:
    """It stays out with what it stands upon: whoever ticks that this comes again would have it."""
    a, b = pair
    one = a.save("person", occupation="poet")
    batch = b.take(a.write(b)).batch
    assert batch is not None
    (line,) = lines_of(a.office)
    made = from_line(line)
    forged = make(
        *("person", one, {"occupation": "spy"}, PERSON),
        parents=made.id,
        author=b.key,
        time="2026-01-01T00:00:00Z",
        schema=1,
    )
    imports.undo(b.office, batch)
    with b.look(hand_made(tmp_path / "x.kzcase", a, b, line, forged.line())) as incoming:
        assert incoming.plan.counts["undone"] == 1
        assert "forged" in incoming.plan.stops[0]
        with pytest.raises(casefile.Stopped):
            casefile.take(b.office, [incoming], Choice(True, True, True, True), backup=False)


def test_a_known_sender_with_another_key_for_answers_is_a_loud_stop(pair: Pair, tmp_path: Path) -> None:
    """Whoever got hold of the signing key alone would have the answers written to themself."""
    a, b = pair
    other = keys_of(b.office).age_public

    def change(said: dict[str, Any]) -> None:
        said["sender"]["age"] = other

    with b.look(hand_made(tmp_path / "x.kzcase", a, b, revision().line(), change=change)) as incoming:
        (stop,) = incoming.plan.stops
        assert stop.startswith("STOP.")


def test_a_file_that_was_sealed_otherwise_than_its_sender_said_was_passed_on(
    pair: Pair, tmp_path: Path
) -> None:
    a, b = pair

    def change(said: dict[str, Any]) -> None:
        said |= {"protection": manifest.PASSPHRASE, "recipients": []}

    with b.look(hand_made(tmp_path / "x.kzcase", a, b, revision().line(), change=change)) as incoming:
        assert incoming.plan.readdressed
        assert incoming.plan.doubtful


def test_a_change_in_nobodys_name_is_proven_only_if_it_is_what_a_row_gives(
    pair: Pair, tmp_path: Path
) -> None:
    a, b = pair
    one = "00000000-0000-4000-8000-000000000000"
    row = roots.root(roots.Row("person", one, {"occupation": "poet"}), PERSON, schema=1)
    with b.look(hand_made(tmp_path / "root.kzcase", a, b, row.line())) as incoming:
        assert incoming.plan.unproven == 0
    made = {"author": IMPORT, "schema": 1, "parents": b"", "time": None}
    for more in ({}, {"parents": row.id}, {"time": "2026-01-01T00:00:00Z"}, {"note": "by hand"}):
        given = {**made, **more}
        forged = make("person", one, {"occupation": "spy"}, PERSON, **given)  # type: ignore[arg-type]
        lines = [row.line(), forged.line()] if forged.parents else [forged.line()]
        with b.look(hand_made(tmp_path / "forged.kzcase", a, b, *lines)) as incoming:
            assert incoming.plan.unproven == 1
            (shown,) = casefile.plan_records(incoming)
            assert shown.unproven == 1


def test_nobody_can_seek_two_changes_of_which_one_proves_the_other(pair: Pair) -> None:
    (word,) = sign(keys_of(pair[0].office).sign_secret, [bytes(32)])
    several = [Proofs(), Proofs()]
    for proofs in several:
        proofs.add(word)
        proofs.settle()
        assert (bytes(32), word.author) in proofs
        assert (bytes(32), pair[1].key) not in proofs
    first, second = (proofs.digest(bytes(32), word.author) for proofs in several)
    assert first != second


def test_a_name_of_a_person_whose_id_is_none_is_looked_at_like_any_other(pair: Pair, tmp_path: Path) -> None:
    a, b = pair
    odd = "x" * 36
    line = revision(kind="name", person=odd, parts={"family": "Serikov"}).line()
    with b.look(hand_made(tmp_path / "x.kzcase", a, b, line)) as incoming:
        assert incoming.plan.new_revisions == 1
        (row,) = casefile.plan_records(incoming)
        assert row.kind == "name"
        casefile.plan_fields(incoming, row.number)
        casefile.take(b.office, [incoming], Choice(unverified=True), backup=False)
    assert b.fields(row.id)["person"] == odd


# --- anything at all ------------------------------------------------------------------------------


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_in_any_layer_do_more_than_be_refused(
    pair: Pair, tmp_path: Path, data: st.DataObject
) -> None:
    a, b = pair
    age = keys_of(b.office).age_public
    layer = data.draw(st.sampled_from(["envelope", "zip", "manifest", "lines", "signatures", "spliced"]))
    noise = data.draw(st.binary(max_size=400))
    good = zipped(signed(keys_of(a.office), {manifest.REVISIONS: GOOD + b"\n"}, age))
    if layer == "envelope":
        raw = (
            data.draw(st.sampled_from([b"", envelope.INTRO, envelope.INTRO + b"-> X25519 ", b"PK\x03\x04"]))
            + noise
        )
    elif layer == "zip":
        raw = sealed(noise + data.draw(st.sampled_from([b"", good])), age)
    elif layer == "spliced":
        at = data.draw(st.integers(0, len(good)))
        raw = sealed(good[:at] + noise + good[at + data.draw(st.integers(0, 50)) :], age)
    elif layer == "manifest":
        parts = {
            manifest.MANIFEST: noise,
            manifest.SIGNATURE: manifest.sign(keys_of(a.office).sign_secret, noise),
        }
        raw = sealed(zipped({**parts, manifest.REVISIONS: b""}), age)
    else:
        name = manifest.REVISIONS if layer == "lines" else manifest.SIGNATURES
        parts = {manifest.REVISIONS: b"", name: noise}
        raw = sealed(zipped(signed(keys_of(a.office), parts, age)), age)
    path = tmp_path / "noise.kzcase"
    path.write_bytes(raw)
    with contextlib.suppress(KzcaseError), Incoming.open(b.office, path) as incoming:
        assert incoming.plan.new_revisions <= 1


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
        max_leaves=12,
    )
)
def test_any_value_in_a_manifest_is_judged(pair: Pair, tmp_path: Path, value: Any) -> None:
    a, b = pair
    raw = json.dumps(value).encode()
    parts = {manifest.MANIFEST: raw, manifest.SIGNATURE: manifest.sign(keys_of(a.office).sign_secret, raw)}
    path = zip_file(b, tmp_path / "x.kzcase", zipped({**parts, manifest.REVISIONS: b""}))
    with pytest.raises(CaseFileError):
        Incoming.open(b.office, path)


# --- memory ---------------------------------------------------------------------------------------

IMPORTS = """
from kzcase.exchange.casefile import Incoming
import pyrage, kzcase.exchange.casefile.planning, kzcase.services.colleagues
"""
WORK = """
Incoming.open(office, path).close()
print("planned")
"""


@pytest.mark.skipif(not measured(), reason="needs Linux")
@pytest.mark.parametrize(
    "what",
    [
        *("zeros", "one record", "manifest"),
        *(
            pytest.param(one, marks=pytest.mark.soak)
            for one in ("many records", "marks", "names", "signatures")
        ),
    ],
)
def test_ex13_whatever_arrives_memory_stays_small(pair: Pair, tmp_path: Path, what: str) -> None:
    a, b = pair
    age = keys_of(b.office).age_public
    parts = {manifest.REVISIONS: b""}
    if what == "zeros":
        parts[manifest.REVISIONS] = bytes(300_000_000)
    elif what == "one record":
        one = records.new_id()
        text_of = "ж" * 100_000
        parts[manifest.REVISIONS] = b"".join(
            revision(one, occupation=f"{text_of}{number}").line() + b"\n" for number in range(200)
        )
    elif what == "many records":
        lines = sorted(
            revision(f"{number:08x}-0000-4000-8000-000000000000").line() for number in range(60_000)
        )
        parts[manifest.REVISIONS] = b"".join(line + b"\n" for line in sorted(lines, key=_record_of))
    elif what == "marks":
        parts[manifest.REVISIONS] = b'{"header":[' + b"{}," * 2_500_000 + b"{}]}\n"
    elif what == "names":
        parts.update((f"{manifest.BLOBS}{number:064x}", b"") for number in range(30_000))
    elif what == "manifest":
        parts = {manifest.MANIFEST: b"[" + b"{}," * 3_900_000 + b"{}]", manifest.REVISIONS: b""}
    else:
        parts[manifest.SIGNATURES] = b'{"ids":"' + b"00" * 10_000_000 + b'"}\n'
    if what == "manifest":
        parts[manifest.SIGNATURE] = manifest.sign(keys_of(a.office).sign_secret, parts[manifest.MANIFEST])
    else:
        parts = signed(keys_of(a.office), parts, age)
    path = tmp_path / "x.kzcase"
    path.write_bytes(sealed(zipped(parts), age))
    said, grown = peak(b.office, tmp_path, path, imports=IMPORTS, work=WORK)
    assert (said == "planned") is (what in ("many records",)), said
    assert grown < BOUND_KB, f"{said}: {grown >> 10} MB"


def _record_of(line: bytes) -> bytes:
    return line[line.index(b'"record":"') :][:46]


def test_what_a_key_is_for_is_not_mixed_up(pair: Pair) -> None:
    """A signature over a manifest is none over revisions, and the other way round."""
    a, _ = pair
    ids = bytes(32)
    (word,) = sign(keys_of(a.office).sign_secret, [ids])
    assert manifest.sign(keys_of(a.office).sign_secret, ids) != word.signature
    with a.office.read() as session:
        assert session.execute(text("SELECT count(*) FROM known_key")).scalar() == 1
    assert KEY
