"""Reads one line of JSON so strictly that nothing in it can be taken in two ways.

Refused, each in words: repeated keys, NaN and infinities, numbers with a point
or exponent, numbers beyond 2^53, lone surrogates, nesting deeper than 32.
"""

from __future__ import annotations

import json
from sys import intern
from typing import Any

from kzcase.errors import KzcaseError

DEEPEST = 32
LARGEST_NUMBER = 2**53
MOST_DIGITS = 16
LONGEST_QUOTE = 40


class BadJson(KzcaseError):
    """A line is not JSON of the strict kind; `what` says why."""


def read(line: str) -> Any:
    """The value of a line. Raises `BadJson`."""
    _check_depth(line)
    try:
        value = json.loads(
            line,
            object_pairs_hook=_pairs,
            parse_float=_no_float,
            parse_constant=_no_constant,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        raise BadJson(f"It is not JSON ({error.msg}, character {error.pos + 1}).") from None
    if "\\u" in line:
        _check_texts(value)
    return value


def quote(value: Any) -> str:
    """A value of a file as a message may show it: short, and of whole characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    whole = text[:LONGEST_QUOTE].encode("utf-8", "replace").decode()
    return f"“{whole}{'…' if len(text) > LONGEST_QUOTE else ''}”"


def _check_depth(line: str) -> None:
    if line.count("[") + line.count("{") <= DEEPEST:
        return
    depth = 0
    quoted = escaped = False
    for letter in line:
        if escaped:
            escaped = False
        elif quoted:
            escaped = letter == "\\"
            quoted = letter != '"'
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
            if depth > DEEPEST:
                raise BadJson(f"It is nested deeper than {DEEPEST} levels.")
        elif letter in "]}":
            depth -= 1


def _check_texts(value: Any) -> None:
    """Refuse halves of characters, which only an escape can write."""
    if isinstance(value, str):
        if any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise BadJson("It holds half a character (a lone surrogate).")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key)
            _check_texts(item)
    elif isinstance(value, list):
        for item in value:
            _check_texts(item)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise BadJson(f"The key {quote(key)} stands twice.")
        made[intern(key)] = value  # else each line of a register would hold the names of its fields anew
    return made


def _no_float(text: str) -> Any:
    raise BadJson(f'The number {text[:20]} has a point or an exponent; write it as text: "{text[:20]}".')


def _no_constant(text: str) -> Any:
    raise BadJson(f"{text} is not a value.")


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MOST_DIGITS or abs(int(text)) > LARGEST_NUMBER:
        raise BadJson("A number is too large.")
    return int(text)
