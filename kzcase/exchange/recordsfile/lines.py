"""Reads the lines of records files: each is good in form, or refused with its place and a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from kzcase.errors import KzcaseError, Refusal
from kzcase.exchange import strictjson
from kzcase.exchange.strictjson import BadJson, quote
from kzcase.history import roots
from kzcase.models.base import Travel, kinds
from kzcase.services import validation

LONGEST_LINE = 4_000_000
MOST_LINES = 100_000
MOST_VALUES = 1_200_000
LARGEST = 48_000_000
MOST_REFUSED = 20_000
"""What is taken in at once, of all files together: lines, values (commas and brackets), bytes, faults.

What is planned is held in memory until somebody agrees, packed, and taken in whole or not at all.
"""
LONGEST_KEY = 500
BOM = b"\xef\xbb\xbf"
BLANK = b" \t\r\n"


class TooMuch(KzcaseError):
    """Records files with more in them than is taken in at once."""

    def __init__(self) -> None:
        super().__init__(
            f"There is more than is taken in at once: {MOST_LINES:,} lines, "
            f"{MOST_VALUES:,} values, {LARGEST // 1_000_000} MB.",
            safe="Nothing was changed.",
            remedy="Divide it, people first: what names a record comes with it or after it.",
        )


class Load:
    """Counts what is read, over all files that are taken in together."""

    def __init__(self) -> None:
        self._lines = self._values = self._bytes = 0

    def add(self, line: bytes) -> None:
        """Count a line before anything is made of it; raises `TooMuch`."""
        self._lines += 1
        self._values += line.count(b",") + line.count(b"[") + line.count(b"{")
        self._bytes += len(line)
        if self._lines > MOST_LINES or self._values > MOST_VALUES or self._bytes > LARGEST:
            raise TooMuch


def stop_at_too_many(refused: Sequence[Refusal]) -> None:
    """Raise `KzcaseError` if so much is wrong that nobody could read all of it."""
    if len(refused) > MOST_REFUSED:
        first = refused[0]
        raise KzcaseError(
            f"More than {MOST_REFUSED:,} things are wrong, the first in {first.where}: {first.reason}",
            safe="Nothing was changed.",
            remedy="Perhaps the file is of another sort, or was made for another version.",
        )


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it was read: file, place, namespace of its file, kind, key, fields.

    `record` is the record id that the key stands for.
    """

    file: str
    where: str
    namespace: str
    kind: str
    key: str
    fields: Mapping[str, Any]
    record: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "record", roots.record_id(self.namespace, self.kind, self.key))


def file_name(path: Path) -> str:
    """A file's name as it can be kept and shown, whatever its bytes are."""
    return path.name.encode("utf-8", "replace").decode()


def read(path: Path, load: Load, *, many: bool, refused: list[Refusal]) -> Iterator[RawLine]:
    """The well-formed lines of a file; the others are added to `refused`. Lines without text are passed over.

    `load` counts on over several files, `many` puts the file's name before each place. Raises
    `KzcaseError` for a file that cannot be read, `TooMuch`.
    """
    namespace = ""
    name = file_name(path)
    try:
        with path.open("rb") as file:
            for number, line in _lines(file):
                load.add(line)
                where = f"{name}, line {number}" if many else f"line {number}"
                try:
                    value = strictjson.read(_text(line))
                    if number == 1 and isinstance(value, dict) and "namespace" in value:
                        namespace = _namespace(value)
                    else:
                        yield _raw(name, where, namespace, value)
                except BadJson as bad:
                    refused.append(Refusal(where, bad.what))
                    stop_at_too_many(refused)
    except OSError as error:
        shown = str(path).encode("utf-8", "replace").decode()
        raise KzcaseError(f"The file cannot be read: {shown}.", safe="Nothing was changed.") from error


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines with text in them; never more than one line too long in memory."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(BOM)
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        if stripped := line.strip(BLANK):
            yield number, stripped


def _text(line: bytes) -> str:
    if len(line) > LONGEST_LINE:
        raise BadJson(f"The line is longer than {LONGEST_LINE:,} bytes.")
    try:
        return line.decode()
    except UnicodeDecodeError:
        raise BadJson("The line is not UTF-8 text.") from None


def _namespace(value: Mapping[str, Any]) -> str:
    namespace = value["namespace"]
    if not isinstance(namespace, str) or set(value) - {"namespace", "note"}:
        raise BadJson("The first line names the namespace as text, and nothing else.")
    return namespace


def _raw(file: str, where: str, namespace: str, value: Any) -> RawLine:
    if not isinstance(value, dict) or set(value) - {"kind", "id", "fields"}:
        raise BadJson('A line is {"kind": ..., "id": ..., "fields": {...}}.')
    kind, key, fields = value.get("kind"), value.get("id"), value.get("fields")
    if not isinstance(kind, str) or kind not in kinds():
        raise BadJson(f"There is no kind {quote(kind)}.")
    if kinds()[kind].travel is not Travel.SHARED:
        raise BadJson(f"A {kind} never travels in files.")
    if not isinstance(key, str) or not key.strip():
        raise BadJson("The id is missing or not text.")
    if len(key) > LONGEST_KEY:
        raise BadJson(f"The id is longer than {LONGEST_KEY} characters.")
    if fault := validation.text_fault(key):
        raise BadJson(f"The id {fault}")
    if not isinstance(fields, dict):
        raise BadJson("The fields are missing.")
    return RawLine(file, where, namespace, kind, key, fields)
