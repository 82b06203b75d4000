"""Mappings that an office keeps by name, inside the vault: which register they are of tells what it works on.

They stay on this laptop. As files (`mapping.save`, `mapping.load`) they can be handed on.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from kzcase.exchange.sheets import mapping as mappings
from kzcase.exchange.sheets.failures import MappingError
from kzcase.exchange.sheets.grid import Grid
from kzcase.exchange.sheets.mapping import Mapping
from kzcase.models.ledger import LocalRow
from kzcase.services.office import Office

KEY = "sheet-mapping:"
LONGEST_NAME = 100
ENOUGH = 0.7
"""The share of a mapping's columns that a sheet must have for it to be offered for that sheet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A mapping and the name it is kept by."""

    name: str
    mapping: Mapping


def kept(office: Office) -> tuple[Kept, ...]:
    """The mappings that are kept, by name; those that this version cannot read are left out."""
    with office.read() as session:
        rows = session.execute(
            select(LocalRow.key, LocalRow.value).where(LocalRow.key.startswith(KEY, autoescape=True))
        ).all()
    found = []
    for key, value in rows:
        try:
            found.append(Kept(key.removeprefix(KEY), mappings.of_plain(tomllib.loads(value))))
        except MappingError:
            continue
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def keep(office: Office, name: str, mapping: Mapping) -> Mapping:
    """Keep a mapping by a name, in place of an older one of that name; returns it as it is kept.

    The name is also the register's, so that its rows stay the same records
    however the file is called. Raises `MappingError` for a name that cannot be.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise MappingError(f"The name of a mapping has 1 to {LONGEST_NAME} characters.")
    named = replace(mapping, namespace=mapping.namespace or name)
    statement = insert(LocalRow).values({"key": KEY + name, "value": mappings.as_toml(named)})
    with office.vault.write() as session:
        session.execute(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": statement.excluded.value})
        )
    return named


def forget(office: Office, name: str) -> None:
    """Keep a mapping no longer."""
    with office.vault.write() as session:
        session.execute(delete(LocalRow).where(LocalRow.key == KEY + name))


def fitting(grid: Grid, among: tuple[Kept, ...]) -> tuple[Kept, ...]:
    """Those mappings most of whose columns a sheet has, the one that explains most of it first."""
    headings = set(grid.headings)

    def has(one: Kept) -> int:
        return len(headings & set(one.mapping.columns))

    fit = [
        one
        for one in among
        if has(one)
        and has(one) >= ENOUGH * len(one.mapping.columns)
        and (not one.mapping.key or one.mapping.key in headings)
    ]
    return tuple(sorted(fit, key=lambda one: (-has(one), one.name.casefold())))
