"""Canonical JSON: one value, one sequence of bytes, on every laptop and for ever.

Keys sorted by code point, no white space, UTF-8, text in NFC, integers within
2^53, no floats, no control characters but line feed and tab, no lone
surrogates, at most 32 levels. What does not fit is refused as `NotPlain`;
nothing is mended silently except that typed text is brought into NFC by
`plain`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import orjson

from kzcase.errors import KzcaseError

MAX_INT = 2**53
MAX_DEPTH = 32

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# The same, as it looks in bytes that were written by `encode`: what needs a closer look.
_SUSPECT = re.compile("\\\\u00|\\\\[bfr]|[\x7f-\x9f\ufffe\uffff]")


class NotPlain(KzcaseError):
    """A value cannot stand in history: not a plain value, or text with characters that are not text."""

    def __init__(self, what: str) -> None:
        super().__init__(what, safe="Nothing was changed.", remedy="Correct the value and try again.")


def encode(value: Any) -> bytes:
    """The canonical bytes of a value already known to be plain."""
    # A copy, for what orjson makes keeps the 4 KB it was made in, and many lines are held at once.
    return bytes(memoryview(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)))


def canonical_bytes(value: Any) -> bytes:
    """The canonical bytes of any value; raises `NotPlain`. Text is brought into NFC first."""
    return encode(plain(value))


def plain(value: Any, depth: int = 0) -> Any:
    """The value with its text in NFC; raises `NotPlain` if it is no canonical value.

    Plain are None, bool, int, str, list and dict with text keys, of exactly
    these types: a SQL expression or a number of another library is not.
    """
    kind = type(value)
    if kind is str:
        return plain_text(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise NotPlain("A whole number is too large to be kept exactly.")
        return value
    if depth >= MAX_DEPTH:
        raise NotPlain("A value is nested too deeply.")
    if kind is list:
        return [plain(item, depth + 1) for item in value]
    if kind is dict:
        made: dict[str, Any] = {}
        for key, item in value.items():
            if type(key) is not str:
                raise NotPlain("A value has a key that is not text.")
            key = plain_text(key)
            if key in made:
                raise NotPlain("A value has the same key twice.")
            made[key] = plain(item, depth + 1)
        return made
    raise NotPlain(f"A value of the type {kind.__name__} cannot be kept in history.")


def plain_text(text: str) -> str:
    """Text in NFC; raises `NotPlain` for control characters, lone surrogates and non-characters."""
    if found := _FORBIDDEN.search(text):
        raise NotPlain(f"A text holds a character that cannot be kept: U+{ord(found[0]):04X}.")
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def parse(data: bytes) -> Any:
    """Read canonical bytes strictly; raises `NotPlain` for anything that `encode` would not have written.

    Duplicate keys, white space, unsorted keys, other spellings of numbers or
    escapes, floats, text outside NFC and forbidden characters are all refused.
    """
    value, clean = read(data)
    check(value, clean)
    return value


def read(data: bytes) -> tuple[Any, bool]:
    """The first half of `parse`: the value, and whether all its texts are known to be as they must be.

    Raises `NotPlain`. Its numbers and its depth are left to `check`.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NotPlain("The data is not JSON.") from error
    try:
        same = orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == data
    except (TypeError, orjson.JSONEncodeError) as error:
        raise NotPlain("The data is not canonical JSON.") from error
    if not same:
        raise NotPlain("The data is not canonical JSON.")
    # A part of NFC text is NFC, and no escape that is allowed composes with anything: so a line
    # that is clean as a whole needs no look at each text in it. One of the bytes asked for first
    # is in whatever `_SUSPECT` finds, and looking for them is quicker.
    if data.isascii():
        return value, not ((b"\\" in data or b"\x7f" in data) and _SUSPECT.search(data.decode()))
    text = data.decode()
    doubtful = b"\\" in data or b"\xc2" in data or b"\x7f" in data or b"\xef\xbf" in data
    clean = not (doubtful and _SUSPECT.search(text)) and unicodedata.is_normalized("NFC", text)
    return value, clean


def check(value: Any, clean: bool, depth: int = 0) -> None:
    """The second half of `parse`: raise `NotPlain` unless a value that was read is canonical."""
    kind = type(value)
    if kind is str:
        if not clean and plain_text(value) != value:
            raise NotPlain("A text is not in normal form (NFC).")
    elif kind is dict or kind is list:
        if depth >= MAX_DEPTH:
            raise NotPlain("A value is nested too deeply.")
        items = value
        if kind is dict:
            items = value.values()
            if not clean:
                for key in value:
                    check(key, clean, depth)
        for item in items:
            if item is not None and (type(item) is not str or not clean):
                check(item, clean, depth + 1)
    elif kind is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise NotPlain("A whole number is too large to be kept exactly.")
    elif kind is float:
        raise NotPlain("A number with a fraction must be written as text.")
