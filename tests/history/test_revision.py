from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.history.canonical import NotPlain, encode
from kzcase.history.revision import (
    BadRevision,
    from_line,
    is_id,
    join,
    make,
    new_id,
    reread,
    split,
    trusted,
    united,
)
from kzcase.history.sign import GROUP, BadSignature, key_id, new_keys, sign
from kzcase.models.base import kinds

A = "00000000-0000-4000-8000-000000000000"
FIELDS = kinds()["person"].fields
OPTIONS: dict[str, Any] = {"author": "a" * 32, "time": "2026-01-01T00:00:00Z", "schema": 1}


def made(**fields: Any) -> Any:
    return make("person", A, fields, FIELDS, parents=b"", note="met her", **OPTIONS)


def test_the_id_depends_on_everything_but_which_parts_are_here() -> None:
    one = made(occupation="x", health="y")
    bare = one.only(lambda name: False)
    assert from_line(bare.line()).id == from_line(one.line()).id == one.id
    assert bare.withheld == ("health", "open")
    ids = {
        one.id,
        made(occupation="x", health="y").id,  # other salts
        make("person", A, {}, FIELDS, parents=b"", **OPTIONS).id,
        make("person", A, {}, FIELDS, parents=bytes(32), **OPTIONS).id,
        make("case", A, {}, FIELDS, parents=b"", **OPTIONS).id,
        make("person", new_id(), {}, FIELDS, parents=b"", **OPTIONS).id,
        *(
            make("person", A, {}, FIELDS, parents=b"", **{**OPTIONS, key: value}).id
            for key, value in (("author", "b" * 32), ("time", None), ("schema", 2))
        ),
    }
    assert len(ids) == 9


def test_the_parts_of_two_copies_come_together() -> None:
    one = made(occupation="x", health="y", family="z")
    health, family = (one.only(lambda name, only=only: name == only) for only in ("health", "family"))
    assert united(health, family) == united(family, health)
    assert united(united(health, family), one.only(lambda name: name == "open")) == one


@given(
    st.dictionaries(
        st.sampled_from(("occupation", "health", "family", "born")), st.text('аz\n"é'), max_size=4
    ),
    st.sets(st.sampled_from(("open", "identity", "health", "family"))),
    st.sampled_from((1, 3)),
    st.sampled_from((b"", bytes(32), bytes(32) + b"\1" * 32)),
)
def test_every_way_of_reading_a_line_finds_the_same(
    fields: dict[str, str], kept: set[str], schema: int, parents: bytes
) -> None:
    options = {**OPTIONS, "schema": schema, "parents": parents}
    one = make("person", A, fields, FIELDS, note="met her", **options).only(lambda name: name in kept)
    assert one.stored_parts == encode([part.plain() for part in one.parts])
    assert from_line(one.line()) == reread(one.line()) == trusted(one.id, one.header, one.stored_parts) == one


def test_a_note_stands_with_the_most_guarded_fields_it_is_about() -> None:
    notes = {part.compartment: part.note for part in made(occupation="x", health="y", born="1984").parts}
    assert notes == {"open": None, "identity": None, "health": "met her"}


def test_a_value_cannot_be_guessed_from_its_commitment() -> None:
    commitments = {made(health="y").commitments["health"] for _ in range(3)}
    assert len(commitments) == 3


def changed(line: bytes, change: Any) -> bytes:
    value = orjson.loads(line)
    change(value)
    return encode(value)


BAD = {
    "another field": lambda v: v.update(x=1),
    "no header": lambda v: v.pop("header"),
    "a header that is a list": lambda v: v.update(header=[]),
    "an id that is none": lambda v: v["header"].update(record="x"),
    "an id in capitals": lambda v: v["header"].update(record=A.upper().replace("0", "A")),
    "a kind that is no word": lambda v: v["header"].update(kind="Person; DROP"),
    "a kind that is missing": lambda v: v["header"].pop("kind"),
    "version 0": lambda v: v["header"].update(schema=0),
    "version true": lambda v: v["header"].update(schema=True),
    "an author who is none": lambda v: v["header"].update(author="me"),
    "a time that is none": lambda v: v["header"].update(time="yesterday"),
    "a parent that is none": lambda v: v["header"].update(parents=["x"]),
    "a parent twice": lambda v: v["header"].update(parents=["0" * 64, "0" * 64]),
    "parents out of order": lambda v: v["header"].update(parents=["1" * 64, "0" * 64]),
    "a commitment that is none": lambda v: v["header"]["parts"].update(open="x"),
    "parts that are no list": lambda v: v.update(parts={}),
    "a part twice": lambda v: v["parts"].append(v["parts"][-1]),
    "parts out of order": lambda v: v["parts"].reverse(),
    "a part without salt": lambda v: v["parts"][0].pop("salt"),
    "a part with more": lambda v: v["parts"][0].update(x=1),
    "another value": lambda v: v["parts"][0]["fields"].update(health="z"),
    "another note": lambda v: v["parts"][0].update(note="z"),
    "a part nobody promised": lambda v: v["header"]["parts"].pop("open"),
    "a field that is no word": lambda v: v["parts"][0]["fields"].update({"A b": 1}),
}


@pytest.mark.parametrize("change", BAD)
def test_a_line_that_is_not_as_it_must_be_is_refused(change: str) -> None:
    line = made(occupation="x", health="y").line()
    assert from_line(line).line() == line
    with pytest.raises(BadRevision):
        from_line(changed(line, BAD[change]))


@given(st.data())
def test_no_flipped_bit_of_a_line_goes_unnoticed(data: st.DataObject) -> None:
    one = made(occupation="Журналист", health="y")
    line = bytearray(one.line())
    at = data.draw(st.integers(0, len(line) - 1))
    line[at] ^= 1 << data.draw(st.integers(0, 7))
    try:
        read = from_line(bytes(line))
    except (BadRevision, NotPlain):
        return
    assert read.id != one.id


@given(st.lists(st.binary(min_size=32, max_size=32)))
def test_heads_are_joined_in_one_way(ids: list[bytes]) -> None:
    assert list(split(join(ids))) == sorted(set(ids))
    assert split(None) == ()


def test_ids_are_uuids_in_lower_case() -> None:
    assert is_id(new_id())
    assert not any(
        map(is_id, ["", "x", new_id().upper() + "A", new_id() + "\n", None, 5, "{" + new_id() + "}"])
    )
    with pytest.raises(ValueError, match="UUID"):
        make("person", "x", {}, FIELDS, parents=b"", **OPTIONS)


# --- signatures -----------------------------------------------------------------------------------


def test_signatures_cover_every_id_in_groups() -> None:
    public, secret = new_keys()
    ids = [n.to_bytes(32, "big") for n in range(2 * GROUP + 1)]
    words = list(sign(secret, reversed(ids)))
    assert [len(word.ids) // 32 for word in words] == [GROUP, GROUP, 1]
    assert b"".join(word.ids for word in words) == b"".join(ids)
    assert {word.author for word in words} == {key_id(public)}
    for word in words:
        word.verify()
    assert list(sign(secret, [])) == []


def test_a_signature_that_does_not_fit_is_refused() -> None:
    _, secret = new_keys()
    other, _ = new_keys()
    ids = [bytes(32), b"\x01" * 32]
    (word,) = sign(secret, ids)
    for bad in (
        word._replace(ids=bytes(32)),
        word._replace(ids=word.ids[32:] + word.ids[:32]),
        word._replace(ids=word.ids[:40]),
        word._replace(ids=b""),
        word._replace(public=other),
        word._replace(public=other, author=key_id(other)),
        word._replace(public=b"x", author=key_id(b"x")),
        word._replace(signature=bytes(64)),
        word._replace(signature=b""),
    ):
        with pytest.raises(BadSignature):
            bad.verify()
