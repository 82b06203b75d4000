"""Commands on people who may be one: list the pairs, join two, take it back, say that they are two."""

from __future__ import annotations

import argparse

from kzcase.cli.common import opened, print_json, print_table, terminal_progress
from kzcase.services import duplicates, records


def list_duplicates(arguments: argparse.Namespace) -> None:
    """List pairs of people who may be one; or remember that two are two."""
    with opened(arguments) as office:
        if arguments.two_people:
            first, second = (records.resolve(office, one) for one in arguments.two_people)
            duplicates.two_people(office, [(first, second)])
            if arguments.json:
                print_json({"two_people": [first, second]})
            else:
                print("Remembered: these are two people.")
            return
        found = duplicates.candidates(office, limit=arguments.limit, progress=terminal_progress())
    if arguments.json:
        print_json([duplicates.plain(one) for one in found.pairs])
        return
    print_table(
        [
            (f"{one.score:.0%}", one.a.title, one.b.title, "; ".join(one.reasons), one.a.id, one.b.id)
            for one in found.pairs
        ],
        ("likely", "one", "other", "why", "id", "id"),
    )
    if found.number > len(found.pairs):
        print(f"{found.number - len(found.pairs)} more pairs are less likely; --limit shows more.")


def merge(arguments: argparse.Namespace) -> None:
    """Join two people, or take it back; nothing is copied and nothing rewritten."""
    with opened(arguments) as office:
        keep, other = (records.resolve(office, one) for one in (arguments.keep, arguments.other))
        if arguments.undo:
            duplicates.separate(office, keep, other)
            print("They are two people again.")
            return
        duplicates.merge(office, [(keep, other)])
        title = records.view(office, keep).title
        print(f"One person now: {title}. `kzcase merge VAULT KEEP OTHER --undo` takes it back.")
