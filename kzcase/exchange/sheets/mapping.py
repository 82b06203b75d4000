"""A mapping says which column of a sheet goes where; it is a small TOML file that can be used again.

kind = "person"                       what each row is
namespace = "aktobe-register"         the register that the keys are of
key = "Case No"                       the column whose text stays a row's own
match = "occupation"                  or: the field by which a record that is here is found
create = ["organisation"]             kinds whose missing records are made from their names

[columns]
"ФИО" = "name.parts"
"Статья" = "restriction.article"

[constants]
"restriction.kind" = "deprivation_of_right"

[values."Статья"]
"405-2" = "cc-405"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from kzcase import wholefile
from kzcase.errors import Unwritable
from kzcase.exchange.sheets import targets
from kzcase.exchange.sheets.failures import MappingError
from kzcase.exchange.sheets.targets import ID, Group, Target
from kzcase.models.base import Travel, kinds
from kzcase.models.fields import Compartment, FieldType

LARGEST = 1_000_000
TEXTS = ("kind", "namespace", "key", "match")
TABLES = ("columns", "constants", "values")
CREATED = "create"
MATCHED = (FieldType.TEXT, FieldType.DATE, FieldType.INTEGER, FieldType.DECIMAL)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column goes where; see the words at the head of this module."""

    kind: str
    columns: Mapped[str, str] = field(default_factory=dict)
    namespace: str = ""
    key: str = ""
    match: str = ""
    create: tuple[str, ...] = ()
    constants: Mapped[str, str] = field(default_factory=dict)
    values: Mapped[str, Mapped[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A mapping against the headings of one sheet: the place of each column and its target.

    `ids` is the place of the column of ids and `keys` that of the keys, -1 for none.
    """

    mapping: Mapping
    columns: tuple[tuple[int, str, Target], ...]
    constants: tuple[tuple[Target, str], ...]
    ids: int
    keys: int
    absent: tuple[str, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The records of a row, the row's own first."""
        named = [target.group for _, _, target in self.columns]
        named += [target.group for target, _ in self.constants]
        return tuple(dict.fromkeys((Group(self.mapping.kind), *named)))

    @property
    def guarded_key(self) -> bool:
        """Whether the key column is also a field that may be withheld: its key would tell it."""
        return any(
            place == self.keys and target.field.compartment is not Compartment.OPEN
            for place, _, target in self.columns
        )


def resolve(mapping: Mapping, headings: tuple[str, ...]) -> Resolved:
    """The mapping for a sheet with these headings; raises `MappingError`."""
    if mapping.kind not in kinds() or kinds()[mapping.kind].travel is not Travel.SHARED:
        raise MappingError(f"There is no kind “{mapping.kind}”.", remedy="`kzcase schema` names them all.")
    places = {heading: place for place, heading in enumerate(headings)}
    ids = -1
    columns: list[tuple[int, str, Target]] = []
    taken: dict[str, str] = {}
    absent = []
    for heading, text in mapping.columns.items():
        if not text:
            continue
        if text in taken:
            raise MappingError(f"“{heading}” and “{taken[text]}” both go to “{text}”.")
        taken[text] = heading
        if heading not in places:
            absent.append(heading)
        elif text == ID:
            ids = places[heading]
        else:
            columns.append((places[heading], heading, targets.read(mapping.kind, text)))
    if mapping.key and mapping.key not in places:
        raise MappingError(f"The sheet has no column “{mapping.key}”, by which rows are known.")
    if not columns:
        raise MappingError(
            "None of the mapping's columns is in the sheet.", remedy=f"It has: {', '.join(headings[:20])}."
        )
    constants = tuple((targets.read(mapping.kind, key), text) for key, text in mapping.constants.items())
    _check(mapping)
    keys = places[mapping.key] if mapping.key else -1
    return Resolved(mapping, tuple(columns), constants, ids, keys, tuple(absent))


def _check(mapping: Mapping) -> None:
    if mapping.match:
        found = kinds()[mapping.kind].fields.get(mapping.match)
        if found is None or found.type not in MATCHED:
            raise MappingError(f"Records cannot be found by “{mapping.match}”.")
        if mapping.match not in mapping.columns.values():
            raise MappingError(f"No column goes to “{mapping.match}”, by which records are to be found.")
    for kind in mapping.create:
        if kind not in kinds() or creating(kind) is None:
            raise MappingError(f"A {kind} cannot be made from its name alone.")


def creating(kind: str) -> str | None:
    """The field by whose text alone a record of a kind can be made; None if there is none."""
    if kind == "person":
        return ""  # its name is a record of its own
    declared = kinds()[kind]
    first = declared.fields.get(declared.title[0]) if declared.title else None
    if first is None or first.type is not FieldType.TEXT:
        return None
    needed = {one.key for one in declared.fields.values() if one.required}
    return first.key if needed <= {first.key} else None


def load(path: Path) -> Mapping:
    """Read a mapping file; raises `MappingError` in words."""
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise MappingError(f"The mapping cannot be read: {path}.") from error
    try:
        if len(raw) > LARGEST:
            raise ValueError
        plain = tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise MappingError(f"The mapping is no TOML file: {path}.") from error
    return of_plain(plain)


def of_plain(plain: Mapped[str, Any]) -> Mapping:
    """The mapping that a TOML file's content says; raises `MappingError`."""
    if unknown := set(plain) - {*TEXTS, *TABLES, CREATED}:
        raise MappingError(f"A mapping has no “{min(unknown)}”.")
    for key in TEXTS:
        if not isinstance(plain.get(key, ""), str):
            raise MappingError(f"“{key}” must be text.")
    if not plain.get("kind"):
        raise MappingError("The mapping does not say which kind its rows are.", remedy='Write kind = "...".')
    create = plain.get(CREATED, [])
    if not isinstance(create, list) or not all(isinstance(one, str) for one in create):
        raise MappingError("“create” must be a list of kinds.")
    values = plain.get("values", {})
    if not isinstance(values, dict):
        raise MappingError("“values” must be tables, one for each column.")
    return Mapping(
        columns=_texts(plain.get("columns", {}), "columns"),
        constants=_texts(plain.get("constants", {}), "constants"),
        values={heading: _texts(said, "values") for heading, said in values.items()},
        create=tuple(create),
        **{key: plain.get(key, "") for key in TEXTS},
    )


def _texts(table: Any, name: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise MappingError(f"“{name}” must be a table of texts.")
    return dict(table)


def save(mapping: Mapping, path: Path) -> None:
    """Write a mapping file; raises `Unwritable`, and then an older one is as it was."""
    try:
        with wholefile.writing(path) as file:
            file.write(as_toml(mapping).encode())
    except OSError as error:
        raise Unwritable.from_os(error, str(path)) from error


def as_toml(mapping: Mapping) -> str:
    """The mapping as the text of its file."""
    lines = [
        f"{key} = {_quoted(getattr(mapping, key))}" for key in TEXTS if getattr(mapping, key) or key == "kind"
    ]
    if mapping.create:
        lines.append(f"{CREATED} = [{', '.join(map(_quoted, mapping.create))}]")
    tables: list[tuple[str, Mapped[str, str]]] = [
        ("columns", mapping.columns),
        ("constants", mapping.constants),
    ]
    tables += [(f"values.{_quoted(heading)}", said) for heading, said in mapping.values.items()]
    for name, table in tables:
        if table:
            lines += ["", f"[{name}]", *(f"{_quoted(key)} = {_quoted(text)}" for key, text in table.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # TOML's basic strings escape as JSON does, and DEL besides.
    return orjson.dumps(text).decode().replace("\x7f", "\\u007F")
