"""Recognises lines of a case file that stand in the vault byte by byte, so that nobody need read them again.

Every line that is in the vault was read strictly when it came, or was made here;
one that is the same, from its first byte to its last, is as good. Anything else
about it (a part more, a part less, another spelling) is read like a line never seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import Connection

from kzcase.history.tables import each_in, is_shared

# How a line that is in the vault begins; a line that begins otherwise is not recognised, that is all.
_HEADER = re.compile(
    rb'\{"header":\{"author":"[^"]*","kind":"([a-z0-9_]*)","parents":\[([0-9a-f",]*)\],'
    rb'"parts":\{([^{}]*)\},"record":"([0-9a-f-]{36})"'
)
_SELECT = "SELECT CAST('{\"header\":' || header || ',\"parts\":' || parts || '}' AS BLOB), id FROM revision"
_AFTER_NAME = -len('":""') - 64
_NO_PART = b',"parts":[]}'


class Here(NamedTuple):
    """What is told of a line that stands in the vault just so, named as in `Revision`.

    `compartments` are those of the parts that it has (space-separated).
    """

    id: bytes
    record: str
    kind: str
    parents: bytes
    compartments: str


class Recogniser:
    """Compares lines with those of the vault.

    Records of which something was `erased`, and those of kinds that never leave a vault, are left to be read.
    """

    def __init__(self, connection: Connection, erased: Mapping[str, frozenset[str]]) -> None:
        self._connection = connection
        self._erased = erased
        self._kinds: dict[bytes, str] = {}

    def __call__(self, lines: Sequence[bytes]) -> Mapping[bytes, Here]:
        """Which of these lines are here, and what they say of themselves."""
        begun = {line: found.groups() for line in lines if (found := _HEADER.match(line)) is not None}
        records = {said[3]: said[3].decode() for said in begun.values()}
        here: dict[bytes, Here] = {}
        # Row by row: of one record the vault may hold much more than the file does.
        for line, one in each_in(self._connection, _SELECT, "record", list(records.values())):
            if (said := begun.get(line)) is not None:
                kind, parents, commitments, written = said
                if (known := self._kinds.get(kind)) is None:
                    known = self._kinds[kind] = kind.decode() if is_shared(kind.decode()) else ""
                record = records[written]
                if known and record not in self._erased:
                    above = _parents(parents) if parents else b""
                    here[line] = Here(one, record, known, above, _compartments(line, commitments))
        return here


def _parents(written: bytes) -> bytes:
    return bytes.fromhex(written.translate(None, b'",').decode())


def _compartments(line: bytes, commitments: bytes) -> str:
    """The compartments of a line's parts; of one commitment the only part, if any is there."""
    if commitments.count(b":") == 1:
        return "" if line.endswith(_NO_PART) else commitments[1:_AFTER_NAME].decode()
    return " ".join([part["compartment"] for part in orjson.loads(line)["parts"]])
