"""Spreadsheets on the command line: importing them with a mapping, and lists written as such files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kzcase.cli.common import counted, print_json, terminal_progress
from kzcase.errors import KzcaseError
from kzcase.exchange import casefile, recordsfile, sheets
from kzcase.exchange.recordsfile import details
from kzcase.services.declarations import kinds
from kzcase.services.office import Office

MOST_TOLD = 20


def named(arguments: argparse.Namespace) -> list[Path]:
    """The files that are spreadsheets: by their names, or all when a kind or a mapping is given."""
    given = arguments.kind is not None or arguments.mapping is not None
    # A workbook is a ZIP, as a case file that is not encrypted is: its name tells them apart.
    return [
        path
        for path in arguments.files
        if sheets.is_sheet(path) or (given and not casefile.is_case_file(path))
    ]


def take(
    office: Office, files: Sequence[Path], arguments: argparse.Namespace
) -> tuple[list[dict[str, Any]], bool]:
    """Plan spreadsheets and take them in; the report of each, and whether all were taken in.

    Nothing of a file is taken in while a row is bad, or while somebody of it may
    be here already, unless the arguments say otherwise.
    """
    reports = []
    done = True
    for path in files:
        planned = _planned(office, path, arguments)
        held = not arguments.with_duplicates
        if held and arguments.skip_bad and not arguments.plan:
            planned = sheets.held_back(office, planned, progress=terminal_progress())
        planned = replace(planned, plan=kept_narrow(office, planned.plan, arguments))
        doubtful = held and planned.possibly and not arguments.skip_bad
        good = not doubtful and (not planned.plan.refused or arguments.skip_bad)
        if arguments.plan or not good:
            reports.append(planned.report())
            done = False
        else:
            reports.append(sheets.apply(office, planned, progress=terminal_progress()))
        if not arguments.json:
            _tell(reports[-1])
            if doubtful and not arguments.plan:
                told = "Look at those who may be here already: --with-duplicates takes them in as new people,"
                print(f"  {told} --skip-bad leaves them out.", file=sys.stderr)
    return reports, done


def kept_narrow(office: Office, plan: recordsfile.Plan, arguments: argparse.Namespace) -> recordsfile.Plan:
    """Name the rows that would let more be shown, before anything is done; without them by default."""
    for row in details.plan_rows(office, plan, widening=True, limit=MOST_TOLD):
        labels = [kinds()[row.kind].fields[key].label for key in plan.widening[row.number]]
        print(f"  lets more be shown: {row.title} ({', '.join(labels)})", file=sys.stderr)
    if (more := len(plan.widening) - MOST_TOLD) > 0:
        print(f"  and {more} more that let more be shown", file=sys.stderr)
    return plan if arguments.with_widening else plan.without_widening()


def stopped(report: Mapping[str, Any], arguments: argparse.Namespace) -> bool:
    """Whether a report of a sheet leaves something to be decided."""
    return (
        bool(report.get("possible_duplicates")) and report["batch"] is None and not arguments.with_duplicates
    )


def _planned(office: Office, path: Path, arguments: argparse.Namespace) -> sheets.SheetPlan:
    grid = sheets.read(path, sheet=arguments.sheet or "", encoding=arguments.encoding or "")
    if arguments.mapping is not None:
        mapping = sheets.load(arguments.mapping)
        if arguments.kind not in (None, mapping.kind):
            raise KzcaseError(
                f"The mapping is for rows of the kind “{mapping.kind}”, not “{arguments.kind}”.",
                safe="Nothing was changed.",
            )
    else:
        proposed = sheets.propose(grid, arguments.kind or "")
        mapping = proposed.mapping
        if proposed.unsure and not arguments.json:
            print(f"  guessed by likeness: {', '.join(proposed.unsure)}", file=sys.stderr)
        if proposed.left and not arguments.json:
            print(f"  left out: {', '.join(proposed.left)}", file=sys.stderr)
    if arguments.save_mapping is not None:
        sheets.save(mapping, arguments.save_mapping)
    return sheets.plan(office, grid, mapping, progress=terminal_progress())


def _tell(report: Mapping[str, Any]) -> None:
    """Say how a file was understood, and what it would be wrong to overlook."""
    how = [report["encoding"], f"sheet “{report['sheet']}”" if report["sheet"] else ""]
    print(f"{report['file']}: {report['rows']} rows, {', '.join(one for one in how if one)}")
    for heading, target in report["columns"].items():
        print(f"  {heading} -> {target}")
    for warning in report["warnings"]:
        print(f"  {warning}", file=sys.stderr)
    for one in report["possible_duplicates"][:MOST_TOLD]:
        reasons = ", ".join(one["reasons"])
        print(f"  {one['where']}: {one['name']} may be {one['title']} ({reasons})", file=sys.stderr)
    for one in report["not_here"][:MOST_TOLD]:
        offer = f'; create = ["{one["kind"]}"] in the mapping makes it' if one["kind"] else ""
        print(f"  not here: {one['name']} ({len(one['rows'])} rows){offer}", file=sys.stderr)


def write_list(office: Office, arguments: argparse.Namespace) -> None:
    """Write the records of a kind as spreadsheets, and say so."""
    if arguments.json and arguments.xlsx is not None and arguments.csv is not None:
        raise KzcaseError(
            "With --json one file is written at a time.",
            safe="No file was written.",
            remedy="Give one of --xlsx and --csv.",
        )
    for path in (arguments.xlsx, arguments.csv):
        if path is None:
            continue
        if path.suffix.lower() != (".xlsx" if path is arguments.xlsx else ".csv"):
            raise KzcaseError(
                "The name must end in .xlsx or .csv, as the option says.", safe="No file was written."
            )
        rows = sheets.write_records(office, path, arguments.kind, progress=terminal_progress())
        if arguments.json:
            print_json({"path": path, "rows": rows, "protection": "plain"})
        else:
            print(f"Written: {path} ({counted(rows, 'row')})")
            print("  This file is NOT encrypted: whoever has it can read everything in it.")
