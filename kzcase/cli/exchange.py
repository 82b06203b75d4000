"""Commands for case files and records files: export, import."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kzcase.cli import sheets
from kzcase.cli.common import (
    MISUSED,
    ask,
    counted,
    first_line,
    opened,
    print_json,
    searched,
    terminal_progress,
)
from kzcase.errors import NotFound
from kzcase.exchange import casefile, recordsfile
from kzcase.exchange.casefile import Choice, Contents, Incoming, Outcome, Recipients, Selection
from kzcase.services import attachedtext, colleagues, records
from kzcase.services.declarations import Compartment
from kzcase.services.office import Office

MOST_FOUND = 200
DO_NOT_SHARE, NOT_AGREED = "do_not_share", "no_consent"
NUMBERS = ("new", "same", "changed", "conflict", "erased", "undone")
SUMMED = (*NUMBERS, "widening", "widening_left_out", "revisions", "unproven", "documents")


# --- export ---------------------------------------------------------------------------------------


def export(arguments: argparse.Namespace) -> int:
    """Write a case file, or the records as a plain file."""
    ways = sum(map(bool, (arguments.to, arguments.file_passphrase_file, arguments.plain)))
    chosen = sum(map(bool, (arguments.all, arguments.person or arguments.record, arguments.search)))
    if ways > 1 or chosen != 1:
        told = "give one of --all, --person or --record, --search"
        told = "give only one of --to, --file-passphrase-file, --plain" if ways > 1 else told
        print(f"kzcase export: {told}", file=sys.stderr)
        return MISUSED
    with opened(arguments) as office:
        selection = _selection(office, arguments)
        if arguments.plain and arguments.out.suffix.lower() == ".jsonl":
            return _flat(office, arguments, selection)
        passphrase = (
            first_line(arguments.file_passphrase_file, "file's passphrase")
            if arguments.file_passphrase_file
            else None
        )
        with office.read() as session:
            known = [colleagues.known(session, one) for one in arguments.to]
        for one in known:
            if one.verified is None:
                print(f"  The words of {one.name}'s key were never compared.", file=sys.stderr)
        written = casefile.write(
            office,
            arguments.out,
            selection,
            Recipients(tuple(one.key for one in known), passphrase, arguments.plain),
            progress=terminal_progress(),
        )
    if arguments.json:
        print_json(
            {
                "path": written.path,
                "export": written.export,
                "size": written.size,
                "revisions": written.revisions,
                "protection": written.protection,
                "recipients": list(written.recipients),
                **_plain_contents(written.contents),
            }
        )
        return 0
    print(f"Written and read back: {written.path} ({written.size} bytes)")
    _print_contents(written.contents)
    if written.protection == "plain":
        print("  This file is NOT encrypted: whoever has it can read everything in it.")
    elif written.protection == "recipients" and not written.recipients:
        print("  Only you can open it: give --to CONTACT for a colleague.")
    return 0


def _selection(office: Office, arguments: argparse.Namespace) -> Selection:
    found = [records.resolve(office, one) for one in (*arguments.person, *arguments.record)]
    if arguments.search:
        found = list(searched(office, arguments.search, ("person", "case"), "No file was written."))
    without = set(arguments.without)
    return Selection(
        records=tuple(found),
        everything=arguments.all,
        without_records=tuple(records.resolve(office, one) for one in arguments.without_record),
        without_compartments=frozenset(without & {one.value for one in Compartment}),
        without_marked=DO_NOT_SHARE in without,
        only_agreed=NOT_AGREED in without,
        documents=not arguments.no_documents,
    )


def _flat(office: Office, arguments: argparse.Namespace, selection: Selection) -> int:
    """Write the records as they stand, as scripts read them."""
    count = recordsfile.write(
        office,
        arguments.out,
        records=casefile.chosen(office, selection),
        without=selection.without_compartments,
        progress=terminal_progress(),
    )
    if arguments.json:
        print_json({"path": arguments.out, "records": count, "protection": "plain"})
        return 0
    print(f"Written: {arguments.out} ({counted(count, 'record')} as they stand, without history)")
    print("  This file is NOT encrypted: whoever has it can read everything in it.")
    return 0


def _plain_contents(contents: Contents) -> dict[str, Any]:
    return {
        "records": contents.records,
        "kinds": {kind: number for kind, _, number in contents.kinds},
        "documents": contents.documents,
        "left_out": [
            {"id": one.id, "kind": one.kind, "title": one.title, "reason": one.reason}
            for one in contents.left_out
        ],
        "withheld": {name: number for name, _, number in contents.withheld},
        "do_not_share": contents.marked,
    }


def _print_contents(contents: Contents) -> None:
    listed = ", ".join(f"{number} {words.lower()}" for _, words, number in contents.kinds)
    print(f"  {counted(contents.records, 'record')}: {listed}")
    if contents.documents:
        print(
            f"  {counted(contents.documents, 'document')} with contents ({contents.document_bytes >> 10} KB)"
        )
    for _, words, number in contents.withheld:
        print(f"  left out: {words} of {counted(number, 'record')}")
    for one in contents.left_out[:MOST_FOUND]:
        print(f"  left out: {one.title} ({one.kind}): {one.words}")
    if contents.marked:
        print(f"  marked “do not share” and go along, with that mark: {contents.marked}")


# --- import ---------------------------------------------------------------------------------------


def _is_no_file(path: Path) -> bool:
    """Whether a pipe, a device or a folder is in the place of a file: reading one may never end."""
    try:
        return path.exists() and not path.is_file()
    except OSError:  # a name that no system takes
        return False


def import_files(arguments: argparse.Namespace) -> int:
    """Take in files of every kind: plan, then apply; exit 1 when something was refused."""
    for path in arguments.files:
        if _is_no_file(path):
            raise NotFound(f"This is no file: {path}.", safe="Nothing was changed.")
    tables = sheets.named(arguments)
    sealed = [path for path in arguments.files if path not in tables and casefile.is_case_file(path)]
    scripts = [path for path in arguments.files if path not in (*sealed, *tables)]
    reports: list[dict[str, Any]] = []
    done = True
    with opened(arguments) as office:
        if scripts:
            report, applied = _take_scripts(office, scripts, arguments)
            reports.append(report)
            done = done and applied
        if tables and (done or arguments.plan):
            found, applied = sheets.take(office, tables, arguments)
            reports += found
            done = done and applied
        if sealed and (done or arguments.plan):
            found, applied = _take_sealed(office, sealed, arguments)
            reports += found
            done = done and applied
    result = reports[0] if len(reports) == 1 else _summed(reports)
    if arguments.json:
        print_json(result)
    else:
        _print_report(result, arguments.plan, done)
    waiting = any(one.get("stops") or sheets.stopped(one, arguments) for one in reports)
    return 1 if result["refused"] or waiting else 0


def _take_scripts(
    office: Office, files: Sequence[Path], arguments: argparse.Namespace
) -> tuple[dict[str, Any], bool]:
    plan = sheets.kept_narrow(
        office, recordsfile.plan(office, files, progress=terminal_progress()), arguments
    )
    applied = not arguments.plan and (not plan.refused or arguments.skip_bad)
    if not applied:
        return plan.report(None), False
    return recordsfile.apply(office, plan, progress=terminal_progress()), True


def _take_sealed(
    office: Office, files: Sequence[Path], arguments: argparse.Namespace
) -> tuple[list[dict[str, Any]], bool]:
    with ExitStack() as stack:
        incoming = [stack.enter_context(_opened(office, path, arguments)) for path in files]
        plans = [one.plan for one in incoming]
        if arguments.plan or (any(plan.refused for plan in plans) and not arguments.skip_bad):
            return [plain_plan(one, None, arguments.with_widening) for one in incoming], False
        for one in incoming:
            warn(one, arguments.accept_unverified)
        choice = Choice(
            unverified=arguments.accept_unverified,
            widening=arguments.with_widening,
            undone=arguments.with_undone,
            skip_refused=arguments.skip_bad,
        )
        outcomes = casefile.take(office, incoming, choice, progress=terminal_progress())
        attachedtext.catch_up(office, terminal_progress())  # no window is there to read them later
        each = zip(incoming, outcomes, strict=True)
        return [plain_plan(one, outcome, arguments.with_widening) for one, outcome in each], True


def _opened(office: Office, path: Path, arguments: argparse.Namespace) -> Incoming:
    secret = None
    if arguments.file_passphrase_file:
        secret = first_line(arguments.file_passphrase_file, "file's passphrase")
    try:
        return Incoming.open(office, path, passphrase=secret, progress=terminal_progress())
    except casefile.PassphraseNeeded:
        if not sys.stdin or not sys.stdin.isatty():
            raise
        secret = ask("Passphrase of the case file: ")
        return Incoming.open(office, path, passphrase=secret, progress=terminal_progress())


def warn(incoming: Incoming, accepted: bool) -> None:
    """Say before anything is done what would let more be shown, and what speaks against the file."""
    for warning in incoming.plan.warnings if accepted or incoming.plan.verified else ():
        print(f"  {warning}", file=sys.stderr)
    for record in casefile.plan_records(incoming, widening=True):
        fields = [one.label for one in casefile.plan_fields(incoming, record.number) if one.widens]
        print(f"  lets more be shown: {record.title} ({', '.join(fields)})", file=sys.stderr)


def tell_left_out(number: int) -> None:
    """Say how many records stay out because they let more be shown, and how they come in."""
    records = "1 record that lets" if number == 1 else f"{number} records that let"
    print(f"  Left out: {records} more be shown. --with-widening takes them in.", file=sys.stderr)


def plain_plan(one: Incoming, outcome: Outcome | None, widening: bool) -> dict[str, Any]:
    """A plan, and what was done by it, as `import --json` prints it.

    Without `widening` the numbers are those of the records that do not let more be shown.
    """
    plan = one.plan
    left = {} if widening else one.widening_by_status()
    return {
        "batch": outcome.batch if outcome else None,
        "backup": outcome.backup if outcome else None,
        "file": plan.file,
        "from": plan.sender.name,
        "verified": plan.verified,
        "sender": {
            "key": plan.sender.key,
            "name": plan.sender.name,
            "fingerprint": plan.sender.fingerprint,
            "trust": plan.sender.trust.value,
        },
        "created": plan.created,
        **{name: plan.counts[name] - left.get(name, 0) for name in NUMBERS},
        "refused": [{"where": where, "field": "", "reason": reason} for where, reason in plan.refused],
        "widening": plan.widening,
        "widening_left_out": sum(left.values()),
        "revisions": plan.new_revisions,
        "unproven": plan.unproven,
        "documents": plan.documents,
        "proposals": [
            {"id": one.record, "title": one.title, "compartment": one.compartment, "by": one.by}
            for one in plan.proposals
        ],
        "warnings": list(plan.warnings),
        "stops": list(plan.stops),
    }


def _summed(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Several files as one report, with each of them in `files`."""
    return {
        "batch": next((one["batch"] for one in reports if one["batch"]), None),
        "from": ", ".join(dict.fromkeys(one["from"] for one in reports)),
        "verified": all(one["verified"] for one in reports),
        **{name: sum(one.get(name, 0) for one in reports) for name in SUMMED},
        "refused": [refusal for one in reports for refusal in one["refused"]],
        "files": list(reports),
    }


def _print_report(result: Mapping[str, Any], planned: bool, done: bool) -> None:
    for refusal in result["refused"]:
        print(f"  {refusal['where']}: {refusal['reason']}", file=sys.stderr)
    for one in result.get("files", [result]):
        told = [*one.get("stops", ()), *(one.get("warnings", ()) if planned else ())]
        for sentence in told:
            print(f"  {sentence}", file=sys.stderr)
        for proposal in one.get("proposals", ()):
            print(f"  {proposal['by']} erased “{proposal['title']}”: it stays here until you erase it too.")
    verb = "Taken in" if done else ("Planned" if planned else "Nothing was taken in. Found")
    print(
        f"{verb}: {result['new']} new, {result['changed']} changed, {result['conflict']} in conflict, "
        f"{result['same']} same, {len(result['refused'])} refused, {result['erased']} erased here."
    )
    if left := result["widening_left_out"]:
        tell_left_out(left)
    if done and not result["batch"]:
        print("There was nothing else new in it." if left else "There was nothing new in it.")
    elif done:
        print(f"To take it back: kzcase undo-import VAULT {result['batch']}")
