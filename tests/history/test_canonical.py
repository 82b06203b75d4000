from __future__ import annotations

import json
import math
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzcase.history.canonical import NotPlain, canonical_bytes, encode, parse, plain

CLEAN = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12
)


def norm(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [norm(item) for item in value]
    if isinstance(value, dict):
        return {norm(key): norm(item) for key, item in value.items()}
    return value


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | CLEAN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(st.tuples(CLEAN, inner), max_size=4, unique_by=lambda pair: norm(pair[0])).map(dict)
    ),
    max_leaves=12,
)


@given(TREES)
def test_what_is_written_is_read_back_and_is_what_another_json_writer_writes(tree: Any) -> None:
    data = canonical_bytes(tree)
    assert parse(data) == norm(tree)
    assert (
        data
        == json.dumps(
            norm(tree), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode()
    )


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        math.nan,
        math.inf,
        2**53 + 1,
        b"x",
        {1: 2},
        {"a": {2}},
        (1,),
        "\x00",
        "\r",
        "\x7f",
        "\x9f",
        "\ud800",
        "\ufffe",
    ],
    ids=repr,
)
def test_a_value_that_is_not_canonical_is_refused(value: Any) -> None:
    with pytest.raises(NotPlain):
        plain(value)
    with pytest.raises(NotPlain):
        plain({"deep": [value]})


def test_classes_that_only_look_like_plain_values_are_refused() -> None:
    class Text(str):
        __slots__ = ()

    class Number(int):
        pass

    for value in (Text("a"), Number(1)):
        with pytest.raises(NotPlain):
            plain(value)


def test_two_keys_that_are_one_in_normal_form_are_refused() -> None:
    with pytest.raises(NotPlain, match="twice"):
        plain({"й": 1, unicodedata.normalize("NFD", "й"): 2})


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def test_values_are_at_most_32_levels_deep() -> None:
    assert parse(canonical_bytes(nested(32))) == nested(32)
    with pytest.raises(NotPlain):
        plain(nested(33))
    with pytest.raises(NotPlain):
        parse(encode(nested(33)))
    with pytest.raises(NotPlain):
        parse(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":01}',
        b'{"a":9007199254740993}',
        b'{"a":18446744073709551616}',
        b'{"a":NaN}',
        b'{"a":1e999}',
        b'{"a":"\\/"}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\\u0000"}',
        b'{"a":"\\r"}',
        b'{"a":"\\b"}',
        b'{"a":"\x7f"}',
        '{"a":"\u0085"}'.encode(),
        '{"a":"\uffff"}'.encode(),
        '{"a":"и\u0306"}'.encode(),
        '{"и\u0306":1}'.encode(),
        b'{"a":"\xff"}',
        b"{'a':1}",
        b"",
        b"nul",
    ],
)
def test_bytes_that_are_not_canonical_are_refused(data: bytes) -> None:
    with pytest.raises(NotPlain):
        parse(data)


@pytest.mark.parametrize(
    "text", ["\\u0000", "\\b", "line\nfeed\ttab", "n\u0301"[0] + "\n\u0301", "\u0301", "a\\\u0338"]
)
def test_harmless_text_that_looks_suspicious_in_bytes_is_read(text: str) -> None:
    assert parse(canonical_bytes({"a": text})) == {"a": text}


@given(st.binary(max_size=40))
def test_any_bytes_are_either_canonical_or_refused(data: bytes) -> None:
    try:
        value = parse(data)
    except NotPlain:
        return
    assert canonical_bytes(value) == data
