"""Spreadsheets in and out: CSV and XLSX of any register, mapped to records, planned, taken in; lists written.

grid = sheets.read(path)                     what is in it, and how it was understood
proposal = sheets.propose(grid, "person")    which column goes where, to be looked at
planned = sheets.plan(office, grid, proposal.mapping)
sheets.apply(office, planned)

sheets.write_table(path, headings, rows)     a list as the screen shows it
sheets.write_records(office, path, kind)     records with every field, which come back as they were
"""

from __future__ import annotations

from kzcase.exchange.sheets.cells import Missing
from kzcase.exchange.sheets.csvfile import CHOSEN as ENCODINGS
from kzcase.exchange.sheets.csvfile import DELIMITERS, SHOWN
from kzcase.exchange.sheets.deciding import Decision, Way
from kzcase.exchange.sheets.failures import MappingError, NotASheet, SheetError, SheetTooLarge, UnknownText
from kzcase.exchange.sheets.grid import Detected, Grid
from kzcase.exchange.sheets.guess import Proposal, propose
from kzcase.exchange.sheets.kept import Kept, fitting, forget, keep, kept
from kzcase.exchange.sheets.mapping import MATCHED, Mapping, creating, load, resolve, save
from kzcase.exchange.sheets.planning import PossiblyHere, SheetPlan, apply, held_back, is_sheet, plan, read
from kzcase.exchange.sheets.targets import ID, Offered, belonging, offered
from kzcase.exchange.sheets.writing import write_records, write_table

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "ID",
    "MATCHED",
    "SHOWN",
    "Decision",
    "Detected",
    "Grid",
    "Kept",
    "Mapping",
    "MappingError",
    "Missing",
    "NotASheet",
    "Offered",
    "PossiblyHere",
    "Proposal",
    "SheetError",
    "SheetPlan",
    "SheetTooLarge",
    "UnknownText",
    "Way",
    "apply",
    "belonging",
    "creating",
    "fitting",
    "forget",
    "held_back",
    "is_sheet",
    "keep",
    "kept",
    "load",
    "offered",
    "plan",
    "propose",
    "read",
    "resolve",
    "save",
    "write_records",
    "write_table",
]
