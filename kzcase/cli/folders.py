"""The command that keeps a folder in step: what colleagues left comes in, what changed here goes out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from kzcase.cli.common import opened, print_json, terminal_progress
from kzcase.cli.exchange import plain_plan, tell_left_out, warn
from kzcase.errors import NotFound
from kzcase.exchange import folder
from kzcase.exchange.casefile import Choice
from kzcase.exchange.folder import LeftAlone, Round, Sent, Taken
from kzcase.services import colleagues, folders
from kzcase.services.folders import Folder
from kzcase.services.office import Office

NOBODY, NOTHING = "nobody", "nothing"


def keep_in_step(arguments: argparse.Namespace) -> int:
    """Take in what colleagues left in a folder, then write what changed here; exit 1 when something waits."""
    with opened(arguments) as office:
        if arguments.folder is None:
            _print_folders(folders.listed(office), arguments.json)
            return 0
        place = _chosen(office, arguments)
        for name in arguments.pass_over:
            folder.pass_over(office, place, name)
        with folder.look(office, place, progress=terminal_progress()) as found:
            for one in found.incoming:
                warn(one, arguments.accept_unverified)
            taken, sent, going = _work(office, place, found, arguments)
            left = (*found.left_alone, *taken.left_alone)
            report = _report(place, found, taken, sent, going, left, arguments.with_widening)
    if arguments.json:
        print_json(report)
    else:
        _print_report(report, place, arguments.plan)
    waits = any(one.why in (folder.Why.STOPPED, folder.Why.UNVERIFIED, folder.Why.REFUSED) for one in left)
    return 1 if waits or any(one["refused"] for one in report["files"]) else 0


def _chosen(office: Office, arguments: argparse.Namespace) -> Folder:
    """The folder as it is or is to be kept in step."""
    known = folders.at(office, arguments.folder)
    without = None if arguments.without is None else set(arguments.without) - {NOTHING}
    if arguments.to is None and without is None and known is not None:
        return known
    keys = [one.key for one in known.contacts] if known is not None else []
    if arguments.to is None and known is None:
        keys = [one.key for one in colleagues.contacts(office) if one.verified]
        if not keys:
            raise NotFound(
                "There is no verified colleague to write for.",
                safe="Nothing was changed.",
                remedy="Add a card and compare its words, or give --to nobody to take in only.",
            )
    if arguments.to is not None:
        with office.read() as session:
            keys = [colleagues.known(session, one).key for one in arguments.to if one != NOBODY]
    return folders.choose(office, arguments.folder, keys, without=without)


def _work(
    office: Office, place: Folder, found: Round, arguments: argparse.Namespace
) -> tuple[Taken, Sent, tuple[int, int]]:
    if arguments.plan:
        return Taken((), ()), Sent(), folder.to_send(office, place)
    choice = Choice(
        unverified=arguments.accept_unverified,
        widening=arguments.with_widening,
        undone=arguments.with_undone,
        skip_refused=arguments.skip_bad,
    )
    taken = folder.take(office, found, choice, progress=terminal_progress())
    sent = folder.send(office, place, progress=terminal_progress())
    return taken, sent, (sent.records, sent.staying)


def _report(
    place: Folder,
    found: Round,
    taken: Taken,
    sent: Sent,
    going: tuple[int, int],
    left: Sequence[LeftAlone],
    widening: bool,
) -> dict[str, Any]:
    done = {one.plan.export: one for one in taken.outcomes}
    return {
        "folder": str(place.path),
        "to": [one.name for one in place.contacts],
        "not_to": list(place.unknown),
        "files": [plain_plan(one, done.get(one.plan.export), widening) for one in found.incoming],
        "left_alone": [{"name": one.name, "why": one.why.value, "words": one.words} for one in left],
        "own": found.own,
        "seen": found.seen,
        "others": found.others,
        "more": found.more,
        "unnamed": found.unnamed,
        "written": [str(one.path) for one in sent.files],
        "records": going[0],
        "staying": going[1],
        "removed": sent.removed,
    }


def _print_report(report: dict[str, Any], place: Folder, planned: bool) -> None:
    for one in report["left_alone"]:
        print(f"  left alone: {one['name']}: {one['words']}", file=sys.stderr)
    if report["unnamed"]:
        print(f"  and {report['unnamed']} more that were not put here by kzcase", file=sys.stderr)
    for name in place.unknown:
        print(f"  not written for {name}: the card was removed, replaced or never compared.", file=sys.stderr)
    for one in report["files"]:
        verb = "taken in" if one["batch"] else ("found" if planned else "nothing new")
        print(
            f"  from {one['from']}, {one['created'][:10]}: {verb}: {one['new']} new, "
            f"{one['changed']} changed, {one['conflict']} in conflict, {one['same']} same"
        )
        for refusal in one["refused"]:
            print(f"  refused: {refusal['where']}: {refusal['reason']}", file=sys.stderr)
        if one["widening_left_out"]:
            tell_left_out(one["widening_left_out"])
        for proposal in one["proposals"]:
            print(f"  {proposal['by']} erased “{proposal['title']}”: see kzcase erase VAULT")
    if report["more"]:
        print(f"  {report['more']} more files wait: do the same again.")
    names = ", ".join(report["to"]) or NOBODY
    if planned:
        print(f"Would be written for {names}: {report['records']} records.")
    else:
        print(f"Written for {names}: {report['records']} records in {len(report['written'])} files.")
    if report["staying"]:
        print(f"  {report['staying']} records stay out of this folder, as you chose.")


def _print_folders(found: Sequence[Folder], as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "folder": str(one.path),
                    "to": [contact.name for contact in one.contacts],
                    "without": sorted(one.without),
                    "synced": one.synced,
                }
                for one in found
            ]
        )
        return
    for one in found:
        names = ", ".join(contact.name for contact in one.contacts) or NOBODY
        print(f"{one.path}   for {names}   in step on {one.synced or 'no day yet'}")
