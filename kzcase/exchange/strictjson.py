"""Reads one line of JSON so strictly that nothing in it can be taken in two ways.

Refused, each in words: repeated keys, NaN and infinities, numbers with a point
or exponent, numbers beyond 2^53, lone surrogates, nesting deeper than 32.
"""

from __future__ import annotations

import json
from typing import Any

from kzcase.errors import KzcaseError

DEEPEST = 32
LARGEST_NUMBER = 2**53


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
    return value


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


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise BadJson(f"The key “{key}” stands twice.")
        made[key] = value
    return made


def _no_float(text: str) -> Any:
    raise BadJson(f'The number {text[:20]} has a point or an exponent; write it as text: "{text[:20]}".')


def _no_constant(text: str) -> Any:
    raise BadJson(f"{text} is not a value.")


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > LARGEST_NUMBER:
        raise BadJson("A number is too large.")
    return int(text)
